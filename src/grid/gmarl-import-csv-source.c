/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-import-csv-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* One CSV file becomes rows of numbers: each row gets a time, and the
 * step is found from the differences of times. What the rows mean together is gmarl-import-csv.c's.
 */

#define CANCEL_ROWS       4096
#define SMALLEST_EPOCH    1e8  /* seconds, 1973; smaller integers are numbers of steps */
#define SMALLEST_EPOCH_MS 1e11 /* milliseconds, 1973; as seconds the year 5138 */
#define LARGEST_EPOCH_MS  1e14

void
gmarl_source_free (GmarlSource *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->sha256);
  g_ptr_array_unref (self->nodes);
  g_array_unref (self->columns);
  g_array_unref (self->clock);
  g_array_unref (self->row);
  g_array_unref (self->node);
  g_array_unref (self->value);
  g_free (self);
}

static GmarlSource *
source_new (GmarlCsv *csv)
{
  GmarlSource *self = g_new0 (GmarlSource, 1);

  self->name = g_strdup (gmarl_csv_name (csv));
  self->sha256 = g_strdup (gmarl_csv_sha256 (csv));
  self->nodes = g_ptr_array_new_with_free_func (g_free);
  self->columns = g_array_new (FALSE, FALSE, sizeof (GmarlSourceColumn));
  self->clock = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->row = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->node = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->value = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

/* The home of a row of a long file. */
static gboolean
read_node (GmarlSourceReader *r, guint32 *index, GError **error)
{
  const char *cell = gmarl_csv_cell (r->csv, r->node);

  if (*cell == '\0')
    return gmarl_source_fail_row (
        r, error, _ ("column %u names no node. Fill it in, or remove the row."), r->node + 1);
  *index = gmarl_source_node (r, cell);
  if (r->source->nodes->len > GMARL_MAX_NODES)
    return gmarl_source_fail_row (r, error, _ ("more than %d homes. Keep fewer."), GMARL_MAX_NODES);
  return TRUE;
}

static gboolean
fail_time (const GmarlSourceReader *r, const char *text, GError **error)
{
  g_autofree char *shown = gmarl_clean_name (text);

  return gmarl_source_fail_row (
      r, error,
      _ ("column %u: “%s” is not a time as in the other rows. Write times as "
         "2016-08-01 13:30 or 2016-08-01T13:30:00+02:00, as seconds since 1970, or as "
         "numbers of steps."),
      r->time + 1, shown);
}

/* A time written as a number: epoch or the number of a step. */
static gboolean
read_numbered_time (GmarlSourceReader *r,
                    double number,
                    const char *text,
                    gint64 *clock,
                    GError **error)
{
  GmarlSource *source = r->source;
  gboolean epoch = number >= SMALLEST_EPOCH;

  if (number < 0 || number != floor (number) || number > LARGEST_EPOCH_MS)
    return fail_time (r, text, error);
  if (source->n_rows == 0)
    source->times = epoch ? GMARL_TIMES_EPOCH : GMARL_TIMES_INDEX;
  if (source->times != (epoch ? GMARL_TIMES_EPOCH : GMARL_TIMES_INDEX))
    return fail_time (r, text, error);
  *clock = (gint64) (number >= SMALLEST_EPOCH_MS ? number / 1000 : number);
  source->utc |= epoch;
  return TRUE;
}

static gboolean
read_time (GmarlSourceReader *r, gint64 *clock, GError **error)
{
  GmarlSource *source = r->source;
  const char *text = gmarl_csv_cell (r->csv, r->time);
  g_autofree char *joined = NULL;
  GmarlMoment moment;

  if (r->date != GMARL_NO_COLUMN) {
    joined = g_strconcat (gmarl_csv_cell (r->csv, r->date), " ", text, NULL);
    text = joined;
  } else if (!gmarl_moment_parse (text, &moment)) {
    GmarlCsvCell kind;
    double number;

    if (!gmarl_csv_number (r->csv, r->time, &kind, &number, error))
      return FALSE;
    return kind == GMARL_CSV_NUMBER ? read_numbered_time (r, number, text, clock, error)
                                    : fail_time (r, text, error);
  }
  if (!gmarl_moment_parse (text, &moment) ||
      (source->n_rows > 0 && source->times != GMARL_TIMES_CLOCK))
    return fail_time (r, text, error);
  source->times = GMARL_TIMES_CLOCK;
  source->utc |= moment.offset == 0;
  *clock = moment.clock;
  return TRUE;
}

/* Gives the row its time and counts the difference from the node's row before. */
static gboolean
time_row (GmarlSourceReader *r, guint32 node, gint64 *clock, GError **error)
{
  gint64 none = G_MININT64, *last, step;

  while (r->last->len <= node)
    g_array_append_val (r->last, none);
  last = &g_array_index (r->last, gint64, node);
  if (!r->has_times) {
    *clock = *last == none ? 0 : *last + 1;
    *last = *clock;
    return TRUE;
  }
  if (!read_time (r, clock, error))
    return FALSE;
  step = *last == none ? 0 : *clock - *last;
  *last = *clock;
  if (step > 0 && step % 60 == 0 && step <= 3600) {
    r->n_steps[step / 60]++;
  } else if (step > 0) {
    r->n_other_steps++;
    r->other_step = step;
  }
  return TRUE;
}

static gboolean
read_values (GmarlSourceReader *r, gboolean blank, GError **error)
{
  GArray *columns = r->source->columns;

  for (guint k = 0; k < columns->len; k++) {
    guint column = g_array_index (columns, GmarlSourceColumn, k).column;
    double value = NAN;
    GmarlCsvCell kind;

    if (!blank) {
      if (!gmarl_csv_number (r->csv, column, &kind, &value, error))
        return FALSE;
      if (kind == GMARL_CSV_TEXT) {
        g_autofree char *shown = gmarl_clean_name (gmarl_csv_cell (r->csv, column));

        gmarl_tally_add (&r->reading->text, _ ("%s row %u column %u “%s”"), r->source->name,
                         gmarl_csv_row (r->csv), column + 1, shown);
      }
      if (kind != GMARL_CSV_NUMBER)
        value = NAN;
    }
    g_array_append_val (r->source->value, value);
  }
  r->reading->n_cells += columns->len;
  if (r->reading->n_cells > GMARL_IMPORT_MAX_VALUES)
    return gmarl_source_fail_row (r, error,
                                  _ ("more than %u values in all. Keep fewer days or homes."),
                                  (guint) GMARL_IMPORT_MAX_VALUES);
  return TRUE;
}

static gboolean
check_width (GmarlSourceReader *r, GError **error)
{
  gsize n = gmarl_csv_n_cells (r->csv);

  if (n < r->n_header)
    return gmarl_source_fail_row (
        r, error,
        _ ("%u cells, but the first row of the table has %u. Complete or remove the "
           "row."),
        (guint) n, r->n_header);
  for (gsize c = r->n_header; c < n; c++)
    if (*gmarl_csv_cell (r->csv, c) != '\0')
      return gmarl_source_fail_row (
          r, error,
          _ ("%u cells, but the first row of the table has %u. Quote cells that "
             "contain the delimiter."),
          (guint) n, r->n_header);
  return TRUE;
}

static gboolean
append_row (GmarlSourceReader *r, gboolean blank, guint32 row, GError **error)
{
  GmarlSource *source = r->source;
  guint32 node = 0;
  gint64 clock;

  if (r->node != GMARL_NO_COLUMN && !read_node (r, &node, error))
    return FALSE;
  if (!time_row (r, node, &clock, error) || !read_values (r, blank, error))
    return FALSE;
  g_array_append_val (source->clock, clock);
  if (r->node != GMARL_NO_COLUMN)
    g_array_append_val (source->node, node);
  g_array_append_val (source->row, row);
  source->n_rows++;
  return TRUE;
}

/* Takes the record that was just read, after the blank lines before it that stand for missing rows:
 * those of files without times, where leaving them out would move every later row.
 */
static gboolean
read_row (GmarlSourceReader *r, GError **error)
{
  guint row = gmarl_csv_row (r->csv);

  if (gmarl_csv_is_blank (r->csv)) {
    r->n_blank += !r->has_times && r->node == GMARL_NO_COLUMN;
    return TRUE;
  }
  if (!check_width (r, error))
    return FALSE;
  for (; r->n_blank > 0; r->n_blank--)
    if (!append_row (r, TRUE, row - r->n_blank, error))
      return FALSE;
  return append_row (r, FALSE, row, error);
}

/* The step of a file with clock times: the most common difference. */
static gboolean
find_clock_step (GmarlSourceReader *r, GError **error)
{
  GmarlSource *source = r->source;
  gint64 asked = r->reading->options->step_minutes;
  guint best = 0;

  for (guint minutes = 1; minutes < G_N_ELEMENTS (r->n_steps); minutes++)
    if (r->n_steps[minutes] > r->n_steps[best])
      best = minutes;
  if (r->n_steps[best] < r->n_other_steps || !gmarl_is_step_minutes (best)) {
    double minutes = r->n_steps[best] < r->n_other_steps ? (double) r->other_step / 60 : best;

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 source->n_rows < 2 || minutes <= 0
                     ? _ ("%s: rows %u–%u are too few to tell their step. Give at least one whole "
                          "day.")
                     : _ ("%s: rows %u–%u are mostly %g minutes apart; 1, 5, 15, 30 and 60 can be "
                          "read. Resample the file first."),
                 source->name, g_array_index (source->row, guint32, 0),
                 g_array_index (source->row, guint32, source->n_rows - 1), minutes);
    return FALSE;
  }
  if (asked != 0 && asked != best) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_DATA,
        _ ("%s: rows are %u minutes apart, not %ld. Leave step_minutes out: the times tell it."),
        source->name, best, (long) asked);
    return FALSE;
  }
  source->step_minutes = best;
  return TRUE;
}

