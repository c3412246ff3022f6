/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-job-private.h"

#include "gmarl-scaling-text.h"

#include <glib/gi18n-lib.h>

static void
job_pause (GmarlJob *job)
{
  gmarl_scaling_job_pause (GMARL_SCALING_JOB (job));
}

static void
job_resume (GmarlJob *job)
{
  gmarl_scaling_job_resume (GMARL_SCALING_JOB (job));
}

static void
job_stop (GmarlJob *job)
{
  gmarl_scaling_job_stop (GMARL_SCALING_JOB (job));
}

static GmarlJobEnd
job_get_end (GmarlJob *job)
{
  switch (gmarl_scaling_job_get_state (GMARL_SCALING_JOB (job))) {
  case GMARL_SCALING_JOB_STOPPED:
    return GMARL_JOB_STOPPED;
  case GMARL_SCALING_JOB_FINISHED:
    return GMARL_JOB_FINISHED;
  case GMARL_SCALING_JOB_FAILED:
    return GMARL_JOB_FAILED;
  default:
    return GMARL_JOB_NOT_ENDED;
  }
}

static const GError *
job_get_error (GmarlJob *job)
{
  return gmarl_scaling_job_get_error (GMARL_SCALING_JOB (job));
}

static const char *
job_get_words (GmarlJob *job, GmarlJobWords which)
{
  switch (which) {
  case GMARL_JOB_WORDS_PROGRESS:
    return _ ("Progress of the Scaling Study");
  case GMARL_JOB_WORDS_SHOW:
    return _ ("Show the Scaling Study");
  case GMARL_JOB_WORDS_PAUSE:
    return _ ("Pause or Resume the Scaling Study");
  case GMARL_JOB_WORDS_STOP:
    return _ ("Stop and Keep What Was Done");
  case GMARL_JOB_WORDS_BUSY:
    return _ ("A scaling study is running");
  case GMARL_JOB_WORDS_CLOSE_TITLE:
    return _ ("A Scaling Study Is Running");
  case GMARL_JOB_WORDS_CLOSE_TEXT:
    return _ ("If you stop now, what was done is kept, and you can go on with it later.");
  case GMARL_JOB_WORDS_CLOSE_KEEP:
    return _ ("_Keep Running");
  case GMARL_JOB_WORDS_FINISHED:
    return _ ("Scaling Study Finished");
  case GMARL_JOB_WORDS_FAILED:
    return _ ("Scaling Study Ended Early");
  default:
    g_return_val_if_reached (NULL);
  }
}

static const char *
job_get_view (GmarlJob *job)
{
  return "scaling";
}

void
gmarl_scaling_job_init_interface (GmarlJobInterface *iface)
{
  iface->pause = job_pause;
  iface->resume = job_resume;
  iface->stop = job_stop;
  iface->get_end = job_get_end;
  iface->get_error = job_get_error;
  iface->get_words = job_get_words;
  iface->get_view = job_get_view;
}

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
