/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scaling-job.h"

G_BEGIN_DECLS

/* -- gmarl-scaling-job.c -- */

void gmarl_scaling_job_pause (GmarlScalingJob *self);
void gmarl_scaling_job_resume (GmarlScalingJob *self);
void gmarl_scaling_job_stop (GmarlScalingJob *self);
const GError *gmarl_scaling_job_get_error (GmarlScalingJob *self);

/* -- gmarl-scaling-job-words.c -- */

void gmarl_scaling_job_init_interface (GmarlJobInterface *iface);

/* How it stands. counts NULL: not known yet. (transfer full) */
char *gmarl_scaling_job_make_text (GmarlScalingJobState state,
                                   const GmarlScalingCounts *counts,
                                   double seconds_left,
                                   const GError *error);

G_END_DECLS
