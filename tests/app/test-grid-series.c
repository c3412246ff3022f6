/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-metrics.h"
#include "gmarl-grid-series.h"
#include "gmarl-indicators.h"
#include "gmarl-policy.h"

#include <math.h>

/* A day of five nodes, played as far as a test wants, with its record and its indicators. */
typedef struct {
  GmarlGrid *grid;
  GmarlGridState *state;
  GmarlDayHistory *history;
  GmarlEpisode *episode;
  GmarlPolicy *policy;
  double *actions;
} Day;

static void
day_begin (Day *self, guint64 seed)
{
  gmarl_grid_reset (self->grid, self->state, seed, 0);
  gmarl_day_history_begin (self->history, self->state);
  gmarl_episode_begin (self->episode, self->state);
}

static void
day_init (Day *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", &error);

  g_assert_no_error (error);
  self->grid = gmarl_grid_new (scenario, &error);
  g_assert_no_error (error);
  self->state = gmarl_grid_state_new (self->grid);
  self->history = gmarl_day_history_new (self->grid);
  self->episode = gmarl_episode_new (self->grid);
  self->policy = gmarl_rule_new ("heuristic");
  self->actions = g_new0 (double, self->grid->n_nodes * self->grid->n_actions);
  day_begin (self, 7);
}

static void
day_clear (Day *self)
{
  g_free (self->actions);
  gmarl_policy_free (self->policy);
  gmarl_episode_free (self->episode);
  gmarl_day_history_free (self->history);
  gmarl_grid_state_free (self->state);
  gmarl_grid_free (self->grid);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Day, day_clear)

static void
day_play (Day *self, guint until)
{
  gpointer scratch =
      g_aligned_alloc0 (1, gmarl_policy_scratch_size (self->policy, self->grid, 1) + 1, 64);

  while (self->state->step < until) {
    g_autoptr (GError) error = NULL;
    const GmarlGridState *states[] = { self->state };

    gmarl_policy_act (self->policy, self->grid, states, 1, &self->actions, scratch);
    gmarl_grid_step (self->grid, self->state, self->actions, &error);
    g_assert_no_error (error);
    gmarl_day_history_add (self->history, self->state);
    gmarl_episode_add (self->episode, self->state);
  }
  g_aligned_free (scratch);
}

static GmarlSeries *
find (GmarlGridSeries *series, GmarlGridChart chart, const char *id)
{
  GmarlChartSeries *found =
      gmarl_chart_view_find_series (gmarl_grid_series_get_view (series, chart), id);

  g_assert_nonnull (found);
  return found->data;
}

static gboolean
update (GmarlGridSeries *series, Day *day, guint position)
{
  return gmarl_grid_series_update (series, day->history, day->state->seed, position);
}

static void
test_community (void)
{
  g_auto (Day) day = { 0 };
  g_autoptr (GmarlGridSeries) series = gmarl_grid_series_new ();
  GmarlSeries *level, *grid, *price;

  day_init (&day);
  gmarl_grid_series_set_world (series, day.grid, GMARL_GRID_SERIES_ALL_NODES);
  level = find (series, GMARL_GRID_CHART_STORAGE, "mean");
  grid = find (series, GMARL_GRID_CHART_POWER, "grid");
  price = find (series, GMARL_GRID_CHART_PRICE, "import");

  g_assert_true (update (series, &day, 0));
  g_assert_cmpuint (gmarl_series_get_length (level), ==, 1);
  g_assert_cmpuint (gmarl_series_get_length (grid), ==, 0);
  g_assert_false (update (series, &day, 0));

  day_play (&day, 30);
  g_assert_true (update (series, &day, 30));
  day_play (&day, 96);
  g_assert_true (update (series, &day, 96));
  g_assert_cmpuint (gmarl_series_get_length (level), ==, 97);
  g_assert_cmpuint (gmarl_series_get_length (grid), ==, 96);
  g_assert_cmpfloat_with_epsilon (gmarl_series_get_x (level)[96], 8, 1e-12);
  g_assert_cmpfloat (gmarl_series_get_y (level)[96], ==, 100 * day.history->level_mean[96]);
  g_assert_cmpfloat (gmarl_series_get_lower (level)[96], ==, 100 * day.history->level_min[96]);
  g_assert_cmpfloat (gmarl_series_get_y (grid)[40], ==,
                     day.history->grid_import[40] - day.history->grid_export[40]);
  g_assert_cmpfloat (gmarl_series_get_y (price)[95], ==, day.history->import_price[95]);
}

