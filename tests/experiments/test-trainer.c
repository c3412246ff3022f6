/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-trainer.h"
#include "memory-sink.h"
#include "scenario-data.h"

#include <math.h>

#define ITERATIONS 8

/* A run of seconds: few environments, small networks, two validations. */
static GmarlRunConfig *
small_config (void)
{
  GmarlRunConfig *config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  const char *const assignments[] = { "rollout.environments=4", "rollout.steps=96",
                                      "ppo.minibatch=64",       "policy.hidden=16-16",
                                      "validation.interval=3",  "validation.days=2",
                                      "checkpoint.interval=4",  "threads=2" };

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  config->iterations = ITERATIONS;
  return config;
}

static GmarlTrainer *
start (const GmarlRunConfig *config, GBytes *resume, MemorySink *sink)
{
  GmarlTrainer *trainer = gmarl_trainer_new (config, 3, resume, NULL, &sink->parent);
  g_autoptr (GError) error = NULL;

  sink->trainer = trainer;
  g_assert_true (gmarl_trainer_start (trainer, &error));
  g_assert_no_error (error);
  return trainer;
}

static GmarlTrainerOutcome
finish (GmarlTrainer *trainer)
{
  GmarlTrainerProgress progress;
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_trainer_wait (trainer, &error));
  g_assert_no_error (error);
  gmarl_trainer_get_progress (trainer, &progress);
  g_object_unref (trainer);
  return progress.outcome;
}

/* The run that the others are compared with. */
static MemorySink *
uninterrupted (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();
  MemorySink *sink = memory_sink_new ();

  g_assert_cmpint (finish (start (config, NULL, sink)), ==, GMARL_OUTCOME_FINISHED);
  return sink;
}

static void
assert_same_run (const MemorySink *a, const MemorySink *b)
{
  g_assert_cmpuint (a->rows->len, ==, b->rows->len);
  for (guint k = 0; k < a->rows->len; k++)
    g_assert_cmpint (
        gmarl_training_metrics_first_difference (&g_array_index (a->rows, GmarlTrainingMetrics, k),
                                                 &g_array_index (b->rows, GmarlTrainingMetrics, k)),
        ==, -1);
  g_assert_true (g_bytes_equal (a->last, b->last));
  g_assert_true (g_bytes_equal (a->best, b->best));
}

static void
test_finish (void)
{
  MemorySink *sink = uninterrupted ();
  const GmarlRunStatus expected[] = { GMARL_RUN_RUNNING, GMARL_RUN_FINISHED };

  g_assert_cmpuint (sink->rows->len, ==, ITERATIONS);
  g_assert_cmpmem (sink->statuses->data, sink->statuses->len * sizeof (GmarlRunStatus), expected,
                   sizeof expected);
  g_assert_cmpuint (sink->n_numbered, ==, 2);
  /* Iterations 3, 6 and the last are validated, the others are not. */
  for (guint k = 0; k < ITERATIONS; k++) {
    double score =
        g_array_index (sink->rows, GmarlTrainingMetrics, k).value[GMARL_METRIC_VALIDATION_REWARD];

    g_assert_cmpint (isfinite (score), ==, (k + 1) % 3 == 0 || k + 1 == ITERATIONS);
  }
  memory_sink_clear (sink);
}

static void
test_thread_counts (void)
{
  MemorySink *expected = uninterrupted ();

  for (gint64 threads = 1; threads <= 3; threads += 2) {
    g_autoptr (GmarlRunConfig) config = small_config ();
    MemorySink *sink = memory_sink_new ();

    config->learning.threads = threads;
    finish (start (config, NULL, sink));
    assert_same_run (sink, expected);
    memory_sink_clear (sink);
  }
  memory_sink_clear (expected);
}

/* Layers too wide for the fused kernels are OpenBLAS's, which rounds by how many rows go together.
 */
static void
test_thread_counts_with_openblas (void)
{
  MemorySink *expected = NULL;

  for (gint64 threads = 1; threads <= 3; threads++) {
    g_autoptr (GmarlRunConfig) config = small_config ();
    MemorySink *sink = memory_sink_new ();

    config->iterations = 1;
    config->learning.threads = threads;
    config->learning.environments = 20;
    config->learning.steps = 24;
    config->learning.hidden.value[0] = config->learning.hidden.value[1] = 272;
    config->learning.validation_days = 7;
    finish (start (config, NULL, sink));
    if (expected == NULL) {
      expected = sink;
      continue;
    }
    assert_same_run (sink, expected);
    memory_sink_clear (sink);
  }
  memory_sink_clear (expected);
}

