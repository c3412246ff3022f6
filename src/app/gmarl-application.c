/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-application.h"

#include "gmarl-session.h"
#include "gmarl-window.h"

#include <glib/gi18n-lib.h>

struct _GmarlApplication {
  AdwApplication parent_instance;

  /* Owned */
  GmarlSession *session;

  /* Command line, of the first start */
  char *library_directory;
  gboolean exit_after_startup;
};

G_DEFINE_FINAL_TYPE (GmarlApplication, gmarl_application, ADW_TYPE_APPLICATION)

static void
quit_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = gtk_application_get_windows (user_data);

  /* Each is asked, because training or an unsaved scenario may want an answer. */
  while (windows != NULL) {
    GtkWindow *window = windows->data;

    windows = windows->next;
    gtk_window_close (window);
  }
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_activated_cb },
};

static const struct {
  const char *action; /* detailed */
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
};

static void
frame_painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (clock, frame_painted_cb, user_data);
  g_application_quit (user_data);
}

static void
quit_after_first_frame (GmarlApplication *self, GtkWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  g_signal_connect (clock, "after-paint", G_CALLBACK (frame_painted_cb), self);
}

static GtkWindow *
ensure_window (GmarlApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    return window;
  if (self->session == NULL)
    self->session = gmarl_session_new (self->library_directory);
  return GTK_WINDOW (gmarl_window_new (GTK_APPLICATION (self), self->session));
}

static void
gmarl_application_activate (GApplication *application)
{
  GmarlApplication *self = GMARL_APPLICATION (application);
  GtkWindow *window = ensure_window (self);

  gtk_window_present (window);
  if (self->exit_after_startup)
    quit_after_first_frame (self, window);
}

static void
gmarl_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (gmarl_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static int
gmarl_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("gridmarl %s\n", GMARL_VERSION);
    return 0;
  }
  return -1;
}

static void
gmarl_application_dispose (GObject *object)
{
  GmarlApplication *self = GMARL_APPLICATION (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->library_directory, g_free);
  G_OBJECT_CLASS (gmarl_application_parent_class)->dispose (object);
}

static void
gmarl_application_class_init (GmarlApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = gmarl_application_dispose;
  application_class->activate = gmarl_application_activate;
  application_class->startup = gmarl_application_startup;
  application_class->handle_local_options = gmarl_application_handle_local_options;
}

static void
gmarl_application_init (GmarlApplication *self)
{
  const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &self->library_directory,
      N_ ("Open the results library in this directory"), N_ ("DIR") },
    { "exit-after-startup", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self->exit_after_startup,
      NULL, NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

GmarlApplication *
gmarl_application_new (void)
{
  return g_object_new (GMARL_TYPE_APPLICATION, "application-id", GMARL_APPLICATION_ID,
                       "resource-base-path", "/io/github/gridmarl/Gridmarl", NULL);
}
