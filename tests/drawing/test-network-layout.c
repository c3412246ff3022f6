/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-network-layout.h"
#include "gmarl-network-stress.h"
#include "network-views.h"

#include <math.h>
#include <string.h>

static const gsize sizes[] = { 1,  2,  3,  4,  5,  6,  7,   8,   11,  12,  13,  20,
                               24, 25, 26, 27, 37, 50, 101, 150, 200, 487, 1000 };

static void
test_inside_and_apart (void)
{
  for (gsize shape = 0; shape < GMARL_N_NETWORK_SHAPES; shape++) {
    for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++) {
      g_autoptr (GmarlNetworkView) view =
          network_view_of_shape ((GmarlNetworkShape) shape, sizes[k]);
      g_autoptr (GmarlNetworkLayout) layout = gmarl_network_layout_new (view);
      double pitch = 1 / sqrt ((double) view->n_nodes);

      for (gsize i = 0; i < view->n_nodes; i++) {
        g_assert_cmpfloat (layout->x[i], >=, 0);
        g_assert_cmpfloat (layout->x[i], <=, 1);
        g_assert_cmpfloat (layout->y[i], >=, 0);
        g_assert_cmpfloat (layout->y[i], <=, 1);
        g_assert_false (layout->moved[i]);
      }
      g_test_message ("shape %zu, %zu nodes: spacing %.3f of the pitch", shape, view->n_nodes,
                      layout->spacing / pitch);
      g_assert_cmpfloat (layout->spacing, ==,
                         gmarl_network_least_distance (view->n_nodes, layout->x, layout->y));
      /* A lattice of two rows is as wide as it is long. */
      if (shape != GMARL_NETWORK_SHAPE_LATTICE)
        g_assert_cmpfloat (layout->spacing, >=, 0.4 * pitch);
      else
        g_assert_cmpfloat (layout->spacing, >, 0.9 / (double) view->n_nodes);
    }
  }
}

static void
test_deterministic (void)
{
  for (gsize shape = 0; shape < GMARL_N_NETWORK_SHAPES; shape++) {
    g_autoptr (GmarlNetworkView) view = network_view_of_shape ((GmarlNetworkShape) shape, 120);
    g_autoptr (GmarlNetworkView) sample = network_view_sample ((GmarlNetworkShape) shape, 120);
    g_autoptr (GmarlNetworkLayout) one = gmarl_network_layout_new (view);
    g_autoptr (GmarlNetworkLayout) other = gmarl_network_layout_new (sample);

    g_assert_cmpmem (one->x, 120 * sizeof (double), other->x, 120 * sizeof (double));
    g_assert_cmpmem (one->y, 120 * sizeof (double), other->y, 120 * sizeof (double));
  }
}

