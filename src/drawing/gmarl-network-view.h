/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a picture of the network shows: plain numbers of one step, filled by whoever has a
 * simulation. Energies are kWh per step. Any thread.
 */

/* In the order of GmarlKind of the engine, which drawing does not know. */
typedef enum {
  GMARL_NODE_KIND_RESIDENTIAL,
  GMARL_NODE_KIND_COMMERCIAL,
  GMARL_NODE_KIND_INDUSTRIAL,
  GMARL_NODE_KIND_MIXED,
  GMARL_NODE_KIND_SUBURBAN,
} GmarlNodeKind;
#define GMARL_N_NODE_KINDS 5

/* In the order of GmarlTopology of the engine. */
typedef enum {
  GMARL_NETWORK_SHAPE_RING,
  GMARL_NETWORK_SHAPE_LINE,
  GMARL_NETWORK_SHAPE_STAR,
  GMARL_NETWORK_SHAPE_COMPLETE,
  GMARL_NETWORK_SHAPE_LATTICE,
  GMARL_NETWORK_SHAPE_SMALL_WORLD,
  GMARL_NETWORK_SHAPE_CUSTOM,
} GmarlNetworkShape;
#define GMARL_N_NETWORK_SHAPES 7

typedef struct {
  char *name; /* owned; NULL counts as "Node 1" and so on */
  GmarlNodeKind kind;
  double level; /* of the storage, 0–1 of its capacity; NaN: no storage */
  double demand_kwh;
  double demand_peak_kwh; /* what a full arc means; 0: no demand ever */
  double solar_kwh;
  double solar_peak_kwh; /* 0: no panels */
  double grid_kwh;       /* from the utility if positive, to it if negative */
  double unmet_kwh;      /* demand that stayed unserved */
} GmarlNetworkNode;

typedef struct {
  guint a, b;
  double flow_kwh; /* from a to b if positive */
} GmarlNetworkLine;

typedef struct {
  GmarlNetworkShape shape;
  gsize n_nodes, n_lines;
  GmarlNetworkNode *node; /* [n_nodes], owned */
  GmarlNetworkLine *line; /* [n_lines], owned */
  double line_limit_kwh;  /* of each line; the widest line means this flow */
  double grid_limit_kwh;  /* of each connection to the utility */
  double price_per_kwh;   /* NaN: none is shown */
  char *currency;         /* owned; NULL or empty: the price is a bare number */
} GmarlNetworkView;

/* A view of this size with all numbers 0, no names and no price. (transfer full) */
GmarlNetworkView *gmarl_network_view_new (gsize n_nodes, gsize n_lines);
GmarlNetworkView *gmarl_network_view_copy (const GmarlNetworkView *self);
void gmarl_network_view_free (GmarlNetworkView *self);

void gmarl_network_view_set_name (GmarlNetworkView *self, gsize node, const char *name);
void gmarl_network_view_set_currency (GmarlNetworkView *self, const char *currency);

/* The name of a node, made up if it has none. (transfer full) */
char *gmarl_network_view_dup_name (const GmarlNetworkView *self, gsize node);

/* Whether both are the same nodes and lines, whatever the numbers: the same shape, names and kinds,
 * and the same lines in the same order.
 */
gboolean gmarl_network_view_same_network (const GmarlNetworkView *self,
                                          const GmarlNetworkView *other);

/* Storage below this is low, above that high: the picture marks both. */
#define GMARL_LEVEL_LOW  0.2
#define GMARL_LEVEL_HIGH 0.9

/* Energies below this are none. */
#define GMARL_FLOW_NONE_KWH 5e-4

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlNetworkView, gmarl_network_view_free)

G_END_DECLS
