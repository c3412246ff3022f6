/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-network-widget.h"

#include "gmarl-network-paint.h"
#include "gmarl-network-text.h"
#include "gmarl-network-widget-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define LARGEST_ZOOM 24

enum {
  PROP_SELECTED = 1,
  PROP_PLAYING,
  PROP_EDITABLE,
  PROP_LEGEND_VISIBLE,
  N_PROPERTIES,
};

enum {
  NODE_ACTIVATED,
  LINE_ADDED,
  LINE_REMOVED,
  NODE_MOVED,
  ARRANGED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlNetworkWidget, gmarl_network_widget, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
style_changed_cb (GmarlNetworkWidget *self)
{
  g_hash_table_remove_all (self->text_sizes);
  gmarl_network_widget_invalidate (self);
  gmarl_network_widget_update_animation (self);
}

/* What a screen reader says: the node that the user walked to, and the network as a whole. */
static void
describe (GmarlNetworkWidget *self)
{
  g_autofree char *label = NULL, *summary = NULL, *description = NULL, *legend = NULL;

  if (self->view == NULL || self->view->n_nodes == 0) {
    label = g_strdup (_ ("Network, empty"));
    description = g_strdup ("");
  } else {
    summary = gmarl_network_text_summary (self->view);
    legend = self->legend_visible ? gmarl_network_legend_text () : NULL;
    description = legend != NULL ? g_strconcat (summary, "\n", legend, NULL) : g_strdup (summary);
    if (self->frame.selected >= 0)
      label = gmarl_network_text_node (self->view, (gsize) self->frame.selected);
    else if (self->frame.selected_line >= 0)
      label = gmarl_network_text_line (self->view, (gsize) self->frame.selected_line);
    else
      label = g_strdup (summary);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
select_both (GmarlNetworkWidget *self, int node, int line)
{
  gboolean changed = self->frame.selected != node;

  self->frame.selected_line = line;
  self->frame.selected = node;
  gmarl_network_widget_invalidate (self);
  describe (self);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

void
gmarl_network_widget_select_node (GmarlNetworkWidget *self, int node)
{
  select_both (self, node, -1);
}

void
gmarl_network_widget_select_line (GmarlNetworkWidget *self, int line)
{
  select_both (self, -1, line);
}

void
gmarl_network_widget_pan_to (GmarlNetworkWidget *self, double pan_x, double pan_y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double reach = (self->frame.zoom - 1) / 2;

  self->frame.pan_x =
      CLAMP (pan_x, -reach * gtk_widget_get_width (widget), reach * gtk_widget_get_width (widget));
  self->frame.pan_y = CLAMP (pan_y, -reach * gtk_widget_get_height (widget),
                             reach * gtk_widget_get_height (widget));
  gmarl_network_widget_invalidate (self);
}

void
gmarl_network_widget_zoom_about (GmarlNetworkWidget *self, double x, double y, double zoom)
{
  double from_x = x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 - self->frame.pan_x;
  double from_y = y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 - self->frame.pan_y;
  double factor;

  zoom = CLAMP (zoom, 1, LARGEST_ZOOM);
  factor = 1 - zoom / self->frame.zoom;
  self->frame.zoom = zoom;
  gmarl_network_widget_pan_to (self, self->frame.pan_x + from_x * factor,
                               self->frame.pan_y + from_y * factor);
  gmarl_network_widget_update_animation (self);
}

static int
find_line (GmarlNetworkWidget *self, guint a, guint b)
{
  for (gsize k = 0; k < self->view->n_lines; k++) {
    const GmarlNetworkLine *line = &self->view->line[k];

    if ((line->a == a && line->b == b) || (line->a == b && line->b == a))
      return (int) k;
  }
  return -1;
}

static void
ask_for_line (GmarlNetworkWidget *self, int a, int b, gboolean may_remove)
{
  guint low = (guint) MIN (a, b), high = (guint) MAX (a, b);
  gboolean present;

  if (self->view == NULL || !self->editable || a == b || a < 0 || b < 0)
    return;
  present = find_line (self, low, high) >= 0;
  if (!present || may_remove)
    g_signal_emit (self, signals[present ? LINE_REMOVED : LINE_ADDED], 0, low, high);
}

void
gmarl_network_widget_add_line (GmarlNetworkWidget *self, int a, int b)
{
  ask_for_line (self, a, b, FALSE);
}

void
gmarl_network_widget_toggle_line (GmarlNetworkWidget *self, int a, int b)
{
  ask_for_line (self, a, b, TRUE);
}

void
gmarl_network_widget_remove_selected_line (GmarlNetworkWidget *self)
{
  const GmarlNetworkLine *line;

  if (self->view == NULL || !self->editable || self->frame.selected_line < 0)
    return;
  line = &self->view->line[self->frame.selected_line];
  g_signal_emit (self, signals[LINE_REMOVED], 0, MIN (line->a, line->b), MAX (line->a, line->b));
}

void
gmarl_network_widget_activate_selected (GmarlNetworkWidget *self)
{
  if (self->frame.selected >= 0)
    g_signal_emit (self, signals[NODE_ACTIVATED], 0, (guint) self->frame.selected);
}

void
gmarl_network_widget_moved (GmarlNetworkWidget *self, guint node, gboolean dragged)
{
  g_signal_emit (self, signals[NODE_MOVED], 0, node, dragged);
}

void
gmarl_network_widget_arranged (GmarlNetworkWidget *self)
{
  g_signal_emit (self, signals[ARRANGED], 0);
}

static void
gmarl_network_widget_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 180;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 520 : 420;
}

static void
gmarl_network_widget_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);

  gmarl_network_widget_pan_to (self, self->frame.pan_x, self->frame.pan_y);
  gmarl_network_widget_update_animation (self);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
gmarl_network_widget_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_network_widget_parent_class)->map (widget);
  gmarl_network_widget_update_animation (GMARL_NETWORK_WIDGET (widget));
}

