/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The main thread decides, others work. A trainer has its own thread and wakes this one through a
 * Link: at most one idle source waits at a time, and an idle that comes after another trainer took
 * over finds that its link leads nowhere. Beginning, changing to the next seed and settling are
 * tasks on other threads; each gets copies, and gives back what this thread then owns.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-training-job-private.h"

#include "gmarl-beat.h"

#include "gmarl-error.h"
#include "gmarl-threads.h"

#include <gdk/gdk.h>
#include <math.h>

/* -- Work on other threads -- */

typedef struct _Work Work;

typedef gboolean (*WorkFunc) (Work *self, GCancellable *cancellable, GError **error);

struct _Work {
  WorkFunc func;
  gint n_handed;                 /* atomic: times it was handed over */
  GmarlTrainingRequest *request; /* to begin with; NULL: the seeds are there */
  GPtrArray *seeds;              /* what came of the request */
  GmarlTrainer *old_trainer;     /* to be waited for and freed */
  GmarlTrainingLink *old_link;
  GmarlRunPlan *plan; /* to be trained, or NULL: the first of the seeds that has one */
  GmarlTrainingLink *link;
  GmarlTrainer *trainer; /* started, or NULL */
  GPtrArray *left_out;   /* of GmarlRunPlan */
  char *failed_id;       /* run whose newest checkpoint is asked for */
  gint64 kept;
};

static GmarlTrainingLink *
link_new (GmarlTrainingJob *job)
{
  GmarlTrainingLink *link = g_atomic_rc_box_new0 (GmarlTrainingLink);

  link->job = job;
  return link;
}

static void
work_free (Work *self)
{
  g_clear_pointer (&self->request, gmarl_training_request_free);
  g_clear_pointer (&self->seeds, g_ptr_array_unref);
  g_clear_object (&self->old_trainer);
  g_clear_pointer (&self->old_link, g_atomic_rc_box_release);
  g_clear_object (&self->trainer);
  g_clear_pointer (&self->link, g_atomic_rc_box_release);
  g_clear_pointer (&self->plan, gmarl_run_plan_free);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_free (self->failed_id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static gboolean update_cb (gpointer user_data);

/* The trainer's thread. */
static void
changed_cb (gpointer user_data)
{
  GmarlTrainingLink *link = user_data;

  if (g_atomic_int_compare_and_exchange (&link->is_pending, FALSE, TRUE))
    g_idle_add_full (GDK_PRIORITY_REDRAW, update_cb, g_atomic_rc_box_acquire (link),
                     g_atomic_rc_box_release);
}

/* Another thread. Gives away the trainer that was, which joins its thread. */
static void
work_free_old (Work *self)
{
  g_clear_object (&self->old_trainer);
  g_clear_pointer (&self->old_link, g_atomic_rc_box_release);
}

static gboolean
work_begin (Work *self, GCancellable *cancellable, GError **error)
{
  work_free_old (self);
  self->seeds = gmarl_training_request_carry_out (self->request, cancellable, error);
  return self->seeds != NULL;
}

static gboolean
work_start (Work *self, GCancellable *cancellable, GError **error)
{
  work_free_old (self);
  self->trainer = gmarl_run_plan_make_trainer (self->plan);
  gmarl_trainer_set_notify (self->trainer, changed_cb, self->link);
  if (gmarl_trainer_start (self->trainer, error))
    return TRUE;
  g_clear_object (&self->trainer);
  return FALSE;
}

static gboolean
work_settle (Work *self, GCancellable *cancellable, GError **error)
{
  work_free_old (self);
  gmarl_job_give_memory_back ();
  gmarl_training_leave_out (self->left_out);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  if (self->failed_id != NULL)
    self->kept = gmarl_training_newest_checkpoint (self->request->directory, self->failed_id);
  return TRUE;
}

static void
work_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  gboolean done;

  g_atomic_int_inc (&work->n_handed);
  done = work->func (work, cancellable, &error);
  g_atomic_int_inc (&work->n_handed);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The main thread's again, to be freed. (transfer full) Counting is for
 * ThreadSanitizer, which does not see how GTask hands data over.
 */
static Work *
get_work (GAsyncResult *result)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  g_atomic_int_inc (&work->n_handed);
  return work;
}

/* The task has no source object, which its thread might be the last to let go of: the callback has
 * a reference.
 */
static void
run_work (GmarlTrainingJob *self, Work *work, WorkFunc func, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, callback, g_object_ref (self));

  work->func = func;
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, NULL);
  g_atomic_int_inc (&work->n_handed);
  gmarl_threads_run (task, work_thread);
}

