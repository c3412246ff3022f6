/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-benchmark-parts.h"

#include "gmarl-backend.h"
#include "gmarl-benchmark-kernels.h"
#include "gmarl-environment.h"
#include "gmarl-learner.h"
#include "gmarl-networks.h"
#include "gmarl-trained-policy.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define SEED 1

/* Node steps of a round of the environment alone: some 0.1 s. */
#define NODE_STEPS_PER_ROUND (1 << 21)

/* Seconds on a clock of nanoseconds that never runs backwards. */
static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static GmarlNetworkShape
make_shape (const GmarlSizes *hidden, gsize n_inputs, gsize n_outputs)
{
  GmarlNetworkShape shape = { .n_inputs = n_inputs,
                              .n_hidden = (gsize) hidden->count,
                              .n_outputs = n_outputs };

  for (gint64 l = 0; l < hidden->count; l++)
    shape.width[l] = (gsize) hidden->value[l];
  return shape;
}

double
gmarl_benchmark_iteration_flop (const GmarlLearningConfig *learning,
                                gsize n_agents,
                                gsize n_observations,
                                gsize n_actions)
{
  GmarlNetworkShape policy = make_shape (&learning->hidden, n_observations, n_actions);
  GmarlNetworkShape value = make_shape (&learning->hidden, n_observations, 1);
  double forward = (double) (gmarl_network_shape_forward_flop (&policy) +
                             gmarl_network_shape_forward_flop (&value));
  double backward = (double) (gmarl_network_shape_backward_flop (&policy) +
                              gmarl_network_shape_backward_flop (&value));
  double samples = (double) n_agents * (double) learning->environments * (double) learning->steps;

  return samples * (forward + (double) learning->epochs * (forward + backward));
}

static GmarlEnvironment *
make_environment (const GmarlGrid *grid, const GmarlLearningConfig *learning)
{
  return gmarl_grid_environment_new (
      grid, learning->share_parameters ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN, SEED);
}

gboolean
gmarl_benchmark_training (const GmarlScenario *scenario,
                          const GmarlLearningConfig *learning,
                          guint rounds,
                          GCancellable *cancellable,
                          GmarlTrainingSpeed *speed,
                          GError **error)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, error);
  g_autoptr (GmarlEnvironment) environment = NULL;
  g_autoptr (GmarlLearner) learner = NULL;
  GmarlKernels kernels;
  GmarlLevel level;

  if (grid == NULL || !gmarl_grid_has_cases (grid, GMARL_PURPOSE_TRAINING, error) ||
      !gmarl_backend_cpu_kernels (&learning->hidden, learning->backend, learning->kernel_level,
                                  &kernels, error))
    return FALSE;
  environment = make_environment (grid, learning);
  learner = gmarl_learner_new (environment, learning, SEED, 1000, error);
  if (learner == NULL)
    return FALSE;

  level = gmarl_benchmark_level (kernels.name);
  *speed = (GmarlTrainingSpeed){
    .seconds = G_MAXDOUBLE,
    .gflop =
        1e-9 * gmarl_benchmark_iteration_flop (learning, grid->n_nodes, environment->n_observations,
                                               environment->n_actions),
    .kernels = kernels.name,
  };
  for (guint round = 0; round < rounds; round++) {
    GmarlTrainingMetrics row;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !gmarl_learner_iterate (learner, NULL, &row, error))
      return FALSE;
    speed->seconds = MIN (speed->seconds, row.value[GMARL_METRIC_SECONDS]);
    speed->peak = MAX (speed->peak, gmarl_benchmark_peak (level));
  }
  return TRUE;
}

