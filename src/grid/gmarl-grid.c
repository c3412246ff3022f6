/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-grid-private.h"

#include "gmarl-network.h"
#include "gmarl-profiles.h"
#include "gmarl-random.h"

#include <math.h>
#include <string.h>

static const guint64 EPISODE_SEED_FACTOR = 1000003;
static const gint PURPOSE_SHIFT = 60;
static const double LEAST_MEAN_DEMAND_KWH = 0.1;
static const double OVERSHOOT_TOLERANCE = 1e-9;
static const double PADDING_LEVEL = 0.5;

static double *
new_doubles (gsize count)
{
  gsize bytes = MAX (count, GMARL_LANES) * sizeof (double);
  double *array = g_aligned_alloc (1, (bytes + 63) & ~(gsize) 63, 64);

  memset (array, 0, bytes);
  return array;
}

/* Mean over all cases and steps of the series of a node, kWh per 5-minute step. */
static double
mean_of_data (const GmarlScenario *scenario, gsize node)
{
  const GmarlProfileData *data = scenario->data;
  gsize native_steps = 24 * 60 / data->step_minutes;
  double sum = 0;

  for (gsize k = 0; k < (gsize) data->n_cases; k++) {
    const double *series = data->demand_kwh + (k * scenario->nodes + node) * native_steps;

    for (gsize t = 0; t < native_steps; t++)
      sum += series[t];
  }
  return sum / (data->n_cases * native_steps) * GMARL_STEP_MINUTES / data->step_minutes;
}

static double
mean_of_hours (const GmarlNodeSpec *node)
{
  double sum = 0;

  for (gsize hour = 0; hour < GMARL_HOURS; hour++)
    sum += node->demand_scale * node->base_demand_kwh[hour];
  return sum / GMARL_HOURS;
}

static void
compile_nodes (GmarlGridModel *model)
{
  GmarlGrid *grid = &model->grid;
  const GmarlScenario *scenario = grid->scenario;
  gsize N = grid->n_nodes, P = model->n_padded;

  grid->capacity = new_doubles (P);
  grid->power = new_doubles (P);
  grid->mean_demand = new_doubles (P);
  grid->solar_peak = new_doubles (P);
  grid->kind = g_new0 (gint, P);
  model->inverse_capacity = new_doubles (P);
  model->inverse_mean_demand = new_doubles (P);
  model->overshoot = new_doubles (P);
  model->present = new_doubles (P);
  if (scenario->data == NULL)
    model->hourly_demand = new_doubles (GMARL_HOURS * P);
  for (gsize i = 0; i < P; i++) {
    const GmarlNodeSpec *node = i < N ? &scenario->node[i] : NULL;
    double mean = 0;

    grid->capacity[i] = node != NULL ? node->capacity_kwh : 1;
    model->inverse_capacity[i] = 1 / grid->capacity[i];
    model->overshoot[i] = OVERSHOOT_TOLERANCE * MAX (1, grid->capacity[i]);
    if (node == NULL)
      continue;
    grid->kind[i] = node->kind;
    grid->power[i] = node->power_kwh;
    grid->solar_peak[i] = node->solar_peak_kwh;
    model->present[i] = 1;
    if (scenario->data != NULL)
      mean = mean_of_data (scenario, i);
    else
      mean = mean_of_hours (node);
    grid->mean_demand[i] = MAX (LEAST_MEAN_DEMAND_KWH, mean);
    model->inverse_mean_demand[i] = 1 / grid->mean_demand[i];
    for (gsize hour = 0; hour < GMARL_HOURS && model->hourly_demand != NULL; hour++)
      model->hourly_demand[hour * P + i] = node->demand_scale * node->base_demand_kwh[hour];
  }
}

/* Slots are the neighbours in ascending order, because lines come in ascending order of (a, b). */
static void
compile_lines (GmarlGridModel *model, const GmarlNetwork *network)
{
  GmarlGrid *grid = &model->grid;
  gsize N = grid->n_nodes, L = network->n_lines;

  grid->n_lines = L;
  grid->n_slots = network->largest_degree;
  grid->n_actions = grid->n_slots + 1;
  grid->degree = g_new0 (guint, N);
  grid->slot_neighbour = g_new (gint32, MAX (N * grid->n_slots, 1));
  grid->line_a = g_new0 (guint, L);
  grid->line_b = g_new0 (guint, L);
  grid->line_slot_a = g_new0 (guint, L);
  grid->line_slot_b = g_new0 (guint, L);
  model->line_exchange = new_doubles (L);
  for (gsize k = 0; k < N * grid->n_slots; k++)
    grid->slot_neighbour[k] = -1;
  for (gsize l = 0; l < L; l++) {
    guint a = network->line[l].a, b = network->line[l].b;
    guint slot_a = grid->degree[a]++, slot_b = grid->degree[b]++;

    grid->line_a[l] = a;
    grid->line_b[l] = b;
    grid->slot_neighbour[a * grid->n_slots + slot_a] = b;
    grid->slot_neighbour[b * grid->n_slots + slot_b] = a;
    grid->line_slot_a[l] = a * grid->n_actions + slot_a;
    grid->line_slot_b[l] = b * grid->n_actions + slot_b;
    model->line_exchange[l] = 2 / (1 / grid->capacity[a] + 1 / grid->capacity[b]);
  }
}

