/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Simulated studies with known truth: intervals must contain it about as often as they claim, and
 * two groups of one distribution must seldom be told apart (evaluation.md, point 6). The studies
 * are functions of a fixed seed, so the counts are always the same.
 */
#include "gmarl-random.h"
#include "gmarl-statistics.h"

#include <glib.h>
#include <math.h>

#define ALPHA 0.05

enum {
  MAX_SEEDS = 10,
  MAX_DAYS = 100,
  STUDIES = 2000,
  COMPARISONS = 1000
};

/* Standard deviations of the effects of seeds, of days, and of days on one policy alone, and of the
 * residual.
 */
typedef struct {
  gsize n, m, D;
  double seed, day, own_day, residual;
} Study;

typedef struct {
  guint64 study;
  guint64 counter;
} Noise;

static double
draw (Noise *noise, double sd)
{
  return sd * gmarl_random_normal (2026, noise->study, noise->counter++);
}

/* x [n, D] around 0; day [D]: what the days do to every policy. */
static void
fill_group (Noise *noise, const Study *study, gsize n, const double *day, double *x)
{
  double effect[MAX_DAYS];

  for (gsize d = 0; d < study->D; d++)
    effect[d] = day[d] + draw (noise, study->own_day);
  for (gsize s = 0; s < n; s++) {
    double skill = draw (noise, study->seed);

    for (gsize d = 0; d < study->D; d++)
      x[s * study->D + d] = skill + effect[d] + draw (noise, study->residual);
  }
}

static void
fill_days (Noise *noise, const Study *study, double *day)
{
  for (gsize d = 0; d < study->D; d++)
    day[d] = draw (noise, study->day);
}

/* How many of the intervals of one group contain its true mean, 0. */
static guint
count_covered (const Study *study, guint64 first)
{
  double x[MAX_SEEDS * MAX_DAYS], day[MAX_DAYS], work[2 * MAX_DAYS + MAX_SEEDS];
  guint covered = 0;

  for (guint64 k = 0; k < STUDIES; k++) {
    Noise noise = { first + k, 0 };
    GmarlInterval interval;

    fill_days (&noise, study, day);
    fill_group (&noise, study, study->n, day, x);
    gmarl_statistics_interval (x, study->n, study->D, ALPHA, work, &interval);
    covered += interval.low <= 0 && 0 <= interval.high;
  }
  return covered;
}

/* How many of the intervals of a difference contain the true one, 0. */
static guint
count_no_difference (const Study *study, guint64 first, guint studies)
{
  double x[MAX_SEEDS * MAX_DAYS], y[MAX_SEEDS * MAX_DAYS], day[MAX_DAYS];
  double work[2 * MAX_DAYS + MAX_SEEDS];
  guint covered = 0;

  for (guint64 k = 0; k < studies; k++) {
    Noise noise = { first + k, 0 };
    GmarlInterval interval;

    fill_days (&noise, study, day);
    fill_group (&noise, study, study->n, day, x);
    fill_group (&noise, study, study->m, day, y);
    gmarl_statistics_difference (x, study->n, y, study->m, study->D, ALPHA, work, &interval);
    g_assert_cmpint (interval.p < ALPHA, ==, !(interval.low <= 0 && 0 <= interval.high));
    covered += interval.low <= 0 && 0 <= interval.high;
  }
  return covered;
}

