/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-layout.h"

#include "gmarl-network-stress.h"

#include <math.h>

#define LARGEST_CIRCLE 24
#define LONGEST_ROW    7    /* a line of more nodes winds */
#define LARGEST_STRESS 1500 /* computed in a fraction of a second */
#define GOLDEN_ANGLE   2.39996322972865332

/* Evenly on a circle, clockwise from the top, the first of them node `first`. */
static void
place_on_circle (GmarlNetworkLayout *self, gsize first)
{
  gsize n = self->n_nodes - first;

  for (gsize i = 0; i < n; i++) {
    double angle = 2 * G_PI * (double) i / (double) n - G_PI / 2;

    self->x[first + i] = 0.5 + 0.5 * cos (angle);
    self->y[first + i] = 0.5 + 0.5 * sin (angle);
  }
}

/* Moves everything so that the room above and below is the same: a circle of an odd number of nodes
 * does not reach down to the bottom of the box.
 */
static void
center_vertically (GmarlNetworkLayout *self)
{
  double top = 1, bottom = 0, shift;

  for (gsize i = 0; i < self->n_nodes; i++) {
    top = MIN (top, self->y[i]);
    bottom = MAX (bottom, self->y[i]);
  }
  shift = (1 - top - bottom) / 2;
  for (gsize i = 0; i < self->n_nodes; i++)
    self->y[i] = CLAMP (self->y[i] + shift, 0, 1);
  self->hub_y += shift;
}

static void
put_hub (GmarlNetworkLayout *self, double x, double y)
{
  self->has_hub = TRUE;
  self->hub_x = x;
  self->hub_y = y;
}

static void
place_few (GmarlNetworkLayout *self)
{
  if (self->n_nodes == 1) {
    self->x[0] = 0.1;
    self->y[0] = 0.5;
    put_hub (self, 0.9, 0.5);
    return;
  }
  self->x[0] = 0.1;
  self->x[1] = 0.9;
  self->y[0] = self->y[1] = 0.8;
  put_hub (self, 0.5, 0.2);
}

/* A spiral with the same room for each node and no rows that lines would hide in (Vogel 1979). */
static void
place_on_spiral (GmarlNetworkLayout *self)
{
  for (gsize i = 0; i < self->n_nodes; i++) {
    double radius = 0.5 * sqrt ((double) i / (double) (self->n_nodes - 1));
    double angle = GOLDEN_ANGLE * (double) i;

    self->x[i] = 0.5 + radius * cos (angle);
    self->y[i] = 0.5 + radius * sin (angle);
  }
}

static double
place_of (gsize index, gsize count)
{
  return count > 1 ? (double) index / (double) (count - 1) : 0.5;
}

static void
place_in_rows (GmarlNetworkLayout *self, gsize columns, gboolean winding)
{
  gsize rows = (self->n_nodes + columns - 1) / columns;

  for (gsize i = 0; i < self->n_nodes; i++) {
    gsize row = i / columns, column = i % columns;

    if (winding && row % 2 == 1)
      column = columns - 1 - column;
    self->x[i] = place_of (column, columns);
    self->y[i] = place_of (row, rows);
  }
}

static void
place_line (GmarlNetworkLayout *self)
{
  if (self->n_nodes <= LONGEST_ROW) {
    for (gsize i = 0; i < self->n_nodes; i++) {
      self->x[i] = place_of (i, self->n_nodes);
      self->y[i] = 0.8;
    }
    self->is_row = TRUE;
    put_hub (self, 0.5, 0.2);
    return;
  }
  place_in_rows (self, (gsize) ceil (sqrt ((double) self->n_nodes)), TRUE);
}

/* A closed path through a grid: out along the rows in turns, back along the first column. Pairs of
 * rows are shorter by a column, the last of them by half of one, where there are more cells than
 * nodes.
 */
static void
place_winding_ring (GmarlNetworkLayout *self)
{
  gsize n = self->n_nodes;
  gsize rows = 2 * (gsize) lround (sqrt ((double) n) / 2), columns = (n + rows - 1) / rows;
  gsize excess = rows * columns - n, at = 0;

  self->x[at] = 0;
  self->y[at++] = 0;
  for (gsize row = 0; row < rows; row++) {
    /* Both rows of a pair lose their last cell, or only the second one does. */
    gsize dropped = excess >= (row % 2 == 0 ? 2 : 1) ? 1 : 0;
    gsize last = columns - 1 - dropped;

    if (row % 2 == 1)
      excess -= MIN (excess, 2);
    for (gsize k = 1; k <= last; k++) {
      gsize column = row % 2 == 0 ? k : last + 1 - k;

      self->x[at] = place_of (column, columns);
      self->y[at++] = place_of (row, rows);
    }
  }
  for (gsize row = rows - 1; row >= 1; row--) {
    self->x[at] = 0;
    self->y[at++] = place_of (row, rows);
  }
  g_assert (at == n);
}

