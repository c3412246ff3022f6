/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-calibration.h"

#include "gmarl-evaluation.h"
#include "gmarl-learner.h"
#include "gmarl-trained-policy.h"

#include <math.h>
#include <stdatomic.h>

#define ITERATIONS_MULTIPLE 25
#define MOST_ITERATIONS     100000

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  atomic_bool *interrupt = user_data;

  atomic_store (interrupt, TRUE);
}

/* The first iteration touches all memory for the first time: it counts only where there is no
 * other. */
static double
measure_iterations (GmarlLearner *learner,
                    double seconds,
                    const atomic_bool *interrupt,
                    GError **error)
{
  GmarlTrainingMetrics row;
  double begin = now ();
  double first = 0;
  guint count = 0;

  do {
    if (!gmarl_learner_iterate (learner, interrupt, &row, error))
      return NAN;
    if (count == 0)
      first = now () - begin;
    count++;
  } while (now () - begin < seconds);
  return count == 1 ? first : (now () - begin - first) / (count - 1);
}

/* Seconds of one validation; NaN with an error. */
static double
measure_validation (const GmarlRunConfig *config,
                    const GmarlGrid *grid,
                    GmarlLearner *learner,
                    GCancellable *cancellable,
                    GError **error)
{
  gsize n_days = (gsize) config->learning.validation_days;
  g_autofree guint64 *seeds = g_new (guint64, n_days);
  const GmarlEvaluationProtocol protocol = { seeds, n_days, config->learning.threads };
  double begin = now ();
  g_autoptr (GBytes) bytes = gmarl_learner_save_policy (learner);
  g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (bytes, "policy", error);
  g_autoptr (GmarlPolicy) policy = NULL;
  g_autofree double *values = NULL;

  if (checkpoint == NULL)
    return NAN;
  policy = gmarl_trained_policy_new (checkpoint, grid, config->learning.kernel_level, "policy",
                                     "policy", error);
  if (policy == NULL)
    return NAN;
  for (gsize day = 0; day < n_days; day++)
    seeds[day] = gmarl_episode_seed (GMARL_PURPOSE_VALIDATION, 0, day);
  values = gmarl_evaluate (grid, policy, &protocol, NULL, NULL, NULL, cancellable, error);
  return values == NULL ? NAN : now () - begin;
}

static double
measure (const GmarlRunConfig *config,
         double seconds,
         const atomic_bool *interrupt,
         GCancellable *cancellable,
         GError **error)
{
  const GmarlLearningConfig *learning = &config->learning;
  GmarlObservation observation =
      learning->share_parameters ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN;
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (config->scenario, error);
  g_autoptr (GmarlEnvironment) environment = NULL;
  g_autoptr (GmarlLearner) learner = NULL;
  double iteration, validation;

  if (grid == NULL || !gmarl_grid_has_cases (grid, GMARL_PURPOSE_TRAINING, error))
    return NAN;
  environment = gmarl_grid_environment_new (grid, observation, 0);
  learner = gmarl_learner_new (environment, learning, 0, config->iterations, error);
  if (learner == NULL)
    return NAN;
  iteration = measure_iterations (learner, seconds, interrupt, error);
  if (isnan (iteration) || learning->validation_interval == 0)
    return iteration;
  if (!gmarl_grid_has_cases (grid, GMARL_PURPOSE_VALIDATION, error))
    return NAN;
  validation = measure_validation (config, grid, learner, cancellable, error);
  return iteration + validation / (double) learning->validation_interval;
}

double
gmarl_calibrate (const GmarlRunConfig *config,
                 double seconds,
                 GCancellable *cancellable,
                 GError **error)
{
  atomic_bool interrupt;
  gulong handler;
  double result;

  atomic_store (&interrupt, FALSE);
  if (!gmarl_run_config_validate (config, error))
    return NAN;
  handler = cancellable == NULL
                ? 0
                : g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), &interrupt, NULL);
  result = measure (config, seconds, &interrupt, cancellable, error);
  g_cancellable_disconnect (cancellable, handler);
  return result;
}

gint64
gmarl_calibration_fit (double seconds_per_iteration, double budget_seconds)
{
  double blocks = floor (budget_seconds / seconds_per_iteration / ITERATIONS_MULTIPLE);

  return (gint64) CLAMP (blocks * ITERATIONS_MULTIPLE, ITERATIONS_MULTIPLE, MOST_ITERATIONS);
}
