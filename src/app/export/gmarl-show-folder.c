/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-show-folder.h"

typedef struct {
  GWeakRef window;
  char *uri;
} Request;

static void
request_free (Request *self)
{
  g_weak_ref_clear (&self->window);
  g_free (self->uri);
  g_free (self);
}

/* No file manager answers by that name: whatever opens folders does. */
static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *self = user_data;
  g_autoptr (GtkWindow) window = g_weak_ref_get (&self->window);
  g_autoptr (GFile) file = g_file_new_for_uri (self->uri);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (answer == NULL && uri != NULL)
    gtk_show_uri (window, uri, GDK_CURRENT_TIME);
  request_free (self);
}

void
gmarl_show_folder (GtkWindow *window, const char *uri)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (window));
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  const char *uris[] = { uri, NULL };
  Request *request;

  if (bus == NULL) {
    gtk_show_uri (window, uri, GDK_CURRENT_TIME);
    return;
  }
  request = g_new0 (Request, 1);
  g_weak_ref_init (&request->window, window);
  request->uri = g_strdup (uri);
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, shown_cb, request);
}
