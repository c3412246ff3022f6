/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-config.h"
#include "gmarl-run-sink.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Trains one run on a worker thread of its own. Pause and stop are atomic requests: a stop is
 * looked at with every step of the environments, a pause after every iteration. Progress is a
 * snapshot: the worker appends metric rows and overwrites the latest state under a lock; whoever
 * watches takes them when it likes (an idle source for the application, the command line's own
 * loop). Functions may be called from any thread.
 */
#define GMARL_TYPE_TRAINER (gmarl_trainer_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainer, gmarl_trainer, GMARL, TRAINER, GObject)

typedef enum {
  GMARL_TRAINER_IDLE,
  GMARL_TRAINER_RUNNING,
  GMARL_TRAINER_PAUSED,
  GMARL_TRAINER_ENDED, /* the outcome says how */
} GmarlTrainerState;

typedef enum {
  GMARL_OUTCOME_NONE,
  GMARL_OUTCOME_FINISHED,
  GMARL_OUTCOME_STOPPED, /* kept and resumable */
  GMARL_OUTCOME_FAILED,
} GmarlTrainerOutcome;

typedef struct {
  GmarlTrainerState state;
  GmarlTrainerOutcome outcome;
  gint64 iteration; /* completed */
  gint64 iterations;
  double seconds;          /* computing time of this process */
  double seconds_left;     /* NaN until it is stable */
  double steps_per_second; /* environment steps; median of the last iterations */
  double best_score;       /* validation reward, or NaN */
  gint64 best_iteration;
} GmarlTrainerProgress;

/* config is copied. resume: the bytes of a "last" checkpoint, or NULL to begin anew; init_from: the
 * bytes of a checkpoint whose networks to begin with, or NULL. sink: (transfer full). (transfer
 * full)
 */
GmarlTrainer *gmarl_trainer_new (const GmarlRunConfig *config,
                                 guint64 seed,
                                 GBytes *resume,
                                 GBytes *init_from,
                                 GmarlRunSink *sink);

/* Starts the worker. Whatever can be wrong with configuration or checkpoint is said here. */
gboolean gmarl_trainer_start (GmarlTrainer *self, GError **error);

void gmarl_trainer_pause (GmarlTrainer *self);  /* completes the iteration, writes "last", sleeps */
void gmarl_trainer_resume (GmarlTrainer *self); /* wakes it */

/* Ends it, everything kept: within a step of a rollout, which is given up, or after the update and
 * validation under way.
 */
void gmarl_trainer_stop (GmarlTrainer *self);

/* Blocks until the worker has ended; FALSE with the error of a failed run. Stopped is TRUE. */
gboolean gmarl_trainer_wait (GmarlTrainer *self, GError **error);

void gmarl_trainer_get_progress (GmarlTrainer *self, GmarlTrainerProgress *progress);

/* Copies the rows of this process from index first on. (transfer full) (element-type
 * GmarlTrainingMetrics) */
GArray *gmarl_trainer_get_rows (GmarlTrainer *self, guint first);

/* The newest policy checkpoint (for a live preview), or NULL. (transfer full) */
GBytes *gmarl_trainer_get_policy (GmarlTrainer *self);

/* func is called on the worker after each change; it must only wake somebody up. Set before start.
 */
typedef void (*GmarlTrainerNotify) (gpointer user_data);
void gmarl_trainer_set_notify (GmarlTrainer *self, GmarlTrainerNotify func, gpointer user_data);

G_END_DECLS
