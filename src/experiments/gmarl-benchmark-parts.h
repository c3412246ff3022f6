/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-learning-config.h"
#include "gmarl-scenario.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The single measurements that the benchmark's tables are made of. The fastest of some rounds
 * counts: whatever disturbs a measurement makes it slower.
 */
typedef struct {
  double seconds;      /* of the best iteration */
  double peak;         /* best GFLOP/s of one core, measured between the iterations */
  double gflop;        /* of an iteration (gmarl_benchmark_iteration_flop) */
  const char *kernels; /* "avx512" …; static */
} GmarlTrainingSpeed;

/* Whole iterations of this training, on learning->threads. */
gboolean gmarl_benchmark_training (const GmarlScenario *scenario,
                                   const GmarlLearningConfig *learning,
                                   guint rounds,
                                   GCancellable *cancellable,
                                   GmarlTrainingSpeed *speed,
                                   GError **error);

/* The environment alone on one core, resets included, with actions drawn before: steps a second of
 * all nodes. NaN with an error.
 */
double gmarl_benchmark_environment (const GmarlScenario *scenario, guint rounds, GError **error);

/* Seconds from the state of one environment to the mean actions of all its nodes. */
typedef struct {
  double median;
  double p99;
} GmarlDecisionTimes;

/* Of untrained networks, on one core; count decisions. */
gboolean gmarl_benchmark_decisions (const GmarlScenario *scenario,
                                    const GmarlLearningConfig *learning,
                                    gsize count,
                                    GmarlDecisionTimes *times,
                                    GError **error);

/* Floating-point operations of an iteration: a forward pass of both networks a sample, and forward
 * and backward of both in every epoch.
 */
double gmarl_benchmark_iteration_flop (const GmarlLearningConfig *learning,
                                       gsize n_agents,
                                       gsize n_observations,
                                       gsize n_actions);

G_END_DECLS
