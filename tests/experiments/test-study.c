/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What a comparison shows beside the table: learning curves, performance profiles, ratios to the
 * baseline, average days.
 */
#include "gmarl-average-day.h"
#include "gmarl-learning-curve.h"
#include "gmarl-performance-profile.h"
#include "gmarl-simulation.h"
#include "gmarl-storage-ratio.h"
#include "study-fixtures.h"

#include <string.h>

enum {
  SEEDS = 5,
  DAYS = 12,
  ITERATIONS = 9,
  DRAWS = 50000
};

static const guint64 training_seeds[SEEDS] = { 1, 2, 3, 4, 5 };

/* Of an interval that two bootstraps with random numbers of their own agree on. */
static void
assert_bounds (double low, double high, double expected_low, double expected_high, double share)
{
  double noise = share * (expected_high - expected_low) + 1e-12;

  g_assert_cmpfloat_with_epsilon (low, expected_low, noise);
  g_assert_cmpfloat_with_epsilon (high, expected_high, noise);
}

static GArray *
make_rows (const double *values)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (GmarlTrainingMetrics));

  g_array_set_size (rows, ITERATIONS);
  for (guint k = 0; k < rows->len; k++) {
    GmarlTrainingMetrics *row = &g_array_index (rows, GmarlTrainingMetrics, k);

    row->value[GMARL_METRIC_ITERATION] = k + 1;
    row->value[GMARL_METRIC_ENVIRONMENT_STEPS] = 100 * (k + 1);
    row->value[GMARL_METRIC_SECONDS] = 0.5;
    row->value[GMARL_METRIC_EPISODE_REWARD] = values[k];
  }
  return rows;
}

static void
test_learning_curve (void)
{
  g_autoptr (GmarlLearningCurve) curve = NULL;
  GArray *rows[SEEDS];

  for (gsize s = 0; s < SEEDS; s++)
    rows[s] = make_rows (curve_values + s * ITERATIONS);
  curve = gmarl_learning_curve_new ((const GArray *const *) rows, SEEDS,
                                    GMARL_METRIC_EPISODE_REWARD, DRAWS, 1);
  g_assert_cmpuint (curve->n_points, ==, ITERATIONS);
  g_assert_cmpuint (curve->n_complete, ==, 4);
  for (gsize k = 0; k < ITERATIONS; k++) {
    const GmarlCurvePoint *point = &curve->points[k];
    const double *expected = curve_points + 4 * k;
    double lowest = INFINITY, highest = -INFINITY;

    g_assert_cmpint (point->iteration, ==, (gint64) k + 1);
    g_assert_cmpfloat (point->steps, ==, 100 * ((double) k + 1));
    g_assert_cmpfloat_with_epsilon (point->seconds, 0.5 * ((double) k + 1), 1e-12);
    g_assert_cmpuint (point->n, ==, (gsize) expected[0]);
    g_assert_cmpfloat_with_epsilon (point->iqm, expected[1], 1e-12);
    assert_bounds (point->low, point->high, expected[2], expected[3], 0.03);
    for (gsize s = 0; s < SEEDS; s++)
      if (k < rows[s]->len) {
        double value = curve_values[s * ITERATIONS + k];

        lowest = fmin (lowest, value);
        highest = fmax (highest, value);
      }
    g_assert_cmpfloat (point->lowest, ==, lowest);
    g_assert_cmpfloat (point->highest, ==, highest);
  }
  for (gsize s = 0; s < SEEDS; s++)
    g_array_unref (rows[s]);
}

