/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The Training view: the form, the charts of the session's job, and the job's beginning and end.
 * Main thread.
 */
#define GMARL_TYPE_TRAINING_PAGE (gmarl_training_page_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainingPage, gmarl_training_page, GMARL, TRAINING_PAGE, GtkWidget)

GtkWidget *gmarl_training_page_new (GmarlSession *session);

/* Begins a job, which becomes the session's: with what the form says, or with the preset Quick
 * (one click from another view). Nothing happens while a job is active.
 */
void gmarl_training_page_train (GmarlTrainingPage *self);
void gmarl_training_page_train_quick (GmarlTrainingPage *self);

/* Goes on with runs of the library that were stopped or interrupted. run_ids: NULL-terminated. */
void gmarl_training_page_resume (GmarlTrainingPage *self, const char *const *run_ids);

G_END_DECLS
