/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * One run from a library that may be a stranger's: reading and checking it, and storing its rows.
 */
#include "config.h"

#include "gmarl-library-copy.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define LONGEST_WORD 64 /* of a kernel level or version */

void
gmarl_run_source_clear (GmarlRunSource *self)
{
  g_clear_pointer (&self->record, gmarl_run_record_free);
  g_clear_pointer (&self->configuration, g_free);
  g_clear_pointer (&self->group_version, g_free);
  g_clear_pointer (&self->scenario_text, g_free);
  g_clear_pointer (&self->rows, g_array_unref);
}

static void
set_unfit_error (const char *run_id, const char *reason, GError **error)
{
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
               _ ("Run %s was left out: %s. What is here was not changed."), run_id, reason);
}

static gboolean
is_word (const char *text)
{
  return text != NULL && text[0] != '\0' && strlen (text) <= LONGEST_WORD &&
         g_str_is_ascii (text) && strpbrk (text, "\n\r\t") == NULL;
}

static gboolean
is_sha256 (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* Also of columns that this program never writes otherwise. */
static const char *
find_flaw (const GmarlRunSource *self)
{
  const GmarlRunRecord *record = self->record;
  g_autofree char *hash = NULL;

  if (!gmarl_library_is_id (record->id) || !gmarl_library_is_id (record->group_id) ||
      (record->init_from != NULL && !gmarl_library_is_id (record->init_from)))
    return _ ("an id in it is not one");
  if (record->init_sha256 != NULL && !is_sha256 (record->init_sha256))
    return _ ("a SHA-256 in it is not one");
  if (!gmarl_library_check_name (record->name, NULL))
    return _ ("its name is not one");
  if (!is_word (record->kernel_level) || !is_word (record->version) ||
      !is_word (self->group_version))
    return _ ("its versions are not some");
  if (!g_utf8_validate (record->scenario_name, -1, NULL) ||
      (record->message != NULL && !g_utf8_validate (record->message, -1, NULL)) ||
      !g_utf8_validate (record->notes, -1, NULL))
    return _ ("a text in it is not UTF-8");
  if (record->look < -1 || record->created_us < 0 || record->updated_us < 0)
    return _ ("a number in it is out of its range");
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->scenario_text, -1);
  if (strcmp (hash, record->scenario_hash) != 0)
    return _ ("its scenario does not have the stored SHA-256");
  return NULL;
}

/* Whether what it was begun with can be read. */
static gboolean
check_config (const GmarlRunSource *self, GError **error)
{
  g_autofree char *label = g_strdup_printf (_ ("scenario of run %s"), self->record->id);
  GmarlScenario *scenario =
      gmarl_scenario_parse (self->scenario_text, strlen (self->scenario_text), label, error);
  g_autoptr (GmarlRunConfig) config =
      scenario == NULL ? NULL : gmarl_run_config_parse (self->configuration, scenario, error);

  return config != NULL;
}

static gboolean
check_run (const GmarlRunSource *self, const char *run_id, GError **error)
{
  const char *flaw = find_flaw (self);
  g_autoptr (GError) failure = NULL;

  for (guint k = 0; flaw == NULL && k < self->rows->len; k++)
    if (g_array_index (self->rows, GmarlTrainingMetrics, k).value[GMARL_METRIC_ITERATION] != k + 1)
      flaw = _ ("its rows are not those of iterations 1, 2, …");
  if (flaw == NULL && !check_config (self, &failure))
    flaw = failure->message;
  if (flaw == NULL)
    return TRUE;
  set_unfit_error (run_id, flaw, error);
  return FALSE;
}

static gboolean
load_group (GmarlRunSource *self, GmarlLibrary *from, const char *run_id, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      from,
      "SELECT g.configuration, g.version, g.created_us, s.text FROM run AS r"
      " JOIN run_group AS g ON g.id = r.group_id JOIN scenario AS s ON s.hash = g.scenario_hash"
      " WHERE r.id = ?",
      error);
  gint result;

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, run_id);
  result = gmarl_library_step (from, statement, error);
  if (result == 0)
    gmarl_library_set_unknown_run_error (run_id, error);
  if (result <= 0)
    return FALSE;
  self->configuration = gmarl_statement_get_text (statement, 0);
  self->group_version = gmarl_statement_get_text (statement, 1);
  self->group_created_us = sqlite3_column_int64 (statement, 2);
  self->scenario_text = gmarl_statement_get_text (statement, 3);
  if (self->configuration != NULL && self->scenario_text != NULL)
    return TRUE;
  set_unfit_error (run_id, _ ("it lacks what every run has"), error);
  return FALSE;
}

static gboolean
load_in_transaction (GmarlRunSource *self, GmarlLibrary *from, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) runs = gmarl_library_query_runs (from, "WHERE r.id = ?", run_id, error);

  if (runs == NULL)
    return FALSE;
  if (runs->len == 0) {
    gmarl_library_set_unknown_run_error (run_id, error);
    return FALSE;
  }
  self->record = g_ptr_array_steal_index (runs, 0);
  if (!load_group (self, from, run_id, error))
    return FALSE;
  self->rows = gmarl_library_load_metrics (from, run_id, error);
  return self->rows != NULL;
}

