/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-backend.h"
#include "gmarl-environment.h"
#include "gmarl-normaliser.h"
#include "gmarl-workers.h"

#include <stdatomic.h>

G_BEGIN_DECLS

/* The batch of an iteration and the parallel environments that fill it. N agents, E environments, T
 * steps, O observations, U actions. A sample is one record of R = O + U + 3 floats, so that
 * shuffled minibatches touch one or two cache lines a sample: observation [O] (as observed during
 * the rollout; normalised in place after it), action [U] (not clipped), log-probability, reward
 * (then the advantage), value (then the return). Each agent's records are one block.
 */
typedef struct {
  const GmarlEnvironment *environment;
  gsize n_agents;       /* N */
  gsize n_environments; /* E */
  gsize n_steps;        /* T */
  gsize n_observations; /* O */
  gsize n_actions;      /* U */
  gsize record_size;    /* R */
  gsize n_boundaries;   /* most states per environment whose value bootstraps: time limits, and the
                           fragment's end */

  float *records;  /* [N, E, T, R] */
  float *boundary; /* [N, E, n_boundaries, O] observations, in the order of time */
  guint8 *end;     /* [E, T] GmarlEpisodeEnd */

  /* One an environment */
  gpointer *state;
  guint64 *episode; /* number of the running episode: m E + e */
  guint *step;      /* within it */
  double *log_sum;  /* [E, GMARL_N_EPISODE_METRICS] of the episodes that ended in this rollout */
  guint *log_count; /* [E] */

  /* As they were when the rollout began, to return to when it is interrupted */
  double *saved; /* [E, n_saved] */
  guint64 *saved_episode;
  guint *saved_step;
} GmarlRollout;

/* environment: borrowed, must outlive it. The environments' starts are staggered over the day.
 * (transfer full) */
GmarlRollout *
gmarl_rollout_new (const GmarlEnvironment *environment, gsize n_environments, gsize n_steps);
void gmarl_rollout_free (GmarlRollout *self);

typedef struct {
  double environment_seconds; /* summed over workers */
  double acting_seconds;
} GmarlRolloutTimes;

/* Fills the batch with T steps of every environment, acting with the backend's policies on
 * normalised observations. first_step: steps taken since the start of training. interrupt
 * (nullable): when it becomes TRUE, the environments return to where they were and the error is
 * G_IO_ERROR_CANCELLED.
 */
gboolean gmarl_rollout_run (GmarlRollout *self,
                            GmarlBackend *backend,
                            const GmarlNormaliser *observations,
                            GmarlWorkers *workers,
                            guint64 seed,
                            guint64 first_step,
                            const atomic_bool *interrupt,
                            GmarlRolloutTimes *times,
                            GError **error);

/* Takes up the episodes, steps and saved states of a checkpoint: [E], [E], [E, n_saved]. */
void gmarl_rollout_restore (GmarlRollout *self,
                            const guint64 *episode,
                            const guint *step,
                            const double *saved);

/* Puts the environments back to where they were when the last rollout began. */
void gmarl_rollout_revert (GmarlRollout *self);

/* Writes every environment's saved state to saved [E, n_saved]. */
void gmarl_rollout_save (const GmarlRollout *self, double *saved);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlRollout, gmarl_rollout_free)

G_END_DECLS
