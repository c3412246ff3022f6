/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A training job from its start to each of its ends, against the library and against an
 * uninterrupted run.
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-learner-private.h"
#include "gmarl-library.h"
#include "gmarl-training-job.h"

#include <gdk/gdk.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>

#define ITERATIONS 8

static const guint64 seeds[] = { 3, 4, 5 };

typedef struct {
  char *directory;
  GmarlRunConfig *config;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const assignments[] = { "rollout.environments=4", "rollout.steps=96",
                                      "ppo.minibatch=64",       "policy.hidden=16-16",
                                      "validation.interval=3",  "validation.days=2",
                                      "checkpoint.interval=4",  "threads=2" };

  /* A folder of this test's own. */
  self->directory = g_build_filename (g_get_user_data_dir (), "library", NULL);
  self->config = gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (self->config, assignments[k], NULL));
  self->config->iterations = ITERATIONS;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->directory);
  gmarl_run_config_free (self->config);
}

static GmarlTrainingJob *
job_new (const Fixture *self, gsize n_seeds)
{
  return gmarl_training_job_new (self->directory, self->config, seeds, n_seeds);
}

static void
wait_for (GmarlTrainingJob *job, GmarlTrainingJobState state)
{
  while (gmarl_training_job_get_state (job) != state) {
    if (gmarl_training_job_get_state (job) == GMARL_TRAINING_JOB_FAILED)
      g_error ("%s", gmarl_training_job_get_error (job)->message);
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
wait_for_end (GmarlTrainingJob *job)
{
  while (gmarl_training_job_is_active (job))
    g_main_context_iteration (NULL, TRUE);
}

static gint64
get_iteration (GmarlTrainingJob *job)
{
  GmarlTrainerProgress progress;

  gmarl_training_job_get_progress (job, &progress);
  return progress.iteration;
}

/* Of a seed; its rows come with the next beat. */
static void
wait_for_iteration (GmarlTrainingJob *job, gsize index, gint64 iteration)
{
  while (gmarl_training_job_get_current (job) < index || get_iteration (job) < iteration)
    g_main_context_iteration (NULL, TRUE);
}

static GmarlRunRecord *
get_run (const Fixture *self, const char *run_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->directory, GMARL_LIBRARY_READ_ONLY, &error);
  g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, run_id, &error);

  g_assert_no_error (error);
  return g_ptr_array_steal_index (runs, 0);
}

static void
assert_same_rows (const GArray *a, const GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint k = 0; k < a->len; k++)
    g_assert_cmpint (
        gmarl_training_metrics_first_difference (&g_array_index (a, GmarlTrainingMetrics, k),
                                                 &g_array_index (b, GmarlTrainingMetrics, k)),
        ==, -1);
}

/* What the job has is what the library has. */
static void
assert_stored (const Fixture *self, GmarlTrainingJob *job, gsize index)
{
  const char *run_id = gmarl_training_job_get_run_id (job, index);
  g_autoptr (GmarlRunRecord) run = get_run (self, run_id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->directory, GMARL_LIBRARY_READ_ONLY, &error);
  g_autoptr (GArray) rows = gmarl_library_load_metrics (library, run_id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (run->status, ==, GMARL_RUN_FINISHED);
  g_assert_cmpuint (run->seed, ==, gmarl_training_job_get_seed (job, index));
  g_assert_cmpuint (rows->len, ==, ITERATIONS);
  assert_same_rows (gmarl_training_job_get_rows (job, index), rows);
}

/* A job of the first seed that nothing disturbed. */
static GmarlTrainingJob *
uninterrupted (const Fixture *self)
{
  GmarlTrainingJob *job = job_new (self, 1);

  gmarl_training_job_start (job);
  g_assert_null (gmarl_training_job_get_result (job));
  wait_for (job, GMARL_TRAINING_JOB_FINISHED);
  g_assert_cmpstr (gmarl_training_job_get_result (job), ==, gmarl_training_job_get_run_id (job, 0));
  return job;
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE)) {
  }
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_finish (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 3);
  g_autoptr (GBytes) policy = NULL;
  guint n_texts = 0;

  g_assert_false (gmarl_training_job_is_active (job));
  g_assert_cmpfloat (gmarl_training_job_get_fraction (job), ==, 0);
  g_signal_connect_swapped (job, "notify::text", G_CALLBACK (count_cb), &n_texts);

  gmarl_training_job_start (job);
  g_assert_cmpint (gmarl_training_job_get_state (job), ==, GMARL_TRAINING_JOB_STARTING);
  wait_for_iteration (job, 1, 1);
  g_assert_true (gmarl_training_job_get_fraction (job) >= 1 / 3.0);
  g_assert_cmpuint (gmarl_training_job_get_current (job), ==, 1);
  wait_for (job, GMARL_TRAINING_JOB_FINISHED);
  while (isnan (gmarl_training_job_get_baseline (job, GMARL_BASELINE_RANDOM)))
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpfloat (gmarl_training_job_get_fraction (job), ==, 1);
  g_assert_cmpuint (n_texts, >, 3);
  g_assert_null (gmarl_training_job_get_error (job));
  g_assert_true (isfinite (gmarl_training_job_get_best_score (job)));
  g_assert_true (gmarl_training_job_get_baseline (job, GMARL_BASELINE_HEURISTIC) >
                 gmarl_training_job_get_baseline (job, GMARL_BASELINE_RANDOM));
  policy = gmarl_training_job_get_policy (job);
  g_assert_nonnull (policy);
  for (gsize k = 0; k < 3; k++)
    assert_stored (self, job, k);
  run_pending ();
  g_assert_finalize_object (g_steal_pointer (&job));
}

