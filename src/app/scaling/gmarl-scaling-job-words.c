/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-job-private.h"

#include "gmarl-scaling-text.h"

#include <glib/gi18n-lib.h>

const char *const gmarl_scaling_job_words[GMARL_N_JOB_WORDS] = {
  [GMARL_JOB_WORDS_PROGRESS] = N_ ("Progress of the Scaling Study"),
  [GMARL_JOB_WORDS_SHOW] = N_ ("Show the Scaling Study"),
  [GMARL_JOB_WORDS_PAUSE] = N_ ("Pause or Resume the Scaling Study"),
  [GMARL_JOB_WORDS_STOP] = N_ ("Stop and Keep What Was Done"),
  [GMARL_JOB_WORDS_BUSY] = N_ ("A scaling study is running"),
  [GMARL_JOB_WORDS_CLOSE_TITLE] = N_ ("A Scaling Study Is Running"),
  [GMARL_JOB_WORDS_CLOSE_TEXT] =
      N_ ("If you stop now, what was done is kept, and you can go on with it later."),
  [GMARL_JOB_WORDS_CLOSE_KEEP] = N_ ("_Keep Running"),
  [GMARL_JOB_WORDS_FINISHED] = N_ ("Scaling Study Finished"),
  [GMARL_JOB_WORDS_FAILED] = N_ ("Scaling Study Ended Early"),
};

char *
gmarl_scaling_job_make_text (GmarlScalingJobState state,
                             const GmarlScalingCounts *counts,
                             double seconds_left,
                             const GError *error)
{
  g_autofree char *done = counts == NULL ? NULL : gmarl_scaling_text_counts (counts, seconds_left);
  const char *head;

  switch (state) {
  case GMARL_SCALING_JOB_IDLE:
    return g_strdup (_ ("Not started"));
  case GMARL_SCALING_JOB_STARTING:
    return g_strdup (_ ("Scaling study · starting"));
  case GMARL_SCALING_JOB_RUNNING:
    head = _ ("Scaling study");
    break;
  case GMARL_SCALING_JOB_PAUSED:
    head = _ ("Scaling study is paused");
    break;
  case GMARL_SCALING_JOB_STOPPING:
    head = _ ("Stopping the scaling study, everything is kept");
    break;
  case GMARL_SCALING_JOB_STOPPED:
    head = _ ("Scaling study stopped");
    break;
  case GMARL_SCALING_JOB_FINISHED:
    head = _ ("Scaling study finished");
    break;
  case GMARL_SCALING_JOB_FAILED:
    return g_strdup (error->message);
  default:
    g_return_val_if_reached (NULL);
  }
  return done == NULL ? g_strdup (head) : g_strdup_printf ("%s · %s", head, done);
}
