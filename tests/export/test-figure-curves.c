/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-chart-scene.h"
#include "gmarl-figure-curves.h"
#include "gmarl-figure-scaling.h"

#include <math.h>
#include <string.h>

static const GmarlFigurePolicy policies[] = {
  { "ppo", "PPO", 0, FALSE },
  { "heuristic", "Heuristic", 1, FALSE },
  { "random", "Random", 2, TRUE },
};

static void
test_profile (void)
{
  double threshold[] = { -0.1, 0, 0.1 }, share[] = { 1, 0.75, 0.25 };
  double low[] = { 0.9, 0.6, 0.1 }, high[] = { 1, 0.9, 0.4 }, none[] = { NAN, NAN, NAN };
  GmarlPerformanceProfile ppo = { 3, threshold, share, low, high, 5, 100, 100 };
  GmarlPerformanceProfile random = { 3, threshold, share, none, none, 1, 100, 100 };
  const GmarlPerformanceProfile *profiles[] = { &ppo, NULL, &random };
  g_autoptr (GmarlChartView) view =
      gmarl_figure_profile (profiles, policies, 3, GMARL_INDICATOR_ENERGY_COST, "No control");
  const GmarlSeries *data = gmarl_chart_view_find_series (view, "ppo")->data;

  g_assert_cmpuint (view->series->len, ==, 2);
  g_assert_cmpstr (view->title, ==, "Energy Cost: Performance Profile");
  g_assert_cmpstr (view->x.title, ==, "Better than No control by more than τ");
  g_assert_cmpstr (view->subtitle, ==,
                   "1 to 5 seeds × 100 days, 95 % band from 3 seeds on · further right is better");
  g_assert_cmpfloat (gmarl_series_get_x (data)[0], ==, -10);
  g_assert_cmpfloat (gmarl_series_get_y (data)[1], ==, 75);
  g_assert_cmpfloat (gmarl_series_get_lower (data)[2], ==, 10);
  g_assert_false (gmarl_chart_view_find_series (view, "random")->visible);
  g_assert_cmpint (gmarl_chart_view_find_series (view, "ppo")->drawn, ==, GMARL_CHART_STEP);
}

