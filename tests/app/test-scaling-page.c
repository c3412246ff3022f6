/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-document.h"
#include "gmarl-export-source.h"
#include "gmarl-job.h"
#include "gmarl-scaling-form.h"
#include "gmarl-scaling-job.h"
#include "gmarl-scaling-matrix.h"
#include "gmarl-scaling-page.h"
#include "gmarl-scaling-text.h"
#include "study-fixture.h"
#include "temporary-folder.h"

#include <adwaita.h>
#include <math.h>

#define N_CELLS 4

/* The narrowest window less the margins of a page. */
#define NARROWEST 324

static void
test_texts (void)
{
  GmarlScalingCell cell = { .agents = 7, .seed = 3, .iteration = 43, .iterations = 100 };
  const struct {
    GmarlCellState state;
    const char *shown;
    const char *said;
  } expected[] = {
    { GMARL_CELL_QUEUED, "○ Queued", "7 agents, independent, seed 3: queued" },
    { GMARL_CELL_RUNNING, "◐ 43\u202f%",
      "7 agents, independent, seed 3: running, iteration 43 of 100" },
    { GMARL_CELL_PAUSED, "◫ 43\u202f%, paused",
      "7 agents, independent, seed 3: paused at iteration 43 of 100" },
    { GMARL_CELL_DONE, "● Done", "7 agents, independent, seed 3: done" },
    { GMARL_CELL_FAILED, "✕ Failed", "7 agents, independent, seed 3: failed. No luck." },
    { GMARL_CELL_SKIPPED, "– Skipped", "7 agents, independent, seed 3: skipped" },
  };
  char message[] = "No luck.";

  cell.message = message;
  cell.value[GMARL_SCALING_STABILITY] = NAN;
  for (gsize k = 0; k < G_N_ELEMENTS (expected); k++) {
    g_autofree char *shown = NULL;
    g_autofree char *said = NULL;

    cell.state = expected[k].state;
    shown = gmarl_scaling_text_cell (&cell);
    said = gmarl_scaling_text_describe_cell (&cell);
    g_assert_cmpstr (shown, ==, expected[k].shown);
    g_assert_cmpstr (said, ==, expected[k].said);
  }
}

static void
test_values (void)
{
  GmarlScalingPoint point = { .agents = 3 };
  GmarlInterval *seconds = &point.value[GMARL_SCALING_ITERATION_SECONDS];
  GmarlInterval *reward = &point.value[GMARL_SCALING_REWARD];
  GmarlRegression slope = { .slope = 1.046, .low = 0.98, .high = 1.112 };
  g_autofree char *alone = NULL;
  g_autofree char *with = NULL;
  g_autofree char *below = NULL;
  g_autofree char *none = NULL;
  g_autofree char *heading = gmarl_scaling_text_heading (GMARL_SCALING_ITERATION_SECONDS);
  g_autofree char *said = gmarl_scaling_text_slope (&slope, TRUE);

  *seconds = (GmarlInterval){ .estimate = 0.0123, .low = NAN, .high = NAN };
  alone = gmarl_scaling_text_value (&point, GMARL_SCALING_ITERATION_SECONDS);
  *seconds = (GmarlInterval){ .estimate = 0.0123, .low = 0.0103, .high = 0.0143 };
  with = gmarl_scaling_text_value (&point, GMARL_SCALING_ITERATION_SECONDS);
  *reward = (GmarlInterval){ .estimate = -15.2, .low = -15.7, .high = -14.7 };
  below = gmarl_scaling_text_value (&point, GMARL_SCALING_REWARD);
  seconds->estimate = NAN;
  none = gmarl_scaling_text_value (&point, GMARL_SCALING_ITERATION_SECONDS);
  g_assert_cmpstr (alone, ==, "12.3");
  g_assert_cmpstr (with, ==, "12.3 ± 2.0");
  g_assert_cmpstr (below, ==, "−15.20 ± 0.50");
  g_assert_cmpstr (none, ==, "–");
  g_assert_cmpstr (heading, ==, "Time per Iteration (ms)");
  g_assert_cmpstr (said, ==,
                   "The time of an iteration grows as agents^1.05 (shared; 95\u202f% interval 0.98 "
                   "to 1.11)");
}

