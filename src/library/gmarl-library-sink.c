/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The sink of a run: what the trainer writes through. It has a connection and the run's lock of its
 * own, so that it can live on the trainer's thread.
 *
 * One row of metrics is one transaction, which also keeps the run's summary columns (rows, seconds,
 * last reward), so that a list of many runs reads one row a run.
 */
#define G_LOG_DOMAIN "gmarl-library"

#include "config.h"

#include "gmarl-library-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  GmarlRunSink parent;
  GmarlLibrary *library;
  char *run_id;
  gint lock;
  GmarlStatement *insert_row;
  GmarlStatement *update_summary;
  GmarlStatement *select_row;
} LibrarySink;

static gboolean
insert_row (LibrarySink *self, const GmarlTrainingMetrics *row, GError **error)
{
  gmarl_statement_bind_metrics (self->insert_row, self->run_id, row);
  return gmarl_library_run (self->library, self->insert_row, error);
}

static gboolean
update_summary (LibrarySink *self, const GmarlTrainingMetrics *row, GError **error)
{
  double seconds = row->value[GMARL_METRIC_SECONDS];

  gmarl_statement_bind_real (self->update_summary, 1, isfinite (seconds) ? seconds : 0.0);
  gmarl_statement_bind_real (self->update_summary, 2, row->value[GMARL_METRIC_EPISODE_REWARD]);
  gmarl_statement_bind_integer (self->update_summary, 3, g_get_real_time ());
  gmarl_statement_bind_text (self->update_summary, 4, self->run_id);
  return gmarl_library_run (self->library, self->update_summary, error);
}

static void
set_diverged_error (LibrarySink *self,
                    const GmarlTrainingMetrics *stored,
                    const GmarlTrainingMetrics *computed,
                    gint metric,
                    GError **error)
{
  g_autofree char *was = gmarl_format_double (stored->value[metric]);
  g_autofree char *is = gmarl_format_double (computed->value[metric]);

  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
      _ ("Run %s does not repeat itself: computed again, iteration %.0f has %s = %s, and %s is stored. The stored rows "
         "and checkpoints were not changed. The processor, the libraries or the program are not those that the run "
         "began with: resume it where it began, or train it anew."),
      self->run_id, computed->value[GMARL_METRIC_ITERATION], gmarl_training_metrics[metric].id, is,
      was);
}

static gboolean
compare_row (LibrarySink *self, const GmarlTrainingMetrics *row, GError **error)
{
  GmarlTrainingMetrics stored;
  gint difference;
  gint result;

  gmarl_statement_bind_text (self->select_row, 1, self->run_id);
  gmarl_statement_bind_integer (self->select_row, 2, (gint64) row->value[GMARL_METRIC_ITERATION]);
  result = gmarl_library_step (self->library, self->select_row, error);
  if (result > 0)
    gmarl_statement_get_metrics (self->select_row, &stored);
  sqlite3_reset (self->select_row);
  if (result < 0)
    return FALSE;
  if (result == 0) {
    gmarl_library_set_damage_error (self->library, _ ("a row is there and cannot be found"), error);
    return FALSE;
  }

  difference = gmarl_training_metrics_first_difference (&stored, row);
  if (difference < 0)
    return TRUE;
  set_diverged_error (self, &stored, row, difference, error);
  return FALSE;
}

static gboolean
store_row (LibrarySink *self, const GmarlTrainingMetrics *row, GError **error)
{
  if (!insert_row (self, row, error))
    return FALSE;
  if (sqlite3_changes (self->library->db) == 0)
    return compare_row (self, row, error);
  return update_summary (self, row, error);
}

