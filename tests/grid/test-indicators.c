/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-indicators.h"
#include "gmarl-policy.h"
#include "gmarl-random.h"

#include <math.h>
#include <string.h>

/* The sums of an episode against naive ones over all its steps, kept. */
enum {
  N = 6,
  T = GMARL_STEPS_PER_DAY,
};

typedef struct {
  double p, q;
  double demand[N], solar[N], buy[N], sell[N], sent[N], received[N], charge[N], discharge[N];
  double unmet[N], curtailed[N], level[N], reward[N], term[GMARL_N_TERMS][N];
  double stability, penalty[GMARL_N_PENALTIES];
} Step;

static Step step_log[T];
static double energy_start[N], energy_end[N];

static void
keep_step (const GmarlGridState *state, Step *step)
{
  const gsize bytes = N * sizeof (double);

  step->p = state->settled_import_price;
  step->q = state->settled_export_price;
  memcpy (step->demand, state->settled_demand, bytes);
  memcpy (step->solar, state->settled_solar, bytes);
  memcpy (step->buy, state->buy, bytes);
  memcpy (step->sell, state->sell, bytes);
  memcpy (step->sent, state->sent, bytes);
  memcpy (step->received, state->received, bytes);
  memcpy (step->charge, state->charge, bytes);
  memcpy (step->discharge, state->discharge, bytes);
  memcpy (step->unmet, state->unmet, bytes);
  memcpy (step->curtailed, state->curtailed, bytes);
  memcpy (step->level, state->level, bytes);
  memcpy (step->reward, state->reward, bytes);
  memcpy (step->term, state->term, GMARL_N_TERMS * bytes);
  memcpy (step->penalty, state->penalty, sizeof step->penalty);
  step->stability = state->stability;
}

/* Σ over steps and nodes of a column of doubles. */
static double
total (gsize offset, guint first, guint last)
{
  double sum = 0;

  for (guint t = first; t < last; t++)
    for (gsize i = 0; i < N; i++)
      sum += ((const double *) ((const char *) &step_log[t] + offset))[i];
  return sum;
}

#define TOTAL(column) total (G_STRUCT_OFFSET (Step, column), first, last)

static double
bought (guint t)
{
  return total (G_STRUCT_OFFSET (Step, buy), t, t + 1);
}

static double
net (guint t)
{
  return bought (t) - total (G_STRUCT_OFFSET (Step, sell), t, t + 1);
}

static void
expect_community (guint first, guint last, double *v)
{
  double largest = -INFINITY, sum = 0;

  v[GMARL_INDICATOR_PEAK_IMPORT] = 0;
  v[GMARL_INDICATOR_PEAK_IMPORT_15MIN] = NAN;
  v[GMARL_INDICATOR_RAMPING] = 0;
  for (guint t = first; t < last; t++) {
    sum += net (t);
    largest = fmax (largest, net (t));
    v[GMARL_INDICATOR_PEAK_IMPORT] = fmax (v[GMARL_INDICATOR_PEAK_IMPORT], bought (t));
    if (t > first)
      v[GMARL_INDICATOR_RAMPING] += fabs (net (t) - net (t - 1));
    if (t % 3 == 0 && t + 2 < last)
      v[GMARL_INDICATOR_PEAK_IMPORT_15MIN] = fmax (
          v[GMARL_INDICATOR_PEAK_IMPORT_15MIN], (bought (t) + bought (t + 1) + bought (t + 2)) / 3);
  }
  v[GMARL_INDICATOR_ONE_MINUS_LOAD_FACTOR] = largest > 0 ? 1 - sum / (last - first) / largest : NAN;
}

