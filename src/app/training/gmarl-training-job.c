/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-job-private.h"

#include "gmarl-plateau.h"
#include "gmarl-training-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum {
  PROP_STATE = GMARL_JOB_N_PROPS,
  PROP_BASELINES,
  N_PROPS,
};

enum {
  ROWS_ADDED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlTrainingJob,
                               gmarl_training_job,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_JOB,
                                                      gmarl_training_job_init_interface))

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

GType
gmarl_training_job_state_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { GMARL_TRAINING_JOB_IDLE, "GMARL_TRAINING_JOB_IDLE", "idle" },
    { GMARL_TRAINING_JOB_STARTING, "GMARL_TRAINING_JOB_STARTING", "starting" },
    { GMARL_TRAINING_JOB_RUNNING, "GMARL_TRAINING_JOB_RUNNING", "running" },
    { GMARL_TRAINING_JOB_PAUSING, "GMARL_TRAINING_JOB_PAUSING", "pausing" },
    { GMARL_TRAINING_JOB_PAUSED, "GMARL_TRAINING_JOB_PAUSED", "paused" },
    { GMARL_TRAINING_JOB_STOPPING, "GMARL_TRAINING_JOB_STOPPING", "stopping" },
    { GMARL_TRAINING_JOB_STOPPED, "GMARL_TRAINING_JOB_STOPPED", "stopped" },
    { GMARL_TRAINING_JOB_FINISHED, "GMARL_TRAINING_JOB_FINISHED", "finished" },
    { GMARL_TRAINING_JOB_FAILED, "GMARL_TRAINING_JOB_FAILED", "failed" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GmarlTrainingJobState", values));
  return type;
}

GmarlTrainingSeed *
gmarl_training_job_seed (GmarlTrainingJob *self, gsize index)
{
  return index < self->seeds->len ? self->seeds->pdata[index] : NULL;
}

/* -- What is shown -- */

static char *
make_text (GmarlTrainingJob *self)
{
  GmarlTrainingStatus status = {
    .seed = self->current + 1,
    .n_seeds = self->seeds->len,
    .iteration = self->progress.iteration,
    .iterations = self->progress.iterations,
    .seconds_left = gmarl_training_job_get_seconds_left (self),
  };
  g_autofree char *time = NULL;

  switch (self->state) {
  case GMARL_TRAINING_JOB_IDLE:
    return g_strdup (_ ("Not started"));
  case GMARL_TRAINING_JOB_STARTING:
    if (self->progress.iterations > 0 && self->seeds->len > 1)
      return g_strdup_printf (_ ("Training PPO (seed %zu of %zu) · starting"), status.seed,
                              status.n_seeds);
    return g_strdup (_ ("Training PPO · starting"));
  case GMARL_TRAINING_JOB_RUNNING:
    status.activity = GMARL_TRAINING_TEXT_TRAINING;
    return gmarl_training_text_status (&status);
  case GMARL_TRAINING_JOB_PAUSING:
    status.activity = GMARL_TRAINING_TEXT_PAUSING;
    return gmarl_training_text_status (&status);
  case GMARL_TRAINING_JOB_PAUSED:
    status.activity = GMARL_TRAINING_TEXT_PAUSED;
    return gmarl_training_text_status (&status);
  case GMARL_TRAINING_JOB_STOPPING:
    status.activity = GMARL_TRAINING_TEXT_STOPPING;
    return gmarl_training_text_status (&status);
  case GMARL_TRAINING_JOB_STOPPED:
    return g_strdup_printf (_ ("Stopped at iteration %lld"), (long long) self->progress.iteration);
  case GMARL_TRAINING_JOB_FINISHED:
    time = gmarl_training_text_duration (gmarl_training_job_get_seconds (self));
    /* translators: %s is a duration */
    return g_strdup_printf (_ ("PPO trained in %s"), time);
  case GMARL_TRAINING_JOB_FAILED:
    return g_strdup (self->error->message);
  default:
    g_return_val_if_reached (NULL);
  }
}

void
gmarl_training_job_update_text (GmarlTrainingJob *self)
{
  gmarl_job_take_text (GMARL_JOB (self), &self->text, make_text (self));
}

void
gmarl_training_job_set_state (GmarlTrainingJob *self, GmarlTrainingJobState state)
{
  if (state == self->state)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  self->state = state;
  gmarl_training_job_update_text (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  gmarl_job_state_changed (GMARL_JOB (self));
  g_object_thaw_notify (G_OBJECT (self));
}

void
gmarl_training_job_notify_fraction (GmarlTrainingJob *self)
{
  g_object_notify (G_OBJECT (self), "fraction");
}

void
gmarl_training_job_notify_baselines (GmarlTrainingJob *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BASELINES]);
}

