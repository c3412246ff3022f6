/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-heat-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The picture of a heat map: what pointer, keyboard and screen reader meet. The map is kept
 * painted; above it the cell that is read is drawn anew. Keys that concern more than the picture
 * are actions of the group "chart", which GmarlHeatMap brings. Main thread only.
 *
 * Arrows move the cell that is read: right and left by days, up and down by the time of day, with
 * Ctrl by ten days; Home and End go to the first and the last day; Escape leaves.
 *
 * Signal "day-activated" (guint64 day): Enter, or a double click, on a day.
 */
#define GMARL_TYPE_HEAT_PLOT (gmarl_heat_plot_get_type ())
G_DECLARE_FINAL_TYPE (GmarlHeatPlot, gmarl_heat_plot, GMARL, HEAT_PLOT, GtkWidget)

GtkWidget *gmarl_heat_plot_new (void);

/* (transfer full) */
void gmarl_heat_plot_set_view (GmarlHeatPlot *self, GmarlHeatView *view);

/* (transfer none) (nullable) */
const GmarlHeatView *gmarl_heat_plot_get_view (GmarlHeatPlot *self);

/* The cell that is read; FALSE if there is none. */
gboolean gmarl_heat_plot_get_cell (GmarlHeatPlot *self, gsize *day, gsize *row);

/* The map as it is on the screen. (transfer full) (nullable) */
GdkTexture *gmarl_heat_plot_make_texture (GmarlHeatPlot *self);

/* The font that it is drawn with. (transfer none) */
const PangoFontDescription *gmarl_heat_plot_get_font (GmarlHeatPlot *self);

G_END_DECLS
