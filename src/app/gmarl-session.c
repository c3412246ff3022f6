/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-session.h"

#include "gmarl-document.h"
#include "gmarl-training-job.h"

#include <glib/gi18n-lib.h>

/* How often the library is asked whether another connection wrote. */
#define POLL_SECONDS 1

struct _GmarlSession {
  GObject parent_instance;

  /* Owned */
  GSettings *settings;
  GmarlLibrary *library;
  char *library_directory;
  char *library_error;
  char *banner; /* the text of the last one, or NULL */
  GmarlDocument *document;
  GmarlJob *job;
  GmarlTrainingJob *training;
  guint poll_id;

  gint64 data_version;
};

enum {
  PROP_0,
  PROP_LIBRARY_DIRECTORY,
  PROP_DOCUMENT,
  PROP_JOB,
  PROP_TRAINING,
  N_PROPS,
};

enum {
  LIBRARY_CHANGED,
  TOAST,
  BANNER,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlSession, gmarl_session, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* A directory on a read-only disk can still be looked at. */
static GmarlLibrary *
open_library (const char *directory, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GmarlLibrary *library = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, &reason);

  if (library == NULL)
    library = gmarl_library_open (directory, GMARL_LIBRARY_READ_ONLY, NULL);
  if (library == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return library;
}

/* Takes the library. */
static void
use_library (GmarlSession *self, GmarlLibrary *library, const char *directory)
{
  g_autofree char *kept = NULL;

  g_clear_pointer (&self->library, gmarl_library_close);
  g_clear_pointer (&self->library_error, g_free);
  self->library = library;
  kept = self->library_directory; /* it may be the one that is given */
  self->library_directory = g_strdup (directory);
  self->data_version = library != NULL ? gmarl_library_get_data_version (library) : 0;
}

static gboolean
poll_cb (gpointer user_data)
{
  GmarlSession *self = user_data;
  gint64 version;

  if (self->library == NULL)
    return G_SOURCE_CONTINUE;
  version = gmarl_library_get_data_version (self->library);
  if (version != self->data_version) {
    self->data_version = version;
    g_signal_emit (self, signals[LIBRARY_CHANGED], 0);
  }
  return G_SOURCE_CONTINUE;
}

static void
gmarl_session_dispose (GObject *object)
{
  GmarlSession *self = GMARL_SESSION (object);

  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_object (&self->document);
  g_clear_object (&self->job);
  g_clear_object (&self->training);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->library, gmarl_library_close);
  G_OBJECT_CLASS (gmarl_session_parent_class)->dispose (object);
}

static void
gmarl_session_finalize (GObject *object)
{
  GmarlSession *self = GMARL_SESSION (object);

  g_free (self->library_directory);
  g_free (self->library_error);
  g_free (self->banner);
  G_OBJECT_CLASS (gmarl_session_parent_class)->finalize (object);
}

