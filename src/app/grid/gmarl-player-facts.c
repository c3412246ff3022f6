/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Where a player is, and what plays.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-player-private.h"

guint64
gmarl_player_get_day (GmarlPlayer *self)
{
  return self->course == NULL ? 0 : self->course->day;
}

guint
gmarl_player_get_step (GmarlPlayer *self)
{
  return self->course == NULL ? 0 : self->course->state->step;
}

guint64
gmarl_player_get_last_day (GmarlPlayer *self)
{
  return self->course == NULL ? 0 : gmarl_player_course_get_last_day (self->course);
}

guint
gmarl_player_get_last_step (GmarlPlayer *self)
{
  return self->course == NULL ? 0 : self->course->last_step;
}

const GmarlGrid *
gmarl_player_get_grid (GmarlPlayer *self)
{
  return self->course == NULL ? NULL : self->course->world->grid;
}

const GmarlGridState *
gmarl_player_get_state (GmarlPlayer *self)
{
  return self->course == NULL ? NULL : self->course->state;
}

const GmarlPolicy *
gmarl_player_get_policy (GmarlPlayer *self)
{
  return self->course == NULL ? NULL : self->course->world->policy;
}

const GmarlPolicyChoice *
gmarl_player_get_policy_choice (GmarlPlayer *self)
{
  return self->course == NULL ? self->choice : self->course->world->choice;
}

const GmarlDayHistory *
gmarl_player_get_history (GmarlPlayer *self)
{
  return self->course == NULL ? NULL : self->course->history;
}

const GmarlDayArchive *
gmarl_player_get_archive (GmarlPlayer *self)
{
  return self->course == NULL ? NULL : self->course->archive;
}

guint64
gmarl_player_get_first_day (GmarlPlayer *self)
{
  return self->course == NULL ? 0 : gmarl_player_days_get_first (self->course->days);
}

guint64
gmarl_player_get_n_days (GmarlPlayer *self)
{
  return self->course == NULL ? 0 : gmarl_player_days_get_n_finished (self->course->days);
}

const double *
gmarl_player_get_indicators (GmarlPlayer *self, guint64 day)
{
  return self->course == NULL ? NULL : gmarl_player_days_get_indicators (self->course->days, day);
}