static gboolean
sink_iteration (GmarlRunSink *sink, const GmarlTrainingMetrics *row, GError **error)
{
  LibrarySink *self = (LibrarySink *) sink;
  g_autoptr (GError) failure = NULL;

  if (gmarl_library_begin (self->library, &failure)) {
    if (store_row (self, row, &failure))
      gmarl_library_commit (self->library, &failure);
    else
      gmarl_library_rollback (self->library);
  }
  if (failure == NULL)
    return TRUE;
  if (!g_error_matches (failure, GMARL_ERROR, GMARL_ERROR_DIVERGED))
    g_prefix_error (&failure, _ ("Iteration %.0f of run %s was not saved. "),
                    row->value[GMARL_METRIC_ITERATION], self->run_id);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* A folder that was moved away or whose disk was taken out is no trouble of the disk. What SQLite
 * writes goes to the files that it holds open, and no error tells.
 */
static void
tell_if_gone (LibrarySink *self, GError **failure)
{
  const char *directory = self->library->directory;
  g_autofree char *shown = NULL;

  if (g_file_test (directory, G_FILE_TEST_IS_DIR))
    return;
  g_clear_error (failure);
  shown = g_filename_display_name (directory);
  g_set_error (
      failure, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("The folder “%s” of the results library is gone. What was saved is where that folder is now. "
         "Bring it back and resume the training, or choose another library."),
      shown);
}

/* A numbered checkpoint is never replaced by another one. */
static gboolean
check_same (const GmarlCheckpointWrite *write, const GPtrArray *rows, GError **error)
{
  for (guint k = 0; k < rows->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) rows->pdata[k])->record;

    if (strcmp (record->path, write->path) != 0 || strcmp (record->sha256, write->sha256) == 0)
      continue;
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
        _ ("Run %s does not repeat itself: computed again, the checkpoint of iteration %" PRId64
           " has the SHA-256 %.12s…, and %.12s… is stored. The stored one was not changed. The processor, the "
           "libraries or the program are not those that the run began with: resume it where it began, or train it "
           "anew."),
        write->run_id, write->iteration, write->sha256, record->sha256);
    return FALSE;
  }
  return TRUE;
}

/* A run that was killed after a better best checkpoint computes the earlier ones again on its way
 * there: the better one stays, or a second kill would lose it.
 */
static gboolean
has_later_best (const GmarlCheckpointWrite *write, const GPtrArray *rows)
{
  for (guint k = 0; k < rows->len; k++) {
    const GmarlCheckpointRow *row = rows->pdata[k];
    g_autoptr (GBytes) bytes = NULL;

    if (row->record.kind != GMARL_CHECKPOINT_BEST || row->record.iteration <= write->iteration ||
        !(row->record.score >= write->score))
      continue;
    bytes = gmarl_library_load_checkpoint (write->library, write->run_id, GMARL_CHECKPOINT_BEST, -1,
                                           NULL, NULL);
    return bytes != NULL;
  }
  return FALSE;
}

static gboolean
write_checkpoint (GmarlCheckpointWrite *write, GError **error)
{
  g_autoptr (GPtrArray) rows =
      gmarl_library_load_checkpoint_rows (write->library, write->run_id, error);

  if (rows == NULL)
    return FALSE;
  if (write->kind == GMARL_CHECKPOINT_NUMBERED && !check_same (write, rows, error))
    return FALSE;
  if (write->kind == GMARL_CHECKPOINT_BEST && has_later_best (write, rows))
    return TRUE;
  return gmarl_checkpoint_write_stage (write, error) &&
         gmarl_checkpoint_write_announce (write, error) &&
         gmarl_checkpoint_write_publish (write, error) &&
         gmarl_checkpoint_write_settle (write, error);
}

