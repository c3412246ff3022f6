/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* One training iteration of the default configuration at 1 and 2 threads, beside the machine's
 * multiply-add limit measured in the same run, all that bench --full adds, and the reference work
 * of docs/learning.md.
 */
#include "bench.h"
#include "gmarl-benchmark.h"

#include <math.h>

static void
measure (const GmarlBench *bench, const char *title, const char *const *assignments, gboolean full)
{
  g_autoptr (GmarlRunConfig) config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  g_autoptr (GmarlBenchmark) benchmark = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize k = 0; assignments[k] != NULL; k++)
    if (!gmarl_run_config_set_assignment (config, assignments[k], &error))
      g_error ("%s", error->message);
  config->learning.threads = 2;
  benchmark = gmarl_benchmark_run (config, (guint) bench->rounds, full, NULL, &error);
  if (benchmark == NULL)
    g_error ("%s", error->message);
  for (guint k = 0; k < benchmark->measurements->len; k++) {
    const GmarlMeasurement *m = &g_array_index (benchmark->measurements, GmarlMeasurement, k);
    g_autofree char *name = g_strconcat (title, ": ", m->id, NULL);
    g_autofree char *share = g_strconcat (name, ", of the limit", NULL);

    gmarl_bench_row (bench, name, m->value, m->unit, 0);
    if (isfinite (m->share))
      gmarl_bench_row (bench, share, 100 * m->share, "%", 0);
  }
}

int
main (int argc, char **argv)
{
  const char *const usual[] = { NULL };
  const char *const reference[] = { "rollout.environments=20", "ppo.epochs=10", "ppo.minibatch=256",
                                    NULL };
  GmarlBench bench = gmarl_bench_begin ("training", &argc, &argv);

  measure (&bench, "default", usual, TRUE);
  measure (&bench, "reference work", reference, FALSE);
  return 0;
}
