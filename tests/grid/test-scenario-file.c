/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-scenario.h"

#include "gmarl-error.h"
#include "scenario-data.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static GmarlScenario *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GmarlScenario *scenario = gmarl_scenario_parse (text, strlen (text), "test.gmarl", &error);

  g_assert_no_error (error);
  return scenario;
}

static void
assert_says (const GError *error, const char *said)
{
  g_assert_nonnull (error);
  if (strstr (error->message, said) == NULL)
    g_test_fail_printf ("'%s' does not say '%s'", error->message, said);
}

static void
assert_refused_bytes (const char *text, gsize length, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_scenario_parse (text, length, "test.gmarl", &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  assert_says (error, said);
}

static void
assert_refused (const char *text, const char *said)
{
  assert_refused_bytes (text, strlen (text), said);
}

/* A scenario with everything that a file can hold. */
static GmarlScenario *
new_full (void)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);

  g_assert_true (gmarl_scenario_set (scenario, "name", " Zürich; \\ [x] = #1 ", NULL));
  g_assert_true (gmarl_scenario_set (scenario, "node.1.name", "one \\s; two", NULL));
  g_assert_true (gmarl_scenario_set (scenario, "node.2.kind", "residential", NULL));
  g_assert_true (gmarl_scenario_set (scenario, "node.3.kind", "industrial", NULL));
  g_assert_true (gmarl_scenario_set (scenario, "edges", "0-4; 0-1; 2-3", NULL));
  scenario->node[3].capacity_kwh = 1.0 / 3;
  scenario->node[3].solar_peak_kwh = 1e-7;
  scenario->node[4].base_demand_kwh[23] = nextafter (4.2, 5);
  scenario->node[4].demand_scale = 0.1 + 0.2;
  scenario->line_efficiency = nextafter (0.98, 0);
  scenario->topology_seed = G_MAXUINT64;
  attach_data (scenario, 3, 30, TRUE, TRUE);
  for (gsize k = 0; k < 3 * 5 * 48; k++) {
    scenario->data->demand_kwh[k] = 1 / (3.0 + (double) k);
    scenario->data->solar_kwh[k] = sqrt ((double) k);
  }
  scenario->data->import_price[7] = -1.0 / 7;
  g_free (scenario->data->labels[1]);
  scenario->data->labels[1] = g_strdup (" a;b\\ ");
  g_free (scenario->data->source);
  scenario->data->source = g_strdup ("file one\nfile two\t(SHA-256 …)");
  return scenario;
}

static void
assert_same_reals (const double *a, const double *b, gsize count)
{
  g_assert_cmpint (a == NULL, ==, b == NULL);
  if (a != NULL)
    g_assert_cmpmem (a, count * sizeof *a, b, count * sizeof *b);
}

/* Compares fields, not texts: a value that no text holds would be lost in both. */
static void
assert_equal (const GmarlScenario *a, const GmarlScenario *b)
{
  for (gsize k = 0; k < gmarl_n_scenario_options; k++) {
    g_autofree char *x = gmarl_option_get (&gmarl_scenario_options[k], a);
    g_autofree char *y = gmarl_option_get (&gmarl_scenario_options[k], b);

    g_assert_cmpstr (x, ==, y);
  }
  g_assert_cmpint (a->nodes, ==, b->nodes);
  for (gint64 i = 0; i < a->nodes; i++) {
    g_assert_cmpstr (a->node[i].name, ==, b->node[i].name);
    g_assert_cmpint (a->node[i].kind, ==, b->node[i].kind);
    assert_same_reals (&a->node[i].capacity_kwh, &b->node[i].capacity_kwh, 1);
    assert_same_reals (&a->node[i].power_kwh, &b->node[i].power_kwh, 1);
    assert_same_reals (&a->node[i].solar_peak_kwh, &b->node[i].solar_peak_kwh, 1);
    assert_same_reals (&a->node[i].demand_scale, &b->node[i].demand_scale, 1);
    assert_same_reals (a->node[i].base_demand_kwh, b->node[i].base_demand_kwh, 24);
  }
  g_assert_cmpmem (a->edge, a->n_edges * sizeof *a->edge, b->edge, b->n_edges * sizeof *b->edge);
}

