/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-day-archive.h"
#include "gmarl-player-world.h"

G_BEGIN_DECLS

/* The course of a world through its days: where it is, what was recorded, and how it gets to
 * another position. It knows nothing of a main loop; a player takes its steps.
 *
 * The record of the current day grows from step 0 without a gap, and so do the sums of its episode.
 * Within the record any position is restored from the energies and the stability kept there, one
 * step before it, and that step settled again: a policy sees nothing but the state, so this gives
 * the same bits. Another day is played again from its beginning, which is kept.
 *
 * A goal is a position that is being sought, a step at a time.
 */
typedef struct {
  GmarlPlayerWorld *world; /* owned */
  GmarlDayHistory *history;
  GmarlPlayerDays *days;
  GmarlDayArchive *archive; /* the steps of finished days; NULL: they are not kept */
  GmarlGridState *state;    /* of the world's simulation; borrowed */
  guint64 seed;
  guint64 day;
  guint last_step; /* recorded steps of the last day begun */

  gboolean has_goal;
  guint64 goal_day;
  guint goal_step;
} GmarlPlayerCourse;

/* At day 0 of this seed. world: (transfer full). keep_days: the steps of finished ones. (transfer
 * full) */
GmarlPlayerCourse *
gmarl_player_course_new (GmarlPlayerWorld *world, guint64 seed, gboolean keep_days);
void gmarl_player_course_free (GmarlPlayerCourse *self);

/* Begins at day 0 of a seed, on the way to the beginning of a day if that is near enough. */
void gmarl_player_course_begin (GmarlPlayerCourse *self, guint64 seed, guint64 day);

guint64 gmarl_player_course_get_last_day (const GmarlPlayerCourse *self);

/* Settles the next step, of the next day if this one is over. On failure the state is as before. */
gboolean gmarl_player_course_advance (GmarlPlayerCourse *self, GError **error);

/* Sets the goal, and goes there if it is within the record of its day. */
gboolean
gmarl_player_course_seek (GmarlPlayerCourse *self, guint64 day, guint step, GError **error);

/* One piece of the way to the goal, which there must be. On failure there is none any more. */
gboolean gmarl_player_course_approach (GmarlPlayerCourse *self, GError **error);

G_END_DECLS
