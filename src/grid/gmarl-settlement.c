/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-settlement.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* One step of the world (environment.md sections 4 to 6): settle is the list of its stages. A stage
 * is one pass over the nodes or over the lines. Both are padded to a multiple of GMARL_LANES and
 * have no branches, so that the compiler turns every pass into a vector loop without a remainder;
 * only adding a line's energy to its ends is done one by one. This file is compiled once for each
 * instruction set, with GMARL_SETTLEMENT naming the table. All give the same bits, because nothing
 * is contracted and sums over nodes are made of GMARL_LANES partial sums in a fixed order.
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

/* A number of padded nodes or lines that the compiler sees to be a multiple of GMARL_LANES. */
static inline gsize
whole (gsize count)
{
  return count / GMARL_LANES * GMARL_LANES;
}

/* Clips a multiple of GMARL_LANES. Returns how many are not finite. */
static inline gint64
clip_lanes (const double *actions, gsize count, double *clipped)
{
  const gsize C = whole (count);
  gint64 n_bad = 0;

#pragma GCC ivdep
  for (gsize c = 0; c < C; c++) {
    double a = actions[c];
    double most = a > 1 ? 1 : a;

    n_bad += !(fabs (a) <= DBL_MAX);
    clipped[c] = most < -1 ? -1 : most;
  }
  return n_bad;
}

static gboolean
clip_actions (const double *actions, gsize count, double *clipped)
{
  const gsize first = whole (count);
  double rest[GMARL_LANES] = { 0 };

  memcpy (rest, actions + first, (count - first) * sizeof (double));
  return clip_lanes (actions, count, clipped) +
             (first < count ? clip_lanes (rest, GMARL_LANES, clipped + first) : 0) ==
         0;
}

/* Section 4.1: the flows that both ends of a line intend. */
static void
intend_flows (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlGrid *grid = &model->grid;
  GmarlStepScratch *scratch = state->scratch;
  const gsize L = whole (model->n_padded_lines);
  const double *action = state->action;
  const guint *slot_a = grid->line_slot_a, *slot_b = grid->line_slot_b;
  const double limit = grid->scenario->line_limit_kwh;
  double *forth = scratch->forth, *back = scratch->back;

  if (grid->scenario->settlement == GMARL_SETTLEMENT_AVERAGE) {
#pragma GCC ivdep
    for (gsize l = 0; l < L; l++) {
      double flow = limit * (action[slot_a[l]] - action[slot_b[l]]) / 2;

      forth[l] = MAX (flow, 0);
      back[l] = MAX (-flow, 0);
    }
  } else {
#pragma GCC ivdep
    for (gsize l = 0; l < L; l++) {
      double x = action[slot_a[l]], y = action[slot_b[l]];
      double consent_forth = MIN (x, -y), consent_back = MIN (-x, y);

      forth[l] = limit * MAX (consent_forth, 0);
      back[l] = limit * MAX (consent_back, 0);
    }
  }
  memset (scratch->at_node, 0, model->n_padded * sizeof (double));
  for (gsize l = 0; l < grid->n_lines; l++) {
    scratch->at_node[grid->line_a[l]] += forth[l];
    scratch->at_node[grid->line_b[l]] += back[l];
  }
}

/* What a step is settled with, kept. */
static void
take_inputs (GmarlGridState *state)
{
  double *level = state->level_before;

  state->settled_demand = state->demand;
  state->settled_solar = state->solar;
  state->settled_import_price = state->import_price;
  state->settled_export_price = state->export_price;
  state->level_before = state->level;
  state->level = level;
}

/* Sections 4.2 to 4.4: nobody exports more than local demand leaves. */
static void
limit_exports (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlScenario *scenario = model->grid.scenario;
  GmarlStepScratch *scratch = state->scratch;
  const gsize P = whole (model->n_padded), U = model->grid.n_actions;
  const double *grid_action = state->action + model->grid.n_slots;
  const double limit = scenario->grid_limit_kwh;
  const double discharging = scenario->discharge_efficiency;
  const double per_charging = 1 / scenario->charge_efficiency;

#pragma GCC ivdep
  for (gsize i = 0; i < P; i++) {
    double a = grid_action[i * U];
    double sell_request = limit * MAX (-a, 0);
    double energy = state->energy[i], power = model->grid.power[i];
    double stored = discharging * energy;
    double room = (model->grid.capacity[i] - energy) * per_charging;
    double dischargeable = MIN (stored, power);
    double chargeable = MIN (room, power);
    double left = dischargeable + state->settled_solar[i] - state->settled_demand[i];
    double available = MAX (left, 0);
    double wanted = sell_request + scratch->at_node[i];
    double share = available / wanted;
    double factor = available >= wanted ? 1 : share;

    scratch->dischargeable[i] = dischargeable;
    scratch->chargeable[i] = chargeable;
    scratch->factor[i] = factor;
    scratch->at_node[i] = 0;
    state->buy[i] = limit * MAX (a, 0);
    state->sell[i] = factor * sell_request;
  }
}

