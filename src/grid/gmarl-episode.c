/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-indicators.h"

#include "gmarl-grid-private.h"

#include <math.h>
#include <string.h>

enum {
  STEPS_PER_QUARTER = 3, /* of an hour */
};

static const double LOW_LEVEL = 0.2;
static const double FULL_LEVEL = 0.9;

/* Sums over nodes, kWh unless said otherwise, of one step or of the episode. */
typedef struct {
  double bought;
  double sold;
  double demand;
  double solar;
  double curtailed;
  double unmet;
  double sent;
  double received;
  double turned_over; /* into and out of the store, as a share of the capacity */
  double off_half;    /* level - 0.5 */
  double n_low;       /* nodes */
  double n_full;
} NodeSums;

struct _GmarlEpisode {
  const GmarlGrid *grid;
  gsize n_steps;

  NodeSums sums;
  double term[GMARL_N_TERMS]; /* summed over nodes and steps */
  double penalty[GMARL_N_PENALTIES];
  double stability;
  double cost;
  double cost_clipped;
  double carbon_kg;
  double carbon_net_kg;
  double last_import_price;
  double energy_start;
  double energy_end;

  double net_import; /* of the last step */
  double largest_net_import;
  double ramping;
  double peak_import;
  double quarter_import; /* of the steps of the current quarter of an hour */
  gsize quarter_steps;
  double peak_quarter_import;

  double *node_reward; /* [P] */
  double *node_bill;   /* [P] with payments among nodes */
};

GmarlEpisode *
gmarl_episode_new (const GmarlGrid *grid)
{
  gsize bytes = gmarl_grid_model (grid)->n_padded * sizeof (double);
  GmarlEpisode *self;

  g_return_val_if_fail (grid != NULL, NULL);

  self = g_new0 (GmarlEpisode, 1);
  self->grid = grid;
  self->node_reward = g_aligned_alloc0 (1, bytes, 64);
  self->node_bill = g_aligned_alloc0 (1, bytes, 64);
  return self;
}

void
gmarl_episode_free (GmarlEpisode *self)
{
  if (self == NULL)
    return;
  g_aligned_free (self->node_reward);
  g_aligned_free (self->node_bill);
  g_free (self);
}

static double
stored_energy (const GmarlGrid *grid, const GmarlGridState *state)
{
  double sum = 0;

  for (gsize i = 0; i < grid->n_nodes; i++)
    sum += state->energy[i];
  return sum;
}

void
gmarl_episode_begin (GmarlEpisode *self, const GmarlGridState *state)
{
  gsize bytes = gmarl_grid_model (self->grid)->n_padded * sizeof (double);
  GmarlEpisode fresh = {
    .grid = self->grid,
    .energy_start = stored_energy (self->grid, state),
    .largest_net_import = -INFINITY,
    .peak_quarter_import = NAN,
    .node_reward = self->node_reward,
    .node_bill = self->node_bill,
  };

  fresh.energy_end = fresh.energy_start;
  memset (self->node_reward, 0, bytes);
  memset (self->node_bill, 0, bytes);
  *self = fresh;
}

static double
sum_column (const double *x, gsize count)
{
  GmarlLanes sum = { 0 };

  for (gsize i = 0; i < count; i += GMARL_LANES)
    sum += gmarl_lanes_at (x, i);
  return gmarl_lanes_sum (sum);
}

static void
sum_levels (const GmarlGridModel *model, const GmarlGridState *state, NodeSums *sums)
{
  const GmarlScenario *scenario = model->grid.scenario;
  const double charging = scenario->charge_efficiency;
  const double per_discharging = 1 / scenario->discharge_efficiency;
  const GmarlLanes zero = { 0 }, one = zero + 1;
  GmarlLanes off_half = zero, n_low = zero, n_full = zero, turned_over = zero;

  for (gsize i = 0; i < model->n_padded; i += GMARL_LANES) {
    GmarlLanes level = gmarl_lanes_at (state->level, i);
    GmarlLanes moved = charging * gmarl_lanes_at (state->charge, i) +
                       per_discharging * gmarl_lanes_at (state->discharge, i);

    off_half += level - 0.5;
    n_low += (GmarlLanes) ((GmarlLaneMask) one & (GmarlLaneMask) (level < LOW_LEVEL));
    n_full += (GmarlLanes) ((GmarlLaneMask) one & (GmarlLaneMask) (level > FULL_LEVEL));
    turned_over += moved * gmarl_lanes_at (model->inverse_capacity, i);
  }
  sums->off_half += gmarl_lanes_sum (off_half);
  sums->n_low += gmarl_lanes_sum (n_low);
  sums->n_full += gmarl_lanes_sum (n_full);
  sums->turned_over += gmarl_lanes_sum (turned_over);
}

