/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A figure's numbers are those of the comparison that it is of.
 */
#include "gmarl-chart-scene.h"
#include "gmarl-figure-comparison.h"

#include <math.h>
#include <string.h>

#define DAYS   12
#define IMPORT GMARL_INDICATOR_GRID_IMPORT
#define SOLAR  GMARL_INDICATOR_SOLAR_UTILISATION

static const guint64 training_seeds[] = { 1, 2, 3, 4, 5 };

/* "heuristic" imports 100 + day, PPO ten less and a little by seed and day, random 40 more. */
static GmarlScoreTable *
make_table (gsize n_seeds)
{
  static const char *const ids[] = { "group", "heuristic", "random" };
  static const char *const names[] = { "PPO", "Heuristic", "Random" };
  static const double offsets[] = { -10, 0, 40 };
  g_autofree guint64 *episodes = g_new0 (guint64, DAYS);
  GmarlScoreTable *table = gmarl_score_table_new (episodes, NULL, DAYS);

  for (gsize p = 0; p < G_N_ELEMENTS (ids); p++) {
    GmarlScorePolicy *policy =
        gmarl_score_table_add (table, ids[p], names[p], training_seeds, p == 0 ? n_seeds : 0);

    for (gsize row = 0; row < policy->n_rows; row++) {
      g_autofree double *values = g_new (double, DAYS *GMARL_N_INDICATORS);

      for (gsize k = 0; k < DAYS * GMARL_N_INDICATORS; k++)
        values[k] = NAN;
      for (gsize day = 0; day < DAYS; day++) {
        values[day * GMARL_N_INDICATORS + IMPORT] = 100 + (double) day + offsets[p] +
                                                    0.1 * (double) row +
                                                    0.2 * (double) (day * (p + 1) % 3);
        values[day * GMARL_N_INDICATORS + SOLAR] = 0.5 + 0.1 * (double) p + 0.01 * (double) day;
      }
      gmarl_score_table_set_row (table, policy, row, values);
    }
  }
  return table;
}

static GmarlComparison *
compare (const GmarlScoreTable *table)
{
  static const GmarlIndicator shown[] = { IMPORT, SOLAR };
  GmarlComparisonOptions options = gmarl_comparison_default_options;

  options.indicators = shown;
  options.n_indicators = G_N_ELEMENTS (shown);
  options.draws = 0;
  return gmarl_comparison_new (table, &options);
}

static void
assert_sample (const GmarlChartView *view, const char *id, double value, double low, double high)
{
  const GmarlChartSeries *series = gmarl_chart_view_find_series (view, id);

  g_assert_nonnull (series);
  g_assert_cmpuint (gmarl_series_get_length (series->data), ==, 1);
  g_assert_cmpfloat (gmarl_series_get_y (series->data)[0], ==, value);
  g_assert_cmpfloat (gmarl_series_get_lower (series->data)[0], ==, low);
  g_assert_cmpfloat (gmarl_series_get_upper (series->data)[0], ==, high);
}

static void
test_looks (void)
{
  g_autoptr (GmarlScoreTable) table = make_table (5);
  g_autofree GmarlFigurePolicy *policies = NULL;

  gmarl_score_table_add (table, "other", "Other", training_seeds, 2);
  gmarl_score_table_add (table, "idle", "Idle", NULL, 0);
  policies = gmarl_figure_policies_new (table);
  for (guint k = 0; k < 5; k++)
    g_assert_cmpuint (policies[k].slot, ==, k);
  g_assert_cmpstr (policies[0].name, ==, "PPO");
}

