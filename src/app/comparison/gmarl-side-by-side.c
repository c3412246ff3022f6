/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Every side has a player of its own, with the same scenario and seed. The clock of this view lets
 * all of them take a step at once, and only while all stand at the same step: after a jump it waits
 * for the slowest.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-side-by-side.h"

#include "gmarl-chart.h"
#include "gmarl-document.h"
#include "gmarl-format.h"
#include "gmarl-grid-speed.h"
#include "gmarl-player.h"
#include "gmarl-side-clock.h"
#include "gmarl-side.h"
#include "gmarl-speed-scale.h"
#include "gmarl-wrap-box.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of a frame, for steps as fast as possible. */
#define SLICE_US     (6 * G_TIME_SPAN_MILLISECOND)
#define CHART_HEIGHT 220

/* Of a network where there are three, and where there are fewer. */
#define THIRD_WIDTH 262
#define HALF_WIDTH  400

struct _GmarlSideBySide {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *scroller;
  GtkButton *play;
  GtkLabel *clock;
  GtkAdjustment *position;
  GtkAdjustment *speed;
  GtkScale *speed_scale;
  GtkFlowBox *row;
  GtkBox *charts;
  GtkLabel *fair;

  /* Owned */
  GmarlSession *session;
  GSignalGroup *document;
  GPtrArray *sides; /* of GmarlSide */
  GmarlChartView *stability;
  GmarlChartView *difference;

  GmarlChart *stability_chart; /* children */
  GmarlChart *difference_chart;
  GmarlSideClock pace;
  guint tick_id; /* while it plays, or there is something new */
  gboolean is_playing;
  gboolean is_dirty;
  gboolean is_moving; /* the scrubber follows the clock */
};

G_DEFINE_FINAL_TYPE (GmarlSideBySide, gmarl_side_by_side, GTK_TYPE_WIDGET)

static GmarlSide *
get_side (GmarlSideBySide *self, guint k)
{
  return self->sides->pdata[k];
}

/* -- Whether all are at the same place -- */

static gboolean
is_ready (const GmarlSide *side)
{
  return gmarl_player_get_grid (side->player) != NULL && !gmarl_player_get_busy (side->player);
}

static gboolean
are_together (GmarlSideBySide *self)
{
  for (guint k = 0; k < self->sides->len; k++) {
    GmarlSide *first = get_side (self, 0), *side = get_side (self, k);

    if (!is_ready (side) ||
        gmarl_player_get_day (side->player) != gmarl_player_get_day (first->player) ||
        gmarl_player_get_step (side->player) != gmarl_player_get_step (first->player))
      return FALSE;
  }
  return self->sides->len > 0;
}

static gboolean
have_same_weather (const GmarlSide *one, const GmarlSide *other)
{
  const GmarlGridState *a = gmarl_player_get_state (one->player);
  const GmarlGridState *b = gmarl_player_get_state (other->player);
  gsize bytes = gmarl_player_get_grid (one->player)->n_nodes * sizeof (double);

  return a->seed == b->seed && a->step == b->step && a->import_price == b->import_price &&
         a->export_price == b->export_price && memcmp (a->demand, b->demand, bytes) == 0 &&
         memcmp (a->solar, b->solar, bytes) == 0;
}

gboolean
gmarl_side_by_side_is_fair (GmarlSideBySide *self)
{
  g_return_val_if_fail (GMARL_IS_SIDE_BY_SIDE (self), FALSE);

  if (!are_together (self))
    return TRUE;
  for (guint k = 1; k < self->sides->len; k++)
    if (!have_same_weather (get_side (self, 0), get_side (self, k)))
      return FALSE;
  return TRUE;
}

guint
gmarl_side_by_side_get_step (GmarlSideBySide *self)
{
  g_return_val_if_fail (GMARL_IS_SIDE_BY_SIDE (self), 0);
  return self->sides->len > 0 ? gmarl_player_get_step (get_side (self, 0)->player) : 0;
}

/* -- What is shown -- */

static double
hours_at (gsize step)
{
  return (double) step * GMARL_STEP_MINUTES / 60.0;
}

/* The stability of each side up to the clock, and how much more it bought than the first one. */
static void
fill_series (GmarlSideBySide *self, guint k, guint step)
{
  const GmarlDayHistory *history = gmarl_player_get_history (get_side (self, k)->player);
  const GmarlDayHistory *first = gmarl_player_get_history (get_side (self, 0)->player);
  GmarlSeries *stability = gmarl_chart_view_get_series (self->stability, k)->data;
  double sum = 0;

  gmarl_series_clear (stability);
  for (guint t = 0; t <= step; t++)
    gmarl_series_append (stability, hours_at (t), history->stability[t]);
  if (k == 0)
    return;
  gmarl_series_clear (gmarl_chart_view_get_series (self->difference, k - 1)->data);
  for (guint t = 0; t < step; t++) {
    sum += history->grid_import[t] - first->grid_import[t];
    gmarl_series_append (gmarl_chart_view_get_series (self->difference, k - 1)->data,
                         hours_at (t + 1), sum);
  }
}

