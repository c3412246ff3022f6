/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Groups, runs, metric rows, and what a reference to runs means.
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "gmarl-library-private.h"
#include "gmarl-run-changes.h"

#include <math.h>
#include <string.h>

static void
test_ids (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gint k = 0; k < 1000; k++) {
    char *id = gmarl_library_new_id ();

    g_assert_cmpuint (strlen (id), ==, 12);
    g_assert_cmpuint (strspn (id, "0123456789abcdef"), ==, 12);
    g_assert_true (g_hash_table_add (seen, id));
  }
}

static void
test_record (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlRunConfig) config = make_config ();
  g_autofree char *hash = gmarl_scenario_hash (config->scenario);
  g_autofree char *described = gmarl_run_config_describe (config);
  g_autofree char *group = gmarl_library_begin_group (library, config, NULL, &error);
  gint64 before = g_get_real_time ();
  const GmarlRunOrigin origin = { "abc", "def" };
  g_autofree char *id =
      gmarl_library_begin_run (library, group, G_MAXUINT64 - 1, "avx512", &origin, &error);
  g_autoptr (GmarlRunRecord) run = get_run (library, id);

  g_assert_no_error (error);
  g_assert_cmpstr (run->id, ==, id);
  g_assert_cmpstr (run->group_id, ==, group);
  g_assert_cmpstr (run->name, ==, described);
  g_assert_cmpuint (run->seed, ==, G_MAXUINT64 - 1);
  g_assert_cmpint (run->status, ==, GMARL_RUN_INTERRUPTED); /* nobody holds it */
  g_assert_null (run->message);
  g_assert_cmpint (run->iteration, ==, 0);
  g_assert_cmpint (run->iterations, ==, 77);
  g_assert_cmpint (run->created_us, >=, before);
  g_assert_cmpint (run->updated_us, ==, run->created_us);
  g_assert_cmpfloat (run->seconds, ==, 0);
  g_assert_true (isnan (run->best_score));
  g_assert_true (isnan (run->last_reward));
  g_assert_cmpstr (run->scenario_name, ==, config->scenario->name);
  g_assert_cmpstr (run->scenario_hash, ==, hash);
  g_assert_cmpstr (run->kernel_level, ==, "avx512");
  g_assert_cmpstr (run->version, !=, NULL);
  g_assert_cmpstr (run->init_from, ==, "abc");
  g_assert_cmpstr (run->init_sha256, ==, "def");
}

static void
test_config (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autoptr (GmarlRunConfig) wrote = make_config ();
  g_autoptr (GmarlRunConfig) read = gmarl_library_load_config (library, run, &error);
  g_autofree char *wrote_scenario = gmarl_scenario_to_text (wrote->scenario);
  g_autofree char *wrote_text = gmarl_run_config_to_text (wrote);
  g_autofree char *read_scenario = NULL;
  g_autofree char *read_text = NULL;

  g_assert_no_error (error);
  read_scenario = gmarl_scenario_to_text (read->scenario);
  read_text = gmarl_run_config_to_text (read);
  g_assert_cmpstr (read_scenario, ==, wrote_scenario);
  g_assert_cmpstr (read_text, ==, wrote_text);
  g_assert_cmpfloat (read->learning.clip, ==, 0.1);

  g_assert_null (gmarl_library_load_config (library, "nothing", &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "nothing", "runs list", NULL);
}

/* One scenario in many groups is stored once. */
static void
test_shares_scenario (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *a = begin_run (library, "a", 1);
  g_autofree char *b = begin_run (library, "b", 1);
  g_autofree char *count = fixture_query (fixture, "SELECT count (*) FROM scenario");

  g_assert_cmpstr (a, !=, b);
  g_assert_cmpstr (count, ==, "1");
}

static void
test_bits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *run = NULL;
  g_autoptr (GArray) rows = NULL;

  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);
    g_autoptr (GmarlRunSink) sink = NULL;

    run = begin_run (library, "a", 1);
    sink = open_sink (library, run);
    put_rows (sink, 1, 30);
  }
  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);

    rows = gmarl_library_load_metrics (library, run, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (rows->len, ==, 30);
    for (guint k = 0; k < rows->len; k++)
      assert_row (&g_array_index (rows, GmarlTrainingMetrics, k), k + 1);
    g_assert_null (gmarl_library_load_metrics (library, "nothing", &error));
    assert_message (error, GMARL_ERROR_NOT_FOUND, "nothing", NULL);
  }
}

