/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-network-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The network as a graph, or as a matrix of cells where there are many nodes. Where nodes are is
 * computed once for a network; they stay there until the user drags them. Main thread only.
 *
 * Properties: "selected" (int, -1 for none), "playing", "editable", "legend-visible" (booleans).
 *
 * Signals:
 *   "node-activated" (guint node)        Enter or a double click
 *   "line-added" (guint a, guint b)      a < b; the user drew a line in an editable network. The
 * widget shows it only when a view has it
 *   "line-removed" (guint a, guint b)    likewise
 *   "node-moved" (guint node, gboolean dragged)  the user put a node elsewhere, where
 *                                        gmarl_network_widget_get_position() says
 *   "arranged"                           the user asked for all nodes to be where the layout puts
 *                                        them, and there they are
 *
 * Actions, for menus: "network.zoom-in", "network.zoom-out", "network.fit", "network.arrange"
 * (forgets where nodes were dragged to), "network.legend" (toggle), "network.form" (target "auto",
 * "graph", "matrix"), "network.quantity" (target "storage", "solar", "demand", "grid", "unmet":
 * what the cells of the matrix show).
 *
 * Keys: arrows, Home and End walk nodes; Enter activates; Shift and arrows move the selected node;
 * plus, minus and 0 zoom; in an editable network L begins a line at the selected node and Enter
 * ends it at another one, or removes the line that is there; Delete removes the selected line;
 * Escape gives up.
 */
#define GMARL_TYPE_NETWORK_WIDGET (gmarl_network_widget_get_type ())
G_DECLARE_FINAL_TYPE (GmarlNetworkWidget, gmarl_network_widget, GMARL, NETWORK_WIDGET, GtkWidget)

GtkWidget *gmarl_network_widget_new (void);

/* Shows these numbers; copies them. NULL: nothing. Cheap for a network that is shown already. */
void gmarl_network_widget_set_view (GmarlNetworkWidget *self, const GmarlNetworkView *view);

/* What is shown, or NULL. (transfer none) */
const GmarlNetworkView *gmarl_network_widget_get_view (GmarlNetworkWidget *self);

int gmarl_network_widget_get_selected (GmarlNetworkWidget *self);
void gmarl_network_widget_set_selected (GmarlNetworkWidget *self, int node);

/* While playing, the chevrons on the lines move, if the user's settings allow animations. */
gboolean gmarl_network_widget_get_playing (GmarlNetworkWidget *self);
void gmarl_network_widget_set_playing (GmarlNetworkWidget *self, gboolean playing);

/* Whether the user can draw and remove lines. */
gboolean gmarl_network_widget_get_editable (GmarlNetworkWidget *self);
void gmarl_network_widget_set_editable (GmarlNetworkWidget *self, gboolean editable);

/* "What Am I Seeing?": the legend over the picture. */
gboolean gmarl_network_widget_get_legend_visible (GmarlNetworkWidget *self);
void gmarl_network_widget_set_legend_visible (GmarlNetworkWidget *self, gboolean visible);

/* The widget's own menu, for a menu button beside it, which needs the actions, too: insert them
 * there as "network". (transfer none)
 */
GMenuModel *gmarl_network_widget_get_menu (GmarlNetworkWidget *self);
GActionGroup *gmarl_network_widget_get_actions (GmarlNetworkWidget *self);

/* A place of the picture, 0–1 from left to right and from top to bottom, where the user dragged a
 * node to; FALSE if it is where the layout put it.
 */
gboolean
gmarl_network_widget_get_position (GmarlNetworkWidget *self, guint node, double *x, double *y);
void gmarl_network_widget_set_position (GmarlNetworkWidget *self, guint node, double x, double y);
void gmarl_network_widget_unset_position (GmarlNetworkWidget *self, guint node);

G_END_DECLS
