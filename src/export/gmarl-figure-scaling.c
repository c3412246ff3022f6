/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-figure-scaling.h"

#include "gmarl-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What a decision may take (docs/performance.md). */
#define LATENCY_LIMIT_MS 50

enum {
  SLOT_INDEPENDENT = 0,
  SLOT_SHARED = 3,
  SLOT_PROPORTIONAL = 2,
};

const guint gmarl_figure_scaling_slots[2] = { SLOT_INDEPENDENT, SLOT_SHARED };

const GmarlScalingQuantity gmarl_figure_scaling_quantities[] = {
  GMARL_SCALING_ITERATION_SECONDS,
  GMARL_SCALING_STEPS_PER_SECOND,
  GMARL_SCALING_LATENCY_P99,
  GMARL_SCALING_MEMORY,
  GMARL_SCALING_REWARD,
  GMARL_SCALING_STABILITY,
};
const gsize gmarl_figure_n_scaling_quantities = G_N_ELEMENTS (gmarl_figure_scaling_quantities);

/* How a quantity is drawn. */
typedef struct {
  double factor;
  const char *unit; /* NULL: as stored */
  gboolean log;
  gboolean proportional; /* a line that grows with the agents */
} Drawn;

static Drawn
get_drawn (GmarlScalingQuantity quantity)
{
  switch (quantity) {
  case GMARL_SCALING_ITERATION_SECONDS:
    return (Drawn){ 1, "s", TRUE, TRUE };
  case GMARL_SCALING_STEPS_PER_SECOND:
    return (Drawn){ 1, "1/s", TRUE, FALSE };
  case GMARL_SCALING_LATENCY_P50:
  case GMARL_SCALING_LATENCY_P99:
    return (Drawn){ 1e3, "ms", TRUE, FALSE };
  case GMARL_SCALING_MEMORY:
    return (Drawn){ 1e-6, "MB", TRUE, TRUE };
  case GMARL_SCALING_REWARD:
  case GMARL_SCALING_STABILITY:
  case GMARL_SCALING_ENERGY_SHARED:
  case GMARL_SCALING_ITERATIONS_95:
  case GMARL_N_SCALING:
  default:
    return (Drawn){ 1, NULL, FALSE, FALSE };
  }
}

static gboolean
add_points (GmarlChartView *view,
            const GmarlScalingResults *results,
            GmarlScalingQuantity quantity,
            gboolean shared,
            guint slot)
{
  Drawn drawn = get_drawn (quantity);
  g_autoptr (GmarlSeries) data = gmarl_series_new ();
  g_autoptr (GmarlSeries) range = gmarl_series_new ();
  GmarlChartSeries *series;

  for (guint k = 0; k < results->points->len; k++) {
    const GmarlScalingPoint *point = &g_array_index (results->points, GmarlScalingPoint, k);
    const GmarlInterval *value = &point->value[quantity];

    if (point->shared != shared || !isfinite (value->estimate))
      continue;
    gmarl_series_append_band (data, (double) point->agents, drawn.factor * value->estimate,
                              drawn.factor * value->low, drawn.factor * value->high);
    gmarl_series_append_band (range, (double) point->agents, drawn.factor * value->estimate,
                              drawn.factor * point->lowest[quantity],
                              drawn.factor * point->highest[quantity]);
  }
  if (gmarl_series_get_length (data) == 0)
    return FALSE;
  series = gmarl_chart_view_add_series (view, shared ? "shared" : "independent",
                                        shared ? _ ("Shared") : _ ("Independent"), data,
                                        (GmarlSeriesLook){ GMARL_LOOK_SERIES, slot });
  gmarl_chart_series_set_range (series, range);
  series->drawn = GMARL_CHART_POINTS;
  series->joined = TRUE;
  return TRUE;
}

/* From the first point of the first series on. */
static void
add_proportional (GmarlChartView *view)
{
  const GmarlSeries *first = gmarl_chart_view_get_series (view, 0)->data;
  gsize n = gmarl_series_get_length (first);
  const double *x = gmarl_series_get_x (first), *y = gmarl_series_get_y (first);
  g_autoptr (GmarlSeries) data = gmarl_series_new ();

  if (n < 2)
    return;
  for (gsize k = 0; k < n; k++)
    gmarl_series_append (data, x[k], y[0] * x[k] / x[0]);
  gmarl_chart_view_add_series (view, "proportional", _ ("Proportional"), data,
                               (GmarlSeriesLook){ GMARL_LOOK_SERIES, SLOT_PROPORTIONAL });
}

