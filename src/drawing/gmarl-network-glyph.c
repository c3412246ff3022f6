/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-glyph.h"

#include "gmarl-draw-marks.h"

#include <math.h>

#define ARC_GAP   0.09 /* radians between the arcs and the vertical */
#define ARC_SHARE 0.13 /* width of an arc to the radius */

static GmarlColor
quantity_color (const GmarlDrawStyle *style, GmarlQuantity quantity)
{
  return gmarl_palette_quantity_color (quantity, style->dark);
}

static void
circle (cairo_t *cr, double x, double y, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
}

/* From the bottom upwards, on the left or on the right. */
static void
arc_path (cairo_t *cr, const GmarlSceneNode *node, double radius, double share, gboolean left)
{
  double length = (G_PI - 2 * ARC_GAP) * share;

  cairo_new_sub_path (cr);
  if (left)
    cairo_arc (cr, node->x, node->y, radius, G_PI / 2 + ARC_GAP, G_PI / 2 + ARC_GAP + length);
  else
    cairo_arc_negative (cr, node->x, node->y, radius, G_PI / 2 - ARC_GAP,
                        G_PI / 2 - ARC_GAP - length);
}

static void
draw_arc (cairo_t *cr,
          const GmarlDrawStyle *style,
          const GmarlSceneNode *node,
          double radius,
          double width,
          double share,
          GmarlQuantity quantity)
{
  gboolean left = quantity == GMARL_QUANTITY_SOLAR;

  cairo_set_line_width (cr, width);
  arc_path (cr, node, radius, 1, left);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 0.3 : 0.12));
  cairo_stroke (cr);
  if (!(share > 0.005))
    return;
  arc_path (cr, node, radius, share, left);
  gmarl_draw_set_color (cr, quantity_color (style, quantity));
  cairo_stroke (cr);
}

/* Demand that is not served is in stripes. */
static void
stripe_demand (cairo_t *cr,
               const GmarlDrawStyle *style,
               const GmarlSceneNode *node,
               double radius,
               double width)
{
  const double dash[] = { 1.5, 4.5 };

  cairo_save (cr);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_set_line_width (cr, width);
  arc_path (cr, node, radius, node->demand, FALSE);
  gmarl_draw_set_color (cr, style->window);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
hatch (cairo_t *cr, const GmarlSceneNode *node, double radius)
{
  double step = MAX (radius / 6, 4);

  cairo_set_line_width (cr, MAX (radius / 24, 1.2));
  for (double at = -2 * radius; at < 2 * radius; at += step) {
    cairo_move_to (cr, node->x + at, node->y + radius);
    cairo_line_to (cr, node->x + at + 2 * radius, node->y - radius);
  }
  cairo_stroke (cr);
}

static void
draw_level (cairo_t *cr,
            const GmarlDrawStyle *style,
            const GmarlSceneNode *node,
            GmarlNetworkDetail detail,
            double radius)
{
  GmarlColor blue = quantity_color (style, GMARL_QUANTITY_STORAGE);
  double top = node->y + radius * (1 - 2 * node->level);

  if (isnan (node->level) || node->level < 0.005)
    return;
  cairo_save (cr);
  circle (cr, node->x, node->y, radius);
  cairo_clip (cr);
  cairo_rectangle (cr, node->x - radius, top, 2 * radius, node->y + radius - top);
  gmarl_draw_set_color (
      cr, gmarl_color_with_alpha (blue, detail < GMARL_NETWORK_DETAIL_GLYPH ? 0.85 : 0.6));
  cairo_fill (cr);
  gmarl_draw_set_color (cr, blue);
  if (detail >= GMARL_NETWORK_DETAIL_GLYPH) {
    cairo_rectangle (cr, node->x - radius, top, 2 * radius, MAX (radius / 22, 1));
    cairo_fill (cr);
    if (node->alarm != GMARL_LEVEL_ALARM_NONE) {
      cairo_rectangle (cr, node->x - radius, top, 2 * radius, node->y + radius - top);
      cairo_clip (cr);
      hatch (cr, node, radius);
    }
  }
  cairo_restore (cr);
}

/* Half full is best: a dashed line shows where that is. It leaves room for the number, beside which
 * it would look like a minus.
 */
static void
draw_tick (cairo_t *cr,
           const GmarlDrawStyle *style,
           const GmarlSceneNode *node,
           double radius,
           double room)
{
  const double dash[] = { 3, 3 };

  cairo_save (cr);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_set_line_width (cr, 1);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.6));
  cairo_move_to (cr, node->x - radius, node->y);
  cairo_line_to (cr, node->x - room, node->y);
  cairo_move_to (cr, node->x + radius, node->y);
  cairo_line_to (cr, node->x + room, node->y);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
