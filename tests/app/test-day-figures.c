/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-day-figures.h"
#include "gmarl-player.h"

#include <math.h>
#include <string.h>

#define T GMARL_STEPS_PER_DAY

/* A record whose numbers are written by hand. */
typedef struct {
  GmarlGrid *grid;
  GmarlDayHistory *history;
  GmarlDayArchive *archive;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", &error);

  g_assert_no_error (error);
  f->grid = gmarl_grid_new (scenario, &error);
  g_assert_no_error (error);
  f->history = gmarl_day_history_new (f->grid);
  f->archive = gmarl_day_archive_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gmarl_day_archive_free (f->archive);
  gmarl_day_history_free (f->history);
  gmarl_grid_free (f->grid);
}

static GmarlDaySource
source_of (Fixture *f)
{
  return (GmarlDaySource){ f->archive, f->history, 5, "$" };
}

/* Of day d at step s: demand 100 d + s, import less export d - 1, level 0.25 + s / 1000. */
static void
play (Fixture *f, guint day, gsize n_steps)
{
  for (gsize s = 0; s < n_steps; s++) {
    f->history->demand[s] = (double) (100 * day + s);
    f->history->grid_import[s] = (double) day;
    f->history->grid_export[s] = 1;
    f->history->level_mean[s + 1] = 0.25 + (double) s / 1000;
    f->history->import_price[s] = 0.3;
    f->history->stability[s + 1] = 0.9;
  }
  f->history->n_steps = n_steps;
}

static void
play_days (Fixture *f, guint n_days)
{
  for (guint day = 0; day < n_days; day++) {
    play (f, day, T);
    gmarl_day_archive_add (f->archive, f->history);
  }
}

static void
test_archive (Fixture *f, gconstpointer data)
{
  play_days (f, 3);
  g_assert_cmpuint (gmarl_day_archive_get_n_days (f->archive), ==, 3);
  g_assert_cmpuint (gmarl_day_archive_get_first (f->archive), ==, 0);
  g_assert_cmpfloat (gmarl_day_archive_get (f->archive, GMARL_DAY_DEMAND, 2)[287], ==, 487);
  g_assert_cmpfloat (gmarl_day_archive_get (f->archive, GMARL_DAY_GRID, 0)[0], ==, -1);
  g_assert_cmpfloat (gmarl_day_archive_get (f->archive, GMARL_DAY_STORAGE, 1)[10], ==, 0.26);
  gmarl_day_archive_clear (f->archive);
  g_assert_cmpuint (gmarl_day_archive_get_n_days (f->archive), ==, 0);
}

/* The oldest are forgotten, and no others. */
static void
test_forgets (Fixture *f, gconstpointer data)
{
  const guint n_days = GMARL_DAY_ARCHIVE_MOST + 7;
  GmarlDaySource source = source_of (f);
  g_autoptr (GmarlHeatView) view = NULL;

  play_days (f, n_days);
  g_assert_cmpuint (gmarl_day_archive_get_first (f->archive), ==, 7);
  for (guint day = 7; day < n_days; day++)
    g_assert_cmpfloat (gmarl_day_archive_get (f->archive, GMARL_DAY_DEMAND, day)[1], ==,
                       100 * day + 1);
  view = gmarl_day_figure_new_heat_map (GMARL_DAY_DEMAND, &source);
  g_assert_cmpuint (view->first_day, ==, 7);
  g_assert_cmpuint (view->n_days, ==, GMARL_DAY_ARCHIVE_MOST);
  g_assert_cmpstr (view->note, ==, "The last 366 of 373 days");
  g_assert_nonnull (strstr (view->subtitle, "sum of 5 nodes · the last 366 of 373 days"));
}

