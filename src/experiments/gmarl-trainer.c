/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* One thread a run: iterate, validate, store, publish. Requests are atomic flags; a paused worker
 * sleeps on a condition variable. The order in which an iteration is stored makes a kill harmless
 * at any instant: best policy, metric row, numbered checkpoint, resume state. Whatever is missing
 * after a kill is recomputed from the resume state to the same bits.
 */
#define G_LOG_DOMAIN "gmarl-experiments"

#include "config.h"

#include "gmarl-trainer.h"

#include "gmarl-backend.h"
#include "gmarl-error.h"
#include "gmarl-evaluation.h"
#include "gmarl-learner.h"
#include "gmarl-trained-policy.h"
#include "gmarl-workers.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Longest computing time that a kill costs. */
#define RESUME_SECONDS 10

/* Iterations whose median duration gives the time left, and the fewest that do. */
#define RECENT_ITERATIONS 20
#define FEWEST_ITERATIONS 5

struct _GmarlTrainer {
  GObject parent_instance;

  /* Constant after start */
  GmarlRunConfig *config;
  guint64 seed;
  GBytes *resume;
  GBytes *init_from;
  GmarlTrainerNotify notify;
  gpointer notify_data;
  GmarlGrid *grid;
  GmarlEnvironment *environment;
  GThread *thread;

  /* Used by the worker alone after start */
  GmarlRunSink *sink;
  GmarlLearner *learner;
  double best_score;
  gint64 best_iteration;
  gint64 resume_written; /* monotonic time */

  /* Requests */
  atomic_bool pause_wanted;
  atomic_bool stop_wanted;

  /* Guarded by lock */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  GmarlTrainerProgress progress;
  GArray *rows; /* of GmarlTrainingMetrics */
  GBytes *policy;
  GError *error;
};

G_DEFINE_FINAL_TYPE (GmarlTrainer, gmarl_trainer, G_TYPE_OBJECT)

static void
gmarl_trainer_finalize (GObject *object)
{
  GmarlTrainer *self = GMARL_TRAINER (object);

  if (self->thread != NULL) {
    gmarl_trainer_stop (self);
    g_thread_join (self->thread);
  }
  g_clear_pointer (&self->learner, gmarl_learner_free);
  g_clear_pointer (&self->environment, gmarl_environment_free);
  g_clear_pointer (&self->grid, gmarl_grid_free);
  g_clear_pointer (&self->sink, gmarl_run_sink_free);
  g_clear_pointer (&self->config, gmarl_run_config_free);
  g_clear_pointer (&self->resume, g_bytes_unref);
  g_clear_pointer (&self->init_from, g_bytes_unref);
  g_clear_pointer (&self->policy, g_bytes_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_error (&self->error);
  pthread_cond_destroy (&self->changed);
  pthread_mutex_destroy (&self->lock);
  G_OBJECT_CLASS (gmarl_trainer_parent_class)->finalize (object);
}

static void
gmarl_trainer_class_init (GmarlTrainerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_trainer_finalize;
}

static void
gmarl_trainer_init (GmarlTrainer *self)
{
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->changed, NULL);
  self->rows = g_array_new (FALSE, FALSE, sizeof (GmarlTrainingMetrics));
  self->best_score = NAN;
  self->progress.seconds_left = NAN;
  self->progress.best_score = NAN;
}

GmarlTrainer *
gmarl_trainer_new (const GmarlRunConfig *config,
                   guint64 seed,
                   GBytes *resume,
                   GBytes *init_from,
                   GmarlRunSink *sink)
{
  GmarlTrainer *self = g_object_new (GMARL_TYPE_TRAINER, NULL);

  self->config = gmarl_run_config_copy (config);
  self->seed = seed;
  self->resume = resume != NULL ? g_bytes_ref (resume) : NULL;
  self->init_from = init_from != NULL ? g_bytes_ref (init_from) : NULL;
  self->sink = sink;
  self->progress.iterations = config->iterations;
  return self;
}

void
gmarl_trainer_set_notify (GmarlTrainer *self, GmarlTrainerNotify func, gpointer user_data)
{
  g_return_if_fail (self->thread == NULL);

  self->notify = func;
  self->notify_data = user_data;
}

static void
tell (GmarlTrainer *self)
{
  if (self->notify != NULL)
    self->notify (self->notify_data);
}

static void
set_state (GmarlTrainer *self, GmarlTrainerState state)
{
  pthread_mutex_lock (&self->lock);
  self->progress.state = state;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
  tell (self);
}

static gboolean
write_resume_state (GmarlTrainer *self, GError **error)
{
  g_autoptr (GBytes) bytes =
      gmarl_learner_save (self->learner, self->best_score, self->best_iteration);

  self->resume_written = g_get_monotonic_time ();
  return gmarl_run_sink_checkpoint (self->sink, GMARL_CHECKPOINT_LAST,
                                    gmarl_learner_get_iteration (self->learner), NAN, bytes, 0,
                                    error);
}

