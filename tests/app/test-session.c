/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-session.h"

#include "gmarl-library-salvage.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

static void
count_cb (int *count)
{
  (*count)++;
}

static char *
temporary_directory (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("gridmarl-session-XXXXXX", &error);

  g_assert_no_error (error);
  return directory;
}

static char *
store_group (GmarlLibrary *library)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunConfig) config =
      gmarl_run_config_new (gmarl_scenario_new_builtin (gmarl_scenario_builtin_names ()[0], NULL));
  char *id = gmarl_library_begin_group (library, config, "a group", &error);

  g_assert_no_error (error);
  return id;
}

/* What another connection writes is noticed, at the latest at the next look. */
static void
test_change (void)
{
  g_autofree char *directory = temporary_directory ();
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) other = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, &error);
  g_autofree char *group = NULL;
  int count = 0;

  g_assert_no_error (error);
  g_signal_connect_swapped (session, "library-changed", G_CALLBACK (count_cb), &count);
  gmarl_session_set_watching (session, TRUE);
  g_assert_cmpint (count, ==, 0);
  group = store_group (other);
  while (count == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count, ==, 1);

  gmarl_session_set_watching (session, FALSE);
  gmarl_session_library_written (session);
  g_assert_cmpint (count, ==, 2);
  g_assert_finalize_object (g_steal_pointer (&session));
}

/* A library that cannot be opened leaves the present one, and says why. */
static void
test_open (void)
{
  g_autofree char *directory = temporary_directory ();
  g_autofree char *file = g_build_filename (directory, "file", NULL);
  g_autofree char *good = g_build_filename (directory, "good", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlSession) session = NULL;

  g_assert_true (g_file_set_contents (file, "no library", -1, NULL));
  session = gmarl_session_new (file);
  g_assert_null (gmarl_session_get_library (session));
  g_assert_nonnull (gmarl_session_get_library_error (session));
  g_assert_cmpstr (gmarl_session_get_library_directory (session), ==, file);

  g_assert_true (gmarl_session_open_library (session, good, &error));
  g_assert_no_error (error);
  g_assert_nonnull (gmarl_session_get_library (session));
  g_assert_null (gmarl_session_get_library_error (session));

  g_assert_false (gmarl_session_open_library (session, file, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (gmarl_session_get_library_directory (session), ==, good);
  g_assert_finalize_object (g_steal_pointer (&session));
}

/* Tables and user version of a database as another Gridmarl left it. */
static void
put_database (const char *directory, const char *statements)
{
  g_autofree char *path = g_build_filename (directory, "library.db", NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, statements, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* What an older program left is brought up to date, and a copy is kept. */
static void
test_older (void)
{
  g_autofree char *directory = temporary_directory ();
  g_autofree char *dump =
      g_test_build_filename (G_TEST_DIST, "..", "library", "schema-1.sql", NULL);
  g_autofree char *kept = g_build_filename (directory, "library.db.schema-1.backup", NULL);
  g_autofree char *statements = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlSession) session = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  g_assert_true (g_file_get_contents (dump, &statements, NULL, &error));
  put_database (directory, statements);
  session = gmarl_session_new (directory);
  g_assert_null (gmarl_session_get_library_error (session));
  runs = gmarl_library_list_runs (gmarl_session_get_library (session), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, >, 0);
  g_assert_true (g_file_test (kept, G_FILE_TEST_IS_REGULAR));
}

/* What a newer one left is not touched, and what can be done is said. */
static void
test_newer (void)
{
  g_autofree char *directory = temporary_directory ();
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  const char *trouble;

  g_clear_object (&session);
  put_database (directory, "PRAGMA user_version = 99");
  session = gmarl_session_new (directory);
  g_assert_null (gmarl_session_get_library (session));
  trouble = gmarl_session_get_library_error (session);
  g_assert_nonnull (strstr (trouble, "newer Gridmarl"));
  g_assert_nonnull (strstr (trouble, "Nothing was changed"));
  g_assert_nonnull (strstr (trouble, "Update Gridmarl"));
  g_assert_false (gmarl_library_is_damaged (directory));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/session/change", test_change);
  g_test_add_func ("/app/session/open", test_open);
  g_test_add_func ("/app/session/older", test_older);
  g_test_add_func ("/app/session/newer", test_newer);
  return g_test_run ();
}