/* Thresholds reach over the scores of all policies. */
static void
test_profiles_of_table (void)
{
  const guint64 episodes[] = { 1, 2, 3, 4 }, seeds[] = { 1, 2, 3 };
  g_autoptr (GmarlScoreTable) table = gmarl_score_table_new (episodes, NULL, 4);
  GmarlScorePolicy *ppo = gmarl_score_table_add (table, "ppo", "PPO", seeds, 3);
  GmarlScorePolicy *rule = gmarl_score_table_add (table, "no-control", "No control", NULL, 0);
  g_autoptr (GPtrArray) profiles = NULL;
  const GmarlPerformanceProfile *profile;

  /* The anchor costs 10 each day; seeds save 1, 2 and 3. */
  for (gsize day = 0; day < 4; day++) {
    rule->values[day * GMARL_N_INDICATORS + GMARL_INDICATOR_ENERGY_COST] = 10;
    for (gsize row = 0; row < 3; row++)
      ppo->values[(row * 4 + day) * GMARL_N_INDICATORS + GMARL_INDICATOR_ENERGY_COST] =
          9 - (double) row;
  }
  profiles = gmarl_performance_profiles_new (table, rule, GMARL_INDICATOR_ENERGY_COST, 100, 1);
  g_assert_cmpuint (profiles->len, ==, 2);
  profile = profiles->pdata[0];
  g_assert_cmpuint (profile->n_thresholds, ==, GMARL_PROFILE_THRESHOLDS);
  g_assert_cmpfloat (profile->threshold[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (profile->threshold[GMARL_PROFILE_THRESHOLDS - 1], 0.3, 1e-12);
  g_assert_cmpfloat (profile->share[0], ==, 1);
  /* Half way, at 0.15, two of three seeds are above. */
  g_assert_cmpfloat_with_epsilon (profile->share[GMARL_PROFILE_THRESHOLDS / 2], 2.0 / 3, 1e-12);
  g_assert_cmpfloat (((GmarlPerformanceProfile *) profiles->pdata[1])->share[0], ==, 0);
  g_assert_null (gmarl_performance_profiles_new (table, rule, GMARL_INDICATOR_GRID_EXPORT, 100, 1));
}

static void
test_learning (void)
{
  GmarlCurvePoint points[] = { { 1, 1e6, 60, 0.1, 0.05, 0.15, 3, 0.02, 0.4 },
                               { 2, 2e6, 120, 0.3, 0.2, 0.4, 3, 0.1, 0.6 },
                               { 3, 3e6, 180, 0.5, NAN, NAN, 2, 0.4, 0.6 } };
  GmarlLearningCurve curve = { GMARL_METRIC_ENERGY_COST, 3, points, 3, 2 };
  const GmarlLearningCurve *curves[] = { &curve, NULL };
  GmarlTrainingMetrics row = { { 0 } };
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof row);
  const GArray *seeds[] = { rows, rows, rows };
  const GArray *const *all[] = { seeds, NULL };

  for (int k = 1; k <= 2; k++) {
    row.value[GMARL_METRIC_ITERATION] = k;
    row.value[GMARL_METRIC_ENVIRONMENT_STEPS] = k * 1e6;
    row.value[GMARL_METRIC_SECONDS] = 30;
    row.value[GMARL_METRIC_ENERGY_COST] = k;
    g_array_append_val (rows, row);
  }
  for (int by = GMARL_FIGURE_BY_ITERATION; by <= GMARL_FIGURE_BY_SECONDS; by++) {
    static const char *const titles[] = { "Iteration", "Environment steps", "Computing time" };
    static const double seed_x[] = { 2, 2, 1 };
    g_autoptr (GmarlChartView) view =
        gmarl_figure_learning_curves (curves, all, policies, 2, (GmarlFigureProgress) by, "EUR");
    const GmarlSeries *data = gmarl_chart_view_find_series (view, "ppo")->data;
    const GmarlChartSeries *seed = gmarl_chart_view_find_series (view, "ppo/2");
    const GmarlChartMark *mark = view->marks->pdata[0];

    g_assert_cmpstr (view->x.title, ==, titles[by]);
    g_assert_cmpstr (view->y.unit, ==, "EUR");
    g_assert_cmpstr (view->subtitle, ==,
                     "3 seeds, interquartile mean, 95 % interval · lower is better");
    g_assert_cmpfloat (gmarl_series_get_x (data)[2], ==, 3);
    g_assert_cmpfloat (gmarl_series_get_y (data)[2], ==, 0.5);
    g_assert_cmpfloat (gmarl_series_get_upper (data)[1], ==, 0.4);
    g_assert_cmpstr (gmarl_chart_view_get_subtitle (view, GMARL_CHART_BAND_RANGE), ==,
                     "3 seeds, interquartile mean, range of the seeds · lower is better");
    g_assert_cmpstr (gmarl_chart_view_get_subtitle (view, GMARL_CHART_BAND_SEEDS), ==,
                     "3 seeds, interquartile mean, single seeds · lower is better");
    g_assert_cmpstr (gmarl_chart_view_get_subtitle (view, GMARL_CHART_BAND_NONE), ==,
                     "3 seeds, interquartile mean · lower is better");
    data = gmarl_chart_view_find_series (view, "ppo")->range;
    g_assert_cmpfloat (gmarl_series_get_y (data)[2], ==, 0.5);
    g_assert_cmpfloat (gmarl_series_get_lower (data)[0], ==, 0.02);
    g_assert_cmpfloat (gmarl_series_get_upper (data)[2], ==, 0.6);
    g_assert_cmpfloat (mark->x, ==, 2);
    g_assert_true (seed->thin && seed->parent == 0);
    g_assert_cmpfloat (gmarl_series_get_x (seed->data)[1], ==, seed_x[by]);
  }
}

static void
test_average_day (void)
{
  GmarlAverageDay *day = g_new0 (GmarlAverageDay, 1);
  const GmarlAverageDay *days[] = { day };
  g_autoptr (GmarlChartView) view = NULL;
  const GmarlSeries *data;

  day->n_seeds = 5;
  day->n_days = 20;
  for (gsize k = 0; k < GMARL_STEPS_PER_DAY; k++) {
    day->value[GMARL_DAY_STORED][k] = (GmarlInterval){ .estimate = 0.5, .low = 0.4, .high = 0.6 };
    day->lowest[GMARL_DAY_STORED][k] = 0.45;
    day->highest[GMARL_DAY_STORED][k] = 0.55;
  }
  view = gmarl_figure_average_day (days, policies, 1, GMARL_DAY_STORED);
  data = gmarl_chart_view_get_series (view, 0)->data;
  g_assert_cmpstr (view->title, ==, "Mean Level, Average Day");
  g_assert_cmpstr (view->subtitle, ==, "5 seeds × 20 days, mean, 95 % interval");
  g_assert_cmpuint (gmarl_series_get_length (data), ==, GMARL_STEPS_PER_DAY);
  g_assert_cmpfloat (gmarl_series_get_x (data)[12], ==, 1);
  g_assert_cmpfloat (gmarl_series_get_y (data)[0], ==, 50);
  g_assert_cmpfloat (gmarl_series_get_upper (data)[0], ==, 60);
  g_assert_cmpstr (gmarl_chart_view_get_subtitle (view, GMARL_CHART_BAND_RANGE), ==,
                   "5 seeds × 20 days, mean, range of the seeds");
  data = gmarl_chart_view_get_series (view, 0)->range;
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_lower (data)[7], 45, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_upper (data)[7], 55, 1e-12);

  /* One seed has no range, which is then not offered. */
  gmarl_chart_view_unref (g_steal_pointer (&view));
  day->n_seeds = 1;
  view = gmarl_figure_average_day (days, policies, 1, GMARL_DAY_STORED);
  g_assert_false (gmarl_chart_view_has_band (view, GMARL_CHART_BAND_RANGE));
  g_assert_cmpstr (gmarl_chart_view_get_subtitle (view, GMARL_CHART_BAND_RANGE), ==,
                   "1 seed × 20 days, mean, 95 % interval");
  g_free (day);
}

