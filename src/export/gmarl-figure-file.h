/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene.h"
#include "gmarl-draw-file.h"

G_BEGIN_DECLS

/* Figures for papers: one chart, or several as panels a, b, c … with one legend, black on white in
 * the light colours. Series differ by dash and marker, so that grey is enough. Text stays text: in
 * PDF with its fonts, in SVG as elements.
 */

/* A column of a journal, one and a half, a page. */
#define GMARL_FIGURE_COLUMN_MM 85
#define GMARL_FIGURE_MIDDLE_MM 120
#define GMARL_FIGURE_PAGE_MM   175
#define GMARL_FIGURE_LEAST_MM  60
#define GMARL_FIGURE_MOST_MM   400

typedef struct {
  GmarlDrawFormat format;
  double width_mm;              /* the height follows */
  double font_points;           /* 7–10; 0: 8 */
  const char *family;           /* (nullable) of the font; the program's */
  const char *title;            /* (nullable) of the document; that of the first chart */
  const char *subject;          /* (nullable) of the document: what it was made from */
  gboolean untitled;            /* a chart alone: without title and subtitle */
  double scale;                 /* PNG: device pixels to a pixel at 96 dpi, 1, 2 or 3; 0: 3 */
  gboolean transparent;         /* no white behind it */
  const GmarlChartState *state; /* (nullable) a chart alone: what its reader chose */
} GmarlFigureFile;

/* By the ending of a file's name: ".svg", ".pdf", ".png". FALSE with an error for another one. */
gboolean gmarl_figure_format_from_path (const char *path, GmarlDrawFormat *format, GError **error);

/* The bytes of the file. views [n], n ≥ 1, are read as they begin (main thread, or the only one
 * that has them). (transfer full)
 */
GBytes *gmarl_figure_to_bytes (const GmarlFigureFile *self,
                               GmarlChartView *const *views,
                               guint n,
                               GError **error);

/* The same for what is no chart: the painter paints in a picture of the width and this height, on
 * white unless it shall be transparent. (transfer full)
 */
typedef void (*GmarlFigureFunc) (cairo_t *cr,
                                 const GmarlDrawStyle *style,
                                 double width,
                                 double height,
                                 gpointer user_data);
GBytes *gmarl_figure_paint_to_bytes (const GmarlFigureFile *self,
                                     double height_mm,
                                     GmarlFigureFunc paint,
                                     gpointer user_data,
                                     GError **error);

/* Writes them whole or not at all. */
gboolean gmarl_figure_write (const GmarlFigureFile *self,
                             GmarlChartView *const *views,
                             guint n,
                             const char *path,
                             GError **error);

G_END_DECLS