static double
tariff_at (const GmarlScenario *scenario, guint step)
{
  guint hour = step * GMARL_HOURS / GMARL_STEPS_PER_DAY;

  if (hour < 6 || hour >= 22)
    return scenario->tariff_night;
  if (hour >= 17 && hour < 21)
    return scenario->tariff_peak;
  return scenario->tariff_day;
}

static void
compile_clock (GmarlGridModel *model)
{
  model->grid.sun = new_doubles (GMARL_STEPS_PER_DAY);
  model->grid.tariff = new_doubles (GMARL_STEPS_PER_DAY);
  model->clock_sin = new_doubles (GMARL_STEPS_PER_DAY);
  model->clock_cos = new_doubles (GMARL_STEPS_PER_DAY);
  for (guint t = 0; t < GMARL_STEPS_PER_DAY; t++) {
    double hour = (double) GMARL_HOURS * t / GMARL_STEPS_PER_DAY;
    double angle = 2 * G_PI * t / GMARL_STEPS_PER_DAY;

    model->grid.sun[t] = MAX (0, sin (G_PI * (hour - 6) / 12));
    model->grid.tariff[t] = tariff_at (model->grid.scenario, t);
    model->clock_sin[t] = sin (angle);
    model->clock_cos[t] = cos (angle);
  }
}

/* Simulations meet all cases in order; the other purposes have disjoint ones (GmarlSplit). */
static GmarlPurpose
purpose_of_case (const GmarlProfileData *data, gsize index)
{
  gsize n = data->n_cases;
  gsize n_training, n_validation;

  if (data->split == GMARL_SPLIT_DAYS) {
    gsize digit = index % 10;

    return digit < 7    ? GMARL_PURPOSE_TRAINING
           : digit == 7 ? GMARL_PURPOSE_VALIDATION
                        : GMARL_PURPOSE_TEST;
  }
  n_training = floor (0.7 * n + 0.5);
  n_validation = floor (0.15 * n + 0.5);
  if (n >= 3) {
    n_validation = MAX (n_validation, 1);
    n_training = MIN (n_training, n - n_validation - 1);
  }
  if (index < n_training)
    return GMARL_PURPOSE_TRAINING;
  return index < n_training + n_validation ? GMARL_PURPOSE_VALIDATION : GMARL_PURPOSE_TEST;
}

static void
compile_cases (GmarlGridModel *model)
{
  const GmarlProfileData *data = model->grid.scenario->data;

  if (data == NULL)
    return;
  for (gsize purpose = 0; purpose < GMARL_PURPOSE; purpose++)
    model->grid.cases[purpose] = g_new0 (guint, data->n_cases);
  for (gsize k = 0; k < (gsize) data->n_cases; k++) {
    GmarlPurpose purpose = purpose_of_case (data, k);

    model->grid.cases[GMARL_PURPOSE_SIMULATE][model->grid.n_cases[GMARL_PURPOSE_SIMULATE]++] = k;
    model->grid.cases[purpose][model->grid.n_cases[purpose]++] = k;
  }
}

GmarlGrid *
gmarl_grid_new (const GmarlScenario *scenario, GError **error)
{
  g_autoptr (GmarlNetwork) network = NULL;
  GmarlGridModel *model;

  g_return_val_if_fail (scenario != NULL, NULL);

  if (!gmarl_scenario_validate (scenario, error))
    return NULL;
  network = gmarl_network_new (scenario, error);
  if (network == NULL)
    return NULL;

  model = g_new0 (GmarlGridModel, 1);
  model->grid.scenario = gmarl_scenario_copy (scenario);
  model->grid.n_nodes = scenario->nodes;
  model->n_padded = (model->grid.n_nodes + GMARL_LANES - 1) / GMARL_LANES * GMARL_LANES;
  model->block_steps = gmarl_profiles_block_steps (scenario);
  compile_nodes (model);
  compile_lines (model, network);
  compile_clock (model);
  compile_cases (model);
  return &model->grid;
}