/* Another seed changes nothing where it is not; two seeds have no interval. */
static void
test_few_seeds (void)
{
  GArray *rows[2] = { make_rows (curve_values), make_rows (curve_values + ITERATIONS) };
  g_autoptr (GmarlLearningCurve) one = gmarl_learning_curve_new (
      (const GArray *const *) rows, 1, GMARL_METRIC_EPISODE_REWARD, 10, 1);
  g_autoptr (GmarlLearningCurve) two = gmarl_learning_curve_new (
      (const GArray *const *) rows, 2, GMARL_METRIC_EPISODE_REWARD, 10, 1);
  g_autoptr (GmarlLearningCurve) none = NULL;

  g_assert_cmpfloat (one->points[3].iqm, ==, curve_values[3]);
  g_assert_true (isnan (one->points[3].low) && isnan (two->points[3].high));
  /* Two have a range, though. */
  g_assert_true (isnan (one->points[3].lowest) && isnan (one->points[3].highest));
  g_assert_cmpfloat (two->points[3].lowest, ==,
                     fmin (curve_values[3], curve_values[3 + ITERATIONS]));
  g_assert_cmpfloat (two->points[3].highest, ==,
                     fmax (curve_values[3], curve_values[3 + ITERATIONS]));
  g_assert_cmpfloat_with_epsilon (two->points[3].iqm,
                                  (curve_values[3] + curve_values[3 + ITERATIONS]) / 2, 1e-12);
  for (guint k = 0; k < ITERATIONS; k++)
    g_array_index (rows[0], GmarlTrainingMetrics, k).value[GMARL_METRIC_VALIDATION_REWARD] = NAN;
  none = gmarl_learning_curve_new ((const GArray *const *) rows, 1, GMARL_METRIC_VALIDATION_REWARD,
                                   10, 1);
  g_assert_cmpuint (none->n_points, ==, 0);
  g_array_unref (rows[0]);
  g_array_unref (rows[1]);
}

/* Every indicator has the same value: that of the fixtures. */
static GmarlScorePolicy *
add_policy (GmarlScoreTable *table, const char *id, gsize n_seeds, const double *values)
{
  GmarlScorePolicy *policy = gmarl_score_table_add (table, id, id, training_seeds, n_seeds);

  for (gsize cell = 0; cell < policy->n_rows * DAYS; cell++)
    for (gsize k = 0; k < GMARL_N_INDICATORS; k++)
      policy->values[cell * GMARL_N_INDICATORS + k] = values[cell];
  return policy;
}

static GmarlScoreTable *
make_table (void)
{
  guint64 episodes[DAYS];
  GmarlScoreTable *table;

  for (guint64 day = 0; day < DAYS; day++)
    episodes[day] = day;
  table = gmarl_score_table_new (episodes, NULL, DAYS);
  add_policy (table, "group", SEEDS, group_values);
  add_policy (table, "no-control", 0, anchor_values);
  return table;
}

static void
test_scores (void)
{
  g_autoptr (GmarlScoreTable) table = make_table ();
  GmarlScorePolicy *group = table->policies->pdata[0], *anchor = table->policies->pdata[1];
  double scores[SEEDS * DAYS];

  g_assert_true (gmarl_anchored_scores (table, group, anchor, GMARL_INDICATOR_ENERGY_COST, scores));
  for (gsize k = 0; k < SEEDS * DAYS; k++)
    g_assert_cmpfloat_with_epsilon (scores[k], group_scores[k], 1e-12);
  /* Of a reward, more is better. */
  g_assert_true (
      gmarl_anchored_scores (table, group, anchor, GMARL_INDICATOR_EPISODE_REWARD, scores));
  g_assert_cmpfloat_with_epsilon (scores[7], -group_scores[7], 1e-12);
  g_assert_true (
      gmarl_anchored_scores (table, anchor, anchor, GMARL_INDICATOR_EPISODE_REWARD, scores));
  g_assert_cmpfloat (scores[3], ==, 0);
  g_assert_false (
      gmarl_anchored_scores (table, group, anchor, GMARL_INDICATOR_GRID_EXPORT, scores));
  for (gsize day = 0; day < DAYS; day++)
    anchor->values[day * GMARL_N_INDICATORS + GMARL_INDICATOR_ENERGY_COST] = 0;
  g_assert_false (
      gmarl_anchored_scores (table, group, anchor, GMARL_INDICATOR_ENERGY_COST, scores));
}

