/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-curves.h"

#include "gmarl-statistics.h"

#include <math.h>

/* Fewer say too little about how sure a mean is. */
#define FEWEST_FOR_INTERVAL 3
#define ALPHA               0.05

typedef struct {
  GArray *x;    /* of double, by iteration */
  GArray *rows; /* of GmarlTrainingMetrics, taken */
  GmarlSeries *series[GMARL_N_METRICS];
} Seed;

struct _GmarlTrainingCurves {
  GmarlTrainingX x;
  gsize n_seeds;
  Seed *seeds;
  GmarlSeries *mean[GMARL_N_METRICS];  /* with one seed its own series */
  GmarlSeries *range[GMARL_N_METRICS]; /* NULL with one seed */
};

GmarlTrainingCurves *
gmarl_training_curves_new (gsize n_seeds)
{
  GmarlTrainingCurves *self = g_new0 (GmarlTrainingCurves, 1);

  self->n_seeds = n_seeds;
  self->seeds = g_new0 (Seed, n_seeds);
  for (gsize k = 0; k < n_seeds; k++) {
    self->seeds[k].x = g_array_new (FALSE, FALSE, sizeof (double));
    self->seeds[k].rows = g_array_new (FALSE, FALSE, sizeof (GmarlTrainingMetrics));
    for (gsize metric = 0; metric < GMARL_N_METRICS; metric++)
      self->seeds[k].series[metric] = gmarl_series_new ();
  }
  for (gsize metric = 0; metric < GMARL_N_METRICS; metric++) {
    self->mean[metric] =
        n_seeds == 1 ? gmarl_series_ref (self->seeds[0].series[metric]) : gmarl_series_new ();
    self->range[metric] = n_seeds == 1 ? NULL : gmarl_series_new ();
  }
  return self;
}

void
gmarl_training_curves_free (GmarlTrainingCurves *self)
{
  if (self == NULL)
    return;
  for (gsize metric = 0; metric < GMARL_N_METRICS; metric++) {
    gmarl_series_unref (self->mean[metric]);
    g_clear_pointer (&self->range[metric], gmarl_series_unref);
  }
  for (gsize k = 0; k < self->n_seeds; k++) {
    for (gsize metric = 0; metric < GMARL_N_METRICS; metric++)
      gmarl_series_unref (self->seeds[k].series[metric]);
    g_array_unref (self->seeds[k].x);
    g_array_unref (self->seeds[k].rows);
  }
  g_free (self->seeds);
  g_free (self);
}

static const GmarlTrainingMetrics *
get_row (const Seed *seed, gsize iteration)
{
  return &g_array_index (seed->rows, GmarlTrainingMetrics, iteration);
}

static double
get_x (const Seed *seed, gsize iteration)
{
  return g_array_index (seed->x, double, iteration);
}

/* The seed whose x the mean has: the first that came so far. */
static const Seed *
find_seed (const GmarlTrainingCurves *self, gsize iteration)
{
  for (gsize k = 0; k < self->n_seeds; k++)
    if (self->seeds[k].rows->len > iteration)
      return &self->seeds[k];
  return NULL;
}

static void
append_mean (GmarlTrainingCurves *self,
             gsize iteration,
             GmarlMetric metric,
             double *values,
             double *work)
{
  GmarlSeries *series = self->mean[metric];
  gsize length = gmarl_series_get_length (series);
  double x = get_x (find_seed (self, iteration), iteration);
  gsize count = 0;
  double sum = 0, estimate, lowest = NAN, highest = NAN;

  /* The first seed may have been stopped early, and another be faster. */
  if (length > 0)
    x = MAX (x, gmarl_series_get_x (series)[length - 1]);
  for (gsize k = 0; k < self->n_seeds; k++) {
    double value = self->seeds[k].rows->len > iteration
                       ? get_row (&self->seeds[k], iteration)->value[metric]
                       : NAN;

    if (!isfinite (value))
      continue;
    values[count++] = value;
    sum += value;
    lowest = fmin (lowest, value);
    highest = fmax (highest, value);
  }
  estimate = count > 0 ? sum / (double) count : NAN;
  if (count >= FEWEST_FOR_INTERVAL) {
    GmarlInterval interval;

    gmarl_statistics_interval (values, 1, count, ALPHA, work, &interval);
    estimate = interval.estimate;
    gmarl_series_append_band (series, x, estimate, interval.low, interval.high);
  } else {
    gmarl_series_append (series, x, estimate);
  }
  if (count > 1)
    gmarl_series_append_band (self->range[metric], x, estimate, lowest, highest);
  else
    gmarl_series_append (self->range[metric], x, estimate);
}

