/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-text.h"
#include "gmarl-network-layout.h"

G_BEGIN_DECLS

/* The picture of a network in pixels: what is where, how large, and what it shows. Pure: no
 * display, no colours; fonts only through the measure that the caller lends. Any thread.
 */

/* How much of a node is drawn, by its size and by how many are in the picture. */
typedef enum {
  GMARL_NETWORK_DETAIL_DOT,   /* discs and plain lines */
  GMARL_NETWORK_DETAIL_DISC,  /* with fill; chevrons on the 30 largest flows */
  GMARL_NETWORK_DETAIL_GLYPH, /* with arcs, badges and all chevrons */
  GMARL_NETWORK_DETAIL_FULL,  /* with numbers */
} GmarlNetworkDetail;

typedef struct {
  double width, height; /* pixels */
  double zoom;          /* 1: everything fits */
  double pan_x, pan_y;  /* pixels that the picture is moved by */
  int selected;         /* node, or -1 */
  int hovered;          /* node, or -1 */
  int selected_line;    /* index, or -1 */
  gboolean focused;     /* the keyboard acts on the selected node, and that shows */
  gboolean editable;    /* nodes have a handle that lines are drawn from */
  int draft_from;       /* node that a line is being drawn from, or -1 */
  double draft_x, draft_y;
} GmarlNetworkFrame;

/* A frame of this size that shows everything and nothing selected. */
void gmarl_network_frame_init (GmarlNetworkFrame *self, double width, double height);

typedef enum {
  GMARL_LEVEL_ALARM_NONE,
  GMARL_LEVEL_ALARM_LOW,
  GMARL_LEVEL_ALARM_HIGH,
} GmarlLevelAlarm;

typedef struct {
  double x, y;
  gboolean visible; /* any of it is in the picture */
  double level;     /* 0–1; NaN: no storage */
  double solar;     /* share of the installed peak, 0–1; NaN: no panels */
  double demand;    /* share of the peak, 0–1 */
  int grid;         /* 1 import, -1 export, 0 neither */
  GmarlLevelAlarm alarm;
  gboolean unmet;
} GmarlSceneNode;

/* A line between two nodes, or between a node and the utility, without what the nodes cover. */
typedef struct {
  gsize index;           /* of the view's line; for the utility's, of the node */
  gboolean shown;        /* in the picture and not covered by its nodes */
  double x1, y1, x2, y2; /* in the direction of the flow */
  double width;
  double energy_kwh; /* not negative; 0: nothing flows */
  double speed;      /* of the chevrons, spacings per second; 0: there are none */
} GmarlSceneLine;

typedef enum {
  GMARL_SCENE_LABEL_NAME,
  GMARL_SCENE_LABEL_FLOW,
} GmarlSceneLabelKind;

typedef struct {
  GmarlSceneLabelKind kind;
  char *text; /* owned; "": there is room for the sign of the kind alone */
  cairo_rectangle_t box;
  gboolean crossed; /* a line runs through the box: the text needs a halo */
  double icon_size; /* of the node's kind, at the left of the box; 0: none */
  gsize index;      /* of the node, or of the line */
  gboolean of_hub;  /* a flow from or to the utility; index is of the node */
} GmarlSceneLabel;

typedef struct {
  GmarlNetworkDetail detail;
  GmarlNetworkFrame frame;
  double em;          /* size of the interface's font in pixels */
  double radius;      /* of nodes, with their arcs */
  double disc_radius; /* of their discs */
  double badge_radius;
  double chevron_spacing;
  double origin_x, origin_y, scale_x, scale_y; /* x = origin_x + place × scale_x */
  gsize n_nodes, n_lines;
  GmarlSceneNode *node;  /* [n_nodes], owned */
  GmarlSceneLine *line;  /* [n_lines], owned */
  GmarlSceneLine *spoke; /* [n_nodes], owned; NULL if the utility is not in the picture */
  cairo_rectangle_t hub; /* of the utility */
  gboolean hub_has_text; /* its name and the price are in it */
  GArray *labels;        /* of GmarlSceneLabel, owned */
} GmarlNetworkScene;

/* The layout is one for this view. measure NULL: no labels. (transfer full) */
GmarlNetworkScene *gmarl_network_scene_new (const GmarlNetworkView *view,
                                            const GmarlNetworkLayout *layout,
                                            const GmarlNetworkFrame *frame,
                                            double em,
                                            const GmarlTextMeasure *measure);
void gmarl_network_scene_free (GmarlNetworkScene *self);

/* Width of a line in pixels when it is drawn in full. */
double gmarl_network_line_width (double energy_kwh, double limit_kwh);

/* How fast chevrons move, in spacings per second; 0 without flow. */
double gmarl_network_chevron_speed (double energy_kwh, double limit_kwh);

/* What is at a point: targets are at least 24 pixels wide. -1 for nothing. */
int gmarl_network_scene_node_at (const GmarlNetworkScene *self, double x, double y);
int gmarl_network_scene_line_at (const GmarlNetworkScene *self, double x, double y);

/* The node whose handle for a new line is at the point, or -1. Only the selected and the hovered
 * node of an editable network have one.
 */
int gmarl_network_scene_handle_at (const GmarlNetworkScene *self, double x, double y);
gboolean
gmarl_network_scene_get_handle (const GmarlNetworkScene *self, gsize node, double *x, double *y);

/* Where a badge of a node is. */
void gmarl_network_scene_get_badge (const GmarlNetworkScene *self,
                                    gsize node,
                                    double angle,
                                    double *x,
                                    double *y);
#define GMARL_BADGE_ANGLE_LEVEL (-G_PI / 4)     /* above right */
#define GMARL_BADGE_ANGLE_UNMET (-3 * G_PI / 4) /* above left */
#define GMARL_BADGE_ANGLE_GRID  (G_PI / 2)      /* below */

/* The place in the layout's box that is shown at a point. */
void gmarl_network_scene_to_place (const GmarlNetworkScene *self,
                                   double x,
                                   double y,
                                   double *place_x,
                                   double *place_y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlNetworkScene, gmarl_network_scene_free)

G_END_DECLS
