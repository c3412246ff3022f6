/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-paint-private.h"

#include "gmarl-draw-marks.h"
#include "gmarl-draw-text.h"

#include <math.h>

gboolean
gmarl_chart_series_has_line (const GmarlChartSeries *self)
{
  return self->drawn != GMARL_CHART_STRIP && (self->drawn != GMARL_CHART_POINTS || self->joined);
}

void
gmarl_chart_paint_sample (cairo_t *cr,
                          GmarlSeriesLook look,
                          gboolean line,
                          const GmarlDrawStyle *style,
                          double x,
                          double y,
                          gboolean hidden)
{
  GmarlColor color =
      hidden ? gmarl_draw_style_get_line (style, 0.4) : gmarl_look_get_color (look, style->dark);

  if (line) {
    cairo_set_line_width (cr, 2);
    gmarl_draw_set_color (cr, color);
    gmarl_chart_set_dash (cr, look, 2, 0);
    cairo_move_to (cr, x, y);
    cairo_line_to (cr, x + GMARL_CHART_SWATCH_WIDTH, y);
    cairo_stroke (cr);
    cairo_set_dash (cr, NULL, 0, 0);
  }
  gmarl_draw_marker (cr, gmarl_look_get_marker (look), x + GMARL_CHART_SWATCH_WIDTH / 2.0, y,
                     GMARL_CHART_MARKER, hidden ? style->card : color, hidden ? color : style->card,
                     1);
}

void
gmarl_chart_paint_swatch (cairo_t *cr,
                          GmarlSeriesLook look,
                          const GmarlDrawStyle *style,
                          double x,
                          double y)
{
  g_return_if_fail (cr && style);
  gmarl_chart_paint_sample (cr, look, TRUE, style, x, y, FALSE);
}

static void
paint_entries (cairo_t *cr, const GmarlChartScene *scene, const GmarlDrawStyle *style)
{
  for (guint k = 0; k < scene->entries->len; k++) {
    const GmarlChartEntry *entry = scene->entries->pdata[k];
    const GmarlChartSeries *series = gmarl_chart_view_get_series (scene->view, entry->index);
    gboolean focused = scene->state.focused == (int) entry->index;
    gboolean line = gmarl_chart_series_has_line (series);

    if (entry->on_axis) {
      if (entry->hidden)
        gmarl_chart_paint_sample (cr, series->look, FALSE, style,
                                  entry->swatch.x - GMARL_CHART_SWATCH_WIDTH / 2.0, entry->swatch.y,
                                  TRUE);
      continue;
    }

    /* A label that had to move is tied to the end of its line. */
    if (entry->at_line && !isnan (entry->end_y) && fabs (entry->end_y - entry->swatch.y) > 3) {
      cairo_set_line_width (cr, 1);
      gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.3));
      cairo_move_to (cr, scene->plot.x + scene->plot.width + 1, entry->end_y);
      cairo_line_to (cr, entry->swatch.x - 1, entry->swatch.y);
      cairo_stroke (cr);
    }
    gmarl_chart_paint_sample (cr, series->look, line, style, entry->swatch.x, entry->swatch.y,
                              entry->hidden);
    gmarl_draw_text (cr, style, entry->text,
                     entry->hidden ? GMARL_TEXT_SECONDARY
                     : focused     ? GMARL_TEXT_SMALL_BOLD
                                   : GMARL_TEXT_SMALL,
                     GMARL_TEXT_LEFT, entry->text_at.x, entry->text_at.y, FALSE);
  }
}

static void
paint_texts (cairo_t *cr, const GmarlChartScene *scene, const GmarlDrawStyle *style)
{
  for (guint k = 0; k < scene->labels->len; k++) {
    const GmarlChartLabel *label = scene->labels->pdata[k];

    cairo_save (cr);
    cairo_translate (cr, label->at.x, label->at.y);
    if (label->turn != 0)
      cairo_rotate (cr, label->turn);
    gmarl_draw_text (cr, style, label->text, label->role, label->align, 0, 0, label->halo);
    cairo_restore (cr);
  }
  for (guint k = 0; k < scene->references->len; k++) {
    const GmarlChartReferenceLine *line = scene->references->pdata[k];
    const GmarlChartReference *reference = scene->view->references->pdata[line->index];

    if (*line->text == '\0' ||
        (!line->beside &&
         (line->y < scene->plot.y - 1 || line->y > scene->plot.y + scene->plot.height + 1)))
      continue;
    gmarl_draw_text (cr, style, line->text, GMARL_TEXT_SMALL, GMARL_TEXT_LEFT, line->text_at.x,
                     line->text_at.y, !line->beside);
    if (line->beside) {
      gmarl_chart_set_reference_stroke (cr, reference, style);
      cairo_move_to (cr, line->text_at.x - GMARL_CHART_SWATCH_WIDTH - 6, line->text_at.y);
      cairo_rel_line_to (cr, GMARL_CHART_SWATCH_WIDTH, 0);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  }
  for (guint k = 0; k < scene->marks->len; k++) {
    const GmarlChartMarkLine *mark = scene->marks->pdata[k];

    if (mark->text)
      gmarl_draw_text (cr, style, mark->text, GMARL_TEXT_SMALL, GMARL_TEXT_LEFT, mark->text_at.x,
                       mark->text_at.y, TRUE);
  }
}

void
gmarl_chart_paint_names (cairo_t *cr, const GmarlChartScene *scene, const GmarlDrawStyle *style)
{
  paint_entries (cr, scene, style);
  paint_texts (cr, scene, style);
}