/* Means over validation days into the row; returns their mean reward. */
static gboolean
evaluate_policy (GmarlTrainer *self,
                 GBytes *policy_bytes,
                 GmarlTrainingMetrics *row,
                 GError **error)
{
  static const struct {
    GmarlMetric metric;
    GmarlIndicator indicator;
  } measured[] = {
    { GMARL_METRIC_VALIDATION_REWARD, GMARL_INDICATOR_EPISODE_REWARD },
    { GMARL_METRIC_VALIDATION_STABILITY, GMARL_INDICATOR_STABILITY },
    { GMARL_METRIC_VALIDATION_IMPORT, GMARL_INDICATOR_GRID_IMPORT },
    { GMARL_METRIC_VALIDATION_COST, GMARL_INDICATOR_ENERGY_COST },
  };
  const GmarlLearningConfig *learning = &self->config->learning;
  gsize n_days = (gsize) learning->validation_days;
  g_autofree guint64 *seeds = g_new (guint64, n_days);
  const GmarlEvaluationProtocol protocol = { seeds, n_days, learning->threads };
  g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (policy_bytes, "policy", error);
  g_autoptr (GmarlPolicy) policy = NULL;
  g_autofree double *values = NULL;

  if (checkpoint == NULL)
    return FALSE;
  policy = gmarl_trained_policy_new (checkpoint, self->grid, learning->kernel_level, "policy",
                                     "policy", error);
  if (policy == NULL)
    return FALSE;
  for (gsize day = 0; day < n_days; day++)
    seeds[day] = gmarl_episode_seed (GMARL_PURPOSE_VALIDATION, self->seed, day);
  values = gmarl_evaluate (self->grid, policy, &protocol, NULL, NULL, NULL, NULL, error);
  if (values == NULL)
    return FALSE;

  for (gsize k = 0; k < G_N_ELEMENTS (measured); k++) {
    double sum = 0;

    for (gsize day = 0; day < n_days; day++)
      sum += values[day * GMARL_N_INDICATORS + measured[k].indicator];
    row->value[measured[k].metric] = sum / (double) n_days;
  }
  return TRUE;
}

static gboolean
is_due (gint64 iteration, gint64 interval)
{
  return interval > 0 && iteration % interval == 0;
}

/* Publishes the newest policy, and keeps it where it is the best. */
static gboolean
validate (GmarlTrainer *self, GmarlTrainingMetrics *row, GError **error)
{
  gint64 iteration = gmarl_learner_get_iteration (self->learner);
  gint64 interval = self->config->learning.validation_interval;
  gboolean last = iteration == self->config->iterations;
  g_autoptr (GBytes) bytes = NULL;
  double score = NAN;

  if (!last && !is_due (iteration, interval))
    return TRUE;
  bytes = gmarl_learner_save_policy (self->learner);
  if (interval > 0) {
    if (!evaluate_policy (self, bytes, row, error))
      return FALSE;
    score = row->value[GMARL_METRIC_VALIDATION_REWARD];
  }

  pthread_mutex_lock (&self->lock);
  g_clear_pointer (&self->policy, g_bytes_unref);
  self->policy = g_bytes_ref (bytes);
  pthread_mutex_unlock (&self->lock);

  /* Without validation the last policy is the one that counts. */
  if (interval > 0 && !isnan (self->best_score) && !(score > self->best_score))
    return TRUE;
  self->best_score = score;
  self->best_iteration = iteration;
  return gmarl_run_sink_checkpoint (self->sink, GMARL_CHECKPOINT_BEST, iteration, score, bytes, 0,
                                    error);
}

