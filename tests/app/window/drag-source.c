/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A window to drag files from, as a file manager's:
 *
 *   drag-source FILE…
 *
 * It says "ready" when it is drawn, and ends when the files were dropped somewhere: with status 0
 * where they were taken.
 */
#include <gtk/gtk.h>

typedef struct {
  GMainLoop *loop;
  gboolean is_taken;
} Drag;

static void
ended_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete_data, Drag *self)
{
  self->is_taken = gdk_drag_get_selected_action (drag) == GDK_ACTION_COPY;
  g_main_loop_quit (self->loop);
}

static gboolean
cancelled_cb (GtkDragSource *source, GdkDrag *drag, GdkDragCancelReason reason, Drag *self)
{
  g_printerr ("The drag was cancelled for reason %d\n", reason);
  return FALSE;
}

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (clock, painted_cb, user_data);
  g_print ("ready\n");
}

int
main (int argc, char **argv)
{
  Drag self = { 0 };
  GSList *files = NULL;
  GtkWidget *window;
  GtkDragSource *source;
  g_autoptr (GdkContentProvider) content = NULL;

  gtk_init ();
  for (int k = argc - 1; k > 0; k--)
    files = g_slist_prepend (files, g_file_new_for_commandline_arg (argv[k]));
  self.loop = g_main_loop_new (NULL, FALSE);
  window = gtk_window_new ();
  source = gtk_drag_source_new ();
  content = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
  gtk_drag_source_set_content (source, content);
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "drag-end", G_CALLBACK (ended_cb), &self);
  g_signal_connect (source, "drag-cancel", G_CALLBACK (cancelled_cb), &self);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 150, 100);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    NULL);
  g_main_loop_run (self.loop);
  gtk_window_destroy (GTK_WINDOW (window));
  g_slist_free_full (files, g_object_unref);
  g_main_loop_unref (self.loop);
  return self.is_taken ? 0 : 1;
}
