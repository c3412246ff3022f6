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
  g_free (self->path);
  g_free (self->width);
  g_free (self->chart);
  g_strfreev (self->metrics);
}

void
gmarl_compare_figure_add_options (GmarlCompareFigure *self, GmarlParser *parser)
{
  const GOptionEntry entries[] = {
    { "figure", 0, 0, G_OPTION_ARG_FILENAME, &self->path, N_ ("Draw a figure for a paper"),
      N_ ("FILE.svg|.pdf|.png") },
    { "figure-width", 0, 0, G_OPTION_ARG_STRING, &self->width,
      N_ ("Its width in mm: 85 (default) is a column, 120 one and a half, 175 a page"), N_ ("MM") },
    { "figure-chart", 0, 0, G_OPTION_ARG_STRING, &self->chart,
      N_ ("differences to the first policy (default), means, days, or profile"), N_ ("CHART") },
    { "figure-metric", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->metrics,
      N_ ("Id of a metric to draw; may be repeated (default: the chief five)"), N_ ("METRIC") },
    { NULL },
  };

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
  return self->metrics != NULL ? (const char *const *) self->metrics : default_metrics;
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
  gint64 width = GMARL_FIGURE_COLUMN_MM;

  if (self->path == NULL && (self->width != NULL || self->chart != NULL || self->metrics != NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("%s says how a figure looks, but none is wanted: add --figure FILE.svg"),
                 self->width != NULL   ? "--figure-width"
                 : self->chart != NULL ? "--figure-chart"
                                       : "--figure-metric");
    return FALSE;
  }
  if (self->path == NULL)
    return TRUE;
  if (!gmarl_figure_format_from_path (self->path, &self->format, error) ||
      !gmarl_parse_whole ("--figure-width", self->width, GMARL_FIGURE_LEAST_MM,
                          GMARL_FIGURE_MOST_MM, &width, error) ||
      !read_chart (self, error))
    return FALSE;
  self->width_mm = (double) width;
  return read_metrics (self, error);
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
  GmarlFigureFile file = { .format = self->format, .width_mm = self->width_mm };

  if (self->path == NULL)
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
  file.subject = subject;
  return gmarl_figure_write (&file, (GmarlChartView *const *) views->pdata, views->len, self->path,
                             error);
}