static gboolean
write_checkpoints (GmarlTrainer *self, GError **error)
{
  const GmarlLearningConfig *learning = &self->config->learning;
  gint64 iteration = gmarl_learner_get_iteration (self->learner);
  gboolean numbered = is_due (iteration, learning->checkpoint_interval);
  gboolean late = g_get_monotonic_time () - self->resume_written >= RESUME_SECONDS * G_USEC_PER_SEC;

  if (numbered) {
    g_autoptr (GBytes) bytes = gmarl_learner_save_policy (self->learner);

    if (!gmarl_run_sink_checkpoint (self->sink, GMARL_CHECKPOINT_NUMBERED, iteration, NAN, bytes,
                                    learning->checkpoint_keep, error))
      return FALSE;
  }
  if (numbered || late || iteration == self->config->iterations)
    return write_resume_state (self, error);
  return TRUE;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Median of a metric over the newest rows, NaN while there are few. */
static double
recent_median_locked (const GmarlTrainer *self, GmarlMetric metric)
{
  double recent[RECENT_ITERATIONS];
  guint count = MIN (self->rows->len, RECENT_ITERATIONS);

  if (count < FEWEST_ITERATIONS)
    return NAN;
  for (guint k = 0; k < count; k++)
    recent[k] =
        g_array_index (self->rows, GmarlTrainingMetrics, self->rows->len - 1 - k).value[metric];
  qsort (recent, count, sizeof *recent, compare_doubles);
  return recent[count / 2];
}

static void
publish (GmarlTrainer *self, const GmarlTrainingMetrics *row)
{
  GmarlTrainerProgress *progress = &self->progress;

  pthread_mutex_lock (&self->lock);
  g_array_append_vals (self->rows, row, 1);
  progress->iteration = gmarl_learner_get_iteration (self->learner);
  progress->seconds += row->value[GMARL_METRIC_SECONDS];
  progress->seconds_left = recent_median_locked (self, GMARL_METRIC_SECONDS) *
                           (double) (progress->iterations - progress->iteration);
  progress->steps_per_second = recent_median_locked (self, GMARL_METRIC_STEPS_PER_SECOND);
  progress->best_score = self->best_score;
  progress->best_iteration = self->best_iteration;
  pthread_mutex_unlock (&self->lock);
  tell (self);
}

static gboolean
iterate (GmarlTrainer *self, GError **error)
{
  GmarlTrainingMetrics row;
  g_autoptr (GError) local_error = NULL;

  if (!gmarl_learner_iterate (self->learner, &self->stop_wanted, &row, &local_error)) {
    /* The request is looked at where the loop begins. */
    if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (!validate (self, &row, error) || !gmarl_run_sink_iteration (self->sink, &row, error) ||
      !write_checkpoints (self, error))
    return FALSE;
  publish (self, &row);
  return TRUE;
}

/* Sleeps until resumed or stopped; everything is on disk meanwhile. */
static gboolean
rest (GmarlTrainer *self, GError **error)
{
  if (!write_resume_state (self, error) ||
      !gmarl_run_sink_status (self->sink, GMARL_RUN_PAUSED, NULL, error))
    return FALSE;
  set_state (self, GMARL_TRAINER_PAUSED);
  pthread_mutex_lock (&self->lock);
  while (atomic_load (&self->pause_wanted) && !atomic_load (&self->stop_wanted))
    pthread_cond_wait (&self->changed, &self->lock);
  pthread_mutex_unlock (&self->lock);
  if (!gmarl_run_sink_status (self->sink, GMARL_RUN_RUNNING, NULL, error))
    return FALSE;
  set_state (self, GMARL_TRAINER_RUNNING);
  return TRUE;
}

static gboolean
train (GmarlTrainer *self, GmarlTrainerOutcome *outcome, GError **error)
{
  if (!gmarl_run_sink_status (self->sink, GMARL_RUN_RUNNING, NULL, error) ||
      (self->resume == NULL && !write_resume_state (self, error)))
    return FALSE;
  self->resume_written = g_get_monotonic_time ();

  while (gmarl_learner_get_iteration (self->learner) < self->config->iterations) {
    if (atomic_load (&self->stop_wanted)) {
      *outcome = GMARL_OUTCOME_STOPPED;
      return write_resume_state (self, error) &&
             gmarl_run_sink_status (self->sink, GMARL_RUN_STOPPED, NULL, error);
    }
    if (!(atomic_load (&self->pause_wanted) ? rest (self, error) : iterate (self, error)))
      return FALSE;
  }
  *outcome = GMARL_OUTCOME_FINISHED;
  return gmarl_run_sink_status (self->sink, GMARL_RUN_FINISHED, NULL, error);
}

static gpointer
worker_main (gpointer data)
{
  GmarlTrainer *self = data;
  GmarlTrainerOutcome outcome = GMARL_OUTCOME_FAILED;
  GError *error = NULL;

  gmarl_lower_thread_priority ();
  if (!train (self, &outcome, &error)) {
    outcome = GMARL_OUTCOME_FAILED;
    /* Where the disk is full this fails too; the run then counts as interrupted, and the error
     * tells why. */
    gmarl_run_sink_status (self->sink, GMARL_RUN_FAILED, error->message, NULL);
  }
  /* Lets go of the run, so that others can take it up. */
  g_clear_pointer (&self->sink, gmarl_run_sink_free);

  pthread_mutex_lock (&self->lock);
  self->error = error;
  self->progress.outcome = outcome;
  self->progress.state = GMARL_TRAINER_ENDED;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
  tell (self);
  return NULL;
}

/* Takes up a checkpoint: of this run to go on from, or of another whose networks to begin with. */
static gboolean
load (GmarlTrainer *self, GError **error)
{
  GBytes *bytes = self->resume != NULL ? self->resume : self->init_from;
  g_autoptr (GmarlCheckpoint) checkpoint = NULL;

  if (bytes == NULL)
    return TRUE;
  checkpoint = gmarl_checkpoint_open (
      bytes, self->resume != NULL ? _ ("The run's resume state") : _ ("The checkpoint"), error);
  if (checkpoint == NULL)
    return FALSE;
  if (self->resume == NULL)
    return gmarl_learner_load_networks (self->learner, checkpoint, error);
  if (!gmarl_learner_load (self->learner, checkpoint, &self->best_score, &self->best_iteration,
                           error))
    return FALSE;
  self->progress.iteration = gmarl_learner_get_iteration (self->learner);
  self->progress.best_score = self->best_score;
  self->progress.best_iteration = self->best_iteration;
  return TRUE;
}

static void
log_start (GmarlTrainer *self)
{
  const GmarlLearningConfig *learning = &self->config->learning;
  guint threads = learning->threads > 0 ? (guint) learning->threads : gmarl_available_threads ();
  const char *kernels = learning->backend == GMARL_BACKEND_OPENBLAS
                            ? "openblas"
                            : gmarl_kernel_level_name (learning->kernel_level, NULL);

  g_info ("Seed %" PRIu64 ": from iteration %" PRId64 " to %" PRId64
          ", %zu agents, %s kernels, threads: %u",
          self->seed, gmarl_learner_get_iteration (self->learner), self->config->iterations,
          self->environment->n_agents, kernels, threads);
}

gboolean
gmarl_trainer_start (GmarlTrainer *self, GError **error)
{
  const GmarlLearningConfig *learning = &self->config->learning;
  GmarlObservation observation =
      learning->share_parameters ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN;

  g_return_val_if_fail (self->thread == NULL, FALSE);

  if (self->seed > GMARL_LARGEST_SEED) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("The seed %" PRIu64 " is too large: seeds go up to %" PRIu64), self->seed,
                 GMARL_LARGEST_SEED);
    return FALSE;
  }
  if (!gmarl_run_config_validate (self->config, error))
    return FALSE;
  self->grid = gmarl_grid_new (self->config->scenario, error);
  if (self->grid == NULL || !gmarl_grid_has_cases (self->grid, GMARL_PURPOSE_TRAINING, error) ||
      (learning->validation_interval > 0 &&
       !gmarl_grid_has_cases (self->grid, GMARL_PURPOSE_VALIDATION, error)))
    return FALSE;
  self->environment = gmarl_grid_environment_new (self->grid, observation, self->seed);
  self->learner =
      gmarl_learner_new (self->environment, learning, self->seed, self->config->iterations, error);
  if (self->learner == NULL || !load (self, error))
    return FALSE;

  log_start (self);
  self->progress.state = GMARL_TRAINER_RUNNING;
  self->thread = g_thread_try_new ("training", worker_main, self, error);
  if (self->thread == NULL)
    self->progress.state = GMARL_TRAINER_IDLE;
  return self->thread != NULL;
}