void
gmarl_grid_free (GmarlGrid *self)
{
  GmarlGridModel *model = (GmarlGridModel *) self;

  if (self == NULL)
    return;
  g_aligned_free (self->capacity);
  g_aligned_free (self->power);
  g_aligned_free (self->mean_demand);
  g_aligned_free (self->solar_peak);
  g_aligned_free (self->sun);
  g_aligned_free (self->tariff);
  g_free (self->kind);
  g_free (self->degree);
  g_free (self->slot_neighbour);
  g_free (self->line_a);
  g_free (self->line_b);
  g_free (self->line_slot_a);
  g_free (self->line_slot_b);
  for (gsize purpose = 0; purpose < GMARL_PURPOSE; purpose++)
    g_free (self->cases[purpose]);
  g_aligned_free (model->inverse_capacity);
  g_aligned_free (model->inverse_mean_demand);
  g_aligned_free (model->overshoot);
  g_aligned_free (model->present);
  g_aligned_free (model->line_exchange);
  g_aligned_free (model->hourly_demand);
  g_aligned_free (model->clock_sin);
  g_aligned_free (model->clock_cos);
  gmarl_scenario_free ((GmarlScenario *) self->scenario);
  g_free (model);
}

guint64
gmarl_episode_seed (GmarlPurpose purpose, guint64 seed, guint64 day)
{
  return ((guint64) purpose << PURPOSE_SHIFT) + seed * EPISODE_SEED_FACTOR + day;
}

/* Places the scratch arrays of a step. A NULL block is only counted. */
static GmarlStepScratch *
take_scratch (const GmarlGridModel *model, GmarlArena *arena)
{
  GmarlStepScratch counted = { 0 };
  GmarlStepScratch *taken = gmarl_arena_take (arena, sizeof *taken);
  GmarlStepScratch *self = taken != NULL ? taken : &counted;
  gsize P = model->n_padded;

  self->dischargeable = gmarl_arena_take_doubles (arena, P);
  self->chargeable = gmarl_arena_take_doubles (arena, P);
  self->buy_request = gmarl_arena_take_doubles (arena, P);
  self->sell_request = gmarl_arena_take_doubles (arena, P);
  self->flow_out = gmarl_arena_take_doubles (arena, P);
  self->flow_in = gmarl_arena_take_doubles (arena, P);
  self->export_factor = gmarl_arena_take_doubles (arena, P);
  self->import_factor = gmarl_arena_take_doubles (arena, P);
  self->own_share = gmarl_arena_take_doubles (arena, P);
  self->own_reward = gmarl_arena_take_doubles (arena, P);
  return taken;
}

/* Places everything of a state. A NULL block is only counted. */
static GmarlGridState *
take_state (const GmarlGridModel *model, GmarlArena *arena)
{
  GmarlGridState counted = { 0 };
  GmarlGridState *taken = gmarl_arena_take (arena, sizeof *taken);
  GmarlGridState *self = taken != NULL ? taken : &counted;
  gsize P = model->n_padded, U = model->grid.n_actions, L = model->grid.n_lines;

  self->energy = gmarl_arena_take_doubles (arena, P);
  self->level = gmarl_arena_take_doubles (arena, P);
  self->level_before = gmarl_arena_take_doubles (arena, P);
  self->settled_demand = gmarl_arena_take_doubles (arena, P);
  self->settled_solar = gmarl_arena_take_doubles (arena, P);
  self->action = gmarl_arena_take_doubles (arena, model->grid.n_nodes * U);
  self->flow = gmarl_arena_take_doubles (arena, L);
  self->buy = gmarl_arena_take_doubles (arena, P);
  self->sell = gmarl_arena_take_doubles (arena, P);
  self->sent = gmarl_arena_take_doubles (arena, P);
  self->received = gmarl_arena_take_doubles (arena, P);
  self->charge = gmarl_arena_take_doubles (arena, P);
  self->discharge = gmarl_arena_take_doubles (arena, P);
  self->unmet = gmarl_arena_take_doubles (arena, P);
  self->curtailed = gmarl_arena_take_doubles (arena, P);
  self->reward = gmarl_arena_take_doubles (arena, P);
  self->term = gmarl_arena_take_doubles (arena, GMARL_N_TERMS * model->grid.n_nodes + GMARL_LANES);
  self->window = gmarl_profiles_take (model, arena);
  self->scratch = take_scratch (model, arena);
  return taken;
}

GmarlGridState *
gmarl_grid_state_new (const GmarlGrid *grid)
{
  const GmarlGridModel *model = gmarl_grid_model (grid);
  GmarlArena arena = { 0 };
  GmarlGridState *self;
  gsize bytes;

  g_return_val_if_fail (grid != NULL, NULL);

  take_state (model, &arena);
  bytes = arena.used;
  arena = (GmarlArena){ .block = g_aligned_alloc (1, bytes, 64) };
  memset (arena.block, 0, bytes);
  self = take_state (model, &arena);
  /* A state is usable at once, so that nothing ever points nowhere. */
  gmarl_grid_reset (grid, self, 0, 0);
  return self;
}

