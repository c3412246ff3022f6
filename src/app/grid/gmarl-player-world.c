/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-player-world.h"

/* Larger worlds, and all that read files, are made on a thread. */
#define QUICK_NODES       100
#define QUICK_DATA_VALUES 100000

/* Memory of days is kept to this, and to some number of them that a table can show. */
#define MOST_DAYS_BYTES (16 << 20)
#define MOST_DAYS       4096
#define LEAST_DAYS      64

static const char fallback[] = "heuristic";

GmarlPlayerWish *
gmarl_player_wish_new (const GmarlScenario *scenario, GmarlPolicyChoice *choice, gboolean fall_back)
{
  GmarlPlayerWish *self = g_new0 (GmarlPlayerWish, 1);

  self->scenario = gmarl_scenario_copy (scenario);
  self->choice = gmarl_policy_choice_ref (choice);
  self->fall_back = fall_back;
  return self;
}

void
gmarl_player_wish_free (GmarlPlayerWish *self)
{
  if (self == NULL)
    return;
  gmarl_scenario_free (self->scenario);
  gmarl_policy_choice_unref (self->choice);
  g_free (self);
}

gboolean
gmarl_player_wish_is_quick (const GmarlPlayerWish *self)
{
  const char *reference = gmarl_policy_choice_get_reference (self->choice);
  const GmarlProfileData *data = self->scenario->data;
  g_autoptr (GmarlPolicy) rule = reference == NULL ? NULL : gmarl_rule_new (reference);

  return rule != NULL && self->scenario->nodes <= QUICK_NODES &&
         (data == NULL || data->n_cases * self->scenario->nodes * (24 * 60 / data->step_minutes) <=
                              QUICK_DATA_VALUES);
}

/* The policy wanted, or the one to fall back to. */
static gboolean
open_policy (GmarlPlayerWorld *self, const GmarlPlayerWish *wish, GError **trouble, GError **error)
{
  g_autoptr (GError) reason = NULL;

  self->choice = gmarl_policy_choice_ref (wish->choice);
  self->policy = gmarl_policy_choice_open (wish->choice, self->grid, &reason);
  if (self->policy != NULL)
    return TRUE;
  if (!wish->fall_back) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  gmarl_policy_choice_unref (self->choice);
  self->choice = gmarl_policy_choice_new_rule (fallback);
  self->policy = gmarl_rule_new (fallback);
  g_propagate_error (trouble, g_steal_pointer (&reason));
  return TRUE;
}

GmarlPlayerWorld *
gmarl_player_world_new (const GmarlPlayerWish *wish,
                        GError **trouble,
                        gboolean *is_policy,
                        GError **error)
{
  g_autoptr (GmarlPlayerWorld) self = g_new0 (GmarlPlayerWorld, 1);

  *is_policy = FALSE;
  self->grid = gmarl_grid_new (wish->scenario, error);
  if (self->grid == NULL || !gmarl_grid_has_cases (self->grid, GMARL_PURPOSE_SIMULATE, error))
    return NULL;
  *is_policy = TRUE;
  if (!open_policy (self, wish, trouble, error))
    return NULL;
  self->simulation = gmarl_simulation_new (self->grid, self->policy);
  self->episode = gmarl_episode_new (self->grid);
  return g_steal_pointer (&self);
}

void
gmarl_player_world_free (GmarlPlayerWorld *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->episode, gmarl_episode_free);
  g_clear_pointer (&self->simulation, gmarl_simulation_free);
  g_clear_pointer (&self->policy, gmarl_policy_free);
  g_clear_pointer (&self->choice, gmarl_policy_choice_unref);
  g_clear_pointer (&self->grid, gmarl_grid_free);
  g_free (self);
}

struct _GmarlPlayerDays {
  gsize n_nodes;
  gsize most;
  guint64 first;
  GArray *stability;  /* of double, one a day begun */
  GArray *energy;     /* of double, N a day begun */
  GArray *indicators; /* of double, GMARL_N_INDICATORS a day finished */
};

GmarlPlayerDays *
gmarl_player_days_new (gsize n_nodes)
{
  GmarlPlayerDays *self = g_new0 (GmarlPlayerDays, 1);
  gsize bytes = (n_nodes + 1 + GMARL_N_INDICATORS) * sizeof (double);

  self->n_nodes = n_nodes;
  self->most = CLAMP (MOST_DAYS_BYTES / bytes, LEAST_DAYS, MOST_DAYS);
  self->stability = g_array_new (FALSE, FALSE, sizeof (double));
  self->energy = g_array_new (FALSE, FALSE, sizeof (double));
  self->indicators = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

void
gmarl_player_days_free (GmarlPlayerDays *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->stability);
  g_array_unref (self->energy);
  g_array_unref (self->indicators);
  g_free (self);
}

gsize
gmarl_player_days_get_most (const GmarlPlayerDays *self)
{
  return self->most;
}

guint64
gmarl_player_days_get_first (const GmarlPlayerDays *self)
{
  return self->first;
}

guint64
gmarl_player_days_get_n_begun (const GmarlPlayerDays *self)
{
  return self->first + self->stability->len;
}

guint64
gmarl_player_days_get_n_finished (const GmarlPlayerDays *self)
{
  return self->first + self->indicators->len / GMARL_N_INDICATORS;
}

/* Forgets a quarter at a time, so that moving the rest costs little a day. */
static void
forget_oldest (GmarlPlayerDays *self)
{
  guint count = (guint) (self->most / 4);

  g_array_remove_range (self->stability, 0, count);
  g_array_remove_range (self->energy, 0, count * (guint) self->n_nodes);
  g_array_remove_range (self->indicators, 0, count * GMARL_N_INDICATORS);
  self->first += count;
}

void
gmarl_player_days_begin (GmarlPlayerDays *self, const GmarlGridState *state)
{
  if (self->stability->len >= self->most)
    forget_oldest (self);
  g_array_append_val (self->stability, state->stability);
  g_array_append_vals (self->energy, state->energy, (guint) self->n_nodes);
}

const double *
gmarl_player_days_get_start (const GmarlPlayerDays *self, guint64 day, double *stability)
{
  gsize row = (gsize) (day - self->first);

  g_return_val_if_fail (day >= self->first && row < self->stability->len, NULL);

  *stability = g_array_index (self->stability, double, row);
  return &g_array_index (self->energy, double, row * self->n_nodes);
}

void
gmarl_player_days_finish (GmarlPlayerDays *self, const double *indicators)
{
  g_array_append_vals (self->indicators, indicators, GMARL_N_INDICATORS);
}

const double *
gmarl_player_days_get_indicators (const GmarlPlayerDays *self, guint64 day)
{
  if (day < self->first || day >= gmarl_player_days_get_n_finished (self))
    return NULL;
  return &g_array_index (self->indicators, double,
                         (gsize) (day - self->first) * GMARL_N_INDICATORS);
}
