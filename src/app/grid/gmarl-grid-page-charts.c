/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The area below the network: the charts of the day, one figure of all days, or their table. Which,
 * is the state of the action "grid.charts"; toggles or a drop-down choose it, by what has room.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-grid-page-private.h"

#include <glib/gi18n-lib.h>

#define CHART_HEIGHT 172

/* In the order of the toggles, and of the drop-down. */
static const struct {
  const char *name;
  const char *title;
  int figure; /* or -1 */
} views[] = {
  { "time", N_ ("Time"), -1 },
  { "heat", N_ ("Heat Map"), GMARL_DAY_FIGURE_HEAT_MAP },
  { "average", N_ ("Average Day"), GMARL_DAY_FIGURE_AVERAGE },
  { "duration", N_ ("Duration"), GMARL_DAY_FIGURE_DURATION },
  { "histogram", N_ ("Histogram"), GMARL_DAY_FIGURE_HISTOGRAM },
  { "days", N_ ("Table"), -1 },
};

static guint
find_view (const char *name)
{
  for (guint k = 0; k < G_N_ELEMENTS (views); k++)
    if (g_str_equal (views[k].name, name))
      return k;
  return 0;
}

static const char *
get_name (GmarlGridPage *self)
{
  g_autoptr (GVariant) state =
      self->actions == NULL
          ? NULL
          : g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "charts");

  return state == NULL ? views[0].name : views[find_view (g_variant_get_string (state, NULL))].name;
}

void
gmarl_grid_page_show_chart_controls (GmarlGridPage *self)
{
  const char *name = get_name (self);
  gboolean narrow = self->layout == GMARL_GRID_LAYOUT_NARROW;

  gtk_widget_set_visible (GTK_WIDGET (self->chart_choice), narrow && g_str_equal (name, "time"));
  gtk_widget_set_visible (GTK_WIDGET (self->quantity_choice), views[find_view (name)].figure >= 0);
  gtk_widget_set_visible (self->copy_button, g_str_equal (name, "days"));
  gmarl_chart_flow_set_single (self->flow,
                               narrow ? (int) gtk_drop_down_get_selected (self->chart_choice) : -1);
}

void
gmarl_grid_page_show_charts (GmarlGridPage *self, const char *name)
{
  guint view = find_view (name);

  gtk_drop_down_set_selected (self->view_choice, view);
  if (views[view].figure >= 0)
    gmarl_days_view_set_figure (self->days_view, (GmarlDayFigure) views[view].figure);
  gtk_stack_set_visible_child_name (self->chart_stack,
                                    views[view].figure >= 0 ? "figures" : views[view].name);
  gmarl_grid_page_show_chart_controls (self);
  gmarl_grid_page_refresh_days (self);
}

/* Charts that are scrolled away need not be drawn. In a narrow window the page itself scrolls, and
 * there is one chart.
 */
void
gmarl_grid_page_look_at_charts (GmarlGridPage *self)
{
  GtkWidget *scroller = GTK_WIDGET (self->chart_scroller);
  float height = (float) gtk_widget_get_height (scroller);

  for (guint k = 0; k < GMARL_N_GRID_CHARTS; k++) {
    graphene_rect_t place;
    gboolean known = gtk_widget_compute_bounds (GTK_WIDGET (self->charts[k]), scroller, &place);

    gmarl_chart_set_in_sight (
        self->charts[k], !known || height <= 0 ||
                             (place.origin.y < height && place.origin.y + place.size.height > 0));
  }
}

/* What the days' figure shows follows the player. */
void
gmarl_grid_page_refresh_days (GmarlGridPage *self)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);

  if (grid != NULL)
    gmarl_days_view_update (self->days_view,
                            &(GmarlDaySource){ gmarl_player_get_archive (self->player),
                                               gmarl_player_get_history (self->player),
                                               grid->n_nodes, grid->scenario->currency });
}

static void
view_chosen_cb (GmarlGridPage *self)
{
  guint view = gtk_drop_down_get_selected (self->view_choice);

  if (self->actions != NULL && view < G_N_ELEMENTS (views) &&
      !g_str_equal (get_name (self), views[view].name))
    g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "charts",
                                        g_variant_new_string (views[view].name));
}

static void
quantity_chosen_cb (GmarlGridPage *self)
{
  gmarl_days_view_set_quantity (
      self->days_view, (GmarlDayQuantity) gtk_drop_down_get_selected (self->quantity_choice));
  gmarl_grid_page_refresh_days (self);
}

static void
set_choices (GtkDropDown *choice, GtkStringList *names)
{
  gtk_drop_down_set_model (choice, G_LIST_MODEL (names));
  g_object_unref (names);
}

void
gmarl_grid_page_make_charts (GmarlGridPage *self)
{
  g_autoptr (GmarlChartAxis) axis = gmarl_chart_axis_new ();
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkStringList *view_titles = gtk_string_list_new (NULL);
  GtkStringList *quantities = gtk_string_list_new (NULL);

  gmarl_chart_axis_set_limits (axis, 0, 24);
  for (guint k = 0; k < GMARL_N_GRID_CHARTS; k++) {
    GmarlChartView *view = gmarl_grid_series_get_view (self->series, k);
    GtkWidget *chart = gmarl_chart_new ();

    self->charts[k] = GMARL_CHART (chart);
    gmarl_chart_set_axis (self->charts[k], axis);
    gmarl_chart_set_view (self->charts[k], view);
    gtk_widget_set_size_request (chart, -1, CHART_HEIGHT);
    gmarl_chart_flow_append (self->flow, chart);
    gtk_string_list_append (titles, view->title);
  }
  for (guint k = 0; k < G_N_ELEMENTS (views); k++)
    gtk_string_list_append (view_titles, _ (views[k].title));
  for (guint k = 0; k < GMARL_N_DAY_QUANTITIES; k++)
    gtk_string_list_append (quantities, gmarl_day_quantity_get_name (k));
  set_choices (self->chart_choice, titles);
  set_choices (self->view_choice, view_titles);
  set_choices (self->quantity_choice, quantities);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->chart_scroller),
                           "value-changed", G_CALLBACK (gmarl_grid_page_look_at_charts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chart_choice, "notify::selected",
                           G_CALLBACK (gmarl_grid_page_show_chart_controls), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view_choice, "notify::selected", G_CALLBACK (view_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->quantity_choice, "notify::selected",
                           G_CALLBACK (quantity_chosen_cb), self, G_CONNECT_SWAPPED);
}
