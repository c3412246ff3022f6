/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene.h"
#include "gmarl-draw-file.h"

G_BEGIN_DECLS

/* How a figure is put on paper: black on white whatever the window's style, 8 points, at the width
 * of a column of a journal (85 mm), one and a half (120) or a page (175).
 */
typedef struct {
  GmarlDrawFormat format;
  double width_mm;
  double height_mm;     /* 0: in proportion */
  double scale;         /* PNG: device pixels to a pixel at 96 dpi, 1, 2 or 3; otherwise 0 */
  gboolean transparent; /* no background */
  gboolean untitled;    /* no title and subtitle, which a paper has in its caption */
} GmarlExportFigure;

/* SVG, 85 mm, with title. */
extern const GmarlExportFigure gmarl_export_figure_default;

/* The bytes of a picture of the chart as state shows it (NULL: as it begins). family: of the font,
 * NULL for the usual one. Main thread, for the view is. (transfer full)
 */
GBytes *gmarl_export_figure_chart (const GmarlExportFigure *self,
                                   GmarlChartView *view,
                                   const GmarlChartState *state,
                                   const char *family,
                                   GError **error);

/* The size of the picture and its style, for other painters. (transfer full) of the style. */
GmarlDrawStyle *gmarl_export_figure_prepare (const GmarlExportFigure *self,
                                             const char *family,
                                             const char *title,
                                             GmarlDrawFile *file);

G_END_DECLS
