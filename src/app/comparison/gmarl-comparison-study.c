/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The worker and the main thread share a Task: the worker writes how far it is under a lock, the
 * main thread looks four times a second. A task that was given up keeps what it needs until its
 * thread has noticed.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-study.h"
#include "gmarl-threads.h"

#include <glib/gi18n-lib.h>

#define LOOKS_A_SECOND 4

typedef struct {
  /* Constant. */
  GmarlScenario *scenario;
  char *library_directory;
  char **policies;
  char **names;
  char **states;
  guint64 seed;
  gsize n_days;
  gint64 threads;

  GMutex lock;
  /* Guarded by lock */
  gsize policy;
  double share; /* of it */
} Task;

struct _GmarlComparisonStudy {
  GObject parent_instance;

  /* Owned */
  GTask *task; /* under way, or NULL */
  GmarlComparisonResult *result;
  char *text;
  char *error;

  double fraction;
  guint timer;
};

enum {
  PROP_0,
  PROP_BUSY,
  PROP_FRACTION,
  PROP_TEXT,
  PROP_RESULT,
  PROP_ERROR,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (GmarlComparisonStudy, gmarl_comparison_study, G_TYPE_OBJECT)

static Task *
task_new (const GmarlComparisonPlan *plan)
{
  Task *self = g_new0 (Task, 1);

  self->scenario = gmarl_scenario_copy (plan->scenario);
  self->library_directory = g_strdup (plan->library_directory);
  self->policies = g_strdupv ((char **) plan->policies);
  self->names = g_strdupv ((char **) plan->names);
  self->states = g_strdupv ((char **) plan->states);
  self->seed = plan->seed;
  self->n_days = plan->n_days;
  self->threads = plan->threads;
  g_mutex_init (&self->lock);
  return self;
}

static void
task_free (gpointer data)
{
  Task *self = data;

  gmarl_scenario_free (self->scenario);
  g_free (self->library_directory);
  g_strfreev (self->policies);
  g_strfreev (self->names);
  g_strfreev (self->states);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* -- The worker -- */

static void
progress_cb (gsize policy, double share, gpointer user_data)
{
  Task *task = user_data;

  g_mutex_lock (&task->lock);
  task->policy = policy;
  task->share = share;
  g_mutex_unlock (&task->lock);
}

static void
measure_in_thread (GTask *gtask, gpointer source, gpointer data, GCancellable *cancellable)
{
  Task *task = data;
  const GmarlComparisonPlan plan = { .scenario = task->scenario,
                                     .library_directory = task->library_directory,
                                     .policies = (const char *const *) task->policies,
                                     .names = (const char *const *) task->names,
                                     .states = (const char *const *) task->states,
                                     .seed = task->seed,
                                     .n_days = task->n_days,
                                     .threads = task->threads };
  GError *error = NULL;
  GmarlComparisonResult *result =
      gmarl_comparison_measure (&plan, progress_cb, task, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (gtask, result, (GDestroyNotify) gmarl_comparison_result_unref);
  else
    g_task_return_error (gtask, error);
}

/* -- The main thread -- */

static void
set_text (GmarlComparisonStudy *self, char *text)
{
  g_free (self->text);
  self->text = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
look (GmarlComparisonStudy *self)
{
  Task *task = g_task_get_task_data (self->task);
  gsize n_policies = g_strv_length (task->policies), policy;
  double share;

  g_mutex_lock (&task->lock);
  policy = task->policy;
  share = task->share;
  g_mutex_unlock (&task->lock);

  self->fraction = ((double) policy + share) / (double) MAX (n_policies, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  /* translators: a policy, its number, the number of policies */
  set_text (self, g_strdup_printf (_ ("%s, policy %zu of %zu"), task->names[policy], policy + 1,
                                   n_policies));
}

static gboolean
look_cb (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

static void
set_task (GmarlComparisonStudy *self, GTask *task)
{
  gboolean was_busy = self->task != NULL;

  if (was_busy)
    g_cancellable_cancel (g_task_get_cancellable (self->task));
  g_set_object (&self->task, task);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (task != NULL) {
    self->timer = g_timeout_add (1000 / LOOKS_A_SECOND, look_cb, self);
    look (self);
  }
  if (was_busy != (task != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
set_error (GmarlComparisonStudy *self, const GError *error)
{
  gboolean is_told = error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_free (self->error);
  self->error = is_told ? g_strdup (error->message) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GmarlComparisonStudy *self = GMARL_COMPARISON_STUDY (source);
  g_autoptr (GError) error = NULL;
  GmarlComparisonResult *measured = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another study was begun, or this one given up: its end is no news. */
  if (self->task != G_TASK (result)) {
    g_clear_pointer (&measured, gmarl_comparison_result_unref);
    return;
  }
  if (measured != NULL) {
    g_clear_pointer (&self->result, gmarl_comparison_result_unref);
    self->result = measured;
  }
  set_task (self, NULL);
  set_error (self, error);
  if (measured != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESULT]);
}

static void
gmarl_comparison_study_dispose (GObject *object)
{
  GmarlComparisonStudy *self = GMARL_COMPARISON_STUDY (object);

  if (self->task != NULL)
    g_cancellable_cancel (g_task_get_cancellable (self->task));
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->task);
  G_OBJECT_CLASS (gmarl_comparison_study_parent_class)->dispose (object);
}

static void
gmarl_comparison_study_finalize (GObject *object)
{
  GmarlComparisonStudy *self = GMARL_COMPARISON_STUDY (object);

  g_clear_pointer (&self->result, gmarl_comparison_result_unref);
  g_free (self->text);
  g_free (self->error);
  G_OBJECT_CLASS (gmarl_comparison_study_parent_class)->finalize (object);
}

static void
gmarl_comparison_study_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlComparisonStudy *self = GMARL_COMPARISON_STUDY (object);

  switch (id) {
  case PROP_BUSY:
    g_value_set_boolean (value, self->task != NULL);
    break;
  case PROP_FRACTION:
    g_value_set_double (value, self->fraction);
    break;
  case PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  case PROP_RESULT:
    g_value_set_boolean (value, self->result != NULL);
    break;
  case PROP_ERROR:
    g_value_set_string (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_comparison_study_class_init (GmarlComparisonStudyClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gmarl_comparison_study_dispose;
  object_class->finalize = gmarl_comparison_study_finalize;
  object_class->get_property = gmarl_comparison_study_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_RESULT] = g_param_spec_boolean ("result", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
gmarl_comparison_study_init (GmarlComparisonStudy *self)
{
}

GmarlComparisonStudy *
gmarl_comparison_study_new (void)
{
  return g_object_new (GMARL_TYPE_COMPARISON_STUDY, NULL);
}

void
gmarl_comparison_study_begin (GmarlComparisonStudy *self, const GmarlComparisonPlan *plan)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (self, cancellable, measured_cb, NULL);

  g_return_if_fail (GMARL_IS_COMPARISON_STUDY (self) && plan->policies[0] != NULL);

  g_task_set_source_tag (task, gmarl_comparison_study_begin);
  g_task_set_task_data (task, task_new (plan), task_free);
  set_task (self, task);
  gmarl_threads_run (task, measure_in_thread);
}

void
gmarl_comparison_study_cancel (GmarlComparisonStudy *self)
{
  g_return_if_fail (GMARL_IS_COMPARISON_STUDY (self));
  set_task (self, NULL);
}

gboolean
gmarl_comparison_study_get_busy (GmarlComparisonStudy *self)
{
  return self->task != NULL;
}

double
gmarl_comparison_study_get_fraction (GmarlComparisonStudy *self)
{
  return self->fraction;
}

const char *
gmarl_comparison_study_get_text (GmarlComparisonStudy *self)
{
  return self->text;
}

const char *
gmarl_comparison_study_get_error (GmarlComparisonStudy *self)
{
  return self->error;
}

GmarlComparisonResult *
gmarl_comparison_study_get_result (GmarlComparisonStudy *self)
{
  return self->result;
}
