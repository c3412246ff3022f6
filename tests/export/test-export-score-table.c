/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-markup.h"
#include "gmarl-export-score-table.h"
#include "gmarl-random.h"

#include <math.h>
#include <string.h>

static const GmarlIndicator shown[] = { GMARL_INDICATOR_EPISODE_REWARD, GMARL_INDICATOR_GRID_IMPORT,
                                        GMARL_INDICATOR_SOLAR_UTILISATION,
                                        GMARL_INDICATOR_GRID_EXPORT };

enum {
  N_SHOWN = G_N_ELEMENTS (shown),
  N_DAYS = 100
};

static void
set_mean (GmarlComparison *self, gsize policy, gsize indicator, double mean, double half)
{
  GmarlSummary *summary = &self->summaries[policy * self->n_indicators + indicator];

  summary->mean.estimate = mean;
  summary->mean.low = mean - half;
  summary->mean.high = mean + half;
}

static void
set_verdict (GmarlComparison *self, gsize pair, gsize indicator, GmarlVerdict verdict)
{
  self->pairings[pair * self->n_indicators + indicator].verdict = verdict;
}

/* Numbers to be written, not computed: ten seeds, two seeds, a rule. */
static GmarlComparison *
new_comparison (const GmarlScoreTable *table)
{
  GmarlComparison *self = g_new0 (GmarlComparison, 1);

  self->table = table;
  self->n_policies = table->policies->len;
  self->n_pairs = self->n_policies * (self->n_policies - 1) / 2;
  self->n_comparisons = 8;
  self->n_indicators = N_SHOWN;
  memcpy (self->indicators, shown, sizeof shown);
  self->summaries = g_new0 (GmarlSummary, self->n_policies * N_SHOWN);
  self->pairings = g_new0 (GmarlPairing, self->n_pairs * N_SHOWN);
  for (gsize policy = 0; policy < self->n_policies; policy++)
    for (gsize k = 0; k < N_SHOWN; k++) {
      GmarlSummary *summary = &self->summaries[policy * N_SHOWN + k];
      const GmarlScorePolicy *scores = g_ptr_array_index (table->policies, policy);

      summary->n_seeds = scores->n_seeds;
      summary->n_days = summary->n_days_all = N_DAYS;
      summary->seed_means = g_new0 (double, scores->n_rows);
    }
  for (gsize k = 0; k < N_SHOWN; k++)
    for (gsize first = 0, pair = 0; first < self->n_policies; first++)
      for (gsize second = first + 1; second < self->n_policies; second++, pair++) {
        self->pairings[pair * N_SHOWN + k].first = first;
        self->pairings[pair * N_SHOWN + k].second = second;
      }
  return self;
}

