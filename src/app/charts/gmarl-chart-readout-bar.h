/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-plot.h"

G_BEGIN_DECLS

/* What a plot says at its crosshair, in a row under it: series with the greatest value first. Its
 * room is there before there is a crosshair, so that nothing moves when the pointer comes. A click
 * on a series shows it alone. The plot's accessible label says the same. Main thread only.
 */
#define GMARL_TYPE_CHART_READOUT_BAR (gmarl_chart_readout_bar_get_type ())
G_DECLARE_FINAL_TYPE (GmarlChartReadoutBar,
                      gmarl_chart_readout_bar,
                      GMARL,
                      CHART_READOUT_BAR,
                      GtkWidget)

/* The plot is borrowed and has to live as long. */
GtkWidget *gmarl_chart_readout_bar_new (GmarlChartPlot *plot);

/* Another scene, crosshair or pin. */
void gmarl_chart_readout_bar_update (GmarlChartReadoutBar *self);

/* What it shows, separated by tabs, for the clipboard; NULL if nothing. (transfer full) */
char *gmarl_chart_readout_bar_get_text (GmarlChartReadoutBar *self);

/* Where it ends in the chart; NaN while it says nothing. */
double gmarl_chart_readout_bar_get_bottom (GmarlChartReadoutBar *self);

G_END_DECLS
