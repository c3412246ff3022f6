/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-comparison-text.h"

#include "gmarl-format.h"
#include "gmarl-score-cells.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define RATIO_DECIMALS 3

static const GmarlIndicatorInfo *
info_of (const GmarlComparison *comparison, gsize indicator)
{
  return &gmarl_indicators[comparison->indicators[indicator]];
}

static char *
format_number (const GmarlComparison *comparison, gsize indicator, double value)
{
  g_autofree char *number = gmarl_score_number (comparison, indicator, value);

  return gmarl_format_minus (number);
}

/* With its unit. */
static char *
format_amount (const GmarlComparison *comparison, gsize indicator, double value, gboolean sign)
{
  const char *unit = gmarl_score_unit (comparison, indicator);
  g_autofree char *number = format_number (comparison, indicator, value);

  return g_strdup_printf ("%s%s%s%s", sign && value > 0 ? "+" : "", number,
                          unit[0] != '\0' ? "\u202f" : "", unit);
}

char *
gmarl_comparison_text_direction (const GmarlComparison *comparison, gsize indicator)
{
  const char *unit = gmarl_score_unit (comparison, indicator);
  const char *words = NULL;

  switch (info_of (comparison, indicator)->direction) {
  case GMARL_DIRECTION_HIGHER:
    words = _ ("higher is better");
    break;
  case GMARL_DIRECTION_LOWER:
    words = _ ("lower is better");
    break;
  case GMARL_DIRECTION_NEITHER:
    words = _ ("neither is better");
    break;
  }
  return unit[0] == '\0' ? g_strdup (words) : g_strdup_printf ("%s · %s", unit, words);
}

char *
gmarl_comparison_text_score (const GmarlComparison *comparison,
                             gsize policy,
                             gsize indicator,
                             GmarlStatistic statistic)
{
  g_autofree char *text =
      gmarl_score_text (comparison, policy, indicator, statistic, GMARL_SCORE_HALF_WIDTH);

  return gmarl_format_minus (text);
}

char *
gmarl_comparison_text_winner (const GmarlComparison *comparison,
                              gsize indicator,
                              const char *const *names)
{
  gssize winner = gmarl_comparison_winner (comparison, indicator);

  if (info_of (comparison, indicator)->direction == GMARL_DIRECTION_NEITHER ||
      comparison->n_policies < 2)
    return g_strdup ("");
  /* translators: the policy that is clearly better than all others */
  return winner >= 0 ? g_strdup_printf (_ ("★ %s"), names[winner])
                     : g_strdup (_ ("≈ no clear difference"));
}

static char *
describe_n (const GmarlSummary *summary)
{
  g_autofree char *days = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%zu day", "%zu days", summary->n_days), summary->n_days);

  if (summary->n_seeds == 0)
    return g_steal_pointer (&days);
  /* translators: of a group of training seeds; %s is a number of days */
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%zu seed × %s", "%zu seeds × %s", summary->n_seeds),
      summary->n_seeds, days);
}

static void
add_statistic (GString *text,
               const GmarlComparison *comparison,
               gsize policy,
               gsize indicator,
               GmarlStatistic statistic)
{
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, policy, indicator);
  const char *name = _ (gmarl_statistics[statistic].name);
  GmarlBootstrapInterval value = gmarl_statistic_get (summary, statistic);
  g_autofree char *estimate = format_amount (comparison, indicator, value.estimate, FALSE);
  g_autofree char *n = describe_n (summary);

  if (isfinite (value.low)) {
    g_autofree char *low = format_number (comparison, indicator, value.low);
    g_autofree char *high = format_amount (comparison, indicator, value.high, FALSE);

    /* translators: a statistic, its value, the ends of its interval, how many seeds and days */
    g_string_append_printf (text, _ ("%s %s, 95 %% interval %s to %s (%s)"), name, estimate, low,
                            high, n);
  } else {
    /* translators: a statistic, its value, how many seeds and days */
    g_string_append_printf (text, _ ("%s %s (%s)"), name, estimate, n);
  }
}

static void
add_summary (GString *text,
             const GmarlComparison *comparison,
             gsize policy,
             gsize indicator,
             GmarlStatistic statistic)
{
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, policy, indicator);
  g_autofree char *notes =
      gmarl_summary_describe_notes (summary, statistic != GMARL_STATISTIC_MEAN);

  add_statistic (text, comparison, policy, indicator, statistic);
  if (notes[0] != '\0')
    g_string_append_printf (text, "\n%s", notes);
  /* What the differences are of. */
  if (statistic != GMARL_STATISTIC_MEAN) {
    g_string_append_c (text, '\n');
    add_statistic (text, comparison, policy, indicator, GMARL_STATISTIC_MEAN);
  }
}

