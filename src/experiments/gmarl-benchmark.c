/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-benchmark.h"

#include "gmarl-backend.h"
#include "gmarl-benchmark-kernels.h"
#include "gmarl-benchmark-parts.h"
#include "gmarl-workers.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define KERNEL_SLICES_PER_ROUND 40

/* What a figure is measured with, which the tables vary. */
typedef struct {
  GmarlBenchmark *benchmark;
  const GmarlScenario *scenario;
  const GmarlLearningConfig *learning; /* one thread */
  guint rounds;
  GCancellable *cancellable;
} Bench;

static void
add (const Bench *bench,
     const char *id,
     const char *name,
     double value,
     const char *unit,
     double limit,
     double share)
{
  const GmarlMeasurement measurement = { id, name, value, unit, limit, share };

  g_array_append_val (bench->benchmark->measurements, measurement);
}

/* A time in milliseconds beside the time that its work takes at the peak of the cores. */
static void
add_training_time (const Bench *bench,
                   const char *id,
                   const char *name,
                   const GmarlTrainingSpeed *speed,
                   guint threads)
{
  double floor = speed->gflop / speed->peak / threads;

  add (bench, id, name, 1e3 * speed->seconds, "ms", 1e3 * floor, floor / speed->seconds);
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

static gboolean
train (const Bench *bench,
       const GmarlLearningConfig *learning,
       GmarlTrainingSpeed *speed,
       GError **error)
{
  return gmarl_benchmark_training (bench->scenario, learning, bench->rounds, bench->cancellable,
                                   speed, error);
}

static gboolean
add_training (const Bench *bench, GError **error)
{
  GmarlBenchmark *self = bench->benchmark;
  GmarlLearningConfig learning = *bench->learning;
  GmarlTrainingSpeed one, all, openblas;
  Bench few = *bench;

  if (!train (bench, &learning, &one, error))
    return FALSE;
  self->kernels = one.kernels;
  self->floor_gflop = one.gflop;
  add (bench, "multiply_add_peak", _ ("Multiply-adds, one core"), one.peak, "GFLOP/s", NAN, NAN);
  add_training_time (bench, "training_iteration", _ ("Training iteration, 1 thread"), &one, 1);

  learning.threads = self->threads;
  if (self->threads > 1) {
    if (!train (bench, &learning, &all, error))
      return FALSE;
    all.peak = one.peak; /* that of a core, measured with the other cores idle */
    add_training_time (bench, "training_iteration_all_threads",
                       _ ("Training iteration, all threads"), &all, self->threads);
    add (bench, "thread_speedup", _ ("Speed-up by threads"), one.seconds / all.seconds, "×",
         self->threads, one.seconds / all.seconds / self->threads);
  }

  learning.threads = 1;
  learning.backend = GMARL_BACKEND_OPENBLAS;
  few.rounds = MAX (bench->rounds / 4, 2);
  if (!train (&few, &learning, &openblas, error))
    return FALSE;
  add_training_time (bench, "training_iteration_openblas",
                     _ ("Training iteration in OpenBLAS calls, 1 thread"), &openblas, 1);
  return TRUE;
}

static gboolean
add_environment (const Bench *bench, GError **error)
{
  double steps = gmarl_benchmark_environment (bench->scenario, bench->rounds, error);

  if (isnan (steps))
    return FALSE;
  add (bench, "environment_steps", _ ("Environment alone, one core"), steps, _ ("steps/s"), NAN,
       NAN);
  return TRUE;
}

static gboolean
add_decisions (const Bench *bench, GError **error)
{
  GmarlDecisionTimes times;

  if (!gmarl_benchmark_decisions (bench->scenario, bench->learning, 2000, &times, error))
    return FALSE;
  add (bench, "decision_p50", _ ("Decision of all nodes, median"), 1e6 * times.median, "µs", NAN,
       NAN);
  add (bench, "decision_p99", _ ("Decision of all nodes, 99th percentile"), 1e6 * times.p99, "µs",
       NAN, NAN);
  return TRUE;
}

/* The update's kernels by themselves: hidden layers of one width, a ring's observations. */
static gboolean
add_kernels (const Bench *bench, GError **error)
{
  static const struct {
    const char *id;
    const char *name;
    gsize width;
    gsize rows;
  } cases[] = {
    { "kernels_64_256", N_ ("Update kernels, 64-64, minibatch 256"), 64, 256 },
    { "kernels_64_640", N_ ("Update kernels, 64-64, minibatch 640"), 64, 640 },
    { "kernels_256_128", N_ ("Update kernels, 256-256, minibatch 128"), 256, 128 },
  };
  const GmarlSizes sizes = { .count = 1, .value = { 256 } };
  GmarlKernels kernels;

  if (!gmarl_backend_cpu_kernels (&sizes, GMARL_BACKEND_AUTO, bench->learning->kernel_level,
                                  &kernels, error))
    return FALSE;
  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++) {
    const GmarlNetworkShape shape = {
      .n_inputs = 9, .n_hidden = 2, .width = { cases[c].width, cases[c].width }, .n_outputs = 3
    };
    double peak = 0;
    double share =
        gmarl_benchmark_kernels (&kernels, &shape, cases[c].rows, GMARL_KERNEL_PART_UPDATE,
                                 bench->rounds * KERNEL_SLICES_PER_ROUND, &peak);

    add (bench, cases[c].id, _ (cases[c].name), share * peak, "GFLOP/s", peak, share);
  }
  return TRUE;
}