static GmarlScoreTable *
new_table (void)
{
  static const guint64 seeds[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
  guint64 episodes[N_DAYS] = { 0 };
  GmarlScoreTable *table = gmarl_score_table_new (episodes, NULL, N_DAYS);

  table->scenario_name = g_strdup ("Five_Homes & more");
  table->scenario_hash = g_strdup ("0123456789abcdef0123456789abcdef");
  table->currency = g_strdup ("EUR");
  gmarl_score_table_add (table, "a1", "PPO | 10 %", seeds, 10);
  gmarl_score_table_add (table, "b2", "Short", seeds, 2);
  gmarl_score_table_add (table, "no-control", "No control", NULL, 0);
  return table;
}

/* Reward: the first is clearly best, and the usual decimals would hide the rule's interval. Import:
 * best, but not clearly. Solar use: a day less. Export: no better side.
 */
static GmarlComparison *
new_filled (const GmarlScoreTable *table)
{
  GmarlComparison *self = new_comparison (table);
  GmarlSummary *two;

  set_mean (self, 0, 0, -12.344, 0.456);
  set_mean (self, 1, 0, -15, NAN);
  set_mean (self, 2, 0, -0.001, 0.004);
  set_verdict (self, 0, 0, GMARL_VERDICT_BETTER);
  set_verdict (self, 1, 0, GMARL_VERDICT_BETTER);
  set_mean (self, 0, 1, 1234.56, 20);
  set_mean (self, 1, 1, 1300, NAN);
  set_mean (self, 2, 1, 1400, 30);
  set_verdict (self, 0, 1, GMARL_VERDICT_BETTER);
  set_mean (self, 0, 2, 0.97, 0.01);
  set_mean (self, 1, 2, 0.5, NAN);
  set_mean (self, 2, 2, NAN, NAN);
  set_mean (self, 0, 3, 5, 1);
  set_mean (self, 1, 3, 6, NAN);
  set_mean (self, 2, 3, 7, NAN);
  set_verdict (self, 0, 3, GMARL_VERDICT_DIFFERENT);
  set_verdict (self, 1, 3, GMARL_VERDICT_DIFFERENT);
  for (gsize k = 0; k < N_SHOWN; k++) {
    two = &self->summaries[N_SHOWN + k];
    two->notes = GMARL_NOTE_TWO_SEEDS;
    two->seed_means[0] = two->mean.estimate - 0.25;
    two->seed_means[1] = two->mean.estimate + 0.25;
  }
  self->summaries[2].notes = GMARL_NOTE_UNDEFINED;
  self->summaries[2].n_undefined = 4;
  self->summaries[2].n_days = 99;
  return self;
}

static char *
write_table (GmarlScoreTableFormat format, GmarlScoreInterval interval)
{
  GmarlScoreTableOptions options = {
    .format = format, .interval = interval, .indicators = shown, .n_indicators = N_SHOWN
  };
  g_autoptr (GmarlScoreTable) table = new_table ();
  g_autoptr (GmarlComparison) comparison = new_filled (table);

  return gmarl_export_score_table (comparison, &options);
}

/* Verdicts are of means: nothing is marked. */
static void
test_statistic (void)
{
  GmarlScoreTableOptions options = { .format = GMARL_SCORE_TABLE_MARKDOWN,
                                     .statistic = GMARL_STATISTIC_MEDIAN,
                                     .indicators = shown,
                                     .n_indicators = 1 };
  g_autoptr (GmarlScoreTable) table = new_table ();
  g_autoptr (GmarlComparison) comparison = new_filled (table);
  g_autofree char *markdown = NULL;
  g_autofree char *tsv = NULL;

  comparison->summaries[0].median = (GmarlBootstrapInterval){ -11, -13, -10.5 };
  comparison->summaries[N_SHOWN].median = (GmarlBootstrapInterval){ -15, NAN, NAN };
  comparison->summaries[2 * N_SHOWN].median = (GmarlBootstrapInterval){ 0.5, 0.25, 1 };
  markdown = gmarl_export_score_table (comparison, &options);
  g_assert_nonnull (
      strstr (markdown, "| −11.000 [−13.000, −10.500] | −15.000 | 0.500 [0.250, 1.000] |"));
  g_assert_null (strstr (markdown, "★"));
  g_assert_nonnull (strstr (markdown,
                            "\nMedian and 95 % interval (low, high) over seeds × 100 test "
                            "days, the same for every policy: Five"));
  options.format = GMARL_SCORE_TABLE_TSV;
  tsv = gmarl_export_score_table (comparison, &options);
  g_assert_nonnull (
      strstr (tsv, "\t-11.000\t-13.000\t-10.500\t-15.000\t\t\t0.500\t0.250\t1.000\t\n"));
}

static void
test_markdown (void)
{
  g_autofree char *text = write_table (GMARL_SCORE_TABLE_MARKDOWN, GMARL_SCORE_HALF_WIDTH);

  g_assert_cmpstr (
      text, ==,
      "| Metric | Better | PPO \\| 10 %, 10 seeds | Short, 2 seeds | No control |\n"
      "|---|---|--:|--:|--:|\n"
      "| Episode reward | higher | **−12.344 ± 0.456** ★ | −15.250; −14.750 | −0.001 ± 0.004 |\n"
      "| Grid import (kWh) | lower | 1234.6 ± 20.0 | 1299.8; 1300.2 | 1400.0 ± 30.0 |\n"
      "| Solar utilisation (%) | higher | 97.00 ± 1.00 | 25.00; 75.00 | – |\n"
      "| Grid export (kWh) | – | 5.0 ± 1.0 | 5.8; 6.2 | 7.0 |\n"
      "\n"
      "Five\\_Homes & more: mean ± half of the 95 % interval over 100 test days, the same for every "
      "policy.  \n"
      "Interval: t from the variance between seeds and between days (two-way, Satterthwaite); "
      "without seeds, t over days.  \n"
      "★: better than every other policy here, clear after Holm’s correction over 8 tests of "
      "paired differences (5 %).  \n"
      "Short: 2 seeds: individual values, no interval.  \n"
      "Solar utilisation, PPO \\| 10 %: 4 values undefined, 99 of 100 days used.  \n"
      "Gridmarl " GMARL_VERSION ", scenario 0123456789ab.\n");
}

static void
test_latex (void)
{
  g_autofree char *text = write_table (GMARL_SCORE_TABLE_LATEX, GMARL_SCORE_LOW_HIGH);

  g_assert_cmpstr (
      text, ==,
      "% \\usepackage{booktabs}\n"
      "\\begin{table}\n"
      "\\centering\n"
      "\\begin{tabular}{llrrr}\n"
      "\\toprule\n"
      "Metric & Better & PPO \\textbar{} 10 \\%, 10 seeds & Short, 2 seeds & No control \\\\\n"
      "\\midrule\n"
      "Episode reward & higher & {\\boldmath$-12.344\\;[-12.800,\\,-11.888]$} & "
      "$-15.250;\\;-14.750$ & $-0.001\\;[-0.005,\\,0.003]$ \\\\\n"
      "Grid import (kWh) & lower & $1234.6\\;[1214.6,\\,1254.6]$ & $1299.8;\\;1300.2$ & "
      "$1400.0\\;[1370.0,\\,1430.0]$ \\\\\n"
      "Solar utilisation (\\%) & higher & $97.00\\;[96.00,\\,98.00]$ & $25.00;\\;75.00$ & "
      "$\\mbox{--}$ \\\\\n"
      "Grid export (kWh) & -- & $5.0\\;[4.0,\\,6.0]$ & $5.8;\\;6.2$ & $7.0$ \\\\\n"
      "\\bottomrule\n"
      "\\end{tabular}\n"
      "\n"
      "\\smallskip\n"
      "\\parbox{\\linewidth}{\\footnotesize\n"
      "Five\\_Homes \\& more: mean and 95 \\% interval (low, high) over 100 test days, the same for "
      "every policy.\n"
      "Interval: t from the variance between seeds and between days (two-way, Satterthwaite); "
      "without seeds, t over days.\n"
      "Bold: better than every other policy here, clear after Holm's correction over 8 tests of "
      "paired differences (5 \\%).\n"
      "Short: 2 seeds: individual values, no interval.\n"
      "Solar utilisation, PPO \\textbar{} 10 \\%: 4 values undefined, 99 of 100 days used.\n"
      "Gridmarl " GMARL_VERSION ", scenario 0123456789ab.\n"
      "}\n"
      "\\end{table}\n");
}

static void
test_tsv (void)
{
  g_autofree char *text = write_table (GMARL_SCORE_TABLE_TSV, GMARL_SCORE_HALF_WIDTH);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpstr (lines[0], ==,
                   "Metric\tUnit\tBetter\tPPO | 10 %, 10 seeds\tPPO | 10 %, low\tPPO | 10 %, high\t"
                   "Short, 2 seeds\tShort, low\tShort, high\tNo control\tNo control, low\t"
                   "No control, high\tBest");
  g_assert_cmpstr (lines[1], ==,
                   "Episode reward\t\thigher\t-12.344\t-12.800\t-11.888\t-15.250; -14.750\t\t\t"
                   "-0.001\t-0.005\t0.003\tPPO | 10 %");
  g_assert_cmpstr (lines[2], ==,
                   "Grid import\tkWh\tlower\t1234.6\t1214.6\t1254.6\t1299.8; 1300.2\t\t\t1400.0\t"
                   "1370.0\t1430.0\t");
  g_assert_cmpstr (lines[3], ==,
                   "Solar utilisation\t%\thigher\t97.00\t96.00\t98.00\t25.00; 75.00\t\t\t\t\t\t");
  g_assert_cmpstr (lines[4], ==, "Grid export\tkWh\t\t5.0\t4.0\t6.0\t5.8; 6.2\t\t\t7.0\t\t\t");
  g_assert_cmpstr (lines[5], ==, "");
  g_assert_cmpuint (g_strv_length (lines), ==, 13);
}

/* Some policies in another order: their numbers stay, and the mark is among those shown. */
static void
test_choice (void)
{
  static const gsize policies[] = { 2, 0 };
  static const GmarlIndicator import[] = { GMARL_INDICATOR_GRID_IMPORT, GMARL_INDICATOR_CARBON };
  GmarlScoreTableOptions options = { .format = GMARL_SCORE_TABLE_MARKDOWN,
                                     .policies = policies,
                                     .n_policies = 2,
                                     .indicators = import,
                                     .n_indicators = 2 };
  g_autoptr (GmarlScoreTable) table = new_table ();
  g_autoptr (GmarlComparison) comparison = new_filled (table);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  set_verdict (comparison, 1, 1, GMARL_VERDICT_BETTER);
  text = gmarl_export_score_table (comparison, &options);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "| Metric | Better | No control | PPO \\| 10 %, 10 seeds |");
  g_assert_cmpstr (lines[2], ==,
                   "| Grid import (kWh) | lower | 1400.0 ± 30.0 | **1234.6 ± 20.0** ★ |");
  g_assert_cmpstr (lines[3], ==, "");
}

