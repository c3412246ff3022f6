/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Scaling studies: storing, listing, reading.
 */
#include "config.h"

#include "gmarl-library-studies.h"

#include "gmarl-library-private.h"
#include "gmarl-number-lists.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FEWEST_DIGITS 3

void
gmarl_study_record_free (GmarlStudyRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_clear_pointer (&self->study, gmarl_scaling_study_free);
  g_free (self);
}

static gboolean
insert_study (GmarlLibrary *self, const GmarlScalingStudy *study, const char *id, GError **error)
{
  g_autofree char *hash = gmarl_library_insert_scenario (self, study->config->scenario, error);
  g_autofree char *text = gmarl_run_config_to_text (study->config);
  g_autofree char *sizes = gmarl_format_size_list (study->sizes);
  g_autofree char *seeds = gmarl_format_seed_list (study->seeds);
  g_autoptr (GmarlStatement) statement = NULL;

  if (hash == NULL)
    return FALSE;
  statement = gmarl_library_prepare (
      self,
      "INSERT INTO study (id, scenario_hash, configuration, sizes, sharing, seeds, version, created_us)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, id);
  gmarl_statement_bind_text (statement, 2, hash);
  gmarl_statement_bind_text (statement, 3, text);
  gmarl_statement_bind_text (statement, 4, sizes);
  gmarl_statement_bind_text (statement, 5, gmarl_sharing_to_id (study->sharing));
  gmarl_statement_bind_text (statement, 6, seeds);
  gmarl_statement_bind_text (statement, 7, GMARL_VERSION);
  gmarl_statement_bind_integer (statement, 8, g_get_real_time ());
  return gmarl_library_run (self, statement, error);
}

/* Those that are there stay; a library that was salvaged may lack some. */
static gboolean
insert_cells (GmarlLibrary *self, const GmarlScalingStudy *study, const char *id, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      self,
      "INSERT INTO study_cell (study_id, number, agents, shared, seed) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT DO NOTHING",
      error);

  if (statement == NULL)
    return FALSE;
  for (gsize number = 0; number < gmarl_scaling_study_count_cells (study); number++) {
    GmarlScalingKey key = gmarl_scaling_study_get_key (study, number);

    gmarl_statement_bind_text (statement, 1, id);
    gmarl_statement_bind_integer (statement, 2, (gint64) number);
    gmarl_statement_bind_integer (statement, 3, key.agents);
    gmarl_statement_bind_integer (statement, 4, key.shared ? 1 : 0);
    gmarl_statement_bind_integer (statement, 5, (gint64) key.seed);
    if (!gmarl_library_run (self, statement, error))
      return FALSE;
  }
  return TRUE;
}

/* 1: it is there, 0: it is not, -1: failed. */
static gint
has_study (GmarlLibrary *self, const char *id, GError **error)
{
  g_autoptr (GmarlStatement) statement =
      gmarl_library_prepare (self, "SELECT 1 FROM study WHERE id = ?", error);

  if (statement == NULL)
    return -1;
  gmarl_statement_bind_text (statement, 1, id);
  return gmarl_library_step (self, statement, error);
}

char *
gmarl_library_begin_study (GmarlLibrary *self, const GmarlScalingStudy *study, GError **error)
{
  g_autofree char *id = gmarl_scaling_study_get_id (study);
  gint found;

  if (!gmarl_library_begin (self, error))
    return NULL;
  found = has_study (self, id, error);
  if (found < 0 || (found == 0 && !insert_study (self, study, id, error)) ||
      !insert_cells (self, study, id, error)) {
    gmarl_library_rollback (self);
    return NULL;
  }
  return gmarl_library_commit (self, error) ? g_steal_pointer (&id) : NULL;
}

enum {
  STUDY_ID,
  STUDY_SCENARIO,
  STUDY_CONFIGURATION,
  STUDY_SIZES,
  STUDY_SHARING,
  STUDY_SEEDS,
  STUDY_CREATED,
};

