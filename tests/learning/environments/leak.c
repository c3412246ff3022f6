/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

static gboolean
leak_step (const Toy *self, ToyState *state, const double *actions, double *reward)
{
  double own = self->parameter[0], other = self->parameter[1], bonus = self->parameter[2];

  reward[0] = own * actions[0] + other * actions[1];
  reward[1] = own * actions[1] + other * actions[0] + bonus * (1 + actions[1]);
  return FALSE;
}

/* What an agent sees depends on no action. */
static void
leak_observe (const Toy *self, const ToyState *state, float *out, gsize agent_stride)
{
  out[0] = (float) (state->step % 3);
  out[agent_stride] = (float) (state->step % 5);
}

Toy *
leak_new (double own, double other, double bonus)
{
  Toy *self = toy_new (2, 1, 1, 20);

  self->parameter[0] = own;
  self->parameter[1] = other;
  self->parameter[2] = bonus;
  self->step = leak_step;
  self->observe = leak_observe;
  return self;
}
