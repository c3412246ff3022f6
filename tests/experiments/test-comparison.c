/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-comparison.h"
#include "gmarl-random.h"

#include <math.h>
#include <string.h>

#define REWARD GMARL_INDICATOR_EPISODE_REWARD
#define COST   GMARL_INDICATOR_ENERGY_COST
#define LEVEL  GMARL_INDICATOR_MEAN_LEVEL

static const guint64 training_seeds[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

static GmarlScoreTable *
new_table (gsize n_days)
{
  g_autofree guint64 *episodes = g_new (guint64, n_days);

  for (gsize k = 0; k < n_days; k++)
    episodes[k] = 960000 + k;
  return gmarl_score_table_new (episodes, NULL, n_days);
}

static double *
cell (const GmarlScoreTable *table, GmarlScorePolicy *policy, gsize row, gsize day)
{
  return policy->values + (row * table->n_days + day) * GMARL_N_INDICATORS;
}

/* Adds a policy of n_seeds seeds (0: a rule) with the mean offset; days do the same to all. */
static GmarlScorePolicy *
add_policy (GmarlScoreTable *table,
            const char *id,
            gsize n_seeds,
            double offset,
            double seed_sd,
            guint64 key)
{
  GmarlScorePolicy *policy = gmarl_score_table_add (table, id, id, training_seeds, n_seeds);

  for (gsize row = 0; row < policy->n_rows; row++) {
    double skill = offset + seed_sd * gmarl_random_normal (key, 0, row);

    for (gsize day = 0; day < table->n_days; day++) {
      double weather = 10 * gmarl_random_normal (77, 1, day);
      double noise = 3 * gmarl_random_normal (key, 2, row * table->n_days + day);

      for (gsize k = 0; k < GMARL_N_INDICATORS; k++)
        cell (table, policy, row, day)[k] = 100 + skill + weather + noise;
    }
  }
  return policy;
}

static const GmarlSummary *
summary_of (const GmarlComparison *comparison, gsize policy, GmarlIndicator indicator)
{
  g_assert_cmpuint (comparison->n_indicators, ==, GMARL_N_INDICATORS);
  return gmarl_comparison_summary (comparison, policy, indicator);
}

static void
test_summaries (void)
{
  enum {
    N = 4,
    D = 25
  };
  g_autoptr (GmarlScoreTable) table = new_table (D);
  GmarlScorePolicy *policy = add_policy (table, "run", N, 0, 2, 5);
  g_autoptr (GmarlComparison) comparison = NULL;
  const GmarlSummary *reward, *cost;
  double x[N * D], work[2 * D + N];
  GmarlInterval expected;

  comparison = gmarl_comparison_new (table, NULL);
  reward = summary_of (comparison, 0, REWARD);
  cost = summary_of (comparison, 0, COST);
  for (gsize row = 0; row < N; row++)
    for (gsize day = 0; day < D; day++)
      x[row * D + day] = gmarl_score_table_get (table, policy, row, day, REWARD);
  gmarl_statistics_interval (x, N, D, 0.05, work, &expected);

  g_assert_cmpfloat (reward->mean.estimate, ==, expected.estimate);
  g_assert_cmpfloat (reward->mean.low, ==, expected.low);
  g_assert_cmpfloat (reward->mean.high, ==, expected.high);
  for (gsize row = 0; row < N; row++)
    g_assert_cmpfloat (reward->seed_means[row], ==, gmarl_statistics_mean (x + row * D, D));
  g_assert_cmpfloat (reward->iqm.low, <, reward->iqm.estimate);
  g_assert_cmpfloat (reward->iqm.high, >, reward->iqm.estimate);
  g_assert_cmpfloat (reward->median.low, <, reward->median.high);
  /* The worst are the lowest of a reward, the highest of a cost. */
  g_assert_cmpfloat (reward->cvar.estimate, <, reward->mean.estimate - 10);
  g_assert_cmpfloat (cost->cvar.estimate, >, cost->mean.estimate + 10);
  g_assert_cmpint (gmarl_indicators[LEVEL].direction, ==, GMARL_DIRECTION_NEITHER);
  g_assert_true (isnan (summary_of (comparison, 0, LEVEL)->cvar.estimate));
}

static void
assert_label (gsize n_seeds, gsize n_days, gboolean has_interval, const char *label)
{
  g_autoptr (GmarlScoreTable) table = new_table (n_days);
  g_autoptr (GmarlComparison) comparison = NULL;
  g_autofree char *notes = NULL;
  g_autofree char *pair_notes = NULL;
  g_autofree char *plain_notes = NULL;
  const GmarlSummary *summary;
  const GmarlPairing *pairing;

  add_policy (table, "run", n_seeds, 0, 2, 5);
  add_policy (table, "heuristic", 0, -50, 0, 6);
  comparison = gmarl_comparison_new (table, NULL);
  summary = summary_of (comparison, 0, REWARD);
  pairing = gmarl_comparison_pairing (comparison, 0, REWARD);
  g_assert_cmpuint (summary->n_seeds, ==, n_seeds);
  g_assert_cmpuint (summary->n_days, ==, n_days);
  g_assert_false (isnan (summary->mean.estimate));
  g_assert_cmpint (!isnan (summary->mean.low), ==, has_interval);
  g_assert_cmpint (!isnan (summary->mean.high), ==, has_interval);
  g_assert_cmpint (!isnan (summary->iqm.low), ==, has_interval);
  g_assert_false (isnan (pairing->difference.estimate));
  g_assert_cmpint (!isnan (pairing->difference.low), ==, has_interval);
  g_assert_cmpint (!isnan (pairing->p_adjusted), ==, has_interval);
  g_assert_cmpint (pairing->verdict, ==,
                   has_interval ? GMARL_VERDICT_BETTER : GMARL_VERDICT_NO_CLEAR_DIFFERENCE);

  notes = gmarl_summary_describe_notes (summary, TRUE);
  plain_notes = gmarl_summary_describe_notes (summary, FALSE);
  pair_notes = gmarl_pairing_describe_notes (pairing);
  g_assert_cmpstr (notes, ==, label);
  g_assert_null (strstr (plain_notes, "approximate"));
  g_assert_null (strstr (pair_notes, "approximate"));
}

static void
test_labels (void)
{
  assert_label (0, 20, TRUE, "");
  assert_label (1, 20, TRUE, "1 seed: training variation unknown; approximate below 10 seeds");
  assert_label (2, 20, FALSE, "2 seeds: individual values, no interval");
  assert_label (3, 20, TRUE, "approximate below 10 seeds");
  assert_label (10, 20, TRUE, "");
  assert_label (0, 1, FALSE, "1 day: no interval");
  assert_label (12, 1, FALSE, "1 day: no interval");
}

static void
test_verdicts (void)
{
  g_autoptr (GmarlScoreTable) table = new_table (40);
  g_autoptr (GmarlComparison) comparison = NULL;
  const GmarlPairing *reward, *cost, *level, *alike;

  add_policy (table, "high", 5, 10, 1, 5);
  add_policy (table, "low", 0, 0, 0, 6);
  add_policy (table, "low-too", 0, 0, 0, 7);
  comparison = gmarl_comparison_new (table, NULL);
  g_assert_cmpuint (comparison->n_pairs, ==, 3);
  g_assert_cmpuint (comparison->n_comparisons, ==, 3 * GMARL_N_INDICATORS);
  reward = gmarl_comparison_pairing (comparison, 0, REWARD);
  cost = gmarl_comparison_pairing (comparison, 0, COST);
  level = gmarl_comparison_pairing (comparison, 0, LEVEL);
  alike = gmarl_comparison_pairing (comparison, 2, REWARD);

  g_assert_cmpuint (reward->first, ==, 0);
  g_assert_cmpuint (reward->second, ==, 1);
  g_assert_cmpint (reward->verdict, ==, GMARL_VERDICT_BETTER);
  g_assert_cmpfloat_with_epsilon (reward->difference.estimate, 10, 3);
  g_assert_cmpfloat (reward->improvement, >, 0.9);
  g_assert_cmpint (cost->verdict, ==, GMARL_VERDICT_WORSE);
  g_assert_cmpfloat (cost->difference.estimate, ==, reward->difference.estimate);
  g_assert_cmpfloat_with_epsilon (cost->improvement, 1 - reward->improvement, 1e-15);
  g_assert_cmpint (level->verdict, ==, GMARL_VERDICT_DIFFERENT);
  g_assert_cmpuint (alike->first, ==, 1);
  g_assert_cmpuint (alike->second, ==, 2);
  g_assert_cmpint (alike->verdict, ==, GMARL_VERDICT_NO_CLEAR_DIFFERENCE);
  g_assert_cmpstr (gmarl_verdict_to_id (alike->verdict), ==, "no-clear-difference");
  g_assert_cmpstr (gmarl_verdict_to_text (alike->verdict), ==, "no clear difference");
}

static void
test_itself (void)
{
  static const gsize sizes[] = { 0, 1, 2, 5 };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++) {
    g_autoptr (GmarlScoreTable) table = new_table (30);
    g_autoptr (GmarlComparison) comparison = NULL;

    add_policy (table, "run", sizes[k], 0, 2, 5);
    add_policy (table, "run", sizes[k], 0, 2, 5);
    comparison = gmarl_comparison_new (table, NULL);
    for (gsize indicator = 0; indicator < GMARL_N_INDICATORS; indicator++) {
      const GmarlPairing *pairing = gmarl_comparison_pairing (comparison, 0, indicator);

      g_assert_cmpfloat (pairing->difference.estimate, ==, 0);
      g_assert_cmpfloat (pairing->improvement, ==, 0.5);
      g_assert_cmpint (pairing->verdict, ==, GMARL_VERDICT_NO_CLEAR_DIFFERENCE);
    }
  }
}

