/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-matrix-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Sizes in em. */
#define MARGIN       0.8
#define LABEL        3.4 /* the column of numbers at the left */
#define LEGEND       4.2 /* the strip with the scale of colours at the bottom */
#define LEGEND_BAR   0.8
#define LARGEST_CELL 4.0
#define LABEL_EVERY  1.7 /* between the middles of two numbers */

static const struct {
  const char *id, *name, *lower, *upper;
} quantities[GMARL_N_MATRIX_QUANTITIES] = {
  [GMARL_MATRIX_STORAGE] = { "storage", N_ ("Storage level"), N_ ("Empty"), N_ ("Full") },
  [GMARL_MATRIX_SOLAR] = { "solar", N_ ("Solar, of the installed peak"), N_ ("None"), N_ ("Peak") },
  [GMARL_MATRIX_DEMAND] = { "demand", N_ ("Demand, of its peak"), N_ ("None"), N_ ("Peak") },
  [GMARL_MATRIX_GRID] = { "grid", N_ ("Exchange with the grid, of its limit"), N_ ("Export"),
                          N_ ("Import") },
  [GMARL_MATRIX_UNMET] = { "unmet", N_ ("Unserved demand"), N_ ("None"), N_ ("All") },
};

gboolean
gmarl_matrix_quantity_is_signed (GmarlMatrixQuantity quantity)
{
  return quantity == GMARL_MATRIX_GRID;
}

const char *
gmarl_matrix_quantity_id (GmarlMatrixQuantity quantity)
{
  g_return_val_if_fail ((gsize) quantity < GMARL_N_MATRIX_QUANTITIES, NULL);

  return quantities[quantity].id;
}

const char *
gmarl_matrix_quantity_name (GmarlMatrixQuantity quantity)
{
  g_return_val_if_fail ((gsize) quantity < GMARL_N_MATRIX_QUANTITIES, NULL);

  return _ (quantities[quantity].name);
}

const char *
gmarl_matrix_quantity_end (GmarlMatrixQuantity quantity, gboolean upper)
{
  g_return_val_if_fail ((gsize) quantity < GMARL_N_MATRIX_QUANTITIES, NULL);

  return upper ? _ (quantities[quantity].upper) : _ (quantities[quantity].lower);
}

static double
share (double energy_kwh, double of_kwh)
{
  return of_kwh > 0 ? energy_kwh / of_kwh : 0;
}

static double
value_of (const GmarlNetworkView *view, const GmarlNetworkNode *node, GmarlMatrixQuantity quantity)
{
  switch (quantity) {
  case GMARL_MATRIX_SOLAR:
    return node->solar_peak_kwh > 0 ? CLAMP (node->solar_kwh / node->solar_peak_kwh, 0, 1) : NAN;
  case GMARL_MATRIX_DEMAND:
    return CLAMP (share (node->demand_kwh, node->demand_peak_kwh), 0, 1);
  case GMARL_MATRIX_GRID:
    return CLAMP (share (node->grid_kwh, view->grid_limit_kwh), -1, 1);
  case GMARL_MATRIX_UNMET:
    return CLAMP (share (node->unmet_kwh, node->demand_kwh), 0, 1);
  default:
    return isnan (node->level) ? NAN : CLAMP (node->level, 0, 1);
  }
}

/* Square cells, as large as fit: more columns make smaller cells and fewer rows. */
static void
choose_columns (GmarlMatrixScene *self, double width, double height)
{
  double best = 0;

  for (gsize columns = 1; columns <= self->n_nodes; columns++) {
    gsize rows = (self->n_nodes + columns - 1) / columns;
    double cell = MIN (width / (double) columns, height / (double) rows);

    if (cell > best * (1 + 1e-9)) {
      best = cell;
      self->columns = columns;
      self->rows = rows;
    }
  }
  self->cell = MIN (best, LARGEST_CELL * self->em);
  /* Whole pixels keep gaps even, where there is a pixel to spare. */
  if (self->cell >= 4)
    self->cell = floor (self->cell);
}

GmarlMatrixScene *
gmarl_matrix_scene_new (const GmarlNetworkView *view,
                        GmarlMatrixQuantity quantity,
                        double width,
                        double height,
                        double em)
{
  GmarlMatrixScene *self;
  double left, room_x, room_y, bar;

  g_return_val_if_fail (view != NULL && (gsize) quantity < GMARL_N_MATRIX_QUANTITIES, NULL);
  g_return_val_if_fail (em > 0, NULL);

  self = g_new0 (GmarlMatrixScene, 1);
  self->width = width;
  self->height = height;
  self->em = em;
  self->quantity = quantity;
  self->n_nodes = view->n_nodes;
  self->value = g_new (double, view->n_nodes);
  self->unmet = g_new (gboolean, view->n_nodes);
  for (gsize i = 0; i < view->n_nodes; i++) {
    self->value[i] = value_of (view, &view->node[i], quantity);
    self->unmet[i] = view->node[i].unmet_kwh >= GMARL_FLOW_NONE_KWH;
  }

  left = MIN (LABEL * em, 0.15 * width);
  room_x = MAX (width - left - MARGIN * em, 1);
  room_y = MAX (height - (MARGIN + LEGEND) * em, 1);
  choose_columns (self, room_x, room_y);
  self->x = floor (left + (room_x - self->cell * (double) self->columns) / 2);
  self->y = floor (MARGIN * em + (room_y - self->cell * (double) self->rows) / 2);
  if (self->rows > 1)
    self->label_rows = (gsize) MAX (ceil (LABEL_EVERY * em / self->cell), 1);
  bar = MIN (18 * em, width - 2 * MARGIN * em);
  self->legend =
      (cairo_rectangle_t){ (width - bar) / 2, height - (LEGEND - 1.7) * em, bar, LEGEND_BAR * em };
  return self;
}

void
gmarl_matrix_scene_free (GmarlMatrixScene *self)
{
  if (self == NULL)
    return;
  g_free (self->value);
  g_free (self->unmet);
  g_free (self);
}

int
gmarl_matrix_scene_node_at (const GmarlMatrixScene *self, double x, double y)
{
  double column, row;
  gsize node;

  g_return_val_if_fail (self != NULL, -1);

  if (self->n_nodes == 0)
    return -1;
  column = floor ((x - self->x) / self->cell);
  row = floor ((y - self->y) / self->cell);
  if (column < 0 || column >= (double) self->columns || row < 0 || row >= (double) self->rows)
    return -1;
  node = (gsize) row * self->columns + (gsize) column;
  return node < self->n_nodes ? (int) node : -1;
}

void
gmarl_matrix_scene_get_cell (const GmarlMatrixScene *self, gsize node, cairo_rectangle_t *cell)
{
  g_return_if_fail (self != NULL && cell != NULL && node < self->n_nodes);

  cell->x = self->x + (double) (node % self->columns) * self->cell;
  cell->y = self->y + (double) (node / self->columns) * self->cell;
  cell->width = cell->height = self->cell;
}

gsize
gmarl_matrix_scene_row_number (const GmarlMatrixScene *self, gsize row)
{
  g_return_val_if_fail (self != NULL && row < self->rows, 0);

  return row * self->columns;
}

int
gmarl_matrix_scene_walk (const GmarlMatrixScene *self, int node, int columns, int rows)
{
  int target;

  g_return_val_if_fail (self != NULL, -1);

  if (self->n_nodes == 0)
    return -1;
  if (node < 0 || (gsize) node >= self->n_nodes)
    return 0;
  target = node + columns + rows * (int) self->columns;
  return target >= 0 && (gsize) target < self->n_nodes ? target : node;
}
