/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-network-scene.h"

G_BEGIN_DECLS

/* The single marks of a picture of the network, which its legend shows, too. */

/* A node: arcs, disc and level, as much as the detail has. Its number and badges are separate. */
void gmarl_network_draw_node (cairo_t *cr,
                              const GmarlDrawStyle *style,
                              const GmarlSceneNode *node,
                              GmarlNetworkDetail detail,
                              double radius);

/* A circle with an arrow: storage is low (down) or high (up). */
void gmarl_network_draw_level_badge (cairo_t *cr,
                                     const GmarlDrawStyle *style,
                                     double x,
                                     double y,
                                     double radius,
                                     gboolean high);

/* A triangle with an exclamation mark: demand stays unserved. */
void gmarl_network_draw_unmet_badge (cairo_t *cr,
                                     const GmarlDrawStyle *style,
                                     double x,
                                     double y,
                                     double radius);

/* A square with an arrow into or out of the node: the utility, where it has no lines. */
void gmarl_network_draw_grid_badge (cairo_t *cr,
                                    const GmarlDrawStyle *style,
                                    double x,
                                    double y,
                                    double radius,
                                    gboolean import);

/* A line from x1, y1 to x2, y2 without its chevrons; dotted if nothing flows. */
void gmarl_network_draw_line (cairo_t *cr,
                              const GmarlDrawStyle *style,
                              const GmarlSceneLine *line,
                              GmarlQuantity quantity);

/* Its chevrons; phase 0–1 is how far they have moved to the next one's place. */
void gmarl_network_draw_chevrons (cairo_t *cr,
                                  const GmarlDrawStyle *style,
                                  const GmarlSceneLine *line,
                                  GmarlQuantity quantity,
                                  double spacing,
                                  double phase);

/* The halo of what is selected. */
void gmarl_network_draw_halo (cairo_t *cr,
                              const GmarlDrawStyle *style,
                              double x,
                              double y,
                              double radius);

/* A pylon, for the utility; size is its height. */
void gmarl_network_draw_pylon (cairo_t *cr, GmarlColor color, double x, double y, double size);

/* The kind of a neighbourhood as a small picture around x, y. */
void gmarl_network_draw_kind (cairo_t *cr,
                              GmarlColor color,
                              GmarlNodeKind kind,
                              double x,
                              double y,
                              double size);

G_END_DECLS
