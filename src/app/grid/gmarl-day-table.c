/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-day-table.h"

#include "gmarl-format.h"
#include "gmarl-grid-text.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>

/* Where a column keeps which indicator it shows. */
#define INDICATOR_KEY "gmarl-indicator"

struct _GmarlDayTable {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkColumnView *view;

  /* Owned */
  GmarlDayModel *days;
  GtkMultiSelection *selection;
  char *currency;
};

enum {
  DAY_ACTIVATED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlDayTable, gmarl_day_table, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

/* The five that the original reports first, then the others in the order of the registry. */
static const GmarlIndicator chief[] = {
  GMARL_INDICATOR_EPISODE_REWARD,      GMARL_INDICATOR_STABILITY,
  GMARL_INDICATOR_GRID_IMPORT,         GMARL_INDICATOR_GRID_EXPORT,
  GMARL_INDICATOR_ENERGY_COST,         GMARL_INDICATOR_SOLAR_UTILISATION,
  GMARL_INDICATOR_DEMAND_SATISFACTION,
};

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), user_data == NULL ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
show_text (GtkListItem *item, GmarlDayRow *row, const char *text)
{
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_label (GTK_LABEL (label), text);
  if (gmarl_day_row_get_kind (row) == GMARL_DAY_ROW_DAY)
    gtk_widget_remove_css_class (label, "heading");
  else
    gtk_widget_add_css_class (label, "heading");
  gmarl_spoken_row (label);
}

static void
bind_title_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GmarlDayRow *row = gtk_list_item_get_item (item);

  show_text (item, row, gmarl_day_row_get_title (row));
}

static void
bind_indicator_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GmarlDayRow *row = gtk_list_item_get_item (item);
  g_autofree char *text = gmarl_day_row_dup_text (row, GPOINTER_TO_UINT (user_data) - 1);
  g_autofree char *shown = gmarl_format_minus (text); /* what is copied is for programs */

  show_text (item, row, shown);
}

/* column_data: NULL for the titles, else 1 + the indicator. */
static GtkColumnViewColumn *
add_column (GmarlDayTable *self, const char *title, gpointer column_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column_data);
  g_signal_connect (factory, "bind",
                    G_CALLBACK (column_data == NULL ? bind_title_cb : bind_indicator_cb),
                    column_data);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  g_object_set_data (G_OBJECT (column), INDICATOR_KEY, column_data);
  gtk_column_view_append_column (self->view, column);
  return column;
}

static gboolean
is_chief (GmarlIndicator indicator)
{
  for (guint k = 0; k < G_N_ELEMENTS (chief); k++)
    if (chief[k] == indicator)
      return TRUE;
  return FALSE;
}

static void
add_columns (GmarlDayTable *self)
{
  add_column (self, _ ("Day"), NULL);
  for (guint k = 0; k < G_N_ELEMENTS (chief); k++)
    add_column (self, "", GUINT_TO_POINTER (1 + chief[k]));
  for (guint k = 0; k < GMARL_N_INDICATORS; k++)
    if (!is_chief (k))
      add_column (self, "", GUINT_TO_POINTER (1 + k));
}

static void
activate_cb (GmarlDayTable *self, guint position)
{
  g_autoptr (GmarlDayRow) row = g_list_model_get_item (G_LIST_MODEL (self->days), position);

  if (row != NULL && gmarl_day_row_get_kind (row) == GMARL_DAY_ROW_DAY)
    g_signal_emit (self, signals[DAY_ACTIVATED], 0, gmarl_day_row_get_day (row));
}

static void
items_changed_cb (GmarlDayTable *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->days)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "table" : "empty");
}

/* A row shown is a widget for each column, and GTK keeps two hundred rows of them, seen or not. So
 * the view has rows while it is on the screen: days that are played elsewhere cost no widgets.
 */
static void
gmarl_day_table_map (GtkWidget *widget)
{
  GmarlDayTable *self = GMARL_DAY_TABLE (widget);

  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  GTK_WIDGET_CLASS (gmarl_day_table_parent_class)->map (widget);
}

