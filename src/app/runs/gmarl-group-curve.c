/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-group-curve.h"

#include <math.h>

/* Of the bootstrap, and its fixed seed: the same curve has the same interval each time. */
#define DRAWS          2000
#define BOOTSTRAP_SEED 1

void
gmarl_group_curve_free (GmarlGroupCurve *self)
{
  if (self == NULL)
    return;
  g_free (self->group_id);
  gmarl_learning_curve_free (self->curve);
  for (gsize k = 0; k < self->n_seeds; k++)
    g_array_unref (self->samples[k]);
  g_free (self->samples);
  g_free (self->seed);
  g_free (self);
}

void
gmarl_group_curve_request_free (GmarlGroupCurveRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->group_id);
  g_free (self->seed);
  g_strfreev (self->run_ids);
  g_free (self);
}

double
gmarl_curve_point_get_x (const GmarlCurvePoint *point, GmarlCurveX x)
{
  switch (x) {
  case GMARL_CURVE_X_STEPS:
    return point->steps;
  case GMARL_CURVE_X_SECONDS:
    return point->seconds;
  default:
    return (double) point->iteration;
  }
}

/* The samples that have a value. Seconds of rows are those of their iteration. */
static GArray *
take_samples (const GArray *rows, GmarlMetric metric)
{
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (GmarlCurveSample));
  double seconds = 0;

  for (guint k = 0; k < rows->len; k++) {
    const GmarlTrainingMetrics *row = &g_array_index (rows, GmarlTrainingMetrics, k);
    GmarlCurveSample sample;

    if (isfinite (row->value[GMARL_METRIC_SECONDS]))
      seconds += row->value[GMARL_METRIC_SECONDS];
    sample.x[GMARL_CURVE_X_ITERATION] = row->value[GMARL_METRIC_ITERATION];
    sample.x[GMARL_CURVE_X_STEPS] = row->value[GMARL_METRIC_ENVIRONMENT_STEPS];
    sample.x[GMARL_CURVE_X_SECONDS] = seconds;
    sample.y = row->value[metric];
    if (isfinite (sample.y))
      g_array_append_val (samples, sample);
  }
  return samples;
}

GmarlGroupCurve *
gmarl_group_curve_load (GmarlLibrary *library, const GmarlGroupCurveRequest *request)
{
  GmarlGroupCurve *self = g_new0 (GmarlGroupCurve, 1);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  self->group_id = g_strdup (request->group_id);
  self->metric = request->metric;
  self->n_rows = request->n_rows;
  self->n_seeds = request->n_seeds;
  self->seed = g_memdup2 (request->seed, request->n_seeds * sizeof *request->seed);
  self->samples = g_new0 (GArray *, request->n_seeds);
  for (gsize k = 0; k < request->n_seeds; k++) {
    GArray *own = gmarl_library_load_metrics (library, request->run_ids[k], NULL);

    if (own == NULL)
      own = g_array_new (FALSE, FALSE, sizeof (GmarlTrainingMetrics));
    g_ptr_array_add (rows, own);
    self->samples[k] = take_samples (own, request->metric);
  }
  self->curve = gmarl_learning_curve_new ((const GArray *const *) rows->pdata, request->n_seeds,
                                          request->metric, DRAWS, BOOTSTRAP_SEED);
  return self;
}
