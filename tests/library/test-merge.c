/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Libraries and bundles that are merged: what is taken, what is left alone, and that nothing that
 * is here is harmed.
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "gmarl-library-merge.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The fixture's library is the target; another one lies beside it. */
typedef struct {
  Fixture there;
  GmarlLibrary *library;
  GmarlLibrary *other;
  char *run; /* of the other one: the group "both", seed 7 */
} Two;

static Fixture
other_place (const Fixture *fixture)
{
  return (Fixture){ fixture->folder, g_build_filename (fixture->folder, "other", NULL) };
}

static Two
open_two (const Fixture *fixture)
{
  Two self = { .there = other_place (fixture), .library = fixture_open (fixture) };

  self.other = fixture_open (&self.there);
  self.run = begin_run (self.other, "both", 7);
  return self;
}

static void
two_clear (Two *self)
{
  g_clear_pointer (&self->library, gmarl_library_close);
  g_clear_pointer (&self->other, gmarl_library_close);
  g_free (self->run);
  g_free (self->there.directory);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Two, two_clear)

static void
fill_run (GmarlLibrary *library, const char *run_id, gint64 last)
{
  g_autoptr (GmarlRunSink) sink = open_sink (library, run_id);

  for (gint64 iteration = 1; iteration <= last; iteration++) {
    g_autofree char *text = g_strdup_printf ("checkpoint %d", (gint) iteration);

    put_rows (sink, iteration, iteration);
    if (iteration % 2 == 0) {
      put_checkpoint (sink, GMARL_CHECKPOINT_BEST, iteration, text);
      put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, iteration, text);
      put_checkpoint (sink, GMARL_CHECKPOINT_LAST, iteration, text);
    }
  }
}

static void
set_finished (GmarlLibrary *library, const char *run_id)
{
  g_autoptr (GmarlRunSink) sink = open_sink (library, run_id);

  g_assert_true (gmarl_run_sink_status (sink, GMARL_RUN_FINISHED, NULL, NULL));
}

/* Merges; fails the test if it fails. The sentences about what was left out, joined. */
static char *
merge (GmarlLibrary *library, const char *path, guint added, guint extended, guint same)
{
  g_autoptr (GError) error = NULL;
  g_auto (GmarlMergeResult) result = { 0 };

  gmarl_library_merge (library, path, NULL, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_added, ==, added);
  g_assert_cmpuint (result.n_extended, ==, extended);
  g_assert_cmpuint (result.n_same, ==, same);
  g_ptr_array_add (result.refused, NULL);
  return g_strjoinv ("\n", (char **) result.refused->pdata);
}

static void
assert_run (GmarlLibrary *library, const char *run_id, gint64 last)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunRecord) run = get_run (library, run_id);
  g_autoptr (GArray) rows = gmarl_library_load_metrics (library, run_id, &error);
  gint64 even = last - last % 2;
  g_autofree char *text = g_strdup_printf ("checkpoint %d", (gint) even);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, last);
  g_assert_cmpint (run->iteration, ==, last);
  g_assert_cmpfloat (run->seconds, ==, 0.25 * (double) last);
  g_assert_cmpfloat (run->last_reward, ==, (double) last / 7.0);
  g_assert_cmpint (run->best_iteration, ==, even);
  g_assert_cmpfloat (run->best_score, ==, (double) even);
  for (guint k = 0; k < rows->len; k++)
    assert_row (&g_array_index (rows, GmarlTrainingMetrics, k), k + 1);
  assert_checkpoint (library, run_id, GMARL_CHECKPOINT_LAST, 0, text);
  assert_checkpoint (library, run_id, GMARL_CHECKPOINT_BEST, 0, text);
  assert_checkpoint (library, run_id, GMARL_CHECKPOINT_NUMBERED, 2, "checkpoint 2");
  g_assert_true (gmarl_library_check (library, &error));
}

static void
label (GmarlLibrary *library, const char *run_id, const char *tag, const char *notes, gint look)
{
  const char *const tags[] = { tag, NULL };

  g_assert_true (gmarl_library_set_tags (library, run_id, tags, NULL));
  g_assert_true (gmarl_library_set_notes (library, run_id, notes, NULL));
  g_assert_true (gmarl_library_set_look (library, run_id, look, NULL));
}

