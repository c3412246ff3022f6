/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-progress.h"
#include "gmarl-trainer.h"

G_BEGIN_DECLS

/* A run to be trained, or to be gone on with, and what became of it. */
typedef struct {
  char *run_id;           /* owned */
  guint64 seed;           /* of the training */
  GmarlRunConfig *config; /* owned */
  GBytes *resume;         /* the state to go on from, or NULL; owned */
  GBytes *init_from;      /* the checkpoint whose networks to begin with, or NULL; owned */
  GmarlRunSink *sink;     /* holds the run; given to the trainer */

  GmarlTrainerOutcome outcome; /* NONE: its turn did not come */
  GmarlTrainerProgress progress;
  GError *error; /* of a failed run */
} GmarlTrainingJob;

void gmarl_training_job_free (GmarlTrainingJob *self);

/* Trains one after the other (element-type GmarlTrainingJob), showing progress. When one fails, its
 * error is kept and the others go on. The interrupt's cancellable stops the one that is on and
 * leaves out the rest, which are marked as stopped. Returns the number that failed.
 */
guint gmarl_training_run_jobs (GPtrArray *jobs, GmarlInterrupt *interrupt, GmarlProgress *progress);

G_END_DECLS
