/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-distributions.h"
#include "gmarl-statistics.h"

#include <math.h>

/* Sums of squares about the means. */
typedef struct {
  double mean_x;
  double mean_y;
  double xx;
  double xy;
} Moments;

static Moments
compute_moments (const double *x, const double *y, size_t count)
{
  Moments moments = { gmarl_statistics_mean (x, count), gmarl_statistics_mean (y, count), 0, 0 };

  for (size_t k = 0; k < count; k++) {
    double dx = x[k] - moments.mean_x;

    moments.xx += dx * dx;
    moments.xy += dx * (y[k] - moments.mean_y);
  }
  return moments;
}

static double
sum_of_squared_residuals (const double *x,
                          const double *y,
                          size_t count,
                          const Moments *moments,
                          double slope)
{
  double sum = 0;

  /* About the means: the intercept may be far away and would cost digits. */
  for (size_t k = 0; k < count; k++) {
    double residual = (y[k] - moments->mean_y) - slope * (x[k] - moments->mean_x);

    sum += residual * residual;
  }
  return sum;
}

void
gmarl_statistics_regression (const double *x,
                             const double *y,
                             size_t count,
                             double alpha,
                             GmarlRegression *line)
{
  Moments moments;
  double margin;

  *line = (GmarlRegression){ NAN, NAN, NAN, NAN, NAN, NAN };
  if (count < 2)
    return;
  moments = compute_moments (x, y, count);
  if (!(moments.xx > 0))
    return;
  line->slope = moments.xy / moments.xx;
  line->intercept = moments.mean_y - line->slope * moments.mean_x;
  if (count < 3)
    return;
  line->df = (double) count - 2;
  line->variance =
      sum_of_squared_residuals (x, y, count, &moments, line->slope) / line->df / moments.xx;
  margin = gmarl_student_critical (alpha, line->df) * sqrt (line->variance);
  line->low = line->slope - margin;
  line->high = line->slope + margin;
}