static gboolean
sink_checkpoint (GmarlRunSink *sink,
                 GmarlCheckpointKind kind,
                 gint64 iteration,
                 double score,
                 GBytes *bytes,
                 gint64 keep,
                 GError **error)
{
  LibrarySink *self = (LibrarySink *) sink;
  g_autoptr (GError) failure = NULL;
  g_auto (GmarlCheckpointWrite) write = { 0 };

  gmarl_checkpoint_write_init (&write, self->library, self->run_id, kind, iteration, score, bytes,
                               keep);
  if (write_checkpoint (&write, &failure)) {
    g_log (G_LOG_DOMAIN, kind == GMARL_CHECKPOINT_LAST ? G_LOG_LEVEL_DEBUG : G_LOG_LEVEL_INFO,
           "Run %s: %s checkpoint of iteration %" PRId64 ", %zu bytes", self->run_id,
           gmarl_checkpoint_kind_to_id (kind), iteration, g_bytes_get_size (bytes));
    return TRUE;
  }
  tell_if_gone (self, &failure);
  if (!g_error_matches (failure, GMARL_ERROR, GMARL_ERROR_DIVERGED))
    g_prefix_error (&failure,
                    _ ("The checkpoint of iteration %" PRId64 " of run %s was not saved. "),
                    iteration, self->run_id);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
sink_status (GmarlRunSink *sink, GmarlRunStatus status, const char *message, GError **error)
{
  LibrarySink *self = (LibrarySink *) sink;
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self->library, "UPDATE run SET status = ?, message = ?, updated_us = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, gmarl_run_status_to_id (status));
  gmarl_statement_bind_text (statement, 2, message);
  gmarl_statement_bind_integer (statement, 3, g_get_real_time ());
  gmarl_statement_bind_text (statement, 4, self->run_id);
  return gmarl_library_run (self->library, statement, error);
}

static void
sink_free (GmarlRunSink *sink)
{
  LibrarySink *self = (LibrarySink *) sink;

  gmarl_statement_finalize (self->insert_row);
  gmarl_statement_finalize (self->update_summary);
  gmarl_statement_finalize (self->select_row);
  gmarl_library_close (self->library);
  /* Last: whoever finds the run free finds all of it. */
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->run_id);
  g_free (self);
}

static const GmarlRunSinkClass sink_class = {
  .iteration = sink_iteration,
  .checkpoint = sink_checkpoint,
  .status = sink_status,
  .free = sink_free,
};

static gboolean
prepare_statements (LibrarySink *self, GError **error)
{
  self->insert_row = gmarl_library_prepare_metric_insert (self->library, error);
  if (self->insert_row == NULL)
    return FALSE;
  self->update_summary = gmarl_library_prepare (
      self->library,
      "UPDATE run SET iteration = iteration + 1, seconds = seconds + ?,"
      " last_reward = coalesce (?, last_reward), updated_us = ? WHERE id = ?",
      error);
  if (self->update_summary == NULL)
    return FALSE;
  self->select_row =
      gmarl_library_prepare_metrics (self->library, "WHERE run_id = ? AND iteration = ?", error);
  return self->select_row != NULL;
}

static GmarlRunRecord *
find_run (LibrarySink *self, GError **error)
{
  g_autoptr (GPtrArray) runs =
      gmarl_library_query_runs (self->library, "WHERE r.id = ?", self->run_id, error);
  const GmarlRunRecord *run;

  if (runs == NULL)
    return NULL;
  if (runs->len == 0) {
    gmarl_library_set_unknown_run_error (self->run_id, error);
    return NULL;
  }
  run = runs->pdata[0];
  if (run->trashed_us == 0)
    return g_ptr_array_steal_index (runs, 0);
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("Run %s (“%s”, seed %" PRIu64
         ") is in the trash and cannot be trained. Nothing was changed. Restore it first."),
      run->id, run->name, run->seed);
  return NULL;
}

static gboolean
hold_run (LibrarySink *self, GError **error)
{
  g_autoptr (GmarlRunRecord) before = find_run (self, error);
  g_autoptr (GmarlRunRecord) after = NULL;

  if (before == NULL || !gmarl_library_make_run_folder (self->library, self->run_id, error))
    return FALSE;
  self->lock = gmarl_library_lock_run (self->library, before, error);
  if (self->lock < 0)
    return FALSE;
  /* Again, now that nobody else can put it into the trash. */
  after = find_run (self, error);
  return after != NULL;
}

GmarlRunSink *
gmarl_library_open_sink (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GmarlRunSink) owner = NULL;
  LibrarySink *sink;

  if (!gmarl_library_require_writable (self, error))
    return NULL;
  sink = g_new0 (LibrarySink, 1);
  sink->parent.klass = &sink_class;
  sink->lock = -1;
  sink->run_id = g_strdup (run_id);
  owner = &sink->parent;
  sink->library = gmarl_library_open (self->directory, GMARL_LIBRARY_DEFAULT, error);
  if (sink->library == NULL || !hold_run (sink, error) ||
      !gmarl_library_recover_checkpoints (sink->library, run_id, error) ||
      !prepare_statements (sink, error))
    return NULL;
  return g_steal_pointer (&owner);
}
