/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What the Runs view does with a library: merging, verifying, the trash, and saving a damaged one.
 */
#include "config.h"

#include "gmarl-document.h"
#include "gmarl-library-merge.h"
#include "gmarl-library-salvage.h"
#include "gmarl-run-trash.h"
#include "gmarl-runs-job.h"
#include "gmarl-runs-page.h"
#include "gmarl-trash-history.h"
#include "gmarl-window.h"

#include <string.h>
#include <unistd.h>

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GmarlRunConfig *
small_config (void)
{
  static const char *const assignments[] = { "rollout.environments=4", "rollout.steps=24",
                                             "ppo.minibatch=24",       "policy.hidden=8",
                                             "validation.days=1",      "kernel_level=baseline" };
  GmarlRunConfig *config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  config->iterations = 3;
  return config;
}

/* A group of two seeds with three rows each, which no training made. Returns the id of a run. */
static char *
fill (const char *directory, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, &error);
  g_autoptr (GmarlRunConfig) config = small_config ();
  g_autofree char *group = gmarl_library_begin_group (library, config, name, &error);
  char *run = NULL;

  for (guint64 seed = 1; seed <= 2; seed++) {
    g_autoptr (GmarlRunSink) sink = NULL;

    g_free (run);
    run = gmarl_library_begin_run (library, group, seed, "baseline", NULL, &error);
    g_assert_no_error (error);
    sink = gmarl_library_open_sink (library, run, &error);
    for (int iteration = 1; iteration <= 3; iteration++) {
      GmarlTrainingMetrics row = { { 0 } };

      row.value[GMARL_METRIC_ITERATION] = iteration;
      gmarl_run_sink_iteration (sink, &row, &error);
    }
    gmarl_run_sink_status (sink, GMARL_RUN_FINISHED, NULL, &error);
  }
  g_assert_no_error (error);
  return run;
}

static guint
count_runs (const char *directory)
{
  g_autoptr (GmarlLibrary) library = gmarl_library_open (directory, GMARL_LIBRARY_READ_ONLY, NULL);
  g_autoptr (GPtrArray) runs = library != NULL ? gmarl_library_list_runs (library, NULL) : NULL;

  return runs != NULL ? runs->len : 0;
}

