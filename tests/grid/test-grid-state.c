/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-policy.h"
#include "gmarl-profile-rows.h"
#include "gmarl-random.h"
#include "gmarl-settlement.h"

#include <math.h>
#include <string.h>

static GmarlGrid *
make_grid (const char *nodes, const char *topology)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GError) error = NULL;
  GmarlGrid *grid;

  gmarl_scenario_set (scenario, "nodes", nodes, &error);
  g_assert_no_error (error);
  gmarl_scenario_set (scenario, "topology", topology, &error);
  g_assert_no_error (error);
  grid = gmarl_grid_new (scenario, &error);
  g_assert_no_error (error);
  return grid;
}

static void
fill_actions (const GmarlGrid *grid, const GmarlGridState *state, double *actions)
{
  gsize count = grid->n_nodes * grid->n_actions;

  for (gsize k = 0; k < count; k++)
    actions[k] = 2.4 * gmarl_random_uniform (77, state->step, k) - 1.2;
}

static void
run_steps (const GmarlGrid *grid, GmarlGridState *state, guint count)
{
  g_autofree double *actions = g_new (double, grid->n_nodes * grid->n_actions);

  for (guint k = 0; k < count; k++) {
    gboolean settled;

    fill_actions (grid, state, actions);
    settled = gmarl_grid_step (grid, state, actions, NULL);
    g_assert_true (settled);
  }
}

/* All that a step leaves behind, to the bit. */
static void
assert_same_outcome (const GmarlGrid *grid, const GmarlGridState *a, const GmarlGridState *b)
{
  gsize N = grid->n_nodes;
  const double *const columns_a[] = {
    a->demand,    a->solar,  a->energy,         a->level,        a->level_before, a->buy,
    a->sell,      a->sent,   a->received,       a->charge,       a->unmet,        a->curtailed,
    a->discharge, a->reward, a->settled_demand, a->settled_solar
  };
  const double *const columns_b[] = {
    b->demand,    b->solar,  b->energy,         b->level,        b->level_before, b->buy,
    b->sell,      b->sent,   b->received,       b->charge,       b->unmet,        b->curtailed,
    b->discharge, b->reward, b->settled_demand, b->settled_solar
  };

  g_assert_cmpuint (a->step, ==, b->step);
  for (gsize k = 0; k < G_N_ELEMENTS (columns_a); k++)
    g_assert_cmpmem (columns_a[k], N * sizeof (double), columns_b[k], N * sizeof (double));
  g_assert_cmpmem (a->term, GMARL_N_TERMS * N * sizeof (double), b->term,
                   GMARL_N_TERMS * N * sizeof (double));
  g_assert_cmpmem (a->action, N * grid->n_actions * sizeof (double), b->action,
                   N * grid->n_actions * sizeof (double));
  g_assert_cmpmem (a->flow, grid->n_lines * sizeof (double), b->flow,
                   grid->n_lines * sizeof (double));
  g_assert_cmpmem (a->penalty, sizeof a->penalty, b->penalty, sizeof b->penalty);
  g_assert_cmpfloat (a->stability, ==, b->stability);
  g_assert_cmpfloat (a->import_price, ==, b->import_price);
  g_assert_cmpfloat (a->export_price, ==, b->export_price);
}

static void
test_slots (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("6", "lattice"); /* 2 × 3 */
  const gint32 expected[6][3] = { { 1, 3, -1 }, { 0, 2, 4 }, { 1, 5, -1 },
                                  { 0, 4, -1 }, { 1, 3, 5 }, { 2, 4, -1 } };

  g_assert_cmpuint (grid->n_slots, ==, 3);
  g_assert_cmpuint (grid->n_actions, ==, 4);
  g_assert_cmpuint (grid->n_lines, ==, 7);
  for (gsize i = 0; i < 6; i++)
    for (gsize j = 0; j < 3; j++)
      g_assert_cmpint (grid->slot_neighbour[i * 3 + j], ==, expected[i][j]);
  for (gsize l = 0; l < grid->n_lines; l++) {
    gsize a = grid->line_slot_a[l], b = grid->line_slot_b[l];

    g_assert_cmpuint (a / 4, ==, grid->line_a[l]);
    g_assert_cmpuint (b / 4, ==, grid->line_b[l]);
    g_assert_cmpint (expected[a / 4][a % 4], ==, grid->line_b[l]);
    g_assert_cmpint (expected[b / 4][b % 4], ==, grid->line_a[l]);
  }
}

