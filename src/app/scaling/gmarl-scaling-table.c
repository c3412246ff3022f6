/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-table.h"

#include "gmarl-scaling-text.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

enum {
  COLUMN_AGENTS,
  COLUMN_SHARING,
  COLUMN_SEEDS,
  COLUMN_VALUES,
  N_COLUMNS = COLUMN_VALUES + GMARL_N_SCALING,
};

/* -- A row: texts that do not change -- */

#define GMARL_TYPE_SCALING_ROW (gmarl_scaling_row_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScalingRow, gmarl_scaling_row, GMARL, SCALING_ROW, GObject)

struct _GmarlScalingRow {
  GObject parent_instance;
  char *text[N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (GmarlScalingRow, gmarl_scaling_row, G_TYPE_OBJECT)

static void
gmarl_scaling_row_finalize (GObject *object)
{
  for (gsize k = 0; k < N_COLUMNS; k++)
    g_free (GMARL_SCALING_ROW (object)->text[k]);
  G_OBJECT_CLASS (gmarl_scaling_row_parent_class)->finalize (object);
}

static void
gmarl_scaling_row_class_init (GmarlScalingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_scaling_row_finalize;
}

static void
gmarl_scaling_row_init (GmarlScalingRow *self)
{
}

static GmarlScalingRow *
make_row (const GmarlScalingPoint *point)
{
  GmarlScalingRow *row = g_object_new (GMARL_TYPE_SCALING_ROW, NULL);

  row->text[COLUMN_AGENTS] = g_strdup_printf ("%" PRId64, point->agents);
  row->text[COLUMN_SHARING] = g_strdup (point->shared ? _ ("Shared") : _ ("Independent"));
  row->text[COLUMN_SEEDS] = g_strdup_printf (_ ("%zu of %zu"), point->n_done, point->n_cells);
  for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++)
    row->text[COLUMN_VALUES + quantity] =
        gmarl_scaling_text_value (point, (GmarlScalingQuantity) quantity);
  return row;
}

static gboolean
has_same_texts (GmarlScalingRow *a, GmarlScalingRow *b)
{
  for (gsize k = 0; k < N_COLUMNS; k++)
    if (g_strcmp0 (a->text[k], b->text[k]) != 0)
      return FALSE;
  return TRUE;
}

/* -- The table -- */

struct _GmarlScalingTable {
  GtkWidget parent_instance;

  GtkWidget *box;
  GListStore *rows; /* owned */
  GtkLabel *slopes[2];
};

G_DEFINE_FINAL_TYPE (GmarlScalingTable, gmarl_scaling_table, GTK_TYPE_WIDGET)

static void
show_row (GListStore *rows, guint position, const GmarlScalingPoint *point)
{
  g_autoptr (GmarlScalingRow) row = make_row (point);
  g_autoptr (GmarlScalingRow) present = g_list_model_get_item (G_LIST_MODEL (rows), position);
  gpointer additions[] = { row };

  if (present == NULL || !has_same_texts (row, present))
    g_list_store_splice (rows, position, present == NULL ? 0 : 1, additions, 1);
}

void
gmarl_scaling_table_set_results (GmarlScalingTable *self, const GmarlScalingResults *results)
{
  guint n_rows;

  g_return_if_fail (GMARL_IS_SCALING_TABLE (self));
  for (guint k = 0; k < results->points->len; k++)
    show_row (self->rows, k, &g_array_index (results->points, GmarlScalingPoint, k));
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  g_list_store_splice (self->rows, results->points->len, n_rows - results->points->len, NULL, 0);
  for (gint shared = 0; shared <= 1; shared++) {
    g_autofree char *text = gmarl_scaling_text_slope (&results->slope[shared], shared);

    gtk_label_set_text (self->slopes[shared], text != NULL ? text : "");
    gtk_widget_set_visible (GTK_WIDGET (self->slopes[shared]), text != NULL);
  }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  guint column = GPOINTER_TO_UINT (user_data);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column == COLUMN_SHARING ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GmarlScalingRow *row = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      row->text[GPOINTER_TO_UINT (user_data)]);
  gmarl_spoken_row (gtk_list_item_get_child (item));
}

static void
add_column (GtkColumnView *view, guint column, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) added = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  added = gtk_column_view_column_new (title, factory);
  gtk_column_view_append_column (view, added);
}

static GtkWidget *
make_view (GmarlScalingTable *self)
{
  GtkNoSelection *selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (selection));

  gtk_widget_add_css_class (view, "gmarl-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Results"), -1);
  add_column (GTK_COLUMN_VIEW (view), COLUMN_AGENTS, _ ("Agents"));
  add_column (GTK_COLUMN_VIEW (view), COLUMN_SHARING, _ ("Sharing"));
  add_column (GTK_COLUMN_VIEW (view), COLUMN_SEEDS, _ ("Seeds"));
  for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++) {
    g_autofree char *title = gmarl_scaling_text_heading ((GmarlScalingQuantity) quantity);

    add_column (GTK_COLUMN_VIEW (view), (guint) (COLUMN_VALUES + quantity), title);
  }
  return view;
}

static void
gmarl_scaling_table_dispose (GObject *object)
{
  GmarlScalingTable *self = GMARL_SCALING_TABLE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (gmarl_scaling_table_parent_class)->dispose (object);
}

static void
gmarl_scaling_table_class_init (GmarlScalingTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gmarl_scaling_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_scaling_table_init (GmarlScalingTable *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->rows = g_list_store_new (GMARL_TYPE_SCALING_ROW);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_view (self));
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->box), scroller);
  for (gint shared = 0; shared <= 1; shared++) {
    self->slopes[shared] = GTK_LABEL (gtk_label_new (NULL));
    gtk_label_set_xalign (self->slopes[shared], 0);
    gtk_label_set_wrap (self->slopes[shared], TRUE);
    gtk_label_set_selectable (self->slopes[shared], TRUE);
    gtk_widget_add_css_class (GTK_WIDGET (self->slopes[shared]), "gmarl-secondary");
    gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->slopes[shared]));
  }
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
gmarl_scaling_table_new (void)
{
  return g_object_new (GMARL_TYPE_SCALING_TABLE, NULL);
}
