/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-private.h"

#include "gmarl-error.h"
#include "gmarl-profiles.h"
#include "gmarl-random.h"
#include "gmarl-settlement.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const guint64 EPISODE_SEED_FACTOR = 1000003;
static const gint PURPOSE_SHIFT = 60;
static const double PADDING_LEVEL = 0.5;

guint64
gmarl_episode_seed (GmarlPurpose purpose, guint64 seed, guint64 day)
{
  return ((guint64) purpose << PURPOSE_SHIFT) + seed * EPISODE_SEED_FACTOR + day;
}

GArray *
gmarl_episode_seeds (GmarlPurpose purpose, guint64 seed, gsize n_days)
{
  GArray *seeds = g_array_sized_new (FALSE, FALSE, sizeof (guint64), (guint) n_days);

  for (gsize day = 0; day < n_days; day++) {
    guint64 episode_seed = gmarl_episode_seed (purpose, seed, day);

    g_array_append_val (seeds, episode_seed);
  }
  return seeds;
}

/* Places the scratch arrays of a step. A NULL block is only counted. */
static GmarlStepScratch *
take_scratch (const GmarlGridModel *model, GmarlArena *arena)
{
  GmarlStepScratch counted = { 0 };
  GmarlStepScratch *taken = gmarl_arena_take (arena, sizeof *taken);
  GmarlStepScratch *self = taken != NULL ? taken : &counted;
  gsize P = model->n_padded, L = model->n_padded_lines;

  self->action = gmarl_arena_take_doubles (arena, P * model->grid.n_actions);
  self->dischargeable = gmarl_arena_take_doubles (arena, P);
  self->chargeable = gmarl_arena_take_doubles (arena, P);
  self->at_node = gmarl_arena_take_doubles (arena, P);
  self->factor = gmarl_arena_take_doubles (arena, P);
  self->forth = gmarl_arena_take_doubles (arena, L);
  self->back = gmarl_arena_take_doubles (arena, L);
  return taken;
}

/* Places everything of a state. A NULL block is only counted. */
static GmarlGridState *
take_state (const GmarlGridModel *model, GmarlArena *arena)
{
  GmarlGridState counted = { 0 };
  GmarlGridState *taken = gmarl_arena_take (arena, sizeof *taken);
  GmarlGridState *self = taken != NULL ? taken : &counted;
  gsize P = model->n_padded, U = model->grid.n_actions, L = model->n_padded_lines;

  self->energy = gmarl_arena_take_doubles (arena, P);
  self->level = gmarl_arena_take_doubles (arena, P);
  self->level_before = gmarl_arena_take_doubles (arena, P);
  self->action = gmarl_arena_take_doubles (arena, P * U);
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
  self->term = gmarl_arena_take_doubles (arena, GMARL_N_TERMS * model->grid.n_nodes + P);
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

/* The case of an episode; there are data. */
static gsize
case_of_seed (const GmarlGrid *grid, guint64 seed)
{
  gsize purpose = seed >> PURPOSE_SHIFT;

  /* Raw seeds beyond the purposes are simulations. */
  if (purpose >= GMARL_PURPOSE)
    purpose = GMARL_PURPOSE_SIMULATE;
  g_return_val_if_fail (grid->n_cases[purpose] > 0, 0);
  seed &= (G_GUINT64_CONSTANT (1) << PURPOSE_SHIFT) - 1;
  return grid->cases[purpose][seed % grid->n_cases[purpose]];
}

const char *
gmarl_grid_case_label (const GmarlGrid *self, guint64 episode_seed)
{
  const GmarlProfileData *data = self->scenario->data;

  return data != NULL ? data->labels[case_of_seed (self, episode_seed)] : NULL;
}

char **
gmarl_grid_case_labels (const GmarlGrid *self, const guint64 *episode_seeds, gsize n_days)
{
  char **labels;

  if (self->scenario->data == NULL)
    return NULL;
  labels = g_new0 (char *, n_days + 1);
  for (gsize day = 0; day < n_days; day++)
    labels[day] = g_strdup (gmarl_grid_case_label (self, episode_seeds[day]));
  return labels;
}

static void
begin_episode (const GmarlGridModel *model, GmarlGridState *state, guint64 seed, guint step)
{
  state->seed = seed;
  if (model->grid.scenario->data != NULL)
    state->case_index = case_of_seed (&model->grid, seed);
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
  model->settlement->measure (model, state);
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
    state->energy[i] = i < grid->n_nodes ? CLAMP (energy[i], 0, grid->capacity[i])
                                         : PADDING_LEVEL * grid->capacity[i];
  model->settlement->measure (model, state);
  state->stability = stability;
}

/* Names the first action that is not a finite number. */
static void
refuse_actions (const GmarlGrid *grid, const double *actions, GError **error)
{
  gsize k = 0;

  while (isfinite (actions[k]))
    k++;
  if (k % grid->n_actions == grid->n_slots)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
                 _ ("The grid action of node %zu is not a finite number. The step "
                    "was not settled."),
                 k / grid->n_actions);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
                 _ ("The transfer action of node %zu, slot %zu"
                    ", is not a finite number. The step was not settled."),
                 k / grid->n_actions, k % grid->n_actions);
}

gboolean
gmarl_grid_step (const GmarlGrid *grid,
                 GmarlGridState *state,
                 const double *actions,
                 GError **error)
{
  const GmarlGridModel *model = gmarl_grid_model (grid);
  GmarlStepScratch *scratch = state->scratch;
  double *clipped = scratch->action;

  g_return_val_if_fail (state->step < GMARL_STEPS_PER_DAY, FALSE);

  if (!model->settlement->clip_actions (actions, grid->n_nodes * grid->n_actions, clipped)) {
    refuse_actions (grid, actions, error);
    return FALSE;
  }
  scratch->action = state->action;
  state->action = clipped;
  model->settlement->settle (model, state);
  state->step++;
  gmarl_profiles_advance (model, state);
  return TRUE;
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
