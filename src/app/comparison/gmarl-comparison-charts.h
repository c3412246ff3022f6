/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-details.h"
#include "gmarl-export-source.h"
#include "gmarl-figure-words.h"
#include "gmarl-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The charts of a comparison: differences, days, learning curves, the average day, profiles. What
 * has to be computed for them is computed when they are first looked at. Main thread only.
 */
#define GMARL_TYPE_COMPARISON_CHARTS (gmarl_comparison_charts_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonCharts,
                      gmarl_comparison_charts,
                      GMARL,
                      COMPARISON_CHARTS,
                      GtkWidget)

GtkWidget *gmarl_comparison_charts_new (GmarlSession *session);

/* Shows a result; policies are all of its table, those that are not shown hidden. baseline: its
 * place. Everything is copied or referenced.
 */
void gmarl_comparison_charts_set (GmarlComparisonCharts *self,
                                  GmarlComparisonResult *result,
                                  const GmarlFigurePolicy *policies,
                                  gsize baseline);

/* The charts among the things that the page exports: those that are computed. */
void gmarl_comparison_charts_add_export_items (GmarlComparisonCharts *self, GPtrArray *items);

/* Whether the item is one of the charts. */
gboolean gmarl_comparison_charts_has_export_item (const char *item);

/* Of such an item. (transfer full) */
GmarlExportContent *gmarl_comparison_charts_make_export (GmarlComparisonCharts *self,
                                                         const GmarlExportChoice *choice,
                                                         GError **error);

G_END_DECLS
