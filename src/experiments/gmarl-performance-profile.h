/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-score-table.h"

G_BEGIN_DECLS

/* How often a policy does at least so well: the share of seeds × days with a score above τ, for a
 * range of τ (Agarwal et al. 2021; evaluation.md, point 8).
 *
 * Days differ in weather and demand, so that raw values do not compare between them. The score of a
 * day is how much better it went than the same day of an anchor, as a share of the anchor's mean
 * over the days: 0 is the anchor, 0.1 a tenth of that mean better. It depends on no other policy.
 */

/* scores [n_rows, n_days] of a policy; NaN where a value is undefined. anchor: usually no control;
 * the mean over its rows if it has seeds. FALSE if the indicator has no direction, or if the
 * anchor's mean is 0 or undefined: then there are no scores.
 */
gboolean gmarl_anchored_scores (const GmarlScoreTable *table,
                                const GmarlScorePolicy *policy,
                                const GmarlScorePolicy *anchor,
                                GmarlIndicator indicator,
                                double *scores);

typedef struct {
  gsize n_thresholds;
  double *threshold; /* [n_thresholds]; owned */
  double *share;     /* [n_thresholds] of scores above it; owned */
  double *low;       /* [n_thresholds] 95 % bootstrap interval; NaN below 3 seeds; owned */
  double *high;      /* [n_thresholds]; owned */
  gsize n_seeds;     /* rows */
  gsize n_days;      /* used: those whose scores are all defined */
  gsize n_days_all;
} GmarlPerformanceProfile;

/* scores [n_rows, n_days]; thresholds ascending. The bootstrap draws seeds and days independently
 * of each other, the same days for every policy. (transfer full)
 */
GmarlPerformanceProfile *gmarl_performance_profile_new (const double *scores,
                                                        gsize n_rows,
                                                        gsize n_days,
                                                        const double *thresholds,
                                                        gsize n_thresholds,
                                                        gsize draws,
                                                        guint64 bootstrap_seed);
void gmarl_performance_profile_free (GmarlPerformanceProfile *self);

/* Thresholds of the profiles of a table. */
#define GMARL_PROFILE_THRESHOLDS 201

/* A profile of each policy of the table, over thresholds that are evenly spaced from the least to
 * the greatest score of any of them. NULL where there are no scores. (element-type
 * GmarlPerformanceProfile) (transfer full)
 */
GPtrArray *gmarl_performance_profiles_new (const GmarlScoreTable *table,
                                           const GmarlScorePolicy *anchor,
                                           GmarlIndicator indicator,
                                           gsize draws,
                                           guint64 bootstrap_seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlPerformanceProfile, gmarl_performance_profile_free)

G_END_DECLS
