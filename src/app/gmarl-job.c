/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-job.h"

#include <glib/gi18n-lib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

G_DEFINE_INTERFACE (GmarlJob, gmarl_job, G_TYPE_OBJECT)

static void
gmarl_job_default_init (GmarlJobInterface *iface)
{
  static const char *const flags[] = { "active", "paused", "can-pause", "can-stop" };
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    g_object_interface_install_property (iface,
                                         g_param_spec_boolean (flags[i], NULL, NULL, FALSE, read));
  g_object_interface_install_property (iface,
                                       g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, read));
  g_object_interface_install_property (iface, g_param_spec_string ("text", NULL, NULL, NULL, read));
}

void
gmarl_job_override_properties (GObjectClass *klass)
{
  g_object_class_override_property (klass, GMARL_JOB_PROP_ACTIVE, "active");
  g_object_class_override_property (klass, GMARL_JOB_PROP_PAUSED, "paused");
  g_object_class_override_property (klass, GMARL_JOB_PROP_CAN_PAUSE, "can-pause");
  g_object_class_override_property (klass, GMARL_JOB_PROP_CAN_STOP, "can-stop");
  g_object_class_override_property (klass, GMARL_JOB_PROP_FRACTION, "fraction");
  g_object_class_override_property (klass, GMARL_JOB_PROP_TEXT, "text");
}

void
gmarl_job_state_changed (GmarlJob *self)
{
  static const char *const names[] = { "active", "paused", "can-pause", "can-stop", "fraction" };

  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    g_object_notify (G_OBJECT (self), names[k]);
}

void
gmarl_job_take_text (GmarlJob *self, char **held, char *text)
{
  if (g_strcmp0 (text, *held) == 0) {
    g_free (text);
    return;
  }
  g_free (*held);
  *held = text;
  g_object_notify (G_OBJECT (self), "text");
}

static gboolean
get_flag (GmarlJob *self, const char *name)
{
  gboolean value = FALSE;

  g_return_val_if_fail (GMARL_IS_JOB (self), FALSE);
  g_object_get (self, name, &value, NULL);
  return value;
}

gboolean
gmarl_job_is_active (GmarlJob *self)
{
  return get_flag (self, "active");
}

gboolean
gmarl_job_is_paused (GmarlJob *self)
{
  return get_flag (self, "paused");
}

gboolean
gmarl_job_can_pause (GmarlJob *self)
{
  return get_flag (self, "can-pause");
}

gboolean
gmarl_job_can_stop (GmarlJob *self)
{
  return get_flag (self, "can-stop");
}

char *
gmarl_job_dup_text (GmarlJob *self)
{
  char *text = NULL;

  g_return_val_if_fail (GMARL_IS_JOB (self), NULL);
  g_object_get (self, "text", &text, NULL);
  return text;
}

gboolean
gmarl_job_is_pausable (GmarlJob *self)
{
  g_return_val_if_fail (GMARL_IS_JOB (self), FALSE);
  return GMARL_JOB_GET_IFACE (self)->pause != NULL;
}

void
gmarl_job_pause (GmarlJob *self)
{
  g_return_if_fail (GMARL_IS_JOB (self));
  if (gmarl_job_is_pausable (self) && gmarl_job_can_pause (self) && !gmarl_job_is_paused (self))
    GMARL_JOB_GET_IFACE (self)->pause (self);
}

void
gmarl_job_resume (GmarlJob *self)
{
  g_return_if_fail (GMARL_IS_JOB (self));
  if (gmarl_job_is_pausable (self) && gmarl_job_can_pause (self) && gmarl_job_is_paused (self))
    GMARL_JOB_GET_IFACE (self)->resume (self);
}

void
gmarl_job_stop (GmarlJob *self)
{
  g_return_if_fail (GMARL_IS_JOB (self));
  if (gmarl_job_can_stop (self))
    GMARL_JOB_GET_IFACE (self)->stop (self);
}

GmarlJobEnd
gmarl_job_get_end (GmarlJob *self)
{
  g_return_val_if_fail (GMARL_IS_JOB (self), GMARL_JOB_NOT_ENDED);
  return GMARL_JOB_GET_IFACE (self)->get_end (self);
}

const GError *
gmarl_job_get_error (GmarlJob *self)
{
  g_return_val_if_fail (GMARL_IS_JOB (self), NULL);
  return GMARL_JOB_GET_IFACE (self)->get_error (self);
}

const char *
gmarl_job_get_words (GmarlJob *self, GmarlJobWords which)
{
  const char *words;

  g_return_val_if_fail (GMARL_IS_JOB (self) && which < GMARL_N_JOB_WORDS, NULL);
  words = GMARL_JOB_GET_IFACE (self)->get_words (self)[which];
  return words[0] != '\0' ? _ (words) : "";
}

const char *
gmarl_job_get_view (GmarlJob *self)
{
  g_return_val_if_fail (GMARL_IS_JOB (self), NULL);
  return GMARL_JOB_GET_IFACE (self)->get_view (self);
}

const char *
gmarl_job_get_result_view (GmarlJob *self)
{
  GmarlJobInterface *iface;
  const char *view = NULL;

  g_return_val_if_fail (GMARL_IS_JOB (self), NULL);
  iface = GMARL_JOB_GET_IFACE (self);
  if (iface->get_end (self) != GMARL_JOB_FINISHED && iface->get_end (self) != GMARL_JOB_FAILED)
    return NULL;
  if (iface->get_result_view != NULL)
    view = iface->get_result_view (self);
  return view != NULL ? view : iface->get_view (self);
}

void
gmarl_job_give_memory_back (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}
