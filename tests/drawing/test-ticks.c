/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-ticks.h"

#include <math.h>

static void
assert_ticks (GmarlTicks ticks, const char *expected)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (gsize k = 0; k < ticks.n; k++) {
    g_string_append_printf (labels, k ? " | %s" : "%s", ticks.ticks[k].label);
    g_assert_true (isfinite (ticks.ticks[k].value));
    if (k > 0)
      g_assert_cmpfloat (ticks.ticks[k].value, >, ticks.ticks[k - 1].value);
  }
  g_assert_cmpstr (labels->str, ==, expected);
  gmarl_ticks_clear (&ticks);
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_step (void)
{
  g_assert_cmpfloat (gmarl_ticks_step (1, 5), ==, 0.2);
  g_assert_cmpfloat (gmarl_ticks_step (1, 4), ==, 0.25);
  g_assert_cmpfloat (gmarl_ticks_step (1, 3), ==, 0.5);
  g_assert_cmpfloat (gmarl_ticks_step (500, 5), ==, 100);
  g_assert_cmpfloat (gmarl_ticks_step (501, 5), ==, 200);
  g_assert_cmpfloat (gmarl_ticks_step (24, 10), ==, 2.5);
  g_assert_cmpfloat (gmarl_ticks_step (1e-7, 2), ==, 5e-8);
}

static void
test_linear (void)
{
  GmarlTicks ticks;

  assert_ticks (gmarl_ticks_linear (0, 500, 5), "0 | 100 | 200 | 300 | 400 | 500");
  assert_ticks (gmarl_ticks_linear (0.4, 1, 6), "0.4 | 0.5 | 0.6 | 0.7 | 0.8 | 0.9 | 1.0");
  assert_ticks (gmarl_ticks_linear (0, 1, 4), "0.00 | 0.25 | 0.50 | 0.75 | 1.00");
  assert_ticks (gmarl_ticks_linear (-0.3, 0.3, 3), "−0.2 | 0.0 | 0.2");
  assert_ticks (gmarl_ticks_linear (-10, 20, 3), "−10 | 0 | 10 | 20");
  assert_ticks (gmarl_ticks_linear (2, 4, 5), "2.0 | 2.5 | 3.0 | 3.5 | 4.0");
  assert_ticks (gmarl_ticks_whole (2, 4, 5), "2 | 3 | 4");
  assert_ticks (gmarl_ticks_whole (0, 10, 4), "0 | 5 | 10");
  assert_ticks (gmarl_ticks_whole (0, 100, 4), "0 | 25 | 50 | 75 | 100");
  assert_ticks (gmarl_ticks_whole (2.1, 2.9, 5), "");
  assert_ticks (gmarl_ticks_linear (0, 200000, 2), "0 | 100\u202f000 | 200\u202f000");
  assert_ticks (gmarl_ticks_linear (0, 3e8, 3), "0 | 10⁸ | 2×10⁸ | 3×10⁸");
  assert_ticks (gmarl_ticks_linear (0, 2e-9, 2), "0 | 10⁻⁹ | 2×10⁻⁹");
  /* 3 · 0.1 is not 0.3; ticks are the numbers that they are called. */
  ticks = gmarl_ticks_linear (0, 0.5, 5);
  g_assert_cmpuint (ticks.n, ==, 6);
  for (gsize k = 0; k < ticks.n; k++)
    g_assert_cmpfloat (ticks.ticks[k].value, ==, (double) k / 10);
  gmarl_ticks_clear (&ticks);
}

static void
test_strange_ranges (void)
{
  const double ends[] = { NAN,   -INFINITY, INFINITY, 0,    -0.0,       1,   1 + 1e-16, -1,
                          1e300, -1e300,    5e-324,   1e17, 1e17 + 100, 0.1, -1.7e308,  1.7e308 };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (ends); k++) {
      double lo = ends[i], hi = ends[k];
      GmarlTicks all[3];

      gmarl_range_repair (&lo, &hi);
      g_assert_true (isfinite (lo) && isfinite (hi) && isfinite (hi - lo));
      g_assert_cmpfloat (lo, <, hi);
      all[0] = gmarl_ticks_linear (ends[i], ends[k], 6);
      all[1] = gmarl_ticks_log (ends[i], ends[k], 6);
      all[2] = gmarl_ticks_linear (ends[k], ends[k], 6);
      for (gsize t = 0; t < G_N_ELEMENTS (all); t++) {
        g_assert_cmpuint (all[t].n, <=, 20);
        gmarl_ticks_clear (&all[t]);
      }
    }
  {
    double lo = 5, hi = 5;

    gmarl_range_repair (&lo, &hi);
    g_assert_cmpfloat (lo, ==, 2.5);
    g_assert_cmpfloat (hi, ==, 7.5);
  }
}

