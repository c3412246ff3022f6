/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scenario-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* clang-format off */
static const GmarlScenarioWord words[] = {
  { "name",                 N_ ("Name"),                     GMARL_SCENARIO_GROUP_NETWORK, 0 },
  { "nodes",                N_ ("Nodes"),                    GMARL_SCENARIO_GROUP_NETWORK, 1 },
  { "topology",             N_ ("Topology"),                 GMARL_SCENARIO_GROUP_NETWORK, 0 },
  { "small_world_degree",   N_ ("Lines of Each Node"),       GMARL_SCENARIO_GROUP_NETWORK, 2 },
  { "small_world_rewire",   N_ ("Rewiring Probability"),     GMARL_SCENARIO_GROUP_NETWORK, 0.05 },
  { "topology_seed",        N_ ("Rewiring Seed"),            GMARL_SCENARIO_GROUP_NETWORK, 0 },
  { "settlement",           N_ ("Settlement"),               GMARL_SCENARIO_GROUP_NETWORK, 0 },
  { "line_limit",           N_ ("Line Limit"),               GMARL_SCENARIO_GROUP_LIMITS, 1 },
  { "grid_limit",           N_ ("Grid Connection Limit"),    GMARL_SCENARIO_GROUP_LIMITS, 1 },
  { "feeder_import",        N_ ("Feeder Import Limit"),      GMARL_SCENARIO_GROUP_LIMITS, 5 },
  { "feeder_export",        N_ ("Feeder Export Limit"),      GMARL_SCENARIO_GROUP_LIMITS, 5 },
  { "charge_efficiency",    N_ ("Charging Efficiency"),      GMARL_SCENARIO_GROUP_LIMITS, 0.01 },
  { "discharge_efficiency", N_ ("Discharging Efficiency"),   GMARL_SCENARIO_GROUP_LIMITS, 0.01 },
  { "line_efficiency",      N_ ("Line Efficiency"),          GMARL_SCENARIO_GROUP_LIMITS, 0.01 },
  { "tariff_night",         N_ ("Night Price, 22–6 h"),      GMARL_SCENARIO_GROUP_TARIFF, 0.01 },
  { "tariff_day",           N_ ("Day Price"),                GMARL_SCENARIO_GROUP_TARIFF, 0.01 },
  { "tariff_peak",          N_ ("Peak Price, 17–21 h"),      GMARL_SCENARIO_GROUP_TARIFF, 0.01 },
  { "export_ratio",         N_ ("Export Price Share"),       GMARL_SCENARIO_GROUP_TARIFF, 0.05 },
  { "internal_price",       N_ ("Price Between Neighbours"), GMARL_SCENARIO_GROUP_TARIFF, 0.1 },
  { "currency",             N_ ("Currency"),                 GMARL_SCENARIO_GROUP_TARIFF, 0 },
  { "initial_level_min",    N_ ("Least Initial Level"),      GMARL_SCENARIO_GROUP_START, 0.05 },
  { "initial_level_max",    N_ ("Largest Initial Level"),    GMARL_SCENARIO_GROUP_START, 0.05 },
  { "weight_stability",     N_ ("Stability"),                GMARL_SCENARIO_GROUP_REWARD, 0.1 },
  { "weight_efficiency",    N_ ("Battery Level"),            GMARL_SCENARIO_GROUP_REWARD, 0.1 },
  { "weight_cost",          N_ ("Cost"),                     GMARL_SCENARIO_GROUP_REWARD, 0.1 },
  { "weight_cooperation",   N_ ("Cooperation"),              GMARL_SCENARIO_GROUP_REWARD, 0.01 },
  { "weight_unmet",         N_ ("Unmet Demand"),             GMARL_SCENARIO_GROUP_REWARD, 1 },
  { "self_weight",          N_ ("Own Restraint"),            GMARL_SCENARIO_GROUP_REWARD, 0.05 },
  { "team_share",           N_ ("Team Share"),               GMARL_SCENARIO_GROUP_REWARD, 0.1 },
  { "cost_reference",       N_ ("Cost That Counts as 1"),    GMARL_SCENARIO_GROUP_REWARD, 0.1 },
  { "demand_reference",     N_ ("Demand Seen as 1"),         GMARL_SCENARIO_GROUP_SCALES, 1 },
  { "solar_reference",      N_ ("Solar Energy Seen as 1"),   GMARL_SCENARIO_GROUP_SCALES, 1 },
  { "price_reference",      N_ ("Price Seen as 1"),          GMARL_SCENARIO_GROUP_SCALES, 0.01 },
  { "capacity_reference",   N_ ("Capacity Seen as 1"),       GMARL_SCENARIO_GROUP_SCALES, 10 },
};

