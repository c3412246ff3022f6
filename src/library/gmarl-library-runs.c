/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Run groups and runs: beginning, listing, reading.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include "gmarl-run-changes.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <sys/random.h>

#define ID_BYTES    6
#define ID_ATTEMPTS 8

char *
gmarl_library_new_id (void)
{
  guint8 bytes[ID_BYTES];
  GString *id = g_string_sized_new (2 * ID_BYTES);

  /* Not GLib's generator: a process that forked would give both halves the same ids. A request as
   * short as this is never interrupted and cannot fail. */
  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_error ("The system gives no random bytes");
  for (gsize k = 0; k < sizeof bytes; k++)
    g_string_append_printf (id, "%02x", bytes[k]);
  return g_string_free (id, FALSE);
}

gboolean
gmarl_library_is_id (const char *text)
{
  return text != NULL && strlen (text) == 2 * ID_BYTES &&
         strspn (text, "0123456789abcdef") == 2 * ID_BYTES;
}

void
gmarl_run_record_free (GmarlRunRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->group_id);
  g_free (self->name);
  g_free (self->message);
  g_free (self->scenario_name);
  g_free (self->scenario_hash);
  g_free (self->kernel_level);
  g_free (self->version);
  g_free (self->init_from);
  g_free (self->init_sha256);
  g_strfreev (self->tags);
  g_free (self->notes);
  g_free (self);
}

gboolean
gmarl_library_check_name (const char *name, GError **error)
{
  if (name[0] == '\0' || !g_utf8_validate (name, -1, NULL) || strpbrk (name, "\n\r\t") != NULL) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("A run's name must be one line of text and not empty; give another one."));
    return FALSE;
  }
  if (strcmp (name, "latest") == 0) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("“latest” always means the newest run; give another name."));
    return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_library_store_scenario (GmarlLibrary *self,
                              const char *hash,
                              const char *name,
                              const char *text,
                              GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self, "INSERT INTO scenario (hash, name, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, hash);
  gmarl_statement_bind_text (statement, 2, name);
  gmarl_statement_bind_text (statement, 3, text);
  return gmarl_library_run (self, statement, error);
}

char *
gmarl_library_insert_scenario (GmarlLibrary *self, const GmarlScenario *scenario, GError **error)
{
  g_autofree char *text = gmarl_scenario_to_text (scenario);
  g_autofree char *hash = gmarl_scenario_hash (scenario);

  return gmarl_library_store_scenario (self, hash, scenario->name, text, error)
             ? g_steal_pointer (&hash)
             : NULL;
}

