/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-sink.h"

/* A sink that keeps everything in memory, for any thread to read once the run has ended. */
typedef struct {
  GmarlRunSink parent;
  GArray *rows;     /* of GmarlTrainingMetrics */
  GArray *statuses; /* of GmarlRunStatus */
  GBytes *last;
  GBytes *best;
  guint n_numbered;
  guint fail_at;    /* iteration whose row cannot be written; 0: none */
  gpointer trainer; /* GmarlTrainer to stop or pause */
  guint stop_at;    /* iteration after whose row the trainer is stopped; 0: none */
  guint pause_at;   /* the same for pausing */
} MemorySink;

MemorySink *memory_sink_new (void);

/* Frees what the sink kept; the trainer's free only lets go. */
void memory_sink_clear (MemorySink *self);
