/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-private.h"

#include "gmarl-error.h"
#include "gmarl-network.h"
#include "gmarl-profile-rows.h"
#include "gmarl-profiles.h"
#include "gmarl-settlement.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

static const double LEAST_MEAN_DEMAND_KWH = 0.1;
static const double OVERSHOOT_TOLERANCE = 1e-9;

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
  gsize n_padded = (L + GMARL_LANES - 1) / GMARL_LANES * GMARL_LANES;

  grid->n_lines = L;
  model->n_padded_lines = n_padded;
  grid->n_slots = network->largest_degree;
  grid->n_actions = grid->n_slots + 1;
  grid->degree = g_new0 (guint, N);
  grid->slot_neighbour = g_new (gint32, MAX (N * grid->n_slots, 1));
  grid->line_a = g_new0 (guint, n_padded);
  grid->line_b = g_new0 (guint, n_padded);
  grid->line_slot_a = g_new0 (guint, n_padded);
  grid->line_slot_b = g_new0 (guint, n_padded);
  model->line_exchange = new_doubles (n_padded);
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
  for (gsize l = L; l < n_padded; l++) {
    grid->line_a[l] = grid->line_b[l] = N;
    grid->line_slot_a[l] = grid->line_slot_b[l] = N * grid->n_actions;
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

GmarlPurpose
gmarl_purpose_of_case (const GmarlProfileData *data, gsize index)
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

typedef struct {
  double place; /* on a circle of length 1 */
  gsize index;
} Place;

static int
compare_places (const void *a, const void *b)
{
  double first = ((const Place *) a)->place, second = ((const Place *) b)->place;

  return (first > second) - (first < second);
}

/* Reorders days so that few of them in a row are spread over all of the data, as multiples of the
 * golden ratio are over a circle. A batch of training days is then not of one season, and neither
 * are the twenty days of a validation.
 */
static void
spread_cases (guint *cases, gsize n)
{
  g_autofree guint *ascending = g_memdup2 (cases, n * sizeof *cases);
  g_autofree Place *places = g_new (Place, n);

  for (gsize k = 0; k < n; k++) {
    double turns = 0.6180339887498949 * (double) k;

    places[k] = (Place){ turns - floor (turns), k };
  }
  if (n > 1)
    qsort (places, n, sizeof *places, compare_places);
  for (gsize k = 0; k < n; k++)
    cases[places[k].index] = ascending[k];
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
    GmarlPurpose purpose = gmarl_purpose_of_case (data, k);

    model->grid.cases[GMARL_PURPOSE_SIMULATE][model->grid.n_cases[GMARL_PURPOSE_SIMULATE]++] = k;
    model->grid.cases[purpose][model->grid.n_cases[purpose]++] = k;
  }
  for (gsize purpose = GMARL_PURPOSE_TRAINING; purpose < GMARL_PURPOSE; purpose++)
    spread_cases (model->grid.cases[purpose], model->grid.n_cases[purpose]);
}

static void
choose_kernels (GmarlGridModel *model)
{
  model->settlement = &gmarl_settlement_baseline;
  model->profiles = &gmarl_profile_rows_baseline;
#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq") &&
      __builtin_cpu_supports ("avx512vl")) {
    model->settlement = &gmarl_settlement_avx512;
    model->profiles = &gmarl_profile_rows_avx512;
  } else if (__builtin_cpu_supports ("avx2")) {
    model->settlement = &gmarl_settlement_avx2;
    model->profiles = &gmarl_profile_rows_avx2;
  }
#endif
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
  model->n_padded = (model->grid.n_nodes / GMARL_LANES + 1) * GMARL_LANES;
  choose_kernels (model);
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
  g_aligned_free (model->line_exchange);
  g_aligned_free (model->hourly_demand);
  g_aligned_free (model->clock_sin);
  g_aligned_free (model->clock_cos);
  gmarl_scenario_free ((GmarlScenario *) self->scenario);
  g_free (model);
}

gboolean
gmarl_grid_has_cases (const GmarlGrid *self, GmarlPurpose purpose, GError **error)
{
  const GmarlProfileData *data = self->scenario->data;

  if (data == NULL || self->n_cases[purpose] > 0)
    return TRUE;
  if (data->split == GMARL_SPLIT_DAYS)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("The data have %" PRId64
                    " days. Of every ten days 7 train, 1 validates and 2 test, in this order: "
                    "%s needs at least %d days."),
                 data->n_cases,
                 purpose == GMARL_PURPOSE_VALIDATION ? _ ("validation") : _ ("a test"),
                 purpose == GMARL_PURPOSE_VALIDATION ? 8 : 9);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("The data have %" PRId64 " groups of homes: training, validation and "
                    "test need at least 3."),
                 data->n_cases);
  return FALSE;
}
