/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Training with the page on the screen, against training with nothing else: how long the main loop
 * is ever away, and what showing costs. The rounds of both are interleaved.
 */
#include "config.h"

#include "../bench/bench.h"
#include "gmarl-document.h"
#include "gmarl-library.h"
#include "gmarl-trainer.h"
#include "gmarl-training-job.h"
#include "gmarl-training-page.h"

#include <adwaita.h>

#define ITERATIONS 60
#define BEAT_MS    2

typedef struct {
  GArray *late; /* of double, seconds */
  double last;
} Beat;

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

/* Seconds an iteration took, as the trainer itself measures them. */
static double
train_alone (void)
{
  g_autofree char *directory = temporary ();
  g_autoptr (GmarlRunConfig) config = make_config ();
  g_autoptr (GmarlLibrary) library = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, NULL);
  g_autofree char *group = gmarl_library_begin_group (library, config, "alone", NULL);
  g_autofree char *run = gmarl_library_begin_run (library, group, 1, "auto", NULL, NULL);
  g_autoptr (GmarlTrainer) trainer =
      gmarl_trainer_new (config, 1, NULL, NULL, gmarl_library_open_sink (library, run, NULL));
  double begin = gmarl_bench_seconds ();
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_trainer_start (trainer, &error));
  g_assert_true (gmarl_trainer_wait (trainer, &error));
  return (gmarl_bench_seconds () - begin) / ITERATIONS;
}

static double
train_shown (GmarlSession *session, Beat *beat)
{
  static const guint64 seed = 1;
  g_autoptr (GmarlRunConfig) config = make_config ();
  g_autoptr (GmarlTrainingJob) job =
      gmarl_training_job_new (gmarl_session_get_library_directory (session), config, &seed, 1);
  double begin = gmarl_bench_seconds ();
  guint source;

  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (job)));
  gmarl_training_job_start (job);
  beat->last = begin;
  source = g_timeout_add_full (G_PRIORITY_HIGH, BEAT_MS, beat_cb, beat, NULL);
  while (gmarl_training_job_is_active (job))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  return (gmarl_bench_seconds () - begin) / ITERATIONS;
}

int
main (int argc, char **argv)
{
  GmarlBench bench = gmarl_bench_begin ("training-window", &argc, &argv);
  g_autofree char *directory = temporary ();
  Beat beat = { g_array_new (FALSE, FALSE, sizeof (double)), 0 };
  double alone = G_MAXDOUBLE;
  double shown = G_MAXDOUBLE;
  g_autoptr (GmarlSession) session = NULL;
  g_autoptr (GmarlDocument) document = NULL;
  GtkWindow *window;
  guint count;

  adw_init ();
  session = gmarl_session_new (directory);
  document = gmarl_document_new ();
  gmarl_session_set_document (session, document);
  window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (window, 1180, 1400);
  gtk_window_set_child (window, gmarl_training_page_new (session));
  gtk_window_present (window);
  for (gint round = 0; round < bench.rounds; round++) {
    alone = MIN (alone, train_alone ());
    shown = MIN (shown, train_shown (session, &beat));
  }
  count = beat.late->len;
  qsort (beat.late->data, count, sizeof (double), compare);
  gmarl_bench_row (&bench, "main loop away, median",
                   1e3 * g_array_index (beat.late, double, count / 2), "ms", 0);
  gmarl_bench_row (&bench, "main loop away, 99th percentile",
                   1e3 * g_array_index (beat.late, double, (gsize) count * 99 / 100), "ms", 0);
  gmarl_bench_row (&bench, "main loop away, longest",
                   1e3 * g_array_index (beat.late, double, count - 1), "ms", 0);
  gmarl_bench_row (&bench, "iteration, training alone", 1e3 * alone, "ms", 0);
  gmarl_bench_row (&bench, "iteration, training shown", 1e3 * shown, "ms", 0);
  gmarl_bench_row (&bench, "cost of showing it", 100 * (shown / alone - 1), "%", 0);
  gtk_window_destroy (window);
  g_array_unref (beat.late);
  return 0;
}
