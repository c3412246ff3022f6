/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-paint.h"

#include "gmarl-draw-marks.h"
#include "gmarl-network-glyph.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* "What Am I Seeing?": each mark of the picture, with a few words. Sizes in em. */

#define ROW      2.25
#define SAMPLE   3.4 /* width of the column of marks */
#define PADDING  0.9
#define GLYPH    0.95 /* radius of a sample node */
#define TITLE    1.9
#define MAX_ROWS 9

typedef enum {
  MARK_LEVEL,
  MARK_ALARM,
  MARK_ARCS,
  MARK_FLOW,
  MARK_IDLE,
  MARK_GRID,
  MARK_BADGE,
  MARK_UNMET,
  MARK_SELECTED,
} Mark;

static const char *const texts[MAX_ROWS] = {
  [MARK_LEVEL] = N_ ("Fill and number: how full the storage is; dashed: half"),
  [MARK_ALARM] = N_ ("Striped fill with an arrow: below 20 % or above 90 %"),
  [MARK_ARCS] = N_ ("Left arc: solar of its peak; right arc: demand of its peak"),
  [MARK_FLOW] = N_ ("Blue line: energy to a neighbour; wider and faster is more"),
  [MARK_IDLE] = N_ ("Dotted line: connected, nothing flows"),
  [MARK_GRID] = N_ ("Pink line: from the utility grid, or to it"),
  [MARK_BADGE] = N_ ("Pink square: from the grid (up) or to it (down)"),
  [MARK_UNMET] = N_ ("Warning sign and striped arc: demand stays unserved"),
  [MARK_SELECTED] = N_ ("Halo: the selected node"),
};

static void
draw_sample_node (cairo_t *cr, const GmarlDrawStyle *style, Mark mark, double x, double y)
{
  double radius = GLYPH * gmarl_draw_style_get_em (style);
  GmarlSceneNode node = { .x = x, .y = y, .level = 0.62, .solar = NAN };

  if (mark == MARK_ALARM) {
    node.level = 0.17;
    node.alarm = GMARL_LEVEL_ALARM_LOW;
  } else if (mark == MARK_ARCS) {
    node.level = NAN;
    node.solar = 0.7;
    node.demand = 0.5;
  } else if (mark == MARK_UNMET) {
    node.level = NAN;
    node.demand = 0.8;
    node.unmet = TRUE;
  }
  if (mark == MARK_SELECTED)
    gmarl_network_draw_halo (cr, style, x, y, 0.75 * radius);
  gmarl_network_draw_node (cr, style, &node, GMARL_NETWORK_DETAIL_GLYPH,
                           mark == MARK_SELECTED ? 0.75 * radius : radius);
  if (mark == MARK_ALARM)
    gmarl_network_draw_level_badge (cr, style, x + 0.8 * radius, y - 0.7 * radius, 0.5 * radius,
                                    FALSE);
  if (mark == MARK_UNMET)
    gmarl_network_draw_unmet_badge (cr, style, x - 0.8 * radius, y - 0.7 * radius, 0.45 * radius);
}

static void
draw_sample_line (cairo_t *cr, const GmarlDrawStyle *style, Mark mark, double x, double y)
{
  double em = gmarl_draw_style_get_em (style);
  GmarlSceneLine line = {
    .shown = TRUE,
    .x1 = x - 1.4 * em,
    .y1 = y,
    .x2 = x + 1.4 * em,
    .y2 = y,
    .width = 5,
    .energy_kwh = mark == MARK_IDLE ? 0 : 1,
    .speed = mark == MARK_IDLE ? 0 : 1,
  };
  GmarlQuantity quantity = mark == MARK_GRID ? GMARL_QUANTITY_GRID : GMARL_QUANTITY_TRANSFER;

  gmarl_network_draw_line (cr, style, &line, quantity);
  gmarl_network_draw_chevrons (cr, style, &line, quantity, 1.3 * em, 0.5);
}

static void
draw_mark (cairo_t *cr, const GmarlDrawStyle *style, Mark mark, double x, double y)
{
  double em = gmarl_draw_style_get_em (style);

  switch (mark) {
  case MARK_FLOW:
  case MARK_IDLE:
  case MARK_GRID:
    draw_sample_line (cr, style, mark, x, y);
    break;
  case MARK_BADGE:
    gmarl_network_draw_grid_badge (cr, style, x - 0.8 * em, y, 0.65 * em, TRUE);
    gmarl_network_draw_grid_badge (cr, style, x + 0.8 * em, y, 0.65 * em, FALSE);
    break;
  default:
    draw_sample_node (cr, style, mark, x, y);
    break;
  }
}

void
gmarl_network_legend_measure (const GmarlDrawStyle *style, double *width, double *height)
{
  double em, widest = 0;

  g_return_if_fail (style != NULL && width != NULL && height != NULL);

  em = gmarl_draw_style_get_em (style);
  for (gsize k = 0; k < MAX_ROWS; k++) {
    double w, h;

    gmarl_draw_text_measure (style, _ (texts[k]), GMARL_TEXT_SMALL, &w, &h);
    widest = MAX (widest, w);
  }
  *width = widest + (SAMPLE + 2 * PADDING) * em;
  *height = (TITLE + MAX_ROWS * ROW + 2 * PADDING) * em;
}

static void
panel_path (cairo_t *cr, double x, double y, double width, double height, double corner)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - corner, y + corner, corner, -G_PI / 2, 0);
  cairo_arc (cr, x + width - corner, y + height - corner, corner, 0, G_PI / 2);
  cairo_arc (cr, x + corner, y + height - corner, corner, G_PI / 2, G_PI);
  cairo_arc (cr, x + corner, y + corner, corner, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

void
gmarl_network_legend_paint (cairo_t *cr, const GmarlDrawStyle *style, double x, double y)
{
  g_autoptr (GmarlDrawStyle) on_card = NULL;
  double em, width, height;

  g_return_if_fail (cr != NULL && style != NULL);

  em = gmarl_draw_style_get_em (style);
  gmarl_network_legend_measure (style, &width, &height);
  on_card = gmarl_draw_style_copy (style);
  on_card->window = style->card;
  cairo_save (cr);
  panel_path (cr, x + 0.5, y + 0.5, width - 1, height - 1, 0.8 * em);
  gmarl_draw_set_color (cr, style->card);
  cairo_fill_preserve (cr);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 1 : 0.25));
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  gmarl_draw_text (cr, on_card, _ ("What Am I Seeing?"), GMARL_TEXT_TITLE, GMARL_TEXT_LEFT,
                   x + PADDING * em, y + (PADDING + TITLE / 2 - 0.1) * em, FALSE);
  for (gsize k = 0; k < MAX_ROWS; k++) {
    double middle = y + (PADDING + TITLE + ((double) k + 0.5) * ROW) * em;

    draw_mark (cr, on_card, (Mark) k, x + (PADDING + SAMPLE / 2 - 0.3) * em, middle);
    gmarl_draw_text (cr, on_card, _ (texts[k]), GMARL_TEXT_SMALL, GMARL_TEXT_LEFT,
                     x + (PADDING + SAMPLE) * em, middle, FALSE);
  }
  cairo_restore (cr);
}

char *
gmarl_network_legend_text (void)
{
  GString *text = g_string_new (NULL);

  for (gsize k = 0; k < MAX_ROWS; k++)
    g_string_append_printf (text, "%s%s.", k > 0 ? "\n" : "", _ (texts[k]));
  return g_string_free (text, FALSE);
}
