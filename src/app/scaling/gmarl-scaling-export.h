/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-source.h"
#include "gmarl-library-studies.h"
#include "gmarl-scaling-charts.h"

G_BEGIN_DECLS

/* What the page of scaling studies exports: the results of the study that is shown, and its charts.
 * cells: element-type GmarlScalingCell. (transfer full)
 */
GPtrArray *gmarl_scaling_export_list_items (GmarlScalingCharts *charts);
GmarlExportContent *gmarl_scaling_export_make_content (GmarlScalingCharts *charts,
                                                       const GmarlStudyRecord *record,
                                                       const GPtrArray *cells,
                                                       const GmarlExportChoice *choice,
                                                       GError **error);

G_END_DECLS
