/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Full disks, folders that cannot be written, damaged databases: each gets a message that says what
 * happened, what is safe and what to do, and what was saved stays saved.
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "gmarl-library-merge.h"
#include "gmarl-library-private.h"
#include "gmarl-library-salvage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* A run "kept" with three rows and a checkpoint. */
static void
fill (const Fixture *fixture)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "kept", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  put_rows (sink, 1, 3);
  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 3, "three");
}

static void
assert_kept (GmarlLibrary *library)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunRecord) run = get_run (library, "kept");
  g_autoptr (GArray) rows = gmarl_library_load_metrics (library, run->id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, >=, 3);
  for (guint k = 0; k < rows->len; k++)
    assert_row (&g_array_index (rows, GmarlTrainingMetrics, k), k + 1);
  assert_checkpoint (library, run->id, GMARL_CHECKPOINT_LAST, 3, "three");
}

/* -- Folders that cannot be written -------------------------------------------------------------
 */

static void
set_mode (const Fixture *fixture, const char *first, mode_t mode)
{
  g_autofree char *path = fixture_path (fixture, first, NULL, NULL);

  g_assert_cmpint (chmod (path, mode), ==, 0);
}

static void
assert_opens_for_reading (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY, &error);

  g_assert_no_error (error);
  assert_kept (library);
  g_assert_true (gmarl_library_check (library, NULL));
}

static void
assert_refuses_writing (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_library_open (fixture->directory, GMARL_LIBRARY_DEFAULT, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, fixture->directory, "cannot be written", "safe",
                  "another library", NULL);
}

static void
assert_log_out_of_reach (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, fixture->directory, "was not closed",
                  "Nothing was changed", "Copy the whole folder", NULL);
}

static void
run_without_rights (Fixture *fixture, ChildFunc func)
{
  g_assert_cmpint (chmod (fixture->folder, 0755), ==, 0);
  if (!run_in_child (fixture, func, TRUE))
    g_test_skip ("cannot give up the rights of root here");
}

static void
test_read_only_folder (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  set_mode (fixture, NULL, 0555);
  set_mode (fixture, "library.db", 0444);
  run_without_rights (fixture, assert_opens_for_reading);
  run_without_rights (fixture, assert_refuses_writing);
  set_mode (fixture, NULL, 0755);
}

/* The database file alone could be written, but not its log. */
static void
test_read_only_folder_writable_file (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  set_mode (fixture, NULL, 0555);
  set_mode (fixture, "library.db", 0666);
  run_without_rights (fixture, assert_opens_for_reading);
  run_without_rights (fixture, assert_refuses_writing);
  set_mode (fixture, NULL, 0755);
}

static void
test_new_in_read_only_folder (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (chmod (fixture->folder, 0555), ==, 0);
  if (!run_in_child (fixture, assert_refuses_writing, TRUE))
    g_test_skip ("cannot give up the rights of root here");
  g_assert_cmpint (chmod (fixture->folder, 0755), ==, 0);
  g_assert_false (g_file_test (fixture->directory, G_FILE_TEST_EXISTS));
}

/* Another process of the user is writing; this one may only read. */
static void
test_reads_beside_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) writer = NULL;

  fill (fixture);
  writer = fixture_open (fixture);
  {
    g_autofree char *run = begin_run (writer, "newer", 2);
    g_autoptr (GmarlRunSink) sink = open_sink (writer, run);

    put_rows (sink, 1, 3);
  }
  set_mode (fixture, NULL, 0555);
  set_mode (fixture, "library.db", 0444);
  set_mode (fixture, "library.db-wal", 0444);
  set_mode (fixture, "library.db-shm", 0444);
  run_without_rights (fixture, assert_opens_for_reading);
  set_mode (fixture, NULL, 0755);
}

