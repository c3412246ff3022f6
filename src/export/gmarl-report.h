/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-figure-words.h"
#include "gmarl-draw-document.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A comparison as one printed document: what was found, the protocol, scores with intervals, the
 * differences, figures, the statistics in words, and everything that repeats it: configurations,
 * scenario, seeds, checksums, versions. It holds no time, host or path: the same comparison gives
 * the same document.
 */
typedef struct {
  const char *title; /* (nullable) the question; a heading that names the policies */
  const GmarlFigurePolicy *policies; /* (nullable) how they look */
  gsize baseline;                    /* place in the table */
} GmarlReportOptions;

/* Takes a second or so for its profiles: not for the main thread of an application, unless nothing
 * else goes on. measure: as for documents. (transfer full)
 */
GmarlDrawDocument *gmarl_report_new (const GmarlComparison *comparison,
                                     const GmarlReportOptions *options,
                                     const GmarlTextMeasure *measure);

/* Writes it as a PDF, whole or not at all. */
gboolean gmarl_report_write (const GmarlComparison *comparison,
                             const GmarlReportOptions *options,
                             const char *path,
                             GError **error);

/* FALSE with an error if the name does not end with ".pdf". */
gboolean gmarl_report_check_path (const char *path, GError **error);

G_END_DECLS
