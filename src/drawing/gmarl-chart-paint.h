/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene.h"

#include <cairo.h>

G_BEGIN_DECLS

/* What follows the pointer and the keyboard, above the plot: cheap, so that it may change with
 * every frame while the plot stays.
 */
typedef struct {
  double cursor;            /* x of the crosshair in units of data, NaN: none */
  double pins[2];           /* x of pinned crosshairs, NaN: none */
  GmarlRectangle selection; /* in pixels; no width: none */
  gboolean whole_height;    /* the selection is of x alone */
  gboolean focus_ring;
} GmarlChartOverlay;

void gmarl_chart_overlay_init (GmarlChartOverlay *self);

/* Paints all of a chart but the overlay, from (0, 0), with the card's colour behind if background.
 */
void gmarl_chart_paint_plot (cairo_t *cr,
                             const GmarlChartScene *scene,
                             const GmarlDrawStyle *style,
                             gboolean background);

/* How far to either side of its line a crosshair at x paints, in pixels. */
double
gmarl_chart_overlay_get_reach (const GmarlChartScene *scene, const GmarlDrawStyle *style, double x);

void gmarl_chart_paint_overlay (cairo_t *cr,
                                const GmarlChartScene *scene,
                                const GmarlDrawStyle *style,
                                const GmarlChartOverlay *overlay);

/* A sample of the series' line with its marker, 24 px wide, its left end and middle at (x, y): for
 * readouts and lists.
 */
#define GMARL_CHART_SWATCH_WIDTH 24
void gmarl_chart_paint_swatch (cairo_t *cr,
                               GmarlSeriesLook look,
                               const GmarlDrawStyle *style,
                               double x,
                               double y);

G_END_DECLS
