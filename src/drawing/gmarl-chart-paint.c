/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-paint-private.h"

#include "gmarl-draw-marks.h"
#include "gmarl-draw-text.h"

#include <math.h>

/* How small things beside each other are painted in one go. In the fast way Cairo 1.16 writes
 * beyond its memory where each pixel of a row has another shade than the one before, as dots and
 * bars have. */
#define OF_MANY_PARTS CAIRO_ANTIALIAS_DEFAULT

#define MOST_DASHED 1500 /* vertices; beyond, dashes cost more than they tell */
#define LONGEST_DASHED                                                                             \
  6000.0 /* px; what goes up and down so much is no more told by its dashes                        \
          */
#define USUAL_EM (11 * 96.0 / 72) /* of the interface's font */
#define POINT    4.5
#define DOT      1.7
#define WHISKER  4.0 /* half of its end */

/* Hairlines in the middle of device pixels are sharp. */
static double
crisp (const GmarlDrawStyle *style, double at)
{
  double scale = style->scale > 0 ? style->scale : 1;

  return (floor (at * scale) + 0.5) / scale;
}

static void
hairline (cairo_t *cr, const GmarlDrawStyle *style, double x0, double y0, double x1, double y1)
{
  if (x0 == x1)
    x0 = x1 = crisp (style, x0);
  else
    y0 = y1 = crisp (style, y0);
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
}

static void
paint_grid (cairo_t *cr, const GmarlChartScene *scene, const GmarlDrawStyle *style)
{
  const GmarlRectangle *plot = &scene->plot;
  double right = plot->x + plot->width, bottom = plot->y + plot->height;

  cairo_set_line_width (cr, 1);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 0.5 : 0.12));
  for (gsize k = 0; k < scene->y_ticks.n; k++) {
    double y = gmarl_chart_scene_y_to_pixel (scene, scene->y_ticks.ticks[k].value);

    if (y < bottom - 1)
      hairline (cr, style, plot->x, y, right, y);
  }
  /* Of vertical lines only the beginnings of days. */
  for (gsize k = 0; k < scene->x_ticks.n; k++) {
    double x = gmarl_chart_scene_x_to_pixel (scene, scene->x_ticks.ticks[k].value);

    if (scene->x_ticks.ticks[k].strong && x > plot->x + 1 && x < right - 1)
      hairline (cr, style, x, plot->y, x, bottom);
  }
  cairo_stroke (cr);
}

static void
paint_axis (cairo_t *cr, const GmarlChartScene *scene, const GmarlDrawStyle *style)
{
  const GmarlRectangle *plot = &scene->plot;
  double right = plot->x + plot->width, bottom = plot->y + plot->height;

  cairo_set_line_width (cr, 1);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 1 : 0.45));
  hairline (cr, style, plot->x, bottom, right, bottom);
  if (scene->zero_line) {
    double zero = gmarl_chart_scene_y_to_pixel (scene, 0);

    hairline (cr, style, plot->x, zero, right, zero);
  }
  for (gsize k = 0; k < scene->x_ticks.n; k++) {
    double x = gmarl_chart_scene_x_to_pixel (scene, scene->x_ticks.ticks[k].value);

    hairline (cr, style, x, bottom, x, bottom + (scene->x_ticks.ticks[k].strong ? 6 : 4));
  }
  cairo_stroke (cr);
}

/* Returns whether it has dots. */
static gboolean
line_path (cairo_t *cr, const GArray *line)
{
  gboolean begin = TRUE;
  gboolean has_dots = FALSE;

  cairo_new_path (cr);
  for (guint k = 0; k < line->len; k++) {
    const GmarlPoint *point = &g_array_index (line, GmarlPoint, k);

    if (isnan (point->x)) {
      begin = TRUE;
    } else if (begin) {
      /* A sample between two gaps is a dot: a line of no length with round ends. */
      cairo_move_to (cr, point->x, point->y);
      if (k + 1 == line->len || isnan (g_array_index (line, GmarlPoint, k + 1).x)) {
        cairo_line_to (cr, point->x, point->y);
        has_dots = TRUE;
      }
      begin = FALSE;
    } else {
      cairo_line_to (cr, point->x, point->y);
    }
  }
  return has_dots;
}

