/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-style.h"

#include <cairo.h>

G_BEGIN_DECLS

/* What pictures of coloured cells share. Values are shares of the scale: 0…1, or -1…1 where it is
 * signed; NaN has no colour.
 */

GmarlColor gmarl_draw_scale_color (const GmarlDrawStyle *style, gboolean is_signed, double share);

/* An image of a pixel a cell, all clear, whose rows are filled with gmarl_draw_cells_set(). */
cairo_surface_t *gmarl_draw_cells_new (gsize columns, gsize rows);
void gmarl_draw_cells_set (cairo_surface_t *cells, gsize column, gsize row, GmarlColor color);

/* Enlarges the image so that a cell has this size: far faster than a rectangle each. */
void gmarl_draw_cells_paint (cairo_t *cr,
                             cairo_surface_t *cells,
                             double x,
                             double y,
                             double cell_width,
                             double cell_height,
                             cairo_filter_t filter);

/* The scale as a bar with a rim, from left to right or, where it is upright, from below. */
void gmarl_draw_scale_bar (cairo_t *cr,
                           const GmarlDrawStyle *style,
                           gboolean is_signed,
                           gboolean is_upright,
                           const cairo_rectangle_t *bar);

G_END_DECLS
