/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-profiles.h"

#include "gmarl-profile-rows.h"
#include "gmarl-random.h"

#include <math.h>
#include <string.h>

/* Profiles are made a block of steps at a time. Every node has two series of its own (demand, own
 * cloud), each a recurrence in time; a lane is one number of one series. Few nodes make several
 * steps in one go, so that the random numbers come in long blocks; many nodes make one step a
 * block, in chunks of nodes that stay in the first-level cache. With data the window holds the same
 * rows, and nothing is random.
 */
enum {
  MAX_BLOCK_STEPS = 32,
  MIN_DATA_STEPS = 8, /* a cache line of 5-minute data */
  BLOCK_LANES = 256,
  FIRST_MANY_NODES = 100, /* nodes from here on have streams of their own numbering */
};

static const double COMMON_FACTOR_SD = 0.05;
static const double NODE_FACTOR_SD = 0.10;
static const double FACTOR_CLIP = 2.0; /* standard deviations */
static const double DEMAND_RHO = 0.95;
static const double DEMAND_SD = 0.08;
static const double DEMAND_FLOOR = 0.2;
static const double CLOUD_MEAN_MIN = 0.45;
static const double CLOUD_MEAN_SPAN = 0.5;
static const double CLOUD_RETURN = 0.05;
static const double CLOUD_SD = 0.04;
static const double OWN_CLOUD_RHO = 0.95;
static const double OWN_CLOUD_SD = 0.05;
static const double CLOUD_MIN = 0.05;
static const double PRICE_RHO = 0.97;
static const double PRICE_SD = 0.06;
static const double PRICE_MIN = 0.7;
static const double PRICE_MAX = 1.3;

struct _GmarlProfileWindow {
  guint first; /* step of the block */
  guint count; /* steps in it */

  /* The recurrences, as they are before step first + count. */
  double cloud;
  double cloud_mean;
  double price_noise;
  double *demand_noise; /* [P] */
  double *cloud_noise;  /* [P] */
  double *factor;       /* [P] the day's factor on the demand; 0 for padding */

  /* Keys of the lanes [block, N] and the steps of the lanes after the first of the block. */
  guint64 *demand_key;
  guint64 *cloud_key;
  guint64 *lane_step;
  double *demand_normal; /* a block's lanes */
  double *cloud_normal;

  /* [block + 1, P]: step t is in row t mod (block + 1), so that the last step of a block is kept
   * while the next block is made; the outcome of a step refers to its input. */
  double *demand;
  double *solar;
  double import_price[MAX_BLOCK_STEPS];
  double export_price[MAX_BLOCK_STEPS];
  double cloud_row[MAX_BLOCK_STEPS];

  /* Step 0, which the observation after the last step shows. */
  double *first_demand; /* [P] */
  double *first_solar;  /* [P] */
  double first_import_price;
  double first_export_price;
};

gsize
gmarl_profiles_block_steps (const GmarlScenario *scenario)
{
  gsize steps = CLAMP (BLOCK_LANES / scenario->nodes, 1, MAX_BLOCK_STEPS);

  return scenario->data != NULL ? MAX (steps, MIN_DATA_STEPS) : steps;
}

/* Nodes that a block makes in one go: all of them if the block has several steps. */
static gsize
chunk_nodes (const GmarlGridModel *model)
{
  return MIN (model->n_padded, BLOCK_LANES);
}

