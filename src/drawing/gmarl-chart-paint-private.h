/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-paint.h"

G_BEGIN_DECLS

/* What the files that paint charts share. */

#define GMARL_CHART_MARKER 3.5 /* radius on lines */

/* The dash of a look for a line of a width; solid beyond so many vertices. */
void gmarl_chart_set_dash (cairo_t *cr, GmarlSeriesLook look, double width, guint vertices);

void gmarl_chart_set_reference_stroke (cairo_t *cr,
                                       const GmarlChartReference *reference,
                                       const GmarlDrawStyle *style);

/* Whether a line belongs to its sample in a legend, beside the marker. */
gboolean gmarl_chart_series_has_line (const GmarlChartSeries *self);

/* A sample of a look in a legend, its left end and middle at (x, y). */
void gmarl_chart_paint_sample (cairo_t *cr,
                               GmarlSeriesLook look,
                               gboolean line,
                               const GmarlDrawStyle *style,
                               double x,
                               double y,
                               gboolean hidden);

/* Entries, labels of all kinds. */
void
gmarl_chart_paint_names (cairo_t *cr, const GmarlChartScene *scene, const GmarlDrawStyle *style);

G_END_DECLS
