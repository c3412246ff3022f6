/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-page.h"

#include "gmarl-document.h"
#include "gmarl-error.h"
#include "gmarl-library-studies.h"
#include "gmarl-scaling-charts.h"
#include "gmarl-scaling-export.h"
#include "gmarl-scaling-form.h"
#include "gmarl-scaling-job.h"
#include "gmarl-scaling-matrix.h"
#include "gmarl-scaling-status.h"
#include "gmarl-scaling-table.h"
#include "gmarl-scaling-text.h"
#include "gmarl-training-columns.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SPACING 18

struct _GmarlScalingPage {
  GtkWidget parent_instance;

  /* Owned */
  GmarlSession *session;
  GSignalGroup *document_signals;
  GSignalGroup *job_signals;
  GPtrArray *studies; /* of GmarlStudyRecord */
  char *shown;        /* id of the study */
  char *drawn;        /* what the table and the charts show, as a key */

  /* Children */
  GtkWidget *scroller;
  GmarlTrainingColumns *columns;
  GmarlScalingForm *form;
  GtkStack *stack;
  GmarlScalingStatus *status;
  GmarlScalingMatrix *matrix;
  GmarlScalingCharts *charts;
  GmarlScalingTable *table;

  gboolean is_stale; /* the library changed while the page was not on the screen */
};

static void init_export (GmarlExportSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlScalingPage,
                               gmarl_scaling_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_EXPORT_SOURCE, init_export))

/* -- What is shown -- */

/* The session's job, if it is a study; active or not. */
static GmarlScalingJob *
get_job (GmarlScalingPage *self)
{
  GmarlJob *job = gmarl_session_get_job (self->session);

  return job != NULL && GMARL_IS_SCALING_JOB (job) ? GMARL_SCALING_JOB (job) : NULL;
}

/* The job at work on the study that is shown. */
static GmarlScalingJob *
get_active_job (GmarlScalingPage *self)
{
  GmarlScalingJob *job = get_job (self);

  return job != NULL && gmarl_job_is_active (GMARL_JOB (job)) &&
                 g_strcmp0 (gmarl_scaling_job_get_study_id (job), self->shown) == 0
             ? job
             : NULL;
}

static const GmarlStudyRecord *
get_shown (GmarlScalingPage *self)
{
  for (guint k = 0; self->studies != NULL && k < self->studies->len; k++) {
    const GmarlStudyRecord *record = self->studies->pdata[k];

    if (g_strcmp0 (record->id, self->shown) == 0)
      return record;
  }
  return NULL;
}

static GmarlScalingWorker
find_worker (GmarlScalingPage *self, const GmarlScalingCounts *counts)
{
  GmarlScalingJob *job = get_active_job (self);

  if (job != NULL)
    return gmarl_job_is_paused (GMARL_JOB (job)) ? GMARL_SCALING_PAUSED_HERE : GMARL_SCALING_HERE;
  return counts->cells[GMARL_CELL_RUNNING] > 0 ? GMARL_SCALING_ELSEWHERE : GMARL_SCALING_NOBODY;
}

/* Changes whenever table and charts must: with the study, and with what is done. */
static char *
make_key (const GmarlStudyRecord *record, const GPtrArray *cells)
{
  GString *key = g_string_new (record->id);

  for (guint k = 0; k < cells->len; k++)
    g_string_append_c (
        key, ((const GmarlScalingCell *) cells->pdata[k])->state == GMARL_CELL_DONE ? 'd' : '.');
  return g_string_free (key, FALSE);
}

static void
show_results (GmarlScalingPage *self, const GmarlStudyRecord *record, const GPtrArray *cells)
{
  g_autofree char *key = make_key (record, cells);
  g_autoptr (GmarlScalingResults) results = NULL;
  gboolean has_any;

  if (g_strcmp0 (key, self->drawn) == 0)
    return;
  g_free (self->drawn);
  self->drawn = g_steal_pointer (&key);
  results = gmarl_scaling_results_new (cells);
  has_any = gmarl_scaling_count (cells).cells[GMARL_CELL_DONE] > 0;
  gtk_widget_set_visible (GTK_WIDGET (self->table), has_any);
  gtk_widget_set_visible (GTK_WIDGET (self->charts), has_any);
  gmarl_scaling_table_set_results (self->table, results);
  gmarl_scaling_charts_set_results (self->charts, results);
}

static void
show_cells (GmarlScalingPage *self, const GmarlStudyRecord *record, const GPtrArray *cells)
{
  GmarlScalingCounts counts = gmarl_scaling_count (cells);
  GmarlScalingJob *job = get_active_job (self);

  gmarl_scaling_status_set_progress (self->status, &counts,
                                     job == NULL ? NAN : gmarl_scaling_job_get_seconds_left (job),
                                     find_worker (self, &counts));
  gmarl_scaling_matrix_set_cells (self->matrix, record->study, cells);
  show_results (self, record, cells);
}

