/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-random.h"

#include "gmarl-random-block.h"
#include "gmarl-random-normal.h"

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

/* Logarithm and cosine against the C library's, which has more digits in long double. */
static void
test_logarithm (void)
{
  for (guint64 k = 0; k < 200000; k++) {
    /* Uniform numbers, and numbers close to either end. */
    const double u = gmarl_random_uniform (3, 0, k);
    const double values[] = { 1 - u, ldexp (1 - u, -(int) (k % 52)), 1 - ldexp (1 + k, -53) };

    for (gsize v = 0; v < G_N_ELEMENTS (values); v++) {
      double expected = (double) logl (values[v]);

      g_assert_cmpfloat (fabs (gmarl_log_of_unit (values[v]) - expected), <=,
                         2.3e-16 * fabs (expected));
    }
  }
  g_assert_cmpfloat (gmarl_log_of_unit (1), ==, 0);
}

static void
test_cosine (void)
{
  const long double turn = 2 * 3.14159265358979323846264338327950288L;

  for (guint64 k = 0; k < 200000; k++) {
    double u = k % 2 ? gmarl_random_uniform (3, 1, k) : (double) k / 200000;

    g_assert_cmpfloat (fabs (gmarl_cos_of_turn (u) - (double) cosl (turn * u)), <=, 5e-16);
  }
  g_assert_cmpfloat (gmarl_cos_of_turn (0), ==, 1);
  g_assert_cmpfloat (gmarl_cos_of_turn (0.25), ==, 0);
  g_assert_cmpfloat (gmarl_cos_of_turn (0.5), ==, -1);
}

static void
test_unit (void)
{
  const guint64 chosen[] = { 0, 1 << 11, G_MAXUINT64, (guint64) 1 << 63, 0xFFFFFFFFu };

  for (gsize k = 0; k < G_N_ELEMENTS (chosen); k++)
    g_assert_cmpfloat (gmarl_unit_of_bits (chosen[k]), ==, (double) (chosen[k] >> 11) * 0x1p-53);
  for (guint64 k = 0; k < 10000; k++) {
    guint64 bits = gmarl_random_bits (5, 0, k);

    g_assert_cmpfloat (gmarl_unit_of_bits (bits), ==, (double) (bits >> 11) * 0x1p-53);
  }
}

/* The definition, by the C library. */
static void
test_normal_definition (void)
{
  for (guint64 k = 0; k < 100000; k++) {
    double u = gmarl_random_uniform (7, GMARL_STREAM_CLOUD, 2 * k);
    double v = gmarl_random_uniform (7, GMARL_STREAM_CLOUD, 2 * k + 1);
    double expected = sqrt (-2 * log (1 - u)) * cos (2 * G_PI * v);

    g_assert_cmpfloat_with_epsilon (gmarl_random_normal (7, GMARL_STREAM_CLOUD, k), expected,
                                    1e-14);
  }
}

/* Every instruction set that this machine has gives the bits of the scalar function. */
static void
test_block_bits (gconstpointer user_data)
{
  enum {
    COUNT = 1003
  };
  const GmarlRandomBlock *block = user_data;
  guint64 key = gmarl_random_key (42, GMARL_STREAM_DEMAND);
  guint64 keys[COUNT], counters[COUNT];
  double normals[COUNT + 1], keyed[COUNT + 1], uniforms[COUNT + 1];

  normals[COUNT] = keyed[COUNT] = uniforms[COUNT] = 12345;
  for (guint64 k = 0; k < COUNT; k++) {
    keys[k] = gmarl_random_key (42, 1000 + k);
    counters[k] = k % 7;
  }
  block->normals (key, 17, COUNT, normals);
  block->uniforms (key, 17, COUNT, uniforms);
  block->normals_keyed (keys, counters, 17, COUNT, keyed);
  for (guint64 k = 0; k < COUNT; k++) {
    g_assert_cmpfloat (normals[k], ==, gmarl_random_normal (42, GMARL_STREAM_DEMAND, 17 + k));
    g_assert_cmpfloat (uniforms[k], ==, gmarl_random_uniform (42, GMARL_STREAM_DEMAND, 17 + k));
    g_assert_cmpfloat (keyed[k], ==, gmarl_random_normal (42, 1000 + k, 17 + k % 7));
  }
  g_assert_cmpfloat (normals[COUNT], ==, 12345);
  g_assert_cmpfloat (keyed[COUNT], ==, 12345);
  g_assert_cmpfloat (uniforms[COUNT], ==, 12345);
}

/* The same bits on every machine and by every compiler. */
static void
test_golden_bits (void)
{
  guint64 hash = 0;

  for (guint64 k = 0; k < 10000; k++) {
    double x = gmarl_random_normal (1, GMARL_STREAM_PRICE, k);
    guint64 bits;

    memcpy (&bits, &x, sizeof bits);
    hash = gmarl_random_mix (hash ^ bits);
  }
  g_assert_cmphex (hash, ==, 0xB46C9C356956ABABu);
}

static void
test_normals_block (void)
{
  double block[100];

  gmarl_random_normals (42, GMARL_STREAM_DEMAND, 17, G_N_ELEMENTS (block), block);
  for (gsize k = 0; k < G_N_ELEMENTS (block); k++)
    g_assert_cmpfloat (block[k], ==, gmarl_random_normal (42, GMARL_STREAM_DEMAND, 17 + k));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/random/mix-reference", test_mix_reference);
  g_test_add_func ("/numeric/random/normal-moments", test_normal_moments);
  g_test_add_func ("/numeric/random/normals-block", test_normals_block);
  g_test_add_func ("/numeric/random/logarithm", test_logarithm);
  g_test_add_func ("/numeric/random/cosine", test_cosine);
  g_test_add_func ("/numeric/random/unit", test_unit);
  g_test_add_func ("/numeric/random/normal-definition", test_normal_definition);
  g_test_add_func ("/numeric/random/golden-bits", test_golden_bits);
  g_test_add_data_func ("/numeric/random/bits/baseline", &gmarl_random_block_baseline,
                        test_block_bits);
#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx2"))
    g_test_add_data_func ("/numeric/random/bits/avx2", &gmarl_random_block_avx2, test_block_bits);
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq") &&
      __builtin_cpu_supports ("avx512vl"))
    g_test_add_data_func ("/numeric/random/bits/avx512", &gmarl_random_block_avx512,
                          test_block_bits);
#endif
  return g_test_run ();
}
