/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-figure-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static GmarlChartSeries *
add_policy (GmarlChartView *view, const GmarlFigurePolicy *policy)
{
  GmarlChartSeries *series = gmarl_chart_view_add_series (view, policy->id, policy->name, NULL,
                                                          gmarl_figure_look (policy));

  series->visible = !policy->hidden;
  return series;
}

/* From the lowest to the highest seed, if there are several. */
static void
add_range (GmarlChartSeries *series, gsize n_seeds)
{
  if (n_seeds > 1)
    series->range = gmarl_series_new ();
}

/* From so many to so many, over the policies that are there. */
typedef struct {
  gsize least, most;
} Range;

static void
range_add (Range *self, gsize value)
{
  self->least = self->most == 0 ? value : MIN (self->least, value);
  self->most = MAX (self->most, value);
}

static char *
describe_seeds (const Range *seeds)
{
  if (seeds->least < seeds->most)
    return g_strdup_printf (_ ("%zu to %zu seeds"), seeds->least, seeds->most);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu seed", "%zu seeds", seeds->most),
                          seeds->most);
}

static char *
describe_days (gsize n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu day", "%zu days", n), n);
}

/* Hiding a policy must not move the curve of another. */
static GmarlChartView *
new_view (void)
{
  GmarlChartView *view = gmarl_chart_view_new ();

  view->steady = TRUE;
  return view;
}

/* --- Performance profiles ------------------------------------------------------------------- */

GmarlChartView *
gmarl_figure_profile (const GmarlPerformanceProfile *const *profiles,
                      const GmarlFigurePolicy *policies,
                      gsize n,
                      GmarlIndicator indicator,
                      const char *anchor)
{
  GmarlChartView *view = new_view ();
  g_autofree char *title = NULL, *threshold = NULL, *seeds = NULL, *days = NULL, *subtitle = NULL;
  Range all_seeds = { 0 };
  gsize n_days = 0;

  for (gsize k = 0; k < n; k++) {
    const GmarlPerformanceProfile *profile = profiles[k];
    GmarlChartSeries *series;

    if (profile == NULL)
      continue;
    series = add_policy (view, &policies[k]);
    series->drawn = GMARL_CHART_STEP;
    for (gsize i = 0; i < profile->n_thresholds; i++)
      gmarl_series_append_band (series->data, 100 * profile->threshold[i], 100 * profile->share[i],
                                100 * profile->low[i], 100 * profile->high[i]);
    range_add (&all_seeds, profile->n_seeds);
    n_days = MAX (n_days, profile->n_days);
  }
  /* translators: an indicator */
  title = g_strdup_printf (_ ("%s: Performance Profile"), _ (gmarl_indicators[indicator].title));
  gmarl_chart_view_set_text (&view->title, title);
  /* translators: how much better than a policy a day must have been, in per cent of its mean */
  threshold = g_strdup_printf (_ ("Better than %s by more than τ"), anchor);
  gmarl_chart_view_set_text (&view->x.title, threshold);
  gmarl_chart_view_set_text (&view->x.unit, "%");
  gmarl_chart_view_set_text (&view->y.title, _ ("Share of seeds × days"));
  gmarl_chart_view_set_text (&view->y.unit, "%");
  view->y.min = 0;
  view->y.max = 100;
  seeds = describe_seeds (&all_seeds);
  days = describe_days (n_days);
  /* translators: seeds, days */
  subtitle = g_strdup_printf (_ ("%s × %s, 95 %% band from 3 seeds on · further right is better"),
                              seeds, days);
  gmarl_chart_view_set_text (&view->subtitle, subtitle);
  return view;
}

/* --- Learning curves ------------------------------------------------------------------------ */

static double
progress_of_point (const GmarlCurvePoint *point, GmarlFigureProgress progress)
{
  if (progress == GMARL_FIGURE_BY_STEPS)
    return point->steps / 1e6;
  return progress == GMARL_FIGURE_BY_SECONDS ? point->seconds / 60 : (double) point->iteration;
}

