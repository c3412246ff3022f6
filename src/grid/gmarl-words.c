/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-options.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Longer words are not keys: nothing is near them. */
#define LONGEST_WORD 64

/* Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each once
 * (Damerau 1964), without regard to case.
 */
static gsize
edit_distance (const char *a, gsize length_a, const char *b, gsize length_b)
{
  gsize row[3][LONGEST_WORD + 1];

  for (gsize j = 0; j <= length_b; j++)
    row[0][j] = j;
  for (gsize i = 1; i <= length_a; i++) {
    gsize *now = row[i % 3], *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];

    now[0] = i;
    for (gsize j = 1; j <= length_b; j++) {
      char x = g_ascii_tolower (a[i - 1]), y = g_ascii_tolower (b[j - 1]);

      now[j] = MIN (MIN (before[j], now[j - 1]) + 1, before[j - 1] + (x != y));
      if (i > 1 && j > 1 && x == g_ascii_tolower (b[j - 2]) && y == g_ascii_tolower (a[i - 2]))
        now[j] = MIN (now[j], earlier[j - 2] + 1);
    }
  }
  return row[length_a % 3][length_b];
}

const char *
gmarl_nearest_word (const char *word, const char *const *candidates)
{
  const char *nearest = NULL;
  gsize length = strlen (word), least = G_MAXSIZE;

  if (length == 0 || length > LONGEST_WORD)
    return NULL;
  for (gsize k = 0; candidates[k] != NULL; k++) {
    gsize candidate_length = strlen (candidates[k]);
    gsize distance, allowed;

    if (candidate_length > LONGEST_WORD)
      continue;
    distance = edit_distance (word, length, candidates[k], candidate_length);
    allowed = MAX (1, MAX (length, candidate_length) / 3);
    /* A word that only lacks its ending is meant, however long the ending: capacity(_kwh). */
    if (distance > allowed &&
        !(length >= 3 && g_ascii_strncasecmp (word, candidates[k], length) == 0))
      continue;
    if (distance < least) {
      least = distance;
      nearest = candidates[k];
    }
  }
  return nearest;
}

char *
gmarl_format_double (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* Every decimal of up to 15 digits survives the way through a normal double; subnormal numbers
   * have fewer digits.
   */
  for (int digits = fabs (value) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
    char format[8];

    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (text, sizeof text, format, value);
    if (digits == 17 || g_ascii_strtod (text, NULL) == value)
      break;
  }
  return g_strdup (text);
}