/* A difference that is clear alone is not among many; and what is not shown does not count. */
static void
test_holm_over_shown (void)
{
  static const GmarlIndicator shown[] = { REWARD };
  GmarlComparisonOptions options = gmarl_comparison_default_options;
  g_autoptr (GmarlScoreTable) table = new_table (20);
  g_autoptr (GmarlComparison) alone = NULL;
  g_autoptr (GmarlComparison) among_all = NULL;
  const GmarlPairing *pairing;
  GmarlScorePolicy *first, *second;
  double p;

  first = add_policy (table, "first", 0, 0, 0, 5);
  second = add_policy (table, "second", 0, 0, 0, 6);
  /* Days alternate around a difference of 1 such that 0.002 < p < 0.05. */
  for (gsize day = 0; day < table->n_days; day++)
    cell (table, first, 0, day)[REWARD] =
        cell (table, second, 0, day)[REWARD] + (day % 2 == 0 ? 3 : -1);

  options.indicators = shown;
  options.n_indicators = 1;
  alone = gmarl_comparison_new (table, &options);
  among_all = gmarl_comparison_new (table, NULL);
  g_assert_cmpuint (alone->n_comparisons, ==, 1);
  pairing = gmarl_comparison_pairing (alone, 0, 0);
  p = pairing->difference.p;
  g_assert_cmpfloat (p, >, 0.05 / GMARL_N_INDICATORS);
  g_assert_cmpfloat (p, <, 0.05);
  g_assert_cmpfloat (pairing->p_adjusted, ==, p);
  g_assert_cmpint (pairing->verdict, ==, GMARL_VERDICT_BETTER);

  pairing = gmarl_comparison_pairing (among_all, 0, REWARD);
  g_assert_cmpfloat (pairing->difference.p, ==, p);
  g_assert_cmpfloat (pairing->difference.low, >, 0);
  g_assert_cmpfloat (pairing->p_adjusted, >, 0.05);
  g_assert_cmpint (pairing->verdict, ==, GMARL_VERDICT_NO_CLEAR_DIFFERENCE);
}

