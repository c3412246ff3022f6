/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

#include "gmarl-random.h"

static void
constant_begin (const Toy *self, ToyState *state)
{
  state->x[0] = gmarl_random_uniform (state->episode, 1, 0) < 0.5 ? 1 : 2;
}

static gboolean
constant_step (const Toy *self, ToyState *state, const double *actions, double *reward)
{
  reward[0] = state->x[0];
  return FALSE;
}

/* The time begins again after the last step, like that of a day. Were it a time that no step begins
 * at, data would not determine the value of the final observation, and with it none: 1/(1 − γ) −
 * cγ^(−t) fits every step for any c.
 */
static void
constant_observe (const Toy *self, const ToyState *state, float *out, gsize agent_stride)
{
  guint length = self->parent.episode_length;

  out[0] = (float) (state->step % length) / (float) length;
  out[1] = (float) state->x[0];
}

Toy *
constant_new (guint episode_length)
{
  Toy *self = toy_new (1, 2, 1, episode_length);

  self->begin = constant_begin;
  self->step = constant_step;
  self->observe = constant_observe;
  return self;
}