static void
gmarl_network_widget_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_network_widget_parent_class)->unmap (widget);
  gmarl_network_widget_update_animation (GMARL_NETWORK_WIDGET (widget));
}

/* The ring of the selected node shows only while keys act on it. */
static void
gmarl_network_widget_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GtkStateFlags changed = before ^ gtk_widget_get_state_flags (widget);

  GTK_WIDGET_CLASS (gmarl_network_widget_parent_class)->state_flags_changed (widget, before);
  if (changed & (GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE))
    gmarl_network_widget_invalidate (GMARL_NETWORK_WIDGET (widget));
}

static gboolean
gmarl_network_widget_query_tooltip (GtkWidget *widget,
                                    int x,
                                    int y,
                                    gboolean keyboard,
                                    GtkTooltip *tooltip)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);
  int node = keyboard ? self->frame.selected : gmarl_network_widget_node_at (self, x, y);
  int line = keyboard || node >= 0 ? -1 : gmarl_network_widget_line_at (self, x, y);
  g_autofree char *text = NULL;
  GdkRectangle area = { x - 4, y - 4, 8, 8 };

  if (self->view == NULL || (node < 0 && line < 0) || self->drag != GMARL_NETWORK_DRAG_NONE)
    return FALSE;
  text = node >= 0 ? gmarl_network_text_node_details (self->view, (gsize) node)
                   : gmarl_network_text_line_details (self->view, (gsize) line);
  gtk_tooltip_set_text (tooltip, text);
  if (!keyboard)
    gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

static void
gmarl_network_widget_dispose (GObject *object)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (object);

  self->playing = FALSE;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->scene, gmarl_network_scene_free);
  g_clear_pointer (&self->matrix, gmarl_matrix_scene_free);
  g_clear_pointer (&self->below, gsk_render_node_unref);
  g_clear_pointer (&self->above, gsk_render_node_unref);
  g_clear_object (&self->watch);
  gmarl_network_widget_drop_actions (self);
  g_clear_object (&self->menu);
  G_OBJECT_CLASS (gmarl_network_widget_parent_class)->dispose (object);
}

static void
gmarl_network_widget_finalize (GObject *object)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (object);

  gmarl_network_view_free (self->view);
  gmarl_network_layout_free (self->layout);
  g_hash_table_unref (self->text_sizes);
  g_free (self->line_phase);
  g_free (self->spoke_phase);
  G_OBJECT_CLASS (gmarl_network_widget_parent_class)->finalize (object);
}

