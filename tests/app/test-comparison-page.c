/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The list of policies, what is to be measured, and the table of scores.
 */
#include "gmarl-chart.h"
#include "gmarl-comparison-charts.h"
#include "gmarl-comparison-details.h"
#include "gmarl-comparison-list.h"
#include "gmarl-comparison-policies.h"
#include "gmarl-comparison-row.h"
#include "gmarl-comparison-study.h"
#include "gmarl-comparison-wants.h"
#include "gmarl-document.h"
#include "gmarl-grid-speed.h"
#include "gmarl-policy-menu.h"
#include "gmarl-score-cell.h"
#include "gmarl-score-view.h"
#include "gmarl-storage-ratio.h"
#include "gmarl-side-by-side.h"
#include "gmarl-side-clock.h"

#include <string.h>

static const char *const rules[] = { "heuristic", "random", "no-control", NULL };

static GmarlSession *
make_session (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-comparison-XXXXXX", NULL);
  g_autofree char *library = g_build_filename (directory, "library", NULL);

  GmarlSession *session = gmarl_session_new (library);

  g_settings_reset (gmarl_session_get_settings (session), "comparison-shown");
  g_settings_reset (gmarl_session_get_settings (session), "comparison-order");
  return session;
}

static const GmarlScenario *
get_scenario (GmarlSession *session)
{
  return gmarl_document_get_scenario (gmarl_session_get_document (session));
}

/* The first one is the baseline; the order and what is shown are there again the next time. */
static void
test_list (void)
{
  g_autoptr (GmarlSession) session = make_session ();
  g_autoptr (GmarlComparisonList) list = gmarl_comparison_list_new (session);
  g_autoptr (GmarlComparisonList) again = NULL;
  GmarlComparisonItem *idle;

  gmarl_comparison_list_refresh (list);
  g_assert_cmpstr (gmarl_comparison_item_get_reference (gmarl_comparison_list_get (list, 0)), ==,
                   "heuristic");
  for (gsize k = 0; rules[k] != NULL; k++)
    g_assert_true (gmarl_comparison_item_get_shown (gmarl_comparison_list_find (list, rules[k])));
  idle = gmarl_comparison_list_find (list, "idle");
  g_assert_false (gmarl_comparison_item_get_shown (idle));

  gmarl_comparison_item_set_shown (idle, TRUE);
  gmarl_comparison_list_move (list, idle, 0);
  gmarl_comparison_item_set_shown (gmarl_comparison_list_find (list, "random"), FALSE);
  gmarl_comparison_list_add_file (list, "/some/where.safetensors");
  gmarl_comparison_list_add_file (list, "/some/other.safetensors");
  g_assert_true (gmarl_comparison_item_get_baseline (idle));
  /* Each file looks like no other. */
  g_assert_cmpuint (
      gmarl_comparison_item_get_look (gmarl_comparison_list_find (list, "/some/where.safetensors"))
          .slot,
      !=,
      gmarl_comparison_item_get_look (gmarl_comparison_list_find (list, "/some/other.safetensors"))
          .slot);
  /* One that is not shown is no baseline. */
  gmarl_comparison_item_set_shown (idle, FALSE);
  g_assert_false (gmarl_comparison_item_get_baseline (idle));
  g_assert_true (
      gmarl_comparison_item_get_baseline (gmarl_comparison_list_find (list, "heuristic")));
  gmarl_comparison_item_set_shown (idle, TRUE);

  again = gmarl_comparison_list_new (session);
  gmarl_comparison_list_refresh (again);
  g_assert_cmpstr (gmarl_comparison_item_get_reference (gmarl_comparison_list_get (again, 0)), ==,
                   "idle");
  g_assert_true (gmarl_comparison_item_get_shown (gmarl_comparison_list_get (again, 0)));
  g_assert_false (gmarl_comparison_item_get_shown (gmarl_comparison_list_find (again, "random")));
  g_assert_true (gmarl_comparison_item_get_shown (
      gmarl_comparison_list_find (again, "/some/where.safetensors")));

  /* What an empty view offers. */
  gmarl_comparison_item_set_shown (gmarl_comparison_list_find (again, "no-control"), FALSE);
  gmarl_comparison_list_show_rules (again);
  for (gsize k = 0; rules[k] != NULL; k++)
    g_assert_true (gmarl_comparison_item_get_shown (gmarl_comparison_list_find (again, rules[k])));
}

