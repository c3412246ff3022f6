/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scenario-files.h"

#include "gmarl-document.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>

#define SUFFIX ".gridmarl"

/* Something that was begun and waits for an answer or a disk. */
typedef struct {
  GtkWindow *window;
  GmarlSession *session;
  GFile *file;              /* to be opened as soon as nothing is lost by it, or NULL */
  GmarlProceedFunc proceed; /* what else comes then, or NULL */
} Task;

static Task *
task_new (GtkWindow *window, GmarlSession *session)
{
  Task *self = g_new0 (Task, 1);

  self->window = g_object_ref (window);
  self->session = g_object_ref (session);
  return self;
}

static void
task_free (Task *self)
{
  g_object_unref (self->window);
  g_object_unref (self->session);
  g_clear_object (&self->file);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Task, task_free)

/* Where a window keeps what it was told of, until that is over. */
#define TROUBLE "gmarl-scenario-trouble"

/* What happened, and that nothing is lost. */
static void
show_trouble (Task *self, const char *message)
{
  g_object_set_data_full (G_OBJECT (self->window), TROUBLE, g_strdup (message), g_free);
  gmarl_session_banner (self->session, message, NULL, NULL);
}

/* It worked, this time. Messages about other things stay. */
static void
end_trouble (GtkWindow *window, GmarlSession *session)
{
  const char *message = g_object_get_data (G_OBJECT (window), TROUBLE);

  if (message != NULL)
    gmarl_session_end_banner (session, message);
  g_object_set_data (G_OBJECT (window), TROUBLE, NULL);
}

/* Opening */

static void
note_opened (GFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file);

  g_info ("Opened the scenario %s", name);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Task) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (self->file);

  if (gmarl_document_load_finish (GMARL_DOCUMENT (object), result, &error)) {
    note_opened (self->file);
    end_trouble (self->window, self->session);
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.view", "s", "grid");
    return;
  }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *text =
        /* translators: a file's name and what is wrong with it */
        g_strdup_printf (_ ("%s was not opened; the scenario you had is still there. %s"), name,
                         error->message);

    show_trouble (self, text);
  }
}

/* Nothing is lost any more. Takes the task. */
static void
go_on (Task *self)
{
  if (self->file != NULL) {
    gmarl_document_load_async (gmarl_session_get_document (self->session), self->file, NULL,
                               loaded_cb, self);
    return;
  }
  self->proceed (self->window, self->session);
  task_free (self);
}

/* Saving */

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Task) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  GmarlDocument *document = GMARL_DOCUMENT (object);

  if (!gmarl_document_save_finish (document, result, &error)) {
    text = g_strdup_printf (_ ("The scenario was not saved. %s"), error->message);
    show_trouble (self, text);
    return;
  }
  end_trouble (self->window, self->session);
  if (self->file != NULL || self->proceed != NULL) {
    go_on (g_steal_pointer (&self));
    return;
  }
  name = g_file_get_basename (gmarl_document_get_file (document));
  /* translators: a file's name */
  text = g_strdup_printf (_ ("Saved %s"), name);
  gmarl_session_toast (self->session, gmarl_toast_new (text));
}

static void
save_to (Task *self, GFile *file)
{
  gmarl_document_save_async (gmarl_session_get_document (self->session), file, NULL, saved_cb,
                             self);
}

/* A name without a suffix gets ours, unless that would replace a file that nobody was asked about.
 */
static GFile *
complete_name (GFile *chosen)
{
  g_autofree char *name = g_file_get_basename (chosen);
  g_autofree char *complete = g_strconcat (name, SUFFIX, NULL);
  g_autoptr (GFile) parent = g_file_get_parent (chosen);
  g_autoptr (GFile) file = NULL;

  if (parent == NULL || strchr (name, '.') != NULL)
    return g_object_ref (chosen);
  file = g_file_get_child (parent, complete);
  return g_object_ref (g_file_query_exists (file, NULL) ? chosen : file);
}

static GtkFileChooserNative *
make_chooser (Task *self, GtkFileChooserAction action, const char *title, const char *accept)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, self->window, action, accept, _ ("_Cancel"));
  g_autoptr (GtkFileFilter) ours = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (ours, _ ("Gridmarl Scenarios"));
  gtk_file_filter_add_pattern (ours, "*" SUFFIX);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), ours);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  return chooser;
}

static void
save_chosen_cb (GtkNativeDialog *chooser, int response, Task *user_data)
{
  g_autoptr (Task) self = user_data;
  g_autoptr (GFile) chosen = NULL;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    file = complete_name (chosen);
    save_to (g_steal_pointer (&self), file);
  }
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

