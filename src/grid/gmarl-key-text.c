/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-key-text.h"

#include "gmarl-error.h"
#include "gmarl-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One pass over the text, then a sort of the keys by which doubles are seen and keys found (a hash
 * table would be slow for keys chosen to collide). What it allocates is bounded by the number of
 * lines, not by what they claim: a scenario of 10 000 nodes with data needs fewer than a hundred
 * thousand.
 */
#define MOST_LINES  1000000
#define LONGEST_KEY 100

typedef struct {
  GmarlKeyText *result;
  const char *filename;
  guint line;
} Scan;

G_GNUC_PRINTF (4, 5)
static gboolean
refuse (const char *filename, guint line, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO, "%s:%u: %s", filename, line, message);
  return FALSE;
}

static void
trim (const char **start, const char **end)
{
  while (*start < *end && g_ascii_isspace (**start))
    (*start)++;
  while (*end > *start && g_ascii_isspace ((*end)[-1]))
    (*end)--;
}

static char *
quote_slice (const char *start, const char *end)
{
  g_autofree char *text = g_strndup (start, MIN ((gsize) (end - start), 1000));

  return gmarl_quote_text (text);
}

static gboolean
scan_group (Scan *scan, const char *start, const char *end, GError **error)
{
  GmarlKeyText *result = scan->result;
  const char *name = start + 1, *name_end = end - 1;
  GmarlKeyGroup group = { 0 };

  if (*name_end != ']' || name_end - name > LONGEST_KEY) {
    g_autofree char *shown = quote_slice (start, end);

    return refuse (scan->filename, scan->line, error,
                   _ ("%s is no group: write its name in brackets, such as [scenario]"), shown);
  }
  trim (&name, &name_end);
  group.name = g_strndup (name, (gsize) (name_end - name));
  group.line = scan->line;
  group.first = result->entries->len;
  g_array_append_val (result->groups, group);
  return TRUE;
}

static gboolean
scan_entry (Scan *scan, const char *start, const char *end, GError **error)
{
  GmarlKeyText *result = scan->result;
  const char *equals = memchr (start, '=', (gsize) (end - start));
  const char *key_end = equals, *value, *key = start;
  GmarlKeyEntry entry = { 0 };

  if (equals != NULL)
    trim (&key, &key_end);
  if (equals == NULL || key == key_end || key_end - key > LONGEST_KEY) {
    g_autofree char *shown = quote_slice (start, end);

    return refuse (scan->filename, scan->line, error,
                   _ ("%s is neither a [group], nor key = value, nor a comment after #: correct "
                      "or remove the line"),
                   shown);
  }
  if (result->groups->len == 0)
    return refuse (scan->filename, scan->line, error,
                   _ ("The key stands before any group: begin the file with [scenario]"));

  value = equals + 1;
  trim (&value, &end);
  entry.key = g_strndup (key, (gsize) (key_end - key));
  entry.value = value;
  entry.value_length = (gsize) (end - value);
  entry.group = result->groups->len - 1;
  entry.line = scan->line;
  g_array_append_val (result->entries, entry);
  g_array_index (result->groups, GmarlKeyGroup, result->groups->len - 1).n_entries++;
  return TRUE;
}

