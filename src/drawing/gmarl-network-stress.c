/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-stress.h"

#include <math.h>
#include <string.h>

/* Stress by stochastic gradient descent: Zheng, Pawar and Goodman (2018), "Graph Drawing by
 * Stochastic Gradient Descent", with their schedule of step sizes. Nodes that are too close
 * afterwards push each other apart; a grid of cells finds them.
 */

#define ROUNDS         15
#define PUSH_ROUNDS    200
#define LAST_STEP      0.1
#define SHARE_OF_PITCH 0.55 /* of 1 / √n, the pitch of a square lattice of n nodes */

/* xorshift64: an order to visit pairs in, nothing that results depend on. */
static guint64
next_random (guint64 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

/* Neighbours of node i are target[start[i]] to target[start[i + 1] - 1]. */
static void
list_neighbours (const GmarlNetworkView *view, guint **start, guint **target)
{
  guint *fill;

  *start = g_new0 (guint, view->n_nodes + 1);
  *target = g_new (guint, 2 * view->n_lines + 1);
  for (gsize k = 0; k < view->n_lines; k++) {
    (*start)[view->line[k].a + 1]++;
    (*start)[view->line[k].b + 1]++;
  }
  for (gsize i = 0; i < view->n_nodes; i++)
    (*start)[i + 1] += (*start)[i];
  fill = g_memdup2 (*start, (view->n_nodes + 1) * sizeof (guint));
  for (gsize k = 0; k < view->n_lines; k++) {
    (*target)[fill[view->line[k].a]++] = view->line[k].b;
    (*target)[fill[view->line[k].b]++] = view->line[k].a;
  }
  g_free (fill);
}

/* Lines from each node to each other, [n, n]; what cannot be reached is a bit further than all
 * else. */
static guint16 *
distances_of (const GmarlNetworkView *view)
{
  gsize n = view->n_nodes;
  guint16 *distance = g_new (guint16, n * n), longest = 1;
  g_autofree guint *start = NULL, *target = NULL;
  g_autofree guint *queue = g_new (guint, n);

  memset (distance, 0xFF, n * n * sizeof (guint16));
  list_neighbours (view, &start, &target);
  for (gsize from = 0; from < n; from++) {
    guint16 *row = distance + from * n;
    gsize head = 0, tail = 0;

    row[from] = 0;
    queue[tail++] = (guint) from;
    while (head < tail) {
      guint at = queue[head++];

      for (guint k = start[at]; k < start[at + 1]; k++) {
        guint to = target[k];

        if (row[to] == G_MAXUINT16) {
          row[to] = row[at] + 1;
          longest = MAX (longest, row[to]);
          queue[tail++] = to;
        }
      }
    }
  }
  for (gsize k = 0; k < n * n; k++) {
    if (distance[k] == G_MAXUINT16)
      distance[k] = (guint16) MIN (longest + 1, G_MAXUINT16);
  }
  return distance;
}

typedef struct {
  guint16 i, j;
} Pair;

static void
descend (gsize n, const guint16 *distance, double *x, double *y)
{
  gsize n_pairs = n * (n - 1) / 2, count = 0;
  g_autofree Pair *pairs = g_new (Pair, n_pairs);
  guint64 random = 0x9E3779B97F4A7C15;
  double longest = 1, decay;

  for (gsize i = 0; i < n; i++) {
    for (gsize j = i + 1; j < n; j++) {
      pairs[count++] = (Pair){ (guint16) i, (guint16) j };
      longest = MAX (longest, distance[i * n + j]);
    }
  }
  decay = log (longest * longest / LAST_STEP) / (ROUNDS - 1);

  for (gsize round = 0; round < ROUNDS; round++) {
    double step = longest * longest * exp (-decay * (double) round);

    for (gsize k = n_pairs - 1; k > 0; k--) {
      gsize other = (gsize) (next_random (&random) % (k + 1));
      Pair swap = pairs[k];

      pairs[k] = pairs[other];
      pairs[other] = swap;
    }
    for (gsize k = 0; k < n_pairs; k++) {
      gsize i = pairs[k].i, j = pairs[k].j;
      double wanted = distance[i * n + j], share = MIN (step / (wanted * wanted), 1);
      double dx = x[i] - x[j], dy = y[i] - y[j], length = MAX (sqrt (dx * dx + dy * dy), 1e-9);
      double move = share * (length - wanted) / 2 / length;

      x[i] -= move * dx;
      y[i] -= move * dy;
      x[j] += move * dx;
      y[j] += move * dy;
    }
  }
}

/* Scales evenly and moves into the middle of the box. */
static void
fit_into_box (gsize n, double *x, double *y)
{
  double x0 = x[0], x1 = x[0], y0 = y[0], y1 = y[0], size;

  for (gsize i = 1; i < n; i++) {
    x0 = MIN (x0, x[i]);
    x1 = MAX (x1, x[i]);
    y0 = MIN (y0, y[i]);
    y1 = MAX (y1, y[i]);
  }
  size = MAX (MAX (x1 - x0, y1 - y0), 1e-9);
  for (gsize i = 0; i < n; i++) {
    x[i] = CLAMP (0.5 + (x[i] - (x0 + x1) / 2) / size, 0, 1);
    y[i] = CLAMP (0.5 + (y[i] - (y0 + y1) / 2) / size, 0, 1);
  }
}

/* Nodes by square cells of the box: next[i] is the node after i in its cell, or -1. */
typedef struct {
  gsize side;
  int *first, *next;
} Cells;

static gsize
cell_of (const Cells *cells, double place)
{
  return MIN ((gsize) (place * (double) cells->side), cells->side - 1);
}

static void
sort_into_cells (Cells *cells, gsize n, const double *x, const double *y)
{
  memset (cells->first, 0xFF, cells->side * cells->side * sizeof (int));
  for (gsize i = n; i-- > 0;) {
    int *first = &cells->first[cell_of (cells, y[i]) * cells->side + cell_of (cells, x[i])];

    cells->next[i] = *first;
    *first = (int) i;
  }
}

static void
cells_init (Cells *cells, gsize n, double size)
{
  cells->side = (gsize) CLAMP (1 / size, 1, 512);
  cells->first = g_new (int, cells->side * cells->side);
  cells->next = g_new (int, n);
}

static void
cells_clear (Cells *cells)
{
  g_free (cells->first);
  g_free (cells->next);
}

/* Moves both nodes apart if they are closer than pitch; whether they were. */
static gboolean
push (gsize i, gsize j, double pitch, double *x, double *y)
{
  double dx = x[j] - x[i], dy = y[j] - y[i], length = sqrt (dx * dx + dy * dy), move;

  if (length >= pitch * 0.999)
    return FALSE;
  if (length < 1e-9) {
    dx = cos ((double) i);
    dy = sin ((double) i);
    length = 1;
    move = pitch / 2;
  } else {
    move = (pitch - length) / 2;
  }
  x[i] = CLAMP (x[i] - move * dx / length, 0, 1);
  y[i] = CLAMP (y[i] - move * dy / length, 0, 1);
  x[j] = CLAMP (x[j] + move * dx / length, 0, 1);
  y[j] = CLAMP (y[j] + move * dy / length, 0, 1);
  return TRUE;
}

static void
push_apart (gsize n, double *x, double *y)
{
  double pitch = SHARE_OF_PITCH / sqrt ((double) n);
  Cells cells;
  gboolean moved = TRUE;

  cells_init (&cells, n, pitch);
  for (gsize round = 0; moved && round < PUSH_ROUNDS; round++) {
    moved = FALSE;
    sort_into_cells (&cells, n, x, y);
    for (gsize i = 0; i < n; i++) {
      gsize column = cell_of (&cells, x[i]), row = cell_of (&cells, y[i]);

      for (gsize r = row - MIN (row, 1); r <= MIN (row + 1, cells.side - 1); r++) {
        for (gsize c = column - MIN (column, 1); c <= MIN (column + 1, cells.side - 1); c++) {
          for (int j = cells.first[r * cells.side + c]; j >= 0; j = cells.next[j]) {
            if ((gsize) j > i)
              moved |= push (i, (gsize) j, pitch, x, y);
          }
        }
      }
    }
  }
  cells_clear (&cells);
}

void
gmarl_network_stress_place (const GmarlNetworkView *view, double *x, double *y)
{
  g_autofree guint16 *distance = NULL;

  g_return_if_fail (view != NULL && view->n_nodes >= 2 && view->n_nodes <= G_MAXUINT16);

  distance = distances_of (view);
  descend (view->n_nodes, distance, x, y);
  fit_into_box (view->n_nodes, x, y);
  push_apart (view->n_nodes, x, y);
}

double
gmarl_network_least_distance (gsize n, const double *x, const double *y)
{
  double least = 2;

  for (gsize i = 0; i < n; i++) {
    for (gsize j = i + 1; j < n; j++) {
      double dx = x[i] - x[j], dy = y[i] - y[j];

      least = MIN (least, dx * dx + dy * dy);
    }
  }
  return n < 2 ? 1 : sqrt (least);
}
