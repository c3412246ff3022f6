/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scenario.h"

G_BEGIN_DECLS

/* What people read for the keys of a scenario and of its nodes. */
typedef enum {
  GMARL_SCENARIO_GROUP_NETWORK,
  GMARL_SCENARIO_GROUP_LIMITS,
  GMARL_SCENARIO_GROUP_TARIFF,
  GMARL_SCENARIO_GROUP_START,
  GMARL_SCENARIO_GROUP_REWARD,
  GMARL_SCENARIO_GROUP_SCALES,
  GMARL_N_SCENARIO_GROUPS,
  GMARL_SCENARIO_GROUP_NODE = GMARL_N_SCENARIO_GROUPS, /* keys of a node */
} GmarlScenarioGroup;

typedef struct {
  const char *key;   /* as in a file, without "node.N." */
  const char *title; /* N_() */
  GmarlScenarioGroup group;
  double increment; /* of a spin button; 0: none has one */
} GmarlScenarioWord;

typedef struct {
  const char *title;       /* N_() */
  const char *description; /* N_() */
} GmarlScenarioGroupWord;

extern const GmarlScenarioGroupWord gmarl_scenario_group_words[GMARL_N_SCENARIO_GROUPS];

/* The words of a key of the scenario, or of a node (is_node), or NULL. */
const GmarlScenarioWord *gmarl_scenario_word_find (const char *key, gboolean is_node);

/* The unit of an option for people: energies say that they are per step, prices the currency. NULL:
 * a pure number. (transfer full)
 */
char *gmarl_scenario_word_unit (const GmarlOption *option, const char *currency);

/* The name of choice k of an option, translated: "Small world". */
const char *gmarl_scenario_word_choice (const GmarlOption *option, gsize k);

/* Where data came from, without the checksums of the files, which nobody reads. (transfer full) */
char *gmarl_scenario_word_source (const char *source);

/* Whether a node has a name of its own, not that of its number. */
gboolean gmarl_scenario_word_has_name (const GmarlScenario *scenario, gsize node);

/* What a node is called: by its name, or, where it has none of its own, by what it is:
 * "Industrial". Where there are several of a kind its number follows, from 0 as in files:
 * "Industrial 7". (transfer full)
 */
char *gmarl_scenario_word_node (const GmarlScenario *scenario, gsize node);

/* That of all nodes, [nodes] and NULL. (transfer full) */
char **gmarl_scenario_word_nodes (const GmarlScenario *scenario);

/* What an edit of a full key ("node.3.capacity_kwh") changed: "Line Limit". (transfer full) */
char *gmarl_scenario_word_edit (const GmarlScenario *scenario, const char *key);

G_END_DECLS