static void
test_heat_map (Fixture *f, gconstpointer data)
{
  GmarlDaySource source = source_of (f);
  g_autoptr (GmarlHeatView) demand = NULL, grid = NULL, storage = NULL;

  play_days (f, 2);
  demand = gmarl_day_figure_new_heat_map (GMARL_DAY_DEMAND, &source);
  grid = gmarl_day_figure_new_heat_map (GMARL_DAY_GRID, &source);
  storage = gmarl_day_figure_new_heat_map (GMARL_DAY_STORAGE, &source);
  g_assert_cmpuint (demand->n_days, ==, 2);
  g_assert_cmpuint (demand->n_rows, ==, 24);
  /* Of the steps 12 … 23 of the second day. */
  g_assert_cmpfloat (demand->value[24 + 1], ==, 117.5);
  g_assert_cmpfloat (demand->lowest, ==, 0);
  g_assert_null (demand->note);
  g_assert_true (grid->is_signed);
  g_assert_cmpstr (grid->low_word, ==, "Export");
  g_assert_cmpstr (storage->unit, ==, "%");
  g_assert_cmpfloat_with_epsilon (storage->value[0], 25.55, 1e-9);
}

static const GmarlSeries *
series_of (GmarlChartView *view)
{
  return gmarl_chart_view_get_series (view, 0)->data;
}

static void
test_charts (Fixture *f, gconstpointer data)
{
  GmarlDaySource source = source_of (f);
  g_autoptr (GmarlChartView) average = NULL, duration = NULL, histogram = NULL;
  double sum = 0;

  play_days (f, 2);
  average = gmarl_day_figure_new_chart (GMARL_DAY_FIGURE_AVERAGE, GMARL_DAY_DEMAND, &source);
  duration = gmarl_day_figure_new_chart (GMARL_DAY_FIGURE_DURATION, GMARL_DAY_DEMAND, &source);
  histogram = gmarl_day_figure_new_chart (GMARL_DAY_FIGURE_HISTOGRAM, GMARL_DAY_DEMAND, &source);

  g_assert_cmpuint (gmarl_series_get_length (series_of (average)), ==, T);
  g_assert_cmpfloat (gmarl_series_get_y (series_of (average))[6], ==, 56);
  g_assert_cmpfloat (gmarl_series_get_lower (series_of (average))[6], ==, 6);
  g_assert_cmpfloat (gmarl_series_get_upper (series_of (average))[6], ==, 106);
  g_assert_cmpuint (gmarl_series_get_length (series_of (duration)), ==, 2 * T);
  g_assert_cmpfloat (gmarl_series_get_y (series_of (duration))[0], ==, 387);
  for (gsize k = 0; k < gmarl_series_get_length (series_of (histogram)); k++)
    sum += gmarl_series_get_y (series_of (histogram))[k];
  g_assert_cmpfloat_with_epsilon (sum, 100, 1e-9);
  g_assert_cmpstr (average->subtitle, ==,
                   "Mean of days; band from lowest to highest · sum of 5 nodes · 2 days");
  g_assert_cmpstr (histogram->subtitle, ==,
                   "Bars of 25\u202fkWh per step · sum of 5 nodes · 2 days");
  g_assert_cmpstr (histogram->x.unit, ==, "kWh per step");
}

