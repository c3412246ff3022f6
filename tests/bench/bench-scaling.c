/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* How the cost of training grows with agents, hidden width, environments and threads: microseconds
 * an agent's sample, beside the time its work takes at the multiply-add peak. --data DIR also
 * writes a table each, agents.csv …, from which plot-scaling.py draws.
 */
#include "bench.h"

#include "gmarl-benchmark-parts.h"
#include "gmarl-run-config.h"
#include "gmarl-workers.h"

#include <errno.h>

typedef struct {
  const char *name;     /* also of the file */
  const char *variable; /* the key that varies */
  const char *values[12];
  const char *fixed[4]; /* assignments */
} Series;

static const Series series[] = {
  { "agents",
    "scenario.nodes",
    { "3", "5", "10", "20", "50", "100", "200", "500", "1000" },
    { "rollout.environments=8" } },
  { "hidden",
    "policy.hidden",
    { "16-16", "32-32", "64-64", "128-128", "256-256" },
    { "rollout.environments=20" } },
  { "environments",
    "rollout.environments",
    { "5", "10", "20", "40", "80", "160", "320" },
    { NULL } },
};

static GmarlTrainingSpeed
measure (const char *const *assignments, guint threads, gint rounds)
{
  g_autoptr (GmarlRunConfig) config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  g_autoptr (GError) error = NULL;
  GmarlTrainingSpeed speed;

  for (gsize k = 0; assignments[k] != NULL; k++)
    if (!gmarl_run_config_set_assignment (config, assignments[k], &error))
      g_error ("%s", error->message);
  config->learning.threads = threads;
  /* Large grids take seconds, and need fewer rounds for it. */
  if (config->scenario->nodes > 100)
    rounds = MAX (rounds / 4, 1);
  if (!gmarl_benchmark_training (config->scenario, &config->learning, (guint) rounds, NULL, &speed,
                                 &error))
    g_error ("%s", error->message);
  speed.seconds /=
      (double) (config->scenario->nodes * config->learning.environments * config->learning.steps);
  speed.gflop /=
      (double) (config->scenario->nodes * config->learning.environments * config->learning.steps);
  return speed;
}

/* A file to write to, or NULL if none is wanted. */
static FILE *
open_data (const char *folder, const char *name, const char *heading)
{
  g_autofree char *path = NULL;
  FILE *file;

  if (folder == NULL)
    return NULL;
  path = g_strdup_printf ("%s/%s.csv", folder, name);
  file = fopen (path, "w");
  if (file == NULL)
    g_error ("%s: %s", path, g_strerror (errno));
  fprintf (file, "%s\n", heading);
  return file;
}

static void
close_data (FILE *file)
{
  if (file != NULL && fclose (file) != 0)
    g_error ("%s", g_strerror (errno));
}

static void
run_series (const GmarlBench *bench, const Series *self, const char *folder)
{
  FILE *file = open_data (folder, self->name, "value,microseconds_per_sample,share_of_peak");

  for (gsize k = 0; self->values[k] != NULL; k++) {
    g_autofree char *assignment = g_strconcat (self->variable, "=", self->values[k], NULL);
    const char *const assignments[] = { assignment, self->fixed[0], NULL };
    GmarlTrainingSpeed speed = measure (assignments, 1, bench->rounds);
    double share = speed.gflop / speed.peak / speed.seconds;
    g_autofree char *name = g_strconcat (self->name, " ", self->values[k], NULL);

    gmarl_bench_row (bench, name, 1e6 * speed.seconds, "µs/sample", 0);
    if (file != NULL)
      fprintf (file, "%s,%.6g,%.4f\n", self->values[k], 1e6 * speed.seconds, share);
  }
  close_data (file);
}

static void
run_threads (const GmarlBench *bench, const char *folder)
{
  const char *const usual[] = { NULL };
  FILE *file = open_data (folder, "threads", "threads,microseconds_per_sample,speed_up");
  double first = 0;

  for (guint threads = 1; threads <= gmarl_available_threads (); threads++) {
    double seconds = measure (usual, threads, 2 * bench->rounds).seconds;
    g_autofree char *name = g_strdup_printf ("threads %u", threads);

    first = threads == 1 ? seconds : first;
    gmarl_bench_row (bench, name, first / seconds, "×", threads);
    if (file != NULL)
      fprintf (file, "%u,%.6g,%.4f\n", threads, 1e6 * seconds, first / seconds);
  }
  close_data (file);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Also write CSV files to this folder", "DIR" },
    { NULL },
  };
  GmarlBench bench = gmarl_bench_begin_with ("scaling", entries, &argc, &argv);

  for (gsize k = 0; k < G_N_ELEMENTS (series); k++)
    run_series (&bench, &series[k], folder);
  run_threads (&bench, folder);
  return 0;
}
