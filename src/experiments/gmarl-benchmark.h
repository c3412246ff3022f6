/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a user may measure: how fast this machine simulates, trains and decides, each beside the
 * machine's limit where there is one. The limit is measured in the same process, interleaved with
 * the work, and the best of several rounds of each counts: whatever disturbs a measurement makes it
 * slower.
 */
typedef struct {
  const char *id;   /* "training_iteration" */
  const char *name; /* translated */
  double value;
  const char *unit;
  double limit; /* the machine's, in the same unit; NaN where there is none */
  double share; /* of the limit, 0…1; NaN where there is none */
} GmarlMeasurement;

typedef struct {
  GArray *measurements; /* of GmarlMeasurement */
  char *processor;      /* its model, or "" */
  const char *kernels;  /* "avx512" … */
  guint threads;
  double floor_gflop; /* floating-point work of an iteration, as docs/learning.md counts it */
} GmarlBenchmark;

/* Measures this configuration; rounds: iterations of training that each figure is the best of.
 * full: also how the figures change with grids of 1000 and 10 000 nodes, wide networks and the
 * reference work of docs/performance.md, with this configuration for the rest. (transfer full) */
GmarlBenchmark *gmarl_benchmark_run (const GmarlRunConfig *config,
                                     guint rounds,
                                     gboolean full,
                                     GCancellable *cancellable,
                                     GError **error);
void gmarl_benchmark_free (GmarlBenchmark *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlBenchmark, gmarl_benchmark_free)

G_END_DECLS
