/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Writing a checkpoint so that a process may die, or the power fail, at any instant:
 *
 *   stage     the bytes go to <file>.tmp beside the file and are synced.
 *             Died here: the old file and its row. The next writer of the run removes the rest.
 *   announce  a row "writing" with the new SHA-256 is committed with synchronous = FULL, so that it
 *             is on the disk (and all rows of metrics before it) before the file changes.
 *             Died here: the old file; of its two rows its hash picks the old one.
 *   publish   the file is renamed over the old one and the folder synced.
 *             Died here: the new file; its hash picks the new row.
 *   settle    one transaction removes the old row, makes the new one "current" and, for the best
 *             checkpoint, notes the score with the run. Numbered ones beyond those to keep become
 *             "removing"; then their files go, then their rows. Died in between: they are not
 *             listed any more, and the next writer of the run removes the rest.
 *
 * A numbered checkpoint that is computed again after a resume must be the same to the bit.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define TEMPORARY_SUFFIX ".tmp"

void
gmarl_checkpoint_write_init (GmarlCheckpointWrite *self,
                             GmarlLibrary *library,
                             const char *run_id,
                             GmarlCheckpointKind kind,
                             gint64 iteration,
                             double score,
                             GBytes *bytes,
                             gint64 keep)
{
  g_autofree char *name = gmarl_checkpoint_file_name (kind, iteration);

  *self = (GmarlCheckpointWrite){
    .library = library,
    .run_id = run_id,
    .kind = kind,
    .iteration = iteration,
    .score = score,
    .bytes = bytes,
    .size = g_bytes_get_size (bytes),
    .keep = keep,
    .path = gmarl_library_run_path (library, run_id, name),
    .sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes),
  };
  self->temporary = g_strconcat (self->path, TEMPORARY_SUFFIX, NULL);
}

void
gmarl_checkpoint_write_clear (GmarlCheckpointWrite *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->temporary, g_free);
  g_clear_pointer (&self->sha256, g_free);
}

static gboolean
write_whole (gint fd, GBytes *bytes)
{
  gsize left;
  const char *data = g_bytes_get_data (bytes, &left);

  while (left > 0) {
    gssize written = write (fd, data, left);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return FALSE;
    data += written;
    left -= (gsize) written;
  }
  return TRUE;
}

gboolean
gmarl_checkpoint_write_stage (GmarlCheckpointWrite *self, GError **error)
{
  gint fd = g_open (self->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  gboolean done;
  gint code;

  if (fd < 0) {
    gmarl_library_set_file_error (self->temporary, errno, error);
    return FALSE;
  }
  done = write_whole (fd, self->bytes) && fsync (fd) == 0;
  code = errno;
  close (fd);
  if (!done) {
    g_unlink (self->temporary);
    gmarl_library_set_file_error (self->temporary, code, error);
  }
  return done;
}

gboolean
gmarl_checkpoint_write_announce (GmarlCheckpointWrite *self, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self->library,
      "INSERT INTO checkpoint (run_id, kind, iteration, sha256, bytes, score, state, written_us)"
      " VALUES (?, ?, ?, ?, ?, ?, 'writing', ?)"
      " ON CONFLICT DO NOTHING",
      error);
  gboolean done;

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, self->run_id);
  gmarl_statement_bind_text (statement, 2, gmarl_checkpoint_kind_to_id (self->kind));
  gmarl_statement_bind_integer (statement, 3, self->iteration);
  gmarl_statement_bind_text (statement, 4, self->sha256);
  gmarl_statement_bind_integer (statement, 5, (gint64) self->size);
  gmarl_statement_bind_real (statement, 6, self->score);
  gmarl_statement_bind_integer (statement, 7, g_get_real_time ());

  if (!gmarl_library_execute (self->library, "PRAGMA synchronous = FULL", error))
    return FALSE;
  done = gmarl_library_run (self->library, statement, error);
  return gmarl_library_execute (self->library, "PRAGMA synchronous = NORMAL",
                                done ? error : NULL) &&
         done;
}

gboolean
gmarl_checkpoint_write_publish (GmarlCheckpointWrite *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (g_rename (self->temporary, self->path) != 0) {
    gmarl_library_set_file_error (self->path, errno, error);
    return FALSE;
  }
  return gmarl_library_sync (folder, error);
}

/* Removes the other rows of a file and makes this one current. In a transaction. */
static gboolean
make_current (GmarlLibrary *library,
              const char *run_id,
              GmarlCheckpointKind kind,
              gint64 iteration,
              const char *sha256,
              GError **error)
{
  static const char *const changes[] = {
    "DELETE FROM checkpoint WHERE run_id = ?1 AND kind = ?2"
    " AND (iteration = ?3 OR kind != 'numbered') AND NOT (iteration = ?3 AND sha256 = ?4)",
    "UPDATE checkpoint SET state = 'current'"
    " WHERE run_id = ?1 AND kind = ?2 AND iteration = ?3 AND sha256 = ?4",
  };

  for (gsize k = 0; k < G_N_ELEMENTS (changes); k++) {
    g_autoptr (GmarlStatement) statement = gmarl_library_prepare (library, changes[k], error);

    if (statement == NULL)
      return FALSE;
    gmarl_statement_bind_text (statement, 1, run_id);
    gmarl_statement_bind_text (statement, 2, gmarl_checkpoint_kind_to_id (kind));
    gmarl_statement_bind_integer (statement, 3, iteration);
    gmarl_statement_bind_text (statement, 4, sha256);
    if (!gmarl_library_run (library, statement, error))
      return FALSE;
  }
  return TRUE;
}

