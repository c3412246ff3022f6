/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays equal cards out in as many columns as are wide enough, or shows one alone. Its children are
 * no stops of the keyboard themselves, unlike those of GtkFlowBox. Main thread only.
 */
#define GMARL_TYPE_CHART_FLOW (gmarl_chart_flow_get_type ())
G_DECLARE_FINAL_TYPE (GmarlChartFlow, gmarl_chart_flow, GMARL, CHART_FLOW, GtkWidget)

GtkWidget *gmarl_chart_flow_new (void);

void gmarl_chart_flow_append (GmarlChartFlow *self, GtkWidget *child);

/* The index of the only child shown, or -1 for all. */
void gmarl_chart_flow_set_single (GmarlChartFlow *self, int index);

G_END_DECLS
