/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Scaling studies: the table of cells, who does which, and doing them.
 */
#include "library-fixture.h"
#include "study-fixture.h"

#include "gmarl-error.h"
#include "gmarl-library-studies.h"
#include "gmarl-scaling-runner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_CELLS 8

/* Stores the study; its id. (transfer full) */
static char *
begin (GmarlLibrary *library, const char *iterations)
{
  g_autoptr (GmarlScalingStudy) study = make_study (iterations, "both");
  g_autoptr (GError) error = NULL;
  char *id = gmarl_library_begin_study (library, study, &error);

  g_assert_no_error (error);
  return id;
}

static GPtrArray *
list (GmarlLibrary *library, const char *id)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *cells = gmarl_library_list_cells (library, id, &error);

  g_assert_no_error (error);
  return cells;
}

static void
assert_counts (GmarlLibrary *library, const char *id, guint queued, guint running, guint done)
{
  g_autoptr (GPtrArray) cells = list (library, id);
  GmarlScalingCounts counts = gmarl_scaling_count (cells);

  g_assert_cmpuint (counts.all, ==, N_CELLS);
  g_assert_cmpuint (counts.cells[GMARL_CELL_QUEUED], ==, queued);
  g_assert_cmpuint (counts.cells[GMARL_CELL_RUNNING], ==, running);
  g_assert_cmpuint (counts.cells[GMARL_CELL_DONE], ==, done);
}

static void
test_begin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin (library, "10");
  g_autofree char *again = begin (library, "10");
  g_autofree char *other = begin (library, "11");
  g_autoptr (GPtrArray) studies = NULL;
  g_autoptr (GmarlStudyRecord) found = NULL;
  g_autoptr (GmarlStudyRecord) none = NULL;
  g_autofree char *prefix = g_strndup (id, 6);
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (id, ==, again);
  g_assert_cmpstr (id, !=, other);
  studies = gmarl_library_list_studies (library, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (studies->len, ==, 2);
  assert_counts (library, id, N_CELLS, 0, 0);

  /* What is read back is the same study. */
  found = gmarl_library_find_study (library, prefix, &error);
  g_assert_no_error (error);
  stored = gmarl_scaling_study_get_id (found->study);
  g_assert_cmpstr (stored, ==, id);
  none = gmarl_library_find_study (library, "nothing", &error);
  assert_message (error, GMARL_ERROR_NOT_FOUND, "nothing", NULL);
}

/* However many ask, each cell goes to one of them; and with its owner goes the claim. */
static void
test_claims (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) one = fixture_open (fixture);
  g_autoptr (GmarlLibrary) two = fixture_open (fixture);
  g_autofree char *id = begin (one, "10");
  g_autoptr (GPtrArray) claims =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_cell_claim_free);
  g_autoptr (GError) error = NULL;
  gboolean is_over = TRUE;

  for (guint k = 0; k < N_CELLS; k++) {
    GmarlCellClaim *claim = gmarl_library_claim_cell (k % 2 ? one : two, id, &is_over, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (claim->number, ==, k);
    g_ptr_array_add (claims, claim);
  }
  assert_counts (one, id, 0, N_CELLS, 0);
  g_assert_null (gmarl_library_claim_cell (one, id, &is_over, &error));
  g_assert_no_error (error);
  g_assert_false (is_over);

  /* Done with one, and gone from another without a word. */
  g_assert_true (
      gmarl_library_end_cell (one, claims->pdata[3], GMARL_CELL_FAILED, "no luck", NULL, &error));
  g_ptr_array_set_size (claims, 2);
  g_assert_true (gmarl_library_end_cell (one, claims->pdata[1], GMARL_CELL_DONE, NULL,
                                         (double[GMARL_N_SCALING]){ 0.5, NAN, -0.0 }, &error));
  g_ptr_array_set_size (claims, 0);
  {
    g_autoptr (GPtrArray) cells = list (two, id);
    const GmarlScalingCell *done = cells->pdata[1], *failed = cells->pdata[3];

    g_assert_cmpint (((GmarlScalingCell *) cells->pdata[0])->state, ==, GMARL_CELL_PAUSED);
    g_assert_cmpint (done->state, ==, GMARL_CELL_DONE);
    g_assert_cmpfloat (done->value[0], ==, 0.5);
    g_assert_true (isnan (done->value[1]));
    g_assert_true (signbit (done->value[2]));
    g_assert_cmpint (failed->state, ==, GMARL_CELL_FAILED);
    g_assert_cmpstr (failed->message, ==, "no luck");
  }
}

