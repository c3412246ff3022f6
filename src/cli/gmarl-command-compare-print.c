/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-table.h"
#include "gmarl-command-compare-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const GmarlIndicator chief_indicators[] = {
  GMARL_INDICATOR_EPISODE_REWARD,      GMARL_INDICATOR_STABILITY,
  GMARL_INDICATOR_GRID_IMPORT,         GMARL_INDICATOR_ENERGY_COST,
  GMARL_INDICATOR_ADJUSTED_COST,       GMARL_INDICATOR_SOLAR_UTILISATION,
  GMARL_INDICATOR_DEMAND_SATISFACTION, GMARL_INDICATOR_SELF_SUFFICIENCY,
  GMARL_INDICATOR_PEAK_IMPORT,         GMARL_INDICATOR_ENERGY_SHARED,
};

/* Characters of a policy at the head of a column. */
#define LONGEST_ID 32

static const char *
policy_id (const GmarlComparison *comparison, gsize policy)
{
  return ((GmarlScorePolicy *) comparison->table->policies->pdata[policy])->id;
}

/* The place of an indicator in the comparison, or -1. */
static gssize
find_indicator (const GmarlComparison *comparison, GmarlIndicator indicator)
{
  for (gsize k = 0; k < comparison->n_indicators; k++)
    if (comparison->indicators[k] == indicator)
      return (gssize) k;
  return -1;
}

static void
add_metric (GmarlTable *table, const GmarlComparison *comparison, GmarlIndicator indicator)
{
  const GmarlIndicatorInfo *info = &gmarl_indicators[indicator];
  const char *unit = info->percent ? "%" : gmarl_score_table_unit (comparison->table, indicator);

  if (unit[0] == '\0' || strcmp (unit, "fraction") == 0)
    gmarl_table_add (table, "%s", _ (info->name));
  else
    gmarl_table_add (table, "%s [%s]", _ (info->name), unit);
}

static void
add_mean (GmarlTable *table, const GmarlIndicatorInfo *info, const GmarlSummary *summary)
{
  double factor = info->percent ? 100 : 1;
  double half = factor * (summary->mean.high - summary->mean.low) / 2;

  if (summary->notes & GMARL_NOTE_TWO_SEEDS)
    gmarl_table_add (table, "%.*f; %.*f", info->decimals, factor * summary->seed_means[0],
                     info->decimals, factor * summary->seed_means[1]);
  else if (isfinite (half))
    gmarl_table_add (table, "%.*f ± %.*f", info->decimals, factor * summary->mean.estimate,
                     info->decimals, half);
  else
    gmarl_table_add_number (table, factor * summary->mean.estimate, info->decimals);
}

static char *
describe_policy (const GmarlComparison *comparison, gsize policy)
{
  const GmarlScorePolicy *scores = comparison->table->policies->pdata[policy];
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, policy, 0);
  g_autofree char *notes = gmarl_summary_describe_notes (summary, FALSE);
  g_autofree char *seeds = scores->n_seeds == 0
                               ? g_strdup ("")
                               : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, ", %zu seed",
                                                               ", %zu seeds", scores->n_seeds),
                                                  scores->n_seeds);

  return g_strdup_printf (_ ("%s (%zu days%s)%s%s"), scores->name, summary->n_days_all, seeds,
                          notes[0] == '\0' ? "" : ": ", notes);
}

static void
print_means (const GmarlComparison *comparison)
{
  g_autofree char *alignment = g_strnfill (1 + comparison->n_policies, 'r');
  g_autoptr (GmarlTable) table = NULL;

  alignment[0] = 'l';
  table = gmarl_table_new (1 + comparison->n_policies, alignment);
  gmarl_table_add (table, "%s", "");
  for (gsize p = 0; p < comparison->n_policies; p++)
    gmarl_table_add_cut (table, policy_id (comparison, p), LONGEST_ID);

  for (gsize k = 0; k < G_N_ELEMENTS (chief_indicators); k++) {
    gssize place = find_indicator (comparison, chief_indicators[k]);

    if (place < 0)
      continue;
    add_metric (table, comparison, chief_indicators[k]);
    for (gsize p = 0; p < comparison->n_policies; p++)
      add_mean (table, &gmarl_indicators[chief_indicators[k]],
                gmarl_comparison_summary (comparison, p, (gsize) place));
  }
  gmarl_table_print (table);
}

static void
add_verdict (GmarlTable *table, const GmarlIndicatorInfo *info, const GmarlPairing *pairing)
{
  double factor = info->percent ? 100 : 1;
  double half = factor * (pairing->difference.high - pairing->difference.low) / 2;
  const char *verdict = gmarl_verdict_to_text (pairing->verdict);

  if (isfinite (half))
    gmarl_table_add (table, "%s (%+.*f ± %.*f)", verdict, info->decimals,
                     factor * pairing->difference.estimate, info->decimals, half);
  else if (isfinite (pairing->difference.estimate))
    gmarl_table_add (table, "%s (%+.*f)", verdict, info->decimals,
                     factor * pairing->difference.estimate);
  else
    gmarl_table_add (table, "–");
}

static void
print_verdicts (const GmarlComparison *comparison)
{
  g_autofree char *alignment = g_strnfill (comparison->n_policies, 'l');
  g_autoptr (GmarlTable) table = gmarl_table_new (comparison->n_policies, alignment);

  g_print (_ ("\nIs %s better than … (difference, 95 %% interval)\n\n"), policy_id (comparison, 0));
  gmarl_table_add (table, "%s", "");
  for (gsize p = 1; p < comparison->n_policies; p++)
    gmarl_table_add_cut (table, policy_id (comparison, p), LONGEST_ID);

  for (gsize k = 0; k < G_N_ELEMENTS (chief_indicators); k++) {
    gssize place = find_indicator (comparison, chief_indicators[k]);

    if (place < 0)
      continue;
    add_metric (table, comparison, chief_indicators[k]);
    /* The pairs with the first policy come first. */
    for (gsize pair = 0; pair + 1 < comparison->n_policies; pair++)
      add_verdict (table, &gmarl_indicators[chief_indicators[k]],
                   gmarl_comparison_pairing (comparison, pair, (gsize) place));
  }
  gmarl_table_print (table);
  g_print (
      _ ("\n“Better” and “worse” are said where the difference is clear among all %zu tests of this comparison (Holm, 5 %%).\n"),
      comparison->n_comparisons);
}

void
gmarl_print_comparison (const GmarlComparison *comparison)
{
  if (comparison->table->scenario_name != NULL)
    g_print (_ ("%s, mean ± half of the 95 %% interval\n\n"), comparison->table->scenario_name);
  print_means (comparison);
  g_print ("\n");
  for (gsize p = 0; p < comparison->n_policies; p++) {
    g_autofree char *text = describe_policy (comparison, p);

    g_print ("%s\n", text);
  }
  if (comparison->n_policies > 1)
    print_verdicts (comparison);
}