/* Numbered rows: their step, and seconds since the first instead of numbers. */
static gboolean
find_numbered_step (GmarlSourceReader *r, GError **error)
{
  GmarlSource *source = r->source;
  gint64 *clock = (gint64 *) source->clock->data;
  gint64 least = clock[0], most = clock[0];

  for (gsize k = 0; k < source->n_rows; k++) {
    least = MIN (least, clock[k]);
    most = MAX (most, clock[k]);
  }
  if (source->times == GMARL_TIMES_INDEX && least > 1)
    gmarl_findings_take (
        r->reading->findings, GMARL_FINDING_WARNING,
        g_strdup_printf (
            _ ("%s: the steps are numbered from %ld; that one is taken as 00:00 of the first day"),
            source->name, (long) least));
  source->step_minutes = (guint) r->reading->options->step_minutes;
  if (source->step_minutes == 0)
    source->step_minutes =
        gmarl_infer_step_minutes ((gsize) (most - least + 1), source->name, error);
  if (source->step_minutes == 0)
    return FALSE;
  for (gsize k = 0; k < source->n_rows; k++)
    clock[k] = (clock[k] - least) * source->step_minutes * 60;
  return TRUE;
}

/* A file shorter than a day is refused here, where its rows can be named. */
static gboolean
check_span (const GmarlSource *source, GError **error)
{
  const gint64 *clock = (const gint64 *) source->clock->data;
  gint64 least = clock[0], most = clock[0], minutes;

  for (gsize k = 0; k < source->n_rows; k++) {
    least = MIN (least, clock[k]);
    most = MAX (most, clock[k]);
  }
  minutes = (most - least) / 60 + source->step_minutes;
  if (minutes >= 1440)
    return TRUE;
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
               _ ("%s: rows %u–%u cover %u h %u min, less than a day (%u rows of %u minutes). Give "
                  "at least one whole day, from 00:00 to 24:00."),
               source->name, g_array_index (source->row, guint32, 0),
               g_array_index (source->row, guint32, source->n_rows - 1), (guint) (minutes / 60),
               (guint) (minutes % 60), 1440 / source->step_minutes, source->step_minutes);
  return FALSE;
}

