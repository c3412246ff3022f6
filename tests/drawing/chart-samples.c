/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "chart-samples.h"

#include <math.h>

double
chart_sample_noise (guint index)
{
  guint32 bits = index * 2654435761u;

  bits ^= bits >> 15;
  bits *= 2246822519u;
  bits ^= bits >> 13;
  return bits / 2147483648.0 - 1;
}

static GmarlSeries *
make_run (gsize n, double from, double to, double noise, double band, guint seed)
{
  GmarlSeries *series = gmarl_series_new ();
  double wander = 0;

  for (guint k = 0; k < n; k++) {
    double y = to + (from - to) * exp (-4.0 * k / (double) n);

    wander = 0.9 * wander + noise * chart_sample_noise (seed * 7919 + k);
    y += wander;
    if (band > 0)
      gmarl_series_append_band (series, k, y, y - band * (1 + 2 * exp (-6.0 * k / (double) n)),
                                y + band * (1 + 2 * exp (-6.0 * k / (double) n)));
    else
      gmarl_series_append (series, k, y);
  }
  return series;
}

static GmarlChartSeries *
add (GmarlChartView *view, const char *id, const char *name, GmarlSeries *data, guint slot)
{
  GmarlSeriesLook look = { GMARL_LOOK_SERIES, slot };
  GmarlChartSeries *series = gmarl_chart_view_add_series (view, id, name, data, look);

  gmarl_series_unref (data);
  return series;
}

static GmarlChartView *
make_training (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, "Average grid stability per episode");
  gmarl_chart_view_set_text (&view->subtitle,
                             "Mean of 10 seeds, 95 % bootstrap interval · higher is better");
  gmarl_chart_view_set_text (&view->x.title, "Iteration");
  add (view, "ppo", "PPO", make_run (501, 0.58, 0.89, 0.006, 0.022, 1), 0);
  add (view, "heuristic", "Heuristic", make_run (501, 0.81, 0.81, 0.006, 0.013, 2), 1);
  add (view, "random", "Random", make_run (501, 0.60, 0.60, 0.004, 0.013, 3), 2);
  return view;
}

static GmarlChartView *
make_smoothed (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlChartReference *reference;

  gmarl_chart_view_set_text (&view->title, "Episode reward");
  gmarl_chart_view_set_text (&view->subtitle, "1 seed · higher is better");
  gmarl_chart_view_set_text (&view->x.title, "Iteration");
  add (view, "ppo", "PPO", make_run (300, -420, -180, 14, 0, 4), 0)->smooth = TRUE;
  state->half_life = 20;
  reference = gmarl_chart_view_add_reference (view, -240, "Heuristic");
  reference->has_look = TRUE;
  reference->look.slot = 1;
  reference = gmarl_chart_view_add_reference (view, -395, "Random");
  reference->has_look = TRUE;
  reference->look.slot = 2;
  gmarl_chart_view_add_mark (view, 180, "Resumed")->tick = TRUE;
  return view;
}

