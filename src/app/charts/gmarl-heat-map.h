/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-heat-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A card with a heat map that is read with pointer, keyboard or screen reader, and a table of the
 * same numbers. Main thread only.
 *
 * Signal "day-activated" (guint64 day), counted from 0: the user wants to see this day.
 */
#define GMARL_TYPE_HEAT_MAP (gmarl_heat_map_get_type ())
G_DECLARE_FINAL_TYPE (GmarlHeatMap, gmarl_heat_map, GMARL, HEAT_MAP, GtkWidget)

GtkWidget *gmarl_heat_map_new (void);

/* (transfer full) (nullable) */
void gmarl_heat_map_set_view (GmarlHeatMap *self, GmarlHeatView *view);

/* (transfer none) (nullable) */
const GmarlHeatView *gmarl_heat_map_get_view (GmarlHeatMap *self);

gboolean gmarl_heat_map_get_shows_table (GmarlHeatMap *self);
void gmarl_heat_map_set_shows_table (GmarlHeatMap *self, gboolean table);

/* (transfer none) The picture within: what has the focus, and what a screen reader reads. */
GtkWidget *gmarl_heat_map_get_plot (GmarlHeatMap *self);

/* Comma-separated values, a row for each day. (transfer full) */
char *gmarl_heat_map_to_csv (GmarlHeatMap *self);

G_END_DECLS