gboolean
gmarl_source_moment (const GmarlSource *self, gsize k, gint64 *day, guint *minute)
{
  gint64 clock = g_array_index (self->clock, gint64, k);
  gint64 second = ((clock % 86400) + 86400) % 86400;

  *day = (clock - second) / 86400;
  *minute = (guint) (second / 60);
  return second % ((gint64) self->step_minutes * 60) == 0;
}

static void
describe_source (GmarlSourceReader *r)
{
  const GmarlSource *source = r->source;
  char delimiter = gmarl_csv_delimiter (r->csv);
  GString *text = g_string_new (NULL);

  g_string_printf (text, _ ("%s: %zu rows of %u min; homes: %u"), source->name, source->n_rows,
                   source->step_minutes, source->nodes->len);
  if (delimiter != ',')
    g_string_append (text, delimiter == ';' ? _ ("; cells separated by semicolons")
                                            : _ ("; cells separated by tabs"));
  if (gmarl_csv_has_decimal_comma (r->csv))
    g_string_append (text, _ ("; decimal commas"));
  if (gmarl_csv_n_skipped (r->csv) > 0)
    g_string_append_printf (text, _ ("; %u lines of comment or before the table skipped"),
                            gmarl_csv_n_skipped (r->csv));
  for (guint k = 0; k < source->columns->len; k++) {
    const GmarlSourceColumn *column = &g_array_index (source->columns, GmarlSourceColumn, k);

    if (column->unit != GMARL_ENERGY_UNIT_AUTO) {
      g_string_append_printf (text, _ ("; energies from %s"),
                              gmarl_energy_unit_name (column->unit));
      break;
    }
  }
  if (source->times == GMARL_TIMES_NONE || source->times == GMARL_TIMES_INDEX)
    g_string_append_printf (text,
                            r->reading->options->step_minutes != 0
                                ? _ ("; no times, %u min a row as given")
                                : _ ("; no times, %u min a row by their number"),
                            source->step_minutes);
  else if (source->utc)
    g_string_append (text, _ ("; times in UTC: days begin at 00:00 UTC"));
  gmarl_findings_take (r->reading->findings, GMARL_FINDING_NOTE, g_string_free (text, FALSE));
}

