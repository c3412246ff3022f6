/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Keys, pointer and touch. Each gesture ends in a function that says what it does, so that keyboard
 * and pointer cannot disagree.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-plot-private.h"

#include <math.h>

#define ZOOM_STEP      1.25
#define PAN_STEP       0.1
#define MANY_SAMPLES   10
#define LEAST_DRAG     8 /* pixels; less is a click */
#define SERIES_NEAR    24
#define ROOM_AT_CURSOR 0.05

/* --- What is done --------------------------------------------------------------------------- */

static void
move_cursor (GmarlChartPlot *self, double x)
{
  gmarl_chart_axis_set_cursor (self->axis, x, self);
  gmarl_chart_plot_say_point (self);
}

/* Pans so far that x can be seen. */
static void
reveal (GmarlChartPlot *self, double x)
{
  double at = gmarl_chart_axis_to_fraction (self->axis, x);

  if (at < 0)
    gmarl_chart_axis_pan (self->axis, at - ROOM_AT_CURSOR);
  else if (at > 1)
    gmarl_chart_axis_pan (self->axis, at - 1 + ROOM_AT_CURSOR);
}

void
gmarl_chart_plot_step_cursor (GmarlChartPlot *self, int count)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  double cursor = gmarl_chart_axis_get_cursor (self->axis);
  double x;

  if (scene == NULL)
    return;
  x = isnan (cursor) ? gmarl_chart_scene_snap (scene, scene->x1)
                     : gmarl_chart_scene_step (scene, cursor, count);
  if (isnan (x))
    return;
  reveal (self, x);
  move_cursor (self, x);
}

void
gmarl_chart_plot_cursor_to_end (GmarlChartPlot *self, gboolean last)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  double x;

  if (scene == NULL)
    return;
  x = gmarl_chart_scene_snap (scene, last ? scene->x1 : scene->x0);
  if (!isnan (x))
    move_cursor (self, x);
}

void
gmarl_chart_plot_next_series (GmarlChartPlot *self, int direction)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  int next;

  if (scene == NULL)
    return;
  next = gmarl_chart_scene_next_series (scene, self->choices.state.focused, direction);
  if (next >= 0)
    self->choices.state.focused = next;
  gmarl_chart_plot_choices_changed (self);
  if (isnan (gmarl_chart_axis_get_cursor (self->axis)))
    gmarl_chart_plot_step_cursor (self, 0);
  else
    move_cursor (self, gmarl_chart_axis_get_cursor (self->axis));
}

void
gmarl_chart_plot_pin (GmarlChartPlot *self)
{
  double cursor = gmarl_chart_axis_get_cursor (self->axis);

  if (isnan (cursor))
    return;
  gmarl_chart_axis_toggle_pin (self->axis, cursor);
  gmarl_chart_plot_say_point (self);
}

void
gmarl_chart_plot_zoom (GmarlChartPlot *self, double factor)
{
  gmarl_chart_axis_zoom (self->axis, gmarl_chart_axis_get_cursor (self->axis), factor);
}

void
gmarl_chart_plot_toggle (GmarlChartPlot *self, guint index, gboolean alone)
{
  if (self->view == NULL || index >= gmarl_chart_view_get_n_series (self->view))
    return;
  if (alone)
    gmarl_chart_choices_isolate (&self->choices, self->view, index);
  else
    gmarl_chart_choices_toggle (&self->choices, self->view, index);
  gmarl_chart_plot_choices_changed (self);
}

gboolean
gmarl_chart_plot_release (GmarlChartPlot *self)
{
  if (gmarl_chart_axis_get_n_pins (self->axis) > 0) {
    gmarl_chart_axis_clear_pins (self->axis);
    gmarl_chart_plot_say_point (self);
  } else if (!isnan (gmarl_chart_axis_get_cursor (self->axis))) {
    move_cursor (self, NAN);
  } else if (self->choices.state.focused >= 0) {
    self->choices.state.focused = -1;
    gmarl_chart_plot_choices_changed (self);
  } else {
    return FALSE;
  }
  return TRUE;
}

void
gmarl_chart_plot_point_at (GmarlChartPlot *self, double x, double y)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  gboolean on_entry;

  self->pointer_x = x;
  self->pointer_y = y;
  if (scene == NULL)
    return;
  on_entry = gmarl_chart_scene_entry_at (scene, x, y) >= 0;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), on_entry ? "pointer" : NULL);
  if (gmarl_chart_scene_in_plot (scene, x, y))
    move_cursor (self, gmarl_chart_scene_snap (scene, gmarl_chart_scene_pixel_to_x (scene, x)));
  else
    gmarl_chart_plot_leave (self);
}

