/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"
#include "gmarl-day-archive.h"
#include "gmarl-heat-view.h"

G_BEGIN_DECLS

/* One quantity over all days that are kept, seen in four ways: what the views of the Grid page show
 * beside the course of the day. Finished days count; while there is none, the day in play does, as
 * far as it was played. Knows no widget. Main thread only.
 */
typedef enum {
  GMARL_DAY_FIGURE_HEAT_MAP,
  GMARL_DAY_FIGURE_AVERAGE,
  GMARL_DAY_FIGURE_DURATION,
  GMARL_DAY_FIGURE_HISTOGRAM,
  GMARL_N_DAY_FIGURES,
} GmarlDayFigure;

/* "Net import"; translated. */
const char *gmarl_day_quantity_get_name (GmarlDayQuantity quantity);

/* What the days are of. */
typedef struct {
  const GmarlDayArchive *archive;
  const GmarlDayHistory *history; /* of the day in play */
  gsize n_nodes;
  const char *currency;
} GmarlDaySource;

/* Whether there is another figure to show than for these days. */
typedef struct {
  guint64 n_days;
  gsize n_steps; /* of the day in play, while no day is finished */
} GmarlDayStamp;

GmarlDayStamp gmarl_day_source_get_stamp (const GmarlDaySource *self);

/* A view of the average day, the duration curve or the histogram. (transfer full) */
GmarlChartView *gmarl_day_figure_new_chart (GmarlDayFigure figure,
                                            GmarlDayQuantity quantity,
                                            const GmarlDaySource *source);

/* (transfer full) */
GmarlHeatView *gmarl_day_figure_new_heat_map (GmarlDayQuantity quantity,
                                              const GmarlDaySource *source);

G_END_DECLS
