/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-backend.h"
#include "gmarl-kernels.h"

G_BEGIN_DECLS

/* Proximal policy optimisation (Schulman et al. 2017) of one network on one batch: all epochs,
 * minibatches in a keyed random order, gradient clipping, Adam. A task of its own: nothing is
 * shared between networks, so the result does not depend on which thread does it.
 */

/* Bytes of scratch an update needs for this many samples a set, 64-byte aligned. */
gsize gmarl_ppo_scratch_size (const GmarlNetworks *networks, gsize n_samples);

/* statistics is set. */
void gmarl_ppo_update (const GmarlKernels *kernels,
                       GmarlNetworks *networks,
                       const GmarlLearningConfig *config,
                       const GmarlUpdateBatch *batch,
                       gsize set,
                       GmarlNetworkKind network,
                       gpointer scratch,
                       GmarlNetworkStatistics *statistics);

/* Samples of a minibatch: config->minibatch, times min (agents, 8) where one network serves several
 * agents. */
gsize gmarl_ppo_minibatch (const GmarlLearningConfig *config, gsize agents_per_set);

/* Writes a random order of 0 … count - 1; the same key gives the same order. */
void gmarl_ppo_shuffle (guint32 *order, gsize count, guint64 key);

G_END_DECLS
