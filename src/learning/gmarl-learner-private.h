/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-backend.h"
#include "gmarl-learner.h"
#include "gmarl-normaliser.h"
#include "gmarl-rollout.h"

G_BEGIN_DECLS

struct _GmarlLearner {
  const GmarlEnvironment *environment; /* borrowed */
  GmarlLearningConfig config;
  guint64 seed;
  gint64 iterations; /* of the schedule */
  gint64 iteration;  /* done */
  gint64 skipped;    /* minibatches, since the start */

  GmarlNetworks *networks;
  GmarlNormaliser *observations; /* [sets, O] */
  GmarlNormaliser *returns;      /* [sets, 1] */
  GmarlWorkers *workers;
  GmarlBackend *backend;
  GmarlRollout *rollout;
  char *kernels;

  /* One an agent, filled by the tasks of an iteration and merged in the order of agents */
  double *observation_mean;   /* [N, O] */
  double *observation_square; /* [N, O] */
  double *advantage_sum;      /* [N, 2] sum and sum of squares */
  double *return_sum;         /* [N, 2] */

  /* One a set */
  double *advantage_mean;
  double *advantage_inverse_sd;
  double *return_mean;
  double *return_inverse_sd;
  double *explained_variance;
  GmarlUpdateStatistics *statistics;

  gsize values_size;  /* bytes of an agent's values and boundary values */
  gsize scratch_size; /* of a worker: values, and what the backend needs */
  guint8 *scratch;
};

G_END_DECLS
