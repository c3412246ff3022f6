/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Several processes on one library, and processes that are killed.
 *
 * A child opens its own library after the fork: a connection of SQLite must not cross it. What a
 * child says through its pipe has happened: the call had returned.
 */
#include "library-fixture.h"

#include "gmarl-error.h"
#include "gmarl-library-merge.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  pid_t process;
  gint from; /* reads what the child says */
  gint to;   /* a byte tells the child to begin */
} Child;

typedef void (*Work) (const Fixture *fixture, guint number, gint say);

static Child
start_child (const Fixture *fixture, Work work, guint number)
{
  gint from[2], to[2];
  Child child;
  char byte;

  g_assert_cmpint (pipe2 (from, O_CLOEXEC), ==, 0);
  g_assert_cmpint (pipe2 (to, O_CLOEXEC), ==, 0);
  child.process = fork ();
  g_assert_cmpint (child.process, >=, 0);
  if (child.process == 0) {
    close (from[0]);
    close (to[1]);
    g_assert_cmpint (read (to[0], &byte, 1), ==, 1);
    work (fixture, number, from[1]);
    _exit (0);
  }
  close (from[1]);
  close (to[0]);
  child.from = from[0];
  child.to = to[1];
  return child;
}

static void
begin_child (Child *child)
{
  g_assert_cmpint (write (child->to, "b", 1), ==, 1);
  close (child->to);
}

static void
say (gint fd, const char *id, gint64 number)
{
  char line[32];

  g_snprintf (line, sizeof line, "%s %6d\n", id, (gint) number);
  g_assert_cmpint (write (fd, line, strlen (line)), ==, (gssize) strlen (line));
}

#define LINE_LENGTH 20

/* The next line of the child; FALSE at its end. */
static gboolean
listen_to (Child *child, char id[13], gint64 *number)
{
  char line[LINE_LENGTH + 1] = "";
  gsize have = 0;

  while (have < LINE_LENGTH) {
    gssize got = read (child->from, line + have, LINE_LENGTH - have);

    if (got <= 0)
      return FALSE;
    have += (gsize) got;
  }
  memcpy (id, line, 12);
  id[12] = '\0';
  *number = g_ascii_strtoll (line + 13, NULL, 10);
  return TRUE;
}

static void
end_child (Child *child, gboolean killed)
{
  gint status;

  close (child->from);
  g_assert_cmpint (waitpid (child->process, &status, 0), ==, child->process);
  if (killed) {
    g_assert_true (WIFSIGNALED (status));
    g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
  } else {
    g_assert_true (WIFEXITED (status));
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  }
}

static void
assert_rows (GmarlLibrary *library, const char *run, gint64 at_least)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = gmarl_library_load_metrics (library, run, &error);
  g_autoptr (GmarlRunRecord) record = get_run (library, run);

  g_assert_no_error (error);
  g_assert_cmpint (rows->len, >=, at_least);
  g_assert_cmpint (record->iteration, ==, rows->len);
  g_assert_cmpfloat (record->seconds, ==, 0.25 * rows->len);
  for (guint k = 0; k < rows->len; k++)
    assert_row (&g_array_index (rows, GmarlTrainingMetrics, k), k + 1);
}

#define ROWS 500

static void
write_many_rows (const Fixture *fixture, guint number, gint fd)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "together", number);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  for (gint64 iteration = 1; iteration <= ROWS; iteration++) {
    put_rows (sink, iteration, iteration);
    if (iteration % 50 == 0) {
      g_autofree char *text = g_strdup_printf ("%u %d", number, (gint) iteration);

      put_checkpoint (sink, GMARL_CHECKPOINT_LAST, iteration, text);
    }
  }
  say (fd, run, ROWS);
}

static void
test_two_writers (Fixture *fixture, gconstpointer data)
{
  Child children[2];
  char run[2][13];
  g_autoptr (GmarlLibrary) library = NULL;

  for (guint k = 0; k < 2; k++)
    children[k] = start_child (fixture, write_many_rows, k);
  for (guint k = 0; k < 2; k++)
    begin_child (&children[k]);
  for (guint k = 0; k < 2; k++) {
    gint64 number;

    g_assert_true (listen_to (&children[k], run[k], &number));
    end_child (&children[k], FALSE);
  }

  library = fixture_open (fixture);
  for (guint k = 0; k < 2; k++) {
    g_autofree char *text = g_strdup_printf ("%u %d", k, ROWS);

    assert_rows (library, run[k], ROWS);
    assert_checkpoint (library, run[k], GMARL_CHECKPOINT_LAST, 0, text);
  }
  g_assert_true (gmarl_library_check (library, NULL));
}

