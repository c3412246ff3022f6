/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-import-csv-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The first row of a CSV file: which columns are read, and as what. */

gboolean
gmarl_source_fail_row (const GmarlSourceReader *r, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA, _ ("%s, row %u: %s"), r->source->name,
               gmarl_csv_row (r->csv), what);
  return FALSE;
}

/* Whether the first row is already data: every cell is a number, missing, or a time. */
gboolean
gmarl_source_is_headerless (GmarlCsv *csv, gboolean *result, GError **error)
{
  guint n_values = 0;
  GmarlMoment moment;
  GmarlCsvCell kind;
  double value;

  *result = FALSE;
  for (gsize c = 0; c < gmarl_csv_n_cells (csv); c++) {
    if (!gmarl_csv_number (csv, c, &kind, &value, error))
      return FALSE;
    if (kind == GMARL_CSV_NUMBER || gmarl_moment_parse (gmarl_csv_cell (csv, c), &moment))
      n_values++;
    else if (kind == GMARL_CSV_TEXT)
      return TRUE;
  }
  *result = n_values > 0;
  return TRUE;
}

/* The unit of an energy column: as asked for, or else as its name says. */
static gboolean
choose_unit (GmarlSourceReader *r, const char *header, GmarlColumn *column, GError **error)
{
  GmarlEnergyUnit asked = (GmarlEnergyUnit) r->reading->options->unit;

  if (asked != GMARL_ENERGY_UNIT_AUTO) {
    if (column->unit != GMARL_ENERGY_UNIT_AUTO && (column->unit != asked || column->factor != 1))
      gmarl_tally_add (&r->reading->unit_overruled, _ ("%s column “%s” as %s"), r->source->name,
                       header, gmarl_energy_unit_name (asked));
    column->factor = 1;
    column->unit = asked;
  }
  if (column->unit != GMARL_ENERGY_UNIT_AUTO)
    return TRUE;
  return gmarl_source_fail_row (
      r, error,
      _ ("“%s” has no unit. Put kWh, kW, Wh or W in the column's name (“load_kwh”), or "
         "give the unit."),
      header);
}

/* The index of a home by its name, a new one at its first time. */
guint
gmarl_source_node (GmarlSourceReader *r, const char *name)
{
  gpointer found = g_hash_table_lookup (r->node_index, name);

  if (found == NULL) {
    g_ptr_array_add (r->source->nodes, gmarl_clean_name (name));
    found = GUINT_TO_POINTER (r->source->nodes->len);
    g_hash_table_insert (r->node_index, g_strdup (name), found);
  }
  return GPOINTER_TO_UINT (found) - 1;
}

/* Appends a column; one of the same role and node before it is an error for energies, while of
 * shared series the first is read.
 */
static gboolean
add_column (GmarlSourceReader *r,
            guint index,
            const char *header,
            GmarlColumn *column,
            GError **error)
{
  gboolean energy = column->role == GMARL_COLUMN_DEMAND || column->role == GMARL_COLUMN_SOLAR;
  GmarlSourceColumn added = { .column = index, .role = column->role };
  gpointer key;
  guint other;

  if (energy) {
    if (!choose_unit (r, header, column, error))
      return FALSE;
    if (column->node != NULL)
      added.node = gmarl_source_node (r, column->node);
  }
  key = GUINT_TO_POINTER (added.node * 16 + added.role);
  other = GPOINTER_TO_UINT (g_hash_table_lookup (r->column_set, key));
  if (other != 0 && energy)
    return gmarl_source_fail_row (
        r, error,
        _ ("columns %u and %u (“%s”) are the same quantity of the same home. Rename or "
           "remove one."),
        other, index + 1, header);
  if (other != 0) {
    gmarl_tally_add (&r->reading->repeated_column, _ ("%s “%s”"), r->source->name, header);
    return TRUE;
  }
  g_hash_table_insert (r->column_set, key, GUINT_TO_POINTER (index + 1));
  added.unit = column->unit;
  added.factor = column->factor;
  g_array_append_val (r->source->columns, added);
  return TRUE;
}