/* The trainer that was goes with the work; late idles of it lead nowhere. */
static Work *
work_new (GmarlTrainingJob *self)
{
  Work *work = g_new0 (Work, 1);

  if (self->trainer != NULL) {
    g_clear_pointer (&self->policy, g_bytes_unref);
    self->policy = gmarl_trainer_get_policy (self->trainer);
  }
  if (self->link != NULL)
    self->link->job = NULL;
  work->old_trainer = g_steal_pointer (&self->trainer);
  work->old_link = g_steal_pointer (&self->link);
  work->kept = -1;
  return work;
}

/* -- From seed to seed -- */

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlTrainingJob) self = user_data;
  g_autoptr (Work) work = get_work (result);

  g_task_propagate_boolean (G_TASK (result), NULL);
  self->kept = work->kept;
  gmarl_training_job_set_state (self, self->ending);
}

/* Ends the job. */
static void
settle (GmarlTrainingJob *self, GmarlTrainingJobState ending)
{
  Work *work = work_new (self);

  self->ending = ending;
  work->request = gmarl_training_request_copy (self->request);
  work->left_out = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_run_plan_free);
  for (gsize k = 0; k < self->seeds->len; k++) {
    GmarlTrainingSeed *seed = gmarl_training_job_seed (self, k);

    if (seed->plan != NULL)
      g_ptr_array_add (work->left_out, g_steal_pointer (&seed->plan));
    if (seed->error != NULL && work->failed_id == NULL)
      work->failed_id = g_strdup (seed->run_id);
  }
  run_work (self, work, work_settle, settled_cb);
}

static void
count_seeds (GmarlTrainingJob *self, gsize *n_failed, gsize *next)
{
  *n_failed = 0;
  *next = self->seeds->len;
  for (gsize k = self->seeds->len; k-- > 0;) {
    const GmarlTrainingSeed *seed = gmarl_training_job_seed (self, k);

    if (seed->plan != NULL)
      *next = k;
    if (seed->error != NULL)
      (*n_failed)++;
  }
}

/* The job's error is the first one of a seed. */
static void
set_failure (GmarlTrainingJob *self, GmarlTrainingSeed *seed, GError *error)
{
  g_clear_error (&seed->error);
  seed->error = error;
  if (self->error == NULL)
    self->error = g_error_copy (error);
}

static void started_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Lets the next seed have its turn, or ends the job. */
static void
advance (GmarlTrainingJob *self)
{
  gsize n_failed, next;
  Work *work;

  count_seeds (self, &n_failed, &next);
  if (self->stop_wanted && next < self->seeds->len) {
    settle (self, GMARL_TRAINING_JOB_STOPPED);
    return;
  }
  /* The next seed would not be stored either. */
  if (self->error != NULL && g_error_matches (self->error, GMARL_ERROR, GMARL_ERROR_LIBRARY)) {
    settle (self, GMARL_TRAINING_JOB_FAILED);
    return;
  }
  if (next == self->seeds->len) {
    settle (self,
            n_failed == self->seeds->len ? GMARL_TRAINING_JOB_FAILED : GMARL_TRAINING_JOB_FINISHED);
    return;
  }

  self->current = next;
  self->n_taken = 0;
  self->progress = (GmarlTrainerProgress){
    .iterations = self->request->config->iterations,
    .iteration = gmarl_training_job_seed (self, next)->rows->len,
    .seconds_left = NAN,
    .best_score = NAN,
  };
  work = work_new (self);
  work->plan = g_steal_pointer (&gmarl_training_job_seed (self, next)->plan);
  work->link = link_new (self);
  gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_STARTING);
  gmarl_training_job_update_text (self);
  run_work (self, work, work_start, started_cb);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlTrainingJob) self = user_data;
  g_autoptr (Work) work = get_work (result);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    work->link->job = NULL;
    set_failure (self, gmarl_training_job_seed (self, self->current), g_steal_pointer (&error));
    advance (self);
    return;
  }
  self->trainer = g_steal_pointer (&work->trainer);
  self->link = g_steal_pointer (&work->link);
  if (self->stop_wanted) {
    gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_STOPPING);
    gmarl_trainer_stop (self->trainer);
  } else if (self->pause_wanted) {
    gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_PAUSING);
    gmarl_trainer_pause (self->trainer);
  } else {
    gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_RUNNING);
  }
  /* What it said while nobody listened. */
  changed_cb (self->link);
}