static void
gmarl_network_widget_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (object);

  switch (id) {
  case PROP_SELECTED:
    g_value_set_int (value, self->frame.selected);
    break;
  case PROP_PLAYING:
    g_value_set_boolean (value, self->playing);
    break;
  case PROP_EDITABLE:
    g_value_set_boolean (value, self->editable);
    break;
  case PROP_LEGEND_VISIBLE:
    g_value_set_boolean (value, self->legend_visible);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_network_widget_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (object);

  switch (id) {
  case PROP_SELECTED:
    gmarl_network_widget_set_selected (self, g_value_get_int (value));
    break;
  case PROP_PLAYING:
    gmarl_network_widget_set_playing (self, g_value_get_boolean (value));
    break;
  case PROP_EDITABLE:
    gmarl_network_widget_set_editable (self, g_value_get_boolean (value));
    break;
  case PROP_LEGEND_VISIBLE:
    gmarl_network_widget_set_legend_visible (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_SELECTED] = g_param_spec_int ("selected", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, FALSE, flags);
  properties[PROP_LEGEND_VISIBLE] =
      g_param_spec_boolean ("legend-visible", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (klass, N_PROPERTIES, properties);
}

static void
gmarl_network_widget_class_init (GmarlNetworkWidgetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = gmarl_network_widget_dispose;
  object_class->finalize = gmarl_network_widget_finalize;
  object_class->get_property = gmarl_network_widget_get_property;
  object_class->set_property = gmarl_network_widget_set_property;
  widget_class->snapshot = gmarl_network_widget_snapshot;
  widget_class->measure = gmarl_network_widget_measure;
  widget_class->size_allocate = gmarl_network_widget_size_allocate;
  widget_class->map = gmarl_network_widget_map;
  widget_class->unmap = gmarl_network_widget_unmap;
  widget_class->state_flags_changed = gmarl_network_widget_state_flags_changed;
  widget_class->query_tooltip = gmarl_network_widget_query_tooltip;

  install_properties (object_class);
  signals[NODE_ACTIVATED] = g_signal_new ("node-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[LINE_ADDED] = g_signal_new ("line-added", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[LINE_REMOVED] = g_signal_new ("line-removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  signals[NODE_MOVED] = g_signal_new ("node-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[ARRANGED] =
      g_signal_new ("arranged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gmarl_network_widget_add_keys (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "network");
}

static void
gmarl_network_widget_init (GmarlNetworkWidget *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gmarl_network_frame_init (&self->frame, 0, 0);
  self->text_sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->watch = gmarl_style_watch_new (widget);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gmarl_network_widget_add_actions (self);
  gmarl_network_widget_add_input (self);
  describe (self);
}

GtkWidget *
gmarl_network_widget_new (void)
{
  return g_object_new (GMARL_TYPE_NETWORK_WIDGET, NULL);
}

/* Another network: a new layout, which keeps what the user moved where shape and nodes allow. Lines
 * of a custom network come and go without moving any node.
 */
static void
change_network (GmarlNetworkWidget *self, const GmarlNetworkView *view)
{
  g_autoptr (GmarlNetworkLayout) before = g_steal_pointer (&self->layout);
  gsize n_nodes = view != NULL ? view->n_nodes : 0, n_lines = view != NULL ? view->n_lines : 0;

  g_free (self->line_phase);
  g_free (self->spoke_phase);
  self->line_phase = g_new0 (double, MAX (n_lines, 1));
  self->spoke_phase = g_new0 (double, MAX (n_nodes, 1));
  self->frame.selected_line = -1;
  self->frame.hovered = -1;
  self->frame.draft_from = -1;
  self->drag = GMARL_NETWORK_DRAG_NONE;
  if (view == NULL || before == NULL || before->shape != view->shape)
    return;
  if (before->n_nodes == n_nodes && view->shape == GMARL_NETWORK_SHAPE_CUSTOM) {
    self->layout = g_steal_pointer (&before);
    return;
  }
  self->layout = gmarl_network_layout_new (view);
  gmarl_network_layout_adopt (self->layout, before);
}

void
gmarl_network_widget_set_view (GmarlNetworkWidget *self, const GmarlNetworkView *view)
{
  GmarlNetworkView *copy;
  gboolean same;

  g_return_if_fail (GMARL_IS_NETWORK_WIDGET (self));

  same = view != NULL && self->view != NULL && gmarl_network_view_same_network (self->view, view);
  if (!same)
    change_network (self, view);
  copy = view != NULL ? gmarl_network_view_copy (view) : NULL;
  gmarl_network_view_free (self->view);
  self->view = copy;
  gmarl_network_widget_invalidate (self);
  if (!same) {
    if (view == NULL || self->frame.selected >= (int) view->n_nodes)
      gmarl_network_widget_select_node (self, -1);
    else
      describe (self);
  }
  gmarl_network_widget_update_animation (self);
}

const GmarlNetworkView *
gmarl_network_widget_get_view (GmarlNetworkWidget *self)
{
  g_return_val_if_fail (GMARL_IS_NETWORK_WIDGET (self), NULL);

  return self->view;
}

int
gmarl_network_widget_get_selected (GmarlNetworkWidget *self)
{
  g_return_val_if_fail (GMARL_IS_NETWORK_WIDGET (self), -1);

  return self->frame.selected;
}

void
gmarl_network_widget_set_selected (GmarlNetworkWidget *self, int node)
{
  g_return_if_fail (GMARL_IS_NETWORK_WIDGET (self));

  if (node < 0 || self->view == NULL || (gsize) node >= self->view->n_nodes)
    node = -1;
  if (node != self->frame.selected)
    gmarl_network_widget_select_node (self, node);
}

gboolean
gmarl_network_widget_get_playing (GmarlNetworkWidget *self)
{
  g_return_val_if_fail (GMARL_IS_NETWORK_WIDGET (self), FALSE);

  return self->playing;
}

void
gmarl_network_widget_set_playing (GmarlNetworkWidget *self, gboolean playing)
{
  g_return_if_fail (GMARL_IS_NETWORK_WIDGET (self));

  if (self->playing == !!playing)
    return;
  self->playing = !!playing;
  /* Numbers that stand still are worth reading out. */
  if (!self->playing)
    describe (self);
  gmarl_network_widget_update_animation (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

gboolean
gmarl_network_widget_get_editable (GmarlNetworkWidget *self)
{
  g_return_val_if_fail (GMARL_IS_NETWORK_WIDGET (self), FALSE);

  return self->editable;
}

void
gmarl_network_widget_set_editable (GmarlNetworkWidget *self, gboolean editable)
{
  g_return_if_fail (GMARL_IS_NETWORK_WIDGET (self));

  if (self->editable == !!editable)
    return;
  self->editable = !!editable;
  self->frame.draft_from = -1;
  gmarl_network_widget_invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITABLE]);
}

gboolean
gmarl_network_widget_get_legend_visible (GmarlNetworkWidget *self)
{
  g_return_val_if_fail (GMARL_IS_NETWORK_WIDGET (self), FALSE);

  return self->legend_visible;
}

void
gmarl_network_widget_set_legend_visible (GmarlNetworkWidget *self, gboolean visible)
{
  GAction *legend;

  g_return_if_fail (GMARL_IS_NETWORK_WIDGET (self));

  if (self->legend_visible == !!visible)
    return;
  self->legend_visible = !!visible;
  legend = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "legend");
  g_simple_action_set_state (G_SIMPLE_ACTION (legend),
                             g_variant_new_boolean (self->legend_visible));
  gmarl_network_widget_invalidate (self);
  describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEGEND_VISIBLE]);
}

gboolean
gmarl_network_widget_get_position (GmarlNetworkWidget *self, guint node, double *x, double *y)
{
  g_return_val_if_fail (GMARL_IS_NETWORK_WIDGET (self), FALSE);

  if (self->layout == NULL || node >= self->layout->n_nodes || !self->layout->moved[node])
    return FALSE;
  *x = self->layout->x[node];
  *y = self->layout->y[node];
  return TRUE;
}

void
gmarl_network_widget_set_position (GmarlNetworkWidget *self, guint node, double x, double y)
{
  g_return_if_fail (GMARL_IS_NETWORK_WIDGET (self));
  g_return_if_fail (self->view != NULL && node < self->view->n_nodes);

  if (self->layout == NULL)
    self->layout = gmarl_network_layout_new (self->view);
  gmarl_network_layout_move (self->layout, node, x, y);
  gmarl_network_widget_invalidate (self);
}

void
gmarl_network_widget_unset_position (GmarlNetworkWidget *self, guint node)
{
  g_return_if_fail (GMARL_IS_NETWORK_WIDGET (self));

  if (self->layout == NULL || node >= self->layout->n_nodes || !self->layout->moved[node])
    return;
  gmarl_network_layout_restore (self->layout, node);
  gmarl_network_widget_invalidate (self);
}
