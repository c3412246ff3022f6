/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-scene-private.h"

#include <math.h>

#define ROOM_FOR_POINTS 0.04 /* of the range, at each end */

void
gmarl_chart_visible_samples (const GmarlSeries *series,
                             double x0,
                             double x1,
                             gboolean neighbours,
                             gsize *begin,
                             gsize *end)
{
  gsize length = gmarl_series_get_length (series);
  const double *x = gmarl_series_get_x (series);

  *begin = gmarl_series_find (series, x0);
  *end = gmarl_series_find (series, x1);
  while (*end < length && x[*end] <= x1)
    ++*end;
  *end = MAX (*begin, *end);
  if (neighbours) {
    *begin -= *begin > 0;
    *end += *end < length;
  }
}

GmarlSeries *
gmarl_chart_scene_get_data (const GmarlChartScene *self, guint index)
{
  return gmarl_chart_series_get_drawn (gmarl_chart_view_get_series (self->view, index),
                                       self->state.band, self->state.half_life);
}

gboolean
gmarl_chart_scene_has_lines (const GmarlChartScene *self, const GmarlChartSeries *seed)
{
  if (self->state.band == GMARL_CHART_BAND_SEEDS)
    return TRUE;
  return self->state.band == GMARL_CHART_BAND_INTERVAL && seed->parent >= 0 &&
         !gmarl_chart_series_has_interval (
             gmarl_chart_view_get_series (self->view, (guint) seed->parent),
             GMARL_CHART_BAND_INTERVAL);
}

gboolean
gmarl_chart_scene_is_read (const GmarlChartScene *self, guint index)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (self->view, index);

  return !series->thin && !series->raw && gmarl_chart_view_is_shown (self->view, index);
}

static gboolean
is_in_range (const GmarlChartView *view, guint index)
{
  return view->steady || gmarl_chart_view_is_shown (view, index);
}

/* Half a bar at each end; the least distance is taken of the first samples, bars being few. */
static void
make_room_for_bars (const GmarlChartView *view, double *x0, double *x1)
{
  double least = INFINITY;

  for (guint k = 0; k < view->series->len; k++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (view, k);
    const double *x = gmarl_series_get_x (series->data);
    gsize n = MIN (gmarl_series_get_length (series->data), 1000);

    if (series->drawn != GMARL_CHART_BARS || !is_in_range (view, k))
      continue;
    for (gsize i = 1; i < n; i++)
      if (x[i] > x[i - 1])
        least = fmin (least, x[i] - x[i - 1]);
    if (n == 1)
      least = fmin (least, 1);
  }
  if (isfinite (least)) {
    *x0 -= least / 2;
    *x1 += least / 2;
  }
}

/* Markers at the ends stand within the plot, not on its edges. */
static void
make_room_for_points (const GmarlChartView *view, double *x0, double *x1)
{
  gboolean log = view->x.kind == GMARL_CHART_LOG, any = FALSE;
  double room;

  for (guint k = 0; k < view->series->len; k++)
    any = any || (gmarl_chart_view_get_series (view, k)->drawn == GMARL_CHART_POINTS &&
                  is_in_range (view, k));
  if (!any || !(*x1 > *x0))
    return;
  room = ROOM_FOR_POINTS * (log ? log10 (*x1 / *x0) : *x1 - *x0);
  *x0 = log ? *x0 * pow (10, -room) : *x0 - room;
  *x1 = log ? *x1 * pow (10, room) : *x1 + room;
}

void
gmarl_chart_view_get_data_range (const GmarlChartView *view, double *x0, double *x1)
{
  gboolean log, first = TRUE;

  g_return_if_fail (view && x0 && x1);
  log = view->x.kind == GMARL_CHART_LOG;
  *x0 = *x1 = NAN;
  for (guint k = 0; k < view->series->len; k++) {
    const GmarlSeries *data = gmarl_chart_view_get_series (view, k)->data;
    const double *x = gmarl_series_get_x (data);
    gsize begin = log ? gmarl_series_find (data, G_MINDOUBLE) : 0;
    gsize end = gmarl_series_get_length (data);

    if (!is_in_range (view, k) || begin >= end)
      continue;
    *x0 = first ? x[begin] : fmin (*x0, x[begin]);
    *x1 = first ? x[end - 1] : fmax (*x1, x[end - 1]);
    first = FALSE;
  }
  if (!isnan (*x0) && !log)
    make_room_for_bars (view, x0, x1);
  make_room_for_points (view, x0, x1);
}

