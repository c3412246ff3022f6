/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-player-private.h"

#include <gdk/gdk.h>
#include <math.h>

/* Steps are taken in slices; while a goal is sought as fast as possible, whatever the speed. */

/* The main loop is held for no longer than this; a single step of a large world may take more. */
#define SLICE_US (6 * G_TIME_SPAN_MILLISECOND)

/* Steps are taken in groups of this rhythm where they are due faster. */
#define TICK_MS 16

/* A loop that was held up is not made up for beyond this. */
#define LARGEST_DEBT_US (100 * G_TIME_SPAN_MILLISECOND)

enum {
  PROP_0,
  PROP_PLAYING,
  PROP_SPEED,
  PROP_SEED,
  PROP_DAYS,
  PROP_DAY,
  PROP_STEP,
  PROP_BUSY,
  N_PROPS,
};

enum {
  ADVANCED,
  WORLD_CHANGED,
  FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlPlayer, gmarl_player, G_TYPE_OBJECT)

static void schedule (GmarlPlayer *self);

static void
notify (GmarlPlayer *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
gmarl_player_notify_busy (GmarlPlayer *self)
{
  if (self->was_busy == gmarl_player_get_busy (self))
    return;
  self->was_busy = !self->was_busy;
  notify (self, PROP_BUSY);
}

static void
emit_advanced (GmarlPlayer *self)
{
  g_clear_handle_id (&self->advanced_id, g_source_remove);
  notify (self, PROP_DAY);
  notify (self, PROP_STEP);
  g_signal_emit (self, signals[ADVANCED], 0);
}

static gboolean
advanced_cb (gpointer user_data)
{
  GmarlPlayer *self = user_data;

  self->advanced_id = 0;
  emit_advanced (self);
  return G_SOURCE_REMOVE;
}

/* For what a caller did: the signal comes in the next turn, once for all calls of this one. */
static void
queue_advanced (GmarlPlayer *self)
{
  if (self->advanced_id == 0)
    self->advanced_id = g_idle_add_full (G_PRIORITY_DEFAULT, advanced_cb, self, NULL);
}

guint64
gmarl_player_get_episode_seed (GmarlPlayer *self, guint64 day)
{
  return gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, self->seed, day);
}

void
gmarl_player_report (GmarlPlayer *self, GmarlPlayerTrouble what, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, what, error);
}

/* error: (transfer full) */
static void
stop_for_error (GmarlPlayer *self, GError *error)
{
  gmarl_player_set_playing (self, FALSE);
  gmarl_player_report (self, GMARL_PLAYER_TROUBLE_STEP, error);
  g_error_free (error);
}

static gboolean
advance (GmarlPlayer *self)
{
  GError *error = NULL;

  if (gmarl_player_course_advance (self->course, &error))
    return TRUE;
  stop_for_error (self, error);
  return FALSE;
}

/* One piece of the way to the goal. */
static gboolean
approach_goal (GmarlPlayer *self)
{
  GError *error = NULL;

  if (gmarl_player_course_approach (self->course, &error))
    return TRUE;
  stop_for_error (self, error);
  return FALSE;
}

static gboolean
has_goal (GmarlPlayer *self)
{
  return self->course != NULL && self->course->has_goal;
}

/* Whether playing ends here. */
static gboolean
is_at_end (GmarlPlayer *self)
{
  return self->end > 0 && self->course->day + 1 >= self->end &&
         self->course->state->step == GMARL_STEPS_PER_DAY;
}

/* Plays what is due until now. Returns whether anything changed. */
static gboolean
play_due (GmarlPlayer *self, gint64 begun)
{
  gint64 now = begun;
  gboolean changed = FALSE;
  gint64 period = self->speed > 0 ? (gint64) (G_TIME_SPAN_SECOND / self->speed) : 0;

  if (self->speed < 0)
    return FALSE;
  if (self->due_us < begun - LARGEST_DEBT_US)
    self->due_us = begun;
  while (self->playing && (self->speed <= 0 || self->due_us <= now)) {
    if (is_at_end (self)) {
      gmarl_player_set_playing (self, FALSE);
      break;
    }
    if (!advance (self))
      break;
    changed = TRUE;
    self->due_us += period;
    now = g_get_monotonic_time ();
    if (now - begun >= SLICE_US)
      break;
  }
  return changed;
}

static gboolean
slice_cb (gpointer user_data)
{
  g_autoptr (GmarlPlayer) self = g_object_ref (user_data);
  gint64 begun = g_get_monotonic_time ();
  gboolean changed = FALSE;

  self->source_id = 0;
  if (has_goal (self)) {
    while (has_goal (self) && approach_goal (self) && g_get_monotonic_time () - begun < SLICE_US)
      ;
    changed = !has_goal (self);
    self->due_us = g_get_monotonic_time ();
  } else {
    changed = play_due (self, begun);
  }
  gmarl_player_notify_busy (self);
  if (changed)
    emit_advanced (self);
  schedule (self);
  return G_SOURCE_REMOVE;
}

