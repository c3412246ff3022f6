/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Opening libraries: new ones, older and newer schemas, and what is no library.
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "gmarl-indicators.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define NEWEST      4
#define NEWEST_TEXT G_STRINGIFY (NEWEST)

static void
assert_no_file (const char *path)
{
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_fresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GPtrArray) runs = gmarl_library_list_runs (library, &error);
  g_autofree char *mode = fixture_query (fixture, "PRAGMA journal_mode");
  g_autofree char *version = fixture_query (fixture, "PRAGMA user_version");
  g_autofree char *application = fixture_query (fixture, "SELECT printf ('%x', application_id)"
                                                         " FROM pragma_application_id");

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 0);
  g_assert_cmpstr (gmarl_library_get_directory (library), ==, fixture->directory);
  g_assert_cmpstr (mode, ==, "wal");
  g_assert_cmpstr (version, ==, NEWEST_TEXT);
  g_assert_cmpstr (application, ==, "474d524c");
  g_assert_true (gmarl_library_check (library, &error));
  g_assert_no_error (error);
}

static void
test_default_directory (void)
{
  g_autofree char *directory = gmarl_library_default_directory ();

  g_assert_true (g_str_has_prefix (directory, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (directory, "/gridmarl/library"));
}

static void
test_relative_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = g_get_current_dir ();
  g_autoptr (GmarlLibrary) library = NULL;
  g_autofree char *run = NULL;

  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  library = gmarl_library_open ("library", GMARL_LIBRARY_DEFAULT, &error);
  g_assert_cmpint (g_chdir (before), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpstr (gmarl_library_get_directory (library), ==, fixture->directory);
  run = begin_run (library, "a", 1);
  g_assert_cmpuint (strlen (run), ==, 12);
}

/* Every entry of the registries is a column that takes the awkward reals. */
static void
test_columns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);

  for (gint k = 1; k < GMARL_N_METRICS; k++) {
    g_autofree char *sql =
        g_strdup_printf ("SELECT type FROM pragma_table_info ('metric') WHERE name = '%s'",
                         gmarl_training_metrics[k].id);
    g_autofree char *type = fixture_query (fixture, sql);

    g_assert_cmpstr (type, ==, "ANY");
  }
  for (gint k = 0; k < GMARL_N_INDICATORS; k++) {
    g_autofree char *sql =
        g_strdup_printf ("SELECT type FROM pragma_table_info ('evaluation') WHERE name = '%s'",
                         gmarl_indicators[k].id);
    g_autofree char *type = fixture_query (fixture, sql);

    g_assert_cmpstr (type, ==, "ANY");
  }
}

/* docs/results-library.md has a row for every table and every column but the indicators'. */
static void
test_documented (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "docs", "results-library.md", NULL);
  g_autofree char *text = NULL;
  g_autofree char *names =
      fixture_query (fixture, "SELECT group_concat (t.name || '.' || c.name, ' ')"
                              " FROM pragma_table_list AS t, pragma_table_info (t.name) AS c"
                              " WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'");
  g_auto (GStrv) columns = g_strsplit (names, " ", -1);

  g_assert_cmpuint (g_strv_length (columns), >, GMARL_N_METRICS + GMARL_N_INDICATORS);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  for (gsize k = 0; columns[k] != NULL; k++) {
    g_auto (GStrv) names_of = g_strsplit (columns[k], ".", 2);
    g_autofree char *heading = g_strdup_printf ("\n**%s**: ", names_of[0]);
    g_autofree char *cell = g_strdup_printf ("`%s`", names_of[1]);
    const char *section = strstr (text, heading);
    const char *end;

    if (section == NULL)
      g_error ("%s lacks the table %s", path, names_of[0]);
    end = strstr (section + 1, "\n**");
    if (g_strstr_len (section, end == NULL ? -1 : end - section, cell) == NULL &&
        gmarl_indicator_find (names_of[1]) < 0)
      g_error ("%s lacks the column %s", path, columns[k]);
  }
}

static char *
fill (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  char *run = begin_run (library, "old", 5);
  g_autoptr (GmarlRunSink) sink = gmarl_library_open_sink (library, run, &error);
  GmarlTrainingMetrics row;

  g_assert_no_error (error);
  for (gint64 iteration = 1; iteration <= 3; iteration++) {
    make_row (iteration, &row);
    gmarl_run_sink_iteration (sink, &row, &error);
    g_assert_no_error (error);
  }
  return run;
}

