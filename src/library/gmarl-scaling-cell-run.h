/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-studies.h"
#include "gmarl-run-plan.h"

G_BEGIN_DECLS

/* What one cell of a study takes: its training, and then what is measured of it. Any thread; the
 * library is that thread's.
 */

/* Prepares the training of a claimed cell, begun or not, on so many threads. plan gets NULL if it
 * is finished already, and only has to be measured. */
gboolean gmarl_scaling_cell_prepare (GmarlLibrary *library,
                                     const GmarlScalingStudy *study,
                                     GmarlCellClaim *claim,
                                     gint64 threads,
                                     GmarlRunPlan **plan,
                                     GError **error);

/* Measures the finished training into values [GMARL_N_SCALING]. Its scores on the test days are
 * stored, as "compare" does.
 */
gboolean gmarl_scaling_cell_measure (GmarlLibrary *library,
                                     const GmarlScalingStudy *study,
                                     const GmarlCellClaim *claim,
                                     gint64 threads,
                                     double *values,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
