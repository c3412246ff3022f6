/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-report-tables.h"

#include "gmarl-format.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define KEPT_ROWS 12 /* of a table, with its note */

/* Cells in the making, row by row. */
typedef struct {
  GPtrArray *cells;
  gsize n_columns;
} Table;

static void
table_init (Table *self, gsize n_columns)
{
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->n_columns = n_columns;
}

/* Takes text. A hyphen before a digit, as in files, becomes a minus. */
static void
table_add (Table *self, char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (at[0] == '-' && g_ascii_isdigit (at[1]) && (at == text || strchr (" [", at[-1]) != NULL))
      g_string_append (out, "−");
    else
      g_string_append_c (out, *at);
  g_free (text);
  g_ptr_array_add (self->cells, g_string_free (out, FALSE));
}

/* note: above it (nullable). */
static void
table_put (Table *self, GmarlDrawDocument *document, const char *note, gboolean words)
{
  guint rows = self->cells->len / (guint) self->n_columns;

  gmarl_draw_document_keep (document, MIN (rows, KEPT_ROWS) + 2);
  if (note != NULL)
    gmarl_draw_document_add_note (document, note);
  gmarl_draw_document_add_table (document, (const char *const *) self->cells->pdata, rows,
                                 self->n_columns, words);
  g_ptr_array_unref (self->cells);
}

/* "Grid import (kWh) ↓" */
static char *
metric_heading (const GmarlComparison *comparison, gsize indicator)
{
  const GmarlIndicatorInfo *info = &gmarl_indicators[comparison->indicators[indicator]];
  const char *unit = gmarl_score_unit (comparison, indicator);
  const char *arrow = info->direction == GMARL_DIRECTION_HIGHER  ? " ↑"
                      : info->direction == GMARL_DIRECTION_LOWER ? " ↓"
                                                                 : "";

  if (*unit == '\0')
    return g_strconcat (_ (info->name), arrow, NULL);
  return g_strdup_printf ("%s (%s)%s", _ (info->name), unit, arrow);
}

/* The places of the chief metrics that the comparison has. */
static gsize
find_metrics (const GmarlComparison *comparison, gsize *places)
{
  gsize n = 0;

  for (gsize k = 0; k < gmarl_score_n_chief_indicators; k++) {
    gssize place = gmarl_score_find (comparison, gmarl_score_chief_indicators[k]);

    if (place >= 0)
      places[n++] = (gsize) place;
  }
  return n;
}

/* Notes that hold for a policy as a whole. */
static void
add_policy_notes (GmarlDrawDocument *document,
                  const GmarlComparison *comparison,
                  const GmarlFigurePolicy *policies,
                  gboolean robust)
{
  for (gsize k = 0; comparison->n_indicators > 0 && k < comparison->n_policies; k++) {
    GmarlSummary common = *gmarl_comparison_summary (comparison, k, 0);
    g_autofree char *notes = NULL, *text = NULL;

    common.notes &= ~GMARL_NOTE_UNDEFINED;
    notes = gmarl_summary_describe_notes (&common, robust);
    if (*notes == '\0')
      continue;
    text = g_strdup_printf (_ ("%s: %s."), policies[k].name, notes);
    gmarl_draw_document_add_note (document, text);
  }
}

void
gmarl_report_add_scores (GmarlDrawDocument *document,
                         const GmarlComparison *comparison,
                         const GmarlFigurePolicy *policies)
{
  g_autofree gsize *all = g_new (gsize, comparison->n_policies + 1);
  g_autofree gsize *places = g_new (gsize, gmarl_score_n_chief_indicators);
  gsize n = find_metrics (comparison, places);
  g_autofree char *note = NULL;
  Table table;

  for (gsize k = 0; k < comparison->n_policies; k++)
    all[k] = k;
  table_init (&table, 1 + comparison->n_policies);
  table_add (&table, g_strdup (_ ("Metric")));
  for (gsize k = 0; k < comparison->n_policies; k++)
    table_add (&table, g_strdup (policies[k].name));
  for (gsize k = 0; k < n; k++) {
    gssize winner = gmarl_score_winner (comparison, places[k], all, comparison->n_policies);

    table_add (&table, metric_heading (comparison, places[k]));
    for (gsize p = 0; p < comparison->n_policies; p++) {
      g_autofree char *cell = gmarl_score_mean (comparison, p, places[k], GMARL_SCORE_HALF_WIDTH);

      table_add (&table, g_strconcat ((gssize) p == winner ? "★ " : "", cell, NULL));
    }
  }
  note = g_strdup_printf (
      _ ("Mean ± half of the 95 %% interval over %zu test days, the same for every policy. ↑ higher is better, ↓ lower is better. ★: better than every other policy here, clear after Holm’s correction over %zu tests of paired differences (5 %%)."),
      comparison->table->n_days, comparison->n_comparisons);
  table_put (&table, document, note, FALSE);
  add_policy_notes (document, comparison, policies, FALSE);
}

/* A pair of the baseline and another policy, seen from the latter. */
typedef struct {
  double value, half, improvement;
  GmarlVerdict verdict;
} Difference;

