/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "chart-samples.h"
#include "gmarl-chart-paint.h"
#include "gmarl-chart-scene-private.h"

#include <math.h>
#include <string.h>

/* Seven pixels a character, fourteen high: places can be computed by hand, without fonts. */
static void
measure (const char *text, GmarlTextRole role, double *width, double *height, gpointer user_data)
{
  *width = 7.0 * (double) g_utf8_strlen (text, -1);
  *height = 14;
}

static const GmarlTextMeasure ruler = { measure, NULL };

static GmarlChartScene *
make_scene (GmarlChartView *view, const GmarlChartState *state, double width, double height)
{
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  GmarlChartState first;

  gmarl_chart_state_init (&first);
  return gmarl_chart_scene_new (view, state ? state : &first, style, &ruler, width, height);
}

static GmarlSeries *
add_series (GmarlChartView *view, const char *name)
{
  GmarlSeriesLook look = { GMARL_LOOK_SERIES, view->series->len };

  return gmarl_chart_view_add_series (view, name, name, NULL, look)->data;
}

/* Two straight lines, 0 to 10 and 10 to 0 over x from 0 to 100. */
static GmarlChartView *
make_cross (void)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlSeries *up = add_series (view, "Up"), *down = add_series (view, "Down");

  gmarl_chart_view_set_text (&view->title, "Cross");
  gmarl_chart_view_set_text (&view->x.title, "Iteration");
  for (int k = 0; k <= 100; k++) {
    gmarl_series_append_band (up, k, k / 10.0, k / 10.0 - 1, k / 10.0 + 1);
    gmarl_series_append (down, k, 10 - k / 10.0);
  }
  return view;
}

static gboolean
has_label (const GmarlChartScene *scene, const char *text)
{
  for (guint k = 0; k < scene->labels->len; k++)
    if (strcmp (((const GmarlChartLabel *) g_ptr_array_index (scene->labels, k))->text, text) == 0)
      return TRUE;
  return FALSE;
}

/* A subtitle that is too long for a line goes on in a second one, where its parts meet; what says
 * how lines are smoothed stands there, too, if there is no unit.
 */
static void
test_subtitle (void)
{
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlChartScene) wide = NULL, narrow = NULL, low = NULL;
  GmarlChartState state;

  gmarl_chart_view_set_text (&view->subtitle, "Mean of five nodes · lower is better");
  gmarl_chart_view_get_series (view, 0)->smooth = TRUE;
  gmarl_chart_state_init (&state);
  state.half_life = 5;
  wide = make_scene (view, &state, 600, 300);
  g_assert_true (has_label (wide, "Mean of five nodes · lower is better · smoothed, half-life 5"));
  narrow = make_scene (view, &state, 300, 300);
  g_assert_true (has_label (narrow, "Mean of five nodes · lower is better"));
  g_assert_true (has_label (narrow, "smoothed, half-life 5"));
  low = make_scene (view, &state, 300, 220);
  g_assert_false (has_label (low, "smoothed, half-life 5"));
}

static gboolean
is_column_empty (cairo_surface_t *surface, int x)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    if (((const guint32 *) (gconstpointer) (pixels + (gsize) (y * stride)))[x] != 0)
      return FALSE;
  return TRUE;
}

/* Nothing of a crosshair is painted beyond its reach, so that nothing of it is cut off. */
static void
test_crosshair_reach (void)
{
  static const double places[] = { 0, 33, 62, 100 };
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  g_autoptr (PangoFontDescription) large = pango_font_description_from_string ("Sans 22");

  gmarl_draw_style_set_font (style, large);
  view->x.kind = GMARL_CHART_TIME_OF_DAY;
  for (gsize k = 0; k < G_N_ELEMENTS (places); k++) {
    g_autoptr (GmarlChartScene) scene = NULL;
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 600, 300);
    cairo_t *cr = cairo_create (surface);
    GmarlChartOverlay overlay;
    GmarlChartState state;
    double pixel, reach;

    gmarl_chart_state_init (&state);
    scene = gmarl_chart_scene_new (view, &state, style, &ruler, 600, 300);
    gmarl_chart_overlay_init (&overlay);
    overlay.cursor = places[k];
    gmarl_chart_paint_overlay (cr, scene, style, &overlay);
    cairo_destroy (cr);
    cairo_surface_flush (surface);
    pixel = gmarl_chart_scene_x_to_pixel (scene, places[k]);
    reach = gmarl_chart_overlay_get_reach (scene, style, places[k]);
    g_assert_false (is_column_empty (surface, (int) CLAMP (pixel, 0, 599)));
    for (int x = 0; x < 600; x++)
      if (fabs (x + 0.5 - pixel) > reach + 1)
        g_assert_true (is_column_empty (surface, x));
    cairo_surface_destroy (surface);
  }
}

