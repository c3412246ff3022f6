/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The horizontal axis that charts share: which x are shown, where the crosshair is, what is pinned.
 * It knows no widget: charts tell it how far their data reach and redraw on its signals, so that
 * charts with one axis zoom, pan and point together. Main thread only.
 *
 * Signals:
 *   "changed"                      the user changed the range or the way it follows
 *   "extent-changed"               data came or went, and moved the range
 *   "cursor-moved" (double x)      NaN when the cursor left
 *   "pins-changed"
 *   "fitted"                       the user asked for everything; vertical ranges shrink, too
 */
#define GMARL_TYPE_CHART_AXIS (gmarl_chart_axis_get_type ())
G_DECLARE_FINAL_TYPE (GmarlChartAxis, gmarl_chart_axis, GMARL, CHART_AXIS, GObject)

#define GMARL_CHART_AXIS_MAX_PINS 2

typedef enum {
  GMARL_CHART_WINDOW_ALL,  /* everything there is; grows with the data */
  GMARL_CHART_WINDOW_LAST, /* the newest stretch of a length, where the data end; moves with them */
  GMARL_CHART_WINDOW_RANGE, /* what the user chose; stays where it is */
} GmarlChartWindow;

GmarlChartAxis *gmarl_chart_axis_new (void);

/* Zooming and panning work in log (x); x ≤ 0 are then not shown. */
void gmarl_chart_axis_set_log (GmarlChartAxis *self, gboolean log);
gboolean gmarl_chart_axis_get_log (GmarlChartAxis *self);

/* What "all" shows at least, whatever the data reach: a day from 0 to 24. NaN, NaN for nothing. */
void gmarl_chart_axis_set_limits (GmarlChartAxis *self, double lower, double upper);

/* How far the data of one chart reach; the owner is a key, never dereferenced. */
void
gmarl_chart_axis_set_extent (GmarlChartAxis *self, gconstpointer owner, double lower, double upper);
void gmarl_chart_axis_remove_extent (GmarlChartAxis *self, gconstpointer owner);

/* The union of limits and extents; FALSE (and 0 to 1) while there are none. */
gboolean gmarl_chart_axis_get_extent (GmarlChartAxis *self, double *lower, double *upper);

/* What is shown; always lower < upper, and finite. */
void gmarl_chart_axis_get_range (GmarlChartAxis *self, double *lower, double *upper);
GmarlChartWindow gmarl_chart_axis_get_window (GmarlChartAxis *self);

/* Whether new data move the range. */
gboolean gmarl_chart_axis_get_following (GmarlChartAxis *self);

/* Whether newer data than those shown keep coming: time to offer to follow them again. */
gboolean gmarl_chart_axis_can_follow (GmarlChartAxis *self);

/* Each of these is one step of the history, except that a zoom or a pan that directly goes on from
 * one of its kind changes that step.
 */
void gmarl_chart_axis_fit (GmarlChartAxis *self);
void gmarl_chart_axis_show_last (GmarlChartAxis *self, double length);
void gmarl_chart_axis_show_range (GmarlChartAxis *self, double lower, double upper);
void gmarl_chart_axis_zoom (GmarlChartAxis *self, double about, double factor);
void gmarl_chart_axis_pan (GmarlChartAxis *self, double fraction);

/* How long the newest stretch is; 0 where something else is shown. */
double gmarl_chart_axis_get_last_length (GmarlChartAxis *self);

/* Follows the newest data again, with the length from before it was panned away, or else the one
 * that is shown now.
 */
void gmarl_chart_axis_follow (GmarlChartAxis *self);

/* The charts run along something else from now on: everything is shown, and what was remembered of
 * positions, in history, pins and crosshair, is forgotten.
 */
void gmarl_chart_axis_reset (GmarlChartAxis *self);

/* A gesture ended: the next zoom or pan is a step of its own. */
void gmarl_chart_axis_end_gesture (GmarlChartAxis *self);

/* Tells the steps of the history apart: what else a chart shows goes back with them. */
guint64 gmarl_chart_axis_get_step (GmarlChartAxis *self);

gboolean gmarl_chart_axis_can_go_back (GmarlChartAxis *self);
gboolean gmarl_chart_axis_can_go_forward (GmarlChartAxis *self);
void gmarl_chart_axis_go_back (GmarlChartAxis *self);
void gmarl_chart_axis_go_forward (GmarlChartAxis *self);

/* The crosshair; NaN for none. The owner is the chart that the user points at, whose readout
 * shows.
 */
void gmarl_chart_axis_set_cursor (GmarlChartAxis *self, double x, gconstpointer owner);
double gmarl_chart_axis_get_cursor (GmarlChartAxis *self);
gconstpointer gmarl_chart_axis_get_cursor_owner (GmarlChartAxis *self);

/* Pins x, or releases it where it is pinned; a third pin replaces the second. */
void gmarl_chart_axis_toggle_pin (GmarlChartAxis *self, double x);
void gmarl_chart_axis_clear_pins (GmarlChartAxis *self);
guint gmarl_chart_axis_get_n_pins (GmarlChartAxis *self);
double gmarl_chart_axis_get_pin (GmarlChartAxis *self, guint index);

/* Moves x, for showing one position on several axes or in a moving range: fraction 0 is the lower
 * end of the range, 1 the upper.
 */
double gmarl_chart_axis_to_fraction (GmarlChartAxis *self, double x);
double gmarl_chart_axis_from_fraction (GmarlChartAxis *self, double fraction);

G_END_DECLS
