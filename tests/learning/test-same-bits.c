/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The same seed gives the same bits, for any number of threads and after any interruption. */
#include "environments/hook.h"
#include "environments/toy.h"
#include "learning-fixture.h"

#include <gio/gio.h>
#include <string.h>

#define ITERATIONS 4

/* 45 steps: environments stand in the middle of their days between iterations. */
#define OPTIONS "rollout.steps=45 ppo.minibatch=50 ppo.epochs=2 policy.hidden=16-16 "

static void
assert_same (GBytes *a, GBytes *b)
{
  g_assert_cmpmem (g_bytes_get_data (a, NULL), g_bytes_get_size (a), g_bytes_get_data (b, NULL),
                   g_bytes_get_size (b));
}

static void
assert_same_rows (const GmarlTrainingMetrics *a, const GmarlTrainingMetrics *b, gint64 count)
{
  for (gint64 k = 0; k < count; k++)
    g_assert_cmpint (gmarl_training_metrics_first_difference (&a[k], &b[k]), ==, -1);
}

static GBytes *
train (const GmarlEnvironment *environment,
       const GmarlLearningConfig *config,
       GmarlTrainingMetrics *rows)
{
  g_autoptr (GmarlLearner) learner = fixture_learner (environment, config, 3, ITERATIONS);

  for (int k = 0; k < ITERATIONS; k++)
    fixture_train (learner, 1, &rows[k]);
  return gmarl_learner_save (learner, 1.25, 2);
}

/* Threads 1, 2 and 3; and another seed, which does differ. */
static void
compare_threads (const GmarlEnvironment *environment, GmarlLearningConfig *config)
{
  GmarlTrainingMetrics rows[ITERATIONS], other_rows[ITERATIONS];
  g_autoptr (GBytes) one = train (environment, config, rows);
  g_autoptr (GmarlLearner) different = fixture_learner (environment, config, 4, ITERATIONS);
  g_autoptr (GBytes) other = NULL;

  for (config->threads = 2; config->threads <= 3; config->threads++) {
    g_autoptr (GBytes) bytes = train (environment, config, other_rows);

    assert_same (one, bytes);
    assert_same_rows (rows, other_rows, ITERATIONS);
  }
  fixture_train (different, ITERATIONS, other_rows);
  other = gmarl_learner_save (different, 1.25, 2);
  g_assert_false (g_bytes_equal (one, other));
  g_assert_cmpint (gmarl_training_metrics_first_difference (&rows[ITERATIONS - 1], other_rows), >=,
                   0);
}

static void
test_threads (void)
{
  static const gsize nodes[] = { 1, 5, 7 };
  static const char *const environments[] = { OPTIONS "rollout.environments=3",
                                              OPTIONS "rollout.environments=80" };

  for (gsize n = 0; n < G_N_ELEMENTS (nodes); n++)
    for (int shared = 0; shared < 2; shared++)
      for (gsize e = 0; e < G_N_ELEMENTS (environments); e++) {
        g_auto (GridFixture) grid = { 0 };
        GmarlLearningConfig config = fixture_config (environments[e]);

        grid_fixture_init (&grid, nodes[n], shared);
        config.share_parameters = shared;
        compare_threads (grid.environment, &config);
      }
}

/* OpenBLAS, and networks too wide for the fused kernels. */
static void
test_threads_openblas (void)
{
  static const char *const options[] = { OPTIONS "rollout.environments=23 backend=openblas",
                                         OPTIONS "rollout.environments=12 policy.hidden=272" };

  for (gsize k = 0; k < G_N_ELEMENTS (options); k++) {
    g_auto (GridFixture) grid = { 0 };
    GmarlLearningConfig config = fixture_config (options[k]);

    grid_fixture_init (&grid, 3, FALSE);
    compare_threads (grid.environment, &config);
  }
}

