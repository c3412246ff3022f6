/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-backend.h"

G_BEGIN_DECLS

/* What gmarl_ppo_update should do, in double precision and whole minibatches, with Adam as in the
 * paper (Kingma & Ba 2015, algorithm 1).
 */
typedef struct {
  double *parameters;    /* [set_size] of one set, laid out as in GmarlNetworks */
  double *first_moment;  /* the same */
  double *second_moment; /* the same */
  gint64 policy_steps;
  gint64 value_steps;
} NaiveSet;

/* A copy of a set as it is. */
void naive_set_init (NaiveSet *self, const GmarlNetworks *networks, gsize set);
void naive_set_clear (NaiveSet *self);

void naive_ppo_update (NaiveSet *self,
                       const GmarlNetworks *networks,
                       const GmarlLearningConfig *config,
                       const GmarlUpdateBatch *batch,
                       gsize set,
                       GmarlNetworkKind network,
                       GmarlNetworkStatistics *statistics);

/* The value network's outputs [rows] for input [rows, O], normalised. */
void naive_values (const NaiveSet *self,
                   const GmarlNetworks *networks,
                   const double *input,
                   gsize rows,
                   double *values);

/* How far a network is from the naive one, as a part of how far that one has moved from where it
 * was before; the mean squares of one kind of network alone.
 */
double naive_distance (const NaiveSet *before,
                       const NaiveSet *after,
                       const GmarlNetworks *networks,
                       gsize set,
                       GmarlNetworkKind network);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NaiveSet, naive_set_clear)

G_END_DECLS