static GmarlChartView *
make_day (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlSeries *demand = gmarl_series_new (), *solar = gmarl_series_new (),
              *grid = gmarl_series_new ();
  const GmarlQuantity quantities[] = { GMARL_QUANTITY_DEMAND, GMARL_QUANTITY_SOLAR,
                                       GMARL_QUANTITY_GRID };

  gmarl_chart_view_set_text (&view->y.title, "Power");
  gmarl_chart_view_set_text (&view->y.unit, "kWh per step");
  gmarl_chart_view_set_text (&view->y.high_word, "Import");
  gmarl_chart_view_set_text (&view->y.low_word, "Export");
  view->x.kind = GMARL_CHART_TIME_OF_DAY;
  view->x.min = 0;
  view->x.max = 24;
  for (guint k = 0; k < 288; k++) {
    double hour = k / 12.0, sun = fmax (0, sin ((hour - 6) / 12 * G_PI));
    double need = 4 + 3 * exp (-pow ((hour - 8) / 2, 2)) + 6 * exp (-pow ((hour - 19) / 2.5, 2)) +
                  0.3 * chart_sample_noise (k);
    gboolean gap = k >= 150 && k < 162;

    gmarl_series_append (demand, hour, gap ? NAN : need);
    gmarl_series_append (solar, hour, 11 * sun * (1 + 0.08 * chart_sample_noise (900 + k)));
    gmarl_series_append (grid, hour, gap ? NAN : need - 11 * sun);
  }
  add (view, "demand", "Demand", demand, 0);
  add (view, "solar", "Solar", solar, 0)->drawn = GMARL_CHART_AREA;
  add (view, "grid", "Grid", grid, 0)->drawn = GMARL_CHART_STEP;
  for (guint k = 0; k < 3; k++)
    gmarl_chart_view_get_series (view, k)->look =
        (GmarlSeriesLook){ GMARL_LOOK_QUANTITY, quantities[k] };
  gmarl_chart_view_add_mark (view, 14.5, "Line outage");
  return view;
}

static GmarlChartView *
make_days (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlSeries *level = gmarl_series_new ();

  gmarl_chart_view_set_text (&view->y.title, "Storage");
  gmarl_chart_view_set_text (&view->y.unit, "%");
  view->x.kind = GMARL_CHART_TIME_OF_DAY;
  view->x.first_day = 738948;
  view->y.lowest = 0;
  view->y.highest = 100;
  for (guint k = 0; k < 5 * 288; k++)
    gmarl_series_append (level, k / 12.0,
                         50 + 38 * sin (k / 288.0 * 2 * G_PI - 1.5) +
                             4 * chart_sample_noise (k / 6));
  add (view, "storage", "Storage", level, 0)->look =
      (GmarlSeriesLook){ GMARL_LOOK_QUANTITY, GMARL_QUANTITY_STORAGE };
  gmarl_chart_view_add_reference (view, 50, "Optimum");
  return view;
}

static GmarlChartView *
make_many (GmarlChartState *state)
{
  static const char *const names[] = { "PPO · lr 1e-3 · shared weights",
                                       "PPO · lr 3e-4",
                                       "Random",
                                       "PPO · no sharing",
                                       "Heuristic",
                                       "PPO · big",
                                       "PPO · small",
                                       "PPO · clip 0.1",
                                       "PPO · clip 0.3" };
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, "Stability");
  gmarl_chart_view_set_text (&view->subtitle, "Mean of 3 seeds, min–max · higher is better");
  gmarl_chart_view_set_text (&view->x.title, "Iteration");
  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    add (view, names[k], names[k],
         make_run (400, 0.5 + 0.01 * k, 0.6 + 0.035 * k, 0.005, 0.01, 20 + k), k);
  gmarl_chart_view_get_series (view, 3)->visible = FALSE;
  state->focused = 5;
  return view;
}

static GmarlChartView *
make_log (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlSeries *measured = gmarl_series_new (), *ideal = gmarl_series_new ();

  gmarl_chart_view_set_text (&view->title, "Inference latency");
  gmarl_chart_view_set_text (&view->y.unit, "ms");
  gmarl_chart_view_set_text (&view->x.title, "Agents");
  view->x.kind = view->y.kind = GMARL_CHART_LOG;
  for (guint k = 0; k <= 12; k++) {
    double n = pow (10, k / 3.0);

    gmarl_series_append_band (measured, n, 0.02 * n + 0.4, 0.016 * n + 0.3, 0.026 * n + 0.5);
    gmarl_series_append (ideal, n, 0.02 * n);
  }
  add (view, "measured", "Measured", measured, 0);
  add (view, "ideal", "Ideal", ideal, 2);
  gmarl_chart_view_add_reference (view, 50, "50 ms");
  return view;
}

