/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Training with the page on the screen, against training with nothing else: how long the main loop
 * is ever away, and what showing costs, in time and in time of the processor. The former is what a
 * user waits, the latter is the same while other programs run. The rounds of both are interleaved.
 */
#include "config.h"

#include "../bench/bench.h"
#include "gmarl-document.h"
#include "gmarl-library.h"
#include "gmarl-trainer.h"
#include "gmarl-training-job.h"
#include "gmarl-training-page.h"

#include <adwaita.h>
#include <time.h>

#define ITERATIONS 60
#define BEAT_MS    4

typedef struct {
  GArray *late; /* of double, seconds */
  double last;
  gsize n_frames;
} Beat;

static void
frame_cb (Beat *beat)
{
  beat->n_frames++;
}

static gboolean
beat_cb (gpointer user_data)
{
  Beat *beat = user_data;
  double now = gmarl_bench_seconds ();
  double late = MAX (0, now - beat->last - BEAT_MS / 1e3);

  g_array_append_val (beat->late, late);
  beat->last = now;
  return G_SOURCE_CONTINUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static GmarlRunConfig *
make_config (void)
{
  GmarlRunConfig *config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));

  config->iterations = ITERATIONS;
  return config;
}

static char *
temporary (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("gridmarl-bench-XXXXXX", &error);

  g_assert_no_error (error);
  return directory;
}

typedef struct {
  double wall;   /* seconds an iteration */
  double cpu;    /* of all threads, likewise */
  double main;   /* of this thread, likewise */
  double frames; /* likewise */
} Cost;

static double
clock_seconds (clockid_t clock)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (clock, &time), ==, 0);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static Cost
cost_now (void)
{
  return (Cost){ gmarl_bench_seconds (), clock_seconds (CLOCK_PROCESS_CPUTIME_ID),
                 clock_seconds (CLOCK_THREAD_CPUTIME_ID), 0 };
}

static Cost
cost_since (Cost begin)
{
  Cost now = cost_now ();

  return (Cost){ (now.wall - begin.wall) / ITERATIONS, (now.cpu - begin.cpu) / ITERATIONS,
                 (now.main - begin.main) / ITERATIONS, 0 };
}

static Cost
train_alone (void)
{
  g_autofree char *directory = temporary ();
  g_autoptr (GmarlRunConfig) config = make_config ();
  g_autoptr (GmarlLibrary) library = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, NULL);
  g_autofree char *group = gmarl_library_begin_group (library, config, "alone", NULL);
  g_autofree char *run = gmarl_library_begin_run (library, group, 1, "auto", NULL, NULL);
  g_autoptr (GmarlTrainer) trainer =
      gmarl_trainer_new (config, 1, NULL, NULL, gmarl_library_open_sink (library, run, NULL));
  Cost begin = cost_now ();
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_trainer_start (trainer, &error));
  g_assert_true (gmarl_trainer_wait (trainer, &error));
  return cost_since (begin);
}

static Cost
train_shown (GmarlSession *session, Beat *beat)
{
  static const guint64 seed = 1;
  g_autoptr (GmarlRunConfig) config = make_config ();
  g_autoptr (GmarlTrainingJob) job =
      gmarl_training_job_new (gmarl_session_get_library_directory (session), config, &seed, 1);
  Cost begin = cost_now ();
  Cost cost;
  guint source;

  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (job)));
  gmarl_training_job_start (job);
  beat->last = begin.wall;
  beat->n_frames = 0;
  source = g_timeout_add_full (G_PRIORITY_HIGH, BEAT_MS, beat_cb, beat, NULL);
  while (gmarl_training_job_is_active (job))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  cost = cost_since (begin);
  cost.frames = (double) beat->n_frames / ITERATIONS;
  return cost;
}

/* The round that took the least of the processor. */
static void
keep_best (Cost *best, Cost cost)
{
  if (best->cpu == 0 || cost.cpu < best->cpu)
    *best = cost;
}

static void
print_rows (const GmarlBench *bench, GArray *late, Cost alone, Cost shown)
{
  qsort (late->data, late->len, sizeof (double), compare);
  gmarl_bench_row (bench, "main loop away, median",
                   1e3 * g_array_index (late, double, late->len / 2), "ms", 0);
  gmarl_bench_row (bench, "main loop away, 99th percentile",
                   1e3 * g_array_index (late, double, (gsize) late->len * 99 / 100), "ms", 0);
  gmarl_bench_row (bench, "main loop away, longest",
                   1e3 * g_array_index (late, double, late->len - 1), "ms", 0);
  gmarl_bench_row (bench, "iteration, training alone", 1e3 * alone.wall, "ms", 0);
  gmarl_bench_row (bench, "iteration, training shown", 1e3 * shown.wall, "ms", 0);
  gmarl_bench_row (bench, "cost of showing it, time", 100 * (shown.wall / alone.wall - 1), "%", 0);
  gmarl_bench_row (bench, "iteration, processor time, alone", 1e3 * alone.cpu, "ms", 0);
  gmarl_bench_row (bench, "iteration, processor time, shown", 1e3 * shown.cpu, "ms", 0);
  gmarl_bench_row (bench, "of that, main thread", 1e3 * shown.main, "ms", 0);
  gmarl_bench_row (bench, "of that, a frame", 1e3 * shown.main / shown.frames, "ms", 0);
  gmarl_bench_row (bench, "frames a second", shown.frames / shown.wall, "1/s", 0);
  gmarl_bench_row (bench, "cost of showing it, processor time", 100 * shown.main / alone.cpu, "%",
                   0);
}

/* What the application does at its start. */
static void
use_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/gridmarl/Gridmarl/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  GmarlBench bench = gmarl_bench_begin ("training-window", &argc, &argv);
  g_autofree char *directory = temporary ();
  Beat beat = { g_array_new (FALSE, FALSE, sizeof (double)), 0, 0 };
  Cost alone = { 0 };
  Cost shown = { 0 };
  g_autoptr (GmarlSession) session = NULL;
  g_autoptr (GmarlDocument) document = NULL;
  GtkWindow *window;

  adw_init ();
  use_style ();
  session = gmarl_session_new (directory);
  document = gmarl_document_new ();
  gmarl_session_set_document (session, document);
  window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (window, 1180, 1400);
  gtk_window_set_child (window, gmarl_training_page_new (session));
  gtk_window_present (window);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                            G_CALLBACK (frame_cb), &beat);
  for (gint round = 0; round < bench.rounds; round++) {
    keep_best (&alone, train_alone ());
    keep_best (&shown, train_shown (session, &beat));
  }
  print_rows (&bench, beat.late, alone, shown);
  gtk_window_destroy (window);
  g_array_unref (beat.late);
  return 0;
}
