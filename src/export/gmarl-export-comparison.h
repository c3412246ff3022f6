/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-content.h"
#include "gmarl-export-format.h"
#include "gmarl-export-score-table.h"

G_BEGIN_DECLS

/* A comparison as a file: GMARL_EXPORT_CSV_TIDY, _CSV_WIDE, _JSON and _MARL_EVAL of all policies
 * and metrics, or the table as _MARKDOWN, _LATEX or _TSV of those that shown names, as it is on the
 * screen (NULL: all policies, the chief metrics). The comparison is written by the worker: owner
 * keeps it alive, and release, which may be called on any thread, lets it go. (transfer full)
 */
GmarlExportContent *gmarl_export_comparison (const GmarlComparison *comparison,
                                             GmarlExportFormat format,
                                             const GmarlScoreTableOptions *shown,
                                             gpointer owner,
                                             GDestroyNotify release);

/* All formats of a comparison's values, and of its table: for lists of choices. */
#define GMARL_EXPORT_FORMATS_SCORES                                                                \
  (1u << GMARL_EXPORT_CSV_TIDY | 1u << GMARL_EXPORT_CSV_WIDE | 1u << GMARL_EXPORT_JSON |           \
   1u << GMARL_EXPORT_MARL_EVAL)
#define GMARL_EXPORT_FORMATS_TABLE                                                                 \
  (1u << GMARL_EXPORT_MARKDOWN | 1u << GMARL_EXPORT_LATEX | 1u << GMARL_EXPORT_TSV)

G_END_DECLS
