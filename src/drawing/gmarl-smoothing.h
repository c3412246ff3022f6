/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-series.h"

G_BEGIN_DECLS

/* Exponential smoothing of a series that grows: time-weighted, so that it does not depend on how
 * densely samples lie, and bias-corrected, so that the first values are not drawn to zero. With
 * half-life h in units of x, the value at x is the mean of all samples so far, each weighted by the
 * time that it stands for and by 2^(−age / h). Gaps stay gaps and count for nothing. All samples
 * are used, in one pass; intervals are not smoothed. Main thread only.
 */
typedef struct _GmarlSmoothing GmarlSmoothing;

GmarlSmoothing *gmarl_smoothing_new (GmarlSeries *source, double half_life);
void gmarl_smoothing_free (GmarlSmoothing *self);

GmarlSeries *gmarl_smoothing_get_source (GmarlSmoothing *self);
double gmarl_smoothing_get_half_life (GmarlSmoothing *self);

/* Goes on where the source had grown since, starts anew if samples were taken away. (transfer
 * none): the smoothed series, with the intervals of the source.
 */
GmarlSeries *gmarl_smoothing_update (GmarlSmoothing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlSmoothing, gmarl_smoothing_free)

G_END_DECLS
