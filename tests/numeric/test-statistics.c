/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-bootstrap.h"
#include "gmarl-distributions.h"
#include "gmarl-random.h"
#include "gmarl-statistics.h"
#include "statistics-fixtures.h"

#include <glib.h>
#include <math.h>

#define ALPHA 0.05

static void
assert_close (double value, double expected, double relative)
{
  g_assert_cmpfloat_with_epsilon (value, expected, relative * fmax (fabs (expected), 1e-290));
}

static void
assert_interval (const GmarlInterval *interval, const GmarlInterval *expected)
{
  assert_close (interval->estimate, expected->estimate, 1e-11);
  assert_close (interval->variance, expected->variance, 1e-11);
  assert_close (interval->df, expected->df, 1e-11);
  assert_close (interval->low, expected->low, 1e-8);
  assert_close (interval->high, expected->high, 1e-8);
  assert_close (interval->p, expected->p, 1e-8);
}

static void
test_student (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (student_tails); k++) {
    double t = student_tails[k].t, df = student_tails[k].df, p = student_tails[k].p;
    double relative = df < 2000 ? 2e-12 : 1e-8;

    assert_close (gmarl_student_two_sided (t, df), p, relative);
    assert_close (gmarl_student_two_sided (-t, df), p, relative);
    assert_close (gmarl_student_cdf (t, df), 1 - p / 2, 1e-12);
    assert_close (gmarl_student_cdf (-t, df), p / 2, relative);
  }
  for (gsize k = 0; k < G_N_ELEMENTS (student_critical); k++)
    assert_close (gmarl_student_critical (student_critical[k].p, student_critical[k].df),
                  student_critical[k].t, 1e-10);
  for (gsize k = 0; k < G_N_ELEMENTS (normal_quantiles); k++)
    assert_close (gmarl_normal_quantile (normal_quantiles[k].p), normal_quantiles[k].z, 1e-14);
}

/* Closed forms: Cauchy at one degree of freedom, normal at infinitely many; and no seam where the
 * method changes.
 */
static void
test_student_limits (void)
{
  assert_close (gmarl_student_critical (0.05, 1), tan (G_PI * 0.475), 1e-12);
  assert_close (gmarl_student_two_sided (1.5, INFINITY), erfc (1.5 * G_SQRT2 / 2), 1e-14);
  assert_close (gmarl_student_critical (0.05, INFINITY), 1.959963984540054, 1e-14);
  assert_close (gmarl_student_two_sided (4, 999999), gmarl_student_two_sided (4, 1000001), 1e-9);
  g_assert_cmpfloat (gmarl_student_two_sided (0, 3), ==, 1);
  g_assert_cmpfloat (gmarl_student_two_sided (INFINITY, 3), ==, 0);
  g_assert_cmpfloat (gmarl_student_critical (1, 3), ==, 0);
  g_assert_true (isinf (gmarl_student_critical (1e-200, 0.5)));
  g_assert_true (isnan (gmarl_student_critical (0, 3)));
  g_assert_true (isnan (gmarl_student_two_sided (1, 0)));
  g_assert_true (isnan (gmarl_student_two_sided (NAN, 3)));
  g_assert_true (isnan (gmarl_normal_quantile (-0.1)));
}

static void
test_moments (void)
{
  const double hard[] = { 1e16, 1, 1, -1e16, 1 };
  gsize count = G_N_ELEMENTS (group_x);

  g_assert_cmpfloat (gmarl_statistics_sum (hard, G_N_ELEMENTS (hard)), ==, 3);
  assert_close (gmarl_statistics_variance (group_x, count, 0), moments[0].population, 1e-13);
  assert_close (gmarl_statistics_variance (group_x, count, 1), moments[0].sample, 1e-13);
  g_assert_true (isnan (gmarl_statistics_mean (group_x, 0)));
  g_assert_true (isnan (gmarl_statistics_variance (group_x, 1, 1)));
}

