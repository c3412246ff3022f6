/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Checkpoints: what is written, what is kept, and what there is after a writer died between any two
 * stages of a writing.
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "gmarl-library-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void
assert_file (const char *path, gboolean exists)
{
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, exists);
}

static guint
count_checkpoints (GmarlLibrary *library, const char *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = gmarl_library_list_checkpoints (library, run, &error);

  g_assert_no_error (error);
  return records->len;
}

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  static const struct {
    GmarlCheckpointKind kind;
    gint64 iteration;
    const char *name;
    const char *text;
  } expected[] = {
    { GMARL_CHECKPOINT_LAST, 60, "last.safetensors", "third" },
    { GMARL_CHECKPOINT_BEST, 25, "best.safetensors", "best" },
    { GMARL_CHECKPOINT_NUMBERED, 50, "iteration-000050.safetensors", "fifty" },
    { GMARL_CHECKPOINT_NUMBERED, 1234567, "iteration-1234567.safetensors", "far" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);
  g_autoptr (GPtrArray) records = NULL;

  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 0, "first");
  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 30, "second");
  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 60, "third");
  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 1234567, "far");
  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 50, "fifty");
  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 25, "best");

  records = gmarl_library_list_checkpoints (library, run, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, G_N_ELEMENTS (expected));
  for (gsize k = 0; k < G_N_ELEMENTS (expected); k++) {
    const GmarlCheckpointRecord *record = records->pdata[k];
    g_autofree char *path = fixture_path (fixture, "runs", run, expected[k].name);
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, expected[k].text, -1);
    g_autofree char *contents = NULL;

    g_assert_cmpint (record->kind, ==, expected[k].kind);
    g_assert_cmpint (record->iteration, ==, expected[k].iteration);
    g_assert_cmpfloat (record->score, ==, (double) expected[k].iteration);
    g_assert_cmpint (record->bytes, ==, strlen (expected[k].text));
    g_assert_cmpstr (record->sha256, ==, hash);
    g_assert_cmpstr (record->path, ==, path);
    g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
    g_assert_cmpstr (contents, ==, expected[k].text);
    assert_checkpoint (library, run, expected[k].kind, expected[k].iteration, expected[k].text);
  }
  g_assert_null (gmarl_library_list_checkpoints (library, "nothing", &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "nothing", NULL);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);
  GmarlCheckpointKind kind;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_null (
      gmarl_library_load_checkpoint (library, run, GMARL_CHECKPOINT_BEST, -1, NULL, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, run, "no checkpoint yet", NULL);
  g_clear_error (&error);

  /* The last one stands in for the best one. */
  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 3, "three");
  bytes = gmarl_library_load_checkpoint (library, run, GMARL_CHECKPOINT_BEST, -1, &kind, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kind, ==, GMARL_CHECKPOINT_LAST);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 5);

  g_assert_null (
      gmarl_library_load_checkpoint (library, run, GMARL_CHECKPOINT_NUMBERED, 60, NULL, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, run, "60", "checkpoint.interval", NULL);
  g_clear_error (&error);
  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 50, "fifty");
  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 100, "hundred");
  g_assert_null (
      gmarl_library_load_checkpoint (library, run, GMARL_CHECKPOINT_NUMBERED, 60, NULL, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, run, "60", "50, 100", NULL);
  g_clear_error (&error);
  g_assert_null (
      gmarl_library_load_checkpoint (library, "nothing", GMARL_CHECKPOINT_LAST, 0, NULL, &error));
  assert_message (error, GMARL_ERROR_NOT_FOUND, "nothing", NULL);
}