static void
test_same_names (void)
{
  GmarlScoreTableOptions options = { .format = GMARL_SCORE_TABLE_MARKDOWN };
  g_autoptr (GmarlScoreTable) table = new_table ();
  g_autoptr (GmarlComparison) comparison = new_filled (table);
  GmarlScorePolicy *rule = g_ptr_array_index (table->policies, 2);
  g_autofree char *text = NULL;

  g_free (rule->name);
  rule->name = g_strdup ("Short");
  text = gmarl_export_score_table (comparison, &options);
  g_assert_nonnull (strstr (text, "| Short (b2), 2 seeds | Short (no-control) |"));
}

/* Computed, not made up: a clear winner has the mark in every row where something is better, and
 * two times the same policy have none.
 */
static void
test_mark_of_comparison (void)
{
  guint64 episodes[N_DAYS] = { 0 };
  g_autoptr (GmarlScoreTable) table = gmarl_score_table_new (episodes, NULL, N_DAYS);
  g_autoptr (GmarlComparison) comparison = NULL;

  for (guint64 p = 0; p < 3; p++) {
    g_autofree char *id = g_strdup_printf ("rule-%u", (guint) p);
    GmarlScorePolicy *policy = gmarl_score_table_add (table, id, id, NULL, 0);

    for (guint64 k = 0; k < N_DAYS * GMARL_N_INDICATORS; k++)
      policy->values[k] = (p == 1 ? 5 : 0) + gmarl_random_normal (p, 1, k);
  }
  comparison = gmarl_comparison_new (table, NULL);
  for (gsize k = 0; k < comparison->n_indicators; k++) {
    GmarlDirection direction = gmarl_indicators[comparison->indicators[k]].direction;

    g_assert_cmpint (gmarl_score_winner (comparison, k, (gsize[]){ 0, 1, 2 }, 3), ==,
                     direction == GMARL_DIRECTION_HIGHER ? 1 : -1);
    g_assert_cmpint (gmarl_score_winner (comparison, k, (gsize[]){ 0, 2 }, 2), ==, -1);
    g_assert_cmpint (gmarl_score_winner (comparison, k, (gsize[]){ 1 }, 1), ==, -1);
  }
}

