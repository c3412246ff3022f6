/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-summary.h"

#include "gmarl-library-private.h"

#include <math.h>

/* The tail is one of so many parts of the iterations. */
#define TAIL_PARTS 10

static GmarlStatement *
prepare (GmarlLibrary *self, const GmarlMetric *metrics, gsize n_metrics, GError **error)
{
  GString *sql = g_string_new ("SELECT iteration");
  GmarlStatement *statement;

  for (gsize k = 0; k < n_metrics; k++)
    g_string_append_printf (sql, ", \"%s\"", gmarl_training_metrics[metrics[k]].id);
  /* Newest first, so that it is known where the tail begins. */
  g_string_append (sql, " FROM metric WHERE run_id = ? ORDER BY iteration DESC");
  statement = gmarl_library_prepare (self, sql->str, error);
  g_string_free (sql, TRUE);
  return statement;
}

typedef struct {
  double sum;
  gsize count;
} Tail;

static void
take_value (GmarlMetricSummary *summary, Tail *tail, double value, gboolean in_tail)
{
  if (!isfinite (value))
    return;
  if (isnan (summary->last))
    summary->last = value;
  if (isnan (summary->best) || value > summary->best)
    summary->best = value;
  if (in_tail) {
    tail->sum += value;
    tail->count++;
  }
}

gboolean
gmarl_library_summarise_run (GmarlLibrary *self,
                             const char *run_id,
                             const GmarlMetric *metrics,
                             gsize n_metrics,
                             GmarlMetricSummary *summaries,
                             GError **error)
{
  g_autoptr (GmarlStatement) statement = prepare (self, metrics, n_metrics, error);
  g_autofree Tail *tails = g_new0 (Tail, n_metrics);
  gint64 newest = 0;
  gint result;

  if (statement == NULL)
    return FALSE;
  for (gsize k = 0; k < n_metrics; k++)
    summaries[k] = (GmarlMetricSummary){ NAN, NAN, NAN };
  gmarl_statement_bind_text (statement, 1, run_id);
  while ((result = gmarl_library_step (self, statement, error)) > 0) {
    gint64 iteration = sqlite3_column_int64 (statement, 0);

    newest = MAX (newest, iteration);
    for (gsize k = 0; k < n_metrics; k++)
      take_value (&summaries[k], &tails[k], gmarl_statement_get_real (statement, 1 + (gint) k),
                  newest - iteration < (newest + TAIL_PARTS - 1) / TAIL_PARTS);
  }
  for (gsize k = 0; k < n_metrics; k++)
    summaries[k].tail =
        tails[k].count > 0 ? tails[k].sum / (double) tails[k].count : summaries[k].last;
  return result == 0;
}