static void
wait_for_state (GmarlScalingJob *job, GmarlScalingJobState state)
{
  while (gmarl_scaling_job_get_state (job) != state)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_done (GmarlScalingJob *job)
{
  GPtrArray *cells = gmarl_scaling_job_get_cells (job);

  return cells == NULL ? 0 : gmarl_scaling_count (cells).cells[GMARL_CELL_DONE];
}

static void
test_job (void)
{
  g_autofree char *folder = temporary_folder_new ();
  g_autoptr (GmarlScalingStudy) study = make_study ("10", "no");
  GmarlScalingJob *job = gmarl_scaling_job_new (folder, study, 2, 1, TRUE);
  g_autofree char *text = NULL;
  double fraction;

  g_assert_false (gmarl_job_is_active (GMARL_JOB (job)));
  gmarl_scaling_job_start (job);
  g_assert_true (gmarl_job_is_active (GMARL_JOB (job)));
  wait_for_state (job, GMARL_SCALING_JOB_FINISHED);
  g_assert_cmpuint (count_done (job), ==, N_CELLS);
  g_assert_cmpint (gmarl_job_get_end (GMARL_JOB (job)), ==, GMARL_JOB_FINISHED);
  g_assert_null (gmarl_job_get_error (GMARL_JOB (job)));
  g_object_get (job, "fraction", &fraction, NULL);
  g_assert_cmpfloat (fraction, ==, 1);
  text = gmarl_job_dup_text (GMARL_JOB (job));
  g_assert_cmpstr (text, ==, "Scaling study finished · 4 of 4 runs done");
  g_assert_finalize_object (job);
  temporary_folder_remove (folder);
}

/* Paused, resumed, stopped; and another job goes on. */
static void
test_job_goes_on (void)
{
  g_autofree char *folder = temporary_folder_new ();
  g_autoptr (GmarlScalingStudy) study = make_study ("60", "no");
  GmarlScalingJob *job = gmarl_scaling_job_new (folder, study, 1, 1, FALSE);

  gmarl_scaling_job_start (job);
  gmarl_job_pause (GMARL_JOB (job));
  wait_for_state (job, GMARL_SCALING_JOB_RUNNING);
  gmarl_job_pause (GMARL_JOB (job));
  g_assert_true (gmarl_job_is_paused (GMARL_JOB (job)));
  g_assert_true (gmarl_job_can_pause (GMARL_JOB (job)));
  gmarl_job_resume (GMARL_JOB (job));
  g_assert_false (gmarl_job_is_paused (GMARL_JOB (job)));
  gmarl_job_stop (GMARL_JOB (job));
  wait_for_state (job, GMARL_SCALING_JOB_STOPPED);
  g_assert_cmpint (gmarl_job_get_end (GMARL_JOB (job)), ==, GMARL_JOB_STOPPED);
  g_assert_finalize_object (job);

  job = gmarl_scaling_job_new (folder, study, 2, 1, FALSE);
  gmarl_scaling_job_start (job);
  wait_for_state (job, GMARL_SCALING_JOB_FINISHED);
  g_assert_cmpuint (count_done (job), ==, N_CELLS);
  g_assert_finalize_object (job);
  temporary_folder_remove (folder);
}

static void
test_job_without_library (void)
{
  g_autoptr (GmarlScalingStudy) study = make_study ("10", "no");
  GmarlScalingJob *job = gmarl_scaling_job_new ("/dev/null/library", study, 1, 1, FALSE);

  gmarl_scaling_job_start (job);
  wait_for_state (job, GMARL_SCALING_JOB_FAILED);
  g_assert_nonnull (gmarl_job_get_error (GMARL_JOB (job)));
  g_assert_finalize_object (job);
}

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static GtkWidget *
show (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (widget))
    g_main_context_iteration (NULL, TRUE);
  return window;
}

static void
close_window (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* The first widget below of this type, and label if it is a button. */
static GtkWidget *
find (GtkWidget *root, GType type, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found;

    if (G_TYPE_CHECK_INSTANCE_TYPE (child, type) &&
        (label == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), label) == 0))
      return child;
    found = find (child, type, label);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
