/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

static gboolean
bandit_step (const Toy *self, ToyState *state, const double *actions, double *reward)
{
  reward[0] = 0;
  for (int u = 0; u < 2; u++)
    reward[0] -= (actions[u] - self->parameter[u]) * (actions[u] - self->parameter[u]);
  return TRUE;
}

static void
bandit_observe (const Toy *self, const ToyState *state, float *out, gsize agent_stride)
{
  out[0] = 1;
}

Toy *
bandit_new (double first, double second)
{
  Toy *self = toy_new (1, 1, 2, 1);

  self->parameter[0] = first;
  self->parameter[1] = second;
  self->step = bandit_step;
  self->observe = bandit_observe;
  return self;
}
