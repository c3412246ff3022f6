/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A training as one kind of long work.
 */
#include "config.h"

#include "gmarl-training-job-private.h"

#include <glib/gi18n-lib.h>

static void
job_pause (GmarlJob *job)
{
  gmarl_training_job_pause (GMARL_TRAINING_JOB (job));
}

static void
job_resume (GmarlJob *job)
{
  gmarl_training_job_resume (GMARL_TRAINING_JOB (job));
}

static void
job_stop (GmarlJob *job)
{
  gmarl_training_job_stop (GMARL_TRAINING_JOB (job));
}

static GmarlJobEnd
job_get_end (GmarlJob *job)
{
  switch (gmarl_training_job_get_state (GMARL_TRAINING_JOB (job))) {
  case GMARL_TRAINING_JOB_STOPPED:
    return GMARL_JOB_STOPPED;
  case GMARL_TRAINING_JOB_FINISHED:
    return GMARL_JOB_FINISHED;
  case GMARL_TRAINING_JOB_FAILED:
    return GMARL_JOB_FAILED;
  default:
    return GMARL_JOB_NOT_ENDED;
  }
}

static const GError *
job_get_error (GmarlJob *job)
{
  return gmarl_training_job_get_error (GMARL_TRAINING_JOB (job));
}

static const char *
job_get_words (GmarlJob *job, GmarlJobWords which)
{
  switch (which) {
  case GMARL_JOB_WORDS_PROGRESS:
    return _ ("Progress of the Training");
  case GMARL_JOB_WORDS_SHOW:
    return _ ("Show the Training");
  case GMARL_JOB_WORDS_PAUSE:
    return _ ("Pause or Resume the Training");
  case GMARL_JOB_WORDS_STOP:
    return _ ("Stop and Keep What Was Learned");
  case GMARL_JOB_WORDS_BUSY:
    return _ ("A policy is being trained");
  case GMARL_JOB_WORDS_CLOSE_TITLE:
    return _ ("A Policy Is Being Trained");
  case GMARL_JOB_WORDS_CLOSE_TEXT:
    return _ ("If you stop now, what was learned is kept, and you can go on with it later.");
  case GMARL_JOB_WORDS_CLOSE_KEEP:
    return _ ("_Keep Training");
  case GMARL_JOB_WORDS_FINISHED:
    return _ ("Training Finished");
  case GMARL_JOB_WORDS_FAILED:
    return _ ("Training Ended Early");
  default:
    g_return_val_if_reached (NULL);
  }
}

static const char *
job_get_view (GmarlJob *job)
{
  return "training";
}

void
gmarl_training_job_init_interface (GmarlJobInterface *iface)
{
  iface->pause = job_pause;
  iface->resume = job_resume;
  iface->stop = job_stop;
  iface->get_end = job_get_end;
  iface->get_error = job_get_error;
  iface->get_words = job_get_words;
  iface->get_view = job_get_view;
}
