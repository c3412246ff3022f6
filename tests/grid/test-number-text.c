/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-number-text.h"

#include "gmarl-random.h"

#include <float.h>
#include <math.h>
#include <string.h>

static void
assert_as_library (double value)
{
  char text[GMARL_NUMBER_TEXT_SIZE + 1] = { 0 };
  char expected[64];
  gsize length;

  memset (text, '#', sizeof text - 1);
  length = gmarl_number_text (text, value);
  g_assert_cmpuint (length, <=, GMARL_NUMBER_TEXT_SIZE);
  text[length] = '\0';
  g_ascii_formatd (expected, sizeof expected, "%.17g", value);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_chosen (void)
{
  const double values[] = { 0,      1,      0.1,      0.5,     1.0 / 3, 2,        9.5,    10,
                            100,    287,    1e-4,     9.9e-5,  1e-5,    1e15,     1e16,   1e17,
                            1e18,   1e22,   1e23,     1e300,   DBL_MAX, DBL_MIN,  5e-324, 1e-300,
                            1e-19,  1e-20,  1e-21,    1e-22,   0.99999, 99999.99, 1e-12,  123456789,
                            0.1875, 0.0625, 1e16 + 2, 0x1p-60, 0x1p53,  0x1p54,   0x1p60, 0x1p-30 };

  for (gsize k = 0; k < G_N_ELEMENTS (values); k++) {
    assert_as_library (values[k]);
    assert_as_library (-values[k]);
    assert_as_library (nextafter (values[k], INFINITY));
    assert_as_library (nextafter (values[k], 0));
  }
}

static void
test_random (void)
{
  for (guint64 k = 0; k < 300000; k++) {
    guint64 bits = gmarl_random_bits (1, 0, k);
    double uniform = gmarl_random_uniform (1, 1, k);
    double value;

    memcpy (&value, &bits, sizeof value);
    if (isfinite (value))
      assert_as_library (value);
    assert_as_library (uniform);
    assert_as_library (exp (100 * uniform - 60));
    /* Short decimals are the likely ties. */
    assert_as_library (floor (uniform * 1e6) / 1024);
    assert_as_library (-floor (uniform * 1e5) / 1000);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/number-text/chosen", test_chosen);
  g_test_add_func ("/grid/number-text/random", test_random);
  return g_test_run ();
}