static void
set_progress (GmarlChartView *view, GmarlFigureProgress progress)
{
  static const char *const titles[] = { N_ ("Iteration"), N_ ("Environment steps"),
                                        N_ ("Computing time") };
  static const char *const units[] = { NULL, N_ ("million"), N_ ("min") };

  gmarl_chart_view_set_text (&view->x.title, _ (titles[progress]));
  if (units[progress] != NULL)
    gmarl_chart_view_set_text (&view->x.unit, _ (units[progress]));
  view->x.whole = units[progress] == NULL;
}

/* The line of one seed, along the x of its rows. */
static void
add_seed (GmarlChartView *view,
          const GmarlFigurePolicy *policy,
          int parent,
          gsize seed,
          const GArray *rows,
          GmarlMetric metric,
          GmarlFigureProgress progress)
{
  g_autofree char *id = g_strdup_printf ("%s/%zu", policy->id, seed);
  GmarlChartSeries *series =
      gmarl_chart_view_add_series (view, id, NULL, NULL, gmarl_figure_look (policy));
  double seconds = 0;

  series->thin = TRUE;
  series->parent = parent;
  for (guint k = 0; k < rows->len; k++) {
    const double *value = g_array_index (rows, GmarlTrainingMetrics, k).value;
    double steps = value[GMARL_METRIC_ENVIRONMENT_STEPS];
    double x = value[GMARL_METRIC_ITERATION];

    if (isfinite (value[GMARL_METRIC_SECONDS]))
      seconds += value[GMARL_METRIC_SECONDS];
    if (progress != GMARL_FIGURE_BY_ITERATION)
      x = progress == GMARL_FIGURE_BY_STEPS ? steps / 1e6 : seconds / 60;
    if (isfinite (value[metric]) && isfinite (x))
      gmarl_series_append (series->data, x, value[metric]);
  }
}

static GmarlDirection
direction_of (GmarlMetric metric)
{
  switch (metric) {
  case GMARL_METRIC_EPISODE_REWARD:
  case GMARL_METRIC_STABILITY:
  case GMARL_METRIC_VALIDATION_REWARD:
  case GMARL_METRIC_VALIDATION_STABILITY:
    return GMARL_DIRECTION_HIGHER;
  case GMARL_METRIC_GRID_IMPORT:
  case GMARL_METRIC_ENERGY_COST:
  case GMARL_METRIC_VALIDATION_IMPORT:
  case GMARL_METRIC_VALIDATION_COST:
    return GMARL_DIRECTION_LOWER;
  default:
    return GMARL_DIRECTION_NEITHER;
  }
}

static void
name_metric (GmarlChartView *view, GmarlMetric metric, const char *currency, const Range *seeds)
{
  const GmarlMetricInfo *info = &gmarl_training_metrics[metric];
  const char *unit =
      strcmp (info->unit, "currency") == 0 && currency != NULL ? currency : info->unit;
  const char *direction = gmarl_figure_direction (direction_of (metric));
  gboolean enough = seeds->most >= GMARL_CURVE_FEWEST_SEEDS;
  g_autofree char *count = describe_seeds (seeds);
  /* translators: how many seeds */
  g_autofree char *statistic =
      g_strdup_printf (enough ? _ ("%s, interquartile mean") : _ ("%s, mean"), count);

  gmarl_chart_view_set_text (&view->title, _ (info->title));
  gmarl_chart_view_set_text (&view->y.unit, *unit != '\0' ? unit : NULL);
  gmarl_figure_set_statistic (view, NULL, statistic, enough ? _ ("95 % interval") : NULL,
                              direction);
}

