/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

static gboolean
constant_step (const Toy *self, ToyState *state, const double *actions, double *reward)
{
  reward[0] = 1;
  return FALSE;
}

static void
constant_observe (const Toy *self, const ToyState *state, float *out, gsize agent_stride)
{
  out[0] = (float) state->step / (float) self->parent.episode_length;
}

Toy *
constant_new (guint episode_length)
{
  Toy *self = toy_new (1, 1, 1, episode_length);

  self->step = constant_step;
  self->observe = constant_observe;
  return self;
}
