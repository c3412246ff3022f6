/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Data, size, style and range make a scene; a scene makes a picture; both are made when they are
 * next needed. Moving the crosshair needs neither.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-plot-private.h"

#include "gmarl-chart-output.h"
#include "gmarl-plot-widget.h"

#include <glib/gi18n.h>
#include <math.h>

#define MILLISECONDS_BETWEEN_UPDATES 100
/* For the interface's usual font; larger text needs more. */
#define LEAST_WIDTH  272
#define LEAST_HEIGHT 216
#define USUAL_EM     (11 * 96 / 72.0)

enum {
  UPDATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlChartPlot, gmarl_chart_plot, GTK_TYPE_WIDGET)

/* --- Scene and picture ---------------------------------------------------------------------- */

static void
invalidate (GmarlChartPlot *self)
{
  g_clear_pointer (&self->scene, gmarl_chart_scene_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[UPDATED], 0);
}

static void
tell_extent (GmarlChartPlot *self)
{
  double x0 = NAN, x1 = NAN;
  gboolean any = FALSE;

  if (self->axis == NULL)
    return;
  for (guint i = 0; self->view != NULL && i < gmarl_chart_view_get_n_series (self->view); i++)
    any |= gmarl_series_get_length (gmarl_chart_view_get_series (self->view, i)->data) > 0;
  /* Where data keep coming, the axis has to know where they end by now. */
  if (any && self->view->x.span != GMARL_CHART_SPAN_NONE)
    gmarl_chart_view_get_data_range (self->view, &x0, &x1);
  else if (any)
    gmarl_chart_view_get_x_range (self->view, &x0, &x1);
  gmarl_chart_axis_set_extent (self->axis, self, x0, x1);
}

/* Takes what came since the last update. */
static void
update (GmarlChartPlot *self)
{
  g_clear_handle_id (&self->update_source, g_source_remove);
  self->stale = FALSE;
  self->updated = g_get_monotonic_time ();
  if (self->view != NULL)
    gmarl_chart_choices_apply (&self->choices, self->view);
  g_clear_pointer (&self->scene, gmarl_chart_scene_free);
  tell_extent (self);
  invalidate (self);
  gmarl_chart_plot_say_summary (self);
}

static gboolean
update_cb (gpointer user_data)
{
  GmarlChartPlot *self = user_data;

  self->update_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_update (GmarlChartPlot *self)
{
  gint64 since = (g_get_monotonic_time () - self->updated) / 1000;

  self->stale = TRUE;
  if (self->update_source != 0 || !self->in_sight || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->update_source = g_timeout_add (
      (guint) CLAMP (MILLISECONDS_BETWEEN_UPDATES - since, 0, MILLISECONDS_BETWEEN_UPDATES),
      update_cb, self);
}

void
gmarl_chart_plot_data_changed (GmarlChartPlot *self)
{
  g_return_if_fail (GMARL_IS_CHART_PLOT (self));
  /* A scene must not outlive samples that were taken away. */
  g_clear_pointer (&self->scene, gmarl_chart_scene_free);
  schedule_update (self);
}

void
gmarl_chart_plot_set_in_sight (GmarlChartPlot *self, gboolean in_sight)
{
  g_return_if_fail (GMARL_IS_CHART_PLOT (self));
  if (self->in_sight == !!in_sight)
    return;
  self->in_sight = !!in_sight;
  if (!self->in_sight)
    g_clear_handle_id (&self->update_source, g_source_remove);
  else if (self->stale)
    update (self);
}

const GmarlDrawStyle *
gmarl_chart_plot_get_style (GmarlChartPlot *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_PLOT (self), NULL);
  return gmarl_style_watch_get (self->style_watch);
}

const GmarlChartScene *
gmarl_chart_plot_get_scene (GmarlChartPlot *self)
{
  int width, height;
  double x0, x1;

  g_return_val_if_fail (GMARL_IS_CHART_PLOT (self), NULL);
  width = gtk_widget_get_width (GTK_WIDGET (self));
  height = gtk_widget_get_height (GTK_WIDGET (self));
  if (self->scene == NULL && self->view != NULL && width > 0 && height > 0) {
    gmarl_chart_axis_get_range (self->axis, &x0, &x1);
    self->scene = gmarl_chart_choices_make_scene (&self->choices, self->view, x0, x1,
                                                  gmarl_chart_axis_get_following (self->axis),
                                                  gmarl_chart_plot_get_style (self), width, height);
  }
  return self->scene;
}

static void
paint_cb (cairo_t *cr, gpointer user_data)
{
  GmarlChartPlot *self = user_data;

  gmarl_chart_paint_plot (cr, self->scene, gmarl_chart_plot_get_style (self), TRUE);
}

GdkTexture *
gmarl_chart_plot_make_texture (GmarlChartPlot *self)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);

  if (scene == NULL)
    return NULL;
  return gmarl_chart_output_make_texture (GTK_WIDGET (self), scene->width, scene->height, paint_cb,
                                          self);
}

