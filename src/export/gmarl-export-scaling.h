/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-studies.h"

G_BEGIN_DECLS

/* CSV, tidy: "agents,sharing,seed,metric,unit,value", a row for each cell that is done and each
 * quantity. Sharing is "independent" or "shared"; an undefined value is an empty cell. Timings
 * (gmarl_scaling_quantities) differ between repetitions, everything else has the same bits.
 * (transfer full) cells: element-type GmarlScalingCell.
 */
char *gmarl_export_scaling_csv (const GPtrArray *cells);

/* JSON: the study (id, sizes, sharing, seeds, configuration, scenario, versions), its cells with
 * state, run and values, the means over seeds with their intervals, and the slopes. (transfer full)
 */
char *gmarl_export_scaling_json (const GmarlStudyRecord *study, const GPtrArray *cells);

G_END_DECLS
