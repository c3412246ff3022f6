/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-heat-scene.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Paints all of a heat map from (0, 0), on the card's colour. Any thread. */
void gmarl_heat_paint (cairo_t *cr, const GmarlHeatScene *scene, const GmarlDrawStyle *style);

/* What follows pointer and keyboard: a frame about the cell, and its value in the place of the
 * subtitle. day < 0: no cell.
 */
void gmarl_heat_paint_overlay (cairo_t *cr,
                               const GmarlHeatScene *scene,
                               const GmarlDrawStyle *style,
                               int day,
                               int row,
                               gboolean focus_ring);

G_END_DECLS
