/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-distribution.h"
#include "gmarl-chart-scene-private.h"

#include <math.h>

/* Beyond the plot by so many pixels, coordinates are cut: Cairo computes with 24 bits of whole
 * pixels, and lines out there are as good as vertical.
 */
#define FAR 1e6

#define MARKER_DISTANCE 80.0
#define MOST_FILLED     3    /* bands beyond become outlines */
#define MOST_BOX        64.0 /* px, of a strip */

typedef struct {
  const GmarlChartScene *scene;
  const GmarlSeries *data;
  const double *x, *y, *lower, *upper;
  gsize begin, end; /* samples to draw, with a neighbour at each side */
  double scale;
  gboolean band;
} Source;

static double
pixel_x (const GmarlChartScene *scene, double x)
{
  double pixel = gmarl_chart_scene_x_to_pixel (scene, x);

  return CLAMP (pixel, -FAR, FAR);
}

/* A log axis has no place for zero and below; where zero is a number like others, it lies far down.
 */
static double
pixel_y (const GmarlChartScene *scene, double y)
{
  double pixel = gmarl_chart_scene_y_to_pixel (scene, y);

  return isnan (pixel) ? FAR : CLAMP (pixel, -FAR, FAR);
}

static gboolean
can_draw (const GmarlChartScene *scene, double y)
{
  return isfinite (y) && (scene->y_kind != GMARL_CHART_LOG || y > 0);
}

static void
add_point (GArray *line, double x, double y)
{
  GmarlPoint point = { x, y };

  /* One separator between two runs, none at the beginning. */
  if (isnan (x) && (line->len == 0 || isnan (g_array_index (line, GmarlPoint, line->len - 1).x)))
    return;
  g_array_append_val (line, point);
}

static void
add_slice (GArray *slices, double x, double top, double bottom)
{
  GmarlSlice slice = { x, top, bottom };

  if (isnan (x) &&
      (slices->len == 0 || isnan (g_array_index (slices, GmarlSlice, slices->len - 1).x)))
    return;
  g_array_append_val (slices, slice);
}

static void
add_samples (const Source *source, gboolean step, GArray *line, GArray *band)
{
  const GmarlChartScene *scene = source->scene;

  for (gsize k = source->begin; k < source->end; k++) {
    double x = pixel_x (scene, source->x[k]), y = source->y[k];

    if (can_draw (scene, y) && !isnan (x)) {
      add_point (line, x, pixel_y (scene, y));
      if (step && k + 1 < source->end)
        add_point (line, pixel_x (scene, source->x[k + 1]), pixel_y (scene, y));
    } else {
      add_point (line, NAN, NAN);
    }
    if (!source->band)
      continue;
    if (isfinite (source->lower[k]) && isfinite (source->upper[k]) && !isnan (x)) {
      double top = pixel_y (scene, source->upper[k]), bottom = pixel_y (scene, source->lower[k]);

      add_slice (band, x, top, bottom);
      if (step && k + 1 < source->end)
        add_slice (band, pixel_x (scene, source->x[k + 1]), top, bottom);
    } else {
      add_slice (band, NAN, NAN, NAN);
    }
  }
}

static gboolean
in_plot (const GmarlChartScene *scene, double x, double y)
{
  return x >= scene->plot.x && x <= scene->plot.x + scene->plot.width && y >= scene->plot.y &&
         y <= scene->plot.y + scene->plot.height;
}

/* Each by itself, with its interval, or on one line with the others. */
static void
add_points (const Source *source, gboolean joined, double offset, const GmarlChartCurve *curve)
{
  const GmarlChartScene *scene = source->scene;

  for (gsize k = source->begin; k < source->end; k++) {
    GmarlPoint point = { pixel_x (scene, source->x[k]) + offset, pixel_y (scene, source->y[k]) };
    gboolean drawn = can_draw (scene, source->y[k]) && !isnan (point.x);

    if (!joined || !drawn)
      add_point (curve->line, NAN, NAN);
    if (!drawn)
      continue;
    add_point (curve->line, point.x, point.y);
    if (in_plot (scene, point.x, point.y))
      g_array_append_val (curve->markers, point);
    if (source->band && isfinite (source->lower[k]) && isfinite (source->upper[k])) {
      add_slice (curve->band, point.x, pixel_y (scene, source->upper[k]),
                 pixel_y (scene, source->lower[k]));
      add_slice (curve->band, NAN, NAN, NAN);
    }
  }
}