static GmarlChartView *
make_long (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, "A long run");
  gmarl_chart_view_set_text (&view->x.title, "Step");
  add (view, "a", "Wandering", make_run (200000, 0, 4, 0.4, 0, 11), 0);
  add (view, "b", "Steady", make_run (200000, 9, 6, 0.2, 0, 12), 4);
  state->y0 = -2;
  state->y1 = 8;
  return view;
}

static GmarlChartView *
make_bars (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlSeries *days = gmarl_series_new ();

  gmarl_chart_view_set_text (&view->y.title, "Grid import");
  gmarl_chart_view_set_text (&view->y.unit, "kWh");
  gmarl_chart_view_set_text (&view->x.title, "Day");
  for (guint k = 1; k <= 30; k++)
    gmarl_series_append (days, k, 120 + 90 * chart_sample_noise (k + 50));
  add (view, "import", NULL, days, 0)->drawn = GMARL_CHART_BARS;
  gmarl_chart_view_get_series (view, 0)->look =
      (GmarlSeriesLook){ GMARL_LOOK_QUANTITY, GMARL_QUANTITY_GRID };
  return view;
}

static GmarlChartView *
make_seeds (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlChartSeries *seed;

  gmarl_chart_view_set_text (&view->title, "Stability");
  gmarl_chart_view_set_text (&view->subtitle, "2 seeds, each drawn · higher is better");
  gmarl_chart_view_set_text (&view->x.title, "Iteration");
  view->y.min_span = 0.1;
  add (view, "ppo", "PPO", make_run (200, 0.6, 0.85, 0.002, 0, 31), 0);
  for (guint k = 0; k < 2; k++) {
    g_autofree char *id = g_strdup_printf ("ppo-%u", k);

    seed = add (view, id, NULL, make_run (200, 0.6, 0.82 + 0.06 * k, 0.01, 0, 32 + k), 0);
    seed->thin = TRUE;
    seed->parent = 0;
  }
  state->band = GMARL_CHART_BAND_SEEDS;
  return view;
}

static GmarlChartView *
make_empty (GmarlChartState *state)
{
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, "Explained variance");
  gmarl_chart_view_set_text (&view->x.title, "Iteration");
  view->y.lowest = 0;
  view->y.highest = 1;
  add (view, "ppo", "PPO", gmarl_series_new (), 0);
  return view;
}

/* A policy and its difference to a baseline in each category. */
static GmarlChartView *
make_forest (GmarlChartState *state)
{
  static const struct {
    const char *name;
    double value, half;
  } rows[] = {
    { "PPO · shared weights", 0.083, 0.021 },
    { "PPO · independent", 0.064, 0.034 },
    { "PPO · no sharing", 0.011, 0.030 },
    { "Random", -0.142, 0.009 },
    { "No control", -0.020, 0 },
  };
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, "Mean stability, difference to Heuristic");
  gmarl_chart_view_set_text (&view->subtitle,
                             "5 seeds × 100 paired days, mean, 95 % interval · higher is better");
  gmarl_chart_view_set_text (&view->x.title, "Policy");
  view->y.with_zero = TRUE;
  for (guint k = 0; k < G_N_ELEMENTS (rows); k++) {
    guint x = gmarl_chart_view_add_category (view, rows[k].name);
    GmarlSeries *data = gmarl_series_new ();
    double half = rows[k].half;

    gmarl_series_append_band (data, x, rows[k].value, half > 0 ? rows[k].value - half : NAN,
                              half > 0 ? rows[k].value + half : NAN);
    add (view, rows[k].name, rows[k].name, data, k)->drawn = GMARL_CHART_POINTS;
  }
  gmarl_chart_view_get_series (view, 2)->visible = FALSE;
  return view;
}

