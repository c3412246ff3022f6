/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A training as one kind of long work.
 */
#include "config.h"

#include "gmarl-training-job-private.h"

#include <glib/gi18n-lib.h>

static const char *const words[GMARL_N_JOB_WORDS] = {
  [GMARL_JOB_WORDS_PROGRESS] = N_ ("Progress of the Training"),
  [GMARL_JOB_WORDS_SHOW] = N_ ("Show the Training"),
  [GMARL_JOB_WORDS_PAUSE] = N_ ("Pause or Resume the Training"),
  [GMARL_JOB_WORDS_STOP] = N_ ("Stop and Keep What Was Learned"),
  [GMARL_JOB_WORDS_BUSY] = N_ ("A policy is being trained"),
  [GMARL_JOB_WORDS_CLOSE_TITLE] = N_ ("A Policy Is Being Trained"),
  [GMARL_JOB_WORDS_CLOSE_TEXT] =
      N_ ("If you stop now, what was learned is kept, and you can go on with it later."),
  [GMARL_JOB_WORDS_CLOSE_KEEP] = N_ ("_Keep Training"),
  [GMARL_JOB_WORDS_FINISHED] = N_ ("Training Finished"),
  [GMARL_JOB_WORDS_FAILED] = N_ ("Training Ended Early"),
};

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

static const char *const *
job_get_words (GmarlJob *job)
{
  return words;
}

static const char *
job_get_view (GmarlJob *job)
{
  return "training";
}

/* A policy that can be compared; what failed is explained where it was trained. */
static const char *
job_get_result_view (GmarlJob *job)
{
  GmarlTrainingJob *self = GMARL_TRAINING_JOB (job);

  return gmarl_training_job_get_state (self) == GMARL_TRAINING_JOB_FINISHED &&
                 gmarl_training_job_get_result (self) != NULL
             ? "comparison"
             : NULL;
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
  iface->get_result_view = job_get_result_view;
}
