/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-policy.h"

#include <math.h>

/* Profiles from data: native steps split evenly, prices held, cases by purpose. */
enum {
  N = 3
};

/* Values that say where they come from. */
static double
demand_value (gint64 c, gint64 i, gint64 t)
{
  return 1 + 100 * c + 10 * i + 0.01 * t;
}

static double
price_value (gint64 c, gint64 t)
{
  return 0.1 + 0.01 * c + 0.001 * t - (t == 3 ? 0.5 : 0);
}

typedef struct {
  gint64 step_minutes;
  gint64 n_cases;
  GmarlSplit split;
  gboolean has_solar;
  gboolean has_import;
  gboolean has_export;
} Data;

static GmarlGrid *
make_grid (const Data *shape)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GError) error = NULL;
  GmarlProfileData *data = g_new0 (GmarlProfileData, 1);
  gint64 K = 1440 / shape->step_minutes, C = shape->n_cases;
  GmarlGrid *grid;

  gmarl_scenario_set (scenario, "nodes", "3", &error);
  g_assert_no_error (error);
  data->step_minutes = shape->step_minutes;
  data->n_cases = C;
  data->split = shape->split;
  data->source = g_strdup ("made by a test");
  data->labels = g_new0 (char *, C + 1);
  data->demand_kwh = g_new (double, C *N *K);
  data->solar_kwh = shape->has_solar ? g_new (double, C *N *K) : NULL;
  data->import_price = shape->has_import ? g_new (double, C *K) : NULL;
  data->export_price = shape->has_export ? g_new (double, C *K) : NULL;
  for (gint64 c = 0; c < C; c++) {
    data->labels[c] = g_strdup_printf ("case %" G_GINT64_FORMAT, c);
    for (gint64 t = 0; t < K; t++) {
      for (gint64 i = 0; i < N; i++) {
        data->demand_kwh[(c * N + i) * K + t] = demand_value (c, i, t);
        if (shape->has_solar)
          data->solar_kwh[(c * N + i) * K + t] = 0.5 * demand_value (c, i, t);
      }
      if (shape->has_import)
        data->import_price[c * K + t] = price_value (c, t);
      if (shape->has_export)
        data->export_price[c * K + t] = price_value (c, t) - 0.07;
    }
  }
  scenario->data = data;
  grid = gmarl_grid_new (scenario, &error);
  g_assert_no_error (error);
  return grid;
}

static void
check_day (const GmarlGrid *grid, const Data *shape, GmarlGridState *state)
{
  gint64 held = shape->step_minutes / 5;
  g_autofree double *actions = g_new0 (double, N * grid->n_actions);
  gint64 c = state->case_index;

  for (gint64 step = state->step; step <= GMARL_STEPS_PER_DAY; step++) {
    gint64 shown = step % GMARL_STEPS_PER_DAY;
    gint64 t = shown / held;
    double import_price = shape->has_import ? price_value (c, t) : grid->tariff[shown];
    double export_price =
        shape->has_export ? price_value (c, t) - 0.07 : grid->scenario->export_ratio * import_price;

    for (gint64 i = 0; i < N; i++) {
      double energy = demand_value (c, i, t) / held;

      g_assert_cmpfloat_with_epsilon (state->demand[i], energy, 1e-12 * energy);
      g_assert_cmpfloat_with_epsilon (state->solar[i], shape->has_solar ? 0.5 * energy : 0,
                                      1e-12 * energy);
    }
    g_assert_cmpfloat (state->import_price, ==, import_price);
    g_assert_cmpfloat_with_epsilon (state->export_price, export_price, 1e-15);
    if (step < GMARL_STEPS_PER_DAY)
      gmarl_grid_step (grid, state, actions, NULL);
  }
}

