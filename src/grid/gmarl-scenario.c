/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scenario.h"

#include "gmarl-error.h"
#include "gmarl-scenario-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* environment.md, table of section 8. */
const GmarlKindDefaults gmarl_kind_defaults[GMARL_N_KINDS] = {
  { "residential", N_ ("Residential"), 200, 12, 11, { 2.4, 2.1, 1.9, 1.8, 1.9, 2.3, 3.4, 4.8,
                                                      4.6, 3.8, 3.4, 3.3, 3.5, 3.4, 3.3, 3.6,
                                                      4.4, 5.8, 7.2, 7.8, 7.4, 6.4, 4.8, 3.4 } },
  { "commercial", N_ ("Commercial"), 300, 16, 9, { 2.4, 2.3, 2.2,  2.2,  2.3,  2.8,  4.2,  6.4,
                                                   8.6, 9.8, 10.4, 10.6, 10.4, 10.2, 10.2, 10.0,
                                                   9.6, 9.0, 7.8,  6.2,  4.6,  3.4,  2.8,  2.5 } },
  { "industrial",
    N_ ("Industrial"),
    400,
    20,
    6,
    { 5.6,  5.4,  5.4,  5.4,  5.6,  6.6, 8.6, 10.4, 11.4, 11.8, 11.8, 11.4,
      10.8, 11.4, 11.6, 11.4, 10.6, 9.6, 8.4, 7.4,  6.8,  6.4,  6.0,  5.8 } },
  { "mixed",
    N_ ("Mixed"),
    250,
    14,
    9,
    { 3.2, 3.0, 2.9, 2.8, 2.9, 3.4, 4.6, 5.8, 6.4, 6.6, 6.6, 6.6,
      6.6, 6.4, 6.2, 6.2, 6.4, 7.0, 7.6, 7.6, 7.0, 6.0, 4.8, 3.8 } },
  { "suburban", N_ ("Suburban"), 200, 12, 18, { 3.4, 3.0, 2.6, 2.4, 2.4, 2.8, 4.2, 5.4,
                                                4.4, 3.4, 3.0, 3.0, 3.1, 3.0, 3.2, 3.8,
                                                5.0, 6.6, 8.0, 8.4, 7.8, 6.8, 5.4, 4.2 } },
};

/* The scenarios that need no file. Each is a community of default nodes with the values of section
 * 8, except for what is here and in adjust_builtin().
 */
static const struct {
  const char *name;
  gsize n_nodes;
  GmarlTopology topology;
} builtins[] = {
  { "neighbourhood-5", 5, GMARL_TOPOLOGY_RING },   { "neighbourhood-3", 3, GMARL_TOPOLOGY_RING },
  { "neighbourhood-7", 7, GMARL_TOPOLOGY_RING },   { "neighbourhood-10", 10, GMARL_TOPOLOGY_RING },
  { "neighbourhood-20", 20, GMARL_TOPOLOGY_RING }, { "hub-6", 6, GMARL_TOPOLOGY_STAR },
  { "feeder-8", 8, GMARL_TOPOLOGY_LINE },          { "district-24", 24, GMARL_TOPOLOGY_LATTICE },
};

static const char *const builtin_names[] = {
  "neighbourhood-5",  "neighbourhood-3",  "neighbourhood-7",
  "neighbourhood-10", "neighbourhood-20", "hub-6",
  "feeder-8",         "district-24",      NULL,
};

char *
gmarl_node_default_name (gsize i)
{
  /* Not translated: the name is part of the text whose hash identifies the scenario. */
  return g_strdup_printf ("Node %zu", i);
}

void
gmarl_node_take_kind (GmarlNodeSpec *self, gint kind)
{
  const GmarlKindDefaults *defaults = &gmarl_kind_defaults[kind];

  self->kind = kind;
  self->capacity_kwh = defaults->capacity_kwh;
  self->power_kwh = defaults->power_kwh;
  self->solar_peak_kwh = defaults->solar_peak_kwh;
  memcpy (self->base_demand_kwh, defaults->base_demand_kwh, sizeof self->base_demand_kwh);
}