gmarl_network_draw_node (cairo_t *cr,
                         const GmarlDrawStyle *style,
                         const GmarlSceneNode *node,
                         GmarlNetworkDetail detail,
                         double radius)
{
  gboolean arcs = detail >= GMARL_NETWORK_DETAIL_GLYPH;
  double arc_width = MAX (ARC_SHARE * radius, 2), disc = arcs ? 0.83 * radius : radius;

  if (arcs) {
    circle (cr, node->x, node->y, radius);
    gmarl_draw_set_color (cr, style->window);
    cairo_fill (cr);
    if (!isnan (node->solar))
      draw_arc (cr, style, node, radius - arc_width / 2, arc_width, node->solar,
                GMARL_QUANTITY_SOLAR);
    draw_arc (cr, style, node, radius - arc_width / 2, arc_width, node->demand,
              GMARL_QUANTITY_DEMAND);
    if (node->unmet)
      stripe_demand (cr, style, node, radius - arc_width / 2, arc_width);
  }
  circle (cr, node->x, node->y, disc);
  gmarl_draw_set_color (cr, style->dark && !style->high_contrast ? style->card : style->view);
  cairo_fill (cr);
  draw_level (cr, style, node, detail, disc);
  if (arcs)
    draw_tick (cr, style, node, disc, detail == GMARL_NETWORK_DETAIL_FULL ? 0.72 * disc : 0);
  circle (cr, node->x, node->y, disc);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.75));
  cairo_set_line_width (cr, style->high_contrast ? 2 : arcs ? 1.2 : 1);
  cairo_stroke (cr);
}

/* An arrow of this height around x, y that points down, or up. */
static void
arrow_path (cairo_t *cr, double x, double y, double height, gboolean up)
{
  double half = height / 2, head = 0.42 * height, sign = up ? -1 : 1;

  cairo_move_to (cr, x, y - sign * half);
  cairo_line_to (cr, x, y + sign * half);
  cairo_move_to (cr, x - head, y + sign * (half - head));
  cairo_line_to (cr, x, y + sign * half);
  cairo_line_to (cr, x + head, y + sign * (half - head));
}