void
gmarl_training_job_rows_added (GmarlTrainingJob *self, gsize index)
{
  g_signal_emit (self, signals[ROWS_ADDED], 0, (guint) index);
}

/* -- The object -- */

static void
gmarl_training_job_dispose (GObject *object)
{
  GmarlTrainingJob *self = GMARL_TRAINING_JOB (object);

  g_clear_handle_id (&self->beat_id, g_source_remove);
  if (self->link != NULL)
    self->link->job = NULL;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  /* Stops it, everything kept, and waits for that. */
  g_clear_object (&self->trainer);
  G_OBJECT_CLASS (gmarl_training_job_parent_class)->dispose (object);
}

static void
gmarl_training_job_finalize (GObject *object)
{
  GmarlTrainingJob *self = GMARL_TRAINING_JOB (object);

  g_clear_pointer (&self->request, gmarl_training_request_free);
  g_clear_pointer (&self->seeds, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->link, g_atomic_rc_box_release);
  g_clear_pointer (&self->policy, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self->text);
  G_OBJECT_CLASS (gmarl_training_job_parent_class)->finalize (object);
}

static gboolean
is_paused (GmarlTrainingJob *self)
{
  return self->state == GMARL_TRAINING_JOB_PAUSED || self->state == GMARL_TRAINING_JOB_PAUSING;
}

static void
gmarl_training_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlTrainingJob *self = GMARL_TRAINING_JOB (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case GMARL_JOB_PROP_ACTIVE:
    g_value_set_boolean (value, gmarl_training_job_is_active (self));
    break;
  case GMARL_JOB_PROP_PAUSED:
    g_value_set_boolean (value, is_paused (self));
    break;
  case GMARL_JOB_PROP_CAN_PAUSE:
    g_value_set_boolean (value, is_paused (self) || self->state == GMARL_TRAINING_JOB_RUNNING);
    break;
  case GMARL_JOB_PROP_CAN_STOP:
    g_value_set_boolean (value, gmarl_training_job_is_active (self) &&
                                    self->state != GMARL_TRAINING_JOB_STOPPING);
    break;
  case GMARL_JOB_PROP_FRACTION:
    g_value_set_double (value, gmarl_training_job_get_fraction (self));
    break;
  case GMARL_JOB_PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  case PROP_BASELINES:
    g_value_set_boolean (value, isfinite (self->baseline[0]));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_training_job_class_init (GmarlTrainingJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = gmarl_training_job_dispose;
  object_class->finalize = gmarl_training_job_finalize;
  object_class->get_property = gmarl_training_job_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, GMARL_TYPE_TRAINING_JOB_STATE,
                                              GMARL_TRAINING_JOB_IDLE, flags);
  properties[PROP_BASELINES] = g_param_spec_boolean ("baselines", NULL, NULL, FALSE, flags);
  for (guint id = PROP_STATE; id < N_PROPS; id++)
    g_object_class_install_property (object_class, id, properties[id]);
  gmarl_job_override_properties (object_class);

  signals[ROWS_ADDED] = g_signal_new ("rows-added", GMARL_TYPE_TRAINING_JOB, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
gmarl_training_job_init (GmarlTrainingJob *self)
{
  self->request = g_new0 (GmarlTrainingRequest, 1);
  self->seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_training_seed_free);
  self->kept = -1;
  self->seconds_per_iteration = NAN;
  self->progress.seconds_left = NAN;
  self->progress.best_score = NAN;
  for (gsize k = 0; k < GMARL_N_BASELINES; k++)
    self->baseline[k] = NAN;
  self->text = make_text (self);
}

GmarlTrainingJob *
gmarl_training_job_new (const char *directory,
                        const GmarlRunConfig *config,
                        const guint64 *seeds,
                        gsize n_seeds)
{
  GmarlTrainingJob *self;

  g_return_val_if_fail (n_seeds > 0, NULL);

  self = g_object_new (GMARL_TYPE_TRAINING_JOB, NULL);
  self->request->directory = g_strdup (directory);
  self->request->config = gmarl_run_config_copy (config);
  self->request->seeds = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_vals (self->request->seeds, seeds, (guint) n_seeds);
  for (gsize k = 0; k < n_seeds; k++)
    g_ptr_array_add (self->seeds, gmarl_training_seed_new (seeds[k]));
  return self;
}

GmarlTrainingJob *
gmarl_training_job_new_resume (const char *directory, const char *const *run_ids)
{
  GmarlTrainingJob *self = g_object_new (GMARL_TYPE_TRAINING_JOB, NULL);

  self->request->directory = g_strdup (directory);
  self->request->run_ids = g_strdupv ((char **) run_ids);
  return self;
}

GmarlTrainingJob *
gmarl_training_job_new_gentler (GmarlTrainingJob *other)
{
  g_autoptr (GmarlRunConfig) config = NULL;
  GmarlTrainingJob *self;

  for (gsize k = 0; k < other->seeds->len; k++) {
    const GmarlTrainingSeed *seed = gmarl_training_job_seed (other, k);

    if (seed->error == NULL || seed->run_id == NULL)
      continue;
    config = gmarl_run_config_copy (other->request->config);
    config->learning.learning_rate /= 2;
    if (other->kept > 0)
      config->iterations = MAX (1, config->iterations - other->kept);
    self = gmarl_training_job_new (other->request->directory, config, &seed->seed, 1);
    if (other->kept >= 0)
      self->request->init_from = g_strdup (seed->run_id);
    return self;
  }
  g_return_val_if_reached (NULL);
}

void
gmarl_training_job_set_time_budget (GmarlTrainingJob *self, double seconds)
{
  g_return_if_fail (self->state == GMARL_TRAINING_JOB_IDLE);
  self->request->budget = seconds;
}

void
gmarl_training_job_set_threads (GmarlTrainingJob *self, gint64 threads)
{
  g_return_if_fail (self->state == GMARL_TRAINING_JOB_IDLE);
  self->request->threads = threads;
}

void
gmarl_training_job_start (GmarlTrainingJob *self)
{
  g_return_if_fail (GMARL_IS_TRAINING_JOB (self));
  if (gmarl_training_job_is_active (self) || self->state == GMARL_TRAINING_JOB_FINISHED)
    return;

  self->stop_wanted = FALSE;
  self->pause_wanted = FALSE;
  self->kept = -1;
  self->has_diverged = FALSE;
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gmarl_training_job_run (self);
}

void
gmarl_training_job_pause (GmarlTrainingJob *self)
{
  if ((self->state != GMARL_TRAINING_JOB_RUNNING && self->state != GMARL_TRAINING_JOB_STARTING) ||
      self->stop_wanted)
    return;
  self->pause_wanted = TRUE;
  if (self->trainer == NULL)
    return;
  gmarl_trainer_pause (self->trainer);
  gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_PAUSING);
}