static void
test_undefined (void)
{
  g_autoptr (GmarlScoreTable) table = new_table (22), whole = new_table (20);
  g_autoptr (GmarlComparison) comparison = NULL;
  g_autoptr (GmarlComparison) expected = NULL;
  g_autofree char *notes = NULL;
  GmarlScorePolicy *run, *rule;
  const GmarlSummary *summary, *reward;
  const GmarlPairing *pairing;

  /* The same 20 days, and two more on which the cost is undefined: for a seed, and for the rule. */
  add_policy (whole, "run", 3, 0, 2, 5);
  add_policy (whole, "rule", 0, 0, 0, 6);
  run = add_policy (table, "run", 3, 0, 2, 5);
  rule = add_policy (table, "rule", 0, 0, 0, 6);
  for (gsize day = 0; day < 20; day++) {
    for (gsize row = 0; row < 3; row++)
      *(cell (table, run, row, day) + COST) =
          gmarl_score_table_get (whole, gmarl_score_table_find (whole, "run"), row, day, COST);
    *(cell (table, rule, 0, day) + COST) =
        gmarl_score_table_get (whole, gmarl_score_table_find (whole, "rule"), 0, day, COST);
  }
  *(cell (table, run, 1, 20) + COST) = NAN;
  *(cell (table, rule, 0, 20) + COST) = NAN;
  *(cell (table, rule, 0, 21) + COST) = INFINITY;
  comparison = gmarl_comparison_new (table, NULL);
  expected = gmarl_comparison_new (whole, NULL);

  summary = summary_of (comparison, 0, COST);
  g_assert_cmpuint (summary->n_undefined, ==, 1);
  g_assert_cmpuint (summary->n_days, ==, 21);
  notes = gmarl_summary_describe_notes (summary, FALSE);
  g_assert_cmpstr (notes, ==, "1 value undefined, 21 of 22 days used");
  summary = summary_of (comparison, 1, COST);
  g_assert_cmpuint (summary->n_undefined, ==, 2);
  g_assert_cmpfloat (summary->mean.low, ==, summary_of (expected, 1, COST)->mean.low);
  g_assert_cmpfloat (summary->iqm.high, ==, summary_of (expected, 1, COST)->iqm.high);
  pairing = gmarl_comparison_pairing (comparison, 0, COST);
  g_assert_cmpuint (pairing->n_undefined, ==, 3);
  g_assert_cmpuint (pairing->n_days, ==, 20);
  g_assert_cmpfloat (pairing->difference.p, ==,
                     gmarl_comparison_pairing (expected, 0, COST)->difference.p);
  reward = summary_of (comparison, 0, REWARD);
  g_assert_cmpuint (reward->n_undefined, ==, 0);
  g_assert_cmpuint (reward->n_days, ==, 22);
}

