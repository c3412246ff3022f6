/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Small helpers on JsonBuilder for the writers of this folder. */

/* A member with a number, or null where the value is not finite. */
void gmarl_json_add_number (JsonBuilder *builder, const char *name, double value);

/* A member with an unsigned 64-bit number: as a number while other programs read it exactly (up to
 * 2^53), as a string beyond.
 */
void gmarl_json_add_unsigned (JsonBuilder *builder, const char *name, guint64 value);

/* A member with a string, or null. */
void gmarl_json_add_string (JsonBuilder *builder, const char *name, const char *value);

/* A member with a list of strings; NULL-terminated, NULL for an empty one. */
void gmarl_json_add_strings (JsonBuilder *builder, const char *name, char *const *strings);

/* A member with a list of numbers; null where a value is not finite. */
void
gmarl_json_add_numbers (JsonBuilder *builder, const char *name, const double *values, gsize count);

/* The finished document, indented, with a line's end. (transfer full) */
char *gmarl_json_finish (JsonBuilder *builder);

G_END_DECLS
