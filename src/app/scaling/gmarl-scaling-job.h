/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-job.h"
#include "gmarl-library-studies.h"

G_BEGIN_DECLS

/* A scaling study at work in this process. Its cells are trained on threads of its own; every
 * function here is for the main thread and returns at once. Others may work on the same study.
 *
 * It is a GmarlJob. Signal "cells-changed": get_cells tells something new; at most four times a
 * second.
 */
#define GMARL_TYPE_SCALING_JOB (gmarl_scaling_job_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScalingJob, gmarl_scaling_job, GMARL, SCALING_JOB, GObject)

typedef enum {
  GMARL_SCALING_JOB_IDLE,     /* not started */
  GMARL_SCALING_JOB_STARTING, /* the study is stored */
  GMARL_SCALING_JOB_RUNNING,
  GMARL_SCALING_JOB_PAUSED,   /* asked to; iterations under way are completed */
  GMARL_SCALING_JOB_STOPPING, /* checkpoints are written */
  GMARL_SCALING_JOB_STOPPED,  /* by the user; start goes on */
  GMARL_SCALING_JOB_FINISHED, /* single cells may have failed */
  GMARL_SCALING_JOB_FAILED,   /* the library could not be used; get_error says why */
} GmarlScalingJobState;

/* directory: of the library; study: copied; jobs: cells at a time; threads: of each. retry: cells
 * that failed or were skipped are tried again. (transfer full) */
GmarlScalingJob *gmarl_scaling_job_new (const char *directory,
                                        const GmarlScalingStudy *study,
                                        guint jobs,
                                        gint64 threads,
                                        gboolean retry);

/* From IDLE begins; from STOPPED or FAILED goes on. */
void gmarl_scaling_job_start (GmarlScalingJob *self);

GmarlScalingJobState gmarl_scaling_job_get_state (GmarlScalingJob *self);
const char *gmarl_scaling_job_get_study_id (GmarlScalingJob *self);

/* (nullable) (transfer none) (element-type GmarlScalingCell) */
GPtrArray *gmarl_scaling_job_get_cells (GmarlScalingJob *self);

/* Seconds until everything is done; NaN until that is known. */
double gmarl_scaling_job_get_seconds_left (GmarlScalingJob *self);

G_END_DECLS