static void
test_all_undefined (void)
{
  g_autoptr (GmarlScoreTable) table = new_table (5);
  g_autoptr (GmarlComparison) comparison = NULL;
  g_autofree char *notes = NULL;

  gmarl_score_table_add (table, "empty", "Empty", training_seeds, 3);
  add_policy (table, "rule", 0, 0, 0, 6);
  comparison = gmarl_comparison_new (table, NULL);
  g_assert_cmpuint (comparison->n_comparisons, ==, 0);
  g_assert_true (isnan (summary_of (comparison, 0, COST)->mean.estimate));
  g_assert_true (isnan (summary_of (comparison, 0, COST)->iqm.estimate));
  g_assert_true (isnan (gmarl_comparison_pairing (comparison, 0, COST)->improvement));
  g_assert_cmpint (gmarl_comparison_pairing (comparison, 0, COST)->verdict, ==,
                   GMARL_VERDICT_NO_CLEAR_DIFFERENCE);
  notes = gmarl_summary_describe_notes (summary_of (comparison, 0, COST), FALSE);
  g_assert_cmpstr (notes, ==, "15 values undefined, 0 of 5 days used");
}

/* What a policy is told does not depend on who else is shown. */
static void
test_independent_of_others (void)
{
  g_autoptr (GmarlScoreTable) few = new_table (20), many = new_table (20);
  g_autoptr (GmarlComparison) of_few = NULL;
  g_autoptr (GmarlComparison) of_many = NULL;

  add_policy (few, "run", 5, 0, 2, 5);
  add_policy (many, "other", 12, 0, 2, 9);
  add_policy (many, "rule", 0, 0, 0, 6);
  add_policy (many, "run", 5, 0, 2, 5);
  of_few = gmarl_comparison_new (few, NULL);
  of_many = gmarl_comparison_new (many, NULL);
  for (gsize k = 0; k < GMARL_N_INDICATORS; k++) {
    const GmarlSummary *a = summary_of (of_few, 0, k), *b = summary_of (of_many, 2, k);

    g_assert_cmpmem (&a->mean, sizeof a->mean, &b->mean, sizeof b->mean);
    g_assert_cmpmem (&a->iqm, sizeof a->iqm, &b->iqm, sizeof b->iqm);
    g_assert_cmpmem (&a->median, sizeof a->median, &b->median, sizeof b->median);
  }
}