/* The flag below the crosshair covers numbers that it would cut, but none of the other axis. */
static void
test_flag_at_corner (void)
{
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (FALSE, FALSE);
  g_autoptr (GmarlChartScene) scene = make_scene (view, NULL, 600, 300);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 600, 300);
  cairo_t *cr = cairo_create (surface);
  int stride = cairo_image_surface_get_stride (surface);
  int bottom = (int) floor (scene->plot.y + scene->plot.height);
  GmarlChartOverlay overlay;
  const guint8 *row;

  gmarl_chart_overlay_init (&overlay);
  overlay.cursor = scene->x0;
  gmarl_chart_paint_overlay (cr, scene, style, &overlay);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  row = cairo_image_surface_get_data (surface) + bottom * stride;
  for (int x = 0; x < (int) scene->plot.x - 8; x++)
    g_assert_cmpuint (row[4 * x + 3], ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_places (void)
{
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlChartScene) scene = make_scene (view, NULL, 600, 300);
  const GmarlChartEntry *entry;

  /* −1 … 11 needs four steps of 5 at the three ticks' distances that fit. */
  g_assert_cmpfloat (scene->y0, ==, -5);
  g_assert_cmpfloat (scene->y1, ==, 15);
  g_assert_cmpfloat (scene->x0, ==, 0);
  g_assert_cmpfloat (scene->x1, ==, 100);
  /* Padding 16, the title 14, half a line and 4 for the uppermost label. */
  g_assert_cmpfloat (scene->plot.y, ==, 16 + 14 + 7 + 4);
  /* Below: padding, ticks' labels with their distance, the axis' title. */
  g_assert_cmpfloat (scene->plot.y + scene->plot.height, ==, 300 - 16 - 22 - 14);
  /* Left: two characters and 8. Right: names of four characters, their sample and distances. */
  g_assert_cmpfloat (scene->plot.x, ==, 16 + 2 * 7 + 8);
  g_assert_cmpfloat (scene->plot.x + scene->plot.width, ==, 600 - 16 - (10 + 24 + 6 + 28));
  g_assert_cmpfloat_with_epsilon (gmarl_chart_scene_x_to_pixel (scene, 50),
                                  scene->plot.x + scene->plot.width / 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (gmarl_chart_scene_y_to_pixel (scene, 5),
                                  scene->plot.y + scene->plot.height / 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      gmarl_chart_scene_pixel_to_x (scene, gmarl_chart_scene_x_to_pixel (scene, 12.5)), 12.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      gmarl_chart_scene_pixel_to_y (scene, gmarl_chart_scene_y_to_pixel (scene, 12.5)), 12.5, 1e-9);
  g_assert_true (scene->zero_line);

  g_assert_cmpuint (scene->entries->len, ==, 2);
  entry = scene->entries->pdata[0];
  g_assert_cmpstr (entry->text, ==, "Up");
  g_assert_true (entry->at_line);
  g_assert_cmpfloat_with_epsilon (entry->end_y, gmarl_chart_scene_y_to_pixel (scene, 10), 1e-9);
  g_assert_cmpfloat_with_epsilon (entry->text_at.y, entry->end_y, 1e-9);
  g_assert_cmpfloat (entry->text_at.x, ==, 600 - 16 - 28);
  g_assert_cmpint (gmarl_chart_scene_entry_at (scene, entry->text_at.x + 3, entry->text_at.y), ==,
                   0);
  g_assert_cmpint (gmarl_chart_scene_entry_at (scene, 5, 5), ==, -1);
}

static void
test_hits (void)
{
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlChartScene) scene = make_scene (view, NULL, 600, 300);
  double x = gmarl_chart_scene_x_to_pixel (scene, 20), y = gmarl_chart_scene_y_to_pixel (scene, 2);

  g_assert_cmpint (gmarl_chart_scene_series_at (scene, x, y, 6), ==, 0);
  y = gmarl_chart_scene_y_to_pixel (scene, 8);
  g_assert_cmpint (gmarl_chart_scene_series_at (scene, x, y, 6), ==, 1);
  g_assert_cmpint (gmarl_chart_scene_series_at (scene, x, y - 30, 6), ==, -1);
  g_assert_true (gmarl_chart_scene_in_plot (scene, x, y));
  g_assert_false (gmarl_chart_scene_in_plot (scene, 2, y));
  g_assert_cmpfloat (gmarl_chart_scene_snap (scene, 12.4), ==, 12);
  g_assert_cmpfloat (gmarl_chart_scene_snap (scene, 500), ==, 100);
  g_assert_cmpfloat (gmarl_chart_scene_step (scene, 12, 1), ==, 13);
  g_assert_cmpfloat (gmarl_chart_scene_step (scene, 12, -10), ==, 2);
  g_assert_cmpfloat (gmarl_chart_scene_step (scene, 12, -100), ==, 0);
  g_assert_cmpfloat (gmarl_chart_scene_step (scene, 99, 100), ==, 100);
  g_assert_cmpint (gmarl_chart_scene_next_series (scene, -1, 1), ==, 0);
  g_assert_cmpint (gmarl_chart_scene_next_series (scene, 1, 1), ==, -1);
  g_assert_cmpint (gmarl_chart_scene_next_series (scene, 1, -1), ==, 0);
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_readout (void)
{
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlChartScene) scene = make_scene (view, NULL, 600, 300);
  g_autoptr (GmarlChartReadout) readout = gmarl_chart_scene_read (scene, 30);
  const GmarlChartReadoutRow *row;

  g_assert_cmpstr (readout->x_text, ==, "Iteration 30");
  g_assert_cmpuint (readout->rows->len, ==, 2);
  row = readout->rows->pdata[0];
  g_assert_cmpuint (row->index, ==, 1);
  g_assert_cmpfloat (row->value, ==, 7);
  g_assert_cmpstr (row->value_text, ==, "7.00");
  g_assert_null (row->interval_text);
  row = readout->rows->pdata[1];
  g_assert_cmpstr (row->interval_text, ==, "2.00 to 4.00");
  assert_text (gmarl_chart_readout_to_text (readout, scene),
               "Iteration 30\tValue\tLower\tUpper\nDown\t7\t\t\nUp\t3\t2\t4\n");
  assert_text (gmarl_chart_scene_describe_point (scene, 30),
               "Iteration 30. Down 7.00. Up 3.00, interval 2.00 to 4.00.");
  assert_text (gmarl_chart_scene_describe_difference (scene, 30, 40),
               "Δ 10 · Down −1.00 · Up +1.00");
  assert_text (
      gmarl_chart_scene_describe (scene),
      "Line chart, Cross by Iteration, 2 series. Up rises from 0.200 to 9.80. It passes Down "
      "at about 50. Down falls from 9.80 to 0.200.");
}

