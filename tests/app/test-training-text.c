/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-process.h"
#include "gmarl-training-text.h"

#include <math.h>

static void
assert_duration (double seconds, const char *expected)
{
  g_autofree char *text = gmarl_training_text_duration (seconds);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_duration (void)
{
  assert_duration (0.2, "1\u202fs");
  assert_duration (41.3, "41\u202fs");
  assert_duration (99.4, "99\u202fs");
  assert_duration (99.6, "2\u202fmin");
  assert_duration (190, "3\u202fmin");
  assert_duration (3599, "1\u202fh");
  assert_duration (4200, "1\u202fh 10\u202fmin");
  assert_duration (86400, "24\u202fh");
}

static void
assert_left (double seconds, const char *expected)
{
  g_autofree char *text = gmarl_training_text_left (seconds);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_left (void)
{
  assert_left (NAN, NULL);
  assert_left (INFINITY, NULL);
  assert_left (0, "a few seconds left");
  assert_left (7.4, "a few seconds left");
  assert_left (7.6, "about 10\u202fs left");
  assert_left (33, "about 35\u202fs left");
  assert_left (52.4, "about 50\u202fs left");
  assert_left (52.6, "about 1\u202fmin left");
  assert_left (89, "about 1\u202fmin left");
  assert_left (91, "about 2\u202fmin left");
  assert_left (740, "about 10\u202fmin left");
  assert_left (4000, "about 1\u202fh 5\u202fmin left");
}

static void
test_status (void)
{
  GmarlTrainingStatus status = { GMARL_TRAINING_TEXT_TRAINING, 2, 5, 212, 500, 61 };
  g_autofree char *one_of_many = gmarl_training_text_status (&status);
  g_autofree char *alone = NULL;
  g_autofree char *paused = NULL;

  g_assert_cmpstr (one_of_many, ==,
                   "Training PPO (seed 2 of 5) · iteration 212 of 500 · about 1\u202fmin left");
  status.n_seeds = 1;
  status.seconds_left = NAN;
  alone = gmarl_training_text_status (&status);
  g_assert_cmpstr (alone, ==, "Training PPO · iteration 212 of 500");
  status.activity = GMARL_TRAINING_TEXT_PAUSED;
  status.seconds_left = 61;
  paused = gmarl_training_text_status (&status);
  g_assert_cmpstr (paused, ==, "PPO is paused · iteration 212 of 500");
}

static void
assert_result (const GmarlTrainingResult *result, const char *expected)
{
  g_autofree char *text = gmarl_training_text_result (result);

  g_assert_cmpstr (text, ==, expected);
}

/* Equal is not better. */
static void
test_result (void)
{
  GmarlTrainingResult result = {
    .n_seeds = 1,
    .seconds = 41,
    .reward = 105.04,
    .heuristic = 68,
    .standard_seconds = NAN,
  };

  assert_result (&result,
                 "PPO trained in 41\u202fs · reward 105.0, better than the heuristic (68.0)");
  result.reward = 68;
  assert_result (&result,
                 "PPO trained in 41\u202fs · reward 68.0, no better than the heuristic (68.0)");
  result.reward = 67.9;
  result.standard_seconds = 180;
  assert_result (&result, "PPO trained in 41\u202fs · reward 67.9, still below the heuristic (68.0)"
                          " — Standard takes about 3\u202fmin");
  result.heuristic = NAN;
  assert_result (&result, "PPO trained in 41\u202fs · reward 67.9");
  result.reward = -691.84;
  assert_result (&result, "PPO trained in 41\u202fs · reward −691.8");
  result.reward = NAN;
  result.n_seeds = 9;
  result.n_failed = 1;
  assert_result (&result, "PPO trained in 41\u202fs · 1 seed failed, 9 are complete");
}

static void
test_best (void)
{
  g_autofree char *none = gmarl_training_text_best (NAN, 65.2);
  g_autofree char *alone = gmarl_training_text_best (98.14, NAN);
  g_autofree char *both = gmarl_training_text_best (98.14, 65.24);
  g_autofree char *negative = gmarl_training_text_best (-691.84, -0.5);

  g_assert_cmpstr (none, ==, "Not validated yet");
  g_assert_cmpstr (alone, ==, "Best reward so far 98.1");
  g_assert_cmpstr (both, ==, "Best reward so far 98.1 · heuristic 65.2");
  g_assert_cmpstr (negative, ==, "Best reward so far −691.8 · heuristic −0.5");
}

static void
test_diverged (void)
{
  g_autofree char *kept = gmarl_training_text_diverged (212, 200);
  g_autofree char *none = gmarl_training_text_diverged (3, -1);

  g_assert_cmpstr (kept, ==,
                   "Training stopped at iteration 212: its numbers became invalid. "
                   "Checkpoint 200 is kept.");
  g_assert_cmpstr (none, ==, "Training stopped at iteration 3: its numbers became invalid.");
}

/* What is not known is left out. */
static void
test_use (void)
{
  g_autofree char *all = gmarl_training_text_use (41, 1.94, 2, 142.3e6);
  g_autofree char *one = gmarl_training_text_use (180, 0.5, 1, NAN);
  g_autofree char *none = gmarl_training_text_use (41, NAN, 2, NAN);

  g_assert_cmpstr (all, ==, "Trained for 41\u202fs · 1.9 of 2 cores · 142.3\u00a0MB of memory");
  g_assert_cmpstr (one, ==, "Trained for 3\u202fmin · 0.5 of 1 core");
  g_assert_cmpstr (none, ==, "Trained for 41\u202fs");
}

/* Of this very program. */
static void
test_process (void)
{
  double before = gmarl_process_get_cpu_seconds ();
  double memory = gmarl_process_get_memory ();
  gsize size = 64 * 1024 * 1024;
  g_autofree char *block = g_malloc (size);

  memset (block, 1, size);
  g_assert_cmpfloat (memory, >, 1e6);
  g_assert_cmpfloat (gmarl_process_get_memory () - memory, >, 0.9 * (double) size);
  g_assert_cmpfloat (gmarl_process_get_memory () - memory, <, 1.5 * (double) size);
  while (gmarl_process_get_cpu_seconds () - before < 0.05)
    memset (block, 2, size);
}

static void
test_plateau (void)
{
  g_autofree char *alone = gmarl_training_text_plateau (125, 0);
  g_autofree char *one = gmarl_training_text_plateau (125, 1);
  g_autofree char *several = gmarl_training_text_plateau (150, 2);

  g_assert_cmpstr (alone, ==,
                   "No improvement for 125 iterations. The best policy is kept; more training may "
                   "not find a better one.");
  g_assert_true (g_str_has_suffix (one, "one. If you stop now, 1 seed is not trained at all."));
  g_assert_true (g_str_has_prefix (several, "No improvement for 150 iterations."));
  g_assert_true (g_str_has_suffix (several, " 2 seeds are not trained at all."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/training-text/duration", test_duration);
  g_test_add_func ("/app/training-text/left", test_left);
  g_test_add_func ("/app/training-text/status", test_status);
  g_test_add_func ("/app/training-text/result", test_result);
  g_test_add_func ("/app/training-text/best", test_best);
  g_test_add_func ("/app/training-text/use", test_use);
  g_test_add_func ("/app/training-text/process", test_process);
  g_test_add_func ("/app/training-text/plateau", test_plateau);
  g_test_add_func ("/app/training-text/diverged", test_diverged);
  return g_test_run ();
}