static void
show_charts (GmarlSideBySide *self)
{
  guint step;

  if (!are_together (self))
    return;
  step = gmarl_player_get_step (get_side (self, 0)->player);
  for (guint k = 0; k < self->sides->len; k++)
    fill_series (self, k, step);
  gmarl_chart_data_changed (self->stability_chart);
  gmarl_chart_data_changed (self->difference_chart);
}

static void
show_clock (GmarlSideBySide *self)
{
  GmarlSide *first = get_side (self, 0);
  guint step = gmarl_player_get_step (first->player);
  guint64 day = gmarl_player_get_day (first->player);
  g_autofree char *text = gmarl_format_time_of_day (
      (double) day * 24 + hours_at (MIN (step, GMARL_STEPS_PER_DAY - 1)), 0, TRUE);

  gtk_label_set_label (self->clock, text);
  self->is_moving = TRUE;
  gtk_adjustment_set_value (self->position, step);
  self->is_moving = FALSE;
}

static void
show_fair (GmarlSideBySide *self)
{
  gtk_label_set_label (
      self->fair,
      self->sides->len < 2 ? _ ("Check a second policy to see two side by side")
      : gmarl_side_by_side_is_fair (self)
          ? _ ("The same weather, demand and prices on every side")
          : _ ("The sides do not have the same weather: this is a mistake of the program"));
}

static void
show_all (GmarlSideBySide *self)
{
  self->is_dirty = FALSE;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->sides->len == 0)
    return;
  for (guint k = 0; k < self->sides->len; k++)
    gmarl_side_show (get_side (self, k));
  if (!are_together (self))
    return;
  show_clock (self);
  show_charts (self);
  show_fair (self);
}

/* -- The clock -- */

static void
take_step (GmarlSideBySide *self)
{
  for (guint k = 0; k < self->sides->len; k++)
    gmarl_player_step (get_side (self, k)->player);
}

/* What is due at a frame; after a jump the others are waited for. */
static void
play (GmarlSideBySide *self, gint64 now)
{
  guint n_due = gmarl_side_clock_due (&self->pace, now);
  gint64 begun = g_get_monotonic_time ();

  for (guint k = 0; k < n_due && are_together (self); k++) {
    take_step (self);
    if (g_get_monotonic_time () - begun > SLICE_US)
      return;
  }
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (widget);

  if (self->is_playing)
    play (self, gdk_frame_clock_get_frame_time (clock));
  if (self->is_dirty)
    show_all (self);
  if (self->is_playing || self->is_dirty)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
await_frame (GmarlSideBySide *self)
{
  if (self->tick_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), frame_cb, NULL, NULL);
}

/* However fast the sides go, they are drawn once a frame. */
static void
advanced_cb (GmarlSideBySide *self)
{
  self->is_dirty = TRUE;
  await_frame (self);
}

static void
set_playing (GmarlSideBySide *self, gboolean playing)
{
  const char *label = playing ? _ ("Pause") : _ ("Play");
  const char *tooltip = playing ? _ ("Pause (Space)") : _ ("Play (Space)");

  self->is_playing = playing;
  if (playing) {
    gmarl_side_clock_begin (&self->pace);
    await_frame (self);
  }
  for (guint k = 0; k < self->sides->len; k++)
    gmarl_network_widget_set_playing (get_side (self, k)->network, playing);
  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
set_speed (GmarlSideBySide *self, double speed)
{
  self->pace.speed = speed;
  g_settings_set_double (gmarl_session_get_settings (self->session), "comparison-speed", speed);
  gtk_adjustment_set_value (self->speed, gmarl_grid_speed_to_position (speed));
  gmarl_speed_scale_say (self->speed_scale, speed);
}

static void
speed_changed_cb (GmarlSideBySide *self)
{
  double speed = gmarl_grid_speed_from_position (gtk_adjustment_get_value (self->speed));

  if (speed != self->pace.speed)
    set_speed (self, speed);
}

static void
seek (GmarlSideBySide *self, guint64 day, guint step)
{
  for (guint k = 0; k < self->sides->len; k++)
    gmarl_player_seek (get_side (self, k)->player, day, step);
}

static guint64
get_day (GmarlSideBySide *self)
{
  return gmarl_player_get_day (get_side (self, 0)->player);
}

static void
play_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (widget);

  set_playing (self, !self->is_playing);
}

static void
step_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (widget);

  set_playing (self, FALSE);
  if (are_together (self))
    take_step (self);
}

