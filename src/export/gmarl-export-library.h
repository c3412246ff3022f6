/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-content.h"
#include "gmarl-export-format.h"

G_BEGIN_DECLS

/* Runs of a library with all that belongs to them, loaded. */
typedef struct _GmarlRunExports GmarlRunExports;

/* records (element-type GmarlRunRecord): a reference is taken. with_metrics: their rows, too. Takes
 * a while for many runs. (transfer full)
 */
GmarlRunExports *gmarl_run_exports_load (GmarlLibrary *library,
                                         GPtrArray *records,
                                         gboolean with_metrics,
                                         GError **error);
void gmarl_run_exports_free (GmarlRunExports *self);

/* Borrowed. */
const GmarlRunExport *gmarl_run_exports_get (const GmarlRunExports *self, gsize *n);

/* Runs as a file; the library is read when it is written, by the worker: GMARL_EXPORT_CSV_WIDE and
 * _JSON as runs export writes them, _CSV_TIDY, _BUNDLE,
 * or _CONFIGURATION of the first. (transfer full)
 */
GmarlExportContent *gmarl_export_library_runs (const char *directory,
                                               const char *const *run_ids,
                                               GmarlExportFormat format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlRunExports, gmarl_run_exports_free)

G_END_DECLS
