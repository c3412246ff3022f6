/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Where the keyboard is. Who starts the program or chooses a view by its key wants to use the view,
 * so that the focus goes there; and where what had the focus is hidden, as with a button of the
 * view before, it is never left nowhere, because the next Tab would begin at the other end of the
 * window.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-window-private.h"

static gboolean
has_focus (GmarlWindow *self, GtkWidget *page)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (focus, page);
}

/* Into the view that is shown: to what the page says, else to the first that can have it. */
void
gmarl_window_focus_view (GmarlWindow *self)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->stack);

  if (page != NULL && gtk_widget_get_mapped (page) && !has_focus (self, page) &&
      !gtk_widget_grab_focus (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static gboolean
seek_cb (gpointer user_data)
{
  GmarlWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  self->focus_seeker = 0;
  if (focus == NULL || !gtk_widget_get_mapped (focus))
    gmarl_window_focus_view (self);
  return G_SOURCE_REMOVE;
}

/* GTK may have found another place a moment later. Not after the frames, of which a busy machine
 * draws one after the other.
 */
static void
focus_changed_cb (GmarlWindow *self)
{
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL && self->focus_seeker == 0 &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->focus_seeker = g_idle_add_full (G_PRIORITY_HIGH_IDLE, seek_cb, self, NULL);
}

static void
chosen_cb (GmarlWindow *self, GVariant *name)
{
  gmarl_window_show_view (self, g_variant_get_string (name, NULL));
}

static void
view_changed_cb (GmarlWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "view");

  g_simple_action_set_state (
      G_SIMPLE_ACTION (action),
      g_variant_new_string (adw_view_stack_get_visible_child_name (self->stack)));
}

void
gmarl_window_watch_focus (GmarlWindow *self)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
      "view", G_VARIANT_TYPE_STRING,
      g_variant_new_string (adw_view_stack_get_visible_child_name (self->stack)));

  g_signal_connect_object (action, "activate", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->stack, "notify::visible-child-name", G_CALLBACK (view_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  /* Before GTK takes the first button of the header bar, where Space would not play. */
  g_signal_connect_after (self, "map", G_CALLBACK (gmarl_window_focus_view), NULL);
}
