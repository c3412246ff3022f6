/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "bench.h"

#include "gmarl-grid.h"
#include "gmarl-random.h"

/* Whole days of the environment alone, resets included: actions are drawn before. */
enum {
  N_ACTION_SETS = 7,
  NODE_STEPS_PER_ROUND = 1 << 21
};

typedef struct {
  GmarlGrid *grid;
  GmarlGridState *state;
  double *actions; /* [N_ACTION_SETS, N, U] */
  float *observation;
  gsize n_days;
  gboolean observes;
} World;

static void
run_days (gpointer user_data)
{
  const World *self = user_data;
  gsize N = self->grid->n_nodes, U = self->grid->n_actions;
  gsize stride = gmarl_grid_observation_size (self->grid, GMARL_OBSERVATION_OWN);

  for (gsize day = 0; day < self->n_days; day++) {
    gmarl_grid_reset (self->grid, self->state, day, 0);
    for (guint step = 0; step < GMARL_STEPS_PER_DAY; step++) {
      gmarl_grid_step (self->grid, self->state, self->actions + step % N_ACTION_SETS * N * U, NULL);
      if (self->observes)
        gmarl_grid_observe (self->grid, self->state, GMARL_OBSERVATION_OWN, self->observation,
                            stride);
    }
  }
}

static void
measure (const GmarlBench *bench, gsize n_nodes, double *nanoseconds_of_first)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autofree char *nodes = g_strdup_printf ("%" G_GSIZE_FORMAT, n_nodes);
  g_autofree char *name = NULL;
  World world = { 0 };
  gsize n_actions, n_steps;
  double seconds, nanoseconds;

  gmarl_scenario_set (scenario, "nodes", nodes, NULL);
  world.grid = gmarl_grid_new (scenario, NULL);
  world.state = gmarl_grid_state_new (world.grid);
  n_actions = N_ACTION_SETS * n_nodes * world.grid->n_actions;
  world.actions = g_new (double, n_actions);
  for (gsize k = 0; k < n_actions; k++)
    world.actions[k] = 2 * gmarl_random_uniform (1, GMARL_STREAM_RANDOM_POLICY, k) - 1;
  world.observation =
      g_new (float, n_nodes *gmarl_grid_observation_size (world.grid, GMARL_OBSERVATION_OWN));
  world.n_days = MAX (NODE_STEPS_PER_ROUND / (n_nodes * GMARL_STEPS_PER_DAY), 1);
  n_steps = world.n_days * GMARL_STEPS_PER_DAY;

  seconds = gmarl_bench_best (bench, run_days, &world);
  nanoseconds = 1e9 * seconds / (n_steps * n_nodes);
  name = g_strdup_printf ("%s nodes: steps", nodes);
  gmarl_bench_row (bench, name, n_steps / seconds, "1/s", 0);
  g_free (name);
  name = g_strdup_printf ("%s nodes: time of a node and step", nodes);
  gmarl_bench_row (bench, name, nanoseconds, "ns", 0);
  if (*nanoseconds_of_first > 0) {
    g_free (name);
    name = g_strdup_printf ("%s nodes: the same as a share of 5 nodes'", nodes);
    gmarl_bench_row (bench, name, nanoseconds / *nanoseconds_of_first, "", 0);
  } else {
    *nanoseconds_of_first = nanoseconds;
  }
  world.observes = TRUE;
  g_free (name);
  name = g_strdup_printf ("%s nodes: steps with observations", nodes);
  gmarl_bench_row (bench, name, n_steps / gmarl_bench_best (bench, run_days, &world), "1/s", 0);

  g_free (world.observation);
  g_free (world.actions);
  gmarl_grid_state_free (world.state);
  gmarl_grid_free (world.grid);
}

int
main (int argc, char **argv)
{
  static const gsize sizes[] = { 5, 100, 1000, 10000 };
  GmarlBench bench = gmarl_bench_begin ("environment", &argc, &argv);
  double nanoseconds_of_first = 0;

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    measure (&bench, sizes[k], &nanoseconds_of_first);
  return 0;
}