static void
test_new_run (Fixture *fixture, gconstpointer data)
{
  Fixture there = other_place (fixture);
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlLibrary) other = fixture_open (&there);
  g_autofree char *here = begin_run (library, "here", 1);
  g_autofree char *run = begin_run (other, "there", 7);
  g_autofree char *nothing = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GmarlRunRecord) record = NULL;
  g_autoptr (GmarlRunConfig) config = NULL;
  g_autofree double *found = NULL;
  double values[GMARL_N_METRICS + 100];
  const guint64 seed = 5;

  for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
    values[k] = k % 3 == 0 ? -0.0 : 1.0 / (double) (k + 1);
  fill_run (library, here, 2);
  fill_run (other, run, 5);
  set_finished (other, run);
  label (other, run, "far", "from there", 3);
  g_free (gmarl_library_store_comparison (other, NULL, "theirs", "x", NULL));
  g_assert_true (gmarl_library_store_evaluation (other, "idle", "hash", &seed, 1, values, NULL));

  nothing = merge (library, there.directory, 1, 0, 0);
  g_assert_cmpstr (nothing, ==, "");
  assert_run (library, run, 5);
  assert_run (library, here, 2);
  record = get_run (library, run);
  g_assert_cmpint (record->status, ==, GMARL_RUN_FINISHED);
  g_assert_cmpstr (record->name, ==, "there");
  g_assert_cmpstr (record->tags[0], ==, "far");
  g_assert_cmpstr (record->notes, ==, "from there");
  g_assert_cmpint (record->look, ==, 3);
  g_assert_cmpuint (record->seed, ==, 7);
  config = gmarl_library_load_config (library, run, NULL);
  g_assert_cmpfloat (config->learning.clip, ==, 0.1);
  found = gmarl_library_lookup_evaluation (library, "idle", "hash", &seed, 1, NULL);
  g_assert_cmpmem (found, sizeof (double) * 3, values, sizeof (double) * 3);
  {
    g_autoptr (GPtrArray) comparisons = gmarl_library_list_comparisons (library, NULL);

    g_assert_cmpuint (comparisons->len, ==, 1);
  }
  again = merge (library, there.directory, 0, 0, 1);
  g_assert_cmpstr (again, ==, "");
  g_free (there.directory);
}

/* The run goes on there, or here; the longer one stays. */
static void
test_continuation (Fixture *fixture, gconstpointer data)
{
  g_auto (Two) two = open_two (fixture);
  g_autoptr (GmarlRunRecord) record = NULL;

  label (two.other, two.run, "there", "their notes", 3);
  fill_run (two.other, two.run, 3);
  g_free (merge (two.library, two.there.directory, 1, 0, 0));
  label (two.library, two.run, "here", "my notes", 5);
  g_assert_true (gmarl_library_rename (two.library, two.run, "mine", NULL));

  fill_run (two.other, two.run, 8);
  set_finished (two.other, two.run);
  g_free (merge (two.library, two.there.directory, 0, 1, 0));
  assert_run (two.library, two.run, 8);
  assert_checkpoint (two.library, two.run, GMARL_CHECKPOINT_NUMBERED, 6, "checkpoint 6");
  record = get_run (two.library, two.run);
  g_assert_cmpint (record->status, ==, GMARL_RUN_FINISHED);
  g_assert_cmpstr (record->name, ==, "mine");
  g_assert_cmpstr (record->notes, ==, "my notes");
  g_assert_cmpint (record->look, ==, 5);
  g_assert_cmpstr (record->tags[0], ==, "here");
  g_assert_cmpstr (record->tags[1], ==, "there");

  fill_run (two.library, two.run, 11);
  g_free (merge (two.library, two.there.directory, 0, 0, 1));
  assert_run (two.library, two.run, 11);
  g_free (merge (two.other, fixture->directory, 0, 1, 0));
  assert_run (two.other, two.run, 11);
}

/* Cells that are done there and not begun here come along with their runs; what is done here stays.
 * A run that is in the trash there does not come along, but its cell does. */
