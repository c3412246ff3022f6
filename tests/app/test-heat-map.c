/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The heat map as its user meets it: keys, words, table, and a day that is asked for.
 */
#include "config.h"

#include "gmarl-heat-map.h"
#include "gmarl-heat-plot.h"

#include <adwaita.h>

typedef struct {
  GtkWidget *window;
  GmarlHeatMap *map;
  GtkWidget *plot;
  gint64 activated;
} Fixture;

/* 20 days from the fifth on; the value is 100 · day + hour. */
static GmarlHeatView *
make_view (guint64 first_day, gsize n_days)
{
  GmarlHeatView *view = gmarl_heat_view_new ();

  gmarl_chart_view_set_text (&view->title, "Demand");
  gmarl_chart_view_set_text (&view->unit, "kWh");
  gmarl_heat_view_set_size (view, first_day, n_days, 24);
  for (gsize day = 0; day < n_days; day++)
    for (gsize row = 0; row < 24; row++)
      view->value[day * 24 + row] = (double) (100 * (first_day + day) + row);
  return view;
}

static void
activated_cb (GmarlHeatMap *map, guint64 day, gint64 *activated)
{
  *activated = (gint64) day;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->activated = -1;
  f->map = GMARL_HEAT_MAP (gmarl_heat_map_new ());
  f->plot = gmarl_heat_map_get_plot (f->map);
  g_signal_connect (f->map, "day-activated", G_CALLBACK (activated_cb), &f->activated);
  gmarl_heat_map_set_view (f->map, make_view (4, 20));
  f->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 700, 400);
  adw_window_set_content (ADW_WINDOW (f->window), GTK_WIDGET (f->map));
  gtk_window_present (GTK_WINDOW (f->window));
  while (gtk_widget_get_width (f->plot) == 0 || !gtk_widget_get_mapped (f->plot))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
}

static gboolean
is_key (GtkShortcutTrigger *trigger, guint key, GdkModifierType modifiers)
{
  return GTK_IS_KEYVAL_TRIGGER (trigger) &&
         gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key &&
         gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers;
}

/* What the class does for a key; fails if there is nothing. */
static void
press (Fixture *f, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (f->plot);

  for (guint k = 0; k < g_list_model_get_n_items (controllers); k++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, k);

    if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
      continue;
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (controller)); i++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), i);

      if (!is_key (gtk_shortcut_get_trigger (shortcut), key, modifiers))
        continue;
      g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, f->plot,
                                                   gtk_shortcut_get_arguments (shortcut)));
      return;
    }
  }
  g_assert_not_reached ();
}

static void
assert_says (Fixture *f, const char *label)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (f->plot), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  g_assert_cmpstr (wrong, ==, NULL);
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  assert_says (f, "Demand");
  press (f, GDK_KEY_Left, 0);
  assert_says (f, "Day 24, 12:00 to 13:00. 2\u202f312\u202fkWh.");
  press (f, GDK_KEY_Left, 0);
  press (f, GDK_KEY_Up, 0);
  assert_says (f, "Day 23, 13:00 to 14:00. 2\u202f213\u202fkWh.");
  press (f, GDK_KEY_Left, GDK_CONTROL_MASK);
  press (f, GDK_KEY_Down, 0);
  assert_says (f, "Day 13, 12:00 to 13:00. 1\u202f212\u202fkWh.");
  press (f, GDK_KEY_Home, 0);
  assert_says (f, "Day 5, 12:00 to 13:00. 412\u202fkWh.");
  press (f, GDK_KEY_End, 0);
  press (f, GDK_KEY_Right, 0);
  assert_says (f, "Day 24, 12:00 to 13:00. 2\u202f312\u202fkWh.");
  press (f, GDK_KEY_Return, 0);
  g_assert_cmpint (f->activated, ==, 23);
  press (f, GDK_KEY_Escape, 0);
  assert_says (f, "Demand");
}

/* What is read stays with its day while days come and go. */
static void
test_follows (Fixture *f, gconstpointer data)
{
  press (f, GDK_KEY_Left, 0);
  gmarl_heat_map_set_view (f->map, make_view (10, 20));
  assert_says (f, "Day 24, 12:00 to 13:00. 2\u202f312\u202fkWh.");
  gmarl_heat_map_set_view (f->map, make_view (24, 2));
  assert_says (f, "Demand");
  gmarl_heat_map_set_view (f->map, make_view (0, 0));
  gmarl_heat_map_set_view (f->map, NULL);
}

static void
test_table (Fixture *f, gconstpointer data)
{
  g_autofree char *csv = gmarl_heat_map_to_csv (f->map);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  g_assert_true (g_str_has_prefix (lines[0], "Day,"));
  g_assert_true (g_str_has_prefix (lines[1], "5,400,401,"));
  g_assert_true (g_str_has_prefix (lines[20], "24,2300,2301,"));
  press (f, GDK_KEY_t, 0);
  g_assert_true (gmarl_heat_map_get_shows_table (f->map));
  gtk_widget_activate_action (f->plot, "chart.table", NULL);
  g_assert_false (gmarl_heat_map_get_shows_table (f->map));
}

static void
test_picture (Fixture *f, gconstpointer data)
{
  g_autoptr (GdkTexture) texture = gmarl_heat_plot_make_texture (GMARL_HEAT_PLOT (f->plot));

  g_assert_cmpint (gdk_texture_get_width (texture), ==, gtk_widget_get_width (f->plot));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (f->plot), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (f->plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
      "Heat map, Demand by day and time, 20 days. Least: 400\u202fkWh (Day 5 · 00:00–01:00). "
      "Greatest: 2\u202f323\u202fkWh (Day 24 · 23:00–24:00).");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/app/heat-map/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/app/heat-map/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/app/heat-map/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add ("/app/heat-map/picture", Fixture, NULL, set_up, test_picture, tear_down);

  return g_test_run ();
}