/* Rows and columns as the engine's lattice has them. */
static void
place_lattice (GmarlNetworkLayout *self)
{
  gsize rows = 1;

  for (gsize divisor = 2; divisor * divisor <= self->n_nodes; divisor++) {
    if (self->n_nodes % divisor == 0)
      rows = divisor;
  }
  if (rows == 1)
    place_line (self);
  else
    place_in_rows (self, self->n_nodes / rows, FALSE);
}

static void
place_ring (GmarlNetworkLayout *self)
{
  if (self->n_nodes > LARGEST_CIRCLE) {
    place_winding_ring (self);
    return;
  }
  place_on_circle (self, 0);
  put_hub (self, 0.5, 0.5);
  center_vertically (self);
}

static void
place_star (GmarlNetworkLayout *self)
{
  if (self->n_nodes > LARGEST_CIRCLE) {
    place_on_spiral (self);
    return;
  }
  self->x[0] = self->y[0] = 0.5;
  place_on_circle (self, 1);
  center_vertically (self);
}

/* Any lines: those of a circle cross its middle, so that the utility has no place there. */
static void
place_any (GmarlNetworkLayout *self, const GmarlNetworkView *view)
{
  if (self->n_nodes <= LARGEST_CIRCLE) {
    place_on_circle (self, 0);
    center_vertically (self);
    return;
  }
  place_on_spiral (self);
  if (view->shape != GMARL_NETWORK_SHAPE_COMPLETE && self->n_nodes <= LARGEST_STRESS)
    gmarl_network_stress_place (view, self->x, self->y);
}

GmarlNetworkLayout *
gmarl_network_layout_new (const GmarlNetworkView *view)
{
  GmarlNetworkLayout *self;

  g_return_val_if_fail (view != NULL, NULL);

  self = g_new0 (GmarlNetworkLayout, 1);
  self->shape = view->shape;
  self->n_nodes = view->n_nodes;
  self->x = g_new0 (double, view->n_nodes);
  self->y = g_new0 (double, view->n_nodes);
  self->moved = g_new0 (gboolean, view->n_nodes);
  self->home_x = g_new0 (double, view->n_nodes);
  self->home_y = g_new0 (double, view->n_nodes);
  self->spacing = 1;
  if (view->n_nodes == 0)
    return self;

  if (view->n_nodes <= 2)
    place_few (self);
  else if (view->shape == GMARL_NETWORK_SHAPE_RING ||
           (view->shape == GMARL_NETWORK_SHAPE_COMPLETE && view->n_nodes == 3))
    place_ring (self);
  else if (view->shape == GMARL_NETWORK_SHAPE_LINE)
    place_line (self);
  else if (view->shape == GMARL_NETWORK_SHAPE_STAR)
    place_star (self);
  else if (view->shape == GMARL_NETWORK_SHAPE_LATTICE)
    place_lattice (self);
  else
    place_any (self, view);

  self->spacing = gmarl_network_least_distance (self->n_nodes, self->x, self->y);
  return self;
}

void
gmarl_network_layout_free (GmarlNetworkLayout *self)
{
  if (self == NULL)
    return;
  g_free (self->x);
  g_free (self->y);
  g_free (self->moved);
  g_free (self->home_x);
  g_free (self->home_y);
  g_free (self);
}

void
gmarl_network_layout_move (GmarlNetworkLayout *self, gsize node, double x, double y)
{
  g_return_if_fail (self != NULL && node < self->n_nodes && isfinite (x) && isfinite (y));

  if (!self->moved[node]) {
    self->home_x[node] = self->x[node];
    self->home_y[node] = self->y[node];
  }
  self->x[node] = CLAMP (x, 0, 1);
  self->y[node] = CLAMP (y, 0, 1);
  self->moved[node] = TRUE;
}

void
gmarl_network_layout_restore (GmarlNetworkLayout *self, gsize node)
{
  g_return_if_fail (self != NULL && node < self->n_nodes);

  if (!self->moved[node])
    return;
  self->x[node] = self->home_x[node];
  self->y[node] = self->home_y[node];
  self->moved[node] = FALSE;
}

void
gmarl_network_layout_adopt (GmarlNetworkLayout *self, const GmarlNetworkLayout *other)
{
  g_return_if_fail (self != NULL && other != NULL);

  for (gsize i = 0; i < MIN (self->n_nodes, other->n_nodes); i++) {
    if (other->moved[i])
      gmarl_network_layout_move (self, i, other->x[i], other->y[i]);
  }
}

int
gmarl_network_layout_walk (const GmarlNetworkLayout *self, int node, int step)
{
  int n;

  g_return_val_if_fail (self != NULL, -1);

  n = (int) self->n_nodes;
  if (n == 0)
    return -1;
  if (node < 0 || node >= n)
    return step > 0 ? 0 : n - 1;
  return (node + step % n + n) % n;
}
