/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-result.h"
#include "gmarl-score-cells.h"
#include "gmarl-storage-ratio.h"

G_BEGIN_DECLS

/* What the Comparison view says, as functions of the numbers. Indicators are given by their place
 * in the comparison, policies by their place in the table. All texts are (transfer full).
 */

/* "kWh · lower is better" */
char *gmarl_comparison_text_direction (const GmarlComparison *comparison, gsize indicator);

/* "0.872 ± 0.011" or "0.872 [0.861, 0.883]", as in tables and files but with the signs of print. */
char *gmarl_comparison_text_score (const GmarlComparison *comparison,
                                   gsize policy,
                                   gsize indicator,
                                   GmarlStatistic statistic);

/* Which policy is clearly the best, or that none is; "" for what has no better side. names: of the
 * table's policies.
 */
char *gmarl_comparison_text_winner (const GmarlComparison *comparison,
                                    gsize indicator,
                                    const char *const *names);

/* Everything about one cell, lines: the statistic and, if that is another, the mean with interval
 * and n, the difference of means to every other policy of others [n_others] with interval, verdict
 * and probability of improvement, and notes.
 */
char *gmarl_comparison_text_cell (const GmarlComparisonResult *result,
                                  gsize policy,
                                  gsize indicator,
                                  GmarlStatistic statistic,
                                  const gsize *others,
                                  gsize n_others,
                                  const char *const *names);

/* "0.939", the ratio of the sums over the days; "–" where there is none. */
char *gmarl_comparison_text_ratio (const GmarlStorageRatio *ratio);

/* Both kinds of ratio and what they are over, lines. */
char *gmarl_comparison_text_ratio_cell (const GmarlStorageRatio *ratio);

/* "100 days of seed 1, neighbourhood-5 · mean ± half of the 95 % interval": what all numbers are.
 */
char *gmarl_comparison_text_protocol (const GmarlComparisonResult *result,
                                      GmarlStatistic statistic);

/* What verdicts are corrected for. */
char *gmarl_comparison_text_verdicts (const GmarlComparison *comparison, GmarlStatistic statistic);

G_END_DECLS