static void
expect_bills (const GmarlScenario *scenario, guint first, guint last, double *v)
{
  double bill[N] = { 0 }, sum = 0, square = 0, differences = 0;

  for (guint t = first; t < last; t++) {
    const Step *s = &step_log[t];
    double m = s->q + scenario->internal_price * (s->p - s->q);

    for (gsize i = 0; i < N; i++)
      bill[i] += s->p * s->buy[i] - s->q * s->sell[i] +
                 m * (s->received[i] - scenario->line_efficiency * s->sent[i]);
  }
  for (gsize i = 0; i < N; i++) {
    sum += bill[i];
    square += bill[i] * bill[i];
    for (gsize j = 0; j < N; j++)
      differences += fabs (bill[i] - bill[j]);
  }
  v[GMARL_INDICATOR_BILL_FAIRNESS_JAIN] = square > 0 ? sum * sum / (N * square) : 1;
  v[GMARL_INDICATOR_BILL_FAIRNESS_GINI] = square > 0 ? differences / (2 * N * fabs (sum)) : 0;
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < N; j++)
      if (bill[i] < 0 && bill[j] > 0)
        v[GMARL_INDICATOR_BILL_FAIRNESS_GINI] = NAN;
}

static void
expect_levels (const GmarlGrid *grid, guint first, guint last, double *v)
{
  const GmarlScenario *scenario = grid->scenario;
  double count = N * (last - first);

  v[GMARL_INDICATOR_BATTERY_CYCLES] = v[GMARL_INDICATOR_MEAN_LEVEL] = 0;
  v[GMARL_INDICATOR_TIME_BELOW_20] = v[GMARL_INDICATOR_TIME_ABOVE_90] = 0;
  v[GMARL_INDICATOR_STABILITY] = 0;
  for (gsize k = 0; k < GMARL_N_PENALTIES; k++)
    v[GMARL_INDICATOR_STABILITY_MEAN_LEVEL + k] = 0;
  for (guint t = first; t < last; t++) {
    const Step *s = &step_log[t];

    for (gsize i = 0; i < N; i++) {
      v[GMARL_INDICATOR_MEAN_LEVEL] += s->level[i] / count;
      v[GMARL_INDICATOR_TIME_BELOW_20] += (s->level[i] < 0.2) / count;
      v[GMARL_INDICATOR_TIME_ABOVE_90] += (s->level[i] > 0.9) / count;
      v[GMARL_INDICATOR_BATTERY_CYCLES] += (scenario->charge_efficiency * s->charge[i] +
                                            s->discharge[i] / scenario->discharge_efficiency) /
                                           (2 * grid->capacity[i]) / N;
    }
    v[GMARL_INDICATOR_STABILITY] += s->stability / (last - first);
    for (gsize k = 0; k < GMARL_N_PENALTIES; k++)
      v[GMARL_INDICATOR_STABILITY_MEAN_LEVEL + k] += s->penalty[k] / (last - first);
  }
}

static void
expect_energy (const GmarlScenario *scenario, guint first, guint last, double *v)
{
  double stored = 0;

  v[GMARL_INDICATOR_EPISODE_REWARD] = TOTAL (reward) / N;
  v[GMARL_INDICATOR_GRID_IMPORT] = TOTAL (buy);
  v[GMARL_INDICATOR_GRID_EXPORT] = TOTAL (sell);
  v[GMARL_INDICATOR_SOLAR_UTILISATION] =
      TOTAL (solar) > 0 ? 1 - TOTAL (curtailed) / TOTAL (solar) : 1;
  v[GMARL_INDICATOR_DEMAND_SATISFACTION] = 1 - TOTAL (unmet) / TOTAL (demand);
  v[GMARL_INDICATOR_ENERGY_COST] = 0;
  v[GMARL_INDICATOR_COST_CLIPPED] = 0;
  for (guint t = first; t < last; t++) {
    v[GMARL_INDICATOR_ENERGY_COST] +=
        step_log[t].p * bought (t) - step_log[t].q * (bought (t) - net (t));
    /* A node buys or sells, and prices are not negative here. */
    v[GMARL_INDICATOR_COST_CLIPPED] += step_log[t].p * bought (t);
  }
  for (gsize i = 0; i < N; i++)
    stored += energy_end[i] - energy_start[i];
  v[GMARL_INDICATOR_ADJUSTED_COST] =
      v[GMARL_INDICATOR_ENERGY_COST] - step_log[last - 1].p / scenario->charge_efficiency * stored;
  v[GMARL_INDICATOR_SELF_SUFFICIENCY] = 1 - TOTAL (buy) / (TOTAL (demand) - TOTAL (unmet));
  v[GMARL_INDICATOR_SELF_CONSUMPTION] =
      TOTAL (solar) > 0 ? 1 - TOTAL (sell) / (TOTAL (solar) - TOTAL (curtailed)) : NAN;
  v[GMARL_INDICATOR_ENERGY_SHARED] = TOTAL (sent);
  v[GMARL_INDICATOR_LINE_LOSSES] = TOTAL (sent) - TOTAL (received);
  v[GMARL_INDICATOR_UNSERVED_ENERGY] = TOTAL (unmet);
  v[GMARL_INDICATOR_CARBON] = v[GMARL_INDICATOR_CARBON_NET] = NAN;
}

