/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-run-cells.h"
#include "gmarl-runs-table-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HIDDEN_KEY     "runs-hidden-columns"
#define AGGREGATES_KEY "runs-aggregates"
#define SORT_KEY       "runs-sort"
#define DESCENDING_KEY "runs-sort-descending"

/* -- Sorting -- */

typedef struct {
  GmarlRunsTable *table; /* borrowed */
  gsize column;
} Sorting;

/* What is not a number comes last, whichever way the others go. */
static int
compare_numbers (double a, double b, gboolean descending)
{
  if (isnan (a) || isnan (b))
    return ((isnan (a) != 0) - (isnan (b) != 0)) * (descending ? -1 : 1);
  return (a > b) - (a < b);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Sorting *sorting = user_data;
  GmarlRunsTable *self = sorting->table;
  const GmarlRunColumn *column = &gmarl_run_columns[sorting->column];
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  if (self->is_probing) {
    self->probed = MIN (self->probed, sorting->column);
    return 1;
  }
  if (column->get_number != NULL)
    return compare_numbers (column->get_number (column, &self->context, (GmarlRunItem *) a),
                            column->get_number (column, &self->context, (GmarlRunItem *) b),
                            self->descending);
  /* Seeds have their own order, whatever their group is called. */
  if (!gmarl_run_item_is_group ((GmarlRunItem *) a))
    return 0;
  one = column->make_text (column, &self->context, (GmarlRunItem *) a);
  other = column->make_text (column, &self->context, (GmarlRunItem *) b);
  return g_utf8_collate (one, other);
}

/* GTK 4.8 does not tell what a view is sorted by. But its sorter asks that column first, and turns
 * the answer around where the order is descending. FALSE: by nothing.
 */
static gboolean
find_sorting (GmarlRunsTable *self)
{
  /* Two, as nothing is asked of one and the same. */
  g_autoptr (GmarlRunItem) one = gmarl_run_item_new_group ("");
  g_autoptr (GmarlRunItem) other = gmarl_run_item_new_group ("");
  GtkOrdering ordering;

  self->probed = GMARL_N_RUN_COLUMNS;
  self->is_probing = TRUE;
  ordering = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), one, other);
  self->is_probing = FALSE;
  if (self->probed == GMARL_N_RUN_COLUMNS)
    return FALSE;
  self->sort_column = self->probed;
  self->descending = ordering == GTK_ORDERING_SMALLER;
  return TRUE;
}

static void
sorter_changed_cb (GmarlRunsTable *self)
{
  if (self->view == NULL || !find_sorting (self)) /* without a view its columns go */
    return;
  g_settings_set_string (self->settings, SORT_KEY, gmarl_run_columns[self->sort_column].id);
  g_settings_set_boolean (self->settings, DESCENDING_KEY, self->descending);
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "sort")),
      g_variant_new_string (gmarl_run_columns[self->sort_column].id));
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "descending")),
      g_variant_new_boolean (self->descending));
}

static void
sort (GmarlRunsTable *self, const char *id, gboolean descending)
{
  const GmarlRunColumn *column = gmarl_run_column_find (id);

  if (column == NULL)
    return;
  /* Anew, because a column that is sorted by already would only be turned around. */
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  gtk_column_view_sort_by_column (self->view, self->columns[column - gmarl_run_columns],
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
sort_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GmarlRunsTable *self = user_data;

  sort (self, g_variant_get_string (value, NULL), self->descending);
}

static void
descending_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GmarlRunsTable *self = user_data;

  sort (self, gmarl_run_columns[self->sort_column].id, g_variant_get_boolean (value));
}

void
gmarl_runs_table_restore_sorting (GmarlRunsTable *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, SORT_KEY);

  /* First, so that what compares knows the direction when rows are sorted. */
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  if (gmarl_run_column_find (id) == NULL) {
    g_free (id);
    id = g_strdup ("started");
  }
  sort (self, id, g_settings_get_boolean (self->settings, DESCENDING_KEY));
}

/* -- Columns that are shown -- */

static void
store_hidden (GmarlRunsTable *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (gsize k = 0; k < GMARL_N_RUN_COLUMNS; k++)
    if (!gtk_column_view_column_get_visible (self->columns[k]))
      g_ptr_array_add (ids, (gpointer) gmarl_run_columns[k].id);
  g_ptr_array_add (ids, NULL);
  g_settings_set_strv (self->settings, HIDDEN_KEY, (const char *const *) ids->pdata);
}

