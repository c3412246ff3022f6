/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-chart-sheet.h"
#include "gmarl-error.h"
#include "gmarl-figure-file.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* Two lines, or a mean for each of two policies. */
static GmarlChartView *
make_view (const char *title, gboolean categories)
{
  static const char *const names[] = { "PPO", "Heuristic" };
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, title);
  gmarl_chart_view_set_text (&view->subtitle, categories ? "means & intervals of 100 paired days, "
                                                           "which is long enough for two lines"
                                                         : "lines");
  for (guint k = 0; k < 2; k++) {
    GmarlSeriesLook look = { GMARL_LOOK_SERIES, k };
    GmarlChartSeries *series = gmarl_chart_view_add_series (view, names[k], names[k], NULL, look);

    if (categories) {
      series->drawn = GMARL_CHART_POINTS;
      gmarl_series_append_band (series->data, gmarl_chart_view_add_category (view, names[k]), k,
                                k - 0.5, k + 0.5);
    } else {
      for (guint x = 0; x < 50; x++)
        gmarl_series_append (series->data, x, x * (k + 1));
    }
  }
  return view;
}

static void
test_formats (void)
{
  GmarlDrawFormat format;
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_figure_format_from_path ("a/b.SVG", &format, &error));
  g_assert_cmpint (format, ==, GMARL_DRAW_SVG);
  g_assert_true (gmarl_figure_format_from_path ("b.pdf", &format, &error));
  g_assert_cmpint (format, ==, GMARL_DRAW_PDF);
  g_assert_true (gmarl_figure_format_from_path ("b.png", &format, &error));
  g_assert_cmpint (format, ==, GMARL_DRAW_PNG);
  g_assert_false (gmarl_figure_format_from_path ("svg", &format, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, ".png, .svg, .pdf"));
}

static void
measure (const char *text, GmarlTextRole role, double *width, double *height, gpointer user_data)
{
  *width = 7.0 * (double) g_utf8_strlen (text, -1);
  *height = 14;
}

/* Two panels beside each other where there is room, one legend, and the caption's words below. */
static void
test_sheet (void)
{
  const GmarlTextMeasure ruler = { measure, NULL };
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new_for_paper ("Cantarell", 8);
  g_autoptr (GmarlChartView) one = make_view ("One", FALSE), other = make_view ("Other", TRUE);
  GmarlChartView *views[] = { one, other, one };
  GmarlSheetOptions options = { 0 };
  g_autoptr (GmarlChartSheet) wide = gmarl_chart_sheet_new (views, 3, &options, style, &ruler, 660);
  g_autoptr (GmarlChartSheet) narrow =
      gmarl_chart_sheet_new (views, 2, &options, style, &ruler, 320);
  const GmarlSheetPanel *panel = wide->panels->pdata[1];

  /* (660 − 8) / 2, as high as it is wide times 0.7 and a little less. */
  g_assert_cmpfloat (panel->x, ==, 326 + 8);
  g_assert_cmpfloat (panel->scene->width, ==, 326);
  g_assert_cmpfloat (panel->scene->height, ==, 227);
  g_assert_cmpfloat (((GmarlSheetPanel *) wide->panels->pdata[2])->y, ==, panel->y + 227 + 8);
  g_assert_cmpuint (wide->entries->len, ==, 2);
  g_assert_cmpstr (((GmarlSheetEntry *) wide->entries->pdata[1])->text, ==, "Heuristic");
  /* 24 for the sample, 6, 21 for "PPO", 18 to the next. */
  g_assert_cmpfloat (((GmarlSheetEntry *) wide->entries->pdata[1])->x, ==, 8 + 24 + 6 + 21 + 18);
  g_assert_cmpuint (((GmarlSheetPanel *) wide->panels->pdata[0])->scene->entries->len, ==, 0);
  /* Names at their axis stay. */
  g_assert_cmpuint (panel->scene->entries->len, ==, 2);

  /* 70 characters do not fit above a panel: the caption has all subtitles, what is said twice once.
   */
  g_assert_cmpstr (wide->caption->pdata[0], ==, "a, c: lines");
  g_assert_cmpstr (wide->caption->pdata[1], ==,
                   "b: means & intervals of 100 paired days, which is long enough for two lines");
  g_assert_cmpuint (wide->caption->len, ==, 2);
  g_assert_cmpuint (narrow->caption->len, ==, 3);
  g_assert_cmpfloat (((GmarlSheetPanel *) narrow->panels->pdata[1])->x, ==, 0);
  g_assert_cmpfloat (narrow->height, ==,
                     ((GmarlSheetPanel *) narrow->panels->pdata[1])->y + 224 + 3 * 14 + 8);
  /* The views are as they were. */
  g_assert_cmpstr (one->title, ==, "One");
  g_assert_cmpstr (other->subtitle + strlen (other->subtitle) - 5, ==, "lines");
  g_assert_cmpint (one->labels, ==, GMARL_CHART_LABELS_AUTO);
}

