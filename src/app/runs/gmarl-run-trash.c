/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-run-trash.h"

#include "gmarl-run-columns.h"
#include "gmarl-run-item.h"
#include "gmarl-spoken-names.h"
#include "gmarl-threads.h"

#include <glib/gi18n-lib.h>

struct _GmarlRunTrash {
  GtkWidget parent_instance;

  /* Owned */
  GmarlSession *session;
  GListStore *runs; /* of GmarlRunItem, each a group of its one run */
  GtkWidget *box;

  /* Within the box */
  GtkLabel *summary;
  GtkStack *stack;

  gboolean is_stale; /* something changed while it was not shown */
};

G_DEFINE_FINAL_TYPE (GmarlRunTrash, gmarl_run_trash, GTK_TYPE_WIDGET)

static void
tell (GmarlSession *session, const char *text)
{
  gmarl_session_toast (session, gmarl_toast_new (text));
}

/* -- Emptying -- */

typedef struct {
  char *directory;
  guint n_removed;
  gint64 bytes;
} Emptying;

static void
emptying_free (Emptying *self)
{
  g_free (self->directory);
  g_free (self);
}

static void
empty_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Emptying *emptying = data;
  GError *error = NULL;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (emptying->directory, GMARL_LIBRARY_DEFAULT, &error);

  if (library != NULL &&
      gmarl_library_empty_trash (library, &emptying->n_removed, &emptying->bytes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlSession) session = user_data;
  Emptying *emptying = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    tell (session, error->message);
    return;
  }
  size = g_format_size ((guint64) emptying->bytes);
  /* translators: runs, and their size on the disk. One that is in use stays. */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run was removed for good: %s",
                                       "%u runs were removed for good: %s", emptying->n_removed),
                          emptying->n_removed, size);
  tell (session, text);
  gmarl_session_library_written (session);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, GmarlSession *session)
{
  g_autoptr (GTask) task = NULL;
  Emptying *emptying;

  if (!g_str_equal (response, "empty"))
    return;
  emptying = g_new0 (Emptying, 1);
  emptying->directory = g_strdup (gmarl_session_get_library_directory (session));
  task = g_task_new (NULL, NULL, emptied_cb, g_object_ref (session));
  g_task_set_task_data (task, emptying, (GDestroyNotify) emptying_free);
  gmarl_threads_run (task, empty_thread);
}

void
gmarl_run_trash_ask_empty (GtkWindow *parent, GmarlSession *session)
{
  g_autofree char *content = gmarl_run_trash_describe (session);
  AdwMessageDialog *dialog;

  g_return_if_fail (GMARL_IS_SESSION (session));
  if (content == NULL)
    return;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ ("Empty the Trash?"), NULL));
  adw_message_dialog_format_body (dialog, _ ("%s will be removed for good, with all checkpoints."),
                                  content);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "empty", _ ("_Empty Trash"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "empty", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gmarl_spoken_names (GTK_WIDGET (dialog));
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), session, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

char *
gmarl_run_trash_describe (GmarlSession *session)
{
  GmarlLibrary *library = gmarl_session_get_library (session);
  g_autoptr (GPtrArray) records = library != NULL ? gmarl_library_list_trash (library, NULL) : NULL;
  gint64 bytes = 0;
  g_autofree char *size = NULL;

  if (records == NULL || records->len == 0)
    return NULL;
  gmarl_library_trash_size (library, &bytes, NULL);
  size = g_format_size ((guint64) bytes);
  /* translators: runs in the trash, and their size on the disk */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run, %s", "%u runs, %s", records->len),
                          records->len, size);
}

/* -- The list -- */

static void
refresh (GmarlRunTrash *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GPtrArray) records = library != NULL ? gmarl_library_list_trash (library, NULL) : NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = gmarl_run_trash_describe (self->session);

  self->is_stale = FALSE;
  if (records != NULL)
    g_ptr_array_set_free_func (records, NULL); /* the records go to the items */
  for (guint k = 0; records != NULL && k < records->len; k++) {
    GmarlRunItem *item = gmarl_run_item_new_group (((GmarlRunRecord *) records->pdata[k])->id);

    gmarl_run_item_add_run (item, records->pdata[k]);
    g_ptr_array_add (items, item);
  }
  g_list_store_splice (self->runs, 0, g_list_model_get_n_items (G_LIST_MODEL (self->runs)),
                       items->pdata, items->len);
  gtk_label_set_label (self->summary, text != NULL ? text : "");
  gtk_stack_set_visible_child_name (self->stack, text != NULL ? "list" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "trash.empty", text != NULL);
}

