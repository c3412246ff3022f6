/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A run from one library into another one, which may have a part of it; and the tables that belong
 * to no single run.
 */
#include "config.h"

#include "gmarl-library-copy.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* What belongs to no single run and comes along from a library, in this order. A row whose key is
 * there already is left, unless "replaced" says when it is not; one that refers to what is not
 * there is left out, but for a cell, which goes without its run. */
static const struct {
  const char *table;
  const char *where;    /* a condition on the rows there, or NULL */
  const char *replaced; /* a condition on the row here and on the one there ("excluded"), or NULL */
} merged_tables[] = {
  { "evaluation", NULL, NULL },
  { "comparison", NULL, NULL },
  /* An id that is not one would be a file anywhere: that of its lock. */
  { "study", "WHERE id NOT GLOB '*[^0-9a-f]*'", NULL },
  { "study_cell", NULL,
    "study_cell.state IN ('queued', 'failed', 'skipped') AND excluded.state = 'done'" },
};

typedef enum {
  RELATION_NEW,    /* the target does not have the run */
  RELATION_LONGER, /* the source goes on where the target ends */
  RELATION_SAME,   /* the target has all the rows, or more */
} Relation;

static void
set_conflict_error (const GmarlRunRecord *run, const char *reason, GError **error)
{
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
               _ ("Run %s (“%s”, seed %" PRIu64 ") was left alone: %s."), run->id, run->name,
               run->seed, reason);
}

static gboolean
is_same_run (const GmarlRunSource *theirs, const GmarlRunSource *ours)
{
  const GmarlRunRecord *a = theirs->record;
  const GmarlRunRecord *b = ours->record;

  return strcmp (a->group_id, b->group_id) == 0 && a->seed == b->seed &&
         strcmp (a->scenario_hash, b->scenario_hash) == 0 &&
         strcmp (a->kernel_level, b->kernel_level) == 0 &&
         strcmp (theirs->configuration, ours->configuration) == 0 &&
         g_strcmp0 (a->init_from, b->init_from) == 0 &&
         (a->init_sha256 == NULL || b->init_sha256 == NULL ||
          strcmp (a->init_sha256, b->init_sha256) == 0);
}

/* FALSE: they are not the same run as far as both go. */
static gboolean
compare_rows (const GmarlRunSource *theirs, const GmarlRunSource *ours, GError **error)
{
  guint common = MIN (theirs->rows->len, ours->rows->len);

  for (guint k = 0; k < common; k++) {
    gint metric = gmarl_training_metrics_first_difference (
        &g_array_index (theirs->rows, GmarlTrainingMetrics, k),
        &g_array_index (ours->rows, GmarlTrainingMetrics, k));
    g_autofree char *reason = NULL;

    if (metric < 0)
      continue;
    reason = g_strdup_printf (
        _ ("there it has another %s in iteration %u, so that it is not a continuation of the one here"),
        gmarl_training_metrics[metric].id, k + 1);
    set_conflict_error (ours->record, reason, error);
    return FALSE;
  }
  return TRUE;
}

static gboolean
relate (const GmarlRunSource *theirs,
        GmarlLibrary *to,
        Relation *relation,
        guint *n_here,
        GError **error)
{
  g_auto (GmarlRunSource) ours = { NULL };
  g_autoptr (GError) failure = NULL;

  *n_here = 0;
  if (!gmarl_run_source_load (&ours, to, theirs->record->id, &failure)) {
    if (!g_error_matches (failure, GMARL_ERROR, GMARL_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    *relation = RELATION_NEW;
    return TRUE;
  }
  if (ours.record->trashed_us != 0) {
    set_conflict_error (ours.record, _ ("it is in the trash here"), error);
    return FALSE;
  }
  if (!is_same_run (theirs, &ours)) {
    set_conflict_error (ours.record, _ ("there its id belongs to another run"), error);
    return FALSE;
  }
  if (!compare_rows (theirs, &ours, error))
    return FALSE;
  *n_here = ours.rows->len;
  *relation = theirs->rows->len > ours.rows->len || (theirs->rows->len == ours.rows->len &&
                                                     theirs->record->status == GMARL_RUN_FINISHED &&
                                                     ours.record->status != GMARL_RUN_FINISHED)
                  ? RELATION_LONGER
                  : RELATION_SAME;
  return TRUE;
}

/* A group with the id of another one would mix two configurations. */
static gboolean
check_group (const GmarlRunSource *theirs, GmarlLibrary *to, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      to, "SELECT configuration = ?2 AND scenario_hash = ?3 FROM run_group WHERE id = ?1", error);
  gint result;

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, theirs->record->group_id);
  gmarl_statement_bind_text (statement, 2, theirs->configuration);
  gmarl_statement_bind_text (statement, 3, theirs->record->scenario_hash);
  result = gmarl_library_step (to, statement, error);
  if (result < 0)
    return FALSE;
  if (result == 0 || sqlite3_column_int (statement, 0))
    return TRUE;
  set_conflict_error (theirs->record, _ ("here the id of its group belongs to another one"), error);
  return FALSE;
}

