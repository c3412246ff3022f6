/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Rows out of a damaged database. A table is read from its beginning until a page cannot be read,
 * then from its end; what lies between two damaged pages is looked up by its keys where these are
 * numbers.
 */
#include "config.h"

#include "gmarl-library-copy.h"
#include "gmarl-library-salvage-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define MOST_PROBES 1000000 /* keys looked up in a gap */

/* In the order in which they refer to each other; key: the one that orders it. */
static const struct {
  const char *table;
  const char *key;
  gboolean has_numbers; /* key is a number that counts up */
} tables[] = {
  { "scenario", "rowid", TRUE },     { "run_group", "rowid", TRUE },
  { "tag", "group_id", FALSE },      { "run", "number", TRUE },
  { "comparison", "rowid", TRUE },   { "evaluation", "policy", FALSE },
  { "study", "rowid", TRUE },        { "study_cell", "study_id", FALSE },
  { "checkpoint", "run_id", FALSE },
};

/* One table on its way. */
typedef struct {
  GmarlLibrary *from;
  GmarlLibrary *to;
  const char *table;
  char *columns;
  guint n_columns;
  GmarlStatement *insertion;
  GCancellable *cancellable; /* borrowed; or NULL */
  gint64 n_rows;             /* stored */
  gint64 n_refused;
} Table;

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->columns, g_free);
  g_clear_pointer (&self->insertion, gmarl_statement_finalize);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gboolean
table_init (Table *self,
            GmarlLibrary *from,
            GmarlLibrary *to,
            const char *table,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *places = NULL;
  g_autofree char *sql = NULL;

  *self = (Table){ .from = from, .to = to, .table = table, .cancellable = cancellable };
  self->columns = gmarl_library_common_columns (from, to, table, &self->n_columns, NULL);
  if (self->columns == NULL || self->n_columns == 0)
    return TRUE; /* nothing of it is left */
  places = gmarl_library_value_places (table, self->columns);
  sql = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING", table,
                         self->columns, places);
  self->insertion = gmarl_library_prepare (to, sql, error);
  return self->insertion != NULL;
}

static gboolean
store_row (Table *self, GmarlStatement *row, GError **error)
{
  gint result;

  for (guint k = 0; k < self->n_columns; k++)
    sqlite3_bind_value (self->insertion, (gint) k + 1, sqlite3_column_value (row, (gint) k));
  result = sqlite3_step (self->insertion);
  if (result == SQLITE_DONE)
    self->n_rows += sqlite3_changes (self->to->db);
  else if ((result & 0xff) == SQLITE_CONSTRAINT || (result & 0xff) == SQLITE_MISMATCH)
    self->n_refused++;
  else {
    gmarl_library_set_error (self->to, error);
    return FALSE;
  }
  sqlite3_reset (self->insertion);
  return TRUE;
}

/* Stores the rows that a query gives until its end (reached) or a page that cannot be read. The
 * last column, after those of the table, is the key; the last one read is noted. */
static gboolean
store_until_damage (Table *self,
                    const char *rest,
                    const char *text,
                    gint64 number,
                    const char *key,
                    gint64 *last,
                    gboolean *reached,
                    GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s, %s FROM %s %s", self->columns, key, self->table, rest);
  g_autoptr (GmarlStatement) rows = gmarl_library_prepare (self->from, sql, NULL);
  gint result;

  *reached = FALSE;
  if (rows == NULL)
    return TRUE;
  if (text != NULL)
    gmarl_statement_bind_text (rows, 1, text);
  if (sqlite3_bind_parameter_count (rows) == 2)
    gmarl_statement_bind_integer (rows, 2, number);
  while ((result = sqlite3_step (rows)) == SQLITE_ROW) {
    if (!store_row (self, rows, error))
      return FALSE;
    *last = sqlite3_column_int64 (rows, (gint) self->n_columns);
  }
  *reached = result == SQLITE_DONE;
  return TRUE;
}

/* Looks the rows up whose keys lie between two that were read. text: of the key's first half. */
static gboolean
probe (Table *self,
       const char *rest,
       const char *text,
       const char *key,
       gint64 first,
       gint64 end,
       GError **error)
{
  gint64 last;
  gboolean reached;

  for (gint64 number = first; number < end && number - first < MOST_PROBES; number++)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !store_until_damage (self, rest, text, number, key, &last, &reached, error))
      return FALSE;
  return TRUE;
}