static void
check_observation (const GmarlGrid *grid, const GmarlGridState *state, guint clock_step)
{
  enum {
    STRIDE = 40
  };
  const GmarlScenario *scenario = grid->scenario;
  gsize D = grid->n_slots;
  double angle = 2 * G_PI * clock_step / GMARL_STEPS_PER_DAY;
  float own[6 * STRIDE], shared[6 * STRIDE];

  for (gsize k = 0; k < G_N_ELEMENTS (own); k++)
    own[k] = shared[k] = 99;
  g_assert_cmpuint (gmarl_grid_observation_size (grid, GMARL_OBSERVATION_OWN), ==, 7 + D);
  g_assert_cmpuint (gmarl_grid_observation_size (grid, GMARL_OBSERVATION_SHARED), ==,
                    7 + 2 * D + 5 + 1);
  gmarl_grid_observe (grid, state, GMARL_OBSERVATION_OWN, own, STRIDE);
  gmarl_grid_observe (grid, state, GMARL_OBSERVATION_SHARED, shared, STRIDE);
  for (gsize i = 0; i < grid->n_nodes; i++) {
    double expected[STRIDE] = { state->energy[i] / grid->capacity[i],
                                state->demand[i] / scenario->demand_reference,
                                state->solar[i] / scenario->solar_reference,
                                state->stability,
                                state->import_price / scenario->price_reference,
                                sin (angle),
                                cos (angle) };
    gsize n = 7;

    for (gsize j = 0; j < D; j++) {
      gint32 neighbour = grid->slot_neighbour[i * D + j];

      expected[n++] = neighbour < 0 ? 0 : state->energy[neighbour] / grid->capacity[neighbour];
    }
    for (gsize k = 0; k < n; k++)
      g_assert_cmpfloat_with_epsilon (own[i * STRIDE + k], expected[k], 2e-7 * (1 + expected[k]));
    g_assert_cmpfloat (own[i * STRIDE + n], ==, 99);
    for (gsize j = 0; j < D; j++)
      expected[n++] = grid->slot_neighbour[i * D + j] >= 0;
    for (gsize kind = 0; kind < 5; kind++)
      expected[n++] = kind == i % 5;
    expected[n++] = grid->capacity[i] / scenario->capacity_reference;
    for (gsize k = 0; k < n; k++)
      g_assert_cmpfloat_with_epsilon (shared[i * STRIDE + k], expected[k],
                                      2e-7 * (1 + expected[k]));
    g_assert_cmpfloat (shared[i * STRIDE + n], ==, 99);
  }
}

/* The values themselves follow from the state; after the last step they are those of step 0. */
static void
test_observation (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("6", "lattice");
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  double first_demand, first_solar, first_price, stability;

  gmarl_grid_reset (grid, state, 11, 0);
  first_demand = state->demand[2];
  first_solar = state->solar[2];
  first_price = state->import_price;
  check_observation (grid, state, 0);
  run_steps (grid, state, 100);
  g_assert_cmpfloat (state->demand[2], !=, first_demand);
  check_observation (grid, state, 100);
  run_steps (grid, state, GMARL_STEPS_PER_DAY - 100);
  stability = state->stability;
  g_assert_cmpuint (state->step, ==, GMARL_STEPS_PER_DAY);
  g_assert_cmpfloat (state->demand[2], ==, first_demand);
  g_assert_cmpfloat (state->solar[2], ==, first_solar);
  g_assert_cmpfloat (state->import_price, ==, first_price);
  check_observation (grid, state, 0);
  /* S(t - 1) goes with the state, and comes from the initial levels after a reset. */
  gmarl_grid_next_day (grid, state, 12);
  g_assert_cmpfloat (state->stability, ==, stability);
  gmarl_grid_reset (grid, state, 12, 0);
  g_assert_cmpfloat (state->stability, !=, stability);
  check_observation (grid, state, 0);
}

static void
check_restore (const char *nodes, guint step)
{
  g_autoptr (GmarlGrid) grid = make_grid (nodes, "ring");
  g_autoptr (GmarlGridState) straight = gmarl_grid_state_new (grid);
  g_autoptr (GmarlGridState) restored = gmarl_grid_state_new (grid);
  guint more = MIN (GMARL_STEPS_PER_DAY - step, 150);

  gmarl_grid_reset (grid, straight, 5, 0);
  run_steps (grid, straight, step);
  /* Another past must leave no trace. */
  gmarl_grid_reset (grid, restored, 99, 0);
  run_steps (grid, restored, 50);
  gmarl_grid_restore (grid, restored, 5, step, straight->energy, straight->stability);
  g_assert_cmpmem (straight->penalty, sizeof straight->penalty, restored->penalty,
                   sizeof restored->penalty);
  if (more > 0) {
    run_steps (grid, straight, more);
    run_steps (grid, restored, more);
    assert_same_outcome (grid, straight, restored);
  }
  g_assert_cmpfloat (straight->demand[0], ==, restored->demand[0]);
  gmarl_grid_next_day (grid, straight, 6);
  gmarl_grid_next_day (grid, restored, 6);
  run_steps (grid, straight, 40);
  run_steps (grid, restored, 40);
  assert_same_outcome (grid, straight, restored);
}

