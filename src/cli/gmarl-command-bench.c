/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-benchmark.h"
#include "gmarl-cli-arguments.h"
#include "gmarl-cli-table.h"
#include "gmarl-export-benchmark.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DEFAULT_ROUNDS 12

static void
print_table (const GmarlBenchmark *benchmark)
{
  g_autoptr (GmarlTable) table = gmarl_table_new (5, "lrlrr");

  g_print (_ ("%s · kernels %s · %u threads · best of several rounds\n\n"),
           benchmark->processor[0] != '\0' ? benchmark->processor : _ ("Unknown processor"),
           benchmark->kernels, benchmark->threads);
  gmarl_table_add (table, "%s", _ ("What"));
  gmarl_table_add (table, "%s", _ ("Measured"));
  gmarl_table_add (table, "%s", "");
  gmarl_table_add (table, "%s", _ ("Limit"));
  gmarl_table_add (table, "%s", _ ("Share"));
  for (guint k = 0; k < benchmark->measurements->len; k++) {
    const GmarlMeasurement *m = &g_array_index (benchmark->measurements, GmarlMeasurement, k);

    gmarl_table_add (table, "%s", m->name);
    gmarl_table_add_number (table, m->value, m->value < 1000 ? 2 : 0);
    gmarl_table_add (table, "%s", m->unit);
    gmarl_table_add_number (table, m->limit, 2);
    if (isfinite (m->share))
      gmarl_table_add (table, "%.0f %%", m->share * 100);
    else
      gmarl_table_add (table, "–");
  }
  gmarl_table_print (table);
  g_print (
      _ ("\nAn iteration is %.1f GFLOP; its limit is the time these take at the multiply-add peak of the same "
         "core.\n"),
      benchmark->floor_gflop);
}

GmarlStatus
gmarl_command_bench (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (GmarlScenarioArguments) scenario = GMARL_SCENARIO_ARGUMENTS_NONE;
  g_autofree char *threads = NULL;
  g_autofree char *rounds = NULL;
  gboolean json = FALSE;
  gboolean full = FALSE;
  const GOptionEntry entries[] = {
    { "threads", 0, 0, G_OPTION_ARG_STRING, &threads,
      N_ ("Worker threads (default: as many as there are processors)"), N_ ("N") },
    { "rounds", 0, 0, G_OPTION_ARG_STRING, &rounds,
      N_ ("Iterations each figure is the best of (default: 12)"), N_ ("N") },
    { "full", 0, 0, G_OPTION_ARG_NONE, &full,
      N_ ("Also measure kernels, large grids and wide networks; takes a minute or two"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = NULL;
  g_autoptr (GmarlRunConfig) config = NULL;
  g_autoptr (GmarlBenchmark) benchmark = NULL;
  gint64 n_rounds = DEFAULT_ROUNDS;

  gmarl_scenario_arguments_add (&scenario, parser);
  gmarl_parser_add (parser, entries);
  positional = gmarl_parser_parse (parser, arguments, 0, 0, error);
  if (positional == NULL || !gmarl_parse_whole ("--rounds", rounds, 1, 10000, &n_rounds, error))
    return GMARL_STATUS_USAGE;
  config = gmarl_scenario_arguments_load (&scenario, error);
  if (config == NULL ||
      !gmarl_parse_whole ("--threads", threads, 0, 1024, &config->learning.threads, error))
    return GMARL_STATUS_USAGE;

  benchmark = gmarl_benchmark_run (config, (guint) n_rounds, full, NULL, error);
  if (benchmark == NULL)
    return GMARL_STATUS_FAILED;
  if (json) {
    g_autofree char *text = gmarl_export_benchmark_json (benchmark);

    g_print ("%s", text);
  } else {
    print_table (benchmark);
  }
  return GMARL_STATUS_DONE;
}
