/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What the menu, the keys and the buttons of a chart do, as actions, so that they agree.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-private.h"

#include "gmarl-chart-output.h"
#include "gmarl-chart-stretch.h"
#include "gmarl-context-menu.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define ZOOM_STEP 1.25

static const char *const band_names[GMARL_N_CHART_BANDS] = { "interval", "seeds", "range", "none" };

static GmarlChartAxis *
axis_of (GmarlChart *self)
{
  return gmarl_chart_plot_get_axis (self->plot);
}

static GmarlChartChoices *
choices_of (GmarlChart *self)
{
  return gmarl_chart_plot_get_choices (self->plot);
}

static void
choices_changed (GmarlChart *self)
{
  gmarl_chart_plot_choices_changed (self->plot);
  gmarl_chart_sync_actions (self);
}

/* --- The range of x ------------------------------------------------------------------------- */

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_plot_zoom (GMARL_CHART (self)->plot, ZOOM_STEP);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_plot_zoom (GMARL_CHART (self)->plot, 1 / ZOOM_STEP);
}

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_axis_fit (axis_of (self));
  gmarl_chart_sync_actions (self);
}

/* "all", or the id of a stretch. */
static void
range_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GmarlChart *self = user_data;
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  double length = view != NULL
                      ? gmarl_chart_stretch_find (&view->x, choices_of (self)->iteration_length,
                                                  g_variant_get_string (value, NULL))
                      : NAN;

  if (isfinite (length))
    gmarl_chart_axis_show_last (axis_of (self), length);
  else
    gmarl_chart_axis_fit (axis_of (self));
  gmarl_chart_sync_actions (self);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_axis_go_back (axis_of (self));
}

static void
forward_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_axis_go_forward (axis_of (self));
}

static void
follow_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_axis_follow (axis_of (self));
}

static void
pin_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_plot_pin (GMARL_CHART (self)->plot);
}

/* --- How it is drawn ------------------------------------------------------------------------ */

static void
smoothing_cb (GSimpleAction *action, GVariant *value, gpointer self)
{
  gmarl_chart_choices_set_smoothing (choices_of (self),
                                     g_ascii_strtod (g_variant_get_string (value, NULL), NULL));
  choices_changed (self);
}

static void
next_smoothing_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_choices_next_smoothing (choices_of (self));
  choices_changed (self);
}

static void
band_cb (GSimpleAction *action, GVariant *value, gpointer self)
{
  for (guint i = 0; i < G_N_ELEMENTS (band_names); i++)
    if (g_str_equal (g_variant_get_string (value, NULL), band_names[i]))
      choices_of (self)->state.band = (GmarlChartBand) i;
  choices_changed (self);
}

static void
next_band_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlChart *self = user_data;
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);

  if (view == NULL)
    return;
  gmarl_chart_choices_next_band (choices_of (self), view);
  choices_changed (self);
}

/* For a button that is pressed or not. */
static void
seeds_cb (GSimpleAction *action, GVariant *value, gpointer self)
{
  choices_of (self)->state.band =
      g_variant_get_boolean (value) ? GMARL_CHART_BAND_SEEDS : GMARL_CHART_BAND_INTERVAL;
  choices_changed (self);
}

static void
log_cb (GSimpleAction *action, GVariant *value, gpointer self)
{
  gmarl_chart_choices_set_log (choices_of (self), g_variant_get_boolean (value));
  choices_changed (self);
}

static void
fix_y_cb (GSimpleAction *action, GVariant *value, gpointer self)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (GMARL_CHART (self)->plot);

  if (!g_variant_get_boolean (value))
    gmarl_chart_choices_fit_y (choices_of (self));
  else if (scene != NULL)
    gmarl_chart_choices_fix_y (choices_of (self), scene->y0, scene->y1);
  choices_changed (self);
}

static void
table_cb (GSimpleAction *action, GVariant *value, gpointer self)
{
  gmarl_chart_set_shows_table (self, g_variant_get_boolean (value));
}

