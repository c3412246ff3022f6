/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "network-views.h"

#include <math.h>

static void
add (GArray *lines, gsize a, gsize b)
{
  GmarlNetworkLine line = { (guint) MIN (a, b), (guint) MAX (a, b), 0 };

  g_array_append_val (lines, line);
}

static gsize
columns_of (gsize n)
{
  gsize rows = 1;

  for (gsize divisor = 2; divisor * divisor <= n; divisor++) {
    if (n % divisor == 0)
      rows = divisor;
  }
  return n / rows;
}

static void
add_lines (GArray *lines, GmarlNetworkShape shape, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    switch (shape) {
    case GMARL_NETWORK_SHAPE_RING:
      if (i + 1 < n || n > 2)
        add (lines, i, (i + 1) % n);
      break;
    case GMARL_NETWORK_SHAPE_LINE:
      if (i + 1 < n)
        add (lines, i, i + 1);
      break;
    case GMARL_NETWORK_SHAPE_STAR:
      if (i > 0)
        add (lines, 0, i);
      break;
    case GMARL_NETWORK_SHAPE_COMPLETE:
      for (gsize j = i + 1; j < n; j++)
        add (lines, i, j);
      break;
    case GMARL_NETWORK_SHAPE_LATTICE:
      if (i % columns_of (n) + 1 < columns_of (n))
        add (lines, i, i + 1);
      if (i + columns_of (n) < n)
        add (lines, i, i + columns_of (n));
      break;
    default:
      /* A ring with some chords, and for a custom network with some nodes that nothing reaches. */
      if (shape == GMARL_NETWORK_SHAPE_CUSTOM && i % 11 == 10)
        break;
      if (i + 1 < n)
        add (lines, i, i + 1);
      if (i % 5 == 0 && i + n / 3 < n && n / 3 > 1)
        add (lines, i, i + n / 3);
      break;
    }
  }
}

GmarlNetworkView *
network_view_of_shape (GmarlNetworkShape shape, gsize n_nodes)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (GmarlNetworkLine));
  GmarlNetworkView *view;

  add_lines (lines, shape, n_nodes);
  view = gmarl_network_view_new (n_nodes, lines->len);
  view->shape = shape;
  for (gsize k = 0; k < lines->len; k++)
    view->line[k] = g_array_index (lines, GmarlNetworkLine, k);
  return view;
}

GmarlNetworkView *
network_view_sample (GmarlNetworkShape shape, gsize n_nodes)
{
  static const char *const kinds[] = { "Residential", "Commercial", "Industrial", "Mixed",
                                       "Suburban" };
  GmarlNetworkView *view = network_view_of_shape (shape, n_nodes);

  view->line_limit_kwh = 20;
  view->grid_limit_kwh = 30;
  view->price_per_kwh = 0.24;
  for (gsize i = 0; i < n_nodes; i++) {
    GmarlNetworkNode *node = &view->node[i];
    double t = (double) i;

    node->kind = (GmarlNodeKind) (i % GMARL_N_NODE_KINDS);
    if (n_nodes <= 5) {
      gmarl_network_view_set_name (view, i, kinds[i % 5]);
    } else {
      g_autofree char *name = g_strdup_printf ("%s %zu", kinds[i % 5], i / 5 + 1);

      gmarl_network_view_set_name (view, i, name);
    }
    node->level = 0.5 + 0.48 * sin (1.7 * t + 0.4);
    node->demand_peak_kwh = 10;
    node->demand_kwh = 5 + 4 * sin (2.3 * t);
    node->solar_peak_kwh = 8;
    node->solar_kwh = 4 + 3.6 * cos (1.1 * t);
    node->grid_kwh = i % 3 == 0 ? 0 : 14 * sin (0.9 * t + 1);
    node->unmet_kwh = i % 17 == 8 ? 0.7 : 0;
  }
  for (gsize k = 0; k < view->n_lines; k++)
    view->line[k].flow_kwh = k % 4 == 3 ? 0 : 13 * sin (1.3 * (double) k + 0.5);
  return view;
}

GmarlNetworkView *
network_view_reference (void)
{
  static const double level[] = { 0.62, 0.48, 0.14, 0.93, 0.37 };
  static const double solar[] = { 0.72, 0.40, 0.35, 0.80, 0.45 };
  static const double demand[] = { 0.45, 0.75, 0.95, 0.40, 0.50 };
  static const double grid[] = { 4.2, 0, 14.5, -3.1, 0 };
  static const double flow[] = { 6.2, -2.1, 0, 11.5, -3.4 };
  GmarlNetworkView *view = network_view_sample (GMARL_NETWORK_SHAPE_RING, 5);

  for (gsize i = 0; i < 5; i++) {
    view->node[i].level = level[i];
    view->node[i].solar_kwh = solar[i] * view->node[i].solar_peak_kwh;
    view->node[i].demand_kwh = demand[i] * view->node[i].demand_peak_kwh;
    view->node[i].grid_kwh = grid[i];
    view->node[i].unmet_kwh = 0;
  }
  for (gsize k = 0; k < 5; k++)
    view->line[k].flow_kwh = flow[k];
  return view;
}
