/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * How what was salvaged takes the place of the damaged database, and libraries whose database is
 * gone altogether.
 */
#include "library-fixture.h"

#include "gmarl-error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096
#define ROWS 40

static void
write_file (const Fixture *fixture, const char *name, const char *contents, gsize length)
{
  g_autofree char *path = fixture_path (fixture, name, NULL, NULL);

  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
}

static char *
read_file (const Fixture *fixture, const char *name, gsize *length)
{
  g_autofree char *path = fixture_path (fixture, name, NULL, NULL);
  char *contents;

  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  return contents;
}

static gboolean
is_there (const Fixture *fixture, const char *name)
{
  g_autofree char *path = fixture_path (fixture, name, NULL, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
remove_file (const Fixture *fixture, const char *name)
{
  g_autofree char *path = fixture_path (fixture, name, NULL, NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* A run whose rows are in the database's log alone, as where a process was killed, and a damaged
 * page from which nothing is needed. The run's id. */
static char *
fill_log (const Fixture *fixture)
{
  g_autofree char *database = NULL;
  g_autofree char *log = NULL;
  g_autofree char *page = NULL;
  gsize length, log_length;
  char *run;

  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);
    g_autoptr (GmarlRunSink) sink = NULL;

    run = begin_run (library, "logged", 1);
    sink = open_sink (library, run);
    put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 0, "none");
    fixture_sql (fixture, "PRAGMA wal_checkpoint (TRUNCATE)");
    put_rows (sink, 1, ROWS);
    database = read_file (fixture, "library.db", &length);
    log = read_file (fixture, "library.db-wal", &log_length);
    page = fixture_query (fixture, "SELECT pageno FROM dbstat WHERE name = 'run_group_name'");
    g_assert_cmpuint (log_length, >, 0);
  }
  memset (database + (atoi (page) - 1) * PAGE, 0xa5, PAGE);
  write_file (fixture, "library.db", database, length);
  write_file (fixture, "library.db-wal", log, log_length);
  return run;
}

/* The same without a log. */
static char *
fill_damaged (const Fixture *fixture)
{
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  char *run;

  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);
    g_autoptr (GmarlRunSink) sink = NULL;

    run = begin_run (library, "plain", 1);
    sink = open_sink (library, run);
    put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 0, "none");
    put_rows (sink, 1, ROWS);
  }
  damage_byte (database, 0);
  return run;
}

static void
assert_all_rows (const Fixture *fixture, const char *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GArray) rows = gmarl_library_load_metrics (library, run, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, ROWS);
  for (guint k = 0; k < rows->len; k++)
    assert_row (&g_array_index (rows, GmarlTrainingMetrics, k), k + 1);
  g_assert_true (gmarl_library_check (library, &error));
}

/* What happened to files of this name, a letter an event: c(reated), m(oved there), l(eft). */
static char *
read_events (gint fd, const char *name)
{
  char buffer[1 << 16] __attribute__ ((aligned (8)));
  GString *letters = g_string_new (NULL);
  gssize length;

  while ((length = read (fd, buffer, sizeof buffer)) > 0)
    for (const char *at = buffer; at < buffer + length;) {
      const struct inotify_event *event = (const struct inotify_event *) (gconstpointer) at;

      if (event->len > 0 && strcmp (event->name, name) == 0)
        g_string_append_c (letters, (event->mask & IN_CREATE) != 0     ? 'c'
                                    : (event->mask & IN_MOVED_TO) != 0 ? 'm'
                                                                       : 'l');
      at += sizeof *event + event->len;
    }
  return g_string_free (letters, FALSE);
}

/* The name is that of the damaged database until it is that of the new one. */
static void
test_one_step (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill_log (fixture);
  g_auto (GmarlSalvageResult) result = { 0 };
  g_autofree char *events = NULL;
  g_autofree char *kept_log = NULL;
  gint fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (inotify_add_watch (fd, fixture->directory,
                                      IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE),
                   >=, 0);
  salvage (fixture, &result);
  events = read_events (fd, "library.db");
  close (fd);
  g_assert_cmpstr (events, ==, "m");
  g_assert_false (is_there (fixture, "library.db-wal"));
  g_assert_true (g_str_has_suffix (result.kept, "library.db.damaged"));
  kept_log = g_strconcat (result.kept, "-wal", NULL);
  g_assert_true (g_file_test (kept_log, G_FILE_TEST_EXISTS));
  g_assert_cmpint (result.n_rows, ==, ROWS);
  assert_all_rows (fixture, run);
}

