/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-private.h"

#include "gmarl-error.h"
#include "gmarl-profiles.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* One step of the world (environment.md sections 4 to 6): gmarl_grid_step is the list of its
 * stages. A stage is one pass over the nodes or over the lines. Stages over nodes run to the padded
 * number of nodes and have no branches, so that the compiler turns them into vector loops; those
 * over lines gather from the ends of a line and add to them. Sums over nodes are made of
 * GMARL_LANES partial sums in a fixed order, so that they have the same bits on every machine.
 */

/* Section 5. */
static const double MEAN_LEVEL_WEIGHT = 0.25;
static const double VARIANCE_WEIGHT = 0.35;
static const double LOW_WEIGHT = 0.25;
static const double FULL_WEIGHT = 0.15;
static const double BEST_LEVEL = 0.5;
static const double LOW_LEVEL = 0.2;
static const double FULL_LEVEL = 0.9;
static const double LARGEST_VARIANCE = 0.25;

/* Section 6. */
static const double USEFUL_GAP = 0.05;
static const double LEAST_UNMET_DEMAND_KWH = 0.1;

static double
sum_nodes (const double *x, gsize count)
{
  GmarlLanes sum = { 0 };

  for (gsize i = 0; i < count; i += GMARL_LANES)
    sum += gmarl_lanes_at (x, i);
  return gmarl_lanes_sum (sum);
}

/* P as a number that the compiler sees to be a multiple of GMARL_LANES. */
static inline gsize
padded_nodes (const GmarlGridModel *model)
{
  return model->n_padded / GMARL_LANES * GMARL_LANES;
}

static gboolean
check_actions (const GmarlGrid *grid, const double *actions, GError **error)
{
  gsize count = grid->n_nodes * grid->n_actions;
  gint64 n_bad = 0;
  gsize k = 0;

  for (gsize c = 0; c < count; c++)
    n_bad += !(fabs (actions[c]) <= DBL_MAX);
  if (n_bad == 0)
    return TRUE;
  while (fabs (actions[k]) <= DBL_MAX)
    k++;
  if (k % grid->n_actions == grid->n_slots)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
                 _ ("The grid action of node %" G_GSIZE_FORMAT " is not a finite number. The step "
                    "was not settled."),
                 k / grid->n_actions);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
                 _ ("The transfer action of node %" G_GSIZE_FORMAT ", slot %" G_GSIZE_FORMAT
                    ", is not a finite number. The step was not settled."),
                 k / grid->n_actions, k % grid->n_actions);
  return FALSE;
}

/* What the step is settled with: inputs, levels before it and clipped actions. */
static void
take_inputs (const GmarlGridModel *model, GmarlGridState *state, const double *actions)
{
  gsize bytes = model->n_padded * sizeof (double);
  gsize count = model->grid.n_nodes * model->grid.n_actions;
  double *clipped = state->action;

  memcpy (state->settled_demand, state->demand, bytes);
  memcpy (state->settled_solar, state->solar, bytes);
  memcpy (state->level_before, state->level, bytes);
  state->settled_import_price = state->import_price;
  state->settled_export_price = state->export_price;
#pragma GCC ivdep
  for (gsize c = 0; c < count; c++) {
    double a = actions[c];

    a = a < -1 ? -1 : a;
    clipped[c] = a > 1 ? 1 : a;
  }
}

/* Section 4.1: the flow that both ends of a line intend, positive from a to b. */
static void
intend_flows (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlGrid *grid = &model->grid;
  const double *action = state->action;
  double limit = grid->scenario->line_limit_kwh;
  gboolean average = grid->scenario->settlement == GMARL_SETTLEMENT_AVERAGE;
  double *flow_out = ((GmarlStepScratch *) state->scratch)->flow_out;

  memset (flow_out, 0, model->n_padded * sizeof (double));
  for (gsize l = 0; l < grid->n_lines; l++) {
    double x = action[grid->line_slot_a[l]], y = action[grid->line_slot_b[l]];
    double forth, back;

    if (average) {
      double f = limit * (x - y) / 2;

      forth = MAX (f, 0);
      back = MAX (-f, 0);
    } else {
      forth = limit * MAX (MIN (x, -y), 0);
      back = limit * MAX (MIN (-x, y), 0);
    }
    state->flow[l] = forth - back;
    flow_out[grid->line_a[l]] += forth;
    flow_out[grid->line_b[l]] += back;
  }
}

