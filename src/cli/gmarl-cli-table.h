/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table for people: cells are added row by row, columns are as wide as their widest cell. */
typedef struct _GmarlTable GmarlTable;

/* alignment: a letter a column, 'l' or 'r'. (transfer full) */
GmarlTable *gmarl_table_new (gsize n_columns, const char *alignment);
void gmarl_table_free (GmarlTable *self);

/* Adds the next cell. */
void gmarl_table_add (GmarlTable *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Adds a text of which at most this many characters are shown, from both of its ends: names that
 * begin alike differ in what they end with.
 */
void gmarl_table_add_cut (GmarlTable *self, const char *text, glong most);

/* Adds a number with this many decimals in the user's locale, or "–" where it is not finite. */
void gmarl_table_add_number (GmarlTable *self, double value, gint decimals);

/* Prints the rows on standard output, two blanks between columns. */
void gmarl_table_print (const GmarlTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlTable, gmarl_table_free)

G_END_DECLS
