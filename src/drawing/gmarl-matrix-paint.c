/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-matrix-paint.h"

#include "gmarl-network-glyph.h"

#include <math.h>

#define GAP_FROM  5  /* pixels of a cell from which cells stand apart */
#define MARK_FROM 11 /* and from which unserved demand has its sign */

static GmarlColor
color_of (const GmarlMatrixScene *scene, const GmarlDrawStyle *style, double value)
{
  return gmarl_matrix_quantity_is_signed (scene->quantity)
             ? gmarl_palette_diverging (value, style->dark)
             : gmarl_palette_sequential (value);
}

static guint32
pixel_of (GmarlColor color)
{
  return 0xFF000000u | (guint32) lround (255 * color.red) << 16 |
         (guint32) lround (255 * color.green) << 8 | (guint32) lround (255 * color.blue);
}

/* A pixel a cell, enlarged: far faster than a rectangle each. Nodes without the quantity stay
 * clear. */
static void
paint_cells (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) scene->columns, (int) scene->rows);
  guint8 *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  for (gsize i = 0; i < scene->n_nodes; i++) {
    guint32 *row = (guint32 *) (gpointer) (data + i / scene->columns * stride);

    row[i % scene->columns] =
        isnan (scene->value[i]) ? 0 : pixel_of (color_of (scene, style, scene->value[i]));
  }
  cairo_surface_mark_dirty (surface);

  cairo_save (cr);
  cairo_translate (cr, scene->x, scene->y);
  cairo_scale (cr, scene->cell, scene->cell);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, (double) scene->columns, (double) scene->rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
paint_gaps (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  double width = (double) scene->columns * scene->cell, height = (double) scene->rows * scene->cell;

  if (scene->cell < GAP_FROM)
    return;
  cairo_save (cr);
  cairo_set_line_width (cr, 1);
  gmarl_network_set_color (cr, style->window);
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
  gmarl_network_set_color (cr, style->window);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, selected ? 3 : 1.5);
  gmarl_network_set_color (cr, selected ? style->accent
                                        : gmarl_color_with_alpha (style->foreground, 1));
  cairo_stroke (cr);
}

static void
paint_row_numbers (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  if (scene->label_rows == 0)
    return;
  for (gsize row = 0; row < scene->rows; row += scene->label_rows) {
    g_autofree char *text = g_strdup_printf ("%zu", row * scene->columns + 1);

    gmarl_draw_text (cr, style, text, GMARL_TEXT_SECONDARY, GMARL_TEXT_RIGHT,
                     scene->x - 0.5 * scene->em, scene->y + ((double) row + 0.5) * scene->cell,
                     FALSE);
  }
}

static void
paint_legend (cairo_t *cr, const GmarlMatrixScene *scene, const GmarlDrawStyle *style)
{
  const cairo_rectangle_t *bar = &scene->legend;
  double from = gmarl_matrix_quantity_is_signed (scene->quantity) ? -1 : 0;
  cairo_pattern_t *gradient = cairo_pattern_create_linear (bar->x, 0, bar->x + bar->width, 0);
  double below = bar->y + bar->height + 0.7 * scene->em;

  for (gsize k = 0; k <= 30; k++) {
    double share = (double) k / 30;
    GmarlColor color = color_of (scene, style, from + share * (1 - from));

    cairo_pattern_add_color_stop_rgb (gradient, share, color.red, color.green, color.blue);
  }
  cairo_rectangle (cr, bar->x, bar->y, bar->width, bar->height);
  cairo_set_source (cr, gradient);
  cairo_fill (cr);
  cairo_pattern_destroy (gradient);
  cairo_rectangle (cr, bar->x - 0.5, bar->y - 0.5, bar->width + 1, bar->height + 1);
  gmarl_network_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 1 : 0.45));
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
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
