/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Damaged databases: what can be read is saved, what cannot is named, and nothing is thrown away.
 */
#include "library-fixture.h"

#include "gmarl-error.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 4096
#define ROWS 120

/* Two groups with rows over several pages, checkpoints, tags and an evaluation. */
static void
fill (const Fixture *fixture, char *runs[2])
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);

  for (guint k = 0; k < 2; k++) {
    const char *const tags[] = { "kept", NULL };
    g_autoptr (GmarlRunSink) sink = NULL;

    runs[k] = begin_run (library, k == 0 ? "first" : "second", k);
    g_assert_true (gmarl_library_set_tags (library, runs[k], tags, NULL));
    sink = open_sink (library, runs[k]);
    put_rows (sink, 1, ROWS);
    put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 5, "five");
    put_checkpoint (sink, GMARL_CHECKPOINT_LAST, ROWS, "last");
  }
}

static char *
read_database (const Fixture *fixture, gsize *length)
{
  g_autofree char *path = fixture_path (fixture, "library.db", NULL, NULL);
  char *contents;

  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  return contents;
}

static void
write_database (const Fixture *fixture, const char *contents, gsize length)
{
  g_autofree char *path = fixture_path (fixture, "library.db", NULL, NULL);

  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
}

/* Every row that is there is right, and the library can be used. */
static gint64
assert_usable (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GPtrArray) runs = gmarl_library_list_runs (library, &error);
  g_autofree char *run = NULL;
  gint64 n_rows = 0;

  g_assert_no_error (error);
  g_assert_true (gmarl_library_check (library, &error));
  g_assert_no_error (error);
  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *record = runs->pdata[k];
    g_autoptr (GArray) rows = gmarl_library_load_metrics (library, record->id, &error);
    g_autoptr (GmarlRunConfig) config = gmarl_library_load_config (library, record->id, &error);

    g_assert_no_error (error);
    g_assert_cmpint (record->iteration, ==, rows->len);
    for (guint n = 0; n < rows->len; n++) {
      const GmarlTrainingMetrics *row = &g_array_index (rows, GmarlTrainingMetrics, n);

      assert_row (row, (gint64) row->value[GMARL_METRIC_ITERATION]);
    }
    n_rows += rows->len;
  }
  run = begin_run (library, "new", 3);
  g_assert_nonnull (run);
  return n_rows;
}

static void
assert_kept (const GmarlSalvageResult *result, const char *contents, gsize length)
{
  g_autofree char *kept = NULL;
  gsize kept_length;

  g_assert_true (g_file_get_contents (result->kept, &kept, &kept_length, NULL));
  g_assert_cmpmem (kept, kept_length, contents, length);
}

/* Every page in turn: all but what was on it is there afterwards. */
static void
test_each_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = NULL;
  char *runs[2];
  gsize length, salvaged = 0, refused = 0;

  fill (fixture, runs);
  whole = read_database (fixture, &length);
  for (gsize start = 0; start < length; start += PAGE) {
    g_autofree char *bad = g_memdup2 (whole, length);
    g_auto (GmarlSalvageResult) result = { 0 };
    g_autoptr (GError) error = NULL;

    memset (bad + start, 0xa5, PAGE);
    write_database (fixture, bad, length);
    if (!gmarl_library_salvage (fixture->directory, NULL, &result, &error)) {
      g_autofree char *after = read_database (fixture, &length);

      /* The schema is lost, or the page was a free one. */
      g_assert_cmpmem (after, length, bad, length);
      assert_message (error,
                      g_error_matches (error, GMARL_ERROR, GMARL_ERROR_CONFIG)
                          ? GMARL_ERROR_CONFIG
                          : GMARL_ERROR_LIBRARY,
                      "library.db", "Nothing was changed", NULL);
      refused++;
      continue;
    }
    assert_kept (&result, bad, length);
    g_assert_cmpint (assert_usable (fixture), ==, result.n_rows);
    g_assert_cmpuint (result.n_runs, <=, 2);
    g_test_message ("page %d: %u runs, %d rows, %u checkpoints, %u losses", (gint) (start / PAGE),
                    result.n_runs, (gint) result.n_rows, result.n_checkpoints, result.lost->len);
    salvaged++;
  }
  g_assert_cmpuint (salvaged, >, 10);
  g_assert_cmpuint (refused, <, 10);
  for (guint k = 0; k < 2; k++)
    g_free (runs[k]);
}

