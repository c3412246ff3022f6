/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-calibration.h"
#include "gmarl-error.h"

#include <math.h>

static GmarlRunConfig *
small_config (void)
{
  GmarlRunConfig *config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  const char *const assignments[] = { "rollout.environments=4", "rollout.steps=96",
                                      "ppo.minibatch=64",       "policy.hidden=16-16",
                                      "validation.days=2",      "threads=1" };

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  return config;
}

static void
test_fit (void)
{
  g_assert_cmpint (gmarl_calibration_fit (0.065, 40), ==, 600);
  g_assert_cmpint (gmarl_calibration_fit (1.6, 40), ==, 25);
  g_assert_cmpint (gmarl_calibration_fit (1.61, 40), ==, 25); /* at least */
  g_assert_cmpint (gmarl_calibration_fit (0.8, 39.9), ==, 25);
  g_assert_cmpint (gmarl_calibration_fit (0.8, 40), ==, 50);
  g_assert_cmpint (gmarl_calibration_fit (0, 40), ==, 100000);
}

/* No budget is below one iteration; more validations cost more. */
static void
test_measures (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();
  g_autoptr (GError) error = NULL;
  double plain, validated;

  config->learning.validation_interval = 0;
  plain = gmarl_calibrate (config, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (plain, >, 0);

  config->learning.validation_interval = 1;
  config->learning.validation_days = 2000;
  validated = gmarl_calibrate (config, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (validated, >, plain);
}

static void
test_cancelled (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_true (isnan (gmarl_calibrate (config, 1000, cancellable, &error)));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refuses (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();
  g_autoptr (GError) error = NULL;

  config->learning.clip = -1;
  g_assert_true (isnan (gmarl_calibrate (config, 0, NULL, &error)));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/calibration/fit", test_fit);
  g_test_add_func ("/experiments/calibration/measures", test_measures);
  g_test_add_func ("/experiments/calibration/cancelled", test_cancelled);
  g_test_add_func ("/experiments/calibration/refuses", test_refuses);
  return g_test_run ();
}
