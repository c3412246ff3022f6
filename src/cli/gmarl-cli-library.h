/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli-parser.h"
#include "gmarl-policy-entry.h"

G_BEGIN_DECLS

/* Adds --library. */
void gmarl_cli_add_library_option (GmarlParser *parser, char **directory);

/* Whether there is a library in the directory (NULL: the user's own). */
gboolean gmarl_cli_has_library (const char *directory);

/* Opens the library of the directory (NULL: the user's own). (transfer full) */
GmarlLibrary *
gmarl_cli_open_library (const char *directory, GmarlLibraryFlags flags, GError **error);

G_END_DECLS
