/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-indicators.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HIGHER  GMARL_DIRECTION_HIGHER
#define LOWER   GMARL_DIRECTION_LOWER
#define NEITHER GMARL_DIRECTION_NEITHER

/* In the order of GmarlIndicator. */
const GmarlIndicatorInfo gmarl_indicators[GMARL_N_INDICATORS] = {
  { "episode_reward", N_ ("Episode reward"), N_ ("Episode Reward"), "", HIGHER, FALSE, 2,
    N_ ("Reward of the episode, the mean over nodes.") },
  { "stability", N_ ("Grid stability"), N_ ("Grid Stability"), "", HIGHER, FALSE, 4,
    N_ ("Stability after each step, the mean over steps: 1 is best.") },
  { "grid_import", N_ ("Grid import"), N_ ("Grid Import"), "kWh", LOWER, FALSE, 1,
    N_ ("Energy that the nodes bought from the grid.") },
  { "solar_utilisation", N_ ("Solar utilisation"), N_ ("Solar Utilisation"), "fraction", HIGHER,
    TRUE, 2, N_ ("1 − curtailed energy / solar energy; 1 without solar energy.") },
  { "demand_satisfaction", N_ ("Demand satisfaction"), N_ ("Demand Satisfaction"), "fraction",
    HIGHER, TRUE, 2, N_ ("1 − unmet demand / demand; 1 without demand.") },
  { "energy_cost", N_ ("Energy cost"), N_ ("Energy Cost"), "currency", LOWER, FALSE, 2,
    N_ ("Import price × energy bought − export price × energy sold, without payments among "
        "nodes.") },
  { "adjusted_cost", N_ ("Adjusted cost"), N_ ("Adjusted Cost"), "currency", LOWER, FALSE, 2,
    N_ ("Energy cost less the worth of the change in stored energy: last import price / charging "
        "efficiency × (stored at the end − stored at the start).") },
  { "grid_export", N_ ("Grid export"), N_ ("Grid Export"), "kWh", NEITHER, FALSE, 1,
    N_ ("Energy that the nodes sold to the grid.") },
  { "peak_import", N_ ("Peak import"), N_ ("Peak Import"), "kWh", LOWER, FALSE, 2,
    N_ ("Largest import of the community in one 5-minute step.") },
  { "peak_import_15min", N_ ("Peak import, 15-minute mean"), N_ ("Peak Import, 15-Minute Mean"),
    "kWh", LOWER, FALSE, 2,
    N_ ("Largest mean import of the community over the three 5-minute steps of a quarter of an "
        "hour.") },
  { "ramping", N_ ("Ramping"), N_ ("Ramping"), "kWh", LOWER, FALSE, 1,
    N_ ("Sum over steps of the absolute change in the community’s net import, import − export.") },
  { "one_minus_load_factor", N_ ("1 − load factor"), N_ ("1 − Load Factor"), "fraction", LOWER,
    FALSE, 4,
    N_ ("1 − mean / maximum over steps of the community’s net import; not defined where it is "
        "never above 0.") },
  { "self_sufficiency", N_ ("Self-sufficiency"), N_ ("Self-Sufficiency"), "fraction", HIGHER, TRUE,
    2,
    N_ ("1 − energy bought / demand that was met; negative where stores were filled from the "
        "grid.") },
  { "self_consumption", N_ ("Self-consumption"), N_ ("Self-Consumption"), "fraction", HIGHER, TRUE,
    2,
    N_ ("1 − energy sold / (solar energy − curtailed energy); not defined without such energy.") },
  { "energy_shared", N_ ("Energy shared"), N_ ("Energy Shared"), "kWh", NEITHER, FALSE, 1,
    N_ ("Energy that nodes sent to their neighbours, before line losses.") },
  { "line_losses", N_ ("Line losses"), N_ ("Line Losses"), "kWh", LOWER, FALSE, 2,
    N_ ("Energy sent − energy received over the lines.") },
  { "unserved_energy", N_ ("Unserved energy"), N_ ("Unserved Energy"), "kWh", LOWER, FALSE, 2,
    N_ ("Demand that was not met.") },
  { "battery_cycles", N_ ("Battery full cycles"), N_ ("Battery Full Cycles"), "", NEITHER, FALSE, 3,
    N_ ("(Energy into the store + energy out of it) / (2 × capacity), the mean over nodes.") },
  { "mean_level", N_ ("Mean level"), N_ ("Mean Level"), "fraction", NEITHER, TRUE, 2,
    N_ ("Stored energy / capacity after each step, the mean over steps and nodes.") },
  { "time_below_20", N_ ("Time below 20 %"), N_ ("Time Below 20 %"), "fraction", LOWER, TRUE, 2,
    N_ ("Share of steps and nodes with a level below 20 % after the step.") },
  { "time_above_90", N_ ("Time above 90 %"), N_ ("Time Above 90 %"), "fraction", LOWER, TRUE, 2,
    N_ ("Share of steps and nodes with a level above 90 % after the step.") },
  { "stability_mean_level", N_ ("Stability lost to the mean level"),
    N_ ("Stability Lost to the Mean Level"), "", LOWER, FALSE, 4,
    N_ ("0.25 × |mean level − 0.5| / 0.5, the mean over steps.") },
  { "stability_variance", N_ ("Stability lost to unevenness"), N_ ("Stability Lost to Unevenness"),
    "", LOWER, FALSE, 4, N_ ("0.35 × variance of the levels / 0.25, the mean over steps.") },
  { "stability_low", N_ ("Stability lost to low levels"), N_ ("Stability Lost to Low Levels"), "",
    LOWER, FALSE, 4,
    N_ ("0.25 × mean over nodes of how far the level is below 0.2, as a share of 0.2; the mean "
        "over steps.") },
  { "stability_full", N_ ("Stability lost to full levels"), N_ ("Stability Lost to Full Levels"),
    "", LOWER, FALSE, 4,
    N_ ("0.15 × mean over nodes of how far the level is above 0.9, as a share of 0.1; the mean "
        "over steps.") },
  { "bill_fairness_jain", N_ ("Fairness of the bill (Jain)"), N_ ("Fairness of the Bill (Jain)"),
    "", HIGHER, FALSE, 4,
    N_ ("(Σ bill)² / (nodes × Σ bill²) with payments among nodes in the bill: 1 where all pay the "
        "same.") },
  { "bill_fairness_gini", N_ ("Inequality of the bill (Gini)"),
    N_ ("Inequality of the Bill (Gini)"), "", LOWER, FALSE, 4,
    N_ ("Mean absolute difference between two nodes’ bills / (2 × mean bill): 0 where all pay the "
        "same; not defined for bills of both signs.") },
  { "carbon", N_ ("Carbon"), N_ ("Carbon"), "kg", LOWER, FALSE, 1,
    N_ ("Energy bought × the grid’s carbon intensity; not defined without such data.") },
  { "cost_clipped", N_ ("Energy cost, clipped at 0"), N_ ("Energy Cost, Clipped at 0"), "currency",
    LOWER, FALSE, 2,
    N_ ("Energy cost of each node and step where it is above 0: what is sold earns nothing.") },
  { "carbon_net", N_ ("Carbon, net"), N_ ("Carbon, Net"), "kg", LOWER, FALSE, 1,
    N_ ("(Energy bought − energy sold) × the grid’s carbon intensity; not defined without such "
        "data.") },
};

gint
gmarl_indicator_find (const char *id)
{
  g_return_val_if_fail (id != NULL, -1);

  for (gint k = 0; k < GMARL_N_INDICATORS; k++)
    if (g_str_equal (gmarl_indicators[k].id, id))
      return k;
  return -1;
}
