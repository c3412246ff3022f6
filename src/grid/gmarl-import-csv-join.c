/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-import-csv-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Files that were read to rows (gmarl-import-csv-source.c) are joined to one table of whole local
 * days: homes of one name are one node, days are the union of all files', and the first value of a
 * moment is kept.
 */

#define LARGEST_ENERGY 1e9 /* kWh a row */
#define LARGEST_SHARED 1e6 /* money or kg per kWh */
/* Rows that are not at a multiple of the step: a few are dropped, more mean another step. */
#define MAX_OFF_GRID 0.01

typedef struct {
  GmarlReading *reading;
  GPtrArray *sources; /* of GmarlSource */
  GPtrArray *names;   /* of char *, all homes */
  GPtrArray *files;   /* of char *, the file of each home's first appearance; not owned */
  GArray **node_map;  /* [sources] of guint: a source's nodes among all */
  gboolean solar;
  gboolean shared[GMARL_COLUMN_CARBON + 1]; /* by role */
  guint step_minutes;
  gboolean calendar;
} Join;

static const GmarlSource *
join_source (const Join *join, guint k)
{
  return g_ptr_array_index (join->sources, k);
}

/* Homes of one name are one node; files that name no home stay apart. */
static void
join_nodes (Join *join)
{
  g_autoptr (GHashTable) index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint k = 0; k < join->sources->len; k++) {
    const GmarlSource *source = join_source (join, k);

    join->node_map[k] = g_array_new (FALSE, FALSE, sizeof (guint));
    for (guint i = 0; i < source->nodes->len; i++) {
      g_autofree char *name = g_strdup (g_ptr_array_index (source->nodes, i));
      guint at;

      for (guint n = 2; source->nodes_unnamed && g_hash_table_contains (index, name); n++) {
        g_free (name);
        name = g_strdup_printf ("%s (%u)", (char *) g_ptr_array_index (source->nodes, i), n);
      }
      at = GPOINTER_TO_UINT (g_hash_table_lookup (index, name));
      if (at == 0) {
        g_ptr_array_add (join->files, source->name);
        g_ptr_array_add (join->names, g_steal_pointer (&name));
        at = join->names->len;
        g_hash_table_insert (index, g_ptr_array_index (join->names, at - 1), GUINT_TO_POINTER (at));
      }
      at--;
      g_array_append_val (join->node_map[k], at);
    }
  }
}

static gboolean
fail_steps (const GmarlSource *a, const GmarlSource *b, GError **error)
{
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
               _ ("%s has rows of %u minutes, %s of %u. Give files of one step (files of prices or "
                  "carbon alone may have longer ones)."),
               a->name, a->step_minutes, b->name, b->step_minutes);
  return FALSE;
}

/* One step and one kind of times for all files; prices and carbon may be coarser. */
static gboolean
join_steps (Join *join, GError **error)
{
  const GmarlSource *first = NULL, *start = join_source (join, 0);

  for (guint k = 0; k < join->sources->len; k++) {
    const GmarlSource *source = join_source (join, k);

    if ((source->times >= GMARL_TIMES_EPOCH) != (start->times >= GMARL_TIMES_EPOCH)) {
      g_set_error (
          error, GMARL_ERROR, GMARL_ERROR_DATA,
          _ ("%s and %s: one has dates, the other has none. Give all files times, or none."),
          start->name, source->name);
      return FALSE;
    }
    for (guint c = 0; c < source->columns->len; c++) {
      GmarlColumnRole role = g_array_index (source->columns, GmarlSourceColumn, c).role;

      join->solar |= role == GMARL_COLUMN_SOLAR;
      join->shared[role] = TRUE;
    }
    if (source->nodes->len == 0)
      continue;
    if (first != NULL && source->step_minutes != first->step_minutes)
      return fail_steps (first, source, error);
    first = source;
  }
  if (first == NULL) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_DATA,
        _ ("%s: no column is a home's demand. Name one load_kwh, or one a home: home_1_kwh, "
           "home_2_kwh …"),
        start->name);
    return FALSE;
  }
  for (guint k = 0; k < join->sources->len; k++)
    if (join_source (join, k)->step_minutes % first->step_minutes != 0)
      return fail_steps (first, join_source (join, k), error);
  join->step_minutes = first->step_minutes;
  join->calendar = start->times >= GMARL_TIMES_EPOCH;
  return TRUE;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* The days of all rows of files with homes, ascending, each once. (transfer full) */
