/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-job-watch.h"

#include "gmarl-training-job.h"

#include <glib/gi18n-lib.h>

#define NOTIFICATION_ID "training"

struct _GmarlJobWatch {
  GObject parent_instance;

  /* Owned */
  GSignalGroup *job_signals;

  /* Borrowed */
  GtkApplication *application;

  guint inhibit_cookie; /* 0: none */
  gboolean was_active;
};

G_DEFINE_FINAL_TYPE (GmarlJobWatch, gmarl_job_watch, G_TYPE_OBJECT)

static void
inhibit (GmarlJobWatch *self, gboolean active)
{
  if (active && self->inhibit_cookie == 0) {
    self->inhibit_cookie = gtk_application_inhibit (
        self->application, gtk_application_get_active_window (self->application),
        GTK_APPLICATION_INHIBIT_SUSPEND | GTK_APPLICATION_INHIBIT_LOGOUT,
        _ ("A policy is being trained"));
  } else if (!active && self->inhibit_cookie != 0) {
    gtk_application_uninhibit (self->application, self->inhibit_cookie);
    self->inhibit_cookie = 0;
  }
}

static gboolean
is_looked_at (GmarlJobWatch *self)
{
  for (GList *each = gtk_application_get_windows (self->application); each; each = each->next)
    if (gtk_window_is_active (each->data))
      return TRUE;
  return FALSE;
}

static void
notify_end (GmarlJobWatch *self, GmarlTrainingJob *job)
{
  const GError *error = gmarl_training_job_get_error (job);
  gboolean failed = gmarl_training_job_get_state (job) == GMARL_TRAINING_JOB_FAILED;
  g_autoptr (GNotification) notification =
      g_notification_new (failed ? _ ("Training Ended Early") : _ ("Training Finished"));

  g_notification_set_body (notification,
                           error != NULL ? error->message : gmarl_training_job_get_text (job));
  g_notification_set_default_action (notification, "app.show-training");
  g_application_send_notification (G_APPLICATION (self->application), NOTIFICATION_ID,
                                   notification);
}

static void
update (GmarlJobWatch *self)
{
  g_autoptr (GmarlTrainingJob) job = g_signal_group_dup_target (self->job_signals);
  GmarlTrainingJobState state =
      job != NULL ? gmarl_training_job_get_state (job) : GMARL_TRAINING_JOB_IDLE;
  gboolean active = job != NULL && gmarl_training_job_is_active (job);

  /* A paused training waits for its user, so the machine may sleep. */
  inhibit (self, active && state != GMARL_TRAINING_JOB_PAUSED);
  if (self->was_active && !active && !is_looked_at (self) &&
      (state == GMARL_TRAINING_JOB_FINISHED || state == GMARL_TRAINING_JOB_FAILED))
    notify_end (self, job);
  self->was_active = active;
}

static void
gmarl_job_watch_dispose (GObject *object)
{
  GmarlJobWatch *self = GMARL_JOB_WATCH (object);

  inhibit (self, FALSE);
  g_clear_object (&self->job_signals);
  G_OBJECT_CLASS (gmarl_job_watch_parent_class)->dispose (object);
}

static void
gmarl_job_watch_class_init (GmarlJobWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gmarl_job_watch_dispose;
}

static void
gmarl_job_watch_init (GmarlJobWatch *self)
{
  self->job_signals = g_signal_group_new (GMARL_TYPE_TRAINING_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->job_signals, "bind", G_CALLBACK (update), self);
}

GmarlJobWatch *
gmarl_job_watch_new (GtkApplication *application, GmarlSession *session)
{
  GmarlJobWatch *self = g_object_new (GMARL_TYPE_JOB_WATCH, NULL);

  self->application = application;
  g_object_bind_property (session, "job", self->job_signals, "target", G_BINDING_SYNC_CREATE);
  return self;
}
