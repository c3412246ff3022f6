/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-options.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A row that edits one option of a plain struct: a switch, a drop-down or an entry. What differs
 * from the default has a dot and a button that puts the default back. A text that is refused leaves
 * the struct as it was; the row then says why.
 *
 * Signal "changed": the struct, or whether the row is valid.
 */
#define GMARL_TYPE_OPTION_ROW (gmarl_option_row_get_type ())
G_DECLARE_FINAL_TYPE (GmarlOptionRow, gmarl_option_row, GMARL, OPTION_ROW, AdwActionRow)

/* What a choice's id is called; translated. */
typedef const char *(*GmarlOptionChoiceName) (const char *id);

/* object: the struct, which outlives the row; defaults: of the same type, constant. */
GtkWidget *gmarl_option_row_new (const GmarlOption *option,
                                 gpointer object,
                                 gconstpointer defaults,
                                 const char *name,
                                 const char *unit,
                                 const char *tooltip,
                                 GmarlOptionChoiceName choice_name);

const GmarlOption *gmarl_option_row_get_option (GmarlOptionRow *self);
gboolean gmarl_option_row_is_changed (GmarlOptionRow *self);

/* Why the text in it is refused, or NULL. */
const char *gmarl_option_row_get_problem (GmarlOptionRow *self);

/* Puts the default back. */
void gmarl_option_row_reset (GmarlOptionRow *self);

/* Takes a value that the option allows, as text. */
void gmarl_option_row_set_value (GmarlOptionRow *self, const char *value);

/* As if somebody had typed it; of entries alone. */
void gmarl_option_row_set_text (GmarlOptionRow *self, const char *text);

G_END_DECLS
