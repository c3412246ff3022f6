/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-document-private.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-threads.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Reading and writing, the same function for calls that wait and for the thread of those that
 * don't.
 */

typedef struct {
  GFile *file;
  GmarlScenario *scenario; /* to be written */
  guint64 serial;
} Writing;

static void
writing_free (Writing *self)
{
  g_object_unref (self->file);
  gmarl_scenario_free (self->scenario);
  g_free (self);
}

static GmarlScenario *
read_scenario (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  gsize length;

  /* The engine reads a path itself, and takes no more of it than a scenario can have. */
  if (g_file_peek_path (file) != NULL)
    return gmarl_scenario_load (g_file_peek_path (file), error);
  if (!g_file_load_contents (file, cancellable, &text, &length, NULL, &cause)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                 _ ("Cannot read the scenario file %s: %s"), name, cause->message);
    return NULL;
  }
  return gmarl_scenario_parse (text, length, name, error);
}

/* g_file_replace_contents() would put what it could write in place of the file. */
static gboolean
replace_remote (GFile *file, const char *text, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileOutputStream) stream =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  g_autoptr (GCancellable) never = g_cancellable_new ();

  if (stream == NULL)
    return FALSE;
  if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), text, strlen (text), NULL, cancellable,
                                 error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
  g_cancellable_cancel (never);
  g_output_stream_close (G_OUTPUT_STREAM (stream), never, NULL);
  return FALSE;
}

/* The file is whole or as before. */
static gboolean
write_scenario (GFile *file,
                const GmarlScenario *scenario,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *text = gmarl_scenario_to_text (scenario);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GError) cause = NULL;
  const char *path = g_file_peek_path (file);

  if (path != NULL ? gmarl_export_text (path, text, &cause)
                   : replace_remote (file, text, cancellable, &cause))
    return TRUE;
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (path != NULL)
    /* translators: what went wrong, with the name of the file and what to do */
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                 _ ("%s. Nothing is lost: the scenario is still open, and the file is as it was."),
                 cause->message);
  else
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
        _ ("Cannot save %s: %s. Nothing is lost: the scenario is still open. Make room, or "
           "save it elsewhere."),
        name, cause->message);
  return FALSE;
}

static void
load_thread (GTask *task, gpointer source, gpointer file, GCancellable *cancellable)
{
  GError *error = NULL;
  GmarlScenario *scenario = read_scenario (file, cancellable, &error);

  if (scenario == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, scenario, (GDestroyNotify) gmarl_scenario_free);
}

void
gmarl_document_load_async (GmarlDocument *self,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GMARL_IS_DOCUMENT (self) && G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gmarl_document_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  gmarl_threads_run (task, load_thread);
}

gboolean
gmarl_document_load_finish (GmarlDocument *self, GAsyncResult *result, GError **error)
{
  GmarlScenario *scenario;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  scenario = g_task_propagate_pointer (G_TASK (result), error);
  if (scenario == NULL)
    return FALSE;
  gmarl_document_begin (self, scenario, g_task_get_task_data (G_TASK (result)), TRUE);
  return TRUE;
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Writing *writing = task_data;
  GError *error = NULL;

  if (write_scenario (writing->file, writing->scenario, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
gmarl_document_save_async (GmarlDocument *self,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Writing *writing;

  g_return_if_fail (GMARL_IS_DOCUMENT (self) && G_IS_FILE (file));

  writing = g_new0 (Writing, 1);
  writing->file = g_object_ref (file);
  writing->scenario = gmarl_scenario_copy (gmarl_document_get_scenario (self));
  writing->serial = gmarl_document_get_serial (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gmarl_document_save_async);
  g_task_set_task_data (task, writing, (GDestroyNotify) writing_free);
  gmarl_threads_run (task, save_thread);
}

gboolean
gmarl_document_save_finish (GmarlDocument *self, GAsyncResult *result, GError **error)
{
  const Writing *writing;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  writing = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  gmarl_document_saved (self, writing->file, writing->serial);
  return TRUE;
}

gboolean
gmarl_document_load (GmarlDocument *self, GFile *file, GError **error)
{
  GmarlScenario *scenario;

  g_return_val_if_fail (GMARL_IS_DOCUMENT (self) && G_IS_FILE (file), FALSE);

  scenario = read_scenario (file, NULL, error);
  if (scenario == NULL)
    return FALSE;
  gmarl_document_begin (self, scenario, file, TRUE);
  return TRUE;
}

gboolean
gmarl_document_save (GmarlDocument *self, GFile *file, GError **error)
{
  g_return_val_if_fail (GMARL_IS_DOCUMENT (self) && G_IS_FILE (file), FALSE);

  if (!write_scenario (file, gmarl_document_get_scenario (self), NULL, error))
    return FALSE;
  gmarl_document_saved (self, file, gmarl_document_get_serial (self));
  return TRUE;
}