/* Before there is a whole day, the one in play is shown, and the words say so. */
static void
test_first_day (Fixture *f, gconstpointer data)
{
  GmarlDaySource source = source_of (f);
  g_autoptr (GmarlChartView) nothing = NULL, some = NULL, one = NULL;
  g_autoptr (GmarlHeatView) map = NULL;
  GmarlDayStamp before = gmarl_day_source_get_stamp (&source), after;

  nothing = gmarl_day_figure_new_chart (GMARL_DAY_FIGURE_AVERAGE, GMARL_DAY_DEMAND, &source);
  g_assert_cmpuint (gmarl_series_get_length (series_of (nothing)), ==, 0);
  g_assert_null (nothing->note);

  play (f, 0, 18);
  after = gmarl_day_source_get_stamp (&source);
  g_assert_cmpuint (after.n_steps, !=, before.n_steps);
  some = gmarl_day_figure_new_chart (GMARL_DAY_FIGURE_DURATION, GMARL_DAY_DEMAND, &source);
  map = gmarl_day_figure_new_heat_map (GMARL_DAY_DEMAND, &source);
  g_assert_cmpuint (gmarl_series_get_length (series_of (some)), ==, 18);
  g_assert_cmpstr (some->note, ==, "The first day is not over");
  g_assert_cmpfloat (map->value[1], ==, 14.5);
  g_assert_true (isnan (map->value[2]));

  play_days (f, 1);
  one = gmarl_day_figure_new_chart (GMARL_DAY_FIGURE_AVERAGE, GMARL_DAY_DEMAND, &source);
  g_assert_cmpstr (one->note, ==, "One day so far");
  g_assert_null (gmarl_series_get_lower (series_of (one)));
}

/* All quantities and figures, whatever they are of. */
static void
test_all (Fixture *f, gconstpointer data)
{
  GmarlDaySource source = source_of (f);

  play_days (f, 2);
  for (guint quantity = 0; quantity < GMARL_N_DAY_QUANTITIES; quantity++) {
    g_autoptr (GmarlHeatView) map = gmarl_day_figure_new_heat_map (quantity, &source);

    g_assert_cmpstr (map->title, ==, gmarl_day_quantity_get_name (quantity));
    for (guint figure = GMARL_DAY_FIGURE_AVERAGE; figure < GMARL_N_DAY_FIGURES; figure++) {
      g_autoptr (GmarlChartView) view = gmarl_day_figure_new_chart (figure, quantity, &source);

      g_assert_cmpuint (gmarl_series_get_length (series_of (view)), >, 0);
    }
  }
}

/* The player keeps what it settled, and forgets it with the world. */
static void
test_player (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", &error);
  g_autoptr (GmarlPlayer) player = gmarl_player_new ();
  const GmarlDayArchive *archive;
  double demand = 0;

  g_assert_no_error (error);
  gmarl_player_set_scenario (player, scenario);
  /* Nobody asked for the days yet. */
  g_assert_null (gmarl_player_get_archive (player));
  gmarl_player_keep_days (player);
  gmarl_player_set_scenario (player, scenario);
  gmarl_player_seek (player, 2, 10);
  while (gmarl_player_get_busy (player))
    g_main_context_iteration (NULL, TRUE);
  archive = gmarl_player_get_archive (player);
  g_assert_cmpuint (gmarl_day_archive_get_n_days (archive), ==, 2);
  gmarl_player_seek (player, 1, T);
  while (gmarl_player_get_busy (player))
    g_main_context_iteration (NULL, TRUE);
  /* Played again, a day is not added again. */
  g_assert_cmpuint (gmarl_day_archive_get_n_days (archive), ==, 2);
  g_assert_cmpmem (gmarl_day_archive_get (archive, GMARL_DAY_DEMAND, 1), T * sizeof (double),
                   gmarl_player_get_history (player)->demand, T * sizeof (double));
  for (gsize s = 0; s < T; s++)
    demand += gmarl_day_archive_get (archive, GMARL_DAY_DEMAND, 0)[s];
  g_assert_cmpfloat (demand, >, 0);
  gmarl_player_set_seed (player, 99);
  g_assert_cmpuint (gmarl_day_archive_get_n_days (gmarl_player_get_archive (player)), ==, 0);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/app/day-figures/archive", test_archive);
  ADD ("/app/day-figures/forgets", test_forgets);
  ADD ("/app/day-figures/heat-map", test_heat_map);
  ADD ("/app/day-figures/charts", test_charts);
  ADD ("/app/day-figures/first-day", test_first_day);
  ADD ("/app/day-figures/all", test_all);
  g_test_add_func ("/app/day-figures/player", test_player);

  return g_test_run ();
}