static void
check_episode (const char *policy_id, guint first, guint last, guint64 seed)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GmarlGridState) state = NULL;
  g_autoptr (GmarlPolicy) policy = gmarl_rule_new (policy_id);
  g_autoptr (GmarlEpisode) episode = NULL;
  g_autofree double *actions = NULL;
  const GmarlGridState *states[1];
  double values[GMARL_N_INDICATORS], expected[GMARL_N_INDICATORS], terms[GMARL_N_TERMS];

  gmarl_scenario_set (scenario, "nodes", "6", NULL);
  grid = gmarl_grid_new (scenario, NULL);
  states[0] = state = gmarl_grid_state_new (grid);
  episode = gmarl_episode_new (grid);
  actions = g_new (double, N * grid->n_actions);
  /* What an earlier episode added must be gone. */
  gmarl_grid_step (grid, state, state->action, NULL);
  gmarl_episode_begin (episode, state);
  gmarl_episode_add (episode, state);

  gmarl_grid_reset (grid, state, seed, first);
  memcpy (energy_start, state->energy, sizeof energy_start);
  gmarl_episode_begin (episode, state);
  for (guint t = first; t < last; t++) {
    gmarl_policy_act (policy, grid, states, 1, &actions, NULL);
    gmarl_grid_step (grid, state, actions, NULL);
    gmarl_episode_add (episode, state);
    keep_step (state, &step_log[t]);
  }
  memcpy (energy_end, state->energy, sizeof energy_end);

  gmarl_episode_finish (episode, values);
  expect_energy (scenario, first, last, expected);
  expect_community (first, last, expected);
  expect_bills (scenario, first, last, expected);
  expect_levels (grid, first, last, expected);
  for (gint k = 0; k < GMARL_N_INDICATORS; k++) {
    g_test_message ("%s %s: %.12g, expected %.12g", policy_id, gmarl_indicators[k].id, values[k],
                    expected[k]);
    if (isnan (expected[k]))
      g_assert_true (isnan (values[k]));
    else
      g_assert_cmpfloat_with_epsilon (values[k], expected[k], 1e-9 * (1 + fabs (expected[k])));
  }

  gmarl_episode_terms (episode, terms);
  for (gsize term = 0; term < GMARL_N_TERMS; term++)
    g_assert_cmpfloat_with_epsilon (
        terms[term],
        total (G_STRUCT_OFFSET (Step, term) + term * N * sizeof (double), first, last) / N, 1e-9);
  for (gsize i = 0; i < N; i++) {
    double sum = 0;

    for (guint t = first; t < last; t++)
      sum += step_log[t].reward[i];
    g_assert_cmpfloat_with_epsilon (gmarl_episode_node_rewards (episode)[i], sum, 1e-9);
  }
}

static void
test_against_steps (void)
{
  for (const char *const *id = gmarl_rule_ids (); *id != NULL; id++) {
    check_episode (*id, 0, T, 3);
    check_episode (*id, 100, 201, 4);
    check_episode (*id, 1, 3, 5);
  }
}