/* --- Elsewhere ------------------------------------------------------------------------------ */

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_copy (self);
}

static void
copy_image_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_copy_image (self);
}

static void
copy_data_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_copy_data (self);
}

static void
save_figure_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_save_figure (self);
}

static void
save_data_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gmarl_chart_save_data (self);
}

static void
menu_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlChart *self = user_data;
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self->plot);

  if (scene != NULL)
    gmarl_chart_show_menu (self, scene->plot.x + scene->plot.width / 2,
                           scene->plot.y + scene->plot.height / 2);
}

static void
series_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GmarlChart *self = user_data;
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  const char *name = g_action_get_name (G_ACTION (action));
  guint index = (guint) g_ascii_strtoull (name + strlen ("show-"), NULL, 10);

  if (view == NULL || index >= gmarl_chart_view_get_n_series (view))
    return;
  gmarl_chart_plot_toggle (self->plot, index, FALSE);
  g_simple_action_set_state (
      action, g_variant_new_boolean (gmarl_chart_view_get_series (view, index)->visible));
}

static const GActionEntry entries[] = {
  { .name = "zoom-in", .activate = zoom_in_cb },
  { .name = "zoom-out", .activate = zoom_out_cb },
  { .name = "fit", .activate = fit_cb },
  { .name = "range", .parameter_type = "s", .state = "'all'", .change_state = range_cb },
  { .name = "back", .activate = back_cb },
  { .name = "forward", .activate = forward_cb },
  { .name = "follow", .activate = follow_cb },
  { .name = "pin", .activate = pin_cb },
  { .name = "smoothing", .parameter_type = "s", .state = "'0'", .change_state = smoothing_cb },
  { .name = "next-smoothing", .activate = next_smoothing_cb },
  { .name = "band", .parameter_type = "s", .state = "'interval'", .change_state = band_cb },
  { .name = "next-band", .activate = next_band_cb },
  { .name = "seeds", .state = "false", .change_state = seeds_cb },
  { .name = "log", .state = "false", .change_state = log_cb },
  { .name = "fix-y", .state = "false", .change_state = fix_y_cb },
  { .name = "table", .state = "false", .change_state = table_cb },
  { .name = "copy", .activate = copy_cb },
  { .name = "copy-image", .activate = copy_image_cb },
  { .name = "copy-data", .activate = copy_data_cb },
  { .name = "save-figure", .activate = save_figure_cb },
  { .name = "save-data", .activate = save_data_cb },
  { .name = "menu", .activate = menu_cb },
};

void
gmarl_chart_add_actions (GmarlChart *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chart", G_ACTION_GROUP (self->actions));
}

static GSimpleAction *
find (GmarlChart *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

void
gmarl_chart_sync_actions (GmarlChart *self)
{
  const GmarlChartChoices *choices = choices_of (self);
  const GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  GmarlChartBand band = view != NULL ? gmarl_chart_view_resolve_band (view, choices->state.band)
                                     : choices->state.band;
  g_autofree char *smoothing =
      g_strdup_printf ("%.0f", gmarl_chart_choices_get_smoothing (choices));

  g_simple_action_set_state (find (self, "smoothing"), g_variant_new_string (smoothing));
  g_simple_action_set_state (find (self, "band"), g_variant_new_string (band_names[band]));
  g_simple_action_set_state (find (self, "seeds"),
                             g_variant_new_boolean (band == GMARL_CHART_BAND_SEEDS));
  g_simple_action_set_state (find (self, "log"), g_variant_new_boolean (choices->state.y_log));
  g_simple_action_set_state (find (self, "table"),
                             g_variant_new_boolean (gmarl_chart_get_shows_table (self)));
  gmarl_chart_sync_range_actions (self);
}

/* Which of the ranges that the menu offers is shown; "" if it is another one. */
static const char *
name_range (GmarlChart *self)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  GmarlChartAxis *axis = axis_of (self);
  const char *name = NULL;

  if (gmarl_chart_axis_get_window (axis) == GMARL_CHART_WINDOW_ALL)
    return "all";
  if (view != NULL && gmarl_chart_axis_get_window (axis) == GMARL_CHART_WINDOW_LAST)
    name = gmarl_chart_stretch_name (&view->x, choices_of (self)->iteration_length,
                                     gmarl_chart_axis_get_last_length (axis));
  return name != NULL ? name : "";
}

