/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sentences about a training, for its page, the job bar and notifications. */

/* "41 s", "3 min", "1 h 10 min". (transfer full) */
char *gmarl_training_text_duration (double seconds);

/* "about 1 min left", rounded so that it does not flicker; NULL for NaN. (transfer full) */
char *gmarl_training_text_left (double seconds);

typedef enum {
  GMARL_TRAINING_TEXT_TRAINING,
  GMARL_TRAINING_TEXT_PAUSING,
  GMARL_TRAINING_TEXT_PAUSED,
  GMARL_TRAINING_TEXT_STOPPING,
} GmarlTrainingActivity;

typedef struct {
  GmarlTrainingActivity activity;
  gsize seed; /* from 1 */
  gsize n_seeds;
  gint64 iteration;
  gint64 iterations;
  double seconds_left; /* NaN: not known */
} GmarlTrainingStatus;

/* "Training PPO (seed 2 of 5) · iteration 212 of 500 · about 1 min left". (transfer full) */
char *gmarl_training_text_status (const GmarlTrainingStatus *self);

typedef struct {
  gsize n_seeds; /* trained to the end */
  gsize n_failed;
  double seconds;
  double reward;           /* best validation reward, mean over seeds; NaN without validation */
  double heuristic;        /* on the same days; NaN: not known */
  double standard_seconds; /* what the preset Standard would take; NaN: not worth saying */
} GmarlTrainingResult;

/* The truth: "PPO trained in 41 s · reward 105, better than the heuristic (68)". (transfer full) */
char *gmarl_training_text_result (const GmarlTrainingResult *self);

/* How good a training is so far: "Best reward so far 98.1 · heuristic 65.2"; numbers that are not
 * known are NaN. (transfer full) */
char *gmarl_training_text_best (double reward, double heuristic);

/* What it takes: "Trained for 41 s · 1.9 of 2 cores · 142 MB of memory". cores, bytes: NaN, not
 * known. (transfer full) */
char *gmarl_training_text_use (double seconds, double cores, guint n_cores, double bytes);

/* "No improvement for 125 iterations: …". n_untrained: seeds that would not be trained if it were
 * stopped. (transfer full) */
char *gmarl_training_text_plateau (gint64 iterations, gsize n_untrained);

/* What happened and what is safe, for a banner. iteration: the one that failed; kept: the newest
 * checkpoint, or -1. (transfer full) */
char *gmarl_training_text_diverged (gint64 iteration, gint64 kept);

G_END_DECLS