/* --- Drawing -------------------------------------------------------------------------------- */

/* Draws a part of the overlay, so that a crosshair does not cost a picture of the whole plot. */
static void
snapshot_overlay (GmarlChartPlot *self,
                  GtkSnapshot *snapshot,
                  const GmarlChartOverlay *overlay,
                  double left,
                  double width)
{
  graphene_rect_t bounds;
  cairo_t *cr;

  left = CLAMP (floor (left), 0, self->scene->width);
  width = MIN (ceil (width), self->scene->width - left);
  if (width <= 0)
    return;
  graphene_rect_init (&bounds, (float) left, 0, (float) width, (float) self->scene->height);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gmarl_chart_paint_overlay (cr, self->scene, gmarl_chart_plot_get_style (self), overlay);
  cairo_destroy (cr);
}

static void
snapshot_line (GmarlChartPlot *self, GtkSnapshot *snapshot, double x, gboolean pinned)
{
  GmarlChartOverlay overlay;
  double reach;

  if (!isfinite (x) || x < self->scene->x0 || x > self->scene->x1)
    return;
  reach = gmarl_chart_overlay_get_reach (self->scene, gmarl_chart_plot_get_style (self), x);
  gmarl_chart_overlay_init (&overlay);
  *(pinned ? &overlay.pins[0] : &overlay.cursor) = x;
  snapshot_overlay (self, snapshot, &overlay, gmarl_chart_scene_x_to_pixel (self->scene, x) - reach,
                    2 * reach);
}

static void
gmarl_chart_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlChartPlot *self = GMARL_CHART_PLOT (widget);
  GmarlChartOverlay overlay;

  if (gmarl_chart_plot_get_scene (self) == NULL)
    return;
  if (self->node == NULL)
    self->node = gmarl_chart_output_make_node (widget, self->scene->width, self->scene->height,
                                               paint_cb, self);
  gtk_snapshot_append_node (snapshot, self->node);
  for (guint i = 0; i < gmarl_chart_axis_get_n_pins (self->axis); i++)
    snapshot_line (self, snapshot, gmarl_chart_axis_get_pin (self->axis, i), TRUE);
  snapshot_line (self, snapshot, gmarl_chart_axis_get_cursor (self->axis), FALSE);

  gmarl_chart_overlay_init (&overlay);
  overlay.selection = self->selection;
  overlay.whole_height = !self->selection_with_y;
  overlay.focus_ring = gmarl_plot_widget_has_ring (widget);
  if (overlay.selection.width > 0 || overlay.focus_ring)
    snapshot_overlay (self, snapshot, &overlay, 0, self->scene->width);
}

