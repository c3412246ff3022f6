/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-network-paint.h"
#include "network-views.h"

#include <math.h>
#include <string.h>

/* Pictures without any text, so that they do not depend on fonts: what is drawn where, by its
 * colour. And all of them once against the pictures in golden/, within a tolerance for other
 * versions of Cairo. GMARL_GOLDEN=DIRECTORY writes them anew, to be looked at.
 */

#define WIDTH      480
#define HEIGHT     400
#define TOLERANCE  12    /* of 255, a channel */
#define MAY_DIFFER 0.005 /* share of pixels */

static void
measure_nothing (const char *text,
                 GmarlTextRole role,
                 double *width,
                 double *height,
                 gpointer user_data)
{
  *width = *height = 0;
}

/* Nodes without numbers: one more than is drawn in full, or so small that none fit. */
static cairo_surface_t *
paint (GmarlNetworkView *view, gboolean dark, gboolean high_contrast, GmarlNetworkScene **scene)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (dark, high_contrast);
  g_autoptr (GmarlNetworkLayout) layout = gmarl_network_layout_new (view);
  GmarlTextMeasure measure = { measure_nothing, NULL };
  GmarlNetworkFrame frame;

  gmarl_network_frame_init (&frame, WIDTH, HEIGHT);
  frame.selected = 1;
  *scene = gmarl_network_scene_new (view, layout, &frame, 40, &measure);
  cairo_set_source_rgb (cr, style->window.red, style->window.green, style->window.blue);
  cairo_paint (cr);
  gmarl_network_paint (cr, *scene, view, style);
  gmarl_network_paint_chevrons (cr, *scene, style, NULL, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static GmarlColor
color_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) +
                      (gsize) cairo_image_surface_get_stride (surface) * (gsize) y;
  guint32 pixel = ((const guint32 *) (gconstpointer) row)[(gsize) x];

  return (GmarlColor){ (pixel >> 16 & 0xFF) / 255.0, (pixel >> 8 & 0xFF) / 255.0,
                       (pixel & 0xFF) / 255.0, 1 };
}

static void
assert_color (cairo_surface_t *surface, double x, double y, GmarlColor expected)
{
  GmarlColor color = color_at (surface, x, y);

  g_assert_cmpfloat (fabs (color.red - expected.red), <, 0.02);
  g_assert_cmpfloat (fabs (color.green - expected.green), <, 0.02);
  g_assert_cmpfloat (fabs (color.blue - expected.blue), <, 0.02);
}

/* Solar on the left, demand on the right, both from the bottom; the level from the bottom, too. */
static void
test_node (void)
{
  g_autoptr (GmarlNetworkView) view = network_view_reference ();
  g_autoptr (GmarlNetworkScene) scene = NULL;
  cairo_surface_t *surface;
  const GmarlSceneNode *node;
  double arc;

  view->node[0].solar_kwh = 0.5 * view->node[0].solar_peak_kwh;
  view->node[0].demand_kwh = view->node[0].demand_peak_kwh;
  view->node[0].level = 0.5;
  surface = paint (view, FALSE, FALSE, &scene);
  node = &scene->node[0];
  g_assert_cmpint (scene->detail, ==, GMARL_NETWORK_DETAIL_GLYPH);
  arc = 0.94 * scene->radius * G_SQRT2 / 2;
  assert_color (surface, node->x - arc, node->y + arc,
                gmarl_palette_quantity_color (GMARL_QUANTITY_SOLAR, FALSE));
  assert_color (surface, node->x + arc, node->y + arc,
                gmarl_palette_quantity_color (GMARL_QUANTITY_DEMAND, FALSE));
  assert_color (surface, node->x + arc, node->y - arc,
                gmarl_palette_quantity_color (GMARL_QUANTITY_DEMAND, FALSE));
  /* The track of the empty half: the foreground at 0.12 on the window. */
  assert_color (surface, node->x - arc, node->y - arc,
                (GmarlColor){ 0.98 * 0.904, 0.98 * 0.904, 0.98 * 0.904, 1 });
  assert_color (surface, node->x, node->y - scene->radius / 2, (GmarlColor){ 1, 1, 1, 1 });
  assert_color (surface, node->x, node->y + scene->radius / 2,
                gmarl_color_mix ((GmarlColor){ 1, 1, 1, 1 },
                                 gmarl_palette_quantity_color (GMARL_QUANTITY_STORAGE, FALSE),
                                 0.6));
  cairo_surface_destroy (surface);
}

static double
share_of_differences (cairo_surface_t *one, cairo_surface_t *other)
{
  gsize differences = 0;

  for (gsize y = 0; y < HEIGHT; y++) {
    for (gsize x = 0; x < WIDTH; x++) {
      GmarlColor a = color_at (one, (double) x, (double) y);
      GmarlColor b = color_at (other, (double) x, (double) y);
      double largest =
          MAX (MAX (fabs (a.red - b.red), fabs (a.green - b.green)), fabs (a.blue - b.blue));

      differences += 255 * largest > TOLERANCE;
    }
  }
  return (double) differences / (WIDTH * HEIGHT);
}

static void
compare (const char *name, GmarlNetworkView *view, gboolean dark, gboolean high_contrast)
{
  const char *directory = g_getenv ("GMARL_GOLDEN");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *written = directory != NULL ? g_build_filename (directory, file, NULL) : NULL;
  g_autofree char *golden = g_test_build_filename (G_TEST_DIST, "drawing", "golden", file, NULL);
  g_autoptr (GmarlNetworkScene) scene = NULL;
  cairo_surface_t *surface = paint (view, dark, high_contrast, &scene);
  cairo_surface_t *expected;
  double differences;

  if (written != NULL)
    g_assert_cmpint (cairo_surface_write_to_png (surface, written), ==, CAIRO_STATUS_SUCCESS);
  expected = cairo_image_surface_create_from_png (golden);
  g_assert_cmpint (cairo_surface_status (expected), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (expected), ==, WIDTH);
  g_assert_cmpint (cairo_image_surface_get_height (expected), ==, HEIGHT);
  differences = share_of_differences (surface, expected);
  g_test_message ("%s: %.4f of the pixels differ", name, differences);
  g_assert_cmpfloat (differences, <, MAY_DIFFER);
  cairo_surface_destroy (expected);
  cairo_surface_destroy (surface);
}

static void
test_golden (void)
{
  g_autoptr (GmarlNetworkView) five = network_view_reference ();
  g_autoptr (GmarlNetworkView) many = network_view_sample (GMARL_NETWORK_SHAPE_SMALL_WORLD, 80);
  g_autoptr (GmarlNetworkView) lattice = network_view_sample (GMARL_NETWORK_SHAPE_LATTICE, 6);

  five->node[2].unmet_kwh = 1;
  five->price_per_kwh = NAN;
  compare ("network-light", five, FALSE, FALSE);
  compare ("network-dark", five, TRUE, FALSE);
  compare ("network-contrast", five, FALSE, TRUE);
  compare ("network-lattice", lattice, TRUE, FALSE);
  compare ("network-discs", many, FALSE, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drawing/network-picture/node", test_node);
  g_test_add_func ("/drawing/network-picture/golden", test_golden);

  return g_test_run ();
}
