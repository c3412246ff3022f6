/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-matrix-paint.h"
#include "gmarl-matrix-scene.h"
#include "network-views.h"

#include <math.h>

#define EM 15.0

static void
test_cells (void)
{
  static const gsize sizes[] = { 1, 2, 3, 201, 487, 1000, 9973, 10000 };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++) {
    g_autoptr (GmarlNetworkView) view = network_view_sample (GMARL_NETWORK_SHAPE_RING, sizes[k]);
    g_autoptr (GmarlMatrixScene) scene =
        gmarl_matrix_scene_new (view, GMARL_MATRIX_STORAGE, 800, 500, EM);
    double width = scene->cell * (double) scene->columns;
    double height = scene->cell * (double) scene->rows;

    g_assert_cmpuint (scene->rows * scene->columns, >=, sizes[k]);
    g_assert_cmpuint ((scene->rows - 1) * scene->columns, <, sizes[k]);
    g_assert_cmpfloat (scene->x, >=, 0);
    g_assert_cmpfloat (scene->y, >=, 0);
    g_assert_cmpfloat (scene->x + width, <=, 800);
    g_assert_cmpfloat (scene->y + height, <=, scene->legend.y);
    /* Nearly the whole room is used, unless cells are as large as they get. */
    if (sizes[k] > 200)
      g_assert_cmpfloat (width * height, >, 0.5 * 800 * 500);
    for (gsize i = 0; i < sizes[k]; i++) {
      cairo_rectangle_t cell;

      gmarl_matrix_scene_get_cell (scene, i, &cell);
      g_assert_cmpint (
          gmarl_matrix_scene_node_at (scene, cell.x + cell.width / 2, cell.y + cell.height / 2), ==,
          (int) i);
    }
    g_assert_cmpint (gmarl_matrix_scene_node_at (scene, scene->x - 2, scene->y + 2), ==, -1);
    g_assert_cmpint (gmarl_matrix_scene_node_at (scene, scene->x + 2, scene->y + height + 2), ==,
                     -1);
  }
}

/* A row is numbered as its first node is called. */
static void
test_row_numbers (void)
{
  g_autoptr (GmarlNetworkView) view = gmarl_network_view_new (300, 0);
  g_autoptr (GmarlMatrixScene) scene =
      gmarl_matrix_scene_new (view, GMARL_MATRIX_STORAGE, 800, 500, EM);

  for (gsize row = 0; row < scene->rows; row++) {
    gsize number = gmarl_matrix_scene_row_number (scene, row);
    g_autofree char *name = gmarl_network_view_dup_name (view, number);
    g_autofree char *expected = g_strdup_printf ("Node %zu", number);
    cairo_rectangle_t cell;

    gmarl_matrix_scene_get_cell (scene, number, &cell);
    g_assert_cmpfloat (cell.x, ==, scene->x);
    g_assert_cmpfloat (cell.y, ==, scene->y + (double) row * scene->cell);
    g_assert_cmpstr (name, ==, expected);
  }
  g_assert_cmpuint (gmarl_matrix_scene_row_number (scene, 0), ==, 0);
}

static void
test_values (void)
{
  g_autoptr (GmarlNetworkView) view = network_view_reference ();
  static const struct {
    GmarlMatrixQuantity quantity;
    gsize node;
    double value;
  } cases[] = {
    { GMARL_MATRIX_STORAGE, 2, 0.14 },   { GMARL_MATRIX_SOLAR, 2, 0.35 },
    { GMARL_MATRIX_DEMAND, 2, 0.95 },    { GMARL_MATRIX_GRID, 2, 14.5 / 30 },
    { GMARL_MATRIX_GRID, 3, -3.1 / 30 }, { GMARL_MATRIX_UNMET, 1, 0.5 },
  };

  view->node[1].unmet_kwh = view->node[1].demand_kwh / 2;
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GmarlMatrixScene) scene =
        gmarl_matrix_scene_new (view, cases[k].quantity, 400, 300, EM);

    g_assert_cmpfloat_with_epsilon (scene->value[cases[k].node], cases[k].value, 1e-12);
    g_assert_true (scene->unmet[1]);
    g_assert_false (scene->unmet[2]);
  }
}

