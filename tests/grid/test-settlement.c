/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-grid.h"

#include "gmarl-random.h"

#include <math.h>
#include <string.h>

/* Properties of the settlement that hold in every state, however extreme: worlds with dead and
 * lossless lines, batteries without power or of a full step's size, feeder limits; in them states
 * with empty and full stores, floods and droughts, negative prices and wild actions.
 */
enum {
  N_WORLDS = 1000,
  N_STATES = 100, /* of each world */
  MAX_NODES = 12,
  PADDED_NODES = 24,
};

static const double TOLERANCE = 1e-9;

/* A stream of random numbers of its own for each world. */
typedef struct {
  guint64 seed;
  guint64 counter;
} Dice;

static double
roll (Dice *dice)
{
  return gmarl_random_uniform (dice->seed, 0, dice->counter++);
}

static double
pick (Dice *dice, const double *values, gsize count)
{
  return values[(gsize) (roll (dice) * count)];
}

#define PICK(dice, ...)                                                                            \
  pick (dice, (const double[]){ __VA_ARGS__ }, G_N_ELEMENTS (((const double[]){ __VA_ARGS__ })))

static GmarlScenario *
roll_scenario (Dice *dice)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autofree char *nodes = g_strdup_printf ("%d", 1 + (int) (roll (dice) * MAX_NODES));
  g_autoptr (GError) error = NULL;

  gmarl_scenario_set (scenario, "nodes", nodes, &error);
  g_assert_no_error (error);
  scenario->topology = GMARL_TOPOLOGY_RING + (int) (roll (dice) * 5);
  scenario->settlement = roll (dice) < 0.5 ? GMARL_SETTLEMENT_CONSENT : GMARL_SETTLEMENT_AVERAGE;
  scenario->line_limit_kwh = PICK (dice, 0.01, 20, 20, 500);
  scenario->grid_limit_kwh = PICK (dice, 0.01, 20, 20, 500);
  scenario->feeder_import_kwh = PICK (dice, 0, 0, 0.001, 5, 50);
  scenario->feeder_export_kwh = PICK (dice, 0, 0, 0.001, 5, 50);
  scenario->charge_efficiency = PICK (dice, 0.001, 0.5, 0.95, 1);
  scenario->discharge_efficiency = PICK (dice, 0.001, 0.5, 0.95, 1);
  scenario->line_efficiency = PICK (dice, 0, 0.5, 0.98, 1);
  scenario->export_ratio = PICK (dice, 0, 0.25, 0.99);
  for (gint64 i = 0; i < scenario->nodes; i++) {
    scenario->node[i].capacity_kwh = PICK (dice, 0.01, 1, 200, 400, 10000);
    scenario->node[i].power_kwh = PICK (dice, 0, 0.01, 12, 20, 1000);
  }
  return scenario;
}

typedef struct {
  GmarlGrid *grid;
  GmarlGridState *state;
  double demand[PADDED_NODES];
  double solar[PADDED_NODES];
  double energy_before[PADDED_NODES];
  double *actions;
} World;

static void
roll_state (World *world, Dice *dice)
{
  const GmarlGrid *grid = world->grid;
  GmarlGridState *state = world->state;

  state->step = 0;
  for (gsize i = 0; i < grid->n_nodes; i++) {
    double level = PICK (dice, 0, 1, 1e-15, 0.5, -1, -1);

    if (level < 0)
      level = roll (dice);
    state->energy[i] = world->energy_before[i] = level * grid->capacity[i];
    state->level[i] = level;
    world->demand[i] = PICK (dice, 0, 1e-300, 5, 10 * roll (dice), 1000);
    world->solar[i] = PICK (dice, 0, 0, 5, 10 * roll (dice), 1000);
  }
  state->demand = world->demand;
  state->solar = world->solar;
  state->import_price = PICK (dice, -0.5, 0, 0.24, 100);
  state->export_price = PICK (dice, -0.6, 0, 0.06, 100);
  for (gsize k = 0; k < grid->n_nodes * grid->n_actions; k++)
    world->actions[k] =
        PICK (dice, 0, 1, -1, 2 * roll (dice) - 1, 2 * roll (dice) - 1, -7, 1e300, 1e-300, -1e-9);
}

static void
assert_near (double a, double b, double scale)
{
  g_assert_cmpfloat (fabs (a - b), <=, TOLERANCE * MAX (1, scale));
}

static void
assert_within (double x, double low, double high, double scale)
{
  g_assert_cmpfloat (x, >=, low - TOLERANCE * MAX (1, scale));
  g_assert_cmpfloat (x, <=, high + TOLERANCE * MAX (1, scale));
}

