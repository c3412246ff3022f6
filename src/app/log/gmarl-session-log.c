/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-session-log.h"

#include "gmarl-training-job.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _GmarlSessionLog {
  GObject parent_instance;

  /* Owned */
  GmarlLog *log;
  GSignalGroup *job_signals;
  char *job_text; /* what a job said last */
};

G_DEFINE_FINAL_TYPE (GmarlSessionLog, gmarl_session_log, G_TYPE_OBJECT)

static void
note (GmarlSessionLog *self, GmarlLogLevel level, const char *text)
{
  gmarl_log_add (self->log, level, G_LOG_DOMAIN, text);
}

/* What is shown as markup, as it is read. */
static void
toast_cb (GmarlSessionLog *self, AdwToast *toast)
{
  g_autofree char *text = NULL;

  if (pango_parse_markup (adw_toast_get_title (toast), -1, 0, NULL, &text, NULL, NULL))
    note (self, GMARL_LOG_INFO, text);
}

static void
banner_cb (GmarlSessionLog *self, const char *text)
{
  if (text != NULL)
    note (self, GMARL_LOG_WARNING, text);
}

static void
library_cb (GmarlSessionLog *self, GParamSpec *pspec, GmarlSession *session)
{
  const char *error = gmarl_session_get_library_error (session);
  g_autofree char *text = NULL;

  if (error != NULL) {
    note (self, GMARL_LOG_ERROR, error);
    return;
  }
  text = g_strdup_printf ("Opened the library %s", gmarl_session_get_library_directory (session));
  note (self, GMARL_LOG_INFO, text);
}

/* Each seed has a reason of its own. FALSE: none failed. */
static gboolean
note_seeds (GmarlSessionLog *self, GmarlTrainingJob *job)
{
  gboolean any = FALSE;

  for (gsize k = 0; k < gmarl_training_job_get_n_seeds (job); k++) {
    const GError *error = gmarl_training_job_get_seed_error (job, k);
    const char *run_id = gmarl_training_job_get_run_id (job, k);
    g_autofree char *text = NULL;

    if (error == NULL)
      continue;
    text = g_strdup_printf ("Run %s, seed %" PRIu64 ": %s", run_id != NULL ? run_id : "?",
                            gmarl_training_job_get_seed (job, k), error->message);
    note (self, GMARL_LOG_ERROR, text);
    any = TRUE;
  }
  return any;
}

static void
note_errors (GmarlSessionLog *self, GmarlJob *job)
{
  const GError *error = gmarl_job_get_error (job);

  if (error != NULL &&
      !(GMARL_IS_TRAINING_JOB (job) && note_seeds (self, GMARL_TRAINING_JOB (job))))
    note (self, GMARL_LOG_ERROR, error->message);
}

/* How it stands at each change of its state: the text by itself changes all the time. */
static void
job_cb (GmarlSessionLog *self)
{
  g_autoptr (GmarlJob) job = g_signal_group_dup_target (self->job_signals);
  g_autofree char *text = job != NULL ? gmarl_job_dup_text (job) : NULL;

  if (text == NULL || g_strcmp0 (text, self->job_text) == 0)
    return;
  g_free (self->job_text);
  self->job_text = g_strdup (text);
  if (gmarl_job_get_end (job) != GMARL_JOB_FAILED)
    note (self, GMARL_LOG_INFO, text);
  if (!gmarl_job_is_active (job))
    note_errors (self, job);
}

static void
gmarl_session_log_dispose (GObject *object)
{
  GmarlSessionLog *self = GMARL_SESSION_LOG (object);

  g_clear_object (&self->job_signals);
  g_clear_object (&self->log);
  G_OBJECT_CLASS (gmarl_session_log_parent_class)->dispose (object);
}

static void
gmarl_session_log_finalize (GObject *object)
{
  g_free (GMARL_SESSION_LOG (object)->job_text);
  G_OBJECT_CLASS (gmarl_session_log_parent_class)->finalize (object);
}

static void
gmarl_session_log_class_init (GmarlSessionLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gmarl_session_log_dispose;
  G_OBJECT_CLASS (klass)->finalize = gmarl_session_log_finalize;
}

static void
gmarl_session_log_init (GmarlSessionLog *self)
{
  /* Of an interface it does not find "notify". */
  self->job_signals = g_signal_group_new (G_TYPE_OBJECT);
  g_signal_group_connect_swapped (self->job_signals, "notify::active", G_CALLBACK (job_cb), self);
  g_signal_group_connect_swapped (self->job_signals, "notify::paused", G_CALLBACK (job_cb), self);
}

GmarlSessionLog *
gmarl_session_log_new (GmarlSession *session, GmarlLog *log)
{
  GmarlSessionLog *self = g_object_new (GMARL_TYPE_SESSION_LOG, NULL);

  self->log = g_object_ref (log);
  g_signal_connect_object (session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "banner", G_CALLBACK (banner_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::library-directory", G_CALLBACK (library_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (session, "job", self->job_signals, "target", G_BINDING_SYNC_CREATE);
  library_cb (self, NULL, session);
  return self;
}
