/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The checkpoints of a library whose database was damaged: the files say themselves whether they
 * are whole, and which iteration they are of.
 */
#include "config.h"

#include "gmarl-checkpoint.h"
#include "gmarl-library-salvage-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SUFFIX ".safetensors"

typedef struct {
  GmarlCheckpointKind kind;
  gint64 iteration;
  gint64 bytes;
  char *sha256;
} Found;

/* The kind that a file's name stands for, or -1. */
static gint
kind_of (const char *name)
{
  if (strcmp (name, "last" SUFFIX) == 0)
    return GMARL_CHECKPOINT_LAST;
  if (strcmp (name, "best" SUFFIX) == 0)
    return GMARL_CHECKPOINT_BEST;
  if (g_str_has_prefix (name, "iteration-") && g_str_has_suffix (name, SUFFIX))
    return GMARL_CHECKPOINT_NUMBERED;
  return -1;
}

/* Whether a row that was saved has the file's hash. */
static gboolean
is_described (const GPtrArray *rows, Found *found)
{
  for (guint k = 0; k < rows->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) rows->pdata[k])->record;

    if (record->kind == found->kind && strcmp (record->sha256, found->sha256) == 0) {
      found->iteration = record->iteration;
      return TRUE;
    }
  }
  return FALSE;
}

/* Where no row has its hash, opening it checks the one that it carries. */
static gboolean
inspect (const GPtrArray *rows, const char *path, Found *found, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GmarlCheckpoint) checkpoint = NULL;
  const char *iteration;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, error))
    return FALSE;
  bytes = g_bytes_new_take (contents, length);
  found->bytes = (gint64) length;
  found->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (is_described (rows, found))
    return TRUE;
  checkpoint = gmarl_checkpoint_open (bytes, shown, error);
  if (checkpoint == NULL)
    return FALSE;
  iteration = gmarl_checkpoint_get_metadata (checkpoint, "iteration");
  found->iteration = iteration == NULL ? 0 : g_ascii_strtoll (iteration, NULL, 10);
  return TRUE;
}

/* Its score is the validation reward of its iteration. */
static gboolean
store (GmarlLibrary *to, const char *run_id, const Found *found, GError **error)
{
  static const char *const changes[] = {
    "DELETE FROM checkpoint WHERE run_id = ?1 AND kind = ?2"
    " AND (kind != 'numbered' OR iteration = ?3) AND sha256 != ?4",
    "INSERT INTO checkpoint (run_id, kind, iteration, sha256, bytes, score, state, written_us)"
    " VALUES (?1, ?2, ?3, ?4, ?5, CASE ?2 WHEN 'best' THEN (SELECT validation_reward FROM metric"
    "  WHERE run_id = ?1 AND iteration = ?3) END, 'current', ?6)"
    " ON CONFLICT DO UPDATE SET state = 'current', bytes = excluded.bytes",
    "UPDATE run SET best_score = c.score, best_iteration = c.iteration FROM checkpoint AS c"
    " WHERE run.id = ?1 AND c.run_id = ?1 AND c.kind = 'best' AND ?2 = 'best'",
  };

  for (gsize k = 0; k < G_N_ELEMENTS (changes); k++) {
    g_autoptr (GmarlStatement) statement = gmarl_library_prepare (to, changes[k], error);
    gint n = statement == NULL ? 0 : sqlite3_bind_parameter_count (statement);

    if (statement == NULL)
      return FALSE;
    gmarl_statement_bind_text (statement, 1, run_id);
    gmarl_statement_bind_text (statement, 2, gmarl_checkpoint_kind_to_id (found->kind));
    if (n > 2) {
      gmarl_statement_bind_integer (statement, 3, found->iteration);
      gmarl_statement_bind_text (statement, 4, found->sha256);
    }
    if (n > 4) {
      gmarl_statement_bind_integer (statement, 5, found->bytes);
      gmarl_statement_bind_integer (statement, 6, g_get_real_time ());
    }
    if (!gmarl_library_run (to, statement, error))
      return FALSE;
  }
  return TRUE;
}

/* A row that no file bears out goes. */
static gboolean
find_in_folder (GmarlLibrary *to, const char *run_id, GmarlSalvageResult *result, GError **error)
{
  g_autofree char *folder = gmarl_library_run_path (to, run_id, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) rows = gmarl_library_load_checkpoint_rows (to, run_id, error);
  const char *name;

  if (rows == NULL ||
      !gmarl_library_execute_for (to, "UPDATE checkpoint SET state = 'removing' WHERE run_id = ?",
                                  run_id, error))
    return FALSE;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GError) failure = NULL;
    Found found = { .sha256 = NULL };
    gint kind = kind_of (name);
    gboolean done = TRUE;

    if (kind < 0)
      continue;
    found.kind = (GmarlCheckpointKind) kind;
    if (inspect (rows, path, &found, &failure)) {
      done = store (to, run_id, &found, error);
      result->n_checkpoints++;
    } else {
      gmarl_salvage_add_loss (result, "%s", failure->message);
    }
    g_free (found.sha256);
    if (!done)
      return FALSE;
  }
  return gmarl_library_execute_for (
      to, "DELETE FROM checkpoint WHERE run_id = ? AND state = 'removing'", run_id, error);
}

/* Rows without a file are of no use: the files are what there is. */
static gboolean
drop_missing (GmarlLibrary *to, const char *run_id, GmarlSalvageResult *result, GError **error)
{
  g_autoptr (GPtrArray) rows = gmarl_library_load_checkpoint_rows (to, run_id, error);
  g_autoptr (GmarlStatement) removal =
      rows == NULL ? NULL
                   : gmarl_library_prepare (
                         to, "DELETE FROM checkpoint WHERE run_id = ? AND sha256 = ?", error);

  if (removal == NULL)
    return FALSE;
  for (guint k = 0; k < rows->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) rows->pdata[k])->record;
    g_autofree char *shown = g_filename_display_name (record->path);

    if (g_file_test (record->path, G_FILE_TEST_IS_REGULAR))
      continue;
    gmarl_salvage_add_loss (result, _ ("The checkpoint “%s” is missing."), shown);
    gmarl_statement_bind_text (removal, 1, run_id);
    gmarl_statement_bind_text (removal, 2, record->sha256);
    if (!gmarl_library_run (to, removal, error))
      return FALSE;
  }
  return TRUE;
}

/* Folders of runs that are not in the new database. */
static void
note_orphans (GmarlLibrary *to, GmarlSalvageResult *result)
{
  g_autofree char *runs = gmarl_library_run_path (to, NULL, NULL);
  g_autoptr (GDir) dir = g_dir_open (runs, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (gmarl_library_is_id (name) && !gmarl_library_require_run (to, name, NULL))
      gmarl_salvage_add_loss (
          result, _ ("Run %s is lost but for its checkpoints, which stay in the folder “%s/%s”."),
          name, GMARL_LIBRARY_RUNS, name);
}

gboolean
gmarl_salvage_find_checkpoints (GmarlLibrary *to, GmarlSalvageResult *result, GError **error)
{
  g_autoptr (GPtrArray) runs = gmarl_library_query_runs (to, "", NULL, error);

  if (runs == NULL || !gmarl_library_begin (to, error))
    return FALSE;
  for (guint k = 0; k < runs->len; k++) {
    const char *run_id = ((GmarlRunRecord *) runs->pdata[k])->id;

    if (!drop_missing (to, run_id, result, error) || !find_in_folder (to, run_id, result, error)) {
      gmarl_library_rollback (to);
      return FALSE;
    }
  }
  note_orphans (to, result);
  return gmarl_library_commit (to, error);
}