/* Sizes that were measured are named, not those in between; where they are too close, some. */
static void
test_ticks_at_samples (void)
{
  static const double sizes[] = { 3, 5, 7, 10, 1000 };
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  GmarlSeries *one = add_series (view, "A"), *other = add_series (view, "B");
  g_autoptr (GmarlChartScene) wide = NULL, narrow = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++) {
    gmarl_series_append (one, sizes[k], 1);
    if (k > 1)
      gmarl_series_append (other, sizes[k], 2);
  }
  view->x.kind = GMARL_CHART_LOG;
  view->x.whole = TRUE;
  view->x.at_samples = TRUE;
  wide = make_scene (view, NULL, 800, 300);
  g_assert_cmpuint (wide->x_ticks.n, ==, 5);
  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    g_assert_cmpfloat (wide->x_ticks.ticks[k].value, ==, sizes[k]);
  g_assert_true (has_label (wide, "7"));
  g_assert_true (has_label (wide, "1\u202f000"));
  narrow = make_scene (view, NULL, 200, 300);
  g_assert_cmpuint (narrow->x_ticks.n, ==, 5);
  g_assert_true (has_label (narrow, "3"));
  g_assert_false (has_label (narrow, "7"));
}

/* An interval below what can be stretches no axis. */
static void
test_impossible_interval (void)
{
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  GmarlSeries *series = add_series (view, "A");
  g_autoptr (GmarlChartScene) scene = NULL;

  for (int k = 0; k < 10; k++)
    gmarl_series_append_band (series, k, 4 * k, 4 * k - 1, 4 * k + 1);
  view->y.lowest = 0;
  scene = make_scene (view, NULL, 600, 300);
  g_assert_cmpfloat (scene->y0, ==, 0);
  g_assert_cmpfloat (scene->y1, >=, 37);
}

static guint
make_n_curves (GmarlChartView *view, GmarlChartBand band)
{
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlChartState state;

  gmarl_chart_state_init (&state);
  state.band = band;
  scene = make_scene (view, &state, 600, 300);
  return scene->curves->len;
}

/* What a group of seeds is like where a reader wants to see the lowest and the highest, or each. */
static void
test_bands (void)
{
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlSeries) range = gmarl_series_new ();
  g_autoptr (GmarlChartScene) interval = NULL, spread = NULL;
  GmarlChartSeries *up = gmarl_chart_view_get_series (view, 0), *seed;
  const GmarlChartCurve *curve;
  GmarlChartState state;
  const GmarlSlice *slice;

  gmarl_chart_state_init (&state);
  gmarl_chart_view_set_text (&view->subtitle, "95 % interval");
  gmarl_chart_view_set_text (&view->band_subtitle[GMARL_CHART_BAND_RANGE], "range of 5 seeds");
  /* Nothing there: intervals. */
  state.band = GMARL_CHART_BAND_RANGE;
  interval = make_scene (view, &state, 600, 300);
  g_assert_cmpint (interval->state.band, ==, GMARL_CHART_BAND_INTERVAL);
  g_assert_true (has_label (interval, "95 % interval"));

  for (int k = 0; k <= 100; k++)
    gmarl_series_append_band (range, k, k / 10.0, k / 10.0 - 3, k / 10.0 + 2);
  gmarl_chart_series_set_range (up, range);
  spread = make_scene (view, &state, 600, 300);
  g_assert_cmpint (spread->state.band, ==, GMARL_CHART_BAND_RANGE);
  g_assert_true (has_label (spread, "range of 5 seeds"));
  curve = spread->curves->pdata[0];
  g_assert_cmpuint (curve->index, ==, 0);
  slice = &g_array_index (curve->band, GmarlSlice, 50);
  g_assert_cmpfloat_with_epsilon (gmarl_chart_scene_pixel_to_y (spread, slice->top), 7, 1e-9);
  g_assert_cmpfloat_with_epsilon (gmarl_chart_scene_pixel_to_y (spread, slice->bottom), 2, 1e-9);
  g_assert_cmpfloat (spread->y0, <=, -3);
  assert_text (gmarl_chart_scene_describe_point (spread, 30),
               "Iteration 30. Down 7.00. Up 3.00, seeds 0 to 5.00.");

  /* Each seed by itself, if asked for, or if they are too few for an interval. */
  seed = gmarl_chart_view_add_series (view, "seed", "Seed 1", up->data, up->look);
  seed->thin = TRUE;
  seed->parent = 0;
  g_assert_cmpuint (make_n_curves (view, GMARL_CHART_BAND_INTERVAL), ==, 2);
  g_assert_cmpuint (make_n_curves (view, GMARL_CHART_BAND_SEEDS), ==, 3);
  g_assert_cmpuint (make_n_curves (view, GMARL_CHART_BAND_NONE), ==, 2);
  seed->parent = 1;
  g_assert_cmpuint (make_n_curves (view, GMARL_CHART_BAND_INTERVAL), ==, 3);
  g_assert_cmpuint (make_n_curves (view, GMARL_CHART_BAND_RANGE), ==, 2);
}

