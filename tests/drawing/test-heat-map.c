/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-heat-paint.h"
#include "golden.h"

#include <math.h>
#include <string.h>

#define WIDTH  400
#define HEIGHT 200

/* Every text is 7 px a letter wide and 14 px high. */
static void
measure (const char *text, GmarlTextRole role, double *width, double *height, gpointer user_data)
{
  *width = 7.0 * (double) g_utf8_strlen (text, -1);
  *height = 14;
}

static const GmarlTextMeasure ruler = { measure, NULL };

/* Value of a cell: 10 · day + row. */
static GmarlHeatView *
make_view (guint64 first_day, gsize n_days, gsize n_rows)
{
  GmarlHeatView *view = gmarl_heat_view_new ();

  gmarl_chart_view_set_text (&view->title, "Demand");
  gmarl_chart_view_set_text (&view->subtitle, "Mean of each hour");
  gmarl_chart_view_set_text (&view->unit, "kWh per step");
  gmarl_heat_view_set_size (view, first_day, n_days, n_rows);
  for (gsize day = 0; day < n_days; day++)
    for (gsize row = 0; row < n_rows; row++)
      view->value[day * n_rows + row] = (double) (10 * day + row);
  return view;
}

static void
test_means (void)
{
  const double steps[] = { 1, 3, NAN, 5, NAN, NAN };
  g_autoptr (GmarlHeatView) view = gmarl_heat_view_new ();
  double lo, hi;

  gmarl_heat_view_set_size (view, 0, 2, 3);
  gmarl_heat_view_set_day (view, 1, steps, G_N_ELEMENTS (steps));
  for (gsize row = 0; row < 3; row++)
    g_assert_true (isnan (view->value[row]));
  g_assert_cmpfloat (view->value[3], ==, 2);
  g_assert_cmpfloat (view->value[4], ==, 5);
  g_assert_true (isnan (view->value[5]));

  gmarl_heat_view_get_range (view, &lo, &hi);
  g_assert_cmpfloat (lo, ==, 2);
  g_assert_cmpfloat (hi, ==, 5);
  view->is_signed = TRUE;
  gmarl_heat_view_get_range (view, &lo, &hi);
  g_assert_cmpfloat (lo, ==, -5);
  g_assert_cmpfloat (hi, ==, 5);
  view->is_signed = FALSE;
  view->lowest = 0;
  view->highest = 100;
  gmarl_heat_view_get_range (view, &lo, &hi);
  g_assert_cmpfloat (lo, ==, 0);
  g_assert_cmpfloat (hi, ==, 100);
}

/* Padding 8, a title of 14, a line of readout of 20, one of units of 22; below a line of numbers
 * and one for "Day" with 4 above and 8 below.
 */
static void
test_places (void)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  g_autoptr (GmarlHeatView) view = make_view (0, 4, 24);
  g_autoptr (GmarlHeatScene) scene = gmarl_heat_scene_new (view, style, &ruler, WIDTH, HEIGHT);
  GmarlRectangle cell;
  gsize day = 99, row = 99;

  g_assert_cmpfloat (scene->plot.y, ==, 8 + 14 + 20 + 22);
  g_assert_cmpfloat (scene->plot.y + scene->plot.height, ==, HEIGHT - 8 - 14 - 4 - 14);
  g_assert_cmpfloat (scene->plot.x, ==, 8 + 5 * 7 + 8);
  g_assert_cmpfloat (scene->lo, ==, 0);
  g_assert_cmpfloat (scene->hi, ==, 53);
  /* A few days are no wider than they need to be. */
  g_assert_cmpfloat_with_epsilon (scene->cell_width, 4 * gmarl_draw_style_get_em (style), 1e-9);
  g_assert_cmpfloat_with_epsilon (scene->cell_height, (200 - 104) / 24.0, 1e-9);

  gmarl_heat_scene_get_cell (scene, 2, 0, &cell);
  g_assert_cmpfloat_with_epsilon (cell.y + cell.height, scene->plot.y + scene->plot.height, 1e-9);
  g_assert_cmpfloat_with_epsilon (cell.x, scene->plot.x + 2 * scene->cell_width, 1e-9);
  for (gsize d = 0; d < 4; d++)
    for (gsize r = 0; r < 24; r++) {
      gmarl_heat_scene_get_cell (scene, d, r, &cell);
      g_assert_true (gmarl_heat_scene_cell_at (scene, cell.x + cell.width / 2,
                                               cell.y + cell.height / 2, &day, &row));
      g_assert_cmpuint (day, ==, d);
      g_assert_cmpuint (row, ==, r);
    }
  g_assert_false (gmarl_heat_scene_cell_at (scene, scene->plot.x - 1, 100, &day, &row));
  g_assert_false (
      gmarl_heat_scene_cell_at (scene, scene->plot.x + 4 * scene->cell_width + 1, 100, &day, &row));
  g_assert_false (
      gmarl_heat_scene_cell_at (scene, scene->plot.x + 1, scene->plot.y - 1, &day, &row));
  g_assert_false (gmarl_heat_scene_cell_at (scene, scene->plot.x + 1,
                                            scene->plot.y + scene->plot.height + 1, &day, &row));

  g_assert_cmpfloat (gmarl_heat_scene_get_share (scene, 26.5), ==, 0.5);
  g_assert_cmpfloat (gmarl_heat_scene_get_share (scene, 1000), ==, 1);
  g_assert_true (isnan (gmarl_heat_scene_get_share (scene, NAN)));
}

