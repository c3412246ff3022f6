/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-environment.h"

G_BEGIN_DECLS

/* Small environments with known answers. Their state is a few doubles; what all have in common (the
 * time limit, the log with the mean over agents of the episode's reward, saving) is done once.
 */
#define TOY_VALUES 8

typedef struct {
  guint64 episode;
  guint step; /* of the episode, before the action */
  double x[TOY_VALUES];
  double reward_sum;
} ToyState;

typedef struct _Toy Toy;

struct _Toy {
  GmarlEnvironment parent;
  gboolean terminates; /* at the time limit, instead of being truncated there */
  double parameter[4]; /* of the environment */
  void (*begin) (const Toy *self, ToyState *state);
  /* Returns whether the episode has come to a true end. */
  gboolean (*step) (const Toy *self, ToyState *state, const double *actions, double *reward);
  void (*observe) (const Toy *self, const ToyState *state, float *out, gsize agent_stride);
};

/* (transfer full) */
Toy *toy_new (gsize n_agents, gsize n_observations, gsize n_actions, guint episode_length);

/* One agent, two actions, one step: −(a − parameter)². */
Toy *bandit_new (double first, double second);

/* x' = x + u + noise, reward −(x² + u²). The best action is −lqr_gain (γ) x. */
Toy *lqr_new (void);
double lqr_gain (double gamma);

/* Two agents, one reward: −(a₀ + a₁ − 0.8)² − (a₀ − a₁ − 0.4)², best at a₀ = 0.6, a₁ = 0.2. */
Toy *team_new (void);

/* Two agents; agent i is paid own · a_i + other · a_j, agent 1 this much more each time: bonus. */
Toy *leak_new (double own, double other, double bonus);

/* One agent, paid the same in every step of an episode whatever it does: 1 or 2, by the episode's
 * number. Observed are the part of the episode gone by, on a circle, and the pay.
 */
Toy *constant_new (guint episode_length);

/* CartPole-v1 (Barto, Sutton & Anderson 1983; Gym's constants), pushed by the sign of the action.
 */
Toy *cartpole_new (void);

/* Pendulum-v1 (Gym's constants), torque 2 a. */
Toy *pendulum_new (void);

G_END_DECLS
