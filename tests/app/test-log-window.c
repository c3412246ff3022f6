/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-log-window.h"

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

/* (transfer full) */
static char *
get_text (GtkWidget *window)
{
  GtkTextBuffer *buffer =
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (window, GTK_TYPE_TEXT_VIEW)));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

#define assert_lines(window, wanted)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *text = get_text (window);                                                     \
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);                                            \
                                                                                                   \
    g_assert_cmpuint (text[0] == '\0' ? 0 : g_strv_length (lines), ==, wanted);                    \
  }                                                                                                \
  G_STMT_END

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
wait_until_told (GmarlLog *log)
{
  guint n_told = 0;
  gulong id = g_signal_connect_swapped (log, "added", G_CALLBACK (count_cb), &n_told);

  while (n_told == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (log, id);
}

static void
wait_until_told_more (GmarlLog *log)
{
  gmarl_log_add (log, GMARL_LOG_INFO, "gmarl-app", "one more");
  wait_until_told (log);
}

static void
search (GtkWidget *window, const char *words)
{
  GtkWidget *entry = find (window, GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  g_signal_emit_by_name (entry, "search-changed");
}

static const char *
get_page (GtkWidget *window)
{
  GtkWidget *status = find (window, ADW_TYPE_STATUS_PAGE);

  return gtk_stack_get_visible_child_name (
      GTK_STACK (gtk_widget_get_ancestor (status, GTK_TYPE_STACK)));
}

/* It grows, is searched, and can be empty. */
static void
test_shows (void)
{
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  GtkWidget *window = gmarl_log_window_new (log);
  GtkDropDown *level = GTK_DROP_DOWN (find (window, GTK_TYPE_DROP_DOWN));

  g_assert_cmpstr (get_page (window), ==, "empty");
  gmarl_log_add (log, GMARL_LOG_DEBUG, "gmarl-app", "alpha");
  gmarl_log_add (log, GMARL_LOG_ERROR, "gmarl-app", "beta");
  wait_until_told (log);
  assert_lines (window, 2);
  g_assert_cmpstr (get_page (window), ==, "text");

  search (window, "ALPHA");
  assert_lines (window, 1);
  gmarl_log_add (log, GMARL_LOG_INFO, "gmarl-app", "gamma");
  gmarl_log_add (log, GMARL_LOG_INFO, "gmarl-app", "more alpha");
  wait_until_told (log);
  assert_lines (window, 2);
  search (window, "");
  assert_lines (window, 4);
  gtk_drop_down_set_selected (level, GMARL_LOG_WARNING);
  assert_lines (window, 1);
  search (window, "alpha");
  assert_lines (window, 0);
  g_assert_cmpstr (get_page (window), ==, "empty");

  gtk_drop_down_set_selected (level, GMARL_LOG_DEBUG);
  search (window, "");
  gmarl_log_clear (log);
  assert_lines (window, 0);
  g_assert_cmpstr (get_page (window), ==, "empty");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* However long it is open. */
static void
test_bounded (void)
{
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  GtkWidget *window = gmarl_log_window_new (log);
  GtkTextBuffer *buffer =
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (window, GTK_TYPE_TEXT_VIEW)));
  int most = 0;

  for (guint turn = 0; turn < 8; turn++) {
    for (guint k = 0; k < 700; k++)
      gmarl_log_add (log, GMARL_LOG_INFO, "gmarl-app", "a line");
    wait_until_told (log);
    most = MAX (most, gtk_text_buffer_get_line_count (buffer));
  }
  g_assert_cmpint (most, >=, GMARL_LOG_MOST_LINES);
  g_assert_cmpint (most, <, 2 * GMARL_LOG_MOST_LINES);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_at_end (GtkAdjustment *place)
{
  return gtk_adjustment_get_upper (place) > 20000 &&
         gtk_adjustment_get_value (place) + gtk_adjustment_get_page_size (place) >
             gtk_adjustment_get_upper (place) - 24;
}

/* The newest lines are what is seen, unless somebody went back to older ones. */
static void
test_end (void)
{
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  g_autoptr (GmarlLog) other = gmarl_log_new ();
  g_autofree char *text = g_strnfill (200, 'x');
  GtkWidget *window;
  GtkAdjustment *place;

  for (guint k = 0; k < 1000; k++)
    gmarl_log_add (log, GMARL_LOG_INFO, "gmarl-app", text);
  window = gmarl_log_window_new (log);
  place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (find (window, GTK_TYPE_TEXT_VIEW)));
  gtk_window_present (GTK_WINDOW (window));
  while (!is_at_end (place))
    g_main_context_iteration (NULL, TRUE);
  for (guint k = 0; k < 6; k++)
    wait_until_told_more (log);
  while (!is_at_end (place))
    g_main_context_iteration (NULL, TRUE);

  /* Nothing is under way any more. */
  for (guint k = 0; k < 4; k++)
    wait_until_told_more (other);
  gtk_adjustment_set_value (place, 1000);
  for (guint k = 0; k < 3; k++)
    wait_until_told_more (log);
  g_assert_cmpfloat (gtk_adjustment_get_value (place), ==, 1000);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_finalize (void)
{
  g_autoptr (GmarlLog) log = gmarl_log_new ();
  GtkWidget *window = g_object_ref (gmarl_log_window_new (log));

  gmarl_log_add (log, GMARL_LOG_INFO, "gmarl-app", "a line");
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (window);
  wait_until_told (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/log-window/shows", test_shows);
  g_test_add_func ("/app/log-window/bounded", test_bounded);
  g_test_add_func ("/app/log-window/end", test_end);
  g_test_add_func ("/app/log-window/finalize", test_finalize);
  return g_test_run ();
}
