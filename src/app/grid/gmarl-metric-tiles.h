/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-day-history.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The six metric tiles, in two columns where there is room, else as pages to swipe through. Main
 * thread only.
 */
#define GMARL_TYPE_METRIC_TILES (gmarl_metric_tiles_get_type ())
G_DECLARE_FINAL_TYPE (GmarlMetricTiles, gmarl_metric_tiles, GMARL, METRIC_TILES, GtkWidget)

GtkWidget *gmarl_metric_tiles_new (void);

void gmarl_metric_tiles_set_narrow (GmarlMetricTiles *self, gboolean narrow);

/* As gmarl_metric_tile_update(), for all. */
void gmarl_metric_tiles_update (GmarlMetricTiles *self,
                                const GmarlDayHistory *history,
                                guint step,
                                const char *currency);

G_END_DECLS