/* Distributions over days, two policies abreast in each category. */
static GmarlChartView *
make_strips (GmarlChartState *state)
{
  static const char *const names[] = { "PPO", "Heuristic" };
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, "Grid import by day");
  gmarl_chart_view_set_text (&view->subtitle, "60 days each, quartiles and mean");
  gmarl_chart_view_set_text (&view->y.unit, "kWh");
  gmarl_chart_view_set_text (&view->x.title, "Agents");
  for (guint k = 3; k <= 7; k += 2) {
    g_autofree char *label = g_strdup_printf ("%u", k);

    gmarl_chart_view_add_category (view, label);
  }
  for (guint k = 0; k < G_N_ELEMENTS (names); k++) {
    GmarlSeries *data = gmarl_series_new ();

    for (guint x = 0; x < 3; x++)
      for (guint day = 0; day < 60; day++) {
        double noise = chart_sample_noise (1000 * k + 100 * x + day);

        gmarl_series_append (data, x, 90 + 35 * x + 12 * k + 30 * noise * fabs (noise));
      }
    add (view, names[k], names[k], data, k)->drawn = GMARL_CHART_STRIP;
  }
  return view;
}

/* Measured at a few sizes, both axes as powers of ten. */
static GmarlChartView *
make_sizes (GmarlChartState *state)
{
  static const char *const names[] = { "Independent", "Shared" };
  static const double sizes[] = { 3, 5, 7, 10, 20, 50 };
  GmarlChartView *view = gmarl_chart_view_new ();
  GmarlSeries *ideal = gmarl_series_new ();

  gmarl_chart_view_set_text (&view->title, "Time an iteration");
  gmarl_chart_view_set_text (&view->y.unit, "s");
  gmarl_chart_view_set_text (&view->x.title, "Agents");
  view->x.kind = view->y.kind = GMARL_CHART_LOG;
  for (guint k = 0; k < G_N_ELEMENTS (names); k++) {
    GmarlSeries *data = gmarl_series_new ();
    GmarlChartSeries *series;

    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
      double y = (0.03 + 0.02 * k) * pow (sizes[i], 1.1 - 0.3 * k);

      gmarl_series_append_band (data, sizes[i], y, 0.85 * y, 1.2 * y);
    }
    series = add (view, names[k], names[k], data, k);
    series->drawn = GMARL_CHART_POINTS;
    series->joined = TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    gmarl_series_append (ideal, sizes[i], 0.03 * sizes[i]);
  add (view, "ideal", "Proportional", ideal, 2);
  return view;
}

/* Shares that go down in steps, with bands. */
static GmarlChartView *
make_profile (GmarlChartState *state)
{
  static const char *const names[] = { "PPO", "Heuristic" };
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, "Performance profile");
  gmarl_chart_view_set_text (&view->x.title, "Stability τ");
  gmarl_chart_view_set_text (&view->y.title, "Share of seeds × days above τ");
  view->y.min = 0;
  view->y.max = 1;
  for (guint k = 0; k < G_N_ELEMENTS (names); k++) {
    GmarlSeries *data = gmarl_series_new ();

    for (guint i = 0; i <= 24; i++) {
      double x = 0.4 + 0.025 * i, share = 1 / (1 + exp (22 * (x - 0.78 + 0.08 * k)));

      share = floor (20 * share + 0.5) / 20;
      gmarl_series_append_band (data, x, share, fmax (0, share - 0.06), fmin (1, share + 0.06));
    }
    add (view, names[k], names[k], data, k)->drawn = GMARL_CHART_STEP;
  }
  return view;
}

const ChartSample chart_samples[] = {
  { "training", make_training }, { "smoothed", make_smoothed }, { "day", make_day },
  { "days", make_days },         { "many", make_many },         { "log", make_log },
  { "long", make_long },         { "bars", make_bars },         { "seeds", make_seeds },
  { "empty", make_empty },       { "forest", make_forest },     { "strips", make_strips },
  { "sizes", make_sizes },       { "profile", make_profile },
};
const gsize n_chart_samples = G_N_ELEMENTS (chart_samples);
