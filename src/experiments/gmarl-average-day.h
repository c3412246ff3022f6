/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-evaluation.h"
#include "gmarl-statistics.h"

G_BEGIN_DECLS

/* What a policy makes of an average day: every quantity of the network at every step of the day,
 * its mean over test days and seeds, with the same interval as in the table of scores (seeds and
 * days crossed).
 */
typedef enum {
  GMARL_DAY_IMPORT,
  GMARL_DAY_EXPORT,
  GMARL_DAY_DEMAND,
  GMARL_DAY_SOLAR,  /* available */
  GMARL_DAY_STORED, /* mean level after the step */
  GMARL_DAY_SHARED, /* sent to neighbours */
  GMARL_DAY_UNMET,
  GMARL_DAY_STABILITY,
  GMARL_N_DAY_QUANTITIES,
} GmarlDayQuantity;

typedef struct {
  const char *id;    /* "import" */
  const char *name;  /* for people (N_): "Grid import" */
  const char *title; /* the same as a heading (N_): "Grid Import" */
  const char *unit;  /* "kWh", "fraction" or "" */
} GmarlDayQuantityInfo;

extern const GmarlDayQuantityInfo gmarl_day_quantities[GMARL_N_DAY_QUANTITIES];

typedef struct {
  gsize n_seeds; /* policies; 1 for a rule */
  gsize n_days;
  /* With 2 seeds, or with 1 day, there is no interval: all but the estimate is NaN. */
  GmarlInterval value[GMARL_N_DAY_QUANTITIES][GMARL_STEPS_PER_DAY];
  /* Of the seeds' own means over the days; NaN with one seed. */
  double lowest[GMARL_N_DAY_QUANTITIES][GMARL_STEPS_PER_DAY];
  double highest[GMARL_N_DAY_QUANTITIES][GMARL_STEPS_PER_DAY];
} GmarlAverageDay;

/* Runs the policies, one a training seed, on all days of the protocol. Memory does not grow with
 * the number of seeds, and by a few kilobytes a day; results do not depend on the number of
 * threads. progress counts days. NULL with an error if an action is invalid or the cancellable is
 * cancelled. (transfer full)
 */
GmarlAverageDay *gmarl_average_day_new (const GmarlGrid *grid,
                                        GmarlPolicy *const *policies,
                                        gsize n_seeds,
                                        const GmarlEvaluationProtocol *protocol,
                                        GmarlEvaluationProgress progress,
                                        gpointer user_data,
                                        GCancellable *cancellable,
                                        GError **error);
void gmarl_average_day_free (GmarlAverageDay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlAverageDay, gmarl_average_day_free)

G_END_DECLS
