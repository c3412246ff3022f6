/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-learning-config.h"

/* The page has a row "| `key` | `default` |" for every option, and rows for no other key but the
 * run's own.
 */
static void
test_keys_and_defaults (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "learning.md", NULL);
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) rows = NULL;
  gsize n_rows;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  for (gsize k = 0; k < gmarl_n_learning_options; k++) {
    const GmarlOption *option = &gmarl_learning_options[k];
    g_autofree char *usual = gmarl_option_get (option, &gmarl_learning_defaults);
    g_autofree char *row = g_strdup_printf ("\n| `%s` | `%s` |", option->key, usual);

    if (strstr (page, row) == NULL)
      g_test_fail_printf ("docs/learning.md lacks the row%s", row);
  }
  g_assert_nonnull (strstr (page, "\n| `iterations` | `500` |"));

  rows = g_strsplit (page, "\n| `", -1);
  n_rows = g_strv_length (rows) - 1;
  g_assert_cmpuint (n_rows, ==, gmarl_n_learning_options + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/documentation/keys-and-defaults", test_keys_and_defaults);
  return g_test_run ();
}