/* evaluation.md, point 6: of two groups with the same distribution of seeds one is called better,
 * or worse, in at most 60 of 1 000 comparisons.
 */
static void
assert_false_positives (gsize n_seeds, gsize n_days, guint64 first_key)
{
  static const GmarlIndicator shown[] = { REWARD };
  const GmarlComparisonOptions options = { shown, 1, 0, 0 };
  guint told_apart = 0;

  for (guint64 k = 0; k < 1000; k++) {
    g_autoptr (GmarlScoreTable) table = new_table (n_days);
    g_autoptr (GmarlComparison) comparison = NULL;

    for (guint64 group = 0; group < 2; group++) {
      GmarlScorePolicy *policy = gmarl_score_table_add (table, "g", "g", training_seeds, n_seeds);
      guint64 key = first_key + 2 * k + group;

      for (gsize row = 0; row < n_seeds; row++) {
        double skill = 1.5 * gmarl_random_normal (key, 0, row);

        for (gsize day = 0; day < n_days; day++)
          cell (table, policy, row, day)[REWARD] =
              skill + 10 * gmarl_random_normal (first_key + k, 1, day) +
              3 * gmarl_random_normal (key, 2, row * n_days + day);
      }
    }
    comparison = gmarl_comparison_new (table, &options);
    told_apart +=
        gmarl_comparison_pairing (comparison, 0, 0)->verdict != GMARL_VERDICT_NO_CLEAR_DIFFERENCE;
  }
  g_test_message ("%zu seeds, %zu days: %u of 1000 told apart", n_seeds, n_days, told_apart);
  g_assert_cmpuint (told_apart, <=, 60);
  g_assert_cmpuint (told_apart, >=, 20);
}

static void
test_false_positives (void)
{
  assert_false_positives (5, 20, 1000000);
  assert_false_positives (10, 100, 2000000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/comparison/summaries", test_summaries);
  g_test_add_func ("/experiments/comparison/labels", test_labels);
  g_test_add_func ("/experiments/comparison/verdicts", test_verdicts);
  g_test_add_func ("/experiments/comparison/itself", test_itself);
  g_test_add_func ("/experiments/comparison/holm-over-shown", test_holm_over_shown);
  g_test_add_func ("/experiments/comparison/undefined", test_undefined);
  g_test_add_func ("/experiments/comparison/all-undefined", test_all_undefined);
  g_test_add_func ("/experiments/comparison/independent-of-others", test_independent_of_others);
  g_test_add_func ("/experiments/comparison/false-positives", test_false_positives);
  return g_test_run ();
}