static void
test_summary (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin_run (library, "a", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, id);
  g_autoptr (GmarlRunRecord) run = NULL;
  GmarlTrainingMetrics row;

  put_rows (sink, 1, 8);
  make_row (9, &row);
  row.value[GMARL_METRIC_EPISODE_REWARD] = NAN;
  row.value[GMARL_METRIC_SECONDS] = NAN;
  gmarl_run_sink_iteration (sink, &row, &error);
  g_assert_no_error (error);
  put_rows (sink, 2, 4); /* computed again: counts no more */

  run = get_run (library, id);
  g_assert_cmpint (run->iteration, ==, 9);
  g_assert_cmpfloat (run->seconds, ==, 8 * 0.25);
  g_assert_cmpfloat (run->last_reward, ==, 8 / 7.0);
  g_assert_cmpint (run->updated_us, >=, run->created_us);
}

static void
test_recomputed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  put_rows (sink, 1, 24);
  put_rows (sink, 1, 24);
  for (gint metric = 1; metric < GMARL_N_METRICS; metric++) {
    g_autoptr (GError) error = NULL;
    GmarlTrainingMetrics row;
    g_autoptr (GArray) rows = NULL;

    /* The smallest change there is: the last bit, or the sign of zero. */
    make_row (metric % 24 + 1, &row);
    row.value[metric] = row.value[metric] == 0      ? -row.value[metric]
                        : isnan (row.value[metric]) ? 0
                                                    : nextafter (row.value[metric], 0.5);
    if (gmarl_training_metrics[metric].timing) {
      gmarl_run_sink_iteration (sink, &row, &error);
      g_assert_no_error (error);
    } else {
      g_autofree char *iteration = g_strdup_printf ("iteration %d ", metric % 24 + 1);

      g_assert_false (gmarl_run_sink_iteration (sink, &row, &error));
      assert_message (error, GMARL_ERROR_DIVERGED, run, iteration,
                      gmarl_training_metrics[metric].id, "not changed", NULL);
    }
    g_clear_error (&error);
    rows = gmarl_library_load_metrics (library, run, &error);
    g_assert_cmpuint (rows->len, ==, 24);
    assert_row (&g_array_index (rows, GmarlTrainingMetrics, metric % 24), metric % 24 + 1);
  }
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  static const GmarlRunStatus stays[] = { GMARL_RUN_FINISHED, GMARL_RUN_STOPPED, GMARL_RUN_FAILED };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin_run (library, "a", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, id);
  g_autoptr (GmarlRunRecord) run = get_run (library, id);

  g_assert_cmpint (run->status, ==, GMARL_RUN_RUNNING);
  gmarl_run_sink_status (sink, GMARL_RUN_PAUSED, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&run, gmarl_run_record_free);
  run = get_run (library, id);
  g_assert_cmpint (run->status, ==, GMARL_RUN_PAUSED);

  /* Held by nobody, it was interrupted; held again, it is what it was. */
  g_clear_pointer (&sink, gmarl_run_sink_free);
  for (gint k = 0; k < 2; k++) {
    g_clear_pointer (&run, gmarl_run_record_free);
    run = get_run (library, id);
    g_assert_cmpint (run->status, ==, GMARL_RUN_INTERRUPTED);
  }
  sink = open_sink (library, id);
  g_clear_pointer (&run, gmarl_run_record_free);
  run = get_run (library, id);
  g_assert_cmpint (run->status, ==, GMARL_RUN_PAUSED);

  for (gsize k = 0; k < G_N_ELEMENTS (stays); k++) {
    gmarl_run_sink_status (sink, stays[k], "because", &error);
    g_assert_no_error (error);
    g_clear_pointer (&sink, gmarl_run_sink_free);
    g_clear_pointer (&run, gmarl_run_record_free);
    run = get_run (library, id);
    g_assert_cmpint (run->status, ==, stays[k]);
    g_assert_cmpstr (run->message, ==, "because");
    sink = open_sink (library, id);
  }
}

