/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Training runs again to see whether they repeat themselves.
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "gmarl-run-plan.h"
#include "gmarl-verify.h"

#include <string.h>

#define ITERATIONS 6

static GmarlRunConfig *
small_config (void)
{
  GmarlRunConfig *config = make_config ();
  const char *const assignments[] = { "rollout.environments=4", "rollout.steps=24",
                                      "ppo.minibatch=24",       "policy.hidden=8",
                                      "validation.interval=2",  "validation.days=1",
                                      "kernel_level=baseline",  "threads=1",
                                      "checkpoint.interval=2" };

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  config->iterations = ITERATIONS;
  return config;
}

static void
wait_for (GmarlTrainer *trainer)
{
  g_autoptr (GError) error = NULL;

  gmarl_trainer_start (trainer, &error);
  g_assert_no_error (error);
  gmarl_trainer_wait (trainer, &error);
  g_assert_no_error (error);
}

static void
stop_at_row (gpointer data)
{
  GmarlTrainer *trainer = data;
  GmarlTrainerProgress progress;

  gmarl_trainer_get_progress (trainer, &progress);
  if (progress.iteration == 3)
    gmarl_trainer_stop (trainer);
}

/* Trains a run; init_from: another run whose networks to begin with, or NULL; resumed: it is
 * stopped in between and taken up. */
static char *
train (GmarlLibrary *library, const char *init_from, gboolean resumed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunConfig) config = small_config ();
  g_autoptr (GBytes) networks =
      init_from == NULL ? NULL : gmarl_run_plan_load_networks (library, init_from, config, &error);
  const guint64 seed = 11;
  const GmarlRunGroupPlan group = {
    .config = config, .seeds = &seed, .n_seeds = 1, .init_from = networks, .init_from_id = init_from
  };
  g_autoptr (GPtrArray) plans = gmarl_run_plans_begin (library, &group, NULL, &error);
  g_autoptr (GmarlTrainer) trainer = NULL;
  char *run_id;

  g_assert_no_error (error);
  run_id = g_strdup (((GmarlRunPlan *) plans->pdata[0])->run_id);
  trainer = gmarl_run_plan_make_trainer (plans->pdata[0]);
  if (resumed)
    gmarl_trainer_set_notify (trainer, stop_at_row, trainer);
  wait_for (trainer);
  g_clear_object (&trainer);
  if (resumed) {
    g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, run_id, &error);
    g_autoptr (GPtrArray) again = gmarl_run_plans_resume (library, runs, &error);

    g_assert_no_error (error);
    g_assert_cmpint (((GmarlRunRecord *) runs->pdata[0])->iteration, <, ITERATIONS);
    trainer = gmarl_run_plan_make_trainer (again->pdata[0]);
    wait_for (trainer);
  }
  return run_id;
}

static void
count_rows (gint64 done, gint64 total, gpointer data)
{
  gint64 *count = data;

  g_assert_cmpint (done, ==, ++*count);
  g_assert_cmpint (total, ==, ITERATIONS);
}

static void
verify (GmarlLibrary *library, const char *run_id, gint64 threads, GmarlVerifyResult *result)
{
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  gmarl_verify_run (library, run_id, threads, count_rows, &count, NULL, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, result->n_same);
}

static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *plain = train (library, NULL, FALSE);
  g_autofree char *resumed = train (library, NULL, TRUE);
  g_autofree char *begun = train (library, plain, FALSE);
  const char *const runs[] = { plain, resumed, begun };

  for (gsize k = 0; k < G_N_ELEMENTS (runs); k++) {
    g_auto (GmarlVerifyResult) result = { 0 };
    g_autofree char *text = NULL;

    verify (library, runs[k], 1 + (gint64) k, &result);
    text = gmarl_verify_result_describe (&result);
    g_assert_cmpint (result.verdict, ==, GMARL_VERIFY_SAME);
    g_assert_cmpint (result.n_same, ==, ITERATIONS);
    g_assert_cmpstr (result.kernel_level, ==, "baseline");
    g_assert_true (result.same_version);
    g_assert_nonnull (strstr (text, "all 6 rows"));
  }
}

/* Rows that are missing in between, as in a library that was salvaged, and at the end. */
static void
test_part_of_a_run (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    gint64 n_left;
  } cases[] = {
    { "DELETE FROM metric WHERE iteration IN (1, 4)", ITERATIONS - 2 },
    { "DELETE FROM metric WHERE iteration > 3", 2 },
  };
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = train (library, NULL, FALSE);

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_auto (GmarlVerifyResult) result = { 0 };
    g_autoptr (GError) error = NULL;

    fixture_sql (fixture, cases[k].sql);
    g_assert_true (gmarl_verify_run (library, run, 1, NULL, NULL, NULL, &result, &error));
    g_assert_cmpint (result.verdict, ==, GMARL_VERIFY_SAME);
    g_assert_cmpint (result.n_same, ==, cases[k].n_left);
  }
}

