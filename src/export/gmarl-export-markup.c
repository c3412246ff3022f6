/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-markup.h"

#include <string.h>

typedef struct {
  const char *text;
  const char *replacement;
} Replacement;

static const Replacement latex_text[] = {
  { "\\", "\\textbackslash{}" },
  { "{", "\\{" },
  { "}", "\\}" },
  { "$", "\\$" },
  { "&", "\\&" },
  { "#", "\\#" },
  { "%", "\\%" },
  { "_", "\\_" },
  { "^", "\\textasciicircum{}" },
  { "~", "\\textasciitilde{}" },
  { "<", "\\textless{}" },
  { ">", "\\textgreater{}" },
  { "|", "\\textbar{}" },
  { "\"", "\\textquotedbl{}" },
  { "€", "\\texteuro{}" },
  { "£", "\\textsterling{}" },
  { "–", "--" },
  { "’", "'" },
  { "…", "\\ldots{}" },
  { "·", "\\textperiodcentered{}" },
  { "−", "$-$" },
  { "±", "$\\pm$" },
  { "×", "$\\times$" },
  { "\u202f", "\\," },
  { "\u00a0", "~" },
};

static const Replacement latex_number[] = {
  { "–", "\\mbox{--}" }, { " ± ", " \\pm " }, { " [", "\\;[" }, { ", ", ",\\," }, { "; ", ";\\;" },
};

static const Replacement *
find (const Replacement *table, gsize n, const char *at)
{
  for (gsize k = 0; k < n; k++)
    if (g_str_has_prefix (at, table[k].text))
      return &table[k];
  return NULL;
}

static void
replace (GString *out, const char *text, const Replacement *table, gsize n)
{
  while (*text != '\0') {
    const Replacement *found = find (table, n, text);

    if (found != NULL) {
      g_string_append (out, found->replacement);
      text += strlen (found->text);
    } else {
      g_string_append_c (out, strchr ("\n\r\t", *text) != NULL ? ' ' : *text);
      text++;
    }
  }
}

void
gmarl_markup_append_markdown (GString *out, const char *text)
{
  for (; *text != '\0'; text++) {
    if (strchr ("\\|*_`<>[]~#$", *text) != NULL)
      g_string_append_c (out, '\\');
    g_string_append_c (out, strchr ("\n\r\t", *text) != NULL ? ' ' : *text);
  }
}

void
gmarl_markup_append_latex (GString *out, const char *text)
{
  replace (out, text, latex_text, G_N_ELEMENTS (latex_text));
}

void
gmarl_markup_append_tsv (GString *out, const char *text)
{
  replace (out, text, NULL, 0);
}

void
gmarl_markup_append_number (GString *out, const char *number)
{
  static const Replacement minus[] = { { "-", "−" } };

  replace (out, number, minus, G_N_ELEMENTS (minus));
}

void
gmarl_markup_append_latex_number (GString *out, const char *number)
{
  g_string_append_c (out, '$');
  replace (out, number, latex_number, G_N_ELEMENTS (latex_number));
  g_string_append_c (out, '$');
}
