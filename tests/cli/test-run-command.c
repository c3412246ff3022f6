/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-library.h"
#include "gmarl-run-command.h"

#include <string.h>

static GmarlRunConfig *
make_config (void)
{
  static const char *const settings[] = {
    "iterations=2",
    "rollout.environments=2",
    "rollout.steps=16",
    "validation.days=1",
    "ppo.learning_rate=0.001",
    "scenario.name=It's a \"test\" $HOME",
    "scenario.nodes=3",
    "scenario.topology=custom",
    "scenario.edges=0-1; 1-2",
    "scenario.node.2.kind=industrial",
    "scenario.node.1.solar_peak_kwh=3.25",
  };
  GmarlRunConfig *config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  g_autoptr (GError) error = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (settings); k++) {
    gmarl_run_config_set_assignment (config, settings[k], &error);
    g_assert_no_error (error);
  }
  return config;
}

/* Run, the command stores what it was made from. */
static void
test_runs (gconstpointer cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-command-XXXXXX", &error);
  g_autoptr (GmarlRunConfig) config = make_config ();
  const guint64 seeds[] = { 1, 2, 3, 7 };
  const GmarlRunCommand command = { config, "Night tariff, 2", seeds, G_N_ELEMENTS (seeds),
                                    NULL,   directory };
  g_autofree char *text = gmarl_run_command_format (&command, &error);
  g_autofree char *wanted = gmarl_run_config_to_text (config);
  g_autofree char *wanted_scenario = gmarl_scenario_to_text (config->scenario);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  int status = -1;

  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, " --seeds 1-3,7 "));
  g_assert_true (g_shell_parse_argv (text, NULL, &arguments, &error));
  g_free (arguments[0]);
  arguments[0] = g_strdup (cli);
  g_spawn_sync (NULL, arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);

  library = gmarl_library_open (directory, GMARL_LIBRARY_READ_ONLY, &error);
  runs = gmarl_library_find_runs (library, "Night tariff, 2", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, G_N_ELEMENTS (seeds));
  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *record = runs->pdata[k];
    g_autoptr (GmarlRunConfig) stored = gmarl_library_load_config (library, record->id, &error);
    g_autofree char *got = gmarl_run_config_to_text (stored);
    g_autofree char *got_scenario = gmarl_scenario_to_text (stored->scenario);

    g_assert_cmpuint (record->seed, ==, seeds[k]);
    g_assert_cmpstr (got, ==, wanted);
    g_assert_cmpstr (got_scenario, ==, wanted_scenario);
  }
}

static void
test_short (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunConfig) config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  const guint64 seed = 5;
  const GmarlRunCommand command = { config, "plain", &seed, 1, "0123456789ab", NULL };
  g_autofree char *text = gmarl_run_command_format (&command, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "gridmarl-cli train --scenario neighbourhood-5 --seeds 5 --name plain "
                   "--init-from 0123456789ab");
}

/* Profiles from data are refused, with what to do. */
static void
test_data (void)
{
  g_autoptr (GError) error = NULL;
  const guint64 seed = 1;
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlRunConfig) config = NULL;
  GmarlRunCommand command = { NULL, "data", &seed, 1, NULL, NULL };

  scenario->data = g_new0 (GmarlProfileData, 1);
  scenario->data->step_minutes = 60;
  scenario->data->n_cases = 1;
  scenario->data->labels = g_new0 (char *, 2);
  scenario->data->labels[0] = g_strdup ("2026-01-01");
  scenario->data->demand_kwh = g_new0 (double, 24 * 5);
  config = gmarl_run_config_new (scenario);
  command.config = config;
  g_assert_null (gmarl_run_command_format (&command, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/run-command/short", test_short);
  g_test_add_func ("/cli/run-command/data", test_data);
  /* The program to run is an argument. */
  if (argc > 1)
    g_test_add_data_func ("/cli/run-command/runs", argv[1], test_runs);
  return g_test_run ();
}