/* A copy of a library in use, without its shared memory, on a medium that cannot be written. */
static void
test_log_without_memory (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "library.db", "library.db-wal" };
  Fixture copy = { fixture->folder, g_build_filename (fixture->folder, "copy", NULL) };
  g_autoptr (GmarlLibrary) writer = NULL;

  fill (fixture);
  writer = fixture_open (fixture);
  {
    g_autofree char *run = begin_run (writer, "newer", 2);
  }
  g_assert_cmpint (g_mkdir (copy.directory, 0755), ==, 0);
  for (gsize k = 0; k < G_N_ELEMENTS (names); k++) {
    g_autofree char *from = fixture_path (fixture, names[k], NULL, NULL);
    g_autofree char *to = fixture_path (&copy, names[k], NULL, NULL);
    g_autofree char *contents = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (from, &contents, &length, NULL));
    g_assert_cmpuint (length, >, 0);
    g_assert_true (g_file_set_contents (to, contents, (gssize) length, NULL));
    g_assert_cmpint (chmod (to, 0444), ==, 0);
  }
  g_assert_cmpint (chmod (copy.directory, 0555), ==, 0);
  run_without_rights (&copy, assert_log_out_of_reach);
  g_assert_cmpint (chmod (copy.directory, 0755), ==, 0);
  g_free (copy.directory);
}

static void
test_path_is_a_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *below = g_build_filename (fixture->directory, "below", NULL);

  g_assert_true (g_file_set_contents (fixture->directory, "a file", -1, NULL));
  g_assert_null (gmarl_library_open (fixture->directory, GMARL_LIBRARY_DEFAULT, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, fixture->directory, "Not a directory",
                  "another library", NULL);
  g_clear_error (&error);
  g_assert_null (gmarl_library_open (below, GMARL_LIBRARY_DEFAULT, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, below, "Not a directory", NULL);
}

/* The run's folder cannot be made, or its file not be replaced: works against root too. */
static void
test_run_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "kept", 1);
  g_autofree char *runs = fixture_path (fixture, "runs", NULL, NULL);
  g_autofree char *last = fixture_path (fixture, "runs", run, "last.safetensors");
  g_autofree char *best = fixture_path (fixture, "runs", run, "best.safetensors");
  g_autoptr (GBytes) bytes = make_bytes ("four");
  g_autoptr (GmarlRunSink) sink = NULL;

  g_assert_true (g_file_set_contents (runs, "a file", -1, NULL));
  g_assert_null (gmarl_library_open_sink (library, run, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, run, "Not a directory", "safe", NULL);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (runs), ==, 0);

  sink = open_sink (library, run);
  put_rows (sink, 1, 3);
  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 3, "three");
  g_assert_cmpint (g_mkdir (best, 0755), ==, 0);
  g_assert_false (gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_BEST, 4, 0, bytes, 0, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, best, "iteration 4", run, "not saved", "safe", NULL);
  assert_kept (library);
  g_assert_true (g_file_test (last, G_FILE_TEST_IS_REGULAR));
}

/* What was there can be found again, and says so; SQLite alone would go on writing. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "kept", 1);
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "elsewhere", NULL);
  g_autoptr (GBytes) bytes = make_bytes ("four");
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  put_rows (sink, 1, 3);
  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 3, "three");
  g_assert_cmpint (g_rename (fixture->directory, elsewhere), ==, 0);
  g_assert_false (gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_LAST, 4, 0, bytes, 0, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, fixture->directory, "iteration 4", run, "is gone",
                  "Bring it back", NULL);
  g_clear_error (&error);

  g_assert_cmpint (g_rename (elsewhere, fixture->directory), ==, 0);
  assert_kept (library);
  g_assert_true (gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_LAST, 4, 0, bytes, 0, &error));
  g_assert_no_error (error);
}

/* -- Full disks ---------------------------------------------------------------------------------
 */

static void
write_until_full (Fixture *fixture, const char *const *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlRunRecord) run = get_run (library, "kept");
  g_autoptr (GmarlRunSink) sink = open_sink (library, run->id);
  g_autofree char *much = g_strnfill (256 * 1024, 'x');
  g_autoptr (GBytes) bytes = make_bytes (much);
  gint64 iteration = 3;
  GmarlTrainingMetrics row;

  /* The checkpoint first: a new one does not fit, the old one stays. */
  for (gint64 number = 1; error == NULL; number++) {
    g_assert_cmpint (number, <, 100);
    gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, number, 0, bytes, 0, &error);
  }
  assert_message (error, GMARL_ERROR_LIBRARY, run->id, "not saved", "safe", words[0], NULL);
  g_clear_error (&error);
  g_assert_false (gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_LAST, 4, 0, bytes, 0, &error));
  g_clear_error (&error);
  assert_kept (library);

  while (error == NULL) {
    make_row (++iteration, &row);
    g_assert_cmpint (iteration, <, 100000);
    gmarl_run_sink_iteration (sink, &row, &error);
  }
  assert_message (error, GMARL_ERROR_LIBRARY, run->id, "not saved", "safe", words[0], words[1],
                  NULL);
  g_clear_error (&error);
  assert_kept (library);
  {
    g_autoptr (GmarlRunRecord) record = get_run (library, run->id);

    g_assert_cmpint (record->iteration, ==, iteration - 1);
  }
}