static void
show_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GmarlRunsTable *self = user_data;
  const char *id = g_action_get_name (G_ACTION (action)) + strlen ("show-");
  const GmarlRunColumn *column = gmarl_run_column_find (id);

  g_simple_action_set_state (action, value);
  gtk_column_view_column_set_visible (self->columns[column - gmarl_run_columns],
                                      g_variant_get_boolean (value));
  store_hidden (self);
}

/* -- Aggregates -- */

static void
show_title (GmarlRunsTable *self, gsize k)
{
  g_autofree char *title = gmarl_run_column_make_title (&gmarl_run_columns[k], &self->context);

  gtk_column_view_column_set_title (self->columns[k], title);
}

static void
store_aggregates (GmarlRunsTable *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  for (gsize k = 0; k < GMARL_N_RUN_METRICS; k++)
    g_variant_builder_add (&builder, "{ss}", gmarl_training_metrics[gmarl_run_metrics[k]].id,
                           gmarl_run_aggregate_ids[self->context.aggregates[k]]);
  g_settings_set_value (self->settings, AGGREGATES_KEY, g_variant_builder_end (&builder));
}

static void
restore_aggregates (GmarlRunsTable *self)
{
  g_autoptr (GVariant) stored = g_settings_get_value (self->settings, AGGREGATES_KEY);

  for (gsize k = 0; k < GMARL_N_RUN_METRICS; k++) {
    const char *id = NULL;

    self->context.aggregates[k] = GMARL_RUN_BEST;
    if (!g_variant_lookup (stored, gmarl_training_metrics[gmarl_run_metrics[k]].id, "&s", &id))
      continue;
    for (guint aggregate = 0; aggregate < GMARL_N_RUN_AGGREGATES; aggregate++)
      if (g_str_equal (gmarl_run_aggregate_ids[aggregate], id))
        self->context.aggregates[k] = aggregate;
  }
}

/* All rows tell another number, and may come in another order. */
static void
aggregate_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GmarlRunsTable *self = user_data;
  const GmarlRunColumn *column =
      gmarl_run_column_find (g_action_get_name (G_ACTION (action)) + strlen ("aggregate-"));
  gsize k = (gsize) (column - gmarl_run_columns);
  g_autoptr (GtkListItemFactory) factory = NULL;

  for (guint aggregate = 0; aggregate < GMARL_N_RUN_AGGREGATES; aggregate++)
    if (g_str_equal (gmarl_run_aggregate_ids[aggregate], g_variant_get_string (value, NULL)))
      self->context.aggregates[column->metric] = aggregate;
  g_simple_action_set_state (action, value);
  store_aggregates (self);
  show_title (self, k);
  factory = gmarl_run_cells_new (column, &self->context);
  gtk_column_view_column_set_factory (self->columns[k], factory);
  gtk_sorter_changed (gtk_column_view_column_get_sorter (self->columns[k]),
                      GTK_SORTER_CHANGE_DIFFERENT);
}

/* -- Menus -- */

static void
append_item (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (target != NULL)
    g_menu_item_set_action_and_target (item, action, "s", target);
  else
    g_menu_item_set_action_and_target (item, action, NULL);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_shown_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (gsize k = 0; k < GMARL_N_RUN_COLUMNS; k++) {
    g_autofree char *action = g_strconcat ("columns.show-", gmarl_run_columns[k].id, NULL);

    if (!gmarl_run_columns[k].is_fixed)
      append_item (menu, _ (gmarl_run_columns[k].title), action, NULL);
  }
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_sort_menu (void)
{
  g_autoptr (GMenu) columns = g_menu_new ();
  g_autoptr (GMenu) direction = g_menu_new ();
  GMenu *menu = g_menu_new ();

  for (gsize k = 0; k < GMARL_N_RUN_COLUMNS; k++)
    append_item (columns, _ (gmarl_run_columns[k].title), "columns.sort", gmarl_run_columns[k].id);
  append_item (direction, _ ("Descending"), "columns.descending", NULL);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (columns));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (direction));
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_aggregate_menu (const GmarlRunColumn *column)
{
  GMenu *menu = g_menu_new ();
  g_autofree char *action = g_strconcat ("columns.aggregate-", column->id, NULL);

  for (gsize k = 0; k < GMARL_N_RUN_AGGREGATES; k++)
    append_item (menu, _ (gmarl_run_aggregate_names[k]), action, gmarl_run_aggregate_ids[k]);
  return G_MENU_MODEL (menu);
}