/* Multiples of the golden ratio fill a width evenly, however many there are. */
static double
spread_out (gsize index)
{
  double at = (double) (index + 1) * 0.61803398874989485;

  return at - floor (at) - 0.5;
}

static void
add_distributions (const Source *source, double offset, const GmarlChartCurve *curve)
{
  const GmarlChartScene *scene = source->scene;
  double width = fmin (0.8 * gmarl_chart_scene_get_share (scene), MOST_BOX);
  gsize end;

  for (gsize begin = source->begin; begin < source->end; begin = end) {
    double x = pixel_x (scene, source->x[begin]) + offset;
    GmarlDistribution all;
    GmarlPoint mean;

    end = gmarl_distribution_end (source->data, begin);
    all = gmarl_distribution_of (source->y + begin, end - begin);
    if (isnan (x) || all.n == 0)
      continue;
    for (gsize k = begin; k < end; k++) {
      GmarlPoint dot = { x + 0.9 * width * spread_out (k - begin), pixel_y (scene, source->y[k]) };

      if (can_draw (scene, source->y[k]) && in_plot (scene, dot.x, dot.y))
        g_array_append_val (curve->dots, dot);
    }
    if (all.n > 1 && can_draw (scene, all.lower)) {
      double top = pixel_y (scene, all.upper);
      GmarlChartBox box = { { x - width / 2, top, width, pixel_y (scene, all.lower) - top },
                            pixel_y (scene, all.median) };

      g_array_append_val (curve->boxes, box);
    }
    mean = (GmarlPoint){ x, pixel_y (scene, all.mean) };
    if (!can_draw (scene, all.mean))
      continue;
    add_point (curve->line, NAN, NAN);
    add_point (curve->line, mean.x, mean.y);
    if (in_plot (scene, mean.x, mean.y))
      g_array_append_val (curve->markers, mean);
  }
}

/* One column of device pixels after the other, each in a time that does not depend on how many
 * samples it holds. The samples next to the plot close the lines at both ends.
 */
static void
add_columns (const Source *source, GArray *line, GArray *envelope, GArray *band)
{
  const GmarlChartScene *scene = source->scene;
  gsize n = (gsize) ceil (scene->plot.width * source->scale), at = source->begin;
  gsize before = 0; /* samples of the last column, a guess for the next one */

  for (gsize column = 0; column <= n && at < source->end; column++) {
    double right = scene->plot.x + (double) (column + 1) / source->scale;
    double x = fmin (right - 0.5 / source->scale, scene->plot.x + scene->plot.width);
    double end = gmarl_chart_scene_pixel_to_x (scene, right);
    gsize next =
        column == n ? source->end : gmarl_series_find_from (source->data, end, at + before);
    GmarlSeriesSummary all;

    next = CLAMP (next, at, source->end);
    if (next == at)
      continue;
    all = gmarl_series_summarise (source->data, at, next);
    before = next - at;
    at = next;
    if (all.values > 0 && can_draw (scene, all.max)) {
      double mean = all.sum / (double) all.values;

      mean = isfinite (mean) ? CLAMP (mean, all.min, all.max) : all.min / 2 + all.max / 2;
      add_point (line, x, pixel_y (scene, can_draw (scene, mean) ? mean : all.max));
      add_slice (envelope, x, pixel_y (scene, all.max), pixel_y (scene, all.min));
    } else {
      add_point (line, NAN, NAN);
      add_slice (envelope, NAN, NAN, NAN);
    }
    if (!source->band)
      continue;
    if (!isnan (all.lower) && !isnan (all.upper))
      add_slice (band, x, pixel_y (scene, all.upper), pixel_y (scene, all.lower));
    else
      add_slice (band, NAN, NAN, NAN);
  }
}

