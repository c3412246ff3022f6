/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-scores.h"
#include "gmarl-options.h"
#include "gmarl-random.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define REWARD GMARL_INDICATOR_EPISODE_REWARD
#define COST   GMARL_INDICATOR_ENERGY_COST

static const guint64 training_seeds[] = { 7, 8, 9 };

/* Three seeds against two rules on n_days days, one of whose names needs quotes. */
static GmarlScoreTable *
new_table (gsize n_days)
{
  static const char *const ids[] = { "run \"a\", best", "no-control", "random" };
  g_autofree guint64 *episodes = g_new (guint64, n_days);
  GmarlScoreTable *table;

  for (gsize day = 0; day < n_days; day++)
    episodes[day] = (G_GUINT64_CONSTANT (3) << 60) + day;
  table = gmarl_score_table_new (episodes, NULL, n_days);
  table->currency = g_strdup ("EUR");
  table->scenario_name = g_strdup ("neighbourhood-5");
  for (guint64 p = 0; p < G_N_ELEMENTS (ids); p++) {
    GmarlScorePolicy *policy =
        gmarl_score_table_add (table, ids[p], ids[p], training_seeds, p == 0 ? 3 : 0);

    for (gsize row = 0; row < policy->n_rows; row++) {
      g_autofree double *values = g_new (double, n_days *GMARL_N_INDICATORS);

      for (gsize k = 0; k < n_days * GMARL_N_INDICATORS; k++)
        values[k] = (p == 0 ? 50 : 0) + gmarl_random_normal (p, row, k);
      gmarl_score_table_set_row (table, policy, row, values);
    }
  }
  return table;
}

static void
test_csv_exact (void)
{
  static const GmarlIndicator shown[] = { COST, REWARD };
  static const guint64 episodes[] = { 960000, 960001 };
  static const double values[] = { 0.1, -1e300, NAN, 1.0 / 3, 120 };
  g_autoptr (GmarlScoreTable) table = gmarl_score_table_new (episodes, episodes, 2);
  GmarlScorePolicy *run = gmarl_score_table_add (table, "a \"b\"", "A", training_seeds, 1);
  GmarlScorePolicy *rule = gmarl_score_table_add (table, "x,y", "Rule", NULL, 0);
  g_autofree char *csv = NULL;

  table->currency = g_strdup ("EUR");
  run->values[COST] = values[0];
  run->values[REWARD] = values[1];
  run->values[GMARL_N_INDICATORS + COST] = values[2];
  run->values[GMARL_N_INDICATORS + REWARD] = values[3];
  rule->values[COST] = values[4];
  csv = gmarl_export_scores_csv (table, shown, 2);
  g_assert_cmpstr (csv, ==,
                   "policy,seed,day,metric,unit,value\n"
                   "\"a \"\"b\"\"\",7,960000,energy_cost,EUR,0.1\n"
                   "\"a \"\"b\"\"\",7,960000,episode_reward,,-1e+300\n"
                   "\"a \"\"b\"\"\",7,960001,energy_cost,EUR,\n"
                   "\"a \"\"b\"\"\",7,960001,episode_reward,,0.3333333333333333\n"
                   "\"x,y\",,960000,energy_cost,EUR,120\n"
                   "\"x,y\",,960000,episode_reward,,\n"
                   "\"x,y\",,960001,energy_cost,EUR,\n"
                   "\"x,y\",,960001,episode_reward,,\n");
}

/* The columns of all tidy files, and a column for every metric: the same values in both. */
static void
test_tidy_and_wide (void)
{
  static const char *const runs[] = { "r7", "r8", "r9", NULL };
  g_autoptr (GmarlScoreTable) table = new_table (2);
  GmarlScorePolicy *trained = g_ptr_array_index (table->policies, 0);
  g_autofree char *tidy = NULL;
  g_autofree char *wide = gmarl_export_scores_wide (table);
  g_auto (GStrv) rows = g_strsplit (wide, "\n", -1);
  g_auto (GStrv) lines = NULL;
  g_autofree char *value = gmarl_format_double (trained->values[0]);
  g_autofree char *first = g_strdup_printf (
      "r7,g1,\"run \"\"a\"\", best\",7,neighbourhood-5,0,,,,,episode_reward,,%s", value);
  gsize line = 1;

  trained->group = g_strdup ("g1");
  trained->runs = g_strdupv ((char **) runs);
  tidy = gmarl_export_scores_tidy (table);
  lines = g_strsplit (tidy, "\n", -1);
  g_assert_cmpstr (lines[1], ==, first);
  g_assert_true (g_str_has_prefix (lines[1 + 6 * GMARL_N_INDICATORS],
                                   ",,no-control,,neighbourhood-5,0,,,,,episode_reward,,"));
  g_assert_true (g_str_has_prefix (rows[0], "policy,seed,day,episode_reward,stability,"
                                            "grid_import_kwh,solar_utilisation,"));
  for (gsize row = 1; rows[row][0] != '\0'; row++) {
    /* The name of the trained policy has a comma of its own. */
    g_auto (GStrv) cells = g_strsplit (rows[row], ",", -1);
    gsize before = rows[row][0] == '"' ? 4 : 3;

    for (gsize k = 0; k < GMARL_N_INDICATORS; k++, line++)
      g_assert_cmpstr (cells[before + k], ==, strrchr (lines[line], ',') + 1);
  }
  g_assert_cmpstr (lines[line], ==, "");
  g_assert_cmpuint (line, ==, 1 + 5 * 2 * GMARL_N_INDICATORS);
}

