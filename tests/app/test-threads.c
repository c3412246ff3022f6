/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-threads.h"

typedef struct {
  GMutex mutex;
  GCond changed;
  gboolean may_end;
} Gate;

static void
wait_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  while (!gate->may_end)
    g_cond_wait (&gate->changed, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  g_task_return_boolean (task, TRUE);
}

static void
run (Gate *gate, gboolean cancelled)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);

  if (cancelled)
    g_cancellable_cancel (cancellable);
  g_task_set_task_data (task, gate, NULL);
  gmarl_threads_run (task, wait_thread);
}

/* What runs is waited for, for as long as is allowed, whether it was cancelled or not. */
static void
test_wait (void)
{
  g_autoptr (GApplication) application = g_application_new (NULL, G_APPLICATION_DEFAULT_FLAGS);
  Gate gate = { 0 };

  g_mutex_init (&gate.mutex);
  g_cond_init (&gate.changed);
  g_application_set_default (application);
  gmarl_threads_follow (application);
  g_assert_true (gmarl_threads_wait (application, 0));
  run (&gate, FALSE);
  run (&gate, TRUE);
  g_assert_false (gmarl_threads_wait (application, 1000));
  g_mutex_lock (&gate.mutex);
  gate.may_end = TRUE;
  g_cond_broadcast (&gate.changed);
  g_mutex_unlock (&gate.mutex);
  g_assert_true (gmarl_threads_wait (application, 60 * G_TIME_SPAN_SECOND));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_application_set_default (NULL);
  g_mutex_clear (&gate.mutex);
  g_cond_clear (&gate.changed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/threads/wait", test_wait);
  return g_test_run ();
}
