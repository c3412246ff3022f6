/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

#include "gmarl-random.h"

#define LENGTH 5
#define NOISE  0.1

enum {
  STREAM_START = 1,
  STREAM_NOISE,
};

static void
lqr_begin (const Toy *self, ToyState *state)
{
  state->x[0] = 2 * gmarl_random_uniform (state->episode, STREAM_START, 0) - 1;
}

static gboolean
lqr_step (const Toy *self, ToyState *state, const double *actions, double *reward)
{
  double x = state->x[0];

  reward[0] = -(x * x + actions[0] * actions[0]);
  state->x[0] +=
      actions[0] + NOISE * gmarl_random_normal (state->episode, STREAM_NOISE, state->step);
  return FALSE;
}

static void
lqr_observe (const Toy *self, const ToyState *state, float *out, gsize agent_stride)
{
  out[0] = (float) state->x[0];
}

Toy *
lqr_new (void)
{
  Toy *self = toy_new (1, 1, 1, LENGTH);

  self->begin = lqr_begin;
  self->step = lqr_step;
  self->observe = lqr_observe;
  return self;
}

/* The fixed point of the discounted Riccati equation p = 1 + γp − (γp)²/(1 + γp). */
double
lqr_gain (double gamma)
{
  double p = 1;

  for (int k = 0; k < 1000; k++)
    p = 1 + gamma * p - gamma * p * gamma * p / (1 + gamma * p);
  return gamma * p / (1 + gamma * p);
}