/* A page of rows in the midst: those before and after it are saved. */
static void
test_middle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = NULL;
  g_auto (GmarlSalvageResult) result = { 0 };
  g_autofree char *page = NULL;
  char *runs[2];
  gsize length;

  fill (fixture, runs);
  page = fixture_query (fixture,
                        "SELECT pageno FROM dbstat WHERE name = 'metric' AND pagetype = 'leaf'"
                        " ORDER BY path LIMIT 1 OFFSET 3");
  whole = read_database (fixture, &length);
  memset (whole + (atoi (page) - 1) * PAGE, 0xa5, PAGE);
  write_database (fixture, whole, length);
  salvage (fixture, &result);
  g_assert_cmpuint (result.n_runs, ==, 2);
  g_assert_cmpint (result.n_rows, >, 2 * ROWS - 40);
  g_assert_cmpint (result.n_rows, <, 2 * ROWS);
  g_assert_cmpuint (result.n_checkpoints, ==, 4);
  g_assert_cmpuint (result.lost->len, ==, 1);
  g_assert_nonnull (strstr (result.lost->pdata[0], "of 120 rows"));
  assert_usable (fixture);
  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);
    g_autoptr (GmarlRunRecord) run = get_run (library, "first");

    g_assert_cmpstr (run->tags[0], ==, "kept");
    g_assert_cmpint (run->best_iteration, ==, 5);
    assert_checkpoint (library, runs[0], GMARL_CHECKPOINT_LAST, 0, "last");
    assert_checkpoint (library, runs[1], GMARL_CHECKPOINT_BEST, 0, "five");
  }
  for (guint k = 0; k < 2; k++)
    g_free (runs[k]);
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = NULL;
  char *runs[2];
  gsize length;

  fill (fixture, runs);
  whole = read_database (fixture, &length);
  for (gsize cut = length - PAGE; cut > length / 2; cut -= 3 * PAGE + 100) {
    g_auto (GmarlSalvageResult) result = { 0 };

    write_database (fixture, whole, cut);
    salvage (fixture, &result);
    assert_kept (&result, whole, cut);
    g_assert_cmpint (assert_usable (fixture), ==, result.n_rows);
  }
  for (guint k = 0; k < 2; k++)
    g_free (runs[k]);
}

static void
test_header (Fixture *fixture, gconstpointer data)
{
  static const gsize offsets[] = { 0, 16, 20, 100 };
  g_autofree char *whole = NULL;
  char *runs[2];
  gsize length;

  fill (fixture, runs);
  whole = read_database (fixture, &length);
  for (gsize k = 0; k < G_N_ELEMENTS (offsets); k++) {
    g_autofree char *bad = g_memdup2 (whole, length);
    g_auto (GmarlSalvageResult) result = { 0 };

    bad[offsets[k]] = (char) ~bad[offsets[k]];
    write_database (fixture, bad, length);
    salvage (fixture, &result);
    g_assert_cmpint (result.n_rows, ==, 2 * ROWS);
    g_assert_cmpuint (result.n_checkpoints, ==, 4);
    g_assert_cmpuint (result.lost->len, ==, 0);
    assert_usable (fixture);
  }
  for (guint k = 0; k < 2; k++)
    g_free (runs[k]);
}