GmarlProfileWindow *
gmarl_profiles_take (const GmarlGridModel *model, GmarlArena *arena)
{
  GmarlProfileWindow counted = { 0 };
  GmarlProfileWindow *taken = gmarl_arena_take (arena, sizeof *taken);
  GmarlProfileWindow *self = taken != NULL ? taken : &counted;
  gsize P = model->n_padded;

  self->demand = gmarl_arena_take_doubles (arena, (model->block_steps + 1) * P);
  self->solar = gmarl_arena_take_doubles (arena, (model->block_steps + 1) * P);
  self->first_demand = gmarl_arena_take_doubles (arena, P);
  self->first_solar = gmarl_arena_take_doubles (arena, P);
  if (model->grid.scenario->data == NULL) {
    gsize n_keys = model->block_steps * model->grid.n_nodes;
    gsize n_lanes = MAX (model->block_steps * model->grid.n_nodes, chunk_nodes (model));

    self->demand_noise = gmarl_arena_take_doubles (arena, P);
    self->cloud_noise = gmarl_arena_take_doubles (arena, P);
    self->factor = gmarl_arena_take_doubles (arena, P);
    self->demand_key = gmarl_arena_take (arena, n_keys * sizeof (guint64));
    self->cloud_key = gmarl_arena_take (arena, n_keys * sizeof (guint64));
    self->lane_step = gmarl_arena_take (arena, n_lanes * sizeof (guint64));
    /* A row is read to its padding, which lies in the next row or past the last one. */
    self->demand_normal = gmarl_arena_take_doubles (arena, n_lanes + GMARL_LANES);
    self->cloud_normal = gmarl_arena_take_doubles (arena, n_lanes + GMARL_LANES);
  }
  return taken;
}

/* Where the row of a step begins. */
static gsize
row_of_step (const GmarlGridModel *model, guint step)
{
  return step % (guint) (model->block_steps + 1) * model->n_padded;
}

static double
clipped_normal (guint64 seed, guint64 counter)
{
  double x = gmarl_random_normal (seed, GMARL_STREAM_DAY_FACTOR, counter);

  return CLAMP (x, -FACTOR_CLIP, FACTOR_CLIP);
}

static guint64
demand_stream (gsize node)
{
  return node < FIRST_MANY_NODES ? GMARL_STREAM_DEMAND + node
                                 : GMARL_STREAM_MANY_NODES + 2 * (node - FIRST_MANY_NODES);
}

static guint64
own_cloud_stream (gsize node)
{
  return node < FIRST_MANY_NODES ? GMARL_STREAM_OWN_CLOUD + node
                                 : GMARL_STREAM_MANY_NODES + 1 + 2 * (node - FIRST_MANY_NODES);
}

static void
begin_synthetic (const GmarlGridModel *model, GmarlProfileWindow *self, guint64 seed)
{
  gsize N = model->grid.n_nodes;
  double common = clipped_normal (seed, 0);

  for (gsize i = 0; i < N; i++) {
    self->factor[i] = 1 + COMMON_FACTOR_SD * common + NODE_FACTOR_SD * clipped_normal (seed, 1 + i);
    self->demand_key[i] = gmarl_random_key (seed, demand_stream (i));
    self->cloud_key[i] = gmarl_random_key (seed, own_cloud_stream (i));
  }
  for (gsize k = 1; k < model->block_steps; k++)
    for (gsize i = 0; i < N; i++) {
      self->demand_key[k * N + i] = self->demand_key[i];
      self->cloud_key[k * N + i] = self->cloud_key[i];
      self->lane_step[k * N + i] = k;
    }
  self->cloud_mean =
      CLOUD_MEAN_MIN + CLOUD_MEAN_SPAN * gmarl_random_uniform (seed, GMARL_STREAM_CLOUD_MEAN, 0);
  self->cloud = self->cloud_mean;
}

/* n ← ρ n + gain X. Step 0 is sd X, whatever the last episode left in n. */
typedef struct {
  double rho;
  double gain;
} Recurrence;

static Recurrence
recurrence_at (guint step, double rho, double sd)
{
  if (step == 0)
    return (Recurrence){ .rho = 0, .gain = sd };
  return (Recurrence){ .rho = rho, .gain = sd * sqrt (1 - rho * rho) };
}

