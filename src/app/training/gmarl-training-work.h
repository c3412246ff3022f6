/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-plan.h"
#include "gmarl-training-job.h"

G_BEGIN_DECLS

/* What a training job lets other threads do: everything that reads or writes files, compiles a
 * scenario or takes much memory. Nothing here knows the job or a main loop.
 */

/* A seed as it comes from the library: what is stored of it, and the plan for the rest. */
typedef struct {
  char *run_id; /* owned; NULL: not begun yet */
  guint64 seed;
  GArray *rows;       /* of GmarlTrainingMetrics; owned */
  GmarlRunPlan *plan; /* NULL: finished, or its turn has come; owned */
  double best_score;  /* NaN: none yet */
  GError *error;      /* why it failed, or NULL; owned */
} GmarlTrainingSeed;

GmarlTrainingSeed *gmarl_training_seed_new (guint64 seed);
void gmarl_training_seed_free (GmarlTrainingSeed *self);

typedef struct {
  char *directory; /* of the library; owned */

  /* A new group */
  GmarlRunConfig *config; /* owned */
  GArray *seeds;          /* of guint64; owned */
  double budget;          /* seconds that decide about config->iterations; 0: as it says */
  char *init_from;        /* run id, or NULL; owned */

  /* Or runs to go on with; then config is read from the library. */
  char **run_ids; /* owned */

  gint64 threads; /* where the configuration names none; 0: one a core */
} GmarlTrainingRequest;

GmarlTrainingRequest *gmarl_training_request_copy (const GmarlTrainingRequest *self);
void gmarl_training_request_free (GmarlTrainingRequest *self);

/* Begins the group, or takes up the runs. request: config gets its iterations, or all of it.
 * (transfer full) (element-type GmarlTrainingSeed) */
GPtrArray *gmarl_training_request_carry_out (GmarlTrainingRequest *self,
                                             GCancellable *cancellable,
                                             GError **error);

/* The iteration of the newest checkpoint of a run, or -1. */
gint64 gmarl_training_newest_checkpoint (const char *directory, const char *run_id);

/* Marks runs that wait for their turn as stopped. (element-type GmarlRunPlan) */
void gmarl_training_leave_out (const GPtrArray *plans);

/* Mean episode reward [GMARL_N_BASELINES] of the rules on the validation days of these seeds. */
gboolean gmarl_training_evaluate_baselines (const GmarlRunConfig *config,
                                            const guint64 *seeds,
                                            gsize n_seeds,
                                            double *rewards,
                                            GCancellable *cancellable,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlTrainingSeed, gmarl_training_seed_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlTrainingRequest, gmarl_training_request_free)

G_END_DECLS