static char *
run (const char *const *arguments)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  return out;
}

/* At every width: whole, of that width, with text that can be selected and fonts within. */
static void
test_pdf (void)
{
  static const double widths[] = { GMARL_FIGURE_COLUMN_MM, GMARL_FIGURE_MIDDLE_MM,
                                   GMARL_FIGURE_PAGE_MM };
  g_autofree char *folder = g_dir_make_tmp ("figure-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "figure.pdf", NULL);
  g_autofree char *has_text = g_find_program_in_path ("pdftotext");
  g_autofree char *has_fonts = g_find_program_in_path ("pdffonts");
  g_autoptr (GmarlChartView) one = make_view ("One", FALSE), other = make_view ("Other", TRUE);
  GmarlChartView *views[] = { one, other };

  for (gsize k = 0; k < G_N_ELEMENTS (widths); k++) {
    GmarlFigureFile figure = { .format = GMARL_DRAW_PDF,
                               .width_mm = widths[k],
                               .subject = "5 seeds & 100 days" };
    g_autoptr (GError) error = NULL;
    g_autofree char *content = NULL, *text = NULL, *fonts = NULL;
    const char *box;
    gsize size;

    g_assert_true (gmarl_figure_write (&figure, views, 2, path, &error));
    g_assert_no_error (error);
    g_assert_true (g_file_get_contents (path, &content, &size, NULL));
    box = memmem (content, size, "/MediaBox [ 0 0 ", 16);
    g_assert_nonnull (box);
    g_assert_cmpfloat_with_epsilon (g_ascii_strtod (box + 16, NULL), widths[k] / 25.4 * 72, 0.01);
    g_assert_nonnull (memmem (content, size, "/Subject (5 seeds & 100 days)", 29));
    g_assert_nonnull (memmem (content, size, "/Title (One)", 12));
    if (has_text == NULL || has_fonts == NULL)
      continue;
    text = run ((const char *const[]){ has_text, path, "-", NULL });
    g_assert_nonnull (strstr (text, "Heuristic"));
    g_assert_nonnull (strstr (text, "paired days"));
    /* name … emb sub uni: all fonts embedded, as subsets, with their characters. */
    fonts = run ((const char *const[]){ has_fonts, path, NULL });
    g_assert_nonnull (strstr (fonts, " yes yes yes "));
    g_assert_null (strstr (fonts, " no "));
  }
  g_remove (path);
  g_rmdir (folder);
}

static void
test_pictures (void)
{
  g_autoptr (GmarlChartView) view = make_view ("A & B", TRUE);
  GmarlFigureFile figure = { .format = GMARL_DRAW_SVG, .width_mm = GMARL_FIGURE_COLUMN_MM };
  g_autoptr (GBytes) svg = gmarl_figure_to_bytes (&figure, &view, 1, NULL);
  g_autoptr (GBytes) png = NULL, bare = NULL;
  const char *text = g_bytes_get_data (svg, NULL);
  const guchar *header;

  g_assert_nonnull (
      g_strstr_len (text, (gssize) g_bytes_get_size (svg), "<title>A &amp; B</title>"));
  g_assert_nonnull (g_strstr_len (text, (gssize) g_bytes_get_size (svg), ">Heuristic</text>"));
  figure.untitled = TRUE;
  bare = gmarl_figure_to_bytes (&figure, &view, 1, NULL);
  text = g_bytes_get_data (bare, NULL);
  g_assert_null (g_strstr_len (text, (gssize) g_bytes_get_size (bare), ">A &amp; B</text>"));
  g_assert_null (g_strstr_len (text, (gssize) g_bytes_get_size (bare), "paired days"));

  /* 85 mm at 288 dpi. */
  figure.format = GMARL_DRAW_PNG;
  png = gmarl_figure_to_bytes (&figure, &view, 1, NULL);
  header = g_bytes_get_data (png, NULL);
  g_assert_cmpint (header[18] * 256 + header[19], ==, 964);
}

static void
test_trouble (void)
{
  g_autoptr (GmarlChartView) view = make_view ("A", TRUE);
  GmarlFigureFile figure = { .format = GMARL_DRAW_SVG, .width_mm = GMARL_FIGURE_COLUMN_MM };
  g_autoptr (GError) error = NULL;

  g_assert_false (gmarl_figure_write (&figure, &view, 1, "/nonexistent/figure.svg", &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent/figure.svg"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/figure-file/formats", test_formats);
  g_test_add_func ("/export/figure-file/sheet", test_sheet);
  g_test_add_func ("/export/figure-file/pdf", test_pdf);
  g_test_add_func ("/export/figure-file/pictures", test_pictures);
  g_test_add_func ("/export/figure-file/trouble", test_trouble);
  return g_test_run ();
}