static void
test_pause (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 2);
  guint paused_at;

  gmarl_training_job_start (job);
  wait_for_iteration (job, 0, 2);
  gmarl_training_job_pause (job);
  g_assert_cmpint (gmarl_training_job_get_state (job), ==, GMARL_TRAINING_JOB_PAUSING);
  wait_for (job, GMARL_TRAINING_JOB_PAUSED);
  g_assert_true (gmarl_training_job_is_active (job));
  paused_at = gmarl_training_job_get_rows (job, gmarl_training_job_get_current (job))->len;
  {
    g_autoptr (GmarlRunRecord) run =
        get_run (self, gmarl_training_job_get_run_id (job, gmarl_training_job_get_current (job)));

    g_assert_cmpint (run->status, ==, GMARL_RUN_PAUSED);
    g_assert_cmpint (run->iteration, ==, paused_at);
  }
  gmarl_training_job_resume (job);
  g_assert_cmpint (gmarl_training_job_get_state (job), ==, GMARL_TRAINING_JOB_RUNNING);
  wait_for (job, GMARL_TRAINING_JOB_FINISHED);
  assert_stored (self, job, 0);
  assert_stored (self, job, 1);
}

static gboolean
frame_cb (gpointer n_frames)
{
  (*(guint *) n_frames)++;
  return G_SOURCE_CONTINUE;
}

/* Where they are drawn slowly, a frame is due at any time: neither they nor the news of a training
 * wait for ever.
 */
static void
test_slow_frames (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 1);
  guint n_frames = 0;
  guint source_id = g_idle_add_full (GDK_PRIORITY_REDRAW, frame_cb, &n_frames, NULL);
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  gmarl_training_job_start (job);
  while (gmarl_training_job_is_active (job) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gmarl_training_job_get_state (job), ==, GMARL_TRAINING_JOB_FINISHED);
  g_assert_cmpuint (n_frames, >, 0);
  assert_stored (self, job, 0);
  g_source_remove (source_id);
}

/* A pause asked for before there is anything to pause holds, too. */
static void
test_pause_early (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 1);

  gmarl_training_job_start (job);
  gmarl_training_job_pause (job);
  wait_for (job, GMARL_TRAINING_JOB_PAUSED);
  g_assert_cmpuint (gmarl_training_job_get_rows (job, 0)->len, <, ITERATIONS);
  gmarl_training_job_stop (job);
  wait_for (job, GMARL_TRAINING_JOB_STOPPED);
}

static void
test_continue (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) whole = uninterrupted (self);
  g_autoptr (GmarlTrainingJob) job = job_new (self, 2);

  gmarl_training_job_start (job);
  wait_for_iteration (job, 0, 2);
  gmarl_training_job_stop (job);
  wait_for (job, GMARL_TRAINING_JOB_STOPPED);
  g_assert_cmpuint (gmarl_training_job_get_rows (job, 0)->len, <, ITERATIONS);
  for (gsize k = 0; k < 2; k++) {
    g_autoptr (GmarlRunRecord) run = get_run (self, gmarl_training_job_get_run_id (job, k));

    g_assert_cmpint (run->status, ==, GMARL_RUN_STOPPED);
  }

  gmarl_training_job_start (job);
  wait_for (job, GMARL_TRAINING_JOB_FINISHED);
  assert_stored (self, job, 0);
  assert_stored (self, job, 1);
  assert_same_rows (gmarl_training_job_get_rows (job, 0), gmarl_training_job_get_rows (whole, 0));
}

