/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The model keeps the ascending x of all rows. Of each series it remembers how many samples it had:
 * what came since begins at some x, and only rows from there on are made anew.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-table.h"

#include "gmarl-export-columns.h"
#include "gmarl-format.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Whole numbers up to here are written with all their digits. */
#define MOST_WHOLE 1e12

typedef enum {
  COLUMN_X,
  COLUMN_VALUE,
  COLUMN_INTERVAL,
} ColumnKind;

typedef struct {
  ColumnKind kind;
  char *heading;
  GmarlSeries *data; /* (owned) as drawn; NULL for x */
} Column;

/* A series of the table, and what was seen of it. */
typedef struct {
  char *id;
  GmarlSeries *data; /* (owned) as drawn */
  gsize length;
  guint64 generation;
} Source;

struct _GmarlChartTable {
  GObject parent_instance;

  GmarlChartView *view;
  GPtrArray *columns;
  GPtrArray *sources;
  GArray *x; /* of double, ascending, each once */
};

struct _GmarlChartTableRow {
  GObject parent_instance;

  GmarlChartTable *table;
  double x;
};

enum {
  COLUMNS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void gmarl_chart_table_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (GmarlChartTableRow, gmarl_chart_table_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlChartTable,
                               gmarl_chart_table,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      gmarl_chart_table_list_model_init))

/* --- Rows ----------------------------------------------------------------------------------- */

static void
gmarl_chart_table_row_finalize (GObject *object)
{
  g_object_unref (GMARL_CHART_TABLE_ROW (object)->table);
  G_OBJECT_CLASS (gmarl_chart_table_row_parent_class)->finalize (object);
}

static void
gmarl_chart_table_row_class_init (GmarlChartTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_chart_table_row_finalize;
}

static void
gmarl_chart_table_row_init (GmarlChartTableRow *self)
{
}

/* --- Columns and sources -------------------------------------------------------------------- */

static void
column_free (Column *column)
{
  g_free (column->heading);
  g_clear_pointer (&column->data, gmarl_series_unref);
  g_free (column);
}

static void
source_free (Source *source)
{
  g_free (source->id);
  gmarl_series_unref (source->data);
  g_free (source);
}

static void
add_column (GPtrArray *columns, ColumnKind kind, char *heading, GmarlSeries *data)
{
  Column *column = g_new0 (Column, 1);

  column->kind = kind;
  column->heading = heading;
  column->data = data != NULL ? gmarl_series_ref (data) : NULL;
  g_ptr_array_add (columns, column);
}

static char *
with_unit (const char *text, const char *unit)
{
  if (unit == NULL || *unit == '\0')
    return g_strdup (text);
  /* translators: a quantity and its unit */
  return g_strdup_printf (_ ("%s (%s)"), text, unit);
}

static gboolean
same_columns (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const Column *one = g_ptr_array_index (a, i);
    const Column *other = g_ptr_array_index (b, i);

    if (one->kind != other->kind || strcmp (one->heading, other->heading) != 0)
      return FALSE;
  }
  return TRUE;
}

/* The series that a reader sees numbers of. */
static gboolean
is_read (const GmarlChartView *view, guint index)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (view, index);

  return !series->thin && !series->raw && gmarl_chart_view_is_shown (view, index);
}

static void
add_series_columns (GPtrArray *columns,
                    const GmarlChartSeries *series,
                    GmarlChartBand band,
                    GmarlSeries *drawn,
                    double half_life)
{
  if (series->drawn == GMARL_CHART_STRIP) {
    /* translators: headings of two columns: mean and quartiles of the values of a series */
    add_column (columns, COLUMN_VALUE, g_strdup_printf (_ ("%s, mean"), series->name), drawn);
    add_column (columns, COLUMN_INTERVAL, g_strdup_printf (_ ("%s, quartiles"), series->name),
                drawn);
    return;
  }
  if (drawn != gmarl_chart_series_get_samples (series, band))
    /* translators: the heading of a column: a series and the half-life of its smoothing */
    add_column (columns, COLUMN_VALUE,
                g_strdup_printf (_ ("%s, smoothed, half-life %g"), series->name, half_life), drawn);
  else
    add_column (columns, COLUMN_VALUE, g_strdup (series->name), drawn);
  if (gmarl_chart_series_has_interval (series, GMARL_CHART_BAND_RANGE) &&
      band == GMARL_CHART_BAND_RANGE)
    /* translators: the heading of a column: the lowest and the highest seed of a series */
    add_column (columns, COLUMN_INTERVAL,
                g_strdup_printf (_ ("%s, range of the seeds"), series->name), drawn);
  else if (gmarl_series_get_lower (series->data) != NULL && band != GMARL_CHART_BAND_RANGE)
    /* translators: the heading of a column: the interval around the values of a series */
    add_column (columns, COLUMN_INTERVAL, g_strdup_printf (_ ("%s, interval"), series->name),
                drawn);
}

