/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-speed.h"
#include "gmarl-grid-text.h"
#include "gmarl-scenario-words.h"

#include <math.h>

#define SPACE "\u202f"
#define MINUS "\u2212"

static void
assert_number (double value, const char *expected)
{
  g_autofree char *text = gmarl_grid_text_number (value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_number (void)
{
  assert_number (0, "0");
  assert_number (-0.0, "0");
  assert_number (14.23, "14.2");
  assert_number (99.96, "100");
  assert_number (999.6, "1000");
  assert_number (1234.4, "1234");
  assert_number (12345.6, "12" SPACE "346");
  assert_number (1234567, "1" SPACE "234" SPACE "567");
  assert_number (0.8721, "0.872");
  assert_number (0.01234, "0.0123");
  assert_number (0.00004, "0");
  assert_number (-3.456, MINUS "3.46");
  assert_number (-0.00001, "0");
  assert_number (NAN, "–");
  assert_number (-INFINITY, "–");
}

static void
test_units (void)
{
  g_autofree char *energy = gmarl_grid_text_quantity (14.2, "kWh");
  g_autofree char *percent = gmarl_grid_text_percent (0.623, 0);
  g_autofree char *negative = gmarl_grid_text_percent (-0.0123, 1);

  g_assert_cmpstr (energy, ==, "14.2" SPACE "kWh");
  g_assert_cmpstr (percent, ==, "62" SPACE "%");
  g_assert_cmpstr (negative, ==, MINUS "1.2" SPACE "%");
}

static void
test_clock (void)
{
  static const struct {
    guint step;
    const char *text;
  } cases[] = { { 0, "00:00" }, { 72, "06:00" }, { 175, "14:35" }, { 288, "24:00" } };
  g_autofree char *day_clock = gmarl_grid_text_day_clock (2, 175);

  for (guint k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autofree char *text = gmarl_grid_text_clock (cases[k].step);

    g_assert_cmpstr (text, ==, cases[k].text);
  }
  g_assert_cmpstr (day_clock, ==, "Day 3 · 14:35");
}

static void
test_indicator (void)
{
  g_autofree char *cost = gmarl_grid_text_indicator (GMARL_INDICATOR_ENERGY_COST, 12345.678);
  g_autofree char *solar = gmarl_grid_text_indicator (GMARL_INDICATOR_SOLAR_UTILISATION, 0.98765);
  g_autofree char *none = gmarl_grid_text_indicator (GMARL_INDICATOR_CARBON, NAN);
  g_autofree char *cost_title =
      gmarl_grid_text_indicator_title (GMARL_INDICATOR_ENERGY_COST, "EUR");
  g_autofree char *solar_title =
      gmarl_grid_text_indicator_title (GMARL_INDICATOR_SOLAR_UTILISATION, "EUR");
  g_autofree char *plain_title = gmarl_grid_text_indicator_title (GMARL_INDICATOR_STABILITY, "EUR");

  g_assert_cmpstr (cost, ==, "12345.68");
  g_assert_cmpstr (solar, ==, "98.77"); /* 98.765 is above the half, as a double */
  g_assert_cmpstr (none, ==, "–");
  g_assert_cmpstr (cost_title, ==, "Energy Cost [EUR]");
  g_assert_cmpstr (solar_title, ==, "Solar Utilisation [%]");
  g_assert_cmpstr (plain_title, ==, "Grid Stability");
}

static void
test_level_state (void)
{
  g_assert_cmpstr (gmarl_grid_text_level_state (0.19), ==, "low");
  g_assert_null (gmarl_grid_text_level_state (0.2));
  g_assert_null (gmarl_grid_text_level_state (0.9));
  g_assert_cmpstr (gmarl_grid_text_level_state (0.91), ==, "full");
}

/* The scale and the speeds are two ways to say the same. */
static void
assert_names (const GmarlScenario *scenario, const char *const *expected)
{
  g_auto (GStrv) names = gmarl_scenario_word_nodes (scenario);

  g_assert_cmpuint (g_strv_length (names), ==, scenario->nodes);
  for (gsize i = 0; expected[i] != NULL; i++) {
    g_autofree char *name = gmarl_scenario_word_node (scenario, i);

    g_assert_cmpstr (names[i], ==, expected[i]);
    g_assert_cmpstr (name, ==, expected[i]);
  }
}

/* Nodes without a name are called by what they are, and told apart where there are several. */
static void
test_node_names (void)
{
  static const char *const alone[] = { "Residential", "Commercial", "Industrial",
                                       "Mixed",       "Suburban",   NULL };
  static const char *const several[] = { "Residential 0", "Commercial",    "Harbour", "Mixed",
                                         "Suburban",      "Residential 5", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", &error);

  g_assert_no_error (error);
  assert_names (scenario, alone);
  g_assert_false (gmarl_scenario_word_has_name (scenario, 2));
  gmarl_scenario_resize (scenario, 6);
  gmarl_scenario_set (scenario, "node.2.name", "Harbour", &error);
  g_assert_no_error (error);
  assert_names (scenario, several);
  g_assert_true (gmarl_scenario_word_has_name (scenario, 2));
}

static void
test_speed_scale (void)
{
  static const double speeds[] = {
    1, 2.5, 10, 60, 237, 600, 1000, GMARL_GRID_SPEED_FRAME, GMARL_GRID_SPEED_MAX
  };

  for (guint k = 0; k < G_N_ELEMENTS (speeds); k++) {
    double position = gmarl_grid_speed_to_position (speeds[k]);

    g_assert_cmpfloat (gmarl_grid_speed_from_position (position), ==, speeds[k]);
    g_assert_false (gmarl_grid_speed_is_paused (position));
    if (k > 0)
      g_assert_cmpfloat (position, >, gmarl_grid_speed_to_position (speeds[k - 1]));
  }
  g_assert_true (gmarl_grid_speed_is_paused (GMARL_GRID_SPEED_PAUSED));
  for (guint mark = 1; mark < GMARL_GRID_N_SPEED_MARKS; mark++)
    g_assert_cmpfloat (gmarl_grid_speed_mark_position (mark), >,
                       gmarl_grid_speed_mark_position (mark - 1));
  g_assert_cmpfloat (gmarl_grid_speed_mark_position (GMARL_GRID_N_SPEED_MARKS - 1), ==,
                     GMARL_GRID_SPEED_END);
}

static void
test_speed_next (void)
{
  static const double ladder[] = { 1, 10, 60, GMARL_GRID_SPEED_FRAME, GMARL_GRID_SPEED_MAX };
  guint last = G_N_ELEMENTS (ladder) - 1;

  for (guint k = 0; k < last; k++) {
    g_assert_cmpfloat (gmarl_grid_speed_next (ladder[k], 1), ==, ladder[k + 1]);
    g_assert_cmpfloat (gmarl_grid_speed_next (ladder[k + 1], -1), ==, ladder[k]);
  }
  g_assert_cmpfloat (gmarl_grid_speed_next (ladder[0], -1), ==, ladder[0]);
  g_assert_cmpfloat (gmarl_grid_speed_next (ladder[last], 1), ==, ladder[last]);
  g_assert_cmpfloat (gmarl_grid_speed_next (30, 1), ==, 60);
  g_assert_cmpfloat (gmarl_grid_speed_next (30, -1), ==, 10);
  g_assert_cmpfloat (gmarl_grid_speed_next (600, 1), ==, GMARL_GRID_SPEED_FRAME);
  g_assert_cmpfloat (gmarl_grid_speed_next (600, -1), ==, 60);
}

/* Every choice of the setting is a speed that the scale has. */
static void
test_speed_start (void)
{
  static const double speeds[] = { 37, 1, 10, 60, GMARL_GRID_SPEED_FRAME, GMARL_GRID_SPEED_MAX };
  const char *const *names = gmarl_grid_speed_start_names ();

  g_assert_cmpuint (g_strv_length ((char **) names), ==, G_N_ELEMENTS (speeds));
  for (guint k = 0; names[k] != NULL; k++)
    g_assert_cmpfloat (gmarl_grid_speed_from_start_name (names[k], 37), ==, speeds[k]);
}

static void
test_speed_text (void)
{
  g_autofree char *one = gmarl_grid_speed_text (1);
  g_autofree char *sixty = gmarl_grid_speed_text (60);
  g_autofree char *part = gmarl_grid_speed_text (2.5);
  g_autofree char *most = gmarl_grid_speed_text (GMARL_GRID_SPEED_MAX);
  g_autofree char *frame = gmarl_grid_speed_text (GMARL_GRID_SPEED_FRAME);

  g_assert_cmpstr (one, ==, "1 step per second");
  g_assert_cmpstr (sixty, ==, "60 steps per second");
  g_assert_cmpstr (part, ==, "2.5 steps per second");
  g_assert_cmpstr (most, ==, "As fast as possible");
  g_assert_cmpstr (frame, ==, "As fast as drawing: one step a frame");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/grid-text/number", test_number);
  g_test_add_func ("/app/grid-text/units", test_units);
  g_test_add_func ("/app/grid-text/clock", test_clock);
  g_test_add_func ("/app/grid-text/indicator", test_indicator);
  g_test_add_func ("/app/grid-text/level-state", test_level_state);
  g_test_add_func ("/app/scenario-words/node-names", test_node_names);
  g_test_add_func ("/app/grid-speed/scale", test_speed_scale);
  g_test_add_func ("/app/grid-speed/next", test_speed_next);
  g_test_add_func ("/app/grid-speed/start", test_speed_start);
  g_test_add_func ("/app/grid-speed/text", test_speed_text);
  return g_test_run ();
}