static void
test_one_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin_run (library, "evening", 3);
  g_autofree char *other = begin_run (library, "b", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, id);
  g_autoptr (GmarlRunSink) beside = open_sink (library, other);

  g_assert_null (gmarl_library_open_sink (library, id, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, id, "evening", "seed 3", "Nothing was changed", NULL);
  g_clear_error (&error);
  g_assert_null (gmarl_library_open_sink (library, "nothing", &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "nothing", NULL);
}

/* The newest is first, also when the clock stood still or went back. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *a = begin_run (library, "a", 1);
  g_autofree char *b = begin_run (library, "b", 1);
  g_autofree char *c = begin_run (library, "c", 1);
  g_autoptr (GPtrArray) runs = NULL;

  fixture_sql (fixture, "UPDATE run SET created_us = 5");
  runs = gmarl_library_list_runs (library, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 3);
  g_assert_cmpstr (((GmarlRunRecord *) runs->pdata[0])->id, ==, c);
  g_assert_cmpstr (((GmarlRunRecord *) runs->pdata[1])->id, ==, b);
  g_assert_cmpstr (((GmarlRunRecord *) runs->pdata[2])->id, ==, a);
}

static void
assert_not_found (GmarlLibrary *library, const char *reference, const char *hint)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_library_find_runs (library, reference, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, hint, NULL);
}

static void
assert_ambiguous (GmarlLibrary *library, const char *reference, const char *a, const char *b)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_library_find_runs (library, reference, &error));
  assert_message (error, GMARL_ERROR_CONFIG, reference, a, b, NULL);
}

static void
test_find_references (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *a = begin_run (library, "evening peak", 1);
  g_autofree char *b = begin_run (library, "twice", 2);
  g_autofree char *c = begin_run (library, "twice", 3);
  g_autoptr (GmarlRunRecord) run = NULL;

  fixture_sql (fixture, "UPDATE run SET id = 'abc000000001' WHERE seed = 1;"
                        "UPDATE run SET id = 'abc000000002' WHERE seed = 2;"
                        "UPDATE run SET id = 'def000000003' WHERE seed = 3");
  run = get_run (library, "abc000000002");
  g_assert_cmpuint (run->seed, ==, 2);
  g_clear_pointer (&run, gmarl_run_record_free);
  run = get_run (library, "def");
  g_assert_cmpuint (run->seed, ==, 3);
  g_clear_pointer (&run, gmarl_run_record_free);
  run = get_run (library, "evening peak");
  g_assert_cmpuint (run->seed, ==, 1);

  assert_ambiguous (library, "abc", "abc000000001", "abc000000002");
  assert_ambiguous (library, "abc00000000", "evening peak", "seed 2");
  assert_ambiguous (library, "twice", "abc000000002", "def000000003");
  assert_not_found (library, "de", "“de”"); /* too short for a prefix */
  assert_not_found (library, "evening pea", "did you mean “evening peak”?");
  assert_not_found (library, "abc00000000f", "did you mean “abc00000000");
  assert_not_found (library, "", "runs list");
  assert_not_found (library, "%", "runs list");
  assert_not_found (library, "latest", "No run has a checkpoint yet");

  /* A name that is also the prefix of another run's id. */
  gmarl_library_rename (library, "abc000000001", "def", &error);
  g_assert_no_error (error);
  assert_ambiguous (library, "def", "abc000000001", "def000000003");
}

static void
test_find_in_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);

  assert_not_found (library, "anything", "gridmarl-cli train");
  assert_not_found (library, "latest", "gridmarl-cli train");
}

static void
test_find_group (Fixture *fixture, gconstpointer data)
{
  static const guint64 seeds[] = { 10, 2, G_MAXUINT64, 1 };
  static const guint64 sorted[] = { 1, 2, 10, G_MAXUINT64 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlRunConfig) config = make_config ();
  g_autofree char *group = gmarl_library_begin_group (library, config, "  all seeds ", &error);
  g_autoptr (GPtrArray) runs = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (seeds); k++) {
    g_autofree char *run =
        gmarl_library_begin_run (library, group, seeds[k], "baseline", NULL, &error);

    g_assert_no_error (error);
  }
  runs = gmarl_library_find_runs (library, "all seeds", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, G_N_ELEMENTS (sorted));
  for (gsize k = 0; k < G_N_ELEMENTS (sorted); k++)
    g_assert_cmpuint (((GmarlRunRecord *) runs->pdata[k])->seed, ==, sorted[k]);
}

