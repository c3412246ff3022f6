/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-application.h"

/* The window of shortcuts lists exactly the actions that have keys, and each action exists. */

/* Actions of the shortcuts below a widget, which has no other way to be asked. */
static void
collect (GtkWidget *widget, GHashTable *listed)
{
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