static void
update_means (GmarlTrainingCurves *self, gsize from)
{
  g_autofree double *values = g_new (double, self->n_seeds);
  g_autofree double *work = g_new (double, gmarl_statistics_interval_work (1, 0, self->n_seeds));
  gsize end = 0;

  for (gsize k = 0; k < self->n_seeds; k++)
    end = MAX (end, self->seeds[k].rows->len);
  for (gsize metric = 0; metric < GMARL_N_METRICS; metric++) {
    if (gmarl_series_get_length (self->mean[metric]) > from)
      gmarl_series_truncate (self->mean[metric], from);
    if (gmarl_series_get_length (self->range[metric]) > from)
      gmarl_series_truncate (self->range[metric], from);
    for (gsize iteration = from; iteration < end; iteration++)
      append_mean (self, iteration, metric, values, work);
  }
}

void
gmarl_training_curves_update (GmarlTrainingCurves *self, gsize seed, const GArray *rows)
{
  Seed *own = &self->seeds[seed];
  guint from = own->rows->len;

  g_return_if_fail (seed < self->n_seeds);

  for (guint k = from; k < rows->len; k++) {
    const GmarlTrainingMetrics *row = &g_array_index (rows, GmarlTrainingMetrics, k);
    double x = row->value[GMARL_METRIC_ITERATION];

    if (self->x == GMARL_TRAINING_X_STEPS)
      x = row->value[GMARL_METRIC_ENVIRONMENT_STEPS];
    else if (self->x == GMARL_TRAINING_X_SECONDS)
      x = row->value[GMARL_METRIC_SECONDS] + (k == 0 ? 0 : get_x (own, k - 1));
    g_array_append_val (own->x, x);
    g_array_append_vals (own->rows, row, 1);
    for (gsize metric = 0; metric < GMARL_N_METRICS; metric++)
      gmarl_series_append (own->series[metric], x, row->value[metric]);
  }
  if (self->n_seeds > 1 && rows->len > from)
    update_means (self, from);
}

void
gmarl_training_curves_set_x (GmarlTrainingCurves *self, GmarlTrainingX x)
{
  self->x = x;
  for (gsize k = 0; k < self->n_seeds; k++) {
    g_array_set_size (self->seeds[k].x, 0);
    g_array_set_size (self->seeds[k].rows, 0);
    for (gsize metric = 0; metric < GMARL_N_METRICS; metric++)
      gmarl_series_clear (self->seeds[k].series[metric]);
  }
  for (gsize metric = 0; metric < GMARL_N_METRICS; metric++) {
    gmarl_series_clear (self->mean[metric]);
    if (self->range[metric] != NULL)
      gmarl_series_clear (self->range[metric]);
  }
}

gsize
gmarl_training_curves_get_n_seeds (const GmarlTrainingCurves *self)
{
  return self->n_seeds;
}

gsize
gmarl_training_curves_get_n_begun (const GmarlTrainingCurves *self)
{
  gsize count = 0;

  for (gsize k = 0; k < self->n_seeds; k++)
    count += self->seeds[k].rows->len > 0;
  return count;
}

GmarlSeries *
gmarl_training_curves_get_mean (GmarlTrainingCurves *self, GmarlMetric metric)
{
  return self->mean[metric];
}

GmarlSeries *
gmarl_training_curves_get_range (GmarlTrainingCurves *self, GmarlMetric metric)
{
  return self->range[metric];
}

GmarlSeries *
gmarl_training_curves_get_seed (GmarlTrainingCurves *self, GmarlMetric metric, gsize seed)
{
  return self->seeds[seed].series[metric];
}

double
gmarl_training_curves_get_stride (const GmarlTrainingCurves *self)
{
  const Seed *first = &self->seeds[0];

  if (first->x->len == 0)
    return 1;
  return get_x (first, first->x->len - 1) / first->x->len;
}
