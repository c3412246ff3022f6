/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-plateau.h"

/* of 1000 iterations */
static gint64
length (gint64 iteration, gint64 best_iteration, gint64 interval)
{
  const GmarlTrainerProgress progress = {
    .iteration = iteration,
    .iterations = 1000,
    .best_iteration = best_iteration,
  };

  return gmarl_plateau_length (&progress, interval);
}

/* It grows with the validations, so that it does not change with each iteration. */
static void
test_length (void)
{
  g_assert_cmpint (length (399, 275, 25), ==, 0);
  g_assert_cmpint (length (400, 275, 25), ==, 125);
  g_assert_cmpint (length (424, 275, 25), ==, 125);
  g_assert_cmpint (length (425, 275, 25), ==, 150);
  g_assert_cmpint (length (425, 425, 25), ==, 0);
}

static void
test_many (void)
{
  g_assert_cmpint (length (119, 1, 1), ==, 0);
  g_assert_cmpint (length (121, 1, 1), ==, 120);
  g_assert_cmpint (length (499, 100, 100), ==, 0);
  g_assert_cmpint (length (600, 100, 100), ==, 500);
}

/* Nothing was validated, or nothing can come of it any more. */
static void
test_none (void)
{
  g_assert_cmpint (length (900, 0, 25), ==, 0);
  g_assert_cmpint (length (900, 100, 0), ==, 0);
  g_assert_cmpint (length (974, 100, 25), ==, 850);
  g_assert_cmpint (length (975, 100, 25), ==, 0);
  g_assert_cmpint (length (1000, 100, 25), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/plateau/length", test_length);
  g_test_add_func ("/experiments/plateau/many", test_many);
  g_test_add_func ("/experiments/plateau/none", test_none);
  return g_test_run ();
}