/* "Against Heuristic: better, −3.2 kWh (−4.0 to −2.4), better with probability 98 %" */
static void
add_difference (GString *text,
                const GmarlComparisonResult *result,
                gsize policy,
                gsize other,
                gsize indicator,
                const char *const *names)
{
  const GmarlComparison *comparison = result->comparison;
  g_autofree char *difference = NULL;
  g_autofree char *notes = NULL;
  GmarlPairing pairing;

  gmarl_comparison_result_pair (result, policy, other, indicator, &pairing);
  difference = format_amount (comparison, indicator, pairing.difference.estimate, TRUE);
  notes = gmarl_pairing_describe_notes (&pairing);
  /* translators: the other policy, the verdict, the difference to it */
  g_string_append_printf (text, _ ("\nAgainst %s: %s, %s"), names[other],
                          gmarl_verdict_to_text (pairing.verdict), difference);
  if (isfinite (pairing.difference.low)) {
    g_autofree char *low = format_number (comparison, indicator, pairing.difference.low);
    g_autofree char *high = format_number (comparison, indicator, pairing.difference.high);

    /* translators: the ends of the interval of the difference; that it is of 95 % was said before
     */
    g_string_append_printf (text, _ (" (%s to %s)"), low, high);
  }
  if (isfinite (pairing.improvement) &&
      info_of (comparison, indicator)->direction != GMARL_DIRECTION_NEITHER)
    g_string_append_printf (text, _ (", better with probability %.0f\u00a0%%"),
                            100 * pairing.improvement);
  if (notes[0] != '\0' && strstr (text->str, notes) == NULL) /* once is enough */
    g_string_append_printf (text, " — %s", notes);
}

char *
gmarl_comparison_text_cell (const GmarlComparisonResult *result,
                            gsize policy,
                            gsize indicator,
                            GmarlStatistic statistic,
                            const gsize *others,
                            gsize n_others,
                            const char *const *names)
{
  const GmarlComparison *comparison = result->comparison;
  g_autoptr (GString) text = g_string_new (NULL);

  add_summary (text, comparison, policy, indicator, statistic);
  for (gsize k = 0; k < n_others; k++)
    if (others[k] != policy)
      add_difference (text, result, policy, others[k], indicator, names);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
gmarl_comparison_text_protocol (const GmarlComparisonResult *result, GmarlStatistic statistic)
{
  gsize n_days = result->table->n_days;
  const char *what = statistic == GMARL_STATISTIC_MEAN ? _ ("mean ± half of the 95 % interval")
                                                       : _ ("95 % interval by the bootstrap");

  /* translators: the last one is what the numbers are */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu test day of seed %" PRIu64 ", %s · %s",
                                       "%zu test days of seed %" PRIu64 ", %s · %s", n_days),
                          n_days, result->seed, result->table->scenario_name, what);
}

char *
gmarl_comparison_text_verdicts (const GmarlComparison *comparison, GmarlStatistic statistic)
{
  if (statistic != GMARL_STATISTIC_MEAN)
    return g_strdup (_ ("Differences are of means, and so is ★, which stands beside these alone"));
  return g_strdup_printf (
      g_dngettext (
          GETTEXT_PACKAGE,
          "★ is clearly better than every other policy measured, hidden ones too: among %zu test (Holm, 5 %%)",
          "★ is clearly better than every other policy measured, hidden ones too: among all %zu tests (Holm, 5 %%)",
          comparison->n_comparisons),
      comparison->n_comparisons);
}

char *
gmarl_comparison_text_ratio (const GmarlStorageRatio *ratio)
{
  return gmarl_format_decimals (ratio->of_sums.estimate, RATIO_DECIMALS);
}

char *
gmarl_comparison_text_ratio_cell (const GmarlStorageRatio *ratio)
{
  g_autofree char *sums = gmarl_comparison_text_ratio (ratio);
  g_autofree char *mean = gmarl_format_decimals (ratio->mean.estimate, RATIO_DECIMALS);
  g_autofree char *low = gmarl_format_decimals (ratio->mean.low, RATIO_DECIMALS);
  g_autofree char *high = gmarl_format_decimals (ratio->mean.high, RATIO_DECIMALS);

  if (!isfinite (ratio->mean.estimate))
    return g_strdup_printf (_ ("%s times that of no control on the same days"), sums);
  if (!isfinite (ratio->mean.high - ratio->mean.low))
    return g_strdup_printf (
        _ ("%s times that of no control, of the sums over the days\nMean of the days’ ratios %s"),
        sums, mean);
  return g_strdup_printf (_ ("%s times that of no control, of the sums over the days\n"
                             "Mean of the days’ ratios %s, 95 %% interval %s to %s"),
                          sums, mean, low, high);
}
