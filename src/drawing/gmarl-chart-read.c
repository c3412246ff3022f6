/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-scene-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
gmarl_chart_scene_in_plot (const GmarlChartScene *self, double x, double y)
{
  g_return_val_if_fail (self, FALSE);
  return x >= self->plot.x && x <= self->plot.x + self->plot.width && y >= self->plot.y &&
         y <= self->plot.y + self->plot.height;
}

int
gmarl_chart_scene_entry_at (const GmarlChartScene *self, double x, double y)
{
  g_return_val_if_fail (self, -1);
  for (guint k = 0; k < self->entries->len; k++) {
    const GmarlChartEntry *entry = self->entries->pdata[k];

    if (x >= entry->area.x && x < entry->area.x + entry->area.width && y >= entry->area.y &&
        y < entry->area.y + entry->area.height)
      return (int) entry->index;
  }
  return -1;
}

static double
distance_to_segment (GmarlPoint from, GmarlPoint to, double x, double y)
{
  double dx = to.x - from.x, dy = to.y - from.y, length = dx * dx + dy * dy;
  double share = length > 0 ? ((x - from.x) * dx + (y - from.y) * dy) / length : 0;

  share = CLAMP (share, 0, 1);
  return hypot (from.x + share * dx - x, from.y + share * dy - y);
}

static double
distance_to_rectangle (const GmarlRectangle *area, double x, double y)
{
  double dx = fmax (fmax (area->x - x, x - area->x - area->width), 0);
  double dy = fmax (fmax (area->y - y, y - area->y - area->height), 0);

  return hypot (dx, dy);
}

static double
distance_to_curve (const GmarlChartCurve *curve, double x, double y)
{
  double nearest = INFINITY;

  for (guint k = 0; k < curve->bars->len; k++) {
    const GmarlRectangle *bar = &g_array_index (curve->bars, GmarlRectangle, k);

    nearest = fmin (nearest, distance_to_rectangle (bar, x, y));
  }
  for (guint k = 0; k < curve->boxes->len; k++)
    nearest =
        fmin (nearest,
              distance_to_rectangle (&g_array_index (curve->boxes, GmarlChartBox, k).area, x, y));
  for (guint k = 0; k < curve->dots->len; k++)
    nearest = fmin (nearest, hypot (g_array_index (curve->dots, GmarlPoint, k).x - x,
                                    g_array_index (curve->dots, GmarlPoint, k).y - y));
  if (curve->bars->len > 0)
    return nearest;
  for (guint k = 0; k < curve->line->len; k++) {
    GmarlPoint point = g_array_index (curve->line, GmarlPoint, k), before = point;

    if (isnan (point.x))
      continue;
    if (k > 0 && !isnan (g_array_index (curve->line, GmarlPoint, k - 1).x))
      before = g_array_index (curve->line, GmarlPoint, k - 1);
    nearest = fmin (nearest, distance_to_segment (before, point, x, y));
  }
  return nearest;
}

int
gmarl_chart_scene_series_at (const GmarlChartScene *self, double x, double y, double distance)
{
  int found = -1;

  g_return_val_if_fail (self, -1);
  for (guint k = 0; k < self->curves->len; k++) {
    const GmarlChartCurve *curve = self->curves->pdata[k];
    double away = distance_to_curve (curve, x, y);

    /* What was painted later lies on top. */
    if (away <= distance && gmarl_chart_scene_is_read (self, curve->index)) {
      distance = away;
      found = (int) curve->index;
    }
  }
  return found;
}

double
gmarl_chart_scene_snap (const GmarlChartScene *self, double x)
{
  double found = NAN;

  g_return_val_if_fail (self, NAN);
  for (guint k = 0; k < self->view->series->len; k++) {
    const GmarlSeries *data = gmarl_chart_view_get_series (self->view, k)->data;
    gsize nearest;

    if (!gmarl_chart_scene_is_read (self, k) || gmarl_series_get_length (data) == 0)
      continue;
    nearest = gmarl_series_nearest (data, x);
    if (isnan (found) || fabs (gmarl_series_get_x (data)[nearest] - x) < fabs (found - x))
      found = gmarl_series_get_x (data)[nearest];
  }
  return found;
}

