/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GMARL_BEAT_US (250 * G_TIME_SPAN_MILLISECOND)

/* Calls func at the next beat, and as long as it returns G_SOURCE_CONTINUE at each one after that.
 * There are four beats a second, which is as often as people can read digits, and they are the same
 * ones for everybody: what changes at a beat is laid out and drawn in one frame. Main thread.
 * Returns the id of a source, for g_source_remove().
 */
guint gmarl_beat_add (GSourceFunc func, gpointer data);

G_END_DECLS
