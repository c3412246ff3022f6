/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-progress.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PLAIN_INTERVAL_US (5 * G_USEC_PER_SEC)
#define DEFAULT_COLUMNS   80
#define ERASE_LINE        "\r\033[K"

struct _GmarlProgress {
  gboolean is_quiet;
  gboolean is_live;
  gboolean is_shown; /* the live line is on the screen */
  char *text;        /* shown last */
  gint64 shown_us;   /* when a plain line was printed last */
};

GmarlProgress *
gmarl_progress_new (gboolean quiet)
{
  GmarlProgress *self = g_new0 (GmarlProgress, 1);
  const char *terminal = g_getenv ("TERM");

  self->is_quiet = quiet;
  self->is_live = !quiet && isatty (STDERR_FILENO) && g_strcmp0 (terminal, "dumb") != 0;
  self->shown_us = g_get_monotonic_time ();
  return self;
}

void
gmarl_progress_free (GmarlProgress *self)
{
  if (self == NULL)
    return;
  gmarl_progress_clear (self);
  g_free (self->text);
  g_free (self);
}

gboolean
gmarl_progress_is_live (const GmarlProgress *self)
{
  return self->is_live;
}

static gsize
terminal_columns (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return DEFAULT_COLUMNS;
}

/* The text without what would not fit: a line that wraps cannot be written over. */
static char *
cut_to_terminal (const char *text)
{
  glong most = (glong) terminal_columns () - 1;

  if (g_utf8_strlen (text, -1) <= most)
    return g_strdup (text);
  return g_utf8_substring (text, 0, most);
}

void
gmarl_progress_update (GmarlProgress *self, gboolean due, const char *text)
{
  gint64 now = g_get_monotonic_time ();

  if (self->is_quiet || (g_strcmp0 (text, self->text) == 0 && (self->is_shown || !self->is_live)))
    return;
  if (!self->is_live && !due && now - self->shown_us < PLAIN_INTERVAL_US)
    return;

  if (self->is_live) {
    g_autofree char *line = cut_to_terminal (text);

    g_printerr (ERASE_LINE "%s", line);
    self->is_shown = TRUE;
  } else {
    g_printerr ("%s\n", text);
    self->shown_us = now;
  }
  g_free (self->text);
  self->text = g_strdup (text);
}

void
gmarl_progress_clear (GmarlProgress *self)
{
  if (self->is_shown)
    g_printerr (ERASE_LINE);
  self->is_shown = FALSE;
}

void
gmarl_progress_print (GmarlProgress *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->is_quiet)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  gmarl_progress_clear (self);
  g_printerr ("%s\n", text);
}

char *
gmarl_format_duration (double seconds)
{
  gint64 whole = (gint64) round (fmax (seconds, 0));

  /* translators: durations: seconds, minutes, hours and minutes */
  if (seconds < 10)
    return g_strdup_printf (_ ("%.1f s"), fmax (seconds, 0));
  if (whole < 90)
    return g_strdup_printf (_ ("%lld s"), (long long) whole);
  if (whole < 90 * 60)
    return g_strdup_printf (_ ("%lld min"), (long long) (whole + 30) / 60);
  return g_strdup_printf (_ ("%lld h %lld min"), (long long) whole / 3600,
                          (long long) whole % 3600 / 60);
}
