/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-smoothing.h"

#include <math.h>

struct _GmarlSmoothing {
  GmarlSeries *source, *smoothed;
  double half_life;
  guint64 generation;  /* of the source, when the pass began */
  double sum, weight;  /* both decay together; their quotient is the value */
  double last_x;       /* of the last sample with a value */
  double last_spacing; /* the time that the last sample stands for */
};

GmarlSmoothing *
gmarl_smoothing_new (GmarlSeries *source, double half_life)
{
  GmarlSmoothing *self;

  g_return_val_if_fail (source && half_life > 0, NULL);
  self = g_new0 (GmarlSmoothing, 1);
  self->source = gmarl_series_ref (source);
  self->smoothed = gmarl_series_new ();
  self->half_life = half_life;
  self->generation = gmarl_series_get_generation (source);
  return self;
}

void
gmarl_smoothing_free (GmarlSmoothing *self)
{
  if (self == NULL)
    return;
  gmarl_series_unref (self->source);
  gmarl_series_unref (self->smoothed);
  g_free (self);
}

GmarlSeries *
gmarl_smoothing_get_source (GmarlSmoothing *self)
{
  g_return_val_if_fail (self, NULL);
  return self->source;
}

double
gmarl_smoothing_get_half_life (GmarlSmoothing *self)
{
  g_return_val_if_fail (self, 0);
  return self->half_life;
}

static double
smooth_one (GmarlSmoothing *self, double x, double y)
{
  if (!isfinite (y))
    return NAN;
  if (self->weight == 0) {
    /* Nothing is known yet of the time that the first one stands for, and it cancels out as long as
     * it is alone: the first spacing stands in for it when the second sample comes.
     */
    self->sum = y;
    self->weight = 1;
    self->last_spacing = 0;
  } else {
    double spacing = x - self->last_x;
    double decay = exp2 (-spacing / self->half_life);
    double worth = -expm1 (-spacing / self->half_life * G_LN2);

    if (self->last_spacing == 0 && spacing > 0) {
      self->sum *= worth / self->weight;
      self->weight = worth;
      self->last_spacing = spacing;
    }
    self->sum = self->sum * decay + y * worth;
    self->weight = self->weight * decay + worth;
  }
  self->last_x = x;
  return self->sum / self->weight;
}

GmarlSeries *
gmarl_smoothing_update (GmarlSmoothing *self)
{
  const double *x, *y, *lower, *upper;
  gsize length;

  g_return_val_if_fail (self, NULL);
  if (self->generation != gmarl_series_get_generation (self->source)) {
    self->generation = gmarl_series_get_generation (self->source);
    gmarl_series_clear (self->smoothed);
    self->sum = self->weight = 0;
  }
  x = gmarl_series_get_x (self->source);
  y = gmarl_series_get_y (self->source);
  lower = gmarl_series_get_lower (self->source);
  upper = gmarl_series_get_upper (self->source);
  length = gmarl_series_get_length (self->source);
  for (gsize k = gmarl_series_get_length (self->smoothed); k < length; k++) {
    double value = smooth_one (self, x[k], y[k]);

    if (lower)
      gmarl_series_append_band (self->smoothed, x[k], value, lower[k], upper[k]);
    else
      gmarl_series_append (self->smoothed, x[k], value);
  }
  return self->smoothed;
}
