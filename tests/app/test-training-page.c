/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-document.h"
#include "gmarl-training-job.h"
#include "gmarl-chart.h"
#include "gmarl-training-page.h"

#include <adwaita.h>

static GmarlSession *
session_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("gridmarl-page-XXXXXX", &error);
  GmarlSession *session = gmarl_session_new (directory);
  g_autoptr (GmarlDocument) document = gmarl_document_new ();

  g_assert_no_error (error);
  gmarl_session_set_document (session, document);
  return session;
}

static void
test_finalize (void)
{
  g_autoptr (GmarlSession) session = session_new ();
  GtkWidget *page = g_object_ref_sink (gmarl_training_page_new (session));

  g_assert_finalize_object (page);
}

static GtkWidget *
find (GtkWidget *widget, GType type, const char *label)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (label == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, label);
  return found;
}

static gboolean
says (GtkWidget *widget, const char *words)
{
  gboolean found =
      GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = says (child, words);
  return found;
}

/* All charts of a page share an axis: one of them tells whether it is logarithmic. */
static gboolean
is_log (GtkWidget *page)
{
  GmarlChart *chart = GMARL_CHART (find (page, GMARL_TYPE_CHART, NULL));

  return gmarl_chart_get_view (chart)->x.kind == GMARL_CHART_LOG &&
         gmarl_chart_axis_get_log (gmarl_chart_get_axis (chart));
}

/* A small job, from the page that watches it to its end. */
static void
test_watches (void)
{
  static const guint64 seeds[] = { 1, 2, 3 };
  const char *const assignments[] = { "rollout.environments=4", "rollout.steps=96",
                                      "ppo.minibatch=64",       "policy.hidden=16-16",
                                      "validation.interval=3",  "validation.days=2",
                                      "iterations=9",           "threads=1" };
  g_autoptr (GmarlSession) session = session_new ();
  g_autoptr (GmarlRunConfig) config = gmarl_run_config_new (
      gmarl_scenario_copy (gmarl_document_get_scenario (gmarl_session_get_document (session))));
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *page = gmarl_training_page_new (session);
  g_autoptr (GmarlTrainingJob) job = NULL;
  GtkToggleButton *log;
  gboolean told = FALSE; /* what it takes, while it goes on */

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  gtk_window_set_default_size (window, 1180, 760);
  gtk_window_set_child (window, page);
  gtk_window_present (window);
  job = gmarl_training_job_new (gmarl_session_get_library_directory (session), config, seeds, 3);
  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (job)));
  gmarl_training_job_start (job);
  /* One at a time. */
  gmarl_training_page_train (GMARL_TRAINING_PAGE (page));
  g_assert_true (gmarl_session_get_training (session) == job);
  while (gmarl_training_job_is_active (job)) {
    g_main_context_iteration (NULL, TRUE);
    told = told || says (page, "of memory");
  }
  g_assert_true (told);
  g_assert_false (says (page, "of memory"));
  g_assert_cmpint (gmarl_training_job_get_state (job), ==, GMARL_TRAINING_JOB_FINISHED);

  g_assert_false (is_log (page));
  log = GTK_TOGGLE_BUTTON (find (page, GTK_TYPE_TOGGLE_BUTTON, "Log"));
  gtk_toggle_button_set_active (log, TRUE);
  g_assert_true (is_log (page));
  gtk_toggle_button_set_active (log, FALSE);
  g_assert_false (is_log (page));
  gtk_window_destroy (window);
}

/* Whether a widget with these words can be seen. */
static gboolean
shows (GtkWidget *widget, const char *words)
{
  gboolean found = FALSE;

  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = shows (child, words);
  return found;
}

static void
banner_cb (GmarlSession *session,
           const char *text,
           const char *label,
           const char *action,
           char **banner)
{
  g_free (*banner);
  *banner = g_strdup (text);
}

/* Beside the page it is told that a training failed, until it goes on or is looked at. */
static void
test_trouble (void)
{
  static const guint64 seed = 1;
  g_autoptr (GmarlSession) session = session_new ();
  g_autoptr (GmarlRunConfig) config = gmarl_run_config_new (
      gmarl_scenario_copy (gmarl_document_get_scenario (gmarl_session_get_document (session))));
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *page = gmarl_training_page_new (session);
  g_autoptr (GmarlTrainingJob) job = NULL;
  g_autofree char *banner = NULL;

  g_signal_connect (session, "banner", G_CALLBACK (banner_cb), &banner);
  gtk_window_set_child (window, page);
  config->learning.log_std = -9;
  job = gmarl_training_job_new (gmarl_session_get_library_directory (session), config, &seed, 1);
  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (job)));
  for (guint turn = 0; turn < 2; turn++) {
    gmarl_training_job_start (job);
    g_assert_null (banner);
    while (gmarl_training_job_is_active (job))
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpint (gmarl_training_job_get_state (job), ==, GMARL_TRAINING_JOB_FAILED);
    g_assert_nonnull (strstr (banner, "policy.log_std"));
  }
  gtk_window_present (window);
  while (banner != NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (window);
}

