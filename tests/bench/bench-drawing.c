/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "bench.h"
#include "gmarl-chart-paint.h"

#include <math.h>

#define SAMPLES 1000000
#define SERIES  6

/* A chart of six series with a million samples each; the budget is ui.md's: 12 ms for the plot, 2
 * ms for a crosshair.
 */
typedef struct {
  GmarlChartView *view;
  GmarlDrawStyle *style;
  GmarlChartState state;
  GmarlChartScene *scene;
  cairo_surface_t *surface;
  double width, height;
  guint at;
} Chart;

static GmarlSeries *
make_series (guint seed, gsize n, gboolean band)
{
  GmarlSeries *series = gmarl_series_new ();
  guint32 bits = seed * 2654435761u + 1;

  for (gsize k = 0; k < n; k++) {
    double y;

    bits = bits * 1664525u + 1013904223u;
    y = seed + sin (1e-5 * (double) k) + bits / 4294967296.0;
    if (band)
      gmarl_series_append_band (series, (double) k, y, y - 0.5, y + 0.5);
    else
      gmarl_series_append (series, (double) k, y);
  }
  return series;
}

static void
redraw (gpointer user_data)
{
  Chart *chart = user_data;
  cairo_t *cr = cairo_create (chart->surface);

  g_clear_pointer (&chart->scene, gmarl_chart_scene_free);
  chart->scene = gmarl_chart_scene_new (chart->view, &chart->state, chart->style, NULL,
                                        chart->width, chart->height);
  gmarl_chart_paint_plot (cr, chart->scene, chart->style, TRUE);
  cairo_destroy (cr);
  cairo_surface_flush (chart->surface);
}

static void
lay_out (gpointer user_data)
{
  Chart *chart = user_data;

  g_clear_pointer (&chart->scene, gmarl_chart_scene_free);
  chart->scene = gmarl_chart_scene_new (chart->view, &chart->state, chart->style, NULL,
                                        chart->width, chart->height);
}

static void
move_crosshair (gpointer user_data)
{
  Chart *chart = user_data;
  GmarlChartOverlay overlay;
  cairo_t *cr = cairo_create (chart->surface);

  gmarl_chart_overlay_init (&overlay);
  chart->at = (chart->at + 7919) % 1000;
  overlay.cursor = gmarl_chart_scene_snap (chart->scene, SAMPLES / 1000.0 * chart->at);
  gmarl_chart_paint_overlay (cr, chart->scene, chart->style, &overlay);
  cairo_destroy (cr);
  cairo_surface_flush (chart->surface);
}

static void
append_all (gpointer user_data)
{
  gmarl_series_unref (make_series (1, SAMPLES, FALSE));
}

static void
measure (const GmarlBench *bench, const char *name, gsize samples, gboolean band, double scale)
{
  Chart chart = { .width = 1200, .height = 300 };
  g_autofree char *plot = g_strdup_printf ("%s, plot", name);
  g_autofree char *scene = g_strdup_printf ("%s, layout alone", name);
  g_autofree char *cross = g_strdup_printf ("%s, crosshair", name);

  gmarl_chart_state_init (&chart.state);
  chart.view = gmarl_chart_view_new ();
  chart.style = gmarl_draw_style_new (FALSE, FALSE);
  chart.style->scale = scale;
  chart.surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (chart.width * scale),
                                              (int) (chart.height * scale));
  cairo_surface_set_device_scale (chart.surface, scale, scale);
  for (guint k = 0; k < SERIES; k++) {
    GmarlSeries *series = make_series (k, samples, band);
    GmarlSeriesLook look = { GMARL_LOOK_SERIES, k };
    g_autofree char *id = g_strdup_printf ("Series %u", k);

    gmarl_chart_view_add_series (chart.view, id, id, series, look);
    gmarl_series_unref (series);
  }
  gmarl_bench_row (bench, plot, 1e3 * gmarl_bench_best (bench, redraw, &chart), "ms", 0);
  gmarl_bench_row (bench, scene, 1e3 * gmarl_bench_best (bench, lay_out, &chart), "ms", 0);
  gmarl_bench_row (bench, cross, 1e3 * gmarl_bench_best (bench, move_crosshair, &chart), "ms", 0);
  gmarl_chart_scene_free (chart.scene);
  gmarl_chart_view_unref (chart.view);
  gmarl_draw_style_free (chart.style);
  cairo_surface_destroy (chart.surface);
}

int
main (int argc, char **argv)
{
  GmarlBench bench = gmarl_bench_begin ("drawing", &argc, &argv);

  measure (&bench, "1 M samples x 6, 1200x300", SAMPLES, FALSE, 1);
  measure (&bench, "1 M samples x 6, 1200x300 at scale 2", SAMPLES, FALSE, 2);
  measure (&bench, "500 samples x 6 with bands, 1200x300", 500, TRUE, 1);
  gmarl_bench_row (&bench, "append a sample",
                   1e9 / SAMPLES * gmarl_bench_best (&bench, append_all, NULL), "ns", 0);
  return 0;
}
