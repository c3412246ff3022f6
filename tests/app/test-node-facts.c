/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-node-facts.h"

#include <string.h>

#define SPACE "\u202f"

static GmarlGrid *
make_grid (const char *topology, const char *nodes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", &error);
  GmarlGrid *grid;

  g_assert_no_error (error);
  gmarl_scenario_set (scenario, "nodes", nodes, &error);
  g_assert_no_error (error);
  gmarl_scenario_set (scenario, "topology", topology, &error);
  g_assert_no_error (error);
  grid = gmarl_grid_new (scenario, &error);
  g_assert_no_error (error);
  return grid;
}

static const GmarlNodeFact *
get (const GPtrArray *facts, guint index)
{
  g_assert_cmpuint (index, <, facts->len);
  return facts->pdata[index];
}

static void
test_start (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("ring", "5");
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GPtrArray) facts = NULL;
  double energy[] = { 20, 150, 200, 240, 100 };

  gmarl_grid_restore (grid, state, 1, 0, energy, 1);
  facts = gmarl_node_facts (grid, state, 0);
  g_assert_cmpuint (facts->len, ==, 6);
  g_assert_cmpstr (get (facts, 0)->name, ==, "Storage, low");
  g_assert_cmpstr (get (facts, 0)->value, ==, "10" SPACE "% · 20.0 of 200" SPACE "kWh");
  g_assert_cmpstr (get (facts, 1)->name, ==, "Demand");
  g_assert_cmpstr (get (facts, 3)->name, ==, "Bought from grid");
  g_assert_cmpstr (get (facts, 3)->value, ==, "0" SPACE "kWh");
  g_assert_cmpstr (get (facts, 4)->name, ==, "Commercial");
  g_assert_cmpstr (get (facts, 4)->value, ==, "no flow");
}

/* One node sends half of what a line can carry; the other end gets it. */
static void
test_flow (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("ring", "5");
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GPtrArray) from = NULL;
  g_autoptr (GPtrArray) to = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *actions = g_new0 (double, grid->n_nodes * grid->n_actions);
  double energy[] = { 180, 60, 200, 125, 100 };

  gmarl_grid_restore (grid, state, 1, 0, energy, 1);
  for (gsize k = 0; k < grid->n_lines; k++)
    if (grid->line_a[k] == 0 && grid->line_b[k] == 1) {
      actions[grid->line_slot_a[k]] = 0.2;
      actions[grid->line_slot_b[k]] = -0.2;
    }
  gmarl_grid_step (grid, state, actions, &error);
  g_assert_no_error (error);
  from = gmarl_node_facts (grid, state, 0);
  to = gmarl_node_facts (grid, state, 1);
  g_assert_cmpstr (get (from, 4)->name, ==, "To Commercial");
  g_assert_cmpstr (get (from, 4)->value, ==, "4.00" SPACE "kWh");
  g_assert_cmpstr (get (to, 4)->name, ==, "From Residential");
  g_assert_cmpstr (get (to, 4)->value, ==, "4.00" SPACE "kWh");
}

/* The centre of a star does not get a line for each of its neighbours. */
static void
test_many (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("star", "30");
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GPtrArray) facts = NULL;

  gmarl_grid_reset (grid, state, 1, 0);
  facts = gmarl_node_facts (grid, state, 0);
  g_assert_cmpuint (facts->len, ==, 4 + GMARL_NODE_FACTS_MOST_NEIGHBOURS + 1);
  g_assert_cmpstr (get (facts, facts->len - 1)->name, ==, "To 21 more");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/node-facts/start", test_start);
  g_test_add_func ("/app/node-facts/flow", test_flow);
  g_test_add_func ("/app/node-facts/many", test_many);
  return g_test_run ();
}
