/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-chart-paint.h"
#include "gmarl-series-fill.h"
#include "golden.h"

#include <math.h>
#include <string.h>

#define WIDTH  400
#define HEIGHT 200

static void
test_mean (void)
{
  g_autoptr (GmarlSeries) series = gmarl_series_new ();
  const double values[] = {
    1, 2, NAN, NAN, /* a day */
    3, 8, 7,   NAN,
  };
  const double *lower, *upper;

  gmarl_series_append (series, 0, 99);
  gmarl_series_fill_mean (series, values, 2, 4, 6);
  lower = gmarl_series_get_lower (series);
  upper = gmarl_series_get_upper (series);
  g_assert_cmpuint (gmarl_series_get_length (series), ==, 4);
  g_assert_cmpfloat (gmarl_series_get_x (series)[3], ==, 18);
  g_assert_cmpfloat (gmarl_series_get_y (series)[0], ==, 2);
  g_assert_cmpfloat (gmarl_series_get_y (series)[1], ==, 5);
  g_assert_cmpfloat (lower[1], ==, 2);
  g_assert_cmpfloat (upper[1], ==, 8);
  /* A single day has no spread. */
  g_assert_cmpfloat (gmarl_series_get_y (series)[2], ==, 7);
  g_assert_true (isnan (lower[2]));
  g_assert_true (isnan (gmarl_series_get_y (series)[3]));

  gmarl_series_fill_mean (series, NULL, 0, 4, 6);
  g_assert_cmpuint (gmarl_series_get_length (series), ==, 0);
}

static void
test_duration (void)
{
  g_autoptr (GmarlSeries) series = gmarl_series_new ();
  const double values[] = { 2, NAN, 9, -1, 2 };
  const double x[] = { 12.5, 37.5, 62.5, 87.5 }, y[] = { 9, 2, 2, -1 };

  gmarl_series_fill_duration (series, values, G_N_ELEMENTS (values));
  g_assert_cmpmem (gmarl_series_get_x (series), 4 * sizeof (double), x, sizeof x);
  g_assert_cmpmem (gmarl_series_get_y (series), gmarl_series_get_length (series) * sizeof (double),
                   y, sizeof y);
  gmarl_series_fill_duration (series, NULL, 0);
  g_assert_cmpuint (gmarl_series_get_length (series), ==, 0);
}

/* 8 values, hence 6 bins or fewer over 0 to 10: of 2, from 0. The 10 is in the last of them. */
static void
test_histogram (void)
{
  g_autoptr (GmarlSeries) series = gmarl_series_new ();
  const double values[] = { 0, 1, 2, 3, 4, 4.5, 10, 9 };
  const double x[] = { 1, 3, 5, 7, 9 }, y[] = { 25, 25, 25, 0, 25 };

  g_assert_cmpfloat (gmarl_series_fill_histogram (series, values, G_N_ELEMENTS (values)), ==, 2);
  g_assert_cmpmem (gmarl_series_get_x (series), gmarl_series_get_length (series) * sizeof (double),
                   x, sizeof x);
  g_assert_cmpmem (gmarl_series_get_y (series), 5 * sizeof (double), y, sizeof y);
}

/* Edges are multiples of the width whatever the sign; all that is counted is there. */
static void
test_bins (void)
{
  g_autoptr (GmarlSeries) series = gmarl_series_new ();

  for (gsize n = 1; n < 5000; n = 3 * n + 1) {
    g_autofree double *values = g_new (double, n);
    double width, sum = 0;
    gsize n_bins;

    for (gsize k = 0; k < n; k++)
      values[k] = -0.3 + 0.7 * (double) (k * 7919 % n) / (double) n;
    width = gmarl_series_fill_histogram (series, values, n);
    n_bins = gmarl_series_get_length (series);
    g_assert_cmpfloat (width, >, 0);
    g_assert_cmpuint (n_bins, >=, 3);
    g_assert_cmpuint (n_bins, <=, 38);
    for (gsize k = 0; k < n_bins; k++) {
      double edge = gmarl_series_get_x (series)[k] / width - 0.5;

      sum += gmarl_series_get_y (series)[k];
      g_assert_cmpfloat (fabs (edge - round (edge)), <, 1e-6);
    }
    g_assert_cmpfloat_with_epsilon (sum, 100, 1e-9);
  }
}

