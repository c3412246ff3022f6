/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison.h"

G_BEGIN_DECLS

/* Prints the chief indicators of a comparison: means with intervals, and verdicts against the first
 * policy.
 */
void gmarl_print_comparison (const GmarlComparison *comparison);

/* Prints the ratios to the same days without control, which has to be among the policies. */
void gmarl_print_ratios (const GmarlComparison *comparison);

G_END_DECLS
