/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-curves.h"
#include "gmarl-run-details.h"
#include "gmarl-runs-page.h"
#include "gmarl-runs-table.h"

#include "gmarl-chart.h"

#include <math.h>

/* A library of two groups, of three seeds and of one, with 20 iterations each. */
static void
fill (GmarlSession *session)
{
  GmarlLibrary *library = gmarl_session_get_library (session);

  for (guint k = 0; k < 2; k++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GmarlRunConfig) config =
        gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", &error));
    g_autofree char *group =
        gmarl_library_begin_group (library, config, k == 0 ? "three" : "one", &error);

    for (guint seed = 1; seed <= (k == 0 ? 3u : 1u); seed++) {
      g_autofree char *run = gmarl_library_begin_run (library, group, seed, "avx2", NULL, &error);
      g_autoptr (GmarlRunSink) sink = gmarl_library_open_sink (library, run, &error);

      for (int iteration = 1; iteration <= 20; iteration++) {
        GmarlTrainingMetrics row = { { 0 } };

        row.value[GMARL_METRIC_ITERATION] = iteration;
        row.value[GMARL_METRIC_ENVIRONMENT_STEPS] = 100 * iteration;
        row.value[GMARL_METRIC_SECONDS] = 0.5;
        row.value[GMARL_METRIC_VALIDATION_REWARD] = seed * iteration;
        gmarl_run_sink_iteration (sink, &row, &error);
      }
      gmarl_run_sink_status (sink, GMARL_RUN_FINISHED, NULL, &error);
    }
    g_assert_no_error (error);
  }
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);
  return found;
}

static GtkToggleButton *
find_toggle (GtkWidget *widget, const char *label)
{
  GtkToggleButton *found = NULL;

  if (GTK_IS_TOGGLE_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return GTK_TOGGLE_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_toggle (child, label);
  return found;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
wait_for_curves (GmarlRunCurves *curves)
{
  while (!gmarl_run_curves_is_complete (curves))
    g_main_context_iteration (NULL, TRUE);
}

/* Showing another group changes no number of the first one's curve. */
static void
test_curves (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  g_autoptr (GmarlRunsModel) model = gmarl_runs_model_new (session);
  GtkWidget *window = gtk_window_new ();
  GmarlRunCurves *curves = GMARL_RUN_CURVES (gmarl_run_curves_new (session, model));
  g_autoptr (GmarlRunItem) three = NULL;
  g_autoptr (GmarlRunItem) one = NULL;
  g_autofree double *before = NULL;
  const GmarlSeries *series;
  GmarlChartView *view;
  GmarlChartAxis *axis;
  GtkToggleButton *seeds;
  gsize length;

  fill (session);
  g_assert_true (gmarl_runs_model_refresh (model, NULL));
  for (guint k = 0; k < 2; k++) {
    GmarlRunItem *item = g_list_model_get_item (gmarl_runs_model_get_groups (model), k);

    if (gmarl_run_item_get_n_runs (item) == 3)
      three = item;
    else
      one = item;
  }
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (curves));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (curves)))
    g_main_context_iteration (NULL, TRUE);
  gmarl_runs_model_set_shown (model, three, TRUE);
  wait_for_curves (curves);

  view = gmarl_chart_get_view (GMARL_CHART (gmarl_run_curves_get_chart (curves)));
  g_assert_cmpuint (gmarl_chart_view_get_n_series (view), ==, 4); /* and each seed */
  series = gmarl_chart_view_get_series (view, 0)->range;
  g_assert_cmpfloat (gmarl_series_get_lower (series)[19], ==, 20);
  g_assert_cmpfloat (gmarl_series_get_upper (series)[19], ==, 60);
  series = gmarl_chart_view_get_series (view, 0)->data;
  length = gmarl_series_get_length (series);
  g_assert_cmpuint (length, ==, 20);
  g_assert_cmpfloat (gmarl_series_get_y (series)[19], ==, 40); /* of 20, 40, 60 */
  g_assert_cmpfloat (gmarl_series_get_lower (series)[19], <=, 40);
  before = g_memdup2 (gmarl_series_get_y (series), length * sizeof *before);

  gmarl_runs_model_set_shown (model, one, TRUE);
  wait_for_curves (curves);
  view = gmarl_chart_get_view (GMARL_CHART (gmarl_run_curves_get_chart (curves)));
  g_assert_cmpuint (gmarl_chart_view_get_n_series (view), ==, 5);
  series = gmarl_chart_view_find_series (view, gmarl_run_item_get_group_id (three))->data;
  g_assert_cmpmem (gmarl_series_get_y (series), length * sizeof *before, before,
                   length * sizeof *before);

  /* The button says what is drawn, whoever chose it. */
  seeds = find_toggle (GTK_WIDGET (curves), "Seeds");
  g_assert_false (gtk_toggle_button_get_active (seeds));
  g_signal_emit_by_name (seeds, "clicked");
  g_assert_true (gtk_toggle_button_get_active (seeds));
  g_action_group_activate_action (
      gmarl_chart_get_actions (GMARL_CHART (gmarl_run_curves_get_chart (curves))), "next-band",
      NULL);
  g_assert_false (gtk_toggle_button_get_active (seeds));

  /* The first iterations, on a logarithmic axis. */
  axis = gmarl_chart_get_axis (GMARL_CHART (gmarl_run_curves_get_chart (curves)));
  g_assert_false (gmarl_chart_axis_get_log (axis));
  gtk_toggle_button_set_active (find_toggle (GTK_WIDGET (curves), "Log"), TRUE);
  wait_for_curves (curves);
  settle ();
  view = gmarl_chart_get_view (GMARL_CHART (gmarl_run_curves_get_chart (curves)));
  g_assert_cmpint (view->x.kind, ==, GMARL_CHART_LOG);
  g_assert_true (gmarl_chart_axis_get_log (axis));

  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* The page is made, follows the library, shows what is selected, and leaves nothing behind. */
