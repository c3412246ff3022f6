/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-library-columns.h"
#include "gmarl-library-list.h"
#include "gmarl-library-model.h"

#include <math.h>

static GmarlRunRecord *
make_record (const char *id, const char *name, gint64 iteration, double score)
{
  GmarlRunRecord *record = g_new0 (GmarlRunRecord, 1);

  record->id = g_strdup (id);
  record->group_id = g_strdup ("group");
  record->name = g_strdup (name);
  record->seed = G_MAXUINT64;
  record->status = GMARL_RUN_INTERRUPTED;
  record->iteration = iteration;
  record->iterations = 500;
  record->seconds = 3.75;
  record->best_score = score;
  record->best_iteration = isnan (score) ? -1 : iteration;
  record->scenario_name = g_strdup ("five");
  return record;
}

static const GmarlLibraryColumn *
find_column (const GmarlLibraryColumn *columns, const char *title)
{
  while (!g_str_equal (columns->title, title)) {
    columns++;
    g_assert_nonnull (columns->title);
  }
  return columns;
}

static void
assert_cell (const GmarlLibraryColumn *columns,
             GmarlLibraryRow *row,
             const char *title,
             const char *wanted)
{
  g_autofree char *text = find_column (columns, title)->make_text (row);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_cells (void)
{
  g_autoptr (GmarlLibraryRow) row = gmarl_library_row_new (make_record ("1", "a", 250, -12.34), 5);
  g_autoptr (GmarlLibraryRow) bare = gmarl_library_row_new (make_record ("2", "b", 0, NAN), 0);
  const GmarlLibraryColumn *score = find_column (gmarl_library_policy_columns, "Best Reward");

  assert_cell (gmarl_library_policy_columns, row, "Seed", "18446744073709551615");
  assert_cell (gmarl_library_policy_columns, row, "Best Reward", "−12.3");
  assert_cell (gmarl_library_policy_columns, row, "Agents", "5");
  assert_cell (gmarl_library_policy_columns, row, "At Iteration", "250");
  assert_cell (gmarl_library_policy_columns, bare, "Best Reward", "–");
  assert_cell (gmarl_library_policy_columns, bare, "Agents", "–");
  assert_cell (gmarl_library_policy_columns, bare, "At Iteration", "–");

  g_assert_cmpint (score->compare (row, bare), !=, 0);
  g_assert_cmpint (score->compare (row, bare), ==, -score->compare (bare, row));
}

static void
count_cb (int *count)
{
  (*count)++;
}

/* Only what differs is told of: a table redraws little while a training goes on. */
static void
test_row_update (void)
{
  g_autoptr (GmarlLibraryRow) row = gmarl_library_row_new (make_record ("1", "a", 250, 1), 5);
  int count = 0;

  g_signal_connect_swapped (row, "changed", G_CALLBACK (count_cb), &count);
  gmarl_library_row_update (row, make_record ("1", "a", 250, 1));
  g_assert_cmpint (count, ==, 0);
  gmarl_library_row_update (row, make_record ("1", "a", 251, 1));
  g_assert_cmpint (count, ==, 1);
  g_assert_cmpint (gmarl_library_row_get_record (row)->iteration, ==, 251);
}

static char *
begin_run (GmarlLibrary *library, const char *scenario, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunConfig) config =
      gmarl_run_config_new (gmarl_scenario_new_builtin (scenario, &error));
  g_autofree char *group = gmarl_library_begin_group (library, config, name, &error);
  char *run = gmarl_library_begin_run (library, group, 7, "avx2", NULL, &error);

  g_assert_no_error (error);
  return run;
}

static GmarlLibraryRow *
get_row (GmarlLibraryModel *model, guint index)
{
  return g_list_model_get_item (gmarl_library_model_get_rows (model), index);
}

/* Rows stay the same objects, new ones come on top. */
static void
test_model (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-list-XXXXXX", &error);
  g_autoptr (GmarlLibrary) library = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, &error);
  const char *scenario = gmarl_scenario_builtin_names ()[0];
  g_autofree char *first = begin_run (library, scenario, "first");
  g_autoptr (GmarlLibraryModel) model = gmarl_library_model_new ();
  g_autofree char *second = NULL;
  g_autoptr (GmarlLibraryRow) old = NULL;
  g_autoptr (GmarlLibraryRow) top = NULL;
  g_autoptr (GmarlLibraryRow) below = NULL;

  g_assert_true (gmarl_library_model_refresh (model, library, &error));
  old = get_row (model, 0);
  g_assert_cmpstr (gmarl_library_row_get_record (old)->id, ==, first);
  g_assert_cmpint (gmarl_library_row_get_n_agents (old), ==, 5);

  second = begin_run (library, scenario, "second");
  g_assert_true (gmarl_library_model_refresh (model, library, &error));
  g_assert_cmpuint (g_list_model_get_n_items (gmarl_library_model_get_rows (model)), ==, 2);
  top = get_row (model, 0);
  below = get_row (model, 1);
  g_assert_cmpstr (gmarl_library_row_get_record (top)->id, ==, second);
  g_assert_true (below == old);

  g_assert_true (gmarl_library_model_refresh (model, NULL, &error));
  g_assert_cmpuint (g_list_model_get_n_items (gmarl_library_model_get_rows (model)), ==, 0);
  g_assert_no_error (error);
}

/* Each kind of list is made, shows what there is, and leaves nothing behind. */
static void
test_widget (gconstpointer data)
{
  GmarlLibraryListKind kind = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-list-XXXXXX", &error);
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  GtkWidget *list = g_object_ref_sink (gmarl_library_list_new (session, kind));
  GtkWidget *window = gtk_window_new ();
  g_autofree char *run =
      begin_run (gmarl_session_get_library (session), gmarl_scenario_builtin_names ()[0], "one");

  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (list))
    g_main_context_iteration (NULL, TRUE);
  gmarl_session_library_written (session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (list);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/library-list/cells", test_cells);
  g_test_add_func ("/app/library-list/row-update", test_row_update);
  g_test_add_func ("/app/library-list/model", test_model);
  g_test_add_data_func ("/app/library-list/policies", GINT_TO_POINTER (GMARL_LIBRARY_LIST_POLICIES),
                        test_widget);
  return g_test_run ();
}
