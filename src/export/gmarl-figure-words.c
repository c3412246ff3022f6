/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-figure-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Slots with a meaning (gmarl-palette.h); others begin behind them. */
enum {
  SLOT_TRAINED,
  SLOT_HEURISTIC,
  SLOT_RANDOM,
  FIRST_FREE_SLOT,
};

GmarlFigurePolicy *
gmarl_figure_policies_new (const GmarlScoreTable *table)
{
  GmarlFigurePolicy *self = g_new0 (GmarlFigurePolicy, MAX (1, table->policies->len));
  gboolean trained = FALSE;
  guint next = FIRST_FREE_SLOT;

  for (guint k = 0; k < table->policies->len; k++) {
    const GmarlScorePolicy *policy = table->policies->pdata[k];

    self[k].id = policy->id;
    self[k].name = policy->name;
    if (policy->n_seeds > 0 && !trained)
      self[k].slot = SLOT_TRAINED;
    else if (strcmp (policy->id, "heuristic") == 0)
      self[k].slot = SLOT_HEURISTIC;
    else if (strcmp (policy->id, "random") == 0)
      self[k].slot = SLOT_RANDOM;
    else
      self[k].slot = next++;
    trained = trained || policy->n_seeds > 0;
  }
  return self;
}

GmarlSeriesLook
gmarl_figure_look (const GmarlFigurePolicy *policy)
{
  return (GmarlSeriesLook){ GMARL_LOOK_SERIES, policy->slot };
}

double
gmarl_figure_factor (GmarlIndicator indicator)
{
  return gmarl_indicators[indicator].percent ? 100 : 1;
}

const char *
gmarl_figure_direction (GmarlDirection direction)
{
  if (direction == GMARL_DIRECTION_HIGHER)
    return _ ("higher is better");
  return direction == GMARL_DIRECTION_LOWER ? _ ("lower is better") : NULL;
}

char *
gmarl_figure_sample (const GmarlComparison *comparison, gsize indicator, gboolean paired)
{
  gsize least = G_MAXSIZE, most = 0, n_days = 0;
  g_autofree char *seeds = NULL, *days = NULL;

  for (gsize k = 0; k < comparison->n_policies; k++) {
    const GmarlScorePolicy *policy = comparison->table->policies->pdata[k];

    n_days = MAX (n_days, gmarl_comparison_summary (comparison, k, indicator)->n_days);
    if (policy->n_seeds == 0)
      continue;
    least = MIN (least, policy->n_seeds);
    most = MAX (most, policy->n_seeds);
  }
  if (paired)
    days = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%zu paired day", "%zu paired days", n_days), n_days);
  else
    days = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu day", "%zu days", n_days), n_days);
  if (most == 0)
    return g_steal_pointer (&days);
  if (least < most)
    /* translators: from so many to so many training seeds */
    seeds = g_strdup_printf (_ ("%zu to %zu seeds"), least, most);
  else
    seeds = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu seed", "%zu seeds", most), most);
  return g_strdup_printf ("%s × %s", seeds, days);
}

char *
gmarl_figure_subject (const GmarlScoreTable *table)
{
  g_autofree char *days = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%zu day", "%zu days", table->n_days), table->n_days);
  const char *name = table->scenario_name != NULL ? table->scenario_name : "";
  const char *hash = table->scenario_hash != NULL ? table->scenario_hash : "";

  /* translators: name and hash of a scenario, days, version of the program */
  return g_strdup_printf (_ ("Scenario %s %.12s, %s, Gridmarl %s"), name, hash, days,
                          GMARL_VERSION);
}

char *
gmarl_figure_join (const char *first, ...)
{
  GString *out = g_string_new (NULL);
  va_list parts;

  va_start (parts, first);
  for (const char *part = first; part != NULL; part = va_arg (parts, const char *))
    if (*part != '\0')
      g_string_append_printf (out, "%s%s", out->len > 0 ? " · " : "", part);
  va_end (parts);
  return g_string_free (out, FALSE);
}

void
gmarl_figure_add_notes (GPtrArray *all, const char *notes)
{
  g_auto (GStrv) parts = g_strsplit (notes, "; ", -1);

  for (gsize k = 0; parts[k] != NULL; k++)
    if (*parts[k] != '\0' && !g_ptr_array_find_with_equal_func (all, parts[k], g_str_equal, NULL))
      g_ptr_array_add (all, g_strdup (parts[k]));
}

void
gmarl_figure_set_statistic (GmarlChartView *view,
                            const char *before,
                            const char *statistic,
                            const char *interval,
                            const char *after)
{
  const char *const bands[GMARL_N_CHART_BANDS] = {
    [GMARL_CHART_BAND_INTERVAL] = interval,
    [GMARL_CHART_BAND_SEEDS] = _ ("single seeds"),
    [GMARL_CHART_BAND_RANGE] = _ ("range of the seeds"),
  };

  for (guint band = 0; band < GMARL_N_CHART_BANDS; band++) {
    /* translators: a statistic and what is drawn around it: "5 seeds, mean, 95 % interval" */
    g_autofree char *whole = bands[band] != NULL
                                 ? g_strdup_printf (_ ("%s, %s"), statistic, bands[band])
                                 : g_strdup (statistic);
    g_autofree char *text = gmarl_figure_join (before != NULL ? before : "", whole,
                                               after != NULL ? after : "", (const char *) NULL);

    gmarl_chart_view_set_text (&view->band_subtitle[band], text);
  }
  gmarl_chart_view_set_text (&view->subtitle, view->band_subtitle[GMARL_CHART_BAND_INTERVAL]);
}
