/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-columns.h"
#include "gmarl-export-scores.h"
#include "gmarl-export-tidy.h"
#include "gmarl-options.h"

#include <inttypes.h>
#include <math.h>

static void
append_row (GString *csv,
            const GmarlScoreTable *table,
            const GmarlScorePolicy *policy,
            gsize row,
            gsize day,
            GmarlIndicator indicator)
{
  double value = gmarl_score_table_get (table, policy, row, day, indicator);

  gmarl_export_append_text (csv, policy->id);
  g_string_append_c (csv, ',');
  if (policy->n_seeds > 0)
    g_string_append_printf (csv, "%" PRIu64, policy->seeds[row]);
  g_string_append_printf (csv, ",%" PRIu64 ",%s,", table->days[day],
                          gmarl_indicators[indicator].id);
  gmarl_export_append_text (csv, gmarl_score_table_unit (table, indicator));
  g_string_append_c (csv, ',');
  if (isfinite (value)) {
    g_autofree char *text = gmarl_format_double (value);

    g_string_append (csv, text);
  }
  g_string_append_c (csv, '\n');
}

char *
gmarl_export_scores_csv (const GmarlScoreTable *table,
                         const GmarlIndicator *indicators,
                         gsize n_indicators)
{
  GString *csv = g_string_new ("policy,seed,day,metric,unit,value\n");

  if (indicators == NULL)
    n_indicators = GMARL_N_INDICATORS;
  for (guint p = 0; p < table->policies->len; p++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (table->policies, p);

    for (gsize row = 0; row < policy->n_rows; row++)
      for (gsize day = 0; day < table->n_days; day++)
        for (gsize k = 0; k < n_indicators; k++)
          append_row (csv, table, policy, row, day,
                      indicators != NULL ? indicators[k] : (GmarlIndicator) k);
  }
  return g_string_free (csv, FALSE);
}

static GmarlTidySubject
subject_of (const GmarlScoreTable *table, const GmarlScorePolicy *policy, gsize row)
{
  GmarlTidySubject subject = GMARL_TIDY_SUBJECT_INIT;

  subject.policy = policy->id;
  subject.scenario = table->scenario_name;
  subject.group = policy->group;
  if (policy->n_seeds > 0) {
    subject.seed = &policy->seeds[row];
    subject.run = policy->runs != NULL ? policy->runs[row] : NULL;
  }
  return subject;
}

char *
gmarl_export_scores_tidy (const GmarlScoreTable *table)
{
  GString *csv = g_string_new (NULL);

  gmarl_tidy_append_header (csv);
  for (guint p = 0; p < table->policies->len; p++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (table->policies, p);

    for (gsize row = 0; row < policy->n_rows; row++) {
      GmarlTidySubject subject = subject_of (table, policy, row);

      for (gsize day = 0; day < table->n_days; day++) {
        subject.day = &table->days[day];
        for (gint k = 0; k < GMARL_N_INDICATORS; k++)
          gmarl_tidy_append (csv, &subject, gmarl_indicators[k].id, gmarl_indicators[k].unit,
                             table->currency, gmarl_score_table_get (table, policy, row, day, k));
      }
    }
  }
  return g_string_free (csv, FALSE);
}

char *
gmarl_export_scores_wide (const GmarlScoreTable *table)
{
  const char *currency = table->currency != NULL ? table->currency : "";
  GString *csv = g_string_new ("policy,seed,day");

  for (gint k = 0; k < GMARL_N_INDICATORS; k++) {
    g_string_append_c (csv, ',');
    gmarl_export_append_column (csv, gmarl_indicators[k].id, gmarl_indicators[k].unit, currency);
  }
  g_string_append_c (csv, '\n');
  for (guint p = 0; p < table->policies->len; p++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (table->policies, p);

    for (gsize row = 0; row < policy->n_rows; row++)
      for (gsize day = 0; day < table->n_days; day++) {
        gmarl_export_append_text (csv, policy->id);
        g_string_append_c (csv, ',');
        if (policy->n_seeds > 0)
          g_string_append_printf (csv, "%" PRIu64, policy->seeds[row]);
        g_string_append_printf (csv, ",%" PRIu64, table->days[day]);
        for (gint k = 0; k < GMARL_N_INDICATORS; k++)
          gmarl_export_append_cell (csv, gmarl_score_table_get (table, policy, row, day, k));
        g_string_append_c (csv, '\n');
      }
  }
  return g_string_free (csv, FALSE);
}