static void
test_profile (void)
{
  const gsize n = G_N_ELEMENTS (profile_thresholds);
  g_autoptr (GmarlPerformanceProfile) profile =
      gmarl_performance_profile_new (group_scores, SEEDS, DAYS, profile_thresholds, n, DRAWS, 1);
  g_autoptr (GmarlPerformanceProfile) few =
      gmarl_performance_profile_new (group_scores, 2, DAYS, profile_thresholds, n, DRAWS, 1);
  double holes[SEEDS * DAYS];
  g_autoptr (GmarlPerformanceProfile) holed = NULL;

  for (gsize t = 0; t < n; t++) {
    const double *expected = profile_shares + 3 * t;

    g_assert_cmpfloat_with_epsilon (profile->share[t], expected[0], 1e-12);
    assert_bounds (profile->low[t], profile->high[t], expected[1], expected[2], 0.06);
    g_assert_true (isnan (few->low[t]) && !isnan (few->share[t]));
  }
  g_assert_cmpfloat (profile->share[0], ==, 1);
  g_assert_cmpfloat (profile->share[n - 1], ==, 0);

  memcpy (holes, group_scores, sizeof holes);
  holes[2 * DAYS + 3] = NAN;
  holed = gmarl_performance_profile_new (holes, SEEDS, DAYS, profile_thresholds, n, 0, 1);
  g_assert_cmpuint (holed->n_days, ==, DAYS - 1);
  g_assert_cmpuint (holed->n_days_all, ==, DAYS);
  g_assert_cmpfloat (holed->share[0], ==, 1);
}

/* Above a threshold is more than it: ties count on neither side of zero. */
static void
test_profile_ties (void)
{
  static const double scores[] = { 0, 1, 0, -1 };
  static const double thresholds[] = { -1, 0, 1 };
  g_autoptr (GmarlPerformanceProfile) profile =
      gmarl_performance_profile_new (scores, 1, G_N_ELEMENTS (scores), thresholds, 3, 0, 1);

  g_assert_cmpfloat (profile->share[0], ==, 0.75);
  g_assert_cmpfloat (profile->share[1], ==, 0.25);
  g_assert_cmpfloat (profile->share[2], ==, 0);
}

static void
test_ratios (void)
{
  g_autoptr (GmarlScoreTable) table = make_table ();
  GmarlScorePolicy *group = table->policies->pdata[0], *anchor = table->policies->pdata[1];
  GmarlStorageRatio ratio;

  gmarl_storage_ratio (table, group, anchor, GMARL_RATIO_COST, DRAWS, 1, &ratio);
  g_assert_cmpfloat_with_epsilon (ratio.of_sums.estimate, ratio_of_sums[0], 1e-12);
  assert_bounds (ratio.of_sums.low, ratio.of_sums.high, ratio_of_sums[1], ratio_of_sums[2], 0.03);
  g_assert_cmpfloat_with_epsilon (ratio.mean.estimate, mean_ratio[0], 1e-12);
  g_assert_cmpfloat_with_epsilon (ratio.mean.variance, mean_ratio[1], 1e-14);
  g_assert_cmpuint (ratio.n_ratio_days, ==, DAYS);

  gmarl_storage_ratio (table, group, anchor, GMARL_RATIO_ALL_TIME_PEAK, DRAWS, 1, &ratio);
  g_assert_cmpfloat_with_epsilon (ratio.of_sums.estimate, ratio_of_largest[0], 1e-12);
  g_assert_true (isnan (ratio.of_sums.low) && isnan (ratio.mean.estimate));

  /* Import less export, which are the same here: nothing to divide by. */
  gmarl_storage_ratio (table, group, anchor, GMARL_RATIO_NET_CONSUMPTION, DRAWS, 1, &ratio);
  g_assert_true (isnan (ratio.of_sums.estimate) && isnan (ratio.mean.estimate));
  g_assert_cmpuint (ratio.n_days, ==, DAYS);
  g_assert_cmpuint (ratio.n_ratio_days, ==, 0);

  /* Without control every ratio is 1. */
  gmarl_storage_ratio (table, anchor, anchor, GMARL_RATIO_RAMPING, DRAWS, 1, &ratio);
  g_assert_cmpfloat (ratio.of_sums.estimate, ==, 1);
  g_assert_cmpfloat (ratio.of_sums.high, ==, 1);
  g_assert_cmpfloat (ratio.mean.estimate, ==, 1);
}

static void
set_cost (GmarlScoreTable *table, GmarlScorePolicy *policy, gsize row, const double *cost)
{
  double values[3 * GMARL_N_INDICATORS];

  for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
    values[k] = NAN;
  for (gsize day = 0; day < 3; day++)
    values[day * GMARL_N_INDICATORS + GMARL_INDICATOR_ENERGY_COST] = cost[day];
  gmarl_score_table_set_row (table, policy, row, values);
}