void
gmarl_training_job_resume (GmarlTrainingJob *self)
{
  if (!self->pause_wanted || self->stop_wanted)
    return;
  self->pause_wanted = FALSE;
  if (self->trainer == NULL)
    return;
  gmarl_trainer_resume (self->trainer);
  gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_RUNNING);
}

void
gmarl_training_job_stop (GmarlTrainingJob *self)
{
  if (!gmarl_training_job_is_active (self) || self->stop_wanted)
    return;
  self->stop_wanted = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (self->trainer != NULL)
    gmarl_trainer_stop (self->trainer);
  gmarl_training_job_set_state (self, GMARL_TRAINING_JOB_STOPPING);
}

GmarlTrainingJobState
gmarl_training_job_get_state (GmarlTrainingJob *self)
{
  return self->state;
}

gboolean
gmarl_training_job_is_active (GmarlTrainingJob *self)
{
  return self->state >= GMARL_TRAINING_JOB_STARTING && self->state <= GMARL_TRAINING_JOB_STOPPING;
}

double
gmarl_training_job_get_fraction (GmarlTrainingJob *self)
{
  double done = 0;
  double all;

  if (self->state == GMARL_TRAINING_JOB_FINISHED)
    return 1;
  if (self->request->config == NULL || self->seeds->len == 0)
    return 0;
  all = (double) self->request->config->iterations * (double) self->seeds->len;
  for (gsize k = 0; k < self->seeds->len; k++)
    done += gmarl_training_job_seed (self, k)->error != NULL
                ? (double) self->request->config->iterations
                : (double) gmarl_training_job_seed (self, k)->rows->len;
  return CLAMP (done / all, 0, 1);
}

const char *
gmarl_training_job_get_text (GmarlTrainingJob *self)
{
  return self->text;
}