static void
test_silent_focus (void)
{
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlSeries *brief = add_series (view, "Brief");
  GmarlChartState state;

  gmarl_series_append (brief, 0, 1);
  gmarl_series_append (brief, 1, 1);
  gmarl_chart_state_init (&state);
  state.focused = 2;
  scene = make_scene (view, &state, 600, 300);
  assert_text (gmarl_chart_scene_describe_point (scene, 30),
               "Iteration 30. Brief: no value here. Down 7.00. Up 3.00, interval 2.00 to 4.00.");
  assert_text (gmarl_chart_scene_describe_point (scene, 1),
               "Iteration 1. Brief 1.00. Down 9.90. Up 0.100, interval −0.900 to 1.10.");
}

static void
test_readout_of_gaps (void)
{
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  GmarlSeries *series = add_series (view, "A"), *other = add_series (view, "B");
  const double ys[] = { 1, NAN, 3, 4 };

  for (int k = 0; k < 4; k++)
    gmarl_series_append (series, 10 * k, ys[k]);
  for (int k = 0; k < 80; k++)
    gmarl_series_append (other, k, k);
  {
    g_autoptr (GmarlChartScene) scene = make_scene (view, NULL, 400, 200);
    const double at[] = { 0, 4, 6, 10, 14, 16, 34, 36 };
    const guint rows[] = { 2, 2, 1, 1, 1, 2, 2, 1 };

    for (gsize k = 0; k < G_N_ELEMENTS (at); k++) {
      g_autoptr (GmarlChartReadout) readout = gmarl_chart_scene_read (scene, at[k]);

      g_assert_cmpuint (readout->rows->len, ==, rows[k]);
    }
  }
}

/* Where it should be in a line of vertices, runs are separated once, whatever the number of gaps.
 */
static void
test_gaps (void)
{
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  GmarlSeries *series = add_series (view, "A");
  const double ys[] = { NAN, 1, 2, NAN, INFINITY, 3, NAN, 4 };
  g_autoptr (GmarlChartScene) scene = NULL;
  const GmarlChartCurve *curve;
  g_autoptr (GString) shape = g_string_new (NULL);

  for (gsize k = 0; k < G_N_ELEMENTS (ys); k++)
    gmarl_series_append (series, (double) k, ys[k]);
  scene = make_scene (view, NULL, 400, 200);
  curve = scene->curves->pdata[0];
  for (guint k = 0; k < curve->line->len; k++)
    g_string_append_c (shape, isnan (g_array_index (curve->line, GmarlPoint, k).x) ? '_' : 'o');
  g_assert_cmpstr (shape->str, ==, "oo_o_o");
}

/* Every column has its least and its greatest value, to the bit, wherever a peak hides. */
static void
test_extremes (void)
{
  for (int round = 0; round < 50; round++) {
    g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
    g_autoptr (GmarlChartScene) scene = NULL;
    GmarlSeries *series = add_series (view, "A");
    int n = g_test_rand_int_range (3000, 60000);
    int peak = g_test_rand_int_range (0, n), pit = g_test_rand_int_range (0, n);
    double top = INFINITY, bottom = -INFINITY, x = 0, before = -INFINITY;
    const GmarlChartCurve *curve;

    for (int k = 0; k < n; k++) {
      x += g_test_rand_double_range (0, 1);
      gmarl_series_append (series, x,
                           k == peak  ? 100
                           : k == pit ? -100
                                      : g_test_rand_double_range (-1, 1));
    }
    scene = make_scene (view, NULL, 500, 200);
    curve = scene->curves->pdata[0];
    g_assert_true (curve->decimated);
    g_assert_cmpuint (curve->line->len, <=, (guint) scene->plot.width + 2);
    for (guint k = 0; k < curve->envelope->len; k++) {
      const GmarlSlice *slice = &g_array_index (curve->envelope, GmarlSlice, k);

      top = fmin (top, slice->top);
      bottom = fmax (bottom, slice->bottom);
      g_assert_cmpfloat (slice->x, >, before);
      before = slice->x;
    }
    if (peak != pit)
      g_assert_cmpfloat (bottom, ==, gmarl_chart_scene_y_to_pixel (scene, -100));
    g_assert_cmpfloat (top, ==, gmarl_chart_scene_y_to_pixel (scene, 100));
  }
}

/* All that is drawn of a series, as bytes. */
static GString *
get_shape (const GmarlChartScene *scene, guint index)
{
  GString *out = g_string_new (NULL);

  for (guint k = 0; k < scene->curves->len; k++) {
    const GmarlChartCurve *curve = scene->curves->pdata[k];

    if (curve->index != index)
      continue;
    g_string_append_len (out, curve->line->data, (gssize) (curve->line->len * sizeof (GmarlPoint)));
    g_string_append_len (out, curve->markers->data,
                         (gssize) (curve->markers->len * sizeof (GmarlPoint)));
    g_string_append_len (out, curve->band->data, (gssize) (curve->band->len * sizeof (GmarlSlice)));
    g_string_append_len (out, curve->dots->data, (gssize) (curve->dots->len * sizeof (GmarlPoint)));
    g_string_append_len (out, curve->boxes->data,
                         (gssize) (curve->boxes->len * sizeof (GmarlChartBox)));
    g_string_append_printf (out, "%d", curve->outline);
  }
  return out;
}

