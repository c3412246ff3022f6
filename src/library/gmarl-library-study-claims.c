/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Who does which cell of a study. Several processes, and several threads of one, take cells from
 * the same table. What makes a cell one's own is its file lock, which the kernel gives to one alone
 * and takes back when the process dies; the state in the table is read once more when the lock is
 * held, because another may have finished the cell just before.
 */
#include "config.h"

#include "gmarl-backend.h"
#include "gmarl-library-private.h"
#include "gmarl-library-studies.h"

#include <unistd.h>

void
gmarl_cell_claim_free (GmarlCellClaim *self)
{
  if (self == NULL)
    return;
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->study_id);
  g_free (self->run_id);
  g_free (self);
}

/* Binds the parameters 1 and 2 to a cell. */
static void
bind_cell (GmarlStatement *statement, const char *study_id, gsize number)
{
  gmarl_statement_bind_text (statement, 1, study_id);
  gmarl_statement_bind_integer (statement, 2, (gint64) number);
}

/* Marks a cell whose lock is held, if it is still to be done; its training so far. */
static gboolean
mark_running (GmarlLibrary *self, GmarlCellClaim *claim, gboolean *is_marked, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self,
      "UPDATE study_cell SET state = 'running', message = NULL"
      " WHERE study_id = ? AND number = ? AND state IN ('queued', 'running', 'paused')"
      " RETURNING run_id",
      error);
  gint result;

  if (statement == NULL)
    return FALSE;
  bind_cell (statement, claim->study_id, claim->number);
  result = gmarl_library_step (self, statement, error);
  if (result < 0)
    return FALSE;
  *is_marked = result > 0;
  if (*is_marked)
    claim->run_id = gmarl_statement_get_text (statement, 0);
  /* To the end, which commits. */
  return result == 0 || gmarl_library_step (self, statement, error) == 0;
}

/* NULL without an error: another works on it, or it is done meanwhile. */
static GmarlCellClaim *
try_cell (GmarlLibrary *self,
          const char *study_id,
          gsize number,
          const GmarlScalingCell *cell,
          gboolean *is_busy,
          GError **error)
{
  g_autoptr (GmarlCellClaim) claim = g_new0 (GmarlCellClaim, 1);
  gboolean is_marked = FALSE;

  claim->study_id = g_strdup (study_id);
  claim->number = number;
  claim->key = (GmarlScalingKey){ cell->agents, cell->shared, cell->seed };
  claim->lock = gmarl_library_lock_cell (self, study_id, number, is_busy, error);
  if (claim->lock < 0 || !mark_running (self, claim, &is_marked, error) || !is_marked)
    return NULL;
  return g_steal_pointer (&claim);
}

GmarlCellClaim *
gmarl_library_claim_cell (GmarlLibrary *self,
                          const char *study_id,
                          gboolean *is_over,
                          GError **error)
{
  g_autoptr (GPtrArray) cells = NULL;
  g_autoptr (GError) local_error = NULL;

  *is_over = TRUE;
  if (!gmarl_library_require_writable (self, error))
    return NULL;
  cells = gmarl_library_list_cells (self, study_id, error);
  for (guint number = 0; cells != NULL && number < cells->len; number++) {
    const GmarlScalingCell *cell = cells->pdata[number];
    gboolean is_busy = FALSE;
    GmarlCellClaim *claim;

    if (cell->state != GMARL_CELL_QUEUED && cell->state != GMARL_CELL_RUNNING &&
        cell->state != GMARL_CELL_PAUSED)
      continue;
    claim = try_cell (self, study_id, number, cell, &is_busy, &local_error);
    if (claim != NULL)
      return claim;
    if (local_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    *is_over &= !is_busy;
  }
  return NULL;
}

/* The group of cells that differ in the seed alone, if one of them has begun; NULL if not. */
static gboolean
find_group (GmarlLibrary *self, const GmarlCellClaim *claim, char **group_id, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self,
      "SELECT r.group_id FROM study_cell AS c JOIN run AS r ON r.id = c.run_id"
      " WHERE c.study_id = ? AND c.agents = ? AND c.shared = ? ORDER BY c.number LIMIT 1",
      error);
  gint result;

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, claim->study_id);
  gmarl_statement_bind_integer (statement, 2, claim->key.agents);
  gmarl_statement_bind_integer (statement, 3, claim->key.shared ? 1 : 0);
  result = gmarl_library_step (self, statement, error);
  if (result > 0)
    *group_id = gmarl_statement_get_text (statement, 0);
  return result >= 0;
}

static gboolean
set_run (GmarlLibrary *self, const GmarlCellClaim *claim, const char *run_id, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self, "UPDATE study_cell SET run_id = ?3 WHERE study_id = ?1 AND number = ?2", error);

  if (statement == NULL)
    return FALSE;
  bind_cell (statement, claim->study_id, claim->number);
  gmarl_statement_bind_text (statement, 3, run_id);
  return gmarl_library_run (self, statement, error);
}

