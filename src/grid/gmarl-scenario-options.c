/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scenario-private.h"

#include <glib/gi18n-lib.h>

/* The keys of a scenario and of a node, in the order in which a file is written. The tables are
 * wide; each entry reads: key, type, field, minimum, maximum, flags, choices, unit, summary.
 */

#define LARGEST        GMARL_LARGEST_VALUE
#define SCENARIO(name) G_STRUCT_OFFSET (GmarlScenario, name)
#define NODE(name)     G_STRUCT_OFFSET (GmarlNodeSpec, name)
#define ABOVE          GMARL_OPTION_ABOVE_MINIMUM
#define BELOW          GMARL_OPTION_BELOW_MAXIMUM

static const char *const topologies[] = { "ring",    "line",        "star",   "complete",
                                          "lattice", "small-world", "custom", NULL };
static const char *const settlements[] = { "consent", "average", NULL };
static const char *const kinds[] = { "residential", "commercial", "industrial",
                                     "mixed",       "suburban",   NULL };

/* clang-format off */
const GmarlOption gmarl_scenario_options[] = {
  { "name", GMARL_OPTION_STRING, SCENARIO (name), 1, 200, 0, NULL, "",
    N_ ("What the scenario is called") },
  { "nodes", GMARL_OPTION_INTEGER, SCENARIO (nodes), 1, GMARL_MAX_NODES, 0, NULL, "",
    N_ ("Number of neighbourhoods; the kinds are cycled") },
  { "topology", GMARL_OPTION_CHOICE, SCENARIO (topology), 0, 0, 0, topologies, "",
    N_ ("Which neighbourhoods share a line") },
  { "settlement", GMARL_OPTION_CHOICE, SCENARIO (settlement), 0, 0, 0, settlements, "",
    N_ ("How the intentions of both ends of a line become its flow") },
  { "small_world_degree", GMARL_OPTION_INTEGER, SCENARIO (small_world_degree), 0, GMARL_MAX_NODES, 0, NULL, "",
    N_ ("Lines of each node before rewiring, even and below the number of nodes (small-world only)") },
  { "small_world_rewire", GMARL_OPTION_REAL, SCENARIO (small_world_rewire), 0, 1, 0, NULL, "",
    N_ ("Probability that a line is rewired (small-world only)") },
  { "topology_seed", GMARL_OPTION_SEED, SCENARIO (topology_seed), 0, 0, 0, NULL, "",
    N_ ("Seed of the rewiring (small-world only)") },
  { "line_limit", GMARL_OPTION_REAL, SCENARIO (line_limit_kwh), 0, LARGEST, ABOVE, NULL, "kWh",
    N_ ("Most energy that a line carries in a step") },
  { "grid_limit", GMARL_OPTION_REAL, SCENARIO (grid_limit_kwh), 0, LARGEST, ABOVE, NULL, "kWh",
    N_ ("Most energy that a node buys or sells in a step") },
  { "feeder_import", GMARL_OPTION_REAL, SCENARIO (feeder_import_kwh), 0, LARGEST, 0, NULL, "kWh",
    N_ ("Most energy that the whole community buys in a step; 0: no limit") },
  { "feeder_export", GMARL_OPTION_REAL, SCENARIO (feeder_export_kwh), 0, LARGEST, 0, NULL, "kWh",
    N_ ("Most energy that the whole community sells in a step; 0: no limit") },
  { "charge_efficiency", GMARL_OPTION_REAL, SCENARIO (charge_efficiency), 0, 1, ABOVE, NULL, "",
    N_ ("Share of the charged energy that is stored") },
  { "discharge_efficiency", GMARL_OPTION_REAL, SCENARIO (discharge_efficiency), 0, 1, ABOVE, NULL, "",
    N_ ("Share of the energy taken from the store that is delivered") },
  { "line_efficiency", GMARL_OPTION_REAL, SCENARIO (line_efficiency), 0, 1, 0, NULL, "",
    N_ ("Share of the energy sent over a line that arrives") },
  { "tariff_night", GMARL_OPTION_REAL, SCENARIO (tariff_night), -LARGEST, LARGEST, 0, NULL, "currency/kWh",
    N_ ("Nominal import price from 22 to 6 h") },
  { "tariff_day", GMARL_OPTION_REAL, SCENARIO (tariff_day), -LARGEST, LARGEST, 0, NULL, "currency/kWh",
    N_ ("Nominal import price from 6 to 17 h and from 21 to 22 h") },
  { "tariff_peak", GMARL_OPTION_REAL, SCENARIO (tariff_peak), -LARGEST, LARGEST, 0, NULL, "currency/kWh",
    N_ ("Nominal import price from 17 to 21 h") },
  { "export_ratio", GMARL_OPTION_REAL, SCENARIO (export_ratio), 0, 1, BELOW, NULL, "",
    N_ ("Export price as a share of the import price") },
  { "currency", GMARL_OPTION_STRING, SCENARIO (currency), 1, 20, 0, NULL, "",
    N_ ("Label of the prices; nothing is converted") },
  { "initial_level_min", GMARL_OPTION_REAL, SCENARIO (initial_level_min), 0, 1, 0, NULL, "",
    N_ ("Least level of a battery at the start of an episode, as a share of its capacity") },
  { "initial_level_max", GMARL_OPTION_REAL, SCENARIO (initial_level_max), 0, 1, 0, NULL, "",
    N_ ("Largest level of a battery at the start of an episode, as a share of its capacity") },
  { "weight_stability", GMARL_OPTION_REAL, SCENARIO (weight_stability), 0, LARGEST, 0, NULL, "",
    N_ ("Weight of the grid’s stability in the reward") },
  { "weight_efficiency", GMARL_OPTION_REAL, SCENARIO (weight_efficiency), 0, LARGEST, 0, NULL, "",
    N_ ("Weight of a battery level near one half in the reward") },
  { "weight_cost", GMARL_OPTION_REAL, SCENARIO (weight_cost), 0, LARGEST, 0, NULL, "",
    N_ ("Weight of the costs in the reward") },
  { "weight_cooperation", GMARL_OPTION_REAL, SCENARIO (weight_cooperation), 0, LARGEST, 0, NULL, "",
    N_ ("Weight of useful transfers in the reward") },
  { "weight_unmet", GMARL_OPTION_REAL, SCENARIO (weight_unmet), 0, LARGEST, 0, NULL, "",
    N_ ("Weight of the share of demand that is not met in the reward") },
  { "self_weight", GMARL_OPTION_REAL, SCENARIO (self_weight), 0, LARGEST, 0, NULL, "",
    N_ ("Bonus, inside the cost term, for buying less than the mean demand") },
  { "cost_reference", GMARL_OPTION_REAL, SCENARIO (cost_reference), 0, LARGEST, ABOVE, NULL, "currency",
    N_ ("Cost of a step that counts as 1 in the reward") },
  { "team_share", GMARL_OPTION_REAL, SCENARIO (team_share), 0, 1, 0, NULL, "",
    N_ ("Share of the community’s mean in each node’s reward") },
  { "internal_price", GMARL_OPTION_REAL, SCENARIO (internal_price), 0, 1, 0, NULL, "",
    N_ ("Price between neighbours: 0 the export price, 1 the import price") },
  { "demand_reference", GMARL_OPTION_REAL, SCENARIO (demand_reference), 0, LARGEST, ABOVE, NULL, "kWh",
    N_ ("Demand of a step that counts as 1 in an observation") },
  { "solar_reference", GMARL_OPTION_REAL, SCENARIO (solar_reference), 0, LARGEST, ABOVE, NULL, "kWh",
    N_ ("Solar energy of a step that counts as 1 in an observation") },
  { "price_reference", GMARL_OPTION_REAL, SCENARIO (price_reference), 0, LARGEST, ABOVE, NULL, "currency/kWh",
    N_ ("Price that counts as 1 in an observation") },
  { "capacity_reference", GMARL_OPTION_REAL, SCENARIO (capacity_reference), 0, LARGEST, ABOVE, NULL, "kWh",
    N_ ("Battery capacity that counts as 1 in an observation") },
};