static void
check_node (const World *world, gsize i)
{
  const GmarlGrid *grid = world->grid;
  const GmarlScenario *scenario = grid->scenario;
  const GmarlGridState *state = world->state;
  double before = world->energy_before[i], capacity = grid->capacity[i];
  double in = world->solar[i] - state->curtailed[i] + state->buy[i] + state->received[i];
  double out = world->demand[i] - state->unmet[i] + state->sell[i] + state->sent[i];
  double imported = state->buy[i] + state->received[i];
  double exported = state->sell[i] + state->sent[i];
  double scale = world->solar[i] + world->demand[i] + imported + exported;

  /* Conservation at the node and in the store. */
  assert_near (in, out + state->charge[i] - state->discharge[i], scale);
  assert_near (state->energy[i],
               before + scenario->charge_efficiency * state->charge[i] -
                   state->discharge[i] / scenario->discharge_efficiency,
               capacity);

  /* Bounds. */
  g_assert_cmpfloat (state->energy[i], >=, 0);
  g_assert_cmpfloat (state->energy[i], <=, capacity);
  g_assert_cmpfloat (state->level[i], >=, 0);
  g_assert_cmpfloat (state->level[i], <=, 1);
  assert_within (state->charge[i], 0, grid->power[i], 0);
  assert_within (state->discharge[i], 0, grid->power[i], 0);
  assert_within (state->buy[i], 0, scenario->grid_limit_kwh, 0);
  assert_within (state->sell[i], 0, scenario->grid_limit_kwh, 0);
  assert_within (state->unmet[i], 0, world->demand[i], scale);
  assert_within (state->curtailed[i], 0, world->solar[i], scale);
  g_assert_cmpfloat (state->charge[i] * state->discharge[i], ==, 0);
  g_assert_cmpfloat (state->buy[i] * state->sell[i], ==, 0);

  /* Never curtailed while importing, unmet while exporting, or both at once. */
  g_assert_cmpfloat (MIN (state->curtailed[i], imported), <=, TOLERANCE * MAX (1, scale));
  g_assert_cmpfloat (MIN (state->unmet[i], exported), <=, TOLERANCE * MAX (1, scale));
  g_assert_cmpfloat (state->curtailed[i] * state->unmet[i], ==, 0);

  g_assert_true (isfinite (state->reward[i]));
  for (gsize term = 0; term < GMARL_N_TERMS; term++)
    g_assert_true (isfinite (state->term[term * grid->n_nodes + i]));
}

static void
check_network (const World *world)
{
  const GmarlGrid *grid = world->grid;
  const GmarlScenario *scenario = grid->scenario;
  const GmarlGridState *state = world->state;
  double bought = 0, sold = 0, sent = 0, received = 0, flows = 0, balance = 0, scale = 0;

  for (gsize l = 0; l < grid->n_lines; l++) {
    assert_within (state->flow[l], -scenario->line_limit_kwh, scenario->line_limit_kwh, 0);
    flows += fabs (state->flow[l]);
  }
  for (gsize i = 0; i < grid->n_nodes; i++) {
    bought += state->buy[i];
    sold += state->sell[i];
    sent += state->sent[i];
    received += state->received[i];
    balance += world->solar[i] - state->curtailed[i] + state->buy[i] - state->sell[i] -
               (world->demand[i] - state->unmet[i]) - state->charge[i] + state->discharge[i];
    scale += world->solar[i] + world->demand[i] + state->buy[i] + state->sent[i];
  }
  assert_near (sent, flows, scale);
  assert_near (received, scenario->line_efficiency * sent, scale);
  assert_near (balance, sent - received, scale);
  if (scenario->feeder_import_kwh > 0)
    g_assert_cmpfloat (bought, <=, scenario->feeder_import_kwh * (1 + 1e-12));
  if (scenario->feeder_export_kwh > 0)
    g_assert_cmpfloat (sold, <=, scenario->feeder_export_kwh * (1 + 1e-12));
  assert_within (state->stability, 0.3, 1, 0);
}

static void
test_extreme_states (void)
{
  for (guint64 k = 0; k < N_WORLDS; k++) {
    Dice dice = { .seed = k };
    g_autoptr (GmarlScenario) scenario = roll_scenario (&dice);
    g_autoptr (GError) error = NULL;
    g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, &error);
    g_autoptr (GmarlGridState) state = NULL;
    g_autofree double *actions = NULL;
    World world = { .grid = grid };

    g_assert_no_error (error);
    world.state = state = gmarl_grid_state_new (grid);
    world.actions = actions = g_new0 (double, grid->n_nodes * grid->n_actions);
    for (int trial = 0; trial < N_STATES; trial++) {
      roll_state (&world, &dice);
      gmarl_grid_step (grid, state, actions, &error);
      g_assert_no_error (error);
      for (gsize i = 0; i < grid->n_nodes; i++)
        check_node (&world, i);
      check_network (&world);
    }
  }
}