/* What the sender can deliver of each flow. */
static void
deliver_flows (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlGrid *grid = &model->grid;
  GmarlStepScratch *scratch = state->scratch;
  const gsize L = whole (model->n_padded_lines);
  const guint *end_a = grid->line_a, *end_b = grid->line_b;
  const double *factor = scratch->factor;
  double *forth = scratch->forth, *back = scratch->back;

#pragma GCC ivdep
  for (gsize l = 0; l < L; l++) {
    forth[l] *= factor[end_a[l]];
    back[l] *= factor[end_b[l]];
  }
  for (gsize l = 0; l < grid->n_lines; l++) {
    scratch->at_node[end_b[l]] += forth[l];
    scratch->at_node[end_a[l]] += back[l];
  }
}

/* Section 4.5: nobody imports more than can be used or stored. */
static void
limit_imports (const GmarlGridModel *model, GmarlGridState *state)
{
  GmarlStepScratch *scratch = state->scratch;
  const gsize P = whole (model->n_padded);
  const double efficiency = model->grid.scenario->line_efficiency;

#pragma GCC ivdep
  for (gsize i = 0; i < P; i++) {
    double lacking = scratch->chargeable[i] + state->settled_demand[i] - state->settled_solar[i];
    double room = MAX (lacking, 0);
    double wanted = state->buy[i] + efficiency * scratch->at_node[i];
    double share = room / wanted;
    double factor = room >= wanted ? 1 : share;

    scratch->factor[i] = factor;
    scratch->at_node[i] = 0;
    state->sent[i] = 0;
    state->buy[i] *= factor;
  }
}

/* Section 4.6: the flows as they happen. */
static void
finish_flows (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlGrid *grid = &model->grid;
  GmarlStepScratch *scratch = state->scratch;
  const gsize L = whole (model->n_padded_lines);
  const guint *end_a = grid->line_a, *end_b = grid->line_b;
  const double *factor = scratch->factor;
  double *forth = scratch->forth, *back = scratch->back;

#pragma GCC ivdep
  for (gsize l = 0; l < L; l++) {
    forth[l] *= factor[end_b[l]];
    back[l] *= factor[end_a[l]];
    state->flow[l] = forth[l] - back[l];
  }
  for (gsize l = 0; l < grid->n_lines; l++) {
    guint a = end_a[l], b = end_b[l];

    state->sent[a] += forth[l];
    state->sent[b] += back[l];
    scratch->at_node[b] += forth[l];
    scratch->at_node[a] += back[l];
  }
}

static void
scale_to_limit (double *energy, gsize count, double limit)
{
  double sum, factor;

  if (limit <= 0)
    return;
  sum = sum_nodes (energy, count);
  if (sum <= limit)
    return;
  factor = limit / sum;
  for (gsize i = 0; i < whole (count); i++)
    energy[i] *= factor;
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
  GmarlStepScratch *scratch = state->scratch;
  const gsize P = whole (model->n_padded);
  const double line_efficiency = scenario->line_efficiency;
  const double charging = scenario->charge_efficiency;
  const double per_discharging = 1 / scenario->discharge_efficiency;
  gint64 n_outside = 0;

#pragma GCC ivdep
  for (gsize i = 0; i < P; i++) {
    double capacity = model->grid.capacity[i], overshoot = model->overshoot[i];
    double received = line_efficiency * scratch->at_node[i];
    double balance = state->settled_solar[i] + state->buy[i] - state->sell[i] + received -
                     state->sent[i] - state->settled_demand[i];
    double surplus = MAX (balance, 0), deficit = MAX (-balance, 0);
    double charge = MIN (surplus, scratch->chargeable[i]);
    double discharge = MIN (deficit, scratch->dischargeable[i]);
    double energy = state->energy[i] + charging * charge - per_discharging * discharge;
    double above_empty = MAX (energy, 0);
    double sent = state->sent[i], not_bought = sent - state->buy[i];
    double share = MAX (not_bought, 0) / sent;

    n_outside += !(energy > -overshoot) | !(energy < capacity + overshoot);
    state->energy[i] = MIN (above_empty, capacity);
    state->received[i] = received;
    state->charge[i] = charge;
    state->discharge[i] = discharge;
    state->curtailed[i] = surplus - charge;
    state->unmet[i] = deficit - discharge;
    scratch->factor[i] = sent > 0 ? share : 0;
    scratch->at_node[i] = 0;
  }
  /* Holds by construction: the reach of the battery bounds what it takes and gives. */
  g_assert (n_outside == 0);
}