static void
assert_equal_data (const GmarlProfileData *a, const GmarlProfileData *b, gsize n_nodes)
{
  gsize per_series = (gsize) (a->n_cases * (1440 / a->step_minutes));

  g_assert_cmpint (a->step_minutes, ==, b->step_minutes);
  g_assert_cmpint (a->n_cases, ==, b->n_cases);
  g_assert_cmpint (a->split, ==, b->split);
  g_assert_cmpstr (a->source, ==, b->source);
  for (gint64 k = 0; k < a->n_cases; k++)
    g_assert_cmpstr (a->labels[k], ==, b->labels[k]);
  assert_same_reals (a->demand_kwh, b->demand_kwh, per_series * n_nodes);
  assert_same_reals (a->solar_kwh, b->solar_kwh, per_series * n_nodes);
  assert_same_reals (a->import_price, b->import_price, per_series);
  assert_same_reals (a->export_price, b->export_price, per_series);
  assert_same_reals (a->carbon_kg_per_kwh, b->carbon_kg_per_kwh, per_series);
}

static void
test_round_trip (void)
{
  g_autoptr (GmarlScenario) scenario = new_full ();
  g_autofree char *text = gmarl_scenario_to_text (scenario), *again = NULL;
  g_autoptr (GmarlScenario) read = parse (text);

  assert_equal (scenario, read);
  assert_equal_data (scenario->data, read->data, 5);
  again = gmarl_scenario_to_text (read);
  g_assert_cmpstr (again, ==, text);
}

static void
test_round_trip_of_builtins (void)
{
  const char *const *names = gmarl_scenario_builtin_names ();

  for (gsize k = 0; names[k] != NULL; k++) {
    g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin (names[k], NULL);
    g_autofree char *text = gmarl_scenario_to_text (scenario);
    g_autoptr (GmarlScenario) read = parse (text);

    assert_equal (scenario, read);
  }
}

/* Another reader of key files gets the same strings and numbers. */
static void
test_is_a_key_file (void)
{
  g_autoptr (GmarlScenario) scenario = new_full ();
  g_autofree char *text = gmarl_scenario_to_text (scenario), *name = NULL, *node = NULL,
                  *source = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree double *demand = NULL;
  g_auto (GStrv) labels = NULL;
  gsize count;

  g_assert_true (g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, &error));
  g_assert_no_error (error);
  name = g_key_file_get_string (file, "scenario", "name", NULL);
  g_assert_cmpstr (name, ==, scenario->name);
  node = g_key_file_get_string (file, "node 1", "name", NULL);
  g_assert_cmpstr (node, ==, scenario->node[1].name);
  source = g_key_file_get_string (file, "data", "source", NULL);
  g_assert_cmpstr (source, ==, scenario->data->source);
  labels = g_key_file_get_string_list (file, "data", "labels", &count, NULL);
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpstr (labels[1], ==, scenario->data->labels[1]);
  demand = g_key_file_get_double_list (file, "data", "demand_kwh.0", &count, NULL);
  g_assert_cmpuint (count, ==, 3 * 48);
  g_assert_cmpfloat (demand[47], ==, scenario->data->demand_kwh[47]);
  g_assert_cmpfloat (demand[48], ==, scenario->data->demand_kwh[5 * 48]);
}