static void
test_keep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autofree char *rows = NULL;
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);
  g_autoptr (GBytes) bytes = make_bytes ("policy");

  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 5, "last");
  for (gint64 iteration = 10; iteration <= 60; iteration += 10) {
    gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, iteration, NAN, bytes, 2, &error);
    g_assert_no_error (error);
  }
  for (gint64 iteration = 10; iteration <= 60; iteration += 10) {
    g_autofree char *name = gmarl_checkpoint_file_name (GMARL_CHECKPOINT_NUMBERED, iteration);
    g_autofree char *path = fixture_path (fixture, "runs", run, name);

    assert_file (path, iteration >= 50);
  }
  g_assert_cmpuint (count_checkpoints (library, run), ==, 3);
  assert_checkpoint (library, run, GMARL_CHECKPOINT_LAST, 0, "last");

  /* One that is computed again after newer ones: the newer ones stay. */
  gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 40, NAN, bytes, 2, &error);
  g_assert_no_error (error);
  assert_checkpoint (library, run, GMARL_CHECKPOINT_NUMBERED, 50, "policy");
  assert_checkpoint (library, run, GMARL_CHECKPOINT_NUMBERED, 60, "policy");
  g_assert_cmpuint (count_checkpoints (library, run), ==, 3);
  rows = fixture_query (fixture, "SELECT count (*) FROM checkpoint");
  g_assert_cmpstr (rows, ==, "3");
}

/* The writer died after it had marked checkpoints for removal. */
static void
test_dies_removing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autofree char *ten = fixture_path (fixture, "runs", run, "iteration-000010.safetensors");
  g_autofree char *twenty = fixture_path (fixture, "runs", run, "iteration-000020.safetensors");
  g_autofree char *rows = NULL;
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 10, "ten");
  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 20, "twenty");
  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 30, "thirty");
  g_clear_pointer (&sink, gmarl_run_sink_free);
  fixture_sql (fixture, "UPDATE checkpoint SET state = 'removing' WHERE iteration <= 20");
  g_assert_cmpint (g_unlink (ten), ==, 0);

  g_assert_cmpuint (count_checkpoints (library, run), ==, 1);
  g_assert_true (gmarl_library_check (library, NULL));
  sink = open_sink (library, run);
  assert_file (twenty, FALSE);
  rows = fixture_query (fixture, "SELECT group_concat (iteration) FROM checkpoint");
  g_assert_cmpstr (rows, ==, "30");

  /* Computed again, it is there again. */
  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 10, "ten");
  assert_checkpoint (library, run, GMARL_CHECKPOINT_NUMBERED, 10, "ten");
}

static void
test_numbered_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);
  g_autoptr (GBytes) other = make_bytes ("other");

  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 50, "fifty");
  put_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 50, "fifty");
  g_assert_false (
      gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, 50, NAN, other, 0, &error));
  assert_message (error, GMARL_ERROR_DIVERGED, run, "iteration 50", "not changed", NULL);
  assert_checkpoint (library, run, GMARL_CHECKPOINT_NUMBERED, 50, "fifty");
  g_assert_cmpuint (count_checkpoints (library, run), ==, 1);
}

/* On its way back to a better best checkpoint, a resumed run does not lose it. */
static void
test_best_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autofree char *path = fixture_path (fixture, "runs", run, "best.safetensors");
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);
  g_autoptr (GmarlRunRecord) record = NULL;

  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 25, "25");
  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 75, "75");
  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 50, "50");
  assert_checkpoint (library, run, GMARL_CHECKPOINT_BEST, 0, "75");
  record = get_run (library, run);
  g_assert_cmpfloat (record->best_score, ==, 75);
  g_assert_cmpint (record->best_iteration, ==, 75);
  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 75, "75");
  assert_checkpoint (library, run, GMARL_CHECKPOINT_BEST, 0, "75");

  /* A damaged one is worth nothing. */
  damage_byte (path, 0);
  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 50, "50");
  assert_checkpoint (library, run, GMARL_CHECKPOINT_BEST, 0, "50");

  /* Only a later one is what a resumed run comes back to. */
  {
    g_autoptr (GBytes) bytes = make_bytes ("60");

    g_assert_true (gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_BEST, 60, 10, bytes, 0, NULL));
  }
  assert_checkpoint (library, run, GMARL_CHECKPOINT_BEST, 0, "60");
}

typedef enum {
  NOTHING,
  STAGED,
  ANNOUNCED,
  PUBLISHED,
  SETTLED
} Stage;

