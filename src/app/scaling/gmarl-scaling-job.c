/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The study is stored, and its runner made, on a thread of GTask's; then the runner works on its
 * own threads, and the main thread asks the library four times a second how far things are.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-job-private.h"

#include "gmarl-error.h"
#include "gmarl-scaling-runner.h"
#include "gmarl-threads.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LOOK_MS 250

struct _GmarlScalingJob {
  GObject parent_instance;

  /* Owned */
  char *directory;
  char *study_id;
  GmarlScalingStudy *study;
  GmarlLibrary *library; /* to read; NULL before it runs */
  GmarlScalingRunner *runner;
  GPtrArray *cells; /* of GmarlScalingCell, or NULL */
  GError *error;
  char *text;

  guint jobs;
  gint64 threads;
  gboolean retry;
  GmarlScalingJobState state;
  guint look_id;
  gboolean pause_wanted; /* before there is a runner */
  gboolean stop_wanted;

  /* How far it was when it last began or went on, for the time left. */
  GmarlScalingCounts since;
  gint64 since_us;
};

enum {
  CELLS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void job_init (GmarlJobInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlScalingJob,
                               gmarl_scaling_job,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_JOB, job_init))

static gboolean
is_active (GmarlScalingJob *self)
{
  return self->state >= GMARL_SCALING_JOB_STARTING && self->state <= GMARL_SCALING_JOB_STOPPING;
}

double
gmarl_scaling_job_get_seconds_left (GmarlScalingJob *self)
{
  double seconds = (double) (g_get_monotonic_time () - self->since_us) / G_USEC_PER_SEC;
  GmarlScalingCounts counts;

  if (self->state != GMARL_SCALING_JOB_RUNNING || self->cells == NULL || self->since_us == 0)
    return NAN;
  counts = gmarl_scaling_count (self->cells);
  return gmarl_scaling_seconds_left (&self->since, &counts, seconds);
}

static void
update_text (GmarlScalingJob *self)
{
  GmarlScalingCounts counts = { 0 };

  if (self->cells != NULL)
    counts = gmarl_scaling_count (self->cells);
  gmarl_job_take_text (
      GMARL_JOB (self), &self->text,
      gmarl_scaling_job_make_text (self->state, self->cells == NULL ? NULL : &counts,
                                   gmarl_scaling_job_get_seconds_left (self), self->error));
}

static void
set_state (GmarlScalingJob *self, GmarlScalingJobState state)
{
  if (state == self->state)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  self->state = state;
  update_text (self);
  gmarl_job_state_changed (GMARL_JOB (self));
  g_object_thaw_notify (G_OBJECT (self));
}

/* -- While it runs -- */

static void
take_cells (GmarlScalingJob *self)
{
  GPtrArray *cells = gmarl_library_list_cells (self->library, self->study_id, NULL);

  /* What cannot be read now, because somebody writes, can be in a moment. */
  if (cells == NULL)
    return;
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  self->cells = cells;
  if (self->since_us == 0) {
    self->since = gmarl_scaling_count (cells);
    self->since_us = g_get_monotonic_time ();
  }
  update_text (self);
  g_object_notify (G_OBJECT (self), "fraction");
  g_signal_emit (self, signals[CELLS_CHANGED], 0);
}

/* Of cells, where the library itself was fine. */
static void
set_cells_error (GmarlScalingJob *self)
{
  guint n_failed;

  if (self->cells == NULL)
    return;
  n_failed = gmarl_scaling_count (self->cells).cells[GMARL_CELL_FAILED];
  if (n_failed > 0)
    g_set_error (
        &self->error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
        g_dngettext (GETTEXT_PACKAGE, "%u run of the scaling study failed; the others are kept.",
                     "%u runs of the scaling study failed; the others are kept.", n_failed),
        n_failed);
}

static void
end (GmarlScalingJob *self)
{
  gboolean done = gmarl_scaling_runner_wait (self->runner, &self->error);

  g_clear_pointer (&self->runner, gmarl_scaling_runner_free);
  gmarl_job_give_memory_back ();
  if (!done) {
    set_state (self, GMARL_SCALING_JOB_FAILED);
    return;
  }
  set_cells_error (self);
  set_state (self, self->stop_wanted ? GMARL_SCALING_JOB_STOPPED : GMARL_SCALING_JOB_FINISHED);
}