static gboolean
read_all (GmarlSourceReader *r, const char *stem, GError **error)
{
  GError *local = NULL;
  gboolean headerless, found;

  do
    found = gmarl_csv_next (r->csv, &local);
  while (found && gmarl_csv_is_blank (r->csv));
  if (!found) {
    if (local == NULL)
      g_set_error (&local, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s is empty. Give a table with at least one day."), r->source->name);
    g_propagate_error (error, local);
    return FALSE;
  }
  if (!gmarl_source_is_headerless (r->csv, &headerless, error))
    return FALSE;
  if (headerless ? !gmarl_source_start_headerless (r, stem, error) || !read_row (r, error)
                 : !gmarl_source_read_header (r, stem, error))
    return FALSE;
  while (gmarl_csv_next (r->csv, &local)) {
    if (r->source->n_rows % CANCEL_ROWS == 0 &&
        g_cancellable_set_error_if_cancelled (r->reading->cancellable, error))
      return FALSE;
    if (!read_row (r, error))
      return FALSE;
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (r->source->n_rows == 0) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s has names of columns, but no rows. Give at least one day."),
                 r->source->name);
    return FALSE;
  }
  return TRUE;
}

GmarlSource *
gmarl_source_read (GmarlCsv *csv, const char *stem, GmarlReading *reading, GError **error)
{
  g_autoptr (GmarlSource) source = source_new (csv);
  g_autofree char *name = gmarl_clean_name (stem);
  GmarlSourceReader r = { .source = source, .csv = csv, .reading = reading };
  gboolean good;

  r.node_index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  r.column_set = g_hash_table_new (NULL, NULL);
  r.last = g_array_new (FALSE, FALSE, sizeof (gint64));
  good = read_all (&r, name, error);
  if (good && source->times <= GMARL_TIMES_INDEX)
    good = find_numbered_step (&r, error);
  else if (good)
    good = find_clock_step (&r, error);
  good = good && check_span (source, error);
  if (good && reading->n_files <= 5)
    describe_source (&r);
  g_hash_table_unref (r.node_index);
  g_hash_table_unref (r.column_set);
  g_array_unref (r.last);
  return good ? g_steal_pointer (&source) : NULL;
}
