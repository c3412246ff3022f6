/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-heat-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEGEND_WIDTH  14.0
#define LEGEND_GAP    14.0
#define WIDEST        4.0 /* em, of a day */
#define DAY_DISTANCE  36.0
#define HOUR_DISTANCE 22.0
#define TICK_DISTANCE 32.0
#define SMALL_HEIGHT  160.0 /* below, the subtitle and the name of the days go */

/* What is needed while a scene is made. */
typedef struct {
  GmarlHeatScene *scene;
  const GmarlDrawStyle *style;
  const GmarlTextMeasure *measure;
  double padding, line, top;
} Layout;

static double
measure_text (const Layout *layout, const char *text, GmarlTextRole role, double *height)
{
  double width;

  if (layout->measure != NULL)
    layout->measure->measure (text, role, &width, height, layout->measure->user_data);
  else
    gmarl_draw_text_measure (layout->style, text, role, &width, height);
  return width;
}

static double
width_of (const Layout *layout, const char *text)
{
  double height;

  return measure_text (layout, text, GMARL_TEXT_SECONDARY, &height);
}

static void
label_free (gpointer data)
{
  GmarlChartLabel *self = data;

  g_free (self->text);
  g_free (self);
}

static void
add_label (const Layout *layout,
           const char *text,
           GmarlTextRole role,
           GmarlTextAlign align,
           double x,
           double y)
{
  GmarlChartLabel *label = g_new0 (GmarlChartLabel, 1);

  *label =
      (GmarlChartLabel){ .text = g_strdup (text), .role = role, .align = align, .at = { x, y } };
  g_ptr_array_add (layout->scene->labels, label);
}

/* Title and subtitle, then a line for what the axis and the scale of colours mean. */
static void
add_heading (Layout *layout)
{
  GmarlHeatScene *scene = layout->scene;
  const GmarlHeatView *view = scene->view;
  double height = layout->line;

  if (view->title != NULL) {
    measure_text (layout, view->title, GMARL_TEXT_TITLE, &height);
    add_label (layout, view->title, GMARL_TEXT_TITLE, GMARL_TEXT_LEFT, layout->padding,
               layout->top + height / 2);
    layout->top += height;
  }
  scene->readout = (GmarlPoint){ layout->padding, layout->top + layout->line / 2 + 1 };
  if (view->subtitle != NULL && scene->height >= SMALL_HEIGHT)
    add_label (layout, view->subtitle, GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, layout->padding,
               scene->readout.y);
  layout->top += layout->line + 6;
  add_label (layout, _ ("Time of day"), GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, layout->padding,
             layout->top + layout->line / 2);
  if (view->unit != NULL)
    add_label (layout, view->unit, GMARL_TEXT_SECONDARY, GMARL_TEXT_RIGHT,
               scene->width - layout->padding, layout->top + layout->line / 2);
  layout->top += layout->line + 8;
}

/* Ticks of the scale, the words for its two ends; returns how much room they need beside it. */
static double
make_scale (Layout *layout)
{
  GmarlHeatScene *scene = layout->scene;
  g_autofree char *hi = gmarl_format_value (scene->hi), *lo = gmarl_format_value (scene->lo);
  double widest = 0;

  scene->ticks = gmarl_ticks_linear (scene->lo, scene->hi,
                                     (gsize) fmax (2, floor (scene->plot.height / TICK_DISTANCE)));
  for (gsize k = 0; k < scene->ticks.n; k++)
    widest = fmax (widest, width_of (layout, scene->ticks.ticks[k].label));
  widest = fmax (widest,
                 width_of (layout, scene->view->high_word != NULL ? scene->view->high_word : hi));
  return fmax (widest,
               width_of (layout, scene->view->low_word != NULL ? scene->view->low_word : lo));
}