static void
stroke_round (cairo_t *cr, double width)
{
  cairo_save (cr);
  cairo_set_line_width (cr, width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
gmarl_network_draw_level_badge (cairo_t *cr,
                                const GmarlDrawStyle *style,
                                double x,
                                double y,
                                double radius,
                                gboolean high)
{
  circle (cr, x, y, radius);
  gmarl_draw_set_color (cr, style->view);
  cairo_fill_preserve (cr);
  gmarl_draw_set_color (cr, style->foreground);
  cairo_set_line_width (cr, MAX (radius / 8, 1));
  cairo_stroke (cr);
  arrow_path (cr, x, y, 1.05 * radius, high);
  stroke_round (cr, MAX (radius / 6, 1.4));
}

void
gmarl_network_draw_unmet_badge (cairo_t *cr,
                                const GmarlDrawStyle *style,
                                double x,
                                double y,
                                double radius)
{
  double r = 1.15 * radius;
  GmarlColor mark = gmarl_color_with_alpha (style->foreground, 1);

  cairo_save (cr);
  cairo_move_to (cr, x, y - r);
  cairo_line_to (cr, x + 0.95 * r, y + 0.72 * r);
  cairo_line_to (cr, x - 0.95 * r, y + 0.72 * r);
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  /* A rim in the colour behind, so that it stands off from the arc that it lies on. */
  cairo_set_line_width (cr, 0.5 * r);
  gmarl_draw_set_color (cr, style->window);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 0.2 * r);
  gmarl_draw_set_color (cr, mark);
  cairo_stroke_preserve (cr);
  cairo_fill (cr);
  gmarl_draw_set_color (cr, gmarl_palette_text_on (mark));
  cairo_move_to (cr, x, y - 0.45 * r);
  cairo_line_to (cr, x, y + 0.15 * r);
  stroke_round (cr, MAX (0.2 * r, 1.2));
  circle (cr, x, y + 0.48 * r, MAX (0.12 * r, 0.8));
  cairo_fill (cr);
  cairo_restore (cr);
}

void
gmarl_network_draw_grid_badge (cairo_t *cr,
                               const GmarlDrawStyle *style,
                               double x,
                               double y,
                               double radius,
                               gboolean import)
{
  double half = 0.88 * radius;

  cairo_rectangle (cr, x - half, y - half, 2 * half, 2 * half);
  gmarl_draw_set_color (cr, style->view);
  cairo_fill_preserve (cr);
  gmarl_draw_set_color (cr, quantity_color (style, GMARL_QUANTITY_GRID));
  cairo_set_line_width (cr, MAX (radius / 6, 1.6));
  cairo_stroke (cr);
  /* The badge is below the node: energy from the utility goes up. */
  arrow_path (cr, x, y, 1.05 * radius, import);
  gmarl_draw_set_color (cr, style->foreground);
  stroke_round (cr, MAX (radius / 6, 1.4));
}

void
gmarl_network_draw_line (cairo_t *cr,
                         const GmarlDrawStyle *style,
                         const GmarlSceneLine *line,
                         GmarlQuantity quantity)
{
  const double dots[] = { 1.5, 4 };

  cairo_save (cr);
  cairo_move_to (cr, line->x1, line->y1);
  cairo_line_to (cr, line->x2, line->y2);
  if (line->energy_kwh > 0) {
    gmarl_draw_set_color (cr, gmarl_color_with_alpha (quantity_color (style, quantity),
                                                      style->high_contrast ? 0.75 : 0.42));
    cairo_set_line_width (cr, line->width);
  } else {
    gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, style->high_contrast ? 0.8 : 0.45));
    cairo_set_dash (cr, dots, 2, 0);
    cairo_set_line_width (cr, 1.2);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
gmarl_network_draw_chevrons (cairo_t *cr,
                             const GmarlDrawStyle *style,
                             const GmarlSceneLine *line,
                             GmarlQuantity quantity,
                             double spacing,
                             double phase)
{
  double dx = line->x2 - line->x1, dy = line->y2 - line->y1, length = hypot (dx, dy);
  double size = CLAMP (2.6 + 0.32 * line->width, 3, 6), count;

  if (!line->shown || line->speed <= 0 || length < 2 * size)
    return;
  dx /= length;
  dy /= length;
  /* As many as fit evenly, so that they are not cut off where they come and go. */
  count = MAX (floor (length / spacing), 1);
  for (double k = 0; k < count; k++) {
    double at = fmod (k + phase, count) / count * (length - size) + size / 2;
    double x = line->x1 + at * dx, y = line->y1 + at * dy;

    cairo_move_to (cr, x - size / 2 * dx - size * dy * 0.9, y - size / 2 * dy + size * dx * 0.9);
    cairo_line_to (cr, x + size / 2 * dx, y + size / 2 * dy);
    cairo_line_to (cr, x - size / 2 * dx + size * dy * 0.9, y - size / 2 * dy - size * dx * 0.9);
  }
  gmarl_draw_set_color (cr, style->high_contrast ? style->foreground
                                                 : quantity_color (style, quantity));
  cairo_set_line_width (cr, style->high_contrast ? 2.6 : 2.1);
  cairo_stroke (cr);
}

void
gmarl_network_draw_halo (cairo_t *cr,
                         const GmarlDrawStyle *style,
                         double x,
                         double y,
                         double radius)
{
  circle (cr, x, y, radius + 5);
  gmarl_draw_set_color (cr, gmarl_color_with_alpha (style->accent, style->high_contrast ? 1 : 0.4));
  cairo_set_line_width (cr, 6);
  cairo_stroke (cr);
}

void
gmarl_network_draw_pylon (cairo_t *cr, GmarlColor color, double x, double y, double size)
{
  /* Legs, two arms and a brace, in a box from -0.5 to 0.5. */
  static const double strokes[][4] = {
    { -0.3, 0.5, -0.06, -0.5 },  { 0.3, 0.5, 0.06, -0.5 },    { -0.06, -0.5, 0.06, -0.5 },
    { -0.42, -0.2, 0.42, -0.2 }, { -0.32, 0.08, 0.32, 0.08 }, { -0.22, 0.2, 0.3, 0.5 },
    { 0.22, 0.2, -0.3, 0.5 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (strokes); k++) {
    cairo_move_to (cr, x + strokes[k][0] * size, y + strokes[k][1] * size);
    cairo_line_to (cr, x + strokes[k][2] * size, y + strokes[k][3] * size);
  }
  gmarl_draw_set_color (cr, color);
  stroke_round (cr, MAX (size / 11, 1.2));
}

static void
house_path (cairo_t *cr, double x, double y, double size)
{
  cairo_move_to (cr, x, y - 0.5 * size);
  cairo_line_to (cr, x + 0.5 * size, y - 0.05 * size);
  cairo_line_to (cr, x + 0.36 * size, y - 0.05 * size);
  cairo_line_to (cr, x + 0.36 * size, y + 0.42 * size);
  cairo_line_to (cr, x - 0.36 * size, y + 0.42 * size);
  cairo_line_to (cr, x - 0.36 * size, y - 0.05 * size);
  cairo_line_to (cr, x - 0.5 * size, y - 0.05 * size);
  cairo_close_path (cr);
}

/* A tall house with two columns of windows, which the even-odd rule leaves out. */
static void
tower_path (cairo_t *cr, double x, double y, double width, double size)
{
  cairo_rectangle (cr, x - width / 2, y - 0.46 * size, width, 0.88 * size);
  for (int row = 0; row < 3; row++) {
    for (int column = -1; column <= 1; column += 2)
      cairo_rectangle (cr, x + column * 0.25 * width - 0.11 * width,
                       y + (-0.32 + 0.24 * row) * size, 0.22 * width, 0.12 * size);
  }
}

static void
factory_path (cairo_t *cr, double x, double y, double size)
{
  static const double points[][2] = { { -0.5, 0.42 },  { -0.5, -0.1 }, { -0.2, 0.08 },
                                      { -0.2, -0.1 },  { 0.1, 0.08 },  { 0.16, -0.46 },
                                      { 0.38, -0.46 }, { 0.46, 0.42 } };

  for (gsize k = 0; k < G_N_ELEMENTS (points); k++)
    cairo_line_to (cr, x + points[k][0] * size, y + points[k][1] * size);
  cairo_close_path (cr);
}

void
gmarl_network_draw_kind (cairo_t *cr,
                         GmarlColor color,
                         GmarlNodeKind kind,
                         double x,
                         double y,
                         double size)
{
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  switch (kind) {
  case GMARL_NODE_KIND_COMMERCIAL:
    tower_path (cr, x, y, 0.7 * size, size);
    break;
  case GMARL_NODE_KIND_INDUSTRIAL:
    factory_path (cr, x, y, size);
    break;
  case GMARL_NODE_KIND_MIXED:
    tower_path (cr, x - 0.24 * size, y, 0.5 * size, size);
    house_path (cr, x + 0.26 * size, y + 0.16 * size, 0.6 * size);
    break;
  case GMARL_NODE_KIND_SUBURBAN:
    house_path (cr, x - 0.14 * size, y + 0.07 * size, 0.8 * size);
    cairo_new_sub_path (cr);
    cairo_arc (cr, x + 0.38 * size, y - 0.05 * size, 0.16 * size, 0, 2 * G_PI);
    cairo_rectangle (cr, x + 0.34 * size, y + 0.13 * size, 0.08 * size, 0.28 * size);
    break;
  default:
    house_path (cr, x, y, size);
    break;
  }
  gmarl_draw_set_color (cr, color);
  cairo_fill (cr);
  cairo_restore (cr);
}