static void
test_differences (void)
{
  g_autoptr (GmarlScoreTable) table = make_table (5);
  g_autoptr (GmarlComparison) comparison = compare (table);
  g_autofree GmarlFigurePolicy *policies = gmarl_figure_policies_new (table);
  g_autoptr (GmarlChartView) view = NULL;
  const GmarlInterval *forward = &gmarl_comparison_pairing (comparison, 0, 0)->difference;
  const GmarlInterval *backward = &gmarl_comparison_pairing (comparison, 2, 0)->difference;

  policies[2].hidden = TRUE;
  view = gmarl_figure_differences (comparison, 0, 1, policies);
  g_assert_cmpstr (view->title, ==, "Grid Import: Difference to Heuristic");
  g_assert_cmpstr (view->subtitle, ==,
                   "5 seeds × 12 paired days, mean, 95 % interval · lower is better · "
                   "★ clearly better");
  g_assert_cmpstr (view->y.unit, ==, "kWh");
  g_assert_true (view->y.with_zero);
  g_assert_cmpuint (view->series->len, ==, 2);
  /* PPO − Heuristic as the pair is; Random − Heuristic, whose pair is the other way round. */
  g_assert_cmpfloat_with_epsilon (forward->estimate, -10 + 0.2, 0.3);
  assert_sample (view, "group", forward->estimate, forward->low, forward->high);
  assert_sample (view, "random", -backward->estimate, -backward->high, -backward->low);
  g_assert_cmpstr (gmarl_chart_view_get_category (view, 0), ==, "PPO ★");
  g_assert_cmpstr (gmarl_chart_view_get_category (view, 1), ==, "Random");
  g_assert_true (gmarl_chart_view_get_series (view, 0)->visible);
  g_assert_false (gmarl_chart_view_get_series (view, 1)->visible);
  g_assert_null (view->note);

  g_clear_pointer (&view, gmarl_chart_view_unref);
  view = gmarl_figure_differences (comparison, 1, 1, policies);
  g_assert_cmpstr (view->y.unit, ==, "percentage points");
  g_assert_cmpfloat_with_epsilon (
      gmarl_series_get_y (gmarl_chart_view_find_series (view, "group")->data)[0], -10, 1e-9);
  g_assert_nonnull (strstr (view->subtitle, "higher is better"));
}

static void
assert_same_bytes (const GArray *one, const GArray *other)
{
  g_assert_cmpmem (one->data, one->len * g_array_get_element_size ((GArray *) one), other->data,
                   other->len * g_array_get_element_size ((GArray *) other));
}

static const GmarlChartCurve *
find_curve (const GmarlChartScene *scene, guint index)
{
  for (guint k = 0; k < scene->curves->len; k++)
    if (((const GmarlChartCurve *) scene->curves->pdata[k])->index == index)
      return scene->curves->pdata[k];
  return NULL;
}

static guint
index_of (const GmarlChartView *view, const char *id)
{
  guint k = 0;

  while (strcmp (gmarl_chart_view_get_series (view, k)->id, id) != 0)
    k++;
  return k;
}

/* What is drawn of the others does not move by a hair when one is hidden. */
static void
assert_hiding_moves_nothing (GmarlChartView *view, double low, double high)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  guint hidden = index_of (view, "random");
  GmarlChartState state;
  g_autoptr (GmarlChartScene) all = NULL;
  g_autoptr (GmarlChartScene) fewer = NULL;

  gmarl_chart_state_init (&state);
  state.y0 = low;
  state.y1 = high;
  all = gmarl_chart_scene_new (view, &state, style, NULL, 640, 320);
  gmarl_chart_view_get_series (view, hidden)->visible = FALSE;
  fewer = gmarl_chart_scene_new (view, &state, style, NULL, 640, 320);
  g_assert_nonnull (find_curve (all, hidden));
  g_assert_null (find_curve (fewer, hidden));
  g_assert_cmpuint (fewer->curves->len, ==, all->curves->len - 1);
  g_assert_nonnull (find_curve (all, index_of (view, "group")));
  for (guint k = 0; k < fewer->curves->len; k++) {
    const GmarlChartCurve *after = fewer->curves->pdata[k];
    const GmarlChartCurve *before = find_curve (all, after->index);

    g_assert_nonnull (before);
    assert_same_bytes (before->line, after->line);
    assert_same_bytes (before->band, after->band);
    assert_same_bytes (before->dots, after->dots);
    assert_same_bytes (before->boxes, after->boxes);
    assert_same_bytes (before->markers, after->markers);
  }
}