/* Two seeds have no interval, and nothing is a share of what is not above zero. */
static void
test_ratios_without (void)
{
  static const guint64 days[] = { 1, 2, 3 };
  static const double costs[][3] = { { 10, 20, 30 }, { 9, 18, 33 }, { 11, 22, 27 }, { -5, -5, 4 } };
  g_autoptr (GmarlScoreTable) table = gmarl_score_table_new (days, NULL, 3);
  GmarlScorePolicy *anchor = gmarl_score_table_add (table, "anchor", "Anchor", NULL, 0);
  GmarlScorePolicy *two = gmarl_score_table_add (table, "two", "Two", days, 2);
  GmarlScorePolicy *gain = gmarl_score_table_add (table, "gain", "Gain", NULL, 0);
  GmarlStorageRatio ratio;

  set_cost (table, anchor, 0, costs[0]);
  set_cost (table, two, 0, costs[1]);
  set_cost (table, two, 1, costs[2]);
  set_cost (table, gain, 0, costs[3]);
  gmarl_storage_ratio (table, two, anchor, GMARL_RATIO_NET_COST, DRAWS, 1, &ratio);
  g_assert_cmpfloat (ratio.of_sums.estimate, ==, 1);
  g_assert_true (isnan (ratio.of_sums.low) && isnan (ratio.of_sums.high));
  g_assert_true (isfinite (ratio.mean.estimate));
  g_assert_true (isnan (ratio.mean.low) && isnan (ratio.mean.high));

  gmarl_storage_ratio (table, anchor, gain, GMARL_RATIO_NET_COST, DRAWS, 1, &ratio);
  g_assert_true (isnan (ratio.of_sums.estimate));
  g_assert_cmpuint (ratio.n_ratio_days, ==, 1);
  g_assert_cmpfloat (ratio.mean.estimate, ==, 7.5);
}

typedef struct {
  double import[DAYS];
  double stored[DAYS];
  double stability[DAYS];
} Noon;

#define NOON 144

static gboolean
noon_cb (const GmarlGrid *grid,
         const GmarlGridState *state,
         gsize day,
         gpointer user_data,
         GError **error)
{
  Noon *noon = user_data;

  if (state->step != NOON + 1)
    return TRUE;
  noon->import[day] = noon->stored[day] = 0;
  for (gsize i = 0; i < grid->n_nodes; i++) {
    noon->import[day] += state->buy[i];
    noon->stored[day] += state->level[i] / (double) grid->n_nodes;
  }
  noon->stability[day] = state->stability;
  return TRUE;
}

static void
assert_like (const GmarlInterval *interval, const double *x, gsize n)
{
  double work[2 * DAYS + SEEDS];
  GmarlInterval expected;

  gmarl_statistics_interval (x, n, DAYS, 0.05, work, &expected);
  g_assert_cmpfloat_with_epsilon (interval->estimate, expected.estimate, 1e-9);
  g_assert_cmpfloat_with_epsilon (interval->low, expected.low, 1e-9);
  g_assert_cmpfloat_with_epsilon (interval->high, expected.high, 1e-9);
}

/* Three rules stand for three seeds: the interval is that of the whole matrix; and the day's import
 * is the indicator's.
 */