/* Bars as wide as the least distance of neighbours leaves room for, at least a device pixel. */
static void
add_bars (const Source *source, gboolean decimated, const GmarlChartCurve *curve)
{
  const GmarlChartScene *scene = source->scene;
  double width = decimated ? 1 / source->scale : scene->plot.width;

  if (decimated) {
    for (guint k = 0; k < curve->envelope->len; k++) {
      const GmarlSlice *slice = &g_array_index (curve->envelope, GmarlSlice, k);
      double top = fmin (slice->top, curve->base), bottom = fmax (slice->bottom, curve->base);
      GmarlRectangle bar = { slice->x - width / 2, top, width, bottom - top };

      if (!isnan (slice->x))
        g_array_append_val (curve->bars, bar);
    }
    return;
  }
  for (gsize k = source->begin + 1; k < source->end; k++)
    if (source->x[k] > source->x[k - 1])
      width = fmin (width, pixel_x (scene, source->x[k]) - pixel_x (scene, source->x[k - 1]));
  width = CLAMP (0.8 * width, 1 / source->scale, 40);
  for (gsize k = source->begin; k < source->end; k++) {
    double y = pixel_y (scene, source->y[k]);
    GmarlRectangle bar = { pixel_x (scene, source->x[k]) - width / 2, fmin (y, curve->base), width,
                           fabs (y - curve->base) };

    if (can_draw (scene, source->y[k]))
      g_array_append_val (curve->bars, bar);
  }
}

/* A sample without neighbours: no line is seen of it. */
static gboolean
is_lone (const GArray *line, guint k)
{
  return (k == 0 || isnan (g_array_index (line, GmarlPoint, k - 1).x)) &&
         (k + 1 == line->len || isnan (g_array_index (line, GmarlPoint, k + 1).x));
}

/* regularly: not only at what would not be seen without. */
static void
add_markers (const GmarlChartScene *scene, const GmarlChartCurve *curve, gboolean regularly)
{
  /* Each series begins elsewhere, so that markers of lines that lie close do not cover each other.
   */
  double phase = fmod (curve->index * MARKER_DISTANCE * 3 / 7, MARKER_DISTANCE);
  double next = scene->plot.x + MARKER_DISTANCE / 4 + phase;

  for (guint k = 0; k < curve->line->len; k++) {
    GmarlPoint point = g_array_index (curve->line, GmarlPoint, k);

    gboolean is_due = regularly && point.x >= next;

    if (isnan (point.x) || point.x < scene->plot.x || point.x > scene->plot.x + scene->plot.width ||
        !(is_due || is_lone (curve->line, k)))
      continue;
    if (point.y >= scene->plot.y && point.y <= scene->plot.y + scene->plot.height)
      g_array_append_val (curve->markers, point);
    if (is_due)
      next += MARKER_DISTANCE * (1 + floor ((point.x - next) / MARKER_DISTANCE));
  }
}

static void
curve_free (gpointer data)
{
  GmarlChartCurve *self = data;

  g_array_unref (self->line);
  g_array_unref (self->envelope);
  g_array_unref (self->band);
  g_array_unref (self->raw);
  g_array_unref (self->bars);
  g_array_unref (self->dots);
  g_array_unref (self->boxes);
  g_array_unref (self->markers);
  g_free (self);
}

static GmarlChartCurve *
curve_new (guint index)
{
  GmarlChartCurve *self = g_new0 (GmarlChartCurve, 1);

  self->index = index;
  self->line = g_array_new (FALSE, FALSE, sizeof (GmarlPoint));
  self->envelope = g_array_new (FALSE, FALSE, sizeof (GmarlSlice));
  self->band = g_array_new (FALSE, FALSE, sizeof (GmarlSlice));
  self->raw = g_array_new (FALSE, FALSE, sizeof (GmarlPoint));
  self->bars = g_array_new (FALSE, FALSE, sizeof (GmarlRectangle));
  self->dots = g_array_new (FALSE, FALSE, sizeof (GmarlPoint));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (GmarlChartBox));
  self->markers = g_array_new (FALSE, FALSE, sizeof (GmarlPoint));
  return self;
}

static Source
get_source (const GmarlChartScene *scene, const GmarlSeries *data, double scale, gboolean band)
{
  Source source = {
    .scene = scene,
    .data = data,
    .x = gmarl_series_get_x (data),
    .y = gmarl_series_get_y (data),
    .lower = gmarl_series_get_lower (data),
    .upper = gmarl_series_get_upper (data),
    .scale = scale,
  };

  source.band = band && source.lower != NULL;
  gmarl_chart_visible_samples (data, scene->x0, scene->x1, TRUE, &source.begin, &source.end);
  /* A log axis has no place for what is not positive. */
  if (scene->x_kind == GMARL_CHART_LOG)
    source.begin = MAX (source.begin, MIN (gmarl_series_find (data, G_MINDOUBLE), source.end));
  return source;
}

