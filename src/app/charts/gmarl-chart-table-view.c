/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-table-view.h"

#include "gmarl-spoken-names.h"

#include <glib/gi18n.h>

struct _GmarlChartTableView {
  GtkWidget parent_instance;

  /* Owned */
  GmarlChartTable *table;
  GtkSelectionModel *selection;

  /* Children */
  GtkWidget *scrolled;
  GtkColumnView *columns;
};

G_DEFINE_FINAL_TYPE (GmarlChartTableView, gmarl_chart_table_view, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  g_autofree char *text =
      gmarl_chart_table_row_get_text (gtk_list_item_get_item (item), GPOINTER_TO_UINT (column));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
  gmarl_spoken_row (gtk_list_item_get_child (item));
}

static void
columns_cb (GmarlChartTableView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->columns);
  g_autoptr (GtkColumnViewColumn) old = NULL;

  while ((old = g_list_model_get_item (columns, 0)) != NULL) {
    gtk_column_view_remove_column (self->columns, old);
    g_clear_object (&old);
  }
  for (guint i = 0; i < gmarl_chart_table_get_n_columns (self->table); i++) {
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
    g_autoptr (GtkColumnViewColumn) column = NULL;

    g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
    g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
    column = gtk_column_view_column_new (gmarl_chart_table_get_heading (self->table, i), factory);
    gtk_column_view_column_set_resizable (column, TRUE);
    gtk_column_view_column_set_expand (column, TRUE);
    gtk_column_view_append_column (self->columns, column);
  }
}

static gboolean
is_selected (guint row, gpointer selection)
{
  return gtk_bitset_contains (selection, row);
}

char *
gmarl_chart_table_view_get_text (GmarlChartTableView *self)
{
  g_autoptr (GtkBitset) selected = NULL;

  g_return_val_if_fail (GMARL_IS_CHART_TABLE_VIEW (self), NULL);
  selected = gtk_selection_model_get_selection (self->selection);
  if (gtk_bitset_is_empty (selected))
    return gmarl_chart_table_to_text (self->table, NULL, NULL);
  return gmarl_chart_table_to_text (self->table, is_selected, selected);
}

static gboolean
gmarl_chart_table_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GMARL_CHART_TABLE_VIEW (widget)->columns));
}

static void
gmarl_chart_table_view_dispose (GObject *object)
{
  GmarlChartTableView *self = GMARL_CHART_TABLE_VIEW (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->table);
  G_OBJECT_CLASS (gmarl_chart_table_view_parent_class)->dispose (object);
}

static void
gmarl_chart_table_view_class_init (GmarlChartTableViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_chart_table_view_dispose;
  widget_class->grab_focus = gmarl_chart_table_view_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_chart_table_view_init (GmarlChartTableView *self)
{
}

GtkWidget *
gmarl_chart_table_view_new (GmarlChartTable *table)
{
  GmarlChartTableView *self = g_object_new (GMARL_TYPE_CHART_TABLE_VIEW, NULL);

  self->table = g_object_ref (table);
  self->selection =
      GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (table))));
  self->columns = GTK_COLUMN_VIEW (gtk_column_view_new (g_object_ref (self->selection)));
  gtk_column_view_set_show_row_separators (self->columns, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->columns), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->columns), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Numbers of the chart"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->columns));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  g_signal_connect_object (table, "columns-changed", G_CALLBACK (columns_cb), self,
                           G_CONNECT_SWAPPED);
  columns_cb (self);
  return GTK_WIDGET (self);
}

GtkWidget *
gmarl_chart_table_page_new (GmarlChartTable *table, GmarlChartTableView **view, GtkLabel **title)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *heading = gtk_label_new (NULL);
  GtkWidget *back = gtk_button_new_with_mnemonic (_ ("_Chart"));
  GtkWidget *numbers = gmarl_chart_table_view_new (table);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const char *const accelerators[][2] = {
    { "t", "action(chart.table)" },
    { "Escape", "action(chart.table)" },
    { "<Control>c", "action(chart.copy)" },
  };

  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (heading, TRUE);
  gtk_widget_set_tooltip_text (back, _ ("Show the chart again"));
  gtk_widget_add_css_class (back, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "chart.table");
  gtk_box_append (GTK_BOX (header), heading);
  gtk_box_append (GTK_BOX (header), back);
  gtk_widget_add_css_class (header, "chart-table-header");

  gtk_widget_set_vexpand (numbers, TRUE);
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), numbers);

  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (accelerators[i][0]),
                          gtk_shortcut_action_parse_string (accelerators[i][1])));
  gtk_widget_add_controller (page, keys);
  *view = GMARL_CHART_TABLE_VIEW (numbers);
  *title = GTK_LABEL (heading);
  return page;
}