static void
add_nodes (GmarlEpisode *self, const GmarlGridState *state)
{
  const GmarlScenario *scenario = self->grid->scenario;
  const double buy_price = state->settled_import_price, sell_price = state->settled_export_price;
  const double inside_price = sell_price + scenario->internal_price * (buy_price - sell_price);
  const double efficiency = scenario->line_efficiency;

  for (gsize i = 0; i < self->grid->n_nodes; i++) {
    double cost = buy_price * state->buy[i] - sell_price * state->sell[i];

    self->node_reward[i] += state->reward[i];
    self->node_bill[i] += cost + inside_price * (state->received[i] - efficiency * state->sent[i]);
    self->cost_clipped += MAX (cost, 0);
  }
}

static void
add_community (GmarlEpisode *self, double bought, double sold, guint step)
{
  double net_import = bought - sold;

  if (self->n_steps > 0)
    self->ramping += fabs (net_import - self->net_import);
  self->net_import = net_import;
  self->largest_net_import = MAX (self->largest_net_import, net_import);
  self->peak_import = MAX (self->peak_import, bought);

  if (step % STEPS_PER_QUARTER == 0) {
    self->quarter_import = 0;
    self->quarter_steps = 0;
  }
  self->quarter_import += bought;
  self->quarter_steps++;
  /* A quarter that the episode entered late is not counted. */
  if (step % STEPS_PER_QUARTER == STEPS_PER_QUARTER - 1 && self->quarter_steps == STEPS_PER_QUARTER)
    self->peak_quarter_import =
        fmax (self->peak_quarter_import, self->quarter_import / STEPS_PER_QUARTER);
}

/* Carbon intensity of the grid at a step of the state's case; 0 without a series. */
static double
carbon_at (const GmarlGrid *grid, const GmarlGridState *state, guint step)
{
  const GmarlProfileData *data = grid->scenario->data;

  if (data == NULL || data->carbon_kg_per_kwh == NULL)
    return 0;
  return data->carbon_kg_per_kwh[state->case_index * (24 * 60 / data->step_minutes) +
                                 step * GMARL_STEP_MINUTES / data->step_minutes];
}

void
gmarl_episode_add (GmarlEpisode *self, const GmarlGridState *state)
{
  const GmarlGridModel *model = gmarl_grid_model (self->grid);
  const gsize N = self->grid->n_nodes, P = model->n_padded;
  const guint step = state->step - 1;
  const double carbon = carbon_at (self->grid, state, step);
  double bought = sum_column (state->buy, P), sold = sum_column (state->sell, P);

  g_return_if_fail (state->step > 0);

  add_community (self, bought, sold, step);
  add_nodes (self, state);
  sum_levels (model, state, &self->sums);
  self->sums.bought += bought;
  self->sums.sold += sold;
  self->sums.demand += sum_column (state->settled_demand, P);
  self->sums.solar += sum_column (state->settled_solar, P);
  self->sums.curtailed += sum_column (state->curtailed, P);
  self->sums.unmet += sum_column (state->unmet, P);
  self->sums.sent += sum_column (state->sent, P);
  self->sums.received += sum_column (state->received, P);
  for (gsize term = 0; term < GMARL_N_TERMS; term++)
    for (gsize i = 0; i < N; i++)
      self->term[term] += state->term[term * N + i];
  for (gsize k = 0; k < GMARL_N_PENALTIES; k++)
    self->penalty[k] += state->penalty[k];
  self->stability += state->stability;
  self->cost += state->settled_import_price * bought - state->settled_export_price * sold;
  self->carbon_kg += carbon * bought;
  self->carbon_net_kg += carbon * (bought - sold);
  self->last_import_price = state->settled_import_price;
  self->energy_end = stored_energy (self->grid, state);
  self->n_steps++;
}

/* 1 - part / whole, or a value of its own where there is no whole. */
static double
one_minus_ratio (double part, double whole, double without)
{
  return whole > 0 ? 1 - part / whole : without;
}

