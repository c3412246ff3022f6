/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-simulation.h"

enum {
  SCRATCH_ALIGNMENT = 64
};

typedef struct {
  const GmarlGrid *grid;
  const GmarlPolicy *policy;
  GmarlStepFunc step_func;
  gpointer user_data;
  GCancellable *cancellable;
  GmarlGridState *state;
  GmarlEpisode *episode;
  double *actions;
  gpointer scratch;
} Simulation;

static gboolean
run_day (Simulation *self, gsize day, GError **error)
{
  const GmarlGridState *states[] = { self->state };

  gmarl_episode_begin (self->episode, self->state);
  while (self->state->step < GMARL_STEPS_PER_DAY) {
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    gmarl_policy_act (self->policy, self->grid, states, 1, &self->actions, self->scratch);
    if (!gmarl_grid_step (self->grid, self->state, self->actions, error))
      return FALSE;
    gmarl_episode_add (self->episode, self->state);
    if (self->step_func != NULL &&
        !self->step_func (self->grid, self->state, day, self->user_data, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
run_days (Simulation *self, const GmarlSimulationDays *days, GmarlDayFunc day_func, GError **error)
{
  for (gsize day = 0; day < days->n_days; day++) {
    double indicators[GMARL_N_INDICATORS];

    if (day > 0 && days->chained)
      gmarl_grid_next_day (self->grid, self->state, days->episode_seeds[day]);
    else
      gmarl_grid_reset (self->grid, self->state, days->episode_seeds[day], 0);
    if (!run_day (self, day, error))
      return FALSE;
    if (day_func == NULL)
      continue;
    gmarl_episode_finish (self->episode, indicators);
    if (!day_func (self->grid, self->state, day, indicators, self->user_data, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_simulate (const GmarlGrid *grid,
                const GmarlPolicy *policy,
                const GmarlSimulationDays *days,
                GmarlStepFunc step_func,
                GmarlDayFunc day_func,
                gpointer user_data,
                GCancellable *cancellable,
                GError **error)
{
  gsize scratch_size = gmarl_policy_scratch_size (policy, grid, 1);
  Simulation self = {
    .grid = grid,
    .policy = policy,
    .step_func = step_func,
    .user_data = user_data,
    .cancellable = cancellable,
    .state = gmarl_grid_state_new (grid),
    .episode = gmarl_episode_new (grid),
    .actions = g_new0 (double, grid->n_nodes * grid->n_actions),
    .scratch = g_aligned_alloc0 (1, MAX (scratch_size, 1), SCRATCH_ALIGNMENT),
  };
  gboolean done = run_days (&self, days, day_func, error);

  g_aligned_free (self.scratch);
  g_free (self.actions);
  gmarl_episode_free (self.episode);
  gmarl_grid_state_free (self.state);
  return done;
}