#define CREATORS 4
#define ROUNDS   10

static void
create_library (const Fixture *fixture, guint number, gint fd)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "first", number);

  say (fd, run, number);
}

/* All make the library at the same instant. */
static void
test_creators (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < ROUNDS; round++) {
    g_autofree char *name = g_strdup_printf ("library-%u", round);
    Fixture one = { fixture->folder, g_build_filename (fixture->folder, name, NULL) };
    g_autofree char *backup = g_strconcat (one.directory, "/library.db.schema-0.backup", NULL);
    g_autoptr (GmarlLibrary) library = NULL;
    g_autoptr (GPtrArray) runs = NULL;
    Child children[CREATORS];

    for (guint k = 0; k < CREATORS; k++)
      children[k] = start_child (&one, create_library, k);
    for (guint k = 0; k < CREATORS; k++)
      begin_child (&children[k]);
    for (guint k = 0; k < CREATORS; k++) {
      gint64 number;
      char run[13];

      g_assert_true (listen_to (&children[k], run, &number));
      end_child (&children[k], FALSE);
    }
    library = fixture_open (&one);
    runs = gmarl_library_list_runs (library, NULL);
    g_assert_cmpuint (runs->len, ==, CREATORS);
    g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
    g_free (one.directory);
  }
}

#define CHECKPOINT_LINE 100000 /* added to a number that is a checkpoint's */

/* For ever: rows, now and then the checkpoints of all kinds; each said once it is there. */
static void
write_for_ever (const Fixture *fixture, guint number, gint fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, "killed", &error);
  const char *run = ((GmarlRunRecord *) runs->pdata[0])->id;
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  for (gint64 iteration = 1;; iteration++) {
    g_autofree char *text = g_strdup_printf ("%d", (gint) iteration);
    g_autoptr (GBytes) bytes = make_bytes (text);

    put_rows (sink, iteration, iteration); /* those of an earlier life are compared */
    say (fd, run, iteration);
    put_checkpoint (sink, GMARL_CHECKPOINT_BEST, iteration, text);
    gmarl_run_sink_checkpoint (sink, GMARL_CHECKPOINT_NUMBERED, iteration, 0, bytes, 3, &error);
    g_assert_no_error (error);
    put_checkpoint (sink, GMARL_CHECKPOINT_LAST, iteration, text);
    say (fd, run, CHECKPOINT_LINE + iteration);
  }
}

/* Checks every checkpoint of the run; the iteration of the last one. */
static gint64
check_checkpoints (GmarlLibrary *library, const char *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = gmarl_library_list_checkpoints (library, run, &error);
  gint64 last = -1;

  g_assert_no_error (error);
  for (guint k = 0; k < records->len; k++) {
    const GmarlCheckpointRecord *record = records->pdata[k];
    g_autofree char *text = g_strdup_printf ("%d", (gint) record->iteration);

    assert_checkpoint (library, run, record->kind, record->iteration, text);
    if (record->kind == GMARL_CHECKPOINT_LAST)
      last = record->iteration;
  }
  return last;
}

#define KILLS            20
#define MOST_LINES       24
#define LONGEST_DELAY_US 30000 /* about what three checkpoints take */

