/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-indicators.h"
#include "gmarl-policy.h"

#include <gio/gio.h>

G_BEGIN_DECLS

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
