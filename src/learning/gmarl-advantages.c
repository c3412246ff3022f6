/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-advantages.h"

void
gmarl_advantages_estimate (gsize n_steps,
                           float *reward,
                           float *value,
                           gsize record_size,
                           const guint8 *end,
                           const float *boundary,
                           double gamma,
                           double lambda)
{
  gsize next_boundary = 0;
  double next_value, advantage = 0;

  for (gsize t = 0; t < n_steps; t++)
    next_boundary += end[t] == GMARL_EPISODE_TRUNCATED;
  next_value = boundary[next_boundary];

  for (gsize t = n_steps; t-- > 0;) {
    double v = value[t * record_size];
    double delta;

    if (end[t] == GMARL_EPISODE_TERMINATED)
      next_value = 0;
    else if (end[t] == GMARL_EPISODE_TRUNCATED)
      next_value = boundary[--next_boundary];
    if (end[t] != GMARL_EPISODE_GOES_ON)
      advantage = 0;
    delta = reward[t * record_size] + gamma * next_value - v;
    advantage = delta + gamma * lambda * advantage;
    reward[t * record_size] = (float) advantage;
    value[t * record_size] = (float) (advantage + v);
    next_value = v;
  }
}
