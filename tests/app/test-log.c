/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-log.h"
#include "gmarl-session-log.h"

#include <string.h>

static void
count_cb (guint *count)
{
  (*count)++;
}

static const GmarlLogLine *
get_line (GPtrArray *lines, guint index)
{
  g_assert_cmpuint (index, <, lines->len);
  return lines->pdata[index];
}

/* The newest lines stay, in their order; the rest is let go of. */
static void
test_bounded (void)
{
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) newest = NULL;
  g_autoptr (GPtrArray) none = NULL;

  for (guint k = 1; k <= GMARL_LOG_MOST_LINES + 5; k++) {
    g_autofree char *text = g_strdup_printf ("line %u", k);

    gmarl_log_add (log, GMARL_LOG_INFO, "test", text);
  }
  all = gmarl_log_get_lines (log, 0);
  g_assert_cmpuint (all->len, ==, GMARL_LOG_MOST_LINES);
  g_assert_cmpuint (get_line (all, 0)->number, ==, 6);
  g_assert_cmpstr (get_line (all, 0)->text, ==, "line 6");
  newest = gmarl_log_get_lines (log, GMARL_LOG_MOST_LINES + 4);
  g_assert_cmpuint (newest->len, ==, 2);
  g_assert_cmpstr (get_line (newest, 1)->text, ==, "line 2005");
  none = gmarl_log_get_lines (log, GMARL_LOG_MOST_LINES + 6);
  g_assert_cmpuint (none->len, ==, 0);
}

/* What is cut is cut between letters; what is no text becomes one. */
static void
test_cut (void)
{
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *exact = g_strnfill (GMARL_LOG_LONGEST, 'x');
  g_autofree char *before = g_strnfill (GMARL_LOG_LONGEST - 1, 'x');
  g_autofree char *within = g_strconcat (before, "é", NULL);
  g_autofree char *cut = g_strconcat (before, "…", NULL);

  gmarl_log_add (log, GMARL_LOG_INFO, "test", exact);
  gmarl_log_add (log, GMARL_LOG_INFO, "test", within);
  gmarl_log_add (log, GMARL_LOG_INFO, "test", "\xff!");
  lines = gmarl_log_get_lines (log, 0);
  g_assert_cmpstr (get_line (lines, 0)->text, ==, exact);
  g_assert_cmpstr (get_line (lines, 1)->text, ==, cut);
  g_assert_true (g_utf8_validate (get_line (lines, 2)->text, -1, NULL));
}

static gpointer
add_many (gpointer log)
{
  for (guint k = 0; k < 400; k++)
    gmarl_log_add (log, GMARL_LOG_DEBUG, "thread", "a line");
  return NULL;
}

/* Whoever adds, nothing is lost, and the main thread is told once for all of it. */
static void
test_threads (void)
{
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  g_autoptr (GPtrArray) lines = NULL;
  GThread *threads[4];
  guint n_told = 0;
  guint n_cleared = 0;

  g_signal_connect_swapped (log, "added", G_CALLBACK (count_cb), &n_told);
  g_signal_connect_swapped (log, "cleared", G_CALLBACK (count_cb), &n_cleared);
  for (gsize k = 0; k < G_N_ELEMENTS (threads); k++)
    threads[k] = g_thread_new ("adds", add_many, log);
  for (gsize k = 0; k < G_N_ELEMENTS (threads); k++)
    g_thread_join (threads[k]);
  g_assert_cmpuint (n_told, ==, 0);
  while (n_told == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_told, ==, 1);
  lines = gmarl_log_get_lines (log, 0);
  g_assert_cmpuint (lines->len, ==, 1600);
  for (guint k = 0; k < lines->len; k++)
    g_assert_cmpuint (get_line (lines, k)->number, ==, k + 1);

  gmarl_log_clear (log);
  g_assert_cmpuint (n_cleared, ==, 1);
  g_ptr_array_unref (lines);
  lines = gmarl_log_get_lines (log, 0);
  g_assert_cmpuint (lines->len, ==, 0);
  gmarl_log_add (log, GMARL_LOG_INFO, "test", "after");
  while (n_told == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (g_steal_pointer (&log));
}

static void
write_message (GmarlLog *log, GLogLevelFlags level, const char *domain, const char *text)
{
  const GLogField fields[] = { { "GLIB_DOMAIN", domain, -1 }, { "MESSAGE", text, -1 } };

  gmarl_log_write (level, fields, domain != NULL ? 2 : 1, log);
}

/* All of our own, and the troubles of others. */
static void
test_write (void)
{
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  g_autoptr (GPtrArray) lines = NULL;

  write_message (log, G_LOG_LEVEL_DEBUG, "gmarl-library", "one");
  write_message (log, G_LOG_LEVEL_INFO, "gmarl-app", "two");
  write_message (log, G_LOG_LEVEL_DEBUG, "Gtk", "not this");
  write_message (log, G_LOG_LEVEL_INFO, "GLib-GIO", "nor this");
  write_message (log, G_LOG_LEVEL_INFO, NULL, "nor this");
  lines = gmarl_log_get_lines (log, 0);
  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpint (get_line (lines, 0)->level, ==, GMARL_LOG_DEBUG);
  g_assert_cmpstr (get_line (lines, 0)->source, ==, "gmarl-library");
  g_assert_cmpint (get_line (lines, 1)->level, ==, GMARL_LOG_INFO);
  g_assert_cmpstr (get_line (lines, 1)->text, ==, "two");
}

/* As gmarl_log_write() is used, and only where nothing is printed or fatal to this test. */
static void
test_write_troubles (void)
{
  g_autoptr (GmarlLog) log = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  GLogLevelFlags fatal;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    g_test_trap_assert_stderr ("*odd*worse*");
    return;
  }
  log = gmarl_log_new ();
  fatal = g_log_set_always_fatal (0);
  write_message (log, G_LOG_LEVEL_WARNING, "Gtk", "odd");
  write_message (log, G_LOG_LEVEL_CRITICAL, "Gtk", "worse");
  g_log_set_always_fatal (fatal);
  lines = gmarl_log_get_lines (log, 0);
  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpint (get_line (lines, 0)->level, ==, GMARL_LOG_WARNING);
  g_assert_cmpint (get_line (lines, 1)->level, ==, GMARL_LOG_ERROR);
}

