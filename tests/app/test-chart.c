/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The chart as its user meets it: keys, clicks, words, table. Pictures of it in several styles are
 * left in the build folder, to be looked at.
 */
#include "gmarl-chart-export.h"
#include "gmarl-chart-private.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_ITERATIONS 500

typedef struct {
  GtkWidget *window;
  GmarlChart *chart;
  GmarlChart *other; /* shares the axis */
  GmarlChartView *view;
  GmarlChartPlot *plot;
  GmarlChartAxis *axis;
} Fixture;

/* A learning curve: two lines with intervals and one without. */
static GmarlChartView *
make_view (guint n)
{
  GmarlChartView *view = gmarl_chart_view_new ();
  static const char *const names[] = { "PPO", "Heuristic", "Random" };

  gmarl_chart_view_set_text (&view->title, "Average grid stability per episode");
  gmarl_chart_view_set_text (&view->subtitle,
                             "Mean of 10 seeds, 95 % bootstrap interval · higher is better");
  gmarl_chart_view_set_text (&view->x.title, "Iteration");
  gmarl_chart_view_set_text (&view->y.title, "Stability");
  view->y.min_span = 0.1;
  for (guint s = 0; s < 3; s++) {
    GmarlSeries *data = gmarl_series_new ();
    GmarlChartSeries *series;

    for (guint i = 0; i < n; i++) {
      double y = s == 0 ? 0.58 + 0.3 * (1 - exp (-(double) i / 90)) + 0.01 * sin (i * 0.9)
                        : (s == 1 ? 0.81 : 0.6) + 0.005 * sin (i * 0.37 + s);

      if (s < 2)
        gmarl_series_append_band (data, i, y, y - 0.03, y + 0.03);
      else
        gmarl_series_append (data, i, y);
    }
    series = gmarl_chart_view_add_series (view, names[s], names[s], data,
                                          (GmarlSeriesLook){ GMARL_LOOK_SERIES, s });
    series->smooth = s == 0;
    gmarl_series_unref (data);
  }
  return view;
}

static gboolean
timeout_cb (gpointer done)
{
  *(gboolean *) done = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until a condition holds; a test that waits in vain fails. */
#define WAIT_UNTIL(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean too_long = FALSE;                                                                     \
    guint limit = g_timeout_add_seconds (20, timeout_cb, &too_long);                               \
                                                                                                   \
    while (!too_long && !(condition))                                                              \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (limit);                                                                       \
    g_assert_false (too_long);                                                                     \
  }                                                                                                \
  G_STMT_END

static void
set_up_sized (Fixture *f, int width, int height)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  f->window = gtk_window_new ();
  f->view = make_view (N_ITERATIONS);
  f->axis = gmarl_chart_axis_new ();
  f->chart = GMARL_CHART (gmarl_chart_new ());
  f->other = GMARL_CHART (gmarl_chart_new ());
  f->plot = GMARL_CHART_PLOT (gmarl_chart_get_plot (f->chart));
  gmarl_chart_set_axis (f->chart, f->axis);
  gmarl_chart_set_axis (f->other, f->axis);
  gmarl_chart_set_view (f->chart, f->view);
  gmarl_chart_set_view (f->other, f->view);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_vexpand (GTK_WIDGET (f->chart), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (f->other), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (f->chart));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (f->other));
  gtk_window_set_child (GTK_WINDOW (f->window), box);
  gtk_window_set_default_size (GTK_WINDOW (f->window), width, height);
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (f->plot)) &&
              gtk_widget_get_width (GTK_WIDGET (f->plot)) > 0);
  gtk_widget_grab_focus (GTK_WIDGET (f->chart));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  set_up_sized (f, 760, 800);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GtkWidget *chart = GTK_WIDGET (f->chart);
  GmarlChartPlot *plot = f->plot;

  g_object_add_weak_pointer (G_OBJECT (chart), (gpointer *) &chart);
  g_object_add_weak_pointer (G_OBJECT (plot), (gpointer *) &plot);
  gtk_window_destroy (GTK_WINDOW (f->window));
  WAIT_UNTIL (chart == NULL && plot == NULL);
  g_assert_finalize_object (f->axis);
  gmarl_chart_view_unref (f->view);
}

/* Does what a key does: what the widget binds to it. */
static gboolean
press (GtkWidget *widget, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
      continue;
    for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
          gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key &&
          gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers)
        return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                             gtk_shortcut_get_arguments (shortcut));
    }
  }
  g_error ("No such key");
}