static void
test_stop_and_resume (void)
{
  MemorySink *expected = uninterrupted ();

  for (guint stop_at = 1; stop_at < ITERATIONS; stop_at += 2) {
    g_autoptr (GmarlRunConfig) config = small_config ();
    MemorySink *sink = memory_sink_new ();
    g_autoptr (GBytes) resume = NULL;

    sink->stop_at = stop_at;
    g_assert_cmpint (finish (start (config, NULL, sink)), ==, GMARL_OUTCOME_STOPPED);
    g_assert_cmpuint (sink->rows->len, ==, stop_at);
    g_assert_cmpint (g_array_index (sink->statuses, GmarlRunStatus, sink->statuses->len - 1), ==,
                     GMARL_RUN_STOPPED);

    sink->stop_at = 0;
    resume = g_bytes_ref (sink->last);
    g_assert_cmpint (finish (start (config, resume, sink)), ==, GMARL_OUTCOME_FINISHED);
    assert_same_run (sink, expected);
    memory_sink_clear (sink);
  }
  memory_sink_clear (expected);
}

/* A kill loses what came after the last resume state; rows that are there already are recomputed
 * and compared. */
static void
test_resume_from_an_older_state (void)
{
  MemorySink *expected = uninterrupted ();
  g_autoptr (GmarlRunConfig) config = small_config ();
  MemorySink *sink = memory_sink_new ();
  g_autoptr (GBytes) older = NULL;

  sink->stop_at = 2;
  finish (start (config, NULL, sink));
  older = g_bytes_ref (sink->last);
  sink->stop_at = 7;
  finish (start (config, older, sink));
  g_assert_cmpuint (sink->rows->len, ==, 7);

  sink->stop_at = 0;
  finish (start (config, older, sink));
  assert_same_run (sink, expected);
  memory_sink_clear (sink);
  memory_sink_clear (expected);
}

static void
wait_until_paused (GmarlTrainer *trainer)
{
  GmarlTrainerProgress progress;

  do {
    g_thread_yield ();
    gmarl_trainer_get_progress (trainer, &progress);
  } while (progress.state != GMARL_TRAINER_PAUSED);
}

static void
test_pause (void)
{
  MemorySink *expected = uninterrupted ();
  g_autoptr (GmarlRunConfig) config = small_config ();
  MemorySink *sink = memory_sink_new ();
  const GmarlRunStatus statuses[] = { GMARL_RUN_RUNNING, GMARL_RUN_PAUSED, GMARL_RUN_RUNNING,
                                      GMARL_RUN_FINISHED };
  GmarlTrainerProgress progress;
  GmarlTrainer *trainer;

  sink->pause_at = 4;
  trainer = start (config, NULL, sink);
  wait_until_paused (trainer);
  gmarl_trainer_get_progress (trainer, &progress);
  g_assert_cmpint (progress.iteration, ==, 4);
  gmarl_trainer_resume (trainer);
  g_assert_cmpint (finish (trainer), ==, GMARL_OUTCOME_FINISHED);
  g_assert_cmpmem (sink->statuses->data, sink->statuses->len * sizeof (GmarlRunStatus), statuses,
                   sizeof statuses);
  assert_same_run (sink, expected);
  memory_sink_clear (sink);
  memory_sink_clear (expected);
}

static void
test_stop_while_paused (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();
  MemorySink *sink = memory_sink_new ();
  GmarlTrainer *trainer;

  sink->pause_at = 2;
  trainer = start (config, NULL, sink);
  wait_until_paused (trainer);
  gmarl_trainer_stop (trainer);
  g_assert_cmpint (finish (trainer), ==, GMARL_OUTCOME_STOPPED);
  memory_sink_clear (sink);
}

