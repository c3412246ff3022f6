/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-network-view.h"

G_BEGIN_DECLS

/* Moves places (x, y: [n_nodes], distinct) so that distances in the picture are like the distances
 * along the lines, then apart until no two are much closer than their share of the box, and into
 * the box of 0–1. Deterministic. Time and memory grow with the square of the nodes: about a fifth
 * of a second for 1000.
 */
void gmarl_network_stress_place (const GmarlNetworkView *view, double *x, double *y);

/* The least distance of two places. */
double gmarl_network_least_distance (gsize n, const double *x, const double *y);

G_END_DECLS