#define PRESS(f, key, modifiers)                                                                   \
  g_assert_true (press (GTK_WIDGET ((f)->plot), GDK_KEY_##key, modifiers))

static void
assert_range (Fixture *f, double lower, double upper)
{
  double x0, x1;

  gmarl_chart_axis_get_range (f->axis, &x0, &x1);
  g_assert_cmpfloat_with_epsilon (x0, lower, 1e-6);
  g_assert_cmpfloat_with_epsilon (x1, upper, 1e-6);
}

static double
cursor (Fixture *f)
{
  return gmarl_chart_axis_get_cursor (f->axis);
}

static gboolean
has_label (Fixture *f, const char *label)
{
  g_autofree char *difference = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (f->plot), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  return difference == NULL;
}

static void
test_words (Fixture *f, gconstpointer data)
{
  g_autofree char *expected = NULL;

  gtk_test_accessible_assert_role (f->plot, GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (f->plot)));
  gtk_test_accessible_assert_property (f->plot, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Average grid stability per episode");
  WAIT_UNTIL (gtk_test_accessible_has_property (GTK_ACCESSIBLE (f->plot),
                                                GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  PRESS (f, Home, 0);
  expected = gmarl_chart_scene_describe_point (gmarl_chart_plot_get_scene (f->plot), 0);
  g_assert_true (g_str_has_prefix (expected, "Iteration 0. Heuristic 0.81"));
  WAIT_UNTIL (has_label (f, expected));
}

static void
test_cursor_keys (Fixture *f, gconstpointer data)
{
  PRESS (f, Right, 0);
  g_assert_cmpfloat (cursor (f), ==, N_ITERATIONS - 1);
  PRESS (f, Left, 0);
  g_assert_cmpfloat (cursor (f), ==, N_ITERATIONS - 2);
  PRESS (f, Left, GDK_CONTROL_MASK);
  g_assert_cmpfloat (cursor (f), ==, N_ITERATIONS - 12);
  PRESS (f, Right, GDK_CONTROL_MASK);
  g_assert_cmpfloat (cursor (f), ==, N_ITERATIONS - 2);
  PRESS (f, Home, 0);
  g_assert_cmpfloat (cursor (f), ==, 0);
  PRESS (f, Left, 0);
  g_assert_cmpfloat (cursor (f), ==, 0);
  PRESS (f, End, 0);
  g_assert_cmpfloat (cursor (f), ==, N_ITERATIONS - 1);
  g_assert_true (gmarl_chart_axis_get_cursor_owner (f->axis) == f->plot);
}

static void
test_series_keys (Fixture *f, gconstpointer data)
{
  GmarlChartChoices *choices = gmarl_chart_plot_get_choices (f->plot);

  PRESS (f, Down, 0);
  g_assert_cmpint (choices->state.focused, ==, 0);
  PRESS (f, Down, 0);
  g_assert_cmpint (choices->state.focused, ==, 1);
  PRESS (f, Up, 0);
  g_assert_cmpint (choices->state.focused, ==, 0);
  PRESS (f, 1, 0);
  g_assert_false (gmarl_chart_view_get_series (f->view, 0)->visible);
  g_assert_cmpint (choices->state.focused, ==, -1);
  PRESS (f, 1, 0);
  PRESS (f, 3, GDK_CONTROL_MASK);
  g_assert_false (gmarl_chart_view_is_shown (f->view, 0));
  g_assert_false (gmarl_chart_view_is_shown (f->view, 1));
  g_assert_true (gmarl_chart_view_is_shown (f->view, 2));
  PRESS (f, 3, GDK_CONTROL_MASK);
  g_assert_true (gmarl_chart_view_is_shown (f->view, 0));
  g_assert_false (press (GTK_WIDGET (f->plot), GDK_KEY_9, 0));
}

static void
test_range_keys (Fixture *f, gconstpointer data)
{
  double x0, x1;

  PRESS (f, plus, 0);
  gmarl_chart_axis_get_range (f->axis, &x0, &x1);
  g_assert_cmpfloat_with_epsilon (x1 - x0, 499 / 1.25, 1e-6);
  PRESS (f, minus, 0);
  assert_range (f, 0, 499);
  gmarl_chart_axis_show_range (f->axis, 100, 200);
  PRESS (f, Right, GDK_SHIFT_MASK);
  assert_range (f, 110, 210);
  PRESS (f, Left, GDK_ALT_MASK);
  assert_range (f, 100, 200);
  PRESS (f, Right, GDK_ALT_MASK);
  assert_range (f, 110, 210);
  PRESS (f, 0, 0);
  assert_range (f, 0, 499);
  /* The crosshair takes the range along. */
  PRESS (f, Home, 0);
  gmarl_chart_axis_show_range (f->axis, 100, 200);
  PRESS (f, Right, 0);
  gmarl_chart_axis_get_range (f->axis, &x0, &x1);
  g_assert_cmpfloat (x0, <=, 1);
}

static void
test_look_keys (Fixture *f, gconstpointer data)
{
  GmarlChartChoices *choices = gmarl_chart_plot_get_choices (f->plot);
  const GmarlChartScene *scene;
  double y0;

  for (guint i = 1; i <= 4; i++) {
    static const double expected[] = { 0, 5, 20, 50, 0 };

    PRESS (f, s, 0);
    g_assert_cmpfloat (gmarl_chart_get_smoothing (f->chart), ==, expected[i]);
  }
  /* Of bands only those that there are. */
  PRESS (f, b, 0);
  g_assert_cmpint (choices->state.band, ==, GMARL_CHART_BAND_NONE);
  PRESS (f, b, 0);
  g_assert_cmpint (choices->state.band, ==, GMARL_CHART_BAND_INTERVAL);
  PRESS (f, l, 0);
  g_assert_cmpint (gmarl_chart_plot_get_scene (f->plot)->y_kind, ==, GMARL_CHART_LOG);
  PRESS (f, l, 0);
  y0 = gmarl_chart_plot_get_scene (f->plot)->y0;
  PRESS (f, y, 0);
  PRESS (f, 2, GDK_CONTROL_MASK);
  g_assert_cmpfloat (gmarl_chart_plot_get_scene (f->plot)->y0, ==, y0);
  PRESS (f, y, 0);
  scene = gmarl_chart_plot_get_scene (f->plot);
  g_assert_cmpfloat (scene->y0, >, y0);
}

/* Lends the first series three seeds and their range. */
static void
add_seeds (Fixture *f)
{
  GmarlChartSeries *parent = gmarl_chart_view_get_series (f->view, 0);
  g_autoptr (GmarlSeries) range = gmarl_series_new ();
  const double *x = gmarl_series_get_x (parent->data), *y = gmarl_series_get_y (parent->data);

  for (gsize k = 0; k < N_ITERATIONS; k++)
    gmarl_series_append_band (range, x[k], y[k], y[k] - 0.06, y[k] + 0.05);
  gmarl_chart_series_set_range (parent, range);
  for (int k = 0; k < 3; k++) {
    g_autofree char *id = g_strdup_printf ("seed-%d", k);
    g_autoptr (GmarlSeries) data = gmarl_series_new ();
    GmarlChartSeries *seed;

    for (gsize i = 0; i < N_ITERATIONS; i++)
      gmarl_series_append (data, x[i], y[i] + 0.02 * (k - 1));
    seed = gmarl_chart_view_add_series (f->view, id, id, data, (GmarlSeriesLook){ 0 });
    seed->thin = TRUE;
    seed->parent = 0;
  }
  gmarl_chart_set_view (f->chart, f->view);
}

static void
assert_band_state (Fixture *f, const char *expected)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (f->chart->actions), "band");

  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, expected);
}

/* Intervals, seeds, their range, nothing: plot, words, table and files agree. */
static void
test_bands (Fixture *f, gconstpointer data)
{
  GActionGroup *actions = gmarl_chart_get_actions (f->chart);
  GmarlChartTable *table;
  g_autoptr (GVariant) seeds = NULL;
  g_autofree char *csv = NULL, *text = NULL;

  assert_band_state (f, "interval");
  add_seeds (f);
  PRESS (f, b, 0);
  assert_band_state (f, "seeds");
  seeds = g_action_group_get_action_state (actions, "seeds");
  g_assert_true (g_variant_get_boolean (seeds));
  PRESS (f, b, 0);
  assert_band_state (f, "range");
  table = gmarl_chart_get_table (f->chart);
  g_assert_cmpuint (gmarl_chart_table_get_n_columns (table), ==, 5); /* of one seed there is none */
  g_assert_cmpstr (gmarl_chart_table_get_heading (table, 2), ==, "PPO, range of the seeds");
  csv = gmarl_chart_table_to_csv (table, 0, 1);
  g_assert_true (g_str_has_prefix (csv, "Iteration,PPO,\"PPO, range of the seeds, lower end\","));
  g_assert_nonnull (strstr (csv, "\n0,0.58,0.52,0.63,"));
  PRESS (f, Home, 0);
  text = gmarl_chart_readout_bar_get_text (f->chart->readout);
  g_assert_nonnull (strstr (text, "\nPPO\t0.58\t0.52\t0.63"));
  PRESS (f, b, 0);
  assert_band_state (f, "none");
  PRESS (f, b, 0);
  assert_band_state (f, "interval");

  g_action_group_change_action_state (actions, "seeds", g_variant_new_boolean (TRUE));
  assert_band_state (f, "seeds");
  g_action_group_change_action_state (actions, "seeds", g_variant_new_boolean (FALSE));
  assert_band_state (f, "interval");
  g_action_group_change_action_state (actions, "band", g_variant_new_string ("range"));
  assert_band_state (f, "range");
  gmarl_chart_set_view (f->chart, NULL);
  gmarl_chart_set_view (f->other, NULL);
}

static void
test_pins (Fixture *f, gconstpointer data)
{
  g_autofree char *point = NULL, *difference = NULL, *both = NULL, *expected = NULL;

  PRESS (f, Home, 0);
  PRESS (f, p, 0);
  PRESS (f, Right, GDK_CONTROL_MASK);
  PRESS (f, p, 0);
  g_assert_cmpuint (gmarl_chart_axis_get_n_pins (f->axis), ==, 2);
  point = gmarl_chart_scene_describe_point (gmarl_chart_plot_get_scene (f->plot), 10);
  difference = gmarl_chart_scene_describe_difference (gmarl_chart_plot_get_scene (f->plot), 0, 10);
  both = g_strconcat (point, " ", difference, NULL);
  WAIT_UNTIL (has_label (f, both));
  PRESS (f, Escape, 0);
  g_assert_cmpuint (gmarl_chart_axis_get_n_pins (f->axis), ==, 0);
  g_assert_cmpfloat (cursor (f), ==, 10);
  /* What is said is no longer a difference. */
  expected = gmarl_chart_scene_describe_point (gmarl_chart_plot_get_scene (f->plot), 10);
  WAIT_UNTIL (has_label (f, expected));
  PRESS (f, Escape, 0);
  g_assert_true (isnan (cursor (f)));
  /* Nothing is left to release: the focus goes on. */
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (f->plot)));
  PRESS (f, Escape, 0);
  g_assert_false (gtk_widget_has_focus (GTK_WIDGET (f->plot)));
}