static gboolean
store (const GmarlRunSource *theirs,
       GmarlLibrary *to,
       Relation relation,
       guint n_here,
       GError **error)
{
  if (relation == RELATION_SAME)
    return TRUE;
  if (!gmarl_library_begin (to, error))
    return FALSE;
  if (!gmarl_run_source_store (theirs, to, n_here, error)) {
    gmarl_library_rollback (to);
    return FALSE;
  }
  return gmarl_library_commit (to, error);
}

/* The target's lock of the run is held. */
static gboolean
copy_held (GmarlLibrary *from,
           GmarlLibrary *to,
           const char *run_id,
           gint64 *bytes,
           GPtrArray *refused,
           GError **error)
{
  g_autoptr (GmarlCheckpointCopies) copies =
      gmarl_checkpoint_copies_stage (from, to, run_id, refused, error);
  g_auto (GmarlRunSource) theirs = { NULL };
  Relation relation;
  guint n_here;

  /* The rows again: there may be more of them than before the checkpoints were read. */
  return copies != NULL && gmarl_run_source_load (&theirs, from, run_id, error) &&
         relate (&theirs, to, &relation, &n_here, error) &&
         store (&theirs, to, relation, n_here, error) &&
         gmarl_checkpoint_copies_finish (copies, bytes, error);
}

static gboolean
hold_and_copy (GmarlLibrary *from,
               GmarlLibrary *to,
               const GmarlRunRecord *run,
               gint64 *bytes,
               GPtrArray *refused,
               GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean done;
  gint lock;

  if (to->is_bundle)
    return copy_held (from, to, run->id, bytes, refused, error);
  if (!gmarl_library_make_run_folder (to, run->id, error))
    return FALSE;
  if (gmarl_library_is_run_held (to, run->id)) {
    set_conflict_error (run, _ ("here a process is training it; merge again when it is done"),
                        error);
    return FALSE;
  }
  lock = gmarl_library_lock_run (to, run, error);
  if (lock < 0)
    return FALSE;
  done = gmarl_library_recover_checkpoints (to, run->id, error) &&
         copy_held (from, to, run->id, bytes, refused, error);
  close (lock);
  return done;
}

gboolean
gmarl_library_copy_run (GmarlLibrary *from,
                        GmarlLibrary *to,
                        const char *run_id,
                        GmarlCopyOutcome *outcome,
                        gint64 *bytes,
                        GPtrArray *refused,
                        GError **error)
{
  g_auto (GmarlRunSource) theirs = { NULL };
  gboolean wanted = TRUE;
  Relation relation;
  guint n_here;

  if (!gmarl_run_source_load (&theirs, from, run_id, error) ||
      !relate (&theirs, to, &relation, &n_here, error) || !check_group (&theirs, to, error))
    return FALSE;
  if (relation == RELATION_SAME &&
      !gmarl_checkpoint_copies_are_wanted (from, to, run_id, &wanted, error))
    return FALSE;
  *outcome = relation == RELATION_NEW                ? GMARL_COPY_ADDED
             : relation == RELATION_LONGER || wanted ? GMARL_COPY_EXTENDED
                                                     : GMARL_COPY_SAME;
  return *outcome == GMARL_COPY_SAME ||
         hold_and_copy (from, to, theirs.record, bytes, refused, error);
}

char *
gmarl_library_common_columns (GmarlLibrary *from,
                              GmarlLibrary *to,
                              const char *table,
                              guint *n,
                              GError **error)
{
  g_autoptr (GHashTable) theirs = gmarl_library_load_columns (from, table, error);
  g_autoptr (GHashTable) ours =
      theirs == NULL ? NULL : gmarl_library_load_columns (to, table, error);
  g_autoptr (GString) list = g_string_new (NULL);
  GHashTableIter iter;
  gpointer name;

  *n = 0;
  if (ours == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, ours);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (!g_hash_table_contains (theirs, name))
      continue;
    g_string_append_printf (list, "%s\"%s\"", list->len == 0 ? "" : ", ", (const char *) name);
    ++*n;
  }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

char *
gmarl_library_value_places (const char *table, const char *columns)
{
  g_auto (GStrv) names = g_strsplit (columns, ", ", -1);
  GString *places = g_string_new (NULL);

  for (gsize k = 0; names[k] != NULL; k++)
    g_string_append_printf (places, "%s%s", k == 0 ? "" : ", ",
                            g_str_equal (table, "study_cell") &&
                                    g_str_equal (names[k], "\"run_id\"")
                                ? "(SELECT id FROM run WHERE id = ?)"
                                : "?");
  return g_string_free (places, FALSE);
}

