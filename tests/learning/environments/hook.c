/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "hook.h"

#include <gio/gio.h>

/* The inner state, and whether its next observation is spoiled. */
typedef struct {
  gpointer inner;
  gboolean spoiled;
} HookState;

static gpointer
hook_state_new (const GmarlEnvironment *environment)
{
  const GmarlEnvironment *inner = ((const Hook *) environment)->inner;
  HookState *state = g_new0 (HookState, 1);

  state->inner = inner->klass->state_new (inner);
  return state;
}

static void
hook_state_free (const GmarlEnvironment *environment, gpointer data)
{
  const GmarlEnvironment *inner = ((const Hook *) environment)->inner;
  HookState *state = data;

  inner->klass->state_free (inner, state->inner);
  g_free (state);
}

static void
hook_reset (const GmarlEnvironment *environment, gpointer data, guint64 episode, guint start_step)
{
  const GmarlEnvironment *inner = ((const Hook *) environment)->inner;
  HookState *state = data;

  state->spoiled = FALSE;
  inner->klass->reset (inner, state->inner, episode, start_step);
}

static gboolean
hook_step (const GmarlEnvironment *environment,
           gpointer data,
           const double *actions,
           double *reward,
           GmarlEpisodeEnd *end,
           GError **error)
{
  Hook *self = (Hook *) environment;
  HookState *state = data;
  guint count = atomic_fetch_add (&self->count, 1) + 1;

  if (count == self->fail_at) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the hook");
    return FALSE;
  }
  if (!self->inner->klass->step (self->inner, state->inner, actions, reward, end, error))
    return FALSE;
  if (count == self->interrupt_at)
    atomic_store (&self->interrupt, TRUE);
  state->spoiled = self->spoil_at > 0 &&
                   (count == self->spoil_at || (self->spoil_for_good && count > self->spoil_at));
  if (state->spoiled && !self->spoil_observation)
    reward[self->spoiled_agent] = self->spoiled_reward;
  return TRUE;
}

static void
hook_observe (const GmarlEnvironment *environment,
              gconstpointer data,
              float *out,
              gsize agent_stride)
{
  const Hook *self = (const Hook *) environment;
  const HookState *state = data;

  self->inner->klass->observe (self->inner, state->inner, out, agent_stride);
  if (state->spoiled && self->spoil_observation)
    out[self->spoiled_agent * agent_stride] = (float) self->spoiled_reward;
}

static void
hook_log (const GmarlEnvironment *environment, gconstpointer data, double *values)
{
  const GmarlEnvironment *inner = ((const Hook *) environment)->inner;

  inner->klass->log (inner, ((const HookState *) data)->inner, values);
}

static void
hook_save (const GmarlEnvironment *environment, gconstpointer data, double *saved)
{
  const GmarlEnvironment *inner = ((const Hook *) environment)->inner;

  inner->klass->save (inner, ((const HookState *) data)->inner, saved);
}

static void
hook_restore (const GmarlEnvironment *environment,
              gpointer data,
              guint64 episode,
              guint step,
              const double *saved)
{
  const GmarlEnvironment *inner = ((const Hook *) environment)->inner;
  HookState *state = data;

  state->spoiled = FALSE;
  inner->klass->restore (inner, state->inner, episode, step, saved);
}

static void
hook_free (GmarlEnvironment *environment)
{
  g_free (environment);
}

static const GmarlEnvironmentClass hook_class = {
  .state_new = hook_state_new,
  .state_free = hook_state_free,
  .reset = hook_reset,
  .step = hook_step,
  .observe = hook_observe,
  .log = hook_log,
  .save = hook_save,
  .restore = hook_restore,
  .free = hook_free,
};

Hook *
hook_new (const GmarlEnvironment *inner)
{
  Hook *self = g_new0 (Hook, 1);

  self->parent = *inner;
  self->parent.klass = &hook_class;
  self->inner = inner;
  return self;
}