static GArray *
collect_days (const Join *join)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint kept = 0;

  for (guint f = 0; f < join->sources->len; f++) {
    const GmarlSource *source = join_source (join, f);
    gint64 day, last = G_MININT64;
    guint minute;

    for (gsize k = 0; k < source->n_rows && source->nodes->len > 0; k++) {
      if (!gmarl_source_moment (source, k, &day, &minute) || day == last)
        continue;
      g_array_append_val (days, day);
      last = day;
    }
  }
  g_array_sort (days, compare_days);
  for (guint k = 0; k < days->len; k++) {
    gint64 day = g_array_index (days, gint64, k);

    if (kept == 0 || g_array_index (days, gint64, kept - 1) != day)
      g_array_index (days, gint64, kept++) = day;
  }
  g_array_set_size (days, kept);
  return days;
}

static gssize
find_day (const GmarlImportTable *table, gint64 day, gsize hint)
{
  gsize low = 0, high = table->n_days;

  if (hint < table->n_days && table->day[hint] == day)
    return (gssize) hint;
  while (low < high) {
    gsize middle = (low + high) / 2;

    if (table->day[middle] < day)
      low = middle + 1;
    else
      high = middle;
  }
  return low < table->n_days && table->day[low] == day ? (gssize) low : -1;
}

/* Where a row goes, and what is counted once for it. */
typedef struct {
  const GmarlSource *source;
  gsize row_index;
  guint32 row;
  gsize day, slot;
  gint64 day_number;
  guint minute;
  gboolean repeated, conflicting;
} Place;

static gboolean
fail_value (const Place *place,
            const GmarlSourceColumn *column,
            double value,
            double limit,
            GError **error)
{
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_DATA,
      _ ("%s, row %u, column %u: %g is beyond ±%g (in kWh, or per kWh). Check the unit and "
         "the decimal mark."),
      place->source->name, place->row, column->column + 1, value, limit);
  return FALSE;
}

static gboolean
place_energy (Join *join,
              GmarlImportTable *table,
              Place *place,
              const GmarlSourceColumn *column,
              gsize node,
              double value,
              GError **error)
{
  gboolean solar = column->role == GMARL_COLUMN_SOLAR;
  gsize at = (place->day * table->n_nodes + node) * table->per_day + place->slot;
  double *target = (solar ? table->solar : table->demand) + at;

  if (table->row[at] == 0)
    table->row[at] = place->row;
  if (isnan (value))
    return TRUE;
  value *= column->factor * gmarl_energy_unit_kwh (column->unit, table->step_minutes);
  if (fabs (value) > LARGEST_ENERGY)
    return fail_value (place, column, value, LARGEST_ENERGY, error);
  if (!isnan (*target)) {
    place->repeated = TRUE;
    return TRUE;
  }
  if (value < 0)
    gmarl_tally_add (solar ? &join->reading->negative_solar : &join->reading->negative_demand,
                     _ ("%s row %u column %u (%g kWh)"), place->source->name, place->row,
                     column->column + 1, value);
  *target = MAX (value, 0);
  return TRUE;
}

/* Prices and carbon of a coarser file are held over its step. */
static gboolean
place_shared (GmarlImportTable *table,
              Place *place,
              const GmarlSourceColumn *column,
              double value,
              GError **error)
{
  double *series = column->role == GMARL_COLUMN_IMPORT_PRICE   ? table->import_price
                   : column->role == GMARL_COLUMN_EXPORT_PRICE ? table->export_price
                                                               : table->carbon;
  gsize at = place->day * table->per_day + place->slot;

  if (isnan (value))
    return TRUE;
  value *= column->factor;
  if (fabs (value) > LARGEST_SHARED)
    return fail_value (place, column, value, LARGEST_SHARED, error);
  for (gsize k = 0; k < place->source->step_minutes / table->step_minutes; k++) {
    if (isnan (series[at + k]))
      series[at + k] = value;
    else
      place->conflicting |= series[at + k] != value;
  }
  return TRUE;
}