static void
test_order_statistics (void)
{
  enum {
    COUNT = G_N_ELEMENTS (group_x)
  };
  const double odd[] = { 3, NAN, -1, 3, INFINITY, -7 };
  const gsize expected[] = { 5, 2, 0, 3, 4, 1 };
  const double values[] = { 1, 2, 4, 8 };
  double sorted[COUNT];
  gsize order[COUNT];

  gmarl_statistics_order (odd, G_N_ELEMENTS (odd), order);
  g_assert_cmpmem (order, sizeof expected, expected, sizeof expected);

  gmarl_statistics_order (group_x, COUNT, order);
  for (gsize k = 0; k < COUNT; k++) {
    sorted[k] = group_x[order[k]];
    g_assert_true (k == 0 || sorted[k - 1] <= sorted[k]);
  }
  assert_close (gmarl_statistics_quantile_mean (sorted, COUNT, 0.25, 0.75), moments[0].iqm, 1e-13);
  assert_close (gmarl_statistics_median (sorted, COUNT), moments[0].median, 1e-15);

  g_assert_cmpfloat (gmarl_statistics_median (values, 4), ==, 3);
  g_assert_cmpfloat (gmarl_statistics_median (values, 3), ==, 2);
  g_assert_cmpfloat (gmarl_statistics_quantile_mean (values, 4, 0.25, 0.75), ==, 3);
  assert_close (gmarl_statistics_quantile_mean (values, 4, 0, 0.4), (1 + 0.6 * 2) / 1.6, 1e-15);
  g_assert_cmpfloat (gmarl_statistics_quantile_mean (values, 4, 0, 0.05), ==, 1);
  g_assert_cmpfloat (gmarl_statistics_quantile_mean (values, 4, 0.95, 1), ==, 8);
  g_assert_true (isnan (gmarl_statistics_median (values, 0)));
  g_assert_true (isnan (gmarl_statistics_quantile_mean (values, 0, 0, 1)));
  g_assert_cmpfloat (gmarl_statistics_quantile (values, 4, 0.5), ==, 3);
  g_assert_cmpfloat (gmarl_statistics_quantile (values, 4, 1), ==, 8);
  g_assert_cmpfloat (gmarl_statistics_quantile (values, 4, 0.1), ==, 1.3);
}

static void
test_intervals (void)
{
  enum {
    N = 5,
    M = 3,
    D = 12
  };
  const double *rule = group_y + 2 * D;
  double wave[D], work[2 * D + N];
  GmarlInterval interval;

  g_assert_cmpuint (gmarl_statistics_interval_work (N, M, D), ==, G_N_ELEMENTS (work));
  gmarl_statistics_interval (group_x, N, D, ALPHA, work, &interval);
  assert_interval (&interval, &interval_x);
  gmarl_statistics_interval (rule, 1, D, ALPHA, work, &interval);
  assert_interval (&interval, &interval_rule);
  for (gsize k = 0; k < D; k++)
    wave[k] = sin ((double) k);
  gmarl_statistics_interval (wave, 3, 4, ALPHA, work, &interval);
  assert_interval (&interval, &interval_x_floor);

  gmarl_statistics_difference (group_x, N, group_y, M, D, ALPHA, work, &interval);
  assert_interval (&interval, &difference_groups);
  gmarl_statistics_difference (group_x, N, rule, 1, D, ALPHA, work, &interval);
  assert_interval (&interval, &difference_rule);
  gmarl_statistics_difference (group_x, 1, rule, 1, D, ALPHA, work, &interval);
  assert_interval (&interval, &difference_rows);
  assert_close (gmarl_statistics_improvement (group_x, N, group_y, M, D), improvement_groups[0].p,
                1e-15);
  assert_close (gmarl_statistics_improvement (group_y, M, group_x, N, D),
                1 - improvement_groups[0].p, 1e-15);
}