void
gmarl_chart_sync_range_actions (GmarlChart *self)
{
  GmarlChartAxis *axis = axis_of (self);

  g_simple_action_set_state (find (self, "fix-y"),
                             g_variant_new_boolean (choices_of (self)->y_fixed));
  g_simple_action_set_state (find (self, "range"), g_variant_new_string (name_range (self)));
  g_simple_action_set_enabled (find (self, "follow"), !gmarl_chart_axis_get_following (axis));
  g_simple_action_set_enabled (find (self, "back"), gmarl_chart_axis_can_go_back (axis));
  g_simple_action_set_enabled (find (self, "forward"), gmarl_chart_axis_can_go_forward (axis));
}

/* --- The menu ------------------------------------------------------------------------------- */

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

static void
append_submenu (GMenu *menu, const char *label, GMenu *submenu)
{
  g_menu_append_submenu (menu, label, G_MENU_MODEL (submenu));
  g_object_unref (submenu);
}

/* How much of what keeps coming is shown. */
static GMenu *
make_range_menu (const GmarlChartViewAxis *x)
{
  GMenu *menu = g_menu_new ();
  gsize n;
  const GmarlChartStretch *all = gmarl_chart_stretches (x->span, &n);

  gmarl_chart_output_append_item (menu, _ ("_All"), "chart.range::all", "0");
  for (gsize k = 0; k < n; k++) {
    g_autofree char *action = g_strconcat ("chart.range::", all[k].id, NULL);

    gmarl_chart_output_append_item (menu, _ (all[k].label), action, NULL);
  }
  return menu;
}

static GMenu *
make_range_section (GmarlChart *self)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  GMenu *section = g_menu_new ();

  gmarl_chart_output_append_item (section, _ ("Zoom _In"), "chart.zoom-in", "plus");
  gmarl_chart_output_append_item (section, _ ("Zoom _Out"), "chart.zoom-out", "minus");
  gmarl_chart_output_append_item (section, _ ("Sho_w Everything"), "chart.fit", "0");
  gmarl_chart_output_append_item (section, _ ("_Previous Range"), "chart.back", "<Alt>Left");
  gmarl_chart_output_append_item (section, _ ("_Next Range"), "chart.forward", "<Alt>Right");
  if (view != NULL && view->x.span != GMARL_CHART_SPAN_NONE) {
    append_submenu (section, _ ("_Range"), make_range_menu (&view->x));
    gmarl_chart_output_append_item (section, _ ("_Follow New Data"), "chart.follow", NULL);
  }
  return section;
}

/* An action for each series, made anew, because series come and go. */
static GMenu *
make_series_menu (GmarlChart *self)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));
  GMenu *menu = g_menu_new ();
  int index;

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], "show-"))
      g_action_map_remove_action (G_ACTION_MAP (self->actions), names[i]);
  for (guint i = 0; view != NULL && (index = gmarl_chart_choices_nth_series (view, i)) >= 0; i++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (view, (guint) index);
    g_autofree char *name = g_strdup_printf ("show-%d", index);
    g_autofree char *detailed = g_strconcat ("chart.", name, NULL);
    g_autofree char *key = i < 9 ? g_strdup_printf ("%u", i + 1) : NULL;
    g_autoptr (GSimpleAction) action =
        g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (series->visible));
    g_auto (GStrv) parts = g_strsplit (series->name, "_", -1);
    g_autofree char *label = g_strjoinv ("__", parts);

    g_signal_connect (action, "change-state", G_CALLBACK (series_cb), self);
    g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    gmarl_chart_output_append_item (menu, label, detailed, key);
  }
  return menu;
}

