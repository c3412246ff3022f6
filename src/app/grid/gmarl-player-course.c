/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-player-course.h"

#include <string.h>

static guint64
episode_seed (const GmarlPlayerCourse *self, guint64 day)
{
  return gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, self->seed, day);
}

/* Whether the current day is the last one begun, whose record and results grow. */
static gboolean
is_last_day (const GmarlPlayerCourse *self)
{
  return self->day + 1 == gmarl_player_days_get_n_begun (self->days);
}

static void
begin_record (GmarlPlayerCourse *self)
{
  gmarl_day_history_begin (self->history, self->state);
  gmarl_episode_begin (self->world->episode, self->state);
}

/* Nothing of the day is settled: what the state says of the last step is none of its own. */
static void
clear_outcome (GmarlPlayerCourse *self)
{
  const GmarlGrid *grid = self->world->grid;
  double *const of_nodes[] = { self->state->buy,    self->state->sell,
                               self->state->sent,   self->state->received,
                               self->state->charge, self->state->discharge,
                               self->state->unmet,  self->state->curtailed,
                               self->state->reward };

  for (gsize k = 0; k < G_N_ELEMENTS (of_nodes); k++)
    memset (of_nodes[k], 0, grid->n_nodes * sizeof (double));
  memset (self->state->flow, 0, grid->n_lines * sizeof (double));
  memset (self->state->action, 0, grid->n_nodes * grid->n_actions * sizeof (double));
}

/* Goes to the beginning of a day that was begun, and begins its record. */
static void
enter_day (GmarlPlayerCourse *self, guint64 day)
{
  double stability;
  const double *energy = gmarl_player_days_get_start (self->days, day, &stability);

  self->day = day;
  gmarl_grid_restore (self->world->grid, self->state, episode_seed (self, day), 0, energy,
                      stability);
  clear_outcome (self);
  begin_record (self);
}

/* Begins the next day from the end of this one. */
static void
begin_next_day (GmarlPlayerCourse *self)
{
  self->day++;
  gmarl_simulation_begin_day (self->world->simulation, episode_seed (self, self->day), TRUE);
  if (self->day >= gmarl_player_days_get_n_begun (self->days)) {
    gmarl_player_days_begin (self->days, self->state);
    self->last_step = 0;
  }
  begin_record (self);
}

static void
record_step (GmarlPlayerCourse *self)
{
  double indicators[GMARL_N_INDICATORS];

  gmarl_day_history_add (self->history, self->state);
  gmarl_episode_add (self->world->episode, self->state);
  if (!is_last_day (self) || self->history->n_steps <= self->last_step)
    return;
  self->last_step = (guint) self->history->n_steps;
  if (self->last_step < GMARL_STEPS_PER_DAY)
    return;
  gmarl_episode_finish (self->world->episode, indicators);
  gmarl_player_days_finish (self->days, indicators);
  if (self->archive != NULL)
    gmarl_day_archive_add (self->archive, self->history);
}

gboolean
gmarl_player_course_advance (GmarlPlayerCourse *self, GError **error)
{
  gboolean is_new;

  if (self->state->step == GMARL_STEPS_PER_DAY)
    begin_next_day (self);
  is_new = self->state->step == self->history->n_steps;
  if (!gmarl_simulation_step (self->world->simulation, error))
    return FALSE;
  if (is_new)
    record_step (self);
  return TRUE;
}

/* Goes to a step within the record of the current day. */
static gboolean
restore_step (GmarlPlayerCourse *self, guint step, GError **error)
{
  guint before = step == 0 ? 0 : step - 1;

  if (self->state->step == step)
    return TRUE;
  gmarl_grid_restore (self->world->grid, self->state, episode_seed (self, self->day), before,
                      self->history->energy + before * self->history->n_nodes,
                      self->history->stability[before]);
  if (step > 0)
    return gmarl_simulation_step (self->world->simulation, error);
  clear_outcome (self);
  return TRUE;
}

/* Steps that the record of the goal's day shall have: all that were played. */
static guint
goal_record (const GmarlPlayerCourse *self)
{
  if (!is_last_day (self))
    return GMARL_STEPS_PER_DAY;
  return MAX (self->goal_step, self->last_step);
}

gboolean
gmarl_player_course_approach (GmarlPlayerCourse *self, GError **error)
{
  g_return_val_if_fail (self->has_goal, FALSE);

  if (self->day == self->goal_day && self->history->n_steps >= goal_record (self)) {
    self->has_goal = FALSE;
    return restore_step (self, self->goal_step, error);
  }
  if (restore_step (self, (guint) self->history->n_steps, error) &&
      gmarl_player_course_advance (self, error))
    return TRUE;
  self->has_goal = FALSE;
  return FALSE;
}

gboolean
gmarl_player_course_seek (GmarlPlayerCourse *self, guint64 day, guint step, GError **error)
{
  guint64 last = gmarl_player_course_get_last_day (self);

  self->has_goal = TRUE;
  self->goal_day = MAX (day, gmarl_player_days_get_first (self->days));
  self->goal_step = step;
  if (MIN (self->goal_day, last) != self->day)
    enter_day (self, MIN (self->goal_day, last));
  if (self->day == self->goal_day && self->history->n_steps >= goal_record (self))
    return gmarl_player_course_approach (self, error);
  return TRUE;
}

void
gmarl_player_course_begin (GmarlPlayerCourse *self, guint64 seed, guint64 day)
{
  g_clear_pointer (&self->days, gmarl_player_days_free);
  self->days = gmarl_player_days_new (self->world->grid->n_nodes);
  if (self->archive != NULL)
    gmarl_day_archive_clear (self->archive);
  self->seed = seed;
  self->day = 0;
  self->last_step = 0;
  gmarl_simulation_begin_day (self->world->simulation, episode_seed (self, 0), FALSE);
  clear_outcome (self);
  gmarl_player_days_begin (self->days, self->state);
  begin_record (self);
  self->has_goal = day > 0 && day < gmarl_player_days_get_most (self->days);
  self->goal_day = day;
  self->goal_step = 0;
}

guint64
gmarl_player_course_get_last_day (const GmarlPlayerCourse *self)
{
  return gmarl_player_days_get_n_begun (self->days) - 1;
}

GmarlPlayerCourse *
gmarl_player_course_new (GmarlPlayerWorld *world, guint64 seed, gboolean keep_days)
{
  GmarlPlayerCourse *self = g_new0 (GmarlPlayerCourse, 1);

  self->world = world;
  self->state = gmarl_simulation_get_state (world->simulation);
  self->history = gmarl_day_history_new (world->grid);
  if (keep_days)
    self->archive = gmarl_day_archive_new ();
  gmarl_player_course_begin (self, seed, 0);
  return self;
}

void
gmarl_player_course_free (GmarlPlayerCourse *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->days, gmarl_player_days_free);
  g_clear_pointer (&self->history, gmarl_day_history_free);
  g_clear_pointer (&self->archive, gmarl_day_archive_free);
  g_clear_pointer (&self->world, gmarl_player_world_free);
  g_free (self);
}