/* Takes care that the next slice comes when it is due. */
static void
schedule (GmarlPlayer *self)
{
  gint64 wait_us;

  g_clear_handle_id (&self->source_id, g_source_remove);
  if (self->course == NULL || (!self->playing && !has_goal (self)))
    return;
  if (!has_goal (self) && self->speed < 0)
    return;
  if (has_goal (self) || self->speed == 0) {
    /* Not below the frames: where they are drawn slowly, one is due at any time. */
    self->source_id = g_idle_add_full (GDK_PRIORITY_REDRAW, slice_cb, self, NULL);
    return;
  }
  wait_us = self->due_us - g_get_monotonic_time ();
  self->source_id = g_timeout_add (
      (guint) MAX (TICK_MS, (wait_us + G_TIME_SPAN_MILLISECOND - 1) / G_TIME_SPAN_MILLISECOND),
      slice_cb, self);
}

void
gmarl_player_take_world (GmarlPlayer *self, GmarlPlayerWorld *world)
{
  guint64 day = has_goal (self) ? self->course->goal_day : gmarl_player_get_day (self);

  g_clear_pointer (&self->course, gmarl_player_course_free);
  self->course = gmarl_player_course_new (world, self->seed, self->keeps_days);
  g_clear_pointer (&self->choice, gmarl_policy_choice_unref);
  self->choice = gmarl_policy_choice_ref (world->choice);
  self->is_new_scenario = FALSE;
  if (day > 0)
    gmarl_player_course_begin (self->course, self->seed, day);
  self->due_us = g_get_monotonic_time ();
  g_signal_emit (self, signals[WORLD_CHANGED], 0);
  queue_advanced (self);
  gmarl_player_notify_busy (self);
  schedule (self);
}

void
gmarl_player_set_scenario (GmarlPlayer *self, const GmarlScenario *scenario)
{
  g_return_if_fail (GMARL_IS_PLAYER (self) && scenario != NULL);

  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  self->scenario = gmarl_scenario_copy (scenario);
  self->is_new_scenario = TRUE;
  gmarl_player_make (self);
}

void
gmarl_player_set_policy (GmarlPlayer *self, const GmarlPolicyChoice *choice)
{
  GmarlPolicyChoice *wanted;

  g_return_if_fail (GMARL_IS_PLAYER (self) && choice != NULL);

  wanted = gmarl_policy_choice_ref ((GmarlPolicyChoice *) choice);
  g_clear_pointer (&self->choice, gmarl_policy_choice_unref);
  self->choice = wanted;
  if (self->scenario != NULL)
    gmarl_player_make (self);
}

gboolean
gmarl_player_get_playing (GmarlPlayer *self)
{
  return self->playing;
}

void
gmarl_player_set_playing (GmarlPlayer *self, gboolean playing)
{
  g_return_if_fail (GMARL_IS_PLAYER (self));

  if (self->playing == !!playing)
    return;
  self->playing = !!playing;
  self->due_us = g_get_monotonic_time ();
  schedule (self);
  notify (self, PROP_PLAYING);
}

double
gmarl_player_get_speed (GmarlPlayer *self)
{
  return self->speed;
}

void
gmarl_player_set_speed (GmarlPlayer *self, double steps_per_second)
{
  g_return_if_fail (GMARL_IS_PLAYER (self) && isfinite (steps_per_second));

  if (self->speed == steps_per_second)
    return;
  self->speed = steps_per_second;
  self->due_us = g_get_monotonic_time ();
  schedule (self);
  notify (self, PROP_SPEED);
}

guint64
gmarl_player_get_seed (GmarlPlayer *self)
{
  return self->seed;
}

void
gmarl_player_set_seed (GmarlPlayer *self, guint64 seed)
{
  g_return_if_fail (GMARL_IS_PLAYER (self) && seed <= GMARL_LARGEST_SEED);

  if (self->seed == seed)
    return;
  self->seed = seed;
  if (self->course != NULL) {
    gmarl_player_course_begin (self->course, seed, 0);
    gmarl_player_notify_busy (self);
    queue_advanced (self);
    schedule (self);
  }
  notify (self, PROP_SEED);
}

guint64
gmarl_player_get_days (GmarlPlayer *self)
{
  return self->end;
}

void
gmarl_player_set_days (GmarlPlayer *self, guint64 days)
{
  g_return_if_fail (GMARL_IS_PLAYER (self));

  if (self->end == days)
    return;
  self->end = days;
  notify (self, PROP_DAYS);
}

gboolean
gmarl_player_get_busy (GmarlPlayer *self)
{
  return self->making != NULL || has_goal (self);
}