static void
read_view (GmarlChartView *view,
           GmarlChartBand band,
           double half_life,
           GPtrArray *columns,
           GPtrArray *sources)
{
  const char *title = view->x.title != NULL ? view->x.title : _ ("Position");
  guint n_series = gmarl_chart_view_get_n_series (view);

  add_column (columns, COLUMN_X, with_unit (title, view->x.unit), NULL);
  for (guint i = 0; i < n_series; i++) {
    GmarlChartSeries *series = gmarl_chart_view_get_series (view, i);
    GmarlSeries *drawn;
    Source *source;

    if (!is_read (view, i))
      continue;
    drawn = gmarl_chart_series_get_drawn (series, band, half_life);
    add_series_columns (columns, series, band, drawn, half_life);
    source = g_new0 (Source, 1);
    source->id = g_strdup (series->id);
    source->data = gmarl_series_ref (drawn);
    source->length = gmarl_series_get_length (drawn);
    source->generation = gmarl_series_get_generation (drawn);
    g_ptr_array_add (sources, source);
  }
}

/* --- Which x there are ---------------------------------------------------------------------- */

/* The least x from which rows may differ from before; infinite if none does. */
static double
first_change (const GPtrArray *before, const GPtrArray *now)
{
  double first = INFINITY;

  if (before->len != now->len)
    return -INFINITY;
  for (guint i = 0; i < now->len; i++) {
    const Source *old = g_ptr_array_index (before, i);
    const Source *new = g_ptr_array_index (now, i);

    if (strcmp (old->id, new->id) != 0 || old->data != new->data ||
        old->generation != new->generation || new->length < old->length)
      return -INFINITY;
    if (new->length > old->length)
      first = fmin (first, gmarl_series_get_x (new->data)[old->length]);
  }
  return first;
}

static guint
lower_bound (const GArray *array, double x)
{
  guint low = 0, high = array->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (array, double, middle) < x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Appends every x from first on that any source has. */
static void
merge_from (GArray *array, const GPtrArray *sources, double first)
{
  g_autofree gsize *at = g_new (gsize, MAX (1, sources->len));

  for (guint i = 0; i < sources->len; i++) {
    const Source *source = g_ptr_array_index (sources, i);

    at[i] = isinf (first) ? 0 : gmarl_series_find (source->data, first);
  }
  while (TRUE) {
    double next = INFINITY;

    for (guint i = 0; i < sources->len; i++) {
      const Source *source = g_ptr_array_index (sources, i);

      if (at[i] < source->length)
        next = fmin (next, gmarl_series_get_x (source->data)[at[i]]);
    }
    if (isinf (next))
      return;
    g_array_append_val (array, next);
    for (guint i = 0; i < sources->len; i++) {
      const Source *source = g_ptr_array_index (sources, i);

      while (at[i] < source->length && gmarl_series_get_x (source->data)[at[i]] <= next)
        at[i]++;
    }
  }
}

/* --- The model ------------------------------------------------------------------------------ */

static GType
gmarl_chart_table_get_item_type (GListModel *model)
{
  return GMARL_TYPE_CHART_TABLE_ROW;
}

static guint
gmarl_chart_table_get_n_items (GListModel *model)
{
  return GMARL_CHART_TABLE (model)->x->len;
}

static gpointer
gmarl_chart_table_get_item (GListModel *model, guint position)
{
  GmarlChartTable *self = GMARL_CHART_TABLE (model);
  GmarlChartTableRow *row;

  if (position >= self->x->len)
    return NULL;
  row = g_object_new (GMARL_TYPE_CHART_TABLE_ROW, NULL);
  row->table = g_object_ref (self);
  row->x = g_array_index (self->x, double, position);
  return row;
}

static void
gmarl_chart_table_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gmarl_chart_table_get_item_type;
  iface->get_n_items = gmarl_chart_table_get_n_items;
  iface->get_item = gmarl_chart_table_get_item;
}

