/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-indicators.h"
#include "gmarl-policy.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A policy that drives a grid step by step: what gmarl_simulate and a player in a window share. */
typedef struct _GmarlSimulation GmarlSimulation;

/* Grid and policy are borrowed and outlive the simulation; they fit each other. The state is that
 * of an episode of seed 0. (transfer full)
 */
GmarlSimulation *gmarl_simulation_new (const GmarlGrid *grid, const GmarlPolicy *policy);
void gmarl_simulation_free (GmarlSimulation *self);

/* The state, valid as long as the simulation. Whoever has it may reset and restore it. */
GmarlGridState *gmarl_simulation_get_state (GmarlSimulation *self);

/* Begins the day of this seed: chained, with the energy that is stored now; else with its own. */
void gmarl_simulation_begin_day (GmarlSimulation *self, guint64 episode_seed, gboolean chained);

/* Lets the policy act and settles its actions; the day must not be over. On failure the state is
 * unchanged.
 */
gboolean gmarl_simulation_step (GmarlSimulation *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlSimulation, gmarl_simulation_free)

/* Called after every settled step; returns FALSE with an error to end the simulation. */
typedef gboolean (*GmarlStepFunc) (const GmarlGrid *grid,
                                   const GmarlGridState *state,
                                   gsize day,
                                   gpointer user_data,
                                   GError **error);

/* Called at the end of each day with its indicators [GMARL_N_INDICATORS]. */
typedef gboolean (*GmarlDayFunc) (const GmarlGrid *grid,
                                  const GmarlGridState *state,
                                  gsize day,
                                  const double *indicators,
                                  gpointer user_data,
                                  GError **error);

typedef struct {
  const guint64 *episode_seeds; /* [n_days] */
  gsize n_days;
  gboolean chained; /* day n starts with the energy at the end of day n - 1 */
} GmarlSimulationDays;

/* Runs a policy for some days. step_func and day_func may be NULL. */
gboolean gmarl_simulate (const GmarlGrid *grid,
                         const GmarlPolicy *policy,
                         const GmarlSimulationDays *days,
                         GmarlStepFunc step_func,
                         GmarlDayFunc day_func,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
