/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-studies.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The cells of a study: a row for each number of agents and sharing, a column a seed, a glyph and a
 * word in each; the cell that has the focus or the pointer is told of below. Where there are very
 * many, a row only counts its cells. Main thread.
 */
#define GMARL_TYPE_SCALING_MATRIX (gmarl_scaling_matrix_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScalingMatrix, gmarl_scaling_matrix, GMARL, SCALING_MATRIX, GtkWidget)

GtkWidget *gmarl_scaling_matrix_new (void);

/* cells (element-type GmarlScalingCell) of this study, by number. */
void gmarl_scaling_matrix_set_cells (GmarlScalingMatrix *self,
                                     const GmarlScalingStudy *study,
                                     const GPtrArray *cells);

G_END_DECLS
