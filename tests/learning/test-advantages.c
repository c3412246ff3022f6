/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-advantages.h"

#include <math.h>

#define T      40
#define RECORD 5 /* floats, of which two are used */

/* A fragment: what gmarl_advantages_estimate is given, and the answer by definition. */
typedef struct {
  gsize n_steps;
  float reward[T];
  float value[T];
  guint8 end[T];
  float boundary[T + 1];
  double advantage[T];
} Fragment;

/* The value of the state that follows step t. */
static double
value_after (const Fragment *f, gsize t)
{
  gsize truncations = 0;

  if (f->end[t] == GMARL_EPISODE_TERMINATED)
    return 0;
  for (gsize k = 0; k < t; k++)
    truncations += f->end[k] == GMARL_EPISODE_TRUNCATED;
  if (f->end[t] == GMARL_EPISODE_TRUNCATED || t + 1 == f->n_steps)
    return f->boundary[truncations];
  return f->value[t + 1];
}

/* A_t = Σ_k (γλ)ᵏ δ_{t+k}, to the end of the episode or of the fragment. */
static void
answer (Fragment *f, double gamma, double lambda)
{
  for (gsize t = 0; t < f->n_steps; t++) {
    double sum = 0, weight = 1;

    for (gsize k = t; k < f->n_steps; k++) {
      sum += weight * (f->reward[k] + gamma * value_after (f, k) - f->value[k]);
      weight *= gamma * lambda;
      if (f->end[k] != GMARL_EPISODE_GOES_ON)
        break;
    }
    f->advantage[t] = sum;
  }
}

static void
assert_answer (const Fragment *f, double gamma, double lambda)
{
  float record[T * RECORD];

  for (gsize k = 0; k < T * RECORD; k++)
    record[k] = 77;
  for (gsize t = 0; t < f->n_steps; t++) {
    record[t * RECORD + 1] = f->reward[t];
    record[t * RECORD + 2] = f->value[t];
  }
  gmarl_advantages_estimate (f->n_steps, record + 1, record + 2, RECORD, f->end, f->boundary, gamma,
                             lambda);
  for (gsize t = 0; t < f->n_steps; t++) {
    double scale = 1e-6 * (1 + fabs (f->advantage[t]) + fabs (f->value[t]));

    g_assert_cmpfloat (fabs (record[t * RECORD + 1] - f->advantage[t]), <, scale);
    g_assert_cmpfloat (fabs (record[t * RECORD + 2] - (f->advantage[t] + f->value[t])), <, scale);
  }
  for (gsize k = 0; k < T * RECORD; k++)
    if (k % RECORD == 0 || k % RECORD > 2 || k / RECORD >= f->n_steps)
      g_assert_cmpfloat (record[k], ==, 77);
}

static void
fill (Fragment *f, GRand *random)
{
  for (gsize t = 0; t < T; t++) {
    f->reward[t] = (float) g_rand_double_range (random, -2, 2);
    f->value[t] = (float) g_rand_double_range (random, -30, 30);
    f->boundary[t] = (float) g_rand_double_range (random, -30, 30);
  }
  f->boundary[T] = (float) g_rand_double_range (random, -30, 30);
}

static void
test_definition (void)
{
  static const double parameters[][2] = { { 0.995, 0.95 }, { 0.9, 0 }, { 1, 1 }, { 0, 0.5 } };
  GRand *random = g_rand_new_with_seed (1);

  for (int round = 0; round < 2000; round++) {
    const double *p = parameters[round % 4];
    double often = g_rand_double_range (random, 0, 0.7);
    Fragment f = { .n_steps = g_rand_int_range (random, 1, T + 1) };

    fill (&f, random);
    for (gsize t = 0; t < f.n_steps; t++)
      if (g_rand_double (random) < often)
        f.end[t] = g_rand_boolean (random) ? GMARL_EPISODE_TRUNCATED : GMARL_EPISODE_TERMINATED;
    answer (&f, p[0], p[1]);
    assert_answer (&f, p[0], p[1]);
  }
  g_rand_free (random);
}

/* By hand: γ = 0.5, λ = 0.5; a truncation, a termination, the fragment's end. */
static void
test_by_hand (void)
{
  Fragment f = {
    .n_steps = 4,
    .reward = { 1, 2, 3, 4 },
    .value = { 10, 20, 30, 40 },
    .end = { 0, GMARL_EPISODE_TRUNCATED, GMARL_EPISODE_TERMINATED, 0 },
    .boundary = { 100, 200 },
    /* δ: 1 + 10 − 10, 2 + 50 − 20, 3 − 30, 4 + 100 − 40 */
    .advantage = { 1 + 0.25 * 32, 32, -27, 64 },
  };

  assert_answer (&f, 0.5, 0.5);
}

/* With λ = 1 the return is the discounted sum of rewards and the last value, whatever the values.
 */
static void
test_monte_carlo (void)
{
  GRand *random = g_rand_new_with_seed (2);
  Fragment f = { .n_steps = T };
  double sum;

  fill (&f, random);
  sum = f.boundary[0];
  for (gsize t = T; t-- > 0;) {
    sum = f.reward[t] + 0.97 * sum;
    f.advantage[t] = sum - f.value[t];
  }
  assert_answer (&f, 0.97, 1);
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/advantages/definition", test_definition);
  g_test_add_func ("/learning/advantages/by-hand", test_by_hand);
  g_test_add_func ("/learning/advantages/monte-carlo", test_monte_carlo);
  return g_test_run ();
}
