/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-smoothing.h"

#include <math.h>

static void
assert_same (double value, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpfloat (value, ==, expected);
}

/* Everything about a range, the slow way. */
static void
assert_range (const GmarlSeries *series, gsize begin, gsize end)
{
  const double *y = gmarl_series_get_y (series);
  const double *lower = gmarl_series_get_lower (series), *upper = gmarl_series_get_upper (series);
  GmarlSeriesSummary all = gmarl_series_summarise (series, begin, end);
  double min = NAN, max = NAN, sum = 0, size = 0, low = NAN, high = NAN;
  double limit = g_test_rand_double_range (-1, 1);
  gsize values = 0, below = 0, above = 0;

  for (gsize k = begin; k < end; k++) {
    if (lower && isfinite (lower[k]))
      low = isnan (low) ? lower[k] : MIN (low, lower[k]);
    if (upper && isfinite (upper[k]))
      high = isnan (high) ? upper[k] : MAX (high, upper[k]);
    if (!isfinite (y[k]))
      continue;
    values++;
    sum += y[k];
    size += fabs (y[k]);
    min = isnan (min) ? y[k] : MIN (min, y[k]);
    max = isnan (max) ? y[k] : MAX (max, y[k]);
    below += y[k] < limit;
    above += y[k] > limit;
  }
  g_assert_cmpuint (all.samples, ==, end - begin);
  g_assert_cmpuint (all.values, ==, values);
  assert_same (all.min, min);
  assert_same (all.max, max);
  assert_same (all.lower, low);
  assert_same (all.upper, high);
  g_assert_cmpfloat_with_epsilon (all.sum, sum, 1e-12 * (1 + size));
  g_assert_cmpuint (gmarl_series_count_below (series, begin, end, limit, G_MAXSIZE), ==, below);
  g_assert_cmpuint (gmarl_series_count_above (series, begin, end, limit, G_MAXSIZE), ==, above);
  g_assert_cmpuint (gmarl_series_count_above (series, begin, end, limit, 3), ==, MIN (above, 3));
}

static void
assert_some_ranges (const GmarlSeries *series, int n)
{
  int length = (int) gmarl_series_get_length (series);

  assert_range (series, 0, (gsize) length);
  for (int k = 0; k < n; k++) {
    gsize one = (gsize) g_test_rand_int_range (0, length + 1);
    gsize other = (gsize) g_test_rand_int_range (0, length + 1);

    assert_range (series, MIN (one, other), MAX (one, other));
  }
}

static void
append_random (GmarlSeries *series, int n, gboolean bands)
{
  for (int k = 0; k < n; k++) {
    double y = g_test_rand_double_range (-1, 1), x = 0;
    gsize length = gmarl_series_get_length (series);

    if (length > 0)
      x = gmarl_series_get_x (series)[length - 1] + g_test_rand_int_range (0, 3);
    if (g_test_rand_int_range (0, 10) == 0)
      y = g_test_rand_bit () ? NAN : INFINITY;
    if (bands && g_test_rand_bit ())
      gmarl_series_append_band (series, x, y, y - 0.5, y + 0.25);
    else
      gmarl_series_append (series, x, y);
  }
}

static void
test_summaries (void)
{
  for (int round = 0; round < 20; round++) {
    g_autoptr (GmarlSeries) series = gmarl_series_new ();

    for (int part = 0; part < 8; part++) {
      append_random (series, g_test_rand_int_range (0, 700), round % 2 && part > 1);
      assert_some_ranges (series, 20);
      if (part % 3 == 2) {
        gsize length = gmarl_series_get_length (series);

        gmarl_series_truncate (series, (gsize) g_test_rand_int_range (0, (int) length + 1));
        assert_some_ranges (series, 20);
      }
    }
    gmarl_series_clear (series);
    assert_range (series, 0, 0);
    append_random (series, 100, FALSE);
    assert_some_ranges (series, 20);
  }
}

static void
test_small_lengths (void)
{
  for (int n = 0; n <= 130; n++) {
    g_autoptr (GmarlSeries) series = gmarl_series_new ();

    append_random (series, n, FALSE);
    assert_some_ranges (series, 5);
    for (int k = 0; k < 20; k++) {
      double x = g_test_rand_double_range (-5, 150);
      gsize hint = (gsize) g_test_rand_int_range (0, n + 2);

      x = k % 2 ? floor (x) : x;
      g_assert_cmpuint (gmarl_series_find_from (series, x, hint), ==,
                        gmarl_series_find (series, x));
    }
  }
}

