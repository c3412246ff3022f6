/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli.h"

#include "gmarl-cli-table.h"
#include "gmarl-error.h"
#include "gmarl-options.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

static const GmarlCommand commands[] = {
  { "train", NULL, N_ ("Train agents on a scenario, or go on with a training"),
    N_ ("Examples:\n"
        "  gridmarl-cli train --iterations 300 --seeds 1-5 --name five\n"
        "  gridmarl-cli train --share-params --set ppo.clip=0.1\n"
        "  gridmarl-cli train --resume latest"),
    gmarl_command_train },
  { "simulate", NULL, N_ ("Run a policy on a scenario for some days"),
    N_ ("Examples:\n"
        "  gridmarl-cli simulate --policy daily-path --days 7\n"
        "  gridmarl-cli simulate --set scenario.nodes=20 --trace trace.csv"),
    gmarl_command_simulate },
  { "compare", NULL, N_ ("Compare policies on the same test days"),
    N_ ("Examples:\n"
        "  gridmarl-cli compare\n"
        "  gridmarl-cli compare --policy latest --policy daily-path --csv scores.csv"),
    gmarl_command_compare },
  { "scale", NULL, N_ ("Train with different numbers of agents, and measure how that scales"),
    N_ ("Examples:\n"
        "  gridmarl-cli scale --estimate\n"
        "  gridmarl-cli scale --agents 3,5,7,10 --share-params both --csv scaling.csv\n"
        "  gridmarl-cli scale --agents 10:50:10 --seeds 1-3 --iterations 100 --jobs 2"),
    gmarl_command_scale },
  { "runs", N_ ("COMMAND"), N_ ("List, show, rename and export runs"),
    N_ ("Examples:\n"
        "  gridmarl-cli runs list\n"
        "  gridmarl-cli runs export latest --csv learning.csv"),
    gmarl_command_runs },
  { "scenario", N_ ("COMMAND"), N_ ("Show, check and import scenarios"),
    N_ ("Examples:\n"
        "  gridmarl-cli scenario list\n"
        "  gridmarl-cli scenario import-citylearn citylearn_2022 --output homes.gridmarl"),
    gmarl_command_scenario },
  { "bench", NULL, N_ ("Measure how fast this machine simulates, trains and decides"),
    N_ ("Examples:\n"
        "  gridmarl-cli bench\n"
        "  gridmarl-cli bench --set scenario.nodes=20 --json"),
    gmarl_command_bench },
  { NULL },
};

void
gmarl_cli_print_error (const GError *error)
{
  g_printerr ("%s: %s\n", g_get_prgname (), error->message);
}

GmarlStatus
gmarl_cli_status_of (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GMARL_STATUS_INTERRUPTED;
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, GMARL_ERROR, GMARL_ERROR_CONFIG) ||
      g_error_matches (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND))
    return GMARL_STATUS_USAGE;
  return GMARL_STATUS_FAILED;
}

static void
print_commands (const GmarlCommand *list, const char *summary)
{
  g_autoptr (GmarlTable) table = gmarl_table_new (2, "ll");

  g_print (_ ("Usage:\n  %s COMMAND [OPTION…]\n\n%s\n\nCommands:\n"), g_get_prgname (),
           _ (summary));
  for (const GmarlCommand *command = list; command->name != NULL; command++) {
    gmarl_table_add (table, "  %s", command->name);
    gmarl_table_add (table, "%s", _ (command->summary));
  }
  gmarl_table_print (table);
  g_print (_ ("\n“%s COMMAND --help” describes a command.\n"), g_get_prgname ());
}

static void
set_unknown_command_error (const GmarlCommand *list, const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *quoted = gmarl_quote_text (name);
  const char *nearest;

  for (const GmarlCommand *command = list; command->name != NULL; command++)
    g_ptr_array_add (names, (gpointer) command->name);
  g_ptr_array_add (names, NULL);
  nearest = gmarl_nearest_word (name, (const char *const *) names->pdata);

  if (name[0] == '-')
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                 _ ("The option %s is not known here: options follow a command, see “%s --help”"),
                 quoted, g_get_prgname ());
  else if (nearest != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("The command %s is not known: did you mean “%s”?"), quoted, nearest);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("The command %s is not known: “%s --help” lists the commands"), quoted,
                 g_get_prgname ());
}

GmarlStatus
gmarl_cli_run_command (const GmarlCommand *list,
                       const char *summary,
                       char **arguments,
                       GError **error)
{
  const char *name = arguments[0];

  if (name == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("A command is missing: “%s --help” lists the commands"), g_get_prgname ());
    return GMARL_STATUS_USAGE;
  }
  if (strcmp (name, "--help") == 0 || strcmp (name, "-h") == 0) {
    print_commands (list, summary);
    return GMARL_STATUS_DONE;
  }

  for (const GmarlCommand *command = list; command->name != NULL; command++)
    if (strcmp (name, command->name) == 0) {
      g_autofree char *program = g_strconcat (g_get_prgname (), " ", name, NULL);

      g_set_prgname (program);
      return command->run (command, arguments + 1, error);
    }
  set_unknown_command_error (list, name, error);
  return GMARL_STATUS_USAGE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  GmarlStatus status;

  setlocale (LC_ALL, "");
  /* What is printed is read by programs, too, and the same everywhere. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, GMARL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("gridmarl-cli");

  if (argc > 1 && strcmp (argv[1], "--version") == 0) {
    g_print ("gridmarl-cli %s\n", GMARL_VERSION);
    return GMARL_STATUS_DONE;
  }
  status = gmarl_cli_run_command (
      commands, N_ ("Trains agents that run a smart grid, and compares them."), argv + 1, &error);
  if (error == NULL)
    return status;
  gmarl_cli_print_error (error);
  return gmarl_cli_status_of (error);
}