static void
fill_small_disk (Fixture *fixture)
{
  static const char *const words[] = { "is full", "resumed" };
  g_autofree char *filler = fixture_path (fixture, "filler", NULL, NULL);

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", fixture->directory, "tmpfs", 0, "size=2m") != 0)
    child_skip ();
  fill (fixture);
  write_until_full (fixture, words);

  /* With space again it goes on. */
  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);
    g_autoptr (GmarlRunRecord) run = get_run (library, "kept");
    g_autofree char *first =
        fixture_path (fixture, "runs", run->id, "iteration-000001.safetensors");
    g_autoptr (GmarlRunSink) sink = NULL;

    g_assert_cmpint (g_unlink (first), ==, 0);
    sink = open_sink (library, run->id);
    put_rows (sink, run->iteration + 1, run->iteration + 10);
    put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 5, "five");
    assert_kept (library);
  }
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (fixture->directory, 0755), ==, 0);
  if (!run_in_child (fixture, fill_small_disk, FALSE))
    g_test_skip ("cannot mount a small disk here");
}

/* Nothing that needs more space than there is harms what is there, or leaves a half of itself. */
static void
merge_to_small_disk (Fixture *fixture)
{
  Fixture there = { fixture->folder, g_build_filename (fixture->folder, "other", NULL) };
  g_autofree char *bundle = fixture_path (fixture, "all.gridmarl-runs", NULL, NULL);
  g_autofree char *much = g_strnfill (4 * 1024 * 1024, 'x');
  g_autofree char *big = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GmarlLibrary) other = NULL;
  g_auto (GmarlMergeResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", fixture->directory, "tmpfs", 0, "size=2m") != 0)
    child_skip ();
  fill (fixture);
  library = fixture_open (fixture);
  other = fixture_open (&there);
  big = begin_run (other, "big", 9);
  {
    g_autoptr (GmarlRunSink) sink = open_sink (other, big);

    put_rows (sink, 1, 3);
    put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 3, much);
  }

  g_assert_false (
      gmarl_library_merge (library, there.directory, NULL, NULL, NULL, &result, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "is full", "safe", NULL);
  g_clear_error (&error);
  assert_kept (library);
  g_assert_true (gmarl_library_check (library, NULL));

  {
    const char *const ids[] = { big, NULL };

    g_assert_false (gmarl_library_write_bundle (other, ids, bundle, NULL, NULL, NULL, &error));
    assert_message (error, GMARL_ERROR_LIBRARY, "is full", NULL);
  }
  dir = g_dir_open (fixture->directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, "gridmarl-runs"));
  assert_kept (library);
  g_free (there.directory);
}

static void
test_merge_to_full_disk (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (fixture->directory, 0755), ==, 0);
  if (!run_in_child (fixture, merge_to_small_disk, FALSE))
    g_test_skip ("cannot mount a small disk here");
}

/* Everything that changes a library refuses one that is open for reading alone, and a folder that
 * cannot be written. */
static void
change_read_only (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY, &error);
  g_autoptr (GmarlRunRecord) run = get_run (library, "kept");
  const char *const ids[] = { run->id, NULL };
  g_auto (GmarlMergeResult) result = { 0 };
  g_auto (GmarlSalvageResult) salvaged = { 0 };
  gboolean done[] = {
    gmarl_library_trash (library, ids, NULL),
    gmarl_library_restore (library, ids, NULL),
    gmarl_library_empty_trash (library, NULL, NULL, NULL),
    gmarl_library_set_tags (library, run->id, ids, NULL),
    gmarl_library_set_notes (library, run->id, "x", NULL),
    gmarl_library_set_look (library, run->id, 1, NULL),
    gmarl_library_remove_comparison (library, "x", NULL),
    gmarl_library_merge (library, "elsewhere", NULL, NULL, NULL, &result, NULL),
    gmarl_library_salvage (fixture->directory, NULL, &salvaged, NULL),
  };

  for (gsize k = 0; k < G_N_ELEMENTS (done); k++)
    g_assert_false (done[k]);
  g_assert_null (gmarl_library_store_comparison (library, NULL, "x", "y", &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "reading only", "nothing was changed", NULL);
  assert_kept (library);
}

