/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-runs.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static GmarlRunConfig *
new_config (const char *currency)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-3", NULL);

  g_assert_true (gmarl_scenario_set (scenario, "currency", currency, NULL));
  return gmarl_run_config_new (scenario);
}

static GArray *
new_rows (void)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (GmarlTrainingMetrics));

  g_array_set_size (rows, 2);
  for (guint k = 0; k < rows->len; k++) {
    double *value = g_array_index (rows, GmarlTrainingMetrics, k).value;

    for (gint metric = 0; metric < GMARL_N_METRICS; metric++)
      value[metric] = NAN;
    value[GMARL_METRIC_ITERATION] = k + 1;
    value[GMARL_METRIC_EPISODE_REWARD] = 0.1 * (k + 1);
    value[GMARL_METRIC_KL] = k == 0 ? INFINITY : 1e-300;
  }
  return rows;
}

static char *tags[] = { (char *) "paper", (char *) "a b", NULL };

static const GmarlRunRecord record = {
  .id = (char *) "0123456789ab",
  .group_id = (char *) "ba9876543210",
  .name = (char *) "a “name”, with\nlines",
  .seed = G_MAXUINT64,
  .status = GMARL_RUN_FAILED,
  .message = (char *) "full",
  .iteration = 2,
  .iterations = 5,
  .created_us = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC + 999999,
  .updated_us = 0,
  .best_score = NAN,
  .last_reward = -1.5,
  .trashed_us = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC,
  .tags = tags,
  .notes = (char *) "two\nlines",
};

static void
test_csv (void)
{
  g_autoptr (GmarlRunConfig) config = new_config ("€");
  g_autoptr (GArray) rows = new_rows ();
  GmarlRunExport export = { .record = &record, .config = config, .metrics = rows };
  g_autofree char *text = gmarl_export_metrics_csv (&export, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) names = g_strsplit (lines[0], ",", -1);
  g_auto (GStrv) first = g_strsplit (lines[1], ",", -1);
  g_auto (GStrv) second = g_strsplit (lines[2], ",", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpstr (lines[3], ==, "");
  g_assert_cmpuint (g_strv_length (names), ==, 2 + GMARL_N_METRICS);
  g_assert_cmpuint (g_strv_length (first), ==, 2 + GMARL_N_METRICS);
  g_assert_cmpstr (names[0], ==, "run");
  g_assert_cmpstr (names[1], ==, "seed");
  g_assert_cmpstr (names[2 + GMARL_METRIC_ITERATION], ==, "iteration");
  g_assert_cmpstr (names[2 + GMARL_METRIC_GRID_IMPORT], ==, "grid_import_kwh");
  g_assert_cmpstr (names[2 + GMARL_METRIC_ENERGY_COST], ==, "energy_cost_currency");
  g_assert_cmpstr (names[2 + GMARL_METRIC_SECONDS], ==, "seconds");
  g_assert_cmpstr (first[0], ==, "0123456789ab");
  g_assert_cmpstr (first[1], ==, "18446744073709551615");
  g_assert_cmpstr (first[2 + GMARL_METRIC_EPISODE_REWARD], ==, "0.1");
  g_assert_cmpstr (first[2 + GMARL_METRIC_KL], ==, "");
  g_assert_cmpstr (second[2 + GMARL_METRIC_KL], ==, "1e-300");
  g_assert_cmpstr (second[2 + GMARL_METRIC_GRID_IMPORT], ==, "");
}

static void
test_tidy (void)
{
  g_autoptr (GmarlRunConfig) config = new_config ("EUR");
  g_autoptr (GArray) rows = new_rows ();
  GmarlRunExport export = { .record = &record, .config = config, .metrics = rows };
  g_autofree char *text = gmarl_export_metrics_tidy (&export, 1);

  g_assert_true (g_str_has_prefix (
      text, "run,group,policy,seed,scenario,day,step,time_iso,node,iteration,metric,unit,value\n"
            "0123456789ab,ba9876543210,\"a “name”, with\nlines\",18446744073709551615,,,,,,1,"
            "environment_steps,,\n"));
  g_assert_nonnull (strstr (text, ",,,,,,1,episode_reward,,0.1\n"));
  g_assert_nonnull (strstr (text, ",,,,,,2,energy_cost,EUR,\n"));
  g_assert_nonnull (strstr (text, ",,,,,,2,kl,,1e-300\n"));
}

static void
test_json (void)
{
  g_autoptr (GmarlRunConfig) config = new_config ("EUR");
  g_autoptr (GArray) rows = new_rows ();
  g_autofree char *scenario = gmarl_scenario_to_text (config->scenario);
  GmarlRunExport exports[] = {
    { .record = &record },
    { .record = &record, .config = config, .metrics = rows },
  };
  g_autofree char *text = gmarl_export_runs_json (exports, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, &error);
  JsonObject *brief;
  JsonObject *full;
  JsonArray *metrics;

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 2);
  brief = json_array_get_object_element (json_node_get_array (root), 0);
  full = json_array_get_object_element (json_node_get_array (root), 1);
  g_assert_cmpstr (json_object_get_string_member (brief, "name"), ==, record.name);
  g_assert_cmpstr (json_object_get_string_member (brief, "seed"), ==, "18446744073709551615");
  g_assert_cmpstr (json_object_get_string_member (brief, "status"), ==, "failed");
  g_assert_cmpstr (json_object_get_string_member (brief, "created"), ==, "2023-11-14T22:13:20Z");
  g_assert_true (json_object_get_null_member (brief, "best_score"));
  g_assert_true (json_object_get_null_member (brief, "best_iteration"));
  g_assert_cmpfloat (json_object_get_double_member (brief, "last_reward"), ==, -1.5);
  g_assert_cmpstr (json_object_get_string_member (brief, "trashed"), ==, "2023-11-14T22:13:20Z");
  g_assert_cmpstr (json_object_get_string_member (brief, "notes"), ==, "two\nlines");
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (brief, "tags"), 1),
                   ==, "a b");
  g_assert_false (json_object_has_member (brief, "metrics"));
  g_assert_false (json_object_has_member (brief, "configuration"));

  g_assert_cmpstr (json_object_get_string_member (full, "scenario_text"), ==, scenario);
  g_assert_nonnull (
      strstr (json_object_get_string_member (full, "configuration"), "ppo.clip=0.2\n"));
  metrics = json_object_get_array_member (full, "metrics");
  g_assert_cmpuint (json_array_get_length (metrics), ==, 2);
  g_assert_cmpfloat (
      json_object_get_double_member (json_array_get_object_element (metrics, 1), "kl"), ==, 1e-300);
  g_assert_true (json_object_get_null_member (json_array_get_object_element (metrics, 0), "kl"));
}

static void
test_none (void)
{
  g_autofree char *text = gmarl_export_runs_json (NULL, 0);

  g_assert_cmpstr (g_strstrip (text), ==, "[]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/runs/csv", test_csv);
  g_test_add_func ("/export/runs/json", test_json);
  g_test_add_func ("/export/runs/tidy", test_tidy);
  g_test_add_func ("/export/runs/none", test_none);
  return g_test_run ();
}
