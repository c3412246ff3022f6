/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-style.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Text of pictures. All of it is painted by gmarl_draw_text, so that it can stay text in files (see
 * gmarl-draw-file.h). Digits are of one width everywhere.
 */

typedef enum {
  GMARL_TEXT_TITLE, /* bold */
  GMARL_TEXT_BODY,
  GMARL_TEXT_SECONDARY, /* 0.85 em, stands back: subtitles, ticks, axis titles */
  GMARL_TEXT_SMALL,     /* 0.85 em in the full colour of text: labels of lines */
  GMARL_TEXT_SMALL_BOLD,
} GmarlTextRole;

typedef enum {
  GMARL_TEXT_LEFT,
  GMARL_TEXT_CENTER,
  GMARL_TEXT_RIGHT,
} GmarlTextAlign;

/* How large a line of text is. Scenes ask this, so that tests can do without fonts. */
typedef struct {
  void (*measure) (const char *text,
                   GmarlTextRole role,
                   double *width,
                   double *height,
                   gpointer user_data);
  gpointer user_data;
} GmarlTextMeasure;

/* Asks Pango, in the style's font. */
void gmarl_draw_text_measure (const GmarlDrawStyle *style,
                              const char *text,
                              GmarlTextRole role,
                              double *width,
                              double *height);

/* While an array is given, gmarl_draw_text on the surface adds a GmarlTextRun to it instead of
 * painting glyphs; NULL ends that. Files whose surface would turn text into shapes use it.
 */
typedef struct {
  char *text, *family;
  double size; /* in pixels of the painter */
  gboolean bold;
  GmarlColor color;
  GmarlColor halo; /* alpha 0: none */
  GmarlTextAlign align;
  double x, y; /* the anchor, at the base line, before matrix */
  cairo_matrix_t matrix;
} GmarlTextRun;

void gmarl_draw_text_record (cairo_surface_t *surface, GArray *runs);
void gmarl_text_run_clear (GmarlTextRun *self);

/* Paints one line: x is the end or middle that align names, y the middle of the line's height.
 * halo: a rim in the card's colour keeps it readable on lines.
 */
void gmarl_draw_text (cairo_t *cr,
                      const GmarlDrawStyle *style,
                      const char *text,
                      GmarlTextRole role,
                      GmarlTextAlign align,
                      double x,
                      double y,
                      gboolean halo);

/* The same in a colour and size of its own; em in pixels. */
void gmarl_draw_text_styled (cairo_t *cr,
                             const GmarlDrawStyle *style,
                             const char *text,
                             double em,
                             gboolean bold,
                             const GmarlColor *color,
                             const GmarlColor *halo,
                             GmarlTextAlign align,
                             double x,
                             double y);

G_END_DECLS