static void
load_studies (GmarlScalingPage *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);

  g_clear_pointer (&self->studies, g_ptr_array_unref);
  if (library != NULL)
    self->studies = gmarl_library_list_studies (library, NULL);
  /* One that begins is not stored yet. */
  if (get_shown (self) == NULL && get_active_job (self) == NULL && self->studies != NULL &&
      self->studies->len > 0) {
    g_free (self->shown);
    self->shown = g_strdup (((const GmarlStudyRecord *) self->studies->pdata[0])->id);
  }
}

/* Reads everything anew. */
static void
refresh (GmarlScalingPage *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  const GmarlStudyRecord *record;
  g_autoptr (GPtrArray) cells = NULL;

  self->is_stale = FALSE;
  load_studies (self);
  record = get_shown (self);
  if (record == NULL && get_active_job (self) != NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, record != NULL ? "study" : "empty");
  gmarl_training_columns_set_content_first (self->columns, record != NULL);
  if (record == NULL)
    return;
  gmarl_scaling_status_set_studies (self->status, self->studies, record);
  cells = gmarl_library_list_cells (library, record->id, NULL);
  if (cells != NULL)
    show_cells (self, record, cells);
}

static void
library_cb (GmarlScalingPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
  else
    self->is_stale = TRUE;
}

static void
cells_cb (GmarlScalingPage *self, GmarlScalingJob *job)
{
  const GmarlStudyRecord *record = get_shown (self);
  GPtrArray *cells = gmarl_scaling_job_get_cells (job);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->is_stale = TRUE;
  else if (record == NULL)
    refresh (self);
  else if (cells != NULL && g_strcmp0 (record->id, gmarl_scaling_job_get_study_id (job)) == 0)
    show_cells (self, record, cells);
}

static void
chosen_cb (GmarlScalingPage *self, const char *id)
{
  g_free (self->shown);
  self->shown = g_strdup (id);
  refresh (self);
}

/* -- The job -- */

static void
update_busy (GmarlScalingPage *self)
{
  gmarl_scaling_form_set_busy (self->form, gmarl_session_get_active_job (self->session) != NULL);
}

/* Tells how a study ended, once. */
static void
say_end (GmarlScalingPage *self, GmarlScalingJob *job)
{
  g_autofree char *text = gmarl_job_dup_text (GMARL_JOB (job));
  AdwToast *toast;

  if (gmarl_job_get_end (GMARL_JOB (job)) == GMARL_JOB_FAILED) {
    gmarl_session_banner (self->session, text, _ ("_Show"), "win.view::scaling");
    return;
  }
  toast = gmarl_toast_new (text);
  if (gmarl_job_get_end (GMARL_JOB (job)) == GMARL_JOB_FINISHED) {
    adw_toast_set_button_label (toast, _ ("_Show"));
    adw_toast_set_action_name (toast, "win.view");
    adw_toast_set_action_target (toast, "s", "scaling");
  }
  gmarl_session_toast (self->session, toast);
}

static void
active_cb (GmarlScalingPage *self, GParamSpec *pspec, GmarlJob *job)
{
  update_busy (self);
  if (!GMARL_IS_SCALING_JOB (job))
    return;
  if (!gmarl_job_is_active (job))
    say_end (self, GMARL_SCALING_JOB (job));
  library_cb (self);
}

static void
paused_cb (GmarlScalingPage *self, GParamSpec *pspec, GmarlJob *job)
{
  if (GMARL_IS_SCALING_JOB (job))
    library_cb (self);
}

static void
job_cb (GmarlScalingPage *self)
{
  GmarlScalingJob *job = get_job (self);

  if (job != NULL)
    g_signal_connect_object (job, "cells-changed", G_CALLBACK (cells_cb), self, G_CONNECT_SWAPPED);
  update_busy (self);
}

static void
begin (GmarlScalingPage *self, const GmarlScalingStudy *study, gboolean retry)
{
  g_autoptr (GmarlScalingJob) job = gmarl_scaling_job_new (
      gmarl_session_get_library_directory (self->session), study,
      gmarl_scaling_form_get_jobs (self->form), gmarl_scaling_form_get_threads (self->form), retry);

  if (!gmarl_session_begin_job (self->session, GMARL_JOB (job)))
    return;
  gmarl_session_banner (self->session, NULL, NULL, NULL);
  g_free (self->shown);
  self->shown = g_strdup (gmarl_scaling_job_get_study_id (job));
  gmarl_scaling_job_start (job);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

static void
start_cb (GmarlScalingPage *self)
{
  g_autoptr (GmarlScalingStudy) study = gmarl_scaling_form_make_study (self->form);

  if (study != NULL)
    begin (self, study, TRUE);
}

static void
quick_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlScalingPage *self = GMARL_SCALING_PAGE (widget);

  gmarl_scaling_form_set_quick (self->form);
  start_cb (self);
}

