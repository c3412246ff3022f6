/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-learner.h"

G_BEGIN_DECLS

/* The defaults with one thread, and options as "key=value key=value". */
GmarlLearningConfig fixture_config (const char *options);

/* (transfer full) */
GmarlLearner *fixture_learner (const GmarlEnvironment *environment,
                               const GmarlLearningConfig *config,
                               guint64 seed,
                               gint64 iterations);

/* Iterations that must succeed; row (nullable) gets the last one's metrics. */
void fixture_train (GmarlLearner *learner, gint64 iterations, GmarlTrainingMetrics *row);

/* The mean action [U] and the value, in units of the return, of an agent for an observation [O]. */
void fixture_mean_action (const GmarlLearner *learner,
                          gsize agent,
                          const float *observation,
                          double *action);
double fixture_value (const GmarlLearner *learner, gsize agent, const float *observation);

/* The mean over n_episodes of the reward of agent 0, acting by the mean, clipped. */
double fixture_evaluate (const GmarlLearner *learner, guint64 first_episode, gsize n_episodes);

/* The neighbourhood as an environment. (transfer full) */
typedef struct {
  GmarlScenario *scenario;
  GmarlGrid *grid;
  GmarlEnvironment *environment;
} GridFixture;

void grid_fixture_init (GridFixture *self, gsize n_nodes, gboolean shared);
void grid_fixture_clear (GridFixture *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GridFixture, grid_fixture_clear)

G_END_DECLS
