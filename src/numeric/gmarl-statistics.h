/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <stddef.h>

/* Statistics over training seeds and test days (evaluation.md, points 5 and 6). Pure functions over
 * caller memory, any thread. Sizes: n seeds of one policy, m of another, D days; a matrix [n, D] is
 * row-major. Values must be finite where nothing else is said.
 */

/* The sum with Neumaier's (1974) compensation: its error does not grow with count. */
double gmarl_statistics_sum (const double *x, size_t count);

/* NaN if count is 0. */
double gmarl_statistics_mean (const double *x, size_t count);

/* Mean squared deviation from the mean, divided by count − ddof: ddof 0 for a population, 1 for a
 * sample. NaN if count ≤ ddof.
 */
double gmarl_statistics_variance (const double *x, size_t count, size_t ddof);

/* A confidence interval of a mean, or of a difference of means, by Student's t. */
typedef struct {
  double estimate;
  double variance; /* V, of the estimate */
  double df;       /* degrees of freedom of V; infinite if V is 0 */
  double low;
  double high;
  double p; /* two-sided, of the hypothesis that the true value is 0 */
} GmarlInterval;

/* Doubles of work area that the next two functions need. */
size_t gmarl_statistics_interval_work (size_t n, size_t m, size_t D);

/* The mean of x [n, D] and its interval of probability 1 − alpha, with seeds (rows) and days
 * (columns) both taken as random and crossed. With n = 1 it is the interval over days of that one
 * row. With D < 2 there is no interval: all but the estimate is NaN.
 */
void gmarl_statistics_interval (const double *x,
                                size_t n,
                                size_t D,
                                double alpha,
                                double *work,
                                GmarlInterval *interval);

/* The same from what is left of x once it is too large to keep: the means of its seeds [n] and of
 * its days [D], and the mean square of the residuals x_sd − x_s· − x_·d + x_·· over (n − 1) (D − 1)
 * degrees of freedom (not used for n = 1).
 */
void gmarl_statistics_interval_of_means (const double *seed_means,
                                         size_t n,
                                         const double *day_means,
                                         size_t D,
                                         double residual_mean_square,
                                         double alpha,
                                         GmarlInterval *interval);

/* The mean of x [n, D] minus the mean of y [m, D], measured on the same days, with the seeds of one
 * independent of those of the other. n = 1 or m = 1: a policy without seeds (a rule), or one whose
 * seed-to-seed variance is unknown and left out. A difference that is nothing but rounding (1e-12
 * of the larger mean) counts as 0 and gets p = 1.
 */
void gmarl_statistics_difference (const double *x,
                                  size_t n,
                                  const double *y,
                                  size_t m,
                                  size_t D,
                                  double alpha,
                                  double *work,
                                  GmarlInterval *interval);

/* P(X > Y): the share of pairs of a row of x [n, D] and a row of y [m, D] in which x is larger,
 * counted day by day with ties ½ (Mann and Whitney 1947), averaged over days. P(Y > X) is 1 minus
 * it.
 */
double
gmarl_statistics_improvement (const double *x, size_t n, const double *y, size_t m, size_t D);

/* Holm's (1979) step-down correction: adjusted[k] ≤ α rejects hypothesis k with a family-wise error
 * of at most α. A p that is NaN was not tested: it stays NaN and does not count. order [count]:
 * work area.
 */
void gmarl_statistics_holm (const double *p, size_t count, double *adjusted, size_t *order);

/* order [count]: the indices of x from the smallest value to the largest, equal values by index,
 * NaN last.
 */
void gmarl_statistics_order (const double *x, size_t count, size_t *order);

/* The quantile function of sorted values, averaged over the probabilities from…to
 * (0 ≤ from < to ≤ 1): the interquartile mean is 0.25…0.75 (scipy's trim_mean (0.25) whenever the
 * count divides by 4), the mean of the lowest 5 % (CVaR) is 0…0.05. A value that the bounds cut
 * counts in part. NaN if count is 0.
 */
double gmarl_statistics_quantile_mean (const double *sorted, size_t count, double from, double to);

/* The middle one of sorted values, or the mean of the two middle ones. NaN if count is 0. */
double gmarl_statistics_median (const double *sorted, size_t count);

/* The p-quantile of sorted values, linear between them (Hyndman and Fan 1996, type 7). */
double gmarl_statistics_quantile (const double *sorted, size_t count, double p);

/* A straight line through points, by ordinary least squares. */
typedef struct {
  double slope;
  double intercept;
  double variance; /* of the slope */
  double df;       /* count − 2 */
  double low;      /* the slope's interval by Student's t; NaN with fewer than 3 points */
  double high;
} GmarlRegression;

/* y [count] on x [count], the slope's interval of probability 1 − alpha. All is NaN where count is
 * below 2 or all x are equal.
 */
void gmarl_statistics_regression (const double *x,
                                  const double *y,
                                  size_t count,
                                  double alpha,
                                  GmarlRegression *line);
