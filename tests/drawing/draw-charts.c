/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 *     draw-charts DIRECTORY [WIDTH HEIGHT]
 *
 * Writes each sample chart in light, dark and high contrast as PNG, to be looked at.
 */
#include "chart-samples.h"
#include "gmarl-chart-paint.h"

#include <stdlib.h>

static gboolean
draw (const ChartSample *sample,
      const GmarlDrawStyle *style,
      const char *path,
      double width,
      double height)
{
  GmarlChartState state;
  GmarlChartOverlay overlay;
  g_autoptr (GmarlChartView) view = NULL;
  g_autoptr (GmarlChartScene) scene = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  gmarl_chart_state_init (&state);
  view = sample->make (&state);
  scene = gmarl_chart_scene_new (view, &state, style, NULL, width, height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cr = cairo_create (surface);
  gmarl_chart_paint_plot (cr, scene, style, TRUE);
  gmarl_chart_overlay_init (&overlay);
  overlay.cursor = gmarl_chart_scene_snap (scene, scene->x0 + 0.62 * (scene->x1 - scene->x0));
  gmarl_chart_paint_overlay (cr, scene, style, &overlay);
  status = cairo_surface_write_to_png (surface, path);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return status == CAIRO_STATUS_SUCCESS;
}

int
main (int argc, char **argv)
{
  static const char *const kinds[] = { "light", "dark", "contrast" };
  double width = argc > 3 ? atof (argv[2]) : 640, height = argc > 3 ? atof (argv[3]) : 320;

  if (argc < 2 || width < 1 || height < 1) {
    g_printerr ("draw-charts DIRECTORY [WIDTH HEIGHT]\n");
    return 2;
  }
  for (gsize kind = 0; kind < G_N_ELEMENTS (kinds); kind++) {
    g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (kind == 1, kind == 2);

    for (gsize k = 0; k < n_chart_samples; k++) {
      g_autofree char *name = g_strdup_printf ("%s-%s.png", chart_samples[k].name, kinds[kind]);
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      if (!draw (&chart_samples[k], style, path, width, height)) {
        g_printerr ("draw-charts: cannot write %s\n", path);
        return 1;
      }
    }
  }
  return 0;
}
