/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-import.h"

G_BEGIN_DECLS

/* Shared by the files gmarl-import*.c: a reader fills a GmarlImportTable, whole local days with
 * holes; gmarl_import_table_clean() fills, clips and drops; gmarl_import_build() makes the
 * scenario. docs/data-import.md states the rules.
 */

/* No series is larger than this, however the files are written: 384 MiB. */
#define GMARL_IMPORT_MAX_VALUES (48 * 1024 * 1024)

/* How often something happened, and the places where it happened first. */
typedef struct {
  guint count;
  GString *places;
} GmarlTally;

/* Counts; the place is formatted only while it will be shown. */
void gmarl_tally_add (GmarlTally *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void gmarl_tally_clear (GmarlTally *self);

/* A new list of findings, and one more in it. message: (transfer full) */
GPtrArray *gmarl_findings_new (void);
void gmarl_findings_take (GPtrArray *findings, GmarlFindingLevel level, char *message);

/* "TEXT: 12 (first: data.csv row 7; …)" as a warning if there is anything to tell. */
void gmarl_findings_tally (GPtrArray *findings, const GmarlTally *tally, const char *text);

/* What a column of a CSV file is. */
typedef enum {
  GMARL_COLUMN_UNKNOWN, /* not read, and said so */
  GMARL_COLUMN_TIME,
  GMARL_COLUMN_DATE, /* a date whose clock may stand in the time column */
  GMARL_COLUMN_NODE, /* names the node of the row */
  GMARL_COLUMN_DEMAND,
  GMARL_COLUMN_SOLAR,
  GMARL_COLUMN_IMPORT_PRICE,
  GMARL_COLUMN_EXPORT_PRICE,
  GMARL_COLUMN_CARBON,
} GmarlColumnRole;

typedef struct {
  GmarlColumnRole role;
  char *node;           /* owned; NULL: the column names no node */
  GmarlEnergyUnit unit; /* of demand and solar; AUTO: the name gives none */
  double factor;        /* to that unit, to money per kWh or to kg per kWh */
} GmarlColumn;

/* What the name of a column says; column: to be cleared. */
void gmarl_column_classify (const char *name, GmarlColumn *column);
void gmarl_column_clear (GmarlColumn *column);

/* "kWh", "kW", … */
const char *gmarl_energy_unit_name (GmarlEnergyUnit unit);

/* Factor from a value per row of step_minutes to kWh. */
double gmarl_energy_unit_kwh (GmarlEnergyUnit unit, guint step_minutes);

/* Days since 1970-01-01 of a date of the Gregorian calendar (from year 1), and back. */
gint64 gmarl_day_number (int year, int month, int day);
void gmarl_day_date (gint64 number, int *year, int *month, int *day);
gboolean gmarl_day_is_sunday (gint64 number);

/* A moment as written: the clock's own seconds since 1970-01-01 00:00. */
typedef struct {
  gint64 clock;       /* local seconds */
  gint offset;        /* to UTC in seconds, GMARL_NO_OFFSET if not written */
  gboolean has_clock; /* an hour was written, not only a date */
} GmarlMoment;

#define GMARL_NO_OFFSET G_MAXINT

/* Reads YYYY-MM-DD, YYYY/MM/DD or DD.MM.YYYY, then, optional, blank or T, HH:MM[:SS[.s…]] and Z or
 * ±HH[:]MM. Dates such as 3/4/2020, that two countries read differently, are not taken.
 */
gboolean gmarl_moment_parse (const char *text, GmarlMoment *out);

/* Whether rows may be so long: 1, 5, 15, 30 or 60 minutes. */
gboolean gmarl_is_step_minutes (gint64 minutes);

/* The minutes a row of n_rows rows without times, or 0 with an error that asks for step_minutes:
 * one day or one year of some resolution, or else the only resolution that gives whole days.
 */
guint gmarl_infer_step_minutes (gsize n_rows, const char *name, GError **error);

/* Whole local days. Missing values are NaN. */
typedef struct {
  char *name;           /* of the data set; becomes the scenario's */
  char *source;         /* files and checksums */
  guint step_minutes;   /* of the files */
  gsize per_day;        /* 1440 / step_minutes */
  gboolean calendar;    /* days are dates */
  gsize n_days;         /* days */
  gsize n_nodes;        /* homes */
  char **node_name;     /* [n_nodes], owned strings */
  char **node_file;     /* [n_nodes], owned strings: the file of the node, for messages */
  gint64 *day;          /* [n_days] ascending day numbers; a gap between two is a gap in time */
  char **label;         /* [n_days], owned strings */
  double *demand;       /* [n_days, n_nodes, per_day] kWh a row */
  double *solar;        /* the same, or NULL */
  double *import_price; /* [n_days, per_day], or NULL */
  double *export_price;
  double *carbon;
  guint32 *row; /* [n_days, n_nodes, per_day] the line of the file; 0: none */
} GmarlImportTable;

/* A table with everything missing; day and label are for the caller to fill. Fails if it would be
 * too large for n_cells values in the files. (transfer full)
 */
GmarlImportTable *gmarl_import_table_new (gsize n_days,
                                          gsize n_nodes,
                                          guint step_minutes,
                                          gboolean solar,
                                          gsize n_cells,
                                          GError **error);
void gmarl_import_table_free (GmarlImportTable *self);

/* An empty series [n_days, per_day]. (transfer full) */
double *gmarl_import_table_new_shared (const GmarlImportTable *self);

/* Fills gaps of at most an hour, drops days with longer ones. Fails if no day is left. */
gboolean gmarl_import_table_clean (GmarlImportTable *self, GPtrArray *findings, GError **error);

/* The import of a clean table: cases, split, scales, energy balance. Takes the findings. scale:
 * [n_nodes of the scenario] out, freed by the caller. (transfer full)
 */
GmarlImport *gmarl_import_build (const GmarlImportTable *table,
                                 const GmarlScenario *base,
                                 const GmarlImportOptions *options,
                                 GPtrArray *findings,
                                 double **scale,
                                 GError **error);

/* Says what fits the scenario badly and validates it; the last thing a reader does. */
gboolean gmarl_import_conclude (GmarlImport *self, GError **error);

/* A name without control characters and not too long. (transfer full) */
char *gmarl_clean_name (const char *name);

/* A line that names files and their checksums. (transfer full) */
char *gmarl_import_source (const char *const *names, const char *const *sha256, gsize n_files);

/* gmarl_import_csv() on texts instead of files. names and texts: [n_files]. (transfer full) */
GmarlImport *gmarl_import_csv_texts (const char *const *names,
                                     const char *const *texts,
                                     const gsize *lengths,
                                     gsize n_files,
                                     const GmarlScenario *base,
                                     const GmarlImportOptions *options,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlImportTable, gmarl_import_table_free)

G_END_DECLS
