/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"

G_BEGIN_DECLS

/* A run with what belongs to it; all borrowed, NULL where it is left out. */
typedef struct {
  const GmarlRunRecord *record;
  const GmarlRunConfig *config;
  const GPtrArray *checkpoints; /* of GmarlCheckpointRecord */
  const GArray *metrics;        /* of GmarlTrainingMetrics */
} GmarlRunExport;

/* JSON array with an object a run: id, group, name, seed, status, iterations, times (RFC 3339,
 * UTC), scores, scenario with its hash, kernel level, version, and where they are given the
 * configuration (text of learning keys and of the scenario), the checkpoints with path and SHA-256,
 * and the metric rows (an object each; an undefined value is null). (transfer full)
 */
char *gmarl_export_runs_json (const GmarlRunExport *runs, gsize n_runs);

/* CSV: a row a run and iteration with the columns run, seed and one a metric, named by its id and,
 * if it is an energy or money, its unit ("grid_import_kwh"). An undefined value is an empty cell.
 * The runs' configurations give the currency. (transfer full)
 */
char *gmarl_export_metrics_csv (const GmarlRunExport *runs, gsize n_runs);

G_END_DECLS
