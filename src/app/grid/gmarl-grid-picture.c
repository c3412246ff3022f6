/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-picture.h"

#include "gmarl-scenario-words.h"

/* Days differ and demand scatters around its base: a full arc leaves room for that. */
#define DEMAND_HEADROOM 1.25

G_STATIC_ASSERT ((int) GMARL_N_KINDS == GMARL_N_NODE_KINDS);
G_STATIC_ASSERT ((int) GMARL_KIND_SUBURBAN == (int) GMARL_NODE_KIND_SUBURBAN);
G_STATIC_ASSERT ((int) GMARL_TOPOLOGY_CUSTOM == (int) GMARL_NETWORK_SHAPE_CUSTOM);

/* The largest energy of a 5-minute step in a series of data [cases, nodes, steps]. */
static double
data_peak (const GmarlProfileData *data, const double *series, gsize n_nodes, gsize node)
{
  gsize steps = 24 * 60 / data->step_minutes;
  double peak = 0;

  for (gint64 k = 0; k < data->n_cases; k++) {
    const double *values = series + ((gsize) k * n_nodes + node) * steps;

    for (gsize s = 0; s < steps; s++)
      peak = MAX (peak, values[s]);
  }
  return peak * GMARL_STEP_MINUTES / (double) data->step_minutes;
}

static double
demand_peak (const GmarlScenario *scenario, gsize node)
{
  const GmarlNodeSpec *spec = &scenario->node[node];
  double peak = 0;

  if (scenario->data != NULL)
    return data_peak (scenario->data, scenario->data->demand_kwh, scenario->nodes, node);
  for (guint hour = 0; hour < G_N_ELEMENTS (spec->base_demand_kwh); hour++)
    peak = MAX (peak, spec->base_demand_kwh[hour]);
  return DEMAND_HEADROOM * spec->demand_scale * peak;
}

static double
solar_peak (const GmarlScenario *scenario, const GmarlGrid *grid, gsize node)
{
  const GmarlProfileData *data = scenario->data;

  if (data == NULL)
    return grid->solar_peak[node];
  return data->solar_kwh == NULL ? 0 : data_peak (data, data->solar_kwh, scenario->nodes, node);
}

GmarlNetworkView *
gmarl_grid_picture_new (const GmarlGrid *grid)
{
  const GmarlScenario *scenario = grid->scenario;
  GmarlNetworkView *view = gmarl_network_view_new (grid->n_nodes, grid->n_lines);
  g_auto (GStrv) names = gmarl_scenario_word_nodes (scenario);

  view->shape = (GmarlNetworkShape) scenario->topology;
  view->line_limit_kwh = scenario->line_limit_kwh;
  view->grid_limit_kwh = scenario->grid_limit_kwh;
  gmarl_network_view_set_currency (view, scenario->currency);
  for (gsize i = 0; i < grid->n_nodes; i++) {
    gmarl_network_view_set_name (view, i, names[i]);
    view->node[i].kind = (GmarlNodeKind) grid->kind[i];
    view->node[i].demand_peak_kwh = demand_peak (scenario, i);
    view->node[i].solar_peak_kwh = solar_peak (scenario, grid, i);
  }
  for (gsize k = 0; k < grid->n_lines; k++) {
    view->line[k].a = grid->line_a[k];
    view->line[k].b = grid->line_b[k];
  }
  return view;
}

void
gmarl_grid_picture_fill (GmarlNetworkView *view, const GmarlGrid *grid, const GmarlGridState *state)
{
  gboolean settled = state->step > 0;
  const double *demand = settled ? state->settled_demand : state->demand;
  const double *solar = settled ? state->settled_solar : state->solar;

  g_return_if_fail (view->n_nodes == grid->n_nodes && view->n_lines == grid->n_lines);

  view->price_per_kwh = settled ? state->settled_import_price : state->import_price;
  for (gsize i = 0; i < grid->n_nodes; i++) {
    GmarlNetworkNode *node = &view->node[i];

    node->level = state->level[i];
    node->demand_kwh = demand[i];
    node->solar_kwh = solar[i];
    node->grid_kwh = settled ? state->buy[i] - state->sell[i] : 0;
    node->unmet_kwh = settled ? state->unmet[i] : 0;
  }
  for (gsize k = 0; k < grid->n_lines; k++)
    view->line[k].flow_kwh = settled ? state->flow[k] : 0;
}