static void
ask_name (Task *self)
{
  GtkFileChooserNative *chooser =
      make_chooser (self, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Save Scenario"), _ ("_Save"));
  GmarlDocument *document = gmarl_session_get_document (self->session);
  g_autofree char *name = g_strconcat (gmarl_document_get_title (document), SUFFIX, NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), g_strdelimit (name, "/", '-'));
  g_signal_connect (chooser, "response", G_CALLBACK (save_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
save (Task *self)
{
  GFile *file = gmarl_document_get_file (gmarl_session_get_document (self->session));

  if (file != NULL)
    save_to (self, file);
  else
    ask_name (self);
}

void
gmarl_scenario_files_save (GtkWindow *window, GmarlSession *session)
{
  save (task_new (window, session));
}

void
gmarl_scenario_files_save_as (GtkWindow *window, GmarlSession *session)
{
  ask_name (task_new (window, session));
}

/* The question about changes */

static void
unsaved_answered_cb (AdwMessageDialog *dialog, const char *response, Task *user_data)
{
  g_autoptr (Task) self = user_data;

  if (g_str_equal (response, "save"))
    save (g_steal_pointer (&self));
  else if (g_str_equal (response, "discard"))
    go_on (g_steal_pointer (&self));
}

/* Takes the task. */
static void
ask_unsaved (Task *self)
{
  GmarlDocument *document = gmarl_session_get_document (self->session);
  AdwMessageDialog *dialog;

  if (!gmarl_document_get_modified (document)) {
    go_on (self);
    return;
  }
  dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (self->window, _ ("Save the Scenario?"), NULL));
  /* translators: the name of a scenario */
  adw_message_dialog_format_body (dialog, _ ("“%s” has changes that are not saved."),
                                  gmarl_document_get_title (document));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "discard", _ ("_Discard"),
                                    "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gmarl_spoken_names (GTK_WIDGET (dialog));
  g_signal_connect (dialog, "response", G_CALLBACK (unsaved_answered_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
gmarl_scenario_files_ask_unsaved (GtkWindow *window,
                                  GmarlSession *session,
                                  GmarlProceedFunc proceed)
{
  Task *self = task_new (window, session);

  self->proceed = proceed;
  ask_unsaved (self);
}

/* The file of the last time */

static void
file_changed_cb (GmarlDocument *document, GParamSpec *property, GSettings *settings)
{
  GFile *file = gmarl_document_get_file (document);
  g_autofree char *uri = file == NULL ? g_strdup ("") : g_file_get_uri (file);

  g_settings_set_string (settings, "scenario-file", uri);
}

void
gmarl_scenario_files_remember (GmarlSession *session)
{
  g_signal_connect_object (gmarl_session_get_document (session), "notify::file",
                           G_CALLBACK (file_changed_cb), gmarl_session_get_settings (session), 0);
}

static void
reopened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Task) self = user_data;
  GmarlDocument *document = GMARL_DOCUMENT (object);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *text = NULL;

  /* From a slow disk it comes too late for who has begun with something else. */
  if (gmarl_document_get_modified (document) || gmarl_document_get_file (document) != NULL)
    return;
  if (gmarl_document_load_finish (document, result, &error)) {
    note_opened (self->file);
    return;
  }
  g_settings_reset (gmarl_session_get_settings (self->session), "scenario-file");
  /* translators: a file's name and what is wrong with it */
  text = g_strdup_printf (_ ("%s, which was open the last time, was not opened again. %s"), name,
                          error->message);
  show_trouble (self, text);
}

void
gmarl_scenario_files_reopen (GtkWindow *window, GmarlSession *session)
{
  g_autofree char *uri =
      g_settings_get_string (gmarl_session_get_settings (session), "scenario-file");
  Task *self;

  if (uri[0] == '\0')
    return;
  self = task_new (window, session);
  self->file = g_file_new_for_uri (uri);
  gmarl_document_load_async (gmarl_session_get_document (session), self->file, NULL, reopened_cb,
                             self);
}

static void
begin_anew (GtkWindow *window, GmarlSession *session)
{
  g_autoptr (GError) error = NULL;

  if (gmarl_document_open_builtin (gmarl_session_get_document (session),
                                   gmarl_scenario_builtin_names ()[0], &error))
    end_trouble (window, session);
  else
    gmarl_session_banner (session, error->message, NULL, NULL);
}

void
gmarl_scenario_files_new (GtkWindow *window, GmarlSession *session)
{
  gmarl_scenario_files_ask_unsaved (window, session, begin_anew);
}

/* Each file waits with its own question: a second one may come while the first is still asked. */
void
gmarl_scenario_files_open (GtkWindow *window, GmarlSession *session, GFile *file)
{
  Task *self = task_new (window, session);

  self->file = g_object_ref (file);
  ask_unsaved (self);
}

static void
open_chosen_cb (GtkNativeDialog *chooser, int response, Task *user_data)
{
  g_autoptr (Task) self = user_data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    gmarl_scenario_files_open (self->window, self->session, file);
  }
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

void
gmarl_scenario_files_choose (GtkWindow *window, GmarlSession *session)
{
  Task *self = task_new (window, session);
  GtkFileChooserNative *chooser =
      make_chooser (self, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Open Scenario"), _ ("_Open"));

  g_signal_connect (chooser, "response", G_CALLBACK (open_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
