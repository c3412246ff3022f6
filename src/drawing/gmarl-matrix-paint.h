/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-matrix-scene.h"

G_BEGIN_DECLS

/* Paints cells, numbers of rows and the scale of colours; selected and hovered are nodes, or -1.
 * The background is the caller's. Any thread.
 */
void gmarl_matrix_paint (cairo_t *cr,
                         const GmarlMatrixScene *scene,
                         const GmarlDrawStyle *style,
                         int selected,
                         int hovered);

G_END_DECLS