static void
test_table (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  PRESS (f, t, 0);
  g_assert_true (gmarl_chart_get_shows_table (f->chart));
  g_assert_true (gtk_widget_get_focus_child (GTK_WIDGET (f->chart)) != NULL);
  text = gmarl_chart_table_view_get_text (f->chart->table_view);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==,
                   "Iteration\tPPO\tPPO, interval\tHeuristic\tHeuristic, interval\tRandom");
  g_assert_cmpstr (lines[1], ==, "0\t0.580\t0.550 to 0.610\t0.814\t0.784 to 0.844\t0.605");
  g_assert_cmpuint (g_strv_length (lines), ==, N_ITERATIONS + 2);
  gtk_widget_activate_action (GTK_WIDGET (f->chart->table_view), "chart.table", NULL);
  g_assert_false (gmarl_chart_get_shows_table (f->chart));
}

/* Differences to a baseline by policy, and one distribution among them. */
static GmarlChartView *
make_categories (void)
{
  static const char *const names[] = { "PPO, shared", "Random", "Days" };
  GmarlChartView *view = gmarl_chart_view_new ();

  gmarl_chart_view_set_text (&view->title, "Stability");
  gmarl_chart_view_set_text (&view->x.title, "Policy");
  for (guint k = 0; k < G_N_ELEMENTS (names); k++) {
    GmarlSeriesLook look = { GMARL_LOOK_SERIES, k };
    GmarlChartSeries *series = gmarl_chart_view_add_series (view, names[k], names[k], NULL, look);
    guint x = gmarl_chart_view_add_category (view, names[k]);

    series->drawn = k < 2 ? GMARL_CHART_POINTS : GMARL_CHART_STRIP;
    if (k < 2)
      gmarl_series_append_band (series->data, x, 2.0 - k, 1.5 - k, 2.5 - k);
    else
      for (guint value = 1; value <= 5; value++)
        gmarl_series_append (series->data, x, value);
  }
  return view;
}

