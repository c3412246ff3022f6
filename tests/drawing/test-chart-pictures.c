/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Pictures are compared with those in golden/, without text, as fonts differ among machines. After
 * a change that is meant: test-chart-pictures --update, look at them, commit them.
 */
#include "chart-samples.h"
#include "gmarl-chart-paint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH  400
#define HEIGHT 200

/* Cairo's versions differ in the rounding of edges: a channel may be off by a little anywhere, by
 * more in a few pixels.
 */
#define LITTLE 24
#define FEW    (WIDTH * HEIGHT / 500)

static void
measure (const char *text, GmarlTextRole role, double *width, double *height, gpointer user_data)
{
  *width = 7.0 * (double) g_utf8_strlen (text, -1);
  *height = 14;
}

static cairo_surface_t *
paint (const ChartSample *sample, const GmarlDrawStyle *style)
{
  const GmarlTextMeasure ruler = { measure, NULL };
  g_autoptr (GArray) texts = g_array_new (FALSE, FALSE, sizeof (GmarlTextRun));
  g_autoptr (GmarlChartView) view = NULL;
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlChartState state;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  g_array_set_clear_func (texts, (GDestroyNotify) gmarl_text_run_clear);
  gmarl_draw_text_record (surface, texts);
  gmarl_chart_state_init (&state);
  view = sample->make (&state);
  scene = gmarl_chart_scene_new (view, &state, style, &ruler, WIDTH, HEIGHT);
  gmarl_chart_paint_plot (cr, scene, style, TRUE);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpuint (texts->len, >, 0);
  gmarl_draw_text_record (surface, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
assert_alike (cairo_surface_t *one, cairo_surface_t *other, const char *name)
{
  const guchar *data = cairo_image_surface_get_data (one);
  const guchar *expected = cairo_image_surface_get_data (other);
  int stride = cairo_image_surface_get_stride (one), off = 0;

  g_assert_cmpint (cairo_image_surface_get_width (other), ==, WIDTH);
  g_assert_cmpint (cairo_image_surface_get_height (other), ==, HEIGHT);
  g_assert_cmpint (cairo_image_surface_get_stride (other), ==, stride);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      int worst = 0;

      for (int c = 0; c < 3; c++) {
        int at = y * stride + 4 * x + c;

        worst = MAX (worst, abs (data[at] - expected[at]));
      }
      off += worst > LITTLE;
    }
  if (off > FEW)
    g_error ("%s: %d pixels differ", name, off);
}

static char *
get_path (const char *folder, const char *name, int kind)
{
  static const char *const kinds[] = { "light", "dark", "contrast" };
  g_autofree char *file = g_strdup_printf ("%s-%s.png", name, kinds[kind]);

  return g_build_filename (folder, file, NULL);
}

static void
test_sample (gconstpointer data)
{
  const ChartSample *sample = data;
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "drawing", "golden", NULL);

  for (int kind = 0; kind < 3; kind++) {
    g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (kind == 1, kind == 2);
    g_autofree char *path = get_path (folder, sample->name, kind);
    cairo_surface_t *surface = paint (sample, style);
    cairo_surface_t *golden = cairo_image_surface_create_from_png (path);

    g_assert_cmpint (cairo_surface_status (golden), ==, CAIRO_STATUS_SUCCESS);
    assert_alike (surface, golden, path);
    cairo_surface_destroy (golden);
    cairo_surface_destroy (surface);
  }
}

/* The overlay touches nothing when there is nothing to point at, and little else when there is. */
static void
test_overlay (void)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  g_autoptr (GmarlChartView) view = NULL;
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlChartState state;
  GmarlChartOverlay overlay;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  const guint32 *pixels;
  int stride = cairo_image_surface_get_stride (surface) / 4, pixel;

  gmarl_chart_state_init (&state);
  view = chart_samples[0].make (&state);
  scene = gmarl_chart_scene_new (view, &state, style, NULL, WIDTH, HEIGHT);
  gmarl_chart_overlay_init (&overlay);
  gmarl_chart_paint_overlay (cr, scene, style, &overlay);
  cairo_surface_flush (surface);
  pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  for (int k = 0; k < stride * HEIGHT; k++)
    g_assert_cmpuint (pixels[k], ==, 0);

  overlay.cursor = 310;
  overlay.pins[0] = 100;
  gmarl_chart_paint_overlay (cr, scene, style, &overlay);
  cairo_surface_flush (surface);
  pixel = (int) gmarl_chart_scene_x_to_pixel (scene, 310);
  g_assert_cmpuint (pixels[stride * (int) (scene->plot.y + 2) + pixel], !=, 0);
  g_assert_cmpuint (pixels[stride * (int) (scene->plot.y + 2) + pixel + 12], ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static int
update (void)
{
  for (gsize k = 0; k < n_chart_samples; k++)
    for (int kind = 0; kind < 3; kind++) {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "drawing", "golden", NULL);
      g_autofree char *path = get_path (folder, chart_samples[k].name, kind);
      g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (kind == 1, kind == 2);
      cairo_surface_t *surface = paint (&chart_samples[k], style);
      cairo_status_t status = cairo_surface_write_to_png (surface, path);

      cairo_surface_destroy (surface);
      if (status != CAIRO_STATUS_SUCCESS) {
        g_printerr ("%s: %s\n", path, cairo_status_to_string (status));
        return 1;
      }
    }
  return 0;
}

int
main (int argc, char **argv)
{
  gboolean updates = argc > 1 && g_str_equal (argv[1], "--update");

  g_test_init (&argc, &argv, NULL);
  if (updates)
    return update ();
  for (gsize k = 0; k < n_chart_samples; k++) {
    g_autofree char *path = g_strdup_printf ("/drawing/picture/%s", chart_samples[k].name);

    g_test_add_data_func (path, &chart_samples[k], test_sample);
  }
  g_test_add_func ("/drawing/picture/overlay", test_overlay);
  return g_test_run ();
}
