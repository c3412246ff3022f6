/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-comparison.h"
#include "gmarl-export-scores.h"
#include "gmarl-random.h"

#include <glib/gstdio.h>
#include <string.h>

static GmarlScoreTable *
new_table (void)
{
  static const guint64 episodes[] = { 5, 6, 7 };
  GmarlScoreTable *table = gmarl_score_table_new (episodes, NULL, 3);

  for (guint64 p = 0; p < 3; p++) {
    g_autofree char *id = g_strdup_printf ("rule-%u", (guint) p);
    GmarlScorePolicy *policy = gmarl_score_table_add (table, id, id, NULL, 0);

    for (guint64 k = 0; k < 3 * GMARL_N_INDICATORS; k++)
      policy->values[k] = gmarl_random_normal (p, 1, k);
  }
  return table;
}

/* The file and its sidecar. */
static char *
write_content (GmarlExportContent *content, char **sidecar)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *meta = g_build_filename (folder, "file.meta.json", NULL);
  char *text = NULL;

  g_assert_true (gmarl_export_content_write (content, path, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (meta, sidecar, NULL, NULL));
  g_unlink (path);
  g_unlink (meta);
  g_rmdir (folder);
  return text;
}

static void
release (gpointer owner)
{
  (*(guint *) owner)++;
}

/* Every format is what its writer makes, and the owner is let go once. */
static void
test_formats (void)
{
  g_autoptr (GmarlScoreTable) table = new_table ();
  g_autoptr (GmarlComparison) comparison = gmarl_comparison_new (table, NULL);
  GmarlScoreTableOptions markdown = { .format = GMARL_SCORE_TABLE_MARKDOWN };
  struct {
    GmarlExportFormat format;
    char *expected;
  } cases[] = {
    { GMARL_EXPORT_CSV_TIDY, gmarl_export_scores_tidy (table) },
    { GMARL_EXPORT_CSV_WIDE, gmarl_export_scores_wide (table) },
    { GMARL_EXPORT_JSON, gmarl_export_scores_json (comparison) },
    { GMARL_EXPORT_MARL_EVAL, gmarl_export_scores_marl_eval (table) },
    { GMARL_EXPORT_MARKDOWN, gmarl_export_score_table (comparison, &markdown) },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    guint released = 0;
    GmarlExportContent *content =
        gmarl_export_comparison (comparison, cases[k].format, NULL, &released, release);
    g_autofree char *sidecar = NULL;
    g_autofree char *text = write_content (content, &sidecar);

    g_assert_cmpstr (text, ==, cases[k].expected);
    g_assert_nonnull (strstr (sidecar, "Satterthwaite"));
    g_assert_nonnull (strstr (sidecar, "\"episode_seed\": 7"));
    g_assert_cmpuint (released, ==, 0);
    gmarl_export_content_unref (content);
    g_assert_cmpuint (released, ==, 1);
    g_free (cases[k].expected);
  }
}

/* What is shown is copied, and the filter names it. */
static void
test_shown (void)
{
  g_autoptr (GmarlScoreTable) table = new_table ();
  g_autoptr (GmarlComparison) comparison = gmarl_comparison_new (table, NULL);
  gsize policies[] = { 2, 0 };
  GmarlIndicator indicators[] = { GMARL_INDICATOR_STABILITY };
  GmarlScoreTableOptions shown = {
    .policies = policies, .n_policies = 2, .indicators = indicators, .n_indicators = 1
  };
  g_autoptr (GmarlExportContent) content =
      gmarl_export_comparison (comparison, GMARL_EXPORT_TSV, &shown, NULL, NULL);
  g_autofree char *sidecar = NULL;
  g_autofree char *text = NULL;

  policies[0] = 1;
  indicators[0] = GMARL_INDICATOR_CARBON;
  text = write_content (content, &sidecar);
  g_assert_true (g_str_has_prefix (text,
                                   "Metric\tUnit\tBetter\trule-2\trule-2, low\trule-2, high\t"
                                   "rule-0\trule-0, low\trule-0, high\tBest\nGrid stability\t"));
  g_assert_nonnull (strstr (sidecar, "\"policies\": \"rule-2, rule-0\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/comparison/formats", test_formats);
  g_test_add_func ("/export/comparison/shown", test_shown);
  return g_test_run ();
}