/* What stands by itself at its x. */
static gboolean
add_separate (const GmarlChartScene *scene, guint index, const GmarlChartCurve *curve, double scale)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, index);
  double offset = gmarl_chart_scene_get_offset (scene, index);
  Source source = get_source (scene, gmarl_chart_series_get_samples (series, scene->state.band),
                              scale, gmarl_chart_series_has_interval (series, scene->state.band));

  if (series->drawn == GMARL_CHART_STRIP) {
    gmarl_chart_visible_samples (series->data, scene->x0, scene->x1, FALSE, &source.begin,
                                 &source.end);
    add_distributions (&source, offset, curve);
    return TRUE;
  }
  if (series->drawn != GMARL_CHART_POINTS)
    return FALSE;
  add_points (&source, series->joined, offset, curve);
  return TRUE;
}

static void
set_stroke (const GmarlChartScene *scene, GmarlChartCurve *curve)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, curve->index);

  curve->width = series->thin ? 1 : scene->state.focused == (int) curve->index ? 2.5 : 2;
  curve->alpha = series->raw ? 0.25 : series->thin ? 0.5 : 1;
}

static GmarlChartCurve *
make_curve (const GmarlChartScene *scene, guint index, double scale)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, index);
  const GmarlSeries *samples = gmarl_chart_series_get_samples (series, scene->state.band);
  const GmarlSeries *data = gmarl_chart_scene_get_data (scene, index);
  Source source =
      get_source (scene, data, scale, gmarl_chart_series_has_interval (series, scene->state.band));
  GmarlChartCurve *curve = curve_new (index);

  curve->base = pixel_y (scene, 0);
  curve->base = CLAMP (curve->base, scene->plot.y, scene->plot.y + scene->plot.height);
  set_stroke (scene, curve);
  if (add_separate (scene, index, curve, scale))
    return curve;
  curve->decimated = source.end - source.begin > 2 * (gsize) ceil (scene->plot.width * scale) + 2;
  if (curve->decimated)
    add_columns (&source, curve->line, curve->envelope, curve->band);
  else
    add_samples (&source, series->drawn == GMARL_CHART_STEP, curve->line, curve->band);
  if (series->drawn == GMARL_CHART_BARS)
    add_bars (&source, curve->decimated, curve);
  if (data != samples) {
    Source raw = get_source (scene, samples, scale, FALSE);

    /* Both have the same samples, so that one is decimated when the other is. */
    if (curve->decimated) {
      g_array_set_size (curve->envelope, 0);
      add_columns (&raw, curve->raw, curve->envelope, curve->band);
    } else {
      add_samples (&raw, FALSE, curve->raw, curve->band);
    }
  }
  return curve;
}

static gboolean
is_drawn (const GmarlChartScene *scene, guint index)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, index);

  return gmarl_chart_view_is_shown (scene->view, index) &&
         (!series->thin || gmarl_chart_scene_has_lines (scene, series));
}

/* Thin lines lie below the others, and the focused one on top. */
static int
layer_of (const GmarlChartScene *scene, guint index)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, index);

  if (series->thin || series->raw)
    return 0;
  return scene->state.focused == (int) index ? 2 : 1;
}

static gboolean
is_line (const GmarlChartSeries *series)
{
  return series->drawn == GMARL_CHART_LINE || series->drawn == GMARL_CHART_STEP;
}

void
gmarl_chart_scene_add_curves (GmarlChartScene *self, double scale)
{
  guint n = self->view->series->len, bands = 0, lines = 0;

  self->curves = g_ptr_array_new_with_free_func (curve_free);
  for (int layer = 0; layer <= 2; layer++)
    for (guint k = 0; k < n; k++)
      if (is_drawn (self, k) && layer_of (self, k) == layer)
        g_ptr_array_add (self->curves, make_curve (self, k, scale));

  /* Whether a line has markers depends on all there are, not on those shown: switching one off must
   * not change another.
   */
  for (guint k = 0; k < n; k++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (self->view, k);

    lines += !series->thin && !series->raw && is_line (series);
    bands += series->drawn != GMARL_CHART_POINTS &&
             gmarl_chart_series_has_interval (series, self->state.band);
  }
  for (guint k = 0; k < self->curves->len; k++) {
    GmarlChartCurve *curve = self->curves->pdata[k];
    const GmarlChartSeries *series = gmarl_chart_view_get_series (self->view, curve->index);

    if (layer_of (self, curve->index) > 0 && is_line (series))
      add_markers (self, curve, lines > 1);
    curve->outline = bands > MOST_FILLED && self->state.focused != (int) curve->index;
  }
}
