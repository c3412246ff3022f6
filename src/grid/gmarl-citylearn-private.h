/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-import-private.h"

G_BEGIN_DECLS

/* Shared by gmarl-import-citylearn.c and gmarl-citylearn-*.c. */

/* What a CityLearn schema says of a building. Names of files are relative to the folder. */
typedef struct {
  char *name;
  char *energy_simulation;
  char *carbon_intensity; /* NULL: none */
  char *pricing;          /* NULL: none */
  double capacity_kwh;    /* NaN: no storage with a given size */
  double power_kw;        /* NaN: not given */
  double efficiency;      /* round trip; NaN: not given */
  double pv_kw;           /* 0: none; NaN: sized by CityLearn */
  gboolean ages;          /* the storage loses capacity or charge */
} GmarlCityLearnBuilding;

typedef struct {
  GPtrArray *buildings; /* of GmarlCityLearnBuilding, the included ones */
  gsize n_excluded;
  guint step_minutes;
  gint64 first; /* rows, from 0 */
  gint64 last;  /* inclusive; -1: to the end */
} GmarlCityLearnSchema;

/* Reads the text of schema.json; name stands for the file in messages. (transfer full) */
GmarlCityLearnSchema *
gmarl_citylearn_schema_parse (const char *text, gsize length, const char *name, GError **error);
void gmarl_citylearn_schema_free (GmarlCityLearnSchema *self);

/* The columns of a building's file. */
enum {
  GMARL_CITYLEARN_MONTH,
  GMARL_CITYLEARN_HOUR,
  GMARL_CITYLEARN_DAY_TYPE,
  GMARL_CITYLEARN_LOAD,
  GMARL_CITYLEARN_SOLAR,
  GMARL_CITYLEARN_HEATING,
  GMARL_CITYLEARN_COOLING,
  GMARL_CITYLEARN_DHW,
  GMARL_CITYLEARN_N_COLUMNS,
};

/* Columns of a file as numbers. Files of prices and carbon have column[0] alone. */
typedef struct {
  char *name;
  char *sha256;
  gsize n_rows;
  guint32 *row;                              /* [n_rows] lines of the file */
  double *column[GMARL_CITYLEARN_N_COLUMNS]; /* [n_rows], NULL: the file has no such column */
} GmarlCityLearnColumns;

/* A data set while it is read. */
typedef struct {
  const char *folder;
  GmarlCityLearnSchema *schema;
  GCancellable *cancellable;
  GPtrArray *findings;
  GPtrArray *buildings; /* of GmarlCityLearnColumns */
  GmarlCityLearnColumns *pricing, *carbon;
  gsize first, n_rows; /* the rows simulated */
  gsize *day, *slot;   /* [n_rows] where each goes; day G_MAXSIZE: nowhere */
  guint8 *month;       /* [n_days] of the calendar */
  guint8 *day_type;    /* [n_days] */
  gsize n_days;
  GmarlTally text, repeated, weekday, negative_demand, negative_solar;
} GmarlCityLearnFolder;

/* The names of those columns. */
extern const char *const gmarl_citylearn_columns[GMARL_CITYLEARN_N_COLUMNS];

/* Reads the named columns (n of them) of a file of the folder; those that are required must be
 * there. (transfer full)
 */
GmarlCityLearnColumns *gmarl_citylearn_read_columns (GmarlCityLearnFolder *folder,
                                                     const char *file,
                                                     const char *const *names,
                                                     gsize n,
                                                     const gboolean *required,
                                                     GError **error);
void gmarl_citylearn_columns_free (GmarlCityLearnColumns *self);

/* Gives each row its day and its place in it, by the first building's file. */
gboolean gmarl_citylearn_build_calendar (GmarlCityLearnFolder *folder, GError **error);

/* Numbers and labels the days of the table: "08-01 Mon", or "day 1 Mon" if the day of the month is
 * not known.
 */
void gmarl_citylearn_label_days (const GmarlCityLearnFolder *folder, GmarlImportTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlCityLearnSchema, gmarl_citylearn_schema_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlCityLearnColumns, gmarl_citylearn_columns_free)

G_END_DECLS
