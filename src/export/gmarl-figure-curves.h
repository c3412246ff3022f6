/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-average-day.h"
#include "gmarl-figure-words.h"
#include "gmarl-learning-curve.h"
#include "gmarl-performance-profile.h"

G_BEGIN_DECLS

/* Curves of a comparison, the same in the window and in files. policies [n] say how each looks; an
 * element of the results that is NULL has no curve. What a chart needs is copied. (transfer full)
 */

/* How often each policy does at least so well. anchor: the name of what a score of 0 is. */
GmarlChartView *gmarl_figure_profile (const GmarlPerformanceProfile *const *profiles,
                                      const GmarlFigurePolicy *policies,
                                      gsize n,
                                      GmarlIndicator indicator,
                                      const char *anchor);

/* What learning curves are drawn against. */
typedef enum {
  GMARL_FIGURE_BY_ITERATION,
  GMARL_FIGURE_BY_STEPS,   /* of the environment, in millions */
  GMARL_FIGURE_BY_SECONDS, /* of computing, in minutes */
} GmarlFigureProgress;

/* Interquartile mean over seeds with its interval; a mark where the first seed of a curve ends. All
 * of one metric. rows (nullable) [n], each [its n_seeds] of GArray of GmarlTrainingMetrics: the
 * seeds' own lines, which a chart can show.
 */
GmarlChartView *gmarl_figure_learning_curves (const GmarlLearningCurve *const *curves,
                                              const GArray *const *const *rows,
                                              const GmarlFigurePolicy *policies,
                                              gsize n,
                                              GmarlFigureProgress progress,
                                              const char *currency);

/* The average day of a quantity: mean over days and seeds at each time, with its interval. */
GmarlChartView *gmarl_figure_average_day (const GmarlAverageDay *const *days,
                                          const GmarlFigurePolicy *policies,
                                          gsize n,
                                          GmarlDayQuantity quantity);

G_END_DECLS