/* The text that identifies a scenario must not change by accident: stored hashes depend on it. */
static void
test_canonical_text (void)
{
  static const char tail[] = "capacity_reference = 400\n"
                             "\n[node 1]\nkind = industrial\npower_kwh = 7.5\n"
                             "\n[network]\nedges = 0-1; 1-2\n";
  g_autoptr (GmarlScenario) first = gmarl_scenario_new_builtin ("neighbourhood-3", NULL);
  g_autoptr (GmarlScenario) second = gmarl_scenario_new_builtin ("neighbourhood-3", NULL);
  g_autofree char *text = NULL, *other = NULL, *hash = NULL, *expected = NULL;

  /* Two ways to the same scenario. */
  gmarl_scenario_set (first, "node.1.kind", "industrial", NULL);
  gmarl_scenario_set (first, "node.1.power_kwh", "7.5", NULL);
  gmarl_scenario_set (first, "edges", "1-2; 0-1", NULL);
  gmarl_scenario_set (second, "topology", "line", NULL);
  gmarl_scenario_set (second, "topology", "custom", NULL);
  gmarl_scenario_set (second, "node.1.power_kwh", "7.50", NULL);
  gmarl_scenario_set (second, "node.1.kind", "industrial", NULL);
  text = gmarl_scenario_to_text (first);
  other = gmarl_scenario_to_text (second);
  g_assert_cmpstr (text, ==, other);
  g_assert_true (g_str_has_prefix (text, "[scenario]\nname = neighbourhood-3\nnodes = 3\n"
                                         "topology = custom\nsettlement = consent\n"));
  g_assert_true (g_str_has_suffix (text, tail));

  hash = gmarl_scenario_hash (first);
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, strlen (text));
  g_assert_cmpstr (hash, ==, expected);
}

static void
test_golden_hash (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autofree char *hash = gmarl_scenario_hash (scenario);

  g_assert_cmpstr (hash, ==, "f3d3e9767a293203c7c731b787983f8e8039545ff3c34ff0c9e3095006511826");
}

static void
test_short_file (void)
{
  g_autoptr (GmarlScenario) scenario = parse ("\xEF\xBB\xBF# a comment\r\n\r\n  [scenario]  \r\n"
                                              "nodes=7\r\n\t feeder_import =45\r\n"
                                              "[node 6]\r\nkind = suburban\r\n"
                                              "power_kwh = 3");

  g_assert_cmpint (scenario->nodes, ==, 7);
  g_assert_cmpfloat (scenario->feeder_import_kwh, ==, 45);
  g_assert_cmpfloat (scenario->line_efficiency, ==, 0.98);
  g_assert_cmpint (scenario->node[6].kind, ==, GMARL_KIND_SUBURBAN);
  g_assert_cmpfloat (scenario->node[6].power_kwh, ==, 3);
  g_assert_cmpfloat (scenario->node[6].solar_peak_kwh, ==, 18);
  g_assert_cmpint (scenario->node[5].kind, ==, GMARL_KIND_RESIDENTIAL);
}