void
gmarl_chart_plot_leave (GmarlChartPlot *self)
{
  if (self->axis != NULL && gmarl_chart_axis_get_cursor_owner (self->axis) == self)
    move_cursor (self, NAN);
}

static gboolean
inside (const GmarlChartChip *chip, double x, double y)
{
  return chip->count > 0 && x >= chip->area.x && x < chip->area.x + chip->area.width &&
         y >= chip->area.y && y < chip->area.y + chip->area.height;
}

void
gmarl_chart_plot_click (GmarlChartPlot *self, double x, double y, gboolean alone)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  int entry;

  if (scene == NULL)
    return;
  entry = gmarl_chart_scene_entry_at (scene, x, y);
  if (entry >= 0) {
    gmarl_chart_plot_toggle (self, (guint) entry, alone);
  } else if (inside (&scene->above, x, y) || inside (&scene->below, x, y)) {
    gmarl_chart_choices_fit_y (&self->choices);
    gmarl_chart_plot_choices_changed (self);
  } else if (gmarl_chart_scene_in_plot (scene, x, y)) {
    self->choices.state.focused = gmarl_chart_scene_series_at (scene, x, y, SERIES_NEAR);
    gmarl_chart_plot_choices_changed (self);
    gmarl_chart_plot_point_at (self, x, y);
    gmarl_chart_plot_pin (self);
  }
}

void
gmarl_chart_plot_select (GmarlChartPlot *self,
                         double x0,
                         double y0,
                         double x1,
                         double y1,
                         gboolean with_y)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  double lower, upper, bottom, top;

  if (scene == NULL)
    return;
  bottom = gmarl_chart_scene_pixel_to_y (scene, fmax (y0, y1));
  top = gmarl_chart_scene_pixel_to_y (scene, fmin (y0, y1));
  lower = fmax (scene->x0, gmarl_chart_scene_pixel_to_x (scene, fmin (x0, x1)));
  upper = fmin (scene->x1, gmarl_chart_scene_pixel_to_x (scene, fmax (x0, x1)));
  if (lower < upper)
    gmarl_chart_axis_show_range (self->axis, lower, upper);
  /* At that step of the history, so that going back undoes both. */
  if (with_y && bottom < top)
    gmarl_chart_choices_fix_y (&self->choices, bottom, top);
  gmarl_chart_plot_choices_changed (self);
}

/* --- Pointer and touch ---------------------------------------------------------------------- */

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, GmarlChartPlot *self)
{
  /* A motion without one comes with every new layout, and must not take the keyboard's cursor. */
  if (x != self->pointer_x || y != self->pointer_y)
    gmarl_chart_plot_point_at (self, x, y);
}

static void
leave_cb (GtkEventControllerMotion *controller, GmarlChartPlot *self)
{
  gmarl_chart_plot_leave (self);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GmarlChartPlot *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, GmarlChartPlot *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  /* The second click of two takes back the pin of the first. */
  gmarl_chart_plot_click (self, x, y, (state & GDK_ALT_MASK) != 0);
  if (n_press == 2 && self->scene != NULL && gmarl_chart_scene_in_plot (self->scene, x, y))
    gmarl_chart_axis_fit (self->axis);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, GmarlChartPlot *self)
{
  if (gmarl_chart_plot_get_scene (self) == NULL || !gmarl_chart_scene_in_plot (self->scene, x, y)) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  self->drag_x = x;
  self->drag_y = y;
}

static gboolean
has_shift (gpointer gesture)
{
  return (gtk_event_controller_get_current_event_state (gesture) & GDK_SHIFT_MASK) != 0;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, GmarlChartPlot *self)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);
  double x = self->drag_x + dx, y = self->drag_y + dy;
  double left, right;

  if (scene == NULL)
    return;
  if (self->selection.width == 0 && fabs (dx) < LEAST_DRAG)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  left = fmax (scene->plot.x, fmin (x, self->drag_x));
  right = fmin (scene->plot.x + scene->plot.width, fmax (x, self->drag_x));
  self->selection_with_y = has_shift (gesture);
  self->selection.x = left;
  self->selection.width = fmax (1, right - left);
  self->selection.y = self->selection_with_y ? fmin (y, self->drag_y) : scene->plot.y;
  self->selection.height = self->selection_with_y ? fabs (dy) : scene->plot.height;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, GmarlChartPlot *self)
{
  GmarlRectangle area = self->selection;

  self->selection = (GmarlRectangle){ 0 };
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (area.width >= LEAST_DRAG)
    gmarl_chart_plot_select (self, area.x, area.y, area.x + area.width, area.y + area.height,
                             self->selection_with_y);
}