static GmarlComparisonResult *
measure (GmarlSession *session, const GmarlComparisonWants *wants)
{
  const GmarlComparisonPlan plan = { .scenario = get_scenario (session),
                                     .policies = (const char *const *) wants->policies,
                                     .names = (const char *const *) wants->names,
                                     .states = (const char *const *) wants->states,
                                     .seed = wants->seed,
                                     .n_days = wants->n_days,
                                     .threads = 1 };

  return gmarl_comparison_measure (&plan, NULL, NULL, NULL, NULL);
}

/* What was measured stays wanted, so that hiding it takes no verdict back. */
static void
test_wants (void)
{
  g_autoptr (GmarlSession) session = make_session ();
  g_autoptr (GmarlComparisonList) list = gmarl_comparison_list_new (session);
  g_autoptr (GmarlComparisonWants) first = NULL;
  g_autoptr (GmarlComparisonWants) hidden = NULL;
  g_autoptr (GmarlComparisonWants) other = NULL;
  g_autoptr (GmarlComparisonResult) result = NULL;
  GmarlComparisonItem *idle;

  gmarl_comparison_list_refresh (list);
  idle = gmarl_comparison_list_find (list, "idle");
  gmarl_comparison_item_set_shown (idle, TRUE);
  first = gmarl_comparison_wants_new (list, get_scenario (session), 1, 6, NULL);
  g_assert_cmpuint (g_strv_length (first->policies), ==, 4);
  g_assert_true (first->is_missing && first->is_cheap && !first->is_outdated);
  result = measure (session, first);

  gmarl_comparison_item_set_shown (idle, FALSE);
  hidden = gmarl_comparison_wants_new (list, get_scenario (session), 1, 6, result);
  g_assert_false (hidden->is_missing);
  g_assert_true (gmarl_comparison_wants_equal (first, hidden));

  /* Other days are another study, of what is shown. */
  other = gmarl_comparison_wants_new (list, get_scenario (session), 1, 10000, result);
  g_assert_true (other->is_missing && other->is_outdated && !other->is_cheap);
  g_assert_cmpuint (g_strv_length (other->policies), ==, 3);
}

/* The row of an item, or the first popover, within a widget. */
static GtkWidget *
find_below (GtkWidget *widget, GmarlComparisonItem *item)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = NULL;

    if (item == NULL ? GTK_IS_POPOVER (child)
                     : GMARL_IS_COMPARISON_ROW (child) &&
                           gmarl_comparison_row_get_item (GMARL_COMPARISON_ROW (child)) == item)
      return child;
    found = find_below (child, item);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static GtkMenuButton *
