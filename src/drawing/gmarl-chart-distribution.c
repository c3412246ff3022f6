/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-distribution.h"

#include <math.h>
#include <stdlib.h>

static int
compare_doubles (const void *a, const void *b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
quantile (const double *sorted, gsize n, double p)
{
  double at = p * (double) (n - 1);
  gsize below = (gsize) floor (at);
  double share = at - (double) below;

  return below + 1 < n ? (1 - share) * sorted[below] + share * sorted[below + 1] : sorted[n - 1];
}

GmarlDistribution
gmarl_distribution_of (const double *values, gsize n)
{
  GmarlDistribution self = { 0, NAN, NAN, NAN, NAN };
  g_autofree double *sorted = g_new (double, n + 1);
  double sum = 0;

  for (gsize k = 0; k < n; k++)
    if (isfinite (values[k])) {
      sorted[self.n++] = values[k];
      sum += values[k];
    }
  if (self.n == 0)
    return self;
  qsort (sorted, self.n, sizeof *sorted, compare_doubles);
  self.mean = sum / (double) self.n;
  self.lower = quantile (sorted, self.n, 0.25);
  self.median = quantile (sorted, self.n, 0.5);
  self.upper = quantile (sorted, self.n, 0.75);
  return self;
}

gsize
gmarl_distribution_end (const GmarlSeries *data, gsize begin)
{
  const double *x = gmarl_series_get_x (data);
  gsize length = gmarl_series_get_length (data), end = begin;

  while (end < length && x[end] == x[begin])
    end++;
  return end;
}

GmarlSeries *
gmarl_distribution_series (const GmarlSeries *data)
{
  GmarlSeries *self = gmarl_series_new ();
  gsize length, end;

  g_return_val_if_fail (data, self);
  length = gmarl_series_get_length (data);
  for (gsize begin = 0; begin < length; begin = end) {
    GmarlDistribution all;

    end = gmarl_distribution_end (data, begin);
    all = gmarl_distribution_of (gmarl_series_get_y (data) + begin, end - begin);
    gmarl_series_append_band (self, gmarl_series_get_x (data)[begin], all.mean, all.lower,
                              all.upper);
  }
  return self;
}