static void
test_resolutions (void)
{
  static const gint64 minutes[] = { 5, 15, 30, 60 };

  for (gsize m = 0; m < G_N_ELEMENTS (minutes); m++)
    for (int series = 0; series < 4; series++) {
      const Data shape = { .step_minutes = minutes[m],
                           .n_cases = 4,
                           .has_solar = series & 1,
                           .has_import = series & 1,
                           .has_export = series & 2 };
      g_autoptr (GmarlGrid) grid = make_grid (&shape);
      g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);

      for (guint64 seed = 0; seed < 4; seed++) {
        gmarl_grid_reset (grid, state, seed, 0);
        g_assert_cmpuint (state->case_index, ==, seed);
        check_day (grid, &shape, state);
        gmarl_grid_reset (grid, state, seed, 100 + 30 * seed);
        check_day (grid, &shape, state);
      }
    }
}

/* d̄ is the profile's mean, in kWh per 5-minute step. */
static void
test_mean_demand (void)
{
  const Data shape = { .step_minutes = 30, .n_cases = 3 };
  g_autoptr (GmarlGrid) grid = make_grid (&shape);

  for (gint64 i = 0; i < N; i++) {
    double sum = 0;

    for (gint64 c = 0; c < 3; c++)
      for (gint64 t = 0; t < 48; t++)
        sum += demand_value (c, i, t);
    g_assert_cmpfloat_with_epsilon (grid->mean_demand[i], sum / (3 * 288), 1e-9);
  }
}

static void
check_cases (const GmarlGrid *grid, GmarlPurpose purpose, const guint *expected, gsize count)
{
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (grid->n_cases[purpose], ==, count);
  g_assert_cmpint (gmarl_grid_has_cases (grid, purpose, &error), ==, count > 0);
  if (count == 0)
    g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DATA);
  for (gsize k = 0; k < count; k++)
    g_assert_cmpuint (grid->cases[purpose][k], ==, expected[k]);
  for (guint64 day = 0; day < 3 * count; day++) {
    gmarl_grid_reset (grid, state, gmarl_episode_seed (purpose, 0, day), 0);
    g_assert_cmpuint (state->case_index, ==, expected[day % count]);
    g_assert_cmpstr (gmarl_grid_case_label (grid, state->seed), ==,
                     grid->scenario->data->labels[expected[day % count]]);
    gmarl_grid_next_day (grid, state, gmarl_episode_seed (purpose, 0, day + 1));
    g_assert_cmpuint (state->case_index, ==, expected[(day + 1) % count]);
  }
}

#define CHECK_CASES(grid, purpose, ...)                                                            \
  check_cases (grid, purpose, (const guint[]){ __VA_ARGS__ },                                      \
               G_N_ELEMENTS (((const guint[]){ __VA_ARGS__ })))