/* A click on a name hides and shows its series, one with Alt shows it alone, and all again. */
static void
test_legend (Fixture *f, gconstpointer data)
{
  for (guint k = 0; k < 3; k++)
    for (guint turn = 0; turn < 4; turn++) {
      const GmarlChartEntry *entry = gmarl_chart_plot_get_scene (f->plot)->entries->pdata[k];
      guint index = entry->index;
      gboolean alone = turn >= 2, back = turn % 2 == 1;

      /* The click makes another scene. */
      gmarl_chart_plot_click (f->plot, entry->area.x + 4, entry->area.y + entry->area.height / 2,
                              alone);
      for (guint i = 0; i < 3; i++)
        g_assert_cmpint (gmarl_chart_view_get_series (f->view, i)->visible, ==,
                         back || (alone ? i == index : i != index));
    }
}

/* Keys, words, table and legend of a chart whose x are names. */
static void
test_categories (Fixture *f, gconstpointer data)
{
  g_autoptr (GmarlChartView) view = make_categories ();
  GmarlChartTable *table;
  const GmarlChartScene *scene;
  const GmarlChartEntry *entry;
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;

  gmarl_chart_set_view (f->other, NULL);
  gmarl_chart_set_view (f->chart, view);
  PRESS (f, Home, 0);
  g_assert_cmpfloat (cursor (f), ==, 0);
  PRESS (f, Right, 0);
  g_assert_cmpfloat (cursor (f), ==, 1);
  text = gmarl_chart_readout_bar_get_text (f->chart->readout);
  g_assert_cmpstr (text, ==, "Random\tValue\tLower\tUpper\nRandom\t1\t0.5\t1.5\n");
  PRESS (f, End, 0);
  g_assert_cmpfloat (cursor (f), ==, 2);

  table = gmarl_chart_get_table (f->chart);
  csv = gmarl_chart_table_to_csv (table, 0, g_list_model_get_n_items (G_LIST_MODEL (table)));
  g_assert_cmpstr (csv, ==,
                   "Policy,\"PPO, shared\",\"PPO, shared, interval, lower end\","
                   "\"PPO, shared, interval, upper end\",Random,\"Random, interval, lower end\","
                   "\"Random, interval, upper end\",\"Days, mean\","
                   "\"Days, quartiles, lower end\",\"Days, quartiles, upper end\"\n"
                   "\"PPO, shared\",2,1.5,2.5,,,,,,\n"
                   "Random,,,,1,0.5,1.5,,,\n"
                   "Days,,,,,,,3,2,4\n");

  /* The label of a category switches its series. */
  scene = gmarl_chart_plot_get_scene (f->plot);
  entry = scene->entries->pdata[1];
  g_assert_true (entry->on_axis);
  gmarl_chart_plot_click (f->plot, entry->area.x + 5, entry->area.y + 5, FALSE);
  g_assert_false (gmarl_chart_view_get_series (view, 1)->visible);
  gmarl_chart_set_view (f->chart, f->view);
}