static void
test_find_latest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *a = begin_run (library, "a", 1);
  g_autofree char *b = begin_run (library, "b", 2);
  g_autofree char *c = begin_run (library, "c", 3);
  g_autoptr (GmarlRunRecord) run = NULL;
  g_autoptr (GmarlRunSink) sink_b = open_sink (library, b);
  g_autoptr (GmarlRunSink) sink_a = open_sink (library, a);

  put_checkpoint (sink_b, GMARL_CHECKPOINT_LAST, 0, "b");
  put_checkpoint (sink_a, GMARL_CHECKPOINT_LAST, 0, "a");
  run = get_run (library, "latest");
  g_assert_cmpstr (run->id, ==, b);
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "", "  ", "two\nlines", "\xff", "latest" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin_run (library, "a", 1);
  g_autoptr (GmarlRunRecord) run = NULL;

  gmarl_library_rename (library, id, " “Straße” 'x'; ", &error);
  g_assert_no_error (error);
  run = get_run (library, "“Straße” 'x';");
  g_assert_cmpstr (run->id, ==, id);

  for (gsize k = 0; k < G_N_ELEMENTS (wrong); k++) {
    g_autoptr (GError) failure = NULL;
    g_autoptr (GmarlRunConfig) config = make_config ();

    g_assert_false (gmarl_library_rename (library, id, wrong[k], &failure));
    assert_message (failure, GMARL_ERROR_CONFIG, "another", NULL);
    g_assert_null (gmarl_library_begin_group (library, config, wrong[k], NULL));
  }
  g_assert_false (gmarl_library_rename (library, "nothing", "b", &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "nothing", NULL);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GmarlRunConfig) config = make_config ();
  g_autoptr (GmarlRunRecord) run = NULL;
  const double value[GMARL_N_INDICATORS] = { 0 };
  const guint64 seed = 1;

  g_assert_null (gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, fixture->directory, "no results library", NULL);
  g_clear_error (&error);
  g_assert_false (g_file_test (fixture->directory, G_FILE_TEST_EXISTS));

  {
    g_autoptr (GmarlLibrary) writer = fixture_open (fixture);
    g_autoptr (GmarlRunSink) sink = NULL;

    id = begin_run (writer, "a", 1);
    sink = open_sink (writer, id);
    put_rows (sink, 1, 3);
    put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 3, "three");
    /* While it is being written. */
    library = gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY, &error);
    g_assert_no_error (error);
    run = get_run (library, id);
    g_assert_cmpint (run->status, ==, GMARL_RUN_RUNNING);
    g_assert_cmpint (run->iteration, ==, 3);
    assert_checkpoint (library, id, GMARL_CHECKPOINT_LAST, 0, "three");
  }
#define ASSERT_REFUSED(call)                                                                       \
  g_assert_false (call);                                                                           \
  assert_message (error, GMARL_ERROR_LIBRARY, "reading only", "another one", NULL);                \
  g_clear_error (&error)

  ASSERT_REFUSED (gmarl_library_begin_group (library, config, "b", &error));
  ASSERT_REFUSED (gmarl_library_begin_run (library, "a", 1, "avx2", NULL, &error));
  ASSERT_REFUSED (gmarl_library_open_sink (library, id, &error));
  ASSERT_REFUSED (gmarl_library_rename (library, id, "b", &error));
  ASSERT_REFUSED (gmarl_library_store_evaluation (library, "a", "b", &seed, 1, value, &error));
#undef ASSERT_REFUSED
  g_assert_true (gmarl_library_check (library, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/library/runs/ids", test_ids);
  fixture_add ("/library/runs/record", test_record);
  fixture_add ("/library/runs/config", test_config);
  fixture_add ("/library/runs/shares-scenario", test_shares_scenario);
  fixture_add ("/library/runs/status", test_status);
  fixture_add ("/library/runs/one-writer", test_one_writer);
  fixture_add ("/library/runs/order", test_order);
  fixture_add ("/library/runs/rename", test_rename);
  fixture_add ("/library/runs/read-only", test_read_only);
  fixture_add ("/library/rows/bits", test_bits);
  fixture_add ("/library/rows/summary", test_summary);
  fixture_add ("/library/rows/recomputed", test_recomputed);
  fixture_add ("/library/find/references", test_find_references);
  fixture_add ("/library/find/empty", test_find_in_empty);
  fixture_add ("/library/find/group", test_find_group);
  fixture_add ("/library/find/latest", test_find_latest);

  return g_test_run ();
}
