/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What people do with runs: labels, the trash, comparisons that are remembered.
 */
#include "library-fixture.h"

#include "gmarl-error.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const no_tags[] = { NULL };

static void
assert_tags (GmarlLibrary *library, const char *run_id, const char *expected)
{
  g_autoptr (GmarlRunRecord) run = get_run (library, run_id);
  g_autofree char *joined = g_strjoinv (",", run->tags);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_tags (Fixture *fixture, gconstpointer data)
{
  static const char *const tags[] = { " paper ", "ärger", "a b", "paper", NULL };
  static const char *const bad[][3] = {
    { "good", "a,b", NULL }, { "", NULL }, { "two\nlines", NULL }, { "\xff", NULL }
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *one = begin_run (library, "one", 1);
  g_autofree char *other = begin_run (library, "other", 1);
  g_auto (GStrv) all = NULL;
  g_autofree char *joined = NULL;

  assert_tags (library, one, "");
  gmarl_library_set_tags (library, one, tags, &error);
  g_assert_no_error (error);
  assert_tags (library, one, "a b,paper,ärger");
  assert_tags (library, other, "");

  for (gsize k = 0; k < G_N_ELEMENTS (bad); k++) {
    g_assert_false (gmarl_library_set_tags (library, one, bad[k], &error));
    assert_message (error, GMARL_ERROR_CONFIG, "tag", "Nothing was changed", NULL);
    g_clear_error (&error);
  }
  g_assert_false (gmarl_library_set_tags (library, "abcdefabcdef", tags, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "abcdefabcdef", NULL);
  g_clear_error (&error);
  assert_tags (library, one, "a b,paper,ärger");

  gmarl_library_set_tags (library, other, (const char *const[]){ "paper", "new", NULL }, &error);
  all = gmarl_library_list_tags (library, &error);
  g_assert_no_error (error);
  joined = g_strjoinv (",", all);
  g_assert_cmpstr (joined, ==, "a b,new,paper,ärger");

  gmarl_library_set_tags (library, one, no_tags, &error);
  g_assert_no_error (error);
  assert_tags (library, one, "");
}

static void
test_notes_and_look (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin_run (library, "one", 1);
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autoptr (GmarlRunRecord) run = get_run (library, id);

  g_assert_cmpstr (run->notes, ==, "");
  g_assert_cmpint (run->look, ==, -1);
  g_assert_true (gmarl_library_set_notes (library, id, "Smaller steps,\nbetter start", &error));
  g_assert_true (gmarl_library_set_look (library, id, 4, &error));
  g_assert_false (gmarl_library_set_notes (library, id, long_text, &error));
  assert_message (error, GMARL_ERROR_CONFIG, "bytes", NULL);
  g_clear_pointer (&run, gmarl_run_record_free);
  run = get_run (library, id);
  g_assert_cmpstr (run->notes, ==, "Smaller steps,\nbetter start");
  g_assert_cmpint (run->look, ==, 4);
}

static gint64
fill_run (GmarlLibrary *library, const char *run_id)
{
  g_autoptr (GmarlRunSink) sink = open_sink (library, run_id);

  put_rows (sink, 1, 3);
  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 3, "three");
  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 2, "two");
  return (gint64) strlen ("three") + (gint64) strlen ("two");
}

static guint
count_runs (GmarlLibrary *library, gboolean trash)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = trash ? gmarl_library_list_trash (library, &error)
                                     : gmarl_library_list_runs (library, &error);

  g_assert_no_error (error);
  return runs->len;
}