static void evaluate_baselines (GmarlTrainingJob *self);

/* Seeds that a job knows already keep the rows that it has shown. */
static void
take_seeds (GmarlTrainingJob *self, GPtrArray *seeds)
{
  for (guint k = 0; k < seeds->len && k < self->seeds->len; k++) {
    GmarlTrainingSeed *known = gmarl_training_job_seed (self, k);
    GmarlTrainingSeed *seed = seeds->pdata[k];

    if (known->rows->len < seed->rows->len)
      continue;
    g_array_unref (seed->rows);
    seed->rows = g_array_ref (known->rows);
  }
  g_ptr_array_unref (self->seeds);
  self->seeds = g_ptr_array_ref (seeds);
  for (guint k = 0; k < seeds->len; k++)
    if (gmarl_training_job_seed (self, k)->rows->len > 0)
      gmarl_training_job_rows_added (self, k);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlTrainingJob) self = user_data;
  g_autoptr (Work) work = get_work (result);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_STOPPED);
      return;
    }
    self->error = g_steal_pointer (&error);
    gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_FAILED);
    return;
  }
  take_seeds (self, work->seeds);
  gmarl_training_request_free (self->request);
  self->request = g_steal_pointer (&work->request);
  evaluate_baselines (self);
  advance (self);
}

/* -- What the trainer says -- */

static void
take_rows (GmarlTrainingJob *self)
{
  GmarlTrainingSeed *seed = gmarl_training_job_seed (self, self->current);
  g_autoptr (GArray) rows = gmarl_trainer_get_rows (self->trainer, self->n_taken);
  guint before = seed->rows->len;

  self->n_taken += rows->len;
  for (guint k = 0; k < rows->len; k++) {
    const GmarlTrainingMetrics *row = &g_array_index (rows, GmarlTrainingMetrics, k);

    /* After a kill the first ones are known already, to the bit. */
    if (row->value[GMARL_METRIC_ITERATION] > seed->rows->len)
      g_array_append_vals (seed->rows, row, 1);
  }
  if (seed->rows->len > before)
    gmarl_training_job_rows_added (self, self->current);
}

static void
take_progress (GmarlTrainingJob *self)
{
  GmarlTrainingSeed *seed = gmarl_training_job_seed (self, self->current);
  gint64 left;

  gmarl_trainer_get_progress (self->trainer, &self->progress);
  left = self->progress.iterations - self->progress.iteration;
  if (isfinite (self->progress.seconds_left) && left > 0)
    self->seconds_per_iteration = self->progress.seconds_left / (double) left;
  if (isfinite (self->progress.best_score))
    seed->best_score = self->progress.best_score;
}

static void
trainer_ended (GmarlTrainingJob *self)
{
  GmarlTrainingSeed *seed = gmarl_training_job_seed (self, self->current);
  GError *error = NULL;

  if (self->progress.outcome == GMARL_OUTCOME_STOPPED) {
    settle (self, GMARL_TRAINING_JOB_STOPPED);
    return;
  }
  if (!gmarl_trainer_wait (self->trainer, &error)) {
    if (self->error == NULL) {
      /* A row that was stored already and came out differently is not what is meant. */
      self->has_diverged = g_error_matches (error, GMARL_ERROR, GMARL_ERROR_DIVERGED) &&
                           self->progress.iteration >= seed->rows->len;
      self->failed_iteration = self->progress.iteration;
    }
    set_failure (self, seed, error);
  }
  advance (self);
}

