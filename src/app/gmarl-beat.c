/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-beat.h"

/* Beats are the multiples of a length of the monotonic clock, so that nobody has to keep them. */
static gint64
next_beat (void)
{
  return (g_get_monotonic_time () / GMARL_BEAT_US + 1) * GMARL_BEAT_US;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  g_source_set_ready_time (source, next_beat ());
  return callback (data);
}

static GSourceFuncs beat_funcs = { .dispatch = dispatch };

guint
gmarl_beat_add (GSourceFunc func, gpointer data)
{
  GSource *source = g_source_new (&beat_funcs, sizeof (GSource));
  guint id;

  g_source_set_static_name (source, "beat");
  g_source_set_callback (source, func, data, NULL);
  g_source_set_ready_time (source, next_beat ());
  id = g_source_attach (source, NULL);
  g_source_unref (source);
  return id;
}
