/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* The view "Grid": the scenario in its pane, the network in play with its metrics, charts and days.
 * It plays the session's document, and whatever scenario replaces it. Main thread only.
 *
 * Its actions are in the group "grid" and reach the buttons, the keys and the menu alike.
 */
#define GMARL_TYPE_GRID_PAGE (gmarl_grid_page_get_type ())
G_DECLARE_FINAL_TYPE (GmarlGridPage, gmarl_grid_page, GMARL, GRID_PAGE, GtkWidget)

GtkWidget *gmarl_grid_page_new (GmarlSession *session);

/* Shows or hides the scenario pane; notifies "show-pane". */
void gmarl_grid_page_set_show_pane (GmarlGridPage *self, gboolean show);
gboolean gmarl_grid_page_get_show_pane (GmarlGridPage *self);

/* Plays the policy that this means: a rule's id, a run's id or name, or the path of a checkpoint. A
 * policy that cannot be had leaves the one in play, with a toast that says why.
 */
void gmarl_grid_page_choose_policy (GmarlGridPage *self, const char *reference);

G_END_DECLS
