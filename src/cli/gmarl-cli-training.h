/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-progress.h"
#include "gmarl-run-plan.h"

G_BEGIN_DECLS

/* A run to be trained, and what became of it. */
typedef struct {
  GmarlRunPlan *plan; /* owned */

  GmarlTrainerOutcome outcome; /* NONE: its turn did not come */
  GmarlTrainerProgress progress;
  GError *error; /* of a failed run */
} GmarlPlannedTraining;

void gmarl_planned_training_free (GmarlPlannedTraining *self);

/* Trains one after the other (element-type GmarlPlannedTraining), showing progress. When one fails,
 * its error is kept and the others go on. The interrupt's cancellable stops the one that is on and
 * leaves out the rest, which are marked as stopped. Returns the number that failed.
 */
guint
gmarl_planned_trainings_run (GPtrArray *runs, GmarlInterrupt *interrupt, GmarlProgress *progress);

G_END_DECLS