/* Hiding a series changes nothing of another as long as the range stays, not even its label. */
static void
test_hiding (void)
{
  for (gsize sample = 0; sample < n_chart_samples; sample++) {
    GmarlChartState state;
    g_autoptr (GmarlChartView) view = NULL;

    gmarl_chart_state_init (&state);
    view = chart_samples[sample].make (&state);
    state.x0 = 0.5;
    state.x1 = 300;
    state.y0 = view->y.kind == GMARL_CHART_LOG ? 0.1 : -1;
    state.y1 = 10;
    for (guint hidden = 0; hidden < view->series->len; hidden++) {
      GmarlChartSeries *series = gmarl_chart_view_get_series (view, hidden);
      gboolean visible = series->visible;
      g_autoptr (GmarlChartScene) one = NULL, other = NULL;

      series->visible = TRUE;
      one = make_scene (view, &state, 640, 320);
      series->visible = FALSE;
      other = make_scene (view, &state, 640, 320);
      g_assert_cmpmem (&one->plot, sizeof one->plot, &other->plot, sizeof other->plot);
      for (guint k = 0; k < view->series->len; k++) {
        g_autoptr (GString) shown = get_shape (one, k), still = get_shape (other, k);

        if (k != hidden && gmarl_chart_view_get_series (view, k)->parent != (int) hidden)
          g_assert_cmpmem (shown->str, shown->len, still->str, still->len);
      }
      for (guint k = 0; k < one->entries->len; k++) {
        const GmarlChartEntry *entry = one->entries->pdata[k], *same = other->entries->pdata[k];

        g_assert_cmpuint (entry->index, ==, same->index);
        g_assert_cmpmem (&entry->text_at, sizeof entry->text_at, &same->text_at,
                         sizeof same->text_at);
      }
      series->visible = visible;
    }
  }
}

static void
test_chips (void)
{
  g_autoptr (GmarlChartView) view = make_cross ();
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlChartState state;

  gmarl_chart_state_init (&state);
  state.y0 = 0.95;
  state.y1 = 9.95;
  scene = make_scene (view, &state, 600, 300);
  g_assert_cmpuint (scene->above.count, ==, 2);
  g_assert_cmpstr (scene->above.text, ==, "▲ 2 points above");
  g_assert_cmpuint (scene->below.count, ==, 20);
  g_assert_cmpstr (scene->below.text, ==, "▼ 20 points below");
  g_assert_cmpfloat (scene->y0, ==, 0.95);
  g_assert_cmpfloat (scene->y1, ==, 9.95);
}

static void
test_ranges (void)
{
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  GmarlSeries *series = add_series (view, "A");
  g_autoptr (GmarlChartScene) tight = NULL, wide = NULL, limited = NULL, log = NULL;
  GmarlChartState state;

  for (int k = 0; k < 50; k++)
    gmarl_series_append (series, k, 0.98 + 0.0002 * k);
  tight = make_scene (view, NULL, 600, 300);
  g_assert_cmpfloat (tight->y1 - tight->y0, <, 0.02);
  view->y.min_span = 0.1;
  view->y.lowest = 0;
  view->y.highest = 1;
  wide = make_scene (view, NULL, 600, 300);
  g_assert_cmpfloat (wide->y1 - wide->y0, >=, 0.1 - 1e-12);
  g_assert_cmpfloat (wide->y1, <=, 1);
  g_assert_cmpfloat (wide->y0, <=, 0.98);
  /* Whole ticks are not beyond what can be, here in steps of 0.05. */
  view->y.lowest = 0.903;
  view->y.highest = 0.993;
  limited = make_scene (view, NULL, 600, 300);
  g_assert_cmpfloat (limited->y0, ==, 0.903);
  g_assert_cmpfloat (limited->y1, ==, 0.993);
  view->y.lowest = 0;
  view->y.highest = 1;
  gmarl_series_append (series, 50, -3);
  gmarl_chart_state_init (&state);
  state.y_log = TRUE;
  log = make_scene (view, &state, 600, 300);
  g_assert_cmpfloat (log->y0, >, 0);
  g_assert_cmpuint (log->below.count, ==, 1);
  g_assert_true (isnan (gmarl_chart_scene_y_to_pixel (log, -3)));
}

static void
test_spread (void)
{
  double one[] = { 10, 11, 12, 100 }, two[] = { 95, 96, 97 }, three[] = { 5, 50 };

  gmarl_chart_spread (one, 4, 16, 0, 100);
  g_assert_cmpfloat (one[0], ==, 0);
  g_assert_cmpfloat (one[1], ==, 16);
  g_assert_cmpfloat (one[2], ==, 32);
  g_assert_cmpfloat (one[3], ==, 100);
  gmarl_chart_spread (two, 3, 16, 0, 100);
  g_assert_cmpfloat (two[2], ==, 100);
  g_assert_cmpfloat (two[0], ==, 68);
  gmarl_chart_spread (three, 2, 16, 0, 100);
  g_assert_cmpfloat (three[0], ==, 5);
  g_assert_cmpfloat (three[1], ==, 50);
}

static GmarlChartSeries *
add_point_series (GmarlChartView *view, const char *name, double x, double y, double half)
{
  GmarlSeries *data = add_series (view, name);
  GmarlChartSeries *series = gmarl_chart_view_find_series (view, name);

  series->drawn = GMARL_CHART_POINTS;
  gmarl_series_append_band (data, x, y, y - half, y + half);
  return series;
}