/* The outline of one run of slices; returns where the next begins. */
static guint
slices_path (cairo_t *cr, const GArray *slices, guint begin)
{
  guint end = begin;

  for (; end < slices->len; end++) {
    const GmarlSlice *slice = &g_array_index (slices, GmarlSlice, end);

    if (isnan (slice->x))
      break;
    cairo_line_to (cr, slice->x, slice->top);
  }
  for (guint k = end; k > begin; k--) {
    const GmarlSlice *slice = &g_array_index (slices, GmarlSlice, k - 1);

    cairo_line_to (cr, slice->x, slice->bottom);
  }
  if (end > begin)
    cairo_close_path (cr);
  return end + 1;
}

static void
slices_edges (cairo_t *cr, const GArray *slices)
{
  for (int lower = 0; lower < 2; lower++) {
    gboolean begin = TRUE;

    for (guint k = 0; k < slices->len; k++) {
      const GmarlSlice *slice = &g_array_index (slices, GmarlSlice, k);
      double y = lower ? slice->bottom : slice->top;

      if (!isnan (slice->x) && begin)
        cairo_move_to (cr, slice->x, y);
      else if (!isnan (slice->x))
        cairo_line_to (cr, slice->x, y);
      begin = isnan (slice->x);
    }
  }
}

/* Diagonal strokes in the current clip, each series' at another angle of two. */
static void
hatch (cairo_t *cr, const GmarlRectangle *area, gboolean falling)
{
  for (double at = -area->height; at < area->width; at += 8) {
    double from = area->x + at;

    cairo_move_to (cr, from, falling ? area->y : area->y + area->height);
    cairo_line_to (cr, from + area->height, falling ? area->y + area->height : area->y);
  }
}

static void
all_slices_path (cairo_t *cr, const GArray *slices)
{
  cairo_new_path (cr);
  for (guint k = 0; k < slices->len;)
    k = slices_path (cr, slices, k);
}

/* With the letters of print, points are smaller, lest they cover their intervals. */
static double
point_scale (const GmarlDrawStyle *style)
{
  return CLAMP (gmarl_draw_style_get_em (style) / USUAL_EM, 0.75, 1);
}

static void
paint_whiskers (cairo_t *cr,
                const GmarlDrawStyle *style,
                const GmarlChartCurve *curve,
                GmarlColor color)
{
  double half = WHISKER * point_scale (style);

  for (guint k = 0; k < curve->band->len; k++) {
    const GmarlSlice *slice = &g_array_index (curve->band, GmarlSlice, k);

    if (isnan (slice->x))
      continue;
    cairo_move_to (cr, slice->x, slice->top);
    cairo_line_to (cr, slice->x, slice->bottom);
    for (int lower = 0; lower < 2; lower++) {
      cairo_move_to (cr, slice->x - half, lower ? slice->bottom : slice->top);
      cairo_rel_line_to (cr, 2 * half, 0);
    }
  }
  gmarl_draw_set_color (cr, gmarl_color_with_alpha (color, curve->alpha));
  cairo_set_line_width (cr, style->high_contrast ? 2.5 : 1.5);
  cairo_stroke (cr);
}

static void
paint_band (cairo_t *cr,
            const GmarlChartScene *scene,
            const GmarlDrawStyle *style,
            const GmarlChartCurve *curve,
            GmarlColor color)
{
  if (curve->band->len == 0)
    return;
  if (gmarl_chart_view_get_series (scene->view, curve->index)->drawn == GMARL_CHART_POINTS) {
    paint_whiskers (cr, style, curve, color);
    return;
  }
  if (!style->high_contrast && !curve->outline) {
    all_slices_path (cr, curve->band);
    gmarl_draw_set_color (cr, gmarl_color_with_alpha (color, style->dark ? 0.22 : 0.20));
    cairo_fill (cr);
    return;
  }
  gmarl_draw_set_color (cr, gmarl_color_with_alpha (color, style->high_contrast ? 0.8 : 0.5));
  cairo_set_line_width (cr, 1);
  cairo_new_path (cr);
  slices_edges (cr, curve->band);
  cairo_stroke (cr);
  if (style->high_contrast && !curve->outline) {
    cairo_save (cr);
    all_slices_path (cr, curve->band);
    cairo_clip (cr);
    gmarl_draw_set_color (cr, gmarl_color_with_alpha (color, 0.5));
    hatch (cr, &scene->plot, curve->index % 2);
    cairo_stroke (cr);
    cairo_restore (cr);
  }
}

