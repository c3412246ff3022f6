/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-table.h"

#include <math.h>
#include <string.h>

struct _GmarlTable {
  gsize n_columns;
  char *alignment;
  GPtrArray *cells; /* of char *, row by row */
};

GmarlTable *
gmarl_table_new (gsize n_columns, const char *alignment)
{
  GmarlTable *self;

  g_return_val_if_fail (strlen (alignment) == n_columns, NULL);

  self = g_new0 (GmarlTable, 1);
  self->n_columns = n_columns;
  self->alignment = g_strdup (alignment);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
gmarl_table_free (GmarlTable *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->cells);
  g_free (self->alignment);
  g_free (self);
}

void
gmarl_table_add (GmarlTable *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->cells, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
gmarl_table_add_cut (GmarlTable *self, const char *text, glong most)
{
  glong length = g_utf8_strlen (text, -1);
  glong n_end = (most - 1) / 2;
  g_autofree char *start = NULL;

  if (length <= most) {
    gmarl_table_add (self, "%s", text);
    return;
  }
  start = g_utf8_substring (text, 0, most - 1 - n_end);
  gmarl_table_add (self, "%s…%s", start, g_utf8_offset_to_pointer (text, length - n_end));
}

void
gmarl_table_add_number (GmarlTable *self, double value, gint decimals)
{
  if (isfinite (value))
    gmarl_table_add (self, "%.*f", decimals, value);
  else
    gmarl_table_add (self, "–");
}

/* Columns that a text takes on a terminal: marks take none, East Asian characters two. */
static gsize
display_width (const char *text)
{
  gsize width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
  }
  return width;
}

static void
append_cell (GString *line, const char *cell, gsize width, char alignment)
{
  gsize blanks = width - display_width (cell);

  if (alignment == 'r')
    g_string_append_printf (line, "%*s%s", (int) blanks, "", cell);
  else
    g_string_append_printf (line, "%s%*s", cell, (int) blanks, "");
}

void
gmarl_table_print (const GmarlTable *self)
{
  g_autofree gsize *widths = g_new0 (gsize, self->n_columns);

  for (guint k = 0; k < self->cells->len; k++) {
    gsize width = display_width (self->cells->pdata[k]);

    widths[k % self->n_columns] = MAX (widths[k % self->n_columns], width);
  }
  for (guint k = 0; k < self->cells->len; k += self->n_columns) {
    g_autoptr (GString) line = g_string_new (NULL);

    for (gsize column = 0; column < self->n_columns && k + column < self->cells->len; column++) {
      if (column > 0)
        g_string_append (line, "  ");
      append_cell (line, self->cells->pdata[k + column], widths[column], self->alignment[column]);
    }
    g_strchomp (line->str);
    g_print ("%s\n", line->str);
  }
}
