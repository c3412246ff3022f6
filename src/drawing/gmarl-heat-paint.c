/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-heat-paint.h"

#include "gmarl-draw-cells.h"
#include "gmarl-draw-marks.h"

#include <math.h>

#define GAP_FROM 6.0 /* pixels of a day from which days stand apart */

/* What is smaller than a pixel is averaged, not left out. */
static void
paint_cells (cairo_t *cr, const GmarlHeatScene *scene, const GmarlDrawStyle *style)
{
  const GmarlHeatView *view = scene->view;
  gboolean small = scene->cell_width * style->scale < 1 || scene->cell_height * style->scale < 1;
  cairo_surface_t *cells;

  if (view->n_days == 0)
    return;
  cells = gmarl_draw_cells_new (view->n_days, view->n_rows);
  for (gsize row = 0; row < view->n_rows; row++)
    for (gsize day = 0; day < view->n_days; day++) {
      double share = gmarl_heat_scene_get_share (scene, view->value[day * view->n_rows + row]);

      if (!isnan (share))
        gmarl_draw_cells_set (cells, day, view->n_rows - 1 - row,
                              gmarl_draw_scale_color (style, view->is_signed, share));
    }
  gmarl_draw_cells_paint (cr, cells, scene->plot.x, scene->plot.y, scene->cell_width,
                          scene->cell_height, small ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_surface_destroy (cells);
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

  if (scene->view->n_days > 0)
    gmarl_draw_scale_bar (cr, style, scene->view->is_signed, TRUE,
                          &(cairo_rectangle_t){ bar->x, bar->y, bar->width, bar->height });
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
  if (focus_ring)
    gmarl_draw_focus_ring (cr, style, scene->width, scene->height);
  cairo_restore (cr);
}
