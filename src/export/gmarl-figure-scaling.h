/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-figure-words.h"
#include "gmarl-scaling-results.h"

G_BEGIN_DECLS

/* A quantity of a scaling study against the number of agents, the same in the window and in files:
 * policies of their own and a shared one as two series, with intervals over seeds. Both axes are
 * logarithmic where a quantity grows like a power of the number; time and memory have a line that
 * is proportional to it, latency one at 50 ms. slots: of independent and shared policies; hidden
 * (nullable): whether they are switched off. (transfer full)
 */
GmarlChartView *gmarl_figure_scaling (const GmarlScalingResults *results,
                                      GmarlScalingQuantity quantity,
                                      const guint slots[2],
                                      const gboolean *hidden);

/* The slots where nobody chose. */
extern const guint gmarl_figure_scaling_slots[2];

/* The quantities of a figure of a study where nobody chose: [n]. */
extern const GmarlScalingQuantity gmarl_figure_scaling_quantities[];
extern const gsize gmarl_figure_n_scaling_quantities;

G_END_DECLS
