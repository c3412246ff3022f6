/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-run-sink.h"

#include <string.h>

static const char *const status_ids[] = {
  [GMARL_RUN_RUNNING] = "running",         [GMARL_RUN_PAUSED] = "paused",
  [GMARL_RUN_FINISHED] = "finished",       [GMARL_RUN_STOPPED] = "stopped",
  [GMARL_RUN_INTERRUPTED] = "interrupted", [GMARL_RUN_FAILED] = "failed",
};

gboolean
gmarl_run_sink_iteration (GmarlRunSink *self, const GmarlTrainingMetrics *row, GError **error)
{
  return self->klass->iteration (self, row, error);
}

gboolean
gmarl_run_sink_checkpoint (GmarlRunSink *self,
                           GmarlCheckpointKind kind,
                           gint64 iteration,
                           double score,
                           GBytes *bytes,
                           gint64 keep,
                           GError **error)
{
  return self->klass->checkpoint (self, kind, iteration, score, bytes, keep, error);
}

gboolean
gmarl_run_sink_status (GmarlRunSink *self,
                       GmarlRunStatus status,
                       const char *message,
                       GError **error)
{
  return self->klass->status (self, status, message, error);
}

void
gmarl_run_sink_free (GmarlRunSink *self)
{
  self->klass->free (self);
}

const char *
gmarl_run_status_to_id (GmarlRunStatus status)
{
  return status_ids[status];
}

gint
gmarl_run_status_from_id (const char *id)
{
  for (gsize k = 0; k < G_N_ELEMENTS (status_ids); k++)
    if (strcmp (status_ids[k], id) == 0)
      return (gint) k;
  return -1;
}
