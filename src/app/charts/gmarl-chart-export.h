/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart.h"
#include "gmarl-export-source.h"

G_BEGIN_DECLS

/* Charts among the things that a page exports: as figures, and as their numbers. */

/* Adds the chart, named by its title; nothing if it shows none. id: "chart-storage". */
void gmarl_chart_add_export_item (GmarlChart *self, GPtrArray *items, const char *id);

/* A figure, or CSV: in full (every sample of every series, not smoothed), or as drawn (the series
 * and the part that are shown, smoothed as they are). sidecar (transfer full): what the chart is
 * of. (transfer full)
 */
GmarlExportContent *gmarl_chart_make_export (GmarlChart *self,
                                             const GmarlExportChoice *choice,
                                             GmarlSidecar *sidecar,
                                             GError **error);

G_END_DECLS