static gboolean
copy_row (GmarlStatement *row, GmarlLibrary *to, GmarlStatement *insertion, guint n, GError **error)
{
  gint result;

  for (guint k = 0; k < n; k++)
    sqlite3_bind_value (insertion, (gint) k + 1, sqlite3_column_value (row, (gint) k));
  result = sqlite3_step (insertion);
  if (result != SQLITE_DONE && (result & 0xff) != SQLITE_CONSTRAINT) {
    gmarl_library_set_error (to, error);
    return FALSE;
  }
  sqlite3_reset (insertion);
  return TRUE;
}

/* "NOTHING", or "UPDATE SET …" of all columns. (transfer full) */
static char *
describe_conflict (const char *columns, const char *replaced)
{
  g_auto (GStrv) names = g_strsplit (columns, ", ", -1);
  GString *text;

  if (replaced == NULL)
    return g_strdup ("NOTHING");
  text = g_string_new ("UPDATE SET ");
  for (gsize k = 0; names[k] != NULL; k++)
    g_string_append_printf (text, "%s%s = excluded.%s", k == 0 ? "" : ", ", names[k], names[k]);
  g_string_append_printf (text, " WHERE %s", replaced);
  return g_string_free (text, FALSE);
}

/* In a transaction of the target. replaced and where may be NULL. */
static gboolean
copy_table (GmarlLibrary *from,
            GmarlLibrary *to,
            const char *table,
            const char *replaced,
            const char *where,
            GError **error)
{
  guint n;
  g_autofree char *columns = gmarl_library_common_columns (from, to, table, &n, error);
  g_autofree char *select = NULL;
  g_autofree char *conflict = NULL;
  g_autofree char *insert = NULL;
  g_autofree char *places = NULL;
  g_autoptr (GmarlStatement) rows = NULL;
  g_autoptr (GmarlStatement) insertion = NULL;
  gint result;

  if (columns == NULL)
    return FALSE;
  if (n == 0)
    return TRUE;
  places = gmarl_library_value_places (table, columns);
  select = g_strdup_printf ("SELECT %s FROM %s %s", columns, table, where == NULL ? "" : where);
  conflict = describe_conflict (columns, replaced);
  insert = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO %s", table, columns,
                            places, conflict);
  rows = gmarl_library_prepare (from, select, error);
  insertion = rows == NULL ? NULL : gmarl_library_prepare (to, insert, error);
  if (insertion == NULL)
    return FALSE;
  while ((result = gmarl_library_step (from, rows, error)) > 0)
    if (!copy_row (rows, to, insertion, n, error))
      return FALSE;
  return result == 0;
}

/* Those of studies, which are there before any run is. A text that has not its hash would be taken
 * for another scenario. */
static gboolean
copy_scenarios (GmarlLibrary *from, GmarlLibrary *to, GError **error)
{
  g_autoptr (GmarlStatement) rows = gmarl_library_prepare (
      from, "SELECT hash, name, text FROM scenario WHERE hash IN (SELECT scenario_hash FROM study)",
      error);
  gint result;

  if (rows == NULL)
    return FALSE;
  while ((result = gmarl_library_step (from, rows, error)) > 0) {
    const char *hash = (const char *) sqlite3_column_text (rows, 0);
    const char *text = (const char *) sqlite3_column_text (rows, 2);
    g_autofree char *computed =
        g_compute_checksum_for_string (G_CHECKSUM_SHA256, text == NULL ? "" : text, -1);

    if (g_strcmp0 (hash, computed) == 0 &&
        !gmarl_library_store_scenario (to, hash, (const char *) sqlite3_column_text (rows, 1), text,
                                       error))
      return FALSE;
  }
  return result == 0;
}

static gboolean
copy_merged_tables (GmarlLibrary *from, GmarlLibrary *to, GError **error)
{
  if (!copy_scenarios (from, to, error))
    return FALSE;
  for (gsize k = 0; k < G_N_ELEMENTS (merged_tables); k++)
    if (!copy_table (from, to, merged_tables[k].table, merged_tables[k].replaced,
                     merged_tables[k].where, error))
      return FALSE;
  return TRUE;
}

gboolean
gmarl_library_copy_tables (GmarlLibrary *from, GmarlLibrary *to, GError **error)
{
  if (!gmarl_library_begin (to, error))
    return FALSE;
  if (!copy_merged_tables (from, to, error)) {
    gmarl_library_rollback (to);
    return FALSE;
  }
  return gmarl_library_commit (to, error);
}