/* The work by which docs/performance.md compares with others. */
static gboolean
add_reference_work (const Bench *bench, GError **error)
{
  GmarlLearningConfig learning = *bench->learning;
  GmarlTrainingSpeed speed;

  learning.environments = 20;
  learning.epochs = 10;
  learning.minibatch = 256;
  if (!train (bench, &learning, &speed, error))
    return FALSE;
  add_training_time (bench, "reference_iteration",
                     _ ("Reference work (20 × 200, 10 epochs of 256)"), &speed, 1);
  return TRUE;
}

/* (transfer full) */
static GmarlScenario *
with_nodes (const GmarlScenario *scenario, guint nodes, GError **error)
{
  g_autoptr (GmarlScenario) copy = gmarl_scenario_copy (scenario);
  g_autofree char *text = g_strdup_printf ("%u", nodes);

  if (!gmarl_scenario_set (copy, "nodes", text, error))
    return NULL;
  return g_steal_pointer (&copy);
}

static gboolean
add_large_environment (const Bench *bench, GError **error)
{
  g_autoptr (GmarlScenario) few = with_nodes (bench->scenario, 5, error);
  g_autoptr (GmarlScenario) many = few == NULL ? NULL : with_nodes (bench->scenario, 10000, error);
  double few_steps, many_steps;

  if (many == NULL)
    return FALSE;
  few_steps = gmarl_benchmark_environment (few, bench->rounds, error);
  many_steps = isnan (few_steps) ? NAN : gmarl_benchmark_environment (many, bench->rounds, error);
  if (isnan (many_steps))
    return FALSE;
  add (bench, "environment_node_cost", _ ("Environment: a node of 10 000 over a node of 5"),
       few_steps * 5 / (many_steps * 10000), "×", NAN, NAN);
  return TRUE;
}

/* Training of 1000 agents with the environments that a desktop's memory allows. */
static gboolean
add_many_agents (const Bench *bench, GError **error)
{
  g_autoptr (GmarlScenario) few = with_nodes (bench->scenario, 5, error);
  g_autoptr (GmarlScenario) many = few == NULL ? NULL : with_nodes (bench->scenario, 1000, error);
  GmarlLearningConfig learning = *bench->learning;
  GmarlTrainingSpeed five, thousand;
  GmarlDecisionTimes times;

  if (many == NULL)
    return FALSE;
  learning.share_parameters = FALSE;
  learning.environments = 8;
  if (!gmarl_benchmark_training (few, &learning, bench->rounds, bench->cancellable, &five, error) ||
      !gmarl_benchmark_training (many, &learning, MAX (bench->rounds / 4, 2), bench->cancellable,
                                 &thousand, error))
    return FALSE;
  add (bench, "agent_cost", _ ("Training: an agent's sample of 1000 over one of 5"),
       thousand.seconds / five.seconds / 200, "×", NAN, NAN);
  if (!gmarl_benchmark_decisions (many, &learning, 400, &times, error))
    return FALSE;
  add (bench, "decision_1000_p99", _ ("Decision of 1000 nodes, 99th percentile"), 1e6 * times.p99,
       "µs", NAN, NAN);
  return TRUE;
}

static gboolean
add_shared_decision (const Bench *bench, GError **error)
{
  g_autoptr (GmarlScenario) many = with_nodes (bench->scenario, 10000, error);
  GmarlLearningConfig learning = *bench->learning;
  GmarlDecisionTimes times;

  learning.share_parameters = TRUE;
  if (many == NULL || !gmarl_benchmark_decisions (many, &learning, 200, &times, error))
    return FALSE;
  add (bench, "decision_10000_shared_p99",
       _ ("Decision of 10 000 nodes, shared parameters, 99th percentile"), 1e6 * times.p99, "µs",
       NAN, NAN);
  return TRUE;
}

GmarlBenchmark *
gmarl_benchmark_run (const GmarlRunConfig *config,
                     guint rounds,
                     gboolean full,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GmarlBenchmark) self = g_new0 (GmarlBenchmark, 1);
  GmarlLearningConfig learning = config->learning;
  const Bench bench = { self, config->scenario, &learning, rounds, cancellable };

  if (!gmarl_run_config_validate (config, error))
    return NULL;
  self->measurements = g_array_new (FALSE, FALSE, sizeof (GmarlMeasurement));
  self->processor = read_processor ();
  self->threads = learning.threads > 0 ? (guint) learning.threads : gmarl_available_threads ();
  learning.threads = 1;

  if (!add_training (&bench, error) || !add_environment (&bench, error) ||
      !add_decisions (&bench, error))
    return NULL;
  if (full && (!add_kernels (&bench, error) || !add_reference_work (&bench, error) ||
               !add_large_environment (&bench, error) || !add_many_agents (&bench, error) ||
               !add_shared_decision (&bench, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
gmarl_benchmark_free (GmarlBenchmark *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->measurements, g_array_unref);
  g_free (self->processor);
  g_free (self);
}
