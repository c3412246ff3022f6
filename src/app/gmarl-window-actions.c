/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What the window can do; its buttons, menus and keys are of these actions.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-window-private.h"

#include "gmarl-document.h"
#include "gmarl-export-panel.h"
#include "gmarl-scenario-files.h"
#include "gmarl-show-folder.h"

#include <glib/gi18n-lib.h>

/* Actions of the scenario */

static void
new_scenario_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_scenario_files_new (GTK_WINDOW (widget), GMARL_WINDOW (widget)->session);
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_scenario_files_choose (GTK_WINDOW (widget), GMARL_WINDOW (widget)->session);
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_scenario_files_save (GTK_WINDOW (widget), GMARL_WINDOW (widget)->session);
}

static void
save_as_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_scenario_files_save_as (GTK_WINDOW (widget), GMARL_WINDOW (widget)->session);
}

/* Undo: what was done to the runs where they are shown, else what was done to the scenario. */

static gboolean
shows_runs (GmarlWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "runs") == 0;
}

void
gmarl_window_update_undo (GmarlWindow *self)
{
  GmarlDocument *document = gmarl_session_get_document (self->session);
  gboolean can_undo = shows_runs (self) ? gmarl_runs_page_get_can_undo (self->runs_page)
                                        : gmarl_document_get_can_undo (document);
  gboolean can_redo = shows_runs (self) ? gmarl_runs_page_get_can_redo (self->runs_page)
                                        : gmarl_document_get_can_redo (document);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", can_undo);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.redo", can_redo);
}

/* The keys of actions come before those of what has the focus, where text has its own undo. */
static gboolean
is_for_text (GmarlWindow *self, const char *action)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  return (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus)) &&
         gtk_widget_activate_action (focus, action, NULL);
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlWindow *self = GMARL_WINDOW (widget);

  if (!shows_runs (self))
    gmarl_document_undo (gmarl_session_get_document (self->session));
  else if (!is_for_text (self, "text.undo"))
    gmarl_runs_page_undo (self->runs_page);
}

static void
redo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlWindow *self = GMARL_WINDOW (widget);

  if (!shows_runs (self))
    gmarl_document_redo (gmarl_session_get_document (self->session));
  else if (!is_for_text (self, "text.redo"))
    gmarl_runs_page_redo (self->runs_page);
}

/* Actions of long work */

/* One click from another view begins at once; in the view of the training the form says how. */
static void
train_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlWindow *self = GMARL_WINDOW (widget);
  const char *view = adw_view_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (view, "training") == 0) {
    gmarl_training_page_train (self->training_page);
    return;
  }
  gmarl_window_show_view (self, "training");
  gmarl_training_page_train_quick (self->training_page);
}

static void
pause_job_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlJob *job = gmarl_session_get_active_job (GMARL_WINDOW (widget)->session);

  if (job == NULL)
    return;
  if (gmarl_job_is_paused (job))
    gmarl_job_resume (job);
  else
    gmarl_job_pause (job);
}

static void
stop_job_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlJob *job = gmarl_session_get_active_job (GMARL_WINDOW (widget)->session);

  if (job != NULL)
    gmarl_job_stop (job);
}

static void
resume_run_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlWindow *self = GMARL_WINDOW (widget);

  gmarl_window_show_view (self, "training");
  gmarl_training_page_resume (self->training_page, g_variant_get_string (parameter, NULL));
}

/* The scenario that is open gives way to the run's. */
static void
train_again_when_free (GtkWindow *window, GmarlSession *session)
{
  GmarlWindow *self = GMARL_WINDOW (window);

  gmarl_window_show_view (self, "training");
  gmarl_training_page_train_again (self->training_page, self->run_to_repeat);
}

static void
train_again_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlWindow *self = GMARL_WINDOW (widget);

  g_free (self->run_to_repeat);
  self->run_to_repeat = g_variant_dup_string (parameter, NULL);
  gmarl_scenario_files_ask_unsaved (GTK_WINDOW (self), self->session, train_again_when_free);
}

static void
merge_library_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_runs_page_choose_merge (GMARL_WINDOW (widget)->runs_page, FALSE);
}

static void
merge_bundle_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_runs_page_choose_merge (GMARL_WINDOW (widget)->runs_page, TRUE);
}

static void
watch_run_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlWindow *self = GMARL_WINDOW (widget);

  gmarl_window_show_view (self, "grid");
  gmarl_grid_page_choose_policy (self->grid_page, g_variant_get_string (parameter, NULL));
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_runs_page_search (GMARL_WINDOW (widget)->runs_page);
}

static void
compare_run_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlWindow *self = GMARL_WINDOW (widget);

  gmarl_window_show_view (self, "comparison");
  gmarl_comparison_page_show_run (self->comparison_page, g_variant_get_string (parameter, NULL));
}

/* Export */

static void
export_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlWindow *self = GMARL_WINDOW (widget);
  GtkWidget *page = adw_view_stack_get_visible_child (self->stack);
  GtkWidget *panel = gmarl_export_panel_new (self->session, GMARL_EXPORT_SOURCE (page), NULL);

  gtk_window_set_transient_for (GTK_WINDOW (panel), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (panel));
}

static void
show_folder_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_show_folder (GTK_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* All of them */

void
gmarl_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "win.merge-bundle", NULL, merge_bundle_cb);
  gtk_widget_class_install_action (widget_class, "win.merge-library", NULL, merge_library_cb);
  gtk_widget_class_install_action (widget_class, "win.compare-run", "s", compare_run_cb);
  gtk_widget_class_install_action (widget_class, "win.new-scenario", NULL, new_scenario_cb);
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "win.pause-job", NULL, pause_job_cb);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_cb);
  gtk_widget_class_install_action (widget_class, "win.resume-run", "s", resume_run_cb);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "win.save-as", NULL, save_as_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "win.show-folder", "s", show_folder_cb);
  gtk_widget_class_install_action (widget_class, "win.stop-job", NULL, stop_job_cb);
  gtk_widget_class_install_action (widget_class, "win.train", NULL, train_cb);
  gtk_widget_class_install_action (widget_class, "win.train-again", "s", train_again_cb);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "win.watch-run", "s", watch_run_cb);
}