/* The ends are told, by a word where there is one, and what is round between them. */
static void
add_scale_labels (const Layout *layout)
{
  const GmarlHeatScene *scene = layout->scene;
  const GmarlRectangle *legend = &scene->legend;
  const char *high = scene->view->high_word, *low = scene->view->low_word;
  g_autofree char *hi = gmarl_format_value (scene->hi), *lo = gmarl_format_value (scene->lo);
  double x = legend->x + legend->width + 6, bottom = legend->y + legend->height;
  double upper = legend->y + (high != NULL ? layout->line / 2 : 0);
  double lower = bottom - (low != NULL ? layout->line / 2 : 0);

  add_label (layout, high != NULL ? high : hi, GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, x, upper);
  add_label (layout, low != NULL ? low : lo, GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, x, lower);
  for (gsize k = 0; k < scene->ticks.n; k++) {
    const GmarlTick *tick = &scene->ticks.ticks[k];
    double y = bottom - (tick->value - scene->lo) / (scene->hi - scene->lo) * legend->height;

    if (y >= upper + layout->line && y <= lower - layout->line)
      add_label (layout, tick->label, GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, x, y);
  }
}

static void
add_hours (const Layout *layout)
{
  const GmarlHeatScene *scene = layout->scene;
  gsize most = (gsize) fmax (1, floor (scene->plot.height / HOUR_DISTANCE));
  gsize step = most >= 8 ? 3 : most >= 4 ? 6 : 12;

  for (gsize hour = 0; hour <= 24; hour += step) {
    g_autofree char *text = g_strdup_printf ("%02zu:00", hour);

    add_label (layout, text, GMARL_TEXT_SECONDARY, GMARL_TEXT_RIGHT, scene->plot.x - 8,
               scene->plot.y + scene->plot.height * (1 - (double) hour / 24));
  }
}

/* Between the middles of two numbers; the last one is the widest. */
static double
day_distance (const Layout *layout)
{
  const GmarlHeatView *view = layout->scene->view;
  g_autofree char *last = gmarl_format_decimals ((double) (view->first_day + view->n_days), 0);

  return fmax (DAY_DISTANCE, width_of (layout, last) + layout->scene->em);
}

/* Every how many days have their number below them. */
static gsize
day_step (const GmarlHeatScene *scene, double distance)
{
  static const gsize steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };

  for (gsize k = 0; k < G_N_ELEMENTS (steps); k++)
    if ((double) steps[k] * scene->cell_width >= distance)
      return steps[k];
  return steps[G_N_ELEMENTS (steps) - 1];
}

static void
add_days (const Layout *layout, gboolean named)
{
  const GmarlHeatScene *scene = layout->scene;
  const GmarlHeatView *view = scene->view;
  double distance = day_distance (layout);
  gsize step = day_step (scene, distance);
  double y = scene->plot.y + scene->plot.height + 4 + layout->line / 2;

  for (gsize day = 0; day < view->n_days; day++) {
    guint64 number = view->first_day + day + 1;
    g_autofree char *text = gmarl_format_decimals ((double) number, 0);
    double to_next = (double) (step - number % step) * scene->cell_width;

    /* The first day, if the first round number leaves room. */
    if (number % step == 0 || (day == 0 && to_next >= distance))
      add_label (layout, text, GMARL_TEXT_SECONDARY, GMARL_TEXT_CENTER,
                 scene->plot.x + ((double) day + 0.5) * scene->cell_width, y);
  }
  if (named && view->n_days > 0)
    add_label (layout, _ ("Day"), GMARL_TEXT_SECONDARY, GMARL_TEXT_CENTER,
               scene->plot.x + scene->cell_width * (double) view->n_days / 2, y + layout->line);
}

/* What is written where there are no days, or none yet. */
static void
add_notes (const Layout *layout)
{
  const GmarlHeatScene *scene = layout->scene;
  const GmarlHeatView *view = scene->view;
  double used = scene->cell_width * (double) view->n_days;
  double left = scene->plot.x + used, room = scene->plot.width - used;
  double y = scene->plot.y + scene->plot.height / 2;

  if (view->n_days == 0)
    add_label (layout, view->empty != NULL ? view->empty : _ ("No Data"), GMARL_TEXT_BODY,
               GMARL_TEXT_CENTER, scene->plot.x + scene->plot.width / 2, y);
  else if (view->note != NULL && room > width_of (layout, view->note) + 16)
    add_label (layout, view->note, GMARL_TEXT_SECONDARY, GMARL_TEXT_CENTER, left + room / 2, y);
}