static void
test_failing_sink (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();
  MemorySink *sink = memory_sink_new ();
  g_autoptr (GmarlTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;

  sink->fail_at = 5;
  trainer = start (config, NULL, sink);
  g_assert_false (gmarl_trainer_wait (trainer, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_LIBRARY);
  g_assert_cmpuint (sink->rows->len, ==, 4);
  g_assert_nonnull (sink->best);
  g_assert_cmpint (g_array_index (sink->statuses, GmarlRunStatus, sink->statuses->len - 1), ==,
                   GMARL_RUN_FAILED);
  memory_sink_clear (sink);
}

static void
test_init_from (void)
{
  MemorySink *first = uninterrupted ();
  g_autoptr (GmarlRunConfig) config = small_config ();
  MemorySink *sink = memory_sink_new ();
  GmarlTrainer *trainer = gmarl_trainer_new (config, 4, NULL, first->best, &sink->parent);
  g_autoptr (GError) error = NULL;
  double before =
      g_array_index (first->rows, GmarlTrainingMetrics, 2).value[GMARL_METRIC_VALIDATION_REWARD];
  double after;

  g_assert_true (gmarl_trainer_start (trainer, &error));
  g_assert_cmpint (finish (trainer), ==, GMARL_OUTCOME_FINISHED);
  after = g_array_index (sink->rows, GmarlTrainingMetrics, 2).value[GMARL_METRIC_VALIDATION_REWARD];
  g_assert_cmpfloat (after, >, before);
  memory_sink_clear (sink);

  /* Networks of another width do not fit, and that is said before anything starts. */
  sink = memory_sink_new ();
  g_assert_true (gmarl_run_config_set (config, "policy.hidden", "32-16", NULL));
  trainer = gmarl_trainer_new (config, 4, NULL, first->best, &sink->parent);
  g_assert_false (gmarl_trainer_start (trainer, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT);
  g_assert_nonnull (strstr (error->message, "hidden"));
  g_object_unref (trainer);
  memory_sink_clear (sink);
  memory_sink_clear (first);
}

/* Too few days of data for validation: said before anything starts. */
static void
test_no_validation_days (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();
  MemorySink *sink = memory_sink_new ();
  g_autoptr (GmarlTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;

  attach_data (config->scenario, 5, 60, TRUE, TRUE);
  trainer = gmarl_trainer_new (config, 1, NULL, NULL, &sink->parent);
  g_assert_false (gmarl_trainer_start (trainer, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  g_clear_object (&trainer);
  g_clear_error (&error);

  config->learning.validation_interval = 0;
  trainer = gmarl_trainer_new (config, 1, NULL, NULL, &sink->parent);
  g_assert_true (gmarl_trainer_start (trainer, &error));
  g_assert_true (gmarl_trainer_wait (trainer, &error));
  memory_sink_clear (sink);
}

/* A configuration that no option table let through is refused before anything starts. */
static void
assert_refused (GmarlRunConfig *config, const char *key)
{
  MemorySink *sink = memory_sink_new ();
  GmarlTrainer *trainer = gmarl_trainer_new (config, 4, NULL, NULL, &sink->parent);
  g_autoptr (GError) error = NULL;

  g_assert_false (gmarl_trainer_start (trainer, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, key));
  g_assert_cmpuint (sink->statuses->len, ==, 0);
  g_object_unref (trainer);
  memory_sink_clear (sink);
}

static void
test_refusals (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();

  config->learning.epochs = 0;
  assert_refused (config, "ppo.epochs");
  config->learning.epochs = 1;
  config->iterations = 0;
  assert_refused (config, "iterations");
}

static void
test_progress (void)
{
  g_autoptr (GmarlRunConfig) config = small_config ();
  MemorySink *sink = memory_sink_new ();
  GmarlTrainer *trainer = start (config, NULL, sink);
  GmarlTrainerProgress progress;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GBytes) policy = NULL;

  g_assert_true (gmarl_trainer_wait (trainer, NULL));
  gmarl_trainer_get_progress (trainer, &progress);
  g_assert_cmpint (progress.iteration, ==, ITERATIONS);
  g_assert_cmpfloat (progress.seconds, >, 0);
  g_assert_cmpfloat (progress.seconds_left, ==, 0);
  g_assert_cmpfloat (progress.steps_per_second, >, 0);
  g_assert_true (isfinite (progress.best_score));
  rows = gmarl_trainer_get_rows (trainer, 5);
  g_assert_cmpuint (rows->len, ==, ITERATIONS - 5);
  policy = gmarl_trainer_get_policy (trainer);
  g_assert_nonnull (policy);
  g_object_unref (trainer);
  memory_sink_clear (sink);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/trainer/finish", test_finish);
  g_test_add_func ("/experiments/trainer/thread-counts", test_thread_counts);
  g_test_add_func ("/experiments/trainer/thread-counts-with-openblas",
                   test_thread_counts_with_openblas);
  g_test_add_func ("/experiments/trainer/stop-and-resume", test_stop_and_resume);
  g_test_add_func ("/experiments/trainer/resume-from-an-older-state",
                   test_resume_from_an_older_state);
  g_test_add_func ("/experiments/trainer/pause", test_pause);
  g_test_add_func ("/experiments/trainer/stop-while-paused", test_stop_while_paused);
  g_test_add_func ("/experiments/trainer/failing-sink", test_failing_sink);
  g_test_add_func ("/experiments/trainer/init-from", test_init_from);
  g_test_add_func ("/experiments/trainer/refusals", test_refusals);
  g_test_add_func ("/experiments/trainer/progress", test_progress);
  g_test_add_func ("/experiments/trainer/no-validation-days", test_no_validation_days);
  return g_test_run ();
}
