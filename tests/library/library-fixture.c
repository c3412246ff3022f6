/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "temporary-folder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIPPED 77
#define NOBODY  65534

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->folder = temporary_folder_new ();
  self->directory = g_build_filename (self->folder, "library", NULL);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  temporary_folder_remove (self->folder);
  g_free (self->folder);
  g_free (self->directory);
}

GmarlLibrary *
fixture_open (const Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GmarlLibrary *library = gmarl_library_open (self->directory, GMARL_LIBRARY_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_nonnull (library);
  return library;
}

char *
fixture_path (const Fixture *self, const char *first, const char *second, const char *third)
{
  return g_build_filename (self->directory, first, second, third, NULL);
}

static sqlite3 *
connect_to (const char *path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  return db;
}

static sqlite3 *
connect_beside (const Fixture *self)
{
  g_autofree char *path = fixture_path (self, "library.db", NULL, NULL);

  return connect_to (path);
}

void
fixture_sql (const Fixture *self, const char *sql)
{
  g_autofree char *path = fixture_path (self, "library.db", NULL, NULL);

  fixture_sql_on (path, sql);
}

void
fixture_sql_on (const char *path, const char *sql)
{
  sqlite3 *db = connect_to (path);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

char *
fixture_query (const Fixture *self, const char *sql)
{
  sqlite3 *db = connect_beside (self);
  sqlite3_stmt *statement;
  char *text = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return text;
}

void
make_schema_1 (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *database = fixture_path (fixture, "library.db", NULL, NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "library", "schema-1.sql", NULL);
  g_autofree char *sql = NULL;

  g_file_get_contents (path, &sql, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (fixture->directory, 0755), ==, 0);
  g_assert_true (g_file_set_contents (database, "", 0, NULL));
  fixture_sql (fixture, sql);
}

GmarlRunConfig *
make_config (void)
{
  g_autoptr (GError) error = NULL;
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-5", &error);
  GmarlRunConfig *config;

  g_assert_no_error (error);
  config = gmarl_run_config_new (scenario);
  config->iterations = 77;
  config->learning.clip = 0.1;
  return config;
}

GmarlRunConfig *
make_small_config (void)
{
  GmarlRunConfig *config = make_config ();
  const char *const assignments[] = { "rollout.environments=4", "rollout.steps=24",
                                      "ppo.minibatch=24",       "policy.hidden=8",
                                      "validation.interval=1",  "validation.days=1",
                                      "kernel_level=baseline",  "threads=1" };

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  config->iterations = 2;
  return config;
}

void
train_plan (GmarlRunPlan *plan)
{
  g_autoptr (GmarlTrainer) trainer = gmarl_run_plan_make_trainer (plan);
  g_autoptr (GError) error = NULL;

  g_assert_null (plan->sink);
  g_assert_true (gmarl_trainer_start (trainer, &error));
  g_assert_true (gmarl_trainer_wait (trainer, &error));
  g_assert_no_error (error);
}

char *
begin_run (GmarlLibrary *library, const char *name, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunConfig) config = make_config ();
  g_autofree char *group = gmarl_library_begin_group (library, config, name, &error);
  char *run;

  g_assert_no_error (error);
  run = gmarl_library_begin_run (library, group, seed, "avx2", NULL, &error);
  g_assert_no_error (error);
  return run;
}

void
make_row (gint64 iteration, GmarlTrainingMetrics *row)
{
  static const double odd[] = {
    -0.0,
    0.0,
    NAN,
    INFINITY,
    -INFINITY,
    4.9406564584124654e-324,
    -2.2250738585072009e-308,
    1.7976931348623157e308,
    9007199254740993.0,
    3.0,
    -1.0,
    0.1,
  };

  for (gint metric = 0; metric < GMARL_N_METRICS; metric++)
    row->value[metric] = metric % 3 == 2 ? sin ((double) iteration * 100 + metric)
                                         : odd[(iteration + metric) % (gint) G_N_ELEMENTS (odd)];
  row->value[GMARL_METRIC_ITERATION] = (double) iteration;
  row->value[GMARL_METRIC_SECONDS] = 0.25;
  row->value[GMARL_METRIC_EPISODE_REWARD] = (double) iteration / 7.0;
}

void
assert_row (const GmarlTrainingMetrics *stored, gint64 iteration)
{
  GmarlTrainingMetrics expected;

  make_row (iteration, &expected);
  for (gint metric = 0; metric < GMARL_N_METRICS; metric++) {
    if (isnan (expected.value[metric]))
      g_assert_true (isnan (stored->value[metric]));
    else
      g_assert_cmpmem (&stored->value[metric], sizeof (double), &expected.value[metric],
                       sizeof (double));
  }
}

GBytes *
make_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

GmarlRunSink *
open_sink (GmarlLibrary *library, const char *run_id)
{
  g_autoptr (GError) error = NULL;
  GmarlRunSink *sink = gmarl_library_open_sink (library, run_id, &error);

  g_assert_no_error (error);
  return sink;
}

void
put_rows (GmarlRunSink *sink, gint64 first, gint64 last)
{
  for (gint64 iteration = first; iteration <= last; iteration++) {
    g_autoptr (GError) error = NULL;
    GmarlTrainingMetrics row;

    make_row (iteration, &row);
    gmarl_run_sink_iteration (sink, &row, &error);
    g_assert_no_error (error);
  }
}

GmarlRunRecord *
get_run (GmarlLibrary *library, const char *reference)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, reference, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);
  return g_ptr_array_steal_index (runs, 0);
}

void
put_checkpoint (GmarlRunSink *sink, GmarlCheckpointKind kind, gint64 iteration, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make_bytes (text);

  gmarl_run_sink_checkpoint (sink, kind, iteration, (double) iteration, bytes, 0, &error);
  g_assert_no_error (error);
}

void
assert_checkpoint (GmarlLibrary *library,
                   const char *run_id,
                   GmarlCheckpointKind kind,
                   gint64 iteration,
                   const char *text)
{
  g_autoptr (GError) error = NULL;
  GmarlCheckpointKind found;
  g_autoptr (GBytes) bytes =
      gmarl_library_load_checkpoint (library, run_id, kind, iteration, &found, &error);

  g_assert_no_error (error);
  g_assert_cmpint (found, ==, kind);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

gboolean
run_in_child (Fixture *self, ChildFunc func, gboolean without_rights)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    if (without_rights && geteuid () == 0 && setresuid (NOBODY, NOBODY, NOBODY) != 0)
      child_skip ();
    func (self);
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == SKIPPED)
    return FALSE;
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return TRUE;
}

void
child_skip (void)
{
  _exit (SKIPPED);
}

void
salvage (const Fixture *self, GmarlSalvageResult *result)
{
  g_autoptr (GError) error = NULL;

  gmarl_library_salvage (self->directory, NULL, result, &error);
  g_assert_no_error (error);
}

void
damage_byte (const char *path, gsize offset)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (offset, <, length);
  contents[offset] = (char) ~contents[offset];
  g_file_set_contents (path, contents, (gssize) length, &error);
  g_assert_no_error (error);
}

void
assert_message (const GError *error, gint code, ...)
{
  const char *word;
  va_list words;

  g_assert_error (error, GMARL_ERROR, code);
  va_start (words, code);
  while ((word = va_arg (words, const char *)) != NULL)
    if (strstr (error->message, word) == NULL)
      g_error ("“%s” is not in: %s", word, error->message);
  va_end (words);
}
