/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"
#include "gmarl-scaling-results.h"
#include "gmarl-scaling-study.h"

G_BEGIN_DECLS

/* Scaling studies in the library: what they are and the state of each cell. A cell's training is a
 * run like any other; the cells of one size and sharing are a run group.
 */
typedef struct {
  char *id;
  GmarlScalingStudy *study; /* owned */
  gint64 created_us;
} GmarlStudyRecord;

void gmarl_study_record_free (GmarlStudyRecord *self);

/* Stores a study with all its cells queued, or finds it: nothing changes where it is there already.
 * Its id. (transfer full) */
char *
gmarl_library_begin_study (GmarlLibrary *self, const GmarlScalingStudy *study, GError **error);

/* The newest first. (transfer full) (element-type GmarlStudyRecord) */
GPtrArray *gmarl_library_list_studies (GmarlLibrary *self, GError **error);

/* The study of this id, or a unique prefix of it; GMARL_ERROR_NOT_FOUND if there is none. (transfer
 * full) */
GmarlStudyRecord *
gmarl_library_find_study (GmarlLibrary *self, const char *reference, GError **error);

/* The cells by number. RUNNING are those that a process works on now, and that are not paused
 * there. (transfer full) (element-type GmarlScalingCell) */
GPtrArray *gmarl_library_list_cells (GmarlLibrary *self, const char *study_id, GError **error);

/* Queues the cells of this state, FAILED or SKIPPED, again: how many in count (nullable). */
gboolean gmarl_library_requeue_cells (GmarlLibrary *self,
                                      const char *study_id,
                                      GmarlCellState state,
                                      guint *count,
                                      GError **error);

/* Skips the cells that are queued or paused and that nobody works on. */
gboolean
gmarl_library_skip_cells (GmarlLibrary *self, const char *study_id, guint *count, GError **error);

/* A cell that this process works on, alone of all processes, until the claim is freed. */
typedef struct {
  char *study_id; /* owned */
  gsize number;
  GmarlScalingKey key;
  char *run_id; /* of its training, or NULL: not begun; owned */
  gint lock;    /* file descriptor */
} GmarlCellClaim;

/* The first cell that is to be done and that nobody works on, now RUNNING; NULL without an error if
 * there is none. is_over tells whether the study is then over, or others work on what is left.
 * (transfer full) */
GmarlCellClaim *gmarl_library_claim_cell (GmarlLibrary *self,
                                          const char *study_id,
                                          gboolean *is_over,
                                          GError **error);

/* Begins the training of a claimed cell: a run, in the group of the cells that differ from it in
 * the seed alone.
 */
gboolean gmarl_library_begin_cell (GmarlLibrary *self,
                                   GmarlCellClaim *claim,
                                   const GmarlRunConfig *config,
                                   const char *group_name,
                                   GError **error);

/* What became of it: PAUSED, DONE with values [GMARL_N_SCALING], or FAILED with a message. */
gboolean gmarl_library_end_cell (GmarlLibrary *self,
                                 const GmarlCellClaim *claim,
                                 GmarlCellState state,
                                 const char *message,
                                 const double *values,
                                 GError **error);

void gmarl_cell_claim_free (GmarlCellClaim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlStudyRecord, gmarl_study_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlCellClaim, gmarl_cell_claim_free)

G_END_DECLS
