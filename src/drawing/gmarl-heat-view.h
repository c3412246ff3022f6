/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"

G_BEGIN_DECLS

/* A quantity by day and time of day: what a heat map shows, and what it says in words and in a
 * table. Plain numbers, filled by whoever has them. Any thread.
 *
 * Rows are equal parts of the day, the first begins at midnight. Days are counted from 0 here and
 * from 1 in all words.
 */
typedef struct {
  char *title;                /* (nullable) the quantity */
  char *subtitle;             /* (nullable) the statistic, and of which days */
  char *unit;                 /* (nullable) */
  char *note;                 /* (nullable) written beside the days */
  char *empty;                /* (nullable) written in the plot while there are no days */
  char *low_word, *high_word; /* (nullable) what the two ends mean: "Export", "Import" */
  guint64 first_day;          /* of the first column */
  gsize n_days, n_rows;
  double *value;          /* [n_days, n_rows], owned; NaN: none */
  gboolean is_signed;     /* colours diverge from 0 */
  double lowest, highest; /* the ends of the scale; NaN where the data decide */
} GmarlHeatView;

/* A view without days. (transfer full) */
GmarlHeatView *gmarl_heat_view_new (void);
void gmarl_heat_view_free (GmarlHeatView *self);

/* Texts are set with gmarl_chart_view_set_text (). Room for this many days, all without values. */
void gmarl_heat_view_set_size (GmarlHeatView *self, guint64 first_day, gsize n_days, gsize n_rows);

/* Fills a day with means of steps, [n_steps] from midnight on; n_steps is a multiple of the rows.
 * Steps that are no numbers count for nothing.
 */
void gmarl_heat_view_set_day (GmarlHeatView *self, gsize day, const double *steps, gsize n_steps);

/* The scale: symmetric about 0 if signed. lo < hi always. */
void gmarl_heat_view_get_range (const GmarlHeatView *self, double *lo, double *hi);

/* "Day 3 · 14:00–15:00"; "12.3 kWh per step". (transfer full) */
char *gmarl_heat_view_format_cell (const GmarlHeatView *self, gsize day, gsize row);
char *gmarl_heat_view_format_value (const GmarlHeatView *self, double value);

/* The accessible label while the cursor is at a cell, and the description of all. (transfer full)
 */
char *gmarl_heat_view_describe_cell (const GmarlHeatView *self, gsize day, gsize row);
char *gmarl_heat_view_describe (const GmarlHeatView *self);

/* The same numbers as a chart of a series for each row over the days, counted from 1: for tables
 * and files. (transfer full)
 */
GmarlChartView *gmarl_heat_view_to_table (const GmarlHeatView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlHeatView, gmarl_heat_view_free)

G_END_DECLS
