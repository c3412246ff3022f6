/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-network-scene.h"

G_BEGIN_DECLS

/* Three layers, in this order, so that only one is painted again while chevrons move. */

/* Paints lines, nodes and the utility. The picture's background is the caller's, in the colour of
 * the style's window. Any thread.
 */
void gmarl_network_paint (cairo_t *cr,
                          const GmarlNetworkScene *scene,
                          const GmarlNetworkView *view,
                          const GmarlDrawStyle *style);

/* Paints the chevrons. How far each line's have moved, in spacings: line has an entry for
 * each of the scene's lines, spoke for each node; NULL: they stand still.
 */
void gmarl_network_paint_chevrons (cairo_t *cr,
                                   const GmarlNetworkScene *scene,
                                   const GmarlDrawStyle *style,
                                   const double *line,
                                   const double *spoke);

/* Paints names and energies. */
void gmarl_network_paint_labels (cairo_t *cr,
                                 const GmarlNetworkScene *scene,
                                 const GmarlNetworkView *view,
                                 const GmarlDrawStyle *style);

/* The explanation of the marks. Its size in pixels, then the panel with its top left at x, y. */
void gmarl_network_legend_measure (const GmarlDrawStyle *style, double *width, double *height);
void gmarl_network_legend_paint (cairo_t *cr, const GmarlDrawStyle *style, double x, double y);

/* The same in words, a sentence a line. (transfer full) */
char *gmarl_network_legend_text (void);

G_END_DECLS