static gpointer
read_study (GmarlLibrary *self, GmarlStatement *statement, GError **error)
{
  g_autoptr (GmarlStudyRecord) record = g_new0 (GmarlStudyRecord, 1);
  g_autofree char *scenario_text = gmarl_statement_get_text (statement, STUDY_SCENARIO);
  g_autofree char *configuration = gmarl_statement_get_text (statement, STUDY_CONFIGURATION);
  g_autofree char *sizes = gmarl_statement_get_text (statement, STUDY_SIZES);
  g_autofree char *sharing = gmarl_statement_get_text (statement, STUDY_SHARING);
  g_autofree char *seeds = gmarl_statement_get_text (statement, STUDY_SEEDS);
  g_autofree char *label = NULL;
  GmarlRunConfig *config;

  record->id = gmarl_statement_get_text (statement, STUDY_ID);
  record->created_us = sqlite3_column_int64 (statement, STUDY_CREATED);
  if (record->id == NULL || sizes == NULL || sharing == NULL || seeds == NULL) {
    gmarl_library_set_damage_error (self, _ ("a study lacks what every study has"), error);
    return NULL;
  }
  label = g_strdup_printf (_ ("scenario of study %s"), record->id);
  config = gmarl_library_parse_config (self, scenario_text, configuration, label, error);
  if (config == NULL)
    return NULL;
  record->study = gmarl_scaling_study_new (config);
  if (!gmarl_scaling_study_set_sizes (record->study, sizes, error) ||
      !gmarl_scaling_study_set_sharing (record->study, sharing, error) ||
      !gmarl_scaling_study_set_seeds (record->study, seeds, error)) {
    g_prefix_error (error, _ ("Study %s: "), record->id);
    return NULL;
  }
  return g_steal_pointer (&record);
}

/* parameter: of the condition, or NULL. */
static GPtrArray *
query_studies (GmarlLibrary *self,
               const char *where_and_order,
               const char *parameter,
               GError **error)
{
  g_autofree char *sql =
      g_strconcat ("SELECT y.id, s.text, y.configuration, y.sizes, y.sharing, y.seeds, y.created_us"
                   " FROM study AS y JOIN scenario AS s ON s.hash = y.scenario_hash ",
                   where_and_order, NULL);

  return gmarl_library_query_records (self, sql, parameter, read_study,
                                      (GDestroyNotify) gmarl_study_record_free, error);
}

GPtrArray *
gmarl_library_list_studies (GmarlLibrary *self, GError **error)
{
  return query_studies (self, "ORDER BY y.created_us DESC, y.id", NULL, error);
}

GmarlStudyRecord *
gmarl_library_find_study (GmarlLibrary *self, const char *reference, GError **error)
{
  g_autoptr (GPtrArray) studies = NULL;
  g_autofree char *quoted = NULL;

  /* substr, because the reference may have the wildcards of LIKE. */
  studies = query_studies (self, "WHERE substr (y.id, 1, length (?1)) = ?1", reference, error);
  if (studies == NULL)
    return NULL;
  if (studies->len == 1 && strlen (reference) >= FEWEST_DIGITS)
    return g_ptr_array_steal_index (studies, 0);
  quoted = gmarl_quote_text (reference);
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
               _ ("%s is no scaling study of this library, or not the only one that begins so"),
               quoted);
  return NULL;
}

enum {
  CELL_NUMBER,
  CELL_AGENTS,
  CELL_SHARED,
  CELL_SEED,
  CELL_STATE,
  CELL_RUN_ID,
  CELL_MESSAGE,
  CELL_ITERATION,
  CELL_ITERATIONS,
  CELL_RUN_STATUS,
  CELL_VALUES,
};

/* What is stored as running is so while a process holds it; a process that died, and one that waits
 * for its user, have left it paused. */
static GmarlCellState
find_state (GmarlCellState stored, gboolean is_held, const char *run_status)
{
  const char *paused = gmarl_run_status_to_id (GMARL_RUN_PAUSED);

  if (stored != GMARL_CELL_RUNNING)
    return stored;
  return is_held && g_strcmp0 (run_status, paused) != 0 ? GMARL_CELL_RUNNING : GMARL_CELL_PAUSED;
}

