/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

#include <string.h>

static gpointer
toy_state_new (const GmarlEnvironment *environment)
{
  return g_new0 (ToyState, 1);
}

static void
toy_state_free (const GmarlEnvironment *environment, gpointer state)
{
  g_free (state);
}

static void
toy_reset (const GmarlEnvironment *environment, gpointer data, guint64 episode, guint start_step)
{
  const Toy *self = (const Toy *) environment;
  ToyState *state = data;

  *state = (ToyState){ .episode = episode, .step = start_step };
  if (self->begin != NULL)
    self->begin (self, state);
}

static gboolean
toy_step (const GmarlEnvironment *environment,
          gpointer data,
          const double *actions,
          double *reward,
          GmarlEpisodeEnd *end,
          GError **error)
{
  const Toy *self = (const Toy *) environment;
  ToyState *state = data;
  gboolean terminated = self->step (self, state, actions, reward);

  for (gsize i = 0; i < environment->n_agents; i++)
    state->reward_sum += reward[i] / (double) environment->n_agents;
  state->step++;
  if (terminated || (self->terminates && state->step >= environment->episode_length))
    *end = GMARL_EPISODE_TERMINATED;
  else
    *end = state->step >= environment->episode_length ? GMARL_EPISODE_TRUNCATED
                                                      : GMARL_EPISODE_GOES_ON;
  return TRUE;
}

static void
toy_observe (const GmarlEnvironment *environment,
             gconstpointer state,
             float *out,
             gsize agent_stride)
{
  const Toy *self = (const Toy *) environment;

  self->observe (self, state, out, agent_stride);
}

static void
toy_log (const GmarlEnvironment *environment, gconstpointer data, double *values)
{
  const ToyState *state = data;

  memset (values, 0, GMARL_N_EPISODE_METRICS * sizeof *values);
  values[0] = state->reward_sum;
}

static void
toy_save (const GmarlEnvironment *environment, gconstpointer data, double *saved)
{
  const ToyState *state = data;

  memcpy (saved, state->x, sizeof state->x);
  saved[TOY_VALUES] = state->reward_sum;
}

static void
toy_restore (const GmarlEnvironment *environment,
             gpointer data,
             guint64 episode,
             guint step,
             const double *saved)
{
  ToyState *state = data;

  *state = (ToyState){ .episode = episode, .step = step, .reward_sum = saved[TOY_VALUES] };
  memcpy (state->x, saved, sizeof state->x);
}

static void
toy_free (GmarlEnvironment *environment)
{
  g_free (environment);
}

static const GmarlEnvironmentClass toy_class = {
  .state_new = toy_state_new,
  .state_free = toy_state_free,
  .reset = toy_reset,
  .step = toy_step,
  .observe = toy_observe,
  .log = toy_log,
  .save = toy_save,
  .restore = toy_restore,
  .free = toy_free,
};

Toy *
toy_new (gsize n_agents, gsize n_observations, gsize n_actions, guint episode_length)
{
  Toy *self = g_new0 (Toy, 1);

  self->parent = (GmarlEnvironment){
    .klass = &toy_class,
    .n_agents = n_agents,
    .n_observations = n_observations,
    .n_actions = n_actions,
    .episode_length = episode_length,
    .n_saved = TOY_VALUES + 1,
  };
  return self;
}