/* Cloud and prices of the block, which all nodes share. */
static void
fill_common (const GmarlGridModel *model, GmarlProfileWindow *self, guint64 seed)
{
  double cloud_normal[MAX_BLOCK_STEPS], price_normal[MAX_BLOCK_STEPS];

  gmarl_random_normals (seed, GMARL_STREAM_CLOUD, self->first, self->count, cloud_normal);
  gmarl_random_normals (seed, GMARL_STREAM_PRICE, self->first, self->count, price_normal);
  for (guint k = 0; k < self->count; k++) {
    guint step = self->first + k;
    Recurrence price = recurrence_at (step, PRICE_RHO, PRICE_SD);

    if (step > 0) {
      double moved = self->cloud + CLOUD_RETURN * (self->cloud_mean - self->cloud) +
                     CLOUD_SD * cloud_normal[k];

      self->cloud = CLAMP (moved, CLOUD_MIN, 1);
    }
    self->cloud_row[k] = self->cloud;
    self->price_noise = price.rho * self->price_noise + price.gain * price_normal[k];
    self->import_price[k] =
        model->grid.tariff[step] * CLAMP (1 + self->price_noise, PRICE_MIN, PRICE_MAX);
    self->export_price[k] = model->grid.scenario->export_ratio * self->import_price[k];
  }
}

/* Demand of the nodes first … last - 1 (a multiple of GMARL_LANES) in row k of the block. */
static void
fill_demand_row (const GmarlGridModel *model,
                 GmarlProfileWindow *self,
                 guint k,
                 gsize first,
                 gsize last,
                 const double *normal)
{
  const guint steps_per_hour = GMARL_STEPS_PER_DAY / GMARL_HOURS;
  guint step = self->first + k;
  guint hour = step / steps_per_hour;
  Recurrence noise = recurrence_at (step, DEMAND_RHO, DEMAND_SD);
  GmarlDemandRow row = {
    .count = last - first,
    .before = model->hourly_demand + hour * model->n_padded + first,
    .after = model->hourly_demand + (hour + 1) % GMARL_HOURS * model->n_padded + first,
    .part = (double) (step % steps_per_hour) / steps_per_hour,
    .rho = noise.rho,
    .gain = noise.gain,
    .floor = DEMAND_FLOOR,
    .normal = normal,
    .factor = self->factor + first,
    .noise = self->demand_noise + first,
    .demand = self->demand + row_of_step (model, step) + first,
  };

  model->profiles->demand_row (&row);
}

static void
fill_solar_row (const GmarlGridModel *model,
                GmarlProfileWindow *self,
                guint k,
                gsize first,
                gsize last,
                const double *normal)
{
  guint step = self->first + k;
  Recurrence noise = recurrence_at (step, OWN_CLOUD_RHO, OWN_CLOUD_SD);
  GmarlSolarRow row = {
    .count = last - first,
    .peak = model->grid.solar_peak + first,
    .sun = model->grid.sun[step],
    .cloud = self->cloud_row[k],
    .rho = noise.rho,
    .gain = noise.gain,
    .floor = CLOUD_MIN,
    .normal = normal,
    .noise = self->cloud_noise + first,
    .solar = self->solar + row_of_step (model, step) + first,
  };

  model->profiles->solar_row (&row);
}

static void
fill_synthetic (const GmarlGridModel *model, GmarlProfileWindow *self, guint64 seed)
{
  gsize N = model->grid.n_nodes;
  gsize chunk = chunk_nodes (model);

  fill_common (model, self, seed);
  for (gsize first = 0; first < N; first += chunk) {
    gsize last = MIN (first + chunk, model->n_padded);
    gsize lanes = MIN (last, N) - first;

    gmarl_random_normals_keyed (self->demand_key + first, self->lane_step, self->first,
                                self->count * lanes, self->demand_normal);
    gmarl_random_normals_keyed (self->cloud_key + first, self->lane_step, self->first,
                                self->count * lanes, self->cloud_normal);
    for (guint k = 0; k < self->count; k++) {
      fill_demand_row (model, self, k, first, last, self->demand_normal + k * lanes);
      fill_solar_row (model, self, k, first, last, self->cloud_normal + k * lanes);
    }
  }
}

