/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-normaliser.h"
#include "gmarl-random.h"

#include <math.h>

#define WIDTH 3
#define COUNT 1000

/* Mean and sum of squared deviations of numbers first … last - 1, in two passes. */
static void
measure (const double *x, gsize first, gsize last, double *mean, double *square)
{
  for (gsize k = 0; k < WIDTH; k++) {
    mean[k] = square[k] = 0;
    for (gsize n = first; n < last; n++)
      mean[k] += x[n * WIDTH + k] / (double) (last - first);
    for (gsize n = first; n < last; n++)
      square[k] += (x[n * WIDTH + k] - mean[k]) * (x[n * WIDTH + k] - mean[k]);
  }
}

/* Numbers far from zero, whose mean wanders. */
static double *
draw (guint64 seed)
{
  double *x = g_new (double, COUNT *WIDTH);

  for (gsize n = 0; n < COUNT; n++)
    for (gsize k = 0; k < WIDTH; k++)
      x[n * WIDTH + k] = 1e4 * (double) k + 0.01 * (double) n +
                         (1 + (double) k) * gmarl_random_normal (seed, k, n);
  return x;
}

static void
assert_near (double found, double expected)
{
  g_assert_cmpfloat (fabs (found - expected), <=, 1e-9 * fabs (expected));
}

/* Batches of any size, merged, have the moments of all at once; sets do not mix. */
static void
test_two_passes (void)
{
  static const gsize cuts[] = { 0, 1, 3, 4, 100, 612, 999, COUNT };
  g_autoptr (GmarlNormaliser) normaliser = gmarl_normaliser_new (2, WIDTH);

  for (gsize set = 0; set < 2; set++) {
    g_autofree double *x = draw (set);
    double mean[WIDTH], square[WIDTH];

    for (gsize c = 0; c + 1 < G_N_ELEMENTS (cuts); c++) {
      measure (x, cuts[c], cuts[c + 1], mean, square);
      gmarl_normaliser_merge (normaliser, set, (double) (cuts[c + 1] - cuts[c]), mean, square);
    }
    measure (x, 0, COUNT, mean, square);
    g_assert_cmpfloat (normaliser->count[set], ==, COUNT);
    for (gsize k = 0; k < WIDTH; k++) {
      double sd = sqrt (square[k] / COUNT);

      g_assert_cmpfloat (fabs (normaliser->mean[set * WIDTH + k] - mean[k]), <,
                         1e-9 * (1 + mean[k]));
      assert_near (normaliser->square[set * WIDTH + k], square[k]);
      assert_near (gmarl_normaliser_sd (normaliser, set, k, 0), sd);
      g_assert_cmpfloat (normaliser->shift[set * WIDTH + k], ==,
                         (float) normaliser->mean[set * WIDTH + k]);
      g_assert_cmpfloat (fabs (normaliser->inverse_sd[set * WIDTH + k] * sd - 1), <, 1e-6);
    }
  }
}

static void
test_nothing_merged (void)
{
  g_autoptr (GmarlNormaliser) normaliser = gmarl_normaliser_new (1, WIDTH);
  const double zeros[WIDTH] = { 0 };

  gmarl_normaliser_merge (normaliser, 0, 0, zeros, zeros);
  for (gsize k = 0; k < WIDTH; k++) {
    g_assert_cmpfloat (normaliser->shift[k], ==, 0);
    g_assert_cmpfloat (normaliser->inverse_sd[k], ==, 1);
    g_assert_cmpfloat (gmarl_normaliser_sd (normaliser, 0, k, 5), ==, 1);
  }
}

/* What never changes is not blown up. */
static void
test_constant (void)
{
  g_autoptr (GmarlNormaliser) normaliser = gmarl_normaliser_new (1, 1);

  gmarl_normaliser_merge (normaliser, 0, 10, &(double){ 7 }, &(double){ 0 });
  gmarl_normaliser_merge (normaliser, 0, 20, &(double){ 7 }, &(double){ 0 });
  g_assert_cmpfloat (normaliser->shift[0], ==, 7);
  g_assert_cmpfloat (normaliser->inverse_sd[0], ==, 1e4f);
  g_assert_cmpfloat (gmarl_normaliser_sd (normaliser, 0, 0, 0.5), ==, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/normaliser/two-passes", test_two_passes);
  g_test_add_func ("/learning/normaliser/nothing-merged", test_nothing_merged);
  g_test_add_func ("/learning/normaliser/constant", test_constant);
  return g_test_run ();
}