/* Actions of a whole day, [T, N, U]. (transfer full) */
static double *
draw_actions (const GmarlGrid *grid, GmarlGridState *state)
{
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("random");
  gsize n_actions = grid->n_nodes * grid->n_actions;
  double *actions = g_new0 (double, GMARL_STEPS_PER_DAY *n_actions);
  gpointer scratch = gmarl_aligned_new0 (gmarl_policy_scratch_size (policy, grid, 1));

  for (guint t = 0; t < GMARL_STEPS_PER_DAY; t++) {
    const GmarlGridState *const states[] = { state };
    double *const targets[] = { actions + t * n_actions };

    gmarl_grid_reset (grid, state, SEED, t);
    gmarl_policy_act (policy, grid, states, 1, targets, scratch);
  }
  free (scratch);
  return actions;
}

double
gmarl_benchmark_environment (const GmarlScenario *scenario, guint rounds, GError **error)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, error);
  g_autoptr (GmarlGridState) state = NULL;
  g_autofree double *actions = NULL;
  double best = 0;
  gsize days, n_actions;

  if (grid == NULL)
    return NAN;
  state = gmarl_grid_state_new (grid);
  actions = draw_actions (grid, state);
  n_actions = grid->n_nodes * grid->n_actions;
  days = MAX (NODE_STEPS_PER_ROUND / (grid->n_nodes * GMARL_STEPS_PER_DAY), 1);
  for (guint round = 0; round < rounds; round++) {
    double start = now ();

    for (gsize day = 0; day < days; day++) {
      gmarl_grid_reset (grid, state, day, 0);
      for (guint t = 0; t < GMARL_STEPS_PER_DAY; t++)
        if (!gmarl_grid_step (grid, state, actions + t * n_actions, error))
          return NAN;
    }
    best = MAX (best, (double) (days * GMARL_STEPS_PER_DAY) / (now () - start));
  }
  return best;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* An untrained policy; the learner that makes it need not hold a whole batch. (transfer full) */
static GmarlPolicy *
make_policy (const GmarlGrid *grid, const GmarlLearningConfig *learning, GError **error)
{
  g_autoptr (GmarlEnvironment) environment = make_environment (grid, learning);
  GmarlLearningConfig small = *learning;
  g_autoptr (GmarlLearner) learner = NULL;
  g_autoptr (GmarlCheckpoint) checkpoint = NULL;
  g_autoptr (GBytes) bytes = NULL;

  small.environments = 1;
  small.steps = 1;
  small.minibatch = 1;
  learner = gmarl_learner_new (environment, &small, SEED, 1, error);
  if (learner == NULL)
    return NULL;
  bytes = gmarl_learner_save_policy (learner);
  checkpoint = gmarl_checkpoint_open (bytes, "policy", error);
  if (checkpoint == NULL)
    return NULL;
  return gmarl_trained_policy_new (checkpoint, grid, learning->kernel_level, "policy", "policy",
                                   error);
}

gboolean
gmarl_benchmark_decisions (const GmarlScenario *scenario,
                           const GmarlLearningConfig *learning,
                           gsize count,
                           GmarlDecisionTimes *times,
                           GError **error)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, error);
  g_autoptr (GmarlPolicy) policy = NULL;
  g_autoptr (GmarlGridState) state = NULL;
  g_autofree double *actions = NULL;
  g_autofree double *seconds = g_new (double, count);
  gpointer scratch;

  if (grid == NULL)
    return FALSE;
  policy = make_policy (grid, learning, error);
  if (policy == NULL)
    return FALSE;
  state = gmarl_grid_state_new (grid);
  actions = g_new0 (double, grid->n_nodes * grid->n_actions);
  scratch = gmarl_aligned_new0 (gmarl_policy_scratch_size (policy, grid, 1));
  gmarl_grid_reset (grid, state, SEED, 0);
  for (gsize k = 0; k < count; k++) {
    const GmarlGridState *const states[] = { state };
    double *const targets[] = { actions };
    double start = now ();

    gmarl_policy_act (policy, grid, states, 1, targets, scratch);
    seconds[k] = now () - start;
  }
  free (scratch);
  qsort (seconds, count, sizeof *seconds, compare_doubles);
  *times = (GmarlDecisionTimes){ seconds[count / 2], seconds[count * 99 / 100] };
  return TRUE;
}