static void
test_trash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *first = begin_run (library, "first", 1);
  g_autofree char *second = begin_run (library, "second", 1);
  g_autofree char *prefix = g_strndup (first, 6);
  const char *const ids[] = { first, NULL };
  const char *const wrong[] = { second, "abcdefabcdef", NULL };
  g_autoptr (GmarlRunRecord) run = NULL;
  g_autoptr (GPtrArray) found = NULL;

  fill_run (library, first);
  fill_run (library, second);
  g_assert_true (gmarl_library_trash (library, ids, &error));
  g_assert_cmpuint (count_runs (library, FALSE), ==, 1);
  g_assert_cmpuint (count_runs (library, TRUE), ==, 1);

  /* Not by name, prefix or "latest"; by the whole id. */
  g_assert_null (gmarl_library_find_runs (library, "first", &error));
  g_clear_error (&error);
  g_assert_null (gmarl_library_find_runs (library, prefix, &error));
  g_clear_error (&error);
  found = gmarl_library_find_runs (library, "latest", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((GmarlRunRecord *) found->pdata[0])->id, ==, second);
  run = get_run (library, first);
  g_assert_cmpint (run->trashed_us, >, 0);

  g_assert_null (gmarl_library_open_sink (library, first, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, first, "trash", "Restore", NULL);
  g_clear_error (&error);

  /* All or none. */
  g_assert_false (gmarl_library_trash (library, wrong, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "abcdefabcdef", NULL);
  g_clear_error (&error);
  g_assert_cmpuint (count_runs (library, FALSE), ==, 1);

  g_assert_true (gmarl_library_restore (library, ids, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_runs (library, FALSE), ==, 2);
  assert_checkpoint (library, first, GMARL_CHECKPOINT_LAST, 3, "three");
}

static void
test_trash_of_held_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *held = begin_run (library, "held", 1);
  g_autofree char *idle = begin_run (library, "idle", 1);
  const char *const ids[] = { idle, held, NULL };
  g_autoptr (GmarlRunSink) sink = open_sink (library, held);

  g_assert_false (gmarl_library_trash (library, ids, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, held, "being trained", NULL);
  g_assert_cmpuint (count_runs (library, TRUE), ==, 0);
}

static void
test_empty_trash (Fixture *fixture, gconstpointer data)
{
  static const char *const tags[] = { "gone", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *gone = begin_run (library, "gone", 1);
  g_autofree char *kept = begin_run (library, "kept", 1);
  g_autofree char *without_files = begin_run (library, "without files", 1);
  g_autofree char *folder = fixture_path (fixture, "runs", gone, NULL);
  const char *const ids[] = { gone, without_files, NULL };
  gint64 size, removed, least = fill_run (library, gone);
  guint n_removed;

  fill_run (library, kept);
  gmarl_library_set_tags (library, gone, tags, NULL);
  g_assert_true (gmarl_library_trash (library, ids, &error));
  g_assert_true (gmarl_library_trash_size (library, &size, &error));
  g_assert_cmpint (size, >=, least);
  g_assert_true (gmarl_library_empty_trash (library, &n_removed, &removed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, 2);
  g_assert_cmpint (removed, >=, least);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_runs (library, TRUE), ==, 0);
  g_assert_cmpuint (count_runs (library, FALSE), ==, 1);
  assert_checkpoint (library, kept, GMARL_CHECKPOINT_LAST, 3, "three");
  g_assert_true (gmarl_library_check (library, &error));
  {
    g_autofree char *left = fixture_query (
        fixture,
        "SELECT (SELECT count (*) FROM metric) || ' ' || (SELECT count (*) FROM checkpoint)"
        " || ' ' || (SELECT count (*) FROM run_group) || ' ' || (SELECT count (*) FROM tag)");

    g_assert_cmpstr (left, ==, "3 2 1 0");
  }
}

/* What another process trains, trashes or restores meanwhile does not count as removed. */
static void
test_removed_are_counted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *gone = begin_run (library, "gone", 1);
  g_autofree char *held = begin_run (library, "held", 1);
  const char *const ids[] = { gone, NULL };
  g_autoptr (GmarlRunSink) sink = open_sink (library, held);
  guint n_removed;

  g_assert_true (gmarl_library_trash (library, ids, &error));
  fixture_sql (fixture, "UPDATE run SET trashed_us = 1;"
                        "CREATE TRIGGER meanwhile AFTER DELETE ON run BEGIN"
                        " INSERT INTO run (id, group_id, seed, status, kernel_level, version,"
                        "  created_us, updated_us, trashed_us)"
                        " SELECT 'abcdefabcdef', id, 2, 'finished', 'baseline', '0.1.0', 1, 1, 1"
                        "  FROM run_group WHERE name = 'held'; END");
  g_assert_true (gmarl_library_empty_trash (library, &n_removed, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, 1);
  g_assert_cmpuint (count_runs (library, TRUE), ==, 2);
}

/* A group's id means those of its runs that are in the trash, or those that are not. */
static void
test_group_in_trash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *one = begin_run (library, "pair", 1);
  g_autoptr (GmarlRunRecord) record = get_run (library, one);
  g_autofree char *two =
      gmarl_library_begin_run (library, record->group_id, 2, "avx2", NULL, &error);
  const char *const ids[] = { two, NULL };
  g_autoptr (GPtrArray) trashed = NULL;
  g_autoptr (GPtrArray) kept = NULL;

  g_assert_null (gmarl_library_find_trash (library, record->group_id, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, record->group_id, "in the trash", NULL);
  g_clear_error (&error);
  g_assert_true (gmarl_library_trash (library, ids, &error));
  trashed = gmarl_library_find_trash (library, record->group_id, &error);
  kept = gmarl_library_find_runs (library, record->group_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trashed->len, ==, 1);
  g_assert_cmpstr (((GmarlRunRecord *) trashed->pdata[0])->id, ==, two);
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpstr (((GmarlRunRecord *) kept->pdata[0])->id, ==, one);
}

/* Whoever removed it died after the checkpoints were marked, or after some files were gone. */
static void
test_interrupted_emptying (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *id = begin_run (library, "one", 1);
  g_autofree char *last = fixture_path (fixture, "runs", id, "last.safetensors");
  const char *const ids[] = { id, NULL };

  fill_run (library, id);
  g_assert_true (gmarl_library_trash (library, ids, &error));
  fixture_sql (fixture, "UPDATE checkpoint SET state = 'removing'");
  g_assert_cmpint (g_unlink (last), ==, 0);
  g_assert_cmpuint (count_runs (library, TRUE), ==, 1);
  g_assert_true (gmarl_library_empty_trash (library, NULL, NULL, &error));
  g_assert_cmpuint (count_runs (library, TRUE), ==, 0);
  g_assert_true (gmarl_library_check (library, &error));
}

/* The same, but the run is restored: what is there counts, what is gone does not. */
static void
test_interrupted_emptying_restored (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autofree char *id = begin_run (library, "one", 1);
  const char *const ids[] = { id, NULL };
  const GmarlCheckpointRecord *gone;

  fill_run (library, id);
  before = gmarl_library_list_checkpoints (library, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->len, >, 1);
  gone = before->pdata[0];
  g_assert_true (gmarl_library_trash (library, ids, &error));
  fixture_sql (fixture, "UPDATE checkpoint SET state = 'removing'");
  g_assert_cmpint (g_unlink (gone->path), ==, 0);
  g_assert_true (gmarl_library_restore (library, ids, &error));
  after = gmarl_library_list_checkpoints (library, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->len, ==, before->len - 1);
  for (guint k = 0; k < after->len; k++)
    g_assert_cmpstr (((GmarlCheckpointRecord *) after->pdata[k])->path, ==,
                     ((GmarlCheckpointRecord *) before->pdata[k + 1])->path);
  g_assert_true (gmarl_library_check (library, &error));
}

static void
test_comparisons (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *first = gmarl_library_store_comparison (library, NULL, "A", "policies", &error);
  g_autofree char *second = gmarl_library_store_comparison (library, NULL, "B", "x", &error);
  g_autofree char *same = gmarl_library_store_comparison (library, first, "C", "y\nz", &error);
  g_autoptr (GPtrArray) records = gmarl_library_list_comparisons (library, &error);
  const GmarlComparisonRecord *record;

  g_assert_no_error (error);
  g_assert_cmpstr (same, ==, first);
  g_assert_cmpuint (records->len, ==, 2);
  record = records->pdata[strcmp (((GmarlComparisonRecord *) records->pdata[0])->id, first) != 0];
  g_assert_cmpstr (record->name, ==, "C");
  g_assert_cmpstr (record->definition, ==, "y\nz");

  g_assert_true (gmarl_library_remove_comparison (library, first, &error));
  g_assert_false (gmarl_library_remove_comparison (library, first, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, first, NULL);
  g_clear_error (&error);
  g_assert_null (gmarl_library_store_comparison (library, first, "C", "y", &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, first, NULL);
  g_clear_error (&error);
  g_assert_null (gmarl_library_store_comparison (library, NULL, " ", "y", &error));
  assert_message (error, GMARL_ERROR_CONFIG, "name", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/labels/tags", test_tags);
  fixture_add ("/library/labels/notes-and-look", test_notes_and_look);
  fixture_add ("/library/labels/trash", test_trash);
  fixture_add ("/library/labels/trash-of-held-run", test_trash_of_held_run);
  fixture_add ("/library/labels/empty-trash", test_empty_trash);
  fixture_add ("/library/labels/removed-are-counted", test_removed_are_counted);
  fixture_add ("/library/labels/group-in-trash", test_group_in_trash);
  fixture_add ("/library/labels/interrupted-emptying", test_interrupted_emptying);
  fixture_add ("/library/labels/interrupted-emptying-restored", test_interrupted_emptying_restored);
  fixture_add ("/library/labels/comparisons", test_comparisons);

  return g_test_run ();
}