static void
test_degenerate_intervals (void)
{
  enum {
    D = 7
  };
  double same[2 * D], nearly[2 * D], work[2 * D + 5];
  GmarlInterval interval;

  for (gsize k = 0; k < 2 * D; k++) {
    same[k] = 0.1;
    nearly[k] = 0.1 * (1 + 1e-15);
  }
  gmarl_statistics_interval (same, 2, D, ALPHA, work, &interval);
  assert_close (interval.low, 0.1, 1e-15);
  assert_close (interval.high, 0.1, 1e-15);
  gmarl_statistics_difference (same, 2, same, 1, D, ALPHA, work, &interval);
  g_assert_cmpfloat (interval.estimate, ==, 0);
  g_assert_cmpfloat (interval.p, ==, 1);
  gmarl_statistics_difference (same, 2, nearly, 2, D, ALPHA, work, &interval);
  g_assert_cmpfloat (interval.p, ==, 1);
  /* A policy against itself: whatever its variances, no difference. */
  gmarl_statistics_difference (group_x, 5, group_x, 5, D, ALPHA, work, &interval);
  g_assert_cmpfloat (interval.estimate, ==, 0);
  g_assert_cmpfloat (interval.p, ==, 1);
  gmarl_statistics_interval (group_x, 5, 1, ALPHA, work, &interval);
  g_assert_false (isnan (interval.estimate));
  g_assert_true (isnan (interval.variance) && isnan (interval.df) && isnan (interval.p));
  g_assert_true (isnan (interval.low) && isnan (interval.high));
}

static void
test_holm (void)
{
  double with_nan[] = { 0.01, NAN, 0.04 }, adjusted[G_N_ELEMENTS (holm_raw)];
  gsize order[G_N_ELEMENTS (holm_raw)];

  gmarl_statistics_holm (holm_raw, G_N_ELEMENTS (holm_raw), adjusted, order);
  for (gsize k = 0; k < G_N_ELEMENTS (holm_raw); k++)
    assert_close (adjusted[k], holm_adjusted[k], 1e-14);
  gmarl_statistics_holm (with_nan, 3, adjusted, order);
  assert_close (adjusted[0], 0.02, 1e-15);
  g_assert_true (isnan (adjusted[1]));
  assert_close (adjusted[2], 0.04, 1e-15);
}

enum {
  ROWS = 5,
  DAYS = 12,
  CELLS = ROWS * DAYS,
  DRAWS = 400
};

typedef struct {
  double sorted[CELLS], weight[CELLS + 1], sum[CELLS + 1], counts[ROWS + DAYS];
  double results[GMARL_N_ROBUST * DRAWS], column[DRAWS];
  guint32 row[CELLS], day[CELLS];
  gsize order[DRAWS];
} WorkArea;

static GmarlBootstrapWork
lend (WorkArea *area)
{
  return (GmarlBootstrapWork){
    .sorted = area->sorted,
    .row = area->row,
    .day = area->day,
    .weight = area->weight,
    .sum = area->sum,
    .order = area->order,
    .counts = area->counts,
    .results = area->results,
    .column = area->column,
  };
}

static void
naive_robust (const double *sample, gsize count, double *out)
{
  double sorted[CELLS];
  gsize order[CELLS];

  gmarl_statistics_order (sample, count, order);
  for (gsize k = 0; k < count; k++)
    sorted[k] = sample[order[k]];
  out[GMARL_ROBUST_IQM] = gmarl_statistics_quantile_mean (sorted, count, 0.25, 0.75);
  out[GMARL_ROBUST_MEDIAN] = gmarl_statistics_median (sorted, count);
  out[GMARL_ROBUST_LOW_TAIL] = gmarl_statistics_quantile_mean (sorted, count, 0, 0.05);
  out[GMARL_ROBUST_HIGH_TAIL] = gmarl_statistics_quantile_mean (sorted, count, 0.95, 1);
}

