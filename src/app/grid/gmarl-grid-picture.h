/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"
#include "gmarl-network-view.h"

G_BEGIN_DECLS

/* From a grid and its state to the numbers that the picture of the network shows. Any thread. */

/* What does not change with the steps: names, kinds, lines, peaks, limits. (transfer full) */
GmarlNetworkView *gmarl_grid_picture_new (const GmarlGrid *grid);

/* Fills the numbers of the step that was settled last; at the start of a day, of what is to come,
 * without any flows.
 */
void gmarl_grid_picture_fill (GmarlNetworkView *view,
                              const GmarlGrid *grid,
                              const GmarlGridState *state);

G_END_DECLS
