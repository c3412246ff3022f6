/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-figure-words.h"
#include "gmarl-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Policies driving the same grid through the same days, side by side: one clock, one scrubber, and
 * below what the first does otherwise than the others. Main thread only.
 */
#define GMARL_TYPE_SIDE_BY_SIDE (gmarl_side_by_side_get_type ())
G_DECLARE_FINAL_TYPE (GmarlSideBySide, gmarl_side_by_side, GMARL, SIDE_BY_SIDE, GtkWidget)

#define GMARL_SIDE_BY_SIDE_MOST 3

GtkWidget *gmarl_side_by_side_new (GmarlSession *session);

/* Shows the first policies [n], at most GMARL_SIDE_BY_SIDE_MOST of them; ids are references. What
 * plays already goes on. Everything is copied.
 */
void gmarl_side_by_side_set (GmarlSideBySide *self, const GmarlFigurePolicy *policies, gsize n);

/* Whether all that is shown is at the same step with the same weather, demand and prices: what the
 * view is for. TRUE while less than two are ready.
 */
gboolean gmarl_side_by_side_is_fair (GmarlSideBySide *self);

/* The step of the day that all are at; that of the first while they are not. */
guint gmarl_side_by_side_get_step (GmarlSideBySide *self);

G_END_DECLS
