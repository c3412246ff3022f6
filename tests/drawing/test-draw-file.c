/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "chart-samples.h"
#include "gmarl-chart-paint.h"
#include "gmarl-draw-file.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct {
  GmarlDrawFile file;
  const ChartSample *sample;
} Figure;

static void
paint (cairo_t *cr, gpointer user_data)
{
  const Figure *figure = user_data;
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new_for_paper ("sans", 8);
  g_autoptr (GmarlChartView) view = NULL;
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlChartState state;
  double width, height;

  gmarl_chart_state_init (&state);
  view = figure->sample->make (&state);
  gmarl_chart_view_set_text (&view->x.unit, "<s> & more");
  gmarl_draw_file_get_size (&figure->file, &width, &height);
  scene = gmarl_chart_scene_new (view, &state, style, NULL, width, height);
  gmarl_chart_paint_plot (cr, scene, style, TRUE);
}

static Figure
make_figure (GmarlDrawFormat format)
{
  Figure figure = {
    .file = { format, 85, 50, 2, "Stability & reward" },
    .sample = &chart_samples[0],
  };

  return figure;
}

static char *
write_to_text (Figure *figure)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = gmarl_draw_file_to_bytes (&figure->file, paint, figure, &error);
  char *text;

  g_assert_no_error (error);
  g_assert_nonnull (bytes);
  /* With an end, so that text can be searched. */
  text = g_malloc0 (g_bytes_get_size (bytes) + 1);
  memcpy (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return text;
}

static void
test_png (void)
{
  Figure figure = make_figure (GMARL_DRAW_PNG);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "figure.png", NULL);
  g_autoptr (GBytes) bytes = gmarl_draw_file_to_bytes (&figure.file, paint, &figure, &error);
  cairo_surface_t *surface;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  /* 85 mm at 96 dpi, twice. */
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, (int) ceil (85 / 25.4 * 96 * 2));
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, (int) ceil (50 / 25.4 * 96 * 2));
  cairo_surface_destroy (surface);
  g_remove (path);
  g_rmdir (folder);
}

typedef struct {
  GString *texts;
  double width;
  char *title;
  gboolean in_text, in_title;
} Svg;

static void
start_element (GMarkupParseContext *context,
               const char *element,
               const char **names,
               const char **values,
               gpointer user_data,
               GError **error)
{
  Svg *svg = user_data;

  svg->in_text = g_str_equal (element, "text");
  svg->in_title = g_str_equal (element, "title");
  for (gsize k = 0; names[k] && g_str_equal (element, "svg"); k++)
    if (g_str_equal (names[k], "width"))
      svg->width = g_ascii_strtod (values[k], NULL);
  g_assert_cmpstr (element, !=, "symbol"); /* what Cairo makes of glyphs */
}

static void
end_element (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Svg *svg = user_data;

  svg->in_text = svg->in_title = FALSE;
}

static void
take_text (GMarkupParseContext *context,
           const char *text,
           gsize length,
           gpointer user_data,
           GError **error)
{
  Svg *svg = user_data;

  if (svg->in_text)
    g_string_append_printf (svg->texts, "[%.*s]", (int) length, text);
  if (svg->in_title)
    svg->title = g_strndup (text, length);
}

static void
test_svg (void)
{
  Figure figure = make_figure (GMARL_DRAW_SVG);
  g_autofree char *text = write_to_text (&figure);
  const GMarkupParser parser = { start_element, end_element, take_text, NULL, NULL };
  Svg svg = { .texts = g_string_new (NULL) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &svg, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_markup_parse_context_parse (context, text, -1, &error));
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_cmpstr (svg.title, ==, "Stability & reward");
  g_assert_nonnull (strstr (svg.texts->str, "[Average grid stability per episode]"));
  g_assert_nonnull (strstr (svg.texts->str, "[Heuristic]"));
  g_assert_nonnull (strstr (svg.texts->str, "[Iteration (<s> & more)]"));
  /* 85 mm in points. */
  g_assert_cmpfloat_with_epsilon (svg.width, 85 / 25.4 * 72, 0.5);
  g_string_free (svg.texts, TRUE);
  g_free (svg.title);
}

/* The text of the page, by pdftotext. */
static void
test_pdf (void)
{
  Figure figure = make_figure (GMARL_DRAW_PDF);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = gmarl_draw_file_to_bytes (&figure.file, paint, &figure, &error);
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 1000);
  g_assert_cmpint (memcmp (g_bytes_get_data (bytes, NULL), "%PDF-", 5), ==, 0);
  if (program == NULL) {
    g_test_skip ("pdftotext is not installed");
    return;
  }
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                              &error, program, "-", "-", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (process, bytes, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
  g_assert_nonnull (strstr (text, "Average grid stability per episode"));
  g_assert_nonnull (strstr (text, "Heuristic"));
}

/* PDF without a tool: fonts are embedded with a map from glyphs to characters. */
static void
test_pdf_fonts (void)
{
  Figure figure = make_figure (GMARL_DRAW_PDF);
  g_autoptr (GBytes) bytes = gmarl_draw_file_to_bytes (&figure.file, paint, &figure, NULL);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_nonnull (g_strstr_len (data, 5, "%PDF-"));
  g_assert_nonnull (memmem (data, size, "/ToUnicode", 10));
  g_assert_nonnull (memmem (data, size, "/FontFile", 9));
  g_assert_nonnull (memmem (data, size, "Gridmarl", 8));
}

static void
test_trouble (void)
{
  Figure figure = make_figure (GMARL_DRAW_PNG);
  g_autoptr (GError) error = NULL;

  figure.file.width_mm = 1e7;
  g_assert_null (gmarl_draw_file_to_bytes (&figure.file, paint, &figure, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/file/png", test_png);
  g_test_add_func ("/drawing/file/svg", test_svg);
  g_test_add_func ("/drawing/file/pdf", test_pdf);
  g_test_add_func ("/drawing/file/pdf-fonts", test_pdf_fonts);
  g_test_add_func ("/drawing/file/trouble", test_trouble);
  return g_test_run ();
}