static void
show_news (GmarlTrainingJob *self)
{
  g_clear_handle_id (&self->beat_id, g_source_remove);
  take_rows (self);
  gmarl_training_job_notify_fraction (self);
  gmarl_training_job_update_text (self);
}

static gboolean
beat_cb (gpointer user_data)
{
  GmarlTrainingJob *self = user_data;

  self->beat_id = 0;
  if (self->trainer != NULL)
    show_news (self);
  return G_SOURCE_REMOVE;
}

/* What is only more of the same waits for the beat. */
static gboolean
update_cb (gpointer user_data)
{
  GmarlTrainingLink *link = user_data;
  g_autoptr (GmarlTrainingJob) self = NULL;

  /* Before looking: what comes after this wakes us again. */
  g_atomic_int_set (&link->is_pending, FALSE);
  if (link->job == NULL || link->job->trainer == NULL)
    return G_SOURCE_REMOVE;
  self = g_object_ref (link->job);

  take_progress (self);
  if (self->progress.state == GMARL_TRAINER_ENDED) {
    show_news (self);
    trainer_ended (self);
  } else if (self->progress.state == GMARL_TRAINER_PAUSED && self->pause_wanted &&
             !self->stop_wanted) {
    show_news (self);
    gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_PAUSED);
  } else if (self->beat_id == 0) {
    self->beat_id = gmarl_beat_add (beat_cb, self);
  }
  return G_SOURCE_REMOVE;
}

/* -- Baselines -- */

typedef struct {
  gint n_handed; /* as in Work */
  GmarlRunConfig *config;
  GArray *seeds;
  double reward[GMARL_N_BASELINES];
} Baselines;

static void
baselines_free (Baselines *self)
{
  gmarl_run_config_free (self->config);
  g_array_unref (self->seeds);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Baselines, baselines_free)

static void
baselines_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Baselines *self = data;
  GError *error = NULL;
  gboolean done;

  g_atomic_int_inc (&self->n_handed);
  done = gmarl_training_evaluate_baselines (self->config, (guint64 *) (gpointer) self->seeds->data,
                                            self->seeds->len, self->reward, cancellable, &error);
  g_atomic_int_inc (&self->n_handed);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
baselines_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlTrainingJob) self = user_data;
  g_autoptr (Baselines) baselines = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_atomic_int_inc (&baselines->n_handed);
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    /* The charts do without. */
    g_debug ("No baselines: %s", error->message);
    return;
  }
  for (gsize k = 0; k < GMARL_N_BASELINES; k++)
    self->baseline[k] = baselines->reward[k];
  gmarl_training_job_notify_baselines (self);
}

static void
evaluate_baselines (GmarlTrainingJob *self)
{
  g_autoptr (GTask) task = NULL;
  Baselines *baselines;

  if (isfinite (self->baseline[0]))
    return;
  baselines = g_new0 (Baselines, 1);
  baselines->config = gmarl_run_config_copy (self->request->config);
  baselines->seeds = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (gsize k = 0; k < self->seeds->len; k++)
    g_array_append_val (baselines->seeds, gmarl_training_job_seed (self, k)->seed);
  task = g_task_new (NULL, self->cancellable, baselines_cb, g_object_ref (self));
  g_task_set_task_data (task, baselines, NULL);
  g_atomic_int_inc (&baselines->n_handed);
  gmarl_threads_run (task, baselines_thread);
}

/* The runs to go on with, where there are any. */
static char **
get_run_ids (GmarlTrainingJob *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (gsize k = 0; k < self->seeds->len; k++)
    if (gmarl_training_job_seed (self, k)->run_id != NULL)
      g_ptr_array_add (ids, g_strdup (gmarl_training_job_seed (self, k)->run_id));
  if (ids->len == 0)
    return g_strdupv (self->request->run_ids);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_steal (ids, NULL);
}

void
gmarl_training_job_run (GmarlTrainingJob *self)
{
  Work *work = work_new (self);

  work->request = gmarl_training_request_copy (self->request);
  g_strfreev (work->request->run_ids);
  work->request->run_ids = get_run_ids (self);
  gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_STARTING);
  run_work (self, work, work_begin, begun_cb);
}