static void
pan_begin_cb (GtkGestureDrag *gesture, double x, double y, GmarlChartPlot *self)
{
  self->panned = 0;
}

static void
pan_update_cb (GtkGestureDrag *gesture, double dx, double dy, GmarlChartPlot *self)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);

  if (scene == NULL || scene->plot.width <= 0)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gmarl_chart_axis_pan (self->axis, (self->panned - dx) / scene->plot.width);
  self->panned = dx;
}

static void
pan_end_cb (GtkGestureDrag *gesture, double dx, double dy, GmarlChartPlot *self)
{
  gmarl_chart_axis_end_gesture (self->axis);
}

static double
x_at (GmarlChartPlot *self, double pixel)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (self);

  return scene != NULL ? gmarl_chart_scene_pixel_to_x (scene, pixel) : NAN;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, GmarlChartPlot *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  /* Without Ctrl the page scrolls. */
  if ((state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  gmarl_chart_axis_zoom (self->axis, x_at (self, self->pointer_x), pow (ZOOM_STEP, -dy));
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, GmarlChartPlot *self)
{
  self->pinched = 1;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, GmarlChartPlot *self)
{
  double x, y;

  if (!(scale > 0) || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  gmarl_chart_axis_zoom (self->axis, x_at (self, x), scale / self->pinched);
  self->pinched = scale;
}

static void
pinch_end_cb (GtkGesture *gesture, GdkEventSequence *sequence, GmarlChartPlot *self)
{
  gmarl_chart_axis_end_gesture (self->axis);
}

static GtkGesture *
add_drag (GmarlChartPlot *self, guint button, GCallback begin, GCallback updated, GCallback end)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", begin, self);
  g_signal_connect (drag, "drag-update", updated, self);
  g_signal_connect (drag, "drag-end", end, self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  return drag;
}

void
gmarl_chart_plot_add_controllers (GmarlChartPlot *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *controller;
  GtkGesture *gesture;

  controller = gtk_event_controller_motion_new ();
  g_signal_connect (controller, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (controller, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (controller, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, controller);

  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  g_signal_connect (controller, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, controller);

  gesture = gtk_gesture_zoom_new ();
  g_signal_connect (gesture, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (gesture, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (gesture, "end", G_CALLBACK (pinch_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  add_drag (self, GDK_BUTTON_PRIMARY, G_CALLBACK (drag_begin_cb), G_CALLBACK (drag_update_cb),
            G_CALLBACK (drag_end_cb));
  add_drag (self, GDK_BUTTON_MIDDLE, G_CALLBACK (pan_begin_cb), G_CALLBACK (pan_update_cb),
            G_CALLBACK (pan_end_cb));

  gesture = gtk_gesture_click_new ();
  g_signal_connect (gesture, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (gesture, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));
}

/* --- Keys ----------------------------------------------------------------------------------- */

static gboolean
step_key_cb (GtkWidget *widget, GVariant *count, gpointer user_data)
{
  gmarl_chart_plot_step_cursor (GMARL_CHART_PLOT (widget), g_variant_get_int32 (count));
  return TRUE;
}

static gboolean
end_key_cb (GtkWidget *widget, GVariant *last, gpointer user_data)
{
  gmarl_chart_plot_cursor_to_end (GMARL_CHART_PLOT (widget), g_variant_get_int32 (last) != 0);
  return TRUE;
}

static gboolean
series_key_cb (GtkWidget *widget, GVariant *direction, gpointer user_data)
{
  gmarl_chart_plot_next_series (GMARL_CHART_PLOT (widget), g_variant_get_int32 (direction));
  return TRUE;
}

static gboolean
zoom_key_cb (GtkWidget *widget, GVariant *direction, gpointer user_data)
{
  gmarl_chart_plot_zoom (GMARL_CHART_PLOT (widget),
                         pow (ZOOM_STEP, g_variant_get_int32 (direction)));
  return TRUE;
}

static gboolean
pan_key_cb (GtkWidget *widget, GVariant *direction, gpointer user_data)
{
  gmarl_chart_axis_pan (GMARL_CHART_PLOT (widget)->axis,
                        PAN_STEP * g_variant_get_int32 (direction));
  return TRUE;
}

static gboolean
toggle (GtkWidget *widget, GVariant *nth, gboolean alone)
{
  GmarlChartPlot *self = GMARL_CHART_PLOT (widget);
  int index = self->view != NULL
                  ? gmarl_chart_choices_nth_series (self->view, (guint) g_variant_get_int32 (nth))
                  : -1;

  if (index >= 0)
    gmarl_chart_plot_toggle (self, (guint) index, alone);
  return index >= 0;
}

static gboolean
toggle_key_cb (GtkWidget *widget, GVariant *nth, gpointer user_data)
{
  return toggle (widget, nth, FALSE);
}

static gboolean
isolate_key_cb (GtkWidget *widget, GVariant *nth, gpointer user_data)
{
  return toggle (widget, nth, TRUE);
}

static gboolean
escape_key_cb (GtkWidget *widget, GVariant *nothing, gpointer user_data)
{
  if (!gmarl_chart_plot_release (GMARL_CHART_PLOT (widget)))
    g_signal_emit_by_name (widget, "move-focus", GTK_DIR_TAB_FORWARD);
  return TRUE;
}

typedef struct {
  guint key;
  GdkModifierType modifiers;
  GtkShortcutFunc function;
  int argument;
} Key;

typedef struct {
  guint key;
  GdkModifierType modifiers;
  const char *action;
} ActionKey;

static const Key keys[] = {
  { GDK_KEY_Left, 0, step_key_cb, -1 },
  { GDK_KEY_Right, 0, step_key_cb, 1 },
  { GDK_KEY_KP_Left, 0, step_key_cb, -1 },
  { GDK_KEY_KP_Right, 0, step_key_cb, 1 },
  { GDK_KEY_Left, GDK_CONTROL_MASK, step_key_cb, -MANY_SAMPLES },
  { GDK_KEY_Right, GDK_CONTROL_MASK, step_key_cb, MANY_SAMPLES },
  { GDK_KEY_Home, 0, end_key_cb, 0 },
  { GDK_KEY_End, 0, end_key_cb, 1 },
  { GDK_KEY_Up, 0, series_key_cb, -1 },
  { GDK_KEY_Down, 0, series_key_cb, 1 },
  { GDK_KEY_plus, 0, zoom_key_cb, 1 },
  { GDK_KEY_plus, GDK_SHIFT_MASK, zoom_key_cb, 1 },
  { GDK_KEY_equal, 0, zoom_key_cb, 1 },
  { GDK_KEY_KP_Add, 0, zoom_key_cb, 1 },
  { GDK_KEY_minus, 0, zoom_key_cb, -1 },
  { GDK_KEY_KP_Subtract, 0, zoom_key_cb, -1 },
  { GDK_KEY_Left, GDK_SHIFT_MASK, pan_key_cb, -1 },
  { GDK_KEY_Right, GDK_SHIFT_MASK, pan_key_cb, 1 },
};

static const ActionKey action_keys[] = {
  { GDK_KEY_p, 0, "chart.pin" },
  { GDK_KEY_0, 0, "chart.fit" },
  { GDK_KEY_KP_0, 0, "chart.fit" },
  { GDK_KEY_Left, GDK_ALT_MASK, "chart.back" },
  { GDK_KEY_Right, GDK_ALT_MASK, "chart.forward" },
  { GDK_KEY_s, 0, "chart.next-smoothing" },
  { GDK_KEY_l, 0, "chart.log" },
  { GDK_KEY_y, 0, "chart.fix-y" },
  { GDK_KEY_b, 0, "chart.next-band" },
  { GDK_KEY_t, 0, "chart.table" },
  { GDK_KEY_c, GDK_CONTROL_MASK, "chart.copy" },
  { GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "chart.save-figure" },
  { GDK_KEY_F10, GDK_SHIFT_MASK, "chart.menu" },
  { GDK_KEY_Menu, 0, "chart.menu" },
};

void
gmarl_chart_plot_class_add_keys (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, keys[i].modifiers, keys[i].function,
                                  "i", keys[i].argument);
  for (gsize i = 0; i < G_N_ELEMENTS (action_keys); i++)
    gtk_widget_class_add_binding_action (widget_class, action_keys[i].key, action_keys[i].modifiers,
                                         action_keys[i].action, NULL);
  /* Alt and a digit change the view of the window. */
  for (int i = 0; i < 9; i++) {
    gtk_widget_class_add_binding (widget_class, (guint) (GDK_KEY_1 + i), 0, toggle_key_cb, "i", i);
    gtk_widget_class_add_binding (widget_class, (guint) (GDK_KEY_1 + i), GDK_CONTROL_MASK,
                                  isolate_key_cb, "i", i);
  }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_key_cb, NULL);
}
