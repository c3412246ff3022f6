/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-heat-map.h"

#include "gmarl-chart-output.h"
#include "gmarl-context-menu.h"
#include "gmarl-export-file.h"
#include "gmarl-chart-table-view.h"
#include "gmarl-heat-paint.h"
#include "gmarl-heat-plot.h"

#include <glib/gi18n.h>

struct _GmarlHeatMap {
  GtkWidget parent_instance;

  /* Children */
  GtkStack *stack;
  GmarlHeatPlot *plot;
  GtkLabel *table_title;
  GmarlChartTableView *table_view;
  GtkWidget *menu; /* a popover, made when it is first asked for */

  /* Owned */
  GmarlChartTable *table;
  GSimpleActionGroup *actions;
};

enum {
  DAY_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlHeatMap, gmarl_heat_map, GTK_TYPE_WIDGET)

static const char *
title_of (GmarlHeatMap *self)
{
  const GmarlHeatView *view = gmarl_heat_plot_get_view (self->plot);

  return view != NULL && view->title != NULL ? view->title : _ ("Heat Map");
}

static void
update_table (GmarlHeatMap *self)
{
  const GmarlHeatView *view = gmarl_heat_plot_get_view (self->plot);
  g_autoptr (GmarlChartView) chart = view != NULL ? gmarl_heat_view_to_table (view) : NULL;

  gmarl_chart_table_update (self->table, chart, GMARL_CHART_BAND_INTERVAL, 0);
  gtk_label_set_label (self->table_title, title_of (self));
}

char *
gmarl_heat_map_to_csv (GmarlHeatMap *self)
{
  g_return_val_if_fail (GMARL_IS_HEAT_MAP (self), NULL);

  update_table (self);
  return gmarl_chart_table_to_csv (self->table, 0,
                                   g_list_model_get_n_items (G_LIST_MODEL (self->table)));
}

/* --- Actions -------------------------------------------------------------------------------- */

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlHeatMap *self = user_data;
  const GmarlHeatView *view = gmarl_heat_plot_get_view (self->plot);
  gsize day, row;

  if (gmarl_heat_map_get_shows_table (self)) {
    g_autofree char *text = gmarl_chart_table_view_get_text (self->table_view);

    gmarl_chart_output_copy (GTK_WIDGET (self), NULL, NULL, NULL, NULL, text);
  } else if (gmarl_heat_plot_get_cell (self->plot, &day, &row)) {
    g_autofree char *cell = gmarl_heat_view_format_cell (view, day, row);
    g_autofree char *value =
        gmarl_heat_view_format_value (view, view->value[day * view->n_rows + row]);
    g_autofree char *text = g_strconcat (cell, "\t", value, "\n", NULL);

    gmarl_chart_output_copy (GTK_WIDGET (self), NULL, NULL, NULL, NULL, text);
  } else {
    g_autoptr (GdkTexture) texture = gmarl_heat_plot_make_texture (self->plot);
    g_autofree char *csv = gmarl_heat_map_to_csv (self);

    gmarl_chart_output_copy (GTK_WIDGET (self), texture, NULL, NULL, csv, csv);
  }
}

static void
copy_image_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GdkTexture) texture = gmarl_heat_plot_make_texture (GMARL_HEAT_MAP (user_data)->plot);

  gmarl_chart_output_copy (user_data, texture, NULL, NULL, NULL, NULL);
}

static void
copy_data_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *csv = gmarl_heat_map_to_csv (user_data);

  gmarl_chart_output_copy (user_data, NULL, NULL, NULL, csv, csv);
}

static gboolean
write_data (GtkWidget *widget, const char *path, GError **error)
{
  g_autofree char *csv = gmarl_heat_map_to_csv (GMARL_HEAT_MAP (widget));

  return gmarl_export_text (path, csv, error);
}

static void
paint_figure (cairo_t *cr,
              const GmarlDrawStyle *style,
              double width,
              double height,
              gpointer user_data)
{
  g_autoptr (GmarlHeatScene) scene = gmarl_heat_scene_new (
      gmarl_heat_plot_get_view (GMARL_HEAT_MAP (user_data)->plot), style, NULL, width, height);

  gmarl_heat_paint (cr, scene, style);
}

static gboolean
write_figure (GtkWidget *widget, const char *path, GError **error)
{
  GmarlHeatMap *self = GMARL_HEAT_MAP (widget);

  return gmarl_chart_output_write_figure (
      path, title_of (self), gmarl_heat_plot_get_font (self->plot), paint_figure, self, error);
}

static void
save_data_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gmarl_chart_output_ask (user_data, title_of (user_data), FALSE, write_data);
}

static void
save_figure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (gmarl_heat_plot_get_view (GMARL_HEAT_MAP (user_data)->plot) != NULL)
    gmarl_chart_output_ask (user_data, title_of (user_data), TRUE, write_figure);
}

static void
table_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gmarl_heat_map_set_shows_table (user_data, g_variant_get_boolean (value));
}