static void
gmarl_chart_plot_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;
  double em = gmarl_draw_style_get_em (gmarl_chart_plot_get_style (GMARL_CHART_PLOT (widget)));
  double larger = fmax (em / USUAL_EM, 1);

  /* Large text makes it higher and never wider than a narrow window is. */
  *minimum = horizontal ? LEAST_WIDTH : (int) (LEAST_HEIGHT * larger);
  *natural = horizontal ? (int) (2 * LEAST_WIDTH * larger) : *minimum + *minimum / 2;
}

static void
gmarl_chart_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlChartPlot *self = GMARL_CHART_PLOT (widget);

  if (self->scene == NULL || self->scene->width != width || self->scene->height != height) {
    g_clear_pointer (&self->scene, gmarl_chart_scene_free);
    g_clear_pointer (&self->node, gsk_render_node_unref);
  }
}

static void
gmarl_chart_plot_map (GtkWidget *widget)
{
  GmarlChartPlot *self = GMARL_CHART_PLOT (widget);

  GTK_WIDGET_CLASS (gmarl_chart_plot_parent_class)->map (widget);
  if (self->stale)
    update (self);
  else
    gmarl_chart_plot_say_summary (self);
}

static void
gmarl_chart_plot_unmap (GtkWidget *widget)
{
  GmarlChartPlot *self = GMARL_CHART_PLOT (widget);

  g_clear_handle_id (&self->update_source, g_source_remove);
  gmarl_chart_plot_leave (self);
  GTK_WIDGET_CLASS (gmarl_chart_plot_parent_class)->unmap (widget);
}

static void
gmarl_chart_plot_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (gmarl_chart_plot_parent_class)->css_changed (widget, change);
  invalidate (GMARL_CHART_PLOT (widget));
}

static void
gmarl_chart_plot_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GTK_WIDGET_CLASS (gmarl_chart_plot_parent_class)->state_flags_changed (widget, before);
  if (gmarl_plot_widget_ring_changed (widget, before) && gtk_widget_has_focus (widget))
    gmarl_chart_plot_say_summary_now (GMARL_CHART_PLOT (widget));
}

/* --- The axis ------------------------------------------------------------------------------- */

static void
range_cb (GmarlChartPlot *self)
{
  gmarl_chart_choices_forget_growth (&self->choices);
  gmarl_chart_choices_go_to_step (&self->choices, gmarl_chart_axis_get_step (self->axis));
  invalidate (self);
}

/* Data of any chart of the axis moved the range: as often as one's own data. */
static void
extent_cb (GmarlChartPlot *self)
{
  if (!self->stale && self->scene != NULL)
    schedule_update (self);
}

static void
cursor_cb (GmarlChartPlot *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[UPDATED], 0);
}

static void
fitted_cb (GmarlChartPlot *self)
{
  gmarl_chart_choices_fit_y (&self->choices);
  invalidate (self);
}

void
gmarl_chart_plot_set_axis (GmarlChartPlot *self, GmarlChartAxis *axis)
{
  g_return_if_fail (GMARL_IS_CHART_PLOT (self));
  g_return_if_fail (GMARL_IS_CHART_AXIS (axis));
  if (self->axis == axis)
    return;
  if (self->axis != NULL)
    gmarl_chart_axis_remove_extent (self->axis, self);
  g_set_object (&self->axis, axis);
  g_signal_group_set_target (self->axis_signals, axis);
  gmarl_chart_choices_go_to_step (&self->choices, gmarl_chart_axis_get_step (axis));
  if (self->view != NULL)
    gmarl_chart_axis_set_log (axis, self->view->x.kind == GMARL_CHART_LOG);
  tell_extent (self);
  invalidate (self);
}

GmarlChartAxis *
gmarl_chart_plot_get_axis (GmarlChartPlot *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_PLOT (self), NULL);
  return self->axis;
}

