/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-runs.h"

#include "gmarl-export-columns.h"
#include "gmarl-export-json.h"
#include "gmarl-export-protocol.h"
#include "gmarl-export-tidy.h"

#include <inttypes.h>
#include <math.h>

static const char *const checkpoint_kinds[] = {
  [GMARL_CHECKPOINT_LAST] = "last",
  [GMARL_CHECKPOINT_BEST] = "best",
  [GMARL_CHECKPOINT_NUMBERED] = "numbered",
};

static void
add_time (JsonBuilder *builder, const char *name, gint64 microseconds)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autofree char *text = seconds == NULL ? NULL : g_date_time_format_iso8601 (seconds);

  gmarl_json_add_string (builder, name, text);
}

static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_record (JsonBuilder *builder, const GmarlRunRecord *record)
{
  gmarl_json_add_string (builder, "id", record->id);
  gmarl_json_add_string (builder, "group", record->group_id);
  gmarl_json_add_string (builder, "name", record->name);
  gmarl_json_add_unsigned (builder, "seed", record->seed);
  gmarl_json_add_string (builder, "status", gmarl_run_status_to_id (record->status));
  gmarl_json_add_string (builder, "message", record->message);
  add_integer (builder, "iteration", record->iteration);
  add_integer (builder, "iterations", record->iterations);
  add_time (builder, "created", record->created_us);
  add_time (builder, "updated", record->updated_us);
  gmarl_json_add_number (builder, "seconds", record->seconds);
  gmarl_json_add_number (builder, "best_score", record->best_score);
  if (record->best_score == record->best_score)
    add_integer (builder, "best_iteration", record->best_iteration);
  else
    gmarl_json_add_number (builder, "best_iteration", NAN);
  gmarl_json_add_number (builder, "last_reward", record->last_reward);
  gmarl_json_add_string (builder, "scenario", record->scenario_name);
  gmarl_json_add_string (builder, "scenario_hash", record->scenario_hash);
  gmarl_json_add_string (builder, "kernel_level", record->kernel_level);
  gmarl_json_add_string (builder, "version", record->version);
  gmarl_json_add_string (builder, "init_from", record->init_from);
  gmarl_json_add_string (builder, "init_sha256", record->init_sha256);
  json_builder_set_member_name (builder, "tags");
  json_builder_begin_array (builder);
  for (gsize k = 0; record->tags[k] != NULL; k++)
    json_builder_add_string_value (builder, record->tags[k]);
  json_builder_end_array (builder);
  gmarl_json_add_string (builder, "notes", record->notes);
  if (record->trashed_us != 0)
    add_time (builder, "trashed", record->trashed_us);
  else
    gmarl_json_add_string (builder, "trashed", NULL);
}

static void
add_config (JsonBuilder *builder, const GmarlRunConfig *config)
{
  g_autofree char *learning = gmarl_run_config_to_text (config);
  g_autofree char *scenario = gmarl_scenario_to_text (config->scenario);

  gmarl_json_add_string (builder, "configuration", learning);
  gmarl_json_add_string (builder, "scenario_text", scenario);
}

