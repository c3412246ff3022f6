/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"

G_BEGIN_DECLS

/* What was saved of a damaged library, and what was not. */
typedef struct {
  guint n_runs;
  gint64 n_rows;       /* of metrics */
  guint n_checkpoints; /* files that are whole */
  guint n_evaluations;
  char *kept;      /* path of the damaged database; NULL: there was none; owned */
  GPtrArray *lost; /* of char: a sentence for each loss; owned */
} GmarlSalvageResult;

void gmarl_salvage_result_clear (GmarlSalvageResult *self);

/* Whether salvaging has something to do: the database is damaged, or it is missing beside runs.
 * Reads all of it. */
gboolean gmarl_library_is_damaged (const char *directory);

/* Reads what can be read of a damaged library.db, row by row, into a new one, finds the checkpoints
 * in their folders by their own hashes, and puts the new one in the place of the damaged one, which
 * is kept beside it under another name. Where the database is missing or cut to nothing, the newest
 * copy beside it is read, and without one the new database has no runs. Fails, and changes nothing,
 * if the library is whole, if a process holds a run of it, or if nothing of a damaged one can be
 * read. Other programs that have it open must be
 * closed first. result: to be cleared whatever comes of it.
 */
gboolean gmarl_library_salvage (const char *directory,
                                GCancellable *cancellable,
                                GmarlSalvageResult *result,
                                GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GmarlSalvageResult, gmarl_salvage_result_clear)

G_END_DECLS
