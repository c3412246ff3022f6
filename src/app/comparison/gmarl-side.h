/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-figure-words.h"
#include "gmarl-network-widget.h"
#include "gmarl-player.h"
#include "gmarl-session.h"

G_BEGIN_DECLS

/* One of several policies that drive the same grid (gmarl-side-by-side.h): its player, and a
 * picture with its name and what it came to. Main thread only.
 */
typedef struct {
  char *id;
  char *name;
  guint slot;
  GmarlPlayer *player;
  GmarlNetworkView *view; /* NULL: the world is another one since */
  GtkWidget *clamp;       /* all that is shown; of whoever takes it */
  GmarlNetworkWidget *network;
  GtkLabel *caption;
} GmarlSide;

/* With the seed of the comparison's days, and no scenario yet; pictures no wider than width.
 * (transfer full)
 */
GmarlSide *gmarl_side_new (GmarlSession *session, const GmarlFigurePolicy *policy, int width);
void gmarl_side_free (GmarlSide *self);

/* What the player has come to. */
void gmarl_side_show (GmarlSide *self);

G_END_DECLS