static void
gmarl_chart_table_finalize (GObject *object)
{
  GmarlChartTable *self = GMARL_CHART_TABLE (object);

  g_clear_pointer (&self->view, gmarl_chart_view_unref);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->sources);
  g_array_unref (self->x);
  G_OBJECT_CLASS (gmarl_chart_table_parent_class)->finalize (object);
}

static void
gmarl_chart_table_class_init (GmarlChartTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_chart_table_finalize;
  signals[COLUMNS_CHANGED] = g_signal_new ("columns-changed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_chart_table_init (GmarlChartTable *self)
{
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) source_free);
  self->x = g_array_new (FALSE, FALSE, sizeof (double));
}

GmarlChartTable *
gmarl_chart_table_new (void)
{
  return g_object_new (GMARL_TYPE_CHART_TABLE, NULL);
}

void
gmarl_chart_table_update (GmarlChartTable *self,
                          GmarlChartView *view,
                          GmarlChartBand band,
                          double half_life)
{
  g_autoptr (GPtrArray) columns = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  gboolean other_columns;
  double first;
  guint position, n_before;

  g_return_if_fail (GMARL_IS_CHART_TABLE (self));
  columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  sources = g_ptr_array_new_with_free_func ((GDestroyNotify) source_free);
  if (view != NULL)
    read_view (view, gmarl_chart_view_resolve_band (view, band), half_life, columns, sources);
  other_columns = !same_columns (self->columns, columns);
  first = self->view != view || other_columns ? -INFINITY : first_change (self->sources, sources);

  if (view != self->view) {
    g_clear_pointer (&self->view, gmarl_chart_view_unref);
    self->view = view != NULL ? gmarl_chart_view_ref (view) : NULL;
  }
  g_ptr_array_unref (self->columns);
  self->columns = g_steal_pointer (&columns);
  g_ptr_array_unref (self->sources);
  self->sources = g_steal_pointer (&sources);

  n_before = self->x->len;
  if (first == INFINITY)
    return;
  position = lower_bound (self->x, first);
  g_array_set_size (self->x, position);
  merge_from (self->x, self->sources, first);
  if (other_columns)
    g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_before - position,
                              self->x->len - position);
}

guint
gmarl_chart_table_get_n_columns (GmarlChartTable *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_TABLE (self), 0);
  return self->columns->len;
}

const char *
gmarl_chart_table_get_heading (GmarlChartTable *self, guint column)
{
  g_return_val_if_fail (GMARL_IS_CHART_TABLE (self), NULL);
  g_return_val_if_fail (column < self->columns->len, NULL);
  return ((const Column *) g_ptr_array_index (self->columns, column))->heading;
}

/* --- Cells ---------------------------------------------------------------------------------- */

static char *
format_x (GmarlChartTable *self, double x)
{
  const GmarlChartViewAxis *axis = &self->view->x;
  const char *category = gmarl_chart_view_get_category (self->view, x);
  gboolean days;

  if (category != NULL)
    return g_strdup (category);
  if (axis->kind != GMARL_CHART_TIME_OF_DAY)
    return x == floor (x) && fabs (x) < MOST_WHOLE ? gmarl_format_decimals (x, 0)
                                                   : gmarl_format_value (x);
  days = self->x->len > 0 && g_array_index (self->x, double, self->x->len - 1) > 24;
  return gmarl_format_time_of_day (x, axis->first_day, days);
}

/* The index of the sample at exactly x, or the length. */
static gsize
sample_at (const GmarlSeries *data, double x)
{
  gsize length = gmarl_series_get_length (data);
  gsize index = gmarl_series_find (data, x);

  return index < length && gmarl_series_get_x (data)[index] == x ? index : length;
}

static char *
get_text (GmarlChartTable *self, double x, guint index)
{
  const Column *column = g_ptr_array_index (self->columns, index);
  const double *lower, *upper;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  gsize at;

  if (column->kind == COLUMN_X)
    return format_x (self, x);
  at = sample_at (column->data, x);
  if (at == gmarl_series_get_length (column->data))
    return g_strdup ("");
  if (column->kind == COLUMN_VALUE)
    return gmarl_format_value (gmarl_series_get_y (column->data)[at]);
  lower = gmarl_series_get_lower (column->data);
  upper = gmarl_series_get_upper (column->data);
  if (lower == NULL || !isfinite (lower[at]) || !isfinite (upper[at]))
    return g_strdup ("");
  low = gmarl_format_value (lower[at]);
  high = gmarl_format_value (upper[at]);
  /* translators: an interval of numbers */
  return g_strdup_printf (_ ("%s to %s"), low, high);
}

