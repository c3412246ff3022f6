/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-table.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows a GmarlChartTable; rows can be selected, walked through and copied. Main thread only. */
#define GMARL_TYPE_CHART_TABLE_VIEW (gmarl_chart_table_view_get_type ())
G_DECLARE_FINAL_TYPE (GmarlChartTableView,
                      gmarl_chart_table_view,
                      GMARL,
                      CHART_TABLE_VIEW,
                      GtkWidget)

GtkWidget *gmarl_chart_table_view_new (GmarlChartTable *table);

/* A page with a heading, a button back to the chart and the table, whose keys T and Escape go back
 * and Ctrl+C copies, through the actions "chart.table" and "chart.copy". (transfer floating)
 */
GtkWidget *
gmarl_chart_table_page_new (GmarlChartTable *table, GmarlChartTableView **view, GtkLabel **title);

/* The rows that are selected, or all if none is, for the clipboard. (transfer full) */
char *gmarl_chart_table_view_get_text (GmarlChartTableView *self);

G_END_DECLS