/* All within one transaction. */
static char *
begin_run (GmarlLibrary *self,
           const GmarlCellClaim *claim,
           const GmarlRunConfig *config,
           const char *group_name,
           GError **error)
{
  const char *level = gmarl_kernel_level_name (config->learning.kernel_level, error);
  g_autofree char *group_id = NULL;
  g_autofree char *run_id = NULL;

  if (level == NULL || !find_group (self, claim, &group_id, error))
    return NULL;
  if (group_id == NULL)
    group_id = gmarl_library_insert_group (self, config, group_name, error);
  if (group_id == NULL)
    return NULL;
  run_id = gmarl_library_begin_run (self, group_id, claim->key.seed, level, NULL, error);
  if (run_id == NULL || !set_run (self, claim, run_id, error))
    return NULL;
  return g_steal_pointer (&run_id);
}

gboolean
gmarl_library_begin_cell (GmarlLibrary *self,
                          GmarlCellClaim *claim,
                          const GmarlRunConfig *config,
                          const char *group_name,
                          GError **error)
{
  g_autofree char *run_id = NULL;

  if (!gmarl_library_begin (self, error))
    return FALSE;
  run_id = begin_run (self, claim, config, group_name, error);
  if (run_id == NULL) {
    gmarl_library_rollback (self);
    return FALSE;
  }
  if (!gmarl_library_commit (self, error))
    return FALSE;
  g_free (claim->run_id);
  claim->run_id = g_steal_pointer (&run_id);
  return TRUE;
}

gboolean
gmarl_library_end_cell (GmarlLibrary *self,
                        const GmarlCellClaim *claim,
                        GmarlCellState state,
                        const char *message,
                        const double *values,
                        GError **error)
{
  g_autoptr (GString) sql = g_string_new ("UPDATE study_cell SET state = ?3, message = ?4");
  g_autoptr (GmarlStatement) statement = NULL;

  for (gint quantity = 0; values != NULL && quantity < GMARL_N_SCALING; quantity++)
    g_string_append_printf (sql, ", \"%s\" = ?%d", gmarl_scaling_quantities[quantity].id,
                            quantity + 5);
  g_string_append (sql, " WHERE study_id = ?1 AND number = ?2");
  statement = gmarl_library_prepare (self, sql->str, error);
  if (statement == NULL)
    return FALSE;
  bind_cell (statement, claim->study_id, claim->number);
  gmarl_statement_bind_text (statement, 3, gmarl_cell_state_to_id (state));
  gmarl_statement_bind_text (statement, 4, message);
  for (gint quantity = 0; values != NULL && quantity < GMARL_N_SCALING; quantity++)
    gmarl_statement_bind_real (statement, quantity + 5, values[quantity]);
  return gmarl_library_run (self, statement, error);
}

gboolean
gmarl_library_requeue_cells (GmarlLibrary *self,
                             const char *study_id,
                             GmarlCellState state,
                             guint *count,
                             GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;

  if (!gmarl_library_require_writable (self, error))
    return FALSE;
  statement = gmarl_library_prepare (
      self,
      "UPDATE study_cell SET state = 'queued', message = NULL WHERE study_id = ? AND state = ?",
      error);
  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, study_id);
  gmarl_statement_bind_text (statement, 2, gmarl_cell_state_to_id (state));
  if (!gmarl_library_run (self, statement, error))
    return FALSE;
  if (count != NULL)
    *count = (guint) sqlite3_changes (self->db);
  return TRUE;
}

/* FALSE with an error; a cell that somebody works on is left alone. */
static gboolean
skip_cell (GmarlLibrary *self, const char *study_id, gsize number, guint *count, GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;
  gboolean is_busy;
  gint lock = gmarl_library_lock_cell (self, study_id, number, &is_busy, error);
  gboolean done;

  if (lock < 0)
    return is_busy;
  statement = gmarl_library_prepare (
      self,
      "UPDATE study_cell SET state = 'skipped' WHERE study_id = ? AND number = ?"
      " AND state IN ('queued', 'running', 'paused')",
      error);
  if (statement != NULL)
    bind_cell (statement, study_id, number);
  done = statement != NULL && gmarl_library_run (self, statement, error);
  if (done && count != NULL)
    *count += (guint) sqlite3_changes (self->db);
  close (lock);
  return done;
}

gboolean
gmarl_library_skip_cells (GmarlLibrary *self, const char *study_id, guint *count, GError **error)
{
  g_autoptr (GPtrArray) cells = NULL;

  if (count != NULL)
    *count = 0;
  if (!gmarl_library_require_writable (self, error))
    return FALSE;
  cells = gmarl_library_list_cells (self, study_id, error);
  if (cells == NULL)
    return FALSE;
  for (guint number = 0; number < cells->len; number++) {
    GmarlCellState state = ((const GmarlScalingCell *) cells->pdata[number])->state;

    if ((state == GMARL_CELL_QUEUED || state == GMARL_CELL_PAUSED) &&
        !skip_cell (self, study_id, number, count, error))
      return FALSE;
  }
  return TRUE;
}