/* Jain, Chiu and Hawe (1984). */
static double
jain_index (const double *bill, gsize count)
{
  double sum = 0, square = 0;

  for (gsize i = 0; i < count; i++) {
    sum += bill[i];
    square += bill[i] * bill[i];
  }
  return square > 0 ? sum * sum / (count * square) : 1;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The mean absolute difference is 2 Σ (2k - n + 1) x_k / n² over the ascending values. */
static double
gini_index (const double *bill, gsize count)
{
  g_autofree double *sorted = g_memdup2 (bill, count * sizeof (double));
  double sum = 0, ranked = 0;

  qsort (sorted, count, sizeof (double), compare_doubles);
  if (sorted[0] < 0 && sorted[count - 1] > 0)
    return NAN;
  for (gsize k = 0; k < count; k++) {
    sum += sorted[k];
    ranked += (2.0 * k - count + 1) * sorted[k];
  }
  return sum != 0 ? ranked / (count * fabs (sum)) : 0;
}

void
gmarl_episode_finish (const GmarlEpisode *self, double *values)
{
  const GmarlGrid *grid = self->grid;
  const GmarlScenario *scenario = grid->scenario;
  const NodeSums *sums = &self->sums;
  const double N = grid->n_nodes, steps = self->n_steps;
  const gboolean has_carbon = scenario->data != NULL && scenario->data->carbon_kg_per_kwh != NULL;
  double stored = self->energy_end - self->energy_start;
  double reward = 0;

  for (gsize i = 0; i < grid->n_nodes; i++)
    reward += self->node_reward[i];
  values[GMARL_INDICATOR_EPISODE_REWARD] = reward / N;
  values[GMARL_INDICATOR_STABILITY] = self->stability / steps;
  values[GMARL_INDICATOR_GRID_IMPORT] = sums->bought;
  values[GMARL_INDICATOR_SOLAR_UTILISATION] = one_minus_ratio (sums->curtailed, sums->solar, 1);
  values[GMARL_INDICATOR_DEMAND_SATISFACTION] = one_minus_ratio (sums->unmet, sums->demand, 1);
  values[GMARL_INDICATOR_ENERGY_COST] = self->cost;
  values[GMARL_INDICATOR_ADJUSTED_COST] =
      self->cost - self->last_import_price / scenario->charge_efficiency * stored;
  values[GMARL_INDICATOR_GRID_EXPORT] = sums->sold;
  values[GMARL_INDICATOR_PEAK_IMPORT] = self->peak_import;
  values[GMARL_INDICATOR_PEAK_IMPORT_15MIN] = self->peak_quarter_import;
  values[GMARL_INDICATOR_RAMPING] = self->ramping;
  values[GMARL_INDICATOR_ONE_MINUS_LOAD_FACTOR] =
      one_minus_ratio ((sums->bought - sums->sold) / steps, self->largest_net_import, NAN);
  values[GMARL_INDICATOR_SELF_SUFFICIENCY] =
      one_minus_ratio (sums->bought, sums->demand - sums->unmet, NAN);
  values[GMARL_INDICATOR_SELF_CONSUMPTION] =
      one_minus_ratio (sums->sold, sums->solar - sums->curtailed, NAN);
  values[GMARL_INDICATOR_ENERGY_SHARED] = sums->sent;
  values[GMARL_INDICATOR_LINE_LOSSES] = sums->sent - sums->received;
  values[GMARL_INDICATOR_UNSERVED_ENERGY] = sums->unmet;
  values[GMARL_INDICATOR_BATTERY_CYCLES] = sums->turned_over / (2 * N);
  values[GMARL_INDICATOR_MEAN_LEVEL] = 0.5 + sums->off_half / (N * steps);
  values[GMARL_INDICATOR_TIME_BELOW_20] = sums->n_low / (N * steps);
  values[GMARL_INDICATOR_TIME_ABOVE_90] = sums->n_full / (N * steps);
  values[GMARL_INDICATOR_STABILITY_MEAN_LEVEL] = self->penalty[GMARL_PENALTY_MEAN_LEVEL] / steps;
  values[GMARL_INDICATOR_STABILITY_VARIANCE] = self->penalty[GMARL_PENALTY_VARIANCE] / steps;
  values[GMARL_INDICATOR_STABILITY_LOW] = self->penalty[GMARL_PENALTY_LOW] / steps;
  values[GMARL_INDICATOR_STABILITY_FULL] = self->penalty[GMARL_PENALTY_FULL] / steps;
  values[GMARL_INDICATOR_BILL_FAIRNESS_JAIN] = jain_index (self->node_bill, grid->n_nodes);
  values[GMARL_INDICATOR_BILL_FAIRNESS_GINI] = gini_index (self->node_bill, grid->n_nodes);
  values[GMARL_INDICATOR_CARBON] = has_carbon ? self->carbon_kg : NAN;
  values[GMARL_INDICATOR_COST_CLIPPED] = self->cost_clipped;
  values[GMARL_INDICATOR_CARBON_NET] = has_carbon ? self->carbon_net_kg : NAN;
}

void
gmarl_episode_terms (const GmarlEpisode *self, double *terms)
{
  for (gsize term = 0; term < GMARL_N_TERMS; term++)
    terms[term] = self->term[term] / self->grid->n_nodes;
}

const double *
gmarl_episode_node_rewards (const GmarlEpisode *self)
{
  return self->node_reward;
}