static void
test_find (void)
{
  g_autoptr (GmarlSeries) series = gmarl_series_new ();
  double min = 0, max = 0;

  g_assert_cmpuint (gmarl_series_nearest (series, 3), ==, 0);
  g_assert_false (gmarl_series_range (series, 0, 9, &min, &max));
  for (int k = 0; k < 5; k++)
    gmarl_series_append (series, 2 * k, k * k);
  gmarl_series_append (series, 8, -1);
  g_assert_cmpuint (gmarl_series_find (series, -1), ==, 0);
  g_assert_cmpuint (gmarl_series_find (series, 4), ==, 2);
  g_assert_cmpuint (gmarl_series_find (series, 4.1), ==, 3);
  g_assert_cmpuint (gmarl_series_find (series, 8), ==, 4);
  g_assert_cmpuint (gmarl_series_find (series, 8.1), ==, 6);
  g_assert_cmpuint (gmarl_series_nearest (series, 4.9), ==, 2);
  g_assert_cmpuint (gmarl_series_nearest (series, 5), ==, 2);
  g_assert_cmpuint (gmarl_series_nearest (series, 5.1), ==, 3);
  g_assert_cmpuint (gmarl_series_nearest (series, 100), ==, 4);
  g_assert_true (gmarl_series_range (series, 2, 8, &min, &max));
  g_assert_cmpfloat (min, ==, -1);
  g_assert_cmpfloat (max, ==, 16);
  g_assert_false (gmarl_series_range (series, 2.5, 3.5, &min, &max));
}

/* The definition: a weighted mean of all samples so far. */
static double
smooth_naively (const GmarlSeries *series, gsize at, double half_life)
{
  const double *x = gmarl_series_get_x (series), *y = gmarl_series_get_y (series);
  double sum = 0, weights = 0, first = NAN, before = NAN, first_spacing = 0;

  if (!isfinite (y[at]))
    return NAN;
  for (gsize k = 0; k <= at; k++) {
    double worth;

    if (!isfinite (y[k]))
      continue;
    if (isnan (first)) {
      first = y[k];
      before = x[k];
      continue;
    }
    if (first_spacing == 0) /* the first sample stands for as long as the second */
      first_spacing = x[k] - before;
    worth = 1 - pow (2, -(x[k] - before) / half_life);
    sum += y[k] * worth * pow (2, -(x[at] - x[k]) / half_life);
    weights += worth * pow (2, -(x[at] - x[k]) / half_life);
    before = x[k];
  }
  if (weights == 0)
    return first;
  for (gsize k = 0; k <= at; k++)
    if (isfinite (y[k])) {
      double worth = 1 - pow (2, -first_spacing / half_life);
      double weight = worth * pow (2, -(x[at] - x[k] - first_spacing) / half_life);

      weight *= pow (2, -first_spacing / half_life);
      return (sum + y[k] * weight) / (weights + weight);
    }
  return NAN;
}

static void
test_smoothing (void)
{
  g_autoptr (GmarlSeries) source = gmarl_series_new ();
  g_autoptr (GmarlSmoothing) smoothing = gmarl_smoothing_new (source, 7);
  double x = 0;

  for (int part = 0; part < 5; part++) {
    GmarlSeries *smoothed;

    for (int k = 0; k < 60; k++) {
      x += g_test_rand_double_range (0.1, 5);
      if (k % 13 == 5)
        gmarl_series_append (source, x, NAN);
      else
        gmarl_series_append_band (source, x, sin (x), -2, 2);
    }
    if (part == 3)
      gmarl_series_truncate (source, 77);
    smoothed = gmarl_smoothing_update (smoothing);
    g_assert_cmpuint (gmarl_series_get_length (smoothed), ==, gmarl_series_get_length (source));
    for (gsize k = 0; k < gmarl_series_get_length (source); k++) {
      double expected = smooth_naively (source, k, 7);

      if (isnan (expected))
        g_assert_true (isnan (gmarl_series_get_y (smoothed)[k]));
      else
        g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (smoothed)[k], expected, 1e-12);
      assert_same (gmarl_series_get_lower (smoothed)[k], gmarl_series_get_lower (source)[k]);
    }
    x = gmarl_series_get_x (source)[gmarl_series_get_length (source) - 1];
  }
}

/* A constant stays, from the first sample; a step is half forgotten after a half-life. */
static void
test_half_life (void)
{
  g_autoptr (GmarlSeries) source = gmarl_series_new ();
  g_autoptr (GmarlSmoothing) smoothing = gmarl_smoothing_new (source, 20);
  GmarlSeries *smoothed;

  for (int k = 0; k <= 2000; k++)
    gmarl_series_append (source, k, 5);
  for (int k = 1; k <= 20; k++)
    gmarl_series_append (source, 2000 + k, 7);
  smoothed = gmarl_smoothing_update (smoothing);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (smoothed)[0], 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (smoothed)[1], 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (smoothed)[2000], 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (smoothed)[2020], 6, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/series/summaries", test_summaries);
  g_test_add_func ("/drawing/series/small-lengths", test_small_lengths);
  g_test_add_func ("/drawing/series/find", test_find);
  g_test_add_func ("/drawing/smoothing/naive", test_smoothing);
  g_test_add_func ("/drawing/smoothing/half-life", test_half_life);
  return g_test_run ();
}
