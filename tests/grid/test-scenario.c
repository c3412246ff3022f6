/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-scenario.h"

#include "gmarl-error.h"
#include "scenario-data.h"

#include <math.h>
#include <string.h>

static GmarlScenario *
new_default (void)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);

  g_assert_nonnull (scenario);
  return scenario;
}

static void
set (GmarlScenario *scenario, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_scenario_set (scenario, key, value, &error));
  g_assert_no_error (error);
}

static void
assert_says (const GError *error, const char *said)
{
  g_assert_nonnull (error);
  if (strstr (error->message, said) == NULL)
    g_test_fail_printf ("'%s' does not say '%s'", error->message, said);
}

/* Sums of the table of section 8, plain and weighted with the hour + 1, added up outside. */
static void
test_kinds (void)
{
  static const struct {
    const char *id;
    double capacity, power, peak, sum, weighted;
  } kinds[] = {
    { "residential", 200, 12, 11, 96.7, 1421.8 }, { "commercial", 300, 16, 9, 150.9, 2032.5 },
    { "industrial", 400, 20, 6, 205.6, 2630.2 },  { "mixed", 250, 14, 9, 130.4, 1797.4 },
    { "suburban", 200, 12, 18, 105.3, 1524.1 },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == GMARL_N_KINDS);
  for (gsize k = 0; k < GMARL_N_KINDS; k++) {
    const GmarlKindDefaults *kind = &gmarl_kind_defaults[k];
    double sum = 0, weighted = 0;

    for (gsize h = 0; h < 24; h++) {
      sum += kind->base_demand_kwh[h];
      weighted += (double) (h + 1) * kind->base_demand_kwh[h];
    }
    g_assert_cmpstr (kind->id, ==, kinds[k].id);
    g_assert_cmpfloat (kind->capacity_kwh, ==, kinds[k].capacity);
    g_assert_cmpfloat (kind->power_kwh, ==, kinds[k].power);
    g_assert_cmpfloat (kind->solar_peak_kwh, ==, kinds[k].peak);
    g_assert_cmpfloat_with_epsilon (sum, kinds[k].sum, 1e-9);
    g_assert_cmpfloat_with_epsilon (weighted, kinds[k].weighted, 1e-9);
  }
}

static void
test_default (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();

  g_assert_cmpint (scenario->nodes, ==, 5);
  g_assert_cmpint (scenario->topology, ==, GMARL_TOPOLOGY_RING);
  g_assert_cmpint (scenario->settlement, ==, GMARL_SETTLEMENT_CONSENT);
  g_assert_cmpfloat (scenario->line_limit_kwh, ==, 20);
  g_assert_cmpfloat (scenario->grid_limit_kwh, ==, 20);
  g_assert_cmpfloat (scenario->feeder_import_kwh, ==, 0);
  g_assert_cmpfloat (scenario->feeder_export_kwh, ==, 0);
  g_assert_cmpfloat (scenario->charge_efficiency, ==, 0.95);
  g_assert_cmpfloat (scenario->discharge_efficiency, ==, 0.95);
  g_assert_cmpfloat (scenario->line_efficiency, ==, 0.98);
  g_assert_cmpfloat (scenario->export_ratio, ==, 0.25);
  g_assert_cmpfloat (scenario->tariff_night, ==, 0.12);
  g_assert_cmpfloat (scenario->tariff_day, ==, 0.24);
  g_assert_cmpfloat (scenario->tariff_peak, ==, 0.42);
  g_assert_cmpfloat (scenario->initial_level_min, ==, 0.3);
  g_assert_cmpfloat (scenario->initial_level_max, ==, 0.7);
  g_assert_cmpfloat (scenario->team_share, ==, 0.5);
  g_assert_cmpfloat (scenario->internal_price, ==, 0.5);
  g_assert_cmpfloat (scenario->cost_reference, ==, 1.5);
  g_assert_cmpfloat (scenario->weight_stability, ==, 1);
  g_assert_cmpfloat (scenario->weight_efficiency, ==, 0.5);
  g_assert_cmpfloat (scenario->weight_cost, ==, 1);
  g_assert_cmpfloat (scenario->weight_cooperation, ==, 0.05);
  g_assert_cmpfloat (scenario->weight_unmet, ==, 10);
  g_assert_cmpfloat (scenario->self_weight, ==, 0.1);
  g_assert_cmpfloat (scenario->demand_reference, ==, 10);
  g_assert_cmpfloat (scenario->solar_reference, ==, 15);
  g_assert_cmpfloat (scenario->price_reference, ==, 0.24);
  g_assert_cmpfloat (scenario->capacity_reference, ==, 400);
  g_assert_cmpstr (scenario->currency, ==, "EUR");
  g_assert_null (scenario->data);
  for (gint i = 0; i < 5; i++) {
    g_assert_cmpint (scenario->node[i].kind, ==, i);
    g_assert_cmpfloat (scenario->node[i].demand_scale, ==, 1);
  }
}

