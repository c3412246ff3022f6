/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "chart-samples.h"
#include "gmarl-chart-paint.h"
#include "golden.h"

#include <math.h>

#define WIDTH  400
#define HEIGHT 200

static void
paint_sample (cairo_t *cr,
              gconstpointer data,
              const GmarlDrawStyle *style,
              const GmarlTextMeasure *measure,
              int width,
              int height)
{
  const ChartSample *sample = data;
  g_autoptr (GmarlChartView) view = NULL;
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlChartState state;

  gmarl_chart_state_init (&state);
  view = sample->make (&state);
  scene = gmarl_chart_scene_new (view, &state, style, measure, width, height);
  gmarl_chart_paint_plot (cr, scene, style, TRUE);
}

static void
test_sample (gconstpointer data)
{
  golden_check (((const ChartSample *) data)->name, paint_sample, data, WIDTH, HEIGHT);
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

/* Samples between gaps, at every distance from each other: Cairo 1.16 is not asked for what it
 * writes beyond its memory for, which malloc would tell. */
static void
test_dots (void)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  GmarlChartState state;

  gmarl_chart_state_init (&state);
  for (guint n = 60; n < 180; n++) {
    g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
    g_autoptr (GmarlChartScene) scene = NULL;
    GmarlSeriesLook look = { GMARL_LOOK_SERIES, 0 };
    GmarlSeries *series = gmarl_series_new ();
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create (surface);

    for (guint k = 0; k < n; k++) {
      gmarl_series_append (series, 2 * k, 0.5);
      gmarl_series_append (series, 2 * k + 1, NAN);
    }
    gmarl_chart_view_add_series (view, "dots", "Dots", series, look);
    gmarl_series_unref (series);
    scene = gmarl_chart_scene_new (view, &state, style, NULL, WIDTH, HEIGHT);
    gmarl_chart_paint_plot (cr, scene, style, TRUE);
    g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

static int
update (void)
{
  for (gsize k = 0; k < n_chart_samples; k++)
    if (!golden_update (chart_samples[k].name, paint_sample, &chart_samples[k], WIDTH, HEIGHT))
      return 1;
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
  g_test_add_func ("/drawing/picture/dots", test_dots);
  return g_test_run ();
}