/* The price of energy among nodes moves money, and makes none. */
static void
test_internal_payments (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) with = NULL, without = NULL;
  g_autoptr (GmarlGridState) state_with = NULL, state_without = NULL;
  g_autofree double *actions = NULL;
  double moved = 0;

  with = gmarl_grid_new (scenario, NULL);
  /* λ = 0 pays the export price, and an export price of 0 pays nothing. */
  scenario->internal_price = 0;
  scenario->export_ratio = 0;
  without = gmarl_grid_new (scenario, NULL);
  state_with = gmarl_grid_state_new (with);
  state_without = gmarl_grid_state_new (without);
  gmarl_grid_reset (with, state_with, 3, 0);
  gmarl_grid_reset (without, state_without, 3, 0);
  actions = g_new0 (double, with->n_nodes * with->n_actions);
  for (guint step = 0; step < GMARL_STEPS_PER_DAY; step++) {
    double difference = 0;

    /* Transfers alone: nothing is sold, so that the export price plays no other part. */
    for (gsize k = 0; k < with->n_nodes * with->n_actions; k++)
      actions[k] = k % with->n_actions == with->n_slots ? gmarl_random_uniform (4, step, k)
                                                        : 2 * gmarl_random_uniform (4, step, k) - 1;
    gmarl_grid_step (with, state_with, actions, NULL);
    gmarl_grid_step (without, state_without, actions, NULL);
    for (gsize i = 0; i < with->n_nodes; i++) {
      gsize cost = GMARL_TERM_COST * with->n_nodes + i;

      difference += state_with->term[cost] - state_without->term[cost];
      moved += fabs (state_with->term[cost] - state_without->term[cost]);
    }
    assert_near (difference, 0, 1);
  }
  g_assert_cmpfloat (moved, >, 1);
}

/* The same world with its nodes numbered backwards settles to the same numbers. */
static void
test_order_of_nodes (void)
{
  enum {
    N = 5
  };
  const char *edges[] = { "0-1;0-2;1-2;2-3", "2-1;4-3;4-2;3-2" };
  GmarlGrid *grid[2];
  GmarlGridState *state[2];
  double *actions[2];

  for (int k = 0; k < 2; k++) {
    g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
    g_autoptr (GError) error = NULL;

    gmarl_scenario_set (scenario, "edges", edges[k], &error);
    g_assert_no_error (error);
    scenario->topology = GMARL_TOPOLOGY_CUSTOM;
    scenario->feeder_import_kwh = 20;
    for (gsize i = 0; i < N; i++) {
      scenario->node[i].capacity_kwh = 100 + 10 * (k ? N - 1 - i : i);
      scenario->node[i].power_kwh = 10 + (k ? N - 1 - i : i);
    }
    grid[k] = gmarl_grid_new (scenario, &error);
    g_assert_no_error (error);
    state[k] = gmarl_grid_state_new (grid[k]);
    actions[k] = g_new0 (double, N *grid[k]->n_actions);
  }
  for (guint64 trial = 0; trial < 1000; trial++) {
    double demand[2][PADDED_NODES] = { 0 }, solar[2][PADDED_NODES] = { 0 };
    Dice dice = { .seed = trial };

    for (gsize i = 0; i < N; i++) {
      const gsize mirror = N - 1 - i;
      const gsize D = grid[0]->n_slots, U = D + 1;

      demand[0][i] = demand[1][mirror] = 12 * roll (&dice);
      solar[0][i] = solar[1][mirror] = 12 * roll (&dice);
      state[0]->energy[i] = state[1]->energy[mirror] = 100 * roll (&dice);
      state[0]->level[i] = state[1]->level[mirror] = state[0]->energy[i] / grid[0]->capacity[i];
      actions[0][i * U + D] = actions[1][mirror * U + D] = 2 * roll (&dice) - 1;
      /* Ascending neighbours are descending ones in the mirror. */
      for (gsize j = 0; j < grid[0]->degree[i]; j++)
        actions[0][i * U + j] = actions[1][mirror * U + grid[0]->degree[i] - 1 - j] =
            2 * roll (&dice) - 1;
    }
    for (int k = 0; k < 2; k++) {
      state[k]->step = 0;
      state[k]->demand = demand[k];
      state[k]->solar = solar[k];
      gmarl_grid_step (grid[k], state[k], actions[k], NULL);
    }
    for (gsize i = 0; i < N; i++) {
      assert_near (state[0]->energy[i], state[1]->energy[N - 1 - i], 1);
      assert_near (state[0]->sent[i], state[1]->sent[N - 1 - i], 1);
      assert_near (state[0]->buy[i], state[1]->buy[N - 1 - i], 1);
      for (gsize term = 0; term < GMARL_N_TERMS; term++)
        if (term != GMARL_TERM_COST) /* which knows the kind's mean demand */
          assert_near (state[0]->term[term * N + i], state[1]->term[term * N + N - 1 - i], 1);
    }
  }
  for (int k = 0; k < 2; k++) {
    gmarl_grid_state_free (state[k]);
    gmarl_grid_free (grid[k]);
    g_free (actions[k]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/settlement/extreme-states", test_extreme_states);
  g_test_add_func ("/grid/settlement/internal-payments", test_internal_payments);
  g_test_add_func ("/grid/settlement/order-of-nodes", test_order_of_nodes);
  return g_test_run ();
}
