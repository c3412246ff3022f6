/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"
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
  double width_mm;     /* the height follows */
  double font_points;  /* 7–10; 0: 8 */
  const char *family;  /* (nullable) of the font; the program's */
  const char *title;   /* (nullable) of the document; that of the first chart */
  const char *subject; /* (nullable) of the document: what it was made from */
  gboolean untitled;   /* a chart alone: without title and subtitle */
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

/* Writes them whole or not at all. */
gboolean gmarl_figure_write (const GmarlFigureFile *self,
                             GmarlChartView *const *views,
                             guint n,
                             const char *path,
                             GError **error);

G_END_DECLS
