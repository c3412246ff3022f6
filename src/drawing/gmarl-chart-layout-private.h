/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene-private.h"

G_BEGIN_DECLS

#define GMARL_CHART_MOST_AT_LINES 5 /* names at the ends of lines; more go into a row */

/* What is needed while a scene is made. */
typedef struct {
  GmarlChartScene *scene;
  const GmarlDrawStyle *style;
  const GmarlTextMeasure *measure;
  double padding;
  double line;                     /* height of a line of small text */
  double top, bottom, left, right; /* what is left for the plot */
  gboolean at_lines;               /* names are beside the plot */
  gboolean inside;                 /* labels of y are on the plot */
  gboolean on_axis;                /* names of series are the labels of categories */
  double turn;                     /* of the labels of categories, 0 to π/2 */
  double longest;                  /* of them, if they are turned */
} GmarlChartLayout;

/* --- gmarl-chart-scene.c -------------------------------------------------------------------- */

void gmarl_chart_layout_measure (const GmarlChartLayout *layout,
                                 const char *text,
                                 GmarlTextRole role,
                                 double *width,
                                 double *height);
double
gmarl_chart_layout_get_width (const GmarlChartLayout *layout, const char *text, GmarlTextRole role);

/* The text, or as much of its beginning as fits with an ellipsis. */
char *gmarl_chart_layout_shorten (const GmarlChartLayout *layout,
                                  const char *text,
                                  GmarlTextRole role,
                                  double room);

/* Takes text. */
void gmarl_chart_layout_add_label (const GmarlChartLayout *layout,
                                   char *text,
                                   GmarlTextRole role,
                                   GmarlTextAlign align,
                                   double x,
                                   double y,
                                   gboolean halo);

/* --- gmarl-chart-names.c -------------------------------------------------------------------- */

void gmarl_chart_layout_add_entries (GmarlChartLayout *layout);
void gmarl_chart_layout_add_references (GmarlChartLayout *layout);

/* Width of the column beside the plot, if names are there. */
double gmarl_chart_layout_get_side (const GmarlChartLayout *layout);

/* Rows above the plot; moves top. */
void gmarl_chart_layout_place_legend (GmarlChartLayout *layout);

/* When the plot is known. */
void gmarl_chart_layout_place_beside (GmarlChartLayout *layout);
void gmarl_chart_layout_place_on_plot (GmarlChartLayout *layout);

/* --- gmarl-chart-categories.c --------------------------------------------------------------- */

/* Whether each series has a category of its own, whose label can be its entry. */
gboolean gmarl_chart_layout_names_on_axis (const GmarlChartLayout *layout);

/* Decides how labels stand if the plot is about so wide; returns the height that they need. */
double gmarl_chart_layout_plan_categories (GmarlChartLayout *layout, double width);

/* When the plot is known. */
void gmarl_chart_layout_add_categories (GmarlChartLayout *layout, double height);

/* --- gmarl-chart-notes.c -------------------------------------------------------------------- */

void gmarl_chart_layout_add_marks (GmarlChartLayout *layout);
void gmarl_chart_layout_add_chips (GmarlChartLayout *layout);
void gmarl_chart_layout_add_notes (GmarlChartLayout *layout);

G_END_DECLS
