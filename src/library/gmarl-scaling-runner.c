/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Each job is a thread that takes one cell after the other. Requests are flags that it looks at
 * between cells; during a cell they are passed on to the trainer, which has a place under the lock.
 * The lock is of POSIX, as the trainer's is, so that sanitizers see what it guards.
 */
#include "config.h"

#include "gmarl-scaling-runner.h"

#include "gmarl-scaling-cell-run.h"
#include "gmarl-workers.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

/* How soon a job sees that another process has left a cell behind, or finished the last one. */
#define LOOK_US (G_USEC_PER_SEC / 2)

typedef struct {
  GmarlScalingRunner *runner;
  GThread *thread;
  GmarlTrainer *trainer; /* while it trains; guarded by the runner's lock */
} Job;

struct _GmarlScalingRunner {
  /* Constant after start */
  char *directory;
  char *study_id;
  GmarlScalingStudy *study;
  guint n_jobs;
  gint64 threads;
  Job *jobs; /* [n_jobs] */
  GCancellable *cancellable;

  /* Guarded by lock */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  gboolean is_paused;
  gboolean is_stopped;
  guint n_working;
  GError *error; /* the first of the library */
};

GmarlScalingRunner *
gmarl_scaling_runner_new (const char *directory,
                          const GmarlStudyRecord *study,
                          guint jobs,
                          gint64 threads)
{
  GmarlScalingRunner *self = g_new0 (GmarlScalingRunner, 1);
  pthread_condattr_t attributes;

  self->directory = g_strdup (directory);
  self->study_id = g_strdup (study->id);
  self->study = gmarl_scaling_study_copy (study->study);
  self->n_jobs = MAX (1, jobs);
  self->threads = threads;
  self->jobs = g_new0 (Job, self->n_jobs);
  self->cancellable = g_cancellable_new ();
  pthread_mutex_init (&self->lock, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&self->changed, &attributes);
  pthread_condattr_destroy (&attributes);
  return self;
}

static void
join (GmarlScalingRunner *self)
{
  for (guint k = 0; k < self->n_jobs; k++)
    g_clear_pointer (&self->jobs[k].thread, g_thread_join);
}

void
gmarl_scaling_runner_free (GmarlScalingRunner *self)
{
  if (self == NULL)
    return;
  gmarl_scaling_runner_stop (self);
  join (self);
  g_clear_error (&self->error);
  pthread_mutex_destroy (&self->lock);
  pthread_cond_destroy (&self->changed);
  g_object_unref (self->cancellable);
  gmarl_scaling_study_free (self->study);
  g_free (self->jobs);
  g_free (self->study_id);
  g_free (self->directory);
  g_free (self);
}

/* Lets the requests reach a trainer, and the trainer the requests that came before it. */
static void
set_trainer (Job *self, GmarlTrainer *trainer)
{
  GmarlScalingRunner *runner = self->runner;

  pthread_mutex_lock (&runner->lock);
  self->trainer = trainer;
  if (trainer != NULL && runner->is_stopped)
    gmarl_trainer_stop (trainer);
  else if (trainer != NULL && runner->is_paused)
    gmarl_trainer_pause (trainer);
  pthread_mutex_unlock (&runner->lock);
}

/* FALSE with an error; outcome NONE, FINISHED or STOPPED otherwise. */
static gboolean
train (Job *self, GmarlRunPlan *plan, GmarlTrainerOutcome *outcome, GError **error)
{
  g_autoptr (GmarlTrainer) trainer = gmarl_run_plan_make_trainer (plan);
  GmarlTrainerProgress progress;
  gboolean done;

  if (!gmarl_trainer_start (trainer, error))
    return FALSE;
  set_trainer (self, trainer);
  done = gmarl_trainer_wait (trainer, error);
  set_trainer (self, NULL);
  gmarl_trainer_get_progress (trainer, &progress);
  *outcome = progress.outcome;
  return done;
}

