/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-import-private.h"

#include <glib/gi18n-lib.h>

static const guint step_minutes[] = { 60, 30, 15, 5, 1 };

gboolean
gmarl_is_step_minutes (gint64 minutes)
{
  for (gsize k = 0; k < G_N_ELEMENTS (step_minutes); k++)
    if (minutes == step_minutes[k])
      return TRUE;
  return FALSE;
}

/* Days from the civil date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013), for
 * the years from 1 on.
 */
gint64
gmarl_day_number (int year, int month, int day)
{
  gint64 y = year - (month <= 2);
  gint64 era = y / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

void
gmarl_day_date (gint64 number, int *year, int *month, int *day)
{
  gint64 z = number + 719468;
  gint64 era = z / 146097;
  gint64 day_of_era = z - era * 146097;
  gint64 year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted = (5 * day_of_year + 2) / 153;

  *day = (int) (day_of_year - (153 * shifted + 2) / 5 + 1);
  *month = (int) (shifted < 10 ? shifted + 3 : shifted - 9);
  *year = (int) (year_of_era + era * 400 + (*month <= 2));
}

gboolean
gmarl_day_is_sunday (gint64 number)
{
  /* 1970-01-01 was a Thursday. */
  return ((number + 4) % 7 + 7) % 7 == 0;
}

/* Reads between minimum and maximum digits. */
static gboolean
read_digits (const char **p, int minimum, int maximum, int *out)
{
  int n = 0;

  *out = 0;
  for (; n < maximum && g_ascii_isdigit (**p); n++)
    *out = *out * 10 + *(*p)++ - '0';
  return n >= minimum && !g_ascii_isdigit (**p);
}

static gboolean
read_date (const char **p, gint64 *number)
{
  int year, month, day;
  const char *start = *p;
  int back_year, back_month, back_day;

  if (g_ascii_isdigit (start[0]) && g_ascii_isdigit (start[1]) && start[2] == '.') {
    if (!read_digits (p, 2, 2, &day) || *(*p)++ != '.' || !read_digits (p, 2, 2, &month) ||
        *(*p)++ != '.' || !read_digits (p, 4, 4, &year))
      return FALSE;
  } else {
    char mark;

    if (!read_digits (p, 4, 4, &year) || ((mark = **p) != '-' && mark != '/'))
      return FALSE;
    (*p)++;
    if (!read_digits (p, 2, 2, &month) || *(*p)++ != mark || !read_digits (p, 2, 2, &day))
      return FALSE;
  }
  if (year < 1 || month < 1 || month > 12 || day < 1)
    return FALSE;
  *number = gmarl_day_number (year, month, day);
  /* A date that does not exist comes back as another one. */
  gmarl_day_date (*number, &back_year, &back_month, &back_day);
  return back_month == month && back_day == day;
}

static gboolean
read_clock (const char **p, gint64 *seconds)
{
  int hour, minute, second = 0;

  if (!read_digits (p, 1, 2, &hour) || *(*p)++ != ':' || !read_digits (p, 2, 2, &minute))
    return FALSE;
  if (**p == ':') {
    (*p)++;
    if (!read_digits (p, 2, 2, &second))
      return FALSE;
    if (**p == '.' || **p == ',') {
      (*p)++;
      if (!g_ascii_isdigit (**p))
        return FALSE;
      while (g_ascii_isdigit (**p))
        (*p)++;
    }
  }
  *seconds = hour * 3600 + minute * 60 + second;
  return minute < 60 && second < 60 && (hour < 24 || *seconds == 86400);
}

static gboolean
read_offset (const char **p, gint *offset)
{
  int sign, hours, minutes = 0;

  if (**p == 'Z' || **p == 'z') {
    (*p)++;
    *offset = 0;
    return TRUE;
  }
  if (**p != '+' && **p != '-')
    return **p == '\0';
  sign = **p == '-' ? -1 : 1;
  (*p)++;
  if (g_ascii_isdigit ((*p)[0]) && g_ascii_isdigit ((*p)[1]) && g_ascii_isdigit ((*p)[2])) {
    if (!read_digits (p, 4, 4, &minutes))
      return FALSE;
    hours = minutes / 100;
    minutes %= 100;
  } else {
    if (!read_digits (p, 2, 2, &hours))
      return FALSE;
    if (**p == ':') {
      (*p)++;
      if (!read_digits (p, 2, 2, &minutes))
        return FALSE;
    }
  }
  *offset = sign * (hours * 3600 + minutes * 60);
  return hours <= 14 && minutes < 60;
}

gboolean
gmarl_moment_parse (const char *text, GmarlMoment *out)
{
  const char *p = text;
  gint64 day, seconds = 0;

  *out = (GmarlMoment){ .offset = GMARL_NO_OFFSET };
  if (!read_date (&p, &day))
    return FALSE;
  if (*p == 'T' || *p == 't' || *p == ' ') {
    p++;
    if (!read_clock (&p, &seconds))
      return FALSE;
    out->has_clock = TRUE;
    if (*p == ' ')
      p++;
    if (!read_offset (&p, &out->offset))
      return FALSE;
  }
  out->clock = day * 86400 + seconds;
  return *p == '\0';
}

guint
gmarl_infer_step_minutes (gsize n_rows, const char *name, GError **error)
{
  guint only = 0, n_fitting = 0;

  for (gsize k = 0; k < G_N_ELEMENTS (step_minutes); k++) {
    gsize per_day = 1440 / step_minutes[k];

    if (n_rows == per_day || n_rows == 365 * per_day || n_rows == 366 * per_day)
      return step_minutes[k];
    if (n_rows > 0 && n_rows % per_day == 0) {
      only = step_minutes[k];
      n_fitting++;
    }
  }
  if (n_fitting == 1)
    return only;
  if (n_fitting == 0)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s: %zu rows without times are not whole days of 60, 30, 15, 5 "
                    "or 1 minutes (24, 48, 96, 288 or 1440 rows a day). Add a column of times, or "
                    "give step_minutes; rows past the last whole day are then dropped."),
                 name, n_rows);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s: %zu rows without times are whole days at more than one "
                    "resolution. Add a column of times, or give step_minutes."),
                 name, n_rows);
  return 0;
}
