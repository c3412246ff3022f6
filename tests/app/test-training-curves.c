/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-curves.h"

#include <math.h>

#define METRIC GMARL_METRIC_EPISODE_REWARD

/* Rows whose metric is base × iteration; NaN in the second. */
static GArray *
rows_new (double base, guint count)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (GmarlTrainingMetrics));

  g_array_set_size (rows, count);
  for (guint k = 0; k < count; k++) {
    double *value = g_array_index (rows, GmarlTrainingMetrics, k).value;

    value[GMARL_METRIC_ITERATION] = k + 1;
    value[GMARL_METRIC_ENVIRONMENT_STEPS] = 100 * (k + 1);
    value[GMARL_METRIC_SECONDS] = 0.5;
    value[METRIC] = k == 1 ? NAN : base * (k + 1);
  }
  return rows;
}

static void
test_one_seed (void)
{
  g_autoptr (GmarlTrainingCurves) curves = gmarl_training_curves_new (1);
  g_autoptr (GArray) rows = rows_new (2, 4);
  GmarlSeries *mean = gmarl_training_curves_get_mean (curves, METRIC);

  gmarl_training_curves_update (curves, 0, rows);
  gmarl_training_curves_update (curves, 0, rows);
  g_assert_true (mean == gmarl_training_curves_get_seed (curves, METRIC, 0));
  g_assert_cmpuint (gmarl_series_get_length (mean), ==, 4);
  g_assert_cmpfloat (gmarl_series_get_y (mean)[3], ==, 8);
  g_assert_true (isnan (gmarl_series_get_y (mean)[1]));
  g_assert_null (gmarl_series_get_lower (mean));
  g_assert_cmpfloat (gmarl_training_curves_get_stride (curves), ==, 1);
}

static void
test_x (void)
{
  g_autoptr (GmarlTrainingCurves) curves = gmarl_training_curves_new (1);
  g_autoptr (GArray) rows = rows_new (2, 4);
  GmarlSeries *mean = gmarl_training_curves_get_mean (curves, METRIC);

  gmarl_training_curves_update (curves, 0, rows);
  gmarl_training_curves_set_x (curves, GMARL_TRAINING_X_SECONDS);
  g_assert_cmpuint (gmarl_series_get_length (mean), ==, 0);
  gmarl_training_curves_update (curves, 0, rows);
  g_assert_cmpfloat (gmarl_series_get_x (mean)[3], ==, 2);
  g_assert_cmpfloat (gmarl_training_curves_get_stride (curves), ==, 0.5);
  gmarl_training_curves_set_x (curves, GMARL_TRAINING_X_STEPS);
  gmarl_training_curves_update (curves, 0, rows);
  g_assert_cmpfloat (gmarl_series_get_x (mean)[3], ==, 400);
}

/* 1, 2 and 3 have mean 2, deviation 1, and the interval 2 ± 4.30265 / √3 (Student, 2 degrees). */
static void
test_three_seeds (void)
{
  g_autoptr (GmarlTrainingCurves) curves = gmarl_training_curves_new (3);
  GmarlSeries *mean = gmarl_training_curves_get_mean (curves, METRIC), *range;

  for (gsize k = 0; k < 3; k++) {
    g_autoptr (GArray) rows = rows_new ((double) k + 1, k == 2 ? 2 : 4);

    gmarl_training_curves_update (curves, k, rows);
    g_assert_cmpuint (gmarl_series_get_length (mean), ==, 4);
    g_assert_cmpuint (gmarl_training_curves_get_n_begun (curves), ==, k + 1);
  }
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (mean)[0], 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_upper (mean)[0], 2 + 2.484138, 1e-5);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_lower (mean)[0], 2 - 2.484138, 1e-5);
  g_assert_true (isnan (gmarl_series_get_y (mean)[1]));
  /* Where two came so far. */
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_y (mean)[2], 4.5, 1e-12);
  g_assert_true (isnan (gmarl_series_get_lower (mean)[2]));

  range = gmarl_training_curves_get_range (curves, METRIC);
  g_assert_cmpuint (gmarl_series_get_length (range), ==, 4);
  g_assert_cmpfloat (gmarl_series_get_y (range)[0], ==, gmarl_series_get_y (mean)[0]);
  g_assert_cmpfloat (gmarl_series_get_lower (range)[0], ==, 1);
  g_assert_cmpfloat (gmarl_series_get_upper (range)[0], ==, 3);
  g_assert_cmpfloat (gmarl_series_get_lower (range)[2], ==, 3);
  g_assert_cmpfloat (gmarl_series_get_upper (range)[2], ==, 6);
}

/* By time: where the first seed ended, another goes on, which was faster: time does not go back. */
static void
test_faster_seed (void)
{
  g_autoptr (GmarlTrainingCurves) curves = gmarl_training_curves_new (2);
  g_autoptr (GArray) slow = rows_new (1, 3);
  g_autoptr (GArray) fast = rows_new (2, 6);
  GmarlSeries *mean = gmarl_training_curves_get_mean (curves, METRIC);
  const double *x;

  for (guint k = 0; k < fast->len; k++)
    g_array_index (fast, GmarlTrainingMetrics, k).value[GMARL_METRIC_SECONDS] = 0.25;
  gmarl_training_curves_set_x (curves, GMARL_TRAINING_X_SECONDS);
  gmarl_training_curves_update (curves, 0, slow);
  gmarl_training_curves_update (curves, 1, fast);
  g_assert_cmpuint (gmarl_series_get_length (mean), ==, 6);
  x = gmarl_series_get_x (mean);
  g_assert_cmpfloat (x[2], ==, 1.5);
  g_assert_cmpfloat (x[3], ==, 1.5); /* its own would be 1 */
  g_assert_cmpfloat (x[5], ==, 1.5);
  g_assert_cmpfloat (gmarl_series_get_y (mean)[5], ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/training-curves/one-seed", test_one_seed);
  g_test_add_func ("/app/training-curves/x", test_x);
  g_test_add_func ("/app/training-curves/three-seeds", test_three_seeds);
  g_test_add_func ("/app/training-curves/faster-seed", test_faster_seed);
  return g_test_run ();
}
