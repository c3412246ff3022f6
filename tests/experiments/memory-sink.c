/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "memory-sink.h"

#include "gmarl-error.h"
#include "gmarl-trainer.h"

static gboolean
memory_iteration (GmarlRunSink *sink, const GmarlTrainingMetrics *row, GError **error)
{
  MemorySink *self = (MemorySink *) sink;
  guint iteration = (guint) row->value[GMARL_METRIC_ITERATION];

  if (self->fail_at == iteration) {
    g_set_error_literal (error, GMARL_ERROR, GMARL_ERROR_LIBRARY, "The disk is full");
    return FALSE;
  }
  if (iteration <= self->rows->len) {
    /* Recomputed after a resume. */
    g_assert_cmpint (gmarl_training_metrics_first_difference (
                         row, &g_array_index (self->rows, GmarlTrainingMetrics, iteration - 1)),
                     ==, -1);
  } else {
    g_assert_cmpuint (iteration, ==, self->rows->len + 1);
    g_array_append_vals (self->rows, row, 1);
  }
  if (self->stop_at == iteration)
    gmarl_trainer_stop (self->trainer);
  if (self->pause_at == iteration)
    gmarl_trainer_pause (self->trainer);
  return TRUE;
}

static gboolean
memory_checkpoint (GmarlRunSink *sink,
                   GmarlCheckpointKind kind,
                   gint64 iteration,
                   double score,
                   GBytes *bytes,
                   gint64 keep,
                   GError **error)
{
  MemorySink *self = (MemorySink *) sink;
  GBytes **slot = kind == GMARL_CHECKPOINT_LAST ? &self->last : &self->best;

  if (kind == GMARL_CHECKPOINT_NUMBERED) {
    self->n_numbered++;
    return TRUE;
  }
  g_clear_pointer (slot, g_bytes_unref);
  *slot = g_bytes_ref (bytes);
  return TRUE;
}

static gboolean
memory_status (GmarlRunSink *sink, GmarlRunStatus status, const char *message, GError **error)
{
  MemorySink *self = (MemorySink *) sink;

  g_array_append_val (self->statuses, status);
  return TRUE;
}

static void
memory_free (GmarlRunSink *sink)
{
}

static const GmarlRunSinkClass memory_sink_class = {
  .iteration = memory_iteration,
  .checkpoint = memory_checkpoint,
  .status = memory_status,
  .free = memory_free,
};

MemorySink *
memory_sink_new (void)
{
  MemorySink *self = g_new0 (MemorySink, 1);

  self->parent.klass = &memory_sink_class;
  self->rows = g_array_new (FALSE, FALSE, sizeof (GmarlTrainingMetrics));
  self->statuses = g_array_new (FALSE, FALSE, sizeof (GmarlRunStatus));
  return self;
}

void
memory_sink_clear (MemorySink *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->statuses);
  g_clear_pointer (&self->last, g_bytes_unref);
  g_clear_pointer (&self->best, g_bytes_unref);
  g_free (self);
}
