/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-content.h"
#include "gmarl-export-format.h"
#include "gmarl-policy.h"

G_BEGIN_DECLS

/* Opens the policy for the grid, on the worker. (transfer full) */
typedef GmarlPolicy *(*GmarlOpenPolicyFunc) (const GmarlGrid *grid, gpointer data, GError **error);

/* A simulation that is run again to be written: chained days of the purpose "simulate", with the
 * numbers of gridmarl-cli simulate for the same scenario, policy and seed.
 */
typedef struct {
  const GmarlScenario *scenario; /* copied */
  guint64 seed;
  guint64 first_day; /* the days before it are run, but not written */
  guint64 n_days;
  GmarlOpenPolicyFunc open_policy;
  gpointer policy_data;
  GDestroyNotify policy_destroy; /* (nullable) any thread */
} GmarlSimulationExport;

/* Every step: GMARL_EXPORT_TRACE as simulate --trace writes it, or GMARL_EXPORT_CSV_TIDY, in which
 * what all nodes share has no node. Takes policy_data. (transfer full)
 */
GmarlExportContent *gmarl_export_simulation_steps (const GmarlSimulationExport *self,
                                                   GmarlExportFormat format);

/* Every day, first_day being 0: GMARL_EXPORT_CSV_WIDE and _JSON as simulate --summary writes them,
 * or _CSV_TIDY.
 */
GmarlExportContent *gmarl_export_simulation_days (const GmarlSimulationExport *self,
                                                  GmarlExportFormat format);

G_END_DECLS
