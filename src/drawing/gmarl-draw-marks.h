/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-style.h"

#include <cairo.h>

G_BEGIN_DECLS

/* What painters of all kinds use. */

void gmarl_draw_set_color (cairo_t *cr, GmarlColor color);

/* A disc, square, cross …, about as large as a disc of the radius, with a rim that sets it off. */
void gmarl_draw_marker (cairo_t *cr,
                        GmarlMarker marker,
                        double x,
                        double y,
                        double radius,
                        GmarlColor fill,
                        GmarlColor rim,
                        double rim_width);

/* A rectangle with round corners, as a path. */
void gmarl_draw_round_rectangle (cairo_t *cr,
                                 double x,
                                 double y,
                                 double width,
                                 double height,
                                 double radius);

/* Within the edge of a picture that has the keyboard's focus. */
void gmarl_draw_focus_ring (cairo_t *cr, const GmarlDrawStyle *style, double width, double height);

G_END_DECLS