static void
test_different (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = train (library, NULL, FALSE);
  g_auto (GmarlVerifyResult) result = { 0 };
  g_autofree char *text = NULL;

  fixture_sql (fixture, "UPDATE metric SET entropy = entropy * (1 + 1e-15) WHERE iteration = 5;"
                        "UPDATE metric SET seconds = 1000.0; UPDATE run SET version = '0.0.1'");
  verify (library, run, 1, &result);
  text = gmarl_verify_result_describe (&result);
  g_assert_cmpint (result.verdict, ==, GMARL_VERIFY_DIFFERENT);
  g_assert_cmpint (result.n_same, ==, 4);
  g_assert_cmpint (result.iteration, ==, 5);
  g_assert_cmpint (result.metric, ==, GMARL_METRIC_ENTROPY);
  g_assert_cmpfloat (result.stored, !=, result.computed);
  g_assert_false (result.same_version);
  g_assert_nonnull (strstr (text, "iteration 5 entropy"));
  g_assert_nonnull (strstr (text, "0.0.1"));
}

static void
test_impossible (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    const char *word;
  } cases[] = {
    { "UPDATE run SET kernel_level = 'sve2'", "sve2" },
    { "UPDATE run SET kernel_level = 'baseline', init_from = 'abcdefabcdef'", "abcdefabcdef" },
    { "DELETE FROM metric", "no rows yet" },
  };
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = train (library, NULL, FALSE);

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_auto (GmarlVerifyResult) result = { 0 };
    g_autofree char *text = NULL;

    fixture_sql (fixture, cases[k].sql);
    verify (library, run, 1, &result);
    text = gmarl_verify_result_describe (&result);
    g_assert_cmpint (result.verdict, ==, GMARL_VERIFY_IMPOSSIBLE);
    if (strstr (text, cases[k].word) == NULL)
      g_error ("“%s” is not in: %s", cases[k].word, text);
  }
}

/* Another best policy than the one that the run began with. */
static void
change_best (GmarlLibrary *library, const char *run_id)
{
  g_autoptr (GmarlRunSink) sink = open_sink (library, run_id);

  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 100, "better");
}

/* The run began with what was the best policy of another run then. */
static void
test_changed_origin (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    GmarlVerifyVerdict verdict;
    const char *words;
  } cases[] = {
    /* It is a numbered checkpoint, too. */
    { "SELECT 1", GMARL_VERIFY_SAME, "Verified" },
    { "DELETE FROM checkpoint WHERE kind = 'numbered'", GMARL_VERIFY_IMPOSSIBLE,
      "Cannot be verified: the policy that it started from has changed" },
    /* Of an older run it is not known. */
    { "UPDATE run SET init_sha256 = NULL", GMARL_VERIFY_IMPOSSIBLE, "has 6 bytes" },
  };
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *parent = train (library, NULL, FALSE);
  g_autofree char *run = train (library, parent, FALSE);

  change_best (library, parent);
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_auto (GmarlVerifyResult) result = { 0 };
    g_autofree char *text = NULL;

    fixture_sql (fixture, cases[k].sql);
    verify (library, run, 1, &result);
    text = gmarl_verify_result_describe (&result);
    g_assert_cmpint (result.verdict, ==, cases[k].verdict);
    if (strstr (text, cases[k].words) == NULL)
      g_error ("“%s” is not in: %s", cases[k].words, text);
  }
}

/* Killed before its first checkpoint, a run begins again, but not with another policy. */
static void
test_resumed_origin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *parent = train (library, NULL, FALSE);
  g_autofree char *run = train (library, parent, FALSE);
  g_autofree char *sql = g_strdup_printf ("DELETE FROM checkpoint WHERE run_id = '%s';"
                                          "UPDATE run SET status = 'running' WHERE id = '%s'",
                                          run, run);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) plans = NULL;

  fixture_sql (fixture, sql);
  runs = gmarl_library_find_runs (library, run, &error);
  plans = gmarl_run_plans_resume (library, runs, &error);
  g_assert_no_error (error);
  g_assert_nonnull (((GmarlRunPlan *) plans->pdata[0])->init_from);
  g_clear_pointer (&plans, g_ptr_array_unref);

  change_best (library, parent);
  fixture_sql (fixture, "DELETE FROM checkpoint WHERE kind = 'numbered'");
  g_assert_null (gmarl_run_plans_resume (library, runs, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, run, parent, "started from has changed", NULL);
}

static void
cancel_at_two (gint64 done, gint64 total, gpointer data)
{
  if (done == 2)
    g_cancellable_cancel (data);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = train (library, NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (GmarlVerifyResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (
      gmarl_verify_run (library, run, 1, cancel_at_two, cancellable, cancellable, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/verify/same", test_same);
  fixture_add ("/library/verify/part-of-a-run", test_part_of_a_run);
  fixture_add ("/library/verify/different", test_different);
  fixture_add ("/library/verify/impossible", test_impossible);
  fixture_add ("/library/verify/changed-origin", test_changed_origin);
  fixture_add ("/library/verify/resumed-origin", test_resumed_origin);
  fixture_add ("/library/verify/cancelled", test_cancelled);

  return g_test_run ();
}