static void
assert_filled (GmarlLibrary *library, const char *run, gint missing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = gmarl_library_load_metrics (library, run, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);
  for (guint k = 0; k < rows->len; k++) {
    GmarlTrainingMetrics row = g_array_index (rows, GmarlTrainingMetrics, k);
    GmarlTrainingMetrics expected;

    if (missing >= 0) {
      make_row (k + 1, &expected);
      g_assert_true (isnan (row.value[missing]));
      row.value[missing] = expected.value[missing];
    }
    assert_row (&row, k + 1);
  }
}

static void
test_reopen (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill (fixture);
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *backup =
      fixture_path (fixture, "library.db.schema-" NEWEST_TEXT ".backup", NULL, NULL);

  assert_filled (library, run, -1);
  assert_no_file (backup);
}

/* A database from before a metric and an indicator existed. */
static void
test_migrates_missing_columns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *run = fill (fixture);
  g_autofree char *backup =
      fixture_path (fixture, "library.db.schema-" NEWEST_TEXT ".backup", NULL, NULL);
  g_autofree char *second =
      fixture_path (fixture, "library.db.schema-" NEWEST_TEXT ".backup-2", NULL, NULL);
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autoptr (GmarlLibrary) library = NULL;

  fixture_sql (fixture, "ALTER TABLE metric DROP COLUMN kl;"
                        "ALTER TABLE evaluation DROP COLUMN stability");
  library = fixture_open (fixture);
  assert_filled (library, run, GMARL_METRIC_KL);
  g_assert_true (g_file_test (backup, G_FILE_TEST_IS_REGULAR));
  assert_no_file (second);
  g_clear_pointer (&library, gmarl_library_close);

  /* Again: the first copy stays what it is. */
  fixture_sql (fixture, "ALTER TABLE metric DROP COLUMN entropy");
  library = fixture_open (fixture);
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_REGULAR));
  g_clear_pointer (&library, gmarl_library_close);

  /* The copy is the old database: without the column, with the rows. */
  g_assert_cmpint (g_rename (backup, database), ==, 0);
  {
    g_autofree char *columns = fixture_query (
        fixture, "SELECT count (*) FROM pragma_table_info ('metric') WHERE name = 'kl'");
    g_autofree char *rows = fixture_query (fixture, "SELECT count (*) FROM metric");

    g_assert_cmpstr (columns, ==, "0");
    g_assert_cmpstr (rows, ==, "3");
  }
  library = fixture_open (fixture);
  assert_filled (library, run, GMARL_METRIC_KL);
}

/* Reading alone changes nothing, and does without the column. */
static void
test_reads_missing_columns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *run = fill (fixture);
  g_autofree char *backup =
      fixture_path (fixture, "library.db.schema-" NEWEST_TEXT ".backup", NULL, NULL);
  g_autoptr (GmarlLibrary) library = NULL;
  const guint64 seed = 1;
  double *values;

  fixture_sql (fixture, "ALTER TABLE metric DROP COLUMN kl;"
                        "ALTER TABLE evaluation DROP COLUMN stability");
  library = gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY, &error);
  g_assert_no_error (error);
  assert_filled (library, run, GMARL_METRIC_KL);
  values = gmarl_library_lookup_evaluation (library, "idle", "hash", &seed, 1, &error);
  g_assert_no_error (error);
  g_assert_null (values);
  assert_no_file (backup);
}

/* The whole chain of migrations, from a database with our mark and nothing in it. */
static void
test_migrates_version_0 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autoptr (GmarlLibrary) library = NULL;
  g_autofree char *run = NULL;
  g_autofree char *version = NULL;

  g_assert_cmpint (g_mkdir (fixture->directory, 0755), ==, 0);
  g_assert_true (g_file_set_contents (database, "", 0, NULL));
  fixture_sql (fixture, "PRAGMA application_id = 0x474d524c; CREATE TABLE notes (text)");
  run = fill (fixture);
  version = fixture_query (fixture, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, NEWEST_TEXT);
  library = fixture_open (fixture);
  assert_filled (library, run, -1);
  {
    g_autofree char *backup = fixture_path (fixture, "library.db.schema-0.backup", NULL, NULL);

    g_assert_true (g_file_test (backup, G_FILE_TEST_IS_REGULAR));
  }
}