/* Finds the columns of times and nodes; counts energy columns with and without a home's name. */
static void
find_keys (GmarlSourceReader *r, GmarlColumn *columns, guint *n_named, guint *n_unnamed)
{
  *n_named = *n_unnamed = 0;
  r->time = r->date = r->node = GMARL_NO_COLUMN;
  for (guint c = 0; c < r->n_header; c++) {
    switch (columns[c].role) {
    case GMARL_COLUMN_TIME:
      r->time = r->time == GMARL_NO_COLUMN ? c : r->time;
      break;
    case GMARL_COLUMN_DATE:
      r->date = r->date == GMARL_NO_COLUMN ? c : r->date;
      break;
    case GMARL_COLUMN_NODE:
      r->node = r->node == GMARL_NO_COLUMN ? c : r->node;
      break;
    case GMARL_COLUMN_DEMAND:
    case GMARL_COLUMN_SOLAR:
      *(columns[c].node != NULL ? n_named : n_unnamed) += 1;
      break;
    default:
      break;
    }
  }
  if (r->time == GMARL_NO_COLUMN) {
    r->time = r->date;
    r->date = GMARL_NO_COLUMN;
  }
  r->has_times = r->time != GMARL_NO_COLUMN;
}

static gboolean
take_columns (GmarlSourceReader *r, GmarlColumn *columns, const char *stem, GError **error)
{
  guint n_named, n_unnamed;

  find_keys (r, columns, &n_named, &n_unnamed);
  if (n_named > 0 && n_unnamed > 0)
    return gmarl_source_fail_row (
        r, error,
        _ ("some columns of demand or solar name a home and others do not, so that a "
           "sum could be taken for a home. Name the home in each, or remove the sums."));
  if (n_unnamed == 0)
    r->node = GMARL_NO_COLUMN;
  if (n_unnamed > 0 && r->node == GMARL_NO_COLUMN) {
    g_ptr_array_add (r->source->nodes, g_strdup (stem));
    r->source->nodes_unnamed = TRUE;
  }
  for (guint c = 0; c < r->n_header; c++) {
    g_autofree char *header = gmarl_clean_name (gmarl_csv_cell (r->csv, c));

    if (columns[c].role >= GMARL_COLUMN_DEMAND) {
      if (!add_column (r, c, header, &columns[c], error))
        return FALSE;
    } else if (c != r->time && c != r->date && c != r->node &&
               *gmarl_csv_cell (r->csv, c) != '\0') {
      gmarl_tally_add (&r->reading->ignored, _ ("%s “%s”"), r->source->name, header);
    }
  }
  if (r->source->columns->len == 0)
    return gmarl_source_fail_row (
        r, error,
        _ ("no column is understood. Name them time, node, load_kwh, solar_kwh, "
           "import_price, export_price, carbon_kg_per_kwh, or one a home: home_1_kwh, "
           "home_2_kwh, home_1_solar_kwh …"));
  if (r->source->nodes->len > GMARL_MAX_NODES)
    return gmarl_source_fail_row (r, error, _ ("%u homes; at most %d can be nodes. Keep fewer."),
                                  r->source->nodes->len, GMARL_MAX_NODES);
  return TRUE;
}

gboolean
gmarl_source_read_header (GmarlSourceReader *r, const char *stem, GError **error)
{
  g_autofree GmarlColumn *columns = NULL;
  gboolean good;

  r->n_header = (guint) gmarl_csv_n_cells (r->csv);
  columns = g_new0 (GmarlColumn, r->n_header);
  /* Spreadsheets end every line with a few empty columns; they stay, unnamed. */
  for (guint c = 0; c < r->n_header; c++)
    gmarl_column_classify (gmarl_csv_cell (r->csv, c), &columns[c]);
  good = take_columns (r, columns, stem, error);
  for (guint c = 0; c < r->n_header; c++)
    gmarl_column_clear (&columns[c]);
  return good;
}

/* A file without a header: one column of numbers, a home's demand. */
gboolean
gmarl_source_start_headerless (GmarlSourceReader *r, const char *stem, GError **error)
{
  GmarlColumn column = { .role = GMARL_COLUMN_DEMAND, .factor = 1 };

  r->n_header = (guint) gmarl_csv_n_cells (r->csv);
  r->time = r->date = r->node = GMARL_NO_COLUMN;
  if (r->n_header != 1)
    return gmarl_source_fail_row (
        r, error,
        _ ("%u columns, but no row of names above them. Add one: time, load_kwh, … (a "
           "file without names can only be one column of one home's demand)."),
        r->n_header);
  g_ptr_array_add (r->source->nodes, g_strdup (stem));
  r->source->nodes_unnamed = TRUE;
  return add_column (r, 0, stem, &column, error);
}
