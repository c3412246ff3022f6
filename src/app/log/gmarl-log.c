/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Whoever adds a line puts it into the queue under a lock, and lets the main thread know by at most
 * one idle source at a time. Nothing here may log.
 */
#include "config.h"

#include "gmarl-log.h"

#include "gmarl-beat.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OUR_PREFIX "gmarl"
#define CUT        "…"

struct _GmarlLog {
  GObject parent_instance;

  /* Guarded by lock */
  GMutex lock;
  GQueue lines; /* of GmarlLogLine, newest at the tail */
  guint64 n_added;
  gboolean is_pending; /* the main thread is going to tell of them */

  guint beat_id; /* main thread */
};

enum {
  ADDED,
  CLEARED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlLog, gmarl_log, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

/* -- A line -- */

const char *
gmarl_log_level_name (GmarlLogLevel level)
{
  static const char *const names[GMARL_N_LOG_LEVELS] = {
    [GMARL_LOG_DEBUG] = N_ ("Debug"),
    [GMARL_LOG_INFO] = N_ ("Info"),
    [GMARL_LOG_WARNING] = N_ ("Warning"),
    [GMARL_LOG_ERROR] = N_ ("Error"),
  };

  g_return_val_if_fail (level < GMARL_N_LOG_LEVELS, NULL);
  return _ (names[level]);
}

void
gmarl_log_line_free (GmarlLogLine *self)
{
  g_free (self->source);
  g_free (self->text);
  g_free (self);
}

static GmarlLogLine *
line_copy (const GmarlLogLine *self)
{
  GmarlLogLine *copy = g_new (GmarlLogLine, 1);

  *copy = *self;
  copy->source = g_strdup (self->source);
  copy->text = g_strdup (self->text);
  return copy;
}

/* Valid, and not too long. (transfer full) */
static char *
clean (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *whole = NULL;
  g_autofree char *valid = NULL;
  char *end;

  if (length <= GMARL_LOG_LONGEST)
    return g_utf8_make_valid (text, (gssize) length);
  whole = g_strndup (text, GMARL_LOG_LONGEST);
  /* What was cut within a letter is not one. */
  end = g_utf8_find_prev_char (whole, whole + GMARL_LOG_LONGEST);
  if (end != NULL && g_utf8_get_char_validated (end, -1) == (gunichar) -2)
    *end = '\0';
  valid = g_utf8_make_valid (whole, -1);
  return g_strconcat (valid, CUT, NULL);
}

/* (transfer full) */
static char *
format_time (gint64 time_us, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc == NULL ? NULL : g_date_time_to_local (utc);

  return local == NULL ? g_strdup ("") : g_date_time_format (local, format);
}

char *
gmarl_log_line_format (const GmarlLogLine *self, const GmarlLogLine *before)
{
  g_autofree char *date = format_time (self->time_us, "%F");
  g_autofree char *date_before = before == NULL ? NULL : format_time (before->time_us, "%F");
  gboolean is_new_day = g_strcmp0 (date, date_before) != 0;
  g_autofree char *time = format_time (self->time_us, "%T");

  return g_strdup_printf ("%s%s%s %s %s: %s", is_new_day ? date : "", is_new_day ? " " : "", time,
                          gmarl_log_level_name (self->level), self->source, self->text);
}

gboolean
gmarl_log_line_matches (const GmarlLogLine *self, GmarlLogLevel least, const char *words)
{
  g_autofree char *line = NULL;
  g_autofree char *folded_line = NULL;
  g_autofree char *folded_words = NULL;
  g_auto (GStrv) each = NULL;

  if (self->level < least)
    return FALSE;
  line = g_strconcat (gmarl_log_level_name (self->level), " ", self->source, " ", self->text, NULL);
  folded_line = g_utf8_casefold (line, -1);
  folded_words = g_utf8_casefold (words, -1);
  each = g_strsplit_set (folded_words, " \t\n", -1);
  for (gsize k = 0; each[k] != NULL; k++)
    if (strstr (folded_line, each[k]) == NULL)
      return FALSE;
  return TRUE;
}

/* -- Telling -- */

static gboolean
beat_cb (gpointer user_data)
{
  GmarlLog *self = user_data;

  self->beat_id = 0;
  g_mutex_lock (&self->lock);
  self->is_pending = FALSE;
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[ADDED], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
added_cb (gpointer user_data)
{
  GmarlLog *self = user_data;

  if (self->beat_id == 0)
    self->beat_id = gmarl_beat_add (beat_cb, self);
  return G_SOURCE_REMOVE;
}

void
gmarl_log_add (GmarlLog *self, GmarlLogLevel level, const char *source, const char *text)
{
  GmarlLogLine *line;
  gboolean wakes;

  g_return_if_fail (GMARL_IS_LOG (self));
  g_return_if_fail (level < GMARL_N_LOG_LEVELS);

  line = g_new (GmarlLogLine, 1);
  line->time_us = g_get_real_time ();
  line->level = level;
  line->source = clean (source);
  line->text = clean (text);

  g_mutex_lock (&self->lock);
  line->number = ++self->n_added;
  g_queue_push_tail (&self->lines, line);
  if (self->lines.length > GMARL_LOG_MOST_LINES)
    gmarl_log_line_free (g_queue_pop_head (&self->lines));
  wakes = !self->is_pending;
  self->is_pending = TRUE;
  g_mutex_unlock (&self->lock);
  if (wakes)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, added_cb, g_object_ref (self), g_object_unref);
}

/* -- What is said through GLib -- */

static GmarlLogLevel
find_level (GLogLevelFlags flags)
{
  if ((flags & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0)
    return GMARL_LOG_ERROR;
  if ((flags & G_LOG_LEVEL_WARNING) != 0)
    return GMARL_LOG_WARNING;
  return (flags & (G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO)) != 0 ? GMARL_LOG_INFO : GMARL_LOG_DEBUG;
}

/* The text of a field, or what stands for none. (transfer full) */
static char *
get_field (const GLogField *fields, gsize n_fields, const char *key, const char *none)
{
  for (gsize k = 0; k < n_fields; k++)
    if (g_str_equal (fields[k].key, key) && fields[k].value != NULL)
      return fields[k].length < 0 ? g_strdup (fields[k].value)
                                  : g_strndup (fields[k].value, (gsize) fields[k].length);
  return g_strdup (none);
}

GLogWriterOutput
gmarl_log_write (GLogLevelFlags flags, const GLogField *fields, gsize n_fields, gpointer log)
{
  GmarlLogLevel level = find_level (flags);
  g_autofree char *source = get_field (fields, n_fields, "GLIB_DOMAIN", "?");
  g_autofree char *text = get_field (fields, n_fields, "MESSAGE", "");

  if (level >= GMARL_LOG_WARNING || g_str_has_prefix (source, OUR_PREFIX))
    gmarl_log_add (log, level, source, text);
  return g_log_writer_default (flags, fields, n_fields, NULL);
}

/* -- Reading -- */

GPtrArray *
gmarl_log_get_lines (GmarlLog *self, guint64 first)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_log_line_free);
  GList *from;