static void
test_walk (void)
{
  g_autoptr (GmarlNetworkView) view = network_view_sample (GMARL_NETWORK_SHAPE_RING, 1000);
  g_autoptr (GmarlMatrixScene) scene =
      gmarl_matrix_scene_new (view, GMARL_MATRIX_STORAGE, 800, 500, EM);

  g_assert_cmpint (gmarl_matrix_scene_walk (scene, -1, 1, 0), ==, 0);
  g_assert_cmpint (gmarl_matrix_scene_walk (scene, 0, 1, 0), ==, 1);
  g_assert_cmpint (gmarl_matrix_scene_walk (scene, 0, -1, 0), ==, 0);
  g_assert_cmpint (gmarl_matrix_scene_walk (scene, 5, 0, 1), ==, 5 + (int) scene->columns);
  g_assert_cmpint (gmarl_matrix_scene_walk (scene, 999, 0, 1), ==, 999);
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) +
                      (gsize) cairo_image_surface_get_stride (surface) * (gsize) y;

  return ((const guint32 *) (gconstpointer) row)[(gsize) x];
}

/* The middle of each cell has the colour of the scale, whatever the size of cells. */
static void
test_colors (void)
{
  for (gsize n = 250; n <= 10000; n *= 5) {
    g_autoptr (GmarlNetworkView) view = network_view_sample (GMARL_NETWORK_SHAPE_RING, n);
    g_autoptr (GmarlMatrixScene) scene = NULL;
    g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 500);
    cairo_t *cr = cairo_create (surface);

    for (gsize i = 0; i < n; i++)
      view->node[i].unmet_kwh = 0;
    scene = gmarl_matrix_scene_new (view, GMARL_MATRIX_STORAGE, 800, 500, EM);
    gmarl_matrix_paint (cr, scene, style, -1, -1);
    cairo_surface_flush (surface);
    for (gsize i = 0; i < n; i++) {
      GmarlColor color = gmarl_palette_sequential (view->node[i].level);
      cairo_rectangle_t cell;
      guint32 pixel;

      gmarl_matrix_scene_get_cell (scene, i, &cell);
      pixel = pixel_at (surface, cell.x + cell.width / 2, cell.y + cell.height / 2);
      g_assert_cmpfloat (fabs ((pixel >> 16 & 0xFF) / 255.0 - color.red), <, 0.01);
      g_assert_cmpfloat (fabs ((pixel >> 8 & 0xFF) / 255.0 - color.green), <, 0.01);
      g_assert_cmpfloat (fabs ((pixel & 0xFF) / 255.0 - color.blue), <, 0.01);
    }
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

static void
test_words (void)
{
  g_assert_cmpstr (gmarl_matrix_quantity_id (GMARL_MATRIX_GRID), ==, "grid");
  g_assert_true (gmarl_matrix_quantity_is_signed (GMARL_MATRIX_GRID));
  g_assert_false (gmarl_matrix_quantity_is_signed (GMARL_MATRIX_STORAGE));
  g_assert_cmpstr (gmarl_matrix_quantity_end (GMARL_MATRIX_GRID, TRUE), ==, "Import");
  g_assert_cmpstr (gmarl_matrix_quantity_end (GMARL_MATRIX_GRID, FALSE), ==, "Export");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drawing/matrix/cells", test_cells);
  g_test_add_func ("/drawing/matrix/row-numbers", test_row_numbers);
  g_test_add_func ("/drawing/matrix/values", test_values);
  g_test_add_func ("/drawing/matrix/walk", test_walk);
  g_test_add_func ("/drawing/matrix/colors", test_colors);
  g_test_add_func ("/drawing/matrix/words", test_words);

  return g_test_run ();
}
