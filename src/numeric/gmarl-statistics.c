/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The intervals follow from one model. Seed s of a policy scores on day d
 *
 *   x_sd = μ + A_s + B_d + E_sd,   independent, variances a, b, e,
 *
 * because all seeds meet the same days. The mean over n seeds and D days has the variance
 * a/n + b/D + e/(nD). From the data come
 *
 *   s²_seed = sample variance of the n seed means,   expectation a + e/D,
 *   s²_day  = sample variance of the D day means,    expectation b + e/n,
 *   s²_e    = Σ (x_sd − x_s· − x_·d + x_··)² / ((n − 1)(D − 1)),   expectation e,
 *
 * so that V = s²_seed/n + s²_day/D − s²_e/(nD) has exactly the wanted expectation. (With the mean
 * squares of the analysis of variance, MS_seed = D s²_seed and MS_day = n s²_day, it is
 * (MS_seed + MS_day − MS_e)/(nD).) Chance can make V smaller than its seed part or its day part
 * alone, which it cannot truly be: the larger of them is the floor. The three terms are
 * independent, with n − 1, D − 1 and (n − 1)(D − 1) degrees of freedom; V gets those of
 * Satterthwaite (1946), V² / Σ term²/df.
 *
 * Two policies on the same days: the seeds are independent, what a day does to both cancels. With
 * z_d = x_·d − y_·d, the variance of the difference of means is
 *
 *   V = s²_z/D + s²_seed(x)/n + s²_seed(y)/m − s²_e(x)/(nD) − s²_e(y)/(mD):
 *
 * s²_z has the expectation b_z + e_x/n + e_y/m, b_z the variance of the difference of day effects,
 * and what remains is counted twice and taken off once as above. If b_z is 0 this is Welch's (1947)
 * test of the seed means, with his degrees of freedom. The floor is the larger of the days' term
 * and the sum of the seeds' terms. A policy of one row has no seed terms; x − y for a rule y is
 * then the first formula applied to the matrix x_sd − y_d.
 */
#include "gmarl-statistics.h"
#include "gmarl-distributions.h"

#include <math.h>

/* A difference below this share of the larger mean is rounding. */
#define ROUNDING 1e-12

typedef struct {
  double sum;
  double rest; /* what rounding took off sum */
} Accumulator;

static void
accumulate (Accumulator *self, double value)
{
  double total = self->sum + value;

  if (fabs (self->sum) >= fabs (value))
    self->rest += (self->sum - total) + value;
  else
    self->rest += (value - total) + self->sum;
  self->sum = total;
}

double
gmarl_statistics_sum (const double *x, size_t count)
{
  Accumulator total = { 0 };

  for (size_t k = 0; k < count; k++)
    accumulate (&total, x[k]);
  return total.sum + total.rest;
}

double
gmarl_statistics_mean (const double *x, size_t count)
{
  return count > 0 ? gmarl_statistics_sum (x, count) / (double) count : NAN;
}

double
gmarl_statistics_variance (const double *x, size_t count, size_t ddof)
{
  Accumulator squares = { 0 };
  double mean = gmarl_statistics_mean (x, count);

  if (count <= ddof)
    return NAN;
  for (size_t k = 0; k < count; k++)
    accumulate (&squares, (x[k] - mean) * (x[k] - mean));
  return (squares.sum + squares.rest) / (double) (count - ddof);
}

/* The parts of V that one policy's seeds contribute. */
typedef struct {
  double mean;
  double seed;        /* s²_seed/n; 0 for a single row */
  double seed_df;     /* 0 for a single row */
  double residual;    /* s²_e/(nD) */
  double residual_df; /* 0 for a single row */
} SeedTerms;

static void
add_seed_terms (SeedTerms *terms, const double *seed_means, size_t n, size_t D, double residual)
{
  terms->seed_df = (double) (n - 1);
  terms->seed = gmarl_statistics_variance (seed_means, n, 1) / (double) n;
  terms->residual_df = (double) ((n - 1) * (D - 1));
  terms->residual = residual / (double) (n * D);
}