/* The fast bootstrap against one that writes every resampled table out and sorts it. */
static void
test_bootstrap_naive (void)
{
  g_autofree WorkArea *area = g_new (WorkArea, 1);
  GmarlBootstrapWork work = lend (area);
  GmarlBootstrapInterval out[GMARL_N_ROBUST];
  double column[DRAWS];
  gsize order[DRAWS];

  gmarl_bootstrap_robust (group_x, ROWS, DAYS, DRAWS, 9, ALPHA, &work, out);
  for (gsize draw = 0; draw < DRAWS; draw++) {
    double seeds[ROWS], days[DAYS], sample[CELLS], expected[GMARL_N_ROBUST];
    gsize count = 0;

    gmarl_bootstrap_counts (9, GMARL_STREAM_BOOTSTRAP_SEEDS, draw, ROWS, seeds);
    gmarl_bootstrap_counts (9, GMARL_STREAM_BOOTSTRAP_DAYS, draw, DAYS, days);
    for (gsize s = 0; s < ROWS; s++)
      for (gsize d = 0; d < DAYS; d++)
        for (double times = seeds[s] * days[d]; times > 0; times--)
          sample[count++] = group_x[s * DAYS + d];
    g_assert_cmpuint (count, ==, CELLS);
    naive_robust (sample, count, expected);
    for (gsize which = 0; which < GMARL_N_ROBUST; which++)
      assert_close (area->results[which * DRAWS + draw], expected[which], 1e-12);
    column[draw] = expected[GMARL_ROBUST_IQM];
  }
  assert_close (out[GMARL_ROBUST_IQM].estimate, moments[0].iqm, 1e-13);
  assert_close (out[GMARL_ROBUST_MEDIAN].estimate, moments[0].median, 1e-15);

  gmarl_statistics_order (column, DRAWS, order);
  g_assert_cmpfloat (out[GMARL_ROBUST_IQM].low, >=, column[order[9]] - 1e-9);
  g_assert_cmpfloat (out[GMARL_ROBUST_IQM].low, <=, column[order[10]] + 1e-9);
  g_assert_cmpfloat (out[GMARL_ROBUST_IQM].high, >=, column[order[389]] - 1e-9);
  g_assert_cmpfloat (out[GMARL_ROBUST_IQM].high, <=, column[order[390]] + 1e-9);
}

static void
test_bootstrap_constant (void)
{
  g_autofree WorkArea *area = g_new (WorkArea, 1);
  GmarlBootstrapWork work = lend (area);
  GmarlBootstrapInterval out[GMARL_N_ROBUST];
  double x[CELLS];

  for (gsize k = 0; k < CELLS; k++)
    x[k] = 0.1;
  gmarl_bootstrap_robust (x, ROWS, DAYS, DRAWS, 1, ALPHA, &work, out);
  for (gsize which = 0; which < GMARL_N_ROBUST; which++) {
    g_assert_cmpfloat (out[which].estimate, ==, 0.1);
    g_assert_cmpfloat (out[which].low, ==, 0.1);
    g_assert_cmpfloat (out[which].high, ==, 0.1);
  }
  gmarl_bootstrap_robust (x, 1, DAYS, 0, 1, ALPHA, &work, out);
  g_assert_cmpfloat (out[GMARL_ROBUST_IQM].estimate, ==, 0.1);
  g_assert_true (isnan (out[GMARL_ROBUST_IQM].low));
}

static void
test_bootstrap_counts (void)
{
  double total[7] = { 0 };

  for (guint64 draw = 0; draw < 3000; draw++) {
    double counts[7], sum = 0;

    gmarl_bootstrap_counts (3, GMARL_STREAM_BOOTSTRAP_DAYS, draw, 7, counts);
    for (gsize k = 0; k < 7; k++) {
      sum += counts[k];
      total[k] += counts[k];
    }
    g_assert_cmpfloat (sum, ==, 7);
  }
  /* Five standard errors of a binomial count of 21 000 draws. */
  for (gsize k = 0; k < 7; k++)
    g_assert_cmpfloat (fabs (total[k] - 3000), <, 5 * sqrt (21000.0 / 7 * 6 / 7));
}

/* The data set Norris of NIST's Statistical Reference Datasets, with its certified values: ozone
 * monitors, y against x.
 */