static void
test_migrates_schema_1 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autofree char *backup = fixture_path (fixture, "library.db.schema-1.backup", NULL, NULL);
  g_autofree char *version = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *sum_before = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  static const char *const tags[] = { "paper", NULL };
  static const char total[] = "SELECT printf ('%.17g', sum (value_loss)) FROM metric";

  make_schema_1 (fixture);
  sum_before = fixture_query (fixture, total);
  library = fixture_open (fixture);
  version = fixture_query (fixture, "PRAGMA user_version");
  sum = fixture_query (fixture, total);
  g_assert_cmpstr (version, ==, NEWEST_TEXT);
  g_assert_cmpstr (sum, ==, sum_before);

  runs = gmarl_library_find_runs (library, "old steps", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 2);
  for (guint k = 0; k < 2; k++) {
    const GmarlRunRecord *run = runs->pdata[k];
    g_autoptr (GArray) rows = gmarl_library_load_metrics (library, run->id, &error);
    g_autoptr (GmarlRunConfig) config = gmarl_library_load_config (library, run->id, &error);
    g_autoptr (GPtrArray) checkpoints = gmarl_library_list_checkpoints (library, run->id, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (rows->len, ==, 4);
    g_assert_cmpuint (checkpoints->len, ==, 4);
    g_assert_cmpuint (run->seed, ==, k == 0 ? 1 : 1000000000000);
    g_assert_cmpint (run->trashed_us, ==, 0);
    g_assert_cmpstr (run->notes, ==, "");
    g_assert_cmpint (run->look, ==, -1);
    g_assert_cmpuint (g_strv_length (run->tags), ==, 0);
  }
  g_assert_true (
      gmarl_library_set_tags (library, ((GmarlRunRecord *) runs->pdata[0])->id, tags, &error));
  g_clear_pointer (&library, gmarl_library_close);

  /* The copy is the old database, and opens in its turn. */
  g_assert_cmpint (g_rename (backup, database), ==, 0);
  g_free (version);
  version = fixture_query (fixture, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, "1");
  library = fixture_open (fixture);
  g_clear_pointer (&runs, g_ptr_array_unref);
  runs = gmarl_library_list_runs (library, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 2);
}

/* Reading alone does not change it, unless it was asked to. */
/* Schema 3 kept evaluations under keys that are looked up no more. */
static void
test_migrates_schema_3 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill (fixture);
  g_autofree char *sha256 = g_strnfill (64, 'a');
  g_autofree char *sql = g_strdup_printf (
      "ALTER TABLE run DROP COLUMN init_sha256; DELETE FROM evaluation;"
      "INSERT INTO evaluation (policy, scenario_hash, version, episode_seed, indicators) VALUES"
      " ('idle', 'x', 'x', 1, 1), ('idle@0.1.0', 'x', 'x', 1, 1), ('%s', 'x', 'x', 1, 1),"
      " ('%s@0.1.0/0', 'x', 'x', 1, 1); PRAGMA user_version = 3",
      sha256, sha256);
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GmarlRunRecord) record = NULL;
  g_autofree char *left = NULL;

  fixture_sql (fixture, sql);
  library = fixture_open (fixture);
  record = get_run (library, run);
  g_assert_null (record->init_sha256);
  left = fixture_query (fixture, "SELECT group_concat (policy) FROM evaluation");
  g_assert_cmpstr (left, ==, "idle");
}

static void
test_reads_schema_1 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GmarlLibrary) library = NULL;

  make_schema_1 (fixture);
  g_assert_null (gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "schema 1", "older Gridmarl", "Nothing was changed",
                  NULL);
  g_clear_error (&error);
  before = fixture_query (fixture, "PRAGMA user_version");
  g_assert_cmpstr (before, ==, "1");
  library = gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY | GMARL_LIBRARY_UPDATE,
                                &error);
  g_assert_no_error (error);
  after = fixture_query (fixture, "PRAGMA user_version");
  g_assert_cmpstr (after, ==, NEWEST_TEXT);
  g_assert_false (gmarl_library_set_look (library, "x", 1, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "reading only", NULL);
}

