/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-job-watch.h"

#define NOTIFICATION_ID "job"

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

/* job: NULL to let the machine sleep. */
static void
inhibit (GmarlJobWatch *self, GmarlJob *job)
{
  if (job != NULL && self->inhibit_cookie == 0) {
    self->inhibit_cookie = gtk_application_inhibit (
        self->application, gtk_application_get_active_window (self->application),
        GTK_APPLICATION_INHIBIT_SUSPEND | GTK_APPLICATION_INHIBIT_LOGOUT,
        gmarl_job_get_words (job, GMARL_JOB_WORDS_BUSY));
  } else if (job == NULL && self->inhibit_cookie != 0) {
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
notify_end (GmarlJobWatch *self, GmarlJob *job)
{
  const GError *error = gmarl_job_get_error (job);
  gboolean failed = gmarl_job_get_end (job) == GMARL_JOB_FAILED;
  g_autofree char *text = gmarl_job_dup_text (job);
  g_autoptr (GNotification) notification = g_notification_new (
      gmarl_job_get_words (job, failed ? GMARL_JOB_WORDS_FAILED : GMARL_JOB_WORDS_FINISHED));

  g_notification_set_body (notification, error != NULL ? error->message : text);
  g_notification_set_default_action_and_target (notification, "app.show-view", "s",
                                                gmarl_job_get_view (job));
  g_application_send_notification (G_APPLICATION (self->application), NOTIFICATION_ID,
                                   notification);
}

static void
update (GmarlJobWatch *self)
{
  g_autoptr (GmarlJob) job = g_signal_group_dup_target (self->job_signals);
  gboolean active = job != NULL && gmarl_job_is_active (job);

  /* Paused work waits for its user, so the machine may sleep. */
  inhibit (self, active && !gmarl_job_is_paused (job) ? job : NULL);
  if (job != NULL && self->was_active && !active && !is_looked_at (self) &&
      gmarl_job_get_end (job) != GMARL_JOB_STOPPED)
    notify_end (self, job);
  self->was_active = active;
}

static void
gmarl_job_watch_dispose (GObject *object)
{
  GmarlJobWatch *self = GMARL_JOB_WATCH (object);

  inhibit (self, NULL);
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
  /* Of an interface it does not find "notify". */
  self->job_signals = g_signal_group_new (G_TYPE_OBJECT);
  g_signal_group_connect_swapped (self->job_signals, "notify::active", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->job_signals, "notify::paused", G_CALLBACK (update), self);
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
