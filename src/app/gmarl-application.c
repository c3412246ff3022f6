/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-application.h"

#include "gmarl-about.h"
#include "gmarl-job-watch.h"
#include "gmarl-log-window.h"
#include "gmarl-preferences.h"
#include "gmarl-renderer.h"
#include "gmarl-session-log.h"
#include "gmarl-scenario-files.h"
#include "gmarl-session.h"
#include "gmarl-threads.h"
#include "gmarl-window.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

/* The longest that the program goes on when its window is gone. */
#define LONGEST_END_US (2 * G_TIME_SPAN_SECOND)

struct _GmarlApplication {
  AdwApplication parent_instance;

  /* Owned */
  GmarlSession *session;
  GmarlJobWatch *job_watch;
  GmarlLog *log;
  GmarlSessionLog *session_log;

  /* Command line, of the first start */
  char *library_directory;
  gboolean exit_after_startup;
};

G_DEFINE_FINAL_TYPE (GmarlApplication, gmarl_application, ADW_TYPE_APPLICATION)

/* All keys that belong to actions; the window of shortcuts lists the same. */
static const struct {
  const char *action; /* detailed */
  const char *keys[3];
} accelerators[] = {
  { "app.help", { "F1" } },
  { "app.log", { "<Control><Shift>l" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.export", { "<Control>e" } },
  { "win.fullscreen", { "F11" } },
  { "win.new-scenario", { "<Control>n" } },
  { "win.open", { "<Control>o" } },
  { "win.pause-job", { "<Control><Shift>space" } },
  { "win.redo", { "<Control><Shift>z" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.search", { "<Control>f" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.side-pane", { "F9" } },
  { "win.stop-job", { "<Control>period" } },
  { "win.train", { "<Control>t" } },
  { "win.undo", { "<Control>z" } },
  { "win.view::grid", { "<Alt>1" } },
  { "win.view::training", { "<Alt>2" } },
  { "win.view::comparison", { "<Alt>3" } },
  { "win.view::scaling", { "<Alt>4" } },
  { "win.view::runs", { "<Alt>5" } },
};

/* The window of a type that is open, or NULL. */
static GtkWindow *
find_window (GmarlApplication *self, GType type)
{
  for (GList *each = gtk_application_get_windows (GTK_APPLICATION (self)); each; each = each->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (each->data, type))
      return each->data;
  return NULL;
}

/* The main window, whichever dialog is in front of it; NULL before the start. */
static GtkWindow *
get_window (GmarlApplication *self)
{
  return find_window (self, GMARL_TYPE_WINDOW);
}

/* The page for the window; before it is installed GRIDMARL_DOC_DIR says where. (transfer full) */
static char *
find_help (void)
{
  const char *folder = g_getenv ("GRIDMARL_DOC_DIR");

  return g_build_filename (folder != NULL ? folder : GMARL_DOC_DIR, "application.md", NULL);
}

/* Actions */

static void
quit_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  /* It asks first where training or an unsaved scenario wants an answer. */
  gtk_window_close (get_window (user_data));
}

/* Its key works within the dialog, too. */
static void
preferences_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlApplication *self = user_data;
  GtkWindow *open = find_window (self, GMARL_TYPE_PREFERENCES);
  GtkWidget *window;

  if (open != NULL) {
    gtk_window_present (open);
    return;
  }
  window = gmarl_preferences_new (self->session);
  gtk_window_set_transient_for (GTK_WINDOW (window), get_window (self));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_application (GTK_WINDOW (window), GTK_APPLICATION (self)); /* for app.* */
  gtk_window_present (GTK_WINDOW (window));
}

/* The key that opens it closes it, where it is looked at. */
static void
log_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlApplication *self = user_data;
  GtkWindow *window = find_window (self, GMARL_TYPE_LOG_WINDOW);

  if (window != NULL && gtk_window_is_active (window)) {
    gtk_window_close (window);
    return;
  }
  if (window == NULL) {
    window = GTK_WINDOW (gmarl_log_window_new (self->log));
    gtk_window_set_transient_for (window, get_window (self));
    gtk_window_set_destroy_with_parent (window, TRUE);
    gtk_window_set_application (window, GTK_APPLICATION (self)); /* for app.* */
  }
  gtk_window_present (window);
}

static void
about_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlApplication *self = user_data;

  gmarl_about_present (get_window (self), self->session);
}

static void
tell_no_help (GmarlApplication *self, const char *path, const char *reason)
{
  /* translators: the path of a file, and why it cannot be shown */
  g_autofree char *text = g_strdup_printf (
      _ ("The help is in the file %s, which cannot be shown from here: %s"), path, reason);

  gmarl_session_banner (self->session, text, NULL, NULL);
}

static void
help_shown_cb (GObject *window, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlApplication) self = user_data;
  g_autofree char *path = find_help ();
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (window), result, &error))
    tell_no_help (self, path, error->message);
}

static void
help_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlApplication *self = user_data;
  g_autofree char *path = find_help ();
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  /* Viewers that are given a file that is not there say nothing. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    tell_no_help (self, path, g_strerror (ENOENT));
  else
    gtk_show_uri_full (get_window (self), uri, GDK_CURRENT_TIME, NULL, help_shown_cb,
                       g_object_ref (self));
}

static void
show_view_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = get_window (user_data);

  gtk_widget_activate_action_variant (GTK_WIDGET (window), "win.view", parameter);
  gtk_window_present (window);
}

/* directory NULL: the usual one */
static void
use_library (GmarlApplication *self, const char *directory)
{
  g_autofree char *usual = gmarl_library_default_directory ();
  g_autoptr (GError) error = NULL;

  if (gmarl_session_open_library (self->session, directory != NULL ? directory : usual, &error))
    g_settings_set_string (gmarl_session_get_settings (self->session), "library-directory",
                           directory != NULL ? directory : "");
  else
    gmarl_session_banner (self->session, error->message, NULL, NULL);
}