/* The run's own columns, for the list of runs. In a transaction. */
static gboolean
note_best (GmarlLibrary *library,
           const char *run_id,
           gint64 iteration,
           double score,
           GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      library, "UPDATE run SET best_score = ?, best_iteration = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_real (statement, 1, score);
  gmarl_statement_bind_integer (statement, 2, iteration);
  gmarl_statement_bind_text (statement, 3, run_id);
  return gmarl_library_run (library, statement, error);
}

/* In a transaction. */
static gboolean
mark_for_removal (GmarlLibrary *library, const char *run_id, gint64 keep, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      library,
      "UPDATE checkpoint SET state = 'removing' WHERE run_id = ?1 AND kind = 'numbered'"
      " AND state = 'current' AND iteration NOT IN (SELECT iteration FROM checkpoint"
      "  WHERE run_id = ?1 AND kind = 'numbered' AND state = 'current'"
      "  ORDER BY iteration DESC LIMIT ?2)",
      error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, run_id);
  gmarl_statement_bind_integer (statement, 2, keep);
  return gmarl_library_run (library, statement, error);
}

static gboolean
settle_in_transaction (GmarlCheckpointWrite *self, GError **error)
{
  return make_current (self->library, self->run_id, self->kind, self->iteration, self->sha256,
                       error) &&
         (self->kind != GMARL_CHECKPOINT_BEST ||
          note_best (self->library, self->run_id, self->iteration, self->score, error)) &&
         (self->kind != GMARL_CHECKPOINT_NUMBERED || self->keep == 0 ||
          mark_for_removal (self->library, self->run_id, self->keep, error));
}

/* The numbered checkpoints marked for removal: their files, then their rows. */
static gboolean
remove_marked (GmarlLibrary *library, const char *run_id, GError **error)
{
  g_autoptr (GmarlStatement) marked = gmarl_library_prepare (
      library, "SELECT iteration FROM checkpoint WHERE run_id = ? AND state = 'removing'", error);
  g_autoptr (GmarlStatement) removal = NULL;
  gboolean any = FALSE;
  gint result;

  if (marked == NULL)
    return FALSE;
  gmarl_statement_bind_text (marked, 1, run_id);
  while ((result = gmarl_library_step (library, marked, error)) > 0) {
    g_autofree char *name =
        gmarl_checkpoint_file_name (GMARL_CHECKPOINT_NUMBERED, sqlite3_column_int64 (marked, 0));
    g_autofree char *path = gmarl_library_run_path (library, run_id, name);

    any = TRUE;
    if (g_unlink (path) != 0 && errno != ENOENT) {
      gmarl_library_set_file_error (path, errno, error);
      return FALSE;
    }
  }
  if (result < 0 || !any)
    return result == 0;
  sqlite3_reset (marked);

  removal = gmarl_library_prepare (
      library, "DELETE FROM checkpoint WHERE run_id = ? AND state = 'removing'", error);
  if (removal == NULL)
    return FALSE;
  gmarl_statement_bind_text (removal, 1, run_id);
  return gmarl_library_run (library, removal, error);
}

gboolean
gmarl_checkpoint_write_settle (GmarlCheckpointWrite *self, GError **error)
{
  if (!gmarl_library_begin (self->library, error))
    return FALSE;
  if (!settle_in_transaction (self, error)) {
    gmarl_library_rollback (self->library);
    return FALSE;
  }
  return gmarl_library_commit (self->library, error) &&
         remove_marked (self->library, self->run_id, error);
}

/* Files that a writer staged and did not publish. */
static void
remove_staged (GmarlLibrary *self, const char *run_id)
{
  g_autofree char *folder = gmarl_library_run_path (self, run_id, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".safetensors" TEMPORARY_SUFFIX)) {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
}

static gboolean
recover_in_transaction (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) rows = gmarl_library_load_checkpoint_rows (self, run_id, error);
  g_autoptr (GPtrArray) chosen = rows == NULL ? NULL : gmarl_checkpoint_rows_resolve (rows);

  if (chosen == NULL)
    return FALSE;
  for (guint k = 0; k < chosen->len; k++) {
    const GmarlCheckpointRow *row = chosen->pdata[k];
    const GmarlCheckpointRecord *record = &row->record;

    if (row->state != GMARL_CHECKPOINT_WRITING)
      continue;
    if (!make_current (self, run_id, record->kind, record->iteration, record->sha256, error))
      return FALSE;
    if (record->kind == GMARL_CHECKPOINT_BEST &&
        !note_best (self, run_id, record->iteration, record->score, error))
      return FALSE;
  }
  return gmarl_library_execute_for (
      self, "DELETE FROM checkpoint WHERE run_id = ? AND state = 'writing'", run_id, error);
}

gboolean
gmarl_library_recover_checkpoints (GmarlLibrary *self, const char *run_id, GError **error)
{
  remove_staged (self, run_id);
  if (!gmarl_library_begin (self, error))
    return FALSE;
  if (!recover_in_transaction (self, run_id, error)) {
    gmarl_library_rollback (self);
    return FALSE;
  }
  return gmarl_library_commit (self, error) && remove_marked (self, run_id, error);
}