/* Stability and what it lacks add up to 1 at every moment. */
static void
test_penalties (void)
{
  g_auto (Day) day = { 0 };
  g_autoptr (GmarlGridSeries) series = gmarl_grid_series_new ();
  static const char *const ids[] = { "mean-level", "unevenness", "low", "full" };
  GmarlSeries *stability;

  day_init (&day);
  gmarl_grid_series_set_world (series, day.grid, GMARL_GRID_SERIES_ALL_NODES);
  day_play (&day, GMARL_STEPS_PER_DAY);
  update (series, &day, GMARL_STEPS_PER_DAY);
  stability = find (series, GMARL_GRID_CHART_STABILITY, "stability");
  g_assert_cmpuint (gmarl_series_get_length (stability), ==, GMARL_STEPS_PER_DAY + 1);
  for (gsize k = 0; k <= GMARL_STEPS_PER_DAY; k++) {
    double sum = gmarl_series_get_y (stability)[k];

    for (guint p = 0; p < G_N_ELEMENTS (ids); p++)
      sum += gmarl_series_get_y (find (series, GMARL_GRID_CHART_PENALTIES, ids[p]))[k];
    g_assert_cmpfloat_with_epsilon (sum, 1, 1e-12);
  }
}

/* With a node selected its own flows are shown; they balance with the battery. */
static void
test_node (void)
{
  g_auto (Day) day = { 0 };
  g_autoptr (GmarlGridSeries) series = gmarl_grid_series_new ();
  GmarlChartView *storage = gmarl_grid_series_get_view (series, GMARL_GRID_CHART_STORAGE);
  GmarlSeries *demand, *level;

  day_init (&day);
  gmarl_grid_series_set_world (series, day.grid, 2);
  day_play (&day, 50);
  update (series, &day, 50);
  demand = find (series, GMARL_GRID_CHART_POWER, "demand");
  level = find (series, GMARL_GRID_CHART_STORAGE, "node");
  g_assert_cmpstr (gmarl_chart_view_find_series (storage, "node")->name, ==, "Industrial");
  g_assert_cmpfloat (gmarl_series_get_y (demand)[49], ==, day.state->settled_demand[2]);
  g_assert_cmpfloat (gmarl_series_get_y (level)[50], ==, 100 * day.state->level[2]);

  gmarl_grid_series_set_world (series, day.grid, GMARL_GRID_SERIES_ALL_NODES);
  g_assert_true (update (series, &day, 50));
  g_assert_null (gmarl_chart_view_find_series (storage, "node"));
  g_assert_cmpfloat (gmarl_series_get_y (demand)[49], ==, day.history->demand[49]);
}

/* Another day begins anew even when it is longer than the one before was. */
static void
test_other_day (void)
{
  g_auto (Day) day = { 0 };
  g_autoptr (GmarlGridSeries) series = gmarl_grid_series_new ();
  GmarlSeries *level = find (series, GMARL_GRID_CHART_STORAGE, "mean");

  day_init (&day);
  gmarl_grid_series_set_world (series, day.grid, GMARL_GRID_SERIES_ALL_NODES);
  day_play (&day, 10);
  update (series, &day, 10);
  day_begin (&day, 8);
  day_play (&day, 20);
  g_assert_true (update (series, &day, 20));
  g_assert_cmpuint (gmarl_series_get_length (level), ==, 21);
  g_assert_cmpfloat (gmarl_series_get_y (level)[5], ==, 100 * day.history->level_mean[5]);
}