#define PLATEAU "No improvement for"

/* Agents that cannot learn get no better: it is said until it was dismissed, also after it was
 * stopped and goes on.
 */
static void
test_plateau (void)
{
  static const guint64 seed = 1;
  const char *const assignments[] = {
    "rollout.environments=2",    "rollout.steps=12",    "ppo.minibatch=24",
    "policy.hidden=4",           "ppo.epochs=1",        "ppo.learning_rate=1e-30",
    "normalise.observations=no", "normalise.values=no", "validation.interval=10",
    "validation.days=1",         "iterations=100000",   "threads=1"
  };
  g_autoptr (GmarlSession) session = session_new ();
  g_autoptr (GmarlRunConfig) config = gmarl_run_config_new (
      gmarl_scenario_copy (gmarl_document_get_scenario (gmarl_session_get_document (session))));
  GtkWidget *page = g_object_ref_sink (gmarl_training_page_new (session));
  g_autoptr (GmarlTrainingJob) job = NULL;
  GmarlTrainerProgress progress;

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  job = gmarl_training_job_new (gmarl_session_get_library_directory (session), config, &seed, 1);
  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (job)));
  gmarl_training_job_start (job);
  while (!shows (page, PLATEAU)) {
    gmarl_training_job_get_progress (job, &progress);
    g_assert_cmpint (progress.best_iteration, <=, 10);
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpint (progress.iteration, >=, 130);
  g_signal_emit_by_name (find (page, GTK_TYPE_BUTTON, "_Dismiss"), "clicked");
  g_assert_false (shows (page, PLATEAU));

  gmarl_training_job_stop (job);
  while (gmarl_training_job_is_active (job))
    g_main_context_iteration (NULL, TRUE);
  gmarl_training_job_start (job);
  while (gmarl_training_job_get_plateau (job) == 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint n_rows = gmarl_training_job_get_rows (job, 0)->len;
       gmarl_training_job_get_rows (job, 0)->len == n_rows;) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_false (shows (page, PLATEAU));
  }
  gmarl_training_job_stop (job);
  while (gmarl_training_job_is_active (job))
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (page);
}

/* As many threads as the preferences say, also of what goes on. */
static void
test_threads (void)
{
  g_autoptr (GmarlSession) session = session_new ();
  GSettings *settings = gmarl_session_get_settings (session);
  GmarlTrainingPage *page = GMARL_TRAINING_PAGE (gmarl_training_page_new (session));
  g_autoptr (GmarlTrainingJob) job = NULL;
  g_autofree char *run_id = NULL;

  g_object_ref_sink (page);
  g_settings_set_int (settings, "threads", 1);
  gmarl_training_page_train (page);
  job = g_object_ref (gmarl_session_get_training (session));
  g_assert_cmpint (gmarl_training_job_get_config (job)->learning.threads, ==, 1);
  while (gmarl_training_job_get_n_seeds (job) == 0 ||
         gmarl_training_job_get_rows (job, 0)->len == 0)
    g_main_context_iteration (NULL, TRUE);
  run_id = g_strdup (gmarl_training_job_get_run_id (job, 0));
  gmarl_training_job_stop (job);
  while (gmarl_training_job_is_active (job))
    g_main_context_iteration (NULL, TRUE);

  g_settings_set_int (settings, "threads", 2);
  gmarl_training_page_resume (page, run_id);
  g_set_object (&job, gmarl_session_get_training (session));
  while (gmarl_training_job_get_config (job) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gmarl_training_job_get_config (job)->learning.threads, ==, 2);
  gmarl_training_job_stop (job);
  while (gmarl_training_job_is_active (job))
    g_main_context_iteration (NULL, TRUE);
  g_settings_reset (settings, "threads");
  g_assert_finalize_object (page);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/training-page/finalize", test_finalize);
  g_test_add_func ("/app/training-page/watches", test_watches);
  g_test_add_func ("/app/training-page/trouble", test_trouble);
  g_test_add_func ("/app/training-page/plateau", test_plateau);
  g_test_add_func ("/app/training-page/threads", test_threads);
  return g_test_run ();
}
