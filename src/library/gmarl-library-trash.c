/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The trash: runs that lists leave out until they are restored, or removed for good.
 *
 * Whoever removes a run holds its lock. Its checkpoints become "removing", which nobody lists; then
 * the files go, then all rows in one transaction. Killed in between, the run is still in the trash
 * and is removed the next time, or restored: its checkpoints are "writing" then, which count as far
 * as their files are there.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <unistd.h>

/* Holds the run for an instant, so that nobody trains it while it goes into the trash, or removes
 * it while it is restored. */
static gboolean
check_free (GmarlLibrary *self, const GmarlRunRecord *run, GError **error)
{
  g_autofree char *folder = gmarl_library_run_path (self, run->id, NULL);
  gint lock;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  lock = gmarl_library_lock_run (self, run, error);
  if (lock < 0)
    return FALSE;
  close (lock);
  return TRUE;
}

static GmarlRunRecord *
load_run (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) runs = gmarl_library_query_runs (self, "WHERE r.id = ?", run_id, error);

  if (runs == NULL)
    return NULL;
  if (runs->len == 1)
    return g_ptr_array_steal_index (runs, 0);
  gmarl_library_set_unknown_run_error (run_id, error);
  return NULL;
}

/* Undoes what an emptying of the trash that did not end has marked. */
static gboolean
keep_checkpoints (GmarlLibrary *self, const char *run_id, GError **error)
{
  return gmarl_library_execute_for (self,
                                    "UPDATE checkpoint SET state = 'writing'"
                                    " WHERE run_id = ? AND state = 'removing'",
                                    run_id, error);
}

