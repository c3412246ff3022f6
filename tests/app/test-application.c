/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Actions of the application, in a whole one.
 */
#include "config.h"

#include "gmarl-application.h"
#include "gmarl-banner.h"
#include "gmarl-preferences.h"

#include <string.h>

static guint
count_preferences (GtkApplication *application)
{
  guint count = 0;

  for (GList *each = gtk_application_get_windows (application); each != NULL; each = each->next)
    count += GMARL_IS_PREFERENCES (each->data);
  return count;
}

/* The text of a label within a widget that contains these words, or NULL. */
static const char *
find_words (GtkWidget *widget, const char *words)
{
  const char *found = NULL;

  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child, words);
  return found;
}

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = GTK_WIDGET (gtk_application_get_active_window (application));
  const char *told;

  /* The key works within the dialog, which is one all the same. */
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  g_assert_cmpuint (count_preferences (application), ==, 1);
  gtk_window_destroy (gtk_application_get_active_window (application));
  g_assert_cmpuint (count_preferences (application), ==, 0);

  /* There is no help here, and saying nothing would be no help either. */
  g_action_group_activate_action (G_ACTION_GROUP (application), "help", NULL);
  told = find_words (window, "/no/where/application.md");
  g_assert_nonnull (told);
  g_assert_nonnull (strstr (told, "cannot be shown"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_actions (void)
{
  g_autoptr (GmarlApplication) application = NULL;
  char *arguments[] = { (char *) "gridmarl", NULL };

  g_setenv ("GRIDMARL_DOC_DIR", "/no/where", TRUE);
  application = gmarl_application_new ();
  g_signal_connect_after (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 1, arguments), ==, 0);
  g_assert_finalize_object (g_steal_pointer (&application));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/application/actions", test_actions);
  return g_test_run ();
}
