/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The Training view: the form, the charts of the session's job, and the job's beginning and end.
 * Main thread.
 *
 * It activates win.train, win.watch-run (a run's id) and win.resume-run (likewise).
 */
#define GMARL_TYPE_TRAINING_PAGE (gmarl_training_page_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainingPage, gmarl_training_page, GMARL, TRAINING_PAGE, GtkWidget)

GtkWidget *gmarl_training_page_new (GmarlSession *session);

/* Begins a job, which becomes the session's: with what the form says, or with the preset Quick
 * (one click from another view). Nothing happens but a toast while a job is active.
 */
void gmarl_training_page_train (GmarlTrainingPage *self);
void gmarl_training_page_train_quick (GmarlTrainingPage *self);

/* Puts what a run was begun with into the form, its scenario into the session's document; nothing
 * begins.
 */
void gmarl_training_page_train_again (GmarlTrainingPage *self, const char *run_id);

/* Goes on with a run that was stopped or interrupted, and with the others of its group. */
void gmarl_training_page_resume (GmarlTrainingPage *self, const char *run_id);

/* Shows a banner that offers to resume what a killed process left, if there is such a run. */
void gmarl_training_page_offer_resume (GmarlTrainingPage *self);

G_END_DECLS