static void
test_page (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  GtkWidget *page = g_object_ref_sink (gmarl_runs_page_new (session));
  GtkWidget *window = gtk_window_new ();
  GmarlRunsTable *table;
  GtkSelectionModel *selection;
  g_autoptr (GPtrArray) selected = NULL;

  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (page))
    g_main_context_iteration (NULL, TRUE);
  fill (session);
  gmarl_session_library_written (session);
  settle ();

  table = GMARL_RUNS_TABLE (find_widget (page, GMARL_TYPE_RUNS_TABLE));
  g_assert_cmpuint (gmarl_runs_table_get_n_groups (table), ==, 2);
  selection = gtk_column_view_get_model (GTK_COLUMN_VIEW (gmarl_runs_table_get_view (table)));
  gtk_selection_model_select_item (selection, 0, TRUE);
  selected = gmarl_runs_table_get_selected (table);
  g_assert_cmpuint (selected->len, ==, 1);
  gtk_widget_activate_action (page, "runs.toggle-shown", NULL);
  g_assert_true (gmarl_run_item_get_shown (selected->pdata[0]));
  settle ();
  gmarl_session_library_written (session);
  g_ptr_array_unref (g_steal_pointer (&selected));
  selected = gmarl_runs_table_get_selected (table);
  g_assert_cmpuint (selected->len, ==, 1); /* it survives a refresh */

  gmarl_runs_table_set_filter (table, gmarl_run_query_parse ("name:three seed:2", NULL), 0);
  settle ();
  g_assert_cmpuint (gmarl_runs_table_get_n_groups (table), ==, 1);
  g_clear_pointer (&selected, g_ptr_array_unref);
  wait_for_curves (GMARL_RUN_CURVES (find_widget (page, GMARL_TYPE_RUN_CURVES)));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_finalize_object (page);
}