/* Which of the ranges the menu marks. */
static char *
range_state (Fixture *f)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (f->chart->actions), "range");

  return g_variant_dup_string (state, NULL);
}

#define ASSERT_RANGE_STATE(f, expected)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *state = range_state (f);                                                      \
                                                                                                   \
    g_assert_cmpstr (state, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

/* The newest stretch, from the menu: of all charts of the axis. */
static void
test_range (Fixture *f, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (f->chart->actions);
  double y0;

  f->view->x.span = GMARL_CHART_SPAN_ITERATIONS;
  ASSERT_RANGE_STATE (f, "all");
  y0 = gmarl_chart_plot_get_scene (f->plot)->y0;
  PRESS (f, 2, GDK_CONTROL_MASK); /* alone: the first one begins far below */
  g_action_group_change_action_state (actions, "range",
                                      g_variant_new_string ("last-100-iterations"));
  assert_range (f, 399, 499);
  ASSERT_RANGE_STATE (f, "last-100-iterations");
  g_assert_false (g_action_group_get_action_enabled (actions, "follow"));
  /* Nothing of what was shown before holds y open. */
  g_assert_cmpfloat (gmarl_chart_plot_get_scene (f->plot)->y0, >, y0);
  PRESS (f, Left, GDK_SHIFT_MASK);
  assert_range (f, 389, 489);
  ASSERT_RANGE_STATE (f, "");
  g_assert_true (g_action_group_get_action_enabled (actions, "follow"));
  g_action_group_activate_action (actions, "follow", NULL);
  assert_range (f, 399, 499);
  ASSERT_RANGE_STATE (f, "last-100-iterations");
  g_action_group_change_action_state (actions, "range", g_variant_new_string ("all"));
  assert_range (f, 0, 499);

  /* Iterations are long where x is steps, and hours are hours. */
  gmarl_chart_set_iteration_length (f->chart, 2);
  g_action_group_change_action_state (actions, "range",
                                      g_variant_new_string ("last-20-iterations"));
  assert_range (f, 459, 499);
  f->view->x.span = GMARL_CHART_SPAN_HOURS;
  g_action_group_change_action_state (actions, "range", g_variant_new_string ("last-3-hours"));
  assert_range (f, 496, 499);
  ASSERT_RANGE_STATE (f, "last-3-hours");
}

/* No two items of a level of the menu have one mnemonic. */
static void
assert_mnemonics (GMenuModel *menu, GString *seen)
{
  for (int k = 0; k < g_menu_model_get_n_items (menu); k++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, k, G_MENU_LINK_SECTION);
    g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, k, G_MENU_LINK_SUBMENU);
    g_autofree char *label = NULL;
    const char *mnemonic;

    if (section != NULL)
      assert_mnemonics (section, seen);
    if (submenu != NULL) {
      GString *own = g_string_new (NULL);

      assert_mnemonics (submenu, own);
      g_string_free (own, TRUE);
    }
    if (!g_menu_model_get_item_attribute (menu, k, G_MENU_ATTRIBUTE_LABEL, "s", &label))
      continue;
    mnemonic = strchr (label, '_');
    if (mnemonic == NULL || mnemonic[1] == '_')
      continue;
    g_test_message ("%s", label);
    g_assert_null (strchr (seen->str, g_ascii_tolower (mnemonic[1])));
    g_string_append_c (seen, g_ascii_tolower (mnemonic[1]));
  }
}

static void
test_menu_letters (Fixture *f, gconstpointer data)
{
  GString *seen = g_string_new (NULL);

  f->view->x.span = GMARL_CHART_SPAN_SECONDS;
  gmarl_chart_show_menu (f->chart, 10, 10);
  assert_mnemonics (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (f->chart->menu)), seen);
  g_assert_cmpuint (seen->len, >, 10);
  gtk_popover_popdown (GTK_POPOVER (f->chart->menu));
  g_string_free (seen, TRUE);
}

static void
test_pointer (Fixture *f, gconstpointer data)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (f->plot);
  double x = gmarl_chart_scene_x_to_pixel (scene, 310);
  double y = scene->plot.y + scene->plot.height / 2;
  g_autofree char *text = NULL;

  gmarl_chart_plot_point_at (f->plot, x, y);
  g_assert_cmpfloat (cursor (f), ==, 310);
  text = gmarl_chart_readout_bar_get_text (f->chart->readout);
  g_assert_nonnull (strstr (text, "310"));
  /* The chart that is not pointed at has the crosshair without words. */
  g_assert_null (gmarl_chart_readout_bar_get_text (f->other->readout));
  gmarl_chart_plot_click (f->plot, x, y, FALSE);
  g_assert_cmpuint (gmarl_chart_axis_get_n_pins (f->axis), ==, 1);
  gmarl_chart_plot_leave (f->plot);
  g_assert_true (isnan (cursor (f)));
  scene = gmarl_chart_plot_get_scene (f->plot); /* the pin made another */
  gmarl_chart_plot_select (f->plot, gmarl_chart_scene_x_to_pixel (scene, 100), y,
                           gmarl_chart_scene_x_to_pixel (scene, 200), y + 20, FALSE);
  assert_range (f, 100, 200);
}