static void
pause_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlScalingJob *job = get_active_job (GMARL_SCALING_PAGE (widget));

  if (job != NULL)
    gmarl_job_pause (GMARL_JOB (job));
}

static void
resume_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlScalingPage *self = GMARL_SCALING_PAGE (widget);
  GmarlScalingJob *job = get_active_job (self);
  const GmarlStudyRecord *record = get_shown (self);

  if (job != NULL)
    gmarl_job_resume (GMARL_JOB (job));
  else if (record != NULL)
    begin (self, record->study, FALSE);
}

/* What the library refused; the page stays as it was. */
static void
say_problem (GmarlScalingPage *self, const GError *error)
{
  gmarl_session_banner (self->session, error->message, NULL, NULL);
}

static void
retry_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlScalingPage *self = GMARL_SCALING_PAGE (widget);
  const GmarlStudyRecord *record = get_shown (self);
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GmarlScalingStudy) study = NULL;
  g_autoptr (GError) error = NULL;

  if (record == NULL || library == NULL)
    return;
  /* The record goes when the list of studies is read again. */
  study = gmarl_scaling_study_copy (record->study);
  if (!gmarl_library_requeue_cells (library, record->id, GMARL_CELL_FAILED, NULL, &error)) {
    say_problem (self, error);
    return;
  }
  gmarl_session_library_written (self->session);
  if (get_active_job (self) == NULL)
    begin (self, study, FALSE);
}

static void
skip_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlScalingPage *self = GMARL_SCALING_PAGE (widget);
  const GmarlStudyRecord *record = get_shown (self);
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GError) error = NULL;

  if (record == NULL || library == NULL)
    return;
  if (!gmarl_library_skip_cells (library, record->id, NULL, &error))
    say_problem (self, error);
  else
    gmarl_session_library_written (self->session);
}

static void
scenario_cb (GmarlScalingPage *self)
{
  GmarlDocument *document = gmarl_session_get_document (self->session);

  if (document != NULL)
    gmarl_scaling_form_set_scenario (self->form, gmarl_document_get_scenario (document));
}

/* -- After a crash -- */

/* Whether a process that is gone has left a run of the study behind. */
static gboolean
is_interrupted (GmarlLibrary *library, const GPtrArray *cells)
{
  for (guint k = 0; k < cells->len; k++) {
    const GmarlScalingCell *cell = cells->pdata[k];
    g_autoptr (GPtrArray) runs = NULL;

    if (cell->state != GMARL_CELL_PAUSED || cell->run_id == NULL)
      continue;
    runs = gmarl_library_find_runs (library, cell->run_id, NULL);
    if (runs != NULL && ((GmarlRunRecord *) runs->pdata[0])->status == GMARL_RUN_INTERRUPTED)
      return TRUE;
  }
  return FALSE;
}

gboolean
gmarl_scaling_page_offer_resume (GmarlScalingPage *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);

  g_return_val_if_fail (GMARL_IS_SCALING_PAGE (self), FALSE);
  load_studies (self);
  for (guint k = 0; self->studies != NULL && k < self->studies->len; k++) {
    const GmarlStudyRecord *record = self->studies->pdata[k];
    g_autoptr (GPtrArray) cells = gmarl_library_list_cells (library, record->id, NULL);
    g_autofree char *title = NULL;
    g_autofree char *text = NULL;

    if (cells == NULL || !is_interrupted (library, cells))
      continue;
    g_free (self->shown);
    self->shown = g_strdup (record->id);
    title = gmarl_scaling_text_title (record->study);
    /* translators: how many are done, and how many there are, which the plural is of */
    text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "The scaling study “%s” was interrupted with %u of %u run done. "
                     "Everything up to there is kept.",
                     "The scaling study “%s” was interrupted with %u of %u runs done. "
                     "Everything up to there is kept.",
                     cells->len),
        title, gmarl_scaling_count (cells).cells[GMARL_CELL_DONE], cells->len);
    gmarl_session_banner (self->session, text, _ ("_Show"), "win.view::scaling");
    return TRUE;
  }
  return FALSE;
}

/* -- Export -- */

static GPtrArray *
list_items (GmarlExportSource *source)
{
  GmarlScalingPage *self = GMARL_SCALING_PAGE (source);

  return get_shown (self) == NULL ? gmarl_export_items_new ()
                                  : gmarl_scaling_export_list_items (self->charts);
}