static void
area_path (cairo_t *cr, const GmarlChartCurve *curve)
{
  const GArray *line = curve->line;
  guint k = 0;

  cairo_new_path (cr);
  while (k < line->len) {
    guint begin = k;

    for (; k < line->len && !isnan (g_array_index (line, GmarlPoint, k).x); k++)
      cairo_line_to (cr, g_array_index (line, GmarlPoint, k).x,
                     g_array_index (line, GmarlPoint, k).y);
    if (k > begin) {
      cairo_line_to (cr, g_array_index (line, GmarlPoint, k - 1).x, curve->base);
      cairo_line_to (cr, g_array_index (line, GmarlPoint, begin).x, curve->base);
      cairo_close_path (cr);
    }
    k++;
  }
}

void
gmarl_chart_set_dash (cairo_t *cr, GmarlSeriesLook look, double width, guint vertices)
{
  const double *dash = NULL;
  gsize n = vertices < MOST_DASHED ? gmarl_look_get_dash (look, &dash) : 0;
  double scaled[8];

  n = MIN (n, G_N_ELEMENTS (scaled));
  for (gsize k = 0; k < n; k++)
    scaled[k] = dash[k] * fmax (1, width / 2);
  cairo_set_dash (cr, scaled, (int) n, 0);
}

static gboolean
is_short (const GArray *line)
{
  double length = 0;

  for (guint k = 1; k < line->len && length < LONGEST_DASHED; k++) {
    const GmarlPoint *from = &g_array_index (line, GmarlPoint, k - 1);
    const GmarlPoint *to = &g_array_index (line, GmarlPoint, k);

    if (!isnan (from->x) && !isnan (to->x))
      length += fabs (to->x - from->x) + fabs (to->y - from->y);
  }
  return length < LONGEST_DASHED;
}