const GError *
gmarl_training_job_get_error (GmarlTrainingJob *self)
{
  return self->error;
}

gint64
gmarl_training_job_get_kept_iteration (GmarlTrainingJob *self)
{
  return self->kept;
}

gboolean
gmarl_training_job_has_diverged (GmarlTrainingJob *self, gint64 *iteration)
{
  if (self->has_diverged && iteration != NULL)
    *iteration = self->failed_iteration;
  return self->has_diverged;
}

const GmarlRunConfig *
gmarl_training_job_get_config (GmarlTrainingJob *self)
{
  return self->request->config;
}

gsize
gmarl_training_job_get_n_seeds (GmarlTrainingJob *self)
{
  return self->seeds->len;
}

guint64
gmarl_training_job_get_seed (GmarlTrainingJob *self, gsize index)
{
  g_return_val_if_fail (index < self->seeds->len, 0);
  return gmarl_training_job_seed (self, index)->seed;
}

const char *
gmarl_training_job_get_run_id (GmarlTrainingJob *self, gsize index)
{
  g_return_val_if_fail (index < self->seeds->len, NULL);
  return gmarl_training_job_seed (self, index)->run_id;
}

const GError *
gmarl_training_job_get_seed_error (GmarlTrainingJob *self, gsize index)
{
  g_return_val_if_fail (index < self->seeds->len, NULL);
  return gmarl_training_job_seed (self, index)->error;
}

const char *
gmarl_training_job_get_result (GmarlTrainingJob *self)
{
  if (gmarl_training_job_is_active (self))
    return NULL;
  for (gsize k = 0; k < self->seeds->len; k++) {
    const GmarlTrainingSeed *seed = gmarl_training_job_seed (self, k);

    if (seed->error == NULL && seed->run_id != NULL && seed->rows->len > 0)
      return seed->run_id;
  }
  return NULL;
}

const GArray *
gmarl_training_job_get_rows (GmarlTrainingJob *self, gsize index)
{
  g_return_val_if_fail (index < self->seeds->len, NULL);
  return gmarl_training_job_seed (self, index)->rows;
}

gsize
gmarl_training_job_get_current (GmarlTrainingJob *self)
{
  return self->current;
}

void
gmarl_training_job_get_progress (GmarlTrainingJob *self, GmarlTrainerProgress *progress)
{
  *progress = self->progress;
}

double
gmarl_training_job_get_seconds (GmarlTrainingJob *self)
{
  double sum = 0;

  for (gsize k = 0; k < self->seeds->len; k++) {
    const GArray *rows = gmarl_training_job_seed (self, k)->rows;

    for (guint row = 0; row < rows->len; row++)
      sum += g_array_index (rows, GmarlTrainingMetrics, row).value[GMARL_METRIC_SECONDS];
  }
  return sum;
}

double
gmarl_training_job_get_seconds_left (GmarlTrainingJob *self)
{
  gint64 left = self->progress.iterations - self->progress.iteration;

  for (gsize k = 0; k < self->seeds->len; k++)
    if (gmarl_training_job_seed (self, k)->plan != NULL)
      left += self->progress.iterations - gmarl_training_job_seed (self, k)->rows->len;
  return self->seconds_per_iteration * (double) left;
}

double
gmarl_training_job_get_best_score (GmarlTrainingJob *self)
{
  double sum = 0;
  gsize count = 0;

  for (gsize k = 0; k < self->seeds->len; k++)
    if (isfinite (gmarl_training_job_seed (self, k)->best_score)) {
      sum += gmarl_training_job_seed (self, k)->best_score;
      count++;
    }
  return count == 0 ? NAN : sum / (double) count;
}

gint64
gmarl_training_job_get_plateau (GmarlTrainingJob *self)
{
  if (self->request->config == NULL || self->state == GMARL_TRAINING_JOB_STOPPING ||
      !gmarl_training_job_is_active (self))
    return 0;
  return gmarl_plateau_length (&self->progress,
                               self->request->config->learning.validation_interval);
}

GBytes *
gmarl_training_job_get_policy (GmarlTrainingJob *self)
{
  GBytes *newest = self->trainer != NULL ? gmarl_trainer_get_policy (self->trainer) : NULL;

  if (newest != NULL)
    return newest;
  return self->policy != NULL ? g_bytes_ref (self->policy) : NULL;
}

double
gmarl_training_job_get_baseline (GmarlTrainingJob *self, GmarlBaseline baseline)
{
  return self->baseline[baseline];
}
