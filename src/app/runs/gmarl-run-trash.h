/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* The runs in the trash of the session's library, to be taken out again or removed for good. Main
 * thread only.
 */
#define GMARL_TYPE_RUN_TRASH (gmarl_run_trash_get_type ())
G_DECLARE_FINAL_TYPE (GmarlRunTrash, gmarl_run_trash, GMARL, RUN_TRASH, GtkWidget)

GtkWidget *gmarl_run_trash_new (GmarlSession *session);

/* "3 runs, 12 MB", or NULL if it is empty or there is no library. (transfer full) */
char *gmarl_run_trash_describe (GmarlSession *session);

/* Asks whether everything in the trash may be removed, and removes it on another thread. */
void gmarl_run_trash_ask_empty (GtkWindow *parent, GmarlSession *session);

G_END_DECLS