static void
test_changes_read_only (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  set_mode (fixture, NULL, 0555);
  set_mode (fixture, "library.db", 0444);
  run_without_rights (fixture, change_read_only);
  set_mode (fixture, NULL, 0755);
}

static void
reach_file_limit (Fixture *fixture)
{
  static const char *const words[] = { "File too large", "Check the disk" };
  struct rlimit limit = { 200 * 1024, 200 * 1024 };

  fill (fixture);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  write_until_full (fixture, words);
}

static void
test_file_limit (Fixture *fixture, gconstpointer data)
{
  g_assert_true (run_in_child (fixture, reach_file_limit, FALSE));
  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);

    assert_kept (library);
  }
}

/* SQLite's own limit reports a full disk like the system's. */
static void
test_full_database (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  double values[GMARL_N_INDICATORS] = { 0 };
  guint64 seed;

  fill (fixture);
  library = fixture_open (fixture);
  sqlite3_exec (library->db, "PRAGMA max_page_count = 1", NULL, NULL, NULL);
  for (seed = 0; error == NULL; seed++) {
    g_assert_cmpuint (seed, <, 10000);
    gmarl_library_store_evaluation (library, "idle", "hash", &seed, 1, values, &error);
  }
  assert_message (error, GMARL_ERROR_LIBRARY, "library.db", "is full", "safe", "Free some space",
                  NULL);
  g_clear_error (&error);
  assert_kept (library);
  sqlite3_exec (library->db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
  g_assert_true (
      gmarl_library_store_evaluation (library, "idle", "hash", &seed, 1, values, &error));
}

/* -- Damaged databases --------------------------------------------------------------------------
 */

static char *
database_path (const Fixture *fixture)
{
  return fixture_path (fixture, "library.db", NULL, NULL);
}

/* Fails to open in both manners; the message has these words. */
static void
assert_damaged (const Fixture *fixture, const char *word, const char *remedy)
{
  for (gint flags = GMARL_LIBRARY_DEFAULT; flags <= GMARL_LIBRARY_READ_ONLY; flags++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (gmarl_library_open (fixture->directory, (GmarlLibraryFlags) flags, &error));
    assert_message (error, GMARL_ERROR_LIBRARY, "library.db", word, remedy, NULL);
  }
}

static void
test_not_a_database (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = database_path (fixture);
  g_autofree char *text = g_strnfill (10000, 'x');
  g_autofree char *after = NULL;

  g_assert_cmpint (g_mkdir (fixture->directory, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_damaged (fixture, "damaged", "runs salvage");
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
}

static void
test_overwritten_header (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = database_path (fixture);

  fill (fixture);
  damage_byte (path, 0);
  assert_damaged (fixture, "damaged", "runs salvage");
}

static void
test_overwritten_schema (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = database_path (fixture);

  fill (fixture);
  damage_byte (path, 100); /* the type of the first page's tree */
  assert_damaged (fixture, "damaged", "runs salvage");
}

/* Emptied, it would be taken for a new one. */
static void
test_emptied (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = database_path (fixture);

  fill (fixture);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_null (gmarl_library_open (fixture->directory, GMARL_LIBRARY_DEFAULT, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "library.db", "damaged", "it is empty",
                  "Nothing was changed", "runs salvage", NULL);
}

/* Every page but the first in turn: an error or, where it does not matter, the right answer. */
static void
test_overwritten_pages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = database_path (fixture);
  g_autofree char *whole = NULL;
  gsize length, damaged = 0;
  const gsize page = 4096;

  fill (fixture);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (gsize start = page; start < length; start += page) {
    g_autofree char *bad = g_memdup2 (whole, length);
    g_autoptr (GmarlLibrary) library = NULL;
    g_autoptr (GError) error = NULL;

    memset (bad + start, 0xa5, page);
    g_assert_true (g_file_set_contents (path, bad, (gssize) length, NULL));
    library = gmarl_library_open (fixture->directory, GMARL_LIBRARY_DEFAULT, &error);
    if (library != NULL && gmarl_library_check (library, &error)) {
      assert_kept (library);
      continue;
    }
    assert_message (error, GMARL_ERROR_LIBRARY, "library.db", "damaged", "runs salvage", NULL);
    damaged++;
  }
  g_assert_cmpuint (damaged, >, 5);
}

/* Single bytes anywhere: whatever is read, nothing crashes. */
static void
test_random_damage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = database_path (fixture);
  g_autofree char *whole = NULL;
  gsize length;

  fill (fixture);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (gint round = 0; round < 300; round++) {
    g_autofree char *bad = g_memdup2 (whole, length);
    g_autoptr (GmarlLibrary) library = NULL;
    g_autoptr (GPtrArray) runs = NULL;

    for (gint k = 0; k < 5; k++)
      bad[g_test_rand_int_range (0, (gint) length)] = (char) g_test_rand_int ();
    g_assert_true (g_file_set_contents (path, bad, (gssize) length, NULL));
    library = gmarl_library_open (fixture->directory, GMARL_LIBRARY_DEFAULT, NULL);
    runs = library == NULL ? NULL : gmarl_library_list_runs (library, NULL);
    for (guint k = 0; runs != NULL && k < runs->len; k++) {
      const char *id = ((GmarlRunRecord *) runs->pdata[k])->id;
      g_autoptr (GArray) rows = gmarl_library_load_metrics (library, id, NULL);
      g_autoptr (GPtrArray) records = gmarl_library_list_checkpoints (library, id, NULL);
      g_autoptr (GmarlRunConfig) config = gmarl_library_load_config (library, id, NULL);
      g_autoptr (GPtrArray) found = gmarl_library_find_runs (library, "kept", NULL);
    }
    if (library != NULL)
      gmarl_library_check (library, NULL);
  }
}

/* Another program keeps the database to itself. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GmarlLibrary) other = NULL;
  g_autofree char *run = NULL;

  fill (fixture);
  library = fixture_open (fixture);
  other = fixture_open (fixture);
  run = begin_run (library, "b", 1);
  g_assert_true (gmarl_library_begin (other, &error));
  sqlite3_busy_timeout (library->db, 1);
  g_assert_false (gmarl_library_rename (library, run, "c", &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "library.db", "locked", "safe", "try again", NULL);
  gmarl_library_rollback (other);
  g_clear_error (&error);
  g_assert_true (gmarl_library_rename (library, run, "c", &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/trouble/read-only-folder", test_read_only_folder);
  fixture_add ("/library/trouble/read-only-folder-writable-file",
               test_read_only_folder_writable_file);
  fixture_add ("/library/trouble/new-in-read-only-folder", test_new_in_read_only_folder);
  fixture_add ("/library/trouble/reads-beside-writer", test_reads_beside_writer);
  fixture_add ("/library/trouble/log-without-memory", test_log_without_memory);
  fixture_add ("/library/trouble/path-is-a-file", test_path_is_a_file);
  fixture_add ("/library/trouble/run-folder", test_run_folder);
  fixture_add ("/library/trouble/gone", test_gone);
  fixture_add ("/library/trouble/full-disk", test_full_disk);
  fixture_add ("/library/trouble/merge-to-full-disk", test_merge_to_full_disk);
  fixture_add ("/library/trouble/changes-read-only", test_changes_read_only);
  fixture_add ("/library/trouble/file-limit", test_file_limit);
  fixture_add ("/library/trouble/full-database", test_full_database);
  fixture_add ("/library/trouble/not-a-database", test_not_a_database);
  fixture_add ("/library/trouble/overwritten-header", test_overwritten_header);
  fixture_add ("/library/trouble/overwritten-schema", test_overwritten_schema);
  fixture_add ("/library/trouble/overwritten-pages", test_overwritten_pages);
  fixture_add ("/library/trouble/emptied", test_emptied);
  fixture_add ("/library/trouble/random-damage", test_random_damage);
  fixture_add ("/library/trouble/locked", test_locked);

  return g_test_run ();
}