static GmarlScalingCell *
read_cell (GmarlLibrary *self, GmarlStatement *statement, const GArray *held, GError **error)
{
  g_autoptr (GmarlScalingCell) cell = g_new0 (GmarlScalingCell, 1);
  gint64 number = sqlite3_column_int64 (statement, CELL_NUMBER);
  const char *state = (const char *) sqlite3_column_text (statement, CELL_STATE);
  gint stored = state == NULL ? -1 : gmarl_cell_state_from_id (state);

  if (stored < 0 || number < 0 || number >= held->len) {
    gmarl_library_set_damage_error (self, _ ("a cell of a study lacks what every cell has"), error);
    return NULL;
  }
  cell->agents = sqlite3_column_int64 (statement, CELL_AGENTS);
  cell->shared = sqlite3_column_int (statement, CELL_SHARED) != 0;
  cell->seed = (guint64) sqlite3_column_int64 (statement, CELL_SEED);
  cell->state = find_state ((GmarlCellState) stored, g_array_index (held, gboolean, number),
                            (const char *) sqlite3_column_text (statement, CELL_RUN_STATUS));
  cell->run_id = gmarl_statement_get_text (statement, CELL_RUN_ID);
  cell->message = gmarl_statement_get_text (statement, CELL_MESSAGE);
  cell->iteration = sqlite3_column_int64 (statement, CELL_ITERATION);
  cell->iterations = sqlite3_column_int64 (statement, CELL_ITERATIONS);
  for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++)
    cell->value[quantity] = gmarl_statement_get_real (statement, CELL_VALUES + quantity);
  /* A run that was removed was finished all the same. */
  if (cell->state == GMARL_CELL_DONE)
    cell->iteration = cell->iterations;
  return g_steal_pointer (&cell);
}

/* The iterations wanted of each cell, which the study's configuration begins with. */
static const char select_cells[] =
    "SELECT c.number, c.agents, c.shared, c.seed, c.state, c.run_id, c.message,"
    " coalesce (r.iteration, 0),"
    " CAST (substr (y.configuration, length ('iterations=') + 1) AS INTEGER), r.status, %s"
    " FROM study_cell AS c JOIN study AS y ON y.id = c.study_id"
    " LEFT JOIN run AS r ON r.id = c.run_id WHERE c.study_id = ? ORDER BY c.number";

static gboolean
count_cells (GmarlLibrary *self, const char *study_id, gsize *count, GError **error)
{
  g_autoptr (GmarlStatement) statement =
      gmarl_library_prepare (self, "SELECT count (*) FROM study_cell WHERE study_id = ?", error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, study_id);
  if (gmarl_library_step (self, statement, error) < 0)
    return FALSE;
  *count = (gsize) sqlite3_column_int64 (statement, 0);
  return TRUE;
}

GPtrArray *
gmarl_library_list_cells (GmarlLibrary *self, const char *study_id, GError **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (GmarlStatement) statement = NULL;
  g_autoptr (GArray) held = g_array_new (FALSE, TRUE, sizeof (gboolean));
  g_autoptr (GPtrArray) cells =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_scaling_cell_free);
  gsize count = 0;
  gint result;

  if (!count_cells (self, study_id, &count, error))
    return NULL;
  /* Asked before the states are read: a cell that ends in between then counts as ended, not as
   * paused. */
  g_array_set_size (held, (guint) count);
  gmarl_library_find_held_cells (self, study_id, count, (gboolean *) (gpointer) held->data);

  sql = g_strdup_printf (select_cells, self->quantity_columns);
  statement = gmarl_library_prepare (self, sql, error);
  if (statement == NULL)
    return NULL;
  gmarl_statement_bind_text (statement, 1, study_id);
  while ((result = gmarl_library_step (self, statement, error)) > 0) {
    GmarlScalingCell *cell = read_cell (self, statement, held, error);

    if (cell == NULL)
      return NULL;
    g_ptr_array_add (cells, cell);
  }
  return result < 0 ? NULL : g_steal_pointer (&cells);
}