/* Killed when the log had gone and the new database had not come. */
static void
test_killed_between (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill_log (fixture);
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autofree char *second = fixture_path (fixture, "library.db.damaged", NULL, NULL);
  g_autofree char *log = fixture_path (fixture, "library.db-wal", NULL, NULL);
  g_autofree char *second_log = fixture_path (fixture, "library.db.damaged-wal", NULL, NULL);
  g_autofree char *left = fixture_path (fixture, "salvage-abcdef", NULL, NULL);
  g_autofree char *left_file = g_build_filename (left, "new.db", NULL);
  g_auto (GmarlSalvageResult) result = { 0 };

  g_assert_cmpint (link (database, second), ==, 0);
  g_assert_cmpint (g_rename (log, second_log), ==, 0);
  g_assert_cmpint (g_mkdir (left, 0700), ==, 0);
  g_assert_true (g_file_set_contents (left_file, "half", -1, NULL));
  salvage (fixture, &result);
  g_assert_cmpint (result.n_rows, ==, ROWS);
  assert_all_rows (fixture, run);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
}

/* The name for the kept log is taken by something that cannot be replaced. */
static void
test_obstacle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill_log (fixture);
  g_autofree char *folder = fixture_path (fixture, "library.db.damaged-wal", "mine", NULL);
  g_auto (GmarlSalvageResult) result = { 0 };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  salvage (fixture, &result);
  assert_all_rows (fixture, run);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
}

