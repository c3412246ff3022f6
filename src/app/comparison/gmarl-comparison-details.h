/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-average-day.h"
#include "gmarl-comparison-result.h"
#include "gmarl-learning-curve.h"
#include "gmarl-performance-profile.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What charts show beside the table of scores: the average day of each policy, the learning curves
 * of those that were trained, performance profiles. Constant once made; any thread.
 */

/* Metrics of which there are learning curves, and indicators of which there are profiles. */
extern const GmarlMetric gmarl_comparison_metrics[];
extern const gsize gmarl_comparison_n_metrics;
extern const GmarlIndicator gmarl_comparison_indicators[];
extern const gsize gmarl_comparison_n_indicators;

typedef struct {
  gatomicrefcount references;
  gsize n_policies;
  GmarlAverageDay **days;             /* [n_policies]; owned */
  GmarlLearningCurve **curves;        /* [metrics, n_policies]; NULL for rules; owned */
  GmarlPerformanceProfile **profiles; /* [indicators, n_policies]; NULL: none; owned */
  char *anchor;                       /* name of what a score of 0 is, or NULL; owned */
} GmarlComparisonDetails;

void gmarl_comparison_details_unref (GmarlComparisonDetails *self);

/* Computes them for all policies of a result on another thread. library_directory: NULL if there is
 * none. finish: NULL with an error if that cannot be, or was cancelled. (transfer full)
 */
void gmarl_comparison_details_make (GmarlComparisonResult *result,
                                    const GmarlScenario *scenario,
                                    const char *library_directory,
                                    gint64 threads,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GmarlComparisonDetails *gmarl_comparison_details_make_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlComparisonDetails, gmarl_comparison_details_unref)

G_END_DECLS
