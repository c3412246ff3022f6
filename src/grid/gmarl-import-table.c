/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-import-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* One series of a table: of a node, or shared by all. */
typedef struct {
  double *value;
  gsize stride; /* from a day to the next */
  const guint32 *row;
  gsize row_stride;
  const char *what; /* "home_3", "import price" */
  const char *file; /* NULL for shared series */
} Series;

static double *
new_missing (gsize count)
{
  double *values = g_new (double, count);

  for (gsize k = 0; k < count; k++)
    values[k] = NAN;
  return values;
}

GmarlImportTable *
gmarl_import_table_new (gsize n_days,
                        gsize n_nodes,
                        guint step_minutes,
                        gboolean solar,
                        gsize n_cells,
                        GError **error)
{
  gsize per_day = 1440 / step_minutes;
  gsize most = MIN ((gsize) GMARL_IMPORT_MAX_VALUES, MAX (64 * n_cells, 1024 * 1024));
  GmarlImportTable *self;

  if (n_nodes > GMARL_MAX_NODES) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("The data have %zu homes; at most %d can be nodes. Keep fewer."), n_nodes,
                 GMARL_MAX_NODES);
    return NULL;
  }
  if (n_days > most / per_day / n_nodes) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_DATA,
        _ ("%zu homes on %zu days of %u-minute rows are too "
           "many for the %zu values read (at most %zu). Check the times, or keep fewer days or homes."),
        n_nodes, n_days, step_minutes, n_cells, most);
    return NULL;
  }
  self = g_new0 (GmarlImportTable, 1);
  self->step_minutes = step_minutes;
  self->per_day = per_day;
  self->n_days = n_days;
  self->n_nodes = n_nodes;
  self->node_name = g_new0 (char *, n_nodes);
  self->node_file = g_new0 (char *, n_nodes);
  self->day = g_new0 (gint64, n_days);
  self->label = g_new0 (char *, n_days);
  self->demand = new_missing (n_days * n_nodes * per_day);
  if (solar)
    self->solar = new_missing (n_days * n_nodes * per_day);
  self->row = g_new0 (guint32, n_days * n_nodes * per_day);
  return self;
}

double *
gmarl_import_table_new_shared (const GmarlImportTable *self)
{
  return new_missing (self->n_days * self->per_day);
}

void
gmarl_import_table_free (GmarlImportTable *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < self->n_nodes; i++) {
    g_free (self->node_name[i]);
    g_free (self->node_file[i]);
  }
  for (gsize d = 0; d < self->n_days; d++)
    g_free (self->label[d]);
  g_free (self->name);
  g_free (self->source);
  g_free (self->node_name);
  g_free (self->node_file);
  g_free (self->day);
  g_free (self->label);
  g_free (self->demand);
  g_free (self->solar);
  g_free (self->import_price);
  g_free (self->export_price);
  g_free (self->carbon);
  g_free (self->row);
  g_free (self);
}

static double *
value_at (const GmarlImportTable *self, const Series *series, gsize t)
{
  return series->value + t / self->per_day * series->stride + t % self->per_day;
}

/* "home_3 2016-08-01 02:00, data.csv after row 26" */
static char *
describe_place (const GmarlImportTable *self, const Series *series, gsize t)
{
  guint minute = (guint) (t % self->per_day) * self->step_minutes;
  g_autofree char *when = g_strdup_printf (
      "%s %s %02u:%02u", series->what, self->label[t / self->per_day], minute / 60, minute % 60);

  if (series->file == NULL)
    return g_steal_pointer (&when);
  for (gsize before = t + 1; before-- > 0;) {
    guint32 row = series->row[before / self->per_day * series->row_stride + before % self->per_day];

    if (row != 0)
      return before == t ? g_strdup_printf (_ ("%s, %s row %u"), when, series->file, row)
                         : g_strdup_printf (_ ("%s, %s after row %u"), when, series->file, row);
  }
  return g_strdup_printf (_ ("%s, before the first row of %s"), when, series->file);
}

typedef struct {
  GmarlImportTable *table;
  gboolean *drop; /* [n_days] */
  GmarlTally filled, clock_change, dropped;
} Cleaning;

/* Exactly the clock hour that is left out when clocks go forward: on a Sunday, before 4 h. */
static gboolean
is_clock_change (const GmarlImportTable *self, gsize from, gsize to)
{
  gsize per_hour = MAX (60 / self->step_minutes, 1);
  gsize hour = from % self->per_day / per_hour;

  return self->calendar && to - from == per_hour && from % per_hour == 0 && hour >= 1 &&
         hour <= 3 && gmarl_day_is_sunday (self->day[from / self->per_day]);
}

/* The gap [from, to), whose ends open and close tell whether data continue on that side. */
static void
judge_gap (Cleaning *work, const Series *series, gsize from, gsize to, gboolean inner)
{
  GmarlImportTable *self = work->table;
  guint minutes = (guint) (to - from) * self->step_minutes;

  if (inner && minutes <= 60)
    return;
  for (gsize d = from / self->per_day; d <= (to - 1) / self->per_day; d++) {
    if (!work->drop[d]) {
      gsize t = MAX (from, d * self->per_day);
      gsize end = MIN (to, (d + 1) * self->per_day);
      g_autofree char *place =
          work->dropped.count < 5 ? describe_place (self, series, t) : g_strdup ("");

      gmarl_tally_add (&work->dropped, _ ("%s (no value for %u of 1440 minutes from there)"), place,
                       (guint) (end - t) * self->step_minutes);
      work->drop[d] = TRUE;
    }
  }
}

