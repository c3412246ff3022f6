/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-application.h"
#include "gmarl-job-bar.h"

/* No two things that can be seen at once are reached by the same Alt+letter, and all rows and
 * buttons with words in forms have one. The job bar may be there beside every view.
 */

static const char *const views[] = { "grid", "training", "comparison", "scaling", "runs" };

typedef struct {
  const char *where;
  GHashTable *texts; /* of keyval to text (owned) */
} Seen;

static void
take (Seen *seen, guint keyval, const char *text)
{
  gpointer key = GUINT_TO_POINTER (gdk_keyval_to_lower (keyval));
  const char *other = g_hash_table_lookup (seen->texts, key);

  if (keyval == GDK_KEY_VoidSymbol)
    return;
  /* The same thing in two places does the same. */
  if (g_strcmp0 (other, text) == 0)
    return;
  if (other != NULL)
    g_test_message ("%s: Alt+%s is for “%s” and “%s”", seen->where, gdk_keyval_name (keyval), other,
                    text);
  if (other != NULL)
    g_test_fail ();
  g_hash_table_insert (seen->texts, key, g_strdup (text));
}

static void
collect (GtkWidget *widget, gboolean anyway, Seen *seen)
{
  anyway = anyway || GMARL_IS_JOB_BAR (widget);
  if (!anyway && !gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    take (seen, gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)),
          gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, anyway, seen);
}

static void
check_window (GtkWidget *window, const char *where)
{
  Seen seen = { where, g_hash_table_new_full (NULL, NULL, NULL, g_free) };

  for (guint turn = 0; turn < 12; turn++)
    g_main_context_iteration (NULL, FALSE);
  collect (window, FALSE, &seen);
  g_assert_cmpuint (g_hash_table_size (seen.texts), >=, 3); /* it is on the screen */
  g_hash_table_unref (seen.texts);
}

/* Sections are in the same menu, submenus are menus of their own. */
static void
collect_menu (GMenuModel *menu, Seen *seen)
{
  for (int k = 0; k < g_menu_model_get_n_items (menu); k++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, k, G_MENU_LINK_SECTION);
    g_autofree char *label = NULL;
    const char *mark;

    if (section != NULL)
      collect_menu (section, seen);
    else if (g_menu_model_get_item_attribute (menu, k, G_MENU_ATTRIBUTE_LABEL, "s", &label) &&
             (mark = strchr (label, '_')) != NULL)
      take (seen, gdk_unicode_to_keyval (g_utf8_get_char (mark + 1)), label);
  }
}

static void
check_menus (GtkWidget *widget)
{
  GMenuModel *menu = GTK_IS_MENU_BUTTON (widget)
                         ? gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget))
                         : NULL;

  if (menu != NULL) {
    Seen seen = { gtk_widget_get_tooltip_text (widget),
                  g_hash_table_new_full (NULL, NULL, NULL, g_free) };

    collect_menu (menu, &seen);
    g_hash_table_unref (seen.texts);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_menus (child);
}

/* The window that an action opens, which is closed again. */
static void
check_dialog (GtkApplication *application, GtkWidget *window, const char *action)
{
  GtkWidget *dialog = NULL;

  gtk_widget_activate_action (window, action, NULL);
  for (GList *each = gtk_application_get_windows (application); each != NULL; each = each->next)
    if (each->data != window)
      dialog = each->data;
  if (dialog == NULL) {
    GListModel *toplevels = gtk_window_get_toplevels ();

    for (guint k = 0; k < g_list_model_get_n_items (toplevels); k++) {
      g_autoptr (GtkWidget) each = g_list_model_get_item (toplevels, k);

      if (each != window && gtk_widget_get_visible (each))
        dialog = each;
    }
  }
  g_assert_nonnull (dialog);
  check_window (dialog, action);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = GTK_WIDGET (gtk_application_get_active_window (application));

  check_menus (window);
  for (gsize k = 0; k < G_N_ELEMENTS (views); k++) {
    gtk_widget_activate_action (window, "win.view", "s", views[k]);
    check_window (window, views[k]);
  }
  gtk_widget_activate_action (window, "win.view", "s", "grid");
  check_dialog (application, window, "app.preferences");
  check_dialog (application, window, "win.export");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_unique (void)
{
  g_autoptr (GmarlApplication) application = gmarl_application_new ();
  g_autoptr (GSettings) settings = g_settings_new (GMARL_APPLICATION_ID);
  char *arguments[] = { (char *) "gridmarl", NULL };

  /* What the view compares at once is measured soon. */
  g_settings_set_int (settings, "comparison-days", 2);
  g_signal_connect_after (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 1, arguments), ==, 0);
  g_assert_finalize_object (g_steal_pointer (&application));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/mnemonics/unique", test_unique);
  return g_test_run ();
}
