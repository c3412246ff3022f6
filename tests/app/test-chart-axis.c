/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-chart-axis.h"

#include <math.h>

#define NEAR 1e-9

static void
assert_range (GmarlChartAxis *axis, double lower, double upper)
{
  double got_lower, got_upper;

  gmarl_chart_axis_get_range (axis, &got_lower, &got_upper);
  g_assert_cmpfloat_with_epsilon (got_lower, lower, NEAR);
  g_assert_cmpfloat_with_epsilon (got_upper, upper, NEAR);
}

static void
count_cb (GmarlChartAxis *axis, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
count_cursor_cb (GmarlChartAxis *axis, double x, gpointer user_data)
{
  ++*(guint *) user_data;
}

/* An axis whose data reach from 0 to 100. */
static GmarlChartAxis *
make_axis (void)
{
  GmarlChartAxis *axis = gmarl_chart_axis_new ();

  gmarl_chart_axis_set_extent (axis, "a", 0, 100);
  return axis;
}

static void
free_axis (GmarlChartAxis *axis)
{
  g_assert_finalize_object (axis);
}

static void
test_extent (void)
{
  GmarlChartAxis *axis = gmarl_chart_axis_new ();
  double lower, upper;
  guint n_changed = 0;

  g_signal_connect (axis, "extent-changed", G_CALLBACK (count_cb), &n_changed);
  g_assert_false (gmarl_chart_axis_get_extent (axis, &lower, &upper));
  assert_range (axis, 0, 1);
  gmarl_chart_axis_set_extent (axis, "a", 2, 10);
  g_assert_cmpuint (n_changed, ==, 1);
  assert_range (axis, 2, 10);
  gmarl_chart_axis_set_extent (axis, "b", NAN, NAN);
  g_assert_cmpuint (n_changed, ==, 1);
  gmarl_chart_axis_set_extent (axis, "b", 5, 30);
  assert_range (axis, 2, 30);
  gmarl_chart_axis_set_limits (axis, 0, 24);
  assert_range (axis, 0, 30);
  gmarl_chart_axis_remove_extent (axis, "b");
  assert_range (axis, 0, 24);
  gmarl_chart_axis_set_limits (axis, NAN, NAN);
  assert_range (axis, 2, 10);
  free_axis (axis);
}

/* One point is shown in the middle of something. */
static void
test_one_point (void)
{
  GmarlChartAxis *axis = gmarl_chart_axis_new ();

  gmarl_chart_axis_set_extent (axis, "a", 7, 7);
  assert_range (axis, 6.5, 7.5);
  gmarl_chart_axis_set_log (axis, TRUE);
  assert_range (axis, 0.7, 7);
  gmarl_chart_axis_set_extent (axis, "a", 0, 1000);
  assert_range (axis, 1, 1000);
  free_axis (axis);
}

static void
test_zoom (void)
{
  GmarlChartAxis *axis = make_axis ();

  gmarl_chart_axis_zoom (axis, 25, 2);
  assert_range (axis, 12.5, 62.5);
  g_assert_false (gmarl_chart_axis_get_following (axis));
  /* What is pointed at stays where it is. */
  g_assert_cmpfloat_with_epsilon (gmarl_chart_axis_to_fraction (axis, 25), 0.25, NEAR);
  gmarl_chart_axis_set_extent (axis, "a", 0, 200);
  assert_range (axis, 12.5, 62.5);
  /* Zooming out stops at everything, and follows again. */
  gmarl_chart_axis_zoom (axis, 25, 1e-3);
  assert_range (axis, 0, 200);
  g_assert_true (gmarl_chart_axis_get_following (axis));
  /* A position outside counts as the middle. */
  gmarl_chart_axis_zoom (axis, NAN, 2);
  assert_range (axis, 50, 150);
  free_axis (axis);
}

static void
test_zoom_log (void)
{
  GmarlChartAxis *axis = gmarl_chart_axis_new ();

  gmarl_chart_axis_set_log (axis, TRUE);
  gmarl_chart_axis_set_extent (axis, "a", 1, 10000);
  g_assert_cmpfloat_with_epsilon (gmarl_chart_axis_from_fraction (axis, 0.5), 100, NEAR);
  gmarl_chart_axis_zoom (axis, 100, 2);
  assert_range (axis, 10, 1000);
  gmarl_chart_axis_pan (axis, 0.5);
  assert_range (axis, 100, 10000);
  free_axis (axis);
}

static void
test_zoom_ends (void)
{
  GmarlChartAxis *axis = make_axis ();
  double lower, upper;

  for (guint i = 0; i < 200; i++)
    gmarl_chart_axis_zoom (axis, 50, 2);
  gmarl_chart_axis_get_range (axis, &lower, &upper);
  g_assert_cmpfloat (lower, <, upper);
  g_assert_cmpfloat (upper - lower, >, 1e-8);
  free_axis (axis);
}

static void
test_follow (void)
{
  GmarlChartAxis *axis = make_axis ();

  gmarl_chart_axis_show_last (axis, 10);
  assert_range (axis, 90, 100);
  gmarl_chart_axis_set_extent (axis, "a", 0, 105);
  assert_range (axis, 95, 105);
  gmarl_chart_axis_pan (axis, -1);
  g_assert_false (gmarl_chart_axis_get_following (axis));
  assert_range (axis, 85, 95);
  gmarl_chart_axis_set_extent (axis, "a", 0, 110);
  assert_range (axis, 85, 95);
  g_assert_true (gmarl_chart_axis_can_follow (axis));
  gmarl_chart_axis_follow (axis);
  g_assert_false (gmarl_chart_axis_can_follow (axis));
  g_assert_true (gmarl_chart_axis_get_following (axis));
  assert_range (axis, 100, 110);
  /* Zooming about the newest edge keeps following it. */
  gmarl_chart_axis_zoom (axis, 110, 2);
  g_assert_true (gmarl_chart_axis_get_following (axis));
  assert_range (axis, 105, 110);
  free_axis (axis);
}

/* The newest stretch ends where the data do, whatever may yet come, and begins with them. */
static void
test_last_within_limits (void)
{
  GmarlChartAxis *axis = gmarl_chart_axis_new ();

  gmarl_chart_axis_set_limits (axis, 0, 24);
  gmarl_chart_axis_show_last (axis, 3);
  assert_range (axis, 0, 3);
  gmarl_chart_axis_set_extent (axis, "a", 0, 0.5);
  assert_range (axis, 0, 3);
  gmarl_chart_axis_set_extent (axis, "a", 0, 10);
  assert_range (axis, 7, 10);
  g_assert_cmpfloat (gmarl_chart_axis_get_last_length (axis), ==, 3);
  /* Closer about the middle: what comes is still followed. */
  gmarl_chart_axis_zoom (axis, 10, 3);
  assert_range (axis, 9, 10);
  g_assert_true (gmarl_chart_axis_get_following (axis));
  gmarl_chart_axis_zoom (axis, 9.5, 0.25);
  assert_range (axis, 6, 10);
  g_assert_true (gmarl_chart_axis_get_following (axis));
  /* The next day. */
  gmarl_chart_axis_set_extent (axis, "a", NAN, NAN);
  assert_range (axis, 0, 4);
  gmarl_chart_axis_set_extent (axis, "a", 0, 10);
  /* All of a day does not follow, looked at more closely. */
  gmarl_chart_axis_fit (axis);
  g_assert_cmpfloat (gmarl_chart_axis_get_last_length (axis), ==, 0);
  gmarl_chart_axis_zoom (axis, 10, 2);
  assert_range (axis, 5, 17);
  g_assert_false (gmarl_chart_axis_get_following (axis));
  free_axis (axis);
}

/* What was panned away from comes back as long as it was, also where a length is not the same
 * everywhere.
 */
static void
test_follow_again (void)
{
  GmarlChartAxis *axis = make_axis ();

  gmarl_chart_axis_set_log (axis, TRUE);
  gmarl_chart_axis_set_extent (axis, "a", 1, 1000);
  gmarl_chart_axis_show_last (axis, 900);
  assert_range (axis, 100, 1000);
  gmarl_chart_axis_pan (axis, -0.5);
  gmarl_chart_axis_pan (axis, -0.1);
  gmarl_chart_axis_set_extent (axis, "a", 1, 1100);
  g_assert_true (gmarl_chart_axis_can_follow (axis));
  gmarl_chart_axis_follow (axis);
  assert_range (axis, 200, 1100);
  free_axis (axis);
}

/* Positions of another kind are worth nothing. */
static void
test_reset (void)
{
  GmarlChartAxis *axis = make_axis ();

  gmarl_chart_axis_show_range (axis, 10, 30);
  gmarl_chart_axis_toggle_pin (axis, 20);
  gmarl_chart_axis_set_cursor (axis, 25, axis);
  gmarl_chart_axis_reset (axis);
  assert_range (axis, 0, 100);
  g_assert_false (gmarl_chart_axis_can_go_back (axis));
  g_assert_cmpuint (gmarl_chart_axis_get_n_pins (axis), ==, 0);
  g_assert_true (isnan (gmarl_chart_axis_get_cursor (axis)));
  free_axis (axis);
}

static void
test_pan_stops (void)
{
  GmarlChartAxis *axis = make_axis ();

  gmarl_chart_axis_pan (axis, 0.5);
  g_assert_true (gmarl_chart_axis_get_following (axis));
  gmarl_chart_axis_show_range (axis, 10, 30);
  gmarl_chart_axis_pan (axis, -3);
  assert_range (axis, 0, 20);
  gmarl_chart_axis_pan (axis, 100);
  assert_range (axis, 80, 100);
  free_axis (axis);
}

static void
test_history (void)
{
  GmarlChartAxis *axis = make_axis ();
  guint n_fitted = 0;

  g_signal_connect (axis, "fitted", G_CALLBACK (count_cb), &n_fitted);
  g_assert_false (gmarl_chart_axis_can_go_back (axis));
  gmarl_chart_axis_show_range (axis, 10, 30);
  gmarl_chart_axis_show_range (axis, 15, 20);
  gmarl_chart_axis_go_back (axis);
  assert_range (axis, 10, 30);
  g_assert_true (gmarl_chart_axis_can_go_forward (axis));
  gmarl_chart_axis_go_back (axis);
  assert_range (axis, 0, 100);
  gmarl_chart_axis_go_back (axis);
  assert_range (axis, 0, 100);
  gmarl_chart_axis_go_forward (axis);
  gmarl_chart_axis_go_forward (axis);
  assert_range (axis, 15, 20);
  g_assert_false (gmarl_chart_axis_can_go_forward (axis));
  gmarl_chart_axis_fit (axis);
  assert_range (axis, 0, 100);
  g_assert_cmpuint (n_fitted, ==, 1);
  gmarl_chart_axis_go_back (axis);
  /* A new step drops what was undone. */
  gmarl_chart_axis_show_range (axis, 1, 2);
  g_assert_false (gmarl_chart_axis_can_go_forward (axis));
  free_axis (axis);
}

/* Ten turns of a wheel are one step, and so are two drags apart from each other. */
static void
test_history_of_gestures (void)
{
  GmarlChartAxis *axis = make_axis ();

  for (guint i = 0; i < 10; i++)
    gmarl_chart_axis_zoom (axis, 50, 1.1);
  for (guint i = 0; i < 10; i++)
    gmarl_chart_axis_pan (axis, -0.01);
  gmarl_chart_axis_end_gesture (axis);
  gmarl_chart_axis_pan (axis, 0.01);
  gmarl_chart_axis_go_back (axis);
  gmarl_chart_axis_go_back (axis);
  g_assert_true (gmarl_chart_axis_can_go_back (axis));
  gmarl_chart_axis_go_back (axis);
  g_assert_false (gmarl_chart_axis_can_go_back (axis));
  assert_range (axis, 0, 100);
  free_axis (axis);
}

static void
test_history_is_bounded (void)
{
  GmarlChartAxis *axis = make_axis ();
  guint n = 0;

  for (guint i = 0; i < 1000; i++)
    gmarl_chart_axis_show_range (axis, 0, 1 + i % 7);
  while (gmarl_chart_axis_can_go_back (axis)) {
    gmarl_chart_axis_go_back (axis);
    n++;
  }
  g_assert_cmpuint (n, ==, 99);
  free_axis (axis);
}

static void
test_cursor (void)
{
  GmarlChartAxis *axis = make_axis ();
  guint n_moved = 0;

  g_signal_connect (axis, "cursor-moved", G_CALLBACK (count_cursor_cb), &n_moved);
  g_assert_true (isnan (gmarl_chart_axis_get_cursor (axis)));
  gmarl_chart_axis_set_cursor (axis, NAN, "a");
  g_assert_cmpuint (n_moved, ==, 0);
  gmarl_chart_axis_set_cursor (axis, 5, "a");
  gmarl_chart_axis_set_cursor (axis, 5, "a");
  g_assert_cmpuint (n_moved, ==, 1);
  g_assert_cmpfloat (gmarl_chart_axis_get_cursor (axis), ==, 5);
  g_assert_cmpstr (gmarl_chart_axis_get_cursor_owner (axis), ==, "a");
  gmarl_chart_axis_set_cursor (axis, 5, "b");
  g_assert_cmpuint (n_moved, ==, 2);
  gmarl_chart_axis_set_cursor (axis, NAN, "b");
  g_assert_null (gmarl_chart_axis_get_cursor_owner (axis));
  /* A chart that goes away takes its claim with it. */
  gmarl_chart_axis_set_cursor (axis, 5, "a");
  gmarl_chart_axis_remove_extent (axis, "a");
  g_assert_null (gmarl_chart_axis_get_cursor_owner (axis));
  free_axis (axis);
}

static void
test_pins (void)
{
  GmarlChartAxis *axis = make_axis ();
  guint n_changed = 0;

  g_signal_connect (axis, "pins-changed", G_CALLBACK (count_cb), &n_changed);
  gmarl_chart_axis_toggle_pin (axis, 10);
  gmarl_chart_axis_toggle_pin (axis, 20);
  g_assert_cmpuint (gmarl_chart_axis_get_n_pins (axis), ==, 2);
  gmarl_chart_axis_toggle_pin (axis, 30);
  g_assert_cmpuint (gmarl_chart_axis_get_n_pins (axis), ==, 2);
  g_assert_cmpfloat (gmarl_chart_axis_get_pin (axis, 0), ==, 10);
  g_assert_cmpfloat (gmarl_chart_axis_get_pin (axis, 1), ==, 30);
  gmarl_chart_axis_toggle_pin (axis, 10);
  g_assert_cmpuint (gmarl_chart_axis_get_n_pins (axis), ==, 1);
  g_assert_cmpfloat (gmarl_chart_axis_get_pin (axis, 0), ==, 30);
  gmarl_chart_axis_clear_pins (axis);
  gmarl_chart_axis_clear_pins (axis);
  g_assert_cmpuint (n_changed, ==, 5);
  g_assert_cmpuint (gmarl_chart_axis_get_n_pins (axis), ==, 0);
  free_axis (axis);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/chart-axis/extent", test_extent);
  g_test_add_func ("/app/chart-axis/one-point", test_one_point);
  g_test_add_func ("/app/chart-axis/zoom", test_zoom);
  g_test_add_func ("/app/chart-axis/zoom-log", test_zoom_log);
  g_test_add_func ("/app/chart-axis/zoom-ends", test_zoom_ends);
  g_test_add_func ("/app/chart-axis/follow", test_follow);
  g_test_add_func ("/app/chart-axis/last-within-limits", test_last_within_limits);
  g_test_add_func ("/app/chart-axis/follow-again", test_follow_again);
  g_test_add_func ("/app/chart-axis/reset", test_reset);
  g_test_add_func ("/app/chart-axis/pan-stops", test_pan_stops);
  g_test_add_func ("/app/chart-axis/history", test_history);
  g_test_add_func ("/app/chart-axis/history-of-gestures", test_history_of_gestures);
  g_test_add_func ("/app/chart-axis/history-is-bounded", test_history_is_bounded);
  g_test_add_func ("/app/chart-axis/cursor", test_cursor);
  g_test_add_func ("/app/chart-axis/pins", test_pins);
  return g_test_run ();
}