static void
test_csv_reads_back (void)
{
  g_autoptr (GmarlScoreTable) table = new_table (4);
  g_autofree char *csv = gmarl_export_scores_csv (table, NULL, 0);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  gsize line = 1;

  for (guint p = 0; p < table->policies->len; p++) {
    GmarlScorePolicy *policy = g_ptr_array_index (table->policies, p);

    for (gsize k = 0; k < policy->n_rows * 4 * GMARL_N_INDICATORS; k++, line++) {
      const char *value = strrchr (lines[line], ',') + 1;

      g_assert_cmpfloat (g_ascii_strtod (value, NULL), ==, policy->values[k]);
    }
  }
  g_assert_cmpuint (g_strv_length (lines), ==, line + 1);
  g_assert_cmpstr (lines[line], ==, "");
}

static JsonObject *
find_member (JsonObject *object, const char *list, const char *key, const char *value)
{
  JsonArray *array = json_object_get_array_member (object, list);

  for (guint k = 0; k < json_array_get_length (array); k++) {
    JsonObject *element = json_array_get_object_element (array, k);

    if (strcmp (json_object_get_string_member (element, key), value) == 0)
      return element;
  }
  g_assert_not_reached ();
}

static JsonParser *
parse (const char *text)
{
  JsonParser *parser = json_parser_new ();
  GError *error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return parser;
}

static void
test_json (void)
{
  g_autoptr (GmarlScoreTable) table = new_table (12);
  g_autoptr (GmarlComparison) comparison = gmarl_comparison_new (table, NULL);
  g_autofree char *text = gmarl_export_scores_json (comparison);
  g_autofree char *again = gmarl_export_scores_json (comparison);
  g_autoptr (JsonParser) parser = parse (text);
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonObject *metric, *policy, *pair, *day;
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, 0, COST);
  const GmarlPairing *pairing = gmarl_comparison_pairing (comparison, 0, COST);
  JsonArray *metrics = json_object_get_array_member (root, "metrics");

  g_assert_cmpstr (text, ==, again);
  g_assert_cmpstr (json_object_get_string_member (root, "format"), ==, "gridmarl-scores");
  day = json_array_get_object_element (json_object_get_array_member (root, "days"), 11);
  g_assert_cmpstr (json_object_get_string_member (day, "episode_seed"), ==, "3458764513820540939");
  g_assert_false (json_object_has_member (day, "label"));
  g_assert_cmpuint (json_array_get_length (metrics), ==, GMARL_N_INDICATORS);

  metric = find_member (root, "metrics", "metric", "energy_cost");
  g_assert_cmpstr (json_object_get_string_member (metric, "unit"), ==, "EUR");
  g_assert_cmpstr (json_object_get_string_member (metric, "better"), ==, "lower");
  g_assert_cmpfloat (
      json_object_get_double_member (json_object_get_object_member (metric, "anchors"), "zero"), ==,
      gmarl_comparison_summary (comparison, 1, COST)->mean.estimate);

  policy = find_member (metric, "policies", "policy", "run \"a\", best");
  g_assert_cmpfloat (json_object_get_double_member (policy, "mean"), ==, summary->mean.estimate);
  g_assert_cmpfloat (json_object_get_double_member (policy, "low"), ==, summary->mean.low);
  g_assert_cmpfloat (json_object_get_double_member (policy, "high"), ==, summary->mean.high);
  g_assert_cmpfloat (
      json_object_get_double_member (json_object_get_object_member (policy, "cvar"), "low"), ==,
      summary->cvar.low);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (policy, "seed_means")), ==,
                    3);

  pair = json_array_get_object_element (json_object_get_array_member (metric, "pairs"), 0);
  g_assert_cmpstr (json_object_get_string_member (pair, "second"), ==, "no-control");
  g_assert_cmpfloat (json_object_get_double_member (pair, "difference"), ==,
                     pairing->difference.estimate);
  g_assert_cmpfloat (json_object_get_double_member (pair, "high"), ==, pairing->difference.high);
  g_assert_cmpfloat (json_object_get_double_member (pair, "p_holm"), ==, pairing->p_adjusted);
  g_assert_cmpfloat (json_object_get_double_member (pair, "probability_of_improvement"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (pair, "verdict"), ==, "worse");
}

