/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-network-widget-private.h"

#include <math.h>

/* Pointer and keyboard of the picture of the network. */

#define MOVE_STEP 0.025 /* of the box, for a key */
#define ZOOM_STEP 1.25

static void
set_hovered (GmarlNetworkWidget *self, int node)
{
  if (node == self->frame.hovered)
    return;
  self->frame.hovered = node;
  gmarl_network_widget_invalidate (self);
}

static void
update_cursor (GmarlNetworkWidget *self, double x, double y)
{
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);
  const char *name = NULL;

  if (scene != NULL && gmarl_network_scene_handle_at (scene, x, y) >= 0)
    name = "crosshair";
  else if (self->frame.hovered >= 0)
    name = "pointer";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
motion_cb (GmarlNetworkWidget *self, double x, double y)
{
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);

  self->pointer_x = x;
  self->pointer_y = y;
  if (self->drag != GMARL_NETWORK_DRAG_NONE)
    return;
  /* The handle reaches beyond its node: on the way to it the node stays hovered. */
  if (scene == NULL || gmarl_network_scene_handle_at (scene, x, y) < 0)
    set_hovered (self, gmarl_network_widget_node_at (self, x, y));
  update_cursor (self, x, y);
}

static void
leave_cb (GmarlNetworkWidget *self)
{
  if (self->drag == GMARL_NETWORK_DRAG_NONE)
    set_hovered (self, -1);
}

static void
pressed_cb (GmarlNetworkWidget *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (n_press == 2 && gmarl_network_widget_node_at (self, x, y) >= 0)
    gmarl_network_widget_activate_selected (self);
}

static void
released_cb (GmarlNetworkWidget *self, int n_press, double x, double y)
{
  int node = gmarl_network_widget_node_at (self, x, y);

  if (n_press != 1 || self->view == NULL)
    return;
  if (node >= 0 || !self->editable)
    gmarl_network_widget_select_node (self, node);
  else
    gmarl_network_widget_select_line (self, gmarl_network_widget_line_at (self, x, y));
}

static void
menu_pressed_cb (GmarlNetworkWidget *self, int n_press, double x, double y)
{
  gmarl_network_widget_show_menu (self, x, y);
}

static void
drag_begin_cb (GmarlNetworkWidget *self, double x, double y)
{
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);

  self->drag = GMARL_NETWORK_DRAG_NONE;
  self->dragging = FALSE;
  if (scene == NULL)
    return;
  self->drag_node = gmarl_network_scene_handle_at (scene, x, y);
  if (self->drag_node >= 0) {
    self->drag = GMARL_NETWORK_DRAG_LINE;
    return;
  }
  self->drag_node = gmarl_network_scene_node_at (scene, x, y);
  if (self->drag_node >= 0) {
    self->drag = GMARL_NETWORK_DRAG_NODE;
    self->drag_x = scene->node[self->drag_node].x - x;
    self->drag_y = scene->node[self->drag_node].y - y;
  } else if (self->frame.zoom > 1) {
    self->drag = GMARL_NETWORK_DRAG_PAN;
    self->drag_x = self->frame.pan_x;
    self->drag_y = self->frame.pan_y;
  }
}

static void
drag_node_to (GmarlNetworkWidget *self, double x, double y)
{
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);
  double place_x, place_y;

  gmarl_network_scene_to_place (scene, x + self->drag_x, y + self->drag_y, &place_x, &place_y);
  gmarl_network_layout_move (self->layout, (gsize) self->drag_node, place_x, place_y);
  gmarl_network_widget_invalidate (self);
}

static void
drag_update_cb (GmarlNetworkWidget *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  if (self->drag == GMARL_NETWORK_DRAG_NONE || gmarl_network_widget_get_scene (self) == NULL ||
      !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  if (!self->dragging && !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, (int) dy))
    return;
  /* From here on it is no click. */
  self->dragging = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->drag == GMARL_NETWORK_DRAG_NODE) {
    drag_node_to (self, x + dx, y + dy);
  } else if (self->drag == GMARL_NETWORK_DRAG_PAN) {
    gmarl_network_widget_pan_to (self, self->drag_x + dx, self->drag_y + dy);
  } else {
    self->frame.draft_from = self->drag_node;
    self->frame.draft_x = x + dx;
    self->frame.draft_y = y + dy;
    self->frame.hovered = gmarl_network_widget_node_at (self, x + dx, y + dy);
    gmarl_network_widget_invalidate (self);
  }
}

