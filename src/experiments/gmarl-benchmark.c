/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-benchmark.h"

#include "gmarl-environment.h"
#include "gmarl-learner.h"
#include "gmarl-multiply-add.h"
#include "gmarl-networks.h"
#include "gmarl-trained-policy.h"
#include "gmarl-workers.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PEAK_ROUNDS 2000000 /* some 10 ms */
#define DECISIONS   2000
#define SEED        1

/* Seconds on a clock of nanoseconds that never runs backwards. */
static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

/* GFLOP/s of one core. */
static double
measure_peak (GmarlLevel level)
{
  double start = now ();
  double flop = gmarl_multiply_add_run (level, PEAK_ROUNDS);

  return flop / (now () - start) * 1e-9;
}

/* The level of the kernels of this name; OpenBLAS is held to the best. */
static GmarlLevel
find_level (const char *name)
{
  GmarlLevel best = GMARL_LEVEL_BASELINE;

  for (gint level = GMARL_N_LEVELS - 1; level >= 0; level--) {
    const GmarlKernels *kernels = gmarl_kernels_get ((GmarlLevel) level);

    if (kernels == NULL)
      continue;
    best = (GmarlLevel) level;
    if (strcmp (kernels->name, name) == 0)
      return best;
  }
  return best;
}

static GmarlNetworkShape
make_shape (const GmarlSizes *hidden, gsize n_inputs, gsize n_outputs)
{
  GmarlNetworkShape shape = { .n_inputs = n_inputs,
                              .n_hidden = hidden->count,
                              .n_outputs = n_outputs };

  for (gint64 l = 0; l < hidden->count; l++)
    shape.width[l] = (gsize) hidden->value[l];
  return shape;
}

double
gmarl_benchmark_iteration_flop (const GmarlRunConfig *config, gsize n_observations, gsize n_actions)
{
  const GmarlLearningConfig *learning = &config->learning;
  GmarlNetworkShape policy = make_shape (&learning->hidden, n_observations, n_actions);
  GmarlNetworkShape value = make_shape (&learning->hidden, n_observations, 1);
  double forward = (double) (gmarl_network_shape_forward_flop (&policy) +
                             gmarl_network_shape_forward_flop (&value));
  double backward = (double) (gmarl_network_shape_backward_flop (&policy) +
                              gmarl_network_shape_backward_flop (&value));
  double samples = (double) (config->scenario->nodes * learning->environments * learning->steps);

  return samples * (forward + (double) learning->epochs * (forward + backward));
}

/* The environment alone on one core, with actions drawn before: steps a second. */
static double
measure_environment (const GmarlGrid *grid)
{
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("random");
  gsize n_actions = grid->n_nodes * grid->n_actions;
  g_autofree double *actions = g_new0 (double, GMARL_STEPS_PER_DAY *n_actions);
  guint days = MAX (2000 / (guint) grid->n_nodes, 1);
  gpointer scratch = gmarl_aligned_new0 (gmarl_policy_scratch_size (policy, grid, 1));
  double start;

  for (guint t = 0; t < GMARL_STEPS_PER_DAY; t++) {
    const GmarlGridState *const states[] = { state };
    double *const targets[] = { actions + t * n_actions };

    gmarl_grid_reset (grid, state, SEED, t);
    gmarl_policy_act (policy, grid, states, 1, targets, scratch);
  }
  free (scratch);

  start = now ();
  for (guint day = 0; day < days; day++) {
    gmarl_grid_reset (grid, state, day, 0);
    for (guint t = 0; t < GMARL_STEPS_PER_DAY; t++)
      if (!gmarl_grid_step (grid, state, actions + t * n_actions, NULL))
        return NAN;
  }
  return days * (double) GMARL_STEPS_PER_DAY / (now () - start);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Seconds of one decision of all nodes, sorted, [DECISIONS]. */
static gboolean
measure_decisions (const GmarlGrid *grid, GmarlLearner *learner, double *seconds, GError **error)
{
  g_autoptr (GBytes) bytes = gmarl_learner_save_policy (learner);
  g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (bytes, "policy", error);
  g_autoptr (GmarlPolicy) policy = NULL;
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autofree double *actions = g_new0 (double, grid->n_nodes * grid->n_actions);
  const GmarlGridState *const states[] = { state };
  double *const targets[] = { actions };
  gpointer scratch;

  if (checkpoint == NULL)
    return FALSE;
  policy = gmarl_trained_policy_new (checkpoint, grid, GMARL_KERNEL_LEVEL_AUTO, "policy", "policy",
                                     error);
  if (policy == NULL)
    return FALSE;
  scratch = gmarl_aligned_new0 (gmarl_policy_scratch_size (policy, grid, 1));
  gmarl_grid_reset (grid, state, SEED, 0);
  for (gsize k = 0; k < DECISIONS; k++) {
    double start = now ();

    gmarl_policy_act (policy, grid, states, 1, targets, scratch);
    seconds[k] = now () - start;
  }
  free (scratch);
  qsort (seconds, DECISIONS, sizeof *seconds, compare_doubles);
  return TRUE;
}

typedef struct {
  double seconds;        /* of the best iteration */
  double update_seconds; /* of the best update */
  double peak;           /* best GFLOP/s of one core, measured between the iterations */
} Training;

/* The best of some iterations, with the peak measured between them. learner_out (nullable):
 * (transfer full) */
static gboolean
measure_training (const GmarlEnvironment *environment,
                  const GmarlLearningConfig *learning,
                  guint rounds,
                  GCancellable *cancellable,
                  Training *training,
                  GmarlLearner **learner_out,
                  GError **error)
{
  g_autoptr (GmarlLearner) learner = gmarl_learner_new (environment, learning, SEED, 1000, error);
  GmarlLevel level;

  if (learner == NULL)
    return FALSE;
  level = find_level (gmarl_learner_get_kernels (learner));
  *training = (Training){ .seconds = G_MAXDOUBLE, .update_seconds = G_MAXDOUBLE };
  for (guint round = 0; round < rounds; round++) {
    GmarlTrainingMetrics row;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !gmarl_learner_iterate (learner, NULL, &row, error))
      return FALSE;
    training->seconds = MIN (training->seconds, row.value[GMARL_METRIC_SECONDS]);
    training->update_seconds =
        MIN (training->update_seconds, row.value[GMARL_METRIC_UPDATE_SECONDS]);
    training->peak = MAX (training->peak, measure_peak (level));
  }
  if (learner_out != NULL)
    *learner_out = g_steal_pointer (&learner);
  return TRUE;
}

