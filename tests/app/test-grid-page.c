/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-plot.h"
#include "gmarl-chart.h"
#include "gmarl-day-table.h"
#include "gmarl-document.h"
#include "gmarl-grid-page.h"
#include "gmarl-network-widget.h"
#include "gmarl-node-details.h"

/* What a window of 360 pixels leaves without the shadow that some systems take from it. */
#define NARROWEST 350

/* The page in a window, without what the window has around it. */
typedef struct {
  GmarlSession *session;
  GtkWidget *window;
  GtkWidget *page;
  char *directory;
} Fixture;

static void
fixture_init (Fixture *self, int width)
{
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("gridmarl-page-XXXXXX", &error);
  g_assert_no_error (error);
  self->session = gmarl_session_new (self->directory);
  self->page = gmarl_grid_page_new (self->session);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), self->page);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
fixture_clear (Fixture *self)
{
  gpointer page = self->page;

  g_object_add_weak_pointer (G_OBJECT (self->page), &page);
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (page != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (self->session);
  g_free (self->directory);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static GtkWidget *
find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static GmarlDayModel *
get_days (Fixture *self)
{
  return gmarl_day_table_get_model (GMARL_DAY_TABLE (find (self->page, GMARL_TYPE_DAY_TABLE)));
}

static const GmarlNetworkView *
get_picture (Fixture *self)
{
  return gmarl_network_widget_get_view (
      GMARL_NETWORK_WIDGET (find (self->page, GMARL_TYPE_NETWORK_WIDGET)));
}

static void
test_layouts (void)
{
  static const int widths[] = { 1180, 730, 360 };

  for (guint k = 0; k < G_N_ELEMENTS (widths); k++) {
    g_auto (Fixture) fixture = { 0 };

    fixture_init (&fixture, widths[k]);
    while (gtk_widget_get_width (fixture.page) == 0 || get_picture (&fixture) == NULL)
      g_main_context_iteration (NULL, TRUE);
    for (guint turn = 0; turn < 50; turn++)
      g_main_context_iteration (NULL, FALSE);
    g_assert_cmpint (gtk_widget_get_width (fixture.page), ==, widths[k]);
    g_assert_cmpuint (get_picture (&fixture)->n_nodes, ==, 5);
  }
}

static void
check_fits (Fixture *self, int width)
{
  GtkWidget *content = gtk_widget_get_first_child (self->page);
  int least;

  for (guint turn = 0; turn < 50; turn++)
    g_main_context_iteration (NULL, FALSE);
  /* Of what the page holds: the page itself may be made too narrow for it. */
  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, width);
}

/* The narrowest window cuts nothing off, with whatever is below the network and a long clock. */
static void
test_narrow (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, NARROWEST);
  while (gtk_widget_get_width (fixture.page) == 0 || get_picture (&fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  check_fits (&fixture, NARROWEST);
  g_assert_true (gtk_widget_activate_action (fixture.page, "grid.charts", "s", "days"));
  check_fits (&fixture, NARROWEST);
  g_assert_true (gtk_widget_activate_action (fixture.page, "grid.run-days", "u", 12));
  while (g_list_model_get_n_items (G_LIST_MODEL (get_days (&fixture))) < 14)
    g_main_context_iteration (NULL, TRUE);
  check_fits (&fixture, NARROWEST);
  g_assert_true (gtk_widget_activate_action (fixture.page, "grid.charts", "s", "time"));
  check_fits (&fixture, NARROWEST);
}

/* With large text a window of the usual size has one column, in which nothing is cut off. */
static void
test_large_text (void)
{
  g_auto (Fixture) fixture = { 0 };
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *carousel;
  int usual;

  g_object_get (settings, "gtk-xft-dpi", &usual, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  fixture_init (&fixture, 1180);
  while (gtk_widget_get_width (fixture.page) == 0 || get_picture (&fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  while ((carousel = find (fixture.page, ADW_TYPE_CAROUSEL)) == NULL ||
         !gtk_widget_get_mapped (carousel))
    g_main_context_iteration (NULL, TRUE);
  check_fits (&fixture, 600);
  g_object_set (settings, "gtk-xft-dpi", usual, NULL);
}

/* The menu over the network does what it says: its button is beside the network, not in it. */
static void
test_network_menu (void)
{
  g_auto (Fixture) fixture = { 0 };
  GtkWidget *button;

  fixture_init (&fixture, 1180);
  button = gtk_widget_get_last_child (
      gtk_widget_get_parent (find (fixture.page, GMARL_TYPE_NETWORK_WIDGET)));
  g_assert_true (GTK_IS_MENU_BUTTON (button));
  g_assert_true (gtk_widget_activate_action (button, "network.zoom-in", NULL));
  g_assert_true (gtk_widget_activate_action (button, "network.legend", NULL));
}

static guint
count_labels (GtkWidget *root)
{
  guint count = GTK_IS_LABEL (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_labels (child);
  return count;
}

/* Days that are played make no widgets where nobody sees the table, and all of its columns where
 * somebody does.
 */
static void
test_table_costs_nothing_unseen (void)
{
  g_auto (Fixture) fixture = { 0 };
  GtkWidget *table;
  guint before, after;

  fixture_init (&fixture, 1180);
  while (gtk_widget_get_width (fixture.page) == 0 || get_picture (&fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  table = find (fixture.page, GMARL_TYPE_DAY_TABLE);
  before = count_labels (table);
  gtk_widget_activate_action (fixture.page, "grid.run-days", "u", 3);
  while (g_list_model_get_n_items (G_LIST_MODEL (get_days (&fixture))) < 5)
    g_main_context_iteration (NULL, TRUE);
  /* The table is shown when the days have been run; then it is hidden again. */
  while (!gtk_widget_get_mapped (table))
    g_main_context_iteration (NULL, TRUE);
  after = count_labels (table);
  g_assert_cmpuint (after, >=, before + 5 * GMARL_N_INDICATORS);
  gtk_widget_activate_action (fixture.page, "grid.charts", "s", "time");
  while (gtk_widget_get_mapped (table))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_labels (table), ==, before);
}

static void
test_run_days (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GmarlDayRow) row = NULL;

  fixture_init (&fixture, 1180);
  gtk_widget_activate_action (fixture.page, "grid.run-days", "u", 3);
  while (g_list_model_get_n_items (G_LIST_MODEL (get_days (&fixture))) < 5)
    g_main_context_iteration (NULL, TRUE);
  row = g_list_model_get_item (G_LIST_MODEL (get_days (&fixture)), 4);
  g_assert_cmpstr (gmarl_day_row_get_title (row), ==, "Day 3");
}

/* Another scenario empties the table and is shown, with a node selected that it lacks. */
static void
test_scenario (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  GmarlDocument *document;
  GtkWidget *network, *details;

  fixture_init (&fixture, 1180);
  network = find (fixture.page, GMARL_TYPE_NETWORK_WIDGET);
  details = find (fixture.page, GMARL_TYPE_NODE_DETAILS);
  document = gmarl_session_get_document (fixture.session);
  gmarl_network_widget_set_selected (GMARL_NETWORK_WIDGET (network), 4);
  g_assert_true (gtk_widget_get_visible (details));
  gmarl_document_set_option (document, "nodes", "3", &error);
  g_assert_no_error (error);
  while (get_picture (&fixture)->n_nodes != 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gtk_widget_get_visible (details));
  gmarl_document_undo (document);
  while (get_picture (&fixture)->n_nodes != 5)
    g_main_context_iteration (NULL, TRUE);
}

/* The chart with a title. */
static GmarlChart *
find_chart (GtkWidget *root, const char *title)
{
  if (GMARL_IS_CHART (root))
    return g_str_equal (gmarl_chart_get_view (GMARL_CHART (root))->title, title)
               ? GMARL_CHART (root)
               : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GmarlChart *found = find_chart (child, title);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static double
get_top (Fixture *self)
{
  GmarlChart *chart = find_chart (self->page, "Energy Flows");

  return gmarl_chart_plot_get_scene (GMARL_CHART_PLOT (gmarl_chart_get_plot (chart)))->y1;
}

static void
set_nodes (Fixture *self, gsize n_nodes)
{
  g_autofree char *text = g_strdup_printf ("%zu", n_nodes);
  g_autoptr (GError) error = NULL;

  gmarl_document_set_option (gmarl_session_get_document (self->session), "nodes", text, &error);
  g_assert_no_error (error);
  while (get_picture (self)->n_nodes != n_nodes)
    g_main_context_iteration (NULL, TRUE);
}

/* Charts fit a small scenario again after a large one. */
static void
test_range_fits (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, 1180);
  while (gtk_widget_get_width (fixture.page) == 0 || get_picture (&fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  set_nodes (&fixture, 300);
  while (get_top (&fixture) < 1000)
    g_main_context_iteration (NULL, TRUE);
  set_nodes (&fixture, 5);
  g_assert_cmpfloat (get_top (&fixture), <, 200);
}

static GtkSpinButton *
find_spin (GtkWidget *button)
{
  return GTK_SPIN_BUTTON (find (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))),
                                GTK_TYPE_SPIN_BUTTON));
}

static GtkWidget *
find_menu_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_MENU_BUTTON (root) &&
      g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_menu_button (child, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* Enter in the number of days runs them. */
static void
test_enter_runs_days (void)
{
  g_auto (Fixture) fixture = { 0 };
  GtkSpinButton *spin;

  fixture_init (&fixture, 1180);
  while (get_picture (&fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  spin = find_spin (find_menu_button (fixture.page, "_Run Days"));
  gtk_editable_set_text (GTK_EDITABLE (spin), "2");
  g_signal_emit_by_name (gtk_editable_get_delegate (GTK_EDITABLE (spin)), "activate");
  while (g_list_model_get_n_items (G_LIST_MODEL (get_days (&fixture))) < 4)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
tells_time (GtkWidget *root, const char *beginning)
{
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (root)), beginning))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (tells_time (child, beginning))
      return TRUE;
  return FALSE;
}

/* A scenario that is opened begins with its first day, at dawn; an edit stays in the day. */
static void
test_begins_anew (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, 1180);
  gtk_widget_activate_action (fixture.page, "grid.run-days", "u", 2);
  while (g_list_model_get_n_items (G_LIST_MODEL (get_days (&fixture))) < 4)
    g_main_context_iteration (NULL, TRUE);
  while (!tells_time (fixture.page, "Day 2 · 24:00"))
    g_main_context_iteration (NULL, TRUE);
  gmarl_document_set_option (gmarl_session_get_document (fixture.session), "nodes", "7", &error);
  while (!tells_time (fixture.page, "Day 2 · 00:00"))
    g_main_context_iteration (NULL, TRUE);
  gmarl_document_open_builtin (gmarl_session_get_document (fixture.session), "hub-6", &error);
  g_assert_no_error (error);
  while (!tells_time (fixture.page, "Day 1 · 06:00"))
    g_main_context_iteration (NULL, TRUE);
}

/* What cannot be had leaves what plays in play, and says so. */
static void
toast_cb (int *count)
{
  (*count)++;
}

static void
test_policy (void)
{
  g_auto (Fixture) fixture = { 0 };
  int n_toasts = 0;

  fixture_init (&fixture, 1180);
  g_signal_connect_swapped (fixture.session, "toast", G_CALLBACK (toast_cb), &n_toasts);
  gmarl_grid_page_choose_policy (GMARL_GRID_PAGE (fixture.page), "idle");
  g_assert_cmpint (n_toasts, ==, 0);
  gmarl_grid_page_choose_policy (GMARL_GRID_PAGE (fixture.page), "/nonexistent.safetensors");
  while (n_toasts == 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/grid-page/layouts", test_layouts);
  g_test_add_func ("/app/grid-page/narrow", test_narrow);
  g_test_add_func ("/app/grid-page/large-text", test_large_text);
  g_test_add_func ("/app/grid-page/network-menu", test_network_menu);
  g_test_add_func ("/app/grid-page/run-days", test_run_days);
  g_test_add_func ("/app/grid-page/table-costs-nothing-unseen", test_table_costs_nothing_unseen);
  g_test_add_func ("/app/grid-page/enter-runs-days", test_enter_runs_days);
  g_test_add_func ("/app/grid-page/range-fits", test_range_fits);
  g_test_add_func ("/app/grid-page/scenario", test_scenario);
  g_test_add_func ("/app/grid-page/begins-anew", test_begins_anew);
  g_test_add_func ("/app/grid-page/policy", test_policy);
  return g_test_run ();
}
