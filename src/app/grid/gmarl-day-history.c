/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-day-history.h"

#include <string.h>

GmarlDayHistory *
gmarl_day_history_new (const GmarlGrid *grid)
{
  const gsize T = GMARL_STEPS_PER_DAY, N = grid->n_nodes;
  GmarlDayHistory *self = g_new0 (GmarlDayHistory, 1);
  double **of_steps[] = {
    &self->demand, &self->solar,     &self->grid_import,  &self->grid_export,
    &self->sent,   &self->received,  &self->charge,       &self->discharge,
    &self->unmet,  &self->curtailed, &self->import_price, &self->export_price,
    &self->reward,
  };
  double **of_moments[] = { &self->level_mean, &self->level_min, &self->level_max,
                            &self->stability };
  double **of_nodes[] = { &self->node_demand,   &self->node_solar, &self->node_exchange,
                          &self->node_transfer, &self->node_unmet, &self->node_reward };

  self->n_nodes = N;
  for (gsize k = 0; k < G_N_ELEMENTS (of_steps); k++)
    *of_steps[k] = g_new0 (double, T);
  for (gsize k = 0; k < GMARL_N_TERMS; k++)
    self->term[k] = g_new0 (double, T);
  for (gsize k = 0; k < G_N_ELEMENTS (of_moments); k++)
    *of_moments[k] = g_new0 (double, T + 1);
  for (gsize k = 0; k < GMARL_N_PENALTIES; k++)
    self->penalty[k] = g_new0 (double, T + 1);
  self->energy = g_new0 (double, (T + 1) * N);
  self->level = g_new0 (double, (T + 1) * N);
  for (gsize k = 0; k < G_N_ELEMENTS (of_nodes) && N <= GMARL_DAY_HISTORY_MOST_NODES; k++)
    *of_nodes[k] = g_new0 (double, T *N);
  return self;
}

void
gmarl_day_history_free (GmarlDayHistory *self)
{
  if (self == NULL)
    return;
  g_free (self->demand);
  g_free (self->solar);
  g_free (self->grid_import);
  g_free (self->grid_export);
  g_free (self->sent);
  g_free (self->received);
  g_free (self->charge);
  g_free (self->discharge);
  g_free (self->unmet);
  g_free (self->curtailed);
  g_free (self->import_price);
  g_free (self->export_price);
  g_free (self->reward);
  for (gsize k = 0; k < GMARL_N_TERMS; k++)
    g_free (self->term[k]);
  g_free (self->level_mean);
  g_free (self->level_min);
  g_free (self->level_max);
  g_free (self->stability);
  for (gsize k = 0; k < GMARL_N_PENALTIES; k++)
    g_free (self->penalty[k]);
  g_free (self->energy);
  g_free (self->level);
  g_free (self->node_demand);
  g_free (self->node_solar);
  g_free (self->node_exchange);
  g_free (self->node_transfer);
  g_free (self->node_unmet);
  g_free (self->node_reward);
  g_free (self);
}

static double
sum (const double *values, gsize count)
{
  double all = 0;

  for (gsize i = 0; i < count; i++)
    all += values[i];
  return all;
}

/* The state as it is after n_steps. */
static void
add_moment (GmarlDayHistory *self, const GmarlGridState *state)
{
  const gsize N = self->n_nodes, row = self->n_steps;
  double least = state->level[0], most = state->level[0];

  for (gsize i = 1; i < N; i++) {
    least = MIN (least, state->level[i]);
    most = MAX (most, state->level[i]);
  }
  self->level_mean[row] = sum (state->level, N) / (double) N;
  self->level_min[row] = least;
  self->level_max[row] = most;
  self->stability[row] = state->stability;
  for (gsize k = 0; k < GMARL_N_PENALTIES; k++)
    self->penalty[k][row] = state->penalty[k];
  memcpy (self->energy + row * N, state->energy, N * sizeof (double));
  memcpy (self->level + row * N, state->level, N * sizeof (double));
}

void
gmarl_day_history_begin (GmarlDayHistory *self, const GmarlGridState *state)
{
  self->n_steps = 0;
  add_moment (self, state);
}

static void
add_nodes (GmarlDayHistory *self, const GmarlGridState *state)
{
  const gsize N = self->n_nodes, first = self->n_steps * N;

  for (gsize i = 0; i < N; i++) {
    self->node_demand[first + i] = state->settled_demand[i];
    self->node_solar[first + i] = state->settled_solar[i];
    self->node_exchange[first + i] = state->buy[i] - state->sell[i];
    self->node_transfer[first + i] = state->received[i] - state->sent[i];
    self->node_unmet[first + i] = state->unmet[i];
    self->node_reward[first + i] = state->reward[i];
  }
}

void
gmarl_day_history_add (GmarlDayHistory *self, const GmarlGridState *state)
{
  const gsize N = self->n_nodes, row = self->n_steps;

  g_return_if_fail (row < GMARL_STEPS_PER_DAY);

  self->demand[row] = sum (state->settled_demand, N);
  self->solar[row] = sum (state->settled_solar, N);
  self->grid_import[row] = sum (state->buy, N);
  self->grid_export[row] = sum (state->sell, N);
  self->sent[row] = sum (state->sent, N);
  self->received[row] = sum (state->received, N);
  self->charge[row] = sum (state->charge, N);
  self->discharge[row] = sum (state->discharge, N);
  self->unmet[row] = sum (state->unmet, N);
  self->curtailed[row] = sum (state->curtailed, N);
  self->import_price[row] = state->settled_import_price;
  self->export_price[row] = state->settled_export_price;
  self->reward[row] = sum (state->reward, N) / (double) N;
  for (gsize k = 0; k < GMARL_N_TERMS; k++)
    self->term[k][row] = sum (state->term + k * N, N) / (double) N;
  if (self->node_demand != NULL)
    add_nodes (self, state);
  self->n_steps++;
  add_moment (self, state);
}
