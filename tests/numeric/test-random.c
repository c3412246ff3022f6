/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-random.h"

#include <glib.h>
#include <math.h>

/* The first outputs of SplitMix64 seeded with 0 (Vigna's reference implementation). */
static void
test_mix_reference (void)
{
  g_assert_cmphex (gmarl_random_mix (0), ==, 0xE220A8397B1DCDAFu);
  g_assert_cmphex (gmarl_random_mix (0x9E3779B97F4A7C15u), ==, 0x6E789E6AA1B965F4u);
}

static void
test_normal_moments (void)
{
  enum {
    COUNT = 200000
  };
  double sum = 0, square = 0, fourth = 0;

  for (int k = 0; k < COUNT; k++) {
    double x = gmarl_random_normal (7, GMARL_STREAM_PRICE, k);

    sum += x;
    square += x * x;
    fourth += x * x * x * x;
  }
  /* Five standard errors of each moment. */
  g_assert_cmpfloat (fabs (sum / COUNT), <, 5.0 / sqrt (COUNT));
  g_assert_cmpfloat (fabs (square / COUNT - 1), <, 5.0 * sqrt (2.0 / COUNT));
  g_assert_cmpfloat (fabs (fourth / COUNT - 3), <, 5.0 * sqrt (96.0 / COUNT));
}

static void
test_normals_block (void)
{
  double block[100];

  gmarl_random_normals (42, GMARL_STREAM_DEMAND, 17, G_N_ELEMENTS (block), block);
  for (gsize k = 0; k < G_N_ELEMENTS (block); k++)
    g_assert_cmpfloat_with_epsilon (block[k], gmarl_random_normal (42, GMARL_STREAM_DEMAND, 17 + k),
                                    1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/random/mix-reference", test_mix_reference);
  g_test_add_func ("/numeric/random/normal-moments", test_normal_moments);
  g_test_add_func ("/numeric/random/normals-block", test_normals_block);
  return g_test_run ();
}
