/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-sidecar.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What can be written to a file: made from what a page shows, then frozen, so that a worker looks
 * how large it is and writes it while the page goes on. One function writes it; preview, size and
 * file come from that function alone, and so agree.
 *
 * Reference counted; any thread. Its data are freed on whichever thread lets go last.
 */
typedef struct _GmarlExportContent GmarlExportContent;

/* Where the function writes. */
typedef struct _GmarlExportWriter GmarlExportWriter;

/* Writes all of it. Called on a worker, several times at most: what it reads of data it does not
 * change. Returns FALSE with an error, also when cancelled.
 */
typedef gboolean (*GmarlExportWriteFunc) (GmarlExportWriter *writer, gpointer data, GError **error);

/* How much is done, 0…1; called on the worker. */
typedef void (*GmarlExportProgressFunc) (double fraction, gpointer user_data);

typedef enum {
  GMARL_EXPORT_KIND_TEXT,    /* the preview is its first lines */
  GMARL_EXPORT_KIND_PICTURE, /* the preview is a picture */
  GMARL_EXPORT_KIND_BINARY,  /* there is no preview but a text that is set */
} GmarlExportKind;

/* data: freed by destroy (nullable). (transfer full) */
GmarlExportContent *gmarl_export_content_new (GmarlExportKind kind,
                                              GmarlExportWriteFunc write,
                                              gpointer data,
                                              GDestroyNotify destroy);

/* Of what is there already; takes the text. (transfer full) */
GmarlExportContent *gmarl_export_content_new_text (char *text);
GmarlExportContent *gmarl_export_content_new_bytes (GmarlExportKind kind, GBytes *bytes);

GmarlExportContent *gmarl_export_content_ref (GmarlExportContent *self);
void gmarl_export_content_unref (GmarlExportContent *self);

/* While it is made, before anybody else has it. The name, without extension, is what a file chooser
 * proposes: "comparison-five-homes"; letters and digits of any text are kept. The preview: a PNG of
 * a picture, or a text. The sidecar says what the file is made from (transfer full).
 */
void gmarl_export_content_set_name (GmarlExportContent *self, const char *name);
void gmarl_export_content_set_preview (GmarlExportContent *self, GBytes *preview);
void gmarl_export_content_set_sidecar (GmarlExportContent *self, GmarlSidecar *sidecar);

/* Instead of the sidecar: makes it when it is to be written, on the worker, from the content's
 * data. NULL with an error. (transfer full)
 */
typedef GmarlSidecar *(*GmarlExportDescribeFunc) (gpointer data, GError **error);
void gmarl_export_content_set_describe (GmarlExportContent *self, GmarlExportDescribeFunc describe);

GmarlExportKind gmarl_export_content_get_kind (const GmarlExportContent *self);
const char *gmarl_export_content_get_name (const GmarlExportContent *self); /* never NULL */
GBytes *gmarl_export_content_get_preview (const GmarlExportContent *self);  /* (nullable) */
gboolean gmarl_export_content_has_sidecar (const GmarlExportContent *self);

/* The name of a file for a title: lower case, what is no letter or digit becomes "-". (transfer
 * full)
 */
char *gmarl_export_file_name (const char *title);

/* For the function: the stream is buffered, and any error of it is to be returned. */
GOutputStream *gmarl_export_writer_get_stream (GmarlExportWriter *self);
GCancellable *gmarl_export_writer_get_cancellable (GmarlExportWriter *self);
void gmarl_export_writer_progress (GmarlExportWriter *self, double fraction);

/* Writes the text and empties it; FALSE when cancelled, too. */
gboolean gmarl_export_writer_put (GmarlExportWriter *self, GString *text, GError **error);

/* What a file would be: its first lines (of a text) and its size. exact FALSE: it was too long to
 * be written for that alone; the size is an extrapolation, or -1 where nothing is known.
 */
typedef struct {
  char *head; /* (nullable) owned */
  goffset bytes;
  gboolean exact;
} GmarlExportMeasure;

void gmarl_export_measure_clear (GmarlExportMeasure *self);

/* lines: of the head. seconds: how long it may look at most. Blocks. */
gboolean gmarl_export_content_measure (GmarlExportContent *self,
                                       guint lines,
                                       double seconds,
                                       GmarlExportMeasure *measure,
                                       GCancellable *cancellable,
                                       GError **error);

/* Writes path and, where with_sidecar and there is one, path.meta.json, both or none, whole: on
 * failure nothing was changed. Without one, a sidecar of what path was before goes. bytes
 * (nullable): of path. Blocks.
 */
gboolean gmarl_export_content_write (GmarlExportContent *self,
                                     const char *path,
                                     gboolean with_sidecar,
                                     goffset *bytes,
                                     GmarlExportProgressFunc progress,
                                     gpointer user_data,
                                     GCancellable *cancellable,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlExportContent, gmarl_export_content_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GmarlExportMeasure, gmarl_export_measure_clear)

G_END_DECLS
