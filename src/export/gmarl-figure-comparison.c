/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-figure-comparison.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Differences of stability below a fifth of this are not to look large. */
#define LEAST_STABILITY_SPAN 0.1

static const GmarlIndicatorInfo *
info_of (const GmarlComparison *comparison, gsize indicator)
{
  return &gmarl_indicators[comparison->indicators[indicator]];
}

static GmarlChartView *
new_view (const GmarlComparison *comparison, gsize indicator)
{
  const GmarlIndicatorInfo *info = info_of (comparison, indicator);
  const char *unit = gmarl_score_unit (comparison, indicator);
  GmarlChartView *view = gmarl_chart_view_new ();

  view->steady = TRUE;
  gmarl_chart_view_set_text (&view->title, _ (info->title));
  gmarl_chart_view_set_text (&view->y.unit, *unit != '\0' ? unit : NULL);
  gmarl_chart_view_set_text (&view->x.title, _ ("Policy"));
  view->x.kind = GMARL_CHART_CATEGORY;
  return view;
}

/* Adds a category and the series that stands in it. */
static GmarlChartSeries *
add_policy (GmarlChartView *view, const GmarlFigurePolicy *policy, const char *label, guint *x)
{
  GmarlChartSeries *series = gmarl_chart_view_add_series (view, policy->id, policy->name, NULL,
                                                          gmarl_figure_look (policy));

  *x = gmarl_chart_view_add_category (view, label);
  series->drawn = GMARL_CHART_POINTS;
  series->visible = !policy->hidden;
  return series;
}

/* Behind the statistic: written in the plot, it would lie on data. */
static void
add_notes (GmarlChartView *view, GPtrArray *notes)
{
  g_autofree char *text = NULL;
  g_autofree char *subtitle = NULL;

  if (notes->len == 0)
    return;
  g_ptr_array_add (notes, NULL);
  text = g_strjoinv ("; ", (char **) notes->pdata);
  subtitle = gmarl_figure_join (view->subtitle, text, (const char *) NULL);
  gmarl_chart_view_set_text (&view->subtitle, subtitle);
}

/* --- Differences ---------------------------------------------------------------------------- */

typedef struct {
  double value, low, high;
  gboolean better;
} Difference;

/* policy − other, whichever of them comes first in the table. */
static Difference
get_difference (const GmarlComparison *comparison,
                gsize indicator,
                gsize policy,
                gsize other,
                GPtrArray *notes)
{
  for (gsize pair = 0; pair < comparison->n_pairs; pair++) {
    const GmarlPairing *pairing = gmarl_comparison_pairing (comparison, pair, indicator);
    const GmarlInterval *all = &pairing->difference;
    gboolean forward = pairing->first == policy && pairing->second == other;
    g_autofree char *words = NULL;

    if (!forward && !(pairing->first == other && pairing->second == policy))
      continue;
    words = gmarl_pairing_describe_notes (pairing);
    gmarl_figure_add_notes (notes, words);
    if (forward)
      return (Difference){ all->estimate, all->low, all->high,
                           pairing->verdict == GMARL_VERDICT_BETTER };
    return (Difference){ -all->estimate, -all->high, -all->low,
                         pairing->verdict == GMARL_VERDICT_WORSE };
  }
  return (Difference){ NAN, NAN, NAN, FALSE };
}

GmarlChartView *
gmarl_figure_differences (const GmarlComparison *comparison,
                          gsize indicator,
                          gsize baseline,
                          const GmarlFigurePolicy *policies)
{
  const GmarlIndicatorInfo *info = info_of (comparison, indicator);
  double factor = gmarl_figure_factor (comparison->indicators[indicator]);
  GmarlChartView *view = new_view (comparison, indicator);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = NULL, *sample = NULL, *statistic = NULL, *subtitle = NULL;
  gboolean any_better = FALSE;

  /* translators: an indicator, and the policy that others are compared with */
  title = g_strdup_printf (_ ("%s: Difference to %s"), _ (info->title), policies[baseline].name);
  gmarl_chart_view_set_text (&view->title, title);
  if (info->percent)
    gmarl_chart_view_set_text (&view->y.unit, _ ("percentage points"));
  view->y.with_zero = TRUE;
  for (gsize k = 0; k < comparison->n_policies; k++) {
    Difference difference;
    g_autofree char *label = NULL;
    GmarlChartSeries *series;
    guint x;

    if (k == baseline)
      continue;
    difference = get_difference (comparison, indicator, k, baseline, notes);
    any_better = any_better || difference.better;
    label = g_strconcat (policies[k].name, difference.better ? " ★" : NULL, NULL);
    series = add_policy (view, &policies[k], label, &x);
    gmarl_series_append_band (series->data, x, factor * difference.value, factor * difference.low,
                              factor * difference.high);
  }
  sample = gmarl_figure_sample (comparison, indicator, TRUE);
  /* translators: how many values, then what is shown of them */
  statistic = g_strdup_printf (_ ("%s, mean, 95 %% interval"), sample);
  subtitle = gmarl_figure_join (
      statistic,
      info->direction == GMARL_DIRECTION_NEITHER ? "" : gmarl_figure_direction (info->direction),
      any_better ? _ ("★ clearly better") : "", (const char *) NULL);
  gmarl_chart_view_set_text (&view->subtitle, subtitle);
  add_notes (view, notes);
  return view;
}

