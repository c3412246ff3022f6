/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts and numbers in the languages of tables. Line breaks and tabs in a text become blanks. */

/* A text of which Markdown takes no character for its own. */
void gmarl_markup_append_markdown (GString *out, const char *text);

/* A text of which LaTeX takes no character for its own; letters of other scripts stay. */
void gmarl_markup_append_latex (GString *out, const char *text);

/* A text as a cell of TSV. */
void gmarl_markup_append_tsv (GString *out, const char *text);

/* A number, or numbers with "±", "[…, …]" or "; ": "-" becomes "−". */
void gmarl_markup_append_number (GString *out, const char *number);

/* The same for LaTeX, in mathematics. */
void gmarl_markup_append_latex_number (GString *out, const char *number);

G_END_DECLS