static void
add_checkpoints (JsonBuilder *builder, const GPtrArray *checkpoints)
{
  json_builder_set_member_name (builder, "checkpoints");
  json_builder_begin_array (builder);
  for (guint k = 0; k < checkpoints->len; k++) {
    const GmarlCheckpointRecord *checkpoint = checkpoints->pdata[k];

    json_builder_begin_object (builder);
    gmarl_json_add_string (builder, "kind", checkpoint_kinds[checkpoint->kind]);
    add_integer (builder, "iteration", checkpoint->iteration);
    gmarl_json_add_number (builder, "score", checkpoint->score);
    add_integer (builder, "bytes", checkpoint->bytes);
    gmarl_json_add_string (builder, "sha256", checkpoint->sha256);
    gmarl_json_add_string (builder, "path", checkpoint->path);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_metrics (JsonBuilder *builder, const GArray *rows)
{
  json_builder_set_member_name (builder, "metrics");
  json_builder_begin_array (builder);
  for (guint k = 0; k < rows->len; k++) {
    const GmarlTrainingMetrics *row = &g_array_index (rows, GmarlTrainingMetrics, k);

    json_builder_begin_object (builder);
    for (gint metric = 0; metric < GMARL_N_METRICS; metric++)
      gmarl_json_add_number (builder, gmarl_training_metrics[metric].id, row->value[metric]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

void
gmarl_json_add_run (JsonBuilder *builder, const GmarlRunExport *run)
{
  add_record (builder, run->record);
  if (run->config != NULL)
    add_config (builder, run->config);
  if (run->checkpoints != NULL)
    add_checkpoints (builder, run->checkpoints);
  if (run->metrics != NULL)
    add_metrics (builder, run->metrics);
}

char *
gmarl_export_runs_json (const GmarlRunExport *runs, gsize n_runs)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (gsize k = 0; k < n_runs; k++) {
    json_builder_begin_object (builder);
    gmarl_json_add_run (builder, &runs[k]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  return gmarl_json_finish (builder);
}

char *
gmarl_export_metrics_csv (const GmarlRunExport *runs, gsize n_runs)
{
  GString *text = g_string_new ("run,seed");
  const char *currency = n_runs > 0 ? runs[0].config->scenario->currency : "";

  for (gint metric = 0; metric < GMARL_N_METRICS; metric++) {
    g_string_append_c (text, ',');
    gmarl_export_append_column (text, gmarl_training_metrics[metric].id,
                                gmarl_training_metrics[metric].unit, currency);
  }
  g_string_append_c (text, '\n');

  for (gsize k = 0; k < n_runs; k++)
    for (guint n = 0; n < runs[k].metrics->len; n++) {
      const GmarlTrainingMetrics *row = &g_array_index (runs[k].metrics, GmarlTrainingMetrics, n);

      g_string_append_printf (text, "%s,%" PRIu64, runs[k].record->id, runs[k].record->seed);
      for (gint metric = 0; metric < GMARL_N_METRICS; metric++)
        gmarl_export_append_cell (text, row->value[metric]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

char *
gmarl_export_merge_json (const GmarlMergeResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_integer (builder, "added", result->n_added);
  add_integer (builder, "extended", result->n_extended);
  add_integer (builder, "same", result->n_same);
  add_integer (builder, "bytes", result->bytes);
  json_builder_set_member_name (builder, "refused");
  json_builder_begin_array (builder);
  for (guint k = 0; k < result->refused->len; k++)
    json_builder_add_string_value (builder, result->refused->pdata[k]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return gmarl_json_finish (builder);
}

static void
add_verdict (JsonBuilder *builder, const GmarlVerifyResult *result)
{
  static const char *const verdicts[] = {
    [GMARL_VERIFY_SAME] = "same",
    [GMARL_VERIFY_DIFFERENT] = "different",
    [GMARL_VERIFY_IMPOSSIBLE] = "impossible",
  };
  gboolean different = result->verdict == GMARL_VERIFY_DIFFERENT;

  gmarl_json_add_string (builder, "verdict", verdicts[result->verdict]);
  add_integer (builder, "rows", result->n_rows);
  add_integer (builder, "same", result->n_same);
  gmarl_json_add_string (builder, "kernel_level", result->kernel_level);
  gmarl_json_add_string (builder, "version", result->version);
  json_builder_set_member_name (builder, "same_version");
  json_builder_add_boolean_value (builder, result->same_version);
  gmarl_json_add_number (builder, "iteration", different ? (double) result->iteration : NAN);
  gmarl_json_add_string (builder, "metric",
                         different ? gmarl_training_metrics[result->metric].id : NULL);
  gmarl_json_add_number (builder, "stored", different ? result->stored : NAN);
  gmarl_json_add_number (builder, "computed", different ? result->computed : NAN);
  gmarl_json_add_string (builder, "reason", result->reason);
}

char *
gmarl_export_verify_json (const GPtrArray *runs, const GmarlVerifyResult *results)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint k = 0; k < runs->len; k++) {
    json_builder_begin_object (builder);
    gmarl_json_add_string (builder, "id", ((GmarlRunRecord *) runs->pdata[k])->id);
    add_verdict (builder, &results[k]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  return gmarl_json_finish (builder);
}

char *
gmarl_export_metrics_tidy (const GmarlRunExport *runs, gsize n_runs)
{
  GString *text = g_string_new (NULL);

  gmarl_tidy_append_header (text);
  for (gsize k = 0; k < n_runs; k++) {
    const GmarlRunRecord *record = runs[k].record;
    GmarlTidySubject subject = GMARL_TIDY_SUBJECT_INIT;

    subject.run = record->id;
    subject.group = record->group_id;
    subject.policy = record->name;
    subject.seed = &record->seed;
    subject.scenario = record->scenario_name;
    for (guint n = 0; n < runs[k].metrics->len; n++) {
      const GmarlTrainingMetrics *row = &g_array_index (runs[k].metrics, GmarlTrainingMetrics, n);

      subject.iteration = (gint64) row->value[GMARL_METRIC_ITERATION];
      for (gint metric = GMARL_METRIC_ITERATION + 1; metric < GMARL_N_METRICS; metric++)
        gmarl_tidy_append (text, &subject, gmarl_training_metrics[metric].id,
                           gmarl_training_metrics[metric].unit, runs[k].config->scenario->currency,
                           row->value[metric]);
    }
  }
  return g_string_free (text, FALSE);
}
