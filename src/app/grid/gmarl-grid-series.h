/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"
#include "gmarl-day-history.h"

G_BEGIN_DECLS

/* The charts of a day: what they show and the series behind them, kept up with the record of a
 * player. All have the hour of the day on their x axis. Knows no widget. Main thread only.
 */
typedef struct _GmarlGridSeries GmarlGridSeries;

typedef enum {
  GMARL_GRID_CHART_STORAGE,
  GMARL_GRID_CHART_POWER,
  GMARL_GRID_CHART_PRICE,
  GMARL_GRID_CHART_STABILITY,
  GMARL_GRID_CHART_PENALTIES, /* the four terms of the stability */
  GMARL_GRID_CHART_REWARD,
  GMARL_N_GRID_CHARTS,
} GmarlGridChart;

/* A new node to show, or none. */
#define GMARL_GRID_SERIES_ALL_NODES G_MAXSIZE

GmarlGridSeries *gmarl_grid_series_new (void);
void gmarl_grid_series_free (GmarlGridSeries *self);

/* (transfer none) The same as long as the series live; fields change. */
GmarlChartView *gmarl_grid_series_get_view (GmarlGridSeries *self, GmarlGridChart chart);

/* Names, units and number of nodes; empties the series. node: what is shown beside the community,
 * or GMARL_GRID_SERIES_ALL_NODES.
 */
void gmarl_grid_series_set_world (GmarlGridSeries *self, const GmarlGrid *grid, gsize node);

/* Adds what the record has that the series do not have yet. A record of another day, told by its
 * episode seed, or a shorter one, starts them anew. position: the step that is shown, marked where
 * the record goes beyond it. Returns whether anything changed.
 */
gboolean gmarl_grid_series_update (GmarlGridSeries *self,
                                   const GmarlDayHistory *history,
                                   guint64 episode_seed,
                                   guint position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlGridSeries, gmarl_grid_series_free)

G_END_DECLS
