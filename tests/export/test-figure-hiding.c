/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Hiding a policy changes no pixel that is not its own: of the curves, the axes and the other
 * names.
 */
#include "gmarl-chart-paint.h"
#include "gmarl-figure-comparison.h"
#include "gmarl-figure-curves.h"

#include <math.h>
#include <string.h>

#define WIDTH    640
#define HEIGHT   320
#define POLICIES 4
#define POINTS   30
#define OUTLIER  3 /* reaches far beyond the others, to both sides */
#define DAYS     12

static const GmarlFigurePolicy policies[POLICIES] = {
  { "ppo", "PPO", 0, FALSE },
  { "heuristic", "Heuristic", 1, FALSE },
  { "random", "Random", 2, FALSE },
  { "wild", "Wild", 3, FALSE },
};

/* Without a background rings around markers, which have its colour, can be told from it. */
static cairo_surface_t *
paint (GmarlChartView *view, gboolean dark, gboolean background)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (dark, FALSE);
  g_autoptr (GmarlChartScene) scene = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  GmarlChartState state;

  gmarl_chart_state_init (&state);
  scene = gmarl_chart_scene_new (view, &state, style, NULL, WIDTH, HEIGHT);
  gmarl_chart_paint_plot (cr, scene, style, background);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Only the series whose bits are set. */
static cairo_surface_t *
paint_some (GmarlChartView *view, guint shown, gboolean dark, gboolean background)
{
  for (guint k = 0; k < view->series->len; k++)
    gmarl_chart_view_get_series (view, k)->visible = (shown & (1u << k)) != 0;
  return paint (view, dark, background);
}

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row =
      cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  guint32 value;

  memcpy (&value, row + 4 * x, sizeof value);
  return value;
}

/* A pixel is a policy's own where the picture of it alone is not that of no policy. */
static void
assert_hiding (GmarlChartView *view, guint hidden, gboolean dark)
{
  guint all = (1u << view->series->len) - 1, own = 0, changed = 0, foreign = 0;
  cairo_surface_t *before = paint_some (view, all, dark, TRUE);
  cairo_surface_t *after = paint_some (view, all & ~(1u << hidden), dark, TRUE);
  cairo_surface_t *alone = paint_some (view, 1u << hidden, dark, FALSE);
  cairo_surface_t *none = paint_some (view, 0, dark, FALSE);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      gboolean is_own = pixel (alone, x, y) != pixel (none, x, y);
      gboolean differs = pixel (before, x, y) != pixel (after, x, y);

      own += is_own;
      changed += is_own && differs;
      foreign += !is_own && differs;
    }
  g_assert_cmpuint (foreign, ==, 0);
  g_assert_cmpuint (changed, >, 50);             /* it was there, and is gone */
  g_assert_cmpuint (own, <, WIDTH * HEIGHT / 2); /* which leaves most of the picture to compare */
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  cairo_surface_destroy (alone);
  cairo_surface_destroy (none);
}

static void
assert_steady (GmarlChartView *view)
{
  for (guint k = 0; k < view->series->len; k++) {
    assert_hiding (view, k, FALSE);
    assert_hiding (view, k, TRUE);
  }
}

static double
curve_at (guint policy, double x)
{
  return policy == OUTLIER ? 40 * sin (4 * x) : policy + sin (3 * x + policy);
}

static void
test_learning (void)
{
  GmarlCurvePoint points[POLICIES][POINTS];
  GmarlLearningCurve curves[POLICIES];
  const GmarlLearningCurve *all[POLICIES];
  g_autoptr (GmarlChartView) view = NULL;

  for (guint p = 0; p < POLICIES; p++) {
    /* The one that is far out is longer, too. */
    gsize n = p == OUTLIER ? POINTS : POINTS / 2;

    for (gsize k = 0; k < n; k++) {
      double y = curve_at (p, (double) k / POINTS);

      points[p][k] = (GmarlCurvePoint){ k + 1.0, 1e5 * (k + 1.0), k + 1.0, y, y - 0.4, y + 0.4,
                                        3,       y - 1,           y + 1 };
    }
    curves[p] = (GmarlLearningCurve){ GMARL_METRIC_EPISODE_REWARD, n, points[p], 3, n };
    all[p] = &curves[p];
  }
  view = gmarl_figure_learning_curves (all, NULL, policies, POLICIES, GMARL_FIGURE_BY_ITERATION,
                                       "EUR");
  assert_steady (view);
}