static void
drag_end_cb (GmarlNetworkWidget *self, double dx, double dy, GtkGestureDrag *gesture)
{
  gboolean drawn = self->drag == GMARL_NETWORK_DRAG_LINE && self->frame.draft_from >= 0;
  gboolean moved = self->drag == GMARL_NETWORK_DRAG_NODE && self->dragging;
  double x, y;

  self->drag = GMARL_NETWORK_DRAG_NONE;
  if (moved)
    gmarl_network_widget_moved (self, (guint) self->drag_node, TRUE);
  if (!drawn || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  self->frame.draft_from = -1;
  gmarl_network_widget_invalidate (self);
  if (gmarl_network_widget_node_at (self, x + dx, y + dy) >= 0)
    gmarl_network_widget_add_line (self, self->drag_node,
                                   gmarl_network_widget_node_at (self, x + dx, y + dy));
}

static void
drag_cancel_cb (GmarlNetworkWidget *self)
{
  self->drag = GMARL_NETWORK_DRAG_NONE;
  self->frame.draft_from = -1;
  gmarl_network_widget_invalidate (self);
}

/* With Ctrl; without it whatever is around scrolls. About the pointer, as it last moved: not all
 * scroll events know where they are.
 */
static gboolean
scroll_cb (GmarlNetworkWidget *self, double dx, double dy, GtkEventControllerScroll *controller)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);

  if (!(gtk_event_controller_get_current_event_state (base) & GDK_CONTROL_MASK) ||
      gmarl_network_widget_get_scene (self) == NULL)
    return GDK_EVENT_PROPAGATE;
  gmarl_network_widget_zoom_about (self, self->pointer_x, self->pointer_y,
                                   self->frame.zoom * pow (ZOOM_STEP, -dy));
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (GmarlNetworkWidget *self)
{
  self->pinch_zoom = self->frame.zoom;
}

static void
pinch_cb (GmarlNetworkWidget *self, double scale, GtkGestureZoom *gesture)
{
  double x, y;

  if (gmarl_network_widget_get_scene (self) != NULL &&
      gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    gmarl_network_widget_zoom_about (self, x, y, self->pinch_zoom * scale);
}

static void
add_controller (GmarlNetworkWidget *self, GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
gmarl_network_widget_add_input (GmarlNetworkWidget *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *click = gtk_gesture_click_new (), *menu = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  add_controller (self, motion);
  add_controller (self, scroll);
  add_controller (self, GTK_EVENT_CONTROLLER (click));
  add_controller (self, GTK_EVENT_CONTROLLER (menu));
  add_controller (self, GTK_EVENT_CONTROLLER (drag));
  add_controller (self, GTK_EVENT_CONTROLLER (pinch));
}

/* In rows all four arrows differ; along the lines of a graph there is only a next and a previous
 * node. */
static gboolean
walk_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);
  GmarlMatrixScene *matrix = gmarl_network_widget_get_matrix (self);
  int dx, dy, selected = self->frame.selected;

  if (self->view == NULL || self->view->n_nodes == 0)
    return GDK_EVENT_PROPAGATE;
  g_variant_get (args, "(ii)", &dx, &dy);
  if (matrix != NULL)
    selected = gmarl_matrix_scene_walk (matrix, selected, dx, dy);
  else if (gmarl_network_widget_get_scene (self) != NULL)
    selected = gmarl_network_layout_walk (self->layout, selected, dx + dy);
  gmarl_network_widget_select_node (self, selected);
  return GDK_EVENT_STOP;
}

static gboolean
end_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);

  if (self->view == NULL || self->view->n_nodes == 0)
    return GDK_EVENT_PROPAGATE;
  gmarl_network_widget_select_node (
      self, g_variant_get_int32 (args) < 0 ? 0 : (int) self->view->n_nodes - 1);
  return GDK_EVENT_STOP;
}

static gboolean
move_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);
  int dx, dy, selected = self->frame.selected;

  if (gmarl_network_widget_get_scene (self) == NULL || selected < 0)
    return GDK_EVENT_PROPAGATE;
  g_variant_get (args, "(ii)", &dx, &dy);
  gmarl_network_layout_move (self->layout, (gsize) selected,
                             self->layout->x[selected] + dx * MOVE_STEP,
                             self->layout->y[selected] + dy * MOVE_STEP);
  gmarl_network_widget_invalidate (self);
  gmarl_network_widget_moved (self, (guint) selected, FALSE);
  return GDK_EVENT_STOP;
}