/* The readout does not cut through the topmost number of the axis, however many lines it has. */
static void
test_readout_bottom (Fixture *f, gconstpointer data)
{
  const GmarlChartScene *scene;
  double half, bottom;

  gmarl_chart_view_set_text (&f->view->y.title, NULL); /* the plot begins below the subtitle */
  gmarl_chart_set_view (f->chart, f->view);
  g_assert_true (isnan (gmarl_chart_readout_bar_get_bottom (f->chart->readout)));
  for (int pinned = 0; pinned < 2; pinned++) {
    PRESS (f, Home, 0);
    scene = gmarl_chart_plot_get_scene (f->plot);
    half = 0.5 * scene->em;
    bottom = gmarl_chart_readout_bar_get_bottom (f->chart->readout);
    g_assert_cmpfloat (bottom, >, scene->title_bottom + half);
    g_assert_false (bottom > scene->plot.y - half && bottom < scene->plot.y + half);
    PRESS (f, p, 0);
  }
}

/* A box of x and y is one step of the history: going back undoes both, going forward does both. */
static void
test_box_history (Fixture *f, gconstpointer data)
{
  const GmarlChartScene *scene = gmarl_chart_plot_get_scene (f->plot);
  double y0 = scene->y0, y1 = scene->y1, box0, box1;

  box0 = y0 + 0.3 * (y1 - y0);
  box1 = y0 + 0.6 * (y1 - y0);
  gmarl_chart_plot_select (f->plot, gmarl_chart_scene_x_to_pixel (scene, 100),
                           gmarl_chart_scene_y_to_pixel (scene, box0),
                           gmarl_chart_scene_x_to_pixel (scene, 200),
                           gmarl_chart_scene_y_to_pixel (scene, box1), TRUE);
  assert_range (f, 100, 200);
  scene = gmarl_chart_plot_get_scene (f->plot);
  g_assert_cmpfloat_with_epsilon (scene->y0, box0, 1e-9);
  g_assert_cmpfloat_with_epsilon (scene->y1, box1, 1e-9);
  PRESS (f, Right, GDK_SHIFT_MASK);
  g_assert_cmpfloat_with_epsilon (gmarl_chart_plot_get_scene (f->plot)->y0, box0, 1e-9);
  PRESS (f, Left, GDK_ALT_MASK);
  PRESS (f, Left, GDK_ALT_MASK);
  assert_range (f, 0, 499);
  scene = gmarl_chart_plot_get_scene (f->plot);
  g_assert_cmpfloat (scene->y0, ==, y0);
  g_assert_cmpfloat (scene->y1, ==, y1);
  PRESS (f, Right, GDK_ALT_MASK);
  assert_range (f, 100, 200);
  g_assert_cmpfloat_with_epsilon (gmarl_chart_plot_get_scene (f->plot)->y0, box0, 1e-9);
  /* The other chart of the axis has its own y. */
  g_assert_false (
      gmarl_chart_plot_get_choices (GMARL_CHART_PLOT (gmarl_chart_get_plot (f->other)))->y_fixed);
}

/* Only where data keep coming there is something to follow: curves that are shown one after the
 * other are no news.
 */
static void
test_follow_pill (Fixture *f, gconstpointer data)
{
  GmarlSeries *series = gmarl_chart_view_get_series (f->view, 0)->data;

  gmarl_series_append (series, N_ITERATIONS + 10, 0.8);
  gmarl_chart_set_view (f->chart, f->view);
  gmarl_chart_axis_show_range (f->axis, 100, 200);
  g_assert_true (gmarl_chart_axis_can_follow (f->axis));
  g_assert_false (gtk_widget_get_visible (f->chart->follow));
  f->view->x.span = GMARL_CHART_SPAN_ITERATIONS;
  gmarl_chart_axis_show_range (f->axis, 100, 210);
  g_assert_true (gtk_widget_get_visible (f->chart->follow));
}

/* Live data redraw the plot a moment later, and only while it can be seen. */
static void
test_live (Fixture *f, gconstpointer data)
{
  GmarlSeries *series = gmarl_chart_view_get_series (f->view, 0)->data;
  double y0, y1;

  gmarl_chart_axis_show_last (f->axis, 100);
  y0 = gmarl_chart_plot_get_scene (f->plot)->y0;
  y1 = gmarl_chart_plot_get_scene (f->plot)->y1;
  gmarl_series_append_band (series, N_ITERATIONS, 2, 1.9, 2.1);
  gmarl_chart_data_changed (f->chart);
  WAIT_UNTIL (gmarl_chart_plot_get_scene (f->plot)->x1 == N_ITERATIONS &&
              gmarl_chart_plot_get_scene (f->plot)->y1 > 2);
  for (guint i = 1; i <= 200; i++)
    gmarl_series_append_band (series, N_ITERATIONS + i, 0.8, 0.7, 0.9);
  gmarl_chart_data_changed (f->chart);
  WAIT_UNTIL (gmarl_chart_plot_get_scene (f->plot)->x1 == N_ITERATIONS + 200);
  /* What went out of sight keeps its room until the reader asks for less. */
  g_assert_cmpfloat (gmarl_chart_plot_get_scene (f->plot)->y1, >, 2);
  g_assert_cmpfloat (gmarl_chart_plot_get_scene (f->plot)->y0, <=, y0);
  gmarl_chart_axis_pan (f->axis, -0.5);
  PRESS (f, y, 0);
  PRESS (f, y, 0);
  gmarl_chart_axis_follow (f->axis);
  g_assert_cmpfloat (gmarl_chart_plot_get_scene (f->plot)->y1, <, MAX (y1, 1.5));
}