/* What does not exist is null, never NaN, which is no JSON. */
/* Days of data carry their dates. */
static void
test_json_labels (void)
{
  static const char *const labels[] = { "08-09 Tue", "a, \"b\"", NULL };
  g_autoptr (GmarlScoreTable) table = new_table (2);
  g_autoptr (GmarlComparison) comparison = gmarl_comparison_new (table, NULL);
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *text = NULL;
  JsonArray *days;

  table->labels = g_strdupv ((char **) labels);
  text = gmarl_export_scores_json (comparison);
  parser = parse (text);
  days =
      json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "days");
  for (guint day = 0; day < 2; day++)
    g_assert_cmpstr (
        json_object_get_string_member (json_array_get_object_element (days, day), "label"), ==,
        labels[day]);
}

static void
test_json_undefined (void)
{
  g_autoptr (GmarlScoreTable) table = new_table (1);
  g_autoptr (GmarlComparison) comparison = gmarl_comparison_new (table, NULL);
  g_autofree char *text = gmarl_export_scores_json (comparison);
  g_autoptr (JsonParser) parser = parse (text);
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonObject *metric = find_member (root, "metrics", "metric", "stability");
  JsonObject *policy = find_member (metric, "policies", "policy", "random");
  JsonArray *notes = json_object_get_array_member (policy, "notes");

  g_assert_null (strstr (text, "nan"));
  g_assert_false (json_object_get_null_member (policy, "mean"));
  g_assert_true (json_object_get_null_member (policy, "low"));
  g_assert_cmpuint (json_array_get_length (notes), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (notes, 0), ==, "fewer than 2 days: no interval");
}

static void
test_marl_eval (void)
{
  g_autoptr (GmarlScoreTable) table = new_table (3);
  GmarlScorePolicy *run = g_ptr_array_index (table->policies, 0);
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *last = g_strdup_printf ("seed_%" G_GUINT64_FORMAT, run->seeds[2]);
  JsonObject *object;
  JsonObject *rule;
  JsonArray *values;

  for (gsize day = 0; day < 3; day++)
    run->values[day * GMARL_N_INDICATORS + GMARL_INDICATOR_CARBON] = NAN;
  run->values[GMARL_N_INDICATORS + COST] = NAN;
  text = gmarl_export_scores_marl_eval (table);
  parser = parse (text);
  object = json_node_get_object (json_parser_get_root (parser));
  object = json_object_get_object_member (object, "gridmarl");
  object = json_object_get_object_member (object, "neighbourhood-5");
  rule = json_object_get_object_member (object, "random");
  g_assert_cmpuint (json_object_get_size (rule), ==, 3);
  g_assert_true (json_node_equal (json_object_get_member (rule, "seed_7"),
                                  json_object_get_member (rule, last)));
  object = json_object_get_object_member (object, "run \"a\", best");
  g_assert_cmpuint (json_object_get_size (object), ==, 3);
  g_assert_true (json_object_has_member (object, last));
  object = json_object_get_object_member (object, "seed_7");
  g_assert_true (json_object_has_member (object, "step_0"));
  object = json_object_get_object_member (object, "absolute_metrics");
  g_assert_false (json_object_has_member (object, "carbon"));
  values = json_object_get_array_member (object, "energy_cost");
  g_assert_cmpuint (json_array_get_length (values), ==, 2);
  g_assert_cmpfloat (json_array_get_double_element (values, 1), ==,
                     gmarl_score_table_get (table, run, 0, 2, COST));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/scores/csv-exact", test_csv_exact);
  g_test_add_func ("/export/scores/csv-reads-back", test_csv_reads_back);
  g_test_add_func ("/export/scores/tidy-and-wide", test_tidy_and_wide);
  g_test_add_func ("/export/scores/json", test_json);
  g_test_add_func ("/export/scores/json-labels", test_json_labels);
  g_test_add_func ("/export/scores/json-undefined", test_json_undefined);
  g_test_add_func ("/export/scores/marl-eval", test_marl_eval);
  return g_test_run ();
}
