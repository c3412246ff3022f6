/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-studies.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The head of a study: which one, how far it is, and what can be done with it, by the actions
 * scaling.pause, scaling.resume, scaling.retry and scaling.skip. Main thread.
 *
 * Signal "chosen" (study id): the user wants to see another study.
 */
#define GMARL_TYPE_SCALING_STATUS (gmarl_scaling_status_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScalingStatus, gmarl_scaling_status, GMARL, SCALING_STATUS, GtkWidget)

GtkWidget *gmarl_scaling_status_new (void);

/* The studies that can be chosen from (element-type GmarlStudyRecord), and the one that is shown.
 */
void gmarl_scaling_status_set_studies (GmarlScalingStatus *self,
                                       const GPtrArray *studies,
                                       const GmarlStudyRecord *shown);

/* Who works on the study. */
typedef enum {
  GMARL_SCALING_NOBODY,
  GMARL_SCALING_HERE,
  GMARL_SCALING_PAUSED_HERE,
  GMARL_SCALING_ELSEWHERE,
} GmarlScalingWorker;

/* seconds_left: NaN: not known. */
void gmarl_scaling_status_set_progress (GmarlScalingStatus *self,
                                        const GmarlScalingCounts *counts,
                                        double seconds_left,
                                        GmarlScalingWorker worker);

G_END_DECLS