void
gmarl_chart_view_get_x_range (const GmarlChartView *view, double *x0, double *x1)
{
  g_return_if_fail (view && x0 && x1);
  if (view->x.kind == GMARL_CHART_CATEGORY) {
    *x0 = -0.5;
    *x1 = view->x.categories && view->x.categories->len > 0 ? view->x.categories->len - 0.5 : 0.5;
    return;
  }
  gmarl_chart_view_get_data_range (view, x0, x1);
  if (!isnan (view->x.min))
    *x0 = view->x.min;
  if (!isnan (view->x.max))
    *x1 = view->x.max;
  if (isnan (*x0) && isnan (*x1) && view->x.kind == GMARL_CHART_LOG) {
    *x0 = 1;
    *x1 = 10;
  }
  gmarl_range_repair (x0, x1);
}

void
gmarl_chart_scene_fit_x (GmarlChartScene *self)
{
  gmarl_chart_view_get_x_range (self->view, &self->x0, &self->x1);
  if (!isnan (self->state.x0))
    self->x0 = self->state.x0;
  if (!isnan (self->state.x1))
    self->x1 = self->state.x1;
  gmarl_range_repair (&self->x0, &self->x1);
  if (self->x_kind == GMARL_CHART_LOG && self->x0 <= 0)
    self->x0 = self->x1 > 0 ? self->x1 / 1000 : 1;
  if (self->x_kind == GMARL_CHART_LOG && self->x1 <= self->x0)
    self->x1 = 10 * self->x0;
}

static void
include (double value, double *lo, double *hi)
{
  if (!isfinite (value))
    return;
  *lo = isnan (*lo) ? value : fmin (*lo, value);
  *hi = isnan (*hi) ? value : fmax (*hi, value);
}

/* What log scales can show begins above zero, which a pyramid cannot skip. */
static void
include_positive (const GmarlSeries *data, gsize begin, gsize end, double *lo, double *hi)
{
  const double *y = gmarl_series_get_y (data);

  for (gsize k = begin; k < end; k++)
    if (y[k] > 0)
      include (y[k], lo, hi);
}

static void
include_series (const GmarlChartScene *self, guint index, double *lo, double *hi)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (self->view, index);
  const GmarlSeries *samples = gmarl_chart_series_get_samples (series, self->state.band);
  GmarlSeriesSummary all;
  gsize begin, end;

  if (!is_in_range (self->view, index) ||
      (series->thin && !gmarl_chart_scene_has_lines (self, series)))
    return;
  /* Of the samples, even if they are drawn smoothed: their line stays, in the background. */
  gmarl_chart_visible_samples (samples, self->x0, self->x1, FALSE, &begin, &end);
  all = gmarl_series_summarise (samples, begin, end);
  if (self->y_kind == GMARL_CHART_LOG && !(all.min > 0)) {
    include_positive (samples, begin, end, lo, hi);
    return;
  }
  include (all.min, lo, hi);
  include (all.max, lo, hi);
  if (gmarl_chart_series_has_interval (series, self->state.band)) {
    /* An interval may reach beyond what a value can be, which is not worth the room. */
    double least = isnan (all.lower) ? NAN : fmax (all.lower, self->view->y.lowest);
    double greatest = isnan (all.upper) ? NAN : fmin (all.upper, self->view->y.highest);

    if (self->y_kind != GMARL_CHART_LOG || least > 0)
      include (least, lo, hi);
    if (self->y_kind != GMARL_CHART_LOG || greatest > 0)
      include (greatest, lo, hi);
  }
  if (self->y_kind != GMARL_CHART_LOG &&
      (series->drawn == GMARL_CHART_AREA || series->drawn == GMARL_CHART_BARS))
    include (0, lo, hi);
}

/* Widens about the middle, then moves back to where values can be. */
static void
widen (const GmarlChartViewAxis *axis, double *lo, double *hi)
{
  double room = axis->min_span - (*hi - *lo);
  double lowest = isnan (axis->lowest) || axis->lowest > *lo ? -INFINITY : axis->lowest;
  double highest = isnan (axis->highest) || axis->highest < *hi ? INFINITY : axis->highest;

  if (!(room > 0))
    return;
  *lo -= room / 2;
  *hi += room / 2;
  if (*lo < lowest) {
    *hi = fmin (highest, *hi + lowest - *lo);
    *lo = lowest;
  } else if (*hi > highest) {
    *lo = fmax (lowest, *lo - (*hi - highest));
    *hi = highest;
  }
}

