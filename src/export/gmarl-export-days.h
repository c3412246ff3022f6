/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-balance.h"
#include "gmarl-indicators.h"

G_BEGIN_DECLS

/* A simulation, day by day. Everything is borrowed. */
typedef struct {
  const GmarlScenario *scenario;
  const char *policy;           /* id */
  const guint64 *episode_seeds; /* [n_days] */
  const char *const *labels;    /* [n_days] with data: their days or groups; else NULL */
  gsize n_days;
  gboolean chained;
  const double *indicators; /* [n_days, GMARL_N_INDICATORS] */
  const GmarlEnergyBalance *balance;
} GmarlSimulationTable;

/* CSV: a row a day with the columns day, episode_seed, with data label, and one an indicator, named
 * by its id and, if it has one, its unit ("grid_import_kwh", "energy_cost_eur"). An undefined value
 * is an empty cell. (transfer full)
 */
char *gmarl_export_simulation_csv (const GmarlSimulationTable *table);

/* JSON: version, scenario with its hash, policy, days with an object of indicators each (an
 * undefined value is null), and the energy balance. (transfer full)
 */
char *gmarl_export_simulation_json (const GmarlSimulationTable *table);

G_END_DECLS