static void
test_studies (Fixture *fixture, gconstpointer data)
{
  static const char study[] =
      "INSERT INTO study SELECT 'abcdef', hash, '', '3', 'no', '1-4', '0.1.0', 5 FROM scenario;"
      "INSERT INTO study_cell (study_id, number, agents, shared, seed) VALUES ('abcdef', 0, 3, 0, 1),"
      " ('abcdef', 1, 3, 0, 2), ('abcdef', 2, 3, 0, 3), ('abcdef', 3, 3, 0, 4);";
  Fixture there = other_place (fixture);
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlLibrary) other = fixture_open (&there);
  g_autofree char *here = begin_run (library, "here", 1);
  g_autofree char *run = begin_run (other, "cell", 7);
  g_autofree char *gone = begin_run (other, "gone", 8);
  g_autofree char *cells = NULL;

  fixture_sql (fixture, study);
  fixture_sql (&there, study);
  fixture_sql (fixture,
               "UPDATE study_cell SET state = 'done', message = 'here' WHERE number = 0;"
               "UPDATE study_cell SET state = 'running', message = 'now' WHERE number = 3");
  fixture_sql (
      &there,
      "UPDATE study_cell SET state = 'done', message = 'there',"
      " run_id = (SELECT id FROM run WHERE seed = 7) WHERE number IN (0, 1, 3);"
      "INSERT INTO study SELECT 'fedcba', hash, '', '5', 'no', '1', '0.1.0', 6 FROM scenario;"
      "INSERT INTO study_cell (study_id, number, agents, shared, seed, state, run_id)"
      " SELECT 'fedcba', 0, 5, 0, 1, 'done', id FROM run WHERE seed = 8;"
      "UPDATE run SET trashed_us = 1 WHERE seed = 8");
  g_free (merge (library, there.directory, 1, 0, 0));
  cells = fixture_query (fixture, "SELECT group_concat (state || ' ' || coalesce (message, '-')"
                                  " || ' ' || (run_id IS NOT NULL), ', ')"
                                  " FROM (SELECT * FROM study_cell ORDER BY study_id, number)");
  g_assert_cmpstr (cells, ==, "done here 0, done there 1, queued - 0, running now 0, done - 0");
  g_free (cells);
  cells = fixture_query (fixture, "SELECT count (*) FROM study");
  g_assert_cmpstr (cells, ==, "2");
  g_free (there.directory);
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_auto (Two) two = open_two (fixture);
  g_autofree char *good = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autofree char *mend = NULL;
  g_autoptr (GmarlRunRecord) record = NULL;

  fill_run (two.other, two.run, 4);
  g_free (merge (two.library, two.there.directory, 1, 0, 0));
  fill_run (two.other, two.run, 6);
  good = begin_run (two.other, "good", 1);
  fill_run (two.other, good, 2);
  fixture_sql (&two.there, "UPDATE metric SET kl = 0.5 WHERE iteration = 3");
  refused = merge (two.library, two.there.directory, 1, 0, 0);
  g_assert_nonnull (strstr (refused, two.run));
  g_assert_nonnull (strstr (refused, "kl in iteration 3"));
  assert_run (two.library, two.run, 4);
  assert_run (two.library, good, 2);

  /* Timings may differ: the rows were computed twice. */
  mend = g_strdup_printf (
      "ATTACH '%s' AS here; UPDATE metric SET kl = (SELECT kl FROM here.metric AS m WHERE"
      " m.run_id = metric.run_id AND m.iteration = 3) WHERE iteration = 3 AND run_id = '%s';"
      "UPDATE metric SET seconds = 1000.0",
      database, two.run);
  fixture_sql (&two.there, mend);
  g_free (refused);
  refused = merge (two.library, two.there.directory, 0, 1, 1);
  g_assert_cmpstr (refused, ==, "");
  record = get_run (two.library, two.run);
  g_assert_cmpint (record->iteration, ==, 6);
}

