/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-balance.h"
#include "gmarl-simulation.h"

#include <math.h>

static gboolean
add_cb (const GmarlGrid *grid,
        const GmarlGridState *state,
        gsize day,
        gpointer user_data,
        GError **error)
{
  gmarl_energy_balance_add (user_data, grid, state);
  return TRUE;
}

static GmarlEnergyBalance
simulate (const char *rule, gboolean chained, double feeder)
{
  static const guint64 seeds[] = { 11, 12, 13 };
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new (rule);
  GmarlSimulationDays days = { seeds, G_N_ELEMENTS (seeds), chained };
  GmarlEnergyBalance balance = { 0 };
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GError) error = NULL;

  scenario->feeder_import_kwh = scenario->feeder_export_kwh = feeder;
  grid = gmarl_grid_new (scenario, &error);
  g_assert_no_error (error);
  gmarl_simulate (grid, policy, &days, add_cb, NULL, &balance, NULL, &error);
  g_assert_no_error (error);
  return balance;
}

static void
test_conserved (void)
{
  for (const char *const *rule = gmarl_rule_ids (); *rule != NULL; rule++)
    for (gint chained = 0; chained < 2; chained++)
      for (double feeder = 0; feeder < 20; feeder += 12) {
        GmarlEnergyBalance balance = simulate (*rule, chained, feeder);

        g_assert_cmpfloat (gmarl_energy_balance_in (&balance), >, 1000);
        g_assert_cmpfloat (gmarl_energy_balance_residual (&balance), <, 1e-12);
      }
}

/* By hand: a battery that is charged with 10 kWh and keeps 9.5 of them. */
static void
test_by_hand (void)
{
  GmarlEnergyBalance balance = {
    .solar = 30,
    .curtailed = 5,
    .bought = 20,
    .sold = 4,
    .demand = 33,
    .unmet = 2,
    .stored = 9.5,
    .line_losses = 0,
    .battery_losses = 0.5,
  };

  g_assert_cmpfloat (gmarl_energy_balance_in (&balance), ==, 41);
  g_assert_cmpfloat (gmarl_energy_balance_out (&balance), ==, 41);
  g_assert_cmpfloat (gmarl_energy_balance_residual (&balance), ==, 0);
  balance.stored = 10;
  g_assert_cmpfloat (fabs (gmarl_energy_balance_residual (&balance) - 0.5 / 50), <, 1e-15);
}

/* The residual sees what each part of the account should be. */
static void
test_sees_every_part (void)
{
  GmarlEnergyBalance right = simulate ("daily-path", TRUE, 0);
  double *part = (double *) &right;

  for (gsize k = 0; k < sizeof right / sizeof *part; k++) {
    double kept = part[k];

    part[k] += 1;
    g_assert_cmpfloat (gmarl_energy_balance_residual (&right), >, 1e-6);
    part[k] = kept;
  }
}

static void
test_nothing (void)
{
  GmarlEnergyBalance balance = { 0 };

  g_assert_cmpfloat (gmarl_energy_balance_residual (&balance), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/balance/conserved", test_conserved);
  g_test_add_func ("/grid/balance/by-hand", test_by_hand);
  g_test_add_func ("/grid/balance/sees-every-part", test_sees_every_part);
  g_test_add_func ("/grid/balance/nothing", test_nothing);
  return g_test_run ();
}
