/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Progress on standard error: on a terminal one line that is written over, elsewhere plain lines,
 * few enough for a log. Used by one thread at a time.
 */
typedef struct _GmarlProgress GmarlProgress;

/* quiet: nothing is ever shown. (transfer full) */
GmarlProgress *gmarl_progress_new (gboolean quiet);

/* Ends the live line. */
void gmarl_progress_free (GmarlProgress *self);

/* Whether there is a line that is written over. */
gboolean gmarl_progress_is_live (const GmarlProgress *self);

/* Shows the state of things: over the live line, cut to the terminal's width; elsewhere a line if
 * due is TRUE or some seconds have passed since the last one. The same text is not repeated.
 */
void gmarl_progress_update (GmarlProgress *self, gboolean due, const char *text);

/* Prints a line that stays. */
void gmarl_progress_print (GmarlProgress *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Takes the live line away, so that something else can be printed. */
void gmarl_progress_clear (GmarlProgress *self);

/* A duration for people: "45 s", "12 min", "3 h 20 min". (transfer full) */
char *gmarl_format_duration (double seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlProgress, gmarl_progress_free)

G_END_DECLS
