/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Charts beside and below each other as the panels of one figure: a letter before each title, one
 * legend for all, and the subtitles as a caption below where a panel has no room for them. Like a
 * scene it is laid out without a display.
 */

typedef struct {
  GmarlChartScene *scene; /* (owned) */
  double x, y;
} GmarlSheetPanel;

/* A name of the legend, its sample's left end at (x, y). */
typedef struct {
  GmarlSeriesLook look;
  gboolean line; /* in the sample */
  char *text;
  double x, y;
} GmarlSheetEntry;

typedef struct {
  double width, height;
  GPtrArray *panels;  /* of GmarlSheetPanel */
  GPtrArray *entries; /* of GmarlSheetEntry; a chart alone names its series itself */
  GPtrArray *caption; /* of char *, lines */
  double caption_y;   /* middle of its first line */
  double line;        /* height of a line of it */
} GmarlChartSheet;

typedef struct {
  guint columns;     /* of panels; 0: as many as can be read */
  gboolean untitled; /* a chart alone: without title and subtitle, which a paper's caption has */
  double height;     /* of a panel; 0: in proportion to its width */
  const GmarlChartState *state; /* (nullable) a chart alone: what its reader chose */
} GmarlSheetOptions;

/* views [n], n ≥ 1, as they begin unless there is a state: the least height that a sheet of the
 * width needs is its height. measure: as for scenes. The views are read while it is made, and then
 * by painting.
 */
GmarlChartSheet *gmarl_chart_sheet_new (GmarlChartView *const *views,
                                        guint n,
                                        const GmarlSheetOptions *options,
                                        const GmarlDrawStyle *style,
                                        const GmarlTextMeasure *measure,
                                        double width);
void gmarl_chart_sheet_free (GmarlChartSheet *self);

/* From (0, 0), on the card's colour if background. */
void gmarl_chart_sheet_paint (cairo_t *cr,
                              const GmarlChartSheet *self,
                              const GmarlDrawStyle *style,
                              gboolean background);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlChartSheet, gmarl_chart_sheet_free)

G_END_DECLS