/* DONE with values, PAUSED, or FAILED with an error. */
static GmarlCellState
do_cell (Job *self, GmarlLibrary *library, GmarlCellClaim *claim, double *values, GError **error)
{
  GmarlScalingRunner *runner = self->runner;
  GmarlTrainerOutcome outcome = GMARL_OUTCOME_FINISHED;
  g_autoptr (GmarlRunPlan) plan = NULL;
  g_autoptr (GError) local_error = NULL;

  if (gmarl_scaling_cell_prepare (library, runner->study, claim, runner->threads, &plan,
                                  &local_error) &&
      (plan == NULL || train (self, plan, &outcome, &local_error)) &&
      outcome == GMARL_OUTCOME_FINISHED &&
      gmarl_scaling_cell_measure (library, runner->study, claim, runner->threads, values,
                                  runner->cancellable, &local_error))
    return GMARL_CELL_DONE;
  if (local_error == NULL || g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GMARL_CELL_PAUSED;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return GMARL_CELL_FAILED;
}

/* Takes the next cell; FALSE with an error of the library. is_idle: there is none now, is_over:
 * there will be none. */
static gboolean
do_next_cell (Job *self,
              GmarlLibrary *library,
              gboolean *is_idle,
              gboolean *is_over,
              GError **error)
{
  double values[GMARL_N_SCALING];
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GmarlCellClaim) claim =
      gmarl_library_claim_cell (library, self->runner->study_id, is_over, &local_error);
  GmarlCellState state;

  *is_idle = claim == NULL;
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (claim == NULL)
    return TRUE;
  *is_over = FALSE;
  state = do_cell (self, library, claim, values, &failure);
  return gmarl_library_end_cell (library, claim, state, failure == NULL ? NULL : failure->message,
                                 state == GMARL_CELL_DONE ? values : NULL, error);
}

/* Sleeps while there is nothing to do; FALSE: it is to end. */
static gboolean
wait_for_work (GmarlScalingRunner *self, gboolean is_idle)
{
  gint64 deadline_us = g_get_monotonic_time () + LOOK_US;
  const struct timespec deadline = { deadline_us / G_USEC_PER_SEC,
                                     deadline_us % G_USEC_PER_SEC * 1000 };
  gboolean goes_on;

  pthread_mutex_lock (&self->lock);
  while (is_idle && !self->is_stopped &&
         pthread_cond_timedwait (&self->changed, &self->lock, &deadline) != ETIMEDOUT)
    continue;
  while (self->is_paused && !self->is_stopped)
    pthread_cond_wait (&self->changed, &self->lock);
  goes_on = !self->is_stopped;
  pthread_mutex_unlock (&self->lock);
  return goes_on;
}

static gboolean
work (Job *self, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->runner->directory, GMARL_LIBRARY_DEFAULT, error);
  gboolean is_idle = FALSE;
  gboolean is_over = FALSE;

  if (library == NULL)
    return FALSE;
  while (!is_over && wait_for_work (self->runner, is_idle))
    if (!do_next_cell (self, library, &is_idle, &is_over, error))
      return FALSE;
  return TRUE;
}

static gpointer
job_main (gpointer data)
{
  Job *self = data;
  GmarlScalingRunner *runner = self->runner;
  GError *error = NULL;
  gboolean done;

  gmarl_lower_thread_priority ();
  done = work (self, &error);
  /* A library that one job cannot write, none can. */
  if (!done)
    gmarl_scaling_runner_stop (runner);
  pthread_mutex_lock (&runner->lock);
  if (runner->error == NULL)
    runner->error = error;
  else
    g_clear_error (&error);
  runner->n_working--;
  pthread_cond_broadcast (&runner->changed);
  pthread_mutex_unlock (&runner->lock);
  return NULL;
}

void
gmarl_scaling_runner_start (GmarlScalingRunner *self)
{
  self->n_working = self->n_jobs;
  for (guint k = 0; k < self->n_jobs; k++) {
    self->jobs[k].runner = self;
    self->jobs[k].thread = g_thread_new ("study", job_main, &self->jobs[k]);
  }
}

void
gmarl_scaling_runner_pause (GmarlScalingRunner *self)
{
  pthread_mutex_lock (&self->lock);
  self->is_paused = TRUE;
  for (guint k = 0; k < self->n_jobs; k++)
    if (self->jobs[k].trainer != NULL)
      gmarl_trainer_pause (self->jobs[k].trainer);
  pthread_mutex_unlock (&self->lock);
}

void
gmarl_scaling_runner_resume (GmarlScalingRunner *self)
{
  pthread_mutex_lock (&self->lock);
  self->is_paused = FALSE;
  for (guint k = 0; k < self->n_jobs; k++)
    if (self->jobs[k].trainer != NULL)
      gmarl_trainer_resume (self->jobs[k].trainer);
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
}

void
gmarl_scaling_runner_stop (GmarlScalingRunner *self)
{
  g_cancellable_cancel (self->cancellable);
  pthread_mutex_lock (&self->lock);
  self->is_stopped = TRUE;
  for (guint k = 0; k < self->n_jobs; k++)
    if (self->jobs[k].trainer != NULL)
      gmarl_trainer_stop (self->jobs[k].trainer);
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
}

gboolean
gmarl_scaling_runner_is_ended (GmarlScalingRunner *self)
{
  gboolean is_ended;

  pthread_mutex_lock (&self->lock);
  is_ended = self->n_working == 0;
  pthread_mutex_unlock (&self->lock);
  return is_ended;
}

gboolean
gmarl_scaling_runner_wait (GmarlScalingRunner *self, GError **error)
{
  join (self);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}