/* In a transaction. */
static gboolean
mark_all (GmarlLibrary *self, const char *const *run_ids, gint64 trashed_us, GError **error)
{
  g_autoptr (GmarlStatement) statement =
      gmarl_library_prepare (self,
                             "UPDATE run SET trashed_us = ?1"
                             " WHERE id = ?2 AND (trashed_us = 0) = (?1 != 0)",
                             error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_integer (statement, 1, trashed_us);
  for (gsize k = 0; run_ids[k] != NULL; k++) {
    g_autoptr (GmarlRunRecord) run = load_run (self, run_ids[k], error);

    if (run == NULL || !check_free (self, run, error))
      return FALSE;
    gmarl_statement_bind_text (statement, 2, run_ids[k]);
    if (!gmarl_library_run (self, statement, error) ||
        (trashed_us == 0 && !keep_checkpoints (self, run_ids[k], error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
change_all (GmarlLibrary *self, const char *const *run_ids, gint64 trashed_us, GError **error)
{
  if (!gmarl_library_begin (self, error))
    return FALSE;
  if (!mark_all (self, run_ids, trashed_us, error)) {
    gmarl_library_rollback (self);
    return FALSE;
  }
  return gmarl_library_commit (self, error);
}

gboolean
gmarl_library_trash (GmarlLibrary *self, const char *const *run_ids, GError **error)
{
  return change_all (self, run_ids, g_get_real_time (), error);
}

gboolean
gmarl_library_restore (GmarlLibrary *self, const char *const *run_ids, GError **error)
{
  return change_all (self, run_ids, 0, error);
}

GPtrArray *
gmarl_library_list_trash (GmarlLibrary *self, GError **error)
{
  return gmarl_library_query_runs (
      self, "WHERE r.trashed_us != 0 ORDER BY r.trashed_us DESC, r.number DESC", NULL, error);
}

/* Of the files that a run's folder has; take_away: removes them. FALSE if one stays. */
static gboolean
visit_files (GmarlLibrary *self,
             const char *run_id,
             gboolean take_away,
             gint64 *bytes,
             GError **error)
{
  g_autofree char *folder = gmarl_library_run_path (self, run_id, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    GStatBuf info;

    if (g_lstat (path, &info) != 0)
      continue;
    if (take_away && g_remove (path) != 0 && errno != ENOENT) {
      gmarl_library_set_file_error (path, errno, error);
      return FALSE;
    }
    *bytes += info.st_size;
  }
  if (take_away && dir != NULL && g_rmdir (folder) != 0 && errno != ENOENT) {
    gmarl_library_set_file_error (folder, errno, error);
    return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_library_trash_size (GmarlLibrary *self, gint64 *bytes, GError **error)
{
  g_autoptr (GPtrArray) runs = gmarl_library_list_trash (self, error);

  *bytes = 0;
  if (runs == NULL)
    return FALSE;
  for (guint k = 0; k < runs->len; k++)
    visit_files (self, ((GmarlRunRecord *) runs->pdata[k])->id, FALSE, bytes, NULL);
  return TRUE;
}

/* In a transaction: the rows of the run; of its group and scenario too where nothing else needs
 * them. Its metrics and checkpoints go with it. */
static gboolean
remove_rows (GmarlLibrary *self, const GmarlRunRecord *run, GError **error)
{
  return gmarl_library_execute_for (self, "DELETE FROM run WHERE id = ? AND trashed_us != 0",
                                    run->id, error) &&
         gmarl_library_execute_for (self,
                                    "DELETE FROM run_group WHERE id = ?1"
                                    " AND NOT EXISTS (SELECT 1 FROM run WHERE group_id = ?1)",
                                    run->group_id, error);
}

/* Before the first file goes. Whoever restored the run before the lock was taken has committed when
 * this transaction begins: marked says whether it is in the trash still.
 */
static gboolean
mark_checkpoints (GmarlLibrary *self, const char *run_id, gboolean *marked, GError **error)
{
  g_autoptr (GmarlRunRecord) run = NULL;

  if (!gmarl_library_begin (self, error))
    return FALSE;
  run = load_run (self, run_id, error);
  *marked = run != NULL && run->trashed_us != 0;
  if (run == NULL ||
      (*marked &&
       !gmarl_library_execute_for (
           self, "UPDATE checkpoint SET state = 'removing' WHERE run_id = ?", run_id, error))) {
    gmarl_library_rollback (self);
    return FALSE;
  }
  return gmarl_library_commit (self, error);
}

/* What was removed so far. */
typedef struct {
  guint n_runs;
  gint64 bytes;
} Removed;

/* The lock is held. */
static gboolean
remove_run (GmarlLibrary *self, const GmarlRunRecord *run, Removed *removed, GError **error)
{
  gboolean marked;

  if (!mark_checkpoints (self, run->id, &marked, error))
    return FALSE;
  if (!marked)
    return TRUE;
  if (!visit_files (self, run->id, TRUE, &removed->bytes, error) ||
      !gmarl_library_begin (self, error))
    return FALSE;
  if (!remove_rows (self, run, error)) {
    gmarl_library_rollback (self);
    return FALSE;
  }
  if (!gmarl_library_commit (self, error))
    return FALSE;
  removed->n_runs++;
  return TRUE;
}

/* Removes the run unless somebody holds it or has just restored it. */
static gboolean
try_to_remove (GmarlLibrary *self, const char *run_id, Removed *removed, GError **error)
{
  g_autoptr (GmarlRunRecord) run = NULL;
  gboolean done = TRUE;
  gint lock;

  run = load_run (self, run_id, NULL);
  if (run == NULL || !gmarl_library_make_run_folder (self, run_id, NULL))
    return TRUE;
  lock = gmarl_library_lock_run (self, run, NULL);
  if (lock < 0)
    return TRUE;
  done = remove_run (self, run, removed, error);
  close (lock);
  return done;
}

gboolean
gmarl_library_empty_trash (GmarlLibrary *self, guint *n_removed, gint64 *bytes, GError **error)
{
  g_autoptr (GPtrArray) runs = NULL;
  Removed removed = { 0 };
  gboolean done = TRUE;

  if (!gmarl_library_require_writable (self, error))
    return FALSE;
  runs = gmarl_library_list_trash (self, error);
  if (runs == NULL)
    return FALSE;
  for (guint k = 0; done && k < runs->len; k++)
    done = try_to_remove (self, ((GmarlRunRecord *) runs->pdata[k])->id, &removed, error);
  if (n_removed != NULL)
    *n_removed = removed.n_runs;
  if (bytes != NULL)
    *bytes = removed.bytes;
  return done;
}
