/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-training-job.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the job bar does not say of a training: how good it is so far and where the time goes; at
 * its end the result or what went wrong, and what can be done then.
 *
 * Its buttons activate win.watch-run, win.view, training.continue and training.gentler.
 */
#define GMARL_TYPE_TRAINING_CARD (gmarl_training_card_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainingCard, gmarl_training_card, GMARL, TRAINING_CARD, GtkWidget)

GtkWidget *gmarl_training_card_new (void);
void gmarl_training_card_set_job (GmarlTrainingCard *self, GmarlTrainingJob *job);

/* Seconds that the preset Standard would take, or NaN: for a result that disappoints. */
void gmarl_training_card_set_standard_seconds (GmarlTrainingCard *self, double seconds);

/* The sentence that stands at its end; NULL before. (transfer full) */
char *gmarl_training_card_describe_end (GmarlTrainingJob *job, double standard_seconds);

G_END_DECLS