static void
test_builtins (void)
{
  const char *const *names = gmarl_scenario_builtin_names ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (names[0], ==, "neighbourhood-5");
  g_assert_cmpuint (g_strv_length ((char **) names), >=, 4);
  for (gsize k = 0; names[k] != NULL; k++) {
    g_autoptr (GmarlScenario) scenario = gmarl_scenario_open (names[k], &error);
    g_autoptr (GPtrArray) warnings = NULL;
    const char *number = strrchr (names[k], '-') + 1;

    g_assert_no_error (error);
    g_assert_true (gmarl_scenario_validate (scenario, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (scenario->name, ==, names[k]);
    g_assert_cmpint (scenario->nodes, ==, g_ascii_strtoll (number, NULL, 10));
    warnings = gmarl_scenario_warnings (scenario);
    g_assert_cmpuint (warnings->len, ==, 0);
  }
  g_assert_null (gmarl_scenario_new_builtin ("neighborhood-20", &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND);
  assert_says (error, "did you mean neighbourhood-20?");
}

static void
test_copy (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();
  g_autoptr (GmarlScenario) copy = NULL;
  g_autofree char *before = NULL, *after = NULL;

  set (scenario, "edges", "0-1; 3-4");
  set (scenario, "node.2.name", "The mill");
  attach_data (scenario, 3, 60, TRUE, TRUE);
  before = gmarl_scenario_to_text (scenario);
  copy = gmarl_scenario_copy (scenario);

  /* Whatever becomes of the original, the copy stays. */
  scenario->data->demand_kwh[0] = 7;
  scenario->data->import_price[0] = 7;
  scenario->data->labels[0][0] = 'D';
  scenario->edge[0].b = 2;
  set (scenario, "node.2.name", "x");
  set (scenario, "currency", "CHF");
  g_clear_pointer (&scenario, gmarl_scenario_free);
  after = gmarl_scenario_to_text (copy);
  g_assert_cmpstr (after, ==, before);
}

static void
test_set_nodes (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();

  set (scenario, "node.1.capacity_kwh", "77");
  set (scenario, "nodes", "12");
  g_assert_cmpint (scenario->nodes, ==, 12);
  g_assert_cmpfloat (scenario->node[1].capacity_kwh, ==, 77);
  g_assert_cmpint (scenario->node[11].kind, ==, GMARL_KIND_COMMERCIAL);
  g_assert_cmpfloat (scenario->node[11].capacity_kwh, ==, 300);
  set (scenario, "edges", "0-1, 1-2, 2-3, 2-11");
  set (scenario, "nodes", "3");
  g_assert_cmpint (scenario->nodes, ==, 3);
  g_assert_cmpuint (scenario->n_edges, ==, 2);
  g_assert_true (gmarl_scenario_validate (scenario, NULL));
}

static void
test_set_topology (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();

  set (scenario, "topology", "star");
  set (scenario, "topology", "custom");
  g_assert_cmpuint (scenario->n_edges, ==, 4);
  for (guint k = 0; k < 4; k++) {
    g_assert_cmpuint (scenario->edge[k].a, ==, 0);
    g_assert_cmpuint (scenario->edge[k].b, ==, k + 1);
  }
  set (scenario, "topology", "line");
  g_assert_cmpuint (scenario->n_edges, ==, 0);
  set (scenario, "edges", "4-3 ; 1-0");
  g_assert_cmpint (scenario->topology, ==, GMARL_TOPOLOGY_CUSTOM);
  g_assert_cmpuint (scenario->edge[1].a, ==, 3);
  g_assert_cmpuint (scenario->edge[1].b, ==, 4);
  set (scenario, "edges", "");
  g_assert_cmpuint (scenario->n_edges, ==, 0);
  g_assert_true (gmarl_scenario_validate (scenario, NULL));
}

/* A kind brings what the node does not set itself. */
static void
test_set_kind (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();
  g_autoptr (GString) demand = g_string_new ("1");

  set (scenario, "node.0.power_kwh", "5");
  set (scenario, "node.0.kind", "industrial");
  g_assert_cmpfloat (scenario->node[0].capacity_kwh, ==, 400);
  g_assert_cmpfloat (scenario->node[0].power_kwh, ==, 5);
  g_assert_cmpfloat (scenario->node[0].solar_peak_kwh, ==, 6);
  g_assert_cmpfloat (scenario->node[0].base_demand_kwh[9], ==, 11.8);

  for (gsize h = 1; h < 24; h++)
    g_string_append_printf (demand, "; %" G_GSIZE_FORMAT, h + 1);
  set (scenario, "node.0.base_demand", demand->str);
  set (scenario, "node.0.kind", "suburban");
  g_assert_cmpfloat (scenario->node[0].base_demand_kwh[23], ==, 24);
  g_assert_cmpfloat (scenario->node[0].solar_peak_kwh, ==, 18);
}

static void
test_set_refused (void)
{
  static const struct {
    const char *key, *value, *said;
  } cases[] = {
    { "nodez", "3", "did you mean nodes?" },
    { "node.1.capacity", "3", "did you mean capacity_kwh?" },
    { "node.5.kind", "mixed", "nodes 0 to 4" },
    { "node.-1.kind", "mixed", "nodes 0 to 4" },
    { "node.3", "mixed", "node.N.KEY" },
    { "node.3.kind", "mixd", "did you mean mixed?" },
    { "node.3.capacity_kwh", "0", "node 3: capacity_kwh cannot be \"0\": give a number above 0" },
    { "node.3.base_demand", "1; 2", "base_demand has 2 numbers: give 24" },
    { "node.3.base_demand", "1; two", "item 2 of the list is \"two\"" },
    { "node.3.base_demand", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 -1",
      "23 h cannot be -1" },
    { "nodes", "0", "a whole number from 1 to 10000" },
    { "nodes", "10001", "a whole number from 1 to 10000" },
    { "topology", "rng", "did you mean ring?" },
    { "edges", "0-1; 2", "edges has \"2\"" },
    { "edges", "a-b", "such as 0-1; 1-2" },
    { "edges", "0-99999999999999999999", "edges has" },
    { "settlement", "x", "consent, average" },
    { "line_efficiency", "1.01", "a number from 0 to 1" },
    { "charge_efficiency", "0", "a number above 0, at most 1" },
    { "export_ratio", "1", "below 1" },
    { "zebra", "1", "the keys are name, nodes, topology" },
  };
  g_autoptr (GmarlScenario) scenario = new_default ();
  g_autofree char *before = gmarl_scenario_to_text (scenario), *after = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (gmarl_scenario_set (scenario, cases[k].key, cases[k].value, &error));
    assert_says (error, cases[k].said);
  }
  after = gmarl_scenario_to_text (scenario);
  g_assert_cmpstr (after, ==, before);
}

static void
test_set_with_data (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();
  g_autoptr (GError) error = NULL;

  attach_data (scenario, 2, 60, TRUE, FALSE);
  set (scenario, "nodes", "5");
  g_assert_false (gmarl_scenario_set (scenario, "nodes", "4", &error));
  assert_says (error, "import the data again");
  g_assert_cmpint (scenario->nodes, ==, 5);
}

static void
assert_invalid (const GmarlScenario *scenario, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (gmarl_scenario_validate (scenario, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
  assert_says (error, said);
}

/* Every number that section 1 refuses, by name, and every other that would not be finite. */
static void
test_validate_numbers (void)
{
  static const struct {
    gsize offset;
    double bad;
    const char *said;
  } cases[] = {
#define FIELD(name) G_STRUCT_OFFSET (GmarlScenario, name)
    { FIELD (line_limit_kwh), 0, "line_limit" },
    { FIELD (grid_limit_kwh), -1, "grid_limit" },
    { FIELD (cost_reference), 0, "cost_reference" },
    { FIELD (demand_reference), 0, "demand_reference" },
    { FIELD (solar_reference), 0, "solar_reference" },
    { FIELD (price_reference), 0, "price_reference" },
    { FIELD (capacity_reference), 0, "capacity_reference" },
    { FIELD (charge_efficiency), 0, "charge_efficiency" },
    { FIELD (charge_efficiency), 1.0000001, "charge_efficiency" },
    { FIELD (discharge_efficiency), -0.5, "discharge_efficiency" },
    { FIELD (line_efficiency), -1e-9, "line_efficiency" },
    { FIELD (line_efficiency), 2, "line_efficiency" },
    { FIELD (export_ratio), 1, "export_ratio" },
    { FIELD (tariff_night), INFINITY, "tariff_night" },
    { FIELD (tariff_day), NAN, "tariff_day" },
    { FIELD (tariff_peak), -INFINITY, "tariff_peak" },
    { FIELD (weight_unmet), NAN, "weight_unmet" },
    { FIELD (team_share), 1.5, "team_share" },
    { FIELD (internal_price), -0.1, "internal_price" },
    { FIELD (feeder_import_kwh), -1, "feeder_import" },
    { FIELD (feeder_export_kwh), NAN, "feeder_export" },
    { FIELD (initial_level_min), 0.71,
      "initial_level_min = 0.71 is above initial_level_max = 0.7" },
#undef FIELD
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GmarlScenario) scenario = new_default ();

    G_STRUCT_MEMBER (double, scenario, cases[k].offset) = cases[k].bad;
    assert_invalid (scenario, cases[k].said);
  }
}

/* What the contract allows at the very edge must not be refused. */
static void
test_validate_edges_of_ranges (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();

  scenario->line_efficiency = 0;
  scenario->charge_efficiency = scenario->discharge_efficiency = 1;
  scenario->tariff_night = -0.5;
  scenario->export_ratio = 0;
  scenario->initial_level_min = 0;
  scenario->initial_level_max = 1;
  scenario->node[0].power_kwh = 0;
  scenario->node[0].solar_peak_kwh = 0;
  scenario->node[0].demand_scale = 0;
  scenario->node[0].capacity_kwh = 1e-6;
  g_assert_true (gmarl_scenario_validate (scenario, NULL));
}

static void
test_validate_nodes (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();
  GmarlNodeSpec good = scenario->node[3];

  scenario->node[3].capacity_kwh = 0;
  assert_invalid (scenario, "node 3: capacity_kwh");
  scenario->node[3] = good;
  scenario->node[3].power_kwh = -1;
  assert_invalid (scenario, "node 3: power_kwh");
  scenario->node[3] = good;
  scenario->node[3].kind = 5;
  assert_invalid (scenario, "node 3: kind");
  scenario->node[3] = good;
  scenario->node[3].base_demand_kwh[7] = -0.1;
  assert_invalid (scenario, "node 3: base_demand at 7 h cannot be -0.1");
  scenario->node[3].base_demand_kwh[7] = NAN;
  assert_invalid (scenario, "node 3: base_demand at 7 h");
  scenario->node[3] = good;
  scenario->nodes = 0;
  assert_invalid (scenario, "nodes");
  scenario->nodes = 5;
  scenario->topology = 7;
  assert_invalid (scenario, "topology");
  scenario->topology = GMARL_TOPOLOGY_COMPLETE;
  gmarl_scenario_resize (scenario, 10000);
  assert_invalid (scenario, "more than 200000");
}

static void
test_validate_data (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();
  GmarlProfileData *data;
  double *demand;

  attach_data (scenario, 3, 30, TRUE, TRUE);
  data = scenario->data;
  g_assert_true (gmarl_scenario_validate (scenario, NULL));

  /* Day 2, node 4, step 47 is the last value. */
  data->demand_kwh[3 * 5 * 48 - 1] = -1;
  assert_invalid (scenario, "demand_kwh.4, day 2, step 47 is -1");
  data->demand_kwh[3 * 5 * 48 - 1] = 1;
  data->solar_kwh[48] = NAN;
  assert_invalid (scenario, "solar_kwh.1, day 0, step 0 is nan");
  data->solar_kwh[48] = 0;
  data->import_price[48] = -INFINITY;
  assert_invalid (scenario, "import_price, day 1, step 0");
  data->import_price[48] = -0.3;
  g_assert_true (gmarl_scenario_validate (scenario, NULL));

  data->step_minutes = 20;
  assert_invalid (scenario, "step_minutes of the data cannot be 20: give 5, 15, 30 or 60");
  data->step_minutes = 30;
  data->n_cases = G_MAXINT64;
  assert_invalid (scenario, "more than 50000000 values");
  data->n_cases = 0;
  assert_invalid (scenario, "no day and no group");
  data->n_cases = 3;
  data->split = 2;
  assert_invalid (scenario, "split");
  data->split = GMARL_SPLIT_GROUPS;
  data->labels[1][0] = '\0';
  assert_invalid (scenario, "Label 2");
  data->labels[1][0] = '\n';
  assert_invalid (scenario, "Label 2");
  data->labels[1][0] = 'd';
  demand = g_steal_pointer (&data->demand_kwh);
  assert_invalid (scenario, "no demand");
  data->demand_kwh = demand;
  g_assert_true (gmarl_scenario_validate (scenario, NULL));
}

static void
assert_warnings (const GmarlScenario *scenario, const char *first)
{
  g_autoptr (GPtrArray) warnings = gmarl_scenario_warnings (scenario);

  g_assert_cmpuint (warnings->len, ==, first != NULL ? 1 : 0);
  if (first != NULL && strstr (warnings->pdata[0], first) == NULL)
    g_test_fail_printf ("'%s' does not say '%s'", (char *) warnings->pdata[0], first);
}

/* The bounds of section 6 on the default scenario, worked out by hand:
 * shedding: w_unmet = 1.45 · 11.8 · (0.42/1.5 + 0.1/(96.7/24)) = 5.2154
 * grid to grid: κ = 0.12/(0.42 · 0.95²) = 0.31658
 * ping-pong: w_coop = 20 · (1 − 0.95² · 0.98) · 0.25 · 0.24/1.5 = 0.092440
 */
static void
test_warnings (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();

  assert_warnings (scenario, NULL);
  scenario->weight_unmet = 5.22;
  assert_warnings (scenario, NULL);
  scenario->weight_unmet = 5.21;
  assert_warnings (scenario, "Raise weight_unmet above 5.22");

  /* The least mean counts as 0.1 at least: 1.45 · 11.8 · (0.42/1.5 + 0.1/0.1) = 21.9008. */
  scenario->node[0].demand_scale = 0.01;
  scenario->weight_unmet = 21.91;
  assert_warnings (scenario, NULL);
  scenario->weight_unmet = 21.89;
  assert_warnings (scenario, "leave demand unmet");
  scenario->node[0].demand_scale = 1;
  scenario->weight_unmet = 10;

  scenario->export_ratio = 0.316;
  assert_warnings (scenario, NULL);
  scenario->export_ratio = 0.317;
  assert_warnings (scenario, "Lower export_ratio below 0.317");
  scenario->export_ratio = 0.25;

  scenario->weight_cooperation = 0.0924;
  assert_warnings (scenario, NULL);
  scenario->weight_cooperation = 0.0925;
  assert_warnings (scenario, "Lower weight_cooperation below 0.0924");
  scenario->weight_cooperation = 0;
  scenario->export_ratio = 0;
  assert_warnings (scenario, NULL);
  scenario->weight_cooperation = 0.001;
  assert_warnings (scenario, "its losses cost nothing");
}

/* The day tariff is the least of hours 6 to 18 until the peak tariff of hour 17 is lower; the least
 * and the largest of all need not be those of the night and the peak.
 */
static void
test_warnings_by_hour (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();

  scenario->weight_cooperation = 0.09;
  assert_warnings (scenario, NULL);
  scenario->tariff_peak = 0.23;
  assert_warnings (scenario, "back and forth");
  scenario->weight_cooperation = 0.05;
  scenario->tariff_night = 0.6;
  scenario->tariff_day = 0.24;
  assert_warnings (scenario, NULL);
  scenario->tariff_peak = 0.13;
  assert_warnings (scenario, "bought at 0.13, stored and sold again earns 0.135");
  scenario->tariff_peak = -0.1;
  scenario->weight_cooperation = 0;
  assert_warnings (scenario, "bought at -0.1");
}

/* Demand 1.2 an hour is 0.1 a step, and so is its mean; the bound is 0.1 · (0.3/1.5 + 0.1/0.1). */
static void
test_warnings_of_data (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();

  attach_data (scenario, 2, 60, TRUE, TRUE);
  scenario->weight_unmet = 0.121;
  assert_warnings (scenario, NULL);
  scenario->weight_unmet = 0.119;
  assert_warnings (scenario, "leave demand unmet");
  scenario->weight_unmet = 10;

  /* One dear hour of export: 0.3/0.9025 = 0.33241. The ratio has no say where there is a series. */
  scenario->data->export_price[30] = 0.33;
  assert_warnings (scenario, NULL);
  scenario->data->export_price[30] = 0.333;
  assert_warnings (scenario, "from grid to grid");
  scenario->data->export_price[30] = 0.1;

  /* 20 · 0.11555 · 0.1/1.5 = 0.15407 with sun at 0.1; a cheaper hour counts only with sun. */
  scenario->weight_cooperation = 0.154;
  assert_warnings (scenario, NULL);
  scenario->data->export_price[3] = 0.05;
  assert_warnings (scenario, "back and forth");
  for (gsize i = 0; i < 5; i++)
    scenario->data->solar_kwh[i * 24 + 3] = 0;
  assert_warnings (scenario, NULL);
  scenario->weight_cooperation = 0.155;
  assert_warnings (scenario, "back and forth");
  g_clear_pointer (&scenario->data->solar_kwh, g_free);
  assert_warnings (scenario, NULL);
}

/* Without price series the tariff of the scenario counts: 0.25 · 0.42 · 0.9025 = 0.09476. */
static void
test_warnings_of_data_with_tariff (void)
{
  g_autoptr (GmarlScenario) scenario = new_default ();

  attach_data (scenario, 2, 15, TRUE, FALSE);
  scenario->weight_cooperation = 0;
  assert_warnings (scenario, NULL);
  scenario->tariff_night = 0.0948;
  assert_warnings (scenario, NULL);
  scenario->tariff_night = 0.0947;
  assert_warnings (scenario, "from grid to grid");
}

/* Every value of a key is read back to the same scenario. */
static void
test_get (void)
{
  g_autoptr (GmarlScenario) from = gmarl_scenario_new_builtin ("neighbourhood-3", NULL);
  g_autoptr (GmarlScenario) to = gmarl_scenario_new_builtin ("district-24", NULL);
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *edges = NULL;

  g_assert_true (
      gmarl_scenario_set (from, "node.1.base_demand",
                          "1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;.1", NULL));
  g_assert_true (gmarl_scenario_set (from, "edges", "1-2; 0-1", NULL));
  for (gsize k = 0; k < gmarl_n_scenario_options; k++) {
    const char *key = gmarl_scenario_options[k].key;
    g_autofree char *value = gmarl_scenario_get (from, key);

    g_assert_true (gmarl_scenario_set (to, key, value, NULL));
  }
  for (gsize i = 0; i < 3; i++)
    for (gsize k = 0; k <= gmarl_n_node_options; k++) {
      g_autofree char *key = g_strdup_printf (
          "node.%zu.%s", i, k < gmarl_n_node_options ? gmarl_node_options[k].key : "base_demand");
      g_autofree char *value = gmarl_scenario_get (from, key);

      g_assert_true (gmarl_scenario_set (to, key, value, NULL));
    }
  edges = gmarl_scenario_get (from, "edges");
  g_assert_true (gmarl_scenario_set (to, "edges", edges, NULL));
  expected = gmarl_scenario_to_text (from);
  text = gmarl_scenario_to_text (to);
  g_assert_cmpstr (text, ==, expected);

  g_assert_null (gmarl_scenario_get (from, "lin_limit"));
  g_assert_null (gmarl_scenario_get (from, "node.3.name"));
  g_assert_null (gmarl_scenario_get (from, "node.0.no"));
  g_assert_null (gmarl_scenario_get (from, "node.0"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/scenario/kinds", test_kinds);
  g_test_add_func ("/grid/scenario/default", test_default);
  g_test_add_func ("/grid/scenario/builtins", test_builtins);
  g_test_add_func ("/grid/scenario/copy", test_copy);
  g_test_add_func ("/grid/scenario/set-nodes", test_set_nodes);
  g_test_add_func ("/grid/scenario/set-topology", test_set_topology);
  g_test_add_func ("/grid/scenario/set-kind", test_set_kind);
  g_test_add_func ("/grid/scenario/set-refused", test_set_refused);
  g_test_add_func ("/grid/scenario/set-with-data", test_set_with_data);
  g_test_add_func ("/grid/scenario/validate-numbers", test_validate_numbers);
  g_test_add_func ("/grid/scenario/validate-edges-of-ranges", test_validate_edges_of_ranges);
  g_test_add_func ("/grid/scenario/validate-nodes", test_validate_nodes);
  g_test_add_func ("/grid/scenario/validate-data", test_validate_data);
  g_test_add_func ("/grid/scenario/warnings", test_warnings);
  g_test_add_func ("/grid/scenario/warnings-by-hour", test_warnings_by_hour);
  g_test_add_func ("/grid/scenario/warnings-of-data", test_warnings_of_data);
  g_test_add_func ("/grid/scenario/warnings-of-data-with-tariff",
                   test_warnings_of_data_with_tariff);
  g_test_add_func ("/grid/scenario/get", test_get);
  return g_test_run ();
}