static void
test_log (void)
{
  assert_ticks (gmarl_ticks_log (1, 100, 6), "1 | 2 | 5 | 10 | 20 | 50 | 100");
  assert_ticks (gmarl_ticks_log (1, 100, 5), "1 | 10 | 100");
  assert_ticks (gmarl_ticks_log (0.001, 1000, 6), "0.001 | 0.01 | 0.1 | 1 | 10 | 100 | 1\u202f000");
  assert_ticks (gmarl_ticks_log (1e-8, 1e8, 4), "10⁻⁸ | 0.0001 | 1 | 10\u202f000 | 10⁸");
  assert_ticks (gmarl_ticks_log (2, 4, 4), "2.0 | 2.5 | 3.0 | 3.5 | 4.0");
}

static void
test_time_of_day (void)
{
  GmarlTicks ticks;

  assert_ticks (gmarl_ticks_time_of_day (0, 24, 8, 0),
                "00:00 | 03:00 | 06:00 | 09:00 | 12:00 | 15:00 | 18:00 | 21:00 | 24:00");
  assert_ticks (gmarl_ticks_time_of_day (6, 6.5, 6, 0),
                "06:00 | 06:05 | 06:10 | 06:15 | 06:20 | 06:25 | 06:30");
  assert_ticks (gmarl_ticks_time_of_day (0, 48, 4, 0), "Day 1 | 12:00 | Day 2 | 12:00 | Day 3");
  /* 3 March 2025 was a Monday. */
  assert_ticks (gmarl_ticks_time_of_day (0, 72, 3, 739313),
                "Mon 3 Mar | Tue 4 Mar | Wed 5 Mar | Thu 6 Mar");
  ticks = gmarl_ticks_time_of_day (12, 36, 4, 0);
  g_assert_cmpuint (ticks.n, ==, 5);
  for (gsize k = 0; k < ticks.n; k++)
    g_assert_cmpint (ticks.ticks[k].strong, ==, ticks.ticks[k].value == 24);
  gmarl_ticks_clear (&ticks);
}

static void
test_format (void)
{
  assert_text (gmarl_format_value (0), "0");
  assert_text (gmarl_format_value (0.8724), "0.872");
  assert_text (gmarl_format_value (0.6), "0.600");
  assert_text (gmarl_format_value (14.23), "14.2");
  assert_text (gmarl_format_value (9.996), "10.0");
  assert_text (gmarl_format_value (999.6), "1\u202f000");
  assert_text (gmarl_format_value (-0.05), "−0.0500");
  assert_text (gmarl_format_value (1234567.4), "1\u202f234\u202f567");
  assert_text (gmarl_format_value (1.5e7), "1.5×10⁷");
  assert_text (gmarl_format_value (1e9), "10⁹");
  assert_text (gmarl_format_value (-2.345e-6), "−2.35×10⁻⁶");
  assert_text (gmarl_format_value (NAN), "–");
  assert_text (gmarl_format_value (INFINITY), "–");
  assert_text (gmarl_format_difference (0.103), "+0.103");
  assert_text (gmarl_format_difference (-12), "−12.0");
  assert_text (gmarl_format_decimals (-0.001, 1), "0.0");
  assert_text (gmarl_format_minus ("-0.81; -0.5"), "−0.81; −0.5");
  assert_text (gmarl_format_decimals (-1234.56, 1), "−1\u202f234.6");
  assert_text (gmarl_format_time_of_day (14 + 35 / 60.0, 0, FALSE), "14:35");
  assert_text (gmarl_format_time_of_day (48 + 6, 0, TRUE), "Day 3 · 06:00");
  assert_text (gmarl_format_time_of_day (NAN, 0, TRUE), "–");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/ticks/step", test_step);
  g_test_add_func ("/drawing/ticks/linear", test_linear);
  g_test_add_func ("/drawing/ticks/strange-ranges", test_strange_ranges);
  g_test_add_func ("/drawing/ticks/log", test_log);
  g_test_add_func ("/drawing/ticks/time-of-day", test_time_of_day);
  g_test_add_func ("/drawing/ticks/format", test_format);
  return g_test_run ();
}
