/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-arguments.h"
#include "gmarl-cli-table.h"
#include "gmarl-command-scenario-private.h"
#include "gmarl-export-file.h"
#include "gmarl-network.h"

#include <glib/gi18n-lib.h>

static const char *
choice_id (const GmarlScenario *scenario, const char *key)
{
  const GmarlOption *option =
      gmarl_option_find (gmarl_scenario_options, gmarl_n_scenario_options, key);
  gint index = G_STRUCT_MEMBER (gint, scenario, option->offset);

  return option->choices[index];
}

static gsize
count_lines (const GmarlScenario *scenario)
{
  g_autoptr (GmarlNetwork) network = gmarl_network_new (scenario, NULL);

  return network == NULL ? 0 : network->n_lines;
}

static GmarlStatus
run_list (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = gmarl_parser_parse (parser, arguments, 0, 0, error);
  g_autoptr (GmarlTable) table = gmarl_table_new (4, "lrlr");
  const char *const *names = gmarl_scenario_builtin_names ();

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  gmarl_table_add (table, "%s", _ ("Scenario"));
  gmarl_table_add (table, "%s", _ ("Nodes"));
  gmarl_table_add (table, "%s", _ ("Topology"));
  gmarl_table_add (table, "%s", _ ("Lines"));
  for (gsize k = 0; names[k] != NULL; k++) {
    g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin (names[k], error);

    if (scenario == NULL)
      return GMARL_STATUS_FAILED;
    gmarl_table_add (table, "%s", names[k]);
    gmarl_table_add (table, "%lld", (long long) scenario->nodes);
    gmarl_table_add (table, "%s", choice_id (scenario, "topology"));
    gmarl_table_add (table, "%zu", count_lines (scenario));
  }
  gmarl_table_print (table);
  return GMARL_STATUS_DONE;
}

static GmarlStatus
run_show (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = gmarl_parser_parse (parser, arguments, 1, 1, error);
  g_autoptr (GmarlScenario) scenario = NULL;
  g_autofree char *text = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  scenario = gmarl_scenario_open (positional[0], error);
  if (scenario == NULL)
    return GMARL_STATUS_FAILED;
  text = gmarl_scenario_to_text (scenario);
  return gmarl_export_text ("-", text, error) ? GMARL_STATUS_DONE : GMARL_STATUS_FAILED;
}

static GmarlStatus
run_check (const GmarlCommand *command, char **arguments, GError **error)
{
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = gmarl_parser_parse (parser, arguments, 1, 1, error);
  g_autoptr (GmarlScenario) scenario = NULL;
  g_autofree char *hash = NULL;

  if (positional == NULL)
    return GMARL_STATUS_USAGE;
  scenario = gmarl_scenario_load (positional[0], error);
  if (scenario == NULL)
    return GMARL_STATUS_FAILED;
  gmarl_cli_print_warnings (scenario);
  hash = gmarl_scenario_hash (scenario);
  g_print (_ ("%s is valid: “%s”, %lld nodes, %s, %zu lines\n"), positional[0], scenario->name,
           (long long) scenario->nodes, choice_id (scenario, "topology"), count_lines (scenario));
  if (scenario->data != NULL)
    g_print (_ ("Profiles from data: %lld cases of %lld-minute steps\n"),
             (long long) scenario->data->n_cases, (long long) scenario->data->step_minutes);
  g_print ("SHA-256: %s\n", hash);
  return GMARL_STATUS_DONE;
}

static const GmarlCommand commands[] = {
  { "list", NULL, N_ ("List the built-in scenarios"), NULL, run_list },
  { "show", N_ ("NAME|FILE"), N_ ("Print a scenario as a file's text"),
    N_ ("Example:\n  gridmarl-cli scenario show neighbourhood-5 > mine.gridmarl"), run_show },
  { "check", N_ ("FILE"), N_ ("Say whether a scenario file is valid, and what to mind"),
    N_ ("Example:\n  gridmarl-cli scenario check mine.gridmarl"), run_check },
  { "import-csv", N_ ("FILE…"), N_ ("Make a scenario of demand, solar and prices in CSV files"),
    N_ ("Example:\n  gridmarl-cli scenario import-csv --unit kW homes/*.csv --output homes.gridmarl"),
    gmarl_command_import_csv },
  { "import-citylearn", N_ ("FOLDER"), N_ ("Make a scenario of a CityLearn data set"),
    N_ ("Example:\n  gridmarl-cli scenario import-citylearn citylearn_2022 --output homes.gridmarl"),
    gmarl_command_import_citylearn },
  { NULL },
};

GmarlStatus
gmarl_command_scenario (const GmarlCommand *command, char **arguments, GError **error)
{
  return gmarl_cli_run_command (commands, command->summary, arguments, error);
}