find_menu_button (GtkWidget *widget)
{
  GtkMenuButton *found = GTK_IS_MENU_BUTTON (widget) ? GTK_MENU_BUTTON (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_menu_button (child);
  return found;
}

/* A library may have many groups: rows stay what they are when others come or the order changes,
 * and menus are made for who asks for them.
 */
static void
test_rows (void)
{
  g_autoptr (GmarlSession) session = make_session ();
  g_autoptr (GmarlComparisonList) list = gmarl_comparison_list_new (session);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *policies = gmarl_comparison_policies_new (list);
  GmarlComparisonItem *idle;
  GtkWidget *row;
  const char *tooltip;

  gtk_window_set_child (GTK_WINDOW (window), policies);
  gmarl_comparison_list_refresh (list);
  idle = gmarl_comparison_list_find (list, "idle");
  row = find_below (policies, idle);
  g_assert_nonnull (row);
  gmarl_comparison_list_add_file (list, "/some/where.safetensors");
  gmarl_comparison_list_move (list, idle, 0);
  g_assert_true (find_below (policies, idle) == row);
  g_assert_null (gtk_widget_get_prev_sibling (row));
  g_assert_nonnull (
      find_below (policies, gmarl_comparison_list_find (list, "/some/where.safetensors")));

  /* Who does not know what it is reads it there. */
  tooltip = gtk_widget_get_tooltip_text (row);
  g_assert_nonnull (strstr (tooltip, gmarl_policy_menu_describe_rule ("idle")));

  g_assert_null (find_below (policies, NULL));
  gtk_window_present (GTK_WINDOW (window));
  gtk_menu_button_popup (find_menu_button (row));
  g_assert_nonnull (find_below (row, NULL));
  gtk_menu_button_popdown (find_menu_button (row));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Every cell as a line: what it is of and how its details begin. */
static void
collect (GtkWidget *widget, GPtrArray *cells)
{
  if (GMARL_IS_SCORE_CELL (widget)) {
    g_autofree char *details = g_strdup (gmarl_score_cell_get_details (GMARL_SCORE_CELL (widget)));

    g_ptr_array_add (
        cells, g_strdup_printf (
                   "%zu %zu %s", gmarl_score_cell_get_policy (GMARL_SCORE_CELL (widget)),
                   gmarl_score_cell_get_row (GMARL_SCORE_CELL (widget)), strtok (details, "\n")));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, cells);
}

static gboolean
has_line (const GPtrArray *lines, const char *line)
{
  return g_ptr_array_find_with_equal_func ((GPtrArray *) lines, line, g_str_equal, NULL);
}

static void
test_table (void)
{
  g_autoptr (GmarlSession) session = make_session ();
  g_autoptr (GmarlComparisonList) list = gmarl_comparison_list_new (session);
  g_autoptr (GmarlComparisonWants) wants = NULL;
  g_autoptr (GmarlComparisonResult) result = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) some = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GtkWidget) table =
      g_object_ref_sink (gmarl_score_view_new (gmarl_session_get_settings (session)));
  GmarlScoreView *view = GMARL_SCORE_VIEW (table);
  g_autofree char *line = NULL;
  const GmarlScoreColumn columns[] = {
    { 0, NULL, { GMARL_LOOK_SERIES, 1 } },
    { 2, NULL, { GMARL_LOOK_SERIES, 9 } },
    { 1, NULL, { GMARL_LOOK_SERIES, 2 } },
  };

  gmarl_comparison_list_refresh (list);
  wants = gmarl_comparison_wants_new (list, get_scenario (session), 1, 6, NULL);
  result = measure (session, wants);
  gmarl_score_view_set (view, result, rules, columns, 3);
  collect (table, all);
  g_assert_cmpuint (all->len, ==, 10 * 3);
  gmarl_score_view_set (view, result, rules, columns, 2);
  collect (table, some);
  g_assert_cmpuint (some->len, ==, 10 * 2);
  for (guint k = 0; k < some->len; k++)
    g_assert_true (has_line (all, some->pdata[k]));

  gmarl_score_view_set_statistic (view, GMARL_STATISTIC_MEDIAN);
  g_ptr_array_set_size (some, 0);
  collect (table, some);
  g_assert_cmpuint (some->len, ==, 10 * 2);
  for (guint k = 0; k < some->len; k++)
    g_assert_nonnull (strstr (some->pdata[k], " Median "));
  gmarl_score_view_set_statistic (view, GMARL_STATISTIC_MEAN);

  gmarl_score_view_set_all (view, TRUE);
  g_ptr_array_set_size (some, 0);
  collect (table, some);
  /* Carbon, gross and net, has neither values nor ratios without data. */
  g_assert_cmpuint (some->len, ==, (GMARL_N_INDICATORS - 2 + GMARL_N_RATIOS - 2) * 2);
  line = g_strdup_printf ("2 %zu 1.000 times that of no control, of the sums over the days",
                          result->comparison->n_indicators + GMARL_RATIO_RAMPING);
  g_assert_true (has_line (some, line));
}

/* The cell with the focus, as "policy row"; "" if another widget has it, NULL if none. */
static char *
get_focused (GtkWidget *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  if (focus == NULL)
    return NULL;
  if (!GMARL_IS_SCORE_CELL (focus))
    return g_strdup ("");
  return g_strdup_printf ("%zu %zu", gmarl_score_cell_get_policy (GMARL_SCORE_CELL (focus)),
                          gmarl_score_cell_get_row (GMARL_SCORE_CELL (focus)));
}

static void
press (GtkWidget *window, GtkDirectionType direction, const char *expected)
{
  g_autofree char *focused = NULL;

  g_signal_emit_by_name (window, "move-focus", direction);
  focused = get_focused (window);
  g_assert_cmpstr (focused, ==, expected);
}