/* A migration that fails leaves the old database. */
static void
test_failed_migration (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autofree char *version = NULL;
  g_autofree char *tables = NULL;

  g_assert_cmpint (g_mkdir (fixture->directory, 0755), ==, 0);
  g_assert_true (g_file_set_contents (database, "", 0, NULL));
  fixture_sql (fixture, "PRAGMA application_id = 0x474d524c; CREATE TABLE run (text)");
  g_assert_null (gmarl_library_open (fixture->directory, GMARL_LIBRARY_DEFAULT, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "run already exists", "safe", NULL);
  version = fixture_query (fixture, "PRAGMA user_version");
  tables = fixture_query (fixture, "SELECT group_concat (name) FROM sqlite_schema");
  g_assert_cmpstr (version, ==, "0");
  g_assert_cmpstr (tables, ==, "run");
}

static void
test_newer_schema (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill (fixture);

  fixture_sql (fixture, "PRAGMA user_version = 1000");
  for (gint flags = GMARL_LIBRARY_DEFAULT; flags <= GMARL_LIBRARY_READ_ONLY; flags++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (gmarl_library_open (fixture->directory, (GmarlLibraryFlags) flags, &error));
    assert_message (error, GMARL_ERROR_LIBRARY, "library.db", "newer Gridmarl", "schema is 1000",
                    "Nothing was changed", "Update Gridmarl", NULL);
  }
  fixture_sql (fixture, "PRAGMA user_version = " NEWEST_TEXT);
  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);

    assert_filled (library, run, -1);
  }
}

static void
test_other_program (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autofree char *tables = NULL;

  g_assert_cmpint (g_mkdir (fixture->directory, 0755), ==, 0);
  g_assert_true (g_file_set_contents (database, "", 0, NULL));
  fixture_sql (fixture, "CREATE TABLE songs (title)");
  g_assert_null (gmarl_library_open (fixture->directory, GMARL_LIBRARY_DEFAULT, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, "another program", "Nothing was changed",
                  "another folder", NULL);
  tables = fixture_query (fixture, "SELECT group_concat (name) FROM sqlite_schema");
  g_assert_cmpstr (tables, ==, "songs");
}

/* A restored copy is not in write-ahead mode; opening it makes it so. */
static void
test_restores_write_ahead (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = fill (fixture);
  g_autoptr (GmarlLibrary) library = NULL;
  g_autofree char *mode = NULL;

  fixture_sql (fixture, "PRAGMA journal_mode = DELETE");
  library = fixture_open (fixture);
  mode = fixture_query (fixture, "PRAGMA journal_mode");
  g_assert_cmpstr (mode, ==, "wal");
  assert_filled (library, run, -1);
}

static void
test_folder_with_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *note = fixture_path (fixture, "note.txt", NULL, NULL);
  g_autofree char *contents = NULL;
  g_autofree char *run = NULL;

  g_assert_cmpint (g_mkdir (fixture->directory, 0755), ==, 0);
  g_assert_true (g_file_set_contents (note, "mine", -1, NULL));
  run = fill (fixture);
  g_assert_true (g_file_get_contents (note, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "mine");
}

static void
test_data_version (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) reader = fixture_open (fixture);
  g_autoptr (GmarlLibrary) writer = fixture_open (fixture);
  gint64 before = gmarl_library_get_data_version (reader);
  g_autofree char *run = NULL;

  g_assert_cmpint (gmarl_library_get_data_version (reader), ==, before);
  run = begin_run (writer, "a", 1);
  g_assert_cmpint (gmarl_library_get_data_version (reader), !=, before);
}