/* Two rows for one moment: on a Sunday before 4 h the clocks may have gone back. */
static void
count_repetition (Join *join, const Place *place)
{
  const GmarlSource *source = place->source;
  gboolean clocks = source->times == GMARL_TIMES_CLOCK && place->minute < 240 &&
                    gmarl_day_is_sunday (place->day_number);

  if (place->repeated)
    gmarl_tally_add (clocks ? &join->reading->clock_back : &join->reading->duplicate,
                     _ ("%s row %u"), source->name, place->row);
  else if (place->conflicting)
    gmarl_tally_add (&join->reading->conflict, _ ("%s row %u"), source->name, place->row);
}

static gboolean
place_row (Join *join, GmarlImportTable *table, Place *place, guint f, GError **error)
{
  const GmarlSource *source = place->source;
  gsize n_columns = source->columns->len;
  const double *value = &g_array_index (source->value, double, place->row_index *n_columns);

  for (gsize c = 0; c < n_columns; c++) {
    const GmarlSourceColumn *column = &g_array_index (source->columns, GmarlSourceColumn, c);
    gboolean good;

    if (column->role == GMARL_COLUMN_DEMAND || column->role == GMARL_COLUMN_SOLAR) {
      guint local = source->node->len > 0 ? g_array_index (source->node, guint32, place->row_index)
                                          : column->node;

      good = place_energy (join, table, place, column,
                           g_array_index (join->node_map[f], guint, local), value[c], error);
    } else {
      good = place_shared (table, place, column, value[c], error);
    }
    if (!good)
      return FALSE;
  }
  count_repetition (join, place);
  return TRUE;
}

static gboolean
place_source (Join *join, GmarlImportTable *table, guint f, GError **error)
{
  const GmarlSource *source = join_source (join, f);
  gsize hint = 0, off_grid = 0;

  for (gsize k = 0; k < source->n_rows; k++) {
    Place place = { .source = source, .row_index = k };
    gssize day;

    if (k % 4096 == 0 && g_cancellable_set_error_if_cancelled (join->reading->cancellable, error))
      return FALSE;
    place.row = g_array_index (source->row, guint32, k);
    if (!gmarl_source_moment (source, k, &place.day_number, &place.minute)) {
      gmarl_tally_add (&join->reading->off_grid, _ ("%s row %u"), source->name, place.row);
      if ((double) ++off_grid > MAX (MAX_OFF_GRID * (double) source->n_rows, 3)) {
        g_set_error (
            error, GMARL_ERROR, GMARL_ERROR_DATA,
            _ ("%s, row %u: many rows are not at a multiple of %u minutes, the step of most "
               "rows. Resample the file to one step."),
            source->name, place.row, source->step_minutes);
        return FALSE;
      }
      continue;
    }
    /* Days of which there are only prices are no days. */
    day = find_day (table, place.day_number, hint);
    if (day < 0)
      continue;
    place.day = hint = (gsize) day;
    place.slot = place.minute / table->step_minutes;
    if (!place_row (join, table, &place, f, error))
      return FALSE;
  }
  return TRUE;
}

/* A home without a column of solar has none; one with solar alone has no demand. */
static void
complete_nodes (const Join *join, GmarlImportTable *table)
{
  g_autofree gboolean *has_demand = g_new0 (gboolean, table->n_nodes);
  g_autofree gboolean *has_solar = g_new0 (gboolean, table->n_nodes);
  GmarlTally no_demand = { 0 };

  for (guint f = 0; f < join->sources->len; f++) {
    const GmarlSource *source = join_source (join, f);

    for (guint c = 0; c < source->columns->len; c++) {
      const GmarlSourceColumn *column = &g_array_index (source->columns, GmarlSourceColumn, c);
      gboolean *has = column->role == GMARL_COLUMN_DEMAND  ? has_demand
                      : column->role == GMARL_COLUMN_SOLAR ? has_solar
                                                           : NULL;

      for (guint i = 0; has != NULL && i < source->nodes->len; i++)
        if (source->node->len > 0 || column->node == i)
          has[g_array_index (join->node_map[f], guint, i)] = TRUE;
    }
  }
  for (gsize i = 0; i < table->n_nodes; i++) {
    if (!has_demand[i])
      gmarl_tally_add (&no_demand, "%s", table->node_name[i]);
    for (gsize d = 0; d < table->n_days; d++)
      for (gsize s = 0; s < table->per_day; s++) {
        gsize at = (d * table->n_nodes + i) * table->per_day + s;

        if (!has_demand[i])
          table->demand[at] = 0;
        if (!has_solar[i] && table->solar != NULL)
          table->solar[at] = 0;
      }
  }
  gmarl_findings_tally (join->reading->findings, &no_demand,
                        _ ("Homes with solar but without a column of demand: taken as 0"));
  gmarl_tally_clear (&no_demand);
}

