/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"
#include "gmarl-comparison-result.h"
#include "gmarl-score-cells.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the table of scores is made of: heads of columns, names of rows, cells. A row is the place
 * of an indicator in the comparison or, behind these, that of a ratio to no control. Main thread
 * only.
 */

/* A column; the first one is the baseline. */
typedef struct {
  gsize policy; /* in the table */
  const char *name;
  GmarlSeriesLook look;
} GmarlScoreColumn;

/* What is shown; all is borrowed. */
typedef struct {
  const GmarlComparisonResult *result;
  const char *const *names; /* of all policies of the table */
  const GmarlScoreColumn *columns;
  gsize n_columns;
  GmarlStatistic statistic; /* of indicators */
} GmarlScoreShown;

/* The number of rows that there can be. */
gsize gmarl_score_parts_n_rows (const GmarlScoreShown *shown);

/* Whether a row has values: carbon has none without data. */
gboolean gmarl_score_parts_has_row (const GmarlScoreShown *shown, gsize row);

/* "Grid import", or CityLearn's name of a ratio. Borrowed. */
const char *gmarl_score_parts_get_name (const GmarlScoreShown *shown, gsize row);

GtkWidget *gmarl_score_parts_make_head (const GmarlScoreColumn *column, gboolean is_baseline);
GtkWidget *gmarl_score_parts_make_name (const GmarlScoreShown *shown, gsize row);

/* A GmarlScoreCell. */
GtkWidget *gmarl_score_parts_make_cell (const GmarlScoreShown *shown,
                                        const GmarlScoreColumn *column,
                                        gsize row);

G_END_DECLS