/* The same id, another run. */
static void
test_other_run_of_id (Fixture *fixture, gconstpointer data)
{
  g_auto (Two) two = open_two (fixture);
  g_autofree char *refused = NULL;
  g_autofree char *noted = NULL;
  const char *const ids[] = { two.run, NULL };

  fill_run (two.other, two.run, 4);
  g_free (merge (two.library, two.there.directory, 1, 0, 0));
  fixture_sql (&two.there, "UPDATE run SET seed = 8");
  refused = merge (two.library, two.there.directory, 0, 0, 0);
  g_assert_nonnull (strstr (refused, "another run"));
  assert_run (two.library, two.run, 4);

  /* Begun with another checkpoint; where one side does not know with which, it is the same. */
  fixture_sql (&two.there, "UPDATE run SET seed = 7, init_sha256 = printf ('%064d', 1)");
  fixture_sql (fixture, "UPDATE run SET init_sha256 = printf ('%064d', 2)");
  g_free (refused);
  refused = merge (two.library, two.there.directory, 0, 0, 0);
  g_assert_nonnull (strstr (refused, "another run"));
  fixture_sql (fixture, "UPDATE run SET init_sha256 = NULL");
  fill_run (two.other, two.run, 6);
  g_free (merge (two.library, two.there.directory, 0, 1, 0));
  noted = fixture_query (fixture, "SELECT init_sha256 = printf ('%064d', 1) FROM run");
  g_assert_cmpstr (noted, ==, "1");

  /* In the trash there it is not looked at; in the trash here it stays there. */
  g_assert_true (gmarl_library_trash (two.library, ids, NULL));
  g_free (refused);
  refused = merge (two.library, two.there.directory, 0, 0, 0);
  g_assert_nonnull (strstr (refused, "trash"));
  g_assert_true (gmarl_library_restore (two.library, ids, NULL));
  g_assert_true (gmarl_library_trash (two.other, ids, NULL));
  g_free (refused);
  refused = merge (two.library, two.there.directory, 0, 0, 0);
  g_assert_cmpstr (refused, ==, "");
}

static void
test_held_here (Fixture *fixture, gconstpointer data)
{
  g_auto (Two) two = open_two (fixture);
  g_autoptr (GmarlRunSink) sink = NULL;
  g_autofree char *refused = NULL;

  fill_run (two.other, two.run, 4);
  g_free (merge (two.library, two.there.directory, 1, 0, 0));
  fill_run (two.other, two.run, 6);
  sink = open_sink (two.library, two.run);
  refused = merge (two.library, two.there.directory, 0, 0, 0);
  g_assert_nonnull (strstr (refused, "training it"));
  g_clear_pointer (&sink, gmarl_run_sink_free);
  g_free (merge (two.library, two.there.directory, 0, 1, 0));
  assert_run (two.library, two.run, 6);
}

/* Killed after the rows: merging again brings the checkpoints. A file that was lost comes back. */
static void
test_completes (Fixture *fixture, gconstpointer data)
{
  g_auto (Two) two = open_two (fixture);
  g_autofree char *best = fixture_path (fixture, "runs", two.run, "best.safetensors");

  fill_run (two.other, two.run, 4);
  g_free (merge (two.library, two.there.directory, 1, 0, 0));
  g_assert_cmpint (g_unlink (best), ==, 0);
  fixture_sql (fixture, "DELETE FROM checkpoint WHERE kind != 'best'");
  g_free (merge (two.library, two.there.directory, 0, 1, 0));
  assert_run (two.library, two.run, 4);
}

static void
test_damaged_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_auto (Two) two = open_two (fixture);
  g_autofree char *file =
      fixture_path (&two.there, "runs", two.run, "iteration-000004.safetensors");
  g_autofree char *refused = NULL;

  fill_run (two.other, two.run, 4);
  damage_byte (file, 3);
  refused = merge (two.library, two.there.directory, 1, 0, 0);
  g_assert_nonnull (strstr (refused, "iteration-000004"));
  assert_run (two.library, two.run, 4);
}

static void
assert_refused (GmarlLibrary *library, const char *path, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_auto (GmarlMergeResult) result = { 0 };

  g_assert_false (gmarl_library_merge (library, path, NULL, NULL, NULL, &result, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” is not in: %s", word, error->message);
}

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  Fixture there = other_place (fixture);
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *text = fixture_path (fixture, "note.txt", NULL, NULL);
  g_autofree char *run = NULL;

  assert_refused (library, fixture->directory, "itself");
  assert_refused (library, there.directory, "no bundle");
  g_assert_true (g_file_set_contents (text, "mine", -1, NULL));
  assert_refused (library, text, "no bundle");
  assert_refused (library, fixture->folder, "no results library");
  {
    g_autoptr (GmarlLibrary) other = fixture_open (&there);

    run = begin_run (other, "x", 1);
    fill_run (other, run, 2);
  }
  fixture_sql (&there, "UPDATE run SET id = '../../x' WHERE number = 1");
  assert_refused (library, there.directory, "id");
  fixture_sql (&there, "PRAGMA user_version = 1000");
  assert_refused (library, there.directory, "newer Gridmarl");
  g_free (there.directory);
}

/* A library of the first schema is read from a copy and stays what it is. */
static void
test_older_source (Fixture *fixture, gconstpointer data)
{
  Fixture there = other_place (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *refused = NULL;
  g_autofree char *version = NULL;

  make_schema_1 (&there);
  refused = merge (library, there.directory, 2, 0, 0);
  /* It has no files. */
  g_assert_nonnull (strstr (refused, "missing"));
  version = fixture_query (&there, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, "1");
  {
    g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, "old steps", &error);

    g_assert_no_error (error);
    g_assert_cmpuint (runs->len, ==, 2);
    g_assert_cmpint (((GmarlRunRecord *) runs->pdata[0])->iteration, ==, 4);
  }
  g_free (there.directory);
}

static void
merge_read_only (Fixture *fixture)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target", "library", NULL);
  g_autoptr (GmarlLibrary) library = gmarl_library_open (target, GMARL_LIBRARY_DEFAULT, NULL);

  g_assert_nonnull (library);
  g_free (merge (library, fixture->directory, 1, 0, 0));
}

