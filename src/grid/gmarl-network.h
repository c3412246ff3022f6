/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scenario.h"

G_BEGIN_DECLS

/* The lines of a scenario's topology (environment.md section 1), in ascending order of (a, b). */
typedef struct {
  GmarlEdge *line; /* [n_lines], owned */
  gsize n_lines;
  gsize largest_degree; /* D */
} GmarlNetwork;

/* Builds the network. Refused before anything large is allocated, by name and with the remedy
 * (GMARL_ERROR_SCENARIO): more than GMARL_MAX_SLOT_ACTIONS slot actions, an edge that is a loop, a
 * double or beyond the nodes, a small-world degree that is odd or not below the number of nodes.
 * (transfer full)
 */
GmarlNetwork *gmarl_network_new (const GmarlScenario *scenario, GError **error);
void gmarl_network_free (GmarlNetwork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlNetwork, gmarl_network_free)

G_END_DECLS