void
gmarl_grid_state_free (GmarlGridState *self)
{
  g_aligned_free (self);
}

static void
begin_episode (const GmarlGridModel *model, GmarlGridState *state, guint64 seed, guint step)
{
  const GmarlGrid *grid = &model->grid;

  state->seed = seed;
  if (grid->scenario->data != NULL) {
    gsize purpose = seed >> PURPOSE_SHIFT;

    /* Raw seeds beyond the purposes are simulations. */
    if (purpose >= GMARL_PURPOSE)
      purpose = GMARL_PURPOSE_SIMULATE;
    g_return_if_fail (grid->n_cases[purpose] > 0);
    seed &= (G_GUINT64_CONSTANT (1) << PURPOSE_SHIFT) - 1;
    state->case_index = grid->cases[purpose][seed % grid->n_cases[purpose]];
  }
  gmarl_profiles_begin (model, state, step);
}

void
gmarl_grid_reset (const GmarlGrid *grid,
                  GmarlGridState *state,
                  guint64 episode_seed,
                  guint start_step)
{
  const GmarlGridModel *model = gmarl_grid_model (grid);
  double least = grid->scenario->initial_level_min;
  double span = grid->scenario->initial_level_max - least;

  g_return_if_fail (start_step <= GMARL_STEPS_PER_DAY);

  begin_episode (model, state, episode_seed, start_step);
  for (gsize i = 0; i < model->n_padded; i++) {
    double level = PADDING_LEVEL;

    if (i < grid->n_nodes)
      level = least + span * gmarl_random_uniform (episode_seed, GMARL_STREAM_INITIAL_LEVEL, i);
    state->energy[i] = level * grid->capacity[i];
  }
  gmarl_settlement_measure (model, state);
}

void
gmarl_grid_next_day (const GmarlGrid *grid, GmarlGridState *state, guint64 episode_seed)
{
  begin_episode (gmarl_grid_model (grid), state, episode_seed, 0);
}

void
gmarl_grid_restore (const GmarlGrid *grid,
                    GmarlGridState *state,
                    guint64 episode_seed,
                    guint step,
                    const double *energy,
                    double stability)
{
  const GmarlGridModel *model = gmarl_grid_model (grid);

  g_return_if_fail (step <= GMARL_STEPS_PER_DAY);

  begin_episode (model, state, episode_seed, step);
  for (gsize i = 0; i < model->n_padded; i++)
    state->energy[i] = i < grid->n_nodes ? energy[i] : PADDING_LEVEL * grid->capacity[i];
  gmarl_settlement_measure (model, state);
  state->stability = stability;
}

gsize
gmarl_grid_observation_size (const GmarlGrid *self, GmarlObservation observation)
{
  const gsize common = 7;

  if (observation == GMARL_OBSERVATION_SHARED)
    return common + 2 * self->n_slots + GMARL_N_KINDS + 1;
  return common + self->n_slots;
}

void
gmarl_grid_observe (const GmarlGrid *grid,
                    const GmarlGridState *state,
                    GmarlObservation observation,
                    float *out,
                    gsize node_stride)
{
  const GmarlGridModel *model = gmarl_grid_model (grid);
  const GmarlScenario *scenario = grid->scenario;
  const double per_demand = 1 / scenario->demand_reference;
  const double per_solar = 1 / scenario->solar_reference;
  const double per_capacity = 1 / scenario->capacity_reference;
  const gsize D = grid->n_slots;
  const guint step = state->step % GMARL_STEPS_PER_DAY;
  const float stability = state->stability;
  const float price = state->import_price / scenario->price_reference;
  const float clock_sin = model->clock_sin[step], clock_cos = model->clock_cos[step];

  for (gsize i = 0; i < grid->n_nodes; i++) {
    const gint32 *neighbour = grid->slot_neighbour + i * D;
    const gsize degree = grid->degree[i];
    float *o = out + i * node_stride;

    *o++ = state->level[i];
    *o++ = state->demand[i] * per_demand;
    *o++ = state->solar[i] * per_solar;
    *o++ = stability;
    *o++ = price;
    *o++ = clock_sin;
    *o++ = clock_cos;
    for (gsize j = 0; j < D; j++)
      *o++ = j < degree ? state->level[neighbour[j]] : 0;
    if (observation != GMARL_OBSERVATION_SHARED)
      continue;
    for (gsize j = 0; j < D; j++)
      *o++ = j < degree;
    for (gint kind = 0; kind < GMARL_N_KINDS; kind++)
      *o++ = kind == grid->kind[i];
    *o++ = grid->capacity[i] * per_capacity;
  }
}
