/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>
#include <glib.h>

G_BEGIN_DECLS

/* A reader of comma-separated values (RFC 4180), record by record.
 *
 * The file is read into memory at once (at most GMARL_CSV_MAX_BYTES), checked to be UTF-8 without
 * NUL, and cut into cells in place, so that a row costs no allocation. Found out by itself: a byte
 * order mark, the line ends (LF, CRLF, CR), the delimiter (comma, semicolon or tab: the one that
 * gives most of the first rows the same number of cells), lines of comment (#) and the lines of
 * prose before the table (fewer cells than the table has). With semicolon or tab, decimals may be
 * written with a comma, but one file must not mix comma and point.
 *
 * Rows are counted as an editor counts lines, from 1; columns are counted from 1 in messages.
 */

#define GMARL_CSV_MAX_BYTES   (512 * 1024 * 1024)
#define GMARL_CSV_MAX_COLUMNS 32768

typedef enum {
  GMARL_CSV_NUMBER,
  GMARL_CSV_MISSING, /* empty, or one of the words for it: NA, NaN, null, none, - … */
  GMARL_CSV_TEXT,    /* anything else; infinity too */
} GmarlCsvCell;

typedef struct _GmarlCsv GmarlCsv;

/* Opens a file. Errors name it (GMARL_ERROR_DATA, or G_IO_ERROR_CANCELLED). (transfer full) */
GmarlCsv *gmarl_csv_open (const char *path, GCancellable *cancellable, GError **error);

/* The same on a copy of text; name stands for the file in messages. (transfer full) */
GmarlCsv *gmarl_csv_new (const char *text, gsize length, const char *name, GError **error);

void gmarl_csv_free (GmarlCsv *self);

/* Goes to the next record. FALSE at the end (error not set) or if the text breaks the rules.
 * A blank line is a record of one empty cell.
 */
gboolean gmarl_csv_next (GmarlCsv *self, GError **error);

/* Whether the record is a blank line (or one empty cell). */
gboolean gmarl_csv_is_blank (const GmarlCsv *self);

gsize gmarl_csv_n_cells (const GmarlCsv *self);

/* A cell of the record, without quotes and surrounding spaces; valid as long as the reader. */
const char *gmarl_csv_cell (const GmarlCsv *self, gsize column);

/* A cell as a number. FALSE if the file mixes decimal commas and points. */
gboolean
gmarl_csv_number (GmarlCsv *self, gsize column, GmarlCsvCell *kind, double *value, GError **error);

/* The line on which the record begins. */
guint gmarl_csv_row (const GmarlCsv *self);

const char *gmarl_csv_name (const GmarlCsv *self);
char gmarl_csv_delimiter (const GmarlCsv *self);
const char *gmarl_csv_sha256 (const GmarlCsv *self);

/* The number of lines skipped so far as comment or as prose before the table. */
guint gmarl_csv_n_skipped (const GmarlCsv *self);

/* Whether a decimal comma was read. */
gboolean gmarl_csv_has_decimal_comma (const GmarlCsv *self);

/* Reads a whole file of at most max_bytes, as gmarl_csv_open does. The text is followed by a NUL
 * that length does not count. (transfer full)
 */
char *gmarl_read_data_file (const char *path,
                            gsize max_bytes,
                            gsize *length,
                            GCancellable *cancellable,
                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlCsv, gmarl_csv_free)

G_END_DECLS