/* day_means [D] receives x_·d; seed_means [n] is work area. */
static SeedTerms
seed_terms (const double *x, size_t n, size_t D, double *day_means, double *seed_means)
{
  SeedTerms terms = { 0 };
  Accumulator squares = { 0 };

  for (size_t d = 0; d < D; d++) {
    Accumulator total = { 0 };

    for (size_t s = 0; s < n; s++)
      accumulate (&total, x[s * D + d]);
    day_means[d] = (total.sum + total.rest) / (double) n;
  }
  for (size_t s = 0; s < n; s++)
    seed_means[s] = gmarl_statistics_mean (x + s * D, D);
  terms.mean = gmarl_statistics_mean (day_means, D);
  if (n < 2 || D < 2)
    return terms;

  for (size_t s = 0; s < n; s++)
    for (size_t d = 0; d < D; d++) {
      double deviation = (x[s * D + d] - seed_means[s]) - (day_means[d] - terms.mean);

      accumulate (&squares, deviation * deviation);
    }
  add_seed_terms (&terms, seed_means, n, D,
                  (squares.sum + squares.rest) / (double) ((n - 1) * (D - 1)));
  return terms;
}

static double
square_over (double term, double df)
{
  return df > 0 ? term * term / df : 0;
}

/* Fills all but the estimate. y: NULL for a single policy. */
static void
finish_interval (GmarlInterval *interval,
                 const SeedTerms *x,
                 const SeedTerms *y,
                 double day,
                 double day_df,
                 double alpha)
{
  static const SeedTerms none = { 0 };
  double seeds, V, half;

  y = y != NULL ? y : &none;
  seeds = x->seed + y->seed;
  V = fmax (day + seeds - x->residual - y->residual, fmax (day, seeds));
  interval->variance = V;
  if (isnan (day)) {
    interval->variance = interval->df = interval->low = interval->high = interval->p = NAN;
    return;
  }
  if (V > 0) {
    interval->df = V * V /
                   (square_over (day, day_df) + square_over (x->seed, x->seed_df) +
                    square_over (y->seed, y->seed_df) + square_over (x->residual, x->residual_df) +
                    square_over (y->residual, y->residual_df));
    half = gmarl_student_critical (alpha, interval->df) * sqrt (V);
    interval->p = gmarl_student_two_sided (interval->estimate / sqrt (V), interval->df);
  } else {
    interval->df = INFINITY;
    half = 0;
    interval->p = interval->estimate == 0 ? 1 : 0;
  }
  interval->low = interval->estimate - half;
  interval->high = interval->estimate + half;
}

size_t
gmarl_statistics_interval_work (size_t n, size_t m, size_t D)
{
  return 2 * D + (n > m ? n : m);
}

void
gmarl_statistics_interval (const double *x,
                           size_t n,
                           size_t D,
                           double alpha,
                           double *work,
                           GmarlInterval *interval)
{
  SeedTerms terms = seed_terms (x, n, D, work, work + D);

  interval->estimate = terms.mean;
  finish_interval (interval, &terms, NULL, gmarl_statistics_variance (work, D, 1) / (double) D,
                   (double) D - 1, alpha);
}

void
gmarl_statistics_interval_of_means (const double *seed_means,
                                    size_t n,
                                    const double *day_means,
                                    size_t D,
                                    double residual_mean_square,
                                    double alpha,
                                    GmarlInterval *interval)
{
  SeedTerms terms = { .mean = gmarl_statistics_mean (day_means, D) };

  if (n > 1 && D > 1)
    add_seed_terms (&terms, seed_means, n, D, residual_mean_square);
  interval->estimate = terms.mean;
  finish_interval (interval, &terms, NULL, gmarl_statistics_variance (day_means, D, 1) / (double) D,
                   (double) D - 1, alpha);
}

