/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* U+202F, U+2212, U+2013 */
#define NARROW_SPACE "\u202f"
#define TRUE_MINUS   "\u2212"
#define NO_NUMBER    "\u2013"

#define LOW_LEVEL  0.2
#define FULL_LEVEL 0.9

#define MOST_DECIMALS 4

/* Decimals that leave three significant digits after rounding: 1234.5 has none, 0.0123 has four. */
static gint
decimals_for (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  gint64 exponent;

  if (!isfinite (value) || fabs (value) < 0.00005)
    return 0;
  g_ascii_formatd (text, sizeof text, "%.2e", fabs (value));
  exponent = g_ascii_strtoll (strchr (text, 'e') + 1, NULL, 10);
  return (gint) CLAMP (2 - exponent, 0, MOST_DECIMALS);
}

/* A minus before zeros alone says nothing. */
static gboolean
is_zero (const char *text)
{
  return strpbrk (text, "123456789") == NULL;
}

/* Groups of three digits from the 10 000s on; smaller numbers are read at a glance. */
static void
append_grouped (GString *out, const char *digits)
{
  gsize whole = strspn (digits, "0123456789");

  for (gsize k = 0; k < whole; k++) {
    if (whole > 4 && k > 0 && (whole - k) % 3 == 0)
      g_string_append (out, NARROW_SPACE);
    g_string_append_c (out, digits[k]);
  }
  g_string_append (out, digits + whole);
}

static char *
number_text (double value, gint decimals)
{
  g_autofree char *digits = NULL;
  GString *out;

  if (!isfinite (value))
    return g_strdup (NO_NUMBER);
  digits = g_strdup_printf ("%.*f", decimals, fabs (value));
  out = g_string_new (value < 0 && !is_zero (digits) ? TRUE_MINUS : NULL);
  append_grouped (out, digits);
  return g_string_free (out, FALSE);
}

char *
gmarl_grid_text_number (double value)
{
  return number_text (value, decimals_for (value));
}

char *
gmarl_grid_text_quantity (double value, const char *unit)
{
  g_autofree char *number = gmarl_grid_text_number (value);

  return g_strconcat (number, NARROW_SPACE, unit, NULL);
}

char *
gmarl_grid_text_percent (double fraction, gint decimals)
{
  g_autofree char *number = number_text (100 * fraction, decimals);

  /* translators: a number with its per-cent sign and a narrow no-break space. */
  return g_strdup_printf (_ ("%s\u202f%%"), number);
}

char *
gmarl_grid_text_clock (guint step)
{
  guint minutes = step * GMARL_STEP_MINUTES;

  return g_strdup_printf ("%02u:%02u", minutes / 60, minutes % 60);
}

char *
gmarl_grid_text_day_clock (gsize day, guint step)
{
  g_autofree char *clock = gmarl_grid_text_clock (step);

  /* translators: the number of the day, then the time of day. */
  return g_strdup_printf (_ ("Day %zu · %s"), day + 1, clock);
}

char *
gmarl_grid_text_indicator (GmarlIndicator indicator, double value)
{
  const GmarlIndicatorInfo *info;

  g_return_val_if_fail (indicator < GMARL_N_INDICATORS, NULL);

  info = &gmarl_indicators[indicator];
  if (!isfinite (value))
    return g_strdup (NO_NUMBER);
  return g_strdup_printf ("%.*f", info->decimals, info->percent ? 100 * value : value);
}

char *
gmarl_grid_text_indicator_title (GmarlIndicator indicator, const char *currency)
{
  const GmarlIndicatorInfo *info;
  const char *unit;

  g_return_val_if_fail (indicator < GMARL_N_INDICATORS, NULL);

  info = &gmarl_indicators[indicator];
  unit = strcmp (info->unit, "currency") == 0 ? currency : info->unit;
  if (info->percent)
    unit = "%";
  if (unit[0] == '\0' || strcmp (unit, "fraction") == 0)
    return g_strdup (_ (info->title));
  return g_strdup_printf ("%s [%s]", _ (info->title), unit);
}

const char *
gmarl_grid_text_level_state (double level)
{
  /* translators: of a battery. */
  return level < LOW_LEVEL ? _ ("low") : level > FULL_LEVEL ? _ ("full") : NULL;
}
