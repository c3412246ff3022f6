/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUS  "\u2212"
#define NARROW "\u202f"

/* Beyond these, powers of ten are read more easily than zeros. */
#define LARGEST  1e7
#define SMALLEST 1e-4

/* Appends digits, which begin with a whole number, with its thousands set off. */
static void
append_grouped (GString *out, const char *digits)
{
  gsize whole = strspn (digits, "0123456789");

  for (gsize k = 0; k < whole; k++) {
    if (k > 0 && (whole - k) % 3 == 0)
      g_string_append (out, NARROW);
    g_string_append_c (out, digits[k]);
  }
  g_string_append (out, digits + whole);
}

static gboolean
is_zero (const char *digits)
{
  return digits[strcspn (digits, "123456789")] == '\0';
}

char *
gmarl_format_decimals (double value, int decimals)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *digits = NULL;

  if (!isfinite (value))
    return g_strdup ("–");
  digits = g_strdup_printf ("%.*f", CLAMP (decimals, 0, 20), fabs (value));
  if (value < 0 && !is_zero (digits))
    g_string_append (out, MINUS);
  append_grouped (out, digits);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
gmarl_format_minus (const char *number)
{
  GString *out = g_string_new (number);

  g_string_replace (out, "-", MINUS, 0);
  return g_string_free (out, FALSE);
}

char *
gmarl_format_power (double mantissa, int decimals, int exponent)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *digits = g_strdup_printf ("%d", ABS (exponent));
  g_autoptr (GString) out = g_string_new (NULL);

  if (mantissa != 1 || decimals > 0) {
    g_autofree char *text = gmarl_format_decimals (mantissa, decimals);

    g_string_append_printf (out, "%s×", text);
  }
  g_string_append (out, "10");
  if (exponent < 0)
    g_string_append (out, "⁻");
  for (const char *c = digits; *c; c++)
    g_string_append (out, raised[*c - '0']);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* The power of ten of a number that is not 0, after rounding to three digits. */
static int
exponent_of (double value)
{
  char text[32];

  g_snprintf (text, sizeof text, "%.2e", fabs (value));
  return atoi (strchr (text, 'e') + 1);
}

char *
gmarl_format_value (double value)
{
  int exponent;

  if (!isfinite (value))
    return g_strdup ("–");
  if (value == 0)
    return g_strdup ("0");
  if (fabs (value) >= LARGEST || fabs (value) < SMALLEST) {
    char text[32];
    int decimals = 2;

    /* 1.50 becomes 1.5, as the digits do not stand below others. */
    g_snprintf (text, sizeof text, "%.2e", value);
    while (decimals > 0 && strchr (text, 'e')[decimals - 3] == '0')
      decimals--;
    exponent = exponent_of (value);
    return gmarl_format_power (value / pow (10, exponent), decimals, exponent);
  }
  exponent = exponent_of (value);
  return gmarl_format_decimals (value, MAX (0, 2 - exponent));
}

char *
gmarl_format_difference (double value)
{
  g_autofree char *text = gmarl_format_value (value);

  return value > 0 ? g_strconcat ("+", text, NULL) : g_steal_pointer (&text);
}

/* "Day 3", or "Mon 3 Mar" if the first day has a date. */
static char *
format_day (double day, guint32 first_day)
{
  GDate date;
  char text[64];

  if (first_day == 0 || day < 0 || day > 1e6)
    /* translators: days are counted from 1 */
    return g_strdup_printf (_ ("Day %.0f"), day + 1);
  g_date_clear (&date, 1);
  g_date_set_julian (&date, first_day + (guint32) day);
  /* translators: a date without its year for strftime, "Mon 3 Mar" */
  g_date_strftime (text, sizeof text, _ ("%a %-d %b"), &date);
  return g_strdup (text);
}

char *
gmarl_format_time_of_day (double hours, guint32 first_day, gboolean with_day)
{
  double minutes, day;
  g_autofree char *name = NULL;
  int within;

  if (!isfinite (hours) || fabs (hours) > 1e9)
    return g_strdup ("–");
  minutes = floor (hours * 60 + 0.5);
  day = floor (minutes / 1440);
  within = (int) (minutes - 1440 * day);
  if (!with_day)
    return g_strdup_printf ("%02d:%02d", within / 60, within % 60);
  name = format_day (day, first_day);
  return g_strdup_printf ("%s · %02d:%02d", name, within / 60, within % 60);
}

char *
gmarl_format_day (double hours, guint32 first_day)
{
  return isfinite (hours) ? format_day (floor (hours / 24), first_day) : g_strdup ("–");
}

char *
gmarl_format_exact (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return NULL;
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", value);
  if (g_ascii_strtod (buffer, NULL) != value)
    g_ascii_formatd (buffer, sizeof buffer, "%.17g", value);
  return g_strdup (buffer);
}