static gboolean
scan_lines (Scan *scan, const char *text, const char *end, GError **error)
{
  for (const char *next; text < end; text = next) {
    const char *start = text, *stop = memchr (text, '\n', (gsize) (end - text));

    stop = stop != NULL ? stop : end;
    next = stop + 1;
    if (++scan->line > MOST_LINES)
      return refuse (scan->filename, scan->line, error,
                     _ ("The file has more than %d lines: this is no scenario"), MOST_LINES);
    trim (&start, &stop);
    if (start == stop || *start == '#')
      continue;
    if (*start == '[' ? !scan_group (scan, start, stop, error)
                      : !scan_entry (scan, start, stop, error))
      return FALSE;
  }
  return TRUE;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const GmarlKeyGroup *x = *(GmarlKeyGroup *const *) a, *y = *(GmarlKeyGroup *const *) b;
  int order = strcmp (x->name, y->name);

  return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const GmarlKeyEntry *x = *(GmarlKeyEntry *const *) a, *y = *(GmarlKeyEntry *const *) b;
  int order = (x->group > y->group) - (x->group < y->group);

  if (order == 0)
    order = strcmp (x->key, y->key);
  return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static gboolean
sort_groups (Scan *scan, GError **error)
{
  GPtrArray *sorted = scan->result->by_name;

  for (guint k = 0; k < scan->result->groups->len; k++)
    g_ptr_array_add (sorted, &g_array_index (scan->result->groups, GmarlKeyGroup, k));
  g_ptr_array_sort (sorted, compare_groups);
  for (guint k = 1; k < sorted->len; k++) {
    const GmarlKeyGroup *first = sorted->pdata[k - 1], *second = sorted->pdata[k];

    if (strcmp (first->name, second->name) == 0) {
      g_autofree char *shown = gmarl_quote_text (first->name);

      return refuse (scan->filename, second->line, error,
                     _ ("The group %s is already on line %u: put the keys of both into one"), shown,
                     first->line);
    }
  }
  return TRUE;
}

static gboolean
sort_entries (Scan *scan, GError **error)
{
  GPtrArray *sorted = scan->result->by_key;

  for (guint k = 0; k < scan->result->entries->len; k++)
    g_ptr_array_add (sorted, &g_array_index (scan->result->entries, GmarlKeyEntry, k));
  g_ptr_array_sort (sorted, compare_entries);
  for (guint k = 1; k < sorted->len; k++) {
    const GmarlKeyEntry *first = sorted->pdata[k - 1], *second = sorted->pdata[k];

    if (first->group == second->group && strcmp (first->key, second->key) == 0) {
      g_autofree char *shown = gmarl_quote_text (first->key);

      return refuse (scan->filename, second->line, error,
                     _ ("The key %s is already on line %u: remove one of the two"), shown,
                     first->line);
    }
  }
  return TRUE;
}

static gboolean
check_characters (const char *text, gsize length, const char *filename, GError **error)
{
  const char *bad, *line_start = text;
  guint line = 1;

  if (g_utf8_validate_len (text, length, &bad))
    return TRUE;
  for (const char *p = text; p < bad; p++) {
    if (*p == '\n') {
      line++;
      line_start = p + 1;
    }
  }
  return refuse (filename, line, error,
                 _ ("Byte %u of the line, 0x%02x, is no UTF-8 text: save the file as UTF-8"),
                 (guint) (bad - line_start) + 1, (guint) (guchar) *bad);
}

GmarlKeyText *
gmarl_key_text_scan (const char *text, gsize length, const char *filename, GError **error)
{
  static const char byte_order_mark[] = "\xEF\xBB\xBF";
  g_autoptr (GmarlKeyText) self = g_new0 (GmarlKeyText, 1);
  Scan scan = { self, filename, 0 };
  gsize skip = 0;

  self->groups = g_array_new (FALSE, FALSE, sizeof (GmarlKeyGroup));
  self->entries = g_array_new (FALSE, FALSE, sizeof (GmarlKeyEntry));
  self->by_name = g_ptr_array_new ();
  self->by_key = g_ptr_array_new ();
  if (length >= 3 && memcmp (text, byte_order_mark, 3) == 0)
    skip = 3;
  if (!check_characters (text, length, filename, error) ||
      !scan_lines (&scan, text + skip, text + length, error) || !sort_groups (&scan, error) ||
      !sort_entries (&scan, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
gmarl_key_text_free (GmarlKeyText *self)
{
  if (self == NULL)
    return;
  for (guint k = 0; k < self->groups->len; k++)
    g_free (g_array_index (self->groups, GmarlKeyGroup, k).name);
  for (guint k = 0; k < self->entries->len; k++)
    g_free (g_array_index (self->entries, GmarlKeyEntry, k).key);
  g_ptr_array_unref (self->by_name);
  g_ptr_array_unref (self->by_key);
  g_array_unref (self->groups);
  g_array_unref (self->entries);
  g_free (self);
}

const GmarlKeyGroup *
gmarl_key_text_group (const GmarlKeyText *self, const char *name)
{
  guint low = 0, high = self->by_name->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const GmarlKeyGroup *group = self->by_name->pdata[middle];
    int order = strcmp (group->name, name);

    if (order == 0)
      return group;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

const GmarlKeyEntry *
gmarl_key_text_entry (const GmarlKeyText *self, const GmarlKeyGroup *group, const char *key)
{
  guint low, high;

  if (group == NULL)
    return NULL;
  /* The keys of the earlier groups come first, then those of this one. */
  low = (guint) group->first;
  high = low + (guint) group->n_entries;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    const GmarlKeyEntry *entry = self->by_key->pdata[middle];
    int order = strcmp (entry->key, key);

    if (order == 0)
      return entry;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

static char
escaped_character (char letter)
{
  switch (letter) {
  case 's':
    return ' ';
  case 'n':
    return '\n';
  case 't':
    return '\t';
  case 'r':
    return '\r';
  case '\\':
  case ';':
    return letter;
  default:
    return '\0';
  }
}

char *
gmarl_key_unescape (const char *value, gsize length)
{
  g_autoptr (GString) string = g_string_sized_new (length);

  for (gsize k = 0; k < length; k++) {
    char c = value[k];

    if (c == '\\') {
      c = ++k < length ? escaped_character (value[k]) : '\0';
      if (c == '\0')
        return NULL;
    }
    g_string_append_c (string, c);
  }
  return g_string_free (g_steal_pointer (&string), FALSE);
}

GPtrArray *
gmarl_key_split (const char *value, gsize length, gsize most)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  gsize start = 0;

  while (start < length && items->len <= most) {
    gsize stop = start;
    const char *item = value + start, *item_end;
    char *string;

    while (stop < length && value[stop] != ';')
      stop += value[stop] == '\\' && stop + 1 < length ? 2 : 1;
    item_end = value + stop;
    trim (&item, &item_end);
    string = gmarl_key_unescape (item, (gsize) (item_end - item));
    if (string == NULL)
      return NULL;
    g_ptr_array_add (items, string);
    start = stop + 1;
  }
  return g_steal_pointer (&items);
}

void
gmarl_key_append_escaped (GString *text, const char *string, gboolean in_list)
{
  gsize length = strlen (string);

  for (gsize k = 0; k < length; k++) {
    char c = string[k];

    if (c == ' ' && (k == 0 || k + 1 == length))
      g_string_append (text, "\\s");
    else if (c == '\n')
      g_string_append (text, "\\n");
    else if (c == '\t')
      g_string_append (text, "\\t");
    else if (c == '\r')
      g_string_append (text, "\\r");
    else if (c == '\\' || (c == ';' && in_list))
      g_string_append_printf (text, "\\%c", c);
    else
      g_string_append_c (text, c);
  }
}