test_matrix (void)
{
  g_autofree char *folder = temporary_folder_new ();
  g_autoptr (GmarlLibrary) library = gmarl_library_open (folder, GMARL_LIBRARY_DEFAULT, NULL);
  g_autoptr (GmarlScalingStudy) study = make_study ("10", "no");
  g_autofree char *id = gmarl_library_begin_study (library, study, NULL);
  g_autoptr (GPtrArray) cells = gmarl_library_list_cells (library, id, NULL);
  GtkWidget *matrix = gmarl_scaling_matrix_new ();
  GtkWidget *window = show (matrix);
  GtkWidget *button;

  gmarl_scaling_matrix_set_cells (GMARL_SCALING_MATRIX (matrix), study, cells);
  g_assert_nonnull (find (matrix, GTK_TYPE_BUTTON, "○ Queued"));
  ((GmarlScalingCell *) cells->pdata[1])->state = GMARL_CELL_FAILED;
  ((GmarlScalingCell *) cells->pdata[1])->message = g_strdup ("No luck.");
  gmarl_scaling_matrix_set_cells (GMARL_SCALING_MATRIX (matrix), study, cells);
  button = find (matrix, GTK_TYPE_BUTTON, "✕ Failed");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==,
                   "3 agents, independent, seed 1: failed. No luck.");
  g_assert_cmpint (least_width (matrix), <=, NARROWEST);
  close_window (window);
  temporary_folder_remove (folder);
}

static void
test_form (void)
{
  g_autofree char *folder = temporary_folder_new ();
  g_autoptr (GmarlSession) session = gmarl_session_new (folder);
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  GtkWidget *form = gmarl_scaling_form_new (session);
  GtkWidget *window = show (form);
  g_autoptr (GmarlScalingStudy) study = NULL;
  GtkWidget *agents = find (form, ADW_TYPE_ENTRY_ROW, NULL);

  g_assert_null (gmarl_scaling_form_make_study (GMARL_SCALING_FORM (form)));
  gmarl_scaling_form_set_scenario (GMARL_SCALING_FORM (form), scenario);
  study = gmarl_scaling_form_make_study (GMARL_SCALING_FORM (form));
  g_assert_cmpuint (gmarl_scaling_study_count_cells (study), ==, 20);
  gtk_editable_set_text (GTK_EDITABLE (agents), "3, five");
  g_assert_null (gmarl_scaling_form_make_study (GMARL_SCALING_FORM (form)));
  g_assert_true (gtk_widget_has_css_class (agents, "error"));
  gmarl_scaling_form_set_quick (GMARL_SCALING_FORM (form));
  g_assert_false (gtk_widget_has_css_class (agents, "error"));
  g_clear_pointer (&study, gmarl_scaling_study_free);
  study = gmarl_scaling_form_make_study (GMARL_SCALING_FORM (form));
  g_assert_cmpuint (gmarl_scaling_study_count_cells (study), ==, 24);
  g_assert_cmpint (least_width (form), <=, NARROWEST);
  close_window (window);
  temporary_folder_remove (folder);
}

/* What another program does in the library is seen. */
static void
test_page (void)
{
  g_autofree char *folder = temporary_folder_new ();
  g_autoptr (GmarlSession) session = gmarl_session_new (folder);
  g_autoptr (GmarlScalingStudy) study = make_study ("10", "no");
  GtkWidget *page = gmarl_scaling_page_new (session);
  GtkWidget *window = show (page);
  g_autofree char *id = NULL;

  g_assert_null (find (page, GTK_TYPE_BUTTON, "● Done"));
  id = gmarl_library_begin_study (gmarl_session_get_library (session), study, NULL);
  gmarl_session_library_written (session);
  g_assert_nonnull (find (page, GTK_TYPE_BUTTON, "○ Queued"));
  g_assert_true (gtk_widget_activate_action (page, "scaling.skip", NULL));
  g_assert_nonnull (find (page, GTK_TYPE_BUTTON, "– Skipped"));
  g_assert_false (gmarl_scaling_page_offer_resume (GMARL_SCALING_PAGE (page)));
  g_assert_cmpint (least_width (page), <=, 360);
  close_window (window);
  temporary_folder_remove (folder);
}

