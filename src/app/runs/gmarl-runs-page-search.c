/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Finding runs: the entry, the filters by status, and the way between both and the list by
 * keyboard.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-runs-page-private.h"

#include <glib/gi18n-lib.h>

/* What cannot be understood is told of, and the list stays as it was. */
static void
apply_filter (GmarlRunsPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autoptr (GError) error = NULL;
  GmarlRunQuery *query = gmarl_run_query_parse (text, &error);

  gtk_widget_set_visible (GTK_WIDGET (self->search_problem), error != NULL);
  if (error != NULL) {
    gtk_label_set_label (self->search_problem, error->message);
    gtk_widget_add_css_class (GTK_WIDGET (self->search_entry), "error");
    return;
  }
  gtk_widget_remove_css_class (GTK_WIDGET (self->search_entry), "error");
  if (gmarl_run_query_is_empty (query))
    g_clear_pointer (&query, gmarl_run_query_free);
  gmarl_runs_table_set_filter (self->table, query, self->statuses);
  /* What is not found any more is not selected, and GTK does not tell. */
  gmarl_runs_page_follow_selection (self);
}

static void
search_changed_cb (GmarlRunsPage *self)
{
  apply_filter (self);
}

static void
chip_toggled_cb (GtkToggleButton *chip, GmarlRunsPage *self)
{
  guint bits = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "statuses"));

  self->statuses =
      gtk_toggle_button_get_active (chip) ? self->statuses | bits : self->statuses & ~bits;
  apply_filter (self);
}

static void
add_chip (GmarlRunsPage *self, GmarlRunStatus status, guint bits)
{
  GtkWidget *chip = gtk_toggle_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (gmarl_run_status_icon (status)));
  gtk_box_append (GTK_BOX (content), gtk_label_new (_ (gmarl_run_status_word (status))));
  gtk_button_set_child (GTK_BUTTON (chip), content);
  gtk_widget_add_css_class (chip, "pill");
  gtk_widget_add_css_class (chip, "gmarl-chip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (gmarl_run_status_word (status)), -1);
  g_object_set_data (G_OBJECT (chip), "statuses", GUINT_TO_POINTER (bits));
  g_signal_connect (chip, "toggled", G_CALLBACK (chip_toggled_cb), self);
  gtk_box_append (self->chips, chip);
}

static void
add_chips (GmarlRunsPage *self)
{
  add_chip (self, GMARL_RUN_RUNNING, 1u << GMARL_RUN_RUNNING | 1u << GMARL_RUN_PAUSED);
  add_chip (self, GMARL_RUN_FINISHED, 1u << GMARL_RUN_FINISHED);
  add_chip (self, GMARL_RUN_STOPPED, 1u << GMARL_RUN_STOPPED);
  add_chip (self, GMARL_RUN_INTERRUPTED, 1u << GMARL_RUN_INTERRUPTED);
  add_chip (self, GMARL_RUN_FAILED, 1u << GMARL_RUN_FAILED);
}

void
gmarl_runs_page_search (GmarlRunsPage *self)
{
  g_return_if_fail (GMARL_IS_RUNS_PAGE (self));

  gtk_toggle_button_set_active (self->trash_button, FALSE); /* what is in there is not searched */
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
show_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);

  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  apply_filter (self);
}

/* -- Keys between the entry and the list -- */

/* What was typed counts at once, though the entry waits for more. */
static void
go_to_found (GmarlRunsPage *self)
{
  apply_filter (self);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->search_problem)))
    gmarl_runs_table_go_to (self->table, 0);
}

static void
go_to_found_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go_to_found (GMARL_RUNS_PAGE (widget));
}

/* Back to where one was, or to the first of all. */
static void
end_search (GmarlRunsPage *self)
{
  /* Kept, as other rows take the place of those that were found. */
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  apply_filter (self);
  if (selected->len == 0 || !gmarl_runs_table_go_to_run (self->table, selected->pdata[0]))
    gmarl_runs_table_go_to (self->table, 0);
}

static void
end_search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  end_search (GMARL_RUNS_PAGE (widget));
}

static void
search_mode_cb (GmarlRunsPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "runs.end-search",
                                 gtk_search_bar_get_search_mode (self->search_bar));
}

void
gmarl_runs_page_add_search (GmarlRunsPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, gmarl_runs_table_get_view (self->table));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Down|KP_Down"),
                        gtk_named_action_new ("runs.go-to-found")));
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);
  g_signal_connect_object (self->search_bar, "notify::search-mode-enabled",
                           G_CALLBACK (search_mode_cb), self, G_CONNECT_SWAPPED);
  search_mode_cb (self);
  add_chips (self);
}

void
gmarl_runs_page_install_search (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "go_to_found_cb",
                                                G_CALLBACK (go_to_found));
  gtk_widget_class_bind_template_callback_full (widget_class, "end_search_cb",
                                                G_CALLBACK (end_search));
  gtk_widget_class_install_action (widget_class, "runs.show-all", NULL, show_all_cb);
  gtk_widget_class_install_action (widget_class, "runs.go-to-found", NULL, go_to_found_cb);
  gtk_widget_class_install_action (widget_class, "runs.end-search", NULL, end_search_cb);
}
