/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-policy.h"

#include <math.h>

/* The reference figures of environment.md section 8, made by an independent implementation: means
 * over 40 independent days of the default scenario.
 */
enum {
  FIRST_SEED = 960000,
  N_DAYS = 40
};

typedef struct {
  const char *policy;
  double reward;
  double stability;
  double cost;
} Reference;

static const Reference references[] = {
  { "random", -461.5614, 0.6316, 1341.48 },
  { "heuristic", 68.0028, 0.9123, 1378.56 },
  { "hold-and-share", 112.6969, 0.9733, 1292.38 },
  { "daily-path", 121.8855, 0.9568, 1179.40 },
};

static void
add_day (const GmarlGrid *grid,
         GmarlGridState *state,
         const GmarlPolicy *policy,
         double *actions,
         Reference *sum)
{
  const GmarlGridState *states[] = { state };

  for (guint step = 0; step < GMARL_STEPS_PER_DAY; step++) {
    gboolean settled;

    gmarl_policy_act (policy, grid, states, 1, &actions, NULL);
    settled = gmarl_grid_step (grid, state, actions, NULL);
    g_assert_true (settled);
    sum->stability += state->stability / GMARL_STEPS_PER_DAY / N_DAYS;
    for (gsize i = 0; i < grid->n_nodes; i++) {
      sum->reward += state->reward[i] / grid->n_nodes / N_DAYS;
      sum->cost += (state->settled_import_price * state->buy[i] -
                    state->settled_export_price * state->sell[i]) /
                   N_DAYS;
    }
  }
}

static void
test_reference_days (gconstpointer user_data)
{
  const Reference *reference = user_data;
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, NULL);
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new (reference->policy);
  g_autofree double *actions = g_new (double, grid->n_nodes * grid->n_actions);
  Reference sum = { 0 };

  for (guint day = 0; day < N_DAYS; day++) {
    gmarl_grid_reset (grid, state, FIRST_SEED + day, 0);
    add_day (grid, state, policy, actions, &sum);
  }
  g_test_message ("%s: %.6f %.6f %.6f", reference->policy, sum.reward, sum.stability, sum.cost);
  /* Half of the last digit printed on top of the tolerance. */
  g_assert_cmpfloat_with_epsilon (sum.reward, reference->reward, 1e-3 + 5e-5);
  g_assert_cmpfloat_with_epsilon (sum.stability, reference->stability, 1e-3 + 5e-5);
  g_assert_cmpfloat_with_epsilon (sum.cost, reference->cost, 1e-3 + 5e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize k = 0; k < G_N_ELEMENTS (references); k++) {
    g_autofree char *path = g_strconcat ("/grid/reference-days/", references[k].policy, NULL);

    g_test_add_data_func (path, &references[k], test_reference_days);
  }
  return g_test_run ();
}