/* All cells are one stop of Tab, and the focus stays where it is when the table changes. */
static void
test_table_keys (void)
{
  static const GmarlScoreColumn columns[] = {
    { 0, NULL, { GMARL_LOOK_SERIES, 1 } },
    { 2, NULL, { GMARL_LOOK_SERIES, 9 } },
    { 1, NULL, { GMARL_LOOK_SERIES, 2 } },
  };
  g_autoptr (GmarlSession) session = make_session ();
  g_autoptr (GmarlComparisonList) list = gmarl_comparison_list_new (session);
  g_autoptr (GmarlComparisonWants) wants = NULL;
  g_autoptr (GmarlComparisonResult) result = NULL;
  GtkWidget *window = adw_window_new (), *cell;
  GtkWidget *table = gmarl_score_view_new (gmarl_session_get_settings (session));
  GmarlScoreView *view = GMARL_SCORE_VIEW (table);
  g_autofree char *focused = NULL, *moved = NULL;

  gmarl_comparison_list_refresh (list);
  wants = gmarl_comparison_wants_new (list, get_scenario (session), 1, 6, NULL);
  result = measure (session, wants);
  gmarl_score_view_set_all (view, FALSE);
  gmarl_score_view_set (view, result, rules, columns, 3);
  adw_window_set_content (ADW_WINDOW (window), table);
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_set_focus (GTK_WINDOW (window), NULL);

  gtk_widget_grab_focus (table);
  press (window, GTK_DIR_LEFT, "0 0");
  press (window, GTK_DIR_UP, "0 0");
  press (window, GTK_DIR_RIGHT, "2 0");
  press (window, GTK_DIR_DOWN, "2 1");
  press (window, GTK_DIR_TAB_FORWARD, "");
  press (window, GTK_DIR_TAB_BACKWARD, "2 1");

  /* Nothing new: the same cell. */
  cell = gtk_window_get_focus (GTK_WINDOW (window));
  gmarl_score_view_set (view, result, rules, columns, 3);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == cell);
  /* Another policy before it, and more rows. */
  gmarl_score_view_set (view, result, rules, columns + 1, 2);
  gmarl_score_view_set_all (view, TRUE);
  focused = get_focused (window);
  g_assert_cmpstr (focused, ==, "2 1");
  /* It is hidden itself. */
  gmarl_score_view_set (view, result, rules, columns + 2, 1);
  moved = get_focused (window);
  g_assert_cmpstr (moved, ==, "1 1");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What runs along iterations, steps or time, and the toggle of its axis. */
