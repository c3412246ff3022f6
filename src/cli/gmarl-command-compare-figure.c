/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-command-compare-figure.h"

#include "gmarl-figure-comparison.h"
#include "gmarl-figure-curves.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of a figure for which nobody chose: the original's five. */
static const char *const default_metrics[] = { "episode_reward",      "stability",
                                               "grid_import",         "solar_utilisation",
                                               "demand_satisfaction", NULL };

enum {
  CHART_DIFFERENCES,
  CHART_MEANS,
  CHART_DAYS,
  CHART_PROFILE,
};

static const char *const charts[] = {
  [CHART_DIFFERENCES] = "differences",
  [CHART_MEANS] = "means",
  [CHART_DAYS] = "days",
  [CHART_PROFILE] = "profile",
};

void
gmarl_compare_figure_clear (GmarlCompareFigure *self)
{
  gmarl_figure_arguments_clear (&self->file);
  g_free (self->chart);
}

void
gmarl_compare_figure_add_options (GmarlCompareFigure *self, GmarlParser *parser)
{
  const GOptionEntry entries[] = {
    { "figure-chart", 0, 0, G_OPTION_ARG_STRING, &self->chart,
      N_ ("differences to the first policy (default), means, days, or profile"), N_ ("CHART") },
    { NULL },
  };

  gmarl_figure_arguments_add (&self->file, parser);
  gmarl_parser_add (parser, entries);
}

static gboolean
read_chart (GmarlCompareFigure *self, GError **error)
{
  if (self->chart == NULL)
    return TRUE;
  for (gsize k = 0; k < G_N_ELEMENTS (charts); k++)
    if (strcmp (self->chart, charts[k]) == 0) {
      self->kind = (int) k;
      return TRUE;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“--figure-chart %s” is no chart: use differences, means, days or profile"),
               self->chart);
  return FALSE;
}

static const char *const *
get_metrics (const GmarlCompareFigure *self)
{
  return self->file.metrics != NULL ? (const char *const *) self->file.metrics : default_metrics;
}

static void
set_no_profile_error (GmarlIndicator indicator, GError **error)
{
  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      _ ("“%s” has no better side, or no mean to compare with, and so no profile: choose another --figure-metric"),
      gmarl_indicators[indicator].id);
}

static gboolean
read_metrics (const GmarlCompareFigure *self, GError **error)
{
  const char *const *metrics = get_metrics (self);

  for (gsize k = 0; metrics[k] != NULL; k++) {
    gint indicator = gmarl_indicator_find (metrics[k]);

    if (indicator < 0) {
      g_set_error (
          error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
          _ ("“--figure-metric %s” is no metric: “compare --csv -” lists the ids of all of them"),
          metrics[k]);
      return FALSE;
    }
    if (self->kind == CHART_PROFILE &&
        gmarl_indicators[indicator].direction == GMARL_DIRECTION_NEITHER) {
      set_no_profile_error ((GmarlIndicator) indicator, error);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
gmarl_compare_figure_read (GmarlCompareFigure *self, GError **error)
{
  if (!gmarl_figure_arguments_read (&self->file, error))
    return FALSE;
  if (self->file.path != NULL)
    return read_chart (self, error) && read_metrics (self, error);
  if (self->chart == NULL)
    return TRUE;
  gmarl_figure_arguments_set_unwanted ("--figure-chart", error);
  return FALSE;
}

/* Scores are anchored at no control, or at the first policy where it does not take part. */
static GmarlChartView *
make_profile (const GmarlComparison *comparison,
              GmarlIndicator indicator,
              const GmarlFigurePolicy *policies,
              GError **error)
{
  const GmarlScoreTable *table = comparison->table;
  const GmarlScorePolicy *anchor = gmarl_score_table_find (table, "no-control");
  g_autoptr (GPtrArray) profiles = NULL;

  if (anchor == NULL)
    anchor = table->policies->pdata[0];
  profiles = gmarl_performance_profiles_new (
      table, anchor, indicator, GMARL_COMPARISON_DRAWS_SCREEN, comparison->options.bootstrap_seed);
  if (profiles == NULL) {
    set_no_profile_error (indicator, error);
    return NULL;
  }
  return gmarl_figure_profile ((const GmarlPerformanceProfile *const *) profiles->pdata, policies,
                               profiles->len, indicator, anchor->name);
}

static GmarlChartView *
make_view (const GmarlCompareFigure *self,
           const GmarlComparison *comparison,
           gsize place,
           const GmarlFigurePolicy *policies,
           GError **error)
{
  if (self->kind == CHART_PROFILE)
    return make_profile (comparison, comparison->indicators[place], policies, error);
  if (self->kind == CHART_DAYS)
    return gmarl_figure_days (comparison, place, policies);
  /* One policy differs from nothing. */
  if (self->kind == CHART_MEANS || comparison->n_policies < 2)
    return gmarl_figure_means (comparison, place, policies);
  return gmarl_figure_differences (comparison, place, 0, policies);
}

gboolean
gmarl_compare_figure_write (const GmarlCompareFigure *self,
                            const GmarlComparison *comparison,
                            GError **error)
{
  const char *const *metrics = get_metrics (self);
  g_autofree GmarlFigurePolicy *policies = NULL;
  g_autoptr (GPtrArray) views = NULL;
  g_autofree char *subject = NULL;

  if (self->file.path == NULL)
    return TRUE;
  policies = gmarl_figure_policies_new (comparison->table);
  views = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_chart_view_unref);
  for (gsize k = 0; metrics[k] != NULL; k++) {
    GmarlIndicator indicator = (GmarlIndicator) gmarl_indicator_find (metrics[k]);
    GmarlChartView *view = make_view (
        self, comparison, (gsize) gmarl_score_find (comparison, indicator), policies, error);

    if (view == NULL)
      return FALSE;
    g_ptr_array_add (views, view);
  }
  subject = gmarl_figure_subject (comparison->table);
  return gmarl_figure_arguments_write (&self->file, views, subject, error);
}