/* Cells of four sizes and three seeds, whose time is 0.1 N with a little more by seed. */
static GmarlScalingResults *
make_study (gboolean missing)
{
  static const gint64 sizes[] = { 3, 5, 10, 20 };
  g_autoptr (GPtrArray) cells =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_scaling_cell_free);

  for (guint64 seed = 1; seed <= 3; seed++)
    for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++) {
      GmarlScalingCell *cell = g_new0 (GmarlScalingCell, 1);

      cell->agents = sizes[k];
      cell->seed = seed;
      cell->state = missing && seed == 3 && k == 3 ? GMARL_CELL_FAILED : GMARL_CELL_DONE;
      for (int quantity = 0; quantity < GMARL_N_SCALING; quantity++)
        cell->value[quantity] = NAN;
      cell->value[GMARL_SCALING_ITERATION_SECONDS] =
          0.1 * (double) sizes[k] * (1 + 0.01 * (double) seed);
      cell->value[GMARL_SCALING_LATENCY_P99] = 0.001 * (double) sizes[k];
      g_ptr_array_add (cells, cell);
    }
  return gmarl_scaling_results_new (cells);
}

static void
test_scaling (void)
{
  g_autoptr (GmarlScalingResults) results = make_study (FALSE), holed = make_study (TRUE);
  g_autoptr (GmarlChartView) time = gmarl_figure_scaling (results, GMARL_SCALING_ITERATION_SECONDS,
                                                          gmarl_figure_scaling_slots, NULL);
  g_autoptr (GmarlChartView) latency =
      gmarl_figure_scaling (results, GMARL_SCALING_LATENCY_P99, gmarl_figure_scaling_slots, NULL);
  g_autoptr (GmarlChartView) partly = gmarl_figure_scaling (holed, GMARL_SCALING_ITERATION_SECONDS,
                                                            gmarl_figure_scaling_slots, NULL);
  g_autoptr (GmarlChartView) empty =
      gmarl_figure_scaling (results, GMARL_SCALING_MEMORY, gmarl_figure_scaling_slots, NULL);
  const GmarlSeries *data = gmarl_chart_view_find_series (time, "independent")->data;
  const GmarlSeries *ideal = gmarl_chart_view_find_series (time, "proportional")->data;
  const GmarlScalingPoint *point = gmarl_scaling_results_find (results, 10, FALSE);

  g_assert_cmpint (time->x.kind, ==, GMARL_CHART_LOG);
  g_assert_cmpint (time->y.kind, ==, GMARL_CHART_LOG);
  g_assert_cmpuint (time->series->len, ==, 2);
  g_assert_cmpuint (gmarl_series_get_length (data), ==, 4);
  g_assert_cmpfloat (gmarl_series_get_y (data)[2], ==,
                     point->value[GMARL_SCALING_ITERATION_SECONDS].estimate);
  g_assert_cmpfloat (gmarl_series_get_upper (data)[2], ==,
                     point->value[GMARL_SCALING_ITERATION_SECONDS].high);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (ideal)[3], gmarl_series_get_y (data)[3],
                                  1e-9);
  data = gmarl_chart_view_find_series (time, "independent")->range;
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_lower (data)[2], 1.01, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_upper (data)[2], 1.03, 1e-12);
  g_assert_nonnull (strstr (gmarl_chart_view_get_subtitle (time, GMARL_CHART_BAND_RANGE),
                            "3 seeds, mean, range of the seeds · lower is better"));
  g_assert_nonnull (strstr (time->subtitle, "3 seeds, mean, 95 % interval · lower is better"));
  g_assert_nonnull (strstr (time->subtitle, "time ∝ N^1.00, 95 % interval 1.00 to 1.00"));
  g_assert_null (time->note);

  g_assert_cmpfloat_with_epsilon (
      gmarl_series_get_y (gmarl_chart_view_find_series (latency, "independent")->data)[3], 20,
      1e-9);
  g_assert_cmpfloat (((GmarlChartReference *) latency->references->pdata[0])->value, ==, 50);
  g_assert_nonnull (strstr (partly->subtitle, "2 to 3 seeds"));
  g_assert_cmpstr (partly->note, ==, "1 training is missing");
  g_assert_cmpuint (empty->series->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/figure/profile", test_profile);
  g_test_add_func ("/export/figure/profiles-of-table", test_profiles_of_table);
  g_test_add_func ("/export/figure/learning", test_learning);
  g_test_add_func ("/export/figure/average-day", test_average_day);
  g_test_add_func ("/export/figure/scaling", test_scaling);
  return g_test_run ();
}
