/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene.h"

G_BEGIN_DECLS

/* What the files that make a scene share. */

/* The indices of a series' samples that are between x0 and x1, and with neighbours one more at each
 * end, so that lines reach the edges.
 */
void gmarl_chart_visible_samples (const GmarlSeries *series,
                                  double x0,
                                  double x1,
                                  gboolean neighbours,
                                  gsize *begin,
                                  gsize *end);

/* The data that a series of the scene draws. (transfer none) */
GmarlSeries *gmarl_chart_scene_get_data (const GmarlChartScene *self, guint index);

/* Whether the line of a seed is drawn: where it was asked for, or seeds are too few for an
 * interval.
 */
gboolean gmarl_chart_scene_has_lines (const GmarlChartScene *self, const GmarlChartSeries *seed);

/* Shown, and neither thin nor raw: it has an entry, a row of the readout, a place in the summary.
 */
gboolean gmarl_chart_scene_is_read (const GmarlChartScene *self, guint index);

/* Fills x0 … y1 from the state, the view or the data; most: intervals between ticks of y. */
void gmarl_chart_scene_fit_x (GmarlChartScene *self);
void gmarl_chart_scene_fit_y (GmarlChartScene *self, gsize most);

/* Pixels that a category has, and those that a series of it has. */
double gmarl_chart_scene_get_slot (const GmarlChartScene *self);
double gmarl_chart_scene_get_share (const GmarlChartScene *self);

/* Fills abreast; needs nothing but the view. */
void gmarl_chart_scene_set_abreast (GmarlChartScene *self);

/* Makes the curves; plot and ranges are known. scale: device pixels to a pixel. */
void gmarl_chart_scene_add_curves (GmarlChartScene *self, double scale);

/* Moves places, ascending wishes in wanted [n], so that none is closer than distance to the next,
 * all lie in [lo, hi] as far as there is room, and the sum of squares of the moves is least.
 */
void gmarl_chart_spread (double *wanted, gsize n, double distance, double lo, double hi);

G_END_DECLS
