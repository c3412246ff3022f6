/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-network-scene.h"

G_BEGIN_DECLS

/* Adds labels to a scene that has everything else: names of nodes, then energies of lines, each
 * where it covers the least; what would cover another label or a node is left out.
 */
void gmarl_network_scene_add_labels (GmarlNetworkScene *self,
                                     const GmarlNetworkView *view,
                                     const GmarlTextMeasure *measure);

G_END_DECLS
