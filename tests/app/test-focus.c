/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-application.h"
#include "gmarl-comparison-views.h"

/* The key of a view takes the focus there, and nothing that is hidden takes it nowhere. */

#define MOST_TURNS 5000

static const char *const views[] = { "training", "comparison", "scaling", "runs", "grid" };

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static gboolean
is_in (GtkWidget *focus, GtkWidget *place)
{
  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (focus, place);
}

/* Soon: after some turns of the main loop. */
static void
assert_focus_in (GtkWidget *window, GtkWidget *place, const char *name)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  for (guint turn = 0; turn < MOST_TURNS && !is_in (focus, place); turn++) {
    g_main_context_iteration (NULL, FALSE);
    focus = gtk_window_get_focus (GTK_WINDOW (window));
  }
  if (!is_in (focus, place))
    g_error ("%s: %s has the focus", name, focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nothing");
}

static void
check_views (GtkWidget *window)
{
  AdwViewStack *stack = ADW_VIEW_STACK (find (window, ADW_TYPE_VIEW_STACK));
  GtkWidget *header = find (window, ADW_TYPE_HEADER_BAR);

  for (gsize k = 0; k < G_N_ELEMENTS (views); k++) {
    GtkWidget *page = adw_view_stack_get_child_by_name (stack, views[k]);

    gtk_widget_child_focus (header, GTK_DIR_TAB_FORWARD);
    g_action_group_activate_action (G_ACTION_GROUP (window), "view",
                                    g_variant_new_string (views[k]));
    assert_focus_in (window, page, views[k]);
    /* What had the focus is gone. */
    gtk_window_set_focus (GTK_WINDOW (window), NULL);
    assert_focus_in (window, page, views[k]);
  }
}

static void
check_comparison (GtkWidget *window)
{
  static const char *const names[] = { "charts", "sides", "scores" };
  GtkWidget *comparison = find (window, GMARL_TYPE_COMPARISON_VIEWS);
  GtkStack *stack = gmarl_comparison_views_get_stack (GMARL_COMPARISON_VIEWS (comparison));

  g_action_group_activate_action (G_ACTION_GROUP (window), "view",
                                  g_variant_new_string ("comparison"));
  while (!gtk_widget_get_mapped (comparison))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_child_focus (comparison, GTK_DIR_TAB_FORWARD);
  for (gsize k = 0; k < G_N_ELEMENTS (names); k++) {
    gtk_stack_set_visible_child_name (stack, names[k]);
    assert_focus_in (window, gtk_stack_get_visible_child (stack), names[k]);
  }
}

/* Not in the header bar: who starts the program can play with Space. */
static void
check_start (GtkWidget *window)
{
  AdwViewStack *stack = ADW_VIEW_STACK (find (window, ADW_TYPE_VIEW_STACK));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  g_assert_true (is_in (focus, adw_view_stack_get_visible_child (stack)));
}

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = GTK_WIDGET (gtk_application_get_active_window (application));

  while (!gtk_widget_get_mapped (window))
    g_main_context_iteration (NULL, TRUE);
  check_start (window);
  check_views (window);
  check_comparison (window);
  gtk_window_close (GTK_WINDOW (window));
}

static void
test_focus (void)
{
  g_autoptr (GmarlApplication) application = gmarl_application_new ();
  g_autoptr (GSettings) settings = g_settings_new (GMARL_APPLICATION_ID);
  char *arguments[] = { (char *) "gridmarl", NULL };

  /* There is something to compare, soon. */
  g_settings_set_int (settings, "comparison-days", 2);
  g_signal_connect_after (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 1, arguments), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/focus/views", test_focus);
  return g_test_run ();
}