static gboolean
copy_table (GmarlLibrary *from,
            GmarlLibrary *to,
            gsize k,
            gint64 *n_rows,
            GCancellable *cancellable,
            GmarlSalvageResult *result,
            GError **error)
{
  g_auto (Table) table = { 0 };
  const char *key = tables[k].key;
  g_autofree char *forward = g_strdup_printf ("ORDER BY %s", key);
  g_autofree char *backward = g_strdup_printf ("ORDER BY %s DESC", key);
  g_autofree char *one = g_strdup_printf ("WHERE ?1 = '' AND %s = ?2", key);
  gint64 first = 0, last = 0;
  gboolean reached = FALSE;

  if (!table_init (&table, from, to, tables[k].table, cancellable, error))
    return FALSE;
  if (table.insertion != NULL &&
      !store_until_damage (&table, forward, NULL, 0, key, &first, &reached, error))
    return FALSE;
  if (!reached && table.insertion != NULL) {
    if (!store_until_damage (&table, backward, NULL, 0, key, &last, &reached, error) ||
        (tables[k].has_numbers && !probe (&table, one, "", key, first + 1, last, error)))
      return FALSE;
    gmarl_salvage_add_loss (result,
                            _ ("The table “%s” is damaged: %" PRId64 " of its rows were saved."),
                            tables[k].table, table.n_rows);
  }
  if (table.n_refused > 0)
    gmarl_salvage_add_loss (
        result,
        _ ("%" PRId64 " rows of the table “%s” refer to what is lost, or are not what they "
           "should be, and were left out."),
        table.n_refused, tables[k].table);
  *n_rows = table.n_rows;
  return TRUE;
}

/* The rows of one run. */
static gboolean
copy_metrics (Table *table, const char *run_id, gint64 wanted, GError **error)
{
  gint64 first = 0, last = wanted + 1;
  gboolean reached;

  if (!store_until_damage (table, "WHERE run_id = ? ORDER BY iteration", run_id, 0, "iteration",
                           &first, &reached, error))
    return FALSE;
  if (reached)
    return TRUE;
  return store_until_damage (table, "WHERE run_id = ? ORDER BY iteration DESC", run_id, 0,
                             "iteration", &last, &reached, error) &&
         probe (table, "WHERE run_id = ?1 AND iteration = ?2", run_id, "iteration", first + 1, last,
                error);
}

/* An id that is not one would be a folder anywhere. */
static gboolean
drop_strange_ids (GmarlLibrary *to, GError **error)
{
  return gmarl_library_execute (to,
                                "DELETE FROM run WHERE length (id) != 12 OR id GLOB '*[^0-9a-f]*';"
                                "DELETE FROM study WHERE id GLOB '*[^0-9a-f]*'",
                                error);
}

/* What the list of runs shows follows from the rows that are there. */
static gboolean
summarize (GmarlLibrary *to, GError **error)
{
  return gmarl_library_execute (
      to,
      "UPDATE run SET"
      " iteration = (SELECT count (*) FROM metric AS m WHERE m.run_id = run.id),"
      " seconds = coalesce ((SELECT sum (seconds) FROM metric AS m WHERE m.run_id = run.id), 0.0),"
      " last_reward = (SELECT episode_reward FROM metric AS m WHERE m.run_id = run.id"
      "  AND episode_reward IS NOT NULL ORDER BY iteration DESC LIMIT 1)"
      " WHERE iteration != (SELECT count (*) FROM metric AS m WHERE m.run_id = run.id)",
      error);
}

static gboolean
copy_all_metrics (GmarlLibrary *from,
                  GmarlLibrary *to,
                  GCancellable *cancellable,
                  GmarlSalvageResult *result,
                  GError **error)
{
  g_autoptr (GPtrArray) runs = gmarl_library_query_runs (to, "", NULL, error);
  g_auto (Table) table = { 0 };

  if (runs == NULL || !table_init (&table, from, to, "metric", cancellable, error))
    return FALSE;
  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];
    gint64 before = table.n_rows;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        (table.insertion != NULL && !copy_metrics (&table, run->id, run->iteration, error)))
      return FALSE;
    if (table.n_rows - before < run->iteration)
      gmarl_salvage_add_loss (
          result,
          _ ("Run %s (“%s”, seed %" PRIu64 "): %" PRId64 " of %" PRId64 " rows were saved."),
          run->id, run->name, run->seed, table.n_rows - before, run->iteration);
  }
  result->n_runs = runs->len;
  result->n_rows = table.n_rows;
  return summarize (to, error);
}

/* Those that come with the program can be told by their hash: their runs are not lost. */
static gboolean
add_builtin_scenarios (GmarlLibrary *to, GError **error)
{
  const char *const *names = gmarl_scenario_builtin_names ();

  for (gsize k = 0; names[k] != NULL; k++) {
    g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin (names[k], error);
    g_autofree char *hash =
        scenario == NULL ? NULL : gmarl_library_insert_scenario (to, scenario, error);

    if (hash == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_salvage_copy_rows (GmarlLibrary *from,
                         GmarlLibrary *to,
                         GCancellable *cancellable,
                         GmarlSalvageResult *result,
                         GError **error)
{
  if (!gmarl_library_begin (to, error))
    return FALSE;
  for (gsize k = 0; k < G_N_ELEMENTS (tables); k++) {
    gint64 n_rows = 0;

    if (!copy_table (from, to, k, &n_rows, cancellable, result, error) ||
        (k == 0 && !add_builtin_scenarios (to, error))) {
      gmarl_library_rollback (to);
      return FALSE;
    }
    if (g_str_equal (tables[k].table, "evaluation"))
      result->n_evaluations = (guint) n_rows;
  }
  if (!drop_strange_ids (to, error) || !copy_all_metrics (from, to, cancellable, result, error)) {
    gmarl_library_rollback (to);
    return FALSE;
  }
  return gmarl_library_commit (to, error);
}