void
gmarl_player_step (GmarlPlayer *self)
{
  g_return_if_fail (GMARL_IS_PLAYER (self));

  gmarl_player_set_playing (self, FALSE);
  if (self->course == NULL || has_goal (self))
    return;
  if (advance (self))
    queue_advanced (self);
}

void
gmarl_player_frame (GmarlPlayer *self)
{
  g_return_if_fail (GMARL_IS_PLAYER (self));

  if (!self->playing || self->speed >= 0 || self->course == NULL || has_goal (self))
    return;
  if (is_at_end (self))
    gmarl_player_set_playing (self, FALSE);
  else if (advance (self))
    emit_advanced (self);
}

void
gmarl_player_restart_day (GmarlPlayer *self)
{
  gmarl_player_seek (self, has_goal (self) ? self->course->goal_day : gmarl_player_get_day (self),
                     0);
}

void
gmarl_player_seek (GmarlPlayer *self, guint64 day, guint step)
{
  GError *error = NULL;

  g_return_if_fail (GMARL_IS_PLAYER (self) && step <= GMARL_STEPS_PER_DAY);

  if (self->course == NULL)
    return;
  if (!gmarl_player_course_seek (self->course, day, step, &error))
    stop_for_error (self, error);
  self->due_us = g_get_monotonic_time ();
  gmarl_player_notify_busy (self);
  queue_advanced (self);
  schedule (self);
}

static void
gmarl_player_dispose (GObject *object)
{
  GmarlPlayer *self = GMARL_PLAYER (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_handle_id (&self->advanced_id, g_source_remove);
  if (self->making != NULL)
    g_cancellable_cancel (self->making);
  G_OBJECT_CLASS (gmarl_player_parent_class)->dispose (object);
}

static void
gmarl_player_finalize (GObject *object)
{
  GmarlPlayer *self = GMARL_PLAYER (object);

  g_clear_object (&self->making);
  g_clear_pointer (&self->course, gmarl_player_course_free);
  g_clear_pointer (&self->choice, gmarl_policy_choice_unref);
  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  G_OBJECT_CLASS (gmarl_player_parent_class)->finalize (object);
}

static void
gmarl_player_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlPlayer *self = GMARL_PLAYER (object);

  switch (id) {
  case PROP_PLAYING:
    g_value_set_boolean (value, self->playing);
    break;
  case PROP_SPEED:
    g_value_set_double (value, self->speed);
    break;
  case PROP_SEED:
    g_value_set_uint64 (value, self->seed);
    break;
  case PROP_DAYS:
    g_value_set_uint64 (value, self->end);
    break;
  case PROP_DAY:
    g_value_set_uint64 (value, gmarl_player_get_day (self));
    break;
  case PROP_STEP:
    g_value_set_uint (value, gmarl_player_get_step (self));
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, gmarl_player_get_busy (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_player_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GmarlPlayer *self = GMARL_PLAYER (object);

  switch (id) {
  case PROP_PLAYING:
    gmarl_player_set_playing (self, g_value_get_boolean (value));
    break;
  case PROP_SPEED:
    gmarl_player_set_speed (self, g_value_get_double (value));
    break;
  case PROP_SEED:
    gmarl_player_set_seed (self, g_value_get_uint64 (value));
    break;
  case PROP_DAYS:
    gmarl_player_set_days (self, g_value_get_uint64 (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_player_class_init (GmarlPlayerClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags both = readable | G_PARAM_WRITABLE;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gmarl_player_dispose;
  object_class->finalize = gmarl_player_finalize;
  object_class->get_property = gmarl_player_get_property;
  object_class->set_property = gmarl_player_set_property;
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, both);
  properties[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, -1, G_MAXDOUBLE, 10, both);
  properties[PROP_SEED] = g_param_spec_uint64 ("seed", NULL, NULL, 0, GMARL_LARGEST_SEED, 1, both);
  properties[PROP_DAYS] = g_param_spec_uint64 ("days", NULL, NULL, 0, G_MAXUINT64, 0, both);
  properties[PROP_DAY] = g_param_spec_uint64 ("day", NULL, NULL, 0, G_MAXUINT64, 0, readable);
  properties[PROP_STEP] =
      g_param_spec_uint ("step", NULL, NULL, 0, GMARL_STEPS_PER_DAY, 0, readable);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ADVANCED] = g_signal_new ("advanced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WORLD_CHANGED] = g_signal_new ("world-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_ERROR);
}

static void
gmarl_player_init (GmarlPlayer *self)
{
  self->speed = 10;
  self->seed = 1;
  self->choice = gmarl_policy_choice_new_rule ("heuristic");
}

GmarlPlayer *
gmarl_player_new (void)
{
  return g_object_new (GMARL_TYPE_PLAYER, NULL);
}

void
gmarl_player_keep_days (GmarlPlayer *self)
{
  g_return_if_fail (GMARL_IS_PLAYER (self));

  self->keeps_days = TRUE;
}