/* Stopped while nothing is there yet: nothing is left, and it can begin again. */
static void
test_stop_early (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 1);

  gmarl_training_job_set_time_budget (job, 1000);
  gmarl_training_job_start (job);
  gmarl_training_job_stop (job);
  wait_for (job, GMARL_TRAINING_JOB_STOPPED);
  g_assert_null (gmarl_training_job_get_run_id (job, 0));
}

static void
test_budget (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 1);

  gmarl_training_job_set_time_budget (job, 1e-6);
  gmarl_training_job_start (job);
  wait_for (job, GMARL_TRAINING_JOB_FINISHED);
  g_assert_cmpint (gmarl_training_job_get_config (job)->iterations, ==, 25);
  g_assert_cmpuint (gmarl_training_job_get_rows (job, 0)->len, ==, 25);
}

/* Not a test of its own: what test_kill kills. */
static void
test_victim (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = NULL;

  if (g_getenv ("GMARL_TEST_LIBRARY") == NULL) {
    g_test_skip ("run by /app/training-job/kill");
    return;
  }
  g_free (self->directory);
  self->directory = g_strdup (g_getenv ("GMARL_TEST_LIBRARY"));
  job = job_new (self, 1);
  gmarl_training_job_start (job);
  wait_for_iteration (job, 0, 6);
  raise (SIGKILL);
}

/* Nothing that was shown is lost, and the rest is what it would have been. */
static void
test_kill (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = NULL;
  g_autoptr (GmarlTrainingJob) whole = NULL;
  g_autoptr (GmarlRunRecord) run = NULL;

  g_setenv ("GMARL_TEST_LIBRARY", self->directory, TRUE);
  g_test_trap_subprocess ("/app/training-job/victim", 0, 0);
  g_unsetenv ("GMARL_TEST_LIBRARY");
  run = get_run (self, "latest");
  g_assert_cmpint (run->status, ==, GMARL_RUN_INTERRUPTED);
  g_assert_cmpint (run->iteration, >=, 6);

  job = gmarl_training_job_new_resume (self->directory, (const char *[]){ run->id, NULL });
  g_assert_null (gmarl_training_job_get_config (job));
  gmarl_training_job_start (job);
  wait_for (job, GMARL_TRAINING_JOB_FINISHED);
  assert_stored (self, job, 0);
  whole = uninterrupted (self);
  assert_same_rows (gmarl_training_job_get_rows (job, 0), gmarl_training_job_get_rows (whole, 0));
}

static void
execute (const Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->directory, GMARL_LIBRARY_DEFAULT, &error);
  g_autofree char *path = g_build_filename (self->directory, "library.db", NULL);
  sqlite3 *db = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* A library that cannot be written ends the whole job, which goes on when it can. */
static void
test_library_lost (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 2);

  execute (self, "CREATE TRIGGER refuse BEFORE INSERT ON metric WHEN NEW.iteration = 3"
                 " BEGIN SELECT RAISE (ABORT, 'no more'); END");
  gmarl_training_job_start (job);
  wait_for_end (job);
  g_assert_cmpint (gmarl_training_job_get_state (job), ==, GMARL_TRAINING_JOB_FAILED);
  g_assert_true (
      g_error_matches (gmarl_training_job_get_error (job), GMARL_ERROR, GMARL_ERROR_LIBRARY));
  g_assert_cmpuint (gmarl_training_job_get_rows (job, 0)->len, ==, 2);
  g_assert_cmpuint (gmarl_training_job_get_rows (job, 1)->len, ==, 0);

  execute (self, "DROP TRIGGER refuse");
  gmarl_training_job_start (job);
  wait_for (job, GMARL_TRAINING_JOB_FINISHED);
  g_assert_null (gmarl_training_job_get_error (job));
  assert_stored (self, job, 0);
  assert_stored (self, job, 1);
}

static void
test_no_library (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 1);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0755), ==, 0);
  g_assert_true (g_file_set_contents (self->directory, "not a folder", -1, NULL));
  gmarl_training_job_start (job);
  wait_for_end (job);
  g_assert_cmpint (gmarl_training_job_get_state (job), ==, GMARL_TRAINING_JOB_FAILED);
  g_assert_nonnull (strstr (gmarl_training_job_get_text (job), self->directory));
}

