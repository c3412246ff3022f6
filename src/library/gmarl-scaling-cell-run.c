/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scaling-cell-run.h"

#include "gmarl-benchmark-parts.h"
#include "gmarl-evaluation.h"
#include "gmarl-policy-entry.h"
#include "gmarl-training-metrics.h"

#include <math.h>

/* Decisions that are timed: enough for a percentile of 99, few enough for large grids. */
#define DECISIONS       1000
#define DECISIONS_LARGE 200
#define LARGE           200 /* nodes */

static GmarlRunRecord *
find_run (GmarlLibrary *library, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, run_id, error);

  return runs == NULL ? NULL : g_ptr_array_steal_index (runs, 0);
}

gboolean
gmarl_scaling_cell_prepare (GmarlLibrary *library,
                            const GmarlScalingStudy *study,
                            GmarlCellClaim *claim,
                            gint64 threads,
                            GmarlRunPlan **plan,
                            GError **error)
{
  g_autoptr (GmarlRunConfig) config =
      gmarl_scaling_study_make_config (study, claim->key.agents, claim->key.shared);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) plans = NULL;

  *plan = NULL;
  if (!gmarl_run_config_validate (config, error))
    return FALSE;
  if (claim->run_id == NULL) {
    g_autofree char *base =
        gmarl_scaling_study_describe (study, claim->key.agents, claim->key.shared);
    g_autofree char *name = gmarl_run_plans_choose_name (library, base);

    if (!gmarl_library_begin_cell (library, claim, config, name, error))
      return FALSE;
  }
  runs = gmarl_library_find_runs (library, claim->run_id, error);
  plans = runs == NULL ? NULL : gmarl_run_plans_resume (library, runs, error);
  if (plans == NULL)
    return FALSE;
  if (plans->len == 0)
    return TRUE;
  *plan = g_ptr_array_steal_index (plans, 0);
  (*plan)->config->learning.threads = threads;
  return TRUE;
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median_of (const GArray *rows, GmarlMetric metric)
{
  g_autofree double *values = g_new (double, rows->len + 1);

  for (guint k = 0; k < rows->len; k++)
    values[k] = g_array_index (rows, GmarlTrainingMetrics, k).value[metric];
  qsort (values, rows->len, sizeof *values, compare_doubles);
  return gmarl_statistics_median (values, rows->len);
}

static gboolean
measure_training (GmarlLibrary *library,
                  const GmarlCellClaim *claim,
                  const GmarlRunConfig *config,
                  double *values,
                  GError **error)
{
  g_autoptr (GArray) rows = gmarl_library_load_metrics (library, claim->run_id, error);
  gsize count = config->scenario->nodes > LARGE ? DECISIONS_LARGE : DECISIONS;
  GmarlDecisionTimes times;

  if (rows == NULL ||
      !gmarl_benchmark_decisions (config->scenario, &config->learning, count, &times, error))
    return FALSE;
  values[GMARL_SCALING_ITERATION_SECONDS] = median_of (rows, GMARL_METRIC_SECONDS);
  values[GMARL_SCALING_STEPS_PER_SECOND] = median_of (rows, GMARL_METRIC_STEPS_PER_SECOND);
  values[GMARL_SCALING_LATENCY_P50] = times.median;
  values[GMARL_SCALING_LATENCY_P99] = times.p99;
  values[GMARL_SCALING_MEMORY] = (double) gmarl_run_config_estimate_memory (config);
  values[GMARL_SCALING_ITERATIONS_95] = gmarl_scaling_iterations_to (rows, 0.95);
  return TRUE;
}

/* The scores [GMARL_SCALING_TEST_DAYS, GMARL_N_INDICATORS] of the best policy, from the library if
 * they are there. */
static double *
evaluate (GmarlLibrary *library,
          const GmarlCellClaim *claim,
          const GmarlGrid *grid,
          const GmarlRunConfig *config,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GmarlPolicyEntry) entry = gmarl_policy_entry_open_run (
      claim->run_id, grid, config->learning.kernel_level, library, FALSE, error);
  g_autofree char *hash = gmarl_scenario_hash (config->scenario);
  g_autoptr (GError) local_error = NULL;
  guint64 seeds[GMARL_SCALING_TEST_DAYS];
  const GmarlEvaluationProtocol protocol = { seeds, GMARL_SCALING_TEST_DAYS,
                                             config->learning.threads };
  g_autofree double *values = NULL;
  const char *key;

  if (entry == NULL)
    return NULL;
  key = entry->evaluation_key[0];
  for (gsize day = 0; day < GMARL_SCALING_TEST_DAYS; day++)
    seeds[day] = gmarl_episode_seed (GMARL_PURPOSE_TEST, GMARL_SCALING_TEST_SEED, day);
  values = gmarl_library_lookup_evaluation (library, key, hash, seeds, GMARL_SCALING_TEST_DAYS,
                                            &local_error);
  if (values != NULL || local_error != NULL) {
    if (local_error != NULL)
      g_propagate_error (error, g_steal_pointer (&local_error));
    return g_steal_pointer (&values);
  }
  values = gmarl_evaluate (grid, entry->policy[0], &protocol, NULL, NULL, NULL, cancellable, error);
  if (values == NULL || !gmarl_library_store_evaluation (library, key, hash, seeds,
                                                         GMARL_SCALING_TEST_DAYS, values, error))
    return NULL;
  return g_steal_pointer (&values);
}

static double
mean_of (const double *scores, GmarlIndicator indicator)
{
  double column[GMARL_SCALING_TEST_DAYS];

  for (gsize day = 0; day < GMARL_SCALING_TEST_DAYS; day++)
    column[day] = scores[day * GMARL_N_INDICATORS + indicator];
  return gmarl_statistics_mean (column, GMARL_SCALING_TEST_DAYS);
}

static gboolean
measure_policy (GmarlLibrary *library,
                const GmarlCellClaim *claim,
                const GmarlRunConfig *config,
                double *values,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (config->scenario, error);
  g_autofree double *scores = NULL;

  if (grid == NULL)
    return FALSE;
  /* Data may have no days that training leaves for tests. */
  if (!gmarl_grid_has_cases (grid, GMARL_PURPOSE_TEST, NULL))
    return TRUE;
  scores = evaluate (library, claim, grid, config, cancellable, error);
  if (scores == NULL)
    return FALSE;
  values[GMARL_SCALING_REWARD] = mean_of (scores, GMARL_INDICATOR_EPISODE_REWARD);
  values[GMARL_SCALING_STABILITY] = mean_of (scores, GMARL_INDICATOR_STABILITY);
  values[GMARL_SCALING_ENERGY_SHARED] = mean_of (scores, GMARL_INDICATOR_ENERGY_SHARED);
  return TRUE;
}

gboolean
gmarl_scaling_cell_measure (GmarlLibrary *library,
                            const GmarlScalingStudy *study,
                            const GmarlCellClaim *claim,
                            gint64 threads,
                            double *values,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GmarlRunConfig) config =
      gmarl_scaling_study_make_config (study, claim->key.agents, claim->key.shared);
  g_autoptr (GmarlRunRecord) run = find_run (library, claim->run_id, error);

  /* The bits are those of the kernels that it was trained with. */
  if (run == NULL || !gmarl_run_config_set (config, "kernel_level", run->kernel_level, error))
    return FALSE;
  config->learning.threads = threads;
  for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++)
    values[quantity] = NAN;
  return measure_training (library, claim, config, values, error) &&
         measure_policy (library, claim, config, values, cancellable, error);
}