static void
test_random_damage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = NULL;
  char *runs[2];
  gsize length;

  fill (fixture, runs);
  whole = read_database (fixture, &length);
  for (gint round = 0; round < 60; round++) {
    g_autofree char *bad = g_memdup2 (whole, length);
    g_auto (GmarlSalvageResult) result = { 0 };

    for (gint k = 0; k < 30; k++)
      bad[g_test_rand_int_range (0, (gint) length)] = (char) g_test_rand_int ();
    write_database (fixture, bad, length);
    if (gmarl_library_salvage (fixture->directory, NULL, &result, NULL)) {
      g_autoptr (GmarlLibrary) library = fixture_open (fixture);

      g_assert_true (gmarl_library_check (library, NULL));
    }
  }
  for (guint k = 0; k < 2; k++)
    g_free (runs[k]);
}

/* Rows that are looked up one by one may be many: it can be cancelled between them. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (GmarlSalvageResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *page = NULL;
  char *runs[2];
  gsize length;

  fill (fixture, runs);
  fixture_sql (fixture,
               "INSERT INTO run (number, id, group_id, seed, status, kernel_level, version,"
               "  created_us, updated_us)"
               " WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 200)"
               " SELECT 1000 * k, printf ('%012x', k), (SELECT id FROM run_group LIMIT 1), k,"
               "  'finished', 'baseline', '0.1.0', 1, 1 FROM n");
  page =
      fixture_query (fixture, "SELECT pageno FROM dbstat WHERE name = 'run' AND pagetype = 'leaf'"
                              " ORDER BY path LIMIT 1 OFFSET 2");
  whole = read_database (fixture, &length);
  memset (whole + (atoi (page) - 1) * PAGE, 0xa5, PAGE);
  write_database (fixture, whole, length);
  g_cancellable_cancel (cancellable);
  g_assert_false (gmarl_library_salvage (fixture->directory, cancellable, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (result.lost->len, ==, 0);
  g_clear_error (&error);

  g_clear_pointer (&result.lost, g_ptr_array_unref);
  g_assert_true (gmarl_library_salvage (fixture->directory, NULL, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_runs, >, 150);
  for (guint k = 0; k < 2; k++)
    g_free (runs[k]);
}

static void
assert_refused (const Fixture *fixture, gint code, const char *word)
{
  g_auto (GmarlSalvageResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (gmarl_library_salvage (fixture->directory, NULL, &result, &error));
  assert_message (error, code, word, "Nothing was changed", NULL);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autofree char *text = g_strnfill (10 * PAGE, 'x');
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GmarlRunSink) sink = NULL;
  char *runs[2];

  fill (fixture, runs);
  assert_refused (fixture, GMARL_ERROR_CONFIG, "whole");
  fixture_sql (fixture, "PRAGMA user_version = 1000");
  assert_refused (fixture, GMARL_ERROR_LIBRARY, "newer Gridmarl");
  fixture_sql (fixture, "PRAGMA user_version = " G_STRINGIFY (4));
  library = fixture_open (fixture);
  sink = open_sink (library, runs[0]);
  damage_byte (database, 0);
  assert_refused (fixture, GMARL_ERROR_LIBRARY, "being trained");
  g_clear_pointer (&sink, gmarl_run_sink_free);
  g_clear_pointer (&library, gmarl_library_close);
  g_assert_true (g_file_set_contents (database, text, -1, NULL));
  assert_refused (fixture, GMARL_ERROR_LIBRARY, "No run can be read");
  for (guint k = 0; k < 2; k++)
    g_free (runs[k]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/salvage/each-page", test_each_page);
  fixture_add ("/library/salvage/middle", test_middle);
  fixture_add ("/library/salvage/truncated", test_truncated);
  fixture_add ("/library/salvage/header", test_header);
  fixture_add ("/library/salvage/random-damage", test_random_damage);
  fixture_add ("/library/salvage/cancelled", test_cancelled);
  fixture_add ("/library/salvage/refused", test_refused);

  return g_test_run ();
}
