/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-application.h"
#include "gmarl-chart-plot.h"
#include "gmarl-comparison-row.h"
#include "gmarl-day-strip.h"
#include "gmarl-day-table.h"
#include "gmarl-grid-page.h"
#include "gmarl-heat-plot.h"
#include "gmarl-network-widget.h"
#include "gmarl-runs-table.h"
#include "gmarl-score-grid.h"

/* The window of shortcuts lists exactly the actions that have keys, and each action exists. Its
 * other sections list exactly the keys of their widgets. */

/* Actions of the shortcuts below a widget, which has no other way to be asked. */
static void
collect (GtkWidget *widget, GHashTable *listed)
{
  /* A section of two pages has buttons for them, of which GTK warns; a larger max-height is the
   * remedy. */
  if (GTK_IS_STACK_SWITCHER (widget))
    g_assert_false (gtk_widget_get_visible (widget));
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget)) {
    g_autofree char *action = NULL;
    g_autofree char *accelerator = NULL;
    g_autofree char *title = NULL;

    g_object_get (widget, "action-name", &action, "accelerator", &accelerator, "title", &title,
                  NULL);
    g_assert_nonnull (title);
    if (action != NULL)
      g_hash_table_add (listed, g_steal_pointer (&action)); /* the search has each once more */
    else
      g_assert_cmpstr (accelerator, !=, NULL);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, listed);
}

/* "win.view::grid" and "win.view" are one action with and without what it is told. */
static char *
bare_name (const char *detailed)
{
  g_auto (GStrv) parts = g_strsplit (detailed, "::", 2);

  return g_strdup (parts[0]);
}

static gboolean
has_widget_action (GtkWidget *window, const char *name)
{
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (window);
  GType owner;
  const char *found, *property;
  const GVariantType *type;

  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &found, &type, &property); i++)
    if (g_str_equal (found, name))
      return TRUE;
  return FALSE;
}

static gboolean
exists (GtkApplication *application, GtkWidget *window, const char *detailed)
{
  g_autofree char *name = bare_name (detailed);

  if (has_widget_action (window, name))
    return TRUE;
  if (g_str_has_prefix (name, "app."))
    return g_action_group_has_action (G_ACTION_GROUP (application), name + strlen ("app."));
  if (g_str_has_prefix (name, "win."))
    return g_action_group_has_action (G_ACTION_GROUP (window), name + strlen ("win."));
  return FALSE;
}

/* Keys of widgets. A key is named as gtk_accelerator_name() does. */

/* A key that does the same as another one that is listed, or NULL for one that stands for itself.
 */
static const char *
twin (const char *key)
{
  static const char *const twins[][2] = {
    { "equal", "plus" },
    { "<Shift>plus", "plus" },
    { "Menu", "<Shift>F10" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (twins); i++)
    if (g_str_equal (key, twins[i][0]))
      return twins[i][1];
  return NULL;
}

static void
add_key (GHashTable *keys, guint keyval, GdkModifierType modifiers)
{
  g_autofree char *name = gtk_accelerator_name (keyval, modifiers);

  if (strstr (name, "KP_") == NULL && twin (name) == NULL) /* the keypad doubles other keys */
    g_hash_table_add (keys, g_steal_pointer (&name));
}

static void
add_trigger (GtkShortcutTrigger *trigger, GHashTable *keys)
{
  if (GTK_IS_KEYVAL_TRIGGER (trigger))
    add_key (keys, gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)),
             gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)));
  if (GTK_IS_ALTERNATIVE_TRIGGER (trigger)) {
    add_trigger (gtk_alternative_trigger_get_first (GTK_ALTERNATIVE_TRIGGER (trigger)), keys);
    add_trigger (gtk_alternative_trigger_get_second (GTK_ALTERNATIVE_TRIGGER (trigger)), keys);
  }
}

static void
add_keys_of_controller (GtkShortcutController *controller, GHashTable *keys)
{
  for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++) {
    g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);

    add_trigger (gtk_shortcut_get_trigger (shortcut), keys);
  }
}

static void
add_keys_of (GtkWidget *widget, GHashTable *keys)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_SHORTCUT_CONTROLLER (controller))
      add_keys_of_controller (GTK_SHORTCUT_CONTROLLER (controller), keys);
  }
}

/* What the page itself does with keys it does wherever in its content the focus is. */
static gboolean
is_content_of_grid (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GMARL_TYPE_GRID_PAGE) != NULL &&
         g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), "content") == 0;
}

/* Those that a page gave a widget of GTK's, which has more of its own. */
static void
add_given_keys (GtkWidget *widget, GHashTable *keys)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_SHORTCUT_CONTROLLER (controller) &&
        gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
      add_keys_of_controller (GTK_SHORTCUT_CONTROLLER (controller), keys);
  }
}

/* By the sections of the window of shortcuts. */
typedef struct {
  GHashTable *grid;
  GHashTable *comparison;
  GHashTable *runs;
  GHashTable *charts;
} Keys;