char *
gmarl_library_insert_with_new_id (GmarlLibrary *self, GmarlStatement *statement, GError **error)
{
  for (guint attempt = 1;; attempt++) {
    g_autofree char *id = gmarl_library_new_id ();
    g_autoptr (GError) failure = NULL;

    gmarl_statement_bind_text (statement, 1, id);
    if (gmarl_library_run (self, statement, &failure))
      return g_steal_pointer (&id);
    if (attempt == ID_ATTEMPTS ||
        (sqlite3_extended_errcode (self->db) != SQLITE_CONSTRAINT_UNIQUE &&
         sqlite3_extended_errcode (self->db) != SQLITE_CONSTRAINT_PRIMARYKEY)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  }
}

char *
gmarl_library_insert_group (GmarlLibrary *self,
                            const GmarlRunConfig *config,
                            const char *name,
                            GError **error)
{
  g_autofree char *text = gmarl_run_config_to_text (config);
  g_autofree char *scenario_hash = gmarl_library_insert_scenario (self, config->scenario, error);
  g_autoptr (GmarlStatement) statement = NULL;

  if (scenario_hash == NULL)
    return NULL;
  statement = gmarl_library_prepare (
      self,
      "INSERT INTO run_group (id, name, scenario_hash, configuration, iterations, version, created_us)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      error);

  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 2, name);
  gmarl_statement_bind_text (statement, 3, scenario_hash);
  gmarl_statement_bind_text (statement, 4, text);
  gmarl_statement_bind_integer (statement, 5, config->iterations);
  gmarl_statement_bind_text (statement, 6, GMARL_VERSION);
  gmarl_statement_bind_integer (statement, 7, g_get_real_time ());
  return gmarl_library_insert_with_new_id (self, statement, error);
}

char *
gmarl_library_begin_group (GmarlLibrary *self,
                           const GmarlRunConfig *config,
                           const char *name,
                           GError **error)
{
  g_autofree char *stripped = name == NULL ? NULL : g_strstrip (g_strdup (name));
  g_autofree char *id = NULL;

  if (stripped == NULL)
    stripped = gmarl_run_config_describe (config);
  else if (!gmarl_library_check_name (stripped, error))
    return NULL;
  if (!gmarl_library_begin (self, error))
    return NULL;
  id = gmarl_library_insert_group (self, config, stripped, error);
  if (id == NULL) {
    gmarl_library_rollback (self);
    return NULL;
  }
  return gmarl_library_commit (self, error) ? g_steal_pointer (&id) : NULL;
}

char *
gmarl_library_begin_run (GmarlLibrary *self,
                         const char *group_id,
                         guint64 seed,
                         const char *kernel_level,
                         const GmarlRunOrigin *origin,
                         GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;
  gint64 now = g_get_real_time ();

  g_return_val_if_fail (group_id != NULL && kernel_level != NULL, NULL);

  if (!gmarl_library_require_writable (self, error))
    return NULL;
  statement = gmarl_library_prepare (
      self,
      "INSERT INTO run (id, group_id, seed, status, kernel_level, version, created_us, updated_us,"
      " init_from, init_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 2, group_id);
  gmarl_statement_bind_integer (statement, 3, (gint64) seed);
  gmarl_statement_bind_text (statement, 4, gmarl_run_status_to_id (GMARL_RUN_RUNNING));
  gmarl_statement_bind_text (statement, 5, kernel_level);
  gmarl_statement_bind_text (statement, 6, GMARL_VERSION);
  gmarl_statement_bind_integer (statement, 7, now);
  gmarl_statement_bind_integer (statement, 8, now);
  gmarl_statement_bind_text (statement, 9, origin == NULL ? NULL : origin->run_id);
  gmarl_statement_bind_text (statement, 10, origin == NULL ? NULL : origin->sha256);
  return gmarl_library_insert_with_new_id (self, statement, error);
}

/* A best checkpoint whose writer died before it noted the score is found by its file. */
static gboolean
find_best (GmarlLibrary *self, GmarlRunRecord *run, GError **error)
{
  g_autoptr (GPtrArray) rows = gmarl_library_load_checkpoint_rows (self, run->id, error);
  g_autoptr (GPtrArray) current = rows == NULL ? NULL : gmarl_checkpoint_rows_resolve (rows);

  if (current == NULL)
    return FALSE;
  for (guint k = 0; k < current->len; k++) {
    const GmarlCheckpointRecord *record = &((GmarlCheckpointRow *) current->pdata[k])->record;

    if (record->kind != GMARL_CHECKPOINT_BEST)
      continue;
    run->best_score = record->score;
    run->best_iteration = record->iteration;
  }
  return TRUE;
}

enum {
  COLUMN_ID,
  COLUMN_GROUP_ID,
  COLUMN_NAME,
  COLUMN_SEED,
  COLUMN_STATUS,
  COLUMN_MESSAGE,
  COLUMN_ITERATION,
  COLUMN_ITERATIONS,
  COLUMN_CREATED,
  COLUMN_UPDATED,
  COLUMN_SECONDS,
  COLUMN_BEST_SCORE,
  COLUMN_BEST_ITERATION,
  COLUMN_LAST_REWARD,
  COLUMN_SCENARIO_NAME,
  COLUMN_SCENARIO_HASH,
  COLUMN_KERNEL_LEVEL,
  COLUMN_VERSION,
  COLUMN_INIT_FROM,
  COLUMN_INIT_SHA256,
  COLUMN_TRASHED,
  COLUMN_NOTES,
  COLUMN_LOOK,
  COLUMN_TAGS,
  COLUMN_BEST_IS_COMING,
};

static const char select_runs[] =
    "SELECT r.id, r.group_id, g.name, r.seed, r.status, r.message, r.iteration, g.iterations,"
    " r.created_us, r.updated_us, r.seconds, r.best_score, r.best_iteration, r.last_reward,"
    " s.name, s.hash, r.kernel_level, r.version, r.init_from, r.init_sha256, r.trashed_us,"
    " g.notes, g.look,"
    " (SELECT group_concat (t.name, char (10)) FROM tag AS t WHERE t.group_id = g.id),"
    " EXISTS (SELECT 1 FROM checkpoint AS c"
    "         WHERE c.run_id = r.id AND c.kind = 'best' AND c.state = 'writing')"
    " FROM run AS r JOIN run_group AS g ON g.id = r.group_id"
    " JOIN scenario AS s ON s.hash = g.scenario_hash ";

static gint64
get_integer_or (GmarlStatement *statement, gint column, gint64 otherwise)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return otherwise;
  return sqlite3_column_int64 (statement, column);
}

/* The database has one a line, in the order of its key. */
static char **
split_tags (const char *lines)
{
  return lines == NULL ? g_new0 (char *, 1) : g_strsplit (lines, "\n", -1);
}

static gpointer
read_run (GmarlLibrary *self, GmarlStatement *statement, GError **error)
{
  g_autoptr (GmarlRunRecord) run = g_new0 (GmarlRunRecord, 1);
  const char *status = (const char *) sqlite3_column_text (statement, COLUMN_STATUS);

  run->id = gmarl_statement_get_text (statement, COLUMN_ID);
  run->group_id = gmarl_statement_get_text (statement, COLUMN_GROUP_ID);
  run->name = gmarl_statement_get_text (statement, COLUMN_NAME);
  run->seed = (guint64) sqlite3_column_int64 (statement, COLUMN_SEED);
  run->status = (GmarlRunStatus) (status == NULL ? -1 : gmarl_run_status_from_id (status));
  run->message = gmarl_statement_get_text (statement, COLUMN_MESSAGE);
  run->iteration = sqlite3_column_int64 (statement, COLUMN_ITERATION);
  run->iterations = sqlite3_column_int64 (statement, COLUMN_ITERATIONS);
  run->created_us = sqlite3_column_int64 (statement, COLUMN_CREATED);
  run->updated_us = sqlite3_column_int64 (statement, COLUMN_UPDATED);
  run->seconds = gmarl_statement_get_real (statement, COLUMN_SECONDS);
  run->best_score = gmarl_statement_get_real (statement, COLUMN_BEST_SCORE);
  run->best_iteration = get_integer_or (statement, COLUMN_BEST_ITERATION, -1);
  run->last_reward = gmarl_statement_get_real (statement, COLUMN_LAST_REWARD);
  run->scenario_name = gmarl_statement_get_text (statement, COLUMN_SCENARIO_NAME);
  run->scenario_hash = gmarl_statement_get_text (statement, COLUMN_SCENARIO_HASH);
  run->kernel_level = gmarl_statement_get_text (statement, COLUMN_KERNEL_LEVEL);
  run->version = gmarl_statement_get_text (statement, COLUMN_VERSION);
  run->init_from = gmarl_statement_get_text (statement, COLUMN_INIT_FROM);
  run->init_sha256 = gmarl_statement_get_text (statement, COLUMN_INIT_SHA256);
  run->trashed_us = sqlite3_column_int64 (statement, COLUMN_TRASHED);
  run->notes = gmarl_statement_get_text (statement, COLUMN_NOTES);
  run->look = (gint) sqlite3_column_int64 (statement, COLUMN_LOOK);
  run->tags = split_tags ((const char *) sqlite3_column_text (statement, COLUMN_TAGS));

  /* The schema does not allow it; a damaged page has it all the same. */
  if ((gint) run->status < 0 || run->id == NULL || run->group_id == NULL || run->name == NULL ||
      run->scenario_name == NULL || run->scenario_hash == NULL || run->kernel_level == NULL ||
      run->version == NULL || run->notes == NULL) {
    gmarl_library_set_damage_error (self, _ ("a run lacks what every run has"), error);
    return NULL;
  }
  if ((run->status == GMARL_RUN_RUNNING || run->status == GMARL_RUN_PAUSED) &&
      !gmarl_library_is_run_held (self, run->id))
    run->status = GMARL_RUN_INTERRUPTED;
  if (sqlite3_column_int (statement, COLUMN_BEST_IS_COMING) && !find_best (self, run, error))
    return NULL;
  return g_steal_pointer (&run);
}

GPtrArray *
gmarl_library_query_runs (GmarlLibrary *self,
                          const char *where_and_order,
                          const char *parameter,
                          GError **error)
{
  g_autofree char *sql = g_strconcat (select_runs, where_and_order, NULL);

  return gmarl_library_query_records (self, sql, parameter, read_run,
                                      (GDestroyNotify) gmarl_run_record_free, error);
}

GPtrArray *
gmarl_library_list_runs (GmarlLibrary *self, GError **error)
{
  return gmarl_library_query_runs (
      self, "WHERE r.trashed_us = 0 ORDER BY r.created_us DESC, r.number DESC", NULL, error);
}

GmarlRunConfig *
gmarl_library_parse_config (GmarlLibrary *self,
                            const char *scenario_text,
                            const char *configuration,
                            const char *label,
                            GError **error)
{
  GmarlScenario *scenario;

  if (scenario_text == NULL || configuration == NULL) {
    gmarl_library_set_damage_error (self, _ ("a run lacks what every run has"), error);
    return NULL;
  }
  scenario = gmarl_scenario_parse (scenario_text, strlen (scenario_text), label, error);
  if (scenario == NULL)
    return NULL;
  return gmarl_run_config_parse (configuration, scenario, error);
}

GmarlRunConfig *
gmarl_library_load_config (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self,
      "SELECT s.text, g.configuration FROM run AS r JOIN run_group AS g ON g.id = r.group_id"
      " JOIN scenario AS s ON s.hash = g.scenario_hash WHERE r.id = ?",
      error);
  g_autofree char *scenario_text = NULL;
  g_autofree char *configuration = NULL;
  g_autofree char *label = NULL;
  gint result;

  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 1, run_id);
  result = gmarl_library_step (self, statement, error);
  if (result == 0)
    gmarl_library_set_unknown_run_error (run_id, error);
  if (result <= 0)
    return NULL;

  scenario_text = gmarl_statement_get_text (statement, 0);
  configuration = gmarl_statement_get_text (statement, 1);
  label = g_strdup_printf (_ ("scenario of run %s"), run_id);
  return gmarl_library_parse_config (self, scenario_text, configuration, label, error);
}

