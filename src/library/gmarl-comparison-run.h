/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-policy-entry.h"
#include "gmarl-score-table.h"

G_BEGIN_DECLS

/* Policies measured on the same test days: how both programs come to a table of scores. What the
 * library holds of an evaluation is not computed again: it is found by policy, scenario, version
 * and episode, so that other days or other policies beside it change nothing. Used by one thread at
 * a time, with a connection to the library of its own.
 */
typedef struct _GmarlComparisonRun GmarlComparisonRun;

typedef struct {
  const guint64 *episode_seeds; /* [n_days] */
  gsize n_days;
  gboolean raw_days; /* files name the days by their episode seeds, not 0, 1, … */
  GmarlKernelLevelChoice level;
  gint64 threads; /* 0: as many as the process may use */
} GmarlComparisonProtocol;

/* The protocol is copied; grid and library (nullable) are borrowed and outlive the run. (transfer
 * full) */
GmarlComparisonRun *gmarl_comparison_run_new (const GmarlGrid *grid,
                                              const GmarlComparisonProtocol *protocol,
                                              GmarlLibrary *library);
void gmarl_comparison_run_free (GmarlComparisonRun *self);

/* Opens a policy by its reference (gmarl_policy_entry_open) and makes its id unique among those
 * added. NULL with an error if there is none, or if it does not fit the grid: the others are not
 * concerned. Borrowed.
 */
const GmarlPolicyEntry *
gmarl_comparison_run_add (GmarlComparisonRun *self, const char *reference, GError **error);

/* Whether the policy was trained on another scenario than that of the run. */
gboolean gmarl_comparison_run_is_foreign (const GmarlComparisonRun *self,
                                          const GmarlPolicyEntry *entry);

/* done of all days of one training seed are finished; any thread, one at a time. Seeds whose values
 * are in the library are not reported.
 */
typedef void (*GmarlComparisonRunProgress) (const GmarlPolicyEntry *entry,
                                            gsize done,
                                            gsize all,
                                            gpointer user_data);

/* Measures an added policy and puts it at the end of the table. On failure the table is unchanged.
 */
gboolean gmarl_comparison_run_evaluate (GmarlComparisonRun *self,
                                        const GmarlPolicyEntry *entry,
                                        GmarlComparisonRunProgress progress,
                                        gpointer user_data,
                                        GCancellable *cancellable,
                                        GError **error);

/* Measures all added policies, in their order; the first failure ends it. */
gboolean gmarl_comparison_run_evaluate_all (GmarlComparisonRun *self,
                                            GmarlComparisonRunProgress progress,
                                            gpointer user_data,
                                            GCancellable *cancellable,
                                            GError **error);

/* The table of what was measured so far; the run has none afterwards. (transfer full) */
GmarlScoreTable *gmarl_comparison_run_steal_table (GmarlComparisonRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlComparisonRun, gmarl_comparison_run_free)

G_END_DECLS
