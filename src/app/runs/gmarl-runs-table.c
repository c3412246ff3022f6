/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-context-menu.h"
#include "gmarl-run-cells.h"
#include "gmarl-runs-table-private.h"

#include <glib/gi18n-lib.h>

enum {
  SELECTION_CHANGED,
  ACTIVATED,
  ROWS_CHANGED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlRunsTable, gmarl_runs_table, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

/* -- What is shown -- */

static char *
lookup (gpointer user_data, const char *key)
{
  gpointer *pair = user_data;

  return gmarl_run_column_lookup (pair[0], pair[1], key);
}

static gboolean
run_matches (GmarlRunsTable *self, GmarlRunItem *run)
{
  gpointer pair[] = { &self->context, run };
  guint status = 1u << gmarl_run_item_get_record (run)->status;

  return (self->statuses == 0 || (self->statuses & status) != 0) &&
         (self->query == NULL || gmarl_run_query_matches (self->query, lookup, pair));
}

/* A group is there if one of its runs is. */
static gboolean
filter_cb (gpointer object, gpointer user_data)
{
  GmarlRunsTable *self = user_data;
  GmarlRunItem *item = object;

  for (guint k = 0; k < gmarl_run_item_get_n_runs (item); k++)
    if (run_matches (self, gmarl_run_item_get_run (item, k)))
      return TRUE;
  return FALSE;
}

/* A group of one seed is that run. */
static GListModel *
make_children (gpointer object, gpointer user_data)
{
  GmarlRunsTable *self = user_data;
  GmarlRunItem *item = object;
  GListModel *runs;

  if (!gmarl_run_item_is_group (item) || gmarl_run_item_get_n_runs (item) < 2)
    return NULL;
  runs = g_object_ref (gmarl_run_item_get_runs (item));
  return G_LIST_MODEL (gtk_filter_list_model_new (runs, g_object_ref (GTK_FILTER (self->filter))));
}

/* -- Rows bit by bit -- */

/* A list has widgets for about 200 rows, however few can be seen, and each row has a dozen. The
 * first frame shows the first ones, and the others come between the next frames. Not below them:
 * where they are drawn slowly, one is due at any time.
 */
#define FIRST_ROWS 60
#define MORE_ROWS  20
#define MOST_ROWS  200 /* more cost nothing until they are scrolled to */

static void
open_all (GmarlRunsTable *self)
{
  g_clear_handle_id (&self->growing, g_source_remove);
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
}

static gboolean
grow_cb (gpointer user_data)
{
  GmarlRunsTable *self = user_data;
  guint size = gtk_slice_list_model_get_size (self->slice) + MORE_ROWS;

  if (size < MOST_ROWS &&
      g_list_model_get_n_items (G_LIST_MODEL (self->selection)) + MORE_ROWS >= size) {
    gtk_slice_list_model_set_size (self->slice, size);
    return G_SOURCE_CONTINUE;
  }
  self->growing = 0;
  open_all (self);
  return G_SOURCE_REMOVE;
}

static void
gmarl_runs_table_map (GtkWidget *widget)
{
  GmarlRunsTable *self = GMARL_RUNS_TABLE (widget);

  GTK_WIDGET_CLASS (gmarl_runs_table_parent_class)->map (widget);
  if (self->growing == 0 && gtk_slice_list_model_get_size (self->slice) < MOST_ROWS)
    self->growing = g_idle_add_full (GDK_PRIORITY_REDRAW, grow_cb, self, NULL);
}

/* -- The rows -- */

static void
make_selection (GmarlRunsTable *self)
{
  GListModel *groups = g_object_ref (gmarl_runs_model_get_groups (self->model));
  GtkSorter *sorter = g_object_ref (gtk_column_view_get_sorter (self->view));
  GtkTreeListModel *tree;
  GListModel *sorted;

  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->found =
      G_LIST_MODEL (gtk_filter_list_model_new (groups, g_object_ref (GTK_FILTER (self->filter))));
  tree =
      gtk_tree_list_model_new (g_object_ref (self->found), FALSE, FALSE, make_children, self, NULL);
  sorted = G_LIST_MODEL (gtk_sort_list_model_new (
      G_LIST_MODEL (tree), GTK_SORTER (gtk_tree_list_row_sorter_new (sorter))));
  self->slice = gtk_slice_list_model_new (sorted, 0, FIRST_ROWS);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->slice)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

void
gmarl_runs_table_set_filter (GmarlRunsTable *self, GmarlRunQuery *query, guint statuses)
{
  g_return_if_fail (GMARL_IS_RUNS_TABLE (self));

  g_clear_pointer (&self->query, gmarl_run_query_free);
  self->query = query;
  self->statuses = statuses;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/* What a filter or an order goes by may have changed with the rows. */
static void
runs_changed_cb (GmarlRunsTable *self)
{
  if (self->query != NULL || self->statuses != 0)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (gtk_column_view_get_sorter (self->view), GTK_SORTER_CHANGE_DIFFERENT);
}

/* -- The selection -- */

GPtrArray *
gmarl_runs_table_get_selected (GmarlRunsTable *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = NULL;
  GtkBitsetIter iterator;
  guint position;

  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), NULL);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  for (gboolean more = gtk_bitset_iter_init_first (&iterator, selected, &position); more;
       more = gtk_bitset_iter_next (&iterator, &position)) {
    g_autoptr (GtkTreeListRow) row =
        g_list_model_get_item (G_LIST_MODEL (self->selection), position);

    GmarlRunItem *item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

    if (item != NULL)
      g_ptr_array_add (items, item);
  }
  return items;
}

