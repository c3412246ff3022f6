/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-checkpoint.h"
#include "gmarl-environment.h"
#include "gmarl-learning-config.h"
#include "gmarl-training-metrics.h"

#include <stdatomic.h>

G_BEGIN_DECLS

/* Learns on an environment: one call an iteration (rollout, values, advantages, update). The same
 * seed gives the same bits for any number of threads and after any interruption, on one kernel
 * level. Used by one thread at a time.
 */
typedef struct _GmarlLearner GmarlLearner;

/* environment: borrowed, must outlive it. iterations: the length of the learning-rate schedule.
 * (transfer full) */
GmarlLearner *gmarl_learner_new (const GmarlEnvironment *environment,
                                 const GmarlLearningConfig *config,
                                 guint64 seed,
                                 gint64 iterations,
                                 GError **error);
void gmarl_learner_free (GmarlLearner *self);

/* One iteration; row gets its metrics (validation left NaN). Fails with G_IO_ERROR_CANCELLED when
 * interrupt (nullable) became TRUE during the rollout: nothing has changed then, and the iteration
 * can be done again. Fails with GMARL_ERROR_DIVERGED when observations or rewards are not finite
 * (again nothing has changed), and when losses or gradients stay invalid (no such step was taken).
 * The message names the agent, the quantity and the remedy.
 */
gboolean gmarl_learner_iterate (GmarlLearner *self,
                                const atomic_bool *interrupt,
                                GmarlTrainingMetrics *row,
                                GError **error);

/* Iterations done. */
gint64 gmarl_learner_get_iteration (const GmarlLearner *self);

/* "avx512", "openblas", … */
const char *gmarl_learner_get_kernels (const GmarlLearner *self);

/* Everything that goes on from here: parameters, Adam moments, normalisers, environments.
 * best_score and best_iteration belong to whoever validates; they are kept with it. (transfer full)
 */
GBytes *gmarl_learner_save (const GmarlLearner *self, double best_score, gint64 best_iteration);

/* Parameters and normalisers: what acts, and what another run can begin with. (transfer full) */
GBytes *gmarl_learner_save_policy (const GmarlLearner *self);

/* Takes up what gmarl_learner_save wrote. */
gboolean gmarl_learner_load (GmarlLearner *self,
                             const GmarlCheckpoint *checkpoint,
                             double *best_score,
                             gint64 *best_iteration,
                             GError **error);

/* Begins with the networks and normalisers of any checkpoint of the same shape. */
gboolean
gmarl_learner_load_networks (GmarlLearner *self, const GmarlCheckpoint *checkpoint, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlLearner, gmarl_learner_free)

G_END_DECLS