static Difference
get_difference (const GmarlComparison *comparison, gsize indicator, gsize policy, gsize baseline)
{
  for (gsize pair = 0; pair < comparison->n_pairs; pair++) {
    const GmarlPairing *pairing = gmarl_comparison_pairing (comparison, pair, indicator);
    const GmarlInterval *all = &pairing->difference;
    double half = (all->high - all->low) / 2;

    if (pairing->first == policy && pairing->second == baseline)
      return (Difference){ all->estimate, half, pairing->improvement, pairing->verdict };
    if (pairing->second == policy && pairing->first == baseline)
      return (Difference){ -all->estimate, half, 1 - pairing->improvement,
                           pairing->verdict == GMARL_VERDICT_BETTER  ? GMARL_VERDICT_WORSE
                           : pairing->verdict == GMARL_VERDICT_WORSE ? GMARL_VERDICT_BETTER
                                                                     : pairing->verdict };
  }
  return (Difference){ NAN, NAN, NAN, GMARL_VERDICT_NO_CLEAR_DIFFERENCE };
}

/* "+44.00 ± 2.42 better" */
static char *
difference_cell (const GmarlComparison *comparison, gsize indicator, const Difference *difference)
{
  g_autofree char *value = gmarl_score_number (comparison, indicator, difference->value);
  g_autofree char *half = gmarl_score_number (comparison, indicator, difference->half);
  const char *sign = difference->value > 0 ? "+" : "";

  if (!isfinite (difference->half))
    return g_strconcat (sign, value, NULL);
  return g_strdup_printf ("%s%s ± %s %s", sign, value, half,
                          difference->verdict == GMARL_VERDICT_NO_CLEAR_DIFFERENCE
                              ? _ ("unclear")
                              : gmarl_verdict_to_text (difference->verdict));
}

/* Takes heading. */
static void
add_against_baseline (GmarlDrawDocument *document,
                      const GmarlComparison *comparison,
                      gsize baseline,
                      const GmarlFigurePolicy *policies,
                      gboolean improvement,
                      char *heading,
                      const char *note)
{
  g_autofree gsize *places = g_new (gsize, gmarl_score_n_chief_indicators);
  gsize n = find_metrics (comparison, places);
  Table table;

  table_init (&table, comparison->n_policies);
  table_add (&table, heading);
  for (gsize p = 0; p < comparison->n_policies; p++)
    if (p != baseline)
      table_add (&table, g_strdup (policies[p].name));
  for (gsize k = 0; k < n; k++) {
    table_add (&table, metric_heading (comparison, places[k]));
    for (gsize p = 0; p < comparison->n_policies; p++) {
      Difference difference;

      if (p == baseline)
        continue;
      difference = get_difference (comparison, places[k], p, baseline);
      table_add (&table, improvement ? gmarl_format_decimals (difference.improvement, 2)
                                     : difference_cell (comparison, places[k], &difference));
    }
  }
  table_put (&table, document, note, FALSE);
}

void
gmarl_report_add_differences (GmarlDrawDocument *document,
                              const GmarlComparison *comparison,
                              gsize baseline,
                              const GmarlFigurePolicy *policies)
{
  const char *name = policies[baseline].name;
  g_autofree char *chance = NULL;

  if (comparison->n_policies < 2)
    return;
  add_against_baseline (
      document, comparison, baseline, policies, FALSE,
      g_strdup_printf (_ ("Difference to %s"), name),
      _ ("Differences by the same days ± half of their 95 % interval, with the verdict after Holm’s correction."));
  /* translators: a policy */
  chance = g_strdup_printf (
      _ ("How probable it is that a policy is better than %s on a day (greater, where a metric has no better side)."),
      name);
  add_against_baseline (document, comparison, baseline, policies, TRUE,
                        g_strdup (_ ("Probability of improvement")), chance);
}

void
gmarl_report_add_robust (GmarlDrawDocument *document,
                         const GmarlComparison *comparison,
                         const GmarlFigurePolicy *policies)
{
  g_autofree gsize *places = g_new (gsize, gmarl_score_n_chief_indicators);
  gsize n = find_metrics (comparison, places);

  for (guint statistic = GMARL_STATISTIC_IQM; statistic < GMARL_N_STATISTICS; statistic++) {
    Table table;

    table_init (&table, 1 + comparison->n_policies);
    table_add (&table, g_strdup (_ (gmarl_statistics[statistic].name)));
    for (gsize p = 0; p < comparison->n_policies; p++)
      table_add (&table, g_strdup (policies[p].name));
    for (gsize k = 0; k < n; k++) {
      table_add (&table, metric_heading (comparison, places[k]));
      for (gsize p = 0; p < comparison->n_policies; p++)
        table_add (&table,
                   gmarl_score_text (comparison, p, places[k], statistic, GMARL_SCORE_LOW_HIGH));
    }
    table_put (&table, document, NULL, FALSE);
  }
  add_policy_notes (document, comparison, policies, TRUE);
}

void
gmarl_report_add_policies (GmarlDrawDocument *document,
                           const GmarlComparison *comparison,
                           const GmarlFigurePolicy *policies)
{
  Table table;

  table_init (&table, 3);
  table_add (&table, g_strdup (_ ("Policy")));
  table_add (&table, g_strdup (_ ("Id")));
  table_add (&table, g_strdup (_ ("Training seeds")));
  for (gsize k = 0; k < comparison->n_policies; k++) {
    const GmarlScorePolicy *policy = comparison->table->policies->pdata[k];
    GString *seeds = g_string_new (policy->n_seeds == 0 ? _ ("a rule, not trained") : NULL);

    for (gsize row = 0; row < policy->n_seeds; row++)
      g_string_append_printf (seeds, "%s%" PRIu64, row > 0 ? ", " : "", policy->seeds[row]);
    table_add (&table, g_strdup (policies[k].name));
    table_add (&table, g_strdup (policy->id));
    table_add (&table, g_string_free (seeds, FALSE));
  }
  table_put (&table, document, NULL, TRUE);
}