static void
test_skip_and_retry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin (library, "10");
  g_autoptr (GError) error = NULL;
  gboolean is_over;
  guint count;
  g_autoptr (GmarlCellClaim) held = gmarl_library_claim_cell (library, id, &is_over, &error);
  g_autoptr (GmarlCellClaim) failed = gmarl_library_claim_cell (library, id, &is_over, &error);

  g_assert_true (gmarl_library_end_cell (library, failed, GMARL_CELL_FAILED, "so", NULL, &error));
  g_clear_pointer (&failed, gmarl_cell_claim_free);
  g_assert_true (gmarl_library_skip_cells (library, id, &count, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, N_CELLS - 2);
  assert_counts (library, id, 0, 1, 0);
  g_assert_null (gmarl_library_claim_cell (library, id, &is_over, &error));
  g_assert_false (is_over);

  g_assert_true (gmarl_library_requeue_cells (library, id, GMARL_CELL_FAILED, &count, &error));
  g_assert_cmpuint (count, ==, 1);
  assert_counts (library, id, 1, 1, 0);
  g_assert_true (gmarl_library_requeue_cells (library, id, GMARL_CELL_SKIPPED, &count, &error));
  g_assert_cmpuint (count, ==, N_CELLS - 2);
  assert_counts (library, id, N_CELLS - 1, 1, 0);
}

static GmarlScalingRunner *
make_runner (GmarlLibrary *library, const char *id, guint jobs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlStudyRecord) record = gmarl_library_find_study (library, id, &error);

  g_assert_no_error (error);
  return gmarl_scaling_runner_new (gmarl_library_get_directory (library), record, jobs, 1);
}

static void
run_study (GmarlLibrary *library, const char *id, guint jobs)
{
  g_autoptr (GmarlScalingRunner) runner = make_runner (library, id, jobs);
  g_autoptr (GError) error = NULL;

  gmarl_scaling_runner_start (runner);
  g_assert_true (gmarl_scaling_runner_wait (runner, &error));
  g_assert_no_error (error);
  g_assert_true (gmarl_scaling_runner_is_ended (runner));
}

/* The values that a repetition gives the same bits. */
static void
assert_same_tables (const GPtrArray *a, const GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint k = 0; k < a->len; k++) {
    const GmarlScalingCell *p = a->pdata[k], *q = b->pdata[k];

    g_assert_cmpint (p->state, ==, q->state);
    g_assert_cmpint (p->iteration, ==, q->iteration);
    for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++)
      if (!gmarl_scaling_quantities[quantity].timing)
        g_assert_cmpmem (&p->value[quantity], sizeof (double), &q->value[quantity],
                         sizeof (double));
  }
}

static void
test_runs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin (library, "10");
  g_autoptr (GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) cells = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  run_study (library, id, 2);
  assert_counts (library, id, 0, 0, N_CELLS);
  cells = list (library, id);
  for (guint k = 0; k < cells->len; k++) {
    const GmarlScalingCell *cell = cells->pdata[k];
    g_autoptr (GmarlRunRecord) run = get_run (library, cell->run_id);

    g_assert_cmpuint (run->seed, ==, cell->seed);
    g_assert_cmpint (run->status, ==, GMARL_RUN_FINISHED);
    g_assert_cmpint (cell->iteration, ==, 10);
    g_assert_cmpint (cell->iterations, ==, 10);
    for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++)
      if (quantity != GMARL_SCALING_ITERATIONS_95)
        g_assert_true (isfinite (cell->value[quantity]));
    g_assert_cmpfloat (cell->value[GMARL_SCALING_LATENCY_P99], >=,
                       cell->value[GMARL_SCALING_LATENCY_P50]);
  }
  /* A group is a size and sharing. */
  runs = gmarl_library_list_runs (library, &error);
  g_assert_cmpuint (runs->len, ==, N_CELLS);
  for (guint k = 0; k < runs->len; k++)
    g_hash_table_add (groups, ((GmarlRunRecord *) runs->pdata[k])->group_id);
  g_assert_cmpuint (g_hash_table_size (groups), ==, N_CELLS / 2);

  /* Its evaluations are kept as those of a comparison are. */
  kept = fixture_query (
      fixture,
      "SELECT count (DISTINCT c.run_id) FROM checkpoint AS c JOIN run AS r ON r.id = c.run_id"
      " JOIN evaluation ON policy = c.sha256 || '/' || r.kernel_level WHERE c.kind = 'best'");
  g_assert_cmpint (atoi (kept), ==, N_CELLS);

  /* Nothing is left to do. */
  run_study (library, id, 1);
  assert_counts (library, id, 0, 0, N_CELLS);
}

