/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-run-summary.h"
#include "library-fixture.h"

#include <math.h>

static const GmarlMetric metrics[] = { GMARL_METRIC_EPISODE_REWARD,
                                       GMARL_METRIC_VALIDATION_REWARD };

static void
put_row (GmarlRunSink *sink, gint64 iteration, double reward, double validation)
{
  g_autoptr (GError) error = NULL;
  GmarlTrainingMetrics row;

  make_row (iteration, &row);
  row.value[GMARL_METRIC_EPISODE_REWARD] = reward;
  row.value[GMARL_METRIC_VALIDATION_REWARD] = validation;
  g_assert_true (gmarl_run_sink_iteration (sink, &row, &error));
  g_assert_no_error (error);
}

/* 40 iterations of rewards 1 … 40 but a peak at 7; every tenth is validated, at ten times that. */
static void
test_aggregates (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "run", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);
  GmarlMetricSummary summary[2];

  for (gint64 k = 1; k <= 40; k++)
    put_row (sink, k, k == 7 ? 100 : (double) k, k % 10 == 0 ? 10.0 * (double) k : NAN);
  g_assert_true (gmarl_library_summarise_run (library, run, metrics, 2, summary, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (summary[0].last, ==, 40);
  g_assert_cmpfloat (summary[0].best, ==, 100);
  g_assert_cmpfloat (summary[0].tail, ==, (37 + 38 + 39 + 40) / 4.0);
  g_assert_cmpfloat (summary[1].last, ==, 400);
  g_assert_cmpfloat (summary[1].best, ==, 400);
  g_assert_cmpfloat (summary[1].tail, ==, 400);
}

/* A validation that is older than the tail is still the last one. */
static void
test_sparse (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = fixture_open (fixture);
  g_autofree char *run = begin_run (library, "run", 1);
  g_autofree char *bare = begin_run (library, "bare", 1);
  g_autoptr (GmarlRunSink) sink = open_sink (library, run);
  GmarlMetricSummary summary[2];

  for (gint64 k = 1; k <= 20; k++)
    put_row (sink, k, NAN, k == 10 ? -3 : NAN);
  g_assert_true (gmarl_library_summarise_run (library, run, metrics, 2, summary, &error));
  g_assert_true (isnan (summary[0].last) && isnan (summary[0].best) && isnan (summary[0].tail));
  g_assert_cmpfloat (summary[1].tail, ==, -3);
  g_assert_true (gmarl_library_summarise_run (library, bare, metrics, 2, summary, &error));
  g_assert_true (isnan (summary[1].tail));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/library/run-summary/aggregates", test_aggregates);
  fixture_add ("/library/run-summary/sparse", test_sparse);
  return g_test_run ();
}