static const struct {
  double y, x;
} norris[] = {
  { 0.1, 0.2 },     { 338.8, 337.4 }, { 118.1, 118.2 }, { 888.0, 884.6 }, { 9.2, 10.1 },
  { 228.1, 226.5 }, { 668.5, 666.3 }, { 998.5, 996.3 }, { 449.1, 448.6 }, { 778.9, 777.0 },
  { 559.2, 558.2 }, { 0.3, 0.4 },     { 0.1, 0.6 },     { 778.1, 775.5 }, { 668.8, 666.9 },
  { 339.3, 338.0 }, { 448.9, 447.5 }, { 10.8, 11.6 },   { 557.7, 556.0 }, { 228.3, 228.1 },
  { 998.0, 995.8 }, { 888.8, 887.6 }, { 119.6, 120.2 }, { 0.3, 0.3 },     { 0.6, 0.3 },
  { 557.6, 556.8 }, { 339.3, 339.1 }, { 888.0, 887.2 }, { 998.5, 999.0 }, { 778.9, 779.0 },
  { 10.2, 11.1 },   { 117.6, 118.3 }, { 228.9, 229.2 }, { 668.4, 669.1 }, { 449.2, 448.9 },
  { 0.2, 0.5 },
};

static void
test_regression (void)
{
  double x[G_N_ELEMENTS (norris)], y[G_N_ELEMENTS (norris)];
  GmarlRegression line;

  for (gsize k = 0; k < G_N_ELEMENTS (norris); k++) {
    x[k] = norris[k].x;
    y[k] = norris[k].y;
  }
  gmarl_statistics_regression (x, y, G_N_ELEMENTS (norris), ALPHA, &line);
  assert_close (line.slope, 1.00211681802045, 1e-13);
  assert_close (line.intercept, -0.262323073774029, 1e-11);
  assert_close (sqrt (line.variance), 0.429796848199937e-3, 1e-12);
  g_assert_cmpfloat (line.df, ==, 34);
  /* Two-sided 5 % point of Student's t with 34 degrees of freedom: 2.0322445. */
  assert_close (line.high - line.slope, 2.032244509317718 * 0.429796848199937e-3, 1e-9);
  assert_close (line.slope - line.low, line.high - line.slope, 1e-9);
}

/* A law t = c·Nᵖ is a line of slope p between logarithms; few points give less. */
static void
test_regression_closed_forms (void)
{
  double x[4], y[4];
  const double flat[] = { 2, 2, 2 };
  GmarlRegression line;

  for (gsize k = 0; k < 4; k++) {
    x[k] = log (3 + 4 * (double) k);
    y[k] = log (0.01) + 1.5 * x[k];
  }
  gmarl_statistics_regression (x, y, 4, ALPHA, &line);
  assert_close (line.slope, 1.5, 1e-13);
  assert_close (line.low, 1.5, 1e-6);
  assert_close (line.high, 1.5, 1e-6);
  gmarl_statistics_regression (x, y, 2, ALPHA, &line);
  assert_close (line.slope, 1.5, 1e-13);
  g_assert_true (isnan (line.low) && isnan (line.high));
  gmarl_statistics_regression (x, y, 1, ALPHA, &line);
  g_assert_true (isnan (line.slope));
  gmarl_statistics_regression (flat, y, 3, ALPHA, &line);
  g_assert_true (isnan (line.slope) && isnan (line.intercept));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/statistics/student", test_student);
  g_test_add_func ("/numeric/statistics/student-limits", test_student_limits);
  g_test_add_func ("/numeric/statistics/moments", test_moments);
  g_test_add_func ("/numeric/statistics/order-statistics", test_order_statistics);
  g_test_add_func ("/numeric/statistics/intervals", test_intervals);
  g_test_add_func ("/numeric/statistics/degenerate-intervals", test_degenerate_intervals);
  g_test_add_func ("/numeric/statistics/holm", test_holm);
  g_test_add_func ("/numeric/statistics/regression", test_regression);
  g_test_add_func ("/numeric/statistics/regression-closed-forms", test_regression_closed_forms);
  g_test_add_func ("/numeric/statistics/bootstrap-naive", test_bootstrap_naive);
  g_test_add_func ("/numeric/statistics/bootstrap-constant", test_bootstrap_constant);
  g_test_add_func ("/numeric/statistics/bootstrap-counts", test_bootstrap_counts);
  return g_test_run ();
}