static void
test_refused_lines (void)
{
  static const struct {
    const char *text, *said;
  } cases[] = {
    { "", "test.gmarl:1: There is no group [scenario]" },
    { "# nothing\n", "no group [scenario]" },
    { "nodes = 5\n", "test.gmarl:1: The key stands before any group" },
    { "[scenario]\n\nnodez = 5\n", "test.gmarl:3: There is no key \"nodez\": did you mean nodes?" },
    { "[scenario]\nnodes = 5\nname = x\nnodes = 6\n",
      "test.gmarl:4: The key \"nodes\" is already on line 2" },
    { "[scenario]\n[node 1]\n[node 1]\n",
      "test.gmarl:3: The group \"node 1\" is already on line 2" },
    { "[scenaro]\n", "no group [scenario]" },
    { "[scenario]\n[netwrok]\n",
      "test.gmarl:2: There is no group \"netwrok\": did you mean [network]?" },
    { "[scenario]\n[zzzzzzzzzzzz]\n",
      "test.gmarl:2: There is no group \"zzzzzzzzzzzz\": the groups are" },
    { "[scenario]\nnonsense\n", "test.gmarl:2: \"nonsense\" is neither" },
    { "[scenario]\n= 5\n", "test.gmarl:2: \"= 5\" is neither" },
    { "[scenario\n", "test.gmarl:1: \"[scenario\" is no group" },
    { "[scenario]\nname = a\\x\n", "test.gmarl:2: name has a backslash" },
    { "[scenario]\nname = a\\", "test.gmarl:2: name has a backslash" },
    { "[scenario]\nname =\n", "test.gmarl:2: name cannot be \"\"" },
    { "[scenario]\nnode.1.kind = mixed\n", "test.gmarl:2: There is no key \"node.1.kind\"" },
    { "[scenario]\nname[de] = x\n", "test.gmarl:2: There is no key" },
    { "[scenario]\nedges = 0-1\n", "test.gmarl:2: edges belongs to the group [network]" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    assert_refused (cases[k].text, cases[k].said);
}

static void
test_refused_values (void)
{
  static const struct {
    const char *text, *said;
  } cases[] = {
    { "[scenario]\nnodes = 99999999999\n", "test.gmarl:2: nodes cannot be \"99999999999\"" },
    { "[scenario]\nnodes = 1e3\n", "test.gmarl:2: nodes cannot be" },
    { "[scenario]\nline_efficiency = 0,98\n", "test.gmarl:2: line_efficiency cannot be \"0,98\"" },
    { "[scenario]\nname = x\ntopology = rng\n", "test.gmarl:3: topology cannot be \"rng\"" },
    { "[scenario]\n[node 5]\n", "test.gmarl:2: There is no node \"5\": nodes = 5" },
    { "[scenario]\n[node 01]\n", "test.gmarl:2: There is no node \"01\"" },
    { "[scenario]\n[node -1]\n", "test.gmarl:2: There is no node \"-1\"" },
    { "[scenario]\n[node 1]\nkind = mixd\n", "test.gmarl:3: kind cannot be \"mixd\"" },
    { "[scenario]\n[node 1]\ncapacity = 3\n",
      "test.gmarl:3: There is no key \"capacity\": did you mean" },
    { "[scenario]\n[node 1]\nbase_demand = 1;2\n", "test.gmarl:3: base_demand has 2 numbers" },
    { "[scenario]\n[node 1]\nposition = 0.5\n", "test.gmarl:3: position cannot be \"0.5\"" },
    { "[scenario]\n[node 1]\nposition = 0.5; 1.5\n", "test.gmarl:3: position cannot be" },
    { "[scenario]\n[node 1]\nposition = left; top\n", "test.gmarl:3: position: item 1" },
    { "[scenario]\n[node 1]\nbase_demand = 1;;2\n", "test.gmarl:3: base_demand: item 2" },
    { "[scenario]\n[network]\nedges = 0-1\n", "test.gmarl:3: edges has no effect here" },
    { "[scenario]\ntopology = custom\n", "test.gmarl:2: topology = custom needs the lines" },
    { "[scenario]\ntopology = custom\n[network]\n", "test.gmarl:2: topology = custom needs" },
    { "[scenario]\ntopology = custom\n[network]\nedges = 0-1; x\n",
      "test.gmarl:4: edges has \"x\"" },
    { "[scenario]\ntopology = custom\n[network]\nedges = 0-5\n", "test.gmarl:4: edges has 0-5" },
    { "[scenario]\ntopology = custom\n[network]\nedges = 1-1\n", "test.gmarl:4: edges has 1-1" },
    { "[scenario]\ntopology = custom\n[network]\nedges = 0-1;0-1\n",
      "test.gmarl:4: edges has 0-1 twice" },
    { "[scenario]\ntopology = custom\n[network]\nnodes = 3\n",
      "test.gmarl:2: topology = custom needs" },
    { "[scenario]\n[network]\nedgse = 0-1\n",
      "test.gmarl:3: There is no key \"edgse\": did you mean edges?" },
    /* Good in themselves, impossible together. */
    { "[scenario]\ninitial_level_max = 0.2\ninitial_level_min = 0.4\n",
      "test.gmarl:3: initial_level_min" },
    { "[scenario]\nname = x\ninitial_level_max = 0.2\n",
      "test.gmarl:1: initial_level_min = 0.3 is above" },
    { "[scenario]\ntopology = small-world\nsmall_world_degree = 3\n",
      "test.gmarl:3: small_world_degree = 3 is odd" },
    { "[scenario]\ntopology = small-world\nnodes = 4\n",
      "test.gmarl:1: small_world_degree = 4 is not below" },
    { "[scenario]\nnodes = 10000\ntopology = complete\n", "test.gmarl:3: The topology gives" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    assert_refused (cases[k].text, cases[k].said);
}

#define HEAD   "[scenario]\nnodes = 1\n[data]\n"
#define SIX    "1;2;3;4;5;6"
#define TWELVE SIX ";" SIX
#define HOURS  TWELVE ";" TWELVE

static void
test_refused_data (void)
{
  static const struct {
    const char *text, *said;
  } cases[] = {
    { HEAD "labels = a\n", "test.gmarl:3: [data] needs step_minutes and labels" },
    { HEAD "step_minutes = 60\nlabels = a\n", "test.gmarl:3: [data] has no demand_kwh.0" },
    { HEAD "step_minutes = 7\nlabels = a\n", "test.gmarl:4: step_minutes cannot be 7" },
    { HEAD "step_minutes = 20\nlabels = a\ndemand_kwh.0 = " HOURS ";" HOURS ";" HOURS "\n",
      "test.gmarl:4: step_minutes of the data cannot be 20" },
    { HEAD "step_minutes = 60\nlabels = a;b\ndemand_kwh.0 = 1\n",
      "test.gmarl:6: demand_kwh.0 is too short for 2 labels" },
    { HEAD "step_minutes = 60\nlabels = a\ndemand_kwh.0 = " HOURS ";1\n",
      "test.gmarl:6: demand_kwh.0 has 25 numbers" },
    { HEAD "step_minutes = 60\nlabels = a\ndemand_kwh.0 = 1.5;2.5;3.25;" TWELVE ";" SIX "\n",
      "test.gmarl:6: demand_kwh.0 has 21 numbers" },
    { HEAD "step_minutes = 60\nlabels = a\ndemand_kwh.0 = " TWELVE ";" SIX ";1;2;3;4;5;nan\n",
      "test.gmarl:6: demand_kwh.0: item 24 of the list is \"nan\"" },
    { HEAD "step_minutes = 60\nlabels = a\ndemand_kwh.0 = " TWELVE ";" SIX ";1;2;3;4;5;-6\n",
      "test.gmarl:6: demand_kwh.0, a, step 23 is -6" },
    { HEAD "step_minutes = 60\nlabels = a\ndemand_kwh.0 = " HOURS "\ndemand_kwh.1 = 1\n",
      "test.gmarl:7: \"demand_kwh.1\" names no node" },
    { HEAD "step_minutes = 60\nlabels = a\ndemand_kwh.00 = " HOURS "\n",
      "test.gmarl:6: \"demand_kwh.00\" names no node" },
    { HEAD "step_minutes = 60\nlabels = a\ndemand.0 = " HOURS "\n",
      "test.gmarl:6: There is no key \"demand.0\": did you mean demand_kwh.0?" },
    { HEAD "step_minutes = 60\nlabels = a;;b\ndemand_kwh.0 = " HOURS ";" HOURS ";" HOURS "\n",
      "test.gmarl:5: Label 2" },
    { HEAD "step_minutes = 60\nlabels =\ndemand_kwh.0 = " HOURS "\n",
      "test.gmarl:5: labels names no day or group" },
    { HEAD "step_minutes = 60\nsplit = weeks\nlabels = a\ndemand_kwh.0 = " HOURS "\n",
      "test.gmarl:5: split cannot be \"weeks\"" },
    { HEAD "step_minutes = 60\nlabels = a\nsource = \\q\ndemand_kwh.0 = " HOURS "\n",
      "test.gmarl:6: A backslash" },
    { "[scenario]\nnodes = 2\n[data]\nstep_minutes = 60\nlabels = a\ndemand_kwh.0 = " HOURS
      "\ndemand_kwh.1 = " HOURS "\nsolar_kwh.1 = " HOURS "\n",
      "test.gmarl:3: [data] has no solar_kwh.0" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    assert_refused (cases[k].text, cases[k].said);
}

static void
test_small_data (void)
{
  g_autoptr (GmarlScenario) scenario =
      parse ("[scenario]\nnodes = 1\n[data]\nlabels = 2016-08-01; with \\; in it ;\n"
             "step_minutes = 60\ndemand_kwh.0 = " HOURS " " HOURS ";\nimport_price = " HOURS
             "; -1;" SIX ";" TWELVE ";1;2;3;4;5");

  g_assert_cmpint (scenario->data->n_cases, ==, 2);
  g_assert_cmpint (scenario->data->split, ==, GMARL_SPLIT_DAYS);
  g_assert_cmpstr (scenario->data->labels[0], ==, "2016-08-01");
  g_assert_cmpstr (scenario->data->labels[1], ==, "with ; in it");
  g_assert_null (scenario->data->solar_kwh);
  g_assert_null (scenario->data->source);
  g_assert_cmpfloat (scenario->data->demand_kwh[24 + 7], ==, 2);
  g_assert_cmpfloat (scenario->data->import_price[24], ==, -1);
}

static void
test_hostile (void)
{
  g_autofree char *long_line = g_strnfill (1 << 20, 'x');
  g_autofree char *long_group = g_strconcat ("[", long_line, "]\n", NULL);
  g_autofree char *long_key = g_strconcat ("[scenario]\n", long_line, " = 1\n", NULL);
  g_autofree char *long_value = g_strconcat ("[scenario]\nnodes = ", long_line, "\n", NULL);
  g_autofree char *numbers = g_strnfill (1 << 20, '9');
  g_autofree char *long_number =
      g_strconcat ("[scenario]\n[node 0]\nbase_demand = ", numbers, NULL);
  g_autofree char *many_labels = g_strnfill (1 << 20, ';');
  g_autofree char *label_bomb = g_strconcat (
      "[scenario]\nnodes = 10000\n[data]\nstep_minutes = 5\nlabels = ", many_labels, NULL);
  g_autoptr (GString) many_edges =
      g_string_new ("[scenario]\ntopology = custom\n[network]\nedges = ");
  g_autofree char *new_lines = g_strnfill (1100000, '\n');
  static const char nul[] = "[scenario]\nname = a\0b\n";

  assert_refused_bytes (nul, sizeof nul - 1, "test.gmarl:2: Byte 9 of the line, 0x00");
  assert_refused ("[scenario]\n\nname = \xC3\x28\n", "test.gmarl:3: Byte 8 of the line, 0xc3");
  assert_refused ("[scenario]\nname = \xC3", "test.gmarl:2: Byte 8");
  assert_refused (long_line, "test.gmarl:1: ");
  assert_refused (long_group, "test.gmarl:1: ");
  assert_refused (long_key, "test.gmarl:2: ");
  assert_refused (long_value, "test.gmarl:2: nodes cannot be");
  assert_refused (long_number, "test.gmarl:3: base_demand: item 1");
  assert_refused (label_bomb, "test.gmarl:5: labels names");
  for (gsize k = 0; k <= 100000; k++)
    g_string_append (many_edges, "0-1;");
  assert_refused (many_edges->str, "test.gmarl:4: edges has more than 100000 lines");
  assert_refused (new_lines, "more than 1000000 lines");
}

/* Five homes, a year of hours: what CityLearn gives. A reader that is not linear would not end. */
static void
test_year (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlScenario) read = NULL;
  g_autofree char *text = NULL;

  attach_data (scenario, 364, 60, TRUE, TRUE);
  for (gsize k = 0; k < 364 * 24 * 5; k++)
    scenario->data->demand_kwh[k] = sqrt ((double) k);
  text = gmarl_scenario_to_text (scenario);
  read = parse (text);
  assert_equal_data (scenario->data, read->data, 5);
}

static void
test_ten_thousand_nodes (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlScenario) read = NULL;
  g_autofree char *text = NULL;

  gmarl_scenario_resize (scenario, 10000);
  for (gsize i = 0; i < 10000; i++)
    scenario->node[i].capacity_kwh = 100 + (double) i;
  attach_data (scenario, 1, 60, TRUE, FALSE);
  text = gmarl_scenario_to_text (scenario);
  read = parse (text);
  assert_equal (scenario, read);
  assert_equal_data (scenario->data, read->data, 10000);
}

static void
test_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gmarl-scenario-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "my.gmarl", NULL);
  g_autofree char *said = g_strconcat (path, ":2: ", NULL);
  g_autoptr (GmarlScenario) scenario = NULL;

  g_assert_null (gmarl_scenario_load (path, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
  assert_says (error, path);
  g_clear_error (&error);
  g_assert_null (gmarl_scenario_open (path, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (gmarl_scenario_open ("neighbourhod-5", &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND);
  assert_says (error, "did you mean neighbourhood-5?");
  g_clear_error (&error);
  g_assert_null (gmarl_scenario_load (folder, &error));
  assert_says (error, folder);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "[scenario]\nnodes = 0\n", -1, NULL));
  g_assert_null (gmarl_scenario_open (path, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
  assert_says (error, said);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "[scenario]\nnodes = 4\n", -1, NULL));
  scenario = gmarl_scenario_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (scenario->nodes, ==, 4);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Where a node is drawn is kept, and no part of what the hash identifies. */
static void
test_position (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlScenario) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = gmarl_scenario_hash (scenario);
  g_autofree char *plain = gmarl_scenario_to_text (scenario);
  g_autofree char *text = NULL, *moved = NULL, *back = NULL, *value = NULL;

  g_assert_null (strstr (plain, "position"));
  g_assert_true (gmarl_scenario_set (scenario, "node.3.position", "0.25; 1", &error));
  g_assert_no_error (error);
  text = gmarl_scenario_to_text (scenario);
  moved = gmarl_scenario_hash (scenario);
  g_assert_cmpstr (moved, ==, hash);
  g_assert_nonnull (strstr (text, "\n[node 3]\nposition = 0.25; 1\n"));

  again = gmarl_scenario_parse (text, strlen (text), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (again->node[3].has_position);
  g_assert_cmpfloat (again->node[3].position_x, ==, 0.25);
  g_assert_cmpfloat (again->node[3].position_y, ==, 1);
  g_assert_false (again->node[2].has_position);
  value = gmarl_scenario_get (again, "node.3.position");
  g_assert_cmpstr (value, ==, "0.25; 1");

  g_assert_true (gmarl_scenario_set (again, "node.3.position", "auto", &error));
  back = gmarl_scenario_to_text (again);
  g_assert_cmpstr (back, ==, plain);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/scenario-file/round-trip", test_round_trip);
  g_test_add_func ("/grid/scenario-file/round-trip-of-builtins", test_round_trip_of_builtins);
  g_test_add_func ("/grid/scenario-file/is-a-key-file", test_is_a_key_file);
  g_test_add_func ("/grid/scenario-file/canonical-text", test_canonical_text);
  g_test_add_func ("/grid/scenario-file/golden-hash", test_golden_hash);
  g_test_add_func ("/grid/scenario-file/position", test_position);
  g_test_add_func ("/grid/scenario-file/short-file", test_short_file);
  g_test_add_func ("/grid/scenario-file/refused-lines", test_refused_lines);
  g_test_add_func ("/grid/scenario-file/refused-values", test_refused_values);
  g_test_add_func ("/grid/scenario-file/refused-data", test_refused_data);
  g_test_add_func ("/grid/scenario-file/small-data", test_small_data);
  g_test_add_func ("/grid/scenario-file/hostile", test_hostile);
  g_test_add_func ("/grid/scenario-file/year", test_year);
  g_test_add_func ("/grid/scenario-file/ten-thousand-nodes", test_ten_thousand_nodes);
  g_test_add_func ("/grid/scenario-file/load", test_load);
  return g_test_run ();
}
