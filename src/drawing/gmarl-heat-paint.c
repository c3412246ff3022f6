/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-heat-paint.h"

#include "gmarl-draw-marks.h"

#include <math.h>

#define GAP_FROM 6.0 /* pixels of a day from which days stand apart */

static GmarlColor
color_at (const GmarlHeatScene *scene, const GmarlDrawStyle *style, double share)
{
  return scene->view->is_signed ? gmarl_palette_diverging (share, style->dark)
                                : gmarl_palette_sequential (share);
}

static guint32
pixel_of (GmarlColor color)
{
  return 0xFF000000u | (guint32) lround (255 * color.red) << 16 |
         (guint32) lround (255 * color.green) << 8 | (guint32) lround (255 * color.blue);
}

/* A pixel a cell, enlarged. What is smaller than a pixel is averaged, not left out. */
static void
paint_cells (cairo_t *cr, const GmarlHeatScene *scene, const GmarlDrawStyle *style)
{
  const GmarlHeatView *view = scene->view;
  gboolean small = scene->cell_width * style->scale < 1 || scene->cell_height * style->scale < 1;
  cairo_surface_t *surface;
  guint8 *data;
  gsize stride;

  if (view->n_days == 0)
    return;
  surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) view->n_days, (int) view->n_rows);
  data = cairo_image_surface_get_data (surface);
  stride = (gsize) cairo_image_surface_get_stride (surface);
  for (gsize row = 0; row < view->n_rows; row++) {
    guint32 *line = (guint32 *) (gpointer) (data + (view->n_rows - 1 - row) * stride);

    for (gsize day = 0; day < view->n_days; day++) {
      double share = gmarl_heat_scene_get_share (scene, view->value[day * view->n_rows + row]);

      line[day] = isnan (share) ? 0 : pixel_of (color_at (scene, style, share));
    }
  }
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_translate (cr, scene->plot.x, scene->plot.y);
  cairo_scale (cr, scene->cell_width, scene->cell_height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            small ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, (double) view->n_days, (double) view->n_rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
paint_gaps (cairo_t *cr, const GmarlHeatScene *scene, const GmarlDrawStyle *style)
{
  if (scene->cell_width < GAP_FROM)
    return;
  for (gsize day = 1; day < scene->view->n_days; day++) {
    double x = scene->plot.x + (double) day * scene->cell_width;

    cairo_move_to (cr, floor (x) + 0.5, scene->plot.y);
    cairo_rel_line_to (cr, 0, scene->plot.height);
  }
  cairo_set_line_width (cr, 1);
  gmarl_draw_set_color (cr, style->card);
  cairo_stroke (cr);
}

static void
paint_axis (cairo_t *cr, const GmarlHeatScene *scene, const GmarlDrawStyle *style)
{
  cairo_move_to (cr, scene->plot.x, floor (scene->plot.y + scene->plot.height) + 0.5);
  cairo_rel_line_to (cr, scene->plot.width, 0);
  cairo_set_line_width (cr, 1);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 1 : 0.45));
  cairo_stroke (cr);
}