static void
run_job (GmarlRunsJob *job)
{
  gmarl_runs_job_start (job);
  g_assert_true (gmarl_job_is_active (GMARL_JOB (job)));
  while (gmarl_job_is_active (GMARL_JOB (job)))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_merge (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *other = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *here = fill (directory, "here");
  g_autofree char *there = fill (other, "there");

  for (guint turn = 0; turn < 2; turn++) {
    g_autoptr (GmarlRunsJob) job =
        gmarl_runs_job_new_merge (directory, (const char *const[]){ other, NULL });
    g_autofree char *heading = NULL;
    g_autofree char *body = NULL;

    run_job (job);
    g_assert_cmpint (gmarl_job_get_end (GMARL_JOB (job)), ==, GMARL_JOB_FINISHED);
    g_assert_true (gmarl_runs_job_has_written (job));
    gmarl_runs_job_describe (job, &heading, &body);
    g_assert_nonnull (strstr (body, turn == 0 ? "2 runs are new" : "2 were here already"));
    g_assert_cmpuint (count_runs (directory), ==, 4);
    g_assert_finalize_object (g_steal_pointer (&job));
  }
}

/* One run in a file. */
static void
test_merge_bundle (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *other = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *here = fill (directory, "here");
  g_autofree char *there = fill (other, "there");
  g_autofree char *path = g_build_filename (other, "one" GMARL_BUNDLE_SUFFIX, NULL);
  const char *const ids[] = { there, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlLibrary) library = gmarl_library_open (other, GMARL_LIBRARY_DEFAULT, &error);
  g_autoptr (GmarlRunsJob) job =
      gmarl_runs_job_new_merge (directory, (const char *const[]){ path, NULL });
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  gmarl_library_write_bundle (library, ids, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  run_job (job);
  g_assert_cmpint (gmarl_job_get_end (GMARL_JOB (job)), ==, GMARL_JOB_FINISHED);
  gmarl_runs_job_describe (job, &heading, &body);
  g_assert_cmpstr (body, ==, "1 run is new.");
  g_assert_cmpuint (count_runs (directory), ==, 3);
}

/* What is no library is refused, and nothing is changed. */
static void
test_merge_nothing (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *run = fill (directory, "here");
  g_autofree char *missing = g_build_filename (directory, "missing", NULL);
  g_autoptr (GmarlRunsJob) job =
      gmarl_runs_job_new_merge (directory, (const char *const[]){ missing, NULL });
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  run_job (job);
  g_assert_cmpint (gmarl_job_get_end (GMARL_JOB (job)), ==, GMARL_JOB_FAILED);
  gmarl_runs_job_describe (job, &heading, &body);
  g_assert_cmpstr (heading, ==, "The Runs Were Not Merged");
  g_assert_nonnull (strstr (body, "missing"));
  g_assert_cmpuint (count_runs (directory), ==, 2);
}

/* Two libraries and something that is none: what came before it stays and is told of. */
static void
test_merge_several (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *other = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *third = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *here = fill (directory, "here");
  g_autofree char *there = fill (other, "there");
  g_autofree char *elsewhere = fill (third, "elsewhere");
  const char *const paths[] = { other, third, "/missing", NULL };
  g_autoptr (GmarlRunsJob) job = gmarl_runs_job_new_merge (directory, paths);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  run_job (job);
  g_assert_cmpint (gmarl_job_get_end (GMARL_JOB (job)), ==, GMARL_JOB_FAILED);
  g_assert_cmpuint (count_runs (directory), ==, 6);
  gmarl_runs_job_describe (job, &heading, &body);
  g_assert_nonnull (strstr (body, "missing"));
  g_assert_nonnull (strstr (body, "4 runs are new."));
}

/* Rows that no training made do not come out again. */
static void
test_verify (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *run = fill (directory, "invented");
  g_autoptr (GmarlRunsJob) job = gmarl_runs_job_new_verify (directory, run, "invented", 1);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  run_job (job);
  g_assert_cmpint (gmarl_job_get_end (GMARL_JOB (job)), ==, GMARL_JOB_FINISHED);
  g_assert_false (gmarl_runs_job_has_written (job));
  gmarl_runs_job_describe (job, &heading, &body);
  g_assert_cmpstr (heading, ==, "The Run Does Not Repeat Itself");
  g_assert_nonnull (body);
}

/* -- In a window -- */

static GtkWidget *
show (GtkWidget *content)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (content))
    g_main_context_iteration (NULL, TRUE);
  return window;
}

