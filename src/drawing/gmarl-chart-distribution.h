/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-series.h"

G_BEGIN_DECLS

/* Values that share a place, in the few numbers that a box shows. Any thread. */
typedef struct {
  gsize n; /* finite values; without any, the others are NaN */
  double mean;
  double lower, median, upper; /* quartiles, linear between values (Hyndman and Fan's type 7) */
} GmarlDistribution;

GmarlDistribution gmarl_distribution_of (const double *values, gsize n);

/* A sample for each x of the data: the mean, with the quartiles as its interval. (transfer full) */
GmarlSeries *gmarl_distribution_series (const GmarlSeries *data);

/* The index of the first sample after begin that has another x. */
gsize gmarl_distribution_end (const GmarlSeries *data, gsize begin);

G_END_DECLS
