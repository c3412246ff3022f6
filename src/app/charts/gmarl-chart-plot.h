/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-axis.h"
#include "gmarl-chart-choices.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The picture of a chart: what pointer, keyboard and screen reader meet. The plot is kept in a
 * picture, above which crosshair and selection are drawn anew. Keys and clicks that concern more
 * than the picture are actions of the group "chart", which GmarlChart brings. Main thread only.
 *
 * Signal "updated": there is another scene, or the crosshair moved.
 */
#define GMARL_TYPE_CHART_PLOT (gmarl_chart_plot_get_type ())
G_DECLARE_FINAL_TYPE (GmarlChartPlot, gmarl_chart_plot, GMARL, CHART_PLOT, GtkWidget)

GtkWidget *gmarl_chart_plot_new (void);

void gmarl_chart_plot_set_view (GmarlChartPlot *self, GmarlChartView *view);
GmarlChartView *gmarl_chart_plot_get_view (GmarlChartPlot *self);
void gmarl_chart_plot_set_axis (GmarlChartPlot *self, GmarlChartAxis *axis);
GmarlChartAxis *gmarl_chart_plot_get_axis (GmarlChartPlot *self);

/* Cheap; the plot follows at most ten times a second, and only while it is mapped. */
void gmarl_chart_plot_data_changed (GmarlChartPlot *self);

/* While it is mapped but scrolled out of sight, the plot keeps its picture, whatever comes. */
void gmarl_chart_plot_set_in_sight (GmarlChartPlot *self, gboolean in_sight);

/* (transfer none) After a change of the choices, call the second. */
GmarlChartChoices *gmarl_chart_plot_get_choices (GmarlChartPlot *self);
void gmarl_chart_plot_choices_changed (GmarlChartPlot *self);

/* (transfer none) (nullable) What is shown, laid out for the present size; NULL before it has a
 * view and a size.
 */
const GmarlChartScene *gmarl_chart_plot_get_scene (GmarlChartPlot *self);

/* (transfer none) */
const GmarlDrawStyle *gmarl_chart_plot_get_style (GmarlChartPlot *self);

/* The plot as it is on the screen, without crosshair. (transfer full) (nullable) */
GdkTexture *gmarl_chart_plot_make_texture (GmarlChartPlot *self);

/* --- What keys and pointer do ---------------------------------------------------------------- */

/* Moves the crosshair by samples; the first time it comes to the newest sample that is shown. */
void gmarl_chart_plot_step_cursor (GmarlChartPlot *self, int count);
void gmarl_chart_plot_cursor_to_end (GmarlChartPlot *self, gboolean last);
void gmarl_chart_plot_next_series (GmarlChartPlot *self, int direction);

/* Pins or releases the crosshair. */
void gmarl_chart_plot_pin (GmarlChartPlot *self);

/* About the crosshair, or else the middle. */
void gmarl_chart_plot_zoom (GmarlChartPlot *self, double factor);

/* Shows or hides a series, or shows it alone. */
void gmarl_chart_plot_toggle (GmarlChartPlot *self, guint index, gboolean alone);

/* Releases pins, then the crosshair, then the selection of a series; FALSE if there was none. */
gboolean gmarl_chart_plot_release (GmarlChartPlot *self);

void gmarl_chart_plot_point_at (GmarlChartPlot *self, double x, double y);
void gmarl_chart_plot_leave (GmarlChartPlot *self);
void gmarl_chart_plot_click (GmarlChartPlot *self, double x, double y, gboolean alone);

/* Zooms to a rectangle that was dragged; with_y: vertically, too. */
void gmarl_chart_plot_select (GmarlChartPlot *self,
                              double x0,
                              double y0,
                              double x1,
                              double y1,
                              gboolean with_y);

G_END_DECLS