static void
add (GmarlBenchmark *self,
     const char *id,
     const char *name,
     double value,
     const char *unit,
     double limit,
     double share)
{
  const GmarlMeasurement measurement = { id, name, value, unit, limit, share };

  g_array_append_val (self->measurements, measurement);
}

static char *
read_processor (void)
{
  g_autofree char *text = NULL;
  const char *model;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL))
    return g_strdup ("");
  model = strstr (text, "model name");
  model = model != NULL ? strchr (model, ':') : NULL;
  if (model == NULL)
    return g_strdup ("");
  return g_strstrip (g_strndup (model + 1, strcspn (model + 1, "\n")));
}

static void
add_training (GmarlBenchmark *self,
              const Training *one,
              const Training *all,
              const Training *openblas,
              double gflop)
{
  double floor = gflop / one->peak;

  add (self, "multiply_add_peak", _ ("Multiply-adds, one core"), one->peak, "GFLOP/s", NAN, NAN);
  add (self, "training_iteration", _ ("Training iteration, 1 thread"), one->seconds * 1e3, "ms",
       floor * 1e3, floor / one->seconds);
  if (self->threads > 1)
    add (self, "training_iteration_all_threads", _ ("Training iteration, all threads"),
         all->seconds * 1e3, "ms", floor / self->threads * 1e3,
         floor / self->threads / all->seconds);
  if (self->threads > 1)
    add (self, "thread_speedup", _ ("Speed-up by threads"), one->seconds / all->seconds, "×",
         self->threads, one->seconds / all->seconds / self->threads);
  add (self, "training_iteration_openblas", _ ("Training iteration in OpenBLAS calls, 1 thread"),
       openblas->seconds * 1e3, "ms", gflop / openblas->peak * 1e3,
       gflop / openblas->peak / openblas->seconds);
}

GmarlBenchmark *
gmarl_benchmark_run (const GmarlRunConfig *config,
                     guint rounds,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GmarlBenchmark) self = g_new0 (GmarlBenchmark, 1);
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GmarlEnvironment) environment = NULL;
  g_autoptr (GmarlLearner) learner = NULL;
  g_autofree double *decisions = g_new (double, DECISIONS);
  GmarlLearningConfig learning = config->learning;
  Training one, all, openblas;
  double steps = 0;

  if (!gmarl_run_config_validate (config, error))
    return NULL;
  grid = gmarl_grid_new (config->scenario, error);
  if (grid == NULL || !gmarl_grid_has_cases (grid, GMARL_PURPOSE_TRAINING, error))
    return NULL;
  environment = gmarl_grid_environment_new (
      grid, learning.share_parameters ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN, SEED);

  self->measurements = g_array_new (FALSE, FALSE, sizeof (GmarlMeasurement));
  self->processor = read_processor ();
  self->threads = learning.threads > 0 ? (guint) learning.threads : gmarl_available_threads ();
  self->floor_gflop =
      gmarl_benchmark_iteration_flop (config, environment->n_observations, environment->n_actions) *
      1e-9;

  learning.threads = 1;
  if (!measure_training (environment, &learning, rounds, cancellable, &one, &learner, error))
    return NULL;
  self->kernels = g_strdup (gmarl_learner_get_kernels (learner));
  all = one;
  learning.threads = self->threads;
  if (self->threads > 1 &&
      !measure_training (environment, &learning, rounds, cancellable, &all, NULL, error))
    return NULL;
  learning.threads = 1;
  learning.backend = GMARL_BACKEND_OPENBLAS;
  if (!measure_training (environment, &learning, MAX (rounds / 4, 2), cancellable, &openblas, NULL,
                         error))
    return NULL;
  add_training (self, &one, &all, &openblas, self->floor_gflop);

  for (guint round = 0; round < rounds; round++)
    steps = MAX (steps, measure_environment (grid));
  add (self, "environment_steps", _ ("Environment alone, one core"), steps, _ ("steps/s"), NAN,
       NAN);
  if (!measure_decisions (grid, learner, decisions, error))
    return NULL;
  add (self, "decision_p50", _ ("Decision of all nodes, median"), decisions[DECISIONS / 2] * 1e6,
       "µs", NAN, NAN);
  add (self, "decision_p99", _ ("Decision of all nodes, 99th percentile"),
       decisions[DECISIONS * 99 / 100] * 1e6, "µs", NAN, NAN);
  return g_steal_pointer (&self);
}

void
gmarl_benchmark_free (GmarlBenchmark *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->measurements, g_array_unref);
  g_free (self->processor);
  g_free (self->kernels);
  g_free (self);
}
