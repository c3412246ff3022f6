/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-series.h"

G_BEGIN_DECLS

/* Three summaries of many values as series to draw. Each empties the series first; values that are
 * not finite count for nothing. Any thread.
 */

/* values: [n_rows, n_columns]. At x = column · x_step the mean of the column over the rows, with
 * the interval from its least to its greatest value where there are two or more; a gap where there
 * are none.
 */
void gmarl_series_fill_mean (GmarlSeries *self,
                             const double *values,
                             gsize n_rows,
                             gsize n_columns,
                             double x_step);

/* The n values in descending order; x is the percentage of them that are greater, counting half of
 * the value itself: 50 % is the median.
 */
void gmarl_series_fill_duration (GmarlSeries *self, const double *values, gsize n);

/* How many percent of the n values are in each of equal bins, whose edges are round numbers; x is
 * the middle of the bin. Empty bins within are there, too. There are about 2 ∛n bins, 6 to 36
 * (Rice's rule). Returns the width of a bin, 0 without values.
 */
double gmarl_series_fill_histogram (GmarlSeries *self, const double *values, gsize n);

G_END_DECLS