static gboolean
activate_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);
  int from = self->frame.draft_from;

  if (self->frame.selected < 0)
    return GDK_EVENT_PROPAGATE;
  if (from < 0) {
    gmarl_network_widget_activate_selected (self);
    return GDK_EVENT_STOP;
  }
  self->frame.draft_from = -1;
  gmarl_network_widget_invalidate (self);
  gmarl_network_widget_toggle_line (self, from, self->frame.selected);
  return GDK_EVENT_STOP;
}

static gboolean
draft_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);

  if (!self->editable || self->frame.selected < 0 || scene == NULL)
    return GDK_EVENT_PROPAGATE;
  self->frame.draft_from = self->frame.selected;
  self->frame.draft_x = scene->node[self->frame.selected].x;
  self->frame.draft_y = scene->node[self->frame.selected].y;
  gmarl_network_widget_invalidate (self);
  return GDK_EVENT_STOP;
}

static gboolean
delete_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);

  if (!self->editable || self->frame.selected_line < 0)
    return GDK_EVENT_PROPAGATE;
  gmarl_network_widget_remove_selected_line (self);
  return GDK_EVENT_STOP;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);

  if (self->legend_visible) {
    gmarl_network_widget_set_legend_visible (self, FALSE);
    return GDK_EVENT_STOP;
  }
  if (self->frame.draft_from >= 0) {
    self->frame.draft_from = -1;
    gmarl_network_widget_invalidate (self);
    return GDK_EVENT_STOP;
  }
  if (self->frame.selected < 0 && self->frame.selected_line < 0)
    return GDK_EVENT_PROPAGATE;
  gmarl_network_widget_select_node (self, -1);
  return GDK_EVENT_STOP;
}

static gboolean
menu_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);
  int selected = self->frame.selected;

  if (scene != NULL && selected >= 0)
    gmarl_network_widget_show_menu (self, scene->node[selected].x, scene->node[selected].y);
  else
    gmarl_network_widget_show_menu (self, gtk_widget_get_width (widget) / 2.0,
                                    gtk_widget_get_height (widget) / 2.0);
  return GDK_EVENT_STOP;
}

static gboolean
action_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);

  g_action_group_activate_action (G_ACTION_GROUP (self->actions), g_variant_get_string (args, NULL),
                                  NULL);
  return GDK_EVENT_STOP;
}

void
gmarl_network_widget_add_keys (GtkWidgetClass *klass)
{
  static const struct {
    guint key, keypad;
    int dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };
  static const struct {
    guint key;
    const char *action;
  } actions[] = {
    { GDK_KEY_plus, "zoom-in" },
    { GDK_KEY_KP_Add, "zoom-in" },
    { GDK_KEY_equal, "zoom-in" },
    { GDK_KEY_minus, "zoom-out" },
    { GDK_KEY_KP_Subtract, "zoom-out" },
    { GDK_KEY_0, "fit" },
    { GDK_KEY_KP_0, "fit" },
  };
  static const struct {
    guint key;
    GtkShortcutFunc callback;
  } others[] = {
    { GDK_KEY_Return, activate_cb },  { GDK_KEY_KP_Enter, activate_cb },
    { GDK_KEY_l, draft_cb },          { GDK_KEY_Delete, delete_cb },
    { GDK_KEY_KP_Delete, delete_cb }, { GDK_KEY_Escape, escape_cb },
    { GDK_KEY_Menu, menu_cb },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (arrows); k++) {
    const guint keys[] = { arrows[k].key, arrows[k].keypad };

    for (gsize j = 0; j < G_N_ELEMENTS (keys); j++) {
      gtk_widget_class_add_binding (klass, keys[j], 0, walk_cb, "(ii)", arrows[k].dx, arrows[k].dy);
      gtk_widget_class_add_binding (klass, keys[j], GDK_SHIFT_MASK, move_cb, "(ii)", arrows[k].dx,
                                    arrows[k].dy);
    }
  }
  gtk_widget_class_add_binding (klass, GDK_KEY_Home, 0, end_cb, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_End, 0, end_cb, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_F10, GDK_SHIFT_MASK, menu_cb, NULL);
  for (gsize k = 0; k < G_N_ELEMENTS (actions); k++)
    gtk_widget_class_add_binding (klass, actions[k].key, 0, action_cb, "s", actions[k].action);
  for (gsize k = 0; k < G_N_ELEMENTS (others); k++)
    gtk_widget_class_add_binding (klass, others[k].key, 0, others[k].callback, NULL);
}
