/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* What was moved to the trash of the session's library here, so that it can be taken back, the last
 * first, and moved there again. What was restored or removed for good some other way, here or by
 * another program, is forgotten. Main thread only.
 *
 * Properties: "can-undo", "can-redo". Signal: "restored" (guint step, GStrv run_ids) after a step
 * was undone.
 */
#define GMARL_TYPE_TRASH_HISTORY (gmarl_trash_history_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrashHistory, gmarl_trash_history, GMARL, TRASH_HISTORY, GObject)

GmarlTrashHistory *gmarl_trash_history_new (GmarlSession *session);

/* Moves runs to the trash. Returns the step, for gmarl_trash_history_take_back(); 0 with error. */
guint
gmarl_trash_history_trash (GmarlTrashHistory *self, const char *const *run_ids, GError **error);

gboolean gmarl_trash_history_get_can_undo (GmarlTrashHistory *self);
gboolean gmarl_trash_history_get_can_redo (GmarlTrashHistory *self);

/* Restores what was moved last, or moves again what was restored last; TRUE if there is nothing. */
gboolean gmarl_trash_history_undo (GmarlTrashHistory *self, GError **error);
gboolean gmarl_trash_history_redo (GmarlTrashHistory *self, GError **error);

/* Undoes this step, unless that was done already. */
gboolean gmarl_trash_history_take_back (GmarlTrashHistory *self, guint step, GError **error);

G_END_DECLS