static void
paint_legend (cairo_t *cr, const GmarlHeatScene *scene, const GmarlDrawStyle *style)
{
  const GmarlRectangle *bar = &scene->legend;
  double from = scene->view->is_signed ? -1 : 0;
  cairo_pattern_t *gradient;

  if (scene->view->n_days == 0)
    return;
  gradient = cairo_pattern_create_linear (0, bar->y + bar->height, 0, bar->y);
  for (gsize k = 0; k <= 30; k++) {
    double share = (double) k / 30;
    GmarlColor color = color_at (scene, style, from + share * (1 - from));

    cairo_pattern_add_color_stop_rgb (gradient, share, color.red, color.green, color.blue);
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

void
gmarl_heat_paint (cairo_t *cr, const GmarlHeatScene *scene, const GmarlDrawStyle *style)
{
  g_return_if_fail (cr != NULL && scene != NULL && style != NULL);

  cairo_save (cr);
  gmarl_draw_set_color (cr, style->card);
  cairo_rectangle (cr, 0, 0, scene->width, scene->height);
  cairo_fill (cr);
  paint_cells (cr, scene, style);
  paint_gaps (cr, scene, style);
  paint_axis (cr, scene, style);
  paint_legend (cr, scene, style);
  for (guint k = 0; k < scene->labels->len; k++) {
    const GmarlChartLabel *label = scene->labels->pdata[k];

    gmarl_draw_text (cr, style, label->text, label->role, label->align, label->at.x, label->at.y,
                     label->halo);
  }
  cairo_restore (cr);
}

/* Two rims, one of which stands out from any colour around. */
static void
paint_frame (cairo_t *cr, const GmarlRectangle *cell, const GmarlDrawStyle *style)
{
  double width = fmax (cell->width, 4), height = fmax (cell->height, 4);
  double x = cell->x + (cell->width - width) / 2, y = cell->y + (cell->height - height) / 2;

  cairo_rectangle (cr, x - 1, y - 1, width + 2, height + 2);
  cairo_set_line_width (cr, 4);
  gmarl_draw_set_color (cr, style->card);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 2);
  gmarl_draw_set_color (cr, gmarl_color_with_alpha (style->foreground, 1));
  cairo_stroke (cr);
}

/* A mark on the scale of colours where the value is. */
static void
paint_pointer (cairo_t *cr, const GmarlHeatScene *scene, const GmarlDrawStyle *style, double value)
{
  const GmarlRectangle *bar = &scene->legend;
  double share = gmarl_heat_scene_get_share (scene, value), y;

  if (isnan (share))
    return;
  if (scene->view->is_signed)
    share = (share + 1) / 2;
  y = bar->y + (1 - share) * bar->height;
  cairo_move_to (cr, bar->x - 1, y);
  cairo_rel_line_to (cr, -7, -4.5);
  cairo_rel_line_to (cr, 0, 9);
  cairo_close_path (cr);
  gmarl_draw_set_color (cr, style->foreground);
  cairo_fill (cr);
}

static void
paint_readout (cairo_t *cr,
               const GmarlHeatScene *scene,
               const GmarlDrawStyle *style,
               gsize day,
               gsize row)
{
  const GmarlHeatView *view = scene->view;
  g_autofree char *cell = gmarl_heat_view_format_cell (view, day, row);
  g_autofree char *value =
      gmarl_heat_view_format_value (view, view->value[day * view->n_rows + row]);
  g_autofree char *text = g_strconcat (cell, " · ", value, NULL);
  double width, height;

  gmarl_draw_text_measure (style, text, GMARL_TEXT_SMALL_BOLD, &width, &height);
  cairo_rectangle (cr, 2, scene->readout.y - height / 2 - 1, scene->width - 4, height + 2);
  gmarl_draw_set_color (cr, style->card);
  cairo_fill (cr);
  gmarl_draw_text (cr, style, text, GMARL_TEXT_SMALL_BOLD, GMARL_TEXT_LEFT, scene->readout.x,
                   scene->readout.y, FALSE);
}

void
gmarl_heat_paint_overlay (cairo_t *cr,
                          const GmarlHeatScene *scene,
                          const GmarlDrawStyle *style,
                          int day,
                          int row,
                          gboolean focus_ring)
{
  const GmarlHeatView *view;

  g_return_if_fail (cr != NULL && scene != NULL && style != NULL);

  view = scene->view;
  cairo_save (cr);
  if (day >= 0 && (gsize) day < view->n_days && row >= 0 && (gsize) row < view->n_rows) {
    GmarlRectangle cell;

    gmarl_heat_scene_get_cell (scene, (gsize) day, (gsize) row, &cell);
    paint_readout (cr, scene, style, (gsize) day, (gsize) row);
    paint_frame (cr, &cell, style);
    paint_pointer (cr, scene, style, view->value[(gsize) day * view->n_rows + (gsize) row]);
  }
  if (focus_ring) {
    gmarl_draw_round_rectangle (cr, 1, 1, scene->width - 2, scene->height - 2, 8);
    gmarl_draw_set_color (cr,
                          gmarl_color_with_alpha (style->accent, style->high_contrast ? 1 : 0.6));
    cairo_set_line_width (cr, 2);
    cairo_stroke (cr);
  }
  cairo_restore (cr);
}
