/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-command-compare-private.h"

#include "gmarl-cli-table.h"
#include "gmarl-score-cells.h"
#include "gmarl-storage-ratio.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Characters of a policy at the head of a column. */
#define LONGEST_ID 32

static const char *
policy_id (const GmarlComparison *comparison, gsize policy)
{
  return ((GmarlScorePolicy *) comparison->table->policies->pdata[policy])->id;
}

static void
add_metric (GmarlTable *table, const GmarlComparison *comparison, gsize indicator)
{
  const char *name = _ (gmarl_indicators[comparison->indicators[indicator]].name);
  const char *unit = gmarl_score_unit (comparison, indicator);

  if (unit[0] == '\0')
    gmarl_table_add (table, "%s", name);
  else
    gmarl_table_add (table, "%s [%s]", name, unit);
}

static char *
describe_policy (const GmarlComparison *comparison, gsize policy, GmarlStatistic statistic)
{
  const GmarlScorePolicy *scores = comparison->table->policies->pdata[policy];
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, policy, 0);
  g_autofree char *notes =
      gmarl_summary_describe_notes (summary, statistic != GMARL_STATISTIC_MEAN);
  g_autofree char *seeds = scores->n_seeds == 0
                               ? g_strdup ("")
                               : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, ", %zu seed",
                                                               ", %zu seeds", scores->n_seeds),
                                                  scores->n_seeds);

  return g_strdup_printf (_ ("%s (%zu days%s)%s%s"), scores->name, summary->n_days_all, seeds,
                          notes[0] == '\0' ? "" : ": ", notes);
}

/* Adds what a policy has of an indicator. */
typedef void (*AddCellFunc) (GmarlTable *table,
                             const GmarlComparison *comparison,
                             gsize policy,
                             gsize indicator,
                             GmarlStatistic statistic);

/* A row for each of the chief indicators, a column for each policy from the first that is shown. */
static void
print_cells (const GmarlComparison *comparison,
             gsize first,
             char alignment,
             AddCellFunc add_cell,
             GmarlStatistic statistic)
{
  gsize n_columns = 1 + comparison->n_policies - first;
  g_autofree char *alignments = g_strnfill (n_columns, alignment);
  g_autoptr (GmarlTable) table = NULL;

  alignments[0] = 'l';
  table = gmarl_table_new (n_columns, alignments);
  gmarl_table_add (table, "%s", "");
  for (gsize p = first; p < comparison->n_policies; p++)
    gmarl_table_add_cut (table, policy_id (comparison, p), LONGEST_ID);

  for (gsize k = 0; k < gmarl_score_n_chief_indicators; k++) {
    gssize place = gmarl_score_find (comparison, gmarl_score_chief_indicators[k]);

    if (place < 0)
      continue;
    add_metric (table, comparison, (gsize) place);
    for (gsize p = first; p < comparison->n_policies; p++)
      add_cell (table, comparison, p, (gsize) place, statistic);
  }
  gmarl_table_print (table);
}

static void
add_score (GmarlTable *table,
           const GmarlComparison *comparison,
           gsize policy,
           gsize indicator,
           GmarlStatistic statistic)
{
  g_autofree char *text =
      gmarl_score_text (comparison, policy, indicator, statistic, GMARL_SCORE_HALF_WIDTH);

  gmarl_table_add (table, "%s", text);
}

/* The pairs with the first policy come first. */
static void
add_verdict (GmarlTable *table,
             const GmarlComparison *comparison,
             gsize policy,
             gsize indicator,
             GmarlStatistic statistic)
{
  const GmarlPairing *pairing = gmarl_comparison_pairing (comparison, policy - 1, indicator);
  const GmarlInterval *difference = &pairing->difference;
  const char *verdict = gmarl_verdict_to_text (pairing->verdict);
  const char *sign = difference->estimate > 0 ? "+" : "";
  g_autofree char *estimate = gmarl_score_number (comparison, indicator, difference->estimate);
  g_autofree char *half =
      gmarl_score_number (comparison, indicator, (difference->high - difference->low) / 2);

  if (isfinite (difference->high - difference->low))
    gmarl_table_add (table, "%s (%s%s ± %s)", verdict, sign, estimate, half);
  else if (isfinite (difference->estimate))
    gmarl_table_add (table, "%s (%s%s)", verdict, sign, estimate);
  else
    gmarl_table_add (table, "–");
}

static void
print_verdicts (const GmarlComparison *comparison)
{
  g_print (_ ("\nIs %s better than … (difference of means, 95 %% interval)\n\n"),
           policy_id (comparison, 0));
  print_cells (comparison, 1, 'l', add_verdict, GMARL_STATISTIC_MEAN);
  g_print (
      _ ("\n“Better” and “worse” are said where the difference is clear among all %zu tests of this comparison (Holm, 5 %%).\n"),
      comparison->n_comparisons);
}

void
gmarl_print_comparison (const GmarlComparison *comparison, GmarlStatistic statistic)
{
  const char *scenario = comparison->table->scenario_name;

  if (scenario != NULL && statistic == GMARL_STATISTIC_MEAN)
    g_print (_ ("%s, mean ± half of the 95 %% interval\n\n"), scenario);
  else if (scenario != NULL)
    /* translators: a statistic, a scenario */
    g_print (_ ("%s [95 %% interval by the bootstrap], %s\n\n"),
             _ (gmarl_statistics[statistic].name), scenario);
  print_cells (comparison, 0, 'r', add_score, statistic);
  g_print ("\n");
  for (gsize p = 0; p < comparison->n_policies; p++) {
    g_autofree char *text = describe_policy (comparison, p, statistic);

    g_print ("%s\n", text);
  }
  if (comparison->n_policies > 1)
    print_verdicts (comparison);
}

void
gmarl_print_ratios (const GmarlComparison *comparison)
{
  const GmarlScoreTable *scores = comparison->table;
  const GmarlScorePolicy *baseline = gmarl_score_table_find (scores, "no-control");
  g_autofree char *alignment = g_strnfill (1 + comparison->n_policies, 'r');
  g_autoptr (GmarlTable) table = NULL;

  g_print (
      _ ("\nRatios to no control (sums over the days, 95 %% interval), below 1 is better\n\n"));
  alignment[0] = 'l';
  table = gmarl_table_new (1 + comparison->n_policies, alignment);
  gmarl_table_add (table, "%s", "");
  for (gsize p = 0; p < comparison->n_policies; p++)
    gmarl_table_add_cut (table, policy_id (comparison, p), LONGEST_ID);
  for (gint k = 0; k < GMARL_N_RATIOS; k++) {
    gmarl_table_add (table, "%s", gmarl_ratios[k].id);
    for (gsize p = 0; p < comparison->n_policies; p++) {
      GmarlStorageRatio ratio;

      gmarl_storage_ratio (scores, scores->policies->pdata[p], baseline, (GmarlRatio) k,
                           comparison->options.draws, comparison->options.bootstrap_seed, &ratio);
      if (isfinite (ratio.of_sums.low))
        gmarl_table_add (table, "%.3f [%.3f, %.3f]", ratio.of_sums.estimate, ratio.of_sums.low,
                         ratio.of_sums.high);
      else if (isfinite (ratio.of_sums.estimate))
        gmarl_table_add (table, "%.3f", ratio.of_sums.estimate);
      else
        gmarl_table_add (table, "–");
    }
  }
  gmarl_table_print (table);
}
