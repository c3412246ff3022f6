/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-export-work.h"
#include "gmarl-threads.h"

#include <glib/gi18n-lib.h>

#define PREVIEW_LINES     10
#define PREVIEW_SECONDS   1.5
#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 8)

void
gmarl_export_preview_free (GmarlExportPreview *self)
{
  gmarl_export_measure_clear (&self->measure);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_free (self);
}

static void
preview_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GmarlExportContent *content = task_data;
  g_autoptr (GmarlExportPreview) preview = g_new0 (GmarlExportPreview, 1);
  GBytes *picture = gmarl_export_content_get_preview (content);
  GError *error = NULL;

  if (!gmarl_export_content_measure (content, PREVIEW_LINES, PREVIEW_SECONDS, &preview->measure,
                                     cancellable, &error)) {
    g_task_return_error (task, error);
    return;
  }
  preview->picture = picture != NULL ? g_bytes_ref (picture) : NULL;
  g_task_return_pointer (task, g_steal_pointer (&preview),
                         (GDestroyNotify) gmarl_export_preview_free);
}

void
gmarl_export_preview_async (GmarlExportContent *content,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, gmarl_export_content_ref (content),
                        (GDestroyNotify) gmarl_export_content_unref);
  gmarl_threads_run (task, preview_thread);
}

GmarlExportPreview *
gmarl_export_preview_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  GmarlExportContent *content;
  char *path;
  gboolean with_sidecar;
  GmarlExportProgressFunc progress;
  gpointer progress_data;
  gint64 told; /* of the worker: when it told last */
} Write;

static void
write_free (Write *self)
{
  gmarl_export_content_unref (self->content);
  g_free (self->path);
  g_free (self);
}

/* A fraction on its way to the main thread. */
typedef struct {
  GTask *task; /* (owned) */
  double fraction;
} Told;

static gboolean
tell_cb (gpointer user_data)
{
  Told *told = user_data;
  Write *write = g_task_get_task_data (told->task);

  if (!g_task_get_completed (told->task) &&
      !g_cancellable_is_cancelled (g_task_get_cancellable (told->task)))
    write->progress (told->fraction, write->progress_data);
  return G_SOURCE_REMOVE;
}

static void
told_free (Told *told)
{
  g_object_unref (told->task);
  g_free (told);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  GTask *task = user_data;
  Write *write = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();
  Told *told;

  if (write->progress == NULL || now - write->told < PROGRESS_INTERVAL)
    return;
  write->told = now;
  told = g_new (Told, 1);
  *told = (Told){ g_object_ref (task), fraction };
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, tell_cb, told,
                              (GDestroyNotify) told_free);
}

static void
write_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Write *write = task_data;
  goffset bytes = 0;
  GError *error = NULL;

  if (gmarl_export_content_write (write->content, write->path, write->with_sidecar, &bytes,
                                  progress_cb, task, cancellable, &error))
    g_task_return_int (task, (gssize) bytes);
  else
    g_task_return_error (task, error);
}

void
gmarl_export_write_async (GmarlExportContent *content,
                          const char *path,
                          gboolean with_sidecar,
                          GmarlExportProgressFunc progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Write *write = g_new0 (Write, 1);

  write->content = gmarl_export_content_ref (content);
  write->path = g_strdup (path);
  write->with_sidecar = with_sidecar;
  write->progress = progress;
  write->progress_data = progress_data;
  g_task_set_task_data (task, write, (GDestroyNotify) write_free);
  /* What is complete is in place: a late cancellation does not take it back. */
  g_task_set_check_cancellable (task, FALSE);
  gmarl_threads_run (task, write_thread);
}

goffset
gmarl_export_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

char *
gmarl_export_describe_size (const GmarlExportMeasure *measure)
{
  g_autofree char *size = measure->bytes < 0 ? NULL : g_format_size ((guint64) measure->bytes);

  if (size == NULL)
    return g_strdup ("");
  /* translators: the size of a file, not exactly known: "about 3.1 MB" */
  return measure->exact ? g_steal_pointer (&size) : g_strdup_printf (_ ("about %s"), size);
}