static void
find_curves (GtkWidget *widget, GmarlChart **curves, GtkToggleButton **log)
{
  if (GMARL_IS_CHART (widget) &&
      g_strcmp0 (gmarl_chart_get_view (GMARL_CHART (widget))->x.title, "Iteration") == 0)
    *curves = GMARL_CHART (widget);
  if (GTK_IS_TOGGLE_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Log") == 0)
    *log = GTK_TOGGLE_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_curves (child, curves, log);
}

/* The first iterations of learning curves, as in the other views. */
static void
test_log (void)
{
  static const GmarlFigurePolicy policies[] = {
    { "heuristic", "Heuristic", 1, FALSE },
    { "random", "Random", 2, FALSE },
    { "no-control", "No control", 9, FALSE },
  };
  g_autoptr (GmarlSession) session = make_session ();
  g_autoptr (GmarlComparisonList) list = gmarl_comparison_list_new (session);
  g_autoptr (GmarlComparisonWants) wants = NULL;
  g_autoptr (GmarlComparisonResult) result = NULL;
  g_autoptr (GtkWidget) charts = g_object_ref_sink (gmarl_comparison_charts_new (session));
  GmarlChart *curves = NULL;
  GtkToggleButton *log = NULL;
  GmarlChartAxis *axis;

  gmarl_comparison_list_refresh (list);
  wants = gmarl_comparison_wants_new (list, get_scenario (session), 1, 6, NULL);
  result = measure (session, wants);
  gmarl_comparison_charts_set (GMARL_COMPARISON_CHARTS (charts), result, policies, 0);
  find_curves (charts, &curves, &log);
  g_assert_true (curves != NULL && log != NULL);
  axis = gmarl_chart_get_axis (curves);
  g_assert_cmpint (gmarl_chart_get_view (curves)->x.kind, ==, GMARL_CHART_LINEAR);
  /* Nothing is there yet, and yet it says of what. */
  g_assert_cmpstr (gmarl_chart_get_view (curves)->title, ==,
                   gmarl_training_metrics[gmarl_comparison_metrics[0]].name);
  g_assert_null (gmarl_chart_get_view (curves)->subtitle);

  gmarl_chart_axis_show_range (axis, 0.2, 0.6);
  gtk_toggle_button_set_active (log, TRUE);
  g_assert_cmpint (gmarl_chart_get_view (curves)->x.kind, ==, GMARL_CHART_LOG);
  g_assert_true (gmarl_chart_axis_get_log (axis));
  g_assert_cmpint (gmarl_chart_axis_get_window (axis), ==, GMARL_CHART_WINDOW_ALL);
  /* It stays so for what comes later. */
  gmarl_comparison_charts_set (GMARL_COMPARISON_CHARTS (charts), result, policies, 1);
  g_assert_true (gmarl_chart_axis_get_log (axis));
  gtk_toggle_button_set_active (log, FALSE);
  g_assert_false (gmarl_chart_axis_get_log (axis));
}

/* Where there is no room for columns the policies of an indicator stand below each other. */
static void
test_table_narrow (void)
{
  static const GmarlScoreColumn columns[] = {
    { 0, NULL, { GMARL_LOOK_SERIES, 1 } },
    { 2, NULL, { GMARL_LOOK_SERIES, 9 } },
  };
  g_autoptr (GmarlSession) session = make_session ();
  g_autoptr (GmarlComparisonList) list = gmarl_comparison_list_new (session);
  g_autoptr (GmarlComparisonWants) wants = NULL;
  g_autoptr (GmarlComparisonResult) result = NULL;
  g_autoptr (GPtrArray) wide = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) narrow = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *window = adw_window_new ();
  GtkWidget *table = gmarl_score_view_new (gmarl_session_get_settings (session));
  GmarlScoreView *view = GMARL_SCORE_VIEW (table);
  int least;

  gmarl_comparison_list_refresh (list);
  wants = gmarl_comparison_wants_new (list, get_scenario (session), 1, 6, NULL);
  result = measure (session, wants);
  gmarl_score_view_set_all (view, FALSE);
  gmarl_score_view_set (view, result, rules, columns, 2);
  collect (table, wide);
  adw_window_set_content (ADW_WINDOW (window), table);
  gtk_window_set_default_size (GTK_WINDOW (window), 340, 600);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (table) == 0 || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);

  collect (table, narrow);
  g_assert_cmpuint (narrow->len, ==, wide->len);
  for (guint k = 0; k < narrow->len; k++)
    g_assert_true (has_line (wide, narrow->pdata[k]));
  gtk_widget_measure (gtk_widget_get_first_child (table), GTK_ORIENTATION_HORIZONTAL, -1, &least,
                      NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 340);

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  gtk_widget_grab_focus (table);
  press (window, GTK_DIR_DOWN, "2 0");
  press (window, GTK_DIR_RIGHT, "2 0");
  press (window, GTK_DIR_DOWN, "0 1");
  press (window, GTK_DIR_TAB_FORWARD, "");
  press (window, GTK_DIR_TAB_BACKWARD, "0 1");
  press (window, GTK_DIR_UP, "2 0");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_time_up (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The first label that tells a day. */
static const char *
get_clock (GtkWidget *widget)
{
  const char *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), "Day "))
    return gtk_label_get_label (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = get_clock (child);
  return found;
}

static guint64
get_day (GtkWidget *sides)
{
  return g_ascii_strtoull (get_clock (sides) + strlen ("Day "), NULL, 10);
}

