/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-day-history.h"

G_BEGIN_DECLS

/* What the six tiles of the Grid view say, from the record of the day up to the step that is shown.
 * At the end of a day the sums are the day's indicators. Any thread.
 */
typedef enum {
  GMARL_GRID_METRIC_STABILITY,
  GMARL_GRID_METRIC_IMPORT,
  GMARL_GRID_METRIC_COST,
  GMARL_GRID_METRIC_SATISFACTION,
  GMARL_GRID_METRIC_SOLAR,
  GMARL_GRID_METRIC_REWARD,
  GMARL_N_GRID_METRICS,
} GmarlGridMetric;

/* NaN before the first step of the day, where a value needs one. */
typedef struct {
  double now;   /* of the last step */
  double today; /* of the day so far; for satisfaction and solar a fraction */
  double lost;  /* today: unmet or curtailed energy in kWh; else NaN */
} GmarlMetricValue;

/* step: how many steps count, at most those recorded. */
GmarlMetricValue
gmarl_grid_metric (GmarlGridMetric metric, const GmarlDayHistory *history, guint step);

/* The course of the metric, values [GMARL_STEPS_PER_DAY]; returns how many were written. */
gsize gmarl_grid_metric_course (GmarlGridMetric metric,
                                const GmarlDayHistory *history,
                                guint step,
                                double *values);

/* For people, translated and static: "Grid Import", and a sentence about it. */
const char *gmarl_grid_metric_title (GmarlGridMetric metric);
const char *gmarl_grid_metric_definition (GmarlGridMetric metric);

/* The number in large digits, its unit, and the line below. (out) (transfer full) */
typedef struct {
  char *value;
  char *unit;
  char *detail;
} GmarlMetricText;

GmarlMetricText
gmarl_grid_metric_text (GmarlGridMetric metric, GmarlMetricValue value, const char *currency);
void gmarl_metric_text_clear (GmarlMetricText *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GmarlMetricText, gmarl_metric_text_clear)

G_END_DECLS
