/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-series.h"
#include "gmarl-training-metrics.h"

G_BEGIN_DECLS

/* The rows of a training as lines: one a seed and metric, and their mean with an interval. Means
 * are taken over the seeds that have come so far; an interval of 95 % (Student's t) is there from
 * three seeds on. No widgets; one thread.
 */
typedef enum {
  GMARL_TRAINING_X_ITERATION,
  GMARL_TRAINING_X_STEPS,
  GMARL_TRAINING_X_SECONDS,
} GmarlTrainingX;

typedef struct _GmarlTrainingCurves GmarlTrainingCurves;

GmarlTrainingCurves *gmarl_training_curves_new (gsize n_seeds);
void gmarl_training_curves_free (GmarlTrainingCurves *self);

/* Takes the rows of a seed that came since the last time. rows: all of them, only ever growing.
 * (element-type GmarlTrainingMetrics) */
void gmarl_training_curves_update (GmarlTrainingCurves *self, gsize seed, const GArray *rows);

/* Draws over something else from now on; the next updates take all rows anew. */
void gmarl_training_curves_set_x (GmarlTrainingCurves *self, GmarlTrainingX x);

gsize gmarl_training_curves_get_n_seeds (const GmarlTrainingCurves *self);

/* Seeds that have rows. */
gsize gmarl_training_curves_get_n_begun (const GmarlTrainingCurves *self);

/* The mean, or the seed itself where there is one alone. Borrowed. */
GmarlSeries *gmarl_training_curves_get_mean (GmarlTrainingCurves *self, GmarlMetric metric);

/* The mean from the lowest to the highest seed; NULL with one seed. Borrowed. (nullable) */
GmarlSeries *gmarl_training_curves_get_range (GmarlTrainingCurves *self, GmarlMetric metric);
GmarlSeries *
gmarl_training_curves_get_seed (GmarlTrainingCurves *self, GmarlMetric metric, gsize seed);

/* How much x an iteration is, on the average. */
double gmarl_training_curves_get_stride (const GmarlTrainingCurves *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlTrainingCurves, gmarl_training_curves_free)

G_END_DECLS