static void
test_split_days (void)
{
  const Data shape = { .step_minutes = 60, .n_cases = 12, .split = GMARL_SPLIT_DAYS };
  const Data week = { .step_minutes = 60, .n_cases = 7, .split = GMARL_SPLIT_DAYS };
  g_autoptr (GmarlGrid) grid = make_grid (&shape);
  g_autoptr (GmarlGrid) few = make_grid (&week);

  CHECK_CASES (grid, GMARL_PURPOSE_SIMULATE, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  CHECK_CASES (grid, GMARL_PURPOSE_TRAINING, 0, 5, 2, 10, 4, 1, 6, 3, 11);
  CHECK_CASES (grid, GMARL_PURPOSE_VALIDATION, 7);
  CHECK_CASES (grid, GMARL_PURPOSE_TEST, 8, 9);
  CHECK_CASES (few, GMARL_PURPOSE_TRAINING, 0, 4, 2, 6, 3, 1, 5);
  check_cases (few, GMARL_PURPOSE_VALIDATION, NULL, 0);
  check_cases (few, GMARL_PURPOSE_TEST, NULL, 0);
}

static void
test_split_groups (void)
{
  Data shape = { .step_minutes = 60, .n_cases = 20, .split = GMARL_SPLIT_GROUPS };

  {
    g_autoptr (GmarlGrid) grid = make_grid (&shape);

    CHECK_CASES (grid, GMARL_PURPOSE_TRAINING, 0, 9, 4, 12, 7, 2, 10, 5, 13, 8, 3, 11, 6, 1);
    CHECK_CASES (grid, GMARL_PURPOSE_VALIDATION, 14, 16, 15);
    CHECK_CASES (grid, GMARL_PURPOSE_TEST, 17, 19, 18);
  }
  /* Validation and test get one each as soon as there are three, and no case is lost. */
  for (shape.n_cases = 3; shape.n_cases < 40; shape.n_cases++) {
    g_autoptr (GmarlGrid) grid = make_grid (&shape);
    gboolean seen[40] = { FALSE };
    gsize first = 0;

    for (gint purpose = GMARL_PURPOSE_TRAINING; purpose <= GMARL_PURPOSE_TEST; purpose++) {
      g_assert_cmpuint (grid->n_cases[purpose], >=, 1);
      for (gsize k = 0; k < grid->n_cases[purpose]; k++) {
        guint index = grid->cases[purpose][k];

        g_assert_cmpuint (index, >=, first);
        g_assert_cmpuint (index, <, first + grid->n_cases[purpose]);
        g_assert_false (seen[index]);
        seen[index] = TRUE;
      }
      first += grid->n_cases[purpose];
    }
    g_assert_cmpuint (first, ==, shape.n_cases);
  }
}

/* The longest way around the year from one of these days to the next. */
static guint
largest_gap (const GmarlGrid *grid, GmarlPurpose purpose, gsize first, gsize count, guint n_days)
{
  g_autofree gboolean *seen = g_new0 (gboolean, n_days);
  guint largest = 0, since = 0;

  for (gsize k = 0; k < count; k++)
    seen[grid->cases[purpose][(first + k) % grid->n_cases[purpose]]] = TRUE;
  for (guint day = 0; day < 2 * n_days; day++) {
    since++;
    if (seen[day % n_days])
      since = 0;
    largest = MAX (largest, since);
  }
  return largest + 1;
}

/* Twenty days in a row, wherever they begin, are days of all seasons. */
static void
test_days_are_spread (void)
{
  const Data shape = { .step_minutes = 60, .n_cases = 364, .split = GMARL_SPLIT_DAYS };
  g_autoptr (GmarlGrid) grid = make_grid (&shape);

  for (gint purpose = GMARL_PURPOSE_TRAINING; purpose <= GMARL_PURPOSE_TEST; purpose++)
    for (gsize first = 0; first < grid->n_cases[purpose]; first++)
      g_assert_cmpuint (largest_gap (grid, purpose, first, 20, 364), <=, 364 / 20 * 5 / 2);
  g_assert_cmpuint (largest_gap (grid, GMARL_PURPOSE_SIMULATE, 0, 20, 364), ==, 345);
}

/* Seeds above the four purposes simulate. */
static void
test_raw_seed (void)
{
  const Data shape = { .step_minutes = 60, .n_cases = 10, .split = GMARL_SPLIT_DAYS };
  g_autoptr (GmarlGrid) grid = make_grid (&shape);
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);

  gmarl_grid_reset (grid, state, 960007, 0);
  g_assert_cmpuint (state->case_index, ==, 7);
  gmarl_grid_reset (grid, state, ((guint64) 9 << 60) + 18, 0);
  g_assert_cmpuint (state->case_index, ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/profiles-data/resolutions", test_resolutions);
  g_test_add_func ("/grid/profiles-data/mean-demand", test_mean_demand);
  g_test_add_func ("/grid/profiles-data/split-days", test_split_days);
  g_test_add_func ("/grid/profiles-data/split-groups", test_split_groups);
  g_test_add_func ("/grid/profiles-data/days-are-spread", test_days_are_spread);
  g_test_add_func ("/grid/profiles-data/raw-seed", test_raw_seed);
  return g_test_run ();
}