/* Sections 4.2 to 4.4: nobody exports more than local demand leaves. */
static void
limit_exports (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlScenario *scenario = model->grid.scenario;
  GmarlStepScratch *scratch = state->scratch;
  const double *grid_action = state->action + model->grid.n_slots;
  const gsize U = model->grid.n_actions;
  const gsize P = padded_nodes (model);
  const double limit = scenario->grid_limit_kwh;
  const double discharging = scenario->discharge_efficiency;
  const double per_charging = 1 / scenario->charge_efficiency;
  const double *capacity = model->grid.capacity, *power = model->grid.power;
  const double *energy = state->energy;
  const double *demand = state->settled_demand, *solar = state->settled_solar;

  for (gsize i = 0; i < model->grid.n_nodes; i++) {
    double a = grid_action[i * U];

    scratch->buy_request[i] = limit * MAX (a, 0);
    scratch->sell_request[i] = limit * MAX (-a, 0);
  }
#pragma GCC ivdep
  for (gsize i = 0; i < P; i++) {
    double dischargeable = MIN (discharging * energy[i], power[i]);
    double chargeable = MIN ((capacity[i] - energy[i]) * per_charging, power[i]);
    double available = MAX (0, dischargeable + solar[i] - demand[i]);
    double wanted = scratch->sell_request[i] + scratch->flow_out[i];
    double factor = available >= wanted ? 1 : available / wanted;

    scratch->dischargeable[i] = dischargeable;
    scratch->chargeable[i] = chargeable;
    scratch->export_factor[i] = factor;
    state->sell[i] = factor * scratch->sell_request[i];
  }
}

/* What a line can deliver arrives, after loss, at the other end. */
static void
deliver_flows (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlGrid *grid = &model->grid;
  GmarlStepScratch *scratch = state->scratch;
  const double *factor = scratch->export_factor;
  double efficiency = grid->scenario->line_efficiency;

  memset (scratch->flow_in, 0, model->n_padded * sizeof (double));
  for (gsize l = 0; l < grid->n_lines; l++) {
    guint a = grid->line_a[l], b = grid->line_b[l];
    double forth = factor[a] * MAX (state->flow[l], 0);
    double back = factor[b] * MAX (-state->flow[l], 0);

    state->flow[l] = forth - back;
    scratch->flow_in[b] += efficiency * forth;
    scratch->flow_in[a] += efficiency * back;
  }
}

/* Section 4.5: nobody imports more than can be used or stored. */
static void
limit_imports (const GmarlGridModel *model, GmarlGridState *state)
{
  GmarlStepScratch *scratch = state->scratch;
  const gsize P = padded_nodes (model);
  const double *demand = state->settled_demand, *solar = state->settled_solar;

#pragma GCC ivdep
  for (gsize i = 0; i < P; i++) {
    double room = MAX (0, scratch->chargeable[i] + demand[i] - solar[i]);
    double wanted = scratch->buy_request[i] + scratch->flow_in[i];
    double factor = room >= wanted ? 1 : room / wanted;

    scratch->import_factor[i] = factor;
    state->buy[i] = factor * scratch->buy_request[i];
  }
}

/* Section 4.6: the flows as they happen. */
static void
finish_flows (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlGrid *grid = &model->grid;
  const double *factor = ((GmarlStepScratch *) state->scratch)->import_factor;
  double efficiency = grid->scenario->line_efficiency;

  memset (state->sent, 0, model->n_padded * sizeof (double));
  memset (state->received, 0, model->n_padded * sizeof (double));
  for (gsize l = 0; l < grid->n_lines; l++) {
    guint a = grid->line_a[l], b = grid->line_b[l];
    double forth = factor[b] * MAX (state->flow[l], 0);
    double back = factor[a] * MAX (-state->flow[l], 0);

    state->flow[l] = forth - back;
    state->sent[a] += forth;
    state->received[b] += efficiency * forth;
    state->sent[b] += back;
    state->received[a] += efficiency * back;
  }
}

static void
scale_to_limit (double *energy, gsize count, double limit)
{
  double sum;

  if (limit <= 0)
    return;
  sum = sum_nodes (energy, count);
  if (sum <= limit)
    return;
  for (gsize i = 0; i < count; i++)
    energy[i] *= limit / sum;
}

