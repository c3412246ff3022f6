/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-csv.h"
#include "gmarl-import-private.h"

G_BEGIN_DECLS

/* Shared by gmarl-import-csv.c, which joins files, and gmarl-import-csv-source.c, which reads one.
 */

/* How the rows of a file tell their time. */
typedef enum {
  GMARL_TIMES_NONE,  /* one row after the other */
  GMARL_TIMES_INDEX, /* numbered steps */
  GMARL_TIMES_EPOCH, /* seconds or milliseconds since 1970, UTC */
  GMARL_TIMES_CLOCK, /* dates with clock times */
} GmarlTimes;

/* A column that is read. */
typedef struct {
  guint column; /* of the file, from 0 */
  GmarlColumnRole role;
  guint node; /* index into the source's nodes, if the column names one */
  GmarlEnergyUnit unit;
  double factor;
} GmarlSourceColumn;

/* A file as rows of numbers. */
typedef struct {
  char *name; /* base name of the file */
  char *sha256;
  GmarlTimes times;
  gboolean utc; /* offset zero was written, or epoch */
  guint step_minutes;
  GPtrArray *nodes;       /* of char *; empty: the file has shared series alone */
  gboolean nodes_unnamed; /* the only node is called after the file */
  GArray *columns;        /* of GmarlSourceColumn */
  gsize n_rows;
  GArray *clock; /* [n_rows] gint64 local seconds; numbered rows: seconds since the first */
  GArray *row;   /* [n_rows] guint32 line of the file */
  GArray *node;  /* [n_rows] guint32, long files alone, else empty */
  GArray *value; /* [n_rows, n_columns] double, NaN: missing */
} GmarlSource;

/* What reading counts over all files. */
typedef struct {
  const GmarlImportOptions *options;
  GCancellable *cancellable;
  GPtrArray *findings;
  gsize n_files;
  gsize n_cells;
  GmarlTally text, ignored, repeated_column, unit_overruled;
  GmarlTally off_grid, duplicate, clock_back, conflict, negative_demand, negative_solar;
} GmarlReading;

#define GMARL_NO_COLUMN G_MAXUINT

/* What is known only while a file is read. */
typedef struct {
  GmarlSource *source;
  GmarlCsv *csv;
  GmarlReading *reading;
  guint n_header;         /* cells of a row */
  guint time, date, node; /* columns, or NO_COLUMN */
  gboolean has_times;
  GHashTable *node_index; /* name → index + 1 */
  GHashTable *column_set; /* (node, role) → column + 1 */
  GArray *last;      /* gint64 [nodes]: clock of the node's last row; without times its count */
  guint n_steps[61]; /* differences of so many minutes, up to an hour */
  guint n_other_steps;
  gint64 other_step; /* seconds */
  guint n_blank;     /* lines held back: a gap if data follow, else the end of the file */
} GmarlSourceReader;

/* Fails with the file and the row that is being read. */
gboolean gmarl_source_fail_row (const GmarlSourceReader *r, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Whether the first row is already data: every cell is a number, missing, or a time. */
gboolean gmarl_source_is_headerless (GmarlCsv *csv, gboolean *result, GError **error);

/* Understands the first row as names of columns, or as the first of a single column without one.
 * stem: what a home without a name is called.
 */
gboolean gmarl_source_read_header (GmarlSourceReader *r, const char *stem, GError **error);
gboolean gmarl_source_start_headerless (GmarlSourceReader *r, const char *stem, GError **error);

/* The index of a home by its name, a new one at its first time. */
guint gmarl_source_node (GmarlSourceReader *r, const char *name);

/* Reads the whole file. stem: what a node without a name is called. (transfer full) */
GmarlSource *
gmarl_source_read (GmarlCsv *csv, const char *stem, GmarlReading *reading, GError **error);
void gmarl_source_free (GmarlSource *self);

/* Joins files to a table of days. Fails if they do not fit together. (transfer full) */
GmarlImportTable *gmarl_import_join (GmarlReading *reading, GPtrArray *sources, GError **error);

/* Day number and minute of the day of a row; FALSE if it is not at a multiple of the step. */
gboolean gmarl_source_moment (const GmarlSource *self, gsize k, gint64 *day, guint *minute);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlSource, gmarl_source_free)

G_END_DECLS
