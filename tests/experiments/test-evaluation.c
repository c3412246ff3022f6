/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-evaluation.h"
#include "scenario-data.h"

#include <math.h>
#include <string.h>

#define EPISODES 37

static double *
evaluate (const GmarlGrid *grid, const char *rule, gint64 threads, double *latency)
{
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new (rule);
  guint64 seeds[EPISODES];
  const GmarlEvaluationProtocol protocol = { seeds, EPISODES, threads };
  g_autoptr (GError) error = NULL;
  double *values;

  for (gsize k = 0; k < EPISODES; k++)
    seeds[k] = gmarl_episode_seed (GMARL_PURPOSE_TEST, 1, k);
  values = gmarl_evaluate (grid, policy, &protocol, latency, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return values;
}

static GmarlGrid *
default_grid (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);

  return gmarl_grid_new (scenario, NULL);
}

static void
test_thread_counts (void)
{
  g_autoptr (GmarlGrid) grid = default_grid ();
  g_autofree double *expected = evaluate (grid, "random", 1, NULL);

  for (gint64 threads = 2; threads <= 5; threads++) {
    g_autofree double *values = evaluate (grid, "random", threads, NULL);

    g_assert_cmpmem (values, EPISODES * GMARL_N_INDICATORS * sizeof *values, expected,
                     EPISODES * GMARL_N_INDICATORS * sizeof *values);
  }
}

static void
test_latency (void)
{
  g_autoptr (GmarlGrid) grid = default_grid ();
  double latency[EPISODES];
  g_autofree double *expected = evaluate (grid, "heuristic", 2, NULL);
  g_autofree double *values = evaluate (grid, "heuristic", 2, latency);

  g_assert_cmpmem (values, EPISODES * GMARL_N_INDICATORS * sizeof *values, expected,
                   EPISODES * GMARL_N_INDICATORS * sizeof *values);
  for (gsize k = 0; k < EPISODES; k++)
    g_assert_true (isfinite (latency[k]) && latency[k] >= 0);
}

static void
cancel_half_way (gsize done, gsize all, gpointer user_data)
{
  g_assert_cmpuint (all, ==, EPISODES);
  g_cancellable_cancel (user_data);
}

static void
test_cancel (void)
{
  g_autoptr (GmarlGrid) grid = default_grid ();
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("idle");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint64 seeds[EPISODES] = { 0 };
  const GmarlEvaluationProtocol protocol = { seeds, EPISODES, 1 };

  g_assert_null (gmarl_evaluate (grid, policy, &protocol, NULL, cancel_half_way, cancellable,
                                 cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Five days of data train and nothing else: that is an error to be read, not an episode of nothing.
 */
static void
test_no_test_days (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("idle");
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GError) error = NULL;
  const guint64 seed = gmarl_episode_seed (GMARL_PURPOSE_TEST, 1, 0);
  const GmarlEvaluationProtocol protocol = { &seed, 1, 1 };

  attach_data (scenario, 5, 60, TRUE, TRUE);
  grid = gmarl_grid_new (scenario, NULL);
  g_assert_null (gmarl_evaluate (grid, policy, &protocol, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/evaluation/thread-counts", test_thread_counts);
  g_test_add_func ("/experiments/evaluation/latency", test_latency);
  g_test_add_func ("/experiments/evaluation/cancel", test_cancel);
  g_test_add_func ("/experiments/evaluation/no-test-days", test_no_test_days);
  return g_test_run ();
}
