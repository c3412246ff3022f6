/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-player-course.h"
#include "gmarl-player.h"

G_BEGIN_DECLS

struct _GmarlPlayer {
  GObject parent_instance;

  GmarlScenario *scenario;   /* of the world, or wanted */
  gboolean is_new_scenario;  /* wanted, and not of the world yet */
  GmarlPlayerCourse *course; /* NULL: no world yet */

  GCancellable *making;      /* a world on a thread */
  GmarlPolicyChoice *choice; /* wanted */

  gboolean keeps_days;

  gboolean playing;
  double speed;
  guint64 seed;
  guint64 end; /* days to play; 0: no end */
  gint64 due_us;
  guint source_id;
  guint advanced_id;
  gboolean was_busy;
};

/* -- gmarl-player.c -- */

void gmarl_player_notify_busy (GmarlPlayer *self);
void gmarl_player_report (GmarlPlayer *self, GmarlPlayerTrouble what, const GError *error);

/* Plays a world from now on. world: (transfer full) */
void gmarl_player_take_world (GmarlPlayer *self, GmarlPlayerWorld *world);

/* -- gmarl-player-make.c -- */

/* Makes the world of the scenario and the policy wanted. A new scenario comes in any case. */
void gmarl_player_make (GmarlPlayer *self);

G_END_DECLS