static void
test_hiding (void)
{
  g_autoptr (GmarlScoreTable) table = make_table (5);
  g_autoptr (GmarlComparison) comparison = compare (table);
  g_autofree GmarlFigurePolicy *policies = gmarl_figure_policies_new (table);
  g_autoptr (GmarlChartView) differences = gmarl_figure_differences (comparison, 0, 1, policies);
  g_autoptr (GmarlChartView) means = gmarl_figure_means (comparison, 0, policies);
  g_autoptr (GmarlChartView) days = gmarl_figure_days (comparison, 0, policies);

  assert_hiding_moves_nothing (differences, -20, 60);
  assert_hiding_moves_nothing (means, 80, 180);
  assert_hiding_moves_nothing (days, 80, 180);
}

static void
test_means (void)
{
  g_autoptr (GmarlScoreTable) table = make_table (5);
  g_autoptr (GmarlComparison) comparison = compare (table);
  g_autofree GmarlFigurePolicy *policies = gmarl_figure_policies_new (table);
  g_autoptr (GmarlChartView) view = gmarl_figure_means (comparison, 0, policies);
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, 0, 0);
  const GmarlChartSeries *seeds = gmarl_chart_view_find_series (view, "group/seeds");

  assert_sample (view, "group", summary->mean.estimate, summary->mean.low, summary->mean.high);
  g_assert_true (seeds->thin);
  g_assert_cmpint (seeds->parent, ==, 0);
  g_assert_cmpuint (gmarl_series_get_length (seeds->data), ==, 5);
  g_assert_cmpfloat (gmarl_series_get_y (seeds->data)[3], ==, summary->seed_means[3]);
  g_assert_cmpstr (view->subtitle, ==, "5 seeds × 12 days, mean, 95 % interval · lower is better");
}

/* What is to be known about few seeds is said below the title. */
static void
test_few_seeds (void)
{
  for (gsize n = 1; n <= 2; n++) {
    g_autoptr (GmarlScoreTable) table = make_table (n);
    g_autoptr (GmarlComparison) comparison = compare (table);
    g_autofree GmarlFigurePolicy *policies = gmarl_figure_policies_new (table);
    g_autoptr (GmarlChartView) view = gmarl_figure_means (comparison, 0, policies);
    g_autofree char *notes =
        gmarl_summary_describe_notes (gmarl_comparison_summary (comparison, 0, 0), FALSE);
    const GmarlSeries *data = gmarl_chart_view_find_series (view, "group")->data;

    g_assert_true (g_str_has_suffix (view->subtitle, notes));
    g_assert_null (view->note);
    g_assert_true (isfinite (gmarl_series_get_y (data)[0]));
    g_assert_true ((gmarl_series_get_lower (data) == NULL ||
                    isnan (gmarl_series_get_lower (data)[0])) == (n == 2));
  }
}

static void
test_days (void)
{
  g_autoptr (GmarlScoreTable) table = make_table (5);
  g_autoptr (GmarlComparison) comparison = compare (table);
  g_autofree GmarlFigurePolicy *policies = gmarl_figure_policies_new (table);
  g_autoptr (GmarlChartView) view = gmarl_figure_days (comparison, 1, policies);
  GmarlChartSeries *series = gmarl_chart_view_find_series (view, "group");
  const GmarlSeries *summary;

  g_assert_cmpstr (view->title, ==, "Solar Utilisation by Day");
  g_assert_cmpuint (gmarl_series_get_length (series->data), ==, 5 * DAYS);
  /* 50 to 61 %, five times: quartiles and mean by hand. */
  summary = gmarl_chart_series_get_drawn (series, GMARL_CHART_BAND_INTERVAL, 0);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (summary)[0], 55.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_lower (summary)[0], 52.75, 0.26);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_upper (summary)[0], 58.25, 0.26);
  g_assert_cmpuint (gmarl_series_get_length (gmarl_chart_view_find_series (view, "random")->data),
                    ==, DAYS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/figure/looks", test_looks);
  g_test_add_func ("/export/figure/differences", test_differences);
  g_test_add_func ("/export/figure/hiding", test_hiding);
  g_test_add_func ("/export/figure/means", test_means);
  g_test_add_func ("/export/figure/few-seeds", test_few_seeds);
  g_test_add_func ("/export/figure/days", test_days);
  return g_test_run ();
}