static void
test_profile (void)
{
  double threshold[POINTS], share[POLICIES][POINTS], low[POLICIES][POINTS], high[POLICIES][POINTS];
  GmarlPerformanceProfile profiles[POLICIES];
  const GmarlPerformanceProfile *all[POLICIES];
  g_autoptr (GmarlChartView) view = NULL;

  for (gsize k = 0; k < POINTS; k++)
    threshold[k] = (double) k / POINTS;
  for (guint p = 0; p < POLICIES; p++) {
    for (gsize k = 0; k < POINTS; k++) {
      share[p][k] = pow (1 - threshold[k], p + 1);
      low[p][k] = 0.9 * share[p][k];
      high[p][k] = fmin (1, 1.1 * share[p][k]);
    }
    profiles[p] =
        (GmarlPerformanceProfile){ POINTS, threshold, share[p], low[p], high[p], 3, DAYS, DAYS };
    all[p] = &profiles[p];
  }
  view = gmarl_figure_profile (all, policies, POLICIES, GMARL_INDICATOR_ENERGY_COST, "No control");
  assert_steady (view);
}

static void
test_average_day (void)
{
  GmarlAverageDay *days[POLICIES];
  g_autoptr (GmarlChartView) view = NULL;

  for (guint p = 0; p < POLICIES; p++) {
    days[p] = g_new0 (GmarlAverageDay, 1);
    days[p]->n_seeds = 3;
    days[p]->n_days = DAYS;
    for (gsize k = 0; k < GMARL_STEPS_PER_DAY; k++) {
      double y = curve_at (p, (double) k / GMARL_STEPS_PER_DAY);

      days[p]->value[GMARL_DAY_IMPORT][k] =
          (GmarlInterval){ .estimate = y, .low = y - 0.3, .high = y + 0.3 };
    }
  }
  view = gmarl_figure_average_day ((const GmarlAverageDay *const *) days, policies, POLICIES,
                                   GMARL_DAY_IMPORT);
  assert_steady (view);
  for (guint p = 0; p < POLICIES; p++)
    g_free (days[p]);
}

static void
test_scores (void)
{
  const guint64 episodes[DAYS] = { 0 };
  g_autoptr (GmarlScoreTable) table = gmarl_score_table_new (episodes, NULL, DAYS);
  GmarlComparisonOptions options = gmarl_comparison_default_options;
  g_autoptr (GmarlComparison) comparison = NULL;
  g_autoptr (GmarlChartView) differences = NULL, days = NULL;
  gsize place;

  for (guint p = 0; p < POLICIES; p++) {
    GmarlScorePolicy *policy =
        gmarl_score_table_add (table, policies[p].id, policies[p].name, NULL, 0);

    for (gsize day = 0; day < DAYS; day++)
      policy->values[day * GMARL_N_INDICATORS + GMARL_INDICATOR_GRID_IMPORT] =
          curve_at (p, (double) day / DAYS);
  }
  options.draws = 0;
  comparison = gmarl_comparison_new (table, &options);
  place = (gsize) gmarl_score_find (comparison, GMARL_INDICATOR_GRID_IMPORT);
  differences = gmarl_figure_differences (comparison, place, 0, policies);
  days = gmarl_figure_days (comparison, place, policies);
  assert_steady (differences);
  assert_steady (days);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/figure-hiding/learning", test_learning);
  g_test_add_func ("/export/figure-hiding/profile", test_profile);
  g_test_add_func ("/export/figure-hiding/average-day", test_average_day);
  g_test_add_func ("/export/figure-hiding/scores", test_scores);
  return g_test_run ();
}