static void
gmarl_day_table_unmap (GtkWidget *widget)
{
  GmarlDayTable *self = GMARL_DAY_TABLE (widget);

  GTK_WIDGET_CLASS (gmarl_day_table_parent_class)->unmap (widget);
  gtk_column_view_set_model (self->view, NULL);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = gmarl_day_table_to_text (GMARL_DAY_TABLE (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
gmarl_day_table_dispose (GObject *object)
{
  GmarlDayTable *self = GMARL_DAY_TABLE (object);

  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->days);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_DAY_TABLE);

  G_OBJECT_CLASS (gmarl_day_table_parent_class)->dispose (object);
}

static void
gmarl_day_table_finalize (GObject *object)
{
  g_free (GMARL_DAY_TABLE (object)->currency);

  G_OBJECT_CLASS (gmarl_day_table_parent_class)->finalize (object);
}

static void
gmarl_day_table_class_init (GmarlDayTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_day_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = gmarl_day_table_finalize;
  widget_class->map = gmarl_day_table_map;
  widget_class->unmap = gmarl_day_table_unmap;

  signals[DAY_ACTIVATED] = g_signal_new ("day-activated", GMARL_TYPE_DAY_TABLE, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-day-table.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlDayTable, stack);
  gtk_widget_class_bind_template_child (widget_class, GmarlDayTable, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_install_action (widget_class, "days.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "days.copy",
                                       NULL);
  gtk_widget_class_set_css_name (widget_class, "daytable");
}

static void
gmarl_day_table_init (GmarlDayTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->days = gmarl_day_model_new ();
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->days)));
  add_columns (self);
  gmarl_day_table_set_currency (self, "");
  g_signal_connect_object (self->days, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
gmarl_day_table_new (void)
{
  return g_object_new (GMARL_TYPE_DAY_TABLE, NULL);
}

static GtkColumnViewColumn *
get_column (GListModel *columns, guint position, guint *indicator)
{
  GtkColumnViewColumn *column = g_list_model_get_item (columns, position);

  *indicator = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (column), INDICATOR_KEY));
  return column;
}

void
gmarl_day_table_set_currency (GmarlDayTable *self, const char *currency)
{
  GListModel *columns;

  g_return_if_fail (GMARL_IS_DAY_TABLE (self));

  if (g_strcmp0 (self->currency, currency) == 0)
    return;
  g_free (self->currency);
  self->currency = g_strdup (currency);
  columns = gtk_column_view_get_columns (self->view);
  for (guint k = 0; k < g_list_model_get_n_items (columns); k++) {
    guint indicator;
    g_autoptr (GtkColumnViewColumn) column = get_column (columns, k, &indicator);
    g_autofree char *title = NULL;

    if (indicator == 0)
      continue;
    title = gmarl_grid_text_indicator_title (indicator - 1, currency);
    gtk_column_view_column_set_title (column, title);
  }
}

GmarlDayModel *
gmarl_day_table_get_model (GmarlDayTable *self)
{
  g_return_val_if_fail (GMARL_IS_DAY_TABLE (self), NULL);

  return self->days;
}

/* A row of titles if row is NULL. Columns are in the order that the user sees. */
static void
append_line (GmarlDayTable *self, GString *text, GmarlDayRow *row)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint k = 0; k < g_list_model_get_n_items (columns); k++) {
    guint indicator;
    g_autoptr (GtkColumnViewColumn) column = get_column (columns, k, &indicator);
    g_autofree char *value = row == NULL      ? g_strdup (gtk_column_view_column_get_title (column))
                             : indicator == 0 ? g_strdup (gmarl_day_row_get_title (row))
                                              : gmarl_day_row_dup_text (row, indicator - 1);

    g_string_append (text, k > 0 ? "\t" : "");
    g_string_append (text, value);
  }
  g_string_append_c (text, '\n');
}

char *
gmarl_day_table_to_text (GmarlDayTable *self)
{
  GString *text = g_string_new (NULL);
  GListModel *rows;
  g_autoptr (GtkBitset) selected = NULL;

  g_return_val_if_fail (GMARL_IS_DAY_TABLE (self), NULL);

  rows = G_LIST_MODEL (self->days);
  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  append_line (self, text, NULL);
  for (guint k = 0; k < g_list_model_get_n_items (rows); k++) {
    g_autoptr (GmarlDayRow) row = g_list_model_get_item (rows, k);

    if (gtk_bitset_is_empty (selected) || gtk_bitset_contains (selected, k))
      append_line (self, text, row);
  }
  return g_string_free (text, FALSE);
}
