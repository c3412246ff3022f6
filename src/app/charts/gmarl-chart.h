/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-axis.h"
#include "gmarl-chart-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A chart that is read with pointer, keyboard or screen reader: plot, legend, readout of the
 * crosshair, and a table of the same numbers. Main thread only.
 */
#define GMARL_TYPE_CHART (gmarl_chart_get_type ())
G_DECLARE_FINAL_TYPE (GmarlChart, gmarl_chart, GMARL, CHART, GtkWidget)

GtkWidget *gmarl_chart_new (void);

/* What to show; takes a reference. The chart itself switches series on and off and to a logarithmic
 * scale at the user's wish, and keeps that for a later view with the same ids of series.
 */
void gmarl_chart_set_view (GmarlChart *self, GmarlChartView *view);
GmarlChartView *gmarl_chart_get_view (GmarlChart *self);

/* The series of the view grew, or their data changed. Cheap: the plot follows at most ten times a
 * second, and only while it is on the screen.
 */
void gmarl_chart_data_changed (GmarlChart *self);

/* The series are of something else than before. Their range of y has nothing to do with the old
 * one, and fits anew, unless the user fixed it.
 */
void gmarl_chart_data_replaced (GmarlChart *self);

/* A chart that is scrolled out of sight need not follow its data until it is in sight again. */
void gmarl_chart_set_in_sight (GmarlChart *self, gboolean in_sight);

/* Shares a horizontal axis with other charts; a chart starts with one of its own. */
void gmarl_chart_set_axis (GmarlChart *self, GmarlChartAxis *axis);
GmarlChartAxis *gmarl_chart_get_axis (GmarlChart *self);

/* Half-life of the smoothing in iterations, 0 for none. It concerns only series that may be
 * smoothed (GmarlChartSeries.smooth). An iteration is 1 long on the axis, unless told otherwise.
 */
void gmarl_chart_set_smoothing (GmarlChart *self, double half_life);
double gmarl_chart_get_smoothing (GmarlChart *self);
void gmarl_chart_set_iteration_length (GmarlChart *self, double length);

/* (transfer none) What its menu, keys and buttons do, for buttons elsewhere. */
GActionGroup *gmarl_chart_get_actions (GmarlChart *self);

/* (transfer none) The picture within: what has the focus, and what a screen reader reads. */
GtkWidget *gmarl_chart_get_plot (GmarlChart *self);

/* The beginning of the names of saved files; without one it is made from the title. */
void gmarl_chart_set_file_name (GmarlChart *self, const char *name);

G_END_DECLS
