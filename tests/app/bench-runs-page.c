/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The Runs view with a library of a thousand runs: how long until its first frame, what a refresh
 * costs when one run went on, and sorting and searching all of them.
 */
#include "config.h"

#include "../bench/bench.h"
#include "gmarl-run-query.h"
#include "gmarl-runs-page.h"
#include "gmarl-runs-table.h"

#define N_GROUPS 250
#define N_SEEDS  4
#define N_ROWS   5

static void
put_row (GmarlLibrary *library, const char *run, int iteration)
{
  g_autoptr (GmarlRunSink) sink = gmarl_library_open_sink (library, run, NULL);
  GmarlTrainingMetrics row = { { 0 } };

  row.value[GMARL_METRIC_ITERATION] = iteration;
  row.value[GMARL_METRIC_VALIDATION_REWARD] = iteration;
  row.value[GMARL_METRIC_SECONDS] = 0.1;
  gmarl_run_sink_iteration (sink, &row, NULL);
  gmarl_run_sink_status (sink, GMARL_RUN_FINISHED, NULL, NULL);
}

/* Returns a run of the last group. */
static char *
fill (GmarlLibrary *library)
{
  char *run = NULL;

  for (int k = 0; k < N_GROUPS; k++) {
    g_autoptr (GmarlRunConfig) config =
        gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
    g_autofree char *group = NULL;

    config->learning.learning_rate = 1e-4 * (k + 1);
    group = gmarl_library_begin_group (library, config, NULL, NULL);
    for (guint64 seed = 1; seed <= N_SEEDS; seed++) {
      g_free (run);
      run = gmarl_library_begin_run (library, group, seed, "avx2", NULL, NULL);
      for (int iteration = 1; iteration <= N_ROWS; iteration++)
        put_row (library, run, iteration);
    }
  }
  return run;
}

static GtkWidget *
find_table (GtkWidget *widget)
{
  GtkWidget *found = GMARL_IS_RUNS_TABLE (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_table (child);
  return found;
}

static void
painted_cb (gboolean *painted)
{
  *painted = TRUE;
}

static void
wait_for_frame (GtkWidget *window)
{
  gboolean painted = FALSE;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gulong id = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_draw (window);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, id);
}

/* From nothing to the first frame. */
static double
open_page (GmarlSession *session)
{
  GtkWidget *window = gtk_window_new ();
  double start = gmarl_bench_seconds ();
  double seconds;

  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 760);
  gtk_window_set_child (GTK_WINDOW (window), gmarl_runs_page_new (session));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (window))
    g_main_context_iteration (NULL, TRUE);
  wait_for_frame (window);
  seconds = gmarl_bench_seconds () - start;
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return seconds;
}

typedef struct {
  GmarlSession *session;
  GmarlRunsTable *table;
  GtkWidget *window;
  GActionGroup *columns;
  char *run;
  int iteration;
  guint turn;
} Work;

static void
refresh (gpointer user_data)
{
  Work *work = user_data;

  gmarl_session_library_written (work->session);
  wait_for_frame (work->window);
}

static void
sort (gpointer user_data)
{
  Work *work = user_data;

  g_action_group_change_action_state (
      work->columns, "sort", g_variant_new_string (work->turn++ % 2 == 0 ? "reward" : "changes"));
  wait_for_frame (work->window);
}

static void
search (gpointer user_data)
{
  Work *work = user_data;

  gmarl_runs_table_set_filter (
      work->table, gmarl_run_query_parse (work->turn++ % 2 == 0 ? "lr>0.01" : "seed:3 rate", NULL),
      0);
  wait_for_frame (work->window);
}

/* A row more of one run, seen and shown. */
static double
refresh_grown (const GmarlBench *bench, Work *work)
{
  double best = G_MAXDOUBLE;

  for (gint round = 0; round < bench->rounds; round++) {
    double start;

    put_row (gmarl_session_get_library (work->session), work->run, work->iteration++);
    start = gmarl_bench_seconds ();
    refresh (work);
    best = MIN (best, gmarl_bench_seconds () - start);
  }
  return best;
}

int
main (int argc, char **argv)
{
  GmarlBench bench = gmarl_bench_begin ("runs-page", &argc, &argv);
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-bench-XXXXXX", NULL);
  g_autoptr (GmarlSession) session = NULL;
  GtkWidget *page;
  Work work = { .iteration = N_ROWS + 1 };
  double opening = G_MAXDOUBLE;

  adw_init ();
  session = gmarl_session_new (directory);
  work.session = session;
  work.run = fill (gmarl_session_get_library (session));
  for (gint round = 0; round < bench.rounds; round++)
    opening = MIN (opening, open_page (session));
  gmarl_bench_row (&bench, "1000 runs, to the first frame", 1e3 * opening, "ms", 0);

  page = gmarl_runs_page_new (session);
  work.window = gtk_window_new ();
  work.table = GMARL_RUNS_TABLE (find_table (page));
  work.columns = gmarl_runs_table_get_columns_actions (work.table);
  gtk_window_set_default_size (GTK_WINDOW (work.window), 1180, 760);
  gtk_window_set_child (GTK_WINDOW (work.window), page);
  gtk_window_present (GTK_WINDOW (work.window));
  wait_for_frame (work.window);
  gmarl_bench_row (&bench, "refresh, nothing changed, with a frame",
                   1e3 * gmarl_bench_best (&bench, refresh, &work), "ms", 0);
  gmarl_bench_row (&bench, "refresh, one run went on, with a frame",
                   1e3 * refresh_grown (&bench, &work), "ms", 0);
  gmarl_bench_row (&bench, "sort all, with a frame", 1e3 * gmarl_bench_best (&bench, sort, &work),
                   "ms", 0);
  gmarl_bench_row (&bench, "search all, with a frame",
                   1e3 * gmarl_bench_best (&bench, search, &work), "ms", 0);
  gtk_window_destroy (GTK_WINDOW (work.window));
  g_free (work.run);
  return 0;
}