static void
test_restore (void)
{
  static const guint steps[] = { 0, 1, 31, 32, 33, 200, 287, 288 };

  for (gsize k = 0; k < G_N_ELEMENTS (steps); k++) {
    check_restore ("5", steps[k]);
    check_restore ("20", steps[k]);
  }
  check_restore ("130", 97);
}

/* The stability that agents see is restored as it was given, not derived. */
static void
test_restored_stability (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("5", "ring");
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  const double energy[] = { 1, 2, 3, 4, 5 };

  gmarl_grid_restore (grid, state, 5, 7, energy, 0.25);
  g_assert_cmpfloat (state->stability, ==, 0.25);
  g_assert_cmpfloat (state->energy[4], ==, 5);
  g_assert_cmpfloat_with_epsilon (state->level[4], 5.0 / 200, 1e-15);
}

/* An episode that begins late has the profiles of the whole day. */
static void
test_start_step (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("20", "ring");
  g_autoptr (GmarlGridState) whole = gmarl_grid_state_new (grid);
  g_autoptr (GmarlGridState) late = gmarl_grid_state_new (grid);

  gmarl_grid_reset (grid, whole, 8, 0);
  run_steps (grid, whole, 100);
  gmarl_grid_reset (grid, late, 8, 100);
  g_assert_cmpuint (late->step, ==, 100);
  for (guint step = 100; step < GMARL_STEPS_PER_DAY; step++) {
    g_assert_cmpmem (whole->demand, 20 * sizeof (double), late->demand, 20 * sizeof (double));
    g_assert_cmpmem (whole->solar, 20 * sizeof (double), late->solar, 20 * sizeof (double));
    g_assert_cmpfloat (whole->import_price, ==, late->import_price);
    run_steps (grid, whole, 1);
    run_steps (grid, late, 1);
  }
}

/* The profiles of a node do not depend on how many others there are, nor on the block's length. */
static void
test_many_nodes_share_profiles (void)
{
  static const char *const sizes[] = { "1", "7", "8", "99", "128", "129", "256", "257", "1000" };
  g_autoptr (GmarlGrid) small = make_grid ("5", "ring");
  g_autoptr (GmarlGridState) expected = gmarl_grid_state_new (small);

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++) {
    g_autoptr (GmarlGrid) grid = make_grid (sizes[k], "line");
    g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
    gsize shared = MIN (grid->n_nodes, 5);

    gmarl_grid_reset (small, expected, 21, 0);
    gmarl_grid_reset (grid, state, 21, 0);
    for (guint step = 0; step < GMARL_STEPS_PER_DAY; step++) {
      g_assert_cmpmem (state->demand, shared * sizeof (double), expected->demand,
                       shared * sizeof (double));
      g_assert_cmpmem (state->solar, shared * sizeof (double), expected->solar,
                       shared * sizeof (double));
      run_steps (grid, state, 1);
      run_steps (small, expected, 1);
    }
  }
}

static void
test_invalid_action (void)
{
  static const double wrong[] = { NAN, INFINITY, -INFINITY };
  g_autoptr (GmarlGrid) grid = make_grid ("5", "line");
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GmarlGridState) untouched = gmarl_grid_state_new (grid);
  gsize count = grid->n_nodes * grid->n_actions;
  g_autofree double *actions = g_new (double, count);

  gmarl_grid_reset (grid, state, 1, 0);
  gmarl_grid_reset (grid, untouched, 1, 0);
  run_steps (grid, state, 10);
  run_steps (grid, untouched, 10);
  fill_actions (grid, state, actions);
  /* Unused slots too: a trace has no cell for them. */
  for (gsize k = 0; k < count; k++)
    for (gsize w = 0; w < G_N_ELEMENTS (wrong); w++) {
      g_autoptr (GError) error = NULL;
      double kept = actions[k];
      g_autofree char *node = g_strdup_printf ("node %" G_GSIZE_FORMAT, k / grid->n_actions);

      actions[k] = wrong[w];
      g_assert_false (gmarl_grid_step (grid, state, actions, &error));
      g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED);
      g_assert_nonnull (strstr (error->message, node));
      assert_same_outcome (grid, state, untouched);
      actions[k] = kept;
    }
  run_steps (grid, state, 10);
  run_steps (grid, untouched, 10);
  assert_same_outcome (grid, state, untouched);
}

