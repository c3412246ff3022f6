/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What the page has done in the background: verifying a run, merging libraries, saving a damaged
 * one.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-runs-page-private.h"

#include "gmarl-runs-job.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>

static void
job_ended_cb (GmarlRunsPage *self, GmarlRunsJob *job)
{
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (gmarl_runs_job_is_salvage (job))
    /* What is wrong with it still is said already. */
    gmarl_session_open_library (self->session, gmarl_session_get_library_directory (self->session),
                                NULL);
  else if (gmarl_runs_job_has_written (job))
    gmarl_session_library_written (self->session);
  /* Who stopped it knows. */
  if (gmarl_job_get_end (GMARL_JOB (job)) == GMARL_JOB_STOPPED || !GTK_IS_WINDOW (root))
    return;
  gmarl_runs_job_describe (job, &heading, &body);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (root), heading, body));
  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  adw_message_dialog_set_default_response (dialog, "close");
  adw_message_dialog_set_close_response (dialog, "close");
  gmarl_spoken_names (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* job: (transfer full) */
static void
begin (GmarlRunsPage *self, GmarlRunsJob *job)
{
  g_autoptr (GmarlRunsJob) owned = job;

  if (!gmarl_session_begin_job (self->session, GMARL_JOB (job)))
    return;
  if (gmarl_runs_job_is_salvage (job))
    gmarl_session_close_library (self->session, adw_status_page_get_description (self->trouble));
  g_signal_connect_object (job, "ended", G_CALLBACK (job_ended_cb), self, G_CONNECT_SWAPPED);
  gmarl_runs_job_start (job);
}

/* -- Verifying -- */

static GmarlRunItem *
find_run_with_rows (GmarlRunsPage *self)
{
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);

  if (selected->len != 1)
    return NULL;
  for (guint k = 0; k < gmarl_run_item_get_n_runs (selected->pdata[0]); k++) {
    GmarlRunItem *run = gmarl_run_item_get_run (selected->pdata[0], k);
    const GmarlRunRecord *record = gmarl_run_item_get_record (run);

    if (record->iteration > 0 && record->status != GMARL_RUN_RUNNING)
      return run;
  }
  return NULL;
}

gboolean
gmarl_runs_page_can_verify (GmarlRunsPage *self)
{
  return find_run_with_rows (self) != NULL;
}

void
gmarl_runs_page_verify (GmarlRunsPage *self)
{
  GmarlRunItem *run = find_run_with_rows (self);
  const GmarlRunRecord *record;
  g_autofree char *name = NULL;

  if (run == NULL)
    return;
  record = gmarl_run_item_get_record (run);
  name = g_strdup_printf (_ ("%s, seed %llu"), record->name, (unsigned long long) record->seed);
  begin (self, gmarl_runs_job_new_verify (
                   gmarl_session_get_library_directory (self->session), record->id, name,
                   g_settings_get_int (gmarl_session_get_settings (self->session), "threads")));
}

/* -- Merging -- */

void
gmarl_runs_page_merge (GmarlRunsPage *self, const char *const *paths)
{
  g_return_if_fail (GMARL_IS_RUNS_PAGE (self));
  begin (self,
         gmarl_runs_job_new_merge (gmarl_session_get_library_directory (self->session), paths));
}

static void
source_chosen_cb (GtkNativeDialog *chooser, int response, GmarlRunsPage *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    path = g_file_get_path (file);
    gmarl_runs_page_merge (self, (const char *const[]){ path, NULL });
  }
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

static void
choose_source (GmarlRunsPage *self, const char *title, GtkFileChooserAction action)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   action, _ ("_Merge"), _ ("_Cancel"));

  if (action == GTK_FILE_CHOOSER_ACTION_OPEN) {
    g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

    gtk_file_filter_set_name (filter, _ ("Bundles of Runs"));
    gtk_file_filter_add_pattern (filter, "*" GMARL_BUNDLE_SUFFIX);
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (source_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
gmarl_runs_page_choose_merge (GmarlRunsPage *self, gboolean bundle)
{
  g_return_if_fail (GMARL_IS_RUNS_PAGE (self));

  if (bundle)
    choose_source (self, _ ("Merge a Bundle of Runs"), GTK_FILE_CHOOSER_ACTION_OPEN);
  else
    choose_source (self, _ ("Merge a Library"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

/* -- Saving a damaged library -- */

static void
salvage_answered_cb (AdwMessageDialog *dialog, const char *response, GmarlRunsPage *self)
{
  if (g_str_equal (response, "save"))
    begin (self, gmarl_runs_job_new_salvage (gmarl_session_get_library_directory (self->session)));
}

void
gmarl_runs_page_ask_salvage (GmarlRunsPage *self)
{
  AdwMessageDialog *dialog;

  g_return_if_fail (GMARL_IS_RUNS_PAGE (self));

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Save What Can Be Read?"), NULL));
  adw_message_dialog_set_body (
      dialog, _ ("All runs that can be read go into a new database in the same folder, and the "
                 "damaged one is kept beside it. Close every other program that has the library "
                 "open first."));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gmarl_spoken_names (GTK_WIDGET (dialog));
  g_signal_connect_object (dialog, "response", G_CALLBACK (salvage_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
