/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scaling-job.h"

G_BEGIN_DECLS

/* What gmarl-scaling-job-words.c has. */

extern const char *const gmarl_scaling_job_words[GMARL_N_JOB_WORDS];

/* How it stands. counts NULL: not known yet. (transfer full) */
char *gmarl_scaling_job_make_text (GmarlScalingJobState state,
                                   const GmarlScalingCounts *counts,
                                   double seconds_left,
                                   const GError *error);

G_END_DECLS