/* Waits for the dialog with this heading. */
static AdwMessageDialog *
wait_for_dialog (const char *heading)
{
  for (;;) {
    g_autoptr (GList) windows = gtk_window_list_toplevels ();

    for (GList *each = windows; each != NULL; each = each->next)
      if (ADW_IS_MESSAGE_DIALOG (each->data) &&
          g_str_equal (adw_message_dialog_get_heading (each->data), heading))
        return each->data;
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
toast_cb (gboolean *told)
{
  *told = TRUE;
}

static void
test_trash (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *run = fill (directory, "rubbish");
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  GmarlLibrary *library = gmarl_session_get_library (session);
  const char *const ids[] = { run, NULL };
  GtkWidget *trash = gmarl_run_trash_new (session);
  GtkWidget *window = show (trash);
  g_autofree char *content = NULL;
  gboolean told = FALSE;

  g_assert_null (gmarl_run_trash_describe (session));
  g_assert_true (gmarl_library_trash (library, ids, NULL));
  gmarl_session_library_written (session);
  settle ();
  content = gmarl_run_trash_describe (session);
  g_assert_true (g_str_has_prefix (content, "1 run, "));

  gtk_widget_activate_action (trash, "trash.restore", "s", run);
  g_assert_null (gmarl_run_trash_describe (session));
  g_assert_cmpuint (count_runs (directory), ==, 2);

  g_assert_true (gmarl_library_trash (library, ids, NULL));
  gmarl_session_library_written (session);
  g_signal_connect_swapped (session, "toast", G_CALLBACK (toast_cb), &told);
  gtk_widget_activate_action (trash, "trash.empty", NULL);
  adw_message_dialog_response (wait_for_dialog ("Empty the Trash?"), "empty");
  while (!told)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  g_assert_null (gmarl_run_trash_describe (session));
  g_assert_false (gmarl_library_restore (library, ids, NULL));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
restored_cb (guint *restored, guint step)
{
  *restored = step;
}

static gboolean
is_trashed (GmarlSession *session, const char *run)
{
  g_autoptr (GPtrArray) records =
      gmarl_library_list_trash (gmarl_session_get_library (session), NULL);

  for (guint k = 0; k < records->len; k++)
    if (g_str_equal (((GmarlRunRecord *) records->pdata[k])->id, run))
      return TRUE;
  return FALSE;
}

/* Steps are taken back and done again; what was restored elsewhere is forgotten. */
static void
test_trash_history (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *first = fill (directory, "first");
  g_autofree char *second = fill (directory, "second");
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  g_autoptr (GmarlTrashHistory) history = gmarl_trash_history_new (session);
  guint steps[2];
  guint restored = 0;

  g_signal_connect_swapped (history, "restored", G_CALLBACK (restored_cb), &restored);
  g_assert_false (gmarl_trash_history_get_can_undo (history));
  steps[0] = gmarl_trash_history_trash (history, (const char *const[]){ first, NULL }, NULL);
  steps[1] = gmarl_trash_history_trash (history, (const char *const[]){ second, NULL }, NULL);
  g_assert_cmpuint (steps[0], !=, steps[1]);

  g_assert_true (gmarl_trash_history_undo (history, NULL));
  g_assert_cmpuint (restored, ==, steps[1]);
  g_assert_true (is_trashed (session, first));
  g_assert_false (is_trashed (session, second));
  g_assert_true (gmarl_trash_history_redo (history, NULL));
  g_assert_true (is_trashed (session, second));
  g_assert_false (gmarl_trash_history_get_can_redo (history));

  /* Not the last one; a second time it is done already. */
  g_assert_true (gmarl_trash_history_take_back (history, steps[0], NULL));
  g_assert_cmpuint (restored, ==, steps[0]);
  restored = 0;
  g_assert_true (gmarl_trash_history_take_back (history, steps[0], NULL));
  g_assert_cmpuint (restored, ==, 0);
  g_assert_false (is_trashed (session, first));
  g_assert_true (is_trashed (session, second));

  /* Restored by something else. */
  g_assert_true (gmarl_library_restore (gmarl_session_get_library (session),
                                        (const char *const[]){ second, NULL }, NULL));
  gmarl_session_library_written (session);
  g_assert_false (gmarl_trash_history_get_can_undo (history));
  g_assert_true (gmarl_trash_history_get_can_redo (history));
}

static void
spoil (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "library.db", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  memset (contents, 0xa5, 16); /* what says that it is a database */
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
}

/* A damaged library: the page says so, replaces it when it is asked to, and says what was saved. */
static void
test_salvage (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *run = fill (directory, "precious");
  g_autoptr (GmarlSession) session = NULL;
  GtkWidget *page, *window;
  AdwMessageDialog *dialog;
  const char *body;

  spoil (directory);
  g_assert_true (gmarl_library_is_damaged (directory));
  session = gmarl_session_new (directory);
  g_assert_nonnull (strstr (gmarl_session_get_library_error (session), "damaged"));
  page = gmarl_runs_page_new (session);
  window = show (page);

  gtk_widget_activate_action (page, "runs.salvage", NULL);
  adw_message_dialog_response (wait_for_dialog ("Save What Can Be Read?"), "cancel");
  g_assert_null (gmarl_session_get_job (session));
  settle ();
  gtk_widget_activate_action (page, "runs.salvage", NULL);
  adw_message_dialog_response (wait_for_dialog ("Save What Can Be Read?"), "save");
  dialog = wait_for_dialog ("What Could Be Read Is Saved");
  body = adw_message_dialog_get_body (dialog);
  g_test_message ("%s", body);
  g_assert_nonnull (strstr (body, "Runs: 2\nIterations: 6\n"));
  g_assert_nonnull (strstr (body, directory)); /* where the damaged one is kept */
  g_assert_nonnull (gmarl_session_get_library (session));
  g_assert_null (gmarl_session_get_library_error (session));
  g_assert_false (gmarl_library_is_damaged (directory));
  g_assert_cmpuint (count_runs (directory), ==, 2);

  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* The same where the database is gone and the runs are there. */
static void
test_salvage_without_database (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *run = fill (directory, "precious");
  g_autofree char *path = g_build_filename (directory, "library.db", NULL);
  g_autoptr (GmarlSession) session = NULL;
  GtkWidget *page, *window;
  AdwMessageDialog *dialog;
  const char *body;

  g_assert_cmpint (unlink (path), ==, 0);
  session = gmarl_session_new (directory);
  g_assert_nonnull (strstr (gmarl_session_get_library_error (session), "is missing"));
  g_assert_true (gmarl_library_is_damaged (directory));
  page = gmarl_runs_page_new (session);
  window = show (page);

  gtk_widget_activate_action (page, "runs.salvage", NULL);
  adw_message_dialog_response (wait_for_dialog ("Save What Can Be Read?"), "save");
  dialog = wait_for_dialog ("What Could Be Read Is Saved");
  body = adw_message_dialog_get_body (dialog);
  g_test_message ("%s", body);
  g_assert_nonnull (strstr (body, "Runs: 0\n"));
  g_assert_nonnull (strstr (body, run));
  g_assert_null (strstr (body, "kept as"));
  g_assert_nonnull (gmarl_session_get_library (session));
  g_assert_null (gmarl_session_get_library_error (session));

  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* -- Dropped on the window -- */

static GtkDropTarget *
find_target (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint k = 0; k < g_list_model_get_n_items (controllers); k++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, k);

    if (GTK_IS_DROP_TARGET (controller))
      return GTK_DROP_TARGET (controller);
  }
  g_assert_not_reached ();
}

static void
drop (GtkWidget *window, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GSList) files = g_slist_append (NULL, file);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  g_signal_emit_by_name (find_target (window), "drop", &value, 10.0, 10.0, &taken);
  g_assert_true (taken);
}

/* A library's folder and a scenario; what is none is told of. */
static void
test_drop (void)
{
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *other = g_dir_make_tmp ("gridmarl-runs-XXXXXX", NULL);
  g_autofree char *there = fill (other, "there");
  g_autofree char *path = g_build_filename (other, "night.gridmarl", NULL);
  g_autoptr (GmarlSession) session = gmarl_session_new (directory);
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autofree char *text = NULL;
  GtkWidget *window = GTK_WIDGET (gmarl_window_new (NULL, session));
  AdwMessageDialog *dialog;

  g_assert_true (gmarl_scenario_set (scenario, "name", "night", NULL));
  text = gmarl_scenario_to_text (scenario);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  gtk_window_present (GTK_WINDOW (window));

  drop (window, other);
  dialog = wait_for_dialog ("The Runs Were Merged");
  g_assert_cmpstr (adw_message_dialog_get_body (dialog), ==, "2 runs are new.");
  g_assert_cmpuint (count_runs (directory), ==, 2);
  gtk_window_destroy (GTK_WINDOW (dialog));

  drop (window, path);
  while (g_strcmp0 (gmarl_document_get_title (gmarl_session_get_document (session)), "night") != 0)
    g_main_context_iteration (NULL, TRUE);

  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/runs-work/merge", test_merge);
  g_test_add_func ("/app/runs-work/merge-bundle", test_merge_bundle);
  g_test_add_func ("/app/runs-work/merge-nothing", test_merge_nothing);
  g_test_add_func ("/app/runs-work/merge-several", test_merge_several);
  g_test_add_func ("/app/runs-work/verify", test_verify);
  g_test_add_func ("/app/runs-work/trash", test_trash);
  g_test_add_func ("/app/runs-work/trash-history", test_trash_history);
  g_test_add_func ("/app/runs-work/salvage", test_salvage);
  g_test_add_func ("/app/runs-work/salvage-without-database", test_salvage_without_database);
  g_test_add_func ("/app/runs-work/drop", test_drop);
  return g_test_run ();
}
