/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid-metrics.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A card with a number in large digits, its unit, a line about the day, and the day's course. Main
 * thread only.
 */
#define GMARL_TYPE_METRIC_TILE (gmarl_metric_tile_get_type ())
G_DECLARE_FINAL_TYPE (GmarlMetricTile, gmarl_metric_tile, GMARL, METRIC_TILE, GtkWidget)

GtkWidget *gmarl_metric_tile_new (GmarlGridMetric metric);

/* Shows the first steps of a day. history NULL: nothing is known. */
void gmarl_metric_tile_update (GmarlMetricTile *self,
                               const GmarlDayHistory *history,
                               guint step,
                               const char *currency);

G_END_DECLS