static void
library_chosen_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *directory = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    directory = g_file_get_path (file);
    if (directory != NULL)
      use_library (user_data, directory);
    else
      gmarl_session_banner (GMARL_APPLICATION (user_data)->session,
                            _ ("A library needs a folder of this computer."), NULL, NULL);
  }
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

static void
open_library_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Open Library"), get_window (user_data), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
      _ ("_Open"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (library_chosen_cb), user_data);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Another start names a library. As with the first start it is for this time alone. */
static void
use_library_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GmarlApplication *self = user_data;
  const char *directory = g_variant_get_string (parameter, NULL);
  g_autoptr (GError) error = NULL;

  if (self->session == NULL ||
      g_strcmp0 (directory, gmarl_session_get_library_directory (self->session)) == 0)
    return;
  if (!gmarl_session_open_library (self->session, directory, &error))
    gmarl_session_banner (self->session, error->message, NULL, NULL);
}

static void
usual_library_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  use_library (user_data, NULL);
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_activated_cb },
  { .name = "help", .activate = help_activated_cb },
  { .name = "log", .activate = log_activated_cb },
  { .name = "open-library", .activate = open_library_activated_cb },
  { .name = "preferences", .activate = preferences_activated_cb },
  { .name = "quit", .activate = quit_activated_cb },
  { .name = "show-view", .activate = show_view_activated_cb, .parameter_type = "s" },
  { .name = "use-library", .activate = use_library_activated_cb, .parameter_type = "s" },
  { .name = "usual-library", .activate = usual_library_activated_cb },
};

/* Starting */

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

static void
keep_log (GmarlApplication *self)
{
  g_autofree char *system = gmarl_about_describe_system (self->session);

  gmarl_log_add (self->log, GMARL_LOG_INFO, G_LOG_DOMAIN, g_strchomp (system));
  self->session_log = gmarl_session_log_new (self->session, self->log);
}

static GtkWindow *
ensure_window (GmarlApplication *self)
{
  GtkWindow *window = get_window (self);

  if (window != NULL)
    return window;
  if (self->session == NULL) {
    self->session = gmarl_session_new (self->library_directory);
    keep_log (self);
    self->job_watch = gmarl_job_watch_new (GTK_APPLICATION (self), self->session);
    gmarl_preferences_apply_style (gmarl_session_get_settings (self->session));
  }
  return GTK_WINDOW (gmarl_window_new (GTK_APPLICATION (self), self->session));
}

static void
present (GmarlApplication *self)
{
  GtkWindow *window = ensure_window (self);

  gtk_window_present (window);
  if (self->exit_after_startup)
    quit_after_first_frame (self, window);
}

static void
gmarl_application_activate (GApplication *application)
{
  GmarlApplication *self = GMARL_APPLICATION (application);
  gboolean is_start = get_window (self) == NULL;

  present (self);
  if (is_start)
    gmarl_scenario_files_reopen (get_window (self), self->session);
}

static void
gmarl_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  GmarlApplication *self = GMARL_APPLICATION (application);

  present (self);
  gmarl_window_open (GMARL_WINDOW (get_window (self)), files, (gsize) n_files);
}

static void
gmarl_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (gmarl_application_parent_class)->startup (application);
  gmarl_renderer_choose (gdk_display_get_default ());
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

/* Options do not reach a window that another process has: it is told of them by an action. */
static void
pass_library_on (GmarlApplication *self)
{
  g_autofree char *directory = NULL;

  if (self->library_directory == NULL ||
      !g_application_register (G_APPLICATION (self), NULL, NULL) ||
      !g_application_get_is_remote (G_APPLICATION (self)))
    return;
  directory = g_canonicalize_filename (self->library_directory, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (self), "use-library",
                                  g_variant_new_string (directory));
}

static int
gmarl_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("gridmarl %s\n", GMARL_VERSION);
    return 0;
  }
  pass_library_on (GMARL_APPLICATION (application));
  return -1;
}

/* Nothing shows what is still computed, and it was told to stop; the process must not end under it.
 */
static void
gmarl_application_shutdown (GApplication *application)
{
  if (get_window (GMARL_APPLICATION (application)) == NULL)
    gmarl_threads_wait (application, LONGEST_END_US);
  G_APPLICATION_CLASS (gmarl_application_parent_class)->shutdown (application);
}

static void
gmarl_application_dispose (GObject *object)
{
  GmarlApplication *self = GMARL_APPLICATION (object);

  g_clear_object (&self->job_watch);
  g_clear_object (&self->session_log);
  g_clear_object (&self->session);
  g_clear_object (&self->log);
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
  application_class->open = gmarl_application_open;
  application_class->startup = gmarl_application_startup;
  application_class->shutdown = gmarl_application_shutdown;
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

  self->log = gmarl_log_new ();
  gmarl_threads_follow (G_APPLICATION (self));
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
}

GmarlApplication *
gmarl_application_new (void)
{
  return g_object_new (GMARL_TYPE_APPLICATION, "application-id", GMARL_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/io/github/gridmarl/Gridmarl", NULL);
}

GmarlLog *
gmarl_application_get_log (GmarlApplication *self)
{
  g_return_val_if_fail (GMARL_IS_APPLICATION (self), NULL);
  return self->log;
}