static const GmarlScenarioWord node_words[] = {
  { "name",           N_ ("Name"),             GMARL_SCENARIO_GROUP_NODE, 0 },
  { "kind",           N_ ("Kind"),             GMARL_SCENARIO_GROUP_NODE, 0 },
  { "capacity_kwh",   N_ ("Battery Capacity"), GMARL_SCENARIO_GROUP_NODE, 10 },
  { "power_kwh",      N_ ("Battery Power"),    GMARL_SCENARIO_GROUP_NODE, 1 },
  { "solar_peak_kwh", N_ ("Solar Peak"),       GMARL_SCENARIO_GROUP_NODE, 1 },
  { "demand_scale",   N_ ("Demand Factor"),    GMARL_SCENARIO_GROUP_NODE, 0.1 },
  { "base_demand",    N_ ("Daily Demand"),     GMARL_SCENARIO_GROUP_NODE, 1 },
  { "position",       N_ ("Position"),         GMARL_SCENARIO_GROUP_NODE, 0 },
};

const GmarlScenarioGroupWord gmarl_scenario_group_words[GMARL_N_SCENARIO_GROUPS] = {
  [GMARL_SCENARIO_GROUP_NETWORK] = { N_ ("Network"), NULL },
  [GMARL_SCENARIO_GROUP_LIMITS] = { N_ ("Limits and Efficiencies"), N_ ("Energies are per step of five minutes: 1 kWh per step is 12 kW.") },
  [GMARL_SCENARIO_GROUP_TARIFF] = { N_ ("Tariff"), NULL },
  [GMARL_SCENARIO_GROUP_START] = { N_ ("Weather and Start"), N_ ("Sun, clouds and demand are drawn from the seed of each day; batteries begin the first day between these levels.") },
  [GMARL_SCENARIO_GROUP_REWARD] = { N_ ("Reward Weights"), N_ ("What a trained policy is rewarded for. Trained policies keep what they learned.") },
  [GMARL_SCENARIO_GROUP_SCALES] = { N_ ("Observation Scales"), N_ ("What agents see as 1. A policy trained with other scales sees another world.") },
};

/* Names of choices by their word in files. */
static const struct {
  const char *id;
  const char *name;
} choice_names[] = {
  { "ring",        N_ ("Ring") },
  { "line",        N_ ("Line") },
  { "star",        N_ ("Star") },
  { "complete",    N_ ("Complete") },
  { "lattice",     N_ ("Lattice") },
  { "small-world", N_ ("Small world") },
  { "custom",      N_ ("Custom") },
  { "consent",     N_ ("Consent") },
  { "average",     N_ ("Average") },
};
/* clang-format on */

const GmarlScenarioWord *
gmarl_scenario_word_find (const char *key, gboolean is_node)
{
  const GmarlScenarioWord *all = is_node ? node_words : words;
  gsize count = is_node ? G_N_ELEMENTS (node_words) : G_N_ELEMENTS (words);

  for (gsize k = 0; k < count; k++)
    if (strcmp (all[k].key, key) == 0)
      return &all[k];
  return NULL;
}

/* Energies that are not of a step. */
static gboolean
is_stored_energy (const char *key)
{
  return strcmp (key, "capacity_kwh") == 0 || strcmp (key, "capacity_reference") == 0;
}

char *
gmarl_scenario_word_unit (const GmarlOption *option, const char *currency)
{
  if (strcmp (option->unit, "kWh") == 0)
    return g_strdup (is_stored_energy (option->key) ? _ ("kWh") : _ ("kWh per step"));
  if (strcmp (option->unit, "currency") == 0)
    return g_strdup (currency);
  if (strcmp (option->unit, "currency/kWh") == 0)
    /* translators: a price, such as "EUR per kWh" */
    return g_strdup_printf (_ ("%s per kWh"), currency);
  return option->unit[0] == '\0' ? NULL : g_strdup (option->unit);
}