/* Results of all kinds: done, failed and waiting. */
static void
fill (GmarlLibrary *library, const char *id)
{
  for (guint k = 0; k < N_CELLS - 1; k++) {
    double values[GMARL_N_SCALING];
    gboolean is_over;
    g_autoptr (GmarlCellClaim) claim = gmarl_library_claim_cell (library, id, &is_over, NULL);

    for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++)
      values[quantity] = 1.5 + (double) k;
    if (k == 1)
      gmarl_library_end_cell (library, claim, GMARL_CELL_FAILED, "No luck.", NULL, NULL);
    else
      gmarl_library_end_cell (library, claim, GMARL_CELL_DONE, NULL, values, NULL);
  }
}

static void
assert_exports (GtkWidget *page)
{
  g_autoptr (GPtrArray) items = gmarl_export_source_list_items (GMARL_EXPORT_SOURCE (page));
  const GmarlExportChoice choice = { .item = "scaling", .format = GMARL_EXPORT_CSV_TIDY };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlExportContent) content =
      gmarl_export_source_make_content (GMARL_EXPORT_SOURCE (page), &choice, &error);
  g_auto (GmarlExportMeasure) measure = { 0 };

  /* The results, and a chart for each of eight quantities. */
  g_assert_cmpuint (items->len, ==, 9);
  g_assert_true (gmarl_export_content_measure (content, 2, 1, &measure, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (measure.head, "agents,sharing,seed,metric,unit,value\n"
                                                 "2,independent,1,iteration_seconds,s,1.5"));
}

static void
test_results (void)
{
  g_autofree char *folder = temporary_folder_new ();
  g_autoptr (GmarlSession) session = gmarl_session_new (folder);
  g_autoptr (GmarlScalingStudy) study = make_study ("10", "no");
  GmarlLibrary *library = gmarl_session_get_library (session);
  g_autofree char *id = gmarl_library_begin_study (library, study, NULL);
  GtkWidget *page = gmarl_scaling_page_new (session);
  GtkWidget *window;

  fill (library, id);
  window = show (page);
  g_assert_nonnull (find (page, GTK_TYPE_BUTTON, "● Done"));
  g_assert_nonnull (find (page, GTK_TYPE_BUTTON, "✕ Failed"));
  g_assert_nonnull (find (page, GTK_TYPE_BUTTON, "Retry _Failed"));
  assert_exports (page);
  for (GtkWidget *child = gtk_widget_get_first_child (
           gtk_widget_get_parent (find (page, GMARL_TYPE_SCALING_MATRIX, NULL)));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    g_test_message ("%s is %d wide", G_OBJECT_TYPE_NAME (child), least_width (child));
  g_assert_cmpint (least_width (page), <=, 360);
  close_window (window);
  temporary_folder_remove (folder);
}

/* What failed is tried again, and what waits is done with it. */
static void
test_retry (void)
{
  g_autofree char *folder = temporary_folder_new ();
  g_autoptr (GmarlSession) session = gmarl_session_new (folder);
  g_autoptr (GmarlScalingStudy) study = make_study ("10", "no");
  GmarlLibrary *library = gmarl_session_get_library (session);
  g_autofree char *id = gmarl_library_begin_study (library, study, NULL);
  GtkWidget *page = gmarl_scaling_page_new (session);
  GtkWidget *window;

  fill (library, id);
  window = show (page);
  g_assert_true (gtk_widget_activate_action (page, "scaling.retry", NULL));
  wait_for_state (GMARL_SCALING_JOB (gmarl_session_get_job (session)), GMARL_SCALING_JOB_FINISHED);
  while (find (page, GTK_TYPE_BUTTON, "✕ Failed") != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (find (page, GTK_TYPE_BUTTON, "○ Queued"));
  close_window (window);
  temporary_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/scaling/texts", test_texts);
  g_test_add_func ("/app/scaling/values", test_values);
  g_test_add_func ("/app/scaling/job", test_job);
  g_test_add_func ("/app/scaling/job-goes-on", test_job_goes_on);
  g_test_add_func ("/app/scaling/job-without-library", test_job_without_library);
  g_test_add_func ("/app/scaling/matrix", test_matrix);
  g_test_add_func ("/app/scaling/form", test_form);
  g_test_add_func ("/app/scaling/page", test_page);
  g_test_add_func ("/app/scaling/results", test_results);
  g_test_add_func ("/app/scaling/retry", test_retry);
  return g_test_run ();
}