/* The community's limits come after everything else. */
static void
apply_feeder_limits (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlScenario *scenario = model->grid.scenario;

  scale_to_limit (state->buy, model->n_padded, scenario->feeder_import_kwh);
  scale_to_limit (state->sell, model->n_padded, scenario->feeder_export_kwh);
}

/* Sections 4.7 and 4.8: batteries take or give the rest; what they cannot is curtailed or unmet. */
static void
balance_nodes (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlScenario *scenario = model->grid.scenario;
  const GmarlStepScratch *scratch = state->scratch;
  const gsize P = padded_nodes (model);
  const double charging = scenario->charge_efficiency;
  const double per_discharging = 1 / scenario->discharge_efficiency;
  const double *capacity = model->grid.capacity, *overshoot = model->overshoot;
  gint64 n_outside = 0;

#pragma GCC ivdep
  for (gsize i = 0; i < P; i++) {
    double balance = state->settled_solar[i] + state->buy[i] - state->sell[i] + state->received[i] -
                     state->sent[i] - state->settled_demand[i];
    double surplus = MAX (balance, 0), deficit = MAX (-balance, 0);
    double charge = MIN (surplus, scratch->chargeable[i]);
    double discharge = MIN (deficit, scratch->dischargeable[i]);
    double energy = state->energy[i] + charging * charge - per_discharging * discharge;

    n_outside += !(energy > -overshoot[i]) | !(energy < capacity[i] + overshoot[i]);
    energy = MAX (energy, 0);
    state->energy[i] = MIN (energy, capacity[i]);
    state->charge[i] = charge;
    state->discharge[i] = discharge;
    state->curtailed[i] = surplus - charge;
    state->unmet[i] = deficit - discharge;
  }
  /* Holds by construction: the reach of the battery bounds what it takes and gives. */
  g_assert (n_outside == 0);
}

void
gmarl_settlement_measure (const GmarlGridModel *model, GmarlGridState *state)
{
  const gsize P = padded_nodes (model);
  const double per_node = 1.0 / model->grid.n_nodes;
  const double *energy = state->energy, *inverse_capacity = model->inverse_capacity;
  GmarlLanes offset = { 0 }, square = { 0 }, low = { 0 }, full = { 0 };
  double mean_offset, variance;

  for (gsize i = 0; i < P; i += GMARL_LANES) {
    GmarlLanes level = gmarl_lanes_at (energy, i) * gmarl_lanes_at (inverse_capacity, i);
    GmarlLanes from_best = level - BEST_LEVEL;

    *(GmarlLanes *) (state->level + i) = level;
    offset += from_best;
    square += from_best * from_best;
    low += gmarl_lanes_above_zero (LOW_LEVEL - level);
    full += gmarl_lanes_above_zero (level - FULL_LEVEL);
  }
  mean_offset = gmarl_lanes_sum (offset) * per_node;
  variance = MAX (0, gmarl_lanes_sum (square) * per_node - mean_offset * mean_offset);
  state->penalty[GMARL_PENALTY_MEAN_LEVEL] = MEAN_LEVEL_WEIGHT * fabs (mean_offset) / BEST_LEVEL;
  state->penalty[GMARL_PENALTY_VARIANCE] = VARIANCE_WEIGHT * variance / LARGEST_VARIANCE;
  state->penalty[GMARL_PENALTY_LOW] = LOW_WEIGHT * gmarl_lanes_sum (low) * per_node / LOW_LEVEL;
  state->penalty[GMARL_PENALTY_FULL] =
      FULL_WEIGHT * gmarl_lanes_sum (full) * per_node / (1 - FULL_LEVEL);
  state->stability =
      1 - (state->penalty[GMARL_PENALTY_MEAN_LEVEL] + state->penalty[GMARL_PENALTY_VARIANCE] +
           state->penalty[GMARL_PENALTY_LOW] + state->penalty[GMARL_PENALTY_FULL]);
}

