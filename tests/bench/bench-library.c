/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A library of a thousand runs: 200 groups of five seeds, each with three tags.
 */
#include "bench.h"

#include "gmarl-library.h"

#include <glib/gstdio.h>

enum {
  GROUPS = 200,
  SEEDS = 5
};

static void
list_runs (gpointer user_data)
{
  g_autoptr (GPtrArray) runs = gmarl_library_list_runs (user_data, NULL);

  g_assert_cmpuint (runs->len, ==, GROUPS * SEEDS);
}

static void
ask_version (gpointer user_data)
{
  gmarl_library_get_data_version (user_data);
}

static void
fill (GmarlLibrary *library)
{
  static const char *const tags[] = { "draft", "paper", "small steps", NULL };
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlRunConfig) config = gmarl_run_config_new (g_steal_pointer (&scenario));

  for (guint group = 0; group < GROUPS; group++) {
    g_autofree char *id = gmarl_library_begin_group (library, config, NULL, NULL);
    g_autofree char *run = NULL;

    for (guint seed = 0; seed < SEEDS; seed++) {
      g_free (run);
      run = gmarl_library_begin_run (library, id, seed, "avx2", NULL, NULL);
    }
    g_assert_true (gmarl_library_set_tags (library, run, tags, NULL));
  }
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  GmarlBench bench = gmarl_bench_begin ("library", &argc, &argv);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-bench-XXXXXX", &error);
  GmarlLibrary *library;

  g_assert_no_error (error);
  library = gmarl_library_open (folder, GMARL_LIBRARY_DEFAULT, &error);
  g_assert_no_error (error);
  fill (library);
  gmarl_bench_row (&bench, "list 1000 runs", 1e3 * gmarl_bench_best (&bench, list_runs, library),
                   "ms", 0);
  gmarl_bench_row (&bench, "ask whether anything changed",
                   1e6 * gmarl_bench_best (&bench, ask_version, library), "us", 0);
  gmarl_library_close (library);
  remove_folder (folder);
  return 0;
}