/* At the beginning of a day that of the day before. */
static void
restart_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (widget);
  guint64 day;

  if (self->sides->len == 0)
    return;
  day = get_day (self);
  seek (self, gmarl_side_by_side_get_step (self) == 0 && day > 0 ? day - 1 : day, 0);
}

static void
faster_cb (GtkWidget *widget, const char *name, GVariant *direction)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (widget);

  set_speed (self, gmarl_grid_speed_next (self->pace.speed, g_variant_get_int32 (direction)));
}

static void
position_changed_cb (GmarlSideBySide *self)
{
  if (!self->is_moving && self->sides->len > 0)
    seek (self, get_day (self), (guint) gtk_adjustment_get_value (self->position));
}

/* -- Sides -- */

static void
world_changed_cb (GmarlSideBySide *self, GmarlPlayer *player)
{
  for (guint k = 0; k < self->sides->len; k++)
    if (get_side (self, k)->player == player)
      g_clear_pointer (&get_side (self, k)->view, gmarl_network_view_free);
}

static void
failed_cb (GmarlSideBySide *self, GmarlPlayerTrouble what, const GError *error, GmarlPlayer *player)
{
  set_playing (self, FALSE);
  gmarl_session_toast (self->session, gmarl_toast_new (error->message));
}

static void
follow_player (GmarlSideBySide *self, GmarlPlayer *player)
{
  g_signal_connect_object (player, "advanced", G_CALLBACK (advanced_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "world-changed", G_CALLBACK (world_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

static void
add_side (GmarlSideBySide *self, const GmarlFigurePolicy *policy, int width)
{
  GmarlSide *side = gmarl_side_new (self->session, policy, width);
  const GmarlSeriesLook look = { GMARL_LOOK_SERIES, policy->slot };

  g_ptr_array_add (self->sides, side);
  gtk_flow_box_insert (self->row, side->clamp, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (side->clamp), FALSE);
  gmarl_chart_view_add_series (self->stability, side->id, side->name, NULL, look);
  if (self->sides->len > 1)
    gmarl_chart_view_add_series (self->difference, side->id, side->name, NULL, look);
  follow_player (self, side->player);
  gmarl_player_set_scenario (
      side->player, gmarl_document_get_scenario (gmarl_session_get_document (self->session)));
}

static GmarlChartView *
make_view (const char *title, const char *subtitle, const char *unit)
{
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, title);
  gmarl_chart_view_set_text (&view->subtitle, subtitle);
  gmarl_chart_view_set_text (&view->y.unit, unit);
  gmarl_chart_view_set_text (&view->x.title, _ ("Time of day"));
  view->x.kind = GMARL_CHART_TIME_OF_DAY;
  view->x.span = GMARL_CHART_SPAN_HOURS;
  view->x.min = 0;
  view->x.max = 24;
  return view;
}

static void
clear_sides (GmarlSideBySide *self)
{
  set_playing (self, FALSE);
  for (guint k = 0; k < self->sides->len; k++)
    gtk_flow_box_remove (self->row, gtk_widget_get_parent (get_side (self, k)->clamp));
  g_ptr_array_set_size (self->sides, 0);
  g_clear_pointer (&self->stability, gmarl_chart_view_unref);
  g_clear_pointer (&self->difference, gmarl_chart_view_unref);
}

static gboolean
is_same (GmarlSideBySide *self, const GmarlFigurePolicy *policies, gsize n)
{
  if (self->sides->len != n)
    return FALSE;
  for (guint k = 0; k < n; k++)
    if (strcmp (get_side (self, k)->id, policies[k].id) != 0 ||
        get_side (self, k)->slot != policies[k].slot)
      return FALSE;
  return TRUE;
}

void
gmarl_side_by_side_set (GmarlSideBySide *self, const GmarlFigurePolicy *policies, gsize n)
{
  g_autofree char *title = NULL;

  g_return_if_fail (GMARL_IS_SIDE_BY_SIDE (self));

  n = MIN (n, GMARL_SIDE_BY_SIDE_MOST);
  if (n == 0 || is_same (self, policies, n))
    return;
  clear_sides (self);
  /* translators: a policy */
  title = g_strdup_printf (_ ("Grid Import so Far: Difference to %s"), policies[0].name);
  self->stability = make_view (_ ("Grid Stability"), _ ("This day · higher is better"), NULL);
  self->difference = make_view (title, _ ("This day, from midnight on · lower is better"), "kWh");
  self->stability->y.min_span = 0.1;
  self->difference->y.with_zero = TRUE;
  gmarl_chart_view_set_text (&self->difference->empty, _ ("Check a second policy"));
  for (gsize k = 0; k < n; k++)
    add_side (self, &policies[k], n > 2 ? THIRD_WIDTH : HALF_WIDTH);
  gmarl_chart_set_view (self->stability_chart, self->stability);
  gmarl_chart_set_view (self->difference_chart, self->difference);
  show_fair (self);
  show_all (self);
}

/* -- The object -- */

static void
scenario_changed_cb (GmarlSideBySide *self)
{
  set_playing (self, FALSE);
  for (guint k = 0; k < self->sides->len; k++) {
    gmarl_player_set_scenario (
        get_side (self, k)->player,
        gmarl_document_get_scenario (gmarl_session_get_document (self->session)));
    gmarl_player_seek (get_side (self, k)->player, 0, 0);
  }
}

/* Other days from the first one on. */
static void
seed_changed_cb (GmarlSideBySide *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);

  set_playing (self, FALSE);
  for (guint k = 0; k < self->sides->len; k++)
    gmarl_player_set_seed (get_side (self, k)->player,
                           (guint64) g_settings_get_int (settings, "comparison-seed"));
  if (self->sides->len > 0)
    seek (self, 0, 0);
}

static void
gmarl_side_by_side_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_side_by_side_parent_class)->map (widget);
  show_all (GMARL_SIDE_BY_SIDE (widget));
}