/* The terms of a node's own affairs: stability, efficiency, cost, unmet. */
static void
judge_nodes (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlScenario *scenario = model->grid.scenario;
  GmarlStepScratch *scratch = state->scratch;
  const gsize N = model->grid.n_nodes;
  const gsize P = padded_nodes (model);
  const double buy_price = state->settled_import_price;
  const double sell_price = state->settled_export_price;
  const double inside_price = sell_price + scenario->internal_price * (buy_price - sell_price);
  const double efficiency = scenario->line_efficiency;
  const double per_cost = 1 / scenario->cost_reference;
  const double self_weight = scenario->self_weight;
  const double *inverse_mean_demand = model->inverse_mean_demand;
  double *stability = state->term + GMARL_TERM_STABILITY * N;
  double *evenness = state->term + GMARL_TERM_EFFICIENCY * N;
  double *cost = state->term + GMARL_TERM_COST * N;
  double *unmet = state->term + GMARL_TERM_UNMET * N;

#pragma GCC ivdep
  for (gsize i = 0; i < P; i++) {
    double sent = state->sent[i];
    double own = MAX (0, sent - state->buy[i]);

    scratch->own_share[i] = sent > 0 ? own / sent : 0;
  }
#pragma GCC ivdep
  for (gsize i = 0; i < N; i++) {
    double distance = 2 * state->level[i] - 1;
    double demand = state->settled_demand[i];
    double bill = buy_price * state->buy[i] - sell_price * state->sell[i] +
                  inside_price * (state->received[i] - efficiency * state->sent[i]);

    stability[i] = state->stability;
    evenness[i] = -(distance * distance);
    cost[i] = self_weight * (1 - state->buy[i] * inverse_mean_demand[i]) - bill * per_cost;
    unmet[i] = -state->unmet[i] / MAX (demand, LEAST_UNMET_DEMAND_KWH);
  }
}

/* The term of the lines: only what closes a gap of levels counts, and only energy not bought. */
static void
judge_flows (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlGrid *grid = &model->grid;
  const double *level = state->level_before;
  const double *own_share = ((GmarlStepScratch *) state->scratch)->own_share;
  const double scale = 1 / (2 * grid->scenario->line_limit_kwh);
  double *cooperation = state->term + GMARL_TERM_COOPERATION * grid->n_nodes;

  memset (cooperation, 0, grid->n_nodes * sizeof (double));
  for (gsize l = 0; l < grid->n_lines; l++) {
    guint a = grid->line_a[l], b = grid->line_b[l];
    gboolean forth = state->flow[l] > 0;
    double flow = fabs (state->flow[l]);
    double gap = forth ? level[a] - level[b] : level[b] - level[a];
    double closing = MIN (flow, gap * model->line_exchange[l] - flow);
    double useful = gap > USEFUL_GAP ? MAX (0, closing) * own_share[forth ? a : b] : 0;

    cooperation[a] += scale * useful;
    cooperation[b] += scale * useful;
  }
}

/* Section 6: weights, then the team's share. */
static void
reward_nodes (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlScenario *scenario = model->grid.scenario;
  const gsize N = model->grid.n_nodes;
  const gsize P = padded_nodes (model);
  const double *stability = state->term + GMARL_TERM_STABILITY * N;
  const double *evenness = state->term + GMARL_TERM_EFFICIENCY * N;
  const double *cost = state->term + GMARL_TERM_COST * N;
  const double *cooperation = state->term + GMARL_TERM_COOPERATION * N;
  const double *unmet = state->term + GMARL_TERM_UNMET * N;
  double *own = ((GmarlStepScratch *) state->scratch)->own_reward;
  double team;

#pragma GCC ivdep
  for (gsize i = 0; i < N; i++)
    own[i] = scenario->weight_stability * stability[i] + scenario->weight_efficiency * evenness[i] +
             scenario->weight_cost * cost[i] + scenario->weight_cooperation * cooperation[i] +
             scenario->weight_unmet * unmet[i];
  team = scenario->team_share * sum_nodes (own, P) / N;
#pragma GCC ivdep
  for (gsize i = 0; i < N; i++)
    state->reward[i] = (1 - scenario->team_share) * own[i] + team;
}

gboolean
gmarl_grid_step (const GmarlGrid *grid,
                 GmarlGridState *state,
                 const double *actions,
                 GError **error)
{
  const GmarlGridModel *model = gmarl_grid_model (grid);

  g_return_val_if_fail (state->step < GMARL_STEPS_PER_DAY, FALSE);

  if (!check_actions (grid, actions, error))
    return FALSE;
  take_inputs (model, state, actions);
  intend_flows (model, state);
  limit_exports (model, state);
  deliver_flows (model, state);
  limit_imports (model, state);
  finish_flows (model, state);
  apply_feeder_limits (model, state);
  balance_nodes (model, state);
  gmarl_settlement_measure (model, state);
  judge_nodes (model, state);
  judge_flows (model, state);
  reward_nodes (model, state);
  state->step++;
  gmarl_profiles_advance (model, state);
  return TRUE;
}
