/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-environment.h"

G_BEGIN_DECLS

/* Generalised advantage estimation (Schulman et al. 2016, eq. 16) over a fragment of n_steps of one
 * agent in one environment, in place: δ = r + γ V(next) (1 − terminated) − V,   A = δ + γ λ (1 −
 * done) A′. reward and value: the fields of n_steps records, record_size floats apart; they become
 * the advantage and the return A + V. end [n_steps]: GmarlEpisodeEnd. boundary: the values of the
 * states that ended an episode by truncation, in the order of time, and last of the state after the
 * fragment.
 */
void gmarl_advantages_estimate (gsize n_steps,
                                float *reward,
                                float *value,
                                gsize record_size,
                                const guint8 *end,
                                const float *boundary,
                                double gamma,
                                double lambda);

G_END_DECLS