/* Puts a resume state with hopeless weights in the place of the run's. */
static void
spoil (const Fixture *self, const char *run_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->directory, GMARL_LIBRARY_DEFAULT, &error);
  g_autoptr (GmarlRunSink) sink = gmarl_library_open_sink (library, run_id, &error);
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (self->config->scenario, &error);
  g_autoptr (GmarlEnvironment) environment =
      gmarl_grid_environment_new (grid, GMARL_OBSERVATION_OWN, seeds[0]);
  g_autoptr (GmarlLearner) learner =
      gmarl_learner_new (environment, &self->config->learning, seeds[0], ITERATIONS, &error);
  g_autoptr (GBytes) before =
      gmarl_library_load_checkpoint (library, run_id, GMARL_CHECKPOINT_LAST, 0, NULL, &error);
  g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (before, "last", &error);
  g_autoptr (GBytes) after = NULL;
  double score;
  gint64 iteration;

  g_assert_no_error (error);
  g_assert_true (gmarl_learner_load (learner, checkpoint, &score, &iteration, &error));
  for (gsize k = 0; k < learner->networks->n_sets * learner->networks->set_size; k++)
    learner->networks->parameters[k] = 3e38f;
  after = gmarl_learner_save (learner, score, iteration);
  g_assert_true (gmarl_run_sink_checkpoint (
      sink, GMARL_CHECKPOINT_LAST, gmarl_learner_get_iteration (learner), NAN, after, 0, &error));
  g_assert_no_error (error);
}

/* One seed that fails leaves the others alone, and there is a gentler way to go on. */
static void
test_diverged (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = job_new (self, 2);
  g_autoptr (GmarlTrainingJob) gentler = NULL;
  gint64 iteration = 0;
  guint stopped_at;

  gmarl_training_job_start (job);
  wait_for_iteration (job, 0, 4);
  gmarl_training_job_stop (job);
  wait_for (job, GMARL_TRAINING_JOB_STOPPED);
  stopped_at = gmarl_training_job_get_rows (job, 0)->len;
  spoil (self, gmarl_training_job_get_run_id (job, 0));

  gmarl_training_job_start (job);
  wait_for (job, GMARL_TRAINING_JOB_FINISHED);
  assert_stored (self, job, 1);
  g_assert_true (
      g_error_matches (gmarl_training_job_get_error (job), GMARL_ERROR, GMARL_ERROR_DIVERGED));
  g_assert_nonnull (gmarl_training_job_get_seed_error (job, 0));
  g_assert_null (gmarl_training_job_get_seed_error (job, 1));
  g_assert_true (gmarl_training_job_has_diverged (job, &iteration));
  g_assert_cmpint (iteration, ==, stopped_at);
  g_assert_cmpint (gmarl_training_job_get_kept_iteration (job), ==, stopped_at);

  gentler = gmarl_training_job_new_gentler (job);
  g_assert_cmpfloat (gmarl_training_job_get_config (gentler)->learning.learning_rate, ==,
                     self->config->learning.learning_rate / 2);
  g_assert_cmpint (gmarl_training_job_get_config (gentler)->iterations, ==,
                   ITERATIONS - stopped_at);
  gmarl_training_job_start (gentler);
  wait_for (gentler, GMARL_TRAINING_JOB_FINISHED);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GmarlTrainingJob) job = NULL;

  self->config->learning.log_std = -9;
  job = job_new (self, 1);
  gmarl_training_job_start (job);
  wait_for_end (job);
  g_assert_true (
      g_error_matches (gmarl_training_job_get_error (job), GMARL_ERROR, GMARL_ERROR_CONFIG));
  g_assert_false (g_file_test (self->directory, G_FILE_TEST_EXISTS));
}

#define add(name, func)                                                                            \
  g_test_add ("/app/training-job/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("finish", test_finish);
  add ("pause", test_pause);
  add ("slow-frames", test_slow_frames);
  add ("pause-early", test_pause_early);
  add ("continue", test_continue);
  add ("stop-early", test_stop_early);
  add ("budget", test_budget);
  add ("victim", test_victim);
  add ("kill", test_kill);
  add ("library-lost", test_library_lost);
  add ("no-library", test_no_library);
  add ("diverged", test_diverged);
  add ("refused", test_refused);
  return g_test_run ();
}