static void
test_numbers (void)
{
  g_autoptr (GmarlScoreTable) table = new_table ();
  g_autoptr (GmarlComparison) comparison = new_filled (table);
  static const struct {
    gsize indicator;
    double value;
    const char *text;
  } cases[] = {
    { 0, -0.0001, "0.000" }, { 0, -0.0006, "-0.001" }, { 2, 0.12345, "12.35" },
    { 1, 1e6, "1000000.0" }, { 1, NAN, "–" },          { 1, INFINITY, "–" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autofree char *text = gmarl_score_number (comparison, cases[k].indicator, cases[k].value);

    g_assert_cmpstr (text, ==, cases[k].text);
  }
}

static void
test_markup (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  gmarl_markup_append_latex (text, "a\\b{c}$d&e#f%g_h^i~j<k>l|m\"n€o−p\tq");
  g_assert_cmpstr (text->str, ==,
                   "a\\textbackslash{}b\\{c\\}\\$d\\&e\\#f\\%g\\_h\\textasciicircum{}i"
                   "\\textasciitilde{}j\\textless{}k\\textgreater{}l\\textbar{}m"
                   "\\textquotedbl{}n\\texteuro{}o$-$p q");
  g_string_truncate (text, 0);
  gmarl_markup_append_markdown (text, "a|b*c_d`e<f\ng\\h");
  g_assert_cmpstr (text->str, ==, "a\\|b\\*c\\_d\\`e\\<f g\\\\h");
  g_string_truncate (text, 0);
  gmarl_markup_append_tsv (text, "a\tb\r\nc\"");
  g_assert_cmpstr (text->str, ==, "a b  c\"");
}

static void
test_format (void)
{
  GmarlScoreTableFormat format;
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_score_table_format_from_path ("a/B.TEX", &format, &error));
  g_assert_cmpint (format, ==, GMARL_SCORE_TABLE_LATEX);
  g_assert_true (gmarl_score_table_format_from_path ("x.tex.md", &format, &error));
  g_assert_cmpint (format, ==, GMARL_SCORE_TABLE_MARKDOWN);
  g_assert_true (gmarl_score_table_format_from_path ("x.tsv", &format, &error));
  g_assert_cmpint (format, ==, GMARL_SCORE_TABLE_TSV);
  g_assert_false (gmarl_score_table_format_from_path ("x.csv", &format, &error));
  g_assert_nonnull (strstr (error->message, "x.csv"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/score-table/markdown", test_markdown);
  g_test_add_func ("/export/score-table/statistic", test_statistic);
  g_test_add_func ("/export/score-table/latex", test_latex);
  g_test_add_func ("/export/score-table/tsv", test_tsv);
  g_test_add_func ("/export/score-table/choice", test_choice);
  g_test_add_func ("/export/score-table/same-names", test_same_names);
  g_test_add_func ("/export/score-table/mark-of-comparison", test_mark_of_comparison);
  g_test_add_func ("/export/score-table/numbers", test_numbers);
  g_test_add_func ("/export/score-table/markup", test_markup);
  g_test_add_func ("/export/score-table/format", test_format);
  return g_test_run ();
}
