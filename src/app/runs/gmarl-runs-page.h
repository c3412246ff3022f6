/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* The Runs view: what was trained, as a table that can be searched, and what can be done with it.
 * Main thread only.
 *
 * It activates win.train, win.train-again, win.resume-run and win.watch-run (each with a run's id),
 * and app.open-library.
 */
#define GMARL_TYPE_RUNS_PAGE (gmarl_runs_page_get_type ())
G_DECLARE_FINAL_TYPE (GmarlRunsPage, gmarl_runs_page, GMARL, RUNS_PAGE, GtkWidget)

GtkWidget *gmarl_runs_page_new (GmarlSession *session);

/* Takes back the last move to the trash, or does it again. Their properties, "can-undo" and
 * "can-redo", tell when they change.
 */
void gmarl_runs_page_undo (GmarlRunsPage *self);
void gmarl_runs_page_redo (GmarlRunsPage *self);
gboolean gmarl_runs_page_get_can_undo (GmarlRunsPage *self);
gboolean gmarl_runs_page_get_can_redo (GmarlRunsPage *self);

/* Opens the search, ready to type. */
void gmarl_runs_page_search (GmarlRunsPage *self);

/* Files that hold runs end so. */
#define GMARL_BUNDLE_SUFFIX ".gridmarl-runs"

/* Takes over the runs of other libraries' folders or of bundles, in the background. paths:
 * NULL-terminated.
 */
void gmarl_runs_page_merge (GmarlRunsPage *self, const char *const *paths);

/* Asks for one of both. */
void gmarl_runs_page_choose_merge (GmarlRunsPage *self, gboolean bundle);

G_END_DECLS