GmarlChartView *
gmarl_figure_learning_curves (const GmarlLearningCurve *const *curves,
                              const GArray *const *const *rows,
                              const GmarlFigurePolicy *policies,
                              gsize n,
                              GmarlFigureProgress progress,
                              const char *currency)
{
  GmarlChartView *view = new_view ();
  GmarlMetric metric = GMARL_METRIC_EPISODE_REWARD;
  Range seeds = { 0 };

  for (gsize k = 0; k < n; k++) {
    const GmarlLearningCurve *curve = curves[k];
    int parent = (int) gmarl_chart_view_get_n_series (view);
    GmarlChartSeries *series;

    if (curve == NULL)
      continue;
    metric = curve->metric;
    range_add (&seeds, curve->n_seeds);
    series = add_policy (view, &policies[k]);
    add_range (series, curve->n_seeds);
    for (gsize i = 0; i < curve->n_points; i++) {
      const GmarlCurvePoint *point = &curve->points[i];
      double x = progress_of_point (point, progress);

      gmarl_series_append_band (series->data, x, point->iqm, point->low, point->high);
      if (series->range != NULL)
        gmarl_series_append_band (series->range, x, point->iqm, point->lowest, point->highest);
    }
    if (curve->n_complete > 0 && curve->n_complete < curve->n_points)
      gmarl_chart_view_add_mark (
          view, progress_of_point (&curve->points[curve->n_complete - 1], progress),
          _ ("fewer seeds from here"))
          ->tick = TRUE;
    for (gsize seed = 0; rows != NULL && rows[k] != NULL && seed < curve->n_seeds; seed++)
      add_seed (view, &policies[k], parent, seed, rows[k][seed], metric, progress);
  }
  name_metric (view, metric, currency, &seeds);
  set_progress (view, progress);
  return view;
}

/* --- Average days --------------------------------------------------------------------------- */

GmarlChartView *
gmarl_figure_average_day (const GmarlAverageDay *const *days,
                          const GmarlFigurePolicy *policies,
                          gsize n,
                          GmarlDayQuantity quantity)
{
  const GmarlDayQuantityInfo *info = &gmarl_day_quantities[quantity];
  GmarlChartView *view = new_view ();
  gboolean fraction = strcmp (info->unit, "fraction") == 0;
  double factor = fraction ? 100 : 1;
  g_autofree char *title = NULL, *seeds = NULL, *count = NULL, *statistic = NULL;
  Range all_seeds = { 0 };
  gsize n_days = 0;

  for (gsize k = 0; k < n; k++) {
    GmarlChartSeries *series;

    if (days[k] == NULL)
      continue;
    range_add (&all_seeds, days[k]->n_seeds);
    n_days = MAX (n_days, days[k]->n_days);
    series = add_policy (view, &policies[k]);
    add_range (series, days[k]->n_seeds);
    for (gsize step = 0; step < GMARL_STEPS_PER_DAY; step++) {
      const GmarlInterval *value = &days[k]->value[quantity][step];
      double x = 24.0 * (double) step / GMARL_STEPS_PER_DAY;

      gmarl_series_append_band (series->data, x, factor * value->estimate, factor * value->low,
                                factor * value->high);
      if (series->range != NULL)
        gmarl_series_append_band (series->range, x, factor * value->estimate,
                                  factor * days[k]->lowest[quantity][step],
                                  factor * days[k]->highest[quantity][step]);
    }
  }
  /* translators: a quantity of the grid, in the course of an average day */
  title = g_strdup_printf (_ ("%s, Average Day"), _ (info->title));
  gmarl_chart_view_set_text (&view->title, title);
  view->x.kind = GMARL_CHART_TIME_OF_DAY;
  view->x.min = 0;
  view->x.max = 24;
  if (fraction)
    gmarl_chart_view_set_text (&view->y.unit, "%");
  else if (*info->unit != '\0')
    /* translators: the unit of energy, of a step of five minutes */
    gmarl_chart_view_set_text (&view->y.unit, _ ("kWh per step"));
  if (fraction || quantity == GMARL_DAY_STABILITY) {
    view->y.lowest = 0;
    view->y.highest = factor;
    view->y.min_span = 0.1 * factor;
  } else {
    view->y.with_zero = TRUE;
    view->y.lowest = 0; /* energy */
  }
  seeds = describe_seeds (&all_seeds);
  count = describe_days (n_days);
  /* translators: seeds, days */
  statistic = g_strdup_printf (_ ("%s × %s, mean"), seeds, count);
  gmarl_figure_set_statistic (view, NULL, statistic, _ ("95 % interval"), NULL);
  return view;
}
