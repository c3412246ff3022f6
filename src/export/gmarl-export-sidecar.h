/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison.h"
#include "gmarl-export-runs.h"

G_BEGIN_DECLS

/* FILE.meta.json, which lies beside an exported file and says what it was made from: versions, the
 * file's size and hash, the scenario, the runs with their seeds and configuration, the statistics'
 * method, what was left out, and what the columns mean. It holds no time, host or path: the same
 * export gives the same bytes.
 */
typedef struct _GmarlSidecar GmarlSidecar;

/* The path of the sidecar of a file. (transfer full) */
char *gmarl_sidecar_path (const char *path);

/* Whether a file is a sidecar that this program wrote. */
gboolean gmarl_sidecar_is_one (const char *path);

/* Removes the sidecar of a file that was replaced by other means than a GmarlExportFile. */
void gmarl_sidecar_remove (const char *path);

/* what: "scores", "trace" …; format: of gmarl-export-format.h. (transfer full) */
GmarlSidecar *gmarl_sidecar_new (const char *what, const char *format);
void gmarl_sidecar_free (GmarlSidecar *self);

/* Name, hash and text, or for a scenario with data the checksums of their files. */
void gmarl_sidecar_set_scenario (GmarlSidecar *self, const GmarlScenario *scenario);

/* The same, the days and the policies of a table. */
void gmarl_sidecar_set_scores (GmarlSidecar *self, const GmarlScoreTable *table);

/* How intervals, differences and verdicts of a comparison are made. */
void gmarl_sidecar_set_comparison (GmarlSidecar *self, const GmarlComparison *comparison);

/* A training: id, group, name, seed, status, iterations, configuration. */
void gmarl_sidecar_add_run (GmarlSidecar *self, const GmarlRunExport *run);

/* What acted in a simulation, from which seed, and for how many days. */
void gmarl_sidecar_set_simulation (GmarlSidecar *self,
                                   const char *policy,
                                   guint64 seed,
                                   guint64 first_day,
                                   guint64 n_days);

/* What of all there is was written: ("scope", "selection"), ("policies", "a, b") …; copied. */
void gmarl_sidecar_add_filter (GmarlSidecar *self, const char *name, const char *value);

/* How a number was made that is no plain value: ("smoothing", "half-life 5 iterations") … */
void gmarl_sidecar_add_method (GmarlSidecar *self, const char *name, const char *value);

/* The text for a file of this name, size and SHA-256. (transfer full) */
char *gmarl_sidecar_to_json (const GmarlSidecar *self,
                             const char *file_name,
                             goffset bytes,
                             const char *sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlSidecar, gmarl_sidecar_free)

G_END_DECLS