static void
test_circle (void)
{
  g_autoptr (GmarlNetworkView) view = network_view_of_shape (GMARL_NETWORK_SHAPE_RING, 4);
  g_autoptr (GmarlNetworkLayout) layout = gmarl_network_layout_new (view);
  static const double x[] = { 0.5, 1, 0.5, 0 }, y[] = { 0, 0.5, 1, 0.5 };

  for (gsize i = 0; i < 4; i++) {
    g_assert_cmpfloat_with_epsilon (layout->x[i], x[i], 1e-12);
    g_assert_cmpfloat_with_epsilon (layout->y[i], y[i], 1e-12);
  }
  g_assert_cmpfloat_with_epsilon (layout->spacing, sqrt (0.5), 1e-12);
  g_assert_true (layout->has_hub);
  g_assert_cmpfloat_with_epsilon (layout->hub_x, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (layout->hub_y, 0.5, 1e-12);
}

/* Neighbours of a long ring lie beside each other: no line is longer than a diagonal of a cell. */
static void
test_winding_ring (void)
{
  for (gsize n = 25; n <= 420; n++) {
    g_autoptr (GmarlNetworkView) view = network_view_of_shape (GMARL_NETWORK_SHAPE_RING, n);
    g_autoptr (GmarlNetworkLayout) layout = gmarl_network_layout_new (view);
    double column = 1, row = 1;

    for (gsize i = 0; i < n; i++) {
      if (layout->x[i] > 1e-9)
        column = MIN (column, layout->x[i]);
      if (layout->y[i] > 1e-9)
        row = MIN (row, layout->y[i]);
    }
    for (gsize i = 0; i < n; i++) {
      gsize j = (i + 1) % n;

      g_assert_cmpfloat (fabs (layout->x[i] - layout->x[j]), <=, column + 1e-9);
      g_assert_cmpfloat (fabs (layout->y[i] - layout->y[j]), <=, row + 1e-9);
    }
  }
}

/* Lines are shorter than other distances where the layout follows them. */
static void
test_follows_lines (void)
{
  g_autoptr (GmarlNetworkView) view = network_view_of_shape (GMARL_NETWORK_SHAPE_SMALL_WORLD, 100);
  g_autoptr (GmarlNetworkLayout) layout = gmarl_network_layout_new (view);
  double line = 0, pair = 0;

  for (gsize k = 0; k < view->n_lines; k++) {
    guint a = view->line[k].a, b = view->line[k].b;

    line += hypot (layout->x[a] - layout->x[b], layout->y[a] - layout->y[b]);
  }
  for (gsize i = 0; i < 100; i++) {
    for (gsize j = i + 1; j < 100; j++)
      pair += hypot (layout->x[i] - layout->x[j], layout->y[i] - layout->y[j]);
  }
  g_assert_cmpfloat (line / (double) view->n_lines, <, 0.4 * pair / (100 * 99 / 2));
}

static void
test_move (void)
{
  g_autoptr (GmarlNetworkView) few = network_view_of_shape (GMARL_NETWORK_SHAPE_RING, 5);
  g_autoptr (GmarlNetworkView) more = network_view_of_shape (GMARL_NETWORK_SHAPE_RING, 6);
  g_autoptr (GmarlNetworkLayout) layout = gmarl_network_layout_new (few);
  g_autoptr (GmarlNetworkLayout) next = gmarl_network_layout_new (more);
  double spacing = layout->spacing;

  gmarl_network_layout_move (layout, 3, 0.25, 1.5);
  g_assert_cmpfloat (layout->x[3], ==, 0.25);
  g_assert_cmpfloat (layout->y[3], ==, 1);
  g_assert_true (layout->moved[3]);
  g_assert_cmpfloat (layout->spacing, ==, spacing);

  gmarl_network_layout_adopt (next, layout);
  g_assert_cmpfloat (next->x[3], ==, 0.25);
  g_assert_true (next->moved[3]);
  g_assert_false (next->moved[2]);
}

static void
test_walk (void)
{
  g_autoptr (GmarlNetworkView) view = network_view_of_shape (GMARL_NETWORK_SHAPE_RING, 5);
  g_autoptr (GmarlNetworkView) none = gmarl_network_view_new (0, 0);
  g_autoptr (GmarlNetworkLayout) layout = gmarl_network_layout_new (view);
  g_autoptr (GmarlNetworkLayout) empty = gmarl_network_layout_new (none);

  g_assert_cmpint (gmarl_network_layout_walk (layout, -1, 1), ==, 0);
  g_assert_cmpint (gmarl_network_layout_walk (layout, -1, -1), ==, 4);
  g_assert_cmpint (gmarl_network_layout_walk (layout, 4, 1), ==, 0);
  g_assert_cmpint (gmarl_network_layout_walk (layout, 0, -1), ==, 4);
  g_assert_cmpint (gmarl_network_layout_walk (layout, 2, 1), ==, 3);
  g_assert_cmpint (gmarl_network_layout_walk (empty, -1, 1), ==, -1);
}

static void
test_view (void)
{
  g_autoptr (GmarlNetworkView) view = network_view_reference ();
  g_autoptr (GmarlNetworkView) copy = gmarl_network_view_copy (view);
  g_autofree char *name = NULL;

  g_assert_true (gmarl_network_view_same_network (view, copy));
  copy->node[2].level = 0.3;
  copy->line[1].flow_kwh = 1;
  g_assert_true (gmarl_network_view_same_network (view, copy));
  copy->line[1].b = 3;
  g_assert_false (gmarl_network_view_same_network (view, copy));
  copy->line[1].b = view->line[1].b;
  gmarl_network_view_set_name (copy, 0, NULL);
  g_assert_false (gmarl_network_view_same_network (view, copy));
  name = gmarl_network_view_dup_name (copy, 0);
  g_assert_cmpstr (name, ==, "Node 0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drawing/network-layout/inside-and-apart", test_inside_and_apart);
  g_test_add_func ("/drawing/network-layout/deterministic", test_deterministic);
  g_test_add_func ("/drawing/network-layout/circle", test_circle);
  g_test_add_func ("/drawing/network-layout/winding-ring", test_winding_ring);
  g_test_add_func ("/drawing/network-layout/follows-lines", test_follows_lines);
  g_test_add_func ("/drawing/network-layout/move", test_move);
  g_test_add_func ("/drawing/network-layout/walk", test_walk);
  g_test_add_func ("/drawing/network-layout/view", test_view);

  return g_test_run ();
}