static void
test_follow (Fixture *f, gconstpointer data)
{
  GmarlSeries *series = gmarl_chart_view_get_series (f->view, 0)->data;

  g_assert_false (gtk_widget_get_visible (f->chart->follow));
  f->view->x.span = GMARL_CHART_SPAN_ITERATIONS;
  gmarl_chart_axis_show_last (f->axis, 100);
  gmarl_chart_axis_pan (f->axis, -0.5);
  gmarl_series_append (series, N_ITERATIONS, 0.8);
  gmarl_chart_data_changed (f->chart);
  WAIT_UNTIL (gtk_widget_get_visible (f->chart->follow));
  gtk_widget_activate_action (f->chart->follow, "chart.follow", NULL);
  g_assert_false (gtk_widget_get_visible (f->chart->follow));
  g_assert_true (gmarl_chart_axis_get_following (f->axis));
}

static void
test_menu (Fixture *f, gconstpointer data)
{
  PRESS (f, F10, GDK_SHIFT_MASK);
  g_assert_nonnull (f->chart->menu);
  WAIT_UNTIL (gtk_widget_get_mapped (f->chart->menu));
  gtk_widget_activate_action (GTK_WIDGET (f->chart), "chart.show-1", NULL);
  g_assert_false (gmarl_chart_view_get_series (f->view, 1)->visible);
  /* The keys of the chart go on working. */
  g_assert_true (gtk_widget_child_focus (f->chart->menu, GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_widget_has_focus (GTK_WIDGET (f->plot)));
  gtk_popover_popdown (GTK_POPOVER (f->chart->menu));
  WAIT_UNTIL (!gtk_widget_get_mapped (f->chart->menu));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (f->plot)));

  /* What shows the table has taken the focus along. */
  PRESS (f, F10, GDK_SHIFT_MASK);
  WAIT_UNTIL (gtk_widget_get_mapped (f->chart->menu));
  gtk_widget_child_focus (f->chart->menu, GTK_DIR_TAB_FORWARD);
  gtk_popover_popdown (GTK_POPOVER (f->chart->menu));
  gtk_widget_activate_action (GTK_WIDGET (f->chart), "chart.table", NULL);
  WAIT_UNTIL (!gtk_widget_get_mapped (f->chart->menu));
  g_assert_false (gtk_widget_has_focus (GTK_WIDGET (f->plot)));
  g_assert_nonnull (gtk_widget_get_focus_child (GTK_WIDGET (f->chart)));
}

/* What a reader hid stays hidden in the next view of the same series. */
static void
test_view_again (Fixture *f, gconstpointer data)
{
  g_autoptr (GmarlChartView) next = make_view (10);

  PRESS (f, 2, 0);
  gmarl_chart_set_view (f->chart, next);
  g_assert_true (gmarl_chart_view_get_series (next, 0)->visible);
  g_assert_false (gmarl_chart_view_get_series (next, 1)->visible);
  gmarl_chart_set_view (f->chart, NULL);
  PRESS (f, Right, 0);
  PRESS (f, t, 0);
}

static void
test_files (Fixture *f, gconstpointer data)
{
  static const char *const beginnings[][2] = {
    { "a.svg", "<?xml" }, { "a.pdf", "%PDF" }, { "a.png", "\211PNG" }, { "a.csv", "Iter" }
  };
  g_autofree char *folder = g_dir_make_tmp ("chart-XXXXXX", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "a.svg", NULL);
  g_autofree char *name = gmarl_chart_make_file_name (f->chart, "svg");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (name, ==, "average-grid-stability-per-episode.svg");
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++) {
    g_autofree char *path = g_build_filename (folder, beginnings[i][0], NULL);
    g_autofree char *contents = NULL;
    gboolean table = g_str_has_suffix (path, ".csv");

    g_assert_true (table ? gmarl_chart_write_data (f->chart, path, &error)
                         : gmarl_chart_write_figure (f->chart, path, &error));
    g_assert_no_error (error);
    g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
    g_assert_true (g_str_has_prefix (contents, beginnings[i][1]));
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_false (gmarl_chart_write_figure (f->chart, nowhere, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* --- Pictures ------------------------------------------------------------------------------- */

static GskRenderNode *
make_node (GtkWidget *window, GdkPaintable *paintable)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window),
                          gtk_widget_get_height (window));
  return gtk_snapshot_free_to_node (snapshot);
}

