/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

static gboolean
team_step (const Toy *self, ToyState *state, const double *actions, double *reward)
{
  double sum = actions[0] + actions[1] - 0.8;
  double difference = actions[0] - actions[1] - 0.4;

  reward[0] = reward[1] = -sum * sum - difference * difference;
  return TRUE;
}

static void
team_observe (const Toy *self, const ToyState *state, float *out, gsize agent_stride)
{
  out[0] = 0;
  out[agent_stride] = 1;
}

Toy *
team_new (void)
{
  Toy *self = toy_new (2, 1, 1, 1);

  self->step = team_step;
  self->observe = team_observe;
  return self;
}