static void
init_node (GmarlNodeSpec *node, gsize i)
{
  *node = (GmarlNodeSpec){ .name = gmarl_node_default_name (i), .demand_scale = 1 };
  gmarl_node_take_kind (node, (gint) (i % GMARL_N_KINDS));
}

void
gmarl_node_set_kind (GmarlNodeSpec *self, gint kind)
{
  const GmarlKindDefaults *from = &gmarl_kind_defaults[self->kind];
  const GmarlKindDefaults *to = &gmarl_kind_defaults[kind];

  if (self->capacity_kwh == from->capacity_kwh)
    self->capacity_kwh = to->capacity_kwh;
  if (self->power_kwh == from->power_kwh)
    self->power_kwh = to->power_kwh;
  if (self->solar_peak_kwh == from->solar_peak_kwh)
    self->solar_peak_kwh = to->solar_peak_kwh;
  if (memcmp (self->base_demand_kwh, from->base_demand_kwh, sizeof self->base_demand_kwh) == 0)
    memcpy (self->base_demand_kwh, to->base_demand_kwh, sizeof self->base_demand_kwh);
  self->kind = kind;
}

void
gmarl_scenario_resize (GmarlScenario *self, gsize n_nodes)
{
  gsize before = (gsize) self->nodes, kept = 0;

  g_return_if_fail (n_nodes >= 1 && n_nodes <= GMARL_MAX_NODES);
  g_return_if_fail (self->data == NULL);

  for (gsize i = n_nodes; i < before; i++)
    g_free (self->node[i].name);
  self->node = g_renew (GmarlNodeSpec, self->node, n_nodes);
  for (gsize i = before; i < n_nodes; i++)
    init_node (&self->node[i], i);
  self->nodes = (gint64) n_nodes;

  for (gsize k = 0; k < self->n_edges; k++) {
    if (self->edge[k].b < n_nodes)
      self->edge[kept++] = self->edge[k];
  }
  self->n_edges = kept;
}

GmarlScenario *
gmarl_scenario_new_default (const char *name, gsize n_nodes)
{
  GmarlScenario *self = g_new0 (GmarlScenario, 1);

  *self = (GmarlScenario){
    .name = g_strdup (name),
    .topology = GMARL_TOPOLOGY_RING,
    .settlement = GMARL_SETTLEMENT_CONSENT,
    .small_world_degree = 4,
    .small_world_rewire = 0.1,
    .topology_seed = 1,
    .line_limit_kwh = 20,
    .grid_limit_kwh = 20,
    .charge_efficiency = 0.95,
    .discharge_efficiency = 0.95,
    .line_efficiency = 0.98,
    .tariff_night = 0.12,
    .tariff_day = 0.24,
    .tariff_peak = 0.42,
    .export_ratio = 0.25,
    .currency = g_strdup ("EUR"),
    .initial_level_min = 0.3,
    .initial_level_max = 0.7,
    .weight_stability = 1,
    .weight_efficiency = 0.5,
    .weight_cost = 1,
    .weight_cooperation = 0.05,
    .weight_unmet = 10,
    .self_weight = 0.1,
    .cost_reference = 1.5,
    .team_share = 0.5,
    .internal_price = 0.5,
    .demand_reference = 10,
    .solar_reference = 15,
    .price_reference = 0.24,
    .capacity_reference = 400,
  };
  gmarl_scenario_resize (self, n_nodes);
  return self;
}

static void
adjust_builtin (GmarlScenario *self)
{
  if (strcmp (self->name, "hub-6") == 0) {
    /* One large battery in the middle serves five neighbourhoods. */
    gmarl_node_set_kind (&self->node[0], GMARL_KIND_MIXED);
    self->node[0].capacity_kwh = 1000;
    self->node[0].power_kwh = 40;
    for (gsize i = 1; i < (gsize) self->nodes; i++)
      gmarl_node_set_kind (&self->node[i], (gint) ((i - 1) % GMARL_N_KINDS));
    self->capacity_reference = 1000;
  } else if (strcmp (self->name, "feeder-8") == 0) {
    /* Homes along one street behind a transformer that carries neither their evening peak nor
     * their noon: 540 kW in, 300 kW out.
     */
    for (gsize i = 0; i < (gsize) self->nodes; i++)
      gmarl_node_set_kind (&self->node[i],
                           i % 2 == 0 ? GMARL_KIND_RESIDENTIAL : GMARL_KIND_SUBURBAN);
    self->feeder_import_kwh = 45;
    self->feeder_export_kwh = 25;
  }
}

