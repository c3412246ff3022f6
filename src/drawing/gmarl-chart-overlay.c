/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-paint.h"

#include "gmarl-draw-marks.h"
#include "gmarl-draw-text.h"

#include <math.h>

void
gmarl_chart_overlay_init (GmarlChartOverlay *self)
{
  g_return_if_fail (self);
  *self = (GmarlChartOverlay){ .cursor = NAN, .pins = { NAN, NAN } };
}

#define FLAG_PADDING 12

static gboolean
get_pixel (const GmarlChartScene *scene, double x, double *pixel)
{
  *pixel = gmarl_chart_scene_x_to_pixel (scene, x);
  return *pixel >= scene->plot.x - 0.5 && *pixel <= scene->plot.x + scene->plot.width + 0.5;
}

/* Below the plot, where the numbers of the axis are. */
static gboolean
is_below (const GmarlChartScene *scene, const GmarlChartLabel *label)
{
  double bottom = scene->plot.y + scene->plot.height;

  /* Those of the other axis end at the plot, and the lowest of them at its bottom. */
  return label->align == GMARL_TEXT_CENTER && label->at.y >= bottom &&
         label->at.y <= bottom + 6 + scene->em;
}

/* Labels of the axis that the flag would cut are covered whole: half a number is a wrong one. */
static void
cover_labels (cairo_t *cr,
              const GmarlChartScene *scene,
              const GmarlDrawStyle *style,
              double left,
              double right)
{
  for (guint k = 0; k < scene->labels->len; k++) {
    const GmarlChartLabel *label = scene->labels->pdata[k];
    double width, height;

    if (!is_below (scene, label) || label->at.x < left - 100 || label->at.x > right + 100)
      continue;
    gmarl_draw_text_measure (style, label->text, label->role, &width, &height);
    if (label->at.x + width / 2 < left - 2 || label->at.x - width / 2 > right + 2)
      continue;
    cairo_rectangle (cr, label->at.x - width / 2 - 1, label->at.y - height / 2, width + 2, height);
  }
  gmarl_draw_set_color (cr, style->card);
  cairo_fill (cr);
}

/* The position, over the labels of the axis. */
static void
paint_flag (cairo_t *cr,
            const GmarlChartScene *scene,
            const GmarlDrawStyle *style,
            double x,
            double pixel)
{
  g_autofree char *text = gmarl_chart_scene_format_x (scene, x);
  double width, height, left, top = scene->plot.y + scene->plot.height + 4;

  gmarl_draw_text_measure (style, text, GMARL_TEXT_SMALL_BOLD, &width, &height);
  width += FLAG_PADDING;
  height += 2;
  left = CLAMP (pixel - width / 2, 0, fmax (0, scene->width - width));
  cover_labels (cr, scene, style, left, left + width);
  gmarl_draw_round_rectangle (cr, left, top, width, height, 4);
  gmarl_draw_set_color (cr, style->card);
  cairo_fill_preserve (cr);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.14));
  cairo_fill (cr);
  gmarl_draw_text (cr, style, text, GMARL_TEXT_SMALL_BOLD, GMARL_TEXT_CENTER, left + width / 2,
                   top + height / 2, FALSE);
}

double
gmarl_chart_overlay_get_reach (const GmarlChartScene *scene, const GmarlDrawStyle *style, double x)
{
  g_autofree char *text = gmarl_chart_scene_format_x (scene, x);
  double pixel = gmarl_chart_scene_x_to_pixel (scene, x), flag, width, height, widest = 0;
  GmarlRectangle slot = { 0 };

  gmarl_chart_scene_get_slot_area (scene, x, &slot);
  gmarl_draw_text_measure (style, text, GMARL_TEXT_SMALL_BOLD, &flag, &height);
  for (guint k = 0; k < scene->labels->len; k++) {
    const GmarlChartLabel *label = scene->labels->pdata[k];

    if (!is_below (scene, label) || fabs (label->at.x - pixel) > flag + 100)
      continue;
    gmarl_draw_text_measure (style, label->text, label->role, &width, &height);
    widest = fmax (widest, width);
  }
  /* At an end of the plot the flag is at one side of the line. */
  return fmax (flag + FLAG_PADDING + widest + 4, slot.width);
}

