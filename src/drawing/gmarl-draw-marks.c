/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-draw-marks.h"

#include <math.h>

void
gmarl_draw_set_color (cairo_t *cr, GmarlColor color)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
}

static void
polygon (cairo_t *cr, double x, double y, double radius, int corners, double turn)
{
  for (int k = 0; k < corners; k++) {
    double angle = turn + 2 * G_PI * k / corners;

    cairo_line_to (cr, x + radius * cos (angle), y + radius * sin (angle));
  }
  cairo_close_path (cr);
}

/* A plus whose arms are as thick as a third of it, turned by angle. */
static void
plus (cairo_t *cr, double x, double y, double radius, double angle)
{
  double thick = 0.36 * radius;
  const double corner[12][2] = {
    { -thick, -radius }, { thick, -radius }, { thick, -thick },   { radius, -thick },
    { radius, thick },   { thick, thick },   { thick, radius },   { -thick, radius },
    { -thick, thick },   { -radius, thick }, { -radius, -thick }, { -thick, -thick },
  };

  for (int k = 0; k < 12; k++)
    cairo_line_to (cr, x + corner[k][0] * cos (angle) - corner[k][1] * sin (angle),
                   y + corner[k][0] * sin (angle) + corner[k][1] * cos (angle));
  cairo_close_path (cr);
}

static void
marker_path (cairo_t *cr, GmarlMarker marker, double x, double y, double radius)
{
  cairo_new_path (cr);
  switch (marker) {
  case GMARL_MARKER_SQUARE:
    cairo_rectangle (cr, x - 0.88 * radius, y - 0.88 * radius, 1.76 * radius, 1.76 * radius);
    break;
  case GMARL_MARKER_TRIANGLE_UP:
    polygon (cr, x, y + 0.15 * radius, 1.25 * radius, 3, -G_PI_2);
    break;
  case GMARL_MARKER_TRIANGLE_DOWN:
    polygon (cr, x, y - 0.15 * radius, 1.25 * radius, 3, G_PI_2);
    break;
  case GMARL_MARKER_DIAMOND:
    polygon (cr, x, y, 1.25 * radius, 4, 0);
    break;
  case GMARL_MARKER_PLUS:
    plus (cr, x, y, 1.2 * radius, 0);
    break;
  case GMARL_MARKER_CROSS:
    plus (cr, x, y, 1.25 * radius, G_PI_4);
    break;
  case GMARL_MARKER_DISC:
  default:
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
    break;
  }
}

void
gmarl_draw_marker (cairo_t *cr,
                   GmarlMarker marker,
                   double x,
                   double y,
                   double radius,
                   GmarlColor fill,
                   GmarlColor rim,
                   double rim_width)
{
  g_return_if_fail (cr);
  cairo_save (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  marker_path (cr, marker, x, y, radius);
  if (rim_width > 0) {
    gmarl_draw_set_color (cr, rim);
    cairo_set_line_width (cr, 2 * rim_width);
    cairo_stroke_preserve (cr);
  }
  gmarl_draw_set_color (cr, fill);
  cairo_fill (cr);
  cairo_restore (cr);
}

void
gmarl_draw_round_rectangle (cairo_t *cr,
                            double x,
                            double y,
                            double width,
                            double height,
                            double radius)
{
  g_return_if_fail (cr);
  radius = fmin (radius, fmin (width, height) / 2);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

void
gmarl_draw_focus_ring (cairo_t *cr, const GmarlDrawStyle *style, double width, double height)
{
  gmarl_draw_round_rectangle (cr, 1, 1, width - 2, height - 2, 8);
  gmarl_draw_set_color (cr, gmarl_color_with_alpha (style->accent, style->high_contrast ? 1 : 0.6));
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}
