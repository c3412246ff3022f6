/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-number-lists.h"

#include "gmarl-error.h"
#include "gmarl-grid.h"
#include "gmarl-options.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

gboolean
gmarl_parse_number_range (const char *text, char separator, guint64 *first, guint64 *last)
{
  const char *middle = strchr (text, separator);
  g_autofree char *head =
      g_strndup (text, middle == NULL ? strlen (text) : (gsize) (middle - text));

  return g_ascii_string_to_unsigned (head, 10, 0, G_MAXUINT64, first, NULL) &&
         g_ascii_string_to_unsigned (middle == NULL ? head : middle + 1, 10, 0, G_MAXUINT64, last,
                                     NULL) &&
         *first <= *last;
}

/* The parts between commas without the blanks around them; at least one. (transfer full) */
static char **
split (const char *text)
{
  char **parts;

  if (text[0] == '\0') {
    parts = g_new0 (char *, 2);
    parts[0] = g_strdup ("");
    return parts;
  }
  parts = g_strsplit (text, ",", -1);
  for (gsize k = 0; parts[k] != NULL; k++)
    g_strstrip (parts[k]);
  return parts;
}

static gboolean
has_number (const GArray *numbers, guint64 number)
{
  for (guint k = 0; k < numbers->len; k++)
    if (g_array_index (numbers, guint64, k) == number)
      return TRUE;
  return FALSE;
}

static gboolean
add_seeds (GArray *seeds, const char *part, guint n_most, GError **error)
{
  guint64 first = 0, last = 0;

  if (!gmarl_parse_number_range (part, '-', &first, &last)) {
    g_autofree char *quoted = gmarl_quote_text (part);

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("%s is no seed: write seeds like 1, 1,2,3 or 1-10"), quoted);
    return FALSE;
  }
  if (last > GMARL_LARGEST_SEED) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("Seed %" PRIu64 " is too large: seeds go up to %" PRIu64), last,
                 GMARL_LARGEST_SEED);
    return FALSE;
  }
  if (last - first >= n_most - seeds->len) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("These are more than %u seeds: take fewer"), n_most);
    return FALSE;
  }
  for (guint64 n = 0; n <= last - first; n++) {
    guint64 seed = first + n;

    if (has_number (seeds, seed)) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                   _ ("There is seed %" PRIu64 " twice: name each seed once"), seed);
      return FALSE;
    }
    g_array_append_val (seeds, seed);
  }
  return TRUE;
}

GArray *
gmarl_parse_seed_list (const char *text, guint n_most, GError **error)
{
  g_autoptr (GArray) seeds = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (GStrv) parts = split (text);

  for (gsize k = 0; parts[k] != NULL; k++)
    if (!add_seeds (seeds, parts[k], n_most, error))
      return NULL;
  return g_steal_pointer (&seeds);
}

/* "7", "3:9" or "3:9:2". */
static gboolean
parse_progression (const char *part, guint64 *first, guint64 *last, guint64 *step)
{
  const char *colon = strchr (part, ':');
  const char *second = colon == NULL ? NULL : strchr (colon + 1, ':');
  g_autofree char *range =
      second == NULL ? g_strdup (part) : g_strndup (part, (gsize) (second - part));

  *step = 1;
  return gmarl_parse_number_range (range, ':', first, last) &&
         (second == NULL ||
          g_ascii_string_to_unsigned (second + 1, 10, 1, G_MAXUINT64, step, NULL));
}

static gboolean
add_sizes (GArray *sizes, const char *part, guint n_most, GError **error)
{
  guint64 first = 0, last = 0, step = 1;

  if (!parse_progression (part, &first, &last, &step)) {
    g_autofree char *quoted = gmarl_quote_text (part);

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("%s is no number of agents: write numbers like 3, 5, 7, 10 or 10:50:10"),
                 quoted);
    return FALSE;
  }
  if (first < 1 || last > GMARL_MAX_NODES) {
    g_autofree char *quoted = gmarl_quote_text (part);

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("%s is out of range: there can be 1 to %d agents"), quoted, GMARL_MAX_NODES);
    return FALSE;
  }
  if ((last - first) / step >= n_most - sizes->len) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("These are more than %u numbers of agents: take fewer"), n_most);
    return FALSE;
  }
  for (guint64 n = 0; n <= (last - first) / step; n++) {
    guint64 size = first + n * step;

    if (has_number (sizes, size)) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                   _ ("There is %" PRIu64 " twice: name each number of agents once"), size);
      return FALSE;
    }
    g_array_append_val (sizes, size);
  }
  return TRUE;
}

static gint
compare_sizes (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

GArray *
gmarl_parse_size_list (const char *text, guint n_most, GError **error)
{
  /* Read as unsigned numbers, none of which is too large for a signed one. */
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (GStrv) parts = split (text);

  for (gsize k = 0; parts[k] != NULL; k++)
    if (!add_sizes (sizes, parts[k], n_most, error))
      return NULL;
  g_array_sort (sizes, compare_sizes);
  return g_steal_pointer (&sizes);
}

char *
gmarl_format_seed_list (const GArray *seeds)
{
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < seeds->len; k++) {
    guint64 first = g_array_index (seeds, guint64, k), last = first;

    while (k + 1 < seeds->len && g_array_index (seeds, guint64, k + 1) == last + 1) {
      last++;
      k++;
    }
    g_string_append_printf (text, "%s%" PRIu64, text->len == 0 ? "" : ", ", first);
    if (last > first)
      g_string_append_printf (text, "%s%" PRIu64, last == first + 1 ? ", " : "-", last);
  }
  return g_string_free (text, FALSE);
}

char *
gmarl_format_size_list (const GArray *sizes)
{
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < sizes->len; k++)
    g_string_append_printf (text, "%s%" PRId64, k == 0 ? "" : ", ",
                            g_array_index (sizes, gint64, k));
  return g_string_free (text, FALSE);
}
