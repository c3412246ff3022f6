/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-private.h"

G_BEGIN_DECLS

/* How runs get from one library into another one. Either may be a bundle. */

/* A run as a source has it, everything checked that an honest source fulfils. */
typedef struct {
  GmarlRunRecord *record;
  char *configuration;
  char *group_version;
  gint64 group_created_us;
  char *scenario_text;
  GArray *rows; /* of GmarlTrainingMetrics, iterations 1, 2, … */
} GmarlRunSource;

void gmarl_run_source_clear (GmarlRunSource *self);

/* Reads a run as it is at one instant. An error of GMARL_ERROR_CONFIG: the run itself is not what a
 * run is, and others may be.
 */
gboolean gmarl_run_source_load (GmarlRunSource *self,
                                GmarlLibrary *from,
                                const char *run_id,
                                GError **error);

typedef enum {
  GMARL_COPY_ADDED,
  GMARL_COPY_EXTENDED,
  GMARL_COPY_SAME,
} GmarlCopyOutcome;

/* Copies a run with all that belongs to it, or what the target lacks of it. An error of
 * GMARL_ERROR_CONFIG: this run is left alone, and others may be copied. Sentences about checkpoints
 * that were left out go to refused (of char). bytes grows by those of the checkpoints copied.
 */
gboolean gmarl_library_copy_run (GmarlLibrary *from,
                                 GmarlLibrary *to,
                                 const char *run_id,
                                 GmarlCopyOutcome *outcome,
                                 gint64 *bytes,
                                 GPtrArray *refused,
                                 GError **error);

/* Writes into the target's transaction: scenario and group unless they are there, the run unless it
 * is there, the rows from first on, and what the list of runs shows of them.
 */
gboolean
gmarl_run_source_store (const GmarlRunSource *self, GmarlLibrary *to, guint first, GError **error);

/* The checkpoints of the run that the target lacks or has damaged: loaded from the source, checked
 * and written beside the target's files in stage, before the rows are read for good; put in place
 * in finish, after the rows are stored.
 */
typedef struct _GmarlCheckpointCopies GmarlCheckpointCopies;

GmarlCheckpointCopies *gmarl_checkpoint_copies_stage (GmarlLibrary *from,
                                                      GmarlLibrary *to,
                                                      const char *run_id,
                                                      GPtrArray *refused,
                                                      GError **error);
gboolean
gmarl_checkpoint_copies_finish (GmarlCheckpointCopies *self, gint64 *bytes, GError **error);

/* Removes what was staged and not put in place. */
void gmarl_checkpoint_copies_free (GmarlCheckpointCopies *self);

/* Whether the target lacks, or has damaged, a checkpoint that the source has. */
gboolean gmarl_checkpoint_copies_are_wanted (GmarlLibrary *from,
                                             GmarlLibrary *to,
                                             const char *run_id,
                                             gboolean *wanted,
                                             GError **error);

/* The columns of a table that both have, as a list for SQL, and how many. (transfer full) */
char *gmarl_library_common_columns (GmarlLibrary *from,
                                    GmarlLibrary *to,
                                    const char *table,
                                    guint *n,
                                    GError **error);

/* The values of an INSERT of such columns: parameters, of which the run of a study's cell counts
 * only if it is there. A cell without its run is as if that had been removed; a study that lacks a
 * cell could not be read. (transfer full) */
char *gmarl_library_value_places (const char *table, const char *columns);

/* Copies the rows that the target does not have yet of tables that belong to no single run. */
gboolean gmarl_library_copy_tables (GmarlLibrary *from, GmarlLibrary *to, GError **error);

/* -- Bundles (gmarl-library-bundle.c) -- */

/* Opens a bundle to read; it can be anything. (transfer full) */
GmarlLibrary *gmarl_library_open_bundle (const char *path, GError **error);

gboolean
gmarl_library_put_bundled (GmarlLibrary *self, const char *sha256, GBytes *bytes, GError **error);
GBytes *gmarl_library_get_bundled (GmarlLibrary *self, const char *sha256, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GmarlRunSource, gmarl_run_source_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlCheckpointCopies, gmarl_checkpoint_copies_free)

G_END_DECLS