static GmarlExportContent *
make_content (GmarlExportSource *source, const GmarlExportChoice *choice, GError **error)
{
  GmarlScalingPage *self = GMARL_SCALING_PAGE (source);
  const GmarlStudyRecord *record = get_shown (self);
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GPtrArray) cells = NULL;

  if (record == NULL || library == NULL) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND, _ ("There is no study any more."));
    return NULL;
  }
  cells = gmarl_library_list_cells (library, record->id, error);
  return cells == NULL
             ? NULL
             : gmarl_scaling_export_make_content (self->charts, record, cells, choice, error);
}

static void
init_export (GmarlExportSourceInterface *iface)
{
  iface->list_items = list_items;
  iface->make_content = make_content;
}

/* -- The widget -- */

static GtkWidget *
make_empty (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Run 3 · 5 · 7 · 10"));

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "gmarl-scaling-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("How Far Does It Scale?"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page),
      _ ("Train with 3, 5, 7 and 10 agents, and compare. It takes about two minutes."));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "scaling.quick");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  gtk_widget_add_css_class (page, "compact");
  gtk_widget_set_valign (page, GTK_ALIGN_CENTER);
  return page;
}

static GtkWidget *
make_study (GmarlScalingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  self->status = GMARL_SCALING_STATUS (gmarl_scaling_status_new ());
  self->matrix = GMARL_SCALING_MATRIX (gmarl_scaling_matrix_new ());
  self->charts = GMARL_SCALING_CHARTS (gmarl_scaling_charts_new ());
  self->table = GMARL_SCALING_TABLE (gmarl_scaling_table_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->matrix));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->charts));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->table));
  g_signal_connect_object (self->status, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return box;
}

static void
gmarl_scaling_page_map (GtkWidget *widget)
{
  GmarlScalingPage *self = GMARL_SCALING_PAGE (widget);

  GTK_WIDGET_CLASS (gmarl_scaling_page_parent_class)->map (widget);
  if (self->is_stale)
    refresh (self);
}

static void
gmarl_scaling_page_dispose (GObject *object)
{
  GmarlScalingPage *self = GMARL_SCALING_PAGE (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->job_signals);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->studies, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->drawn, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_scaling_page_parent_class)->dispose (object);
}

static void
gmarl_scaling_page_class_init (GmarlScalingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_scaling_page_dispose;
  widget_class->map = gmarl_scaling_page_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "scaling.quick", NULL, quick_cb);
  gtk_widget_class_install_action (widget_class, "scaling.pause", NULL, pause_cb);
  gtk_widget_class_install_action (widget_class, "scaling.resume", NULL, resume_cb);
  gtk_widget_class_install_action (widget_class, "scaling.retry", NULL, retry_cb);
  gtk_widget_class_install_action (widget_class, "scaling.skip", NULL, skip_cb);
}

static void
gmarl_scaling_page_init (GmarlScalingPage *self)
{
  self->is_stale = TRUE;
  self->document_signals = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "changed", G_CALLBACK (scenario_cb),
                                  self);
  g_signal_connect_swapped (self->document_signals, "bind", G_CALLBACK (scenario_cb), self);
  self->job_signals = g_signal_group_new (G_TYPE_OBJECT);
  g_signal_group_connect_swapped (self->job_signals, "notify::active", G_CALLBACK (active_cb),
                                  self);
  g_signal_group_connect_swapped (self->job_signals, "notify::paused", G_CALLBACK (paused_cb),
                                  self);
  g_signal_connect_swapped (self->job_signals, "bind", G_CALLBACK (job_cb), self);
}

static void
build (GmarlScalingPage *self)
{
  GtkWidget *columns;

  self->form = GMARL_SCALING_FORM (gmarl_scaling_form_new (self->session));
  g_signal_connect_object (self->form, "start", G_CALLBACK (start_cb), self, G_CONNECT_SWAPPED);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, make_empty (), "empty");
  gtk_stack_add_named (self->stack, make_study (self), "study");
  columns = gmarl_training_columns_new (GTK_WIDGET (self->form), GTK_WIDGET (self->stack));
  self->columns = GMARL_TRAINING_COLUMNS (columns);
  gtk_widget_set_margin_top (columns, SPACING);
  gtk_widget_set_margin_bottom (columns, SPACING);
  gtk_widget_set_margin_start (columns, SPACING);
  gtk_widget_set_margin_end (columns, SPACING);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), columns);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
gmarl_scaling_page_new (GmarlSession *session)
{
  GmarlScalingPage *self = g_object_new (GMARL_TYPE_SCALING_PAGE, NULL);

  self->session = g_object_ref (session);
  build (self);
  g_signal_connect_object (session, "library-changed", G_CALLBACK (library_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (session, "document", self->document_signals, "target",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (session, "job", self->job_signals, "target", G_BINDING_SYNC_CREATE);
  return GTK_WIDGET (self);
}