/* Hourly carbon intensity, held; no solar and no demand at all. */
static void
test_carbon_and_nothing (void)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GmarlGridState) state = NULL;
  g_autoptr (GmarlEpisode) episode = NULL;
  g_autofree double *actions = NULL;
  GmarlProfileData *data = g_new0 (GmarlProfileData, 1);
  double values[GMARL_N_INDICATORS], carbon = 0, net_carbon = 0;

  data->step_minutes = 60;
  data->n_cases = 2;
  data->source = g_strdup ("made by a test");
  data->labels = g_strsplit ("a b", " ", 0);
  data->demand_kwh = g_new0 (double, 2 * 5 * 24);
  data->carbon_kg_per_kwh = g_new0 (double, 2 * 24);
  for (gsize k = 0; k < 48; k++)
    data->carbon_kg_per_kwh[k] = 0.1 + k;
  scenario->data = data;
  grid = gmarl_grid_new (scenario, NULL);
  g_assert_nonnull (grid);
  state = gmarl_grid_state_new (grid);
  episode = gmarl_episode_new (grid);
  actions = g_new0 (double, 5 * grid->n_actions);
  gmarl_grid_reset (grid, state, 1, 0);
  gmarl_episode_begin (episode, state);
  for (guint t = 0; t < T; t++) {
    for (gsize i = 0; i < 5; i++)
      actions[i * grid->n_actions + grid->n_slots] = t % 50 == 0;
    gmarl_grid_step (grid, state, actions, NULL);
    gmarl_episode_add (episode, state);
    for (gsize i = 0; i < 5; i++) {
      carbon += state->buy[i] * (0.1 + 24 + t / 12);
      net_carbon += (state->buy[i] - state->sell[i]) * (0.1 + 24 + t / 12);
    }
  }
  gmarl_episode_finish (episode, values);
  g_assert_cmpfloat (carbon, >, 100);
  g_assert_cmpfloat_with_epsilon (values[GMARL_INDICATOR_CARBON], carbon, 1e-9 * carbon);
  g_assert_cmpfloat_with_epsilon (values[GMARL_INDICATOR_CARBON_NET], net_carbon, 1e-9 * carbon);
  g_assert_cmpfloat (values[GMARL_INDICATOR_SOLAR_UTILISATION], ==, 1);
  g_assert_cmpfloat (values[GMARL_INDICATOR_DEMAND_SATISFACTION], ==, 1);
  g_assert_true (isnan (values[GMARL_INDICATOR_SELF_SUFFICIENCY]));
  g_assert_true (isnan (values[GMARL_INDICATOR_SELF_CONSUMPTION]));
}

static void
test_registry (void)
{
  static const char *const ids[] = { "episode_reward",    "stability",           "grid_import",
                                     "grid_export",       "energy_cost",         "adjusted_cost",
                                     "solar_utilisation", "demand_satisfaction", "energy_shared",
                                     "line_losses",       "self_sufficiency",    "peak_import",
                                     "mean_level" };

  for (gsize k = 0; k < G_N_ELEMENTS (ids); k++)
    g_assert_cmpint (gmarl_indicator_find (ids[k]), >=, 0);
  g_assert_cmpint (gmarl_indicator_find ("reward"), ==, -1);
  g_assert_cmpint (gmarl_indicator_find ("carbon"), ==, GMARL_INDICATOR_CARBON);
  for (gint k = 0; k < GMARL_N_INDICATORS; k++) {
    const GmarlIndicatorInfo *info = &gmarl_indicators[k];

    g_assert_cmpint (gmarl_indicator_find (info->id), ==, k);
    g_assert_true (*info->name != '\0' && *info->definition != '\0');
    g_assert_true (!info->percent || g_str_equal (info->unit, "fraction"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/indicators/against-steps", test_against_steps);
  g_test_add_func ("/grid/indicators/carbon-and-nothing", test_carbon_and_nothing);
  g_test_add_func ("/grid/indicators/registry", test_registry);
  return g_test_run ();
}