void
gmarl_trainer_pause (GmarlTrainer *self)
{
  atomic_store (&self->pause_wanted, TRUE);
}

void
gmarl_trainer_resume (GmarlTrainer *self)
{
  pthread_mutex_lock (&self->lock);
  atomic_store (&self->pause_wanted, FALSE);
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
}

void
gmarl_trainer_stop (GmarlTrainer *self)
{
  pthread_mutex_lock (&self->lock);
  atomic_store (&self->stop_wanted, TRUE);
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
}

gboolean
gmarl_trainer_wait (GmarlTrainer *self, GError **error)
{
  g_return_val_if_fail (self->thread != NULL, FALSE);

  pthread_mutex_lock (&self->lock);
  while (self->progress.state != GMARL_TRAINER_ENDED)
    pthread_cond_wait (&self->changed, &self->lock);
  if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  pthread_mutex_unlock (&self->lock);
  return self->progress.outcome != GMARL_OUTCOME_FAILED;
}

void
gmarl_trainer_get_progress (GmarlTrainer *self, GmarlTrainerProgress *progress)
{
  pthread_mutex_lock (&self->lock);
  *progress = self->progress;
  pthread_mutex_unlock (&self->lock);
}

GArray *
gmarl_trainer_get_rows (GmarlTrainer *self, guint first)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (GmarlTrainingMetrics));

  pthread_mutex_lock (&self->lock);
  if (first < self->rows->len)
    g_array_append_vals (copy, &g_array_index (self->rows, GmarlTrainingMetrics, first),
                         self->rows->len - first);
  pthread_mutex_unlock (&self->lock);
  return copy;
}

GBytes *
gmarl_trainer_get_policy (GmarlTrainer *self)
{
  GBytes *policy;

  pthread_mutex_lock (&self->lock);
  policy = self->policy != NULL ? g_bytes_ref (self->policy) : NULL;
  pthread_mutex_unlock (&self->lock);
  return policy;
}
