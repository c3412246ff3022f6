/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The numbers of a chart as a table: a row for each x that any shown series has a sample at, a
 * column for x and for each series, and one more for its interval. A list model whose rows are made
 * when they are asked for, so that a million of them cost an array of x. Main thread only.
 *
 * Signal "columns-changed": other columns than before; comes before the rows change.
 */
#define GMARL_TYPE_CHART_TABLE (gmarl_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (GmarlChartTable, gmarl_chart_table, GMARL, CHART_TABLE, GObject)

/* An item of the model; it goes on knowing its x when rows before it come or go. */
#define GMARL_TYPE_CHART_TABLE_ROW (gmarl_chart_table_row_get_type ())
G_DECLARE_FINAL_TYPE (GmarlChartTableRow, gmarl_chart_table_row, GMARL, CHART_TABLE_ROW, GObject)

GmarlChartTable *gmarl_chart_table_new (void);

/* Takes what the view shows now, smoothed as the chart is. Rows that did not change stay, so that
 * selection and scrolling do, too. view NULL: an empty table.
 */
void gmarl_chart_table_update (GmarlChartTable *self,
                               GmarlChartView *view,
                               GmarlChartBand band,
                               double half_life);

guint gmarl_chart_table_get_n_columns (GmarlChartTable *self);

/* (transfer none) */
const char *gmarl_chart_table_get_heading (GmarlChartTable *self, guint column);

/* The cell as people read it; empty where the series has no sample. (transfer full) */
char *gmarl_chart_table_get_text (GmarlChartTable *self, guint row, guint column);
char *gmarl_chart_table_row_get_text (GmarlChartTableRow *self, guint column);
double gmarl_chart_table_row_get_x (GmarlChartTableRow *self);

/* The rows of the table from begin up to, without, end as comma-separated values for programs: all
 * digits, intervals as two columns, empty cells for what is not there. (transfer full)
 */
char *gmarl_chart_table_to_csv (GmarlChartTable *self, guint begin, guint end);

/* The rows in the set (NULL: all) as people read them, separated by tabs, for a spreadsheet.
 * (transfer full)
 */
char *gmarl_chart_table_to_text (GmarlChartTable *self,
                                 gboolean (*included) (guint row, gpointer user_data),
                                 gpointer user_data);

G_END_DECLS