/* Noon of a day, in seconds of this place. */
static gint64
noon (int day)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (2026, 11, day, 12, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_format (void)
{
  const GmarlLogLine first = { 1, noon (26), GMARL_LOG_INFO, (char *) "gmarl-app",
                               (char *) "Begun" };
  const GmarlLogLine second = { 2, noon (26) + 61 * G_USEC_PER_SEC, GMARL_LOG_WARNING,
                                (char *) "Gtk", (char *) "Odd" };
  const GmarlLogLine third = { 3, noon (27), GMARL_LOG_ERROR, (char *) "gmarl-app",
                               (char *) "Lost" };
  g_autofree char *one = gmarl_log_line_format (&first, NULL);
  g_autofree char *two = gmarl_log_line_format (&second, &first);
  g_autofree char *three = gmarl_log_line_format (&third, &second);

  g_assert_cmpstr (one, ==, "2026-11-26 12:00:00 Info gmarl-app: Begun");
  g_assert_cmpstr (two, ==, "12:01:01 Warning Gtk: Odd");
  g_assert_cmpstr (three, ==, "2026-11-27 12:00:00 Error gmarl-app: Lost");
}

static void
test_matches (void)
{
  const GmarlLogLine line = { 1, 0, GMARL_LOG_WARNING, (char *) "gmarl-library",
                              (char *) "Disk FULL at Iteration 12" };

  g_assert_true (gmarl_log_line_matches (&line, GMARL_LOG_DEBUG, ""));
  g_assert_true (gmarl_log_line_matches (&line, GMARL_LOG_WARNING, "  "));
  g_assert_false (gmarl_log_line_matches (&line, GMARL_LOG_ERROR, ""));
  g_assert_true (gmarl_log_line_matches (&line, GMARL_LOG_DEBUG, "iteration full"));
  g_assert_true (gmarl_log_line_matches (&line, GMARL_LOG_DEBUG, "WARNING library"));
  g_assert_false (gmarl_log_line_matches (&line, GMARL_LOG_DEBUG, "full 13"));
}

/* What a session tells people, and what it has open. */
static void
test_session (void)
{
  g_autofree char *directory = g_build_filename (g_get_user_data_dir (), "library", NULL);
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  g_autoptr (GmarlSessionLog) session_log = gmarl_session_log_new (session, log);
  g_autoptr (GPtrArray) lines = NULL;

  gmarl_session_banner (session, "The disk is full.", NULL, NULL);
  gmarl_session_banner (session, NULL, NULL, NULL);
  lines = gmarl_log_get_lines (log, 0);
  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_nonnull (strstr (get_line (lines, 0)->text, directory));
  g_assert_cmpint (get_line (lines, 1)->level, ==, GMARL_LOG_WARNING);
  g_assert_cmpstr (get_line (lines, 1)->text, ==, "The disk is full.");

  g_assert_finalize_object (g_steal_pointer (&session_log));
  gmarl_session_banner (session, "Nobody notes this.", NULL, NULL);
  g_ptr_array_unref (lines);
  lines = gmarl_log_get_lines (log, 0);
  g_assert_cmpuint (lines->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/log/bounded", test_bounded);
  g_test_add_func ("/app/log/cut", test_cut);
  g_test_add_func ("/app/log/threads", test_threads);
  g_test_add_func ("/app/log/write", test_write);
  g_test_add_func ("/app/log/write-troubles", test_write_troubles);
  g_test_add_func ("/app/log/format", test_format);
  g_test_add_func ("/app/log/matches", test_matches);
  g_test_add_func ("/app/log/session", test_session);
  return g_test_run ();
}