static gboolean
look_cb (gpointer user_data)
{
  GmarlScalingJob *self = user_data;
  gboolean is_ended = gmarl_scaling_runner_is_ended (self->runner);

  g_object_ref (self);
  take_cells (self);
  if (is_ended) {
    self->look_id = 0;
    end (self);
  }
  g_object_unref (self);
  return is_ended ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* -- The beginning -- */

/* What the thread gets and gives. */
typedef struct {
  char *directory;
  GmarlScalingStudy *study;
  gboolean retry;
  GmarlStudyRecord *record;
} Beginning;

static void
beginning_free (Beginning *self)
{
  g_free (self->directory);
  gmarl_scaling_study_free (self->study);
  g_clear_pointer (&self->record, gmarl_study_record_free);
  g_free (self);
}

static gboolean
begin_study (Beginning *self, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (self->directory, GMARL_LIBRARY_DEFAULT, error);
  g_autofree char *id =
      library == NULL ? NULL : gmarl_library_begin_study (library, self->study, error);

  if (id == NULL)
    return FALSE;
  if (self->retry && (!gmarl_library_requeue_cells (library, id, GMARL_CELL_FAILED, NULL, error) ||
                      !gmarl_library_requeue_cells (library, id, GMARL_CELL_SKIPPED, NULL, error)))
    return FALSE;
  self->record = gmarl_library_find_study (library, id, error);
  return self->record != NULL;
}

static void
begin_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (begin_study (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run (GmarlScalingJob *self, const GmarlStudyRecord *record)
{
  if (self->library == NULL)
    self->library = gmarl_library_open (self->directory, GMARL_LIBRARY_READ_ONLY, &self->error);
  if (self->library == NULL) {
    set_state (self, GMARL_SCALING_JOB_FAILED);
    return;
  }
  self->runner = gmarl_scaling_runner_new (self->directory, record, self->jobs, self->threads);
  if (self->pause_wanted)
    gmarl_scaling_runner_pause (self->runner);
  if (self->stop_wanted)
    gmarl_scaling_runner_stop (self->runner);
  gmarl_scaling_runner_start (self->runner);
  self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
  set_state (self, self->stop_wanted    ? GMARL_SCALING_JOB_STOPPING
                   : self->pause_wanted ? GMARL_SCALING_JOB_PAUSED
                                        : GMARL_SCALING_JOB_RUNNING);
  take_cells (self);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlScalingJob) self = user_data;
  Beginning *beginning = g_task_get_task_data (G_TASK (result));

  if (g_task_propagate_boolean (G_TASK (result), &self->error))
    run (self, beginning->record);
  else
    set_state (self, GMARL_SCALING_JOB_FAILED);
}

void
gmarl_scaling_job_start (GmarlScalingJob *self)
{
  g_autoptr (GTask) task = NULL;
  Beginning *beginning;

  g_return_if_fail (GMARL_IS_SCALING_JOB (self));
  if (is_active (self) || self->state == GMARL_SCALING_JOB_FINISHED)
    return;
  self->stop_wanted = FALSE;
  self->pause_wanted = FALSE;
  self->since_us = 0;
  g_clear_error (&self->error);
  set_state (self, GMARL_SCALING_JOB_STARTING);

  beginning = g_new0 (Beginning, 1);
  beginning->directory = g_strdup (self->directory);
  beginning->study = gmarl_scaling_study_copy (self->study);
  beginning->retry = self->retry;
  /* Without a source object, which the thread might be the last to let go of. */
  task = g_task_new (NULL, NULL, begun_cb, g_object_ref (self));
  g_task_set_task_data (task, beginning, (GDestroyNotify) beginning_free);
  gmarl_threads_run (task, begin_thread);
}

/* -- Requests -- */

static void
job_pause (GmarlJob *job)
{
  GmarlScalingJob *self = GMARL_SCALING_JOB (job);

  if (self->state != GMARL_SCALING_JOB_RUNNING && self->state != GMARL_SCALING_JOB_STARTING)
    return;
  self->pause_wanted = TRUE;
  if (self->runner == NULL)
    return;
  gmarl_scaling_runner_pause (self->runner);
  set_state (self, GMARL_SCALING_JOB_PAUSED);
}

static void
job_resume (GmarlJob *job)
{
  GmarlScalingJob *self = GMARL_SCALING_JOB (job);

  self->pause_wanted = FALSE;
  if (self->state != GMARL_SCALING_JOB_PAUSED)
    return;
  gmarl_scaling_runner_resume (self->runner);
  self->since_us = 0;
  set_state (self, GMARL_SCALING_JOB_RUNNING);
}

static void
job_stop (GmarlJob *job)
{
  GmarlScalingJob *self = GMARL_SCALING_JOB (job);

  if (!is_active (self) || self->stop_wanted)
    return;
  self->stop_wanted = TRUE;
  if (self->runner != NULL)
    gmarl_scaling_runner_stop (self->runner);
  set_state (self, GMARL_SCALING_JOB_STOPPING);
}

static GmarlJobEnd
job_get_end (GmarlJob *job)
{
  switch (GMARL_SCALING_JOB (job)->state) {
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
  return GMARL_SCALING_JOB (job)->error;
}

static const char *const *
job_get_words (GmarlJob *job)
{
  return gmarl_scaling_job_words;
}

static const char *
job_get_view (GmarlJob *job)
{
  return "scaling";
}

static void
job_init (GmarlJobInterface *iface)
{
  iface->pause = job_pause;
  iface->resume = job_resume;
  iface->stop = job_stop;
  iface->get_end = job_get_end;
  iface->get_error = job_get_error;
  iface->get_words = job_get_words;
  iface->get_view = job_get_view;
}

GmarlScalingJobState
gmarl_scaling_job_get_state (GmarlScalingJob *self)
{
  return self->state;
}

const char *
gmarl_scaling_job_get_study_id (GmarlScalingJob *self)
{
  return self->study_id;
}

GPtrArray *
gmarl_scaling_job_get_cells (GmarlScalingJob *self)
{
  return self->cells;
}

/* -- The object -- */

static double
get_fraction (GmarlScalingJob *self)
{
  GmarlScalingCounts counts;
  double all;

  if (self->cells == NULL)
    return 0;
  counts = gmarl_scaling_count (self->cells);
  all = counts.work + counts.work_left;
  return all > 0 ? counts.work / all : 1;
}

static void
gmarl_scaling_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlScalingJob *self = GMARL_SCALING_JOB (object);

  switch (id) {
  case GMARL_JOB_PROP_ACTIVE:
    g_value_set_boolean (value, is_active (self));
    break;
  case GMARL_JOB_PROP_PAUSED:
    g_value_set_boolean (value, self->state == GMARL_SCALING_JOB_PAUSED);
    break;
  case GMARL_JOB_PROP_CAN_PAUSE:
    g_value_set_boolean (value, self->state == GMARL_SCALING_JOB_PAUSED ||
                                    self->state == GMARL_SCALING_JOB_RUNNING);
    break;
  case GMARL_JOB_PROP_CAN_STOP:
    g_value_set_boolean (value, is_active (self) && self->state != GMARL_SCALING_JOB_STOPPING);
    break;
  case GMARL_JOB_PROP_FRACTION:
    g_value_set_double (value, get_fraction (self));
    break;
  case GMARL_JOB_PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_scaling_job_dispose (GObject *object)
{
  GmarlScalingJob *self = GMARL_SCALING_JOB (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  /* Stops it, everything kept, and waits for that. */
  g_clear_pointer (&self->runner, gmarl_scaling_runner_free);
  G_OBJECT_CLASS (gmarl_scaling_job_parent_class)->dispose (object);
}

static void
gmarl_scaling_job_finalize (GObject *object)
{
  GmarlScalingJob *self = GMARL_SCALING_JOB (object);

  g_free (self->directory);
  g_free (self->study_id);
  g_clear_pointer (&self->study, gmarl_scaling_study_free);
  g_clear_pointer (&self->library, gmarl_library_close);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->text);
  G_OBJECT_CLASS (gmarl_scaling_job_parent_class)->finalize (object);
}

static void
gmarl_scaling_job_class_init (GmarlScalingJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gmarl_scaling_job_dispose;
  object_class->finalize = gmarl_scaling_job_finalize;
  object_class->get_property = gmarl_scaling_job_get_property;
  gmarl_job_override_properties (object_class);
  signals[CELLS_CHANGED] = g_signal_new ("cells-changed", GMARL_TYPE_SCALING_JOB, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_scaling_job_init (GmarlScalingJob *self)
{
}

GmarlScalingJob *
gmarl_scaling_job_new (const char *directory,
                       const GmarlScalingStudy *study,
                       guint jobs,
                       gint64 threads,
                       gboolean retry)
{
  GmarlScalingJob *self = g_object_new (GMARL_TYPE_SCALING_JOB, NULL);

  self->directory = g_strdup (directory);
  self->study = gmarl_scaling_study_copy (study);
  self->study_id = gmarl_scaling_study_get_id (study);
  self->jobs = jobs;
  self->threads = threads;
  self->retry = retry;
  update_text (self);
  return self;
}
