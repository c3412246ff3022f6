/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-day-archive.h"
#include "gmarl-indicators.h"
#include "gmarl-policy-choice.h"
#include "gmarl-simulation.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* A simulation in play: a policy drives a grid through chained days of the purpose "simulate", with
 * the numbers of gridmarl-cli simulate for the same scenario, seed and policy, digit for digit.
 *
 * Steps are taken on the main thread in slices of a few milliseconds, so that the window never
 * waits; large worlds and trained policies are made ready on another thread, while the old world
 * stays. Main thread only.
 *
 * A position is (day, step) with step 0…288, day and step counted from 0: at step s, s steps of the
 * day are settled. A day's record (GmarlDayHistory) may hold more steps than the position when it
 * lies in the past.
 *
 * Properties:
 *   "playing"  gboolean, read-write: steps are taken at "speed"
 *   "speed"    double, read-write: steps a second; 0: as fast as possible; below 0: one step at
 *              each call of gmarl_player_frame()
 *   "seed"     guint64, read-write: a new one begins at day 0
 *   "days"     guint64, read-write: playing stops at the end of this many days; 0: never
 *   "day", "step"  guint64 and guint, read-only: the position
 *   "busy"     gboolean, read-only: a world is being made ready or a position sought
 *
 * Signals:
 *   "advanced" ()          the position or the history changed; at most once a main-loop turn
 *   "world-changed" ()     grid, state and policy are new objects: forget the old pointers
 *   "failed" (GmarlPlayerTrouble what, const GError *error)
 */
#define GMARL_TYPE_PLAYER (gmarl_player_get_type ())
G_DECLARE_FINAL_TYPE (GmarlPlayer, gmarl_player, GMARL, PLAYER, GObject)

typedef enum {
  GMARL_PLAYER_TROUBLE_STEP,     /* a step was refused: paused, the state as before it */
  GMARL_PLAYER_TROUBLE_POLICY,   /* the policy wanted cannot be had: the one before plays on */
  GMARL_PLAYER_TROUBLE_REPLACED, /* the policy does not fit a new scenario: the rule
                                    "heuristic" plays */
  GMARL_PLAYER_TROUBLE_SCENARIO, /* the scenario cannot be compiled: the one before plays on */
} GmarlPlayerTrouble;

/* A player without a world; there is one after gmarl_player_set_scenario(). (transfer full) */
GmarlPlayer *gmarl_player_new (void);

/* From the next world on the steps of finished days are kept, in 8 MB: see gmarl_player_get_archive
 * ().
 */
void gmarl_player_keep_days (GmarlPlayer *self);

/* Plays this scenario (copied) from now on: the current day begins again in it, after the days
 * before it were run anew. Small scenarios are there when the call returns, others later.
 */
void gmarl_player_set_scenario (GmarlPlayer *self, const GmarlScenario *scenario);

/* Lets this policy act from now on (default: the rule "heuristic"). The current day begins again
 * with it, after the days before it were run anew: the numbers are those of a run with this policy
 * alone.
 */
void gmarl_player_set_policy (GmarlPlayer *self, const GmarlPolicyChoice *choice);

gboolean gmarl_player_get_playing (GmarlPlayer *self);
void gmarl_player_set_playing (GmarlPlayer *self, gboolean playing);
double gmarl_player_get_speed (GmarlPlayer *self);
void gmarl_player_set_speed (GmarlPlayer *self, double steps_per_second);
guint64 gmarl_player_get_seed (GmarlPlayer *self);
void gmarl_player_set_seed (GmarlPlayer *self, guint64 seed);
guint64 gmarl_player_get_days (GmarlPlayer *self);
void gmarl_player_set_days (GmarlPlayer *self, guint64 days);
gboolean gmarl_player_get_busy (GmarlPlayer *self);

/* The position. */
guint64 gmarl_player_get_day (GmarlPlayer *self);
guint gmarl_player_get_step (GmarlPlayer *self);

/* How far it was played: the last day begun and the steps of it that are recorded. */
guint64 gmarl_player_get_last_day (GmarlPlayer *self);
guint gmarl_player_get_last_step (GmarlPlayer *self);

/* Takes one step at once; at a day's end the next day begins. Pauses. */
void gmarl_player_step (GmarlPlayer *self);

/* A frame is about to be drawn: takes the step that is due with it, where the speed says so. */
void gmarl_player_frame (GmarlPlayer *self);

/* Goes to the beginning of the current day; playing goes on from there. */
void gmarl_player_restart_day (GmarlPlayer *self);

/* Goes to a position; playing goes on from there. Within the recorded steps of the current day it
 * is reached at once, elsewhere by playing as fast as slices allow ("busy" until then). A day
 * before gmarl_player_get_first_day() means that one.
 */
void gmarl_player_seek (GmarlPlayer *self, guint64 day, guint step);

/* What plays; NULL before there is a world. Valid until "world-changed". At step 0 nothing of the
 * day is settled yet: flows, energies bought and so on are 0.
 */
const GmarlGrid *gmarl_player_get_grid (GmarlPlayer *self);
const GmarlGridState *gmarl_player_get_state (GmarlPlayer *self);
const GmarlPolicy *gmarl_player_get_policy (GmarlPlayer *self);
const GmarlPolicyChoice *gmarl_player_get_policy_choice (GmarlPlayer *self);

/* The record of the current day; never NULL once there is a world, valid until "world-changed". */
const GmarlDayHistory *gmarl_player_get_history (GmarlPlayer *self);

/* The steps of finished days, as many as it keeps; like the history. NULL if they are not kept. */
const GmarlDayArchive *gmarl_player_get_archive (GmarlPlayer *self);

/* The episode seed of a day, for gmarl_grid_case_label() and the like. */
guint64 gmarl_player_get_episode_seed (GmarlPlayer *self, guint64 day);

/* Finished days are first_day ≤ day < n_days; the oldest are forgotten after some thousands, so
 * that memory does not grow without end. Indicators: [GMARL_N_INDICATORS] of a finished day, or
 * NULL; borrowed until the next "advanced".
 */
guint64 gmarl_player_get_first_day (GmarlPlayer *self);
guint64 gmarl_player_get_n_days (GmarlPlayer *self);
const double *gmarl_player_get_indicators (GmarlPlayer *self, guint64 day);

G_END_DECLS
