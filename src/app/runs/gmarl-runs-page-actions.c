/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-runs-page-private.h"

#include "gmarl-run-command.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>

/* -- What is selected -- */

/* Running and paused runs belong to a training; whether it is this window's or another program's,
 * it is not for this page to go on with them.
 */
static gboolean
can_resume (const GmarlRunRecord *record)
{
  return record->status == GMARL_RUN_INTERRUPTED || record->status == GMARL_RUN_STOPPED ||
         record->status == GMARL_RUN_FAILED;
}

static gboolean
can_watch (const GmarlRunRecord *record)
{
  return record->best_iteration >= 0;
}

/* The first run of the only item that is selected of which something can be done; NULL: none. */
static GmarlRunItem *
find_run (GmarlRunsPage *self, gboolean (*can) (const GmarlRunRecord *))
{
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);

  if (selected->len != 1)
    return NULL;
  for (guint k = 0; k < gmarl_run_item_get_n_runs (selected->pdata[0]); k++) {
    GmarlRunItem *run = gmarl_run_item_get_run (selected->pdata[0], k);

    if (can (gmarl_run_item_get_record (run)))
      return run;
  }
  return NULL;
}

/* The best of the runs that can be watched: of a group, the seed that validation likes most. */
static GmarlRunItem *
find_best (GmarlRunsPage *self)
{
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);
  GmarlRunItem *best = NULL;

  if (selected->len != 1)
    return NULL;
  for (guint k = 0; k < gmarl_run_item_get_n_runs (selected->pdata[0]); k++) {
    GmarlRunItem *run = gmarl_run_item_get_run (selected->pdata[0], k);
    const GmarlRunRecord *record = gmarl_run_item_get_record (run);

    if (can_watch (record) &&
        (best == NULL || record->best_score > gmarl_run_item_get_record (best)->best_score))
      best = run;
  }
  return best;
}

GPtrArray *
gmarl_runs_page_get_selected_ids (GmarlRunsPage *self)
{
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint k = 0; k < selected->len; k++)
    for (guint n = 0; n < gmarl_run_item_get_n_runs (selected->pdata[k]); n++) {
      const char *id =
          gmarl_run_item_get_record (gmarl_run_item_get_run (selected->pdata[k], n))->id;

      if (g_hash_table_add (known, (gpointer) id))
        g_ptr_array_add (ids, g_strdup (id));
    }
  g_ptr_array_add (ids, NULL);
  return ids;
}

/* -- Telling -- */

void
gmarl_runs_page_tell (GmarlRunsPage *self, const char *text)
{
  gmarl_session_toast (self->session, gmarl_toast_new (text));
}

/* What was done through this process's own connection, which nobody else tells of. */
static void
written (GmarlRunsPage *self, GError *error)
{
  if (error != NULL)
    gmarl_runs_page_tell (self, error->message);
  else
    gmarl_session_library_written (self->session);
}

/* -- Actions -- */

static void
activate_with_run (GmarlRunsPage *self, const char *action, GmarlRunItem *run)
{
  if (run != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "s",
                                gmarl_run_item_get_record (run)->id);
}

static void
resume_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);

  activate_with_run (self, "win.resume-run", find_run (self, can_resume));
}

static void
watch_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);

  activate_with_run (self, "win.watch-run", find_best (self));
}

/* Of a run its group's other seeds are meant, too. */
static void
train_again_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);

  if (selected->len == 1)
    activate_with_run (self, "win.train-again", gmarl_run_item_get_run (selected->pdata[0], 0));
}

static void
compare_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);

  for (guint k = 0; k < selected->len; k++)
    activate_with_run (self, "win.compare-run", gmarl_run_item_get_run (selected->pdata[k], 0));
}

/* The whole group, or the one seed that is selected. */
static char *
make_command (GmarlRunsPage *self, GmarlRunItem *item, GError **error)
{
  g_autofree char *usual = gmarl_library_default_directory ();
  const char *directory = gmarl_session_get_library_directory (self->session);
  guint n_runs = gmarl_run_item_get_n_runs (item);
  g_autofree guint64 *seeds = g_new (guint64, n_runs);
  const GmarlRunRecord *record = gmarl_run_item_get_record (item);
  GmarlRunCommand command = {
    .config = gmarl_runs_model_get_config (self->model, item),
    .name = record->name,
    .seeds = seeds,
    .n_seeds = n_runs,
    .init_from = record->init_from,
    .library = g_strcmp0 (directory, usual) != 0 ? directory : NULL,
  };

  for (guint k = 0; k < n_runs; k++)
    seeds[k] = gmarl_run_item_get_record (gmarl_run_item_get_run (item, k))->seed;
  return command.config != NULL ? gmarl_run_command_format (&command, error) : NULL;
}

static void
copy_command_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;

  if (selected->len != 1)
    return;
  command = make_command (self, selected->pdata[0], &error);
  if (command != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), command);
  gmarl_runs_page_tell (self, command != NULL ? _ ("Command copied")
                              : error != NULL
                                  ? error->message
                                  : _ ("What these runs were begun with cannot be read"));
}

static void
verify_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_runs_page_verify (GMARL_RUNS_PAGE (widget));
}

/* All of them are shown, unless they are already. */
static void
toggle_shown_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);
  gboolean shown = TRUE;

  for (guint k = 0; k < selected->len; k++)
    shown &= gmarl_run_item_get_shown (selected->pdata[k]);
  for (guint k = 0; k < selected->len; k++)
    gmarl_runs_model_set_shown (self->model, selected->pdata[k], !shown);
}