static void
gmarl_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlSession *self = GMARL_SESSION (object);

  switch (id) {
  case PROP_LIBRARY_DIRECTORY:
    g_value_set_string (value, self->library_directory);
    break;
  case PROP_DOCUMENT:
    g_value_set_object (value, self->document);
    break;
  case PROP_JOB:
    g_value_set_object (value, self->job);
    break;
  case PROP_TRAINING:
    g_value_set_object (value, self->training);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GmarlSession *self = GMARL_SESSION (object);

  switch (id) {
  case PROP_DOCUMENT:
    gmarl_session_set_document (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_session_class_init (GmarlSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = gmarl_session_dispose;
  object_class->finalize = gmarl_session_finalize;
  object_class->get_property = gmarl_session_get_property;
  object_class->set_property = gmarl_session_set_property;

  properties[PROP_LIBRARY_DIRECTORY] =
      g_param_spec_string ("library-directory", NULL, NULL, NULL, read);
  properties[PROP_DOCUMENT] =
      g_param_spec_object ("document", NULL, NULL, GMARL_TYPE_DOCUMENT, read | G_PARAM_WRITABLE);
  properties[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, GMARL_TYPE_JOB, read);
  properties[PROP_TRAINING] =
      g_param_spec_object ("training", NULL, NULL, GMARL_TYPE_TRAINING_JOB, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LIBRARY_CHANGED] = g_signal_new ("library-changed", GMARL_TYPE_SESSION, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOAST] = g_signal_new ("toast", GMARL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
  signals[BANNER] =
      g_signal_new ("banner", GMARL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
gmarl_session_init (GmarlSession *self)
{
  self->settings = g_settings_new ("io.github.gridmarl.Gridmarl");
  self->document = gmarl_document_new ();
}

GmarlSession *
gmarl_session_new (const char *library_directory)
{
  GmarlSession *self = g_object_new (GMARL_TYPE_SESSION, NULL);
  g_autofree char *chosen = NULL;
  g_autoptr (GError) error = NULL;
  GmarlLibrary *library;

  if (library_directory != NULL)
    chosen = g_canonicalize_filename (library_directory, NULL);
  else
    chosen = g_settings_get_string (self->settings, "library-directory");
  if (chosen[0] == '\0') {
    g_free (chosen);
    chosen = gmarl_library_default_directory ();
  }

  library = open_library (chosen, &error);
  use_library (self, library, chosen);
  if (library == NULL)
    self->library_error = g_strdup (error->message);
  return self;
}

GSettings *
gmarl_session_get_settings (GmarlSession *self)
{
  g_return_val_if_fail (GMARL_IS_SESSION (self), NULL);
  return self->settings;
}

GmarlLibrary *
gmarl_session_get_library (GmarlSession *self)
{
  g_return_val_if_fail (GMARL_IS_SESSION (self), NULL);
  return self->library;
}

const char *
gmarl_session_get_library_directory (GmarlSession *self)
{
  g_return_val_if_fail (GMARL_IS_SESSION (self), NULL);
  return self->library_directory;
}

const char *
gmarl_session_get_library_error (GmarlSession *self)
{
  g_return_val_if_fail (GMARL_IS_SESSION (self), NULL);
  return self->library_error;
}

gboolean
gmarl_session_open_library (GmarlSession *self, const char *directory, GError **error)
{
  GmarlLibrary *library;

  g_return_val_if_fail (GMARL_IS_SESSION (self), FALSE);
  g_return_val_if_fail (directory != NULL, FALSE);

  library = open_library (directory, error);
  if (library == NULL)
    return FALSE;
  use_library (self, library, directory);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIBRARY_DIRECTORY]);
  g_signal_emit (self, signals[LIBRARY_CHANGED], 0);
  return TRUE;
}

void
gmarl_session_close_library (GmarlSession *self, const char *reason)
{
  char *kept;

  g_return_if_fail (GMARL_IS_SESSION (self));

  kept = g_strdup (reason); /* it may be the one that there is */
  g_clear_pointer (&self->library, gmarl_library_close);
  g_free (self->library_error);
  self->library_error = kept;
}

void
gmarl_session_set_watching (GmarlSession *self, gboolean watching)
{
  g_return_if_fail (GMARL_IS_SESSION (self));

  if (watching == (self->poll_id != 0))
    return;
  if (watching) {
    poll_cb (self);
    self->poll_id = g_timeout_add_seconds (POLL_SECONDS, poll_cb, self);
  } else {
    g_clear_handle_id (&self->poll_id, g_source_remove);
  }
}

void
gmarl_session_library_written (GmarlSession *self)
{
  g_return_if_fail (GMARL_IS_SESSION (self));
  g_signal_emit (self, signals[LIBRARY_CHANGED], 0);
}

GmarlDocument *
gmarl_session_get_document (GmarlSession *self)
{
  g_return_val_if_fail (GMARL_IS_SESSION (self), NULL);
  return self->document;
}

void
gmarl_session_set_document (GmarlSession *self, GmarlDocument *document)
{
  g_return_if_fail (GMARL_IS_SESSION (self));
  if (g_set_object (&self->document, document))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

GmarlJob *
gmarl_session_get_job (GmarlSession *self)
{
  g_return_val_if_fail (GMARL_IS_SESSION (self), NULL);
  return self->job;
}

GmarlJob *
gmarl_session_get_active_job (GmarlSession *self)
{
  g_return_val_if_fail (GMARL_IS_SESSION (self), NULL);
  return self->job != NULL && gmarl_job_is_active (self->job) ? self->job : NULL;
}

GmarlTrainingJob *
gmarl_session_get_training (GmarlSession *self)
{
  g_return_val_if_fail (GMARL_IS_SESSION (self), NULL);
  return self->training;
}

/* One at a time: each takes all cores, and two would only make both slower. */
static void
refuse_second_job (GmarlSession *self, GmarlJob *active)
{
  /* translators: %s is such as "A policy is being trained" */
  g_autofree char *text = g_strdup_printf (_ ("%s. Stop it first, or wait until it is done."),
                                           gmarl_job_get_words (active, GMARL_JOB_WORDS_BUSY));
  AdwToast *toast = gmarl_toast_new (text);

  adw_toast_set_button_label (toast, _ ("_Show"));
  adw_toast_set_action_name (toast, "win.view");
  adw_toast_set_action_target (toast, "s", gmarl_job_get_view (active));
  gmarl_session_toast (self, toast);
}

gboolean
gmarl_session_begin_job (GmarlSession *self, GmarlJob *job)
{
  GmarlJob *active;

  g_return_val_if_fail (GMARL_IS_SESSION (self), FALSE);
  g_return_val_if_fail (GMARL_IS_JOB (job), FALSE);

  active = gmarl_session_get_active_job (self);
  if (active != NULL && active != job) {
    refuse_second_job (self, active);
    return FALSE;
  }
  if (GMARL_IS_TRAINING_JOB (job) && g_set_object (&self->training, GMARL_TRAINING_JOB (job)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRAINING]);
  if (g_set_object (&self->job, job))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  return TRUE;
}

AdwToast *
gmarl_toast_new (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return adw_toast_new (escaped);
}

void
gmarl_session_toast (GmarlSession *self, AdwToast *toast)
{
  g_return_if_fail (GMARL_IS_SESSION (self));
  g_return_if_fail (ADW_IS_TOAST (toast));
  g_signal_emit (self, signals[TOAST], 0, toast);
  g_object_unref (toast);
}

void
gmarl_session_banner (GmarlSession *self, const char *text, const char *label, const char *action)
{
  g_autofree char *before = NULL;

  g_return_if_fail (GMARL_IS_SESSION (self));

  before = self->banner; /* it may be the text */
  self->banner = g_strdup (text);
  g_signal_emit (self, signals[BANNER], 0, text, label, action);
}

void
gmarl_session_end_banner (GmarlSession *self, const char *text)
{
  g_return_if_fail (GMARL_IS_SESSION (self));

  if (g_strcmp0 (text, self->banner) == 0)
    gmarl_session_banner (self, NULL, NULL, NULL);
}
