/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Student's distribution through the regularised incomplete beta function:
 * P(|T| ≥ t) = I_x(df/2, 1/2) with x = df/(df + t²). The beta function is evaluated by its
 * continued fraction (NIST Digital Library 8.17.22) with the method of Lentz (1976), on the side
 * where the fraction converges quickly. Powers are formed from log1p (t²/df) and the ratio of gamma
 * functions from its asymptotic series, because x^(df/2) and Γ lose all digits at large df
 * otherwise.
 */
#include "gmarl-distributions.h"

#include <math.h>

/* Beyond this many degrees of freedom Wallace's formula (below) is the more accurate one. */
#define NORMAL_DF 1e6

static double
polynomial (const double *coefficients, int count, double x)
{
  double value = 0;

  for (int k = count - 1; k >= 0; k--)
    value = value * x + coefficients[k];
  return value;
}

double
gmarl_normal_quantile (double p)
{
  static const double a[] = { 3.3871328727963666080e0,  1.3314166789178437745e+2,
                              1.9715909503065514427e+3, 1.3731693765509461125e+4,
                              4.5921953931549871457e+4, 6.7265770927008700853e+4,
                              3.3430575583588128105e+4, 2.5090809287301226727e+3 };
  static const double b[] = { 1.0,
                              4.2313330701600911252e+1,
                              6.8718700749205790830e+2,
                              5.3941960214247511077e+3,
                              2.1213794301586595867e+4,
                              3.9307895800092710610e+4,
                              2.8729085735721942674e+4,
                              5.2264952788528545610e+3 };
  static const double c[] = { 1.42343711074968357734e0,  4.63033784615654529590e0,
                              5.76949722146069140550e0,  3.64784832476320460504e0,
                              1.27045825245236838258e0,  2.41780725177450611770e-1,
                              2.27238449892691845833e-2, 7.74545014278341407640e-4 };
  static const double d[] = { 1.0,
                              2.05319162663775882187e0,
                              1.67638483018380384940e0,
                              6.89767334985100004550e-1,
                              1.48103976427480074590e-1,
                              1.51986665636164571966e-2,
                              5.47593808499534494600e-4,
                              1.05075007164441684324e-9 };
  static const double e[] = { 6.65790464350110377720e0,  5.46378491116411436990e0,
                              1.78482653991729133580e0,  2.96560571828504891230e-1,
                              2.65321895265761230930e-2, 1.24266094738807843860e-3,
                              2.71155556874348757815e-5, 2.01033439929228813265e-7 };
  static const double f[] = { 1.0,
                              5.99832206555887937690e-1,
                              1.36929880922735805310e-1,
                              1.48753612908506148525e-2,
                              7.86869131145613259100e-4,
                              1.84631831751005468180e-5,
                              1.42151175831644588870e-7,
                              2.04426310338993978564e-15 };
  double q = p - 0.5, r, z;

  if (!(p > 0 && p < 1))
    return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
  if (fabs (q) <= 0.425) {
    r = 0.180625 - q * q;
    return q * polynomial (a, 8, r) / polynomial (b, 8, r);
  }
  r = sqrt (-log (q < 0 ? p : 1 - p));
  if (r <= 5)
    z = polynomial (c, 8, r - 1.6) / polynomial (d, 8, r - 1.6);
  else
    z = polynomial (e, 8, r - 5) / polynomial (f, 8, r - 5);
  return q < 0 ? -z : z;
}

/* ln (Γ(a + 1/2) / Γ(a)); the series has an error below 1e-15 from a = 20 on. */
static double
log_gamma_ratio (double a)
{
  double r = 1 / (a * a);
  int sign;

  if (a < 20)
    return lgamma_r (a + 0.5, &sign) - lgamma_r (a, &sign);
  return 0.5 * log (a) - (1.0 / 8 - (1.0 / 192 - (1.0 / 640 - 17.0 / 14336 * r) * r) * r) / a;
}

/* The continued fraction of I_x(a, b), without its leading factor. */
static double
beta_fraction (double a, double b, double x)
{
  const double tiny = 1e-300;
  double c = 1, d = 1 - (a + b) * x / (a + 1), h;

  d = 1 / (fabs (d) < tiny ? tiny : d);
  h = d;
  for (int m = 1; m <= 200000; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double change;

    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (fabs (d) < tiny ? tiny : d);
    c = fabs (c) < tiny ? tiny : c;
    h *= d * c;
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (fabs (d) < tiny ? tiny : d);
    c = fabs (c) < tiny ? tiny : c;
    change = d * c;
    h *= change;
    if (fabs (change - 1) < 1e-15)
      break;
  }
  return h;
}

/* The normal value whose tail is nearly that of t with t² = square (Wallace 1959). */
static double
wallace (double square, double df)
{
  if (isinf (df))
    return sqrt (square);
  return (8 * df + 1) / (8 * df + 3) * sqrt (df * log1p (square / df));
}

double
gmarl_student_two_sided (double t, double df)
{
  double a = df / 2, square = t * t, x, y, front;

  if (!(df > 0) || isnan (t))
    return NAN;
  if (isinf (square))
    return 0;
  if (df > NORMAL_DF)
    return erfc (wallace (square, df) * M_SQRT1_2);
  x = df / (df + square);
  y = square / (df + square);
  /* x^a y^(1/2) / B(a, 1/2) */
  front = exp (log_gamma_ratio (a) - a * log1p (square / df)) * sqrt (y / M_PI);
  if (x < (a + 1) / (a + 2.5))
    return front * beta_fraction (a, 0.5, x) / a;
  return 1 - front * beta_fraction (0.5, a, y) / 0.5;
}

double
gmarl_student_cdf (double t, double df)
{
  double tail = gmarl_student_two_sided (t, df) / 2;

  return t > 0 ? 1 - tail : tail;
}

double
gmarl_student_critical (double p, double df)
{
  double low = -345, high = 345, u, z, ratio;

  if (!(p > 0 && p <= 1) || !(df > 0))
    return NAN;
  if (p == 1)
    return 0;
  z = -gmarl_normal_quantile (p / 2);
  if (isinf (df))
    return z;
  if (gmarl_student_two_sided (exp (high), df) > p)
    return INFINITY;

  /* Newton's method on ln P as a function of u = ln t, which bends one way only; a step that leaves
   * the bracket is replaced by halving it. Wallace's formula, solved for t, is the start.
   */
  ratio = (8 * df + 3) / (8 * df + 1);
  u = 0.5 * log (df * expm1 (fmin (z * z * ratio * ratio / df, 600)));
  for (int k = 0; k < 200; k++) {
    double t, tail, step, next;

    if (!(u > low && u < high))
      u = 0.5 * (low + high);
    t = exp (u);
    tail = gmarl_student_two_sided (t, df);
    if (tail > p)
      low = u;
    else
      high = u;
    /* d ln P / du = −2 t f(t) / P, f the density. */
    step = 2 / tail *
           exp (log_gamma_ratio (df / 2) + u - 0.5 * log (M_PI * df) -
                0.5 * (df + 1) * log1p (t * t / df));
    next = u + (log (tail) - log (p)) / step;
    if (fabs (next - u) < 1e-14 * fmax (1, fabs (u)) || high - low < 1e-15)
      return exp (next);
    u = next;
  }
  return exp (u);
}
