/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-columns.h"

#include "gmarl-options.h"

#include <math.h>
#include <string.h>

void
gmarl_export_append_column (GString *text, const char *id, const char *unit, const char *currency)
{
  gboolean is_currency = strcmp (unit, "currency") == 0;
  gsize start;

  g_string_append (text, id);
  if (!is_currency && strcmp (unit, "kWh") != 0 && strcmp (unit, "kg") != 0)
    return;
  g_string_append_c (text, '_');
  start = text->len;
  for (const char *p = is_currency ? currency : unit; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (text, g_ascii_tolower (*p));
  if (text->len == start)
    g_string_append (text, "currency");
}

void
gmarl_export_append_text (GString *text, const char *cell)
{
  if (strpbrk (cell, ",\"\r\n") == NULL) {
    g_string_append (text, cell);
    return;
  }
  g_string_append_c (text, '"');
  for (const char *c = cell; *c != '\0'; c++) {
    if (*c == '"')
      g_string_append_c (text, '"');
    g_string_append_c (text, *c);
  }
  g_string_append_c (text, '"');
}

void
gmarl_export_append_cell (GString *text, double value)
{
  g_autofree char *number = isfinite (value) ? gmarl_format_double (value) : NULL;

  g_string_append_c (text, ',');
  if (number != NULL)
    g_string_append (text, number);
}
