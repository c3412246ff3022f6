/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene.h"
#include "gmarl-heat-view.h"

G_BEGIN_DECLS

/* A heat map laid out for one size: days from left to right, the time of day upwards, the scale of
 * colours at the right. No display is needed. Any thread.
 *
 * The view is borrowed: it stays as it is while the scene lives.
 */
typedef struct {
  const GmarlHeatView *view;
  double width, height;
  double em;           /* of the interface's font in pixels */
  GmarlRectangle plot; /* room for days */
  double cell_width, cell_height;
  double lo, hi;         /* the ends of the scale */
  GmarlRectangle legend; /* of the scale, hi at its top */
  GmarlTicks ticks;      /* of the scale */
  GPtrArray *labels;     /* of GmarlChartLabel */
  GmarlPoint readout;    /* where the cell that is read is told: left end, at middle height */
} GmarlHeatScene;

/* measure: how wide texts are; NULL asks Pango. (transfer full) */
GmarlHeatScene *gmarl_heat_scene_new (const GmarlHeatView *view,
                                      const GmarlDrawStyle *style,
                                      const GmarlTextMeasure *measure,
                                      double width,
                                      double height);
void gmarl_heat_scene_free (GmarlHeatScene *self);

/* The cell at a point; FALSE if there is none. */
gboolean
gmarl_heat_scene_cell_at (const GmarlHeatScene *self, double x, double y, gsize *day, gsize *row);
void
gmarl_heat_scene_get_cell (const GmarlHeatScene *self, gsize day, gsize row, GmarlRectangle *cell);

/* Where a value is on its scale of colours: 0 to 1, or -1 to 1 if signed; NaN stays. */
double gmarl_heat_scene_get_share (const GmarlHeatScene *self, double value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlHeatScene, gmarl_heat_scene_free)

G_END_DECLS