const GmarlOption gmarl_node_options[] = {
  { "name", GMARL_OPTION_STRING, NODE (name), 1, 200, 0, NULL, "",
    N_ ("What the node is called") },
  { "kind", GMARL_OPTION_CHOICE, NODE (kind), 0, 0, 0, kinds, "",
    N_ ("Kind of neighbourhood; gives what the node does not set itself") },
  { "capacity_kwh", GMARL_OPTION_REAL, NODE (capacity_kwh), 0, LARGEST, ABOVE, NULL, "kWh",
    N_ ("Capacity of the battery") },
  { "power_kwh", GMARL_OPTION_REAL, NODE (power_kwh), 0, LARGEST, 0, NULL, "kWh",
    N_ ("Most energy that the battery takes or gives in a step, measured at the node") },
  { "solar_peak_kwh", GMARL_OPTION_REAL, NODE (solar_peak_kwh), 0, LARGEST, 0, NULL, "kWh",
    N_ ("Solar energy of a step under a clear sky at noon") },
  { "demand_scale", GMARL_OPTION_REAL, NODE (demand_scale), 0, LARGEST, 0, NULL, "",
    N_ ("Factor on the base demand") },
};
/* clang-format on */

const gsize gmarl_n_scenario_options = G_N_ELEMENTS (gmarl_scenario_options);
const gsize gmarl_n_node_options = G_N_ELEMENTS (gmarl_node_options);
