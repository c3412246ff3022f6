/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-job.h"
#include "gmarl-run-config.h"
#include "gmarl-trainer.h"
#include "gmarl-training-metrics.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A run group in training: one configuration × seeds, one seed after the other, kept in the results
 * library from its first iteration on. Beginning it (validating, compiling the scenario, taking
 * memory, opening the library) happens on threads of its own; every function here is for the main
 * thread and returns at once.
 *
 * It is a GmarlJob. Properties of its own, read-only and notifying: "state", "baselines" (whether
 * they are known).
 * Signal "rows-added" (guint index): get_rows (index) has grown. While it runs, rows, text and
 * fraction change at the same beats (gmarl-beat.h).
 */
#define GMARL_TYPE_TRAINING_JOB (gmarl_training_job_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainingJob, gmarl_training_job, GMARL, TRAINING_JOB, GObject)

typedef enum {
  GMARL_TRAINING_JOB_IDLE,     /* not started */
  GMARL_TRAINING_JOB_STARTING, /* measuring, compiling, beginning a seed */
  GMARL_TRAINING_JOB_RUNNING,
  GMARL_TRAINING_JOB_PAUSING, /* the iteration under way is completed */
  GMARL_TRAINING_JOB_PAUSED,
  GMARL_TRAINING_JOB_STOPPING, /* the last checkpoint is written */
  GMARL_TRAINING_JOB_STOPPED,  /* by the user; start goes on */
  GMARL_TRAINING_JOB_FINISHED, /* all seeds had their turn; single ones may have failed */
  GMARL_TRAINING_JOB_FAILED,   /* get_error says why; start tries to go on if there are runs */
} GmarlTrainingJobState;

#define GMARL_TYPE_TRAINING_JOB_STATE (gmarl_training_job_state_get_type ())
GType gmarl_training_job_state_get_type (void);

/* The flat lines of the charts. */
typedef enum {
  GMARL_BASELINE_RANDOM,
  GMARL_BASELINE_HEURISTIC,
  GMARL_N_BASELINES,
} GmarlBaseline;

/* A new group. directory: the library's folder; config: copied; the scenario in it is frozen.
 * (transfer full) */
GmarlTrainingJob *gmarl_training_job_new (const char *directory,
                                          const GmarlRunConfig *config,
                                          const guint64 *seeds,
                                          gsize n_seeds);

/* Goes on with runs of one group, stopped or interrupted. run_ids: NULL-terminated. (transfer full)
 */
GmarlTrainingJob *gmarl_training_job_new_resume (const char *directory, const char *const *run_ids);

/* What a job whose training diverged can be replaced with: half the learning rate, from the
 * networks that were kept, for the iterations that are left. (transfer full) */
GmarlTrainingJob *gmarl_training_job_new_gentler (GmarlTrainingJob *other);

/* The iterations are chosen when it starts: what fits these seconds on this machine, a multiple of
 * 25. Before the first start. */
void gmarl_training_job_set_time_budget (GmarlTrainingJob *self, double seconds);

/* What the configuration leaves open: how many threads train; 0: one a core. Before the first
 * start.
 */
void gmarl_training_job_set_threads (GmarlTrainingJob *self, gint64 threads);

/* From IDLE begins; from STOPPED or FAILED goes on from the last checkpoints. */
void gmarl_training_job_start (GmarlTrainingJob *self);
void gmarl_training_job_pause (GmarlTrainingJob *self);
void gmarl_training_job_resume (GmarlTrainingJob *self); /* from PAUSING or PAUSED */
void gmarl_training_job_stop (GmarlTrainingJob *self);   /* and keep, always */

GmarlTrainingJobState gmarl_training_job_get_state (GmarlTrainingJob *self);
double gmarl_training_job_get_fraction (GmarlTrainingJob *self);
const char *gmarl_training_job_get_text (GmarlTrainingJob *self);

/* Whether a thread works for it or waits: STARTING … STOPPING. */
gboolean gmarl_training_job_is_active (GmarlTrainingJob *self);

/* Of a job that failed, or of its first failed seed: what happened, what is safe. NULL if none. */
const GError *gmarl_training_job_get_error (GmarlTrainingJob *self);

/* Whether that is because its numbers became invalid, after how many iterations (nullable). */
gboolean gmarl_training_job_has_diverged (GmarlTrainingJob *self, gint64 *iteration);

/* The iteration of the newest checkpoint of the run that failed, or -1. */
gint64 gmarl_training_job_get_kept_iteration (GmarlTrainingJob *self);

/* Its configuration; NULL only before a resumed job has read it. Borrowed. */
const GmarlRunConfig *gmarl_training_job_get_config (GmarlTrainingJob *self);

gsize gmarl_training_job_get_n_seeds (GmarlTrainingJob *self);
guint64 gmarl_training_job_get_seed (GmarlTrainingJob *self, gsize index);
const char *gmarl_training_job_get_run_id (GmarlTrainingJob *self,
                                           gsize index); /* NULL: not begun */

/* Why that seed failed, or NULL. */
const GError *gmarl_training_job_get_seed_error (GmarlTrainingJob *self, gsize index);

/* The run whose policy can be used, once the job has ended: of the first seed that learned
 * something and did not fail; NULL if there is none. */
const char *gmarl_training_job_get_result (GmarlTrainingJob *self);

/* Rows of a seed by iteration. Borrowed; grows. (element-type GmarlTrainingMetrics) */
const GArray *gmarl_training_job_get_rows (GmarlTrainingJob *self, gsize index);

/* The seed that is trained, or was last. */
gsize gmarl_training_job_get_current (GmarlTrainingJob *self);

/* Of that seed. */
void gmarl_training_job_get_progress (GmarlTrainingJob *self, GmarlTrainerProgress *progress);

/* Computing time of all rows. */
double gmarl_training_job_get_seconds (GmarlTrainingJob *self);

/* Seconds until all seeds are done; NaN until that is stable. */
double gmarl_training_job_get_seconds_left (GmarlTrainingJob *self);

/* Best validation reward, mean over the seeds that have one; NaN before. */
double gmarl_training_job_get_best_score (GmarlTrainingJob *self);

/* Iterations without improvement of the seed that is trained, where these are many
 * (gmarl-plateau.h); else 0. */
gint64 gmarl_training_job_get_plateau (GmarlTrainingJob *self);

/* The newest policy checkpoint, for the live preview, or NULL. (transfer full) */
GBytes *gmarl_training_job_get_policy (GmarlTrainingJob *self);

/* Mean episode reward of a rule on the validation days of all seeds; NaN until it is known. */
double gmarl_training_job_get_baseline (GmarlTrainingJob *self, GmarlBaseline baseline);

G_END_DECLS
