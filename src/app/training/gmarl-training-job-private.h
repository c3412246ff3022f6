/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-training-job.h"
#include "gmarl-training-work.h"

G_BEGIN_DECLS

/* Shared by a trainer's thread and the main thread; reference counted. */
typedef struct {
  gint is_pending;       /* atomic: an idle source waits */
  GmarlTrainingJob *job; /* for the main thread alone; NULL: somebody else's turn */
} GmarlTrainingLink;

struct _GmarlTrainingJob {
  GObject parent_instance;

  /* Owned */
  GmarlTrainingRequest *request;
  GPtrArray *seeds; /* of GmarlTrainingSeed */
  GCancellable *cancellable;
  GmarlTrainer *trainer;
  GmarlTrainingLink *link;
  GBytes *policy; /* the last one of a trainer that is gone */
  GError *error;
  char *text;

  GmarlTrainingJobState state;
  GmarlTrainingJobState ending; /* what settling leads to */
  gsize current;
  guint n_taken; /* rows of the trainer that were looked at */
  GmarlTrainerProgress progress;
  double seconds_per_iteration; /* NaN: not known */
  gint64 kept;                  /* iteration of the newest checkpoint after a failure, or -1 */
  gint64 failed_iteration;      /* completed when the error came */
  gboolean has_diverged;
  double baseline[GMARL_N_BASELINES];
  guint beat_id; /* of news that are not shown yet */
  gboolean pause_wanted;
  gboolean stop_wanted;
};

/* The seed of this index, or NULL. */
GmarlTrainingSeed *gmarl_training_job_seed (GmarlTrainingJob *self, gsize index);

/* -- gmarl-training-job.c -- */

void gmarl_training_job_set_state (GmarlTrainingJob *self, GmarlTrainingJobState state);

void gmarl_training_job_update_text (GmarlTrainingJob *self);
void gmarl_training_job_notify_fraction (GmarlTrainingJob *self);
void gmarl_training_job_notify_baselines (GmarlTrainingJob *self);
void gmarl_training_job_rows_added (GmarlTrainingJob *self, gsize index);

/* -- gmarl-training-job-words.c -- */

void gmarl_training_job_init_interface (GmarlJobInterface *iface);

/* -- gmarl-training-job-run.c -- */

/* Begins the request, or goes on with its runs; ends in one of the last three states. */
void gmarl_training_job_run (GmarlTrainingJob *self);

G_END_DECLS
