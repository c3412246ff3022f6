/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many steps are due at a frame. speed is in steps a second, 0 as fast as possible, below 0 one
 * a frame, as of GmarlPlayer.
 */
typedef struct {
  double speed;
  double debt;    /* steps that are due, and a part of the next one */
  gint64 time_us; /* of the last frame; 0: none since it began */
} GmarlSideClock;

/* What passed before does not count. */
void gmarl_side_clock_begin (GmarlSideClock *self);

/* Of a frame at this time. G_MAXUINT: as many as there is time for. */
guint gmarl_side_clock_due (GmarlSideClock *self, gint64 now_us);

G_END_DECLS
