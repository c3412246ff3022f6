/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-text.h"
#include "gmarl-network-view.h"

G_BEGIN_DECLS

/* A network of many nodes as cells in rows, one a node in the order of their indices, coloured by a
 * quantity. Pure: no display, no colours. Any thread.
 */

typedef enum {
  GMARL_MATRIX_STORAGE, /* level, 0–1 */
  GMARL_MATRIX_SOLAR,   /* share of the installed peak */
  GMARL_MATRIX_DEMAND,  /* share of the peak */
  GMARL_MATRIX_GRID,    /* share of the connection's limit, -1 (export) to 1 (import) */
  GMARL_MATRIX_UNMET,   /* share of the demand that stays unserved */
} GmarlMatrixQuantity;
#define GMARL_N_MATRIX_QUANTITIES 5

typedef struct {
  double width, height; /* of the picture in pixels */
  double em;            /* size of the interface's font in pixels */
  GmarlMatrixQuantity quantity;
  gsize n_nodes;
  gsize rows, columns;
  double x, y; /* top left of the cells */
  double cell; /* width and height of a cell, with its gap */
  gsize
      label_rows;  /* every so many rows have the number of their first node beside them; 0: none */
  double *value;   /* [n_nodes], owned: as the quantity says; NaN: the node has no such thing */
  gboolean *unmet; /* [n_nodes], owned */
  cairo_rectangle_t legend; /* of the scale of colours */
} GmarlMatrixScene;

/* (transfer full) */
GmarlMatrixScene *gmarl_matrix_scene_new (const GmarlNetworkView *view,
                                          GmarlMatrixQuantity quantity,
                                          double width,
                                          double height,
                                          double em);
void gmarl_matrix_scene_free (GmarlMatrixScene *self);

/* The node at a point, or -1. */
int gmarl_matrix_scene_node_at (const GmarlMatrixScene *self, double x, double y);

/* The box of a node's cell. */
void
gmarl_matrix_scene_get_cell (const GmarlMatrixScene *self, gsize node, cairo_rectangle_t *cell);

/* The number beside a row: that of its first node, as nodes without a name are called. */
gsize gmarl_matrix_scene_row_number (const GmarlMatrixScene *self, gsize row);

/* The node that is so many columns and rows away, or the node itself where there is none. */
int gmarl_matrix_scene_walk (const GmarlMatrixScene *self, int node, int columns, int rows);

/* Whether values reach from -1 to 1, not from 0. */
gboolean gmarl_matrix_quantity_is_signed (GmarlMatrixQuantity quantity);

/* "storage", as in the action of the widget. */
const char *gmarl_matrix_quantity_id (GmarlMatrixQuantity quantity);

/* The translated name, and the words at both ends of the scale. */
const char *gmarl_matrix_quantity_name (GmarlMatrixQuantity quantity);
const char *gmarl_matrix_quantity_end (GmarlMatrixQuantity quantity, gboolean upper);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlMatrixScene, gmarl_matrix_scene_free)

G_END_DECLS