/* Many days fill the room; every so many have a number, and none is at another. */
static void
check_many_days (guint64 first)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  g_autoptr (GmarlHeatView) view = make_view (first, 366, 24);
  g_autoptr (GmarlHeatScene) scene = gmarl_heat_scene_new (view, style, &ruler, WIDTH, HEIGHT);
  double before = -G_MAXDOUBLE;
  guint n_numbers = 0;

  g_assert_cmpfloat_with_epsilon (366 * scene->cell_width, scene->plot.width, 1e-9);
  for (guint k = 0; k < scene->labels->len; k++) {
    const GmarlChartLabel *label = scene->labels->pdata[k];
    g_auto (GStrv) parts = g_strsplit (label->text, "\u202f", -1);
    g_autofree char *digits = g_strjoinv ("", parts);
    double half = 7 * (double) g_utf8_strlen (label->text, -1) / 2;
    guint64 number;

    if (label->align != GMARL_TEXT_CENTER ||
        !g_ascii_string_to_unsigned (digits, 10, 1, 9999999, &number, NULL))
      continue;
    g_assert_cmpfloat_with_epsilon (
        label->at.x, scene->plot.x + ((double) (number - first - 1) + 0.5) * scene->cell_width,
        1e-9);
    g_assert_cmpfloat (label->at.x - half, >, before + 3);
    before = label->at.x + half;
    n_numbers++;
  }
  g_assert_cmpuint (n_numbers, >, 1);
}

static void
test_many_days (void)
{
  check_many_days (634);
  check_many_days (101513);
}

static void
test_words (void)
{
  g_autoptr (GmarlHeatView) view = make_view (2, 2, 24);
  g_autofree char *cell = gmarl_heat_view_describe_cell (view, 1, 14);
  g_autofree char *all = gmarl_heat_view_describe (view);
  g_autofree char *short_cell = gmarl_heat_view_format_cell (view, 1, 23);
  g_autoptr (GmarlHeatView) empty = make_view (0, 0, 24);
  g_autofree char *nothing = gmarl_heat_view_describe (empty);

  g_assert_cmpstr (cell, ==, "Day 4, 14:00 to 15:00. 24.0\u202fkWh per step.");
  g_assert_cmpstr (short_cell, ==, "Day 4 · 23:00–24:00");
  g_assert_cmpstr (all, ==,
                   "Heat map, Demand by day and time, 2 days. Least: 0\u202fkWh per step (Day 3 · "
                   "00:00–01:00). Greatest: 33.0\u202fkWh per step (Day 4 · 23:00–24:00).");
  g_assert_cmpstr (nothing, ==, "Heat map, Demand by day and time. No data.");
}

static void
test_table (void)
{
  g_autoptr (GmarlHeatView) view = make_view (2, 2, 24);
  g_autoptr (GmarlChartView) table = gmarl_heat_view_to_table (view);
  const GmarlChartSeries *series;

  g_assert_cmpuint (gmarl_chart_view_get_n_series (table), ==, 24);
  series = gmarl_chart_view_get_series (table, 14);
  g_assert_cmpstr (series->name, ==, "14:00");
  g_assert_cmpuint (gmarl_series_get_length (series->data), ==, 2);
  g_assert_cmpfloat (gmarl_series_get_x (series->data)[0], ==, 3);
  g_assert_cmpfloat (gmarl_series_get_y (series->data)[1], ==, 24);
}