/* Three policies, each in a category of its own. */
static GmarlChartView *
make_intervals (void)
{
  static const char *const names[] = { "PPO with shared weights", "Heuristic", "Random" };
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->y.title, "Stability");
  gmarl_chart_view_set_text (&view->x.title, "Policy");
  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    add_point_series (view, names[k], gmarl_chart_view_add_category (view, names[k]), 3 - k, 0.5);
  return view;
}

static void
test_categories (void)
{
  g_autoptr (GmarlChartView) view = make_intervals ();
  g_autoptr (GmarlChartScene) scene = make_scene (view, NULL, 400, 300);
  const GmarlChartCurve *curve = scene->curves->pdata[1];
  const GmarlSlice *whisker = &g_array_index (curve->band, GmarlSlice, 0);
  const GmarlChartEntry *entry = scene->entries->pdata[0];
  g_autoptr (GString) labels = g_string_new (NULL);
  GmarlRectangle slot;

  g_assert_cmpfloat (scene->x0, ==, -0.5);
  g_assert_cmpfloat (scene->x1, ==, 2.5);
  /* 0.5 … 3.5 in whole steps; padding 8, labels of y 7 px and 8, 4 at the right. */
  g_assert_cmpfloat (scene->plot.x, ==, 8 + 7 + 8);
  g_assert_cmpfloat (scene->plot.width, ==, 400 - 8 - 4 - (8 + 7 + 8));
  g_assert_cmpuint (scene->x_ticks.n, ==, 0);
  g_assert_cmpfloat_with_epsilon (gmarl_chart_scene_x_to_pixel (scene, 1),
                                  scene->plot.x + scene->plot.width / 2, 1e-9);
  g_assert_true (gmarl_chart_scene_get_slot_area (scene, 1, &slot));
  g_assert_cmpfloat_with_epsilon (slot.width, scene->plot.width / 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (slot.x, scene->plot.x + scene->plot.width / 3, 1e-9);

  /* "PPO with shared weights" has 161 px and gets two lines in the 121 that a category has. */
  for (guint k = 0; k < scene->labels->len; k++) {
    const GmarlChartLabel *label = scene->labels->pdata[k];

    if (label->at.y > scene->plot.y + scene->plot.height)
      g_string_append_printf (labels, "%s|", label->text);
    g_assert_cmpfloat (label->turn, ==, 0);
  }
  g_assert_cmpstr (labels->str, ==, "PPO with shared|weights|Heuristic|Random|");
  g_assert_cmpfloat (scene->plot.y + scene->plot.height, ==, 300 - 8 - 8 - 2 * 14);

  /* A marker with its whiskers in the middle, and no line to the next. */
  g_assert_cmpuint (curve->markers->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (g_array_index (curve->markers, GmarlPoint, 0).x,
                                  scene->plot.x + scene->plot.width / 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (whisker->top, gmarl_chart_scene_y_to_pixel (scene, 2.5), 1e-9);
  g_assert_cmpfloat_with_epsilon (whisker->bottom, gmarl_chart_scene_y_to_pixel (scene, 1.5), 1e-9);

  /* The label is the entry: no legend, no column of names. */
  g_assert_cmpuint (scene->entries->len, ==, 3);
  g_assert_true (entry->on_axis);
  g_assert_cmpint (gmarl_chart_scene_entry_at (scene, slot.x + 5, entry->area.y + 5), ==, 1);
  g_assert_cmpint (gmarl_chart_scene_series_at (scene,
                                                g_array_index (curve->markers, GmarlPoint, 0).x,
                                                gmarl_chart_scene_y_to_pixel (scene, 2), 6),
                   ==, 1);
  g_assert_cmpfloat (gmarl_chart_scene_step (scene, 1, 1), ==, 2);
  assert_text (gmarl_chart_scene_describe_point (scene, 1),
               "Heuristic. Heuristic 2.00, interval 1.50 to 2.50.");
  assert_text (gmarl_chart_scene_describe (scene),
               "Interval chart, Stability by Policy, 3 series. PPO with shared weights 3.00, "
               "interval 2.50 to 3.50. Heuristic 2.00, interval 1.50 to 2.50. Random 1.00, "
               "interval 0.500 to 1.50.");
}

/* What has no neighbour to draw a line to is a marker, also where a single line needs none. */
static void
test_lone_samples (void)
{
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  g_autoptr (GmarlChartScene) scene = NULL;
  g_autoptr (GmarlSeries) data = gmarl_series_new ();
  const GmarlChartCurve *curve;

  for (guint k = 0; k < 6; k++)
    gmarl_series_append (data, k, k == 1 || k == 5 ? NAN : k);
  gmarl_chart_view_add_series (view, "one", "One", data, (GmarlSeriesLook){ 0 });
  scene = make_scene (view, NULL, 400, 300);
  curve = scene->curves->pdata[0];
  g_assert_cmpuint (curve->markers->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (g_array_index (curve->markers, GmarlPoint, 0).x,
                                  gmarl_chart_scene_x_to_pixel (scene, 0), 1e-9);
}

static void
test_turned (void)
{
  for (int narrow = 0; narrow < 2; narrow++) {
    g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
    g_autoptr (GmarlChartScene) scene = NULL;
    guint n = narrow ? 60 : 10, turned = 0;

    for (guint k = 0; k < n; k++) {
      g_autofree char *name = g_strdup_printf ("Neighbourhood%u", k);

      add_point_series (view, name, gmarl_chart_view_add_category (view, name), k, 1);
    }
    scene = make_scene (view, NULL, 400, 300);
    for (guint k = 0; k < scene->labels->len; k++) {
      const GmarlChartLabel *label = scene->labels->pdata[k];

      if (label->turn == 0)
        continue;
      turned++;
      g_assert_cmpfloat (label->turn, ==, narrow ? -G_PI_2 : -G_PI_4);
      g_assert_cmpfloat (
          label->at.x - 7.0 * (double) g_utf8_strlen (label->text, -1) * cos (label->turn), >=, 0);
    }
    /* Sixty have 6 px each, 14 px high names are every third. */
    g_assert_cmpuint (turned, ==, narrow ? 20 : 10);
  }
}

/* Two policies in the same categories stand side by side, whichever is shown. */
static void
test_abreast (void)
{
  for (int hidden = 0; hidden < 2; hidden++) {
    g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
    g_autoptr (GmarlChartScene) scene = NULL;
    double slot;

    for (guint k = 0; k < 2; k++)
      gmarl_chart_view_add_category (view, k ? "5" : "3");
    for (guint k = 0; k < 2; k++) {
      GmarlChartSeries *series = add_point_series (view, k ? "B" : "A", 0, 1 + k, 0.5);

      gmarl_series_append (series->data, 1, 3 + k);
    }
    gmarl_chart_view_get_series (view, 0)->visible = !hidden;
    scene = make_scene (view, NULL, 400, 300);
    slot = scene->plot.width / 2;
    g_assert_cmpuint (scene->abreast, ==, 2);
    g_assert_cmpfloat_with_epsilon (gmarl_chart_scene_get_offset (scene, 0), -0.2 * slot, 1e-9);
    g_assert_cmpfloat_with_epsilon (gmarl_chart_scene_get_offset (scene, 1), 0.2 * slot, 1e-9);
    g_assert_false (((GmarlChartEntry *) scene->entries->pdata[0])->on_axis);
    g_assert_cmpuint (((GmarlChartEntry *) scene->entries->pdata[0])->index, ==, 0);
    if (!hidden)
      assert_text (gmarl_chart_scene_describe (scene),
                   "Interval chart, values, 2 series. A: 1.00 at 3, 3.00 at 5. B: 2.00 at 3, "
                   "4.00 at 5.");
  }
}

/* 1 … 5 and a gap: quartiles 2, 3 and 4, mean 3; of the other category 10 alone. */
static void
test_strip (void)
{
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  GmarlSeries *data = add_series (view, "PPO");
  const double values[] = { 5, 1, NAN, 4, 2, 3 };
  g_autoptr (GmarlChartScene) scene = NULL;
  g_autoptr (GmarlChartReadout) readout = NULL;
  const GmarlChartReadoutRow *row;
  const GmarlChartCurve *curve;
  const GmarlChartBox *box;

  gmarl_chart_view_get_series (view, 0)->drawn = GMARL_CHART_STRIP;
  gmarl_chart_view_add_category (view, "3");
  gmarl_chart_view_add_category (view, "5");
  for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
    gmarl_series_append (data, 0, values[k]);
  gmarl_series_append (data, 1, 10);
  scene = make_scene (view, NULL, 400, 300);
  curve = scene->curves->pdata[0];
  g_assert_false (curve->decimated);
  g_assert_cmpuint (curve->dots->len, ==, 6);
  g_assert_cmpuint (curve->boxes->len, ==, 1);
  g_assert_cmpuint (curve->markers->len, ==, 2);
  box = &g_array_index (curve->boxes, GmarlChartBox, 0);
  g_assert_cmpfloat_with_epsilon (box->area.y, gmarl_chart_scene_y_to_pixel (scene, 4), 1e-9);
  g_assert_cmpfloat_with_epsilon (box->area.y + box->area.height,
                                  gmarl_chart_scene_y_to_pixel (scene, 2), 1e-9);
  g_assert_cmpfloat_with_epsilon (box->median, gmarl_chart_scene_y_to_pixel (scene, 3), 1e-9);
  for (guint k = 0; k < 5; k++)
    g_assert_cmpfloat (fabs (g_array_index (curve->dots, GmarlPoint, k).x -
                             gmarl_chart_scene_x_to_pixel (scene, 0)),
                       <, box->area.width / 2);
  g_assert_cmpint (gmarl_chart_scene_series_at (scene, box->area.x + 1, box->area.y + 1, 0.5), ==,
                   0);

  readout = gmarl_chart_scene_read (scene, 0);
  row = readout->rows->pdata[0];
  g_assert_cmpstr (readout->x_text, ==, "3");
  g_assert_cmpfloat (row->value, ==, 3);
  g_assert_cmpfloat (row->lower, ==, 2);
  g_assert_cmpfloat (row->upper, ==, 4);
  g_assert_cmpstr (row->interval_text, ==, "quartiles 2.00 to 4.00");
  assert_text (gmarl_chart_readout_to_text (readout, scene),
               "3\tValue\tLower\tUpper\nPPO\t3\t2\t4\n");

  /* More samples: another summary. */
  gmarl_series_append (data, 1, 20);
  g_clear_pointer (&scene, gmarl_chart_scene_free);
  scene = make_scene (view, NULL, 400, 300);
  g_clear_pointer (&readout, gmarl_chart_readout_free);
  readout = gmarl_chart_scene_read (scene, 1);
  g_assert_cmpfloat (((GmarlChartReadoutRow *) readout->rows->pdata[0])->value, ==, 15);
}

/* A band goes in steps with its line; a line through points leaves their gaps out. */
static void
test_steps_and_joined (void)
{
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  GmarlSeries *steps = add_series (view, "Steps"), *points = add_series (view, "Points");
  GmarlChartSeries *series = gmarl_chart_view_get_series (view, 1);
  g_autoptr (GmarlChartScene) scene = NULL;
  const GmarlChartCurve *curve;
  const GmarlSlice *slices;
  const double ys[] = { 1, 2, NAN, 4 };

  gmarl_chart_view_get_series (view, 0)->drawn = GMARL_CHART_STEP;
  series->drawn = GMARL_CHART_POINTS;
  series->joined = TRUE;
  for (int k = 0; k < 4; k++) {
    gmarl_series_append_band (steps, k, k, k - 1, k + 1);
    gmarl_series_append (points, k, ys[k]);
  }
  scene = make_scene (view, NULL, 400, 300);
  curve = scene->curves->pdata[0];
  g_assert_cmpuint (curve->band->len, ==, 7);
  slices = (const GmarlSlice *) (gpointer) curve->band->data;
  g_assert_cmpfloat (slices[1].x, ==, slices[2].x);
  g_assert_cmpfloat (slices[1].top, ==, slices[0].top);
  g_assert_cmpfloat (slices[2].top, <, slices[1].top);
  curve = scene->curves->pdata[1];
  g_assert_cmpuint (curve->markers->len, ==, 3);
  g_assert_cmpuint (curve->line->len, ==, 4);
  g_assert_true (isnan (g_array_index (curve->line, GmarlPoint, 2).x));
  /* 4 % of the range on both sides, for the markers at the ends. */
  g_assert_cmpfloat_with_epsilon (scene->x0, -0.12, 1e-12);
  g_assert_cmpfloat_with_epsilon (scene->x1, 3.12, 1e-12);
}

/* No size, however small, and no data, however strange, is too much. */
static void
test_sizes (void)
{
  const double sizes[][2] = { { 1, 1 }, { 40, 30 }, { 180, 90 }, { 280, 160 }, { 3000, 2000 } };
  const double values[] = { 1e308, -1e308, 5e-324, NAN, INFINITY, 0 };

  for (gsize size = 0; size < G_N_ELEMENTS (sizes); size++) {
    g_autoptr (GmarlChartView) strange = gmarl_chart_view_new ();
    g_autoptr (GmarlChartScene) scene = NULL;
    GmarlSeries *series = add_series (strange, "Strange");

    for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
      gmarl_series_append (series, k ? 1e300 : -1e300, values[k]);
    scene = make_scene (strange, NULL, sizes[size][0], sizes[size][1]);
    g_assert_cmpfloat (scene->plot.width, >=, 8);
    g_assert_cmpfloat (scene->plot.height, >=, 8);
    for (gsize k = 0; k < n_chart_samples; k++) {
      GmarlChartState state;
      g_autoptr (GmarlChartView) view = NULL;
      g_autoptr (GmarlChartScene) one = NULL;
      g_autofree char *summary = NULL;

      gmarl_chart_state_init (&state);
      view = chart_samples[k].make (&state);
      one = make_scene (view, &state, sizes[size][0], sizes[size][1]);
      summary = gmarl_chart_scene_describe (one);
      g_assert_nonnull (strstr (summary, "chart, "));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/chart/places", test_places);
  g_test_add_func ("/drawing/chart/crosshair-reach", test_crosshair_reach);
  g_test_add_func ("/drawing/chart/flag-at-corner", test_flag_at_corner);
  g_test_add_func ("/drawing/chart/subtitle", test_subtitle);
  g_test_add_func ("/drawing/chart/hits", test_hits);
  g_test_add_func ("/drawing/chart/readout", test_readout);
  g_test_add_func ("/drawing/chart/bands", test_bands);
  g_test_add_func ("/drawing/chart/ticks-at-samples", test_ticks_at_samples);
  g_test_add_func ("/drawing/chart/impossible-interval", test_impossible_interval);
  g_test_add_func ("/drawing/chart/silent-focus", test_silent_focus);
  g_test_add_func ("/drawing/chart/readout-of-gaps", test_readout_of_gaps);
  g_test_add_func ("/drawing/chart/gaps", test_gaps);
  g_test_add_func ("/drawing/chart/extremes", test_extremes);
  g_test_add_func ("/drawing/chart/hiding", test_hiding);
  g_test_add_func ("/drawing/chart/chips", test_chips);
  g_test_add_func ("/drawing/chart/ranges", test_ranges);
  g_test_add_func ("/drawing/chart/spread", test_spread);
  g_test_add_func ("/drawing/chart/categories", test_categories);
  g_test_add_func ("/drawing/chart/lone-samples", test_lone_samples);
  g_test_add_func ("/drawing/chart/turned", test_turned);
  g_test_add_func ("/drawing/chart/abreast", test_abreast);
  g_test_add_func ("/drawing/chart/strip", test_strip);
  g_test_add_func ("/drawing/chart/steps-and-joined", test_steps_and_joined);
  g_test_add_func ("/drawing/chart/sizes", test_sizes);
  return g_test_run ();
}
