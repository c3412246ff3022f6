/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-score-cells.h"

#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

const GmarlIndicator gmarl_score_chief_indicators[] = {
  GMARL_INDICATOR_EPISODE_REWARD,      GMARL_INDICATOR_STABILITY,
  GMARL_INDICATOR_GRID_IMPORT,         GMARL_INDICATOR_ENERGY_COST,
  GMARL_INDICATOR_ADJUSTED_COST,       GMARL_INDICATOR_SOLAR_UTILISATION,
  GMARL_INDICATOR_DEMAND_SATISFACTION, GMARL_INDICATOR_SELF_SUFFICIENCY,
  GMARL_INDICATOR_PEAK_IMPORT,         GMARL_INDICATOR_ENERGY_SHARED,
};
const gsize gmarl_score_n_chief_indicators = G_N_ELEMENTS (gmarl_score_chief_indicators);

const GmarlStatisticInfo gmarl_statistics[GMARL_N_STATISTICS] = {
  [GMARL_STATISTIC_MEAN] = { "mean", N_ ("Mean") },
  [GMARL_STATISTIC_IQM] = { "iqm", N_ ("Interquartile mean") },
  [GMARL_STATISTIC_MEDIAN] = { "median", N_ ("Median") },
  [GMARL_STATISTIC_TAIL] = { "cvar", N_ ("Mean of worst 5 %") },
};

/* Decimals that a narrow interval may add. */
#define MOST_MORE_DECIMALS 4

/* Rounded to one digit, the half-width is at least this much of its last shown place. */
#define LEAST_SHOWN 0.5

static const GmarlIndicatorInfo *
info_of (const GmarlComparison *comparison, gsize indicator)
{
  return &gmarl_indicators[comparison->indicators[indicator]];
}

static double
factor_of (const GmarlComparison *comparison, gsize indicator)
{
  return info_of (comparison, indicator)->percent ? 100 : 1;
}

gssize
gmarl_score_find (const GmarlComparison *comparison, GmarlIndicator indicator)
{
  for (gsize k = 0; k < comparison->n_indicators; k++)
    if (comparison->indicators[k] == indicator)
      return (gssize) k;
  return -1;
}

const char *
gmarl_score_unit (const GmarlComparison *comparison, gsize indicator)
{
  const char *unit = gmarl_score_table_unit (comparison->table, comparison->indicators[indicator]);

  if (info_of (comparison, indicator)->percent)
    return "%";
  return strcmp (unit, "fraction") == 0 ? "" : unit;
}

gint
gmarl_score_decimals (const GmarlComparison *comparison, gsize indicator)
{
  gint decimals = info_of (comparison, indicator)->decimals;
  gint most = decimals + MOST_MORE_DECIMALS;
  double narrowest = INFINITY;

  for (gsize policy = 0; policy < comparison->n_policies; policy++) {
    const GmarlInterval *mean = &gmarl_comparison_summary (comparison, policy, indicator)->mean;
    double half = factor_of (comparison, indicator) * (mean->high - mean->low) / 2;

    if (half > 0 && half < narrowest)
      narrowest = half;
  }
  while (decimals < most && narrowest * pow (10, decimals) < LEAST_SHOWN)
    decimals++;
  return decimals;
}

static char *
format (double value, gint decimals)
{
  g_autofree char *pattern = g_strdup_printf ("%%.%df", decimals);
  char digits[G_ASCII_DTOSTR_BUF_SIZE + 310];

  if (!isfinite (value))
    return g_strdup ("–");
  g_ascii_formatd (digits, sizeof digits, pattern, value);
  if (digits[0] == '-' && strspn (digits + 1, "0.") == strlen (digits + 1))
    return g_strdup (digits + 1);
  return g_strdup (digits);
}

char *
gmarl_score_number (const GmarlComparison *comparison, gsize indicator, double value)
{
  return format (factor_of (comparison, indicator) * value,
                 gmarl_score_decimals (comparison, indicator));
}

