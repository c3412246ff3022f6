/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-scenario-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The lists of scenario files: numbers and edges. Both are read in one pass over the text. */

/* No number needs more characters than this. */
#define LONGEST_NUMBER 80

/* Each line takes two of the slots that there may be. */
#define MOST_EDGES (GMARL_MAX_SLOT_ACTIONS / 2)

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gssize
refuse_item (const char *item, gsize length, gsize index, GError **error)
{
  g_autofree char *text = g_strndup (item, length);
  g_autofree char *shown = gmarl_quote_text (text);

  g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
               _ ("item %zu of the list is %s, not a finite number: write numbers "
                  "with a decimal point, separated by \";\""),
               index + 1, shown);
  return -1;
}

gssize
gmarl_list_parse_numbers (const char *text,
                          gsize length,
                          double *out,
                          gsize capacity,
                          GError **error)
{
  const char *p = text, *end = text + length;
  gsize count = 0;

  while (TRUE) {
    char number[LONGEST_NUMBER + 1];
    const char *start;
    double value;
    gsize item;

    while (p < end && is_blank (*p))
      p++;
    if (p == end)
      return (gssize) count;
    start = p;
    while (p < end && *p != ';' && !is_blank (*p))
      p++;
    item = (gsize) (p - start);
    if (item == 0 || item > LONGEST_NUMBER)
      return refuse_item (start, MIN (item, LONGEST_NUMBER), count, error);
    memcpy (number, start, item);
    number[item] = '\0';
    if (!gmarl_parse_double (number, &value))
      return refuse_item (start, item, count, error);
    if (count < capacity)
      out[count] = value;
    count++;
    while (p < end && is_blank (*p))
      p++;
    if (p < end && *p == ';')
      p++;
  }
}

void
gmarl_list_append_numbers (GString *text,
                           const double *value,
                           gsize n_values,
                           const char *separator)
{
  for (gsize k = 0; k < n_values; k++) {
    g_autofree char *number = gmarl_format_double (value[k]);

    if (k > 0)
      g_string_append (text, separator);
    g_string_append (text, number);
  }
}

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const GmarlEdge *x = a, *y = b;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

void
gmarl_edges_sort (GArray *edges)
{
  g_array_sort (edges, compare_edges);
}

static gboolean
parse_node (const char **p, guint *node)
{
  guint value = 0;
  gsize digits = 0;

  while (is_blank (**p))
    (*p)++;
  for (; g_ascii_isdigit (**p); (*p)++) {
    if (++digits > 9)
      return FALSE;
    value = 10 * value + (guint) (**p - '0');
  }
  *node = value;
  return digits > 0;
}

GArray *
gmarl_list_parse_edges (const char *text, GError **error)
{
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (GmarlEdge));
  const char *p = text + strspn (text, " \t");

  while (*p != '\0') {
    const char *start = p;
    guint a = 0, b = 0;
    gboolean good = parse_node (&p, &a);
    GmarlEdge edge;

    p += strspn (p, " \t");
    good = good && *p == '-';
    if (good) {
      p++;
      good = parse_node (&p, &b) && (*p == '\0' || strchr ("; ,\t", *p) != NULL);
    }
    if (!good) {
      g_autofree char *item = g_strndup (start, strcspn (start, ";,"));
      g_autofree char *shown = gmarl_quote_text (item);

      g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                   _ ("edges has %s: write each line as two node numbers, such as 0-1; 1-2"),
                   shown);
      return NULL;
    }
    if (edges->len == MOST_EDGES) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                   _ ("edges has more than %d lines: no network may have so many"), MOST_EDGES);
      return NULL;
    }
    edge.a = MIN (a, b);
    edge.b = MAX (a, b);
    g_array_append_val (edges, edge);
    p += strspn (p, " \t");
    if (*p == ';' || *p == ',')
      p++;
    p += strspn (p, " \t");
  }
  gmarl_edges_sort (edges);
  return g_steal_pointer (&edges);
}