static void
measure (const GmarlGridModel *model, GmarlGridState *state)
{
  const gsize P = whole (model->n_padded);
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

/* The lines' part of cooperation: only what closes a gap of levels counts, and only energy that was
 * not bought in the same step.
 */
static void
judge_flows (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlGrid *grid = &model->grid;
  GmarlStepScratch *scratch = state->scratch;
  const gsize L = whole (model->n_padded_lines);
  const guint *end_a = grid->line_a, *end_b = grid->line_b;
  const double *level = state->level_before;
  const double *own_share = scratch->factor;
  double *useful = scratch->forth;

#pragma GCC ivdep
  for (gsize l = 0; l < L; l++) {
    double flow = state->flow[l];
    double share_a = own_share[end_a[l]], share_b = own_share[end_b[l]];
    double gap_a = level[end_a[l]] - level[end_b[l]];
    double gap = flow > 0 ? gap_a : -gap_a;
    double share = flow > 0 ? share_a : share_b;
    double size = fabs (flow);
    double rest = gap * model->line_exchange[l] - size;
    double closing = MIN (size, rest);
    double counted = MAX (closing, 0) * share;

    useful[l] = gap > USEFUL_GAP ? counted : 0;
  }
  for (gsize l = 0; l < grid->n_lines; l++) {
    scratch->at_node[end_a[l]] += useful[l];
    scratch->at_node[end_b[l]] += useful[l];
  }
}

/* Section 6 for count nodes from first on, a multiple of GMARL_LANES: the unweighted terms, whose
 * rows are stride apart, and what a node's own weighted sum is.
 */
static inline void
judge_lanes (const GmarlGridModel *model,
             GmarlGridState *state,
             gsize first,
             gsize count,
             double *term,
             gsize stride)
{
  const GmarlScenario *scenario = model->grid.scenario;
  const double *at_node = ((GmarlStepScratch *) state->scratch)->at_node;
  const double buy_price = state->settled_import_price;
  const double sell_price = state->settled_export_price;
  const double inside_price = sell_price + scenario->internal_price * (buy_price - sell_price);
  const double efficiency = scenario->line_efficiency;
  const double per_cost = 1 / scenario->cost_reference;
  const double per_line = 1 / (2 * scenario->line_limit_kwh);
  const double self_weight = scenario->self_weight;
  const double stability = state->stability;
  const gsize last = first + whole (count);

#pragma GCC ivdep
  for (gsize i = first; i < last; i++) {
    double distance = 2 * state->level[i] - 1;
    double evenness = -(distance * distance);
    double bill = buy_price * state->buy[i] - sell_price * state->sell[i] +
                  inside_price * (state->received[i] - efficiency * state->sent[i]);
    double cost =
        self_weight * (1 - state->buy[i] * model->inverse_mean_demand[i]) - bill * per_cost;
    double cooperation = per_line * at_node[i];
    double demand = state->settled_demand[i];
    double unmet =
        -state->unmet[i] / (demand > LEAST_UNMET_DEMAND_KWH ? demand : LEAST_UNMET_DEMAND_KWH);

    term[GMARL_TERM_STABILITY * stride + i - first] = stability;
    term[GMARL_TERM_EFFICIENCY * stride + i - first] = evenness;
    term[GMARL_TERM_COST * stride + i - first] = cost;
    term[GMARL_TERM_COOPERATION * stride + i - first] = cooperation;
    term[GMARL_TERM_UNMET * stride + i - first] = unmet;
    state->reward[i] = scenario->weight_stability * stability +
                       scenario->weight_efficiency * evenness + scenario->weight_cost * cost +
                       scenario->weight_cooperation * cooperation + scenario->weight_unmet * unmet;
  }
}

/* Rows of terms are not padded: the nodes that fill no vector are judged aside. */
static void
judge_nodes (const GmarlGridModel *model, GmarlGridState *state)
{
  const gsize N = model->grid.n_nodes, first = whole (N);
  double rest[GMARL_N_TERMS * GMARL_LANES];

  judge_lanes (model, state, 0, first, state->term, N);
  judge_lanes (model, state, first, GMARL_LANES, rest, GMARL_LANES);
  for (gsize term = 0; term < GMARL_N_TERMS; term++)
    for (gsize k = 0; k < N - first; k++)
      state->term[term * N + first + k] = rest[term * GMARL_LANES + k];
  for (gsize i = N; i < model->n_padded; i++)
    state->reward[i] = 0;
}

/* The team's share of the reward. */
static void
share_rewards (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlScenario *scenario = model->grid.scenario;
  const gsize P = whole (model->n_padded);
  const double own_weight = 1 - scenario->team_share;
  double *reward = state->reward;
  double team = scenario->team_share * sum_nodes (reward, P) / model->grid.n_nodes;

#pragma GCC ivdep
  for (gsize i = 0; i < P; i++)
    reward[i] = own_weight * reward[i] + team;
}

static void
settle (const GmarlGridModel *model, GmarlGridState *state)
{
  take_inputs (state);
  intend_flows (model, state);
  limit_exports (model, state);
  deliver_flows (model, state);
  limit_imports (model, state);
  finish_flows (model, state);
  apply_feeder_limits (model, state);
  balance_nodes (model, state);
  measure (model, state);
  judge_flows (model, state);
  judge_nodes (model, state);
  share_rewards (model, state);
}

const GmarlSettlementKernels GMARL_SETTLEMENT = {
  .clip_actions = clip_actions,
  .settle = settle,
  .measure = measure,
};
