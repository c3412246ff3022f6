/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The signal handlers themselves are GLib's, which only write to a pipe; what is done about a
 * signal is done on a thread of its own with its own main context, so that it works whatever the
 * other threads are busy with.
 */
#include "config.h"

#include "gmarl-cli-interrupt.h"

#include "gmarl-cli.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

struct _GmarlInterrupt {
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GCancellable *cancellable;

  GMutex mutex;
  char *parting_words; /* guarded by mutex */
};

static gboolean
signal_cb (gpointer user_data)
{
  GmarlInterrupt *self = user_data;

  if (!g_cancellable_is_cancelled (self->cancellable)) {
    g_cancellable_cancel (self->cancellable);
    return G_SOURCE_CONTINUE;
  }
  g_mutex_lock (&self->mutex);
  if (self->parting_words != NULL)
    g_printerr ("\n%s: %s\n", g_get_prgname (), self->parting_words);
  _exit (GMARL_STATUS_INTERRUPTED);
}

static gpointer
listen (gpointer user_data)
{
  GmarlInterrupt *self = user_data;

  g_main_loop_run (self->loop);
  return NULL;
}

GmarlInterrupt *
gmarl_interrupt_new (void)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  GmarlInterrupt *self = g_new0 (GmarlInterrupt, 1);

  g_mutex_init (&self->mutex);
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  for (gsize k = 0; k < G_N_ELEMENTS (signals); k++) {
    g_autoptr (GSource) source = g_unix_signal_source_new (signals[k]);

    g_source_set_callback (source, signal_cb, self, NULL);
    g_source_attach (source, self->context);
  }
  self->thread = g_thread_new ("interrupt", listen, self);
  return self;
}

static gboolean
quit_cb (gpointer user_data)
{
  GmarlInterrupt *self = user_data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

void
gmarl_interrupt_free (GmarlInterrupt *self)
{
  g_autoptr (GSource) quit = NULL;

  if (self == NULL)
    return;
  /* From inside the loop, since one that does not run yet cannot be quit. */
  quit = g_idle_source_new ();
  g_source_set_callback (quit, quit_cb, self, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_free (self->parting_words);
  g_free (self);
}

GCancellable *
gmarl_interrupt_get_cancellable (GmarlInterrupt *self)
{
  return self->cancellable;
}

void
gmarl_interrupt_set_parting_words (GmarlInterrupt *self, const char *words)
{
  g_mutex_lock (&self->mutex);
  g_free (self->parting_words);
  self->parting_words = g_strdup (words);
  g_mutex_unlock (&self->mutex);
}