/* Killed at any instant of a row, of a checkpoint, or in between. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *run = NULL;
  gint64 best = -1, rows = 0; /* -1: none yet */

  {
    g_autoptr (GmarlLibrary) library = fixture_open (fixture);

    run = begin_run (library, "killed", 1);
  }
  for (gint kill_number = 0; kill_number < KILLS; kill_number++) {
    Child child = start_child (fixture, write_for_ever, 0);
    gint lines = g_test_rand_int_range (1, MOST_LINES);
    gint64 last = -1, number;
    char id[13];
    g_autoptr (GmarlLibrary) library = NULL;

    begin_child (&child);
    while (lines-- > 0 && listen_to (&child, id, &number)) {
      if (number > CHECKPOINT_LINE)
        last = number - CHECKPOINT_LINE;
      else
        rows = MAX (rows, number);
    }
    /* No waiting for anything: an instant in the midst of what comes next. */
    g_usleep ((gulong) g_test_rand_int_range (0, LONGEST_DELAY_US));
    g_assert_cmpint (kill (child.process, SIGKILL), ==, 0);
    /* What it had said before it died counts too. */
    while (listen_to (&child, id, &number))
      if (number > CHECKPOINT_LINE)
        last = number - CHECKPOINT_LINE;
      else
        rows = MAX (rows, number);
    end_child (&child, TRUE);

    {
      g_autofree char *states =
          fixture_query (fixture, "SELECT group_concat (kind || ' ' || state)"
                                  " FROM checkpoint WHERE state != 'current'");

      g_test_message ("in the midst of: %s", states);
    }
    library = fixture_open (fixture);
    assert_rows (library, run, rows);
    g_assert_cmpint (check_checkpoints (library, run), >=, last);
    g_assert_true (gmarl_library_check (library, NULL));
    {
      g_autoptr (GmarlRunRecord) record = get_run (library, "latest");

      g_assert_cmpint (record->status, ==, GMARL_RUN_INTERRUPTED);
      /* The best one never goes back, though each life computes all of it again. */
      best = MAX (best, last);
      g_assert_cmpint (record->best_iteration, >=, best);
    }
  }
}

static void
hold_run (const Fixture *fixture, guint number, gint fd)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "held", 4);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  say (fd, run, 0);
  pause ();
}

static void
test_holder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Child child = start_child (fixture, hold_run, 0);
  g_autofree char *process = g_strdup_printf ("process %ld ", (long) child.process);
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GmarlRunRecord) record = NULL;
  g_autoptr (GmarlRunSink) sink = NULL;
  gint64 number;
  char run[13];

  begin_child (&child);
  g_assert_true (listen_to (&child, run, &number));
  library = fixture_open (fixture);
  for (gint k = 0; k < 3; k++) {
    g_clear_pointer (&record, gmarl_run_record_free);
    record = get_run (library, run);
    g_assert_cmpint (record->status, ==, GMARL_RUN_RUNNING);
    g_assert_null (gmarl_library_open_sink (library, run, &error));
    assert_message (error, GMARL_ERROR_LIBRARY, run, "held", process, g_get_host_name (),
                    "Nothing was changed", NULL);
    g_clear_error (&error);
  }
  g_assert_cmpint (kill (child.process, SIGKILL), ==, 0);
  end_child (&child, TRUE);
  g_clear_pointer (&record, gmarl_run_record_free);
  record = get_run (library, run);
  g_assert_cmpint (record->status, ==, GMARL_RUN_INTERRUPTED);
  sink = open_sink (library, run);
}

#define REPLACEMENTS 30

static void
replace_checkpoint (const Fixture *fixture, guint number, gint fd)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "read", 4);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);

  for (gint64 iteration = 0;; iteration++) {
    g_autofree char *text = g_strdup_printf ("%d", (gint) iteration);

    put_checkpoint (sink, GMARL_CHECKPOINT_LAST, iteration, text);
    if (iteration == 0)
      say (fd, run, 0);
  }
}

/* A reader finds a whole checkpoint while the writer replaces it without a pause. */
static void
test_reader (Fixture *fixture, gconstpointer data)
{
  Child child = start_child (fixture, replace_checkpoint, 0);
  g_autoptr (GmarlLibrary) library = NULL;
  gint64 number, newest = 0;
  char run[13];

  begin_child (&child);
  g_assert_true (listen_to (&child, run, &number));
  library = fixture_open (fixture);
  while (newest < REPLACEMENTS) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes =
        gmarl_library_load_checkpoint (library, run, GMARL_CHECKPOINT_LAST, 0, NULL, &error);
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    number = g_ascii_strtoll (text, NULL, 10);
    g_assert_cmpint (number, >=, newest);
    newest = number;
  }
  g_assert_cmpint (kill (child.process, SIGKILL), ==, 0);
  end_child (&child, TRUE);
}