/* In a folder in which everybody makes files and replaces no file of others. */
static void
fail_to_salvage (Fixture *fixture)
{
  g_auto (GmarlSalvageResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  GStatBuf info;

  if (geteuid () == 0 || g_stat (database, &info) != 0 || info.st_uid == geteuid ())
    child_skip ();
  g_assert_false (gmarl_library_salvage (fixture->directory, NULL, &result, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "library.db"));
  g_assert_null (result.kept);
}

/* SQLite's shared memory comes and goes. */
static guint
count_files (const Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->directory, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += !g_str_has_suffix (name, "-shm");
  return n;
}

/* It fails where the database cannot be replaced, or where its log cannot be removed. */
typedef enum {
  WITHOUT_LOG,
  WITH_LOG,
  WITH_OWN_LOG,
} Log;

static void
test_fails_whole (Fixture *fixture, gconstpointer data)
{
  Log with_log = (Log) GPOINTER_TO_INT (data);
  g_autofree char *log = fixture_path (fixture, "library.db-wal", NULL, NULL);
  g_autofree char *run = with_log != WITHOUT_LOG ? fill_log (fixture) : fill_damaged (fixture);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *log_before = NULL;
  g_autofree char *log_after = NULL;
  gsize length, length_after, log_length = 0, log_length_after = 0;
  guint n_files;

  before = read_file (fixture, "library.db", &length);
  if (with_log != WITHOUT_LOG)
    log_before = read_file (fixture, "library.db-wal", &log_length);
  n_files = count_files (fixture);
  g_assert_cmpint (chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (chmod (fixture->directory, 01777), ==, 0);
  if (geteuid () == 0 && with_log == WITH_OWN_LOG)
    g_assert_cmpint (chown (log, 65534, 65534), ==, 0);
  if (!run_in_child (fixture, fail_to_salvage, TRUE)) {
    g_test_skip ("cannot give up the rights of root here");
    return;
  }
  g_assert_cmpuint (count_files (fixture), ==, n_files);
  after = read_file (fixture, "library.db", &length_after);
  g_assert_cmpmem (before, length, after, length_after);
  if (with_log != WITHOUT_LOG)
    log_after = read_file (fixture, "library.db-wal", &log_length_after);
  g_assert_cmpmem (log_before, log_length, log_after, log_length_after);
}

static void
assert_not_opened (const Fixture *fixture, const char *word)
{
  const GmarlLibraryFlags flags[] = { GMARL_LIBRARY_DEFAULT, GMARL_LIBRARY_READ_ONLY,
                                      GMARL_LIBRARY_READ_ONLY | GMARL_LIBRARY_UPDATE };

  for (gsize k = 0; k < G_N_ELEMENTS (flags); k++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (gmarl_library_open (fixture->directory, flags[k], &error));
    assert_message (error, GMARL_ERROR_LIBRARY, "library.db", word, "Nothing was changed",
                    "runs salvage", fixture->directory, NULL);
  }
  g_assert_true (gmarl_library_is_damaged (fixture->directory));
}

/* A new one would hide the runs that are beside it. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill_damaged (fixture);
  g_auto (GmarlSalvageResult) result = { 0 };
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *checkpoint = fixture_path (fixture, "runs", run, "last.safetensors");

  remove_file (fixture, "library.db");
  assert_not_opened (fixture, "missing");
  g_assert_false (is_there (fixture, "library.db"));

  salvage (fixture, &result);
  g_assert_cmpuint (result.n_runs, ==, 0);
  g_assert_null (result.kept);
  g_assert_cmpuint (result.lost->len, ==, 2);
  g_assert_nonnull (strstr (result.lost->pdata[0], "no copy"));
  g_assert_nonnull (strstr (result.lost->pdata[1], run));
  g_assert_false (gmarl_library_is_damaged (fixture->directory));
  library = fixture_open (fixture);
  runs = gmarl_library_list_runs (library, NULL);
  g_assert_cmpuint (runs->len, ==, 0);
  g_assert_true (g_file_test (checkpoint, G_FILE_TEST_IS_REGULAR));
}

/* Without runs beside it, a folder without a database is one for a new library. */
static void
test_missing_without_runs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *runs = fixture_path (fixture, "runs", NULL, NULL);
  g_auto (GmarlSalvageResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (runs, 0755), ==, 0);
  g_assert_false (gmarl_library_is_damaged (fixture->directory));
  g_assert_false (gmarl_library_salvage (fixture->directory, NULL, &result, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "no database", NULL);
  gmarl_library_close (fixture_open (fixture));
}

/* A copy that is beside it is used: the newest of those that can be read. */
static void
test_missing_with_copies (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill_log (fixture);
  g_autofree char *old = NULL;
  g_autofree char *kept = fixture_path (fixture, "library.db.damaged-2", NULL, NULL);
  g_autofree char *useless = fixture_path (fixture, "library.db.damaged-3", NULL, NULL);
  g_autofree char *backup = fixture_path (fixture, "library.db.schema-3.backup", NULL, NULL);
  g_auto (GmarlSalvageResult) result = { 0 };
  const struct timespec past[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
  const struct timespec present[2] = { { .tv_sec = 2000 }, { .tv_sec = 2000 } };
  const struct timespec future[2] = { { .tv_sec = 3000 }, { .tv_sec = 3000 } };
  gsize length;

  /* The newest is no database, the next has its rows in a log, the oldest lacks them. */
  old = read_file (fixture, "library.db", &length);
  write_file (fixture, "library.db.damaged-2", old, length);
  write_file (fixture, "library.db.schema-3.backup", old, length);
  g_clear_pointer (&old, g_free);
  old = read_file (fixture, "library.db-wal", &length);
  write_file (fixture, "library.db.damaged-2-wal", old, length);
  write_file (fixture, "library.db.damaged-3", "none", 4);
  write_file (fixture, "library.db-wal", "", 0);
  write_file (fixture, "library.db", "", 0);
  g_assert_cmpint (utimensat (AT_FDCWD, backup, past, 0), ==, 0);
  g_assert_cmpint (utimensat (AT_FDCWD, kept, present, 0), ==, 0);
  g_assert_cmpint (utimensat (AT_FDCWD, useless, future, 0), ==, 0);
  assert_not_opened (fixture, "empty");

  salvage (fixture, &result);
  g_assert_cmpuint (result.n_runs, ==, 1);
  g_assert_cmpint (result.n_rows, ==, ROWS);
  g_assert_nonnull (strstr (result.lost->pdata[0], "library.db.damaged-2"));
  assert_all_rows (fixture, run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/salvage-swap/one-step", test_one_step);
  fixture_add ("/library/salvage-swap/killed-between", test_killed_between);
  fixture_add ("/library/salvage-swap/obstacle", test_obstacle);
  g_test_add ("/library/salvage-swap/fails-whole", Fixture, GINT_TO_POINTER (WITHOUT_LOG),
              fixture_set_up, test_fails_whole, fixture_tear_down);
  g_test_add ("/library/salvage-swap/fails-whole-with-log", Fixture, GINT_TO_POINTER (WITH_LOG),
              fixture_set_up, test_fails_whole, fixture_tear_down);
  g_test_add ("/library/salvage-swap/fails-whole-with-own-log", Fixture,
              GINT_TO_POINTER (WITH_OWN_LOG), fixture_set_up, test_fails_whole, fixture_tear_down);
  fixture_add ("/library/salvage-swap/missing", test_missing);
  fixture_add ("/library/salvage-swap/missing-without-runs", test_missing_without_runs);
  fixture_add ("/library/salvage-swap/missing-with-copies", test_missing_with_copies);

  return g_test_run ();
}
