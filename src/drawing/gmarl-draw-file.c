/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* Cairo writes the glyphs of an SVG as shapes, so that text can be neither searched nor edited. For
 * SVG the texts are recorded instead of painted (gmarl_draw_text_record) and put as <text> before
 * the end of what Cairo wrote. They lie on top of everything, as they do in all our pictures.
 */
#include "config.h"

#include "gmarl-draw-file.h"

#include "gmarl-draw-text.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define POINTS_PER_PIXEL 0.75

void
gmarl_draw_file_get_size (const GmarlDrawFile *self, double *width, double *height)
{
  g_return_if_fail (self && width && height);
  *width = self->width_mm / 25.4 * 96;
  *height = self->height_mm / 25.4 * 96;
}

const char *
gmarl_draw_format_get_mime_type (GmarlDrawFormat format)
{
  static const char *const types[] = { "image/png", "image/svg+xml", "application/pdf" };

  g_return_val_if_fail (format < G_N_ELEMENTS (types), NULL);
  return types[format];
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* A number as every reader of SVG takes it, whatever the locale. */
static void
append_number (GString *out, const char *before, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.4f", value);
  g_string_append_printf (out, "%s%s", before, text);
}

static void
append_color (GString *out, const char *name, const GmarlColor *color)
{
  g_string_append_printf (out, " %s=\"#%02x%02x%02x\"", name, (int) (color->red * 255 + 0.5),
                          (int) (color->green * 255 + 0.5), (int) (color->blue * 255 + 0.5));
  if (color->alpha < 1) {
    g_string_append_printf (out, " %s-opacity", name);
    append_number (out, "=\"", color->alpha);
    g_string_append_c (out, '"');
  }
}

static void
append_run (GString *out, const GmarlTextRun *run)
{
  static const char *const anchors[] = { "start", "middle", "end" };
  g_autofree char *text = g_markup_escape_text (run->text, -1);
  g_autofree char *family = g_markup_escape_text (run->family ? run->family : "sans-serif", -1);
  const double matrix[] = { run->matrix.xx, run->matrix.yx, run->matrix.xy,
                            run->matrix.yy, run->matrix.x0, run->matrix.y0 };

  for (gsize k = 0; k < G_N_ELEMENTS (matrix); k++)
    append_number (out, k == 0 ? "<text transform=\"matrix(" : ",", matrix[k]);
  append_number (out, ")\" x=\"", run->x);
  append_number (out, "\" y=\"", run->y);
  append_number (out, "\" font-size=\"", run->size);
  g_string_append_printf (out, "\" font-family=\"%s, sans-serif\" text-anchor=\"%s\"", family,
                          anchors[run->align]);
  if (run->bold)
    g_string_append (out, " font-weight=\"bold\"");
  append_color (out, "fill", &run->color);
  if (run->halo.alpha > 0) {
    append_color (out, "stroke", &run->halo);
    append_number (out, " stroke-width=\"", 0.26 * run->size);
    g_string_append (out, "\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
  }
  g_string_append_printf (out, " style=\"font-feature-settings: 'tnum'\">%s</text>\n", text);
}

static void
append_element (GString *out, const char *name, const char *text)
{
  g_autofree char *escaped = text ? g_markup_escape_text (text, -1) : NULL;

  if (text)
    g_string_append_printf (out, "\n<%s>%s</%s>", name, escaped, name);
}

static GBytes *
put_text_into_svg (GByteArray *bytes, GArray *runs, const GmarlDrawFile *file)
{
  static const char ending[] = "</svg>";
  g_autoptr (GString) out = g_string_new_len ((const char *) bytes->data, bytes->len);
  g_autoptr (GString) texts = g_string_new (NULL);
  char *begin, *end;

  for (guint k = 0; k < runs->len; k++)
    append_run (texts, &g_array_index (runs, GmarlTextRun, k));
  end = g_strrstr (out->str, ending);
  if (end)
    g_string_insert (out, end - out->str, texts->str);
  /* The title is the first child of the root. */
  begin = strstr (out->str, "<svg");
  begin = begin ? strchr (begin, '>') : NULL;
  if (begin) {
    g_autoptr (GString) elements = g_string_new (NULL);

    append_element (elements, "title", file->title);
    append_element (elements, "desc", file->subject);
    g_string_insert (out, begin + 1 - out->str, elements->str);
  }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

static cairo_surface_t *
make_surface (const GmarlDrawFile *self, GByteArray *bytes)
{
  double width, height;
  cairo_surface_t *surface;

  gmarl_draw_file_get_size (self, &width, &height);
  if (self->format == GMARL_DRAW_PNG) {
    double scale = self->scale > 0 ? self->scale : 1;

    surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (width * scale),
                                          (int) ceil (height * scale));
    cairo_surface_set_device_scale (surface, scale, scale);
    return surface;
  }
  width *= POINTS_PER_PIXEL;
  height *= POINTS_PER_PIXEL;
  if (self->format == GMARL_DRAW_SVG)
    return cairo_svg_surface_create_for_stream (append_bytes, bytes, width, height);
  surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width, height);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Gridmarl " GMARL_VERSION);
  if (self->title)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  if (self->subject)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, self->subject);
  return surface;
}

GBytes *
gmarl_draw_file_to_bytes (const GmarlDrawFile *self,
                          GmarlDrawFunc paint,
                          gpointer user_data,
                          GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (GmarlTextRun));
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (self && paint, NULL);
  g_array_set_clear_func (runs, (GDestroyNotify) gmarl_text_run_clear);
  surface = make_surface (self, bytes);
  if (self->format == GMARL_DRAW_SVG)
    gmarl_draw_text_record (surface, runs);
  cr = cairo_create (surface);
  if (self->format != GMARL_DRAW_PNG)
    cairo_scale (cr, POINTS_PER_PIXEL, POINTS_PER_PIXEL);
  /* A scene for a size that no surface has would be made in vain, and slowly. */
  if (cairo_status (cr) == CAIRO_STATUS_SUCCESS)
    paint (cr, user_data);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && self->format == GMARL_DRAW_PNG)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The picture cannot be drawn: %s."),
                 cairo_status_to_string (status));
    return NULL;
  }
  if (self->format == GMARL_DRAW_SVG)
    return put_text_into_svg (bytes, runs, self);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
