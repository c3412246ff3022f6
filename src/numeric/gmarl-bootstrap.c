/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The values are sorted once. A draw gives every cell (seed, day) the weight
 * (times the seed was drawn) × (times the day was drawn), and the statistics are read off the
 * sorted values with these weights: a draw costs one pass and no sorting.
 */
#include "gmarl-bootstrap.h"
#include "gmarl-random.h"
#include "gmarl-statistics.h"

#include <math.h>
#include <stdbool.h>

#define TAIL 0.05

void
gmarl_bootstrap_counts (uint64_t seed, uint64_t stream, uint64_t draw, size_t count, double *counts)
{
  for (size_t k = 0; k < count; k++)
    counts[k] = 0;
  for (size_t k = 0; k < count; k++) {
    uint64_t bits = gmarl_random_bits (seed, stream, draw * count + k);

    /* The upper 32 bits scaled to 0 … count − 1; the bias is below count/2³². */
    counts[(bits >> 32) * count >> 32] += 1;
  }
}

/* The sorted values' weights and weighted values, summed up to each place. */
typedef struct {
  const double *sorted;
  const double *weight; /* [count + 1]: weight[k] of the first k values */
  const double *sum;    /* [count + 1] */
  size_t count;
} Prefix;

/* The place of the value within which the given weight is reached. If it is reached at the end of a
 * value, next says whether the following one is meant.
 */
static size_t
place_of (const Prefix *self, double weight, bool next)
{
  size_t low = 0, high = self->count - 1;

  while (low < high) {
    size_t middle = (low + high + 1) / 2;

    if (self->weight[middle] < weight || (next && self->weight[middle] == weight))
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

/* gmarl_statistics_quantile_mean of the resampled values. */
static double
prefix_quantile_mean (const Prefix *self, double from, double to)
{
  double begin = from * self->weight[self->count], end = to * self->weight[self->count];
  size_t first = place_of (self, begin, true), last = place_of (self, end, false);
  double sum = self->sum[last] + (end - self->weight[last]) * self->sorted[last] -
               self->sum[first] - (begin - self->weight[first]) * self->sorted[first];

  return fmin (fmax (sum / (end - begin), self->sorted[first]), self->sorted[last]);
}

/* gmarl_statistics_median of the resampled values. Weights are whole numbers, so comparing them
 * with half is exact. */
static double
prefix_median (const Prefix *self)
{
  double half = self->weight[self->count] / 2;

  return 0.5 *
         (self->sorted[place_of (self, half, false)] + self->sorted[place_of (self, half, true)]);
}

/* out [GMARL_N_ROBUST], with a stride. */
static void
robust_statistics (const Prefix *prefix, double *out, size_t stride)
{
  out[GMARL_ROBUST_IQM * stride] = prefix_quantile_mean (prefix, 0.25, 0.75);
  out[GMARL_ROBUST_MEDIAN * stride] = prefix_median (prefix);
  out[GMARL_ROBUST_LOW_TAIL * stride] = prefix_quantile_mean (prefix, 0, TAIL);
  out[GMARL_ROBUST_HIGH_TAIL * stride] = prefix_quantile_mean (prefix, 1 - TAIL, 1);
}

/* seeds [n] and days [D]: how often each counts. */
static void
weigh (const GmarlBootstrapWork *work, size_t cells, const double *seeds, const double *days)
{
  double weight = 0, sum = 0;

  work->weight[0] = work->sum[0] = 0;
  for (size_t k = 0; k < cells; k++) {
    double times = seeds[work->row[k]] * days[work->day[k]];

    weight += times;
    sum += times * work->sorted[k];
    work->weight[k + 1] = weight;
    work->sum[k + 1] = sum;
  }
}

void
gmarl_bootstrap_percentiles (const double *results,
                             size_t draws,
                             double alpha,
                             size_t *order,
                             double *sorted,
                             GmarlBootstrapInterval *out)
{
  gmarl_statistics_order (results, draws, order);
  for (size_t k = 0; k < draws; k++)
    sorted[k] = results[order[k]];
  out->low = gmarl_statistics_quantile (sorted, draws, alpha / 2);
  out->high = gmarl_statistics_quantile (sorted, draws, 1 - alpha / 2);
}

void
gmarl_bootstrap_robust (const double *x,
                        size_t n,
                        size_t D,
                        size_t draws,
                        uint64_t seed,
                        double alpha,
                        const GmarlBootstrapWork *work,
                        GmarlBootstrapInterval *out)
{
  const Prefix prefix = { work->sorted, work->weight, work->sum, n * D };
  double *seeds = work->counts, *days = work->counts + n;

  gmarl_statistics_order (x, n * D, work->order);
  for (size_t k = 0; k < n * D; k++) {
    work->sorted[k] = x[work->order[k]];
    work->row[k] = (uint32_t) (work->order[k] / D);
    work->day[k] = (uint32_t) (work->order[k] % D);
  }
  for (size_t draw = 0; draw < draws; draw++) {
    gmarl_bootstrap_counts (seed, GMARL_STREAM_BOOTSTRAP_SEEDS, draw, n, seeds);
    gmarl_bootstrap_counts (seed, GMARL_STREAM_BOOTSTRAP_DAYS, draw, D, days);
    weigh (work, n * D, seeds, days);
    robust_statistics (&prefix, work->results + draw, draws);
  }

  out[GMARL_ROBUST_IQM].estimate = gmarl_statistics_quantile_mean (work->sorted, n * D, 0.25, 0.75);
  out[GMARL_ROBUST_MEDIAN].estimate = gmarl_statistics_median (work->sorted, n * D);
  out[GMARL_ROBUST_LOW_TAIL].estimate =
      gmarl_statistics_quantile_mean (work->sorted, n * D, 0, TAIL);
  out[GMARL_ROBUST_HIGH_TAIL].estimate =
      gmarl_statistics_quantile_mean (work->sorted, n * D, 1 - TAIL, 1);
  for (size_t which = 0; which < GMARL_N_ROBUST; which++) {
    const double *results = work->results + which * draws;

    out[which].low = out[which].high = NAN;
    if (draws == 0)
      continue;
    gmarl_bootstrap_percentiles (results, draws, alpha, work->order, work->column, &out[which]);
  }
}