/* Writes a checkpoint up to a stage and leaves it there, as a process that dies does. */
static void
write_until (GmarlLibrary *library,
             const char *run,
             GmarlCheckpointKind kind,
             gint64 iteration,
             const char *text,
             Stage stage)
{
  static gboolean (*const stages[]) (GmarlCheckpointWrite *, GError **) = {
    gmarl_checkpoint_write_stage,
    gmarl_checkpoint_write_announce,
    gmarl_checkpoint_write_publish,
    gmarl_checkpoint_write_settle,
  };
  g_autoptr (GBytes) bytes = make_bytes (text);
  g_auto (GmarlCheckpointWrite) write = { 0 };

  gmarl_checkpoint_write_init (&write, library, run, kind, iteration, (double) iteration, bytes, 0);
  for (Stage k = NOTHING; k < stage; k++) {
    g_autoptr (GError) error = NULL;

    stages[k](&write, &error);
    g_assert_no_error (error);
  }
}

/* What readers find: the one checkpoint of this kind, whole, and nothing damaged. */
static void
assert_found (GmarlLibrary *library, const char *run, GmarlCheckpointKind kind, gint64 iteration)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = gmarl_library_list_checkpoints (library, run, &error);
  g_autoptr (GmarlRunRecord) record = get_run (library, run);
  g_autofree char *text = g_strdup_printf ("%d", (gint) iteration);

  g_assert_no_error (error);
  gmarl_library_check (library, &error);
  g_assert_no_error (error);
  if (iteration < 0) {
    g_assert_cmpuint (records->len, ==, 0);
    g_assert_true (isnan (record->best_score));
    g_assert_null (gmarl_library_load_checkpoint (library, run, kind, 9, NULL, &error));
    g_assert_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND);
    return;
  }
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpint (((GmarlCheckpointRecord *) records->pdata[0])->iteration, ==, iteration);
  g_assert_cmpfloat (((GmarlCheckpointRecord *) records->pdata[0])->score, ==, (double) iteration);
  assert_checkpoint (library, run, kind, iteration, text);
  if (kind == GMARL_CHECKPOINT_BEST) {
    g_assert_cmpfloat (record->best_score, ==, (double) iteration);
    g_assert_cmpint (record->best_iteration, ==, iteration);
  }
}

static void
die_at (const Fixture *fixture, GmarlCheckpointKind kind, gboolean had_one, Stage stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GmarlLibrary) reader = NULL;
  g_autofree char *run = begin_run (library, "a", 1);
  g_autofree char *name = gmarl_checkpoint_file_name (kind, 9);
  g_autofree char *file = fixture_path (fixture, "runs", run, name);
  g_autofree char *temporary = g_strconcat (file, ".tmp", NULL);
  g_autofree char *sql =
      g_strdup_printf ("SELECT group_concat (state) FROM checkpoint WHERE run_id = '%s'", run);
  g_autofree char *states = NULL;
  gint64 expected = stage >= PUBLISHED ? 9 : had_one ? 4 : -1;
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  if (had_one)
    put_checkpoint (sink, kind, 4, "4");
  g_clear_pointer (&sink, gmarl_run_sink_free);

  write_until (library, run, kind, 9, "9", stage);
  reader = gmarl_library_open (fixture->directory, GMARL_LIBRARY_READ_ONLY, &error);
  g_assert_no_error (error);
  assert_found (reader, run, kind, expected);
  assert_file (temporary, stage == STAGED || stage == ANNOUNCED);

  /* The next writer puts it in order. */
  sink = open_sink (library, run);
  assert_found (reader, run, kind, expected);
  assert_file (temporary, FALSE);
  states = fixture_query (fixture, sql);
  g_assert_cmpstr (states, ==, expected < 0 ? NULL : "current");

  /* And computes it again. */
  put_checkpoint (sink, kind, 9, "9");
  assert_found (reader, run, kind, 9);
  g_free (states);
  states = fixture_query (fixture, sql);
  g_assert_cmpstr (states, ==, "current");
}

static void
test_dies_writing (Fixture *fixture, gconstpointer data)
{
  for (Stage stage = NOTHING; stage <= SETTLED; stage++) {
    for (gint had_one = 0; had_one <= 1; had_one++) {
      die_at (fixture, GMARL_CHECKPOINT_LAST, had_one, stage);
      die_at (fixture, GMARL_CHECKPOINT_BEST, had_one, stage);
    }
    die_at (fixture, GMARL_CHECKPOINT_NUMBERED, FALSE, stage);
  }
}