/* Saved after each iteration and taken up by another learner, with another number of threads. */
static void
compare_resumed (const GmarlEnvironment *environment, GmarlLearningConfig *config)
{
  GmarlTrainingMetrics rows[ITERATIONS];
  g_autoptr (GBytes) whole = train (environment, config, rows);
  g_autoptr (GBytes) bytes = NULL;

  for (int k = 0; k < ITERATIONS; k++) {
    g_autoptr (GmarlLearner) learner = NULL;
    g_autoptr (GError) error = NULL;
    GmarlTrainingMetrics row;

    config->threads = 1 + k % 3;
    learner = fixture_learner (environment, config, 3, ITERATIONS);
    if (bytes != NULL) {
      g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (bytes, "saved", &error);
      g_autoptr (GBytes) again = NULL;
      double best_score;
      gint64 best_iteration;

      g_assert_no_error (error);
      gmarl_learner_load (learner, checkpoint, &best_score, &best_iteration, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (best_score, ==, 1.25);
      g_assert_cmpint (best_iteration, ==, 2);
      again = gmarl_learner_save (learner, best_score, best_iteration);
      assert_same (bytes, again);
    }
    g_assert_cmpint (gmarl_learner_get_iteration (learner), ==, k);
    fixture_train (learner, 1, &row);
    assert_same_rows (&row, &rows[k], 1);
    g_clear_pointer (&bytes, g_bytes_unref);
    bytes = gmarl_learner_save (learner, 1.25, 2);
  }
  assert_same (bytes, whole);
}

static void
test_resumed (void)
{
  for (int shared = 0; shared < 2; shared++) {
    g_auto (GridFixture) grid = { 0 };
    GmarlLearningConfig config =
        fixture_config ("rollout.steps=130 ppo.minibatch=50 ppo.epochs=2 policy.hidden=20 "
                        "rollout.environments=5");

    grid_fixture_init (&grid, 4, shared);
    config.share_parameters = shared;
    compare_resumed (grid.environment, &config);
  }
}

/* Episodes that end at any time. */
static void
test_resumed_terminating (void)
{
  g_autoptr (GmarlEnvironment) cartpole = &cartpole_new ()->parent;
  GmarlLearningConfig config = fixture_config (OPTIONS "rollout.environments=6");

  compare_resumed (cartpole, &config);
}

/* Interrupted at some step of some environment in every iteration, and again: nothing has changed,
 * and the iteration done again is what it would have been.
 */
static void
compare_interrupted (Hook *hook, GmarlLearningConfig *config, gboolean fail)
{
  const GmarlEnvironment *environment = &hook->parent;
  guint steps = (guint) (config->environments * config->steps);
  GmarlTrainingMetrics rows[ITERATIONS];
  g_autoptr (GBytes) whole = train (environment, config, rows);
  g_autoptr (GmarlLearner) learner = fixture_learner (environment, config, 3, ITERATIONS);
  g_autoptr (GBytes) bytes = NULL;
  GRand *random = g_rand_new_with_seed (8);

  for (int k = 0; k < ITERATIONS; k++) {
    GmarlTrainingMetrics row;

    for (int time = 0; time < 4; time++) {
      g_autoptr (GBytes) before = gmarl_learner_save (learner, 0, 0);
      g_autoptr (GBytes) after = NULL;
      g_autoptr (GError) error = NULL;
      int code = fail ? G_IO_ERROR_FAILED : G_IO_ERROR_CANCELLED;
      guint at = time == 0 ? 1 : time == 1 ? steps : (guint) g_rand_int_range (random, 2, steps);

      atomic_store (&hook->count, 0);
      atomic_store (&hook->interrupt, FALSE);
      if (fail)
        hook->fail_at = at;
      else
        hook->interrupt_at = at;
      g_assert_false (gmarl_learner_iterate (learner, &hook->interrupt, &row, &error));
      g_assert_true (g_error_matches (error, G_IO_ERROR, code));
      after = gmarl_learner_save (learner, 0, 0);
      assert_same (before, after);
      hook->interrupt_at = hook->fail_at = 0;
      g_assert_cmpint (gmarl_learner_get_iteration (learner), ==, k);
    }
    fixture_train (learner, 1, &row);
    assert_same_rows (&row, &rows[k], 1);
  }
  bytes = gmarl_learner_save (learner, 1.25, 2);
  assert_same (bytes, whole);
  g_rand_free (random);
}

static void
test_interrupted (void)
{
  for (int fail = 0; fail < 2; fail++)
    for (int threads = 1; threads <= 3; threads++) {
      g_auto (GridFixture) grid = { 0 };
      g_autoptr (GmarlEnvironment) environment = NULL;
      GmarlLearningConfig config =
          fixture_config ("rollout.steps=130 ppo.minibatch=50 ppo.epochs=2 policy.hidden=20 "
                          "rollout.environments=25");

      grid_fixture_init (&grid, 3, FALSE);
      environment = &hook_new (grid.environment)->parent;
      config.threads = threads;
      compare_interrupted ((Hook *) environment, &config, fail);
    }
}

static void
test_interrupted_terminating (void)
{
  g_autoptr (GmarlEnvironment) cartpole = &cartpole_new ()->parent;
  g_autoptr (GmarlEnvironment) environment = &hook_new (cartpole)->parent;
  GmarlLearningConfig config = fixture_config (OPTIONS "rollout.environments=25");

  config.threads = 2;
  compare_interrupted ((Hook *) environment, &config, FALSE);
}

/* The flag is set before the rollout begins, or by another thread at whatever moment. */
static gpointer
set_flag (gpointer data)
{
  atomic_store ((atomic_bool *) data, TRUE);
  return NULL;
}

static void
test_interrupted_by_thread (void)
{
  g_auto (GridFixture) grid = { 0 };
  GmarlLearningConfig config = fixture_config (OPTIONS "rollout.environments=30 threads=2");
  GmarlTrainingMetrics rows[ITERATIONS];
  g_autoptr (GmarlLearner) learner = NULL;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) bytes = NULL;

  grid_fixture_init (&grid, 5, FALSE);
  whole = train (grid.environment, &config, rows);
  learner = fixture_learner (grid.environment, &config, 3, ITERATIONS);
  while (gmarl_learner_get_iteration (learner) < ITERATIONS) {
    gint64 k = gmarl_learner_get_iteration (learner);
    atomic_bool interrupt = FALSE;
    GThread *thread = g_thread_new ("interrupt", set_flag, &interrupt);
    g_autoptr (GError) error = NULL;
    GmarlTrainingMetrics row;
    gboolean done = gmarl_learner_iterate (learner, &interrupt, &row, &error);

    g_thread_join (thread);
    if (!done) {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_false (gmarl_learner_iterate (learner, &interrupt, &row, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      fixture_train (learner, 1, &row);
    }
    assert_same_rows (&row, &rows[k], 1);
  }
  bytes = gmarl_learner_save (learner, 1.25, 2);
  assert_same (bytes, whole);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/same-bits/threads", test_threads);
  g_test_add_func ("/learning/same-bits/threads-openblas", test_threads_openblas);
  g_test_add_func ("/learning/same-bits/resumed", test_resumed);
  g_test_add_func ("/learning/same-bits/resumed-terminating", test_resumed_terminating);
  g_test_add_func ("/learning/same-bits/interrupted", test_interrupted);
  g_test_add_func ("/learning/same-bits/interrupted-terminating", test_interrupted_terminating);
  g_test_add_func ("/learning/same-bits/interrupted-by-thread", test_interrupted_by_thread);
  return g_test_run ();
}