static void
test_evaluations (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  const guint64 seeds[] = { 960000, G_MAXUINT64, 3 };
  const guint64 other[] = { 3, 960000 };
  const guint64 unknown[] = { 3, 4 };
  double values[3][GMARL_N_INDICATORS];
  double changed[3][GMARL_N_INDICATORS];
  g_autofree double *found = NULL;
  g_autofree double *some = NULL;

  for (gint e = 0; e < 3; e++)
    for (gint k = 0; k < GMARL_N_INDICATORS; k++)
      values[e][k] = k % 5 == 0 ? NAN : k % 5 == 1 ? -0.0 : cos (e * 50 + k);
  memset (changed, 0, sizeof changed);

  g_assert_null (gmarl_library_lookup_evaluation (library, "idle", "hash", seeds, 3, &error));
  g_assert_no_error (error);
  gmarl_library_store_evaluation (library, "idle", "hash", seeds, 3, &values[0][0], &error);
  g_assert_no_error (error);
  found = gmarl_library_lookup_evaluation (library, "idle", "hash", seeds, 3, &error);
  g_assert_no_error (error);
  for (gint k = 0; k < 3 * GMARL_N_INDICATORS; k++)
    if (isnan ((&values[0][0])[k]))
      g_assert_true (isnan (found[k]));
    else
      g_assert_cmpmem (&found[k], sizeof (double), &(&values[0][0])[k], sizeof (double));

  /* Episodes stand for themselves: other protocols find theirs, in their order. */
  some = gmarl_library_lookup_evaluation (library, "idle", "hash", other, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (&some[1], sizeof (double), &values[2][1], sizeof (double));
  g_assert_cmpmem (&some[GMARL_N_INDICATORS + 2], sizeof (double), &values[0][2], sizeof (double));

  g_assert_null (gmarl_library_lookup_evaluation (library, "idle", "hash", unknown, 2, &error));
  g_assert_null (gmarl_library_lookup_evaluation (library, "random", "hash", seeds, 3, &error));
  g_assert_null (gmarl_library_lookup_evaluation (library, "idle", "other", seeds, 3, &error));
  g_assert_no_error (error);

  /* What is stored stays … */
  gmarl_library_store_evaluation (library, "idle", "hash", seeds, 3, &changed[0][0], &error);
  g_assert_no_error (error);
  g_free (found);
  found = gmarl_library_lookup_evaluation (library, "idle", "hash", seeds, 3, &error);
  g_assert_cmpmem (&found[2], sizeof (double), &values[0][2], sizeof (double));

  /* … unless it lacks indicators that there are now; and other versions are not asked. */
  fixture_sql (fixture, "UPDATE evaluation SET indicators = 1");
  g_assert_null (gmarl_library_lookup_evaluation (library, "idle", "hash", seeds, 3, &error));
  gmarl_library_store_evaluation (library, "idle", "hash", seeds, 3, &changed[0][0], &error);
  g_assert_no_error (error);
  g_free (found);
  found = gmarl_library_lookup_evaluation (library, "idle", "hash", seeds, 3, &error);
  g_assert_cmpfloat (found[2], ==, 0.0);
  fixture_sql (fixture, "UPDATE evaluation SET version = '0.0.9'");
  g_assert_null (gmarl_library_lookup_evaluation (library, "idle", "hash", seeds, 3, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/open/fresh", test_fresh);
  g_test_add_func ("/library/open/default-directory", test_default_directory);
  fixture_add ("/library/open/relative-path", test_relative_path);
  fixture_add ("/library/open/reopen", test_reopen);
  fixture_add ("/library/open/folder-with-files", test_folder_with_files);
  fixture_add ("/library/open/other-program", test_other_program);
  fixture_add ("/library/open/data-version", test_data_version);
  fixture_add ("/library/schema/columns", test_columns);
  fixture_add ("/library/schema/documented", test_documented);
  fixture_add ("/library/schema/missing-columns", test_migrates_missing_columns);
  fixture_add ("/library/schema/missing-columns-read-only", test_reads_missing_columns);
  fixture_add ("/library/schema/version-0", test_migrates_version_0);
  fixture_add ("/library/schema/from-1", test_migrates_schema_1);
  fixture_add ("/library/schema/from-3", test_migrates_schema_3);
  fixture_add ("/library/schema/from-1-read-only", test_reads_schema_1);
  fixture_add ("/library/schema/failed-migration", test_failed_migration);
  fixture_add ("/library/schema/newer", test_newer_schema);
  fixture_add ("/library/schema/write-ahead", test_restores_write_ahead);
  fixture_add ("/library/evaluations", test_evaluations);

  return g_test_run ();
}
