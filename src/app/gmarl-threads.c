/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-threads.h"

#define KEY "gmarl-threads"

/* How many run: of the application, and of each task. */
typedef struct {
  gatomicrefcount refs;
  GMutex mutex;
  GCond none;
  guint n_running;
} Threads;

typedef struct {
  Threads *threads;
  GTaskThreadFunc func;
} Work;

static Threads *
threads_ref (Threads *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
threads_unref (gpointer data)
{
  Threads *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->none);
  g_free (self);
}

static void
change (Threads *self, int difference)
{
  g_mutex_lock (&self->mutex);
  self->n_running = (guint) ((int) self->n_running + difference);
  if (self->n_running == 0)
    g_cond_broadcast (&self->none);
  g_mutex_unlock (&self->mutex);
}

void
gmarl_threads_follow (GApplication *application)
{
  Threads *threads;

  g_return_if_fail (G_IS_APPLICATION (application));

  threads = g_new0 (Threads, 1);
  g_atomic_ref_count_init (&threads->refs);
  g_mutex_init (&threads->mutex);
  g_cond_init (&threads->none);
  g_object_set_data_full (G_OBJECT (application), KEY, threads, threads_unref);
}

static void
work_free (gpointer data)
{
  Work *self = data;

  threads_unref (self->threads);
  g_free (self);
}

/* A task runs its function whether it was cancelled before or not. */
static void
work_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = g_object_get_data (G_OBJECT (task), KEY);
  Threads *threads = threads_ref (work->threads);

  work->func (task, source, data, cancellable);
  change (threads, -1);
  threads_unref (threads);
}

void
gmarl_threads_run (GTask *task, GTaskThreadFunc func)
{
  GApplication *application = g_application_get_default ();
  Threads *threads = application == NULL ? NULL : g_object_get_data (G_OBJECT (application), KEY);
  Work *work;

  g_return_if_fail (G_IS_TASK (task) && func != NULL);

  if (threads == NULL) {
    g_task_run_in_thread (task, func);
    return;
  }
  work = g_new (Work, 1);
  *work = (Work){ threads_ref (threads), func };
  g_object_set_data_full (G_OBJECT (task), KEY, work, work_free);
  change (threads, 1);
  g_task_run_in_thread (task, work_thread);
}

gboolean
gmarl_threads_wait (GApplication *application, gint64 longest_us)
{
  Threads *self = g_object_get_data (G_OBJECT (application), KEY);
  gint64 end = g_get_monotonic_time () + longest_us;
  gboolean done;

  g_return_val_if_fail (self != NULL, TRUE);

  g_mutex_lock (&self->mutex);
  while (self->n_running > 0 && g_cond_wait_until (&self->none, &self->mutex, end))
    ;
  done = self->n_running == 0;
  g_mutex_unlock (&self->mutex);
  return done;
}
