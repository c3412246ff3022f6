/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-draw-cells.h"

#include "gmarl-draw-marks.h"

#include <math.h>

/* Colours of a scale's bar between which it is blended. */
#define BAR_STEPS 30

GmarlColor
gmarl_draw_scale_color (const GmarlDrawStyle *style, gboolean is_signed, double share)
{
  return is_signed ? gmarl_palette_diverging (share, style->dark)
                   : gmarl_palette_sequential (share);
}

cairo_surface_t *
gmarl_draw_cells_new (gsize columns, gsize rows)
{
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);
}

void
gmarl_draw_cells_set (cairo_surface_t *cells, gsize column, gsize row, GmarlColor color)
{
  guint8 *data = cairo_image_surface_get_data (cells);
  gsize stride = (gsize) cairo_image_surface_get_stride (cells);
  guint32 *line = (guint32 *) (gpointer) (data + row * stride);

  line[column] = 0xFF000000u | (guint32) lround (255 * color.red) << 16 |
                 (guint32) lround (255 * color.green) << 8 | (guint32) lround (255 * color.blue);
}

void
gmarl_draw_cells_paint (cairo_t *cr,
                        cairo_surface_t *cells,
                        double x,
                        double y,
                        double cell_width,
                        double cell_height,
                        cairo_filter_t filter)
{
  cairo_surface_mark_dirty (cells);
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, cell_width, cell_height);
  cairo_set_source_surface (cr, cells, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), filter);
  cairo_rectangle (cr, 0, 0, cairo_image_surface_get_width (cells),
                   cairo_image_surface_get_height (cells));
  cairo_fill (cr);
  cairo_restore (cr);
}

void
gmarl_draw_scale_bar (cairo_t *cr,
                      const GmarlDrawStyle *style,
                      gboolean is_signed,
                      gboolean is_upright,
                      const cairo_rectangle_t *bar)
{
  double from = is_signed ? -1 : 0;
  cairo_pattern_t *gradient = is_upright
                                  ? cairo_pattern_create_linear (0, bar->y + bar->height, 0, bar->y)
                                  : cairo_pattern_create_linear (bar->x, 0, bar->x + bar->width, 0);

  for (gsize k = 0; k <= BAR_STEPS; k++) {
    double part = (double) k / BAR_STEPS;
    GmarlColor color = gmarl_draw_scale_color (style, is_signed, from + part * (1 - from));

    cairo_pattern_add_color_stop_rgb (gradient, part, color.red, color.green, color.blue);
  }
  cairo_rectangle (cr, bar->x, bar->y, bar->width, bar->height);
  cairo_set_source (cr, gradient);
  cairo_fill (cr);
  cairo_pattern_destroy (gradient);
  cairo_rectangle (cr, bar->x - 0.5, bar->y - 0.5, bar->width + 1, bar->height + 1);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 1 : 0.45));
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}
