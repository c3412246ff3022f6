/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Pictures as files: the painters that fill widgets, on other surfaces. Text stays text: in PDF
 * with its fonts embedded, in SVG as text elements, which a viewer shows in the named font or one
 * like it. Any thread.
 */

typedef enum {
  GMARL_DRAW_PNG,
  GMARL_DRAW_SVG,
  GMARL_DRAW_PDF,
} GmarlDrawFormat;

typedef struct {
  GmarlDrawFormat format;
  double width_mm; /* size on paper; a painter's pixel is 1/96 inch */
  double height_mm;
  double scale;        /* PNG: device pixels to a pixel, 1, 2 or 3 */
  const char *title;   /* (nullable) of the document, for PDF and SVG */
  const char *subject; /* (nullable) what it is about and how it was made, likewise */
} GmarlDrawFile;

/* Paints in pixels, from (0, 0) to the size that gmarl_draw_file_get_size gives. In a PDF,
 * cairo_show_page begins another page.
 */
typedef void (*GmarlDrawFunc) (cairo_t *cr, gpointer user_data);

/* The size in pixels for which to make a scene. */
void gmarl_draw_file_get_size (const GmarlDrawFile *self, double *width, double *height);

/* The bytes of the file. */
GBytes *gmarl_draw_file_to_bytes (const GmarlDrawFile *self,
                                  GmarlDrawFunc paint,
                                  gpointer user_data,
                                  GError **error);

/* "image/png" … */
const char *gmarl_draw_format_get_mime_type (GmarlDrawFormat format);

G_END_DECLS