char *
gmarl_chart_table_get_text (GmarlChartTable *self, guint row, guint column)
{
  g_return_val_if_fail (GMARL_IS_CHART_TABLE (self), NULL);
  g_return_val_if_fail (row < self->x->len && column < self->columns->len, NULL);
  return get_text (self, g_array_index (self->x, double, row), column);
}

char *
gmarl_chart_table_row_get_text (GmarlChartTableRow *self, guint column)
{
  g_return_val_if_fail (GMARL_IS_CHART_TABLE_ROW (self), NULL);
  /* A cell may be asked once more after columns went away. */
  if (column >= self->table->columns->len)
    return g_strdup ("");
  return get_text (self->table, self->x, column);
}

double
gmarl_chart_table_row_get_x (GmarlChartTableRow *self)
{
  g_return_val_if_fail (GMARL_IS_CHART_TABLE_ROW (self), NAN);
  return self->x;
}

/* --- For other programs --------------------------------------------------------------------- */

static void
append_number (GString *text, double value)
{
  g_autofree char *number = gmarl_format_exact (value);

  g_string_append (text, number != NULL ? number : "");
}

static void
append_csv_heading (GString *text, const Column *column)
{
  g_autofree char *lower = NULL;
  g_autofree char *upper = NULL;

  if (column->kind != COLUMN_INTERVAL) {
    gmarl_export_append_text (text, column->heading);
    return;
  }
  /* translators: headings of two columns: the ends of the interval of a series */
  lower = g_strdup_printf (_ ("%s, lower end"), column->heading);
  upper = g_strdup_printf (_ ("%s, upper end"), column->heading);
  gmarl_export_append_text (text, lower);
  g_string_append_c (text, ',');
  gmarl_export_append_text (text, upper);
}

static void
append_csv_cell (GString *text, const Column *column, const GmarlChartView *view, double x)
{
  gsize at;

  if (column->kind == COLUMN_X) {
    const char *category = gmarl_chart_view_get_category (view, x);

    if (category != NULL)
      gmarl_export_append_text (text, category);
    else
      append_number (text, x);
    return;
  }
  at = sample_at (column->data, x);
  if (at == gmarl_series_get_length (column->data)) {
    if (column->kind == COLUMN_INTERVAL)
      g_string_append_c (text, ',');
  } else if (column->kind == COLUMN_INTERVAL) {
    append_number (text, gmarl_series_get_lower (column->data)[at]);
    g_string_append_c (text, ',');
    append_number (text, gmarl_series_get_upper (column->data)[at]);
  } else {
    append_number (text, gmarl_series_get_y (column->data)[at]);
  }
}

char *
gmarl_chart_table_to_csv (GmarlChartTable *self, guint begin, guint end)
{
  GString *text;

  g_return_val_if_fail (GMARL_IS_CHART_TABLE (self), NULL);
  g_return_val_if_fail (begin <= end && end <= self->x->len, NULL);
  text = g_string_new (NULL);
  for (guint column = 0; column < self->columns->len; column++) {
    if (column > 0)
      g_string_append_c (text, ',');
    append_csv_heading (text, g_ptr_array_index (self->columns, column));
  }
  g_string_append_c (text, '\n');
  for (guint row = begin; row < end; row++) {
    for (guint column = 0; column < self->columns->len; column++) {
      if (column > 0)
        g_string_append_c (text, ',');
      append_csv_cell (text, g_ptr_array_index (self->columns, column), self->view,
                       g_array_index (self->x, double, row));
    }
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

char *
gmarl_chart_table_to_text (GmarlChartTable *self,
                           gboolean (*included) (guint row, gpointer user_data),
                           gpointer user_data)
{
  GString *text;

  g_return_val_if_fail (GMARL_IS_CHART_TABLE (self), NULL);
  text = g_string_new (NULL);
  for (guint column = 0; column < self->columns->len; column++)
    g_string_append_printf (text, column > 0 ? "\t%s" : "%s",
                            gmarl_chart_table_get_heading (self, column));
  g_string_append_c (text, '\n');
  for (guint row = 0; row < self->x->len; row++) {
    if (included != NULL && !included (row, user_data))
      continue;
    for (guint column = 0; column < self->columns->len; column++) {
      g_autofree char *cell = gmarl_chart_table_get_text (self, row, column);

      g_string_append_printf (text, column > 0 ? "\t%s" : "%s", cell);
    }
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}