static void
set_baseline_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);
  g_autofree char *text = NULL;

  if (selected->len != 1)
    return;
  gmarl_run_details_set_baseline (self->details, gmarl_run_item_get_group_id (selected->pdata[0]));
  text = g_strdup_printf (_ ("The parameters of other runs are compared with “%s”"),
                          gmarl_run_item_get_record (selected->pdata[0])->name);
  gmarl_runs_page_tell (self, text);
}

static void
renamed_cb (AdwMessageDialog *dialog, const char *response, GmarlRunsPage *self)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);
  const char *id = g_object_get_data (G_OBJECT (dialog), "run");
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "rename") || library == NULL)
    return;
  gmarl_library_rename (library, id, gtk_editable_get_text (GTK_EDITABLE (entry)), &error);
  written (self, error);
}

static void
name_edited_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "rename", name[0] != '\0');
}

static void
rename_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);
  GtkWidget *entry = gtk_entry_new ();
  const GmarlRunRecord *record;
  AdwMessageDialog *dialog;

  if (selected->len != 1) {
    g_object_unref (g_object_ref_sink (entry));
    return;
  }
  record = gmarl_run_item_get_record (selected->pdata[0]);
  dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Rename the Runs"),
                              _ ("All seeds of the group have this name.")));
  gtk_editable_set_text (GTK_EDITABLE (entry), record->name);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name"),
                                  -1);
  g_signal_connect (entry, "changed", G_CALLBACK (name_edited_cb), dialog);
  adw_message_dialog_set_extra_child (dialog, entry);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "rename", _ ("_Rename"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "rename", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "rename");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gmarl_spoken_names (GTK_WIDGET (dialog));
  g_object_set_data_full (G_OBJECT (dialog), "run", g_strdup (record->id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (renamed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

static void
show_folder_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);
  g_autoptr (GPtrArray) ids = gmarl_runs_page_get_selected_ids (self);
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autofree char *folder = NULL;
  g_autofree char *uri = NULL;

  if (ids->len < 2 || library == NULL)
    return;
  folder = gmarl_library_get_run_folder (library, ids->pdata[0]);
  uri = g_filename_to_uri (folder, NULL, NULL);
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME);
}

/* -- All of them -- */

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_runs_page_search (GMARL_RUNS_PAGE (widget));
}

static void
trash_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_runs_page_trash_selected (GMARL_RUNS_PAGE (widget));
}

static void
salvage_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_runs_page_ask_salvage (GMARL_RUNS_PAGE (widget));
}

void
gmarl_runs_page_update_actions (GmarlRunsPage *self)
{
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "runs.resume", find_run (self, can_resume) != NULL);
  gtk_widget_action_set_enabled (widget, "runs.watch", find_best (self) != NULL);
  gtk_widget_action_set_enabled (widget, "runs.train-again", selected->len == 1);
  gtk_widget_action_set_enabled (widget, "runs.compare", selected->len > 0);
  gtk_widget_action_set_enabled (widget, "runs.copy-command", selected->len == 1);
  gtk_widget_action_set_enabled (widget, "runs.verify", gmarl_runs_page_can_verify (self));
  gtk_widget_action_set_enabled (widget, "runs.rename", selected->len == 1);
  gtk_widget_action_set_enabled (widget, "runs.set-baseline", selected->len == 1);
  gtk_widget_action_set_enabled (widget, "runs.show-folder", selected->len == 1);
  gtk_widget_action_set_enabled (widget, "runs.toggle-shown", selected->len > 0);
  gtk_widget_action_set_enabled (widget, "runs.trash", selected->len > 0);
}

/* Keys of the table alone: elsewhere on the page they belong to entries. Before the table's own,
 * where Space selects.
 */
void
gmarl_runs_page_add_keys (GmarlRunsPage *self)
{
  static const struct {
    const char *trigger;
    const char *action;
  } keys[] = {
    { "space|KP_Space", "runs.toggle-shown" }, { "F2", "runs.rename" },
    { "<Control>c", "runs.copy-command" },     { "<Control>d", "runs.compare" },
    { "Delete|KP_Delete", "runs.trash" },      { "Escape", "runs.end-search" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[k].trigger),
                          gtk_named_action_new (keys[k].action)));
  gtk_widget_add_controller (gmarl_runs_table_get_view (self->table), controller);
}

void
gmarl_runs_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "runs.resume", NULL, resume_cb);
  gtk_widget_class_install_action (widget_class, "runs.watch", NULL, watch_cb);
  gtk_widget_class_install_action (widget_class, "runs.toggle-shown", NULL, toggle_shown_cb);
  gtk_widget_class_install_action (widget_class, "runs.train-again", NULL, train_again_cb);
  gtk_widget_class_install_action (widget_class, "runs.compare", NULL, compare_cb);
  gtk_widget_class_install_action (widget_class, "runs.copy-command", NULL, copy_command_cb);
  gtk_widget_class_install_action (widget_class, "runs.verify", NULL, verify_cb);
  gtk_widget_class_install_action (widget_class, "runs.rename", NULL, rename_cb);
  gtk_widget_class_install_action (widget_class, "runs.set-baseline", NULL, set_baseline_cb);
  gtk_widget_class_install_action (widget_class, "runs.show-folder", NULL, show_folder_cb);
  gtk_widget_class_install_action (widget_class, "runs.trash", NULL, trash_cb);
  gtk_widget_class_install_action (widget_class, "runs.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "runs.salvage", NULL, salvage_cb);
}
