/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-random.h"
#include "gmarl-report.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define DAYS 20

static const guint64 training_seeds[] = { 1, 2, 3, 4, 5 };

static void
measure (const char *text, GmarlTextRole role, double *width, double *height, gpointer user_data)
{
  *width = 4.5 * (double) g_utf8_strlen (text, -1);
  *height = 12;
}

/* A trained group that is better in all, against two rules. */
static GmarlScoreTable *
make_table (gsize n_seeds)
{
  static const char *const ids[] = { "heuristic", "group-1", "no-control" };
  static const char *const names[] = { "Heuristic", "PPO", "No control" };
  g_autofree guint64 *episodes = g_new (guint64, DAYS);
  GmarlScoreTable *table;

  for (guint64 day = 0; day < DAYS; day++)
    episodes[day] = 1000 + day;
  table = gmarl_score_table_new (episodes, NULL, DAYS);
  table->scenario_name = g_strdup ("neighbourhood-5");
  table->scenario_hash = g_strdup ("0123456789abcdef0123");
  table->scenario_text = g_strdup ("[scenario]\nname = neighbourhood-5\nnodes = 5\n");
  table->currency = g_strdup ("EUR");
  for (guint64 p = 0; p < G_N_ELEMENTS (ids); p++) {
    GmarlScorePolicy *policy =
        gmarl_score_table_add (table, ids[p], names[p], training_seeds, p == 1 ? n_seeds : 0);

    for (gsize row = 0; row < policy->n_rows; row++) {
      g_autofree double *values = g_new (double, DAYS *GMARL_N_INDICATORS);

      for (gsize k = 0; k < DAYS * GMARL_N_INDICATORS; k++) {
        double gain =
            gmarl_indicators[k % GMARL_N_INDICATORS].direction == GMARL_DIRECTION_LOWER ? -40 : 40;

        values[k] = 200 + (p == 1 ? gain : 0) + gmarl_random_normal (p, row, k);
      }
      gmarl_score_table_set_row (table, policy, row, values);
    }
    if (p != 1)
      continue;
    policy->configuration = g_strdup ("iterations = 60\nppo.clip = 0.2\n");
    policy->checkpoints = g_new0 (char *, n_seeds + 1);
    for (gsize row = 0; row < n_seeds; row++)
      policy->checkpoints[row] = g_strdup_printf ("feed%zu", row);
  }
  return table;
}

static char *
get_text (const GmarlDrawDocument *document)
{
  GString *out = g_string_new (NULL);

  for (guint page = 0; page < gmarl_draw_document_get_n_pages (document); page++) {
    g_autofree char *text = gmarl_draw_document_get_text (document, page);

    g_string_append (out, text);
  }
  return g_string_free (out, FALSE);
}

/* Lines of a paragraph break anywhere: what is looked for is on one line, or words of it. */
static void
test_text (void)
{
  const GmarlTextMeasure ruler = { measure, NULL };
  g_autoptr (GmarlScoreTable) table = make_table (5);
  g_autoptr (GmarlComparison) comparison = gmarl_comparison_new (table, NULL);
  GmarlReportOptions options = { 0 };
  g_autoptr (GmarlDrawDocument) document = gmarl_report_new (comparison, &options, &ruler);
  g_autofree char *text = get_text (document);
  gsize import = (gsize) gmarl_score_find (comparison, GMARL_INDICATOR_GRID_IMPORT);
  g_autofree char *cell = gmarl_score_mean (comparison, 1, import, GMARL_SCORE_HALF_WIDTH);
  g_autofree char *marked = g_strconcat ("★ ", cell, "\n", NULL);
  static const char *const wanted[] = {
    "Comparison of Heuristic, PPO and No control\n",
    "PPO is clearly better than Heuristic in:",
    "What was found\n",
    "Scores\n",
    "Grid import (kWh) ↓\n",
    "Difference to Heuristic\n",
    "Protocol\n",
    "Scenario “neighbourhood-5” (SHA-256 0123456789abcdef0123).",
    "1, 2, 3, 4, 5\n",
    "a rule, not trained\n",
    "Figure 1. ",
    "Figure 3. ",
    "Interquartile mean\n",
    "Mean of worst 5 %\n",
    "Statistics\n",
    "Probability of improvement\n",
    "−40.",
    "PPO, seed 4: checkpoint SHA-256 feed3\n",
    "Configuration of PPO\niterations = 60\nppo.clip = 0.2\n",
    "[scenario]\nname = neighbourhood-5\nnodes = 5\n",
  };

  g_assert_cmpuint (gmarl_draw_document_get_n_pages (document), >=, 4);
  for (gsize k = 0; k < G_N_ELEMENTS (wanted); k++)
    if (strstr (text, wanted[k]) == NULL)
      g_error ("no “%s” in:\n%s", wanted[k], text);
  /* The cells are those of the other tables, and the clear winner is marked. */
  g_assert_nonnull (strstr (text, marked));
  g_assert_null (strstr (text, "worse than Heuristic"));
}

static void
test_one_policy (void)
{
  const GmarlTextMeasure ruler = { measure, NULL };
  g_autoptr (GmarlScoreTable) table = make_table (1);
  GmarlReportOptions options = { .title = "Is it any good?" };
  g_autoptr (GmarlComparison) comparison = NULL;
  g_autoptr (GmarlDrawDocument) document = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_remove_index (table->policies, 2);
  g_ptr_array_remove_index (table->policies, 0);
  comparison = gmarl_comparison_new (table, NULL);
  document = gmarl_report_new (comparison, &options, &ruler);
  text = get_text (document);
  g_assert_true (g_str_has_prefix (text, "Is it any good?\n"));
  g_assert_null (strstr (text, "What was found"));
  g_assert_nonnull (strstr (text, "1 seed: training variation unknown"));
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autofree char *other = g_build_filename (folder, "nowhere", "report.pdf", NULL);
  g_autoptr (GmarlScoreTable) table = make_table (5);
  g_autoptr (GmarlComparison) comparison = gmarl_comparison_new (table, NULL);
  GmarlReportOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL, *again = NULL;
  gsize size, size_again;

  g_assert_true (gmarl_report_write (comparison, &options, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  g_assert_nonnull (memmem (content, size, "%PDF-", 5));
  g_assert_nonnull (memmem (content, size, "/FontFile", 9));
  /* The same comparison gives the same document, but for the time that Cairo notes. */
  g_assert_true (gmarl_report_write (comparison, &options, path, NULL));
  g_assert_true (g_file_get_contents (path, &again, &size_again, NULL));
  g_assert_cmpuint (size_again, ==, size);

  g_assert_false (gmarl_report_write (comparison, &options, other, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (gmarl_report_check_path ("a.PDF", &error));
  g_assert_false (gmarl_report_check_path ("a.doc", &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, ".pdf"));
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/report/text", test_text);
  g_test_add_func ("/export/report/one-policy", test_one_policy);
  g_test_add_func ("/export/report/file", test_file);
  return g_test_run ();
}
