/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-merge.h"
#include "gmarl-verify.h"

G_BEGIN_DECLS

/* A run with what belongs to it; all borrowed, NULL where it is left out. */
typedef struct {
  const GmarlRunRecord *record;
  const GmarlRunConfig *config;
  const GPtrArray *checkpoints; /* of GmarlCheckpointRecord */
  const GArray *metrics;        /* of GmarlTrainingMetrics */
} GmarlRunExport;

/* JSON array with an object a run: id, group, name, seed, status, iterations, times (RFC 3339,
 * UTC), scores, scenario with its hash, kernel level, version, tags, notes, when it was put into
 * the trash (or null), and where they are given the configuration (text of learning keys and of the
 * scenario), the checkpoints with path and SHA-256, and the metric rows (an object each; an
 * undefined value is null). (transfer full)
 */
char *gmarl_export_runs_json (const GmarlRunExport *runs, gsize n_runs);

/* JSON object: added, extended, same (numbers of runs), bytes, refused (an array of sentences).
 * (transfer full) */
char *gmarl_export_merge_json (const GmarlMergeResult *result);

/* JSON array with an object a run (element-type GmarlRunRecord): id, verdict ("same", "different"
 * or "impossible"), rows, same (how many from the first on), kernel_level, version, same_version,
 * and for a difference iteration, metric, stored and computed; otherwise null, as is the reason
 * where there is none. (transfer full)
 */
char *gmarl_export_verify_json (const GPtrArray *runs, const GmarlVerifyResult *results);

/* CSV: a row a run and iteration with the columns run, seed and one a metric, named by its id and,
 * if it is an energy or money, its unit ("grid_import_kwh"). An undefined value is an empty cell.
 * The runs' configurations give the currency. (transfer full)
 */
char *gmarl_export_metrics_csv (const GmarlRunExport *runs, gsize n_runs);

/* The same values as tidy CSV (gmarl-export-tidy.h), a row a run, iteration and metric. (transfer
 * full)
 */
char *gmarl_export_metrics_tidy (const GmarlRunExport *runs, gsize n_runs);

G_END_DECLS