const char *const *
gmarl_scenario_builtin_names (void)
{
  return builtin_names;
}

GmarlScenario *
gmarl_scenario_new_builtin (const char *name, GError **error)
{
  g_autofree char *shown = NULL;
  const char *nearest;

  for (gsize k = 0; k < G_N_ELEMENTS (builtins); k++) {
    if (strcmp (name, builtins[k].name) == 0) {
      GmarlScenario *self = gmarl_scenario_new_default (name, builtins[k].n_nodes);

      self->topology = builtins[k].topology;
      adjust_builtin (self);
      return self;
    }
  }

  shown = gmarl_quote_text (name);
  nearest = gmarl_nearest_word (name, builtin_names);
  if (nearest != NULL) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("There is no built-in scenario %s: did you mean %s?"), shown, nearest);
  } else {
    g_autofree char *all = g_strjoinv (", ", (char **) builtin_names);

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("There is no built-in scenario %s: there are %s"), shown, all);
  }
  return NULL;
}

static double *
copy_series (const double *series, gsize length)
{
  return series != NULL ? g_memdup2 (series, length * sizeof *series) : NULL;
}

static GmarlProfileData *
copy_data (const GmarlProfileData *data, gsize n_nodes)
{
  GmarlProfileData *copy = g_memdup2 (data, sizeof *data);
  gsize n_cases = (gsize) data->n_cases;
  gsize per_case = data->step_minutes > 0 ? (gsize) (1440 / data->step_minutes) : 0;

  copy->labels = g_new0 (char *, n_cases + 1);
  for (gsize k = 0; k < n_cases; k++)
    copy->labels[k] = g_strdup (data->labels[k]);
  copy->demand_kwh = copy_series (data->demand_kwh, n_cases * n_nodes * per_case);
  copy->solar_kwh = copy_series (data->solar_kwh, n_cases * n_nodes * per_case);
  copy->import_price = copy_series (data->import_price, n_cases * per_case);
  copy->export_price = copy_series (data->export_price, n_cases * per_case);
  copy->carbon_kg_per_kwh = copy_series (data->carbon_kg_per_kwh, n_cases * per_case);
  copy->source = g_strdup (data->source);
  return copy;
}

GmarlScenario *
gmarl_scenario_copy (const GmarlScenario *self)
{
  GmarlScenario *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->currency = g_strdup (self->currency);
  copy->node = g_memdup2 (self->node, (gsize) self->nodes * sizeof *self->node);
  for (gsize i = 0; i < (gsize) self->nodes; i++)
    copy->node[i].name = g_strdup (self->node[i].name);
  copy->edge = g_memdup2 (self->edge, self->n_edges * sizeof *self->edge);
  if (self->data != NULL)
    copy->data = copy_data (self->data, (gsize) self->nodes);
  return copy;
}

void
gmarl_profile_data_free (GmarlProfileData *self)
{
  if (self == NULL)
    return;
  if (self->labels != NULL) {
    for (gint64 k = 0; k < self->n_cases; k++)
      g_free (self->labels[k]);
  }
  g_free (self->labels);
  g_free (self->demand_kwh);
  g_free (self->solar_kwh);
  g_free (self->import_price);
  g_free (self->export_price);
  g_free (self->carbon_kg_per_kwh);
  g_free (self->source);
  g_free (self);
}

void
gmarl_scenario_free (GmarlScenario *self)
{
  if (self == NULL)
    return;
  for (gint64 i = 0; i < self->nodes; i++)
    g_free (self->node[i].name);
  g_free (self->node);
  g_free (self->name);
  g_free (self->currency);
  g_free (self->edge);
  gmarl_profile_data_free (self->data);
  g_free (self);
}