/* --- Pictures ------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  gsize n_days;
  gboolean is_signed;
} Sample;

static const Sample samples[] = {
  { "heat-few", 3, FALSE },
  { "heat-year", 366, FALSE },
  { "heat-signed", 30, TRUE },
  { "heat-empty", 0, FALSE },
};

/* The sun's height over the year, with the last cells missing. */
static GmarlHeatView *
make_sample (const Sample *sample)
{
  GmarlHeatView *view = make_view (0, sample->n_days, 24);

  for (gsize day = 0; day < sample->n_days; day++)
    for (gsize row = 0; row < 24; row++) {
      double year = -cos (2 * G_PI * (double) day / 366), hour = ((double) row - 12) / 12;

      view->value[day * 24 + row] = 20 * cos (G_PI * hour) + 8 * year;
    }
  if (sample->n_days > 0)
    for (gsize row = 18; row < 24; row++)
      view->value[(sample->n_days - 1) * 24 + row] = NAN;
  if (sample->is_signed) {
    view->is_signed = TRUE;
    gmarl_chart_view_set_text (&view->low_word, "Export");
    gmarl_chart_view_set_text (&view->high_word, "Import");
  }
  gmarl_chart_view_set_text (&view->note, "n = 3");
  return view;
}

static void
paint_sample (cairo_t *cr,
              gconstpointer sample,
              const GmarlDrawStyle *style,
              const GmarlTextMeasure *how,
              int width,
              int height)
{
  g_autoptr (GmarlHeatView) view = make_sample (sample);
  g_autoptr (GmarlHeatScene) scene = gmarl_heat_scene_new (view, style, how, width, height);

  gmarl_heat_paint (cr, scene, style);
}

static void
test_picture (gconstpointer sample)
{
  golden_check (((const Sample *) sample)->name, paint_sample, sample, WIDTH, HEIGHT);
}

/* The middle of each cell has its colour. */
static void
test_colors (void)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  g_autoptr (GmarlHeatView) view = make_view (0, 7, 24);
  g_autoptr (GmarlHeatScene) scene = gmarl_heat_scene_new (view, style, NULL, WIDTH, HEIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  gmarl_heat_paint (cr, scene, style);
  cairo_surface_flush (surface);
  for (gsize day = 0; day < 7; day++)
    for (gsize row = 0; row < 24; row++) {
      GmarlColor color = gmarl_palette_sequential ((double) (10 * day + row) / 83);
      GmarlRectangle cell;
      const guint8 *pixel;

      gmarl_heat_scene_get_cell (scene, day, row, &cell);
      pixel =
          cairo_image_surface_get_data (surface) +
          (gsize) cairo_image_surface_get_stride (surface) * (gsize) (cell.y + cell.height / 2) +
          4 * (gsize) (cell.x + cell.width / 2);
      g_assert_cmpfloat (fabs (pixel[2] / 255.0 - color.red), <, 0.01);
      g_assert_cmpfloat (fabs (pixel[1] / 255.0 - color.green), <, 0.01);
      g_assert_cmpfloat (fabs (pixel[0] / 255.0 - color.blue), <, 0.01);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* The overlay touches nothing when there is nothing to point at. */
static void
test_overlay (void)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  g_autoptr (GmarlHeatView) view = make_view (0, 7, 24);
  g_autoptr (GmarlHeatScene) scene = gmarl_heat_scene_new (view, style, NULL, WIDTH, HEIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  const guint32 *pixels;
  gsize any = 0;

  gmarl_heat_paint_overlay (cr, scene, style, -1, 0, FALSE);
  gmarl_heat_paint_overlay (cr, scene, style, 7, 0, FALSE);
  cairo_surface_flush (surface);
  pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  for (gsize k = 0; k < WIDTH * HEIGHT; k++)
    g_assert_cmpuint (pixels[k], ==, 0);
  gmarl_heat_paint_overlay (cr, scene, style, 3, 5, FALSE);
  cairo_surface_flush (surface);
  for (gsize k = 0; k < WIDTH * HEIGHT; k++)
    any += pixels[k] != 0;
  g_assert_cmpuint (any, >, 100);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  gboolean updates = argc > 1 && strcmp (argv[1], "--update") == 0;

  g_test_init (&argc, &argv, NULL);
  if (updates) {
    for (gsize k = 0; k < G_N_ELEMENTS (samples); k++)
      if (!golden_update (samples[k].name, paint_sample, &samples[k], WIDTH, HEIGHT))
        return 1;
    return 0;
  }
  g_test_add_func ("/drawing/heat-map/means", test_means);
  g_test_add_func ("/drawing/heat-map/places", test_places);
  g_test_add_func ("/drawing/heat-map/many-days", test_many_days);
  g_test_add_func ("/drawing/heat-map/words", test_words);
  g_test_add_func ("/drawing/heat-map/table", test_table);
  g_test_add_func ("/drawing/heat-map/colors", test_colors);
  g_test_add_func ("/drawing/heat-map/overlay", test_overlay);
  for (gsize k = 0; k < G_N_ELEMENTS (samples); k++) {
    g_autofree char *path = g_strdup_printf ("/drawing/heat-map/picture/%s", samples[k].name);

    g_test_add_data_func (path, &samples[k], test_picture);
  }
  return g_test_run ();
}
