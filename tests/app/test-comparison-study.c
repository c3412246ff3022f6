/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What the Comparison view measures and says, without a display.
 */
#include "gmarl-comparison-study.h"
#include "gmarl-comparison-text.h"
#include "gmarl-score-cells.h"

#include <math.h>
#include <string.h>

#define DAYS 8

static const char *const empty_states[] = { "", "", "", "", "", NULL };

static GmarlComparisonResult *
measure (const char *const *policies, gsize n_days)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  const GmarlComparisonPlan plan = { .scenario = scenario,
                                     .policies = policies,
                                     .names = policies,
                                     .states = empty_states,
                                     .seed = 1,
                                     .n_days = n_days,
                                     .threads = 1 };
  g_autoptr (GError) error = NULL;
  GmarlComparisonResult *result = gmarl_comparison_measure (&plan, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* One that is not there takes no other with it. */
static void
test_misfit (void)
{
  static const char *const policies[] = { "heuristic", "/nowhere.safetensors", "random", NULL };
  g_autoptr (GmarlComparisonResult) result = measure (policies, DAYS);

  g_assert_cmpuint (g_strv_length (result->policies), ==, 2);
  g_assert_cmpint (gmarl_comparison_result_find (result, "random"), ==, 1);
  g_assert_cmpint (gmarl_comparison_result_find (result, "/nowhere.safetensors"), ==, -1);
  g_assert_nonnull (g_hash_table_lookup (result->misfits, "/nowhere.safetensors"));
  g_assert_cmpuint (result->table->policies->len, ==, 2);
}

static void
assert_same_interval (const GmarlInterval *a, const GmarlInterval *b)
{
  g_assert_cmpmem (a, sizeof *a, b, sizeof *b);
}

/* Whether and where a policy stands beside others changes no bit of their numbers. */
static void
test_independent (void)
{
  static const char *const few[] = { "heuristic", "random", NULL };
  static const char *const many[] = { "idle", "random", "no-control", "heuristic", NULL };
  g_autoptr (GmarlComparisonResult) two = measure (few, DAYS);
  g_autoptr (GmarlComparisonResult) four = measure (many, DAYS);

  for (gsize k = 0; k < GMARL_N_INDICATORS; k++) {
    GmarlPairing alone, beside, turned;

    assert_same_interval (&gmarl_comparison_summary (two->comparison, 0, k)->mean,
                          &gmarl_comparison_summary (four->comparison, 3, k)->mean);
    gmarl_comparison_result_pair (two, 0, 1, k, &alone);
    gmarl_comparison_result_pair (four, 3, 1, k, &beside);
    gmarl_comparison_result_pair (four, 1, 3, k, &turned);
    if (isnan (alone.difference.estimate))
      continue;
    g_assert_cmpfloat (alone.difference.estimate, ==, beside.difference.estimate);
    g_assert_cmpfloat (alone.difference.low, ==, beside.difference.low);
    g_assert_cmpfloat (alone.difference.p, ==, beside.difference.p);
    g_assert_cmpfloat_with_epsilon (alone.improvement, beside.improvement, 1e-12);
    g_assert_cmpfloat (turned.difference.high, ==, -beside.difference.low);
    g_assert_cmpint (turned.verdict == GMARL_VERDICT_WORSE, ==,
                     beside.verdict == GMARL_VERDICT_BETTER);
  }
}

static void
test_text (void)
{
  static const char *const policies[] = { "heuristic", "random", "no-control", NULL };
  g_autoptr (GmarlComparisonResult) result = measure (policies, DAYS);
  const GmarlComparison *comparison = result->comparison;
  const gsize others[] = { 0, 1 };
  g_autofree char *direction =
      gmarl_comparison_text_direction (comparison, GMARL_INDICATOR_GRID_IMPORT);
  g_autofree char *mean = gmarl_comparison_text_score (
      comparison, 1, GMARL_INDICATOR_EPISODE_REWARD, GMARL_STATISTIC_MEAN);
  g_autofree char *iqm = gmarl_comparison_text_score (comparison, 1, GMARL_INDICATOR_EPISODE_REWARD,
                                                      GMARL_STATISTIC_IQM);
  g_autofree char *none =
      gmarl_comparison_text_winner (comparison, GMARL_INDICATOR_GRID_EXPORT, policies);
  g_autofree char *robust = gmarl_comparison_text_cell (result, 1, GMARL_INDICATOR_EPISODE_REWARD,
                                                        GMARL_STATISTIC_IQM, others, 2, policies);
  g_autofree char *cell =
      gmarl_comparison_text_cell (result, 1, GMARL_INDICATOR_EPISODE_REWARD, GMARL_STATISTIC_MEAN,
                                  others, G_N_ELEMENTS (others), policies);
  g_autofree char *protocol = gmarl_comparison_text_protocol (result, GMARL_STATISTIC_MEAN);

  g_assert_cmpstr (direction, ==, "kWh · lower is better");
  g_assert_true (g_str_has_prefix (mean, "−") && strstr (mean, " ± ") != NULL);
  g_assert_null (strchr (mean, '-'));
  g_assert_true (g_str_has_prefix (iqm, "−") && strstr (iqm, " [−") != NULL);
  g_assert_true (g_str_has_prefix (robust, "Interquartile mean −"));
  g_assert_nonnull (strstr (robust, "\nMean −"));
  g_assert_cmpstr (none, ==, "");
  g_assert_nonnull (strstr (cell, "95 % interval"));
  g_assert_nonnull (strstr (cell, "(8 days)"));
  g_assert_nonnull (strstr (cell, "\nAgainst heuristic: worse, −"));
  g_assert_nonnull (strstr (cell, "better with probability 0\u00a0%"));
  g_assert_null (strstr (cell, "Against random"));
  g_assert_null (strstr (cell, "no-control"));
  g_assert_nonnull (strstr (protocol, "8 test days of seed 1"));
}

static void
ended_cb (GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static void
begin (GmarlComparisonStudy *study, const char *const *policies, gsize n_days)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  const GmarlComparisonPlan plan = { .scenario = scenario,
                                     .policies = policies,
                                     .names = policies,
                                     .states = empty_states,
                                     .seed = 1,
                                     .n_days = n_days,
                                     .threads = 1 };

  gmarl_comparison_study_begin (study, &plan);
}

/* On the worker it gives the same; one that was given up for another is not heard of. */
static void
test_worker (void)
{
  static const char *const policies[] = { "heuristic", "random", NULL };
  static const char *const other[] = { "idle", NULL };
  g_autoptr (GmarlComparisonStudy) study = gmarl_comparison_study_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GmarlComparisonResult) expected = measure (policies, DAYS);
  const GmarlComparisonResult *result;

  g_signal_connect_swapped (study, "notify::result", G_CALLBACK (ended_cb), loop);
  begin (study, other, 2000);
  begin (study, policies, DAYS);
  g_assert_true (gmarl_comparison_study_get_busy (study));
  g_assert_nonnull (strstr (gmarl_comparison_study_get_text (study), "policy 1 of 2"));
  g_main_loop_run (loop);
  g_assert_false (gmarl_comparison_study_get_busy (study));
  result = gmarl_comparison_study_get_result (study);
  g_assert_cmpstr (result->policies[0], ==, "heuristic");
  assert_same_interval (&gmarl_comparison_summary (result->comparison, 1, 0)->mean,
                        &gmarl_comparison_summary (expected->comparison, 1, 0)->mean);

  /* Cancelled, it keeps what there was. */
  begin (study, other, 2000);
  gmarl_comparison_study_cancel (study);
  g_assert_false (gmarl_comparison_study_get_busy (study));
  g_assert_true (gmarl_comparison_study_get_result (study) == result);
  g_assert_null (gmarl_comparison_study_get_error (study));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/comparison-study/misfit", test_misfit);
  g_test_add_func ("/app/comparison-study/independent", test_independent);
  g_test_add_func ("/app/comparison-study/text", test_text);
  g_test_add_func ("/app/comparison-study/worker", test_worker);
  return g_test_run ();
}