static void
await_clock (GtkWidget *sides, const char *text)
{
  while (g_strcmp0 (get_clock (sides), text) != 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Steps come with the time that passed, whatever the frames; what was long ago is not made up for.
 */
static void
test_side_clock (void)
{
  GmarlSideClock clock = { .speed = 60 };
  guint n_steps = 0;

  gmarl_side_clock_begin (&clock);
  for (gint64 time = 0; time <= G_USEC_PER_SEC; time += 7000)
    n_steps += gmarl_side_clock_due (&clock, 5 + time);
  g_assert_cmpuint (n_steps, >=, 58);
  g_assert_cmpuint (n_steps, <=, 60);
  g_assert_cmpuint (gmarl_side_clock_due (&clock, 100 * G_USEC_PER_SEC), <=, 16);
  clock.speed = -1;
  g_assert_cmpuint (gmarl_side_clock_due (&clock, 101 * G_USEC_PER_SEC), ==, 1);
  clock.speed = 0;
  g_assert_cmpuint (gmarl_side_clock_due (&clock, 102 * G_USEC_PER_SEC), ==, G_MAXUINT);
}

/* Three policies go through the same day in step: nobody is ahead, and all have the same weather.
 */
static void
test_side_by_side (void)
{
  static const GmarlFigurePolicy policies[] = {
    { "heuristic", "Heuristic", 1, FALSE },
    { "random", "Random", 2, FALSE },
    { "no-control", "No control", 9, FALSE },
  };
  g_autoptr (GmarlSession) session = make_session ();
  GSettings *settings = gmarl_session_get_settings (session);
  GtkWidget *window = adw_window_new ();
  GtkWidget *sides = gmarl_side_by_side_new (session);
  gboolean time_is_up = FALSE;
  guint64 day;
  guint timeout;

  adw_window_set_content (ADW_WINDOW (window), sides);
  gmarl_side_by_side_set (GMARL_SIDE_BY_SIDE (sides), policies, G_N_ELEMENTS (policies));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (sides))
    g_main_context_iteration (NULL, TRUE);
  for (gsize k = 0; k < 30; k++) {
    gtk_widget_activate_action (sides, "sides.step", NULL);
    g_assert_true (gmarl_side_by_side_is_fair (GMARL_SIDE_BY_SIDE (sides)));
  }
  g_assert_cmpuint (gmarl_side_by_side_get_step (GMARL_SIDE_BY_SIDE (sides)), ==, 30);

  gtk_widget_activate_action (sides, "sides.play", NULL);
  timeout = g_timeout_add_seconds (60, is_time_up, &time_is_up);
  while (gmarl_side_by_side_get_step (GMARL_SIDE_BY_SIDE (sides)) == 30 && !time_is_up)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (time_is_up);
  g_source_remove (timeout);
  g_assert_cmpuint (gmarl_side_by_side_get_step (GMARL_SIDE_BY_SIDE (sides)), >, 30);
  g_assert_true (gmarl_side_by_side_is_fair (GMARL_SIDE_BY_SIDE (sides)));

  /* Back to the beginning of the day, then as fast as possible through the next ones; restarting a
   * day at its beginning goes to the one before.
   */
  gtk_widget_activate_action (sides, "sides.play", NULL);
  gtk_widget_activate_action (sides, "sides.restart", NULL);
  await_clock (sides, "Day 1 · 00:00");
  for (guint k = 0; k < GMARL_GRID_N_SPEED_MARKS; k++)
    gtk_widget_activate_action (sides, "sides.faster", "i", 1);
  g_assert_cmpfloat (g_settings_get_double (settings, "comparison-speed"), ==,
                     GMARL_GRID_SPEED_MAX);
  gtk_widget_activate_action (sides, "sides.play", NULL);
  while (get_day (sides) < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gmarl_side_by_side_is_fair (GMARL_SIDE_BY_SIDE (sides)));
  gtk_widget_activate_action (sides, "sides.play", NULL);
  gtk_widget_activate_action (sides, "sides.restart", NULL);
  while (!g_str_has_suffix (get_clock (sides), "· 00:00"))
    g_main_context_iteration (NULL, TRUE);
  day = get_day (sides);
  gtk_widget_activate_action (sides, "sides.restart", NULL);
  while (get_day (sides) != day - 1)
    g_main_context_iteration (NULL, TRUE);

  /* Another seed, other days, from the first one on. */
  g_settings_set_int (settings, "comparison-seed", 7);
  await_clock (sides, "Day 1 · 00:00");
  g_assert_true (gmarl_side_by_side_is_fair (GMARL_SIDE_BY_SIDE (sides)));
  g_settings_reset (settings, "comparison-seed");
  g_settings_reset (settings, "comparison-speed");

  gmarl_side_by_side_set (GMARL_SIDE_BY_SIDE (sides), policies, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/comparison-page/list", test_list);
  g_test_add_func ("/app/comparison-page/wants", test_wants);
  g_test_add_func ("/app/comparison-page/rows", test_rows);
  g_test_add_func ("/app/comparison-page/table", test_table);
  g_test_add_func ("/app/comparison-page/log", test_log);
  g_test_add_func ("/app/comparison-page/table-keys", test_table_keys);
  g_test_add_func ("/app/comparison-page/table-narrow", test_table_narrow);
  g_test_add_func ("/app/comparison-page/side-clock", test_side_clock);
  g_test_add_func ("/app/comparison-page/side-by-side", test_side_by_side);
  return g_test_run ();
}
