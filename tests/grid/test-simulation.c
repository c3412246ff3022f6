/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-simulation.h"

#include "gmarl-trace.h"

#include <math.h>
#include <string.h>

static const guint64 seeds[] = { 5, 6, 7 };

typedef struct {
  GmarlGridState *twin; /* stepped by hand */
  gboolean chained;
  gsize n_steps;
  gsize n_days;
  gsize stop_after; /* steps; 0: never */
  GCancellable *cancellable;
  double reward;
} Watch;

static gboolean
watch_step (const GmarlGrid *grid,
            const GmarlGridState *state,
            gsize day,
            gpointer user_data,
            GError **error)
{
  Watch *self = user_data;

  if (state->step == 1) {
    if (day > 0 && self->chained)
      gmarl_grid_next_day (grid, self->twin, seeds[day]);
    else
      gmarl_grid_reset (grid, self->twin, seeds[day], 0);
    self->reward = 0;
  }
  gmarl_grid_step (grid, self->twin, state->action, NULL);
  g_assert_cmpmem (self->twin->energy, grid->n_nodes * sizeof (double), state->energy,
                   grid->n_nodes * sizeof (double));
  g_assert_cmpmem (self->twin->reward, grid->n_nodes * sizeof (double), state->reward,
                   grid->n_nodes * sizeof (double));
  for (gsize i = 0; i < grid->n_nodes; i++)
    self->reward += state->reward[i] / grid->n_nodes;
  self->n_steps++;
  if (self->n_steps == self->stop_after) {
    if (self->cancellable == NULL) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no room");
      return FALSE;
    }
    g_cancellable_cancel (self->cancellable);
  }
  return TRUE;
}

static gboolean
watch_day (const GmarlGrid *grid,
           const GmarlGridState *state,
           gsize day,
           const double *indicators,
           gpointer user_data,
           GError **error)
{
  Watch *self = user_data;

  g_assert_cmpuint (day, ==, self->n_days++);
  g_assert_cmpuint (state->step, ==, GMARL_STEPS_PER_DAY);
  g_assert_cmpfloat_with_epsilon (indicators[GMARL_INDICATOR_EPISODE_REWARD], self->reward, 1e-9);
  return TRUE;
}

static void
simulate (Watch *watch, GError **error)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, NULL);
  g_autoptr (GmarlGridState) twin = gmarl_grid_state_new (grid);
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("random");
  const GmarlSimulationDays days = { .episode_seeds = seeds,
                                     .n_days = G_N_ELEMENTS (seeds),
                                     .chained = watch->chained };
  gboolean done;

  watch->twin = twin;
  done =
      gmarl_simulate (grid, policy, &days, watch_step, watch_day, watch, watch->cancellable, error);
  g_assert_cmpint (done, ==, *error == NULL);
}

static void
test_days (void)
{
  for (int chained = 0; chained < 2; chained++) {
    g_autoptr (GError) error = NULL;
    Watch watch = { .chained = chained };

    simulate (&watch, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (watch.n_steps, ==, G_N_ELEMENTS (seeds) * GMARL_STEPS_PER_DAY);
    g_assert_cmpuint (watch.n_days, ==, G_N_ELEMENTS (seeds));
  }
}

static void
test_cancel (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch watch = { .stop_after = 300, .cancellable = cancellable };

  simulate (&watch, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (watch.n_steps, ==, 300);
  g_assert_cmpuint (watch.n_days, ==, 1);
}

static void
test_failing_step (void)
{
  g_autoptr (GError) error = NULL;
  Watch watch = { .stop_after = 10 };

  simulate (&watch, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (watch.n_steps, ==, 10);
  g_assert_cmpuint (watch.n_days, ==, 0);
}

/* Where the stream ends, the error comes back, also when it is the buffer's last part that fails.
 */
static void
test_trace_without_room (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GmarlGridState) state = NULL;
  static char room[100000];

  gmarl_scenario_set (scenario, "nodes", "300", NULL);
  grid = gmarl_grid_new (scenario, NULL);
  state = gmarl_grid_state_new (grid);
  gmarl_grid_step (grid, state, state->action, NULL);
  for (gsize size = 0; size < sizeof room; size += 9973) {
    g_autoptr (GOutputStream) stream = g_memory_output_stream_new (room, size, NULL, NULL);
    g_autoptr (GError) error = NULL;
    gboolean written = gmarl_trace_write_header (grid, stream, &error) &&
                       gmarl_trace_write_step (grid, state, 0, stream, &error);

    g_assert_cmpint (written, ==, error == NULL);
    if (size < 40000)
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  }
}

static void
test_rules (void)
{
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new ("no-control");

  g_assert_cmpstr (policy->id, ==, "no-control");
  g_assert_cmpuint (g_strv_length ((char **) gmarl_rule_ids ()), ==, 6);
  g_assert_null (gmarl_rule_new ("best"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/simulation/days", test_days);
  g_test_add_func ("/grid/simulation/cancel", test_cancel);
  g_test_add_func ("/grid/simulation/failing-step", test_failing_step);
  g_test_add_func ("/grid/simulation/trace-without-room", test_trace_without_room);
  g_test_add_func ("/grid/simulation/rules", test_rules);
  return g_test_run ();
}
