/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli-parser.h"
#include "gmarl-grid.h"
#include "gmarl-run-config.h"

G_BEGIN_DECLS

/* What the commands share: which scenario, and what is set on it. */
typedef struct {
  char *scenario; /* NULL: the default one */
  char **set;     /* assignments; NULL: none */
} GmarlScenarioArguments;

#define GMARL_SCENARIO_ARGUMENTS_NONE                                                              \
  {                                                                                                \
    NULL, NULL                                                                                     \
  }

void gmarl_scenario_arguments_clear (GmarlScenarioArguments *self);

/* Adds --scenario and --set. */
void gmarl_scenario_arguments_add (GmarlScenarioArguments *self, GmarlParser *parser);

/* Opens the scenario and applies the assignments to it and to the learning configuration. The
 * scenario is valid, the learning part not yet checked. (transfer full)
 */
GmarlRunConfig *gmarl_scenario_arguments_load (const GmarlScenarioArguments *self, GError **error);

/* Prints the scenario's warnings on standard error. */
void gmarl_cli_print_warnings (const GmarlScenario *scenario);

/* Episode seeds (guint64) of a command: those of episodes ("A-B") if it is given, else n_days days
 * of seed for the purpose. (transfer full)
 */
GArray *gmarl_cli_episode_seeds (const char *episodes,
                                 GmarlPurpose purpose,
                                 const char *seed,
                                 const char *days,
                                 gint64 default_days,
                                 GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GmarlScenarioArguments, gmarl_scenario_arguments_clear)

G_END_DECLS
