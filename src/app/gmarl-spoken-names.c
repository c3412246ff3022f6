/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-spoken-names.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Not for an interface, of which GtkAccessible is one. */
static GtkWidget *
find_below (GtkWidget *widget, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : find_below (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* -- Buttons -- */

static void
name_button (GtkButton *button)
{
  GtkWidget *label = gtk_button_get_child (button);

  if (!GTK_IS_LABEL (label))
    return;
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  set_name (GTK_WIDGET (button), gtk_label_get_text (GTK_LABEL (label)));
}

/* -- Drop-downs -- */

static void
label_by (GtkWidget *widget, GtkWidget *owner)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  owner, NULL, -1);
}

/* The label in its button; beside it is one that says "(None)". It may be another one after each
 * choice.
 */
static GtkWidget *
find_chosen (GtkWidget *button)
{
  GtkWidget *stack = find_below (button, GTK_TYPE_STACK);
  GtkWidget *page = stack != NULL ? gtk_stack_get_visible_child (GTK_STACK (stack)) : NULL;

  return GTK_IS_LABEL (page) ? page : page != NULL ? find_below (page, GTK_TYPE_LABEL) : NULL;
}

static void
name_drop_down (GtkDropDown *drop_down)
{
  GtkWidget *widget = GTK_WIDGET (drop_down);
  GtkWidget *button = find_below (widget, GTK_TYPE_TOGGLE_BUTTON);
  GtkWidget *list = find_below (widget, GTK_TYPE_LIST_VIEW);
  GtkWidget *chosen = button != NULL ? find_chosen (button) : NULL;
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);

  if (row != NULL && button != NULL && chosen != NULL) {
    set_name (button, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
    label_by (button, chosen);
  } else if (chosen != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                    widget, chosen, NULL, -1);
  else if (button != NULL)
    label_by (button, widget);
  if (list != NULL)
    label_by (list, widget);
}

/* -- Rows of forms -- */

/* The lists within it are its head and what it shows; those of its own rows have names of theirs.
 */
static void
name_lists (GtkWidget *widget, const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (GTK_IS_LIST_BOX (child) || GTK_IS_LIST_VIEW (child))
      set_name (child, name);
    if (!ADW_IS_PREFERENCES_ROW (child))
      name_lists (child, name);
  }
}

static void
name_row (AdwPreferencesRow *row)
{
  const char *title = adw_preferences_row_get_title (row);

  if (ADW_IS_EXPANDER_ROW (row))
    set_name (GTK_WIDGET (row), title);
  name_lists (GTK_WIDGET (row), title);
}

static void
name_group (AdwPreferencesGroup *group)
{
  const char *title = adw_preferences_group_get_title (group);

  if (title == NULL || title[0] == '\0')
    name_lists (GTK_WIDGET (group), _ ("Settings"));
}

/* -- The window of shortcuts, of which GTK names only what has words -- */

static void
name_search (GtkWidget *widget)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "edit-find-symbolic") == 0) {
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
    set_name (widget, _ ("Search Shortcuts"));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_search (child);
}

/* -- All -- */

static void
watch (GtkWidget *widget, const char *signal, GCallback name)
{
  g_signal_handlers_disconnect_by_func (widget, name, NULL);
  g_signal_connect (widget, signal, name, NULL);
}

void
gmarl_spoken_names (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_BUTTON (root) && gtk_button_get_use_underline (GTK_BUTTON (root))) {
    watch (root, "notify::label", G_CALLBACK (name_button));
    name_button (GTK_BUTTON (root));
  } else if (GTK_IS_DROP_DOWN (root)) {
    watch (root, "notify::selected-item", G_CALLBACK (name_drop_down));
    name_drop_down (GTK_DROP_DOWN (root));
  } else if (ADW_IS_EXPANDER_ROW (root) || ADW_IS_COMBO_ROW (root)) {
    watch (root, "notify::title", G_CALLBACK (name_row));
    name_row (ADW_PREFERENCES_ROW (root));
  } else if (ADW_IS_PREFERENCES_GROUP (root)) {
    name_group (ADW_PREFERENCES_GROUP (root));
  } else if (GTK_IS_COLUMN_VIEW (root)) {
    set_name (gtk_widget_get_first_child (root), _ ("Headings"));
    label_by (find_below (root, GTK_TYPE_LIST_VIEW), root);
  } else if (GTK_IS_SHORTCUTS_WINDOW (root)) {
    name_search (root);
  } else if (ADW_IS_VIEW_SWITCHER (root)) {
    set_name (root, _ ("Views"));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gmarl_spoken_names (child);
}

/* -- Rows of tables -- */

static void
add_words (GtkWidget *widget, GString *words)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "";

  if (!gtk_widget_get_visible (widget))
    return;
  if (text[0] != '\0')
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_words (child, words);
}

void
gmarl_spoken_row (GtkWidget *child)
{
  GtkWidget *cell = gtk_widget_get_parent (child);
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  /* The first time it is bound before it is put into its row. */
  if (row == NULL) {
    g_signal_handlers_disconnect_by_func (child, gmarl_spoken_row, NULL);
    g_signal_connect (child, "map", G_CALLBACK (gmarl_spoken_row), NULL);
    return;
  }
  if (gtk_widget_get_next_sibling (cell) != NULL)
    return;
  add_words (row, words);
  set_name (row, words->str);
}
