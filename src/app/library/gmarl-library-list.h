/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* A table of what the session's library holds, kept up to date while it is shown, and what can be
 * done with the row that is chosen: win.resume-run and win.watch-run, each with the run's id.
 */
#define GMARL_TYPE_LIBRARY_LIST (gmarl_library_list_get_type ())
G_DECLARE_FINAL_TYPE (GmarlLibraryList, gmarl_library_list, GMARL, LIBRARY_LIST, GtkWidget)

typedef enum {
  GMARL_LIBRARY_LIST_POLICIES, /* runs that have a best checkpoint, the best first */
} GmarlLibraryListKind;

GtkWidget *gmarl_library_list_new (GmarlSession *session, GmarlLibraryListKind kind);

G_END_DECLS
