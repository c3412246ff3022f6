/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-citylearn-private.h"
#include "gmarl-csv.h"
#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LARGEST_VALUE 1e9

const char *const gmarl_citylearn_columns[GMARL_CITYLEARN_N_COLUMNS] = {
  "month",          "hour",           "day_type",   "non_shiftable_load", "solar_generation",
  "heating_demand", "cooling_demand", "dhw_demand",
};

void
gmarl_citylearn_columns_free (GmarlCityLearnColumns *self)
{
  if (self == NULL)
    return;
  for (gsize k = 0; k < GMARL_CITYLEARN_N_COLUMNS; k++)
    g_free (self->column[k]);
  g_free (self->row);
  g_free (self->name);
  g_free (self->sha256);
  g_free (self);
}

/* Where the wanted columns are; G_MAXUINT: absent. */
static void
find_columns (const GmarlCsv *csv, const char *const *names, gsize n, guint *found)
{
  for (gsize k = 0; k < n; k++) {
    found[k] = G_MAXUINT;
    for (gsize c = 0; c < gmarl_csv_n_cells (csv) && found[k] == G_MAXUINT; c++)
      if (g_ascii_strcasecmp (gmarl_csv_cell (csv, c), names[k]) == 0)
        found[k] = (guint) c;
  }
}

static gboolean
read_cells (GmarlCityLearnFolder *folder,
            GmarlCsv *csv,
            const guint *found,
            gsize n,
            GArray **values,
            GError **error)
{
  for (gsize k = 0; k < n; k++) {
    double value;
    GmarlCsvCell kind;

    if (found[k] == G_MAXUINT)
      continue;
    if (found[k] >= gmarl_csv_n_cells (csv)) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s, row %u: %zu cells, but column %u is needed. Complete the row."),
                   gmarl_csv_name (csv), gmarl_csv_row (csv), gmarl_csv_n_cells (csv),
                   found[k] + 1);
      return FALSE;
    }
    if (!gmarl_csv_number (csv, found[k], &kind, &value, error))
      return FALSE;
    if (kind == GMARL_CSV_TEXT) {
      g_autofree char *shown = gmarl_clean_name (gmarl_csv_cell (csv, found[k]));

      gmarl_tally_add (&folder->text, _ ("%s row %u column %u “%s”"), gmarl_csv_name (csv),
                       gmarl_csv_row (csv), found[k] + 1, shown);
      value = NAN;
    }
    if (fabs (value) > LARGEST_VALUE) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s, row %u, column %u: %g is beyond ±%g. Check the unit."),
                   gmarl_csv_name (csv), gmarl_csv_row (csv), found[k] + 1, value, LARGEST_VALUE);
      return FALSE;
    }
    g_array_append_val (values[k], value);
  }
  return TRUE;
}

static gboolean
read_records (GmarlCityLearnFolder *folder,
              GmarlCsv *csv,
              const guint *found,
              gsize n,
              GArray **values,
              GArray *rows,
              GError **error)
{
  GError *local = NULL;

  while (gmarl_csv_next (csv, &local)) {
    guint32 row = gmarl_csv_row (csv);

    if (rows->len % 4096 == 0 && g_cancellable_set_error_if_cancelled (folder->cancellable, error))
      return FALSE;
    if (gmarl_csv_is_blank (csv))
      continue;
    if (!read_cells (folder, csv, found, n, values, error))
      return FALSE;
    g_array_append_val (rows, row);
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  return TRUE;
}

GmarlCityLearnColumns *
gmarl_citylearn_read_columns (GmarlCityLearnFolder *folder,
                              const char *file,
                              const char *const *names,
                              gsize n,
                              const gboolean *required,
                              GError **error)
{
  g_autofree char *path = g_build_filename (folder->folder, file, NULL);
  g_autoptr (GmarlCsv) csv = gmarl_csv_open (path, folder->cancellable, error);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GmarlCityLearnColumns) columns = NULL;
  guint found[GMARL_CITYLEARN_N_COLUMNS];
  GArray *values[GMARL_CITYLEARN_N_COLUMNS];
  gboolean good;

  if (csv == NULL)
    return NULL;
  columns = g_new0 (GmarlCityLearnColumns, 1);
  columns->name = g_strdup (gmarl_csv_name (csv));
  columns->sha256 = g_strdup (gmarl_csv_sha256 (csv));
  if (!gmarl_csv_next (csv, error)) {
    if (error != NULL && *error == NULL)
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s is empty. Give the whole data set."), columns->name);
    return NULL;
  }
  find_columns (csv, names, n, found);
  for (gsize k = 0; k < n; k++)
    if (required[k] && found[k] == G_MAXUINT) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s, row %u: no column “%s”. Give a data set of CityLearn 2022 or later, or "
                      "rename the column."),
                   columns->name, gmarl_csv_row (csv), names[k]);
      return NULL;
    }
  for (gsize k = 0; k < n; k++)
    values[k] = g_array_new (FALSE, FALSE, sizeof (double));
  good = read_records (folder, csv, found, n, values, rows, error);
  columns->n_rows = rows->len;
  for (gsize k = 0; k < n; k++) {
    double *cells = (double *) (gpointer) g_array_free (values[k], found[k] == G_MAXUINT || !good);

    columns->column[k] = found[k] == G_MAXUINT || !good ? NULL : cells;
  }
  columns->row = (guint32 *) (gpointer) g_array_free (g_steal_pointer (&rows), FALSE);
  return good ? g_steal_pointer (&columns) : NULL;
}