static void
lay_out (Layout *layout)
{
  GmarlHeatScene *scene = layout->scene;
  const GmarlHeatView *view = scene->view;
  gboolean named = scene->height >= SMALL_HEIGHT;
  double bottom = scene->height - layout->padding - layout->line - 4 - (named ? layout->line : 0);
  double beside, hours = width_of (layout, "00:00") + 8;

  add_heading (layout);
  scene->plot.y = layout->top;
  scene->plot.height = fmax (bottom - layout->top, 8);
  beside = make_scale (layout);
  scene->legend = (GmarlRectangle){ scene->width - layout->padding - beside - 6 - LEGEND_WIDTH,
                                    scene->plot.y, LEGEND_WIDTH, scene->plot.height };
  scene->plot.x = layout->padding + hours;
  scene->plot.width = fmax (scene->legend.x - LEGEND_GAP - scene->plot.x, 8);
  if (view->n_rows > 0)
    scene->cell_height = scene->plot.height / (double) view->n_rows;
  scene->cell_width = fmin (scene->plot.width / (double) MAX (view->n_days, 1), WIDEST * scene->em);
  add_hours (layout);
  add_days (layout, named);
  add_scale_labels (layout);
  add_notes (layout);
}

GmarlHeatScene *
gmarl_heat_scene_new (const GmarlHeatView *view,
                      const GmarlDrawStyle *style,
                      const GmarlTextMeasure *measure,
                      double width,
                      double height)
{
  GmarlHeatScene *self;
  Layout layout;

  g_return_val_if_fail (view != NULL && style != NULL, NULL);

  self = g_new0 (GmarlHeatScene, 1);
  self->view = view;
  self->width = width;
  self->height = height;
  self->em = gmarl_draw_style_get_em (style);
  self->labels = g_ptr_array_new_with_free_func (label_free);
  gmarl_heat_view_get_range (view, &self->lo, &self->hi);
  layout = (Layout){ .scene = self, .style = style, .measure = measure };
  layout.padding = layout.top = width >= 480 && height >= 200 ? 16 : 8;
  measure_text (&layout, "0", GMARL_TEXT_SECONDARY, &layout.line);
  lay_out (&layout);
  return self;
}

void
gmarl_heat_scene_free (GmarlHeatScene *self)
{
  if (self == NULL)
    return;
  gmarl_ticks_clear (&self->ticks);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

gboolean
gmarl_heat_scene_cell_at (const GmarlHeatScene *self, double x, double y, gsize *day, gsize *row)
{
  double column, up;

  g_return_val_if_fail (self != NULL && day != NULL && row != NULL, FALSE);

  column = floor ((x - self->plot.x) / self->cell_width);
  up = floor ((self->plot.y + self->plot.height - y) / self->cell_height);
  if (column < 0 || column >= (double) self->view->n_days || !(up >= 0) ||
      up >= (double) self->view->n_rows)
    return FALSE;
  *day = (gsize) column;
  *row = (gsize) up;
  return TRUE;
}

void
gmarl_heat_scene_get_cell (const GmarlHeatScene *self, gsize day, gsize row, GmarlRectangle *cell)
{
  g_return_if_fail (self != NULL && cell != NULL);

  *cell =
      (GmarlRectangle){ self->plot.x + (double) day * self->cell_width,
                        self->plot.y + self->plot.height - (double) (row + 1) * self->cell_height,
                        self->cell_width, self->cell_height };
}

double
gmarl_heat_scene_get_share (const GmarlHeatScene *self, double value)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (!isfinite (value))
    return NAN;
  if (self->view->is_signed)
    return CLAMP (value / self->hi, -1, 1);
  return CLAMP ((value - self->lo) / (self->hi - self->lo), 0, 1);
}