/* Out to whole ticks; twice, as a longer range may have longer steps. */
static void
round_out (const GmarlChartViewAxis *axis, gsize most, double *lo, double *hi)
{
  double from = *lo, to = *hi;

  for (int pass = 0; pass < 2; pass++) {
    double step = gmarl_ticks_step (*hi - *lo, most);

    if (!(fabs (*lo / step) < 1e15) || !(fabs (*hi / step) < 1e15))
      return;
    *lo = floor (from / step + 1e-9) * step;
    *hi = ceil (to / step - 1e-9) * step;
    if (*hi <= *lo)
      *hi = *lo + step;
  }
  if (!isnan (axis->lowest) && from >= axis->lowest)
    *lo = fmax (*lo, axis->lowest);
  if (!isnan (axis->highest) && to <= axis->highest)
    *hi = fmin (*hi, axis->highest);
}

static void
fit_log (double *lo, double *hi)
{
  if (!(*lo > 0)) {
    *lo = 1;
    *hi = 10;
  } else if (*hi / *lo < 1.5) {
    *lo /= 2;
    *hi *= 2;
  } else {
    double margin = pow (*hi / *lo, 0.04);

    *lo /= margin;
    *hi *= margin;
  }
}

void
gmarl_chart_scene_fit_y (GmarlChartScene *self, gsize most)
{
  const GmarlChartViewAxis *axis = &self->view->y;
  double lo = NAN, hi = NAN, least, greatest;

  for (guint k = 0; k < self->view->series->len; k++)
    include_series (self, k, &lo, &hi);
  for (guint k = 0; k < self->view->references->len; k++) {
    const GmarlChartReference *reference = self->view->references->pdata[k];

    if (reference->in_range && (self->y_kind != GMARL_CHART_LOG || reference->value > 0))
      include (reference->value, &lo, &hi);
  }
  least = isnan (self->state.y0) ? axis->min : self->state.y0;
  greatest = isnan (self->state.y1) ? axis->max : self->state.y1;
  if (self->y_kind == GMARL_CHART_LOG) {
    fit_log (&lo, &hi);
  } else {
    if (axis->with_zero)
      include (0, &lo, &hi);
    if (isnan (lo) && !isnan (axis->lowest) && !isnan (axis->highest)) {
      lo = axis->lowest;
      hi = axis->highest;
    }
    if (!isnan (lo) && axis->min_span > 0)
      widen (axis, &lo, &hi);
    gmarl_range_repair (&lo, &hi);
    round_out (axis, most, &lo, &hi);
  }
  self->y0 = isnan (least) ? lo : least;
  self->y1 = isnan (greatest) ? hi : greatest;
  gmarl_range_repair (&self->y0, &self->y1);
  if (self->y_kind == GMARL_CHART_LOG && self->y0 <= 0) {
    self->y0 = self->y1 > 0 ? self->y1 / 1000 : 1;
    self->y1 = fmax (self->y1, 10 * self->y0);
  }
}

/* --- Between data and pixels ---------------------------------------------------------------- */

static double
to_fraction (double value, double from, double to, gboolean log)
{
  if (!log)
    return (value - from) / (to - from);
  return value > 0 ? (log10 (value) - log10 (from)) / (log10 (to) - log10 (from)) : NAN;
}

static double
from_fraction (double fraction, double from, double to, gboolean log)
{
  return log ? from * pow (to / from, fraction) : from + fraction * (to - from);
}

double
gmarl_chart_scene_x_to_pixel (const GmarlChartScene *self, double x)
{
  return self->plot.x +
         self->plot.width * to_fraction (x, self->x0, self->x1, self->x_kind == GMARL_CHART_LOG);
}

double
gmarl_chart_scene_y_to_pixel (const GmarlChartScene *self, double y)
{
  return self->plot.y + self->plot.height * (1 - to_fraction (y, self->y0, self->y1,
                                                              self->y_kind == GMARL_CHART_LOG));
}

double
gmarl_chart_scene_pixel_to_x (const GmarlChartScene *self, double pixel)
{
  return from_fraction ((pixel - self->plot.x) / self->plot.width, self->x0, self->x1,
                        self->x_kind == GMARL_CHART_LOG);
}

double
gmarl_chart_scene_pixel_to_y (const GmarlChartScene *self, double pixel)
{
  return from_fraction (1 - (pixel - self->plot.y) / self->plot.height, self->y0, self->y1,
                        self->y_kind == GMARL_CHART_LOG);
}
