/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-arguments.h"

#include "gmarl-error.h"
#include "gmarl-grid.h"

#include <glib/gi18n-lib.h>

#define MOST_DAYS 100000

void
gmarl_scenario_arguments_clear (GmarlScenarioArguments *self)
{
  g_clear_pointer (&self->scenario, g_free);
  g_clear_pointer (&self->set, g_strfreev);
}

void
gmarl_scenario_arguments_add (GmarlScenarioArguments *self, GmarlParser *parser)
{
  const GOptionEntry entries[] = {
    { "scenario", 0, 0, G_OPTION_ARG_FILENAME, &self->scenario,
      N_ ("Built-in scenario or scenario file"), N_ ("NAME|FILE") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->set,
      N_ ("Change one value, like scenario.nodes=20; may be repeated"), N_ ("KEY=VALUE") },
    { NULL },
  };

  gmarl_parser_add (parser, entries);
}

GmarlRunConfig *
gmarl_scenario_arguments_load (const GmarlScenarioArguments *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GmarlRunConfig) config = NULL;
  GmarlScenario *scenario;

  if (self->scenario == NULL)
    scenario = gmarl_scenario_new_builtin (gmarl_scenario_builtin_names ()[0], error);
  else
    scenario = gmarl_scenario_open (self->scenario, error);
  if (scenario == NULL)
    return NULL;

  config = gmarl_run_config_new (scenario);
  for (gsize k = 0; self->set != NULL && self->set[k] != NULL; k++)
    if (!gmarl_run_config_set_assignment (config, self->set[k], &local_error))
      break;
  if (local_error == NULL && self->set != NULL)
    gmarl_scenario_validate (config->scenario, &local_error);
  if (local_error != NULL) {
    /* What was typed is wrong, not a file. */
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG, "--set: %s", local_error->message);
    return NULL;
  }
  return g_steal_pointer (&config);
}

void
gmarl_cli_print_warnings (const GmarlScenario *scenario)
{
  g_autoptr (GPtrArray) warnings = gmarl_scenario_warnings (scenario);

  for (guint k = 0; k < warnings->len; k++)
    g_printerr (_ ("%s: Warning: %s\n"), g_get_prgname (), (char *) warnings->pdata[k]);
}

GArray *
gmarl_cli_episode_seeds (const char *episodes,
                         GmarlPurpose purpose,
                         const char *seed,
                         const char *days,
                         gint64 default_days,
                         GError **error)
{
  guint64 seed_value = 1;
  gint64 n_days = default_days;

  if (episodes != NULL) {
    if (seed != NULL || days != NULL) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--episodes names the days itself: leave out --seed and --days"));
      return NULL;
    }
    return gmarl_parse_episodes ("--episodes", episodes, MOST_DAYS, error);
  }
  if (!gmarl_parse_seed ("--seed", seed, &seed_value, error) ||
      !gmarl_parse_whole ("--days", days, 1, MOST_DAYS, &n_days, error))
    return NULL;
  return gmarl_episode_seeds (purpose, seed_value, (gsize) n_days);
}