void
gmarl_statistics_difference (const double *x,
                             size_t n,
                             const double *y,
                             size_t m,
                             size_t D,
                             double alpha,
                             double *work,
                             GmarlInterval *interval)
{
  double *days_x = work, *days_y = work + D, *rows = work + 2 * D;
  SeedTerms terms_x = seed_terms (x, n, D, days_x, rows);
  SeedTerms terms_y = seed_terms (y, m, D, days_y, rows);

  for (size_t d = 0; d < D; d++)
    days_x[d] -= days_y[d];
  interval->estimate = gmarl_statistics_mean (days_x, D);
  if (fabs (interval->estimate) <= ROUNDING * fmax (fabs (terms_x.mean), fabs (terms_y.mean)))
    interval->estimate = 0;
  finish_interval (interval, &terms_x, &terms_y,
                   gmarl_statistics_variance (days_x, D, 1) / (double) D, (double) D - 1, alpha);
}

double
gmarl_statistics_improvement (const double *x, size_t n, const double *y, size_t m, size_t D)
{
  size_t halves = 0; /* two a win, one a tie: exact */

  for (size_t s = 0; s < n; s++)
    for (size_t r = 0; r < m; r++)
      for (size_t d = 0; d < D; d++) {
        double a = x[s * D + d], b = y[r * D + d];

        halves += a > b ? 2 : a == b ? 1 : 0;
      }
  return 0.5 * (double) halves / ((double) n * (double) m * (double) D);
}

void
gmarl_statistics_holm (const double *p, size_t count, double *adjusted, size_t *order)
{
  double largest = 0;
  size_t tested = 0;

  gmarl_statistics_order (p, count, order);
  for (size_t k = 0; k < count; k++)
    tested += !isnan (p[k]);
  for (size_t k = 0; k < count; k++) {
    if (k >= tested) {
      adjusted[order[k]] = NAN;
      continue;
    }
    largest = fmax (largest, fmin (1, (double) (tested - k) * p[order[k]]));
    adjusted[order[k]] = largest;
  }
}

/* Whether x[i] comes before x[j]: by value, NaN last, equal ones by index. */
static int
before (const double *x, size_t i, size_t j)
{
  if (isnan (x[i]) || isnan (x[j]))
    return isnan (x[i]) ? isnan (x[j]) && i < j : 1;
  return x[i] < x[j] || (x[i] == x[j] && i < j);
}

static void
sift_down (const double *x, size_t *order, size_t root, size_t count)
{
  size_t moved = order[root];

  for (;;) {
    size_t child = 2 * root + 1;

    if (child >= count)
      break;
    if (child + 1 < count && before (x, order[child], order[child + 1]))
      child++;
    if (!before (x, moved, order[child]))
      break;
    order[root] = order[child];
    root = child;
  }
  order[root] = moved;
}

/* Heapsort: it needs no memory of its own, unlike the C library's qsort. */
void
gmarl_statistics_order (const double *x, size_t count, size_t *order)
{
  for (size_t k = 0; k < count; k++)
    order[k] = k;
  for (size_t k = count / 2; k-- > 0;)
    sift_down (x, order, k, count);
  for (size_t k = count; k-- > 1;) {
    size_t largest = order[0];

    order[0] = order[k];
    order[k] = largest;
    sift_down (x, order, 0, k);
  }
}

double
gmarl_statistics_quantile_mean (const double *sorted, size_t count, double from, double to)
{
  double begin = from * (double) count, end = to * (double) count, sum = 0;
  size_t first = (size_t) begin, last = (size_t) ceil (end);

  if (count == 0)
    return NAN;
  for (size_t k = first; k < last; k++)
    sum += (fmin ((double) (k + 1), end) - fmax ((double) k, begin)) * sorted[k];
  /* A mean of equal values is that value, not nearly so. */
  return fmin (fmax (sum / (end - begin), sorted[first]), sorted[last - 1]);
}

double
gmarl_statistics_median (const double *sorted, size_t count)
{
  return count > 0 ? 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]) : NAN;
}

double
gmarl_statistics_quantile (const double *sorted, size_t count, double p)
{
  double place;
  size_t below;

  if (count == 0)
    return NAN;
  place = p * (double) (count - 1);
  below = (size_t) place;
  if (below + 1 >= count)
    return sorted[count - 1];
  return sorted[below] + (place - (double) below) * (sorted[below + 1] - sorted[below]);
}