static GMenu *
make_band_menu (const GmarlChartView *view)
{
  static const char *const labels[GMARL_N_CHART_BANDS] = {
    [GMARL_CHART_BAND_INTERVAL] = N_ ("_Interval"),
    [GMARL_CHART_BAND_SEEDS] = N_ ("_Single Seeds"),
    [GMARL_CHART_BAND_RANGE] = N_ ("_Range of the Seeds"),
    [GMARL_CHART_BAND_NONE] = N_ ("_None"),
  };
  GMenu *menu = g_menu_new ();

  for (guint band = 0; band < GMARL_N_CHART_BANDS; band++) {
    g_autofree char *action = g_strconcat ("chart.band::", band_names[band], NULL);

    if (gmarl_chart_view_has_band (view, band))
      gmarl_chart_output_append_item (menu, _ (labels[band]), action, NULL);
  }
  return menu;
}

/* Something other than none. */
static gboolean
has_bands (const GmarlChartView *view)
{
  for (guint band = 0; band < GMARL_CHART_BAND_NONE; band++)
    if (gmarl_chart_view_has_band (view, band))
      return TRUE;
  return FALSE;
}

static GMenu *
make_look_section (GmarlChart *self)
{
  GmarlChartView *view = gmarl_chart_plot_get_view (self->plot);
  GMenu *section = g_menu_new ();
  GMenu *smoothing = g_menu_new ();

  gmarl_chart_output_append_item (section, _ ("Pin _Crosshair"), "chart.pin", "p");
  gmarl_chart_output_append_item (smoothing, _ ("_Off"), "chart.smoothing::0", NULL);
  gmarl_chart_output_append_item (smoothing, _ ("Half-Life of _5 Iterations"), "chart.smoothing::5",
                                  NULL);
  gmarl_chart_output_append_item (smoothing, _ ("Half-Life of _20 Iterations"),
                                  "chart.smoothing::20", NULL);
  gmarl_chart_output_append_item (smoothing, _ ("Half-Life of 5_0 Iterations"),
                                  "chart.smoothing::50", NULL);
  append_submenu (section, _ ("S_eries"), make_series_menu (self));
  append_submenu (section, _ ("_Smoothing"), smoothing);
  if (view != NULL && has_bands (view))
    append_submenu (section, _ ("_Band"), make_band_menu (view));
  gmarl_chart_output_append_item (section, _ ("_Logarithmic Scale"), "chart.log", "l");
  gmarl_chart_output_append_item (section, _ ("Fixed _Vertical Range"), "chart.fix-y", "y");
  gmarl_chart_output_append_item (section, _ ("_Table"), "chart.table", "t");
  return section;
}

static GMenu *
make_output_section (void)
{
  GMenu *section = g_menu_new ();

  gmarl_chart_output_append_item (section, _ ("Copy I_mage"), "chart.copy-image", NULL);
  gmarl_chart_output_append_item (section, _ ("Copy _Data"), "chart.copy-data", NULL);
  gmarl_chart_output_append_item (section, _ ("Save Fi_gure…"), "chart.save-figure",
                                  "<Control><Shift>s");
  gmarl_chart_output_append_item (section, _ ("Save Data _As…"), "chart.save-data", NULL);
  return section;
}

void
gmarl_chart_show_menu (GmarlChart *self, double x, double y)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  gmarl_chart_sync_actions (self);
  append_section (menu, make_range_section (self));
  append_section (menu, make_look_section (self));
  append_section (menu, make_output_section ());
  if (self->menu == NULL) {
    self->menu = gmarl_context_menu_new (GTK_WIDGET (self), G_MENU_MODEL (menu));
  } else {
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (menu));
  }
  gmarl_context_menu_popup (self->menu, x, y);
}