/* What never changes is one bar between two empty ones. */
static void
test_constant (void)
{
  g_autoptr (GmarlSeries) series = gmarl_series_new ();
  const double values[] = { 0.25, 0.25, 0.25 };
  const double y[] = { 0, 100, 0 };

  g_assert_cmpfloat (gmarl_series_fill_histogram (series, values, 3), >, 0);
  g_assert_cmpmem (gmarl_series_get_y (series), gmarl_series_get_length (series) * sizeof (double),
                   y, sizeof y);
  g_assert_cmpfloat (gmarl_series_fill_histogram (series, values, 0), ==, 0);
  g_assert_cmpuint (gmarl_series_get_length (series), ==, 0);
}

/* --- Pictures ------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  GmarlChartDrawn drawn;
} Sample;

static const Sample samples[] = {
  { "average-day", GMARL_CHART_LINE },
  { "duration", GMARL_CHART_LINE },
  { "histogram", GMARL_CHART_BARS },
};

/* Three days of 288 steps. */
static GmarlChartView *
make_sample (const Sample *sample)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlChartSeries *series =
      gmarl_chart_view_add_series (view, "demand", "Demand", NULL,
                                   (GmarlSeriesLook){ GMARL_LOOK_QUANTITY, GMARL_QUANTITY_DEMAND });
  double values[3 * 288];

  for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
    values[k] = 12 - 8 * cos (2 * G_PI * (double) (k % 288) / 288) + (double) (k / 288);
  series->drawn = sample->drawn;
  gmarl_chart_view_set_text (&view->title, "Demand");
  view->y.with_zero = TRUE;
  view->labels = GMARL_CHART_LABELS_NONE;
  if (sample == &samples[0]) {
    view->x.kind = GMARL_CHART_TIME_OF_DAY;
    view->x.min = 0;
    view->x.max = 24;
    gmarl_series_fill_mean (series->data, values, 3, 288, 24.0 / 288);
  } else if (sample == &samples[1]) {
    view->x.min = 0;
    view->x.max = 100;
    gmarl_series_fill_duration (series->data, values, G_N_ELEMENTS (values));
  } else {
    gmarl_series_fill_histogram (series->data, values, G_N_ELEMENTS (values));
  }
  return view;
}

static void
paint_sample (cairo_t *cr,
              gconstpointer sample,
              const GmarlDrawStyle *style,
              const GmarlTextMeasure *measure,
              int width,
              int height)
{
  g_autoptr (GmarlChartView) view = make_sample (sample);
  g_autoptr (GmarlChartScene) scene = NULL;
  GmarlChartState state;

  gmarl_chart_state_init (&state);
  scene = gmarl_chart_scene_new (view, &state, style, measure, width, height);
  gmarl_chart_paint_plot (cr, scene, style, TRUE);
}

static void
test_picture (gconstpointer sample)
{
  golden_check (((const Sample *) sample)->name, paint_sample, sample, WIDTH, HEIGHT);
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
  g_test_add_func ("/drawing/series-fill/mean", test_mean);
  g_test_add_func ("/drawing/series-fill/duration", test_duration);
  g_test_add_func ("/drawing/series-fill/histogram", test_histogram);
  g_test_add_func ("/drawing/series-fill/bins", test_bins);
  g_test_add_func ("/drawing/series-fill/constant", test_constant);
  for (gsize k = 0; k < G_N_ELEMENTS (samples); k++) {
    g_autofree char *path = g_strdup_printf ("/drawing/series-fill/picture/%s", samples[k].name);

    g_test_add_data_func (path, &samples[k], test_picture);
  }
  return g_test_run ();
}