/* The part that all names of files share, or else the first: "load_profile". (transfer full) */
static char *
choose_name (const Join *join)
{
  const char *first = join_source (join, 0)->name;
  gsize length = strlen (first);
  const char *dot = strrchr (first, '.');
  g_autofree char *part = NULL;

  for (guint f = 1; f < join->sources->len; f++) {
    const char *other = join_source (join, f)->name;
    gsize common = 0;

    while (common < length && first[common] == other[common])
      common++;
    length = common;
  }
  if (dot != NULL)
    length = MIN (length, (gsize) (dot - first));
  while (join->sources->len > 1 && length > 0 && strchr ("_-. 0123456789", first[length - 1]))
    length--;
  if (length == 0)
    length = dot != NULL ? (gsize) (dot - first) : strlen (first);
  part = g_strndup (first, length);
  return gmarl_clean_name (part);
}

static GmarlImportTable *
make_table (const Join *join, GError **error)
{
  g_autoptr (GArray) days = collect_days (join);
  g_autoptr (GmarlImportTable) table = NULL;

  if (days->len == 0) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s: no row is at a multiple of %u minutes. Resample the file."),
                 join_source (join, 0)->name, join->step_minutes);
    return NULL;
  }
  table = gmarl_import_table_new (days->len, join->names->len, join->step_minutes, join->solar,
                                  join->reading->n_cells, error);
  if (table == NULL)
    return NULL;
  table->calendar = join->calendar;
  table->name = choose_name (join);
  for (gsize i = 0; i < table->n_nodes; i++) {
    table->node_name[i] = g_strdup (g_ptr_array_index (join->names, i));
    table->node_file[i] = g_strdup (g_ptr_array_index (join->files, i));
  }
  for (gsize d = 0; d < table->n_days; d++) {
    int year, month, day;

    table->day[d] = g_array_index (days, gint64, d);
    gmarl_day_date (table->day[d], &year, &month, &day);
    table->label[d] = join->calendar ? g_strdup_printf ("%04d-%02d-%02d", year, month, day)
                                     : g_strdup_printf ("day %ld", (long) table->day[d] + 1);
  }
  if (join->shared[GMARL_COLUMN_IMPORT_PRICE])
    table->import_price = gmarl_import_table_new_shared (table);
  if (join->shared[GMARL_COLUMN_EXPORT_PRICE])
    table->export_price = gmarl_import_table_new_shared (table);
  if (join->shared[GMARL_COLUMN_CARBON])
    table->carbon = gmarl_import_table_new_shared (table);
  return g_steal_pointer (&table);
}

static void
name_source (const Join *join, GmarlImportTable *table)
{
  g_autofree const char **names = g_new (const char *, join->sources->len);
  g_autofree const char **sums = g_new (const char *, join->sources->len);

  for (guint f = 0; f < join->sources->len; f++) {
    names[f] = join_source (join, f)->name;
    sums[f] = join_source (join, f)->sha256;
  }
  table->source = gmarl_import_source (names, sums, join->sources->len);
}

GmarlImportTable *
gmarl_import_join (GmarlReading *reading, GPtrArray *sources, GError **error)
{
  Join join = { .reading = reading, .sources = sources };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  GmarlImportTable *table = NULL;
  gboolean good;

  join.names = names;
  join.files = files;
  join.node_map = g_new0 (GArray *, sources->len);
  join_nodes (&join);
  good = join_steps (&join, error) && (table = make_table (&join, error)) != NULL;
  for (guint f = 0; f < sources->len && good; f++)
    good = place_source (&join, table, f, error);
  if (good) {
    complete_nodes (&join, table);
    name_source (&join, table);
  }
  for (guint f = 0; f < sources->len; f++)
    g_array_unref (join.node_map[f]);
  g_free (join.node_map);
  if (!good)
    g_clear_pointer (&table, gmarl_import_table_free);
  return table;
}
