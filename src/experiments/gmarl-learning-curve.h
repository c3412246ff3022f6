/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-training-metrics.h"

#include <glib.h>

G_BEGIN_DECLS

/* A metric of training over the seeds of a group (evaluation.md, point 8): at every iteration the
 * interquartile mean of the seeds that reached it. Seeds may end at different iterations; from
 * there on n is smaller, and such points are to be drawn differently.
 */
typedef struct {
  gint64 iteration;
  double steps;   /* of the environment since the start, the mean over these seeds */
  double seconds; /* of computing since the start, the mean over these seeds */
  double iqm;
  double low; /* 95 % bootstrap interval over seeds; NaN below three seeds */
  double high;
  gsize n;       /* seeds with a value at this iteration */
  double lowest; /* of these seeds; NaN if it is one alone */
  double highest;
} GmarlCurvePoint;

typedef struct {
  GmarlMetric metric;
  gsize n_seeds;
  GmarlCurvePoint *points; /* [n_points] by iteration; none where no seed has a value; owned */
  gsize n_points;
  gsize n_complete; /* the leading points that every seed has: the rest has fewer */
} GmarlLearningCurve;

/* Below this many seeds their own lines are shown, and no interval. */
#define GMARL_CURVE_FEWEST_SEEDS 3

/* rows [n_seeds]: each (element-type GmarlTrainingMetrics) by iteration. draws of the bootstrap, 0:
 * no intervals; bootstrap_seed as for comparisons. Takes a millisecond a point at 2 000 draws: not
 * for the main thread of an application. (transfer full)
 */
GmarlLearningCurve *gmarl_learning_curve_new (const GArray *const *rows,
                                              gsize n_seeds,
                                              GmarlMetric metric,
                                              gsize draws,
                                              guint64 bootstrap_seed);
void gmarl_learning_curve_free (GmarlLearningCurve *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlLearningCurve, gmarl_learning_curve_free)

G_END_DECLS
