/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-content.h"

G_BEGIN_DECLS

/* Content measured and written on a thread, for the main thread. */

/* What the panel shows of a file before it is there. */
typedef struct {
  GmarlExportMeasure measure;
  GBytes *picture; /* (nullable) PNG */
} GmarlExportPreview;

void gmarl_export_preview_free (GmarlExportPreview *self);

void gmarl_export_preview_async (GmarlExportContent *content,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* (transfer full) */
GmarlExportPreview *gmarl_export_preview_finish (GAsyncResult *result, GError **error);

/* progress: called on the main thread while it writes, a few times a second at most. */
void gmarl_export_write_async (GmarlExportContent *content,
                               const char *path,
                               gboolean with_sidecar,
                               GmarlExportProgressFunc progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Bytes of the file, or -1 with an error. */
goffset gmarl_export_write_finish (GAsyncResult *result, GError **error);

/* "12.4 kB", "about 3.1 MB"; "" where nothing is known. (transfer full) */
char *gmarl_export_describe_size (const GmarlExportMeasure *measure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlExportPreview, gmarl_export_preview_free)

G_END_DECLS
