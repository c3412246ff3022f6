/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the program noted down lately, for who looks for the reason of something: the newest lines,
 * of a length that is limited. Any thread adds; all else is for the main thread.
 *
 * Signals: "added" (there are new lines; at beats, see gmarl-beat.h), "cleared".
 */
#define GMARL_TYPE_LOG (gmarl_log_get_type ())
G_DECLARE_FINAL_TYPE (GmarlLog, gmarl_log, GMARL, LOG, GObject)

/* Lines that are kept, and bytes of one. */
#define GMARL_LOG_MOST_LINES 2000
#define GMARL_LOG_LONGEST    2000

typedef enum {
  GMARL_LOG_DEBUG,
  GMARL_LOG_INFO,
  GMARL_LOG_WARNING,
  GMARL_LOG_ERROR,
  GMARL_N_LOG_LEVELS,
} GmarlLogLevel;

/* "Warning", translated. */
const char *gmarl_log_level_name (GmarlLogLevel level);

typedef struct {
  guint64 number; /* from 1, each one more than that of the line before */
  gint64 time_us; /* g_get_real_time() */
  GmarlLogLevel level;
  char *source; /* "gmarl-library", "Gtk" */
  char *text;   /* valid UTF-8, may have several lines */
} GmarlLogLine;

void gmarl_log_line_free (GmarlLogLine *self);

GmarlLog *gmarl_log_new (void);

/* Any thread. What is too long is cut. */
void gmarl_log_add (GmarlLog *self, GmarlLogLevel level, const char *source, const char *text);

/* A GLogWriterFunc, log being a GmarlLog: keeps what this program says, and what other libraries
 * say that is more than information, and then does what GLib does by itself. Any thread.
 */
GLogWriterOutput
gmarl_log_write (GLogLevelFlags flags, const GLogField *fields, gsize n_fields, gpointer log);

/* Copies of the lines from this number on that are still kept, oldest first. (transfer full)
 * (element-type GmarlLogLine)
 */
GPtrArray *gmarl_log_get_lines (GmarlLog *self, guint64 first);

void gmarl_log_clear (GmarlLog *self);

/* As it is shown and copied: "2026-11-26 18:03:22 Warning gmarl-library: text", the date only where
 * it is not that of the line before (nullable). (transfer full)
 */
char *gmarl_log_line_format (const GmarlLogLine *self, const GmarlLogLine *before);

/* Whether it is of this level or above and contains each of the words, whatever their case. */
gboolean gmarl_log_line_matches (const GmarlLogLine *self, GmarlLogLevel least, const char *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlLogLine, gmarl_log_line_free)

G_END_DECLS
