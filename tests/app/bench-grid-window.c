/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What watching the grid costs: the page in play, in processor time, and the pictures of which its
 * frames are made: the network, and a chart.
 */
#include "config.h"

#include "../bench/bench.h"
#include "gmarl-chart-plot.h"
#include "gmarl-chart.h"
#include "gmarl-grid-page.h"
#include "gmarl-grid-picture.h"
#include "gmarl-network-widget.h"

#include <adwaita.h>
#include <time.h>

#define PLAY_SECONDS 2
#define REPEATS      20
#define N_SAMPLES    100000

static gboolean
set_true_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, set_true_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (child) == 0 || !gtk_widget_get_mapped (child))
    g_main_context_iteration (NULL, TRUE);
  return window;
}

/* --- The page in play ----------------------------------------------------------------------- */

static void
count_cb (guint *count)
{
  (*count)++;
}

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static void
bench_page (const GmarlBench *bench, GmarlSession *session, double speed, const char *name)
{
  g_autofree char *share = g_strdup_printf ("page, %s", name);
  g_autofree char *rate = g_strdup_printf ("page, %s, frames", name);
  double best = G_MAXDOUBLE, frames = 0;
  GtkWidget *window;

  g_settings_set_double (gmarl_session_get_settings (session), "speed", speed);
  window = show (gmarl_grid_page_new (session), 1180, 700);
  run_for (500);
  for (gint round = 0; round < bench->rounds; round++) {
    GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
    guint n_frames = 0;
    gulong handler =
        g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (count_cb), &n_frames);
    double from = cpu_seconds (), begin = gmarl_bench_seconds ();
    double seconds, used;

    run_for (1000 * PLAY_SECONDS);
    seconds = gmarl_bench_seconds () - begin;
    used = 100 * (cpu_seconds () - from) / seconds;
    g_signal_handler_disconnect (clock, handler);
    if (used < best)
      frames = n_frames / seconds;
    best = MIN (best, used);
  }
  gmarl_bench_row (bench, share, best, "% of a core", 0);
  gmarl_bench_row (bench, rate, frames, "1/s", 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* --- Pictures ------------------------------------------------------------------------------- */

/* A widget and what it is drawn on, as the cairo renderer draws. */
typedef struct {
  GtkWidget *widget;
  cairo_surface_t *surface;
  cairo_t *cr;
  GmarlNetworkView *view;
  GmarlSeries *series;
  guint turn;
} Picture;

static void
draw (Picture *self)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  GTK_WIDGET_GET_CLASS (self->widget)->snapshot (self->widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, self->cr);
  gsk_render_node_unref (node);
}

static void
draw_numbers (gpointer data)
{
  Picture *self = data;

  for (guint k = 0; k < REPEATS; k++) {
    for (gsize i = 0; i < self->view->n_nodes; i++)
      self->view->node[i].level = 0.3 + 0.01 * ((self->turn + i) % 40);
    self->turn++;
    gmarl_network_widget_set_view (GMARL_NETWORK_WIDGET (self->widget), self->view);
    draw (self);
  }
}

static void
draw_again (gpointer data)
{
  for (guint k = 0; k < REPEATS; k++)
    draw (data);
}

static void
draw_data (gpointer data)
{
  Picture *self = data;

  for (guint k = 0; k < REPEATS; k++) {
    gmarl_series_append (self->series, N_SAMPLES + self->turn++, 0.5);
    gmarl_chart_plot_choices_changed (GMARL_CHART_PLOT (self->widget));
    draw (self);
  }
}

static void
draw_crosshair (gpointer data)
{
  Picture *self = data;
  double width = gtk_widget_get_width (self->widget);

  for (guint k = 0; k < REPEATS; k++) {
    gmarl_chart_plot_point_at (GMARL_CHART_PLOT (self->widget),
                               width * (0.2 + 0.03 * (self->turn++ % 15)), 120);
    draw (self);
  }
}

static void
picture_begin (Picture *self, GtkWidget *widget)
{
  self->widget = widget;
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gtk_widget_get_width (widget),
                                              gtk_widget_get_height (widget));
  self->cr = cairo_create (self->surface);
}

static void
picture_end (Picture *self)
{
  cairo_destroy (self->cr);
  cairo_surface_destroy (self->surface);
}

static void
print (const GmarlBench *bench, const char *name, GmarlBenchFunc func, Picture *picture)
{
  gmarl_bench_row (bench, name, 1e3 * gmarl_bench_best (bench, func, picture) / REPEATS, "ms", 0);
}

static void
bench_network (const GmarlBench *bench, const char *n_nodes)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GmarlNetworkView) view = NULL;
  g_autofree char *numbers = g_strdup_printf ("network of %s, new numbers", n_nodes);
  g_autofree char *again = g_strdup_printf ("network of %s, chevrons moved", n_nodes);
  GtkWidget *network = gmarl_network_widget_new ();
  GtkWidget *window = show (network, 560, 320);
  Picture picture = { 0 };

  g_assert_true (gmarl_scenario_set (scenario, "nodes", n_nodes, NULL));
  grid = gmarl_grid_new (scenario, NULL);
  picture.view = view = gmarl_grid_picture_new (grid);
  for (gsize k = 0; k < view->n_lines; k++)
    view->line[k].flow_kwh = 1 + (double) (k % 7);
  picture_begin (&picture, network);
  print (bench, numbers, draw_numbers, &picture);
  print (bench, again, draw_again, &picture);
  picture_end (&picture);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
bench_chart (const GmarlBench *bench)
{
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  GtkWidget *chart = gmarl_chart_new ();
  GtkWidget *window = show (chart, 1200, 320);
  Picture picture = { 0 };

  for (guint s = 0; s < 6; s++) {
    g_autofree char *id = g_strdup_printf ("series-%u", s);

    picture.series =
        gmarl_chart_view_add_series (view, id, id, NULL, (GmarlSeriesLook){ GMARL_LOOK_SERIES, s })
            ->data;
    for (guint k = 0; k < N_SAMPLES; k++)
      gmarl_series_append (picture.series, k, 0.1 * s + 0.001 * (k * 7919 % 97));
  }
  gmarl_chart_set_view (GMARL_CHART (chart), view);
  picture_begin (&picture, gmarl_chart_get_plot (GMARL_CHART (chart)));
  print (bench, "chart of 6 × 100 000 samples, new data", draw_data, &picture);
  print (bench, "chart of 6 × 100 000 samples, crosshair moved", draw_crosshair, &picture);
  picture_end (&picture);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  GmarlBench bench = gmarl_bench_begin ("grid-window", &argc, &argv);
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-bench-XXXXXX", &error);
  g_autoptr (GmarlSession) session = NULL;

  g_assert_no_error (error);
  adw_init ();
  session = gmarl_session_new (directory);
  bench_page (&bench, session, 60, "60 steps a second");
  bench_page (&bench, session, -1, "a step a frame");
  bench_page (&bench, session, 0, "as fast as possible");
  bench_network (&bench, "5");
  bench_network (&bench, "50");
  bench_network (&bench, "1000");
  bench_chart (&bench);
  return 0;
}