void
gmarl_chart_plot_set_view (GmarlChartPlot *self, GmarlChartView *view)
{
  g_return_if_fail (GMARL_IS_CHART_PLOT (self));
  if (view != NULL)
    gmarl_chart_view_ref (view);
  g_clear_pointer (&self->view, gmarl_chart_view_unref);
  self->view = view;
  self->choices.state.focused = -1;
  if (view != NULL)
    gmarl_chart_axis_set_log (self->axis, view->x.kind == GMARL_CHART_LOG);
  update (self);
  gmarl_chart_plot_say_point_now (self);
}

GmarlChartView *
gmarl_chart_plot_get_view (GmarlChartPlot *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_PLOT (self), NULL);
  return self->view;
}

GmarlChartChoices *
gmarl_chart_plot_get_choices (GmarlChartPlot *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_PLOT (self), NULL);
  return &self->choices;
}

void
gmarl_chart_plot_choices_changed (GmarlChartPlot *self)
{
  g_return_if_fail (GMARL_IS_CHART_PLOT (self));
  tell_extent (self);
  invalidate (self);
}

static void
style_cb (GmarlChartPlot *self)
{
  invalidate (self);
}

static void
gmarl_chart_plot_dispose (GObject *object)
{
  GmarlChartPlot *self = GMARL_CHART_PLOT (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  gmarl_chart_plot_stop_saying (self);
  g_clear_object (&self->axis_signals);
  if (self->axis != NULL)
    gmarl_chart_axis_remove_extent (self->axis, self);
  g_clear_object (&self->axis);
  g_clear_object (&self->style_watch);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->scene, gmarl_chart_scene_free);
  g_clear_pointer (&self->view, gmarl_chart_view_unref);
  G_OBJECT_CLASS (gmarl_chart_plot_parent_class)->dispose (object);
}

static void
gmarl_chart_plot_finalize (GObject *object)
{
  gmarl_chart_choices_clear (&GMARL_CHART_PLOT (object)->choices);
  G_OBJECT_CLASS (gmarl_chart_plot_parent_class)->finalize (object);
}

static void
gmarl_chart_plot_class_init (GmarlChartPlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_chart_plot_dispose;
  object_class->finalize = gmarl_chart_plot_finalize;
  widget_class->snapshot = gmarl_chart_plot_snapshot;
  widget_class->measure = gmarl_chart_plot_measure;
  widget_class->size_allocate = gmarl_chart_plot_size_allocate;
  widget_class->map = gmarl_chart_plot_map;
  widget_class->unmap = gmarl_chart_plot_unmap;
  widget_class->state_flags_changed = gmarl_chart_plot_state_flags_changed;
  widget_class->css_changed = gmarl_chart_plot_css_changed;
  gtk_widget_class_set_css_name (widget_class, "chartplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gmarl_chart_plot_class_add_keys (widget_class);

  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_chart_plot_init (GmarlChartPlot *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->in_sight = TRUE;
  gmarl_chart_choices_init (&self->choices);
  self->style_watch = gmarl_plot_widget_init (widget, G_CALLBACK (style_cb));
  self->axis = gmarl_chart_axis_new ();
  self->axis_signals = g_signal_group_new (GMARL_TYPE_CHART_AXIS);
  g_signal_group_connect_swapped (self->axis_signals, "changed", G_CALLBACK (range_cb), self);
  g_signal_group_connect_swapped (self->axis_signals, "extent-changed", G_CALLBACK (extent_cb),
                                  self);
  g_signal_group_connect_swapped (self->axis_signals, "cursor-moved", G_CALLBACK (cursor_cb), self);
  g_signal_group_connect_swapped (self->axis_signals, "pins-changed", G_CALLBACK (cursor_cb), self);
  g_signal_group_connect_swapped (self->axis_signals, "fitted", G_CALLBACK (fitted_cb), self);
  g_signal_group_set_target (self->axis_signals, self->axis);
  gmarl_chart_plot_add_controllers (self);
  gmarl_chart_plot_say_point_now (self);
}

GtkWidget *
gmarl_chart_plot_new (void)
{
  return g_object_new (GMARL_TYPE_CHART_PLOT, NULL);
}
