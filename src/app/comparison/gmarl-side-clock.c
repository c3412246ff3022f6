/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-side-clock.h"

/* A pause of the screen longer than this is not made up for. */
#define LONGEST_US (G_USEC_PER_SEC / 4)

void
gmarl_side_clock_begin (GmarlSideClock *self)
{
  self->debt = 0;
  self->time_us = 0;
}

guint
gmarl_side_clock_due (GmarlSideClock *self, gint64 now_us)
{
  gint64 passed = self->time_us == 0 ? 0 : CLAMP (now_us - self->time_us, 0, LONGEST_US);
  guint due;

  self->time_us = now_us;
  if (self->speed == 0)
    return G_MAXUINT;
  if (self->speed < 0)
    return 1;
  self->debt += self->speed * (double) passed / G_USEC_PER_SEC;
  due = (guint) self->debt;
  self->debt -= due;
  return due;
}