/* In place of a line, which would lie on what it points at. */
static void
paint_slot (cairo_t *cr, const GmarlDrawStyle *style, const GmarlRectangle *slot)
{
  cairo_rectangle (cr, slot->x + 0.5, slot->y + 0.5, slot->width - 1, slot->height - 1);
  cairo_stroke_preserve (cr);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.08));
  cairo_fill (cr);
}

static void
paint_crosshair (cairo_t *cr,
                 const GmarlChartScene *scene,
                 const GmarlDrawStyle *style,
                 double x,
                 gboolean pin)
{
  const GmarlRectangle *plot = &scene->plot;
  double scale = style->scale > 0 ? style->scale : 1, pixel, line;
  const double dash[] = { 4, 3 };
  g_autoptr (GmarlChartReadout) readout = NULL;
  GmarlRectangle slot;

  if (!get_pixel (scene, x, &pixel))
    return;
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 1 : 0.6));
  cairo_set_line_width (cr, style->high_contrast ? 2 : 1);
  if (pin)
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  if (gmarl_chart_scene_get_slot_area (scene, x, &slot)) {
    paint_slot (cr, style, &slot);
  } else {
    line = (floor (pixel * scale) + 0.5) / scale;
    cairo_move_to (cr, line, plot->y);
    cairo_line_to (cr, line, plot->y + plot->height);
    cairo_stroke (cr);
  }
  cairo_set_dash (cr, NULL, 0, 0);

  readout = gmarl_chart_scene_read (scene, x);
  for (guint k = readout->rows->len; k > 0; k--) {
    const GmarlChartReadoutRow *row = readout->rows->pdata[k - 1];
    GmarlSeriesLook look = gmarl_chart_view_get_series (scene->view, row->index)->look;
    double y = gmarl_chart_scene_y_to_pixel (scene, row->value);

    if (y >= plot->y - 1 && y <= plot->y + plot->height + 1)
      gmarl_draw_marker (cr, gmarl_look_get_marker (look),
                         pixel + gmarl_chart_scene_get_offset (scene, row->index), y,
                         scene->state.focused == (int) row->index ? 5.5 : 4.5,
                         gmarl_look_get_color (look, style->dark), style->card, 1.5);
  }
  /* The label of a category is there already. */
  if (scene->x_kind != GMARL_CHART_CATEGORY)
    paint_flag (cr, scene, style, x, pixel);
}

static void
paint_selection (cairo_t *cr,
                 const GmarlChartScene *scene,
                 const GmarlDrawStyle *style,
                 const GmarlChartOverlay *overlay)
{
  const GmarlRectangle *plot = &scene->plot;
  double x0 = fmax (overlay->selection.x, plot->x);
  double x1 = fmin (overlay->selection.x + overlay->selection.width, plot->x + plot->width);
  double y0 = overlay->whole_height ? plot->y : fmax (overlay->selection.y, plot->y);
  double y1 = overlay->whole_height
                  ? plot->y + plot->height
                  : fmin (overlay->selection.y + overlay->selection.height, plot->y + plot->height);

  if (x1 <= x0 || y1 <= y0)
    return;
  cairo_rectangle (cr, x0, y0, x1 - x0, y1 - y0);
  gmarl_draw_set_color (cr, gmarl_color_with_alpha (style->accent, 0.18));
  cairo_fill_preserve (cr);
  gmarl_draw_set_color (cr, style->accent);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
gmarl_chart_paint_overlay (cairo_t *cr,
                           const GmarlChartScene *scene,
                           const GmarlDrawStyle *style,
                           const GmarlChartOverlay *overlay)
{
  g_return_if_fail (cr && scene && style && overlay);
  cairo_save (cr);
  paint_selection (cr, scene, style, overlay);
  for (gsize k = 0; k < G_N_ELEMENTS (overlay->pins); k++)
    paint_crosshair (cr, scene, style, overlay->pins[k], TRUE);
  paint_crosshair (cr, scene, style, overlay->cursor, FALSE);
  if (overlay->focus_ring)
    gmarl_draw_focus_ring (cr, style, scene->width, scene->height);
  cairo_restore (cr);
}