/* Trained policies differ by 1 to 3 points a seed; days by 5 to 20. */
static void
test_one_group (void)
{
  static const Study studies[] = {
    { 5, 0, 20, 1.0, 10, 0, 3 },  { 5, 0, 100, 1.0, 10, 0, 3 },  { 10, 0, 100, 1.0, 10, 0, 3 },
    { 5, 0, 20, 3.0, 5, 0, 2 },   { 5, 0, 100, 3.0, 20, 0, 5 },  { 10, 0, 20, 2.0, 5, 0, 2 },
    { 5, 0, 100, 0.1, 10, 0, 3 }, { 10, 0, 100, 0.1, 20, 0, 2 }, { 5, 0, 20, 0, 5, 0, 2 },
    { 5, 0, 100, 2.0, 0, 0, 2 },  { 3, 0, 100, 1.0, 20, 0, 3 },  { 1, 0, 20, 0, 5, 0, 2 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (studies); k++) {
    guint covered = count_covered (&studies[k], 1000000 * (1 + k));

    g_test_message ("study %zu: %.2f %% covered", k, 100.0 * covered / STUDIES);
    g_assert_cmpuint (covered, >=, STUDIES * 93 / 100);
    g_assert_cmpuint (covered, <=, STUDIES * 97 / 100);
  }
}

/* Two trained groups, and (m = 1, no seed effect to speak of) a trained group against a rule. */
static void
test_two_groups (void)
{
  static const Study studies[] = {
    { 5, 5, 20, 1.0, 10, 2, 3 },   { 5, 5, 100, 1.0, 10, 2, 3 },   { 10, 10, 100, 1.0, 10, 2, 3 },
    { 5, 10, 100, 2.0, 10, 0, 2 }, { 5, 5, 20, 2.0, 20, 0, 2 },    { 10, 10, 20, 2.0, 5, 0, 3 },
    { 5, 5, 100, 0.3, 10, 1, 1 },  { 10, 10, 100, 0.1, 10, 3, 2 }, { 5, 1, 100, 0, 10, 3, 2 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (studies); k++) {
    guint covered = count_no_difference (&studies[k], 100000000 * (1 + k), STUDIES);

    g_test_message ("study %zu: %.2f %% covered", k, 100.0 * covered / STUDIES);
    g_assert_cmpuint (covered, >=, STUDIES * 93 / 100);
    g_assert_cmpuint (covered, <=, STUDIES * 97 / 100);
  }
}

/* Where there is nothing but the residual, floors make the interval too wide, never too narrow. */
static void
test_residual_only (void)
{
  static const Study single = { 5, 0, 20, 0, 0, 0, 1 }, pair = { 5, 5, 100, 0, 10, 0, 1 };

  g_assert_cmpuint (count_covered (&single, 7000000000), >=, STUDIES * 95 / 100);
  g_assert_cmpuint (count_no_difference (&pair, 8000000000, STUDIES), >=, STUDIES * 95 / 100);
}

/* What is not crossed is wrong: with days nested in seeds, as if no two seeds had met the same day,
 * the interval misses far too often.
 */
static void
test_nested_fails (void)
{
  static const Study study = { 5, 0, 20, 1.0, 10, 0, 3 };
  double x[MAX_SEEDS * MAX_DAYS], day[MAX_DAYS], work[2 * MAX_DAYS + MAX_SEEDS];
  guint covered = 0;

  for (guint64 k = 0; k < STUDIES; k++) {
    Noise noise = { 9000000000 + k, 0 };
    GmarlInterval interval;

    fill_days (&noise, &study, day);
    fill_group (&noise, &study, study.n, day, x);
    for (gsize s = 0; s < study.n; s++)
      work[s] = gmarl_statistics_mean (x + s * study.D, study.D);
    gmarl_statistics_interval (work, 1, study.n, ALPHA, work + MAX_SEEDS, &interval);
    covered += interval.low <= 0 && 0 <= interval.high;
  }
  g_assert_cmpuint (covered, <, STUDIES * 70 / 100);
}

/* The check of evaluation.md: "better", in either direction, in at most 60 of 1 000. */
static void
test_false_positives (void)
{
  static const Study studies[] = {
    { 5, 5, 20, 1.5, 10, 0, 3 },
    { 10, 10, 100, 1.5, 10, 0, 3 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (studies); k++) {
    guint told_apart =
        COMPARISONS - count_no_difference (&studies[k], 50000000000 + 1000000 * k, COMPARISONS);

    g_test_message ("study %zu: %u of %d told apart", k, told_apart, COMPARISONS);
    g_assert_cmpuint (told_apart, <=, 60);
    g_assert_cmpuint (told_apart, >=, 20);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/coverage/one-group", test_one_group);
  g_test_add_func ("/numeric/coverage/two-groups", test_two_groups);
  g_test_add_func ("/numeric/coverage/residual-only", test_residual_only);
  g_test_add_func ("/numeric/coverage/nested-fails", test_nested_fails);
  g_test_add_func ("/numeric/coverage/false-positives", test_false_positives);
  return g_test_run ();
}
