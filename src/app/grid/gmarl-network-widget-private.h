/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-matrix-scene.h"
#include "gmarl-network-scene.h"
#include "gmarl-network-widget.h"
#include "gmarl-style-watch.h"

G_BEGIN_DECLS

typedef enum {
  GMARL_NETWORK_FORM_AUTO, /* the matrix for more than GMARL_NETWORK_LARGEST_GRAPH nodes */
  GMARL_NETWORK_FORM_GRAPH,
  GMARL_NETWORK_FORM_MATRIX,
} GmarlNetworkForm;

#define GMARL_NETWORK_LARGEST_GRAPH 200

typedef enum {
  GMARL_NETWORK_DRAG_NONE,
  GMARL_NETWORK_DRAG_NODE,
  GMARL_NETWORK_DRAG_LINE, /* a new line is being drawn */
  GMARL_NETWORK_DRAG_PAN,
} GmarlNetworkDrag;

struct _GmarlNetworkWidget {
  GtkWidget parent_instance;

  /* Owned */
  GmarlStyleWatch *watch;
  GmarlNetworkView *view;     /* NULL: nothing is shown */
  GmarlNetworkLayout *layout; /* NULL until the graph is shown */
  GSimpleActionGroup *actions;
  GMenuModel *menu;
  GtkWidget *popover;     /* NULL until it is asked for */
  GHashTable *text_sizes; /* of text and role, in the style's font */

  /* Owned; NULL: have to be made anew */
  GmarlNetworkScene *scene;
  GmarlMatrixScene *matrix;
  GskRenderNode *below, *above; /* what is painted below and above the chevrons */

  /* How far chevrons have moved, in spacings; [n_lines] and [n_nodes], owned */
  double *line_phase, *spoke_phase;
  guint tick;
  gint64 last_frame_us;

  GmarlNetworkFrame frame;
  GmarlNetworkForm form;
  GmarlMatrixQuantity quantity;
  gboolean playing, editable, legend_visible;

  GmarlNetworkDrag drag;
  gboolean dragging; /* the pointer has moved far enough for it not to be a click */
  int drag_node;
  double drag_x, drag_y; /* what is dragged, relative to the pointer; or the pan before */
  double pointer_x, pointer_y;
  double pinch_zoom; /* the zoom when the pinch began */
};

gboolean gmarl_network_widget_is_matrix (GmarlNetworkWidget *self);

/* The scene of what is shown, made anew if it has to be; NULL without a view or in the other form.
 */
GmarlNetworkScene *gmarl_network_widget_get_scene (GmarlNetworkWidget *self);
GmarlMatrixScene *gmarl_network_widget_get_matrix (GmarlNetworkWidget *self);

/* The picture changed: forgets scenes and what was painted. */
void gmarl_network_widget_invalidate (GmarlNetworkWidget *self);

/* Starts or stops asking for frames: whether chevrons move may have changed. */
void gmarl_network_widget_update_animation (GmarlNetworkWidget *self);

/* Node or line at a point of the widget, or -1. */
int gmarl_network_widget_node_at (GmarlNetworkWidget *self, double x, double y);
int gmarl_network_widget_line_at (GmarlNetworkWidget *self, double x, double y);

/* Selects by the user's hand: the node is described to screen readers. */
void gmarl_network_widget_select_node (GmarlNetworkWidget *self, int node);
void gmarl_network_widget_select_line (GmarlNetworkWidget *self, int line);

/* Zooms about a point; pans within what there is. */
void gmarl_network_widget_zoom_about (GmarlNetworkWidget *self, double x, double y, double zoom);
void gmarl_network_widget_pan_to (GmarlNetworkWidget *self, double pan_x, double pan_y);

/* Asks for a line between two nodes; toggle: or for taking it away if there is one. */
void gmarl_network_widget_add_line (GmarlNetworkWidget *self, int a, int b);
void gmarl_network_widget_toggle_line (GmarlNetworkWidget *self, int a, int b);
void gmarl_network_widget_remove_selected_line (GmarlNetworkWidget *self);

/* Tells that the user moved a node, or all of them back. */
void gmarl_network_widget_moved (GmarlNetworkWidget *self, guint node, gboolean dragged);
void gmarl_network_widget_arranged (GmarlNetworkWidget *self);

void gmarl_network_widget_activate_selected (GmarlNetworkWidget *self);
void gmarl_network_widget_show_menu (GmarlNetworkWidget *self, double x, double y);

/* In gmarl-network-picture.c, as are scenes and animation. */
void gmarl_network_widget_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

/* In gmarl-network-input.c: pointer and keys; in gmarl-network-menu.c: actions and the menu of
 * them. */
void gmarl_network_widget_add_input (GmarlNetworkWidget *self);
void gmarl_network_widget_add_keys (GtkWidgetClass *klass);
void gmarl_network_widget_add_actions (GmarlNetworkWidget *self);

/* Takes the actions away from whoever else has the group. */
void gmarl_network_widget_drop_actions (GmarlNetworkWidget *self);

G_END_DECLS