  g_return_val_if_fail (GMARL_IS_LOG (self), lines);

  g_mutex_lock (&self->lock);
  from = self->lines.tail;
  if (from != NULL && ((GmarlLogLine *) from->data)->number < first)
    from = NULL;
  while (from != NULL && from->prev != NULL && ((GmarlLogLine *) from->prev->data)->number >= first)
    from = from->prev;
  for (; from != NULL; from = from->next)
    g_ptr_array_add (lines, line_copy (from->data));
  g_mutex_unlock (&self->lock);
  return lines;
}

void
gmarl_log_clear (GmarlLog *self)
{
  g_return_if_fail (GMARL_IS_LOG (self));

  g_mutex_lock (&self->lock);
  g_queue_clear_full (&self->lines, (GDestroyNotify) gmarl_log_line_free);
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[CLEARED], 0);
}

/* -- The object -- */

static void
gmarl_log_dispose (GObject *object)
{
  g_clear_handle_id (&GMARL_LOG (object)->beat_id, g_source_remove);
  G_OBJECT_CLASS (gmarl_log_parent_class)->dispose (object);
}

static void
gmarl_log_finalize (GObject *object)
{
  GmarlLog *self = GMARL_LOG (object);

  g_queue_clear_full (&self->lines, (GDestroyNotify) gmarl_log_line_free);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (gmarl_log_parent_class)->finalize (object);
}

static void
gmarl_log_class_init (GmarlLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gmarl_log_dispose;
  G_OBJECT_CLASS (klass)->finalize = gmarl_log_finalize;

  signals[ADDED] = g_signal_new ("added", GMARL_TYPE_LOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[CLEARED] = g_signal_new ("cleared", GMARL_TYPE_LOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
gmarl_log_init (GmarlLog *self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->lines);
}

GmarlLog *
gmarl_log_new (void)
{
  return g_object_new (GMARL_TYPE_LOG, NULL);
}