static void
test_average_day (void)
{
  static const char *const rules[] = { "heuristic", "random", "hold-and-share" };
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, NULL);
  g_autoptr (GArray) days = gmarl_episode_seeds (GMARL_PURPOSE_TEST, 3, DAYS);
  const guint64 *episodes = (const guint64 *) days->data;
  GmarlPolicy *policies[G_N_ELEMENTS (rules)];
  double import[3 * DAYS], stored[3 * DAYS], stability[3 * DAYS];
  g_autoptr (GmarlAverageDay) all = NULL;
  g_autoptr (GmarlAverageDay) other = NULL;
  g_autoptr (GmarlAverageDay) alone = NULL;
  g_autofree double *values = NULL;
  double sum = 0, expected = 0, lowest = INFINITY, highest = -INFINITY;

  for (gsize s = 0; s < G_N_ELEMENTS (rules); s++) {
    const GmarlSimulationDays simulated = { episodes, DAYS, FALSE };
    Noon noon;

    policies[s] = gmarl_rule_new (rules[s]);
    gmarl_simulate (grid, policies[s], &simulated, noon_cb, NULL, &noon, NULL, NULL);
    memcpy (import + s * DAYS, noon.import, sizeof noon.import);
    memcpy (stored + s * DAYS, noon.stored, sizeof noon.stored);
    memcpy (stability + s * DAYS, noon.stability, sizeof noon.stability);
  }
  all = gmarl_average_day_new (grid, policies, 3, &(GmarlEvaluationProtocol){ episodes, DAYS, 1 },
                               NULL, NULL, NULL, NULL);
  other = gmarl_average_day_new (grid, policies, 3, &(GmarlEvaluationProtocol){ episodes, DAYS, 5 },
                                 NULL, NULL, NULL, NULL);
  alone = gmarl_average_day_new (grid, policies, 1, &(GmarlEvaluationProtocol){ episodes, DAYS, 2 },
                                 NULL, NULL, NULL, NULL);
  assert_like (&all->value[GMARL_DAY_IMPORT][NOON], import, 3);
  assert_like (&all->value[GMARL_DAY_STORED][NOON], stored, 3);
  assert_like (&all->value[GMARL_DAY_STABILITY][NOON], stability, 3);
  assert_like (&alone->value[GMARL_DAY_IMPORT][NOON], import, 1);
  g_assert_cmpmem (all->value, sizeof all->value, other->value, sizeof other->value);
  for (gsize s = 0; s < G_N_ELEMENTS (rules); s++) {
    double mean = 0;

    for (gsize day = 0; day < DAYS; day++)
      mean += import[s * DAYS + day] / DAYS;
    lowest = fmin (lowest, mean);
    highest = fmax (highest, mean);
  }
  g_assert_cmpfloat_with_epsilon (all->lowest[GMARL_DAY_IMPORT][NOON], lowest, 1e-9);
  g_assert_cmpfloat_with_epsilon (all->highest[GMARL_DAY_IMPORT][NOON], highest, 1e-9);
  g_assert_true (isnan (alone->lowest[GMARL_DAY_IMPORT][NOON]));

  values = gmarl_evaluate (grid, policies[0], &(GmarlEvaluationProtocol){ episodes, DAYS, 1 }, NULL,
                           NULL, NULL, NULL, NULL);
  for (gsize day = 0; day < DAYS; day++)
    expected += values[day * GMARL_N_INDICATORS + GMARL_INDICATOR_GRID_IMPORT] / DAYS;
  for (gsize t = 0; t < GMARL_STEPS_PER_DAY; t++)
    sum += alone->value[GMARL_DAY_IMPORT][t].estimate;
  g_assert_cmpfloat_with_epsilon (sum, expected, 1e-8);
  for (gsize s = 0; s < G_N_ELEMENTS (rules); s++)
    gmarl_policy_free (policies[s]);
}

static void
test_average_day_ends (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, NULL);
  g_autoptr (GArray) days = gmarl_episode_seeds (GMARL_PURPOSE_TEST, 3, DAYS);
  const GmarlEvaluationProtocol protocol = { (const guint64 *) days->data, DAYS, 2 };
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("idle");
  GmarlPolicy *const pair[] = { policy, policy };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GmarlAverageDay) two =
      gmarl_average_day_new (grid, pair, 2, &protocol, NULL, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (isnan (two->value[GMARL_DAY_DEMAND][0].low));
  g_assert_true (isfinite (two->value[GMARL_DAY_DEMAND][0].estimate));
  g_cancellable_cancel (cancellable);
  g_assert_null (gmarl_average_day_new (grid, pair, 2, &protocol, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/study/learning-curve", test_learning_curve);
  g_test_add_func ("/experiments/study/few-seeds", test_few_seeds);
  g_test_add_func ("/experiments/study/scores", test_scores);
  g_test_add_func ("/experiments/study/profile", test_profile);
  g_test_add_func ("/experiments/study/profile-ties", test_profile_ties);
  g_test_add_func ("/experiments/study/ratios", test_ratios);
  g_test_add_func ("/experiments/study/ratios-without", test_ratios_without);
  g_test_add_func ("/experiments/study/average-day", test_average_day);
  g_test_add_func ("/experiments/study/average-day-ends", test_average_day_ends);
  return g_test_run ();
}