static void
show_menu (GmarlHeatMap *self, double x, double y)
{
  if (self->menu == NULL) {
    g_autoptr (GMenu) menu = g_menu_new ();
    g_autoptr (GMenu) look = g_menu_new ();
    g_autoptr (GMenu) output = g_menu_new ();

    gmarl_chart_output_append_item (look, _ ("_Table"), "chart.table", "t");
    gmarl_chart_output_append_item (output, _ ("Copy I_mage"), "chart.copy-image", NULL);
    gmarl_chart_output_append_item (output, _ ("Copy _Data"), "chart.copy-data", NULL);
    gmarl_chart_output_append_item (output, _ ("Save Fi_gure…"), "chart.save-figure",
                                    "<Control><Shift>s");
    gmarl_chart_output_append_item (output, _ ("Save Data _As…"), "chart.save-data", NULL);
    g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
    g_menu_append_section (menu, NULL, G_MENU_MODEL (output));
    self->menu = gmarl_context_menu_new (GTK_WIDGET (self), G_MENU_MODEL (menu));
  }
  gmarl_context_menu_popup (self->menu, x, y);
}

static void
menu_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_menu (user_data, gtk_widget_get_width (user_data) / 2.0,
             gtk_widget_get_height (user_data) / 2.0);
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GmarlHeatMap *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, x, y);
}

static const GActionEntry entries[] = {
  { .name = "table", .state = "false", .change_state = table_cb },
  { .name = "copy", .activate = copy_cb },
  { .name = "copy-image", .activate = copy_image_cb },
  { .name = "copy-data", .activate = copy_data_cb },
  { .name = "save-figure", .activate = save_figure_cb },
  { .name = "save-data", .activate = save_data_cb },
  { .name = "menu", .activate = menu_cb },
};

/* --- The class ------------------------------------------------------------------------------ */

static gboolean
gmarl_heat_map_grab_focus (GtkWidget *widget)
{
  GmarlHeatMap *self = GMARL_HEAT_MAP (widget);

  return gtk_widget_grab_focus (gmarl_heat_map_get_shows_table (self)
                                    ? GTK_WIDGET (self->table_view)
                                    : GTK_WIDGET (self->plot));
}

static void
gmarl_heat_map_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (GMARL_HEAT_MAP (widget)->stack), orientation, for_size, minimum,
                      natural, minimum_baseline, natural_baseline);
}

static void
gmarl_heat_map_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlHeatMap *self = GMARL_HEAT_MAP (widget);

  gtk_widget_allocate (GTK_WIDGET (self->stack), width, height, baseline, NULL);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
gmarl_heat_map_dispose (GObject *object)
{
  GmarlHeatMap *self = GMARL_HEAT_MAP (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  g_clear_object (&self->actions);
  g_clear_object (&self->table);
  G_OBJECT_CLASS (gmarl_heat_map_parent_class)->dispose (object);
}

static void
gmarl_heat_map_class_init (GmarlHeatMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_heat_map_dispose;
  widget_class->measure = gmarl_heat_map_measure;
  widget_class->size_allocate = gmarl_heat_map_size_allocate;
  widget_class->grab_focus = gmarl_heat_map_grab_focus;
  signals[DAY_ACTIVATED] =
      g_signal_new ("day-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  gtk_widget_class_set_css_name (widget_class, "heatmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
day_activated_cb (GmarlHeatMap *self, guint64 day)
{
  g_signal_emit (self, signals[DAY_ACTIVATED], 0, day);
}

static void
gmarl_heat_map_init (GmarlHeatMap *self)
{
  GtkGesture *menu_click = gtk_gesture_click_new ();
  GtkWidget *page;

  self->table = gmarl_chart_table_new ();
  self->plot = GMARL_HEAT_PLOT (gmarl_heat_plot_new ());
  g_signal_connect_object (self->plot, "day-activated", G_CALLBACK (day_activated_cb), self,
                           G_CONNECT_SWAPPED);
  page = gmarl_chart_table_page_new (self->table, &self->table_view, &self->table_title);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->plot), "plot");
  gtk_stack_add_named (self->stack, page, "table");
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chart", G_ACTION_GROUP (self->actions));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu_click), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu_click, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu_click));
}

GtkWidget *
gmarl_heat_map_new (void)
{
  return g_object_new (GMARL_TYPE_HEAT_MAP, NULL);
}

void
gmarl_heat_map_set_view (GmarlHeatMap *self, GmarlHeatView *view)
{
  g_return_if_fail (GMARL_IS_HEAT_MAP (self));

  gmarl_heat_plot_set_view (self->plot, view);
  if (gmarl_heat_map_get_shows_table (self))
    update_table (self);
}

const GmarlHeatView *
gmarl_heat_map_get_view (GmarlHeatMap *self)
{
  g_return_val_if_fail (GMARL_IS_HEAT_MAP (self), NULL);

  return gmarl_heat_plot_get_view (self->plot);
}

gboolean
gmarl_heat_map_get_shows_table (GmarlHeatMap *self)
{
  g_return_val_if_fail (GMARL_IS_HEAT_MAP (self), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0;
}

void
gmarl_heat_map_set_shows_table (GmarlHeatMap *self, gboolean table)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "table");

  g_return_if_fail (GMARL_IS_HEAT_MAP (self));

  if (gmarl_heat_map_get_shows_table (self) == !!table)
    return;
  if (table)
    update_table (self);
  gtk_stack_set_visible_child_name (self->stack, table ? "table" : "plot");
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (table));
}

GtkWidget *
gmarl_heat_map_get_plot (GmarlHeatMap *self)
{
  g_return_val_if_fail (GMARL_IS_HEAT_MAP (self), NULL);

  return GTK_WIDGET (self->plot);
}