/* Stopped wherever it was, and done by two at once: the same table. */
static void
test_same_table (Fixture *fixture, gconstpointer data)
{
  Fixture other;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin (library, "25");
  g_autoptr (GPtrArray) cells = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (GError) error = NULL;

  fixture_set_up (&other, NULL);
  {
    g_autoptr (GmarlLibrary) whole = fixture_open (&other);
    g_autofree char *same = begin (whole, "25");

    run_study (whole, same, 1);
    expected = list (whole, same);
  }
  for (guint round = 0; round < 3; round++) {
    g_autoptr (GmarlScalingRunner) runner = make_runner (library, id, 1 + round);
    gint64 wanted = 10 * (gint64) (round + 1);
    gint64 done = 0;

    gmarl_scaling_runner_start (runner);
    gmarl_scaling_runner_pause (runner);
    gmarl_scaling_runner_resume (runner);
    while (done < wanted && !gmarl_scaling_runner_is_ended (runner)) {
      g_autoptr (GPtrArray) now = list (library, id);

      done = 0;
      for (guint k = 0; k < now->len; k++)
        done += ((GmarlScalingCell *) now->pdata[k])->iteration;
    }
    gmarl_scaling_runner_stop (runner);
    g_assert_true (gmarl_scaling_runner_wait (runner, &error));
    g_assert_no_error (error);
    g_clear_pointer (&cells, g_ptr_array_unref);
    cells = list (library, id);
    g_assert_cmpuint (gmarl_scaling_count (cells).cells[GMARL_CELL_RUNNING], ==, 0);
  }
  {
    g_autoptr (GmarlScalingRunner) one = make_runner (library, id, 1);
    g_autoptr (GmarlScalingRunner) two = make_runner (library, id, 2);

    gmarl_scaling_runner_start (one);
    gmarl_scaling_runner_start (two);
    g_assert_true (gmarl_scaling_runner_wait (one, &error));
    g_assert_true (gmarl_scaling_runner_wait (two, &error));
  }
  g_clear_pointer (&cells, g_ptr_array_unref);
  cells = list (library, id);
  assert_same_tables (cells, expected);
  fixture_tear_down (&other, NULL);
}

/* A cell whose run is in the trash cannot be trained. The others can, and so can it later. */
static void
test_failing_cell (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin (library, "5");
  g_autoptr (GmarlStudyRecord) record = gmarl_library_find_study (library, id, NULL);
  g_autoptr (GmarlRunConfig) config = gmarl_scaling_study_make_config (record->study, 2, FALSE);
  g_autoptr (GError) error = NULL;
  gboolean is_over;
  GmarlCellClaim *claim = gmarl_library_claim_cell (library, id, &is_over, &error);
  const char *run_ids[] = { NULL, NULL };
  g_autofree char *run_id = NULL;

  g_assert_true (gmarl_library_begin_cell (library, claim, config, "two agents", &error));
  run_id = g_strdup (claim->run_id);
  run_ids[0] = run_id;
  gmarl_cell_claim_free (claim);
  g_assert_true (gmarl_library_trash (library, run_ids, &error));
  g_assert_no_error (error);

  run_study (library, id, 2);
  assert_counts (library, id, 0, 0, N_CELLS - 1);
  {
    g_autoptr (GPtrArray) cells = list (library, id);
    const GmarlScalingCell *cell = cells->pdata[0];

    g_assert_cmpint (cell->state, ==, GMARL_CELL_FAILED);
    g_assert_nonnull (strstr (cell->message, "trash"));
  }
  g_assert_true (gmarl_library_restore (library, run_ids, &error));
  g_assert_true (gmarl_library_requeue_cells (library, id, GMARL_CELL_FAILED, NULL, &error));
  run_study (library, id, 1);
  assert_counts (library, id, 0, 0, N_CELLS);
}

/* Paused, nobody's iterations go on; cells are told to be paused. */
static void
test_pause (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin (library, "100000");
  g_autoptr (GmarlScalingRunner) runner = make_runner (library, id, 2);
  guint paused = 0;

  gmarl_scaling_runner_start (runner);
  while (paused < 2) {
    g_autoptr (GPtrArray) cells = list (library, id);
    GmarlScalingCounts counts = gmarl_scaling_count (cells);

    if (counts.work > 0)
      gmarl_scaling_runner_pause (runner);
    paused = counts.cells[GMARL_CELL_PAUSED];
  }
  gmarl_scaling_runner_resume (runner);
  while (paused > 0) {
    g_autoptr (GPtrArray) cells = list (library, id);

    paused = gmarl_scaling_count (cells).cells[GMARL_CELL_PAUSED];
  }
  gmarl_scaling_runner_pause (runner);
  gmarl_scaling_runner_free (g_steal_pointer (&runner));
  assert_counts (library, id, N_CELLS - 2, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/library/studies/begin", test_begin);
  fixture_add ("/library/studies/claims", test_claims);
  fixture_add ("/library/studies/skip-and-retry", test_skip_and_retry);
  fixture_add ("/library/studies/runs", test_runs);
  fixture_add ("/library/studies/same-table", test_same_table);
  fixture_add ("/library/studies/failing-cell", test_failing_cell);
  fixture_add ("/library/studies/pause", test_pause);
  return g_test_run ();
}