/* The series' value at a 5-minute step, held over the native step. */
static double
held_value (const GmarlProfileData *data, const double *series, gsize index, guint step)
{
  gsize native_steps = 24 * 60 / data->step_minutes;

  return series[index * native_steps + step * GMARL_STEP_MINUTES / data->step_minutes];
}

static void
fill_from_data (const GmarlGridModel *model, GmarlProfileWindow *self, gsize case_index)
{
  const GmarlScenario *scenario = model->grid.scenario;
  const GmarlProfileData *data = scenario->data;
  gsize N = model->grid.n_nodes;
  double share = (double) GMARL_STEP_MINUTES / data->step_minutes;

  for (gsize i = 0; i < N; i++)
    for (guint k = 0; k < self->count; k++) {
      gsize index = case_index * N + i;
      gsize cell = row_of_step (model, self->first + k) + i;

      self->demand[cell] = share * held_value (data, data->demand_kwh, index, self->first + k);
      if (data->solar_kwh != NULL)
        self->solar[cell] = share * held_value (data, data->solar_kwh, index, self->first + k);
    }
  for (guint k = 0; k < self->count; k++) {
    guint step = self->first + k;

    self->import_price[k] = data->import_price != NULL
                                ? held_value (data, data->import_price, case_index, step)
                                : model->grid.tariff[step];
    self->export_price[k] = data->export_price != NULL
                                ? held_value (data, data->export_price, case_index, step)
                                : scenario->export_ratio * self->import_price[k];
  }
}

/* Makes the block that begins at a step: the first of the day or the one after the last block. */
static void
fill_block (const GmarlGridModel *model, GmarlGridState *state, guint first)
{
  GmarlProfileWindow *self = state->window;

  self->first = first;
  self->count = MIN (model->block_steps, GMARL_STEPS_PER_DAY - first);
  if (model->grid.scenario->data != NULL)
    fill_from_data (model, self, state->case_index);
  else
    fill_synthetic (model, self, state->seed);
}

static void
keep_first_step (const GmarlGridModel *model, GmarlProfileWindow *self)
{
  memcpy (self->first_demand, self->demand, model->n_padded * sizeof (double));
  memcpy (self->first_solar, self->solar, model->n_padded * sizeof (double));
  self->first_import_price = self->import_price[0];
  self->first_export_price = self->export_price[0];
}

/* Points the state at the input of its step, which the window holds. */
static void
show_step (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlProfileWindow *self = state->window;

  if (state->step >= GMARL_STEPS_PER_DAY) {
    state->demand = self->first_demand;
    state->solar = self->first_solar;
    state->import_price = self->first_import_price;
    state->export_price = self->first_export_price;
  } else {
    guint row = state->step - self->first;

    state->demand = self->demand + row_of_step (model, state->step);
    state->solar = self->solar + row_of_step (model, state->step);
    state->import_price = self->import_price[row];
    state->export_price = self->export_price[row];
  }
}

void
gmarl_profiles_begin (const GmarlGridModel *model, GmarlGridState *state, guint start_step)
{
  GmarlProfileWindow *self = state->window;

  if (model->grid.scenario->data == NULL)
    begin_synthetic (model, self, state->seed);
  fill_block (model, state, 0);
  keep_first_step (model, self);
  state->step = start_step;
  /* The recurrences run from step 0, wherever the episode begins. */
  while (self->first + self->count <= MIN (start_step, GMARL_STEPS_PER_DAY - 1))
    fill_block (model, state, self->first + self->count);
  show_step (model, state);
  /* Until a step is settled, the input to come. */
  state->settled_demand = state->demand;
  state->settled_solar = state->solar;
}

void
gmarl_profiles_advance (const GmarlGridModel *model, GmarlGridState *state)
{
  const GmarlProfileWindow *self = state->window;

  if (state->step < GMARL_STEPS_PER_DAY && state->step >= self->first + self->count)
    fill_block (model, state, self->first + self->count);
  show_step (model, state);
}
