/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kinds of files that are written for people (docs/files.md). */
typedef enum {
  GMARL_EXPORT_CSV_TIDY, /* one observation a row */
  GMARL_EXPORT_CSV_WIDE, /* one thing a row, its quantities as columns */
  GMARL_EXPORT_TRACE,    /* the trace of "simulate": wide, with every digit */
  GMARL_EXPORT_JSON,
  GMARL_EXPORT_MARL_EVAL,
  GMARL_EXPORT_MARKDOWN,
  GMARL_EXPORT_LATEX,
  GMARL_EXPORT_TSV,
  GMARL_EXPORT_CONFIGURATION, /* text of keys and values, as the command line takes them */
  GMARL_EXPORT_SCENARIO,      /* .gridmarl */
  GMARL_EXPORT_SVG,
  GMARL_EXPORT_PDF,
  GMARL_EXPORT_PNG,
  GMARL_EXPORT_BUNDLE, /* .gridmarl-runs, which another library takes in */
  GMARL_N_EXPORT_FORMATS,
} GmarlExportFormat;

typedef struct {
  const char *id;        /* "csv-tidy" */
  const char *name;      /* for people (N_) */
  const char *extension; /* without the point */
  gboolean is_picture;
} GmarlExportFormatInfo;

extern const GmarlExportFormatInfo gmarl_export_formats[GMARL_N_EXPORT_FORMATS];

/* The format, or -1. */
gint gmarl_export_format_find (const char *id);

G_END_DECLS