static void
test_position (void)
{
  g_auto (Day) day = { 0 };
  g_autoptr (GmarlGridSeries) series = gmarl_grid_series_new ();
  GmarlChartView *view = gmarl_grid_series_get_view (series, GMARL_GRID_CHART_PRICE);

  day_init (&day);
  gmarl_grid_series_set_world (series, day.grid, GMARL_GRID_SERIES_ALL_NODES);
  day_play (&day, 48);
  update (series, &day, 48);
  g_assert_cmpuint (view->marks->len, ==, 0);
  g_assert_true (update (series, &day, 24));
  g_assert_cmpuint (view->marks->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (((GmarlChartMark *) view->marks->pdata[0])->x, 2, 1e-12);
  g_assert_true (update (series, &day, 48));
  g_assert_cmpuint (view->marks->len, ==, 0);
}

/* At the end of a day the tiles say what the registry of indicators says. */
static void
test_metrics (void)
{
  static const struct {
    GmarlGridMetric metric;
    GmarlIndicator indicator;
  } pairs[] = {
    { GMARL_GRID_METRIC_STABILITY, GMARL_INDICATOR_STABILITY },
    { GMARL_GRID_METRIC_IMPORT, GMARL_INDICATOR_GRID_IMPORT },
    { GMARL_GRID_METRIC_COST, GMARL_INDICATOR_ENERGY_COST },
    { GMARL_GRID_METRIC_SATISFACTION, GMARL_INDICATOR_DEMAND_SATISFACTION },
    { GMARL_GRID_METRIC_SOLAR, GMARL_INDICATOR_SOLAR_UTILISATION },
    { GMARL_GRID_METRIC_REWARD, GMARL_INDICATOR_EPISODE_REWARD },
  };
  g_auto (Day) day = { 0 };
  double indicators[GMARL_N_INDICATORS];
  double course[GMARL_STEPS_PER_DAY];

  day_init (&day);
  g_assert_true (isnan (gmarl_grid_metric (GMARL_GRID_METRIC_COST, day.history, 0).today));
  g_assert_cmpfloat (gmarl_grid_metric (GMARL_GRID_METRIC_STABILITY, day.history, 0).now, ==,
                     day.state->stability);
  day_play (&day, GMARL_STEPS_PER_DAY);
  gmarl_episode_finish (day.episode, indicators);
  for (guint k = 0; k < G_N_ELEMENTS (pairs); k++) {
    GmarlMetricValue value = gmarl_grid_metric (pairs[k].metric, day.history, GMARL_STEPS_PER_DAY);
    gsize n = gmarl_grid_metric_course (pairs[k].metric, day.history, 100, course);

    g_assert_cmpfloat_with_epsilon (value.today, indicators[pairs[k].indicator],
                                    1e-9 * MAX (1, fabs (value.today)));
    g_assert_cmpuint (n, ==, 100);
    g_assert_cmpfloat (course[99], ==, gmarl_grid_metric (pairs[k].metric, day.history, 100).now);
  }
}

static void
test_metric_text (void)
{
  g_auto (GmarlMetricText) import = gmarl_grid_metric_text (
      GMARL_GRID_METRIC_IMPORT, (GmarlMetricValue){ 14.23, 812.4, NAN }, "EUR");
  g_auto (GmarlMetricText) cost = gmarl_grid_metric_text (
      GMARL_GRID_METRIC_COST, (GmarlMetricValue){ -0.5, 210.2, NAN }, "EUR");
  g_auto (GmarlMetricText) met = gmarl_grid_metric_text (
      GMARL_GRID_METRIC_SATISFACTION, (GmarlMetricValue){ 1, 0.998, 1.25 }, "EUR");

  g_assert_cmpstr (import.value, ==, "14.2");
  g_assert_cmpstr (import.unit, ==, "kWh");
  g_assert_cmpstr (import.detail, ==, "812 kWh today");
  g_assert_cmpstr (cost.value, ==, "210");
  g_assert_cmpstr (cost.unit, ==, "EUR");
  g_assert_cmpstr (cost.detail, ==, "\u22120.500 in this step");
  g_assert_cmpstr (met.value, ==, "99.8\u202f%");
  g_assert_cmpstr (met.detail, ==, "1.25\u202fkWh unmet");
}

/* Ten thousand nodes: numbers that a tile has room for. */
static void
test_large_metric_text (void)
{
  g_auto (GmarlMetricText) import = gmarl_grid_metric_text (
      GMARL_GRID_METRIC_IMPORT, (GmarlMetricValue){ 193295, 8949093, NAN }, "EUR");
  g_auto (GmarlMetricText) cost = gmarl_grid_metric_text (
      GMARL_GRID_METRIC_COST, (GmarlMetricValue){ -193295, 1932953, NAN }, "EUR");
  g_auto (GmarlMetricText) met = gmarl_grid_metric_text (
      GMARL_GRID_METRIC_SATISFACTION, (GmarlMetricValue){ 1, 0.998, 99999.6 }, "EUR");
  g_auto (GmarlMetricText) still_plain = gmarl_grid_metric_text (
      GMARL_GRID_METRIC_COST, (GmarlMetricValue){ 999499, 99999.4, NAN }, "EUR");

  g_assert_cmpstr (import.value, ==, "193");
  g_assert_cmpstr (import.unit, ==, "MWh");
  g_assert_cmpstr (import.detail, ==, "8.95 GWh today");
  g_assert_cmpstr (cost.value, ==, "1.93\u202fM");
  g_assert_cmpstr (cost.detail, ==, "\u2212193\u202fk in this step");
  g_assert_cmpstr (met.detail, ==, "100\u202fMWh unmet");
  g_assert_cmpstr (still_plain.value, ==, "99\u202f999");
  g_assert_cmpstr (still_plain.detail, ==, "999\u202fk in this step");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/grid-series/community", test_community);
  g_test_add_func ("/app/grid-series/penalties", test_penalties);
  g_test_add_func ("/app/grid-series/node", test_node);
  g_test_add_func ("/app/grid-series/other-day", test_other_day);
  g_test_add_func ("/app/grid-series/position", test_position);
  g_test_add_func ("/app/grid-metrics/indicators", test_metrics);
  g_test_add_func ("/app/grid-metrics/text", test_metric_text);
  g_test_add_func ("/app/grid-metrics/large-text", test_large_metric_text);
  return g_test_run ();
}
