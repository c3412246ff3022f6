/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-picture.h"
#include "gmarl-policy.h"

#include <math.h>

#define NOON 144

static GmarlGrid *
make_grid (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", &error);
  GmarlGrid *grid;

  g_assert_no_error (error);
  grid = gmarl_grid_new (scenario, &error);
  g_assert_no_error (error);
  return grid;
}

static void
play (const GmarlGrid *grid, GmarlGridState *state, guint until)
{
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("hold-and-share");
  g_autofree double *actions = g_new0 (double, grid->n_nodes * grid->n_actions);
  gpointer scratch = g_aligned_alloc0 (1, gmarl_policy_scratch_size (policy, grid, 1) + 1, 64);

  while (state->step < until) {
    g_autoptr (GError) error = NULL;
    const GmarlGridState *states[] = { state };

    gmarl_policy_act (policy, grid, states, 1, &actions, scratch);
    gmarl_grid_step (grid, state, actions, &error);
    g_assert_no_error (error);
  }
  g_aligned_free (scratch);
}

static void
test_network (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ();
  g_autoptr (GmarlNetworkView) view = gmarl_grid_picture_new (grid);

  g_assert_cmpuint (view->n_nodes, ==, 5);
  g_assert_cmpuint (view->n_lines, ==, 5);
  g_assert_cmpint (view->shape, ==, GMARL_NETWORK_SHAPE_RING);
  g_assert_cmpstr (view->node[2].name, ==, "Industrial");
  g_assert_cmpint (view->node[2].kind, ==, GMARL_NODE_KIND_INDUSTRIAL);
  g_assert_cmpfloat (view->node[4].solar_peak_kwh, ==, 18);
  /* Residential demand is 7.8 at its highest. */
  g_assert_cmpfloat_with_epsilon (view->node[0].demand_peak_kwh, 1.25 * 7.8, 1e-12);
  g_assert_cmpfloat (view->line_limit_kwh, ==, 20);
}

static void
test_start_of_day (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ();
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GmarlNetworkView) view = gmarl_grid_picture_new (grid);

  gmarl_grid_reset (grid, state, gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, 1, 0), 0);
  play (grid, state, NOON);
  gmarl_grid_reset (grid, state, gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, 1, 0), 0);
  gmarl_grid_picture_fill (view, grid, state);
  g_assert_cmpfloat (view->price_per_kwh, ==, state->import_price);
  for (gsize i = 0; i < view->n_nodes; i++) {
    g_assert_cmpfloat (view->node[i].level, ==, state->level[i]);
    g_assert_cmpfloat (view->node[i].demand_kwh, ==, state->demand[i]);
    g_assert_cmpfloat (view->node[i].grid_kwh, ==, 0);
    g_assert_cmpfloat (view->line[i].flow_kwh, ==, 0);
  }
}

/* What the picture shows balances at every node, as the settlement does. */
static void
test_settled (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ();
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GmarlNetworkView) view = gmarl_grid_picture_new (grid);
  double flows = 0;

  gmarl_grid_reset (grid, state, gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, 1, 0), 0);
  play (grid, state, NOON);
  gmarl_grid_picture_fill (view, grid, state);
  g_assert_cmpfloat (view->price_per_kwh, ==, state->settled_import_price);
  for (gsize i = 0; i < view->n_nodes; i++) {
    double sent = 0, received = 0;

    for (gsize k = 0; k < view->n_lines; k++) {
      double out = view->line[k].a == i   ? view->line[k].flow_kwh
                   : view->line[k].b == i ? -view->line[k].flow_kwh
                                          : 0;

      sent += MAX (out, 0);
      received += MAX (-out, 0) * grid->scenario->line_efficiency;
    }
    flows += sent;
    g_assert_cmpfloat_with_epsilon (
        view->node[i].solar_kwh - state->curtailed[i] + view->node[i].grid_kwh + received - sent,
        view->node[i].demand_kwh - view->node[i].unmet_kwh + state->charge[i] - state->discharge[i],
        1e-9);
  }
  g_assert_cmpfloat (flows, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/grid-picture/network", test_network);
  g_test_add_func ("/app/grid-picture/start-of-day", test_start_of_day);
  g_test_add_func ("/app/grid-picture/settled", test_settled);
  return g_test_run ();
}
