/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pieces of CSV for the writers of this folder. */

/* Appends a column's name: the id, and for energy and money the unit in lower case,
 * "grid_import_kwh". The unit "currency" stands for this currency, of which only letters and digits
 * of ASCII are kept; if there are none ("€") it stays "currency".
 */
void
gmarl_export_append_column (GString *text, const char *id, const char *unit, const char *currency);

/* Appends the text of a cell, quoted if it must be (RFC 4180). */
void gmarl_export_append_text (GString *text, const char *cell);

/* Appends a comma and the number, or nothing after the comma where it is not finite. */
void gmarl_export_append_cell (GString *text, double value);

G_END_DECLS
