/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-learning-curve.h"

#include "gmarl-bootstrap-memory.h"
#include "gmarl-statistics.h"

#include <math.h>
#include <string.h>

#define ALPHA 0.05

/* A value of one seed. */
typedef struct {
  gint64 iteration;
  double steps;
  double seconds;
  double value;
} Sample;

/* The values of one seed that there are, by iteration. */
static GArray *
take_samples (const GArray *rows, GmarlMetric metric)
{
  GArray *samples = g_array_sized_new (FALSE, FALSE, sizeof (Sample), rows->len);
  double seconds = 0;

  for (guint k = 0; k < rows->len; k++) {
    const GmarlTrainingMetrics *row = &g_array_index (rows, GmarlTrainingMetrics, k);
    Sample sample = { .iteration = (gint64) row->value[GMARL_METRIC_ITERATION],
                      .steps = row->value[GMARL_METRIC_ENVIRONMENT_STEPS],
                      .value = row->value[metric] };

    if (isfinite (row->value[GMARL_METRIC_SECONDS]))
      seconds += row->value[GMARL_METRIC_SECONDS];
    sample.seconds = seconds;
    if (isfinite (sample.value))
      g_array_append_val (samples, sample);
  }
  return samples;
}

/* Where each seed is read, and memory for one point. */
typedef struct {
  GArray **samples; /* [n_seeds] */
  guint *next;      /* [n_seeds] */
  gsize n_seeds;
  double *value; /* [n_seeds] of the seeds that have the point */
  GmarlBootstrapWork bootstrap;
} Reader;

static void
reader_init (Reader *self,
             const GArray *const *rows,
             gsize n_seeds,
             GmarlMetric metric,
             gsize draws)
{
  self->samples = g_new (GArray *, n_seeds);
  self->next = g_new0 (guint, n_seeds);
  self->n_seeds = n_seeds;
  self->value = g_new (double, n_seeds);
  for (gsize s = 0; s < n_seeds; s++)
    self->samples[s] = take_samples (rows[s], metric);
  gmarl_bootstrap_work_init (&self->bootstrap, n_seeds, 1, draws);
}

static void
reader_clear (Reader *self)
{
  for (gsize s = 0; s < self->n_seeds; s++)
    g_array_unref (self->samples[s]);
  g_free (self->samples);
  g_free (self->next);
  g_free (self->value);
  gmarl_bootstrap_work_clear (&self->bootstrap);
}

static const Sample *
peek (const Reader *self, gsize seed)
{
  return self->next[seed] < self->samples[seed]->len
             ? &g_array_index (self->samples[seed], Sample, self->next[seed])
             : NULL;
}

/* Takes the seeds' values at the lowest iteration that is left; FALSE at the end. */
static gboolean
take_point (Reader *self, GmarlCurvePoint *point)
{
  memset (point, 0, sizeof *point);
  point->iteration = G_MAXINT64;
  for (gsize s = 0; s < self->n_seeds; s++)
    if (peek (self, s) != NULL)
      point->iteration = MIN (point->iteration, peek (self, s)->iteration);
  for (gsize s = 0; s < self->n_seeds; s++) {
    const Sample *sample = peek (self, s);

    if (sample == NULL || sample->iteration != point->iteration)
      continue;
    self->value[point->n++] = sample->value;
    point->steps += sample->steps;
    point->seconds += sample->seconds;
    self->next[s]++;
  }
  if (point->n == 0)
    return FALSE;
  point->steps /= (double) point->n;
  point->seconds /= (double) point->n;
  return TRUE;
}

static void
summarise_point (Reader *self, GmarlCurvePoint *point, gsize draws, guint64 bootstrap_seed)
{
  GmarlBootstrapInterval robust[GMARL_N_ROBUST];

  gmarl_bootstrap_robust (self->value, point->n, 1, point->n < GMARL_CURVE_FEWEST_SEEDS ? 0 : draws,
                          bootstrap_seed, ALPHA, &self->bootstrap, robust);
  point->iqm = robust[GMARL_ROBUST_IQM].estimate;
  point->low = robust[GMARL_ROBUST_IQM].low;
  point->high = robust[GMARL_ROBUST_IQM].high;
  point->lowest = point->highest = NAN;
  for (gsize k = 0; point->n > 1 && k < point->n; k++) {
    point->lowest = fmin (point->lowest, self->value[k]);
    point->highest = fmax (point->highest, self->value[k]);
  }
}

GmarlLearningCurve *
gmarl_learning_curve_new (const GArray *const *rows,
                          gsize n_seeds,
                          GmarlMetric metric,
                          gsize draws,
                          guint64 bootstrap_seed)
{
  GmarlLearningCurve *self = g_new0 (GmarlLearningCurve, 1);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (GmarlCurvePoint));
  GmarlCurvePoint point;
  Reader reader;

  reader_init (&reader, rows, n_seeds, metric, draws);
  while (take_point (&reader, &point)) {
    summarise_point (&reader, &point, draws, bootstrap_seed);
    g_array_append_val (points, point);
  }
  reader_clear (&reader);

  self->metric = metric;
  self->n_seeds = n_seeds;
  self->n_points = points->len;
  self->points = g_memdup2 (points->data, points->len * sizeof point);
  while (self->n_complete < self->n_points && self->points[self->n_complete].n == n_seeds)
    self->n_complete++;
  return self;
}

void
gmarl_learning_curve_free (GmarlLearningCurve *self)
{
  if (self == NULL)
    return;
  g_free (self->points);
  g_free (self);
}
