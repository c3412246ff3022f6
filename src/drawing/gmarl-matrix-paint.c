/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-matrix-paint.h"

#include "gmarl-draw-cells.h"
#include "gmarl-draw-marks.h"
#include "gmarl-network-glyph.h"

#include <math.h>

#define GAP_FROM  5  /* pixels of a cell from which cells stand apart */
#define MARK_FROM 11 /* and from which unserved demand has its sign */

/* Nodes without the quantity stay clear. */
static void
paint_cells (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  gboolean is_signed = gmarl_matrix_quantity_is_signed (scene->quantity);
  cairo_surface_t *cells = gmarl_draw_cells_new (scene->columns, scene->rows);

  for (gsize i = 0; i < scene->n_nodes; i++)
    if (!isnan (scene->value[i]))
      gmarl_draw_cells_set (cells, i % scene->columns, i / scene->columns,
                            gmarl_draw_scale_color (style, is_signed, scene->value[i]));
  gmarl_draw_cells_paint (cr, cells, scene->x, scene->y, scene->cell, scene->cell,
                          CAIRO_FILTER_NEAREST);
  cairo_surface_destroy (cells);
}

static void
paint_gaps (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  double width = (double) scene->columns * scene->cell, height = (double) scene->rows * scene->cell;

  if (scene->cell < GAP_FROM)
    return;
  cairo_save (cr);
  cairo_set_line_width (cr, 1);
  gmarl_draw_set_color (cr, style->window);
  for (gsize k = 0; k <= scene->columns; k++) {
    cairo_move_to (cr, scene->x + (double) k * scene->cell - 0.5, scene->y);
    cairo_rel_line_to (cr, 0, height);
  }
  for (gsize k = 0; k <= scene->rows; k++) {
    cairo_move_to (cr, scene->x, scene->y + (double) k * scene->cell - 0.5);
    cairo_rel_line_to (cr, width, 0);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_marks (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  if (scene->cell < MARK_FROM)
    return;
  for (gsize i = 0; i < scene->n_nodes; i++) {
    cairo_rectangle_t cell;

    if (!scene->unmet[i])
      continue;
    gmarl_matrix_scene_get_cell (scene, i, &cell);
    gmarl_network_draw_unmet_badge (cr, style, cell.x + cell.width / 2, cell.y + cell.height / 2,
                                    0.26 * scene->cell);
  }
}

static void
paint_frame (cairo_t *cr,
             const GmarlMatrixScene *scene,
             const GmarlDrawStyle *style,
             int node,
             gboolean selected)
{
  cairo_rectangle_t cell;

  if (node < 0 || (gsize) node >= scene->n_nodes)
    return;
  gmarl_matrix_scene_get_cell (scene, (gsize) node, &cell);
  /* Two rims, one of them always stands out from the cells around. */
  cairo_rectangle (cr, cell.x - 2.5, cell.y - 2.5, cell.width + 4, cell.height + 4);
  cairo_set_line_width (cr, selected ? 6 : 4);
  gmarl_draw_set_color (cr, style->window);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, selected ? 3 : 1.5);
  gmarl_draw_set_color (cr,
                        selected ? style->accent : gmarl_color_with_alpha (style->foreground, 1));
  cairo_stroke (cr);
}

static void
paint_row_numbers (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  if (scene->label_rows == 0)
    return;
  for (gsize row = 0; row < scene->rows; row += scene->label_rows) {
    g_autofree char *text = g_strdup_printf ("%zu", gmarl_matrix_scene_row_number (scene, row));

    gmarl_draw_text (cr, style, text, GMARL_TEXT_SECONDARY, GMARL_TEXT_RIGHT,
                     scene->x - 0.5 * scene->em, scene->y + ((double) row + 0.5) * scene->cell,
                     FALSE);
  }
}

static void
paint_legend (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  const cairo_rectangle_t *bar = &scene->legend;
  double below = bar->y + bar->height + 0.7 * scene->em;

  gmarl_draw_scale_bar (cr, style, gmarl_matrix_quantity_is_signed (scene->quantity), FALSE, bar);
  gmarl_draw_text (cr, style, gmarl_matrix_quantity_name (scene->quantity), GMARL_TEXT_SMALL,
                   GMARL_TEXT_CENTER, bar->x + bar->width / 2, bar->y - 0.75 * scene->em, FALSE);
  gmarl_draw_text (cr, style, gmarl_matrix_quantity_end (scene->quantity, FALSE),
                   GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, bar->x, below, FALSE);
  gmarl_draw_text (cr, style, gmarl_matrix_quantity_end (scene->quantity, TRUE),
                   GMARL_TEXT_SECONDARY, GMARL_TEXT_RIGHT, bar->x + bar->width, below, FALSE);
}

void
gmarl_matrix_paint (cairo_t *cr,
                    const GmarlMatrixScene *scene,
                    const GmarlDrawStyle *style,
                    int selected,
                    int hovered)
{
  g_return_if_fail (cr != NULL && scene != NULL && style != NULL);

  if (scene->n_nodes == 0)
    return;
  cairo_save (cr);
  paint_cells (cr, scene, style);
  paint_gaps (cr, scene, style);
  paint_marks (cr, scene, style);
  paint_row_numbers (cr, scene, style);
  paint_frame (cr, scene, style, hovered, FALSE);
  paint_frame (cr, scene, style, selected, TRUE);
  paint_legend (cr, scene, style);
  cairo_restore (cr);
}