/* "latest" needs a checkpoint that is there. */
static void
test_latest_is_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *old = begin_run (library, "old", 1);
  g_autofree char *new = begin_run (library, "new", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, old);
  g_autoptr (GmarlRunSink) other = open_sink (library, new);
  g_autoptr (GmarlRunRecord) run = NULL;

  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 1, "1");
  write_until (library, new, GMARL_CHECKPOINT_LAST, 9, "9", ANNOUNCED);
  run = get_run (library, "latest");
  g_assert_cmpstr (run->id, ==, old);
  write_until (library, new, GMARL_CHECKPOINT_LAST, 9, "9", PUBLISHED);
  g_clear_pointer (&run, gmarl_run_record_free);
  run = get_run (library, "latest");
  g_assert_cmpstr (run->id, ==, new);
}

/* The file is damaged, cut short or gone: said so, and nothing else suffers. */
static void
test_damage (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autofree char *path = fixture_path (fixture, "runs", run, "best.safetensors");
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 60, "last");
  for (gint damage = 0; damage < 3; damage++) {
    g_autoptr (GError) error = NULL;

    put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 50, "a whole checkpoint");
    g_assert_true (gmarl_library_check (library, NULL));
    if (damage == 0)
      damage_byte (path, 7);
    else if (damage == 1)
      g_assert_true (g_file_set_contents (path, "a whole", -1, NULL));
    else
      g_assert_cmpint (g_unlink (path), ==, 0);

    g_assert_null (
        gmarl_library_load_checkpoint (library, run, GMARL_CHECKPOINT_BEST, -1, NULL, &error));
    assert_message (error, GMARL_ERROR_CHECKPOINT, path, damage == 2 ? "missing" : "damaged",
                    "safe", "Restore", NULL);
    g_clear_error (&error);
    g_assert_false (gmarl_library_check (library, &error));
    assert_message (error, GMARL_ERROR_LIBRARY, "database is whole", path, NULL);
    assert_checkpoint (library, run, GMARL_CHECKPOINT_LAST, 0, "last");
  }
  /* Written again, it is whole again. */
  put_checkpoint (sink, GMARL_CHECKPOINT_BEST, 50, "a whole checkpoint");
  g_assert_true (gmarl_library_check (library, NULL));
}

typedef struct {
  GmarlRunSink *sink;
  gint64 iteration;
  gint64 end; /* no more from this iteration on */
} Overtaker;

/* Called when a statement of the reader ends. */
static int
overtake_cb (unsigned int event, void *data, void *statement, void *detail)
{
  Overtaker *self = data;
  g_autofree char *text = NULL;

  if (self->iteration >= self->end)
    return 0;
  text = g_strdup_printf ("%d", (gint) ++self->iteration);
  put_checkpoint (self->sink, GMARL_CHECKPOINT_LAST, self->iteration, text);
  return 0;
}

/* A writer replaces the checkpoint between the reader's look at the database and at the file. */
static void
test_overtaken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "a", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);
  Overtaker overtaker = { sink, 0, 7 };

  put_checkpoint (sink, GMARL_CHECKPOINT_LAST, 0, "0");
  sqlite3_trace_v2 (library->db, SQLITE_TRACE_PROFILE, overtake_cb, &overtaker);
  assert_checkpoint (library, run, GMARL_CHECKPOINT_LAST, 0, "7");

  overtaker.end = G_MAXINT64;
  g_assert_null (
      gmarl_library_load_checkpoint (library, run, GMARL_CHECKPOINT_LAST, 0, NULL, &error));
  assert_message (error, GMARL_ERROR_LIBRARY, run, "faster than they can be read", "try again",
                  NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/checkpoints/kinds", test_kinds);
  fixture_add ("/library/checkpoints/missing", test_missing);
  fixture_add ("/library/checkpoints/keep", test_keep);
  fixture_add ("/library/checkpoints/numbered-is-kept", test_numbered_is_kept);
  fixture_add ("/library/checkpoints/best-is-kept", test_best_is_kept);
  fixture_add ("/library/checkpoints/damage", test_damage);
  fixture_add ("/library/checkpoints/dies-writing", test_dies_writing);
  fixture_add ("/library/checkpoints/dies-removing", test_dies_removing);
  fixture_add ("/library/checkpoints/overtaken", test_overtaken);
  fixture_add ("/library/checkpoints/latest-is-there", test_latest_is_there);

  return g_test_run ();
}
