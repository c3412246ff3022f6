/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"

G_BEGIN_DECLS

/* Runs from one library into another: of a folder, or of a bundle, one file with everything in it
 * that belongs to some runs.
 */

/* Whoever waits is told: done of total runs. On the thread of the caller. */
typedef void (*GmarlLibraryProgress) (guint done, guint total, gpointer user_data);

typedef struct {
  guint n_added;
  guint n_extended;   /* were here, and went on there */
  guint n_same;       /* were here already */
  gint64 bytes;       /* of the checkpoints taken */
  GPtrArray *refused; /* of char: for each run or checkpoint that was left out a sentence that names
                       * it and says why; owned */
} GmarlMergeResult;

void gmarl_merge_result_clear (GmarlMergeResult *self);

/* Takes over from path, another library's folder or a bundle, what is not here yet: runs with their
 * groups, scenarios, rows and checkpoints; from a folder evaluations, comparisons and studies, too;
 * not what is in the trash there. Nothing that is here is harmed: of a run that both have, with the
 * same rows as far as both go, the longer one is kept; if the rows differ, it is left alone and
 * named in result->refused. Tags come together; names, notes and looks that are here stay. The
 * source is only read, and others may write to it meanwhile; what comes from it is checked like a
 * stranger's.
 *
 * Each run is taken whole in a transaction, then its checkpoints; cancelled, failed or killed, it
 * goes on when it is called again. result: to be cleared whatever comes of it.
 */
gboolean gmarl_library_merge (GmarlLibrary *self,
                              const char *path,
                              GmarlLibraryProgress progress,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GmarlMergeResult *result,
                              GError **error);

/* Writes runs (run_ids ends with NULL) and all that belongs to them into one file, whole or not at
 * all. Scores are not in it: whoever merges it measures its policies. It is a SQLite database of
 * the library's schema; docs/results-library.md describes it.
 */
gboolean gmarl_library_write_bundle (GmarlLibrary *self,
                                     const char *const *run_ids,
                                     const char *path,
                                     GmarlLibraryProgress progress,
                                     gpointer user_data,
                                     GCancellable *cancellable,
                                     GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GmarlMergeResult, gmarl_merge_result_clear)

G_END_DECLS