static void
append_submenu (GMenu *menu, const char *label, GMenuModel *submenu)
{
  g_menu_append_submenu (menu, label, submenu);
  g_object_unref (submenu);
}

static GMenu *
make_columns_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) metrics = g_menu_new ();

  append_submenu (first, _ ("_Columns"), make_shown_menu ());
  append_submenu (first, _ ("_Sort By"), make_sort_menu ());
  for (gsize k = 0; k < GMARL_N_RUN_COLUMNS; k++)
    if (gmarl_run_columns[k].has_metric)
      append_submenu (metrics, _ (gmarl_run_columns[k].title),
                      make_aggregate_menu (&gmarl_run_columns[k]));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, _ ("Numbers"), G_MENU_MODEL (metrics));
  return menu;
}

/* The menu of a column's header: how its numbers are told, whether it is there, and the others. */
static GMenuModel *
make_header_menu (const GmarlRunColumn *column)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();

  if (column->has_metric) {
    GMenuModel *aggregates = make_aggregate_menu (column);

    g_menu_append_section (menu, NULL, aggregates);
    g_object_unref (aggregates);
  }
  append_submenu (others, _ ("_Columns"), make_shown_menu ());
  append_submenu (others, _ ("_Sort By"), make_sort_menu ());
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  return G_MENU_MODEL (menu);
}

/* -- Making all of it -- */

static void
add_action (GmarlRunsTable *self,
            const char *name,
            gboolean is_choice,
            GVariant *state,
            GCallback change_cb)
{
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful (name, is_choice ? G_VARIANT_TYPE_STRING : NULL, state);

  g_signal_connect (action, "change-state", change_cb, self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

static void
add_column (GmarlRunsTable *self, gsize k, gboolean hidden)
{
  const GmarlRunColumn *column = &gmarl_run_columns[k];
  GtkListItemFactory *factory = gmarl_run_cells_new (column, &self->context);
  g_autoptr (GMenuModel) menu = make_header_menu (column);
  g_autofree char *show = g_strconcat ("show-", column->id, NULL);
  g_autofree char *aggregate = g_strconcat ("aggregate-", column->id, NULL);
  g_autoptr (GtkSorter) sorter = NULL;
  Sorting *sorting = g_new (Sorting, 1);

  *sorting = (Sorting){ self, k };
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, sorting, g_free));
  self->columns[k] = gtk_column_view_column_new (NULL, factory);
  show_title (self, k);
  gtk_column_view_column_set_sorter (self->columns[k], sorter);
  gtk_column_view_column_set_expand (self->columns[k], column->expand);
  gtk_column_view_column_set_resizable (self->columns[k], TRUE);
  gtk_column_view_column_set_visible (self->columns[k], !hidden || column->is_fixed);
  gtk_column_view_column_set_header_menu (self->columns[k], menu);
  gtk_column_view_append_column (self->view, self->columns[k]);
  g_object_unref (self->columns[k]); /* the view holds it */
  if (!column->is_fixed)
    add_action (self, show, FALSE, g_variant_new_boolean (!hidden), G_CALLBACK (show_cb));
  if (column->has_metric)
    add_action (
        self, aggregate, TRUE,
        g_variant_new_string (gmarl_run_aggregate_ids[self->context.aggregates[column->metric]]),
        G_CALLBACK (aggregate_cb));
}

void
gmarl_runs_table_add_columns (GmarlRunsTable *self)
{
  g_auto (GStrv) hidden = g_settings_get_strv (self->settings, HIDDEN_KEY);

  self->actions = g_simple_action_group_new ();
  self->columns_menu = make_columns_menu ();
  restore_aggregates (self);
  add_action (self, "sort", TRUE, g_variant_new_string (""), G_CALLBACK (sort_cb));
  add_action (self, "descending", FALSE, g_variant_new_boolean (FALSE), G_CALLBACK (descending_cb));
  for (gsize k = 0; k < GMARL_N_RUN_COLUMNS; k++)
    add_column (self, k, g_strv_contains ((const char *const *) hidden, gmarl_run_columns[k].id));
}