GmarlStatement *
gmarl_library_prepare_metrics (GmarlLibrary *self, const char *where_and_order, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT iteration, %s FROM metric %s",
                                          self->metric_columns, where_and_order);

  return gmarl_library_prepare (self, sql, error);
}

void
gmarl_statement_get_metrics (GmarlStatement *self, GmarlTrainingMetrics *row)
{
  row->value[GMARL_METRIC_ITERATION] = (double) sqlite3_column_int64 (self, 0);
  for (gint metric = GMARL_METRIC_ITERATION + 1; metric < GMARL_N_METRICS; metric++)
    row->value[metric] = gmarl_statement_get_real (self, metric);
}

GmarlStatement *
gmarl_library_prepare_metric_insert (GmarlLibrary *self, GError **error)
{
  g_autoptr (GString) places = g_string_new (NULL);
  g_autofree char *sql = NULL;

  for (gint metric = GMARL_METRIC_ITERATION + 1; metric < GMARL_N_METRICS; metric++)
    g_string_append (places, ", ?");
  sql = g_strdup_printf ("INSERT INTO metric (run_id, iteration, %s) VALUES (?, ?%s)"
                         " ON CONFLICT DO NOTHING",
                         self->metric_columns, places->str);
  return gmarl_library_prepare (self, sql, error);
}