static void
stroke_line (cairo_t *cr,
             const GArray *line,
             GmarlSeriesLook look,
             GmarlColor color,
             double width,
             gboolean dashed)
{
  cairo_antialias_t before = cairo_get_antialias (cr);

  if (line_path (cr, line))
    cairo_set_antialias (cr, OF_MANY_PARTS);
  gmarl_draw_set_color (cr, color);
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  if (dashed && is_short (line))
    gmarl_chart_set_dash (cr, look, width, line->len);
  else if (line->len < MOST_DASHED)
    cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
  cairo_set_antialias (cr, before);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Fainter the more there are, so that where they are dense stays visible. */
static void
paint_dots (cairo_t *cr, const GmarlChartCurve *curve, GmarlColor color)
{
  double alpha = curve->dots->len <= 60 ? 0.55 : curve->dots->len <= 1000 ? 0.35 : 0.2;

  gmarl_draw_set_color (cr, gmarl_color_with_alpha (color, alpha * curve->alpha));
  for (guint k = 0; k < curve->dots->len; k++) {
    const GmarlPoint *dot = &g_array_index (curve->dots, GmarlPoint, k);

    cairo_arc (cr, dot->x, dot->y, DOT, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

static void
paint_boxes (cairo_t *cr,
             const GmarlDrawStyle *style,
             const GmarlChartCurve *curve,
             GmarlColor color)
{
  for (guint k = 0; k < curve->boxes->len; k++) {
    const GmarlChartBox *box = &g_array_index (curve->boxes, GmarlChartBox, k);

    cairo_rectangle (cr, box->area.x, box->area.y, box->area.width, box->area.height);
    gmarl_draw_set_color (cr, gmarl_color_with_alpha (color, 0.14));
    cairo_fill_preserve (cr);
    gmarl_draw_set_color (cr, color);
    cairo_set_line_width (cr, style->high_contrast ? 2.5 : 1.5);
    cairo_stroke (cr);
    cairo_move_to (cr, box->area.x, box->median);
    cairo_rel_line_to (cr, box->area.width, 0);
    cairo_set_line_width (cr, style->high_contrast ? 3.5 : 2.5);
    cairo_stroke (cr);
  }
}

static void
paint_curve (cairo_t *cr,
             const GmarlChartScene *scene,
             const GmarlDrawStyle *style,
             const GmarlChartCurve *curve)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, curve->index);
  GmarlColor color = gmarl_look_get_color (series->look, style->dark);
  double width = style->high_contrast && !series->thin ? fmax (3, curve->width) : curve->width;
  cairo_antialias_t before = cairo_get_antialias (cr);
  const double *dash;

  if (curve->bars->len > 0) {
    for (guint k = 0; k < curve->bars->len; k++) {
      const GmarlRectangle *bar = &g_array_index (curve->bars, GmarlRectangle, k);

      cairo_rectangle (cr, bar->x, bar->y, bar->width, bar->height);
    }
    gmarl_draw_set_color (cr, gmarl_color_with_alpha (color, curve->alpha));
    cairo_set_antialias (cr, OF_MANY_PARTS);
    cairo_fill (cr);
    cairo_set_antialias (cr, before);
    return;
  }
  if (series->drawn == GMARL_CHART_STRIP) {
    paint_dots (cr, curve, color);
    paint_boxes (cr, style, curve, color);
    return;
  }
  if (series->drawn == GMARL_CHART_POINTS && !series->joined)
    return;
  if (series->drawn == GMARL_CHART_AREA) {
    area_path (cr, curve);
    gmarl_draw_set_color (cr, gmarl_color_with_alpha (color, 0.25 * curve->alpha));
    cairo_fill (cr);
  }
  if (curve->decimated) {
    all_slices_path (cr, curve->envelope);
    gmarl_draw_set_color (
        cr, gmarl_color_with_alpha (color, (curve->raw->len ? 0.25 : 0.4) * curve->alpha));
    cairo_fill (cr);
  } else if (curve->raw->len > 0) {
    stroke_line (cr, curve->raw, series->look, gmarl_color_with_alpha (color, 0.25), 1.5, FALSE);
  }
  stroke_line (cr, curve->line, series->look, gmarl_color_with_alpha (color, curve->alpha), width,
               !series->thin && gmarl_look_get_dash (series->look, &dash) > 0);
}

static void
paint_markers (cairo_t *cr,
               const GmarlChartScene *scene,
               const GmarlDrawStyle *style,
               const GmarlChartCurve *curve)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, curve->index);
  GmarlColor color =
      gmarl_color_with_alpha (gmarl_look_get_color (series->look, style->dark), curve->alpha);
  double radius =
      series->drawn == GMARL_CHART_LINE ? GMARL_CHART_MARKER
      : series->thin
          ? DOT
          : (scene->state.focused == (int) curve->index ? POINT + 1 : POINT) * point_scale (style);

  for (guint k = 0; k < curve->markers->len; k++) {
    const GmarlPoint *at = &g_array_index (curve->markers, GmarlPoint, k);

    gmarl_draw_marker (cr, gmarl_look_get_marker (series->look), at->x, at->y, radius, color,
                       style->card, series->thin ? 0 : 1);
  }
}

void
gmarl_chart_set_reference_stroke (cairo_t *cr,
                                  const GmarlChartReference *reference,
                                  const GmarlDrawStyle *style)
{
  const double dash[] = { 6, 4 };

  cairo_set_line_width (cr, reference->has_look || style->high_contrast ? 1.5 : 1);
  if (reference->has_look) {
    gmarl_draw_set_color (cr, gmarl_look_get_color (reference->look, style->dark));
    gmarl_chart_set_dash (cr, reference->look, 1, 0);
  } else {
    gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.6));
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  }
}

