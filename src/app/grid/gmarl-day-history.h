/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"

G_BEGIN_DECLS

/* What happened at each step of a day, as plain arrays for charts. Row s of the settled quantities
 * belongs to the step from s to s + 1; row s of levels, energy, stability and penalties to the
 * moment after s steps, so that they have n_steps + 1 rows. Energies are kWh per step. N nodes.
 */
typedef struct {
  gsize n_nodes;
  gsize n_steps; /* settled and recorded, 0…288 */

  /* Of the community, sums over nodes unless said otherwise: [n_steps]. */
  double *demand;
  double *solar;
  double *grid_import;
  double *grid_export;
  double *sent; /* between neighbours, before losses */
  double *received;
  double *charge;
  double *discharge;
  double *unmet;
  double *curtailed;
  double *import_price;
  double *export_price;
  double *reward;              /* mean over nodes, weighted and mixed */
  double *term[GMARL_N_TERMS]; /* means over nodes, unweighted */

  /* Of the community, at moments: [n_steps + 1]. */
  double *level_mean; /* of the nodes' levels */
  double *level_min;
  double *level_max;
  double *stability;
  double *penalty[GMARL_N_PENALTIES];

  /* Of the nodes, at moments: [n_steps + 1, N]. */
  double *energy;
  double *level;

  /* Of the nodes: [n_steps, N], or all NULL above GMARL_DAY_HISTORY_MOST_NODES. */
  double *node_demand;
  double *node_solar;
  double *node_exchange; /* bought less sold */
  double *node_transfer; /* received less sent */
  double *node_unmet;
  double *node_reward;
} GmarlDayHistory;

#define GMARL_DAY_HISTORY_MOST_NODES 1000

/* A record for days of this grid, empty. (transfer full) */
GmarlDayHistory *gmarl_day_history_new (const GmarlGrid *grid);
void gmarl_day_history_free (GmarlDayHistory *self);

/* Empties the record; row 0 of the moments is the state. */
void gmarl_day_history_begin (GmarlDayHistory *self, const GmarlGridState *state);

/* Adds the step that the state settled last. */
void gmarl_day_history_add (GmarlDayHistory *self, const GmarlGridState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlDayHistory, gmarl_day_history_free)

G_END_DECLS
