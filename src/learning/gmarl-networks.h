/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-kernels.h"
#include "gmarl-learning-config.h"

#include <glib.h>

G_BEGIN_DECLS

/* The two networks of a set. */
typedef enum {
  GMARL_NETWORK_POLICY,
  GMARL_NETWORK_VALUE,
  GMARL_N_NETWORK_KINDS,
} GmarlNetworkKind;

/* The networks of all agents in flat arrays: parameters and both Adam moments share one layout, so
 * that optimiser, checkpoint, all-reduce and device copy each handle one array. A set is a policy
 * and a value network; there is one a node, or one for all. Within a set: the policy's block
 * (gmarl-kernels.h), log σ [U], the value network's block, each on a multiple of 16 floats. Hidden
 * widths are padded to GMARL_WIDTH_MULTIPLE with zero weights, which stay zero.
 */
typedef struct {
  gsize n_sets;
  GmarlSizes hidden;        /* as configured, without padding */
  GmarlNetworkShape policy; /* U outputs: the mean action */
  GmarlNetworkShape value;  /* 1 output: the normalised value */
  gsize log_std;            /* offset within a set */
  gsize value_offset;
  gsize set_size;    /* floats */
  float *parameters; /* [n_sets, set_size], 64-byte aligned */

  /* What Adam needs; NULL in networks that only act */
  float *first_moment;  /* as parameters */
  float *second_moment; /* as parameters */
  gint64 *policy_steps; /* [n_sets] steps taken */
  gint64 *value_steps;  /* [n_sets] */
} GmarlNetworks;

/* Sets sizes and offsets and no array. */
void gmarl_networks_lay_out (GmarlNetworks *self,
                             gsize n_sets,
                             const GmarlSizes *hidden,
                             gsize n_inputs,
                             gsize n_actions);

/* Networks of this form, all zero. (transfer full) */
GmarlNetworks *
gmarl_networks_new (gsize n_sets, const GmarlSizes *hidden, gsize n_inputs, gsize n_actions);

/* The same without Adam's moments, a third of the memory: to act, not to learn. (transfer full) */
GmarlNetworks *
gmarl_networks_new_to_act (gsize n_sets, const GmarlSizes *hidden, gsize n_inputs, gsize n_actions);
void gmarl_networks_free (GmarlNetworks *self);

/* Orthogonal initialisation (Saxe et al. 2014), gain √2, policy head 0.01, value head 1, biases 0.
 */
void gmarl_networks_initialise (GmarlNetworks *self, double log_std, guint64 seed);

static inline float *
gmarl_networks_policy (const GmarlNetworks *self, gsize set)
{
  return self->parameters + set * self->set_size;
}

static inline float *
gmarl_networks_log_std (const GmarlNetworks *self, gsize set)
{
  return self->parameters + set * self->set_size + self->log_std;
}

static inline float *
gmarl_networks_value (const GmarlNetworks *self, gsize set)
{
  return self->parameters + set * self->set_size + self->value_offset;
}

/* Zeroed memory on a 64-byte boundary, for free (). */
gpointer gmarl_aligned_new0 (gsize bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlNetworks, gmarl_networks_free)

G_END_DECLS
