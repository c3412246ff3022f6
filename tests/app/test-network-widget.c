/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-widget.h"

#include <adwaita.h>
#include <math.h>

static GmarlNetworkView *
new_view (gsize n_nodes)
{
  static const char *const names[] = { "Residential", "Commercial", "Industrial" };
  GmarlNetworkView *view = gmarl_network_view_new (n_nodes, n_nodes - 1);

  view->shape = GMARL_NETWORK_SHAPE_CUSTOM;
  view->line_limit_kwh = 20;
  view->grid_limit_kwh = 30;
  for (gsize i = 0; i < n_nodes; i++) {
    if (i < G_N_ELEMENTS (names))
      gmarl_network_view_set_name (view, i, names[i]);
    view->node[i].level = 0.14;
    view->node[i].demand_kwh = 9.5;
    view->node[i].demand_peak_kwh = 10;
    view->node[i].solar_kwh = 3.5;
    view->node[i].solar_peak_kwh = 10;
    view->node[i].grid_kwh = 14.5;
  }
  for (gsize k = 0; k + 1 < n_nodes; k++)
    view->line[k] = (GmarlNetworkLine){ (guint) k, (guint) k + 1, 3 };
  return view;
}

typedef struct {
  GtkWidget *window, *widget;
  GmarlNetworkWidget *network;
  guint n_activated, n_added, n_removed, a, b;
} Fixture;

static void
activated_cb (Fixture *self, guint node)
{
  self->n_activated++;
  self->a = node;
}

static void
added_cb (Fixture *self, guint a, guint b)
{
  self->n_added++;
  self->a = a;
  self->b = b;
}

static void
removed_cb (Fixture *self, guint a, guint b)
{
  self->n_removed++;
  self->a = a;
  self->b = b;
}

static void
set_up (Fixture *self, gconstpointer n_nodes)
{
  g_autoptr (GmarlNetworkView) view = new_view (GPOINTER_TO_SIZE (n_nodes));

  *self = (Fixture){ .window = adw_window_new (), .widget = gmarl_network_widget_new () };
  self->network = GMARL_NETWORK_WIDGET (self->widget);
  g_signal_connect_swapped (self->widget, "node-activated", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (self->widget, "line-added", G_CALLBACK (added_cb), self);
  g_signal_connect_swapped (self->widget, "line-removed", G_CALLBACK (removed_cb), self);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 600, 500);
  adw_window_set_content (ADW_WINDOW (self->window), self->widget);
  gmarl_network_widget_set_view (self->network, view);
  gtk_window_present (GTK_WINDOW (self->window));
  while (gtk_widget_get_width (self->widget) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_ref (self->widget);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (self->widget);
}

/* Runs what the class has bound to a key, as the toolkit does for a key press. */
static gboolean
press (GtkWidget *widget, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
      continue;
    for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
          gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key &&
          gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers)
        return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                             gtk_shortcut_get_arguments (shortcut));
    }
  }
  return FALSE;
}

static void
paint (GtkWidget *widget)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_unref (node);
}

