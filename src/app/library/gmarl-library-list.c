/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-library-list.h"

#include "gmarl-library-columns.h"
#include "gmarl-library-model.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const GmarlLibraryColumn *columns;
  guint sort_column;
  GtkSortType sort_type;
  const char *icon;
  const char *title;       /* of the list */
  const char *subtitle;    /* what its columns mean */
  const char *empty_title; /* where there is nothing to list */
  const char *empty_text;
} Look;

static const Look looks[] = {
  [GMARL_LIBRARY_LIST_POLICIES] = {
    gmarl_library_policy_columns, 4, GTK_SORT_DESCENDING, "gmarl-comparison-symbolic",
    N_ ("Trained Policies"),
    N_ ("The reward is that of validation; it can be compared within one scenario, and higher is better"),
    N_ ("No Trained Policies Yet"),
    N_ ("Train a policy, and it is listed here with what it reached."),
  },
};

struct _GmarlLibraryList {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwStatusPage *empty;
  AdwStatusPage *trouble;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkColumnView *view;
  GtkRevealer *chosen_bar;
  GtkLabel *chosen_name;
  GtkButton *resume;
  GtkButton *watch;

  /* Owned */
  GmarlSession *session;
  GmarlLibraryModel *model;
  GtkSingleSelection *selection;

  GmarlLibraryListKind kind;
  gboolean is_stale; /* something changed while it was not shown */
};

G_DEFINE_FINAL_TYPE (GmarlLibraryList, gmarl_library_list, GTK_TYPE_WIDGET)

/* Running and paused runs belong to a training; whether it is this window's or another program's,
 * it is not for this list to go on with them.
 */
static gboolean
can_resume (const GmarlRunRecord *record)
{
  return record->status == GMARL_RUN_INTERRUPTED || record->status == GMARL_RUN_STOPPED ||
         record->status == GMARL_RUN_FAILED;
}

static void
show_chosen (GmarlLibraryList *self)
{
  GmarlLibraryRow *row = gtk_single_selection_get_selected_item (self->selection);
  const GmarlRunRecord *record;

  gtk_revealer_set_reveal_child (self->chosen_bar, row != NULL);
  if (row == NULL)
    return;
  record = gmarl_library_row_get_record (row);
  gtk_label_set_label (self->chosen_name, record->name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->resume), "s", record->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->watch), "s", record->id);
  gtk_widget_set_visible (GTK_WIDGET (self->resume), can_resume (record));
  gtk_widget_set_visible (GTK_WIDGET (self->watch), record->best_iteration >= 0);
}

static void
show_state (GmarlLibraryList *self, const char *trouble)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  if (trouble != NULL)
    adw_status_page_set_description (self->trouble, trouble);
  gtk_stack_set_visible_child_name (self->stack, trouble != NULL ? "trouble"
                                                 : is_empty      ? "empty"
                                                                 : "list");
}

static void
refresh (GmarlLibraryList *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GError) error = NULL;
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  self->is_stale = FALSE;
  gmarl_library_model_refresh (self->model, library, &error);
  gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
  show_state (self,
              error != NULL ? error->message : gmarl_session_get_library_error (self->session));
  show_chosen (self);
}

static void
library_changed_cb (GmarlLibraryList *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
  else
    self->is_stale = TRUE;
}

static gboolean
has_policy (gpointer row, gpointer user_data)
{
  return gmarl_library_row_get_record (row)->best_iteration >= 0;
}

/* The rows as the view shows them: some of them, sorted, one chosen. */
static void
make_selection (GmarlLibraryList *self)
{
  GListModel *rows = g_object_ref (gmarl_library_model_get_rows (self->model));
  GtkSorter *sorter = g_object_ref (gtk_column_view_get_sorter (self->view));

  if (self->kind == GMARL_LIBRARY_LIST_POLICIES) {
    GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (has_policy, NULL, NULL));

    rows = G_LIST_MODEL (gtk_filter_list_model_new (rows, filter));
  }
  rows = G_LIST_MODEL (gtk_sort_list_model_new (rows, sorter));
  self->selection = gtk_single_selection_new (rows);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static void
gmarl_library_list_map (GtkWidget *widget)
{
  GmarlLibraryList *self = GMARL_LIBRARY_LIST (widget);

  if (self->is_stale)
    refresh (self);
  GTK_WIDGET_CLASS (gmarl_library_list_parent_class)->map (widget);
}

static void
gmarl_library_list_dispose (GObject *object)
{
  GmarlLibraryList *self = GMARL_LIBRARY_LIST (object);

  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_LIBRARY_LIST);
  G_OBJECT_CLASS (gmarl_library_list_parent_class)->dispose (object);
}

static void
gmarl_library_list_class_init (GmarlLibraryListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_library_list_dispose;
  widget_class->map = gmarl_library_list_map;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-library-list.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, stack);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, empty);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, trouble);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, title);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, subtitle);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, view);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, chosen_bar);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, chosen_name);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, resume);
  gtk_widget_class_bind_template_child (widget_class, GmarlLibraryList, watch);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_library_list_init (GmarlLibraryList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = gmarl_library_model_new ();
}

/* Nothing in a template can translate a table. */
static void
take_look (GmarlLibraryList *self, const Look *look)
{
  g_autoptr (GtkColumnViewColumn) first = NULL;

  adw_status_page_set_icon_name (self->empty, look->icon);
  adw_status_page_set_title (self->empty, _ (look->empty_title));
  adw_status_page_set_description (self->empty, _ (look->empty_text));
  gtk_label_set_label (self->title, _ (look->title));
  gtk_label_set_label (self->subtitle, _ (look->subtitle));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (look->title), -1);
  gmarl_library_columns_add (self->view, look->columns);
  first = g_list_model_get_item (gtk_column_view_get_columns (self->view), look->sort_column);
  gtk_column_view_sort_by_column (self->view, first, look->sort_type);
}

GtkWidget *
gmarl_library_list_new (GmarlSession *session, GmarlLibraryListKind kind)
{
  GmarlLibraryList *self = g_object_new (GMARL_TYPE_LIBRARY_LIST, NULL);

  self->session = g_object_ref (session);
  self->kind = kind;
  self->is_stale = TRUE;
  take_look (self, &looks[kind]);
  make_selection (self);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "library-changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
