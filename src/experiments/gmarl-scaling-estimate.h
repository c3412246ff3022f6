/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scaling-study.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a study will cost, told before it starts. */
typedef struct {
  gsize n_runs;         /* that are left */
  guint jobs;           /* at a time */
  gint64 threads;       /* of each */
  double seconds;       /* of all, about */
  guint64 disk_bytes;   /* that will be written */
  guint64 memory_bytes; /* at once, at most */
} GmarlScalingEstimate;

/* Seconds of an iteration for each size × sharing, [n_sizes, 2] (independent, shared); what the
 * study does not have is NaN. Tries the smaller sizes for a moment each, with so many threads, and
 * goes on from them along a power law for those that would take too long to try. Takes a second or
 * two, not for the main thread of an application. NULL with an error. (transfer full)
 */
double *gmarl_scaling_measure (const GmarlScalingStudy *study,
                               gint64 threads,
                               GCancellable *cancellable,
                               GError **error);

/* The threads of each of so many jobs on this machine, at least 1. threads: of all jobs together,
 * 0: as many as the process may use.
 */
gint64 gmarl_scaling_threads_of_job (guint jobs, gint64 threads);

/* From those seconds of an iteration. left: NULL, or for each cell the share that is still to be
 * done, 0…1.
 */
GmarlScalingEstimate gmarl_scaling_estimate (const GmarlScalingStudy *study,
                                             const double *iteration_seconds,
                                             const double *left,
                                             guint jobs,
                                             gint64 threads);

/* "20 runs · about 18 min on 2 threads · 40 MB"; duration: those seconds in words. (transfer full)
 */
char *gmarl_scaling_estimate_describe (const GmarlScalingEstimate *self, const char *duration);

/* The value at x of the power law through the points (points_x [count] ascending, points_y), from
 * one to the next and on beyond the outer two; with one point in proportion to x.
 */
double
gmarl_power_law_interpolate (const double *points_x, const double *points_y, gsize count, double x);

G_END_DECLS