static void
library_changed_cb (GmarlRunTrash *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
  else
    self->is_stale = TRUE;
}

static void
restore_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunTrash *self = GMARL_RUN_TRASH (widget);
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  const char *const ids[] = { g_variant_get_string (parameter, NULL), NULL };
  g_autoptr (GError) error = NULL;

  if (library == NULL)
    return;
  if (gmarl_library_restore (library, ids, &error))
    gmarl_session_library_written (self->session);
  else
    tell (self->session, error->message);
}

static void
empty_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_run_trash_ask_empty (GTK_WINDOW (gtk_widget_get_root (widget)),
                             GMARL_RUN_TRASH (widget)->session);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *time = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_with_label (_ ("Restore"));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (time), 0);
  gtk_label_set_ellipsize (GTK_LABEL (time), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (time, "caption");
  gtk_widget_add_css_class (time, "gmarl-secondary");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), time);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), button);
  gtk_widget_add_css_class (row, "gmarl-trash-row");
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  const GmarlRunRecord *record = gmarl_run_item_get_record (gtk_list_item_get_item (list_item));
  GtkWidget *words = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *button = gtk_widget_get_last_child (gtk_list_item_get_child (list_item));
  g_autofree char *name =
      g_strdup_printf (_ ("%s, seed %llu"), record->name, (unsigned long long) record->seed);
  g_autofree char *when = gmarl_run_format_time (record->trashed_us);
  /* translators: %s is day and time */
  g_autofree char *time = g_strdup_printf (_ ("In the trash since %s"), when);
  /* translators: %s is a run */
  g_autofree char *spoken = g_strdup_printf (_ ("Restore %s"), name);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (words)), name);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (words)), time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  /* In this order: without a run it would be another action. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", record->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "trash.restore");
}

/* -- The widget -- */

static void
gmarl_run_trash_map (GtkWidget *widget)
{
  GmarlRunTrash *self = GMARL_RUN_TRASH (widget);

  if (self->is_stale)
    refresh (self);
  GTK_WIDGET_CLASS (gmarl_run_trash_parent_class)->map (widget);
}

static void
gmarl_run_trash_dispose (GObject *object)
{
  GmarlRunTrash *self = GMARL_RUN_TRASH (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->runs);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_run_trash_parent_class)->dispose (object);
}

static void
gmarl_run_trash_class_init (GmarlRunTrashClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_run_trash_dispose;
  widget_class->map = gmarl_run_trash_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "trash.restore", "s", restore_cb);
  gtk_widget_class_install_action (widget_class, "trash.empty", NULL, empty_cb);
}

static GtkWidget *
make_header (GmarlRunTrash *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Empty Trash…"));

  self->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->summary, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->summary), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "heading");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "trash.empty");
  gtk_widget_add_css_class (button, "destructive-action");
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (header), button);
  gtk_widget_add_css_class (header, "gmarl-trash-row");
  return header;
}

static GtkWidget *
make_list (GmarlRunTrash *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->runs))));
  GtkWidget *view;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  view = gtk_list_view_new (selection, factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Runs in the Trash"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), scroller);
  return box;
}

static void
gmarl_run_trash_init (GmarlRunTrash *self)
{
  GtkWidget *empty = adw_status_page_new ();

  self->runs = g_list_store_new (GMARL_TYPE_RUN_ITEM);
  self->is_stale = TRUE;
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "user-trash-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("The Trash Is Empty"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (empty), _ ("Runs that you move here can be restored until you empty it."));
  gtk_widget_add_css_class (empty, "compact");
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, make_list (self), "list");
  self->box = GTK_WIDGET (self->stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gmarl_spoken_names (GTK_WIDGET (self));
}

GtkWidget *
gmarl_run_trash_new (GmarlSession *session)
{
  GmarlRunTrash *self = g_object_new (GMARL_TYPE_RUN_TRASH, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "library-changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