static guint
find_position (GmarlRunsTable *self, GmarlRunItem *wanted)
{
  GListModel *rows = G_LIST_MODEL (self->selection);

  open_all (self);
  for (guint k = 0; k < g_list_model_get_n_items (rows); k++) {
    g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, k);
    g_autoptr (GmarlRunItem) item = gtk_tree_list_row_get_item (row);

    if (item == wanted)
      return k;
  }
  return GTK_INVALID_LIST_POSITION;
}

guint
gmarl_runs_table_get_position (GmarlRunsTable *self)
{
  g_autoptr (GtkBitset) selected = NULL;

  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), GTK_INVALID_LIST_POSITION);
  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  return gtk_bitset_is_empty (selected) ? GTK_INVALID_LIST_POSITION
                                        : gtk_bitset_get_minimum (selected);
}

/* Below the headers. */
static GtkWidget *
find_list (GmarlRunsTable *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

gboolean
gmarl_runs_table_go_to (GmarlRunsTable *self, guint position)
{
  guint n_rows;
  GtkWidget *list;

  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), FALSE);

  open_all (self);
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  list = find_list (self);
  if (n_rows == 0 || list == NULL)
    return FALSE;
  position = MIN (position, n_rows - 1);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  /* GTK 4.8 takes this for the row that gets the focus. */
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
  return gtk_widget_grab_focus (list);
}

gboolean
gmarl_runs_table_go_to_run (GmarlRunsTable *self, GmarlRunItem *run)
{
  guint position;

  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), FALSE);

  position = find_position (self, run);
  if (position == GTK_INVALID_LIST_POSITION)
    position = find_position (self, gmarl_run_item_get_group (run));
  return position != GTK_INVALID_LIST_POSITION && gmarl_runs_table_go_to (self, position);
}

void
gmarl_runs_table_select_first (GmarlRunsTable *self)
{
  g_return_if_fail (GMARL_IS_RUNS_TABLE (self));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
}

guint
gmarl_runs_table_get_n_groups (GmarlRunsTable *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), 0);
  return g_list_model_get_n_items (self->found);
}