#define MERGES 10

/* One process trains in a library; this one merges it into another again and again. Whatever is
 * there is a run at one instant: no state to resume from without the rows before it. */
static void
test_merge_beside_writer (Fixture *fixture, gconstpointer data)
{
  Fixture target = { fixture->folder, g_build_filename (fixture->folder, "target", NULL) };
  g_autoptr (GmarlLibrary) library = fixture_open (&target);
  g_autofree char *run = NULL;
  gint64 number, rows = 0;
  char id[13];
  Child child;

  {
    g_autoptr (GmarlLibrary) other = fixture_open (fixture);

    run = begin_run (other, "killed", 1);
  }
  child = start_child (fixture, write_for_ever, 0);
  begin_child (&child);
  for (gint k = 0; k < MERGES; k++) {
    g_autoptr (GError) error = NULL;
    g_auto (GmarlMergeResult) result = { 0 };
    g_autoptr (GmarlRunRecord) record = NULL;
    gint64 last;

    /* So that there is something new. */
    g_assert_true (listen_to (&child, id, &number));
    gmarl_library_merge (library, fixture->directory, NULL, NULL, NULL, &result, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (result.refused->len, ==, 0);
    record = get_run (library, run);
    g_assert_cmpint (record->iteration, >=, rows);
    g_assert_cmpint (record->status, ==, GMARL_RUN_INTERRUPTED);
    rows = record->iteration;
    assert_rows (library, run, rows);
    last = check_checkpoints (library, run);
    g_assert_cmpint (last, <=, rows);
    g_assert_true (gmarl_library_check (library, NULL));
  }
  g_assert_cmpint (kill (child.process, SIGKILL), ==, 0);
  while (listen_to (&child, id, &number))
    continue;
  end_child (&child, TRUE);
  g_free (target.directory);
}

#define LISTINGS 40

/* Two processes write rows, labels and the trash; a third lists. No error, and what is listed is
 * right at some instant. */
static void
label_for_ever (const Fixture *fixture, guint number, gint fd)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "labelled", number);
  const char *const ids[] = { run, NULL };

  for (gint64 k = 0;; k++) {
    const char *const tags[] = { k % 2 == 0 ? "even" : "odd", "both", NULL };

    g_assert_true (gmarl_library_set_tags (library, run, tags, NULL));
    g_assert_true (gmarl_library_trash (library, ids, NULL));
    g_assert_true (gmarl_library_restore (library, ids, NULL));
    say (fd, run, k);
  }
}

static void
test_list_beside_writers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  Child children[2];
  gint64 number;
  char id[2][13];

  for (guint k = 0; k < 2; k++) {
    children[k] = start_child (fixture, label_for_ever, k);
    begin_child (&children[k]);
    g_assert_true (listen_to (&children[k], id[k], &number));
  }
  for (gint k = 0; k < LISTINGS; k++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) runs = gmarl_library_list_runs (library, &error);
    g_autoptr (GPtrArray) trash = NULL;

    g_assert_no_error (error);
    trash = gmarl_library_list_trash (library, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (runs->len, <=, 2);
    for (guint n = 0; n < runs->len; n++) {
      const GmarlRunRecord *run = runs->pdata[n];

      g_assert_cmpuint (g_strv_length (run->tags), ==, 2);
      g_assert_cmpstr (run->tags[0], ==, "both");
    }
    g_assert_true (listen_to (&children[k % 2], id[0], &number));
  }
  for (guint k = 0; k < 2; k++) {
    g_assert_cmpint (kill (children[k].process, SIGKILL), ==, 0);
    while (listen_to (&children[k], id[0], &number))
      continue;
    end_child (&children[k], TRUE);
  }
  g_assert_true (gmarl_library_check (library, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/library/processes/two-writers", test_two_writers);
  fixture_add ("/library/processes/creators", test_creators);
  fixture_add ("/library/processes/killed", test_killed);
  fixture_add ("/library/processes/holder", test_holder);
  fixture_add ("/library/processes/reader", test_reader);
  fixture_add ("/library/processes/merge-beside-writer", test_merge_beside_writer);
  fixture_add ("/library/processes/list-beside-writers", test_list_beside_writers);

  return g_test_run ();
}
