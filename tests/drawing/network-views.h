/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-network-view.h"

/* Views for tests, benchmarks and sample pictures. (transfer full) */

/* Only nodes and lines. */
GmarlNetworkView *network_view_of_shape (GmarlNetworkShape shape, gsize n_nodes);

/* With numbers that differ from node to node, without any randomness. */
GmarlNetworkView *network_view_sample (GmarlNetworkShape shape, gsize n_nodes);

/* The five neighbourhoods of the reference picture. */
GmarlNetworkView *network_view_reference (void);
