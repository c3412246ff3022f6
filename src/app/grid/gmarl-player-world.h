/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-policy-choice.h"
#include "gmarl-simulation.h"

G_BEGIN_DECLS

/* A grid and a policy made ready to play; made on any thread, then of the main thread. */
typedef struct {
  GmarlGrid *grid;
  GmarlPolicy *policy;
  GmarlPolicyChoice *choice;
  GmarlSimulation *simulation;
  GmarlEpisode *episode;
} GmarlPlayerWorld;

/* What is wanted. */
typedef struct {
  GmarlScenario *scenario; /* owned */
  GmarlPolicyChoice *choice;
  gboolean fall_back; /* where the policy does not fit, the rule "heuristic" acts */
} GmarlPlayerWish;

GmarlPlayerWish *gmarl_player_wish_new (const GmarlScenario *scenario,
                                        GmarlPolicyChoice *choice,
                                        gboolean fall_back);
void gmarl_player_wish_free (GmarlPlayerWish *self);

/* Whether it is made in an instant, so that nobody needs to wait for a thread. */
gboolean gmarl_player_wish_is_quick (const GmarlPlayerWish *self);

/* Makes it ready. trouble: why the policy wanted does not act, where another does or none can.
 * *is_policy: whether an error is the policy's. Any thread. (transfer full)
 */
GmarlPlayerWorld *gmarl_player_world_new (const GmarlPlayerWish *wish,
                                          GError **trouble,
                                          gboolean *is_policy,
                                          GError **error);
void gmarl_player_world_free (GmarlPlayerWorld *self);

/* The beginnings and results of days, the oldest of which are forgotten. */
typedef struct _GmarlPlayerDays GmarlPlayerDays;

GmarlPlayerDays *gmarl_player_days_new (gsize n_nodes);
void gmarl_player_days_free (GmarlPlayerDays *self);

/* Most days that are kept, so that memory has an end. */
gsize gmarl_player_days_get_most (const GmarlPlayerDays *self);

/* Days first ≤ day < n_begun have a beginning, first ≤ day < n_finished results. */
guint64 gmarl_player_days_get_first (const GmarlPlayerDays *self);
guint64 gmarl_player_days_get_n_begun (const GmarlPlayerDays *self);
guint64 gmarl_player_days_get_n_finished (const GmarlPlayerDays *self);

/* Adds the beginning of day n_begun. */
void gmarl_player_days_begin (GmarlPlayerDays *self, const GmarlGridState *state);

/* [N] stored energy at the beginning of a day, and the stability then; borrowed. */
const double *
gmarl_player_days_get_start (const GmarlPlayerDays *self, guint64 day, double *stability);

/* Adds the results of day n_finished, [GMARL_N_INDICATORS]. */
void gmarl_player_days_finish (GmarlPlayerDays *self, const double *indicators);

/* NULL if the day is not finished or forgotten; borrowed. */
const double *gmarl_player_days_get_indicators (const GmarlPlayerDays *self, guint64 day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlPlayerWorld, gmarl_player_world_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlPlayerWish, gmarl_player_wish_free)

G_END_DECLS