static void
fill_gap (Cleaning *work, const Series *series, gsize from, gsize to, gboolean inner)
{
  GmarlImportTable *self = work->table;
  double before, step;

  if (!inner || (to - from) * self->step_minutes > 60)
    return;
  before = *value_at (self, series, from - 1);
  step = (*value_at (self, series, to) - before) / (double) (to - from + 1);
  for (gsize t = from; t < to; t++) {
    GmarlTally *tally = is_clock_change (self, from, to) ? &work->clock_change : &work->filled;

    *value_at (self, series, t) = before + step * (double) (t - from + 1);
    if (!work->drop[t / self->per_day]) {
      g_autofree char *place = tally->count < 5 ? describe_place (self, series, t) : NULL;

      gmarl_tally_add (tally, "%s", place);
    }
  }
}

typedef void (
    *GapFunc) (Cleaning *work, const Series *series, gsize from, gsize to, gboolean inner);

/* Calls func for each gap of the series; gaps end where days do not follow each other. */
static void
each_gap (Cleaning *work, const Series *series, GapFunc func)
{
  const GmarlImportTable *self = work->table;

  for (gsize first = 0, next; first < self->n_days; first = next) {
    gsize begin = first * self->per_day, end, from;

    for (next = first + 1; next < self->n_days && self->day[next] == self->day[next - 1] + 1;
         next++)
      ;
    end = next * self->per_day;
    for (gsize t = begin; t < end; t++) {
      if (!isnan (*value_at (self, series, t)))
        continue;
      for (from = t; t < end && isnan (*value_at (self, series, t)); t++)
        ;
      func (work, series, from, t, from > begin && t < end);
    }
  }
}

static void
each_series (Cleaning *work, GapFunc func)
{
  GmarlImportTable *self = work->table;
  gsize stride = self->n_nodes * self->per_day;
  double *const shared[] = { self->import_price, self->export_price, self->carbon };
  const char *const shared_name[] = { _ ("import price"), _ ("export price"),
                                      _ ("carbon intensity") };

  for (gsize i = 0; i < self->n_nodes; i++) {
    Series series = { .value = self->demand + i * self->per_day,
                      .stride = stride,
                      .row = self->row + i * self->per_day,
                      .row_stride = stride,
                      .what = self->node_name[i],
                      .file = self->node_file[i] };

    each_gap (work, &series, func);
    if (self->solar != NULL) {
      series.value = self->solar + i * self->per_day;
      each_gap (work, &series, func);
    }
  }
  for (gsize k = 0; k < G_N_ELEMENTS (shared); k++) {
    Series series = { .value = shared[k], .stride = self->per_day, .what = shared_name[k] };

    if (shared[k] != NULL)
      each_gap (work, &series, func);
  }
}

static void
move_day (void *values, gsize from, gsize to, gsize day_bytes)
{
  if (values != NULL && from != to)
    memcpy ((char *) values + to * day_bytes, (char *) values + from * day_bytes, day_bytes);
}

static void
remove_dropped (GmarlImportTable *self, const gboolean *drop)
{
  gsize of_nodes = self->n_nodes * self->per_day, to = 0;

  for (gsize d = 0; d < self->n_days; d++) {
    if (drop[d]) {
      g_free (self->label[d]);
      continue;
    }
    self->day[to] = self->day[d];
    self->label[to] = self->label[d];
    move_day (self->demand, d, to, of_nodes * sizeof (double));
    move_day (self->solar, d, to, of_nodes * sizeof (double));
    move_day (self->row, d, to, of_nodes * sizeof (guint32));
    move_day (self->import_price, d, to, self->per_day * sizeof (double));
    move_day (self->export_price, d, to, self->per_day * sizeof (double));
    move_day (self->carbon, d, to, self->per_day * sizeof (double));
    to++;
  }
  self->n_days = to;
}

gboolean
gmarl_import_table_clean (GmarlImportTable *self, GPtrArray *findings, GError **error)
{
  Cleaning work = { .table = self, .drop = g_new0 (gboolean, self->n_days) };
  gboolean any_left = FALSE;

  each_series (&work, judge_gap);
  for (gsize d = 0; d < self->n_days; d++)
    any_left |= !work.drop[d];
  if (any_left) {
    each_series (&work, fill_gap);
    gmarl_findings_tally (findings, &work.filled,
                          _ ("Gaps of at most one hour, filled in a straight line between their "
                             "neighbours (values)"));
    gmarl_findings_tally (findings, &work.clock_change,
                          _ ("Hours that the clocks leave out in spring, filled in a straight line "
                             "(values)"));
    gmarl_findings_tally (
        findings, &work.dropped,
        _ ("Days that are not whole or have a gap of more than one hour, dropped"));
    remove_dropped (self, work.drop);
  } else {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s: no day is whole in every home and series: %s. Give files that cover the "
                    "same days, from 00:00 to 24:00, or leave out what has gaps; if the files are "
                    "parts of one home, join them to one file."),
                 self->name, work.dropped.places->str);
  }
  gmarl_tally_clear (&work.filled);
  gmarl_tally_clear (&work.clock_change);
  gmarl_tally_clear (&work.dropped);
  g_free (work.drop);
  return any_left;
}