/* "time ∝ agents^0.93 (0.88 to 0.98)", of independent policies if there are, else of shared ones.
 */
static char *
describe_slope (const GmarlScalingResults *results)
{
  const GmarlRegression *slope = &results->slope[isfinite (results->slope[0].slope) ? 0 : 1];
  g_autofree char *value = NULL, *low = NULL, *high = NULL;

  if (!isfinite (slope->slope))
    return g_strdup ("");
  value = gmarl_format_decimals (slope->slope, 2);
  if (!isfinite (slope->low) || !isfinite (slope->high))
    /* translators: how time grows with the number N of agents: a power */
    return g_strdup_printf (_ ("time ∝ N^%s"), value);
  low = gmarl_format_decimals (slope->low, 2);
  high = gmarl_format_decimals (slope->high, 2);
  /* translators: the same, with the interval of the power */
  return g_strdup_printf (_ ("time ∝ N^%s, 95 %% interval %s to %s"), value, low, high);
}

static void
set_subtitle (GmarlChartView *view,
              const GmarlScalingResults *results,
              GmarlScalingQuantity quantity)
{
  const char *direction = gmarl_figure_direction (gmarl_scaling_quantities[quantity].direction);
  gsize least = G_MAXSIZE, most = 0, missing = 0;
  g_autofree char *seeds = NULL, *statistic = NULL, *slope = NULL, *after = NULL;

  for (guint k = 0; k < results->points->len; k++) {
    const GmarlScalingPoint *point = &g_array_index (results->points, GmarlScalingPoint, k);

    missing += point->n_cells - point->n_done;
    if (point->count[quantity] == 0)
      continue;
    least = MIN (least, point->count[quantity]);
    most = MAX (most, point->count[quantity]);
  }
  if (most == 0)
    return;
  if (least < most)
    seeds = g_strdup_printf (_ ("%zu to %zu seeds"), least, most);
  else
    seeds = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu seed", "%zu seeds", most), most);
  /* translators: how many seeds */
  statistic = g_strdup_printf (_ ("%s, mean"), seeds);
  slope = quantity == GMARL_SCALING_ITERATION_SECONDS ? describe_slope (results) : g_strdup ("");
  after = gmarl_figure_join (direction != NULL ? direction : "", slope, (const char *) NULL);
  gmarl_figure_set_statistic (view, NULL, statistic, most >= 3 ? _ ("95 % interval") : NULL, after);
  if (missing > 0) {
    g_autofree char *note =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu training is missing",
                                      "%zu trainings are missing", missing),
                         missing);

    gmarl_chart_view_set_text (&view->note, note);
  }
}

GmarlChartView *
gmarl_figure_scaling (const GmarlScalingResults *results,
                      GmarlScalingQuantity quantity,
                      const guint slots[2],
                      const gboolean *hidden)
{
  const GmarlScalingInfo *info = &gmarl_scaling_quantities[quantity];
  Drawn drawn = get_drawn (quantity);
  const char *unit = drawn.unit != NULL ? drawn.unit : info->unit;
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, _ (info->title));
  gmarl_chart_view_set_text (&view->x.title, _ ("Agents"));
  gmarl_chart_view_set_text (&view->y.unit, *unit != '\0' ? unit : NULL);
  view->x.kind = GMARL_CHART_LOG;
  view->x.whole = TRUE;
  view->x.at_samples = TRUE;
  view->y.kind = drawn.log ? GMARL_CHART_LOG : GMARL_CHART_LINEAR;
  if (quantity == GMARL_SCALING_STABILITY) {
    view->y.min_span = 0.1;
    view->y.highest = 1;
  }
  view->y.with_zero = quantity == GMARL_SCALING_ITERATIONS_95;
  for (int shared = 0; shared < 2; shared++)
    if (add_points (view, results, quantity, shared, slots[shared]) && hidden != NULL)
      gmarl_chart_view_get_series (view, gmarl_chart_view_get_n_series (view) - 1)->visible =
          !hidden[shared];
  if (drawn.proportional && gmarl_chart_view_get_n_series (view) > 0)
    add_proportional (view);
  if (quantity == GMARL_SCALING_LATENCY_P50 || quantity == GMARL_SCALING_LATENCY_P99)
    gmarl_chart_view_add_reference (view, LATENCY_LIMIT_MS, _ ("50 ms"));
  set_subtitle (view, results, quantity);
  return view;
}