char *
gmarl_score_mean (const GmarlComparison *comparison,
                  gsize policy,
                  gsize indicator,
                  GmarlScoreInterval interval)
{
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, policy, indicator);
  const GmarlInterval *mean = &summary->mean;
  g_autofree char *estimate = gmarl_score_number (comparison, indicator, mean->estimate);

  if (!isfinite (mean->estimate))
    return g_steal_pointer (&estimate);
  if (summary->notes & GMARL_NOTE_TWO_SEEDS) {
    g_autofree char *a = gmarl_score_number (comparison, indicator, summary->seed_means[0]);
    g_autofree char *b = gmarl_score_number (comparison, indicator, summary->seed_means[1]);

    return g_strdup_printf ("%s; %s", a, b);
  }
  if (!isfinite (mean->low) || !isfinite (mean->high))
    return g_steal_pointer (&estimate);
  if (interval == GMARL_SCORE_LOW_HIGH) {
    g_autofree char *low = gmarl_score_number (comparison, indicator, mean->low);
    g_autofree char *high = gmarl_score_number (comparison, indicator, mean->high);

    return g_strdup_printf ("%s [%s, %s]", estimate, low, high);
  } else {
    g_autofree char *half =
        gmarl_score_number (comparison, indicator, (mean->high - mean->low) / 2);

    return g_strdup_printf ("%s ± %s", estimate, half);
  }
}

gboolean
gmarl_statistic_from_id (const char *id, GmarlStatistic *statistic, GError **error)
{
  for (guint k = 0; k < GMARL_N_STATISTICS; k++)
    if (strcmp (gmarl_statistics[k].id, id) == 0) {
      *statistic = k;
      return TRUE;
    }
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
               _ ("There is no statistic “%s”: choose mean, iqm, median or cvar"), id);
  return FALSE;
}

GmarlBootstrapInterval
gmarl_statistic_get (const GmarlSummary *summary, GmarlStatistic statistic)
{
  switch (statistic) {
  case GMARL_STATISTIC_IQM:
    return summary->iqm;
  case GMARL_STATISTIC_MEDIAN:
    return summary->median;
  case GMARL_STATISTIC_TAIL:
    return summary->cvar;
  case GMARL_STATISTIC_MEAN:
  case GMARL_N_STATISTICS:
    break;
  }
  return (GmarlBootstrapInterval){ summary->mean.estimate, summary->mean.low, summary->mean.high };
}

char *
gmarl_score_text (const GmarlComparison *comparison,
                  gsize policy,
                  gsize indicator,
                  GmarlStatistic statistic,
                  GmarlScoreInterval interval)
{
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, policy, indicator);
  GmarlBootstrapInterval value = gmarl_statistic_get (summary, statistic);
  g_autofree char *estimate = gmarl_score_number (comparison, indicator, value.estimate);
  g_autofree char *low = gmarl_score_number (comparison, indicator, value.low);
  g_autofree char *high = gmarl_score_number (comparison, indicator, value.high);

  if (statistic == GMARL_STATISTIC_MEAN)
    return gmarl_score_mean (comparison, policy, indicator, interval);
  if (!isfinite (value.low) || !isfinite (value.high))
    return g_steal_pointer (&estimate);
  return g_strdup_printf ("%s [%s, %s]", estimate, low, high);
}

/* Whether policy is clearly better than other. */
static gboolean
beats (const GmarlComparison *comparison, gsize indicator, gsize policy, gsize other)
{
  for (gsize pair = 0; pair < comparison->n_pairs; pair++) {
    const GmarlPairing *pairing = gmarl_comparison_pairing (comparison, pair, indicator);

    if (pairing->first == policy && pairing->second == other)
      return pairing->verdict == GMARL_VERDICT_BETTER;
    if (pairing->first == other && pairing->second == policy)
      return pairing->verdict == GMARL_VERDICT_WORSE;
  }
  return FALSE;
}

gssize
gmarl_score_winner (const GmarlComparison *comparison,
                    gsize indicator,
                    const gsize *policies,
                    gsize n_policies)
{
  for (gsize k = 0; n_policies > 1 && k < n_policies; k++) {
    gboolean wins = TRUE;

    for (gsize other = 0; wins && other < n_policies; other++)
      wins = other == k || beats (comparison, indicator, policies[k], policies[other]);
    if (wins)
      return (gssize) policies[k];
  }
  return -1;
}
