/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "toy.h"

#include "gmarl-random.h"

#include <math.h>

#define LENGTH        500
#define GRAVITY       9.8
#define MASS_CART     1.0
#define MASS_POLE     0.1
#define MASS          (MASS_CART + MASS_POLE)
#define HALF_POLE     0.5 /* m */
#define FORCE         10.0
#define STEP          0.02 /* s, explicit Euler */
#define LARGEST_ANGLE (12 * 2 * G_PI / 360)
#define LARGEST_X     2.4

enum {
  X,
  X_SPEED,
  ANGLE,
  ANGLE_SPEED,
};

static void
cartpole_begin (const Toy *self, ToyState *state)
{
  for (int k = 0; k < 4; k++)
    state->x[k] = 0.1 * gmarl_random_uniform (state->episode, 1, k) - 0.05;
}

static gboolean
cartpole_step (const Toy *self, ToyState *state, const double *actions, double *reward)
{
  double *x = state->x;
  double force = actions[0] > 0 ? FORCE : -FORCE;
  double sine = sin (x[ANGLE]), cosine = cos (x[ANGLE]);
  double push = (force + MASS_POLE * HALF_POLE * x[ANGLE_SPEED] * x[ANGLE_SPEED] * sine) / MASS;
  double angle_acceleration = (GRAVITY * sine - cosine * push) /
                              (HALF_POLE * (4.0 / 3.0 - MASS_POLE * cosine * cosine / MASS));
  double acceleration = push - MASS_POLE * HALF_POLE * angle_acceleration * cosine / MASS;

  x[X] += STEP * x[X_SPEED];
  x[X_SPEED] += STEP * acceleration;
  x[ANGLE] += STEP * x[ANGLE_SPEED];
  x[ANGLE_SPEED] += STEP * angle_acceleration;
  reward[0] = 1;
  return fabs (x[X]) > LARGEST_X || fabs (x[ANGLE]) > LARGEST_ANGLE;
}

static void
cartpole_observe (const Toy *self, const ToyState *state, float *out, gsize agent_stride)
{
  for (int k = 0; k < 4; k++)
    out[k] = (float) state->x[k];
}

Toy *
cartpole_new (void)
{
  Toy *self = toy_new (1, 4, 1, LENGTH);

  self->begin = cartpole_begin;
  self->step = cartpole_step;
  self->observe = cartpole_observe;
  return self;
}