const char *
gmarl_scenario_word_choice (const GmarlOption *option, gsize k)
{
  const char *id = option->choices[k];

  for (gsize c = 0; c < G_N_ELEMENTS (choice_names); c++)
    if (strcmp (choice_names[c].id, id) == 0)
      return _ (choice_names[c].name);
  for (gsize c = 0; c < GMARL_N_KINDS; c++)
    if (strcmp (gmarl_kind_defaults[c].id, id) == 0)
      return _ (gmarl_kind_defaults[c].name);
  return id;
}

gboolean
gmarl_scenario_word_has_name (const GmarlScenario *scenario, gsize node)
{
  g_autofree char *usual = gmarl_node_default_name (node);

  g_return_val_if_fail (node < (gsize) scenario->nodes, FALSE);

  return !g_str_equal (scenario->node[node].name, usual);
}

static void
count_kinds (const GmarlScenario *scenario, gsize n_of_kind[GMARL_N_KINDS])
{
  memset (n_of_kind, 0, GMARL_N_KINDS * sizeof *n_of_kind);
  for (gint64 i = 0; i < scenario->nodes; i++)
    n_of_kind[scenario->node[i].kind]++;
}

static char *
call_node (const GmarlScenario *scenario, gsize node, const gsize n_of_kind[GMARL_N_KINDS])
{
  const GmarlNodeSpec *spec = &scenario->node[node];
  const char *kind = _ (gmarl_kind_defaults[spec->kind].name);

  if (gmarl_scenario_word_has_name (scenario, node))
    return g_strdup (spec->name);
  if (n_of_kind[spec->kind] == 1)
    return g_strdup (kind);
  /* translators: a kind of neighbourhood, and the number of one that has no name: "Industrial 7" */
  return g_strdup_printf (_ ("%s %zu"), kind, node);
}

char *
gmarl_scenario_word_node (const GmarlScenario *scenario, gsize node)
{
  gsize n_of_kind[GMARL_N_KINDS];

  g_return_val_if_fail (node < (gsize) scenario->nodes, NULL);

  count_kinds (scenario, n_of_kind);
  return call_node (scenario, node, n_of_kind);
}

char **
gmarl_scenario_word_nodes (const GmarlScenario *scenario)
{
  gsize n_of_kind[GMARL_N_KINDS];
  char **names = g_new0 (char *, (gsize) scenario->nodes + 1);

  count_kinds (scenario, n_of_kind);
  for (gsize i = 0; i < (gsize) scenario->nodes; i++)
    names[i] = call_node (scenario, i, n_of_kind);
  return names;
}

char *
gmarl_scenario_word_source (const char *source)
{
  g_autoptr (GRegex) checksum =
      g_regex_new (" \\(sha256 [0-9a-f]{64}\\)|, sha256 of their sha256 [0-9a-f]{64}", 0, 0, NULL);

  return g_regex_replace_literal (checksum, source, -1, 0, "", 0, NULL);
}

char *
gmarl_scenario_word_edit (const GmarlScenario *scenario, const char *key)
{
  const char *dot = strrchr (key, '.');
  const GmarlScenarioWord *word;
  g_autofree char *name = NULL;
  guint64 node;

  if (strcmp (key, "edges") == 0)
    return g_strdup (_ ("Lines"));
  word = gmarl_scenario_word_find (dot == NULL ? key : dot + 1, dot != NULL);
  if (word == NULL)
    return g_strdup (key);
  if (dot == NULL)
    return g_strdup (_ (word->title));
  node = g_ascii_strtoull (key + strlen ("node."), NULL, 10);
  if (node >= (guint64) scenario->nodes)
    return g_strdup (_ (word->title));
  name = gmarl_scenario_word_node (scenario, node);
  /* translators: the name of a neighbourhood and what was changed there: "Suburban: Solar Peak" */
  return g_strdup_printf (_ ("%s: %s"), name, _ (word->title));
}