gboolean
gmarl_run_source_load (GmarlRunSource *self, GmarlLibrary *from, const char *run_id, GError **error)
{
  gboolean done;

  *self = (GmarlRunSource){ NULL };
  if (!gmarl_library_execute (from, "BEGIN", error))
    return FALSE;
  done = load_in_transaction (self, from, run_id, error);
  gmarl_library_rollback (from);
  return done && check_run (self, run_id, error);
}

/* What people wrote here stays; what is empty here is filled. */
static gboolean
store_group (const GmarlRunSource *self, GmarlLibrary *to, GError **error)
{
  const GmarlRunRecord *record = self->record;
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      to,
      "INSERT INTO run_group (id, name, scenario_hash, configuration, iterations, version,"
      " created_us, notes, look) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET"
      " notes = CASE run_group.notes WHEN '' THEN excluded.notes ELSE run_group.notes END,"
      " look = CASE run_group.look WHEN -1 THEN excluded.look ELSE run_group.look END",
      error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, record->group_id);
  gmarl_statement_bind_text (statement, 2, record->name);
  gmarl_statement_bind_text (statement, 3, record->scenario_hash);
  gmarl_statement_bind_text (statement, 4, self->configuration);
  gmarl_statement_bind_integer (statement, 5, record->iterations);
  gmarl_statement_bind_text (statement, 6, self->group_version);
  gmarl_statement_bind_integer (statement, 7, self->group_created_us);
  gmarl_statement_bind_text (statement, 8, record->notes);
  gmarl_statement_bind_integer (statement, 9, record->look);
  return gmarl_library_run (to, statement, error);
}

static gboolean
store_tags (const GmarlRunSource *self, GmarlLibrary *to, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      to, "INSERT INTO tag (group_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING", error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, self->record->group_id);
  for (gsize k = 0; self->record->tags[k] != NULL; k++) {
    if (!gmarl_library_check_tag (self->record->tags[k], NULL))
      continue;
    gmarl_statement_bind_text (statement, 2, self->record->tags[k]);
    if (!gmarl_library_run (to, statement, error))
      return FALSE;
  }
  return TRUE;
}

/* Interrupted is not a state that is stored: it is found out. */
static const char *
stored_status (const GmarlRunRecord *record)
{
  return gmarl_run_status_to_id (record->status == GMARL_RUN_INTERRUPTED ? GMARL_RUN_RUNNING
                                                                         : record->status);
}

/* The best checkpoint is noted when it is there. */
static gboolean
store_run (const GmarlRunSource *self, GmarlLibrary *to, GError **error)
{
  const GmarlRunRecord *record = self->record;
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare (
      to,
      "INSERT INTO run (id, group_id, seed, status, message, iteration, seconds, last_reward,"
      " kernel_level, version, init_from, created_us, updated_us, init_sha256)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET status = excluded.status, message = excluded.message,"
      " iteration = excluded.iteration, seconds = excluded.seconds,"
      " last_reward = excluded.last_reward, updated_us = excluded.updated_us,"
      " init_sha256 = coalesce (run.init_sha256, excluded.init_sha256)",
      error);

  if (statement == NULL)
    return FALSE;
  gmarl_statement_bind_text (statement, 1, record->id);
  gmarl_statement_bind_text (statement, 2, record->group_id);
  gmarl_statement_bind_integer (statement, 3, (gint64) record->seed);
  gmarl_statement_bind_text (statement, 4, stored_status (record));
  gmarl_statement_bind_text (statement, 5, record->message);
  gmarl_statement_bind_integer (statement, 6, self->rows->len);
  gmarl_statement_bind_real (statement, 7,
                             record->seconds == record->seconds ? record->seconds : 0);
  gmarl_statement_bind_real (statement, 8, record->last_reward);
  gmarl_statement_bind_text (statement, 9, record->kernel_level);
  gmarl_statement_bind_text (statement, 10, record->version);
  gmarl_statement_bind_text (statement, 11, record->init_from);
  gmarl_statement_bind_integer (statement, 12, record->created_us);
  gmarl_statement_bind_integer (statement, 13, record->updated_us);
  gmarl_statement_bind_text (statement, 14, record->init_sha256);
  return gmarl_library_run (to, statement, error);
}

static gboolean
store_rows (const GmarlRunSource *self, GmarlLibrary *to, guint first, GError **error)
{
  g_autoptr (GmarlStatement) statement = gmarl_library_prepare_metric_insert (to, error);

  if (statement == NULL)
    return FALSE;
  for (guint k = first; k < self->rows->len; k++) {
    gmarl_statement_bind_metrics (statement, self->record->id,
                                  &g_array_index (self->rows, GmarlTrainingMetrics, k));
    if (!gmarl_library_run (to, statement, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_run_source_store (const GmarlRunSource *self, GmarlLibrary *to, guint first, GError **error)
{
  return gmarl_library_store_scenario (to, self->record->scenario_hash, self->record->scenario_name,
                                       self->scenario_text, error) &&
         store_group (self, to, error) && store_tags (self, to, error) &&
         store_run (self, to, error) && store_rows (self, to, first, error);
}
