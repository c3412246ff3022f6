/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-network-view.h"

G_BEGIN_DECLS

/* Where nodes are, in a box from 0, 0 (top left) to 1, 1. A function of shape, number of nodes and
 * lines alone: the same network always looks the same, and nothing moves but what the user moves.
 *
 * Circles up to 24 nodes. Beyond, what is a path winds through rows, a lattice is one, and the
 * others are laid out by the distances along their lines.
 */
typedef struct {
  GmarlNetworkShape shape;
  gsize n_nodes;
  double *x, *y;           /* [n_nodes], owned */
  gboolean *moved;         /* [n_nodes], owned: the user put it there */
  double *home_x, *home_y; /* [n_nodes], owned: where it was before, if moved */
  double spacing;   /* the least distance of two nodes before any was moved; 1 for a single node */
  gboolean is_row;  /* all side by side: nothing becomes wrong if it is drawn wide */
  gboolean has_hub; /* whether there is a place for the utility, with lines to all nodes */
  double hub_x, hub_y;
} GmarlNetworkLayout;

/* (transfer full) */
GmarlNetworkLayout *gmarl_network_layout_new (const GmarlNetworkView *view);
void gmarl_network_layout_free (GmarlNetworkLayout *self);

/* Moves a node, to within the box. */
void gmarl_network_layout_move (GmarlNetworkLayout *self, gsize node, double x, double y);

/* Puts a node back to where it was before it was moved. */
void gmarl_network_layout_restore (GmarlNetworkLayout *self, gsize node);

/* Takes over what the user moved in another layout, for the nodes that both have. */
void gmarl_network_layout_adopt (GmarlNetworkLayout *self, const GmarlNetworkLayout *other);

/* The node that comes step places (1 or -1) after this one for the arrow keys: the order of
 * indices, which is the order along a ring. node -1: the first or last.
 */
int gmarl_network_layout_walk (const GmarlNetworkLayout *self, int node, int step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlNetworkLayout, gmarl_network_layout_free)

G_END_DECLS