static void
test_read_only_source (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);

  {
    g_autoptr (GmarlLibrary) other = fixture_open (fixture);
    g_autofree char *run = begin_run (other, "x", 1);

    fill_run (other, run, 2);
  }
  g_assert_cmpint (g_mkdir (target, 0777), ==, 0);
  g_assert_cmpint (chmod (target, 0777), ==, 0);
  g_assert_cmpint (chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (chmod (fixture->directory, 0555), ==, 0);
  if (!run_in_child (fixture, merge_read_only, TRUE))
    g_test_skip ("cannot give up the rights of root here");
  g_assert_cmpint (chmod (fixture->directory, 0755), ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  Fixture there = other_place (fixture);
  g_autoptr (GError) error = NULL;
  g_auto (GmarlMergeResult) result = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlLibrary) other = fixture_open (&there);
  g_autofree char *run = begin_run (other, "x", 1);

  g_cancellable_cancel (cancellable);
  g_assert_false (
      gmarl_library_merge (library, there.directory, NULL, NULL, cancellable, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_free (there.directory);
}

/* -- Bundles -- */

static char *
write_bundle (const Fixture *fixture, GmarlLibrary *library, const char *run_id)
{
  g_autoptr (GError) error = NULL;
  const char *const ids[] = { run_id, NULL };
  char *path = g_build_filename (fixture->folder, "one.gridmarl-runs", NULL);

  gmarl_library_write_bundle (library, ids, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_bundle (Fixture *fixture, gconstpointer data)
{
  g_auto (Two) two = open_two (fixture);
  g_autofree char *left = begin_run (two.other, "left", 7);
  g_autofree char *path = NULL;
  g_autofree char *nothing = NULL;
  g_autoptr (GmarlRunRecord) record = NULL;

  fill_run (two.other, two.run, 5);
  label (two.other, two.run, "far", "from there", 3);
  path = write_bundle (fixture, two.other, two.run);
  nothing = merge (two.library, path, 1, 0, 0);
  g_assert_cmpstr (nothing, ==, "");
  assert_run (two.library, two.run, 5);
  record = get_run (two.library, two.run);
  g_assert_cmpstr (record->notes, ==, "from there");
  g_assert_cmpstr (record->tags[0], ==, "far");
  g_free (merge (two.library, path, 0, 0, 1));

  /* A longer one, and nothing beside the file. */
  fill_run (two.other, two.run, 8);
  g_free (path);
  path = write_bundle (fixture, two.other, two.run);
  g_free (merge (two.library, path, 0, 1, 0));
  assert_run (two.library, two.run, 8);
  {
    g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
    guint n = 0;

    while (g_dir_read_name (dir) != NULL)
      n++;
    g_assert_cmpuint (n, ==, 3);
  }
}

/* Rows of the table in a database, a text for each. */
static char *
list_evaluations (const char *folder)
{
  const Fixture place = { NULL, (char *) folder };

  return fixture_query (&place,
                        "SELECT group_concat (policy || ' ' || coalesce (stability, '-'), ', ')"
                        " FROM (SELECT * FROM evaluation ORDER BY policy DESC)");
}

/* Scores are measured here: what a bundle says of known policies, new ones and rules does not
 * count. Those of a library that is one's own come along where there are none. */
static void
test_scores (Fixture *fixture, gconstpointer data)
{
  static const char forgery[] =
      "INSERT INTO evaluation (policy, scenario_hash, version, episode_seed, indicators, stability)"
      " SELECT sha256 || '/avx2', 'hash', '0.1.0', 5, 100, 0.99 FROM checkpoint"
      " WHERE kind = 'best' UNION SELECT sha256, 'hash', '0.1.0', 5, 100, 0.99 FROM checkpoint"
      " UNION SELECT 'idle', 'hash', '0.1.0', 5, 100, 0.99";
  Fixture there = other_place (fixture);
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlLibrary) other = fixture_open (&there);
  g_autofree char *known = begin_run (library, "known", 1);
  g_autofree char *new = begin_run (other, "new", 2);
  const char *const ids[] = { known, new, NULL };
  g_autofree char *folder = g_build_filename (fixture->folder, "bundle", NULL);
  g_autofree char *path = g_build_filename (folder, "library.db", NULL);
  g_autofree char *bundled = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *merged = NULL;

  fill_run (library, known, 2);
  fill_run (other, new, 4);
  g_free (merge (other, fixture->directory, 1, 0, 0));
  fixture_sql (&there, forgery);
  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  g_assert_true (gmarl_library_write_bundle (other, ids, path, NULL, NULL, NULL, NULL));
  bundled = list_evaluations (folder);
  g_assert_null (bundled);
  fixture_sql_on (path, forgery);
  g_free (merge (library, path, 1, 0, 1));
  ours = list_evaluations (fixture->directory);
  g_assert_null (ours);

  fixture_sql (fixture, "INSERT INTO evaluation (policy, scenario_hash, version, episode_seed,"
                        " indicators, stability) VALUES ('idle', 'hash', '0.1.0', 5, 1, 0.5)");
  g_free (merge (library, there.directory, 0, 0, 2));
  merged = list_evaluations (fixture->directory);
  g_assert_true (g_str_has_prefix (merged, "idle 0.5, "));
  g_assert_nonnull (strstr (merged, "/avx2 0.99, "));
  g_free (there.directory);
}

/* Written whole or not at all. */
static void
test_bundle_not_written (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "both", 7);
  g_autofree char *best = fixture_path (fixture, "runs", run, "best.safetensors");
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length, length_after;
  const char *const unknown[] = { run, "abcdefabcdef", NULL };
  const char *const ids[] = { run, NULL };

  fill_run (library, run, 4);
  path = write_bundle (fixture, library, run);
  g_assert_true (g_file_get_contents (path, &before, &length, NULL));
  g_assert_false (gmarl_library_write_bundle (library, unknown, path, NULL, NULL, NULL, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "abcdefabcdef", NULL);
  g_clear_error (&error);
  damage_byte (best, 1);
  g_assert_false (gmarl_library_write_bundle (library, ids, path, NULL, NULL, NULL, &error));
  assert_message (error, GMARL_ERROR_CHECKPOINT, "No bundle was written", "best", NULL);
  g_clear_error (&error);
  g_assert_false (gmarl_library_write_bundle (library, ids, "/nowhere/x.gridmarl-runs", NULL, NULL,
                                              NULL, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "/nowhere/x.gridmarl-runs", NULL);
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
}

/* Bytes anywhere: a refusal or the right rows, never a crash, and what is here stays. */
static void
test_damaged_bundle (Fixture *fixture, gconstpointer data)
{
  Fixture there = other_place (fixture);
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlLibrary) other = fixture_open (&there);
  g_autofree char *mine = begin_run (library, "mine", 1);
  g_autofree char *run = begin_run (other, "both", 7);
  g_autofree char *path = NULL;
  g_autofree char *whole = NULL;
  gsize length;

  fill_run (library, mine, 4);
  fill_run (other, run, 4);
  path = write_bundle (fixture, other, run);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (gint round = 0; round < 100; round++) {
    g_autofree char *bad = g_memdup2 (whole, length);
    g_auto (GmarlMergeResult) result = { 0 };
    g_autoptr (GError) error = NULL;
    gsize cut = round % 10 == 0 ? (gsize) g_test_rand_int_range (0, (gint) length) : length;

    for (gint k = 0; k < 1 + round % 7; k++)
      bad[g_test_rand_int_range (0, (gint) length)] = (char) g_test_rand_int ();
    g_assert_true (g_file_set_contents (path, bad, (gssize) cut, NULL));
    if (!gmarl_library_merge (library, path, NULL, NULL, NULL, &result, &error)) {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  }
  assert_run (library, mine, 4);
  g_free (there.directory);
}

/* What an author of a bundle might put into it. */
static void
test_hostile_bundle (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    const char *word; /* of the error or of the sentence about the run */
  } attacks[] = {
    { "UPDATE run SET id = '../../../x'", "id" },
    { "UPDATE run SET id = 'ABCDEFABCDEF'", "id" },
    { "CREATE VIEW v AS SELECT 1", "more than tables" },
    { "CREATE TRIGGER t AFTER INSERT ON run BEGIN SELECT 1; END", "more than tables" },
    { "ALTER TABLE run ADD COLUMN g INTEGER AS (1)", "more than tables" },
    { "UPDATE run_group SET configuration = 'iterations=oops'", "left out" },
    { "UPDATE run_group SET name = ''", "name" },
    { "UPDATE run SET init_sha256 = '../x'", "SHA-256" },
    { "UPDATE run_group SET look = -7", "range" },
    { "UPDATE scenario SET text = text || '#'", "SHA-256" },
    { "UPDATE metric SET iteration = iteration + 1 WHERE iteration = 4", "rows" },
    { "UPDATE bundle_file SET contents = zeroblob (10)", "SHA-256" },
    { "DELETE FROM bundle_file", "missing" },
    { "UPDATE checkpoint SET iteration = -5 WHERE kind = 'numbered' AND iteration = 4",
      "cannot be one" },
    { "UPDATE run SET kernel_level = char (10)", "versions" },
    { "DROP TABLE metric", "no such table" },
    { "PRAGMA user_version = 1000", "newer" },
    { "PRAGMA user_version = -4", "damaged" },
    { "PRAGMA application_id = 5", "begin like one" },
  };
  Fixture there = other_place (fixture);
  g_autoptr (GmarlLibrary) other = fixture_open (&there);
  g_autofree char *run = begin_run (other, "both", 7);
  g_autofree char *path = NULL;

  fill_run (other, run, 4);
  for (gsize k = 0; k < G_N_ELEMENTS (attacks); k++) {
    g_autofree char *name = g_strdup_printf ("library-%d", (gint) k);
    Fixture target = { fixture->folder, g_build_filename (fixture->folder, name, NULL) };
    g_autoptr (GmarlLibrary) library = fixture_open (&target);
    g_auto (GmarlMergeResult) result = { 0 };
    g_autoptr (GError) error = NULL;
    const char *message;

    g_free (path);
    path = write_bundle (fixture, other, run);
    fixture_sql_on (path, attacks[k].sql);
    if (gmarl_library_merge (library, path, NULL, NULL, NULL, &result, &error)) {
      g_assert_cmpuint (result.refused->len, >, 0);
      message = result.refused->pdata[0];
    } else {
      message = error->message;
    }
    if (strstr (message, attacks[k].word) == NULL)
      g_error ("%s: “%s” is not in: %s", attacks[k].sql, attacks[k].word, message);
    g_free (target.directory);
  }
  g_free (there.directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/merge/new-run", test_new_run);
  fixture_add ("/library/merge/continuation", test_continuation);
  fixture_add ("/library/merge/studies", test_studies);
  fixture_add ("/library/merge/conflict", test_conflict);
  fixture_add ("/library/merge/other-run-of-id", test_other_run_of_id);
  fixture_add ("/library/merge/held-here", test_held_here);
  fixture_add ("/library/merge/completes", test_completes);
  fixture_add ("/library/merge/damaged-checkpoint", test_damaged_checkpoint);
  fixture_add ("/library/merge/sources", test_sources);
  fixture_add ("/library/merge/older-source", test_older_source);
  fixture_add ("/library/merge/read-only-source", test_read_only_source);
  fixture_add ("/library/merge/cancelled", test_cancelled);
  fixture_add ("/library/bundle/whole", test_bundle);
  fixture_add ("/library/bundle/scores", test_scores);
  fixture_add ("/library/bundle/not-written", test_bundle_not_written);
  fixture_add ("/library/bundle/damaged", test_damaged_bundle);
  fixture_add ("/library/bundle/hostile", test_hostile_bundle);

  return g_test_run ();
}