/* The next x of any series in the direction, or the same x at an end. */
static double
step_once (const GmarlChartScene *self, double x, int direction)
{
  double found = NAN;

  for (guint k = 0; k < self->view->series->len; k++) {
    const GmarlSeries *data = gmarl_chart_view_get_series (self->view, k)->data;
    const double *xs = gmarl_series_get_x (data);
    gsize length = gmarl_series_get_length (data), at;

    if (!gmarl_chart_scene_is_read (self, k) ||
        (self->state.focused >= 0 && self->state.focused != (int) k &&
         gmarl_chart_scene_is_read (self, (guint) self->state.focused)))
      continue;
    at = gmarl_series_find (data, x);
    if (direction > 0) {
      while (at < length && xs[at] <= x)
        at++;
      if (at < length && !(xs[at] >= found))
        found = xs[at];
    } else if (at > 0 && !(xs[at - 1] <= found)) {
      found = xs[at - 1];
    }
  }
  return isnan (found) ? x : found;
}

double
gmarl_chart_scene_step (const GmarlChartScene *self, double x, int count)
{
  g_return_val_if_fail (self, NAN);
  for (int k = 0; k < ABS (count); k++)
    x = step_once (self, x, count);
  return x;
}

int
gmarl_chart_scene_next_series (const GmarlChartScene *self, int index, int direction)
{
  int n;

  g_return_val_if_fail (self, -1);
  n = (int) self->view->series->len;
  for (int k = index + direction; k >= 0 && k < n; k += direction)
    if (gmarl_chart_scene_is_read (self, (guint) k))
      return k;
  return -1;
}

/* --- Readout -------------------------------------------------------------------------------- */

char *
gmarl_chart_scene_format_x (const GmarlChartScene *self, double x)
{
  const GmarlChartViewAxis *axis = &self->view->x;
  g_autofree char *number = NULL;

  if (gmarl_chart_view_get_category (self->view, x))
    return g_strdup (gmarl_chart_view_get_category (self->view, x));
  if (self->x_kind == GMARL_CHART_TIME_OF_DAY)
    return gmarl_format_time_of_day (x, axis->first_day, self->x0 < 0 || self->x1 > 24);
  number = x == floor (x) && fabs (x) < 1e7 ? gmarl_format_decimals (x, 0) : gmarl_format_value (x);
  if (axis->unit)
    return g_strconcat (number, "\u202f", axis->unit, NULL);
  return g_steal_pointer (&number);
}

char *
gmarl_chart_scene_format_y (const GmarlChartScene *self, double y, gboolean with_unit)
{
  g_autofree char *number = gmarl_format_value (y);

  if (with_unit && self->view->y.unit)
    return g_strconcat (number, "\u202f", self->view->y.unit, NULL);
  return g_steal_pointer (&number);
}

static void
row_free (gpointer data)
{
  GmarlChartReadoutRow *self = data;

  g_free (self->value_text);
  g_free (self->interval_text);
  g_free (self);
}

/* A sample speaks for all x that no other is nearer to; the first and the last as far beyond as the
 * way to their neighbour is half.
 */
static gboolean
speaks_for (const GmarlSeries *data, gsize index, double x)
{
  const double *xs = gmarl_series_get_x (data);
  gsize length = gmarl_series_get_length (data);
  gsize neighbour = x < xs[index] ? index - (index > 0) : index + (index + 1 < length);

  if (x == xs[index])
    return TRUE;
  if (neighbour == index) /* beyond an end */
    neighbour = index > 0 ? index - 1 : index + 1 < length ? index + 1 : index;
  return fabs (x - xs[index]) <= fabs (xs[neighbour] - xs[index]) / 2;
}