static gboolean
frame_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The first frame has the first rows of many; all are counted, and come without being asked for,
 * also where frames are drawn so slowly that one is due at any time.
 */
static void
test_many (void)
{
  enum {
    N_GROUPS = 130
  };
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  GmarlLibrary *library = gmarl_session_get_library (session);
  g_autoptr (GmarlRunsModel) model = gmarl_runs_model_new (session);
  g_autoptr (GmarlRunConfig) config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  GtkWidget *table = gmarl_runs_table_new (model, gmarl_session_get_settings (session));
  GtkWidget *window = gtk_window_new ();
  GListModel *rows;
  guint frames_id;

  for (guint k = 0; k < N_GROUPS; k++) {
    g_autofree char *group = gmarl_library_begin_group (library, config, "many", NULL);
    g_autofree char *run = gmarl_library_begin_run (library, group, 1, "avx2", NULL, NULL);

    g_assert_nonnull (run);
  }
  g_assert_true (gmarl_runs_model_refresh (model, NULL));
  rows = G_LIST_MODEL (gtk_column_view_get_model (
      GTK_COLUMN_VIEW (gmarl_runs_table_get_view (GMARL_RUNS_TABLE (table)))));
  g_assert_cmpuint (g_list_model_get_n_items (rows), <, N_GROUPS);
  g_assert_cmpuint (gmarl_runs_table_get_n_groups (GMARL_RUNS_TABLE (table)), ==, N_GROUPS);
  gtk_window_set_child (GTK_WINDOW (window), table);
  gtk_window_present (GTK_WINDOW (window));
  frames_id = g_idle_add_full (GDK_PRIORITY_REDRAW, frame_cb, NULL, NULL);
  for (guint k = 0; k < 100000 && g_list_model_get_n_items (rows) < N_GROUPS; k++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, N_GROUPS);
  g_source_remove (frames_id);
  g_assert_true (gmarl_runs_table_go_to (GMARL_RUNS_TABLE (table), N_GROUPS - 1));
  g_assert_cmpuint (gmarl_runs_table_get_position (GMARL_RUNS_TABLE (table)), ==, N_GROUPS - 1);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
assert_sorting (GmarlRunsTable *table, const char *column, gboolean descending)
{
  GActionGroup *actions = gmarl_runs_table_get_columns_actions (table);
  g_autoptr (GVariant) sort = g_action_group_get_action_state (actions, "sort");
  g_autoptr (GVariant) direction = g_action_group_get_action_state (actions, "descending");

  g_assert_cmpstr (g_variant_get_string (sort, NULL), ==, column);
  g_assert_cmpint (g_variant_get_boolean (direction), ==, descending);
}

/* What the rows are sorted by is told by the menu, and the next table begins with it. */
static void
test_sorting (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  g_autoptr (GmarlRunsModel) model = gmarl_runs_model_new (session);
  GSettings *settings = gmarl_session_get_settings (session);

  for (guint turn = 0; turn < 3; turn++) {
    GtkWidget *table = g_object_ref_sink (gmarl_runs_table_new (model, settings));
    GActionGroup *actions = gmarl_runs_table_get_columns_actions (GMARL_RUNS_TABLE (table));

    assert_sorting (GMARL_RUNS_TABLE (table), turn == 0 ? "started" : "reward", turn < 2);
    g_action_group_change_action_state (actions, "sort", g_variant_new_string ("reward"));
    assert_sorting (GMARL_RUNS_TABLE (table), "reward", turn < 2);
    g_action_group_change_action_state (actions, "descending", g_variant_new_boolean (turn == 0));
    assert_sorting (GMARL_RUNS_TABLE (table), "reward", turn == 0);
    g_object_unref (table);
  }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/runs-page/curves", test_curves);
  g_test_add_func ("/app/runs-page/page", test_page);
  g_test_add_func ("/app/runs-page/many", test_many);
  g_test_add_func ("/app/runs-page/sorting", test_sorting);
  return g_test_run ();
}
