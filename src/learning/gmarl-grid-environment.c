/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-environment.h"

#include <string.h>

typedef struct {
  GmarlEnvironment parent;
  const GmarlGrid *grid;
  GmarlObservation observation;
  guint64 seed;
} GridEnvironment;

/* The grid's state and the sums of its episode: reward and terms (means over nodes), stability,
 * import, cost. */
typedef struct {
  GmarlGridState *grid_state;
  gsize steps;
  double sum[GMARL_N_EPISODE_METRICS];
} EpisodeState;

#define LOG(metric) (GMARL_METRIC_##metric - GMARL_METRIC_EPISODE_REWARD)

static gpointer
grid_state_new (const GmarlEnvironment *environment)
{
  const GridEnvironment *self = (const GridEnvironment *) environment;
  EpisodeState *state = g_new0 (EpisodeState, 1);

  state->grid_state = gmarl_grid_state_new (self->grid);
  return state;
}

static void
grid_state_free (const GmarlEnvironment *environment, gpointer data)
{
  EpisodeState *state = data;

  gmarl_grid_state_free (state->grid_state);
  g_free (state);
}

static void
clear_sums (EpisodeState *state)
{
  state->steps = 0;
  memset (state->sum, 0, sizeof state->sum);
}

static void
grid_reset (const GmarlEnvironment *environment, gpointer data, guint64 episode, guint start_step)
{
  const GridEnvironment *self = (const GridEnvironment *) environment;
  EpisodeState *state = data;

  gmarl_grid_reset (self->grid, state->grid_state,
                    gmarl_episode_seed (GMARL_PURPOSE_TRAINING, self->seed, episode), start_step);
  clear_sums (state);
}

static void
add_sums (const GmarlGrid *grid, EpisodeState *state)
{
  const GmarlGridState *s = state->grid_state;
  gsize N = grid->n_nodes;
  double share = 1.0 / (double) N;
  double reward = 0, buy = 0, sell = 0;

  for (gsize i = 0; i < N; i++) {
    reward += s->reward[i];
    buy += s->buy[i];
    sell += s->sell[i];
  }
  state->sum[LOG (EPISODE_REWARD)] += reward * share;
  for (gsize term = 0; term < GMARL_N_TERMS; term++) {
    double sum = 0;

    for (gsize i = 0; i < N; i++)
      sum += s->term[term * N + i];
    state->sum[LOG (REWARD_STABILITY) + term] += sum * share;
  }
  state->sum[LOG (STABILITY)] += s->stability;
  state->sum[LOG (GRID_IMPORT)] += buy;
  state->sum[LOG (ENERGY_COST)] += s->settled_import_price * buy - s->settled_export_price * sell;
  state->steps++;
}

static gboolean
grid_step (const GmarlEnvironment *environment,
           gpointer data,
           const double *actions,
           double *reward,
           GmarlEpisodeEnd *end,
           GError **error)
{
  const GridEnvironment *self = (const GridEnvironment *) environment;
  EpisodeState *state = data;

  if (!gmarl_grid_step (self->grid, state->grid_state, actions, error))
    return FALSE;
  memcpy (reward, state->grid_state->reward, self->grid->n_nodes * sizeof *reward);
  add_sums (self->grid, state);
  *end = state->grid_state->step >= GMARL_STEPS_PER_DAY ? GMARL_EPISODE_TRUNCATED
                                                        : GMARL_EPISODE_GOES_ON;
  return TRUE;
}

static void
grid_observe (const GmarlEnvironment *environment,
              gconstpointer data,
              float *out,
              gsize agent_stride)
{
  const GridEnvironment *self = (const GridEnvironment *) environment;
  const EpisodeState *state = data;

  gmarl_grid_observe (self->grid, state->grid_state, self->observation, out, agent_stride);
}

static void
grid_log (const GmarlEnvironment *environment, gconstpointer data, double *values)
{
  const EpisodeState *state = data;

  memcpy (values, state->sum, sizeof state->sum);
  values[LOG (STABILITY)] /= (double) MAX (state->steps, 1);
}

/* Saved: stored energy [N], stability, steps of the episode, its sums. */
static void
grid_save (const GmarlEnvironment *environment, gconstpointer data, double *saved)
{
  const GridEnvironment *self = (const GridEnvironment *) environment;
  const EpisodeState *state = data;
  gsize N = self->grid->n_nodes;

  memcpy (saved, state->grid_state->energy, N * sizeof *saved);
  saved[N] = state->grid_state->stability;
  saved[N + 1] = (double) state->steps;
  memcpy (saved + N + 2, state->sum, sizeof state->sum);
}

static void
grid_restore (const GmarlEnvironment *environment,
              gpointer data,
              guint64 episode,
              guint step,
              const double *saved)
{
  const GridEnvironment *self = (const GridEnvironment *) environment;
  EpisodeState *state = data;
  gsize N = self->grid->n_nodes;

  gmarl_grid_restore (self->grid, state->grid_state,
                      gmarl_episode_seed (GMARL_PURPOSE_TRAINING, self->seed, episode), step, saved,
                      saved[N]);
  state->steps = (gsize) CLAMP (saved[N + 1], 0, GMARL_STEPS_PER_DAY);
  memcpy (state->sum, saved + N + 2, sizeof state->sum);
}

static void
grid_free (GmarlEnvironment *environment)
{
  g_free (environment);
}

static const GmarlEnvironmentClass grid_environment_class = {
  .state_new = grid_state_new,
  .state_free = grid_state_free,
  .reset = grid_reset,
  .step = grid_step,
  .observe = grid_observe,
  .log = grid_log,
  .save = grid_save,
  .restore = grid_restore,
  .free = grid_free,
};

GmarlEnvironment *
gmarl_grid_environment_new (const GmarlGrid *grid, GmarlObservation observation, guint64 seed)
{
  GridEnvironment *self = g_new0 (GridEnvironment, 1);

  self->parent.klass = &grid_environment_class;
  self->parent.n_agents = grid->n_nodes;
  self->parent.n_observations = gmarl_grid_observation_size (grid, observation);
  self->parent.n_actions = grid->n_actions;
  self->parent.episode_length = GMARL_STEPS_PER_DAY;
  self->parent.n_saved = grid->n_nodes + 2 + GMARL_N_EPISODE_METRICS;
  self->grid = grid;
  self->observation = observation;
  self->seed = seed;
  return &self->parent;
}

void
gmarl_environment_free (GmarlEnvironment *self)
{
  if (self != NULL)
    self->klass->free (self);
}