static void
save_picture (GtkWidget *window, const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, name, NULL);

  /* Nothing to show before the first frame. */
  WAIT_UNTIL ((node = make_node (window, paintable)) != NULL);
  g_assert_true (gsk_renderer_realize (renderer, NULL, NULL));
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
  gsk_renderer_unrealize (renderer);
}

/* What is written beside numbers as they are drawn says which part of them it is, for programs. */
static void
test_export (Fixture *f, gconstpointer data)
{
  const GmarlExportChoice choice = { .item = "chart",
                                     .format = GMARL_EXPORT_CSV_WIDE,
                                     .as_drawn = TRUE };
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "chart.csv", NULL);
  g_autofree char *sidecar = gmarl_sidecar_path (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlExportContent) content = NULL;

  gmarl_chart_axis_show_range (f->axis, 0.1, 100.7);
  gmarl_chart_set_smoothing (f->chart, 5);
  content =
      gmarl_chart_make_export (f->chart, &choice, gmarl_sidecar_new ("chart", "csv-wide"), &error);
  g_assert_no_error (error);
  gmarl_export_content_write (content, path, TRUE, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (sidecar, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"0.1 to 100.7\""));
  g_assert_nonnull (strstr (text, "\"half-life of 5 iterations\""));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_unlink (sidecar), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_pictures (void)
{
  static const struct {
    const char *name;
    gboolean dark;
    int width, height;
    gboolean table;
  } pictures[] = {
    { "chart-light.png", FALSE, 760, 800, FALSE },
    { "chart-dark.png", TRUE, 760, 800, FALSE },
    { "chart-narrow.png", FALSE, 360, 700, FALSE },
    { "chart-table.png", FALSE, 760, 800, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++) {
    Fixture fixture = { 0 };
    Fixture *f = &fixture;

    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        pictures[i].dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                         : ADW_COLOR_SCHEME_FORCE_LIGHT);
    set_up_sized (f, pictures[i].width, pictures[i].height);
    PRESS (f, Home, 0);
    for (guint step = 0; step < 12; step++)
      PRESS (f, Right, GDK_CONTROL_MASK);
    PRESS (f, p, 0);
    for (guint step = 0; step < 19; step++)
      PRESS (f, Right, GDK_CONTROL_MASK);
    if (pictures[i].table)
      PRESS (f, t, 0);
    for (guint turn = 0; turn < 50; turn++)
      g_main_context_iteration (NULL, FALSE);
    save_picture (f->window, pictures[i].name);
    tear_down (f, NULL);
  }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

/* Of something much smaller the range fits anew, as the old values have nothing to do with it;
 * while data only change it does not shrink.
 */
static void
test_replaced (Fixture *f, gconstpointer data)
{
  GmarlSeries *first = gmarl_chart_view_get_series (f->view, 0)->data;
  double large;

  gmarl_series_append (first, N_ITERATIONS, 1000);
  gmarl_chart_data_changed (f->chart);
  WAIT_UNTIL (gmarl_chart_plot_get_scene (f->plot)->y1 >= 1000);
  large = gmarl_chart_plot_get_scene (f->plot)->y1;
  for (guint s = 0; s < 3; s++) {
    GmarlSeries *series = gmarl_chart_view_get_series (f->view, s)->data;

    gmarl_series_clear (series);
    gmarl_series_append (series, 0, 0.5);
    gmarl_series_append (series, 1, 0.6);
  }
  gmarl_chart_data_changed (f->chart);
  g_assert_cmpfloat (gmarl_chart_plot_get_scene (f->plot)->y1, ==, large);
  gmarl_chart_data_replaced (f->chart);
  g_assert_cmpfloat (gmarl_chart_plot_get_scene (f->plot)->y1, <, 1);
  PRESS (f, y, 0);
  gmarl_series_append (first, 2, 1000);
  gmarl_chart_data_replaced (f->chart);
  g_assert_cmpfloat (gmarl_chart_plot_get_scene (f->plot)->y1, <, 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/app/chart/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("legend", test_legend);
  ADD ("words", test_words);
  ADD ("cursor-keys", test_cursor_keys);
  ADD ("series-keys", test_series_keys);
  ADD ("range-keys", test_range_keys);
  ADD ("look-keys", test_look_keys);
  ADD ("pins", test_pins);
  ADD ("table", test_table);
  ADD ("categories", test_categories);
  ADD ("pointer", test_pointer);
  ADD ("live", test_live);
  ADD ("follow", test_follow);
  ADD ("replaced", test_replaced);
  ADD ("menu", test_menu);
  ADD ("menu-letters", test_menu_letters);
  ADD ("range", test_range);
  ADD ("bands", test_bands);
  ADD ("box-history", test_box_history);
  ADD ("follow-pill", test_follow_pill);
  ADD ("readout-bottom", test_readout_bottom);
  ADD ("files", test_files);
  ADD ("export", test_export);
  ADD ("view-again", test_view_again);
  g_test_add_func ("/app/chart/pictures", test_pictures);
  return g_test_run ();
}