static void
activate_cb (GmarlRunsTable *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autoptr (GmarlRunItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (item != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, item);
}

static void
selection_changed_cb (GmarlRunsTable *self)
{
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
items_changed_cb (GmarlRunsTable *self)
{
  g_signal_emit (self, signals[ROWS_CHANGED], 0);
}

/* -- The menu of rows -- */

static void
show_context_menu (GmarlRunsTable *self, const GdkRectangle *place)
{
  if (self->context_menu != NULL)
    gmarl_context_menu_popup_at (self->context_menu, place);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GmarlRunsTable *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GmarlRunItem *item = picked != NULL ? gmarl_run_cells_find_item (picked) : NULL;
  guint position = item != NULL ? find_position (self, item) : GTK_INVALID_LIST_POSITION;

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  show_context_menu (self, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlRunsTable *self = GMARL_RUNS_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;
  GdkRectangle place = { gtk_widget_get_width (widget) / 2, gtk_widget_get_height (widget) / 2, 1,
                         1 };

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget) &&
      gtk_widget_compute_bounds (focus, widget, &bounds))
    place = (GdkRectangle){ (int) bounds.origin.x + 60, (int) bounds.origin.y, 1,
                            (int) bounds.size.height };
  show_context_menu (self, &place);
}

void
gmarl_runs_table_set_context_menu (GmarlRunsTable *self, GMenuModel *menu)
{
  g_return_if_fail (GMARL_IS_RUNS_TABLE (self));

  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  self->context_menu = gmarl_context_menu_new (GTK_WIDGET (self), menu);
}

/* -- The widget -- */

static void
gmarl_runs_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlRunsTable *self = GMARL_RUNS_TABLE (widget);

  gtk_widget_size_allocate (self->scroller, &(GtkAllocation){ 0, 0, width, height }, baseline);
  if (self->context_menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->context_menu));
}

static void
gmarl_runs_table_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  gtk_widget_measure (GMARL_RUNS_TABLE (widget)->scroller, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

/* Tab leaves the list; GTK would go through all of its rows, which the arrow keys are for. */
static gboolean
gmarl_runs_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return GTK_WIDGET_CLASS (gmarl_runs_table_parent_class)->focus (widget, direction);
}

static void
gmarl_runs_table_dispose (GObject *object)
{
  GmarlRunsTable *self = GMARL_RUNS_TABLE (object);

  g_clear_handle_id (&self->growing, g_source_remove);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  self->view = NULL;
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->slice);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->actions);
  g_clear_object (&self->columns_menu);
  g_clear_object (&self->model);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->query, gmarl_run_query_free);
  G_OBJECT_CLASS (gmarl_runs_table_parent_class)->dispose (object);
}

static void
gmarl_runs_table_class_init (GmarlRunsTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_runs_table_dispose;
  widget_class->focus = gmarl_runs_table_focus;
  widget_class->map = gmarl_runs_table_map;
  widget_class->measure = gmarl_runs_table_measure;
  widget_class->size_allocate = gmarl_runs_table_size_allocate;

  signals[SELECTION_CHANGED] =
      g_signal_new ("selection-changed", GMARL_TYPE_RUNS_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", GMARL_TYPE_RUNS_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, GMARL_TYPE_RUN_ITEM);
  signals[ROWS_CHANGED] = g_signal_new ("rows-changed", GMARL_TYPE_RUNS_TABLE, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "table.menu", NULL, menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "table.menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "table.menu", NULL);
}

static void
gmarl_runs_table_init (GmarlRunsTable *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "gmarl-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Runs in the Library"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
gmarl_runs_table_new (GmarlRunsModel *model, GSettings *settings)
{
  GmarlRunsTable *self = g_object_new (GMARL_TYPE_RUNS_TABLE, NULL);

  self->model = g_object_ref (model);
  self->settings = g_object_ref (settings);
  self->context.model = model;
  gmarl_runs_table_add_columns (self);
  gmarl_runs_table_restore_sorting (self);
  make_selection (self);
  g_signal_connect_object (model, "runs-changed", G_CALLBACK (runs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

GMenuModel *
gmarl_runs_table_get_columns_menu (GmarlRunsTable *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), NULL);
  return G_MENU_MODEL (self->columns_menu);
}

GActionGroup *
gmarl_runs_table_get_columns_actions (GmarlRunsTable *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), NULL);
  return G_ACTION_GROUP (self->actions);
}

GtkWidget *
gmarl_runs_table_get_view (GmarlRunsTable *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), NULL);
  return GTK_WIDGET (self->view);
}

const GmarlRunColumnContext *
gmarl_runs_table_get_context (GmarlRunsTable *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_TABLE (self), NULL);
  return &self->context;
}