static void
collect_keys (GtkWidget *widget, const Keys *keys)
{
  if (GMARL_IS_CHART_PLOT (widget) || GMARL_IS_HEAT_PLOT (widget))
    add_keys_of (widget, keys->charts);
  else if (GMARL_IS_NETWORK_WIDGET (widget) || GMARL_IS_DAY_STRIP (widget) ||
           GMARL_IS_DAY_TABLE (widget) || is_content_of_grid (widget))
    add_keys_of (widget, keys->grid);
  else if (GMARL_IS_COMPARISON_ROW (widget) || GMARL_IS_SCORE_GRID (widget))
    add_keys_of (widget, keys->comparison);
  else if (GMARL_IS_RUNS_TABLE (widget)) {
    add_keys_of (widget, keys->runs);
    add_given_keys (gmarl_runs_table_get_view (GMARL_RUNS_TABLE (widget)), keys->runs);
  } else if (GTK_IS_SEARCH_ENTRY (widget))
    add_given_keys (widget, keys->runs);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_keys (child, keys);
}

/* "Left Right" and "1...9" */
static void
add_listed (GHashTable *keys, const char *accelerator)
{
  g_auto (GStrv) words = g_strsplit (accelerator, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++) {
    g_auto (GStrv) ends = g_strsplit (words[i], "...", 2);
    guint first, last;
    GdkModifierType modifiers, ignored;

    g_assert_true (gtk_accelerator_parse (ends[0], &first, &modifiers));
    last = first;
    if (ends[1] != NULL)
      g_assert_true (gtk_accelerator_parse (ends[1], &last, &ignored));
    for (guint key = first; key <= last; key++)
      add_key (keys, key, modifiers);
  }
}

static void
collect_listed (GtkWidget *widget, GHashTable *keys)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget)) {
    g_autofree char *accelerator = NULL;

    g_object_get (widget, "accelerator", &accelerator, NULL);
    add_listed (keys, accelerator);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_listed (child, keys);
}

static GtkWidget *
find_section (GtkWidget *widget, const char *wanted)
{
  GtkWidget *found = NULL;

  if (GTK_IS_SHORTCUTS_SECTION (widget)) {
    g_autofree char *name = NULL;

    g_object_get (widget, "section-name", &name, NULL);
    if (g_strcmp0 (name, wanted) == 0)
      return widget;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_section (child, wanted);
  return found;
}

static void
compare_keys (GtkWidget *overlay, const char *section, GHashTable *real)
{
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iterator;
  gpointer key;

  g_assert_nonnull (find_section (overlay, section));
  collect_listed (find_section (overlay, section), listed);
  g_assert_cmpuint (g_hash_table_size (real), >, 0);
  g_hash_table_iter_init (&iterator, real);
  while (g_hash_table_iter_next (&iterator, &key, NULL))
    if (!g_hash_table_contains (listed, key))
      g_error ("%s is a key of %s, and the window of shortcuts does not list it", (char *) key,
               section);
  g_hash_table_iter_init (&iterator, listed);
  while (g_hash_table_iter_next (&iterator, &key, NULL))
    if (!g_hash_table_contains (real, key))
      g_error ("the window of shortcuts lists %s of %s, and there is no such key", (char *) key,
               section);
}

static void
check_widgets (GtkWidget *window, GtkWidget *overlay)
{
  g_autoptr (GHashTable) grid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) scores = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) runs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) charts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const Keys keys = { grid, scores, runs, charts };

  collect_keys (window, &keys);
  compare_keys (overlay, "grid", grid);
  compare_keys (overlay, "comparison", scores);
  compare_keys (overlay, "runs", runs);
  compare_keys (overlay, "charts", charts);
}

/* Actions and their keys */

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = GTK_WIDGET (gtk_application_get_active_window (application));
  GtkWidget *overlay =
      GTK_WIDGET (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window)));
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (application);

  g_assert_nonnull (overlay);
  collect (overlay, listed);
  for (gsize i = 0; actions[i] != NULL; i++) {
    if (!g_hash_table_remove (listed, actions[i]))
      g_error ("%s has keys, and the window of shortcuts does not list it", actions[i]);
    if (!exists (application, window, actions[i]))
      g_error ("%s has keys, and there is no such action", actions[i]);
  }
  if (g_hash_table_size (listed) > 0) {
    GHashTableIter iterator;
    gpointer left;

    g_hash_table_iter_init (&iterator, listed);
    g_hash_table_iter_next (&iterator, &left, NULL);
    g_error ("the window of shortcuts lists %s, which has no keys", (char *) left);
  }
  check_widgets (window, overlay);
  gtk_window_close (GTK_WINDOW (window));
}

static void
test_equality (void)
{
  g_autoptr (GmarlApplication) application = gmarl_application_new ();
  char *arguments[] = { (char *) "gridmarl", NULL };

  g_signal_connect_after (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 1, arguments), ==, 0);
  g_assert_finalize_object (g_steal_pointer (&application));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/shortcuts/equality", test_equality);
  return g_test_run ();
}