static void
test_walk (Fixture *self, gconstpointer data)
{
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (self->widget), GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, -1);
  g_assert_true (press (self->widget, GDK_KEY_Right, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, 0);
  g_assert_true (press (self->widget, GDK_KEY_Right, 0));
  g_assert_true (press (self->widget, GDK_KEY_Down, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, 2);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (self->widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Industrial, storage 14 percent, low. Solar 35, demand 95 percent. "
      "Importing 14.5 kilowatt hours from grid.");
  g_assert_true (press (self->widget, GDK_KEY_Left, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, 1);
  g_assert_true (press (self->widget, GDK_KEY_End, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, 4);
  g_assert_true (press (self->widget, GDK_KEY_Right, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, 0);

  g_assert_true (press (self->widget, GDK_KEY_Return, 0));
  g_assert_cmpuint (self->n_activated, ==, 1);
  g_assert_cmpuint (self->a, ==, 0);
  g_assert_true (press (self->widget, GDK_KEY_Escape, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, -1);
  paint (self->widget);
}

static void
moved_cb (GmarlNetworkWidget *network, guint node, gboolean dragged, int *moved)
{
  g_assert_false (dragged);
  *moved = (int) node;
}

static void
test_move (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlNetworkView) view = new_view (5);
  double x, y, moved_x;
  int moved = -1;

  gmarl_network_widget_set_selected (self->network, 3);
  g_assert_false (gmarl_network_widget_get_position (self->network, 3, &x, &y));
  g_signal_connect (self->network, "node-moved", G_CALLBACK (moved_cb), &moved);
  g_assert_true (press (self->widget, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_cmpint (moved, ==, 3);
  g_assert_true (gmarl_network_widget_get_position (self->network, 3, &x, &y));
  g_assert_true (press (self->widget, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_true (gmarl_network_widget_get_position (self->network, 3, &moved_x, &y));
  g_assert_cmpfloat_with_epsilon (moved_x - x, 0.025, 1e-9);

  /* New numbers and a new line move nothing. */
  view->node[0].level = 0.7;
  view->line[0].b = 3;
  gmarl_network_widget_set_view (self->network, view);
  g_assert_true (gmarl_network_widget_get_position (self->network, 3, &x, &y));
  g_assert_cmpfloat (x, ==, moved_x);
  g_action_group_activate_action (gmarl_network_widget_get_actions (self->network), "arrange",
                                  NULL);
  paint (self->widget);
  g_assert_false (gmarl_network_widget_get_position (self->network, 3, &x, &y));
}

static void
test_edit (Fixture *self, gconstpointer data)
{
  gmarl_network_widget_set_selected (self->network, 0);
  g_assert_false (press (self->widget, GDK_KEY_l, 0));
  gmarl_network_widget_set_editable (self->network, TRUE);
  g_assert_true (press (self->widget, GDK_KEY_l, 0));
  g_assert_true (press (self->widget, GDK_KEY_Left, 0));
  paint (self->widget);
  g_assert_true (press (self->widget, GDK_KEY_Return, 0));
  g_assert_cmpuint (self->n_added, ==, 1);
  g_assert_cmpuint (self->a, ==, 0);
  g_assert_cmpuint (self->b, ==, 4);
  g_assert_cmpuint (self->n_activated, ==, 0);

  /* To a neighbour: the line goes. */
  gmarl_network_widget_set_selected (self->network, 2);
  g_assert_true (press (self->widget, GDK_KEY_l, 0));
  g_assert_true (press (self->widget, GDK_KEY_Left, 0));
  g_assert_true (press (self->widget, GDK_KEY_Return, 0));
  g_assert_cmpuint (self->n_removed, ==, 1);
  g_assert_cmpuint (self->a, ==, 1);
  g_assert_cmpuint (self->b, ==, 2);

  /* Given up. */
  g_assert_true (press (self->widget, GDK_KEY_l, 0));
  g_assert_true (press (self->widget, GDK_KEY_Escape, 0));
  g_assert_false (press (self->widget, GDK_KEY_Delete, 0));
  g_assert_cmpuint (self->n_added + self->n_removed, ==, 2);
}

static void
test_matrix (Fixture *self, gconstpointer data)
{
  GActionGroup *actions = gmarl_network_widget_get_actions (self->network);

  g_assert_true (press (self->widget, GDK_KEY_Down, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, 0);
  g_assert_true (press (self->widget, GDK_KEY_Down, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), >, 1);
  g_assert_true (press (self->widget, GDK_KEY_Up, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, 0);
  g_action_group_change_action_state (actions, "quantity", g_variant_new_string ("grid"));
  paint (self->widget);
  g_action_group_change_action_state (actions, "form", g_variant_new_string ("graph"));
  paint (self->widget);
  g_assert_true (press (self->widget, GDK_KEY_Down, 0));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, 1);
}

static void
test_legend (Fixture *self, gconstpointer data)
{
  GActionGroup *actions = gmarl_network_widget_get_actions (self->network);
  g_autoptr (GVariant) state = NULL;

  g_action_group_activate_action (actions, "legend", NULL);
  g_assert_true (gmarl_network_widget_get_legend_visible (self->network));
  paint (self->widget);
  gmarl_network_widget_set_legend_visible (self->network, FALSE);
  state = g_action_group_get_action_state (actions, "legend");
  g_assert_false (g_variant_get_boolean (state));
}

static void
test_properties (Fixture *self, gconstpointer data)
{
  int selected;
  gboolean playing;

  g_object_set (self->widget, "selected", 99, "playing", TRUE, "editable", TRUE, NULL);
  g_object_get (self->widget, "selected", &selected, "playing", &playing, NULL);
  g_assert_cmpint (selected, ==, -1);
  g_assert_true (playing);
  paint (self->widget);
  g_object_set (self->widget, "selected", 4, "playing", FALSE, NULL);
  gmarl_network_widget_set_view (self->network, NULL);
  g_assert_null (gmarl_network_widget_get_view (self->network));
  g_assert_cmpint (gmarl_network_widget_get_selected (self->network), ==, -1);
  g_assert_false (press (self->widget, GDK_KEY_Right, 0));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static gboolean
timeout_cb (gboolean *over)
{
  *over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Chevrons ask for frames while they move, and only then. */
static void
test_animation (Fixture *self, gconstpointer data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->widget);
  guint n_frames = 0;
  gboolean over = FALSE;

  g_signal_connect_swapped (clock, "update", G_CALLBACK (count_cb), &n_frames);
  gmarl_network_widget_set_playing (self->network, TRUE);
  while (n_frames < 5)
    g_main_context_iteration (NULL, TRUE);

  gmarl_network_widget_set_playing (self->network, FALSE);
  for (guint k = 0; k < 3; k++) {
    over = FALSE;
    g_timeout_add (100, G_SOURCE_FUNC (timeout_cb), &over);
    n_frames = 0;
    while (!over)
      g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpuint (n_frames, ==, 0);
  g_signal_handlers_disconnect_by_data (clock, &n_frames);
}

static void
test_zoom (Fixture *self, gconstpointer data)
{
  g_assert_true (press (self->widget, GDK_KEY_plus, 0));
  g_assert_true (press (self->widget, GDK_KEY_plus, 0));
  paint (self->widget);
  g_assert_true (press (self->widget, GDK_KEY_0, 0));
  paint (self->widget);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, n, function)                                                                     \
  g_test_add ("/app/network-widget/" name, Fixture, GSIZE_TO_POINTER (n), set_up, function,        \
              tear_down)
  ADD ("walk", 5, test_walk);
  ADD ("move", 5, test_move);
  ADD ("edit", 5, test_edit);
  ADD ("matrix", 1000, test_matrix);
  ADD ("legend", 5, test_legend);
  ADD ("properties", 5, test_properties);
  ADD ("animation", 5, test_animation);
  ADD ("zoom", 60, test_zoom);
#undef ADD

  return g_test_run ();
}
