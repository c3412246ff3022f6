/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-private.h"
#include "gmarl-library-salvage.h"

G_BEGIN_DECLS

/* The steps of salvaging. from: a copy of the damaged database; to: the new one. */

/* Copies the rows that can be read. FALSE: the new database could not be written. */
gboolean gmarl_salvage_copy_rows (GmarlLibrary *from,
                                  GmarlLibrary *to,
                                  GCancellable *cancellable,
                                  GmarlSalvageResult *result,
                                  GError **error);

/* Makes the rows of checkpoints those of the files that are there and whole. */
gboolean
gmarl_salvage_find_checkpoints (GmarlLibrary *to, GmarlSalvageResult *result, GError **error);

/* The log of a damaged database, which may be where a salvage that was killed left it. (transfer
 * full) */
char *gmarl_salvage_find_log (const char *database);

/* The copies of the database that salvages and migrations kept beside it, the newest first.
 * (transfer full) */
char **gmarl_salvage_list_copies (const GmarlLibrary *self);

/* Puts the new database at path in the place of the damaged one, which gets another name: kept
 * (transfer full), if there was one. On failure all is as before.
 */
gboolean gmarl_salvage_put_in_place (const GmarlLibrary *self,
                                     const char *path,
                                     char **kept,
                                     GError **error);

void gmarl_salvage_add_loss (GmarlSalvageResult *result, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

G_END_DECLS