void
gmarl_statement_bind_metrics (GmarlStatement *self,
                              const char *run_id,
                              const GmarlTrainingMetrics *row)
{
  gmarl_statement_bind_text (self, 1, run_id);
  gmarl_statement_bind_integer (self, 2, (gint64) row->value[GMARL_METRIC_ITERATION]);
  for (gint metric = GMARL_METRIC_ITERATION + 1; metric < GMARL_N_METRICS; metric++)
    gmarl_statement_bind_real (self, metric + 2, row->value[metric]);
}

gboolean
gmarl_library_require_run (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GmarlStatement) statement =
      gmarl_library_prepare (self, "SELECT 1 FROM run WHERE id = ?", error);
  gint result;

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, run_id);
  result = gmarl_library_step (self, statement, error);
  if (result == 0)
    gmarl_library_set_unknown_run_error (run_id, error);
  return result > 0;
}

GArray *
gmarl_library_load_metrics (GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autoptr (GmarlStatement) statement = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (GmarlTrainingMetrics));
  GmarlTrainingMetrics row;
  gint result;

  if (!gmarl_library_require_run (self, run_id, error))
    return NULL;
  statement = gmarl_library_prepare_metrics (self, "WHERE run_id = ? ORDER BY iteration", error);
  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 1, run_id);
  while ((result = gmarl_library_step (self, statement, error)) > 0) {
    gmarl_statement_get_metrics (statement, &row);
    g_array_append_val (rows, row);
  }
  return result < 0 ? NULL : g_steal_pointer (&rows);
}
