/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-score-cells.h"

G_BEGIN_DECLS

/* Prints the chief indicators of a comparison: the statistic with its intervals, and verdicts,
 * which are of means, against the first policy.
 */
void gmarl_print_comparison (const GmarlComparison *comparison, GmarlStatistic statistic);

/* Prints the ratios to the same days without control, which has to be among the policies. */
void gmarl_print_ratios (const GmarlComparison *comparison);

G_END_DECLS
