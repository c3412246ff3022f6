/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

#include "gmarl-random.h"

#include <math.h>

#define LENGTH         200
#define GRAVITY        10.0
#define MASS           1.0
#define POLE           1.0
#define STEP           0.05 /* s */
#define LARGEST_SPEED  8.0
#define LARGEST_TORQUE 2.0

enum {
  ANGLE, /* 0 upright */
  SPEED,
};

static void
pendulum_begin (const Toy *self, ToyState *state)
{
  state->x[ANGLE] = G_PI * (2 * gmarl_random_uniform (state->episode, 1, 0) - 1);
  state->x[SPEED] = 2 * gmarl_random_uniform (state->episode, 1, 1) - 1;
}

static gboolean
pendulum_step (const Toy *self, ToyState *state, const double *actions, double *reward)
{
  double *x = state->x;
  double torque = LARGEST_TORQUE * actions[0];
  double angle = remainder (x[ANGLE], 2 * G_PI);

  reward[0] = -(angle * angle + 0.1 * x[SPEED] * x[SPEED] + 0.001 * torque * torque);
  x[SPEED] +=
      STEP * (3 * GRAVITY / (2 * POLE) * sin (x[ANGLE]) + 3.0 / (MASS * POLE * POLE) * torque);
  x[SPEED] = CLAMP (x[SPEED], -LARGEST_SPEED, LARGEST_SPEED);
  x[ANGLE] += STEP * x[SPEED];
  return FALSE;
}

static void
pendulum_observe (const Toy *self, const ToyState *state, float *out, gsize agent_stride)
{
  out[0] = (float) cos (state->x[ANGLE]);
  out[1] = (float) sin (state->x[ANGLE]);
  out[2] = (float) state->x[SPEED];
}

Toy *
pendulum_new (void)
{
  Toy *self = toy_new (1, 3, 1, LENGTH);

  self->begin = pendulum_begin;
  self->step = pendulum_step;
  self->observe = pendulum_observe;
  return self;
}