static void
paint_references (cairo_t *cr, const GmarlChartScene *scene, const GmarlDrawStyle *style)
{
  const GmarlRectangle *plot = &scene->plot;

  for (guint k = 0; k < scene->references->len; k++) {
    const GmarlChartReferenceLine *line = scene->references->pdata[k];
    const GmarlChartReference *reference = scene->view->references->pdata[line->index];

    if (line->y < plot->y - 1 || line->y > plot->y + plot->height + 1)
      continue;
    gmarl_chart_set_reference_stroke (cr, reference, style);
    hairline (cr, style, plot->x, line->y, plot->x + plot->width, line->y);
    cairo_stroke (cr);
    cairo_set_dash (cr, NULL, 0, 0);
  }
}

static void
paint_marks (cairo_t *cr, const GmarlChartScene *scene, const GmarlDrawStyle *style)
{
  const GmarlRectangle *plot = &scene->plot;
  double bottom = plot->y + plot->height;

  for (guint k = 0; k < scene->marks->len; k++) {
    const GmarlChartMarkLine *mark = scene->marks->pdata[k];
    const double dash[] = { 2, 3 };

    gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 1 : 0.6));
    if (mark->tick) {
      cairo_move_to (cr, mark->x, bottom - 1);
      cairo_rel_line_to (cr, -4, -7);
      cairo_rel_line_to (cr, 8, 0);
      cairo_close_path (cr);
      cairo_fill (cr);
      continue;
    }
    cairo_set_line_width (cr, 1);
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
    hairline (cr, style, mark->x, plot->y, mark->x, bottom);
    cairo_stroke (cr);
    cairo_set_dash (cr, NULL, 0, 0);
  }
}

static void
paint_chip (cairo_t *cr, const GmarlChartChip *chip, const GmarlDrawStyle *style)
{
  const GmarlRectangle *area = &chip->area;

  if (chip->count == 0)
    return;
  gmarl_draw_round_rectangle (cr, area->x, area->y, area->width, area->height, area->height / 2);
  gmarl_draw_set_color (cr, style->card);
  cairo_fill_preserve (cr);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.1));
  cairo_fill_preserve (cr);
  if (style->high_contrast) {
    gmarl_draw_set_color (cr, style->foreground);
    cairo_set_line_width (cr, 1);
    cairo_stroke_preserve (cr);
  }
  cairo_new_path (cr);
  gmarl_draw_text (cr, style, chip->text, GMARL_TEXT_SMALL, GMARL_TEXT_CENTER,
                   area->x + area->width / 2, area->y + area->height / 2, FALSE);
}

void
gmarl_chart_paint_plot (cairo_t *cr,
                        const GmarlChartScene *scene,
                        const GmarlDrawStyle *style,
                        gboolean background)
{
  const GmarlRectangle *plot;

  g_return_if_fail (cr && scene && style);
  plot = &scene->plot;
  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  if (background) {
    gmarl_draw_set_color (cr, style->card);
    cairo_rectangle (cr, 0, 0, scene->width, scene->height);
    cairo_fill (cr);
  }
  paint_grid (cr, scene, style);

  cairo_save (cr);
  /* Half a line beyond, so that what runs along an edge is as thick as elsewhere. */
  cairo_rectangle (cr, plot->x, plot->y - 2, plot->width, plot->height + 4);
  cairo_clip (cr);
  for (guint k = 0; k < scene->curves->len; k++) {
    const GmarlChartCurve *curve = scene->curves->pdata[k];
    const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, curve->index);

    paint_band (cr, scene, style, curve, gmarl_look_get_color (series->look, style->dark));
  }
  paint_references (cr, scene, style);
  for (guint k = 0; k < scene->curves->len; k++)
    paint_curve (cr, scene, style, scene->curves->pdata[k]);
  cairo_restore (cr);

  for (guint k = 0; k < scene->curves->len; k++)
    paint_markers (cr, scene, style, scene->curves->pdata[k]);
  paint_axis (cr, scene, style);
  paint_marks (cr, scene, style);
  gmarl_chart_paint_names (cr, scene, style);
  paint_chip (cr, &scene->above, style);
  paint_chip (cr, &scene->below, style);
  cairo_restore (cr);
}
