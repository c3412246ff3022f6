/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-figure-words.h"

G_BEGIN_DECLS

/* Charts of a comparison, the same in the window and in files: quantity as title, below it the
 * statistic, n and which side is better. Numbers are those of the comparison; policies
 * [n_policies] say how each policy of its table looks. indicator: a place in the comparison. What a
 * chart needs is copied. (transfer full)
 */

/* How much each policy differs from the baseline (a place in the table), by the same days, with the
 * interval of the difference and a line at zero. "★" after a name: better after Holm's correction.
 */
GmarlChartView *gmarl_figure_differences (const GmarlComparison *comparison,
                                          gsize indicator,
                                          gsize baseline,
                                          const GmarlFigurePolicy *policies);

/* The mean of each policy with its interval; the means of seeds can be shown, too. */
GmarlChartView *gmarl_figure_means (const GmarlComparison *comparison,
                                    gsize indicator,
                                    const GmarlFigurePolicy *policies);

/* All values of seeds × days of each policy, with quartiles and mean. */
GmarlChartView *gmarl_figure_days (const GmarlComparison *comparison,
                                   gsize indicator,
                                   const GmarlFigurePolicy *policies);

G_END_DECLS
