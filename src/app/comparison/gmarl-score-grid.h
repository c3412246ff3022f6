/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A grid of cells that can have the focus, one stop for Tab: arrow keys, Home, End and the page
 * keys move among the cells, with Ctrl to the corners. Tab comes back to the cell that had the
 * focus last. Cells are in columns 0, 1, … and rows 0, 1, … without holes, but for rows that have a
 * title in column 0, which cannot have the focus and is passed over. Main thread only.
 */
#define GMARL_TYPE_SCORE_GRID (gmarl_score_grid_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScoreGrid, gmarl_score_grid, GMARL, SCORE_GRID, GtkGrid)

/* Takes all cells away; the place of the focus is kept for those to come. */
void gmarl_score_grid_clear (GmarlScoreGrid *self);

/* The cell that Tab comes to, or NULL. (transfer none) */
GtkWidget *gmarl_score_grid_get_current (GmarlScoreGrid *self);
void gmarl_score_grid_set_current (GmarlScoreGrid *self, GtkWidget *cell);

G_END_DECLS
