/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-simulation.h"

enum {
  SCRATCH_ALIGNMENT = 64
};

struct _GmarlSimulation {
  const GmarlGrid *grid;
  const GmarlPolicy *policy;
  GmarlGridState *state;
  double *actions;
  gpointer scratch;
};

GmarlSimulation *
gmarl_simulation_new (const GmarlGrid *grid, const GmarlPolicy *policy)
{
  GmarlSimulation *self = g_new0 (GmarlSimulation, 1);
  gsize scratch_size = gmarl_policy_scratch_size (policy, grid, 1);

  self->grid = grid;
  self->policy = policy;
  self->state = gmarl_grid_state_new (grid);
  self->actions = g_new0 (double, grid->n_nodes * grid->n_actions);
  self->scratch = g_aligned_alloc0 (1, MAX (scratch_size, 1), SCRATCH_ALIGNMENT);
  return self;
}

void
gmarl_simulation_free (GmarlSimulation *self)
{
  if (self == NULL)
    return;
  g_aligned_free (self->scratch);
  g_free (self->actions);
  gmarl_grid_state_free (self->state);
  g_free (self);
}

GmarlGridState *
gmarl_simulation_get_state (GmarlSimulation *self)
{
  return self->state;
}

void
gmarl_simulation_begin_day (GmarlSimulation *self, guint64 episode_seed, gboolean chained)
{
  if (chained)
    gmarl_grid_next_day (self->grid, self->state, episode_seed);
  else
    gmarl_grid_reset (self->grid, self->state, episode_seed, 0);
}

gboolean
gmarl_simulation_step (GmarlSimulation *self, GError **error)
{
  const GmarlGridState *states[] = { self->state };

  gmarl_policy_act (self->policy, self->grid, states, 1, &self->actions, self->scratch);
  return gmarl_grid_step (self->grid, self->state, self->actions, error);
}

/* What a simulation of whole days calls. */
typedef struct {
  GmarlStepFunc step_func;
  GmarlDayFunc day_func;
  gpointer user_data;
  GCancellable *cancellable;
} Callbacks;

static gboolean
run_day (GmarlSimulation *self,
         GmarlEpisode *episode,
         gsize day,
         const Callbacks *callbacks,
         GError **error)
{
  gmarl_episode_begin (episode, self->state);
  while (self->state->step < GMARL_STEPS_PER_DAY) {
    if (g_cancellable_set_error_if_cancelled (callbacks->cancellable, error) ||
        !gmarl_simulation_step (self, error))
      return FALSE;
    gmarl_episode_add (episode, self->state);
    if (callbacks->step_func != NULL &&
        !callbacks->step_func (self->grid, self->state, day, callbacks->user_data, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
run_days (GmarlSimulation *self,
          GmarlEpisode *episode,
          const GmarlSimulationDays *days,
          const Callbacks *callbacks,
          GError **error)
{
  for (gsize day = 0; day < days->n_days; day++) {
    double indicators[GMARL_N_INDICATORS];

    gmarl_simulation_begin_day (self, days->episode_seeds[day], day > 0 && days->chained);
    if (!run_day (self, episode, day, callbacks, error))
      return FALSE;
    if (callbacks->day_func == NULL)
      continue;
    gmarl_episode_finish (episode, indicators);
    if (!callbacks->day_func (self->grid, self->state, day, indicators, callbacks->user_data,
                              error))
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
  g_autoptr (GmarlSimulation) self = gmarl_simulation_new (grid, policy);
  g_autoptr (GmarlEpisode) episode = gmarl_episode_new (grid);
  Callbacks callbacks = { step_func, day_func, user_data, cancellable };

  return run_days (self, episode, days, &callbacks, error);
}
