/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-studies.h"

G_BEGIN_DECLS

/* Words about scaling studies, for the page and the job bar. All (transfer full). */

/* "◐ 43 %", "● Done", "✕ Failed": what stands in the matrix. */
char *gmarl_scaling_text_cell (const GmarlScalingCell *cell);

/* "7 agents, independent, seed 3: failed. Run … is in the trash …": what is said of a cell. */
char *gmarl_scaling_text_describe_cell (const GmarlScalingCell *cell);

/* "7 agents · shared" */
char *gmarl_scaling_text_row (gint64 agents, gboolean shared);

/* "7 of 20 runs done · 1 failed · about 3 min left"; seconds_left NaN: not known. */
char *gmarl_scaling_text_counts (const GmarlScalingCounts *counts, double seconds_left);

/* "neighbourhood-5 · 3, 5, 7, 10 agents" */
char *gmarl_scaling_text_title (const GmarlScalingStudy *study);

/* "independent and shared · seeds 1-5 · 500 iterations · study 0123456789ab" */
char *gmarl_scaling_text_details (const GmarlStudyRecord *record);

/* "0.12 ± 0.03 ms": a mean over seeds in the unit that people read it in; "–" without a value. */
char *gmarl_scaling_text_value (const GmarlScalingPoint *point, GmarlScalingQuantity quantity);

/* "Time per Iteration (ms)": the heading of those. */
char *gmarl_scaling_text_heading (GmarlScalingQuantity quantity);

/* "The time of an iteration grows as agents^1.05 (95 % interval 0.98 to 1.12)"; NULL: unknown. */
char *gmarl_scaling_text_slope (const GmarlRegression *slope, gboolean shared);

G_END_DECLS