static void
gmarl_side_by_side_unmap (GtkWidget *widget)
{
  set_playing (GMARL_SIDE_BY_SIDE (widget), FALSE);
  GTK_WIDGET_CLASS (gmarl_side_by_side_parent_class)->unmap (widget);
}

static void
gmarl_side_by_side_dispose (GObject *object)
{
  GmarlSideBySide *self = GMARL_SIDE_BY_SIDE (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  g_clear_object (&self->document);
  g_clear_pointer (&self->sides, g_ptr_array_unref);
  g_clear_pointer (&self->stability, gmarl_chart_view_unref);
  g_clear_pointer (&self->difference, gmarl_chart_view_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_SIDE_BY_SIDE);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_side_by_side_parent_class)->dispose (object);
}

static void
gmarl_side_by_side_class_init (GmarlSideBySideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_side_by_side_dispose;
  widget_class->map = gmarl_side_by_side_map;
  widget_class->unmap = gmarl_side_by_side_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (GMARL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-side-by-side.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, play);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, clock);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, position);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, speed);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, speed_scale);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, row);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, charts);
  gtk_widget_class_bind_template_child (widget_class, GmarlSideBySide, fair);
  gtk_widget_class_bind_template_callback (widget_class, position_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, speed_changed_cb);
  gtk_widget_class_install_action (widget_class, "sides.play", NULL, play_cb);
  gtk_widget_class_install_action (widget_class, "sides.step", NULL, step_cb);
  gtk_widget_class_install_action (widget_class, "sides.restart", NULL, restart_cb);
  gtk_widget_class_install_action (widget_class, "sides.faster", "i", faster_cb);
  /* As in the Grid view. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "sides.play", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_period, 0, "sides.step", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Decimal, 0, "sides.step", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, 0, "sides.restart", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_bracketleft, 0, "sides.faster", "i",
                                       -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_bracketright, 0, "sides.faster", "i",
                                       1);
}

static GmarlChart *
add_chart (GmarlSideBySide *self, GmarlChartAxis *axis)
{
  GtkWidget *chart = gmarl_chart_new ();

  gtk_widget_set_size_request (chart, 280, CHART_HEIGHT);
  gtk_widget_add_css_class (chart, "card");
  gmarl_chart_set_axis (GMARL_CHART (chart), axis);
  gtk_box_append (self->charts, chart);
  return GMARL_CHART (chart);
}

static void
gmarl_side_by_side_init (GmarlSideBySide *self)
{
  g_autoptr (GmarlChartAxis) axis = gmarl_chart_axis_new ();

  self->sides = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_side_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gmarl_chart_axis_set_limits (axis, 0, 24);
  self->stability_chart = add_chart (self, axis);
  self->difference_chart = add_chart (self, axis);
  set_playing (self, FALSE);
}

GtkWidget *
gmarl_side_by_side_new (GmarlSession *session)
{
  GmarlSideBySide *self = g_object_new (GMARL_TYPE_SIDE_BY_SIDE, NULL);

  self->session = g_object_ref (session);
  gmarl_speed_scale_add_marks (self->speed_scale, 1);
  set_speed (self,
             g_settings_get_double (gmarl_session_get_settings (session), "comparison-speed"));
  g_signal_connect_object (gmarl_session_get_settings (session), "changed::comparison-seed",
                           G_CALLBACK (seed_changed_cb), self, G_CONNECT_SWAPPED);
  self->document = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document, "changed", G_CALLBACK (scenario_changed_cb),
                                  self);
  g_object_bind_property (session, "document", self->document, "target", G_BINDING_SYNC_CREATE);
  return GTK_WIDGET (self);
}
