/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-training-job.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The newest policy of a training at work on its scenario, small and without haste: training goes
 * first. Plays only while it is on the screen. Main thread.
 */
#define GMARL_TYPE_TRAINING_PREVIEW (gmarl_training_preview_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainingPreview,
                      gmarl_training_preview,
                      GMARL,
                      TRAINING_PREVIEW,
                      GtkWidget)

GtkWidget *gmarl_training_preview_new (void);
void gmarl_training_preview_set_job (GmarlTrainingPreview *self, GmarlTrainingJob *job);

G_END_DECLS