static GmarlChartReadoutRow *
make_row (const GmarlChartScene *self, guint index, double x)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (self->view, index);
  const GmarlSeries *data = gmarl_chart_scene_get_data (self, index);
  const double *lower = gmarl_series_get_lower (data), *upper = gmarl_series_get_upper (data);
  gboolean of_seeds = self->state.band == GMARL_CHART_BAND_RANGE;
  GmarlChartReadoutRow *row;
  gsize at;

  if (gmarl_series_get_length (data) == 0)
    return NULL;
  at = gmarl_series_nearest (data, x);
  if (!isfinite (gmarl_series_get_y (data)[at]) || !speaks_for (data, at, x))
    return NULL;
  if (self->x_kind == GMARL_CHART_CATEGORY && !(fabs (gmarl_series_get_x (data)[at] - x) < 0.5))
    return NULL;
  row = g_new0 (GmarlChartReadoutRow, 1);
  row->index = index;
  row->name = series->name;
  row->value = gmarl_series_get_y (data)[at];
  /* One seed has no range, and its interval is none. */
  if (of_seeds && series->drawn != GMARL_CHART_STRIP &&
      !gmarl_chart_series_has_interval (series, GMARL_CHART_BAND_RANGE))
    lower = upper = NULL;
  row->lower = lower ? lower[at] : NAN;
  row->upper = upper ? upper[at] : NAN;
  row->value_text = gmarl_chart_scene_format_y (self, row->value, FALSE);
  if (isfinite (row->lower) && isfinite (row->upper)) {
    g_autofree char *from = gmarl_format_value (row->lower);
    g_autofree char *to = gmarl_format_value (row->upper);

    row->says_what = series->drawn == GMARL_CHART_STRIP || of_seeds;
    if (series->drawn == GMARL_CHART_STRIP)
      /* translators: the middle half of many values, "quartiles 0.812 to 0.931" */
      row->interval_text = g_strdup_printf (_ ("quartiles %s to %s"), from, to);
    else if (of_seeds)
      /* translators: the lowest and the highest of some seeds, "seeds 0.812 to 0.931" */
      row->interval_text = g_strdup_printf (_ ("seeds %s to %s"), from, to);
    else
      /* translators: an interval of values, "0.850 to 0.894" */
      row->interval_text = g_strdup_printf (_ ("%s to %s"), from, to);
  }
  return row;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const GmarlChartReadoutRow *one = *(gpointer *) a, *other = *(gpointer *) b;

  if (one->value != other->value)
    return one->value > other->value ? -1 : 1;
  return one->index < other->index ? -1 : 1;
}

GmarlChartReadout *
gmarl_chart_scene_read (const GmarlChartScene *self, double x)
{
  GmarlChartReadout *readout;
  const char *title;
  g_autofree char *position = NULL;

  g_return_val_if_fail (self, NULL);
  readout = g_new0 (GmarlChartReadout, 1);
  readout->x = x;
  position = gmarl_chart_scene_format_x (self, x);
  title = self->x_kind == GMARL_CHART_TIME_OF_DAY || self->x_kind == GMARL_CHART_CATEGORY
              ? NULL
              : self->view->x.title;
  readout->x_text =
      title ? g_strdup_printf ("%s %s", title, position) : g_steal_pointer (&position);
  readout->rows = g_ptr_array_new_with_free_func (row_free);
  for (guint k = 0; k < self->view->series->len; k++) {
    GmarlChartReadoutRow *row = gmarl_chart_scene_is_read (self, k) ? make_row (self, k, x) : NULL;

    if (row)
      g_ptr_array_add (readout->rows, row);
  }
  g_ptr_array_sort (readout->rows, compare_rows);
  return readout;
}

void
gmarl_chart_readout_free (GmarlChartReadout *self)
{
  if (self == NULL)
    return;
  g_free (self->x_text);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
append_number (GString *out, double value)
{
  g_autofree char *text = gmarl_format_exact (value);

  g_string_append (out, text != NULL ? text : "");
}

char *
gmarl_chart_readout_to_text (const GmarlChartReadout *self, const GmarlChartScene *scene)
{
  GString *out;

  g_return_val_if_fail (self && scene, NULL);
  out = g_string_new (NULL);
  g_string_append_printf (out, "%s\t%s\t%s\t%s\n", self->x_text,
                          scene->view->y.title ? scene->view->y.title : _ ("Value"), _ ("Lower"),
                          _ ("Upper"));
  for (guint k = 0; k < self->rows->len; k++) {
    const GmarlChartReadoutRow *row = self->rows->pdata[k];

    g_string_append_printf (out, "%s\t", row->name ? row->name : "");
    append_number (out, row->value);
    g_string_append_c (out, '\t');
    append_number (out, row->lower);
    g_string_append_c (out, '\t');
    append_number (out, row->upper);
    g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}