/* A caller may hand back the state's own actions. */
static void
test_own_actions (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("5", "ring");
  g_autoptr (GmarlGridState) a = gmarl_grid_state_new (grid);
  g_autoptr (GmarlGridState) b = gmarl_grid_state_new (grid);

  gmarl_grid_reset (grid, a, 1, 0);
  gmarl_grid_reset (grid, b, 1, 0);
  run_steps (grid, a, 5);
  run_steps (grid, b, 5);
  gmarl_grid_step (grid, a, b->action, NULL);
  gmarl_grid_step (grid, b, b->action, NULL);
  assert_same_outcome (grid, a, b);
}

static void
compare_levels (const GmarlGrid *grid,
                const GmarlSettlementKernels *settlement,
                const GmarlProfileKernels *profiles)
{
  GmarlGridModel other = *gmarl_grid_model (grid);
  g_autoptr (GmarlGridState) best = gmarl_grid_state_new (grid);
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);

  other.settlement = settlement;
  other.profiles = profiles;
  gmarl_grid_reset (grid, best, 4, 0);
  gmarl_grid_reset (&other.grid, state, 4, 0);
  for (guint step = 0; step < GMARL_STEPS_PER_DAY; step++) {
    run_steps (grid, best, 1);
    run_steps (&other.grid, state, 1);
    assert_same_outcome (grid, best, state);
  }
}

/* Every instruction set gives the same bits. */
static void
test_instruction_sets (void)
{
  static const char *const sizes[] = { "1", "5", "8", "150" };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    for (int average = 0; average < 2; average++) {
      g_autoptr (GmarlGrid) compiled = make_grid (sizes[k], k < 3 ? "ring" : "star");
      g_autoptr (GmarlScenario) scenario = gmarl_scenario_copy (compiled->scenario);
      g_autoptr (GmarlGrid) grid = NULL;

      scenario->settlement = average ? GMARL_SETTLEMENT_AVERAGE : GMARL_SETTLEMENT_CONSENT;
      scenario->feeder_import_kwh = 3 * scenario->nodes;
      grid = gmarl_grid_new (scenario, NULL);
      compare_levels (grid, &gmarl_settlement_baseline, &gmarl_profile_rows_baseline);
#if defined(__x86_64__)
      if (__builtin_cpu_supports ("avx2"))
        compare_levels (grid, &gmarl_settlement_avx2, &gmarl_profile_rows_avx2);
      if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq") &&
          __builtin_cpu_supports ("avx512vl"))
        compare_levels (grid, &gmarl_settlement_avx512, &gmarl_profile_rows_avx512);
#endif
    }
}

static void
test_ten_thousand_nodes (void)
{
  g_autoptr (GmarlGrid) grid = make_grid ("10000", "ring");
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  double sum = 0;

  gmarl_grid_reset (grid, state, 1, 280);
  run_steps (grid, state, 8);
  for (gsize i = 0; i < grid->n_nodes; i++)
    sum += state->reward[i];
  g_assert_true (isfinite (sum));
  g_assert_cmpfloat (state->stability, >, 0.4);
}

static void
test_bad_scenario (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GError) error = NULL;

  scenario->line_limit_kwh = 0;
  grid = gmarl_grid_new (scenario, &error);
  g_assert_null (grid);
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO);
}

static void
test_episode_seed (void)
{
  g_assert_cmpuint (gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, 1, 0), ==, 1000003);
  g_assert_cmpuint (gmarl_episode_seed (GMARL_PURPOSE_TRAINING, 2, 5), ==,
                    ((guint64) 1 << 60) + 2000006 + 5);
  g_assert_cmpuint (gmarl_episode_seed (GMARL_PURPOSE_TEST, 0, 7), ==, ((guint64) 3 << 60) + 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/state/slots", test_slots);
  g_test_add_func ("/grid/state/observation", test_observation);
  g_test_add_func ("/grid/state/restore", test_restore);
  g_test_add_func ("/grid/state/restored-stability", test_restored_stability);
  g_test_add_func ("/grid/state/start-step", test_start_step);
  g_test_add_func ("/grid/state/many-nodes-share-profiles", test_many_nodes_share_profiles);
  g_test_add_func ("/grid/state/invalid-action", test_invalid_action);
  g_test_add_func ("/grid/state/own-actions", test_own_actions);
  g_test_add_func ("/grid/state/instruction-sets", test_instruction_sets);
  g_test_add_func ("/grid/state/ten-thousand-nodes", test_ten_thousand_nodes);
  g_test_add_func ("/grid/state/bad-scenario", test_bad_scenario);
  g_test_add_func ("/grid/state/episode-seed", test_episode_seed);
  return g_test_run ();
}