/* --- Means and days ------------------------------------------------------------------------- */

/* Where shares can be at all, and how much of it is shown at least. */
static void
set_range (GmarlChartView *view, GmarlIndicator indicator)
{
  switch (indicator) {
  case GMARL_INDICATOR_STABILITY:
    view->y.min_span = LEAST_STABILITY_SPAN;
    view->y.highest = 1;
    break;
  case GMARL_INDICATOR_SOLAR_UTILISATION:
  case GMARL_INDICATOR_DEMAND_SATISFACTION:
  case GMARL_INDICATOR_MEAN_LEVEL:
  case GMARL_INDICATOR_TIME_BELOW_20:
  case GMARL_INDICATOR_TIME_ABOVE_90:
    view->y.lowest = 0;
    view->y.highest = 100;
    break;
  default:
    break;
  }
}

static void
set_subtitle (GmarlChartView *view,
              const GmarlComparison *comparison,
              gsize indicator,
              const char *statistic)
{
  const char *direction = gmarl_figure_direction (info_of (comparison, indicator)->direction);
  g_autofree char *sample = gmarl_figure_sample (comparison, indicator, FALSE);
  g_autofree char *text = g_strdup_printf (statistic, sample);
  g_autofree char *subtitle =
      gmarl_figure_join (text, direction != NULL ? direction : "", (const char *) NULL);

  gmarl_chart_view_set_text (&view->subtitle, subtitle);
}

/* The means of the seeds, as small points behind the mean of a policy. */
static void
add_seeds (GmarlChartView *view,
           const GmarlFigurePolicy *policy,
           const GmarlSummary *summary,
           guint x,
           double factor)
{
  g_autofree char *id = g_strconcat (policy->id, "/seeds", NULL);
  int parent = (int) gmarl_chart_view_get_n_series (view) - 1;
  GmarlChartSeries *series;

  if (summary->n_seeds < 2)
    return;
  series = gmarl_chart_view_add_series (view, id, NULL, NULL, gmarl_figure_look (policy));
  series->drawn = GMARL_CHART_POINTS;
  series->thin = TRUE;
  series->parent = parent;
  for (gsize k = 0; k < summary->n_seeds; k++)
    gmarl_series_append (series->data, x, factor * summary->seed_means[k]);
}

GmarlChartView *
gmarl_figure_means (const GmarlComparison *comparison,
                    gsize indicator,
                    const GmarlFigurePolicy *policies)
{
  double factor = gmarl_figure_factor (comparison->indicators[indicator]);
  GmarlChartView *view = new_view (comparison, indicator);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

  set_range (view, comparison->indicators[indicator]);
  for (gsize k = 0; k < comparison->n_policies; k++) {
    const GmarlSummary *summary = gmarl_comparison_summary (comparison, k, indicator);
    const GmarlInterval *mean = &summary->mean;
    g_autofree char *words = gmarl_summary_describe_notes (summary, FALSE);
    guint x;
    GmarlChartSeries *series = add_policy (view, &policies[k], policies[k].name, &x);

    gmarl_series_append_band (series->data, x, factor * mean->estimate, factor * mean->low,
                              factor * mean->high);
    add_seeds (view, &policies[k], summary, x, factor);
    gmarl_figure_add_notes (notes, words);
  }
  set_subtitle (view, comparison, indicator, _ ("%s, mean, 95 %% interval"));
  add_notes (view, notes);
  return view;
}

GmarlChartView *
gmarl_figure_days (const GmarlComparison *comparison,
                   gsize indicator,
                   const GmarlFigurePolicy *policies)
{
  const GmarlScoreTable *table = comparison->table;
  GmarlIndicator id = comparison->indicators[indicator];
  double factor = gmarl_figure_factor (id);
  GmarlChartView *view = new_view (comparison, indicator);
  g_autofree char *title = NULL;

  /* translators: an indicator, whose values on single days are shown */
  title = g_strdup_printf (_ ("%s by Day"), _ (gmarl_indicators[id].title));
  gmarl_chart_view_set_text (&view->title, title);
  set_range (view, id);
  for (gsize k = 0; k < comparison->n_policies; k++) {
    const GmarlScorePolicy *policy = table->policies->pdata[k];
    guint x;
    GmarlChartSeries *series = add_policy (view, &policies[k], policies[k].name, &x);

    series->drawn = GMARL_CHART_STRIP;
    for (gsize row = 0; row < policy->n_rows; row++)
      for (gsize day = 0; day < table->n_days; day++)
        gmarl_series_append (series->data, x,
                             factor * gmarl_score_table_get (table, policy, row, day, id));
  }
  set_subtitle (view, comparison, indicator, _ ("%s, every value, quartiles and mean"));
  return view;
}
