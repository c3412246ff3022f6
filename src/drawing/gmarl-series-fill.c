/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-series-fill.h"

#include "gmarl-ticks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEWEST_BINS 6.0
#define MOST_BINS   36.0

void
gmarl_series_fill_mean (GmarlSeries *self,
                        const double *values,
                        gsize n_rows,
                        gsize n_columns,
                        double x_step)
{
  g_return_if_fail (self != NULL && (values != NULL || n_rows * n_columns == 0));

  gmarl_series_clear (self);
  for (gsize column = 0; column < n_columns && n_rows > 0; column++) {
    double sum = 0, least = INFINITY, most = -INFINITY, x = x_step * (double) column;
    gsize count = 0;

    for (gsize row = 0; row < n_rows; row++) {
      double value = values[row * n_columns + column];

      if (!isfinite (value))
        continue;
      sum += value;
      least = fmin (least, value);
      most = fmax (most, value);
      count++;
    }
    if (count > 1)
      gmarl_series_append_band (self, x, sum / (double) count, least, most);
    else
      gmarl_series_append (self, x, count == 1 ? sum : NAN);
  }
}

static int
compare_down (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? 1 : one > other ? -1 : 0;
}

/* The finite values, in their order; *count says how many. (transfer full) */
static double *
keep_finite (const double *values, gsize n, gsize *count)
{
  double *kept = g_new (double, MAX (n, 1));

  *count = 0;
  for (gsize k = 0; k < n; k++)
    if (isfinite (values[k]))
      kept[(*count)++] = values[k];
  return kept;
}

void
gmarl_series_fill_duration (GmarlSeries *self, const double *values, gsize n)
{
  g_autofree double *kept = NULL;
  gsize count;

  g_return_if_fail (self != NULL && (values != NULL || n == 0));

  kept = keep_finite (values, n, &count);
  qsort (kept, count, sizeof (double), compare_down);
  gmarl_series_clear (self);
  for (gsize k = 0; k < count; k++)
    gmarl_series_append (self, 100 * ((double) k + 0.5) / (double) count, kept[k]);
}

/* Equal values have a bin of their own, about as wide as their digits say. */
static double
choose_width (double least, double most, gsize count)
{
  double bins = CLAMP (ceil (2 * cbrt ((double) count)), FEWEST_BINS, MOST_BINS);
  double range = most - least, size = fmax (fabs (least), fabs (most));

  if (range > 1e-9 * size)
    return gmarl_ticks_step (range, (gsize) bins);
  return gmarl_ticks_step (size > 0 ? size : 1, 10);
}

double
gmarl_series_fill_histogram (GmarlSeries *self, const double *values, gsize n)
{
  g_autofree double *kept = NULL;
  g_autofree gsize *bin = NULL;
  double least = INFINITY, most = -INFINITY, width, first;
  gsize count, n_bins;

  g_return_val_if_fail (self != NULL && (values != NULL || n == 0), 0);

  kept = keep_finite (values, n, &count);
  gmarl_series_clear (self);
  if (count == 0)
    return 0;
  for (gsize k = 0; k < count; k++) {
    least = fmin (least, kept[k]);
    most = fmax (most, kept[k]);
  }
  width = choose_width (least, most, count);
  /* A value on an edge is in the bin above it, but for the greatest. */
  first = floor (least / width + 1e-9);
  n_bins = (gsize) MAX (ceil (most / width - first - 1e-9), 1);
  bin = g_new0 (gsize, n_bins);
  for (gsize k = 0; k < count; k++) {
    double index = floor (kept[k] / width - first + 1e-9);

    bin[MIN ((gsize) MAX (index, 0), n_bins - 1)]++;
  }
  /* The width of bars is told by their distance: one alone has neighbours without values. */
  if (n_bins == 1)
    gmarl_series_append (self, (first - 0.5) * width, 0);
  for (gsize k = 0; k < n_bins; k++)
    gmarl_series_append (self, (first + (double) k + 0.5) * width,
                         100 * (double) bin[k] / (double) count);
  if (n_bins == 1)
    gmarl_series_append (self, (first + 1.5) * width, 0);
  return width;
}
