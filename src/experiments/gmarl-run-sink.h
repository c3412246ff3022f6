/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-training-metrics.h"

#include <glib.h>

G_BEGIN_DECLS

/* Where a run writes. The trainer calls it on its worker thread; library/ implements it on SQLite,
 * tests in memory. Every call either did what it says, durably, or failed with an error.
 */
typedef enum {
  GMARL_RUN_RUNNING,
  GMARL_RUN_PAUSED,
  GMARL_RUN_FINISHED,
  GMARL_RUN_STOPPED,     /* by the user; resumable */
  GMARL_RUN_INTERRUPTED, /* left "running" by a process that is gone; resumable */
  GMARL_RUN_FAILED,
} GmarlRunStatus;

typedef enum {
  GMARL_CHECKPOINT_LAST,     /* what resumes the run; replaced */
  GMARL_CHECKPOINT_BEST,     /* the best policy by validation; replaced */
  GMARL_CHECKPOINT_NUMBERED, /* the policy at an iteration; kept */
} GmarlCheckpointKind;

typedef struct _GmarlRunSink GmarlRunSink;

typedef struct {
  /* A row of metrics, committed when this returns. A row that exists already (recomputed after a
   * resume) must have the same bits, else GMARL_ERROR_DIVERGED naming iteration and metric; it is
   * never replaced.
   */
  gboolean (*iteration) (GmarlRunSink *self, const GmarlTrainingMetrics *row, GError **error);

  /* A checkpoint, written whole (temporary file, fsync, rename). score: validation reward, or NaN.
   * For NUMBERED, those beyond keep (0: all) are removed, oldest first.
   */
  gboolean (*checkpoint) (GmarlRunSink *self,
                          GmarlCheckpointKind kind,
                          gint64 iteration,
                          double score,
                          GBytes *bytes,
                          gint64 keep,
                          GError **error);

  /* The run's state for the list of runs; message may be NULL. */
  gboolean (*status) (GmarlRunSink *self,
                      GmarlRunStatus status,
                      const char *message,
                      GError **error);

  void (*free) (GmarlRunSink *self);
} GmarlRunSinkClass;

struct _GmarlRunSink {
  const GmarlRunSinkClass *klass;
};

gboolean
gmarl_run_sink_iteration (GmarlRunSink *self, const GmarlTrainingMetrics *row, GError **error);
gboolean gmarl_run_sink_checkpoint (GmarlRunSink *self,
                                    GmarlCheckpointKind kind,
                                    gint64 iteration,
                                    double score,
                                    GBytes *bytes,
                                    gint64 keep,
                                    GError **error);
gboolean gmarl_run_sink_status (GmarlRunSink *self,
                                GmarlRunStatus status,
                                const char *message,
                                GError **error);
void gmarl_run_sink_free (GmarlRunSink *self);

/* "running", "paused", … as stored; and back (-1 if it is none of them). */
const char *gmarl_run_status_to_id (GmarlRunStatus status);
gint gmarl_run_status_from_id (const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlRunSink, gmarl_run_sink_free)

G_END_DECLS
