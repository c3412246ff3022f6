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
  gboolean has_heads;       /* above the columns */
} GmarlScoreShown;

/* The rows that have values: those of indicators (of GmarlIndicator) and, if they are wanted, of
 * ratios behind them. (element-type gsize) (transfer full)
 */
GArray *gmarl_score_parts_list_rows (const GmarlScoreShown *shown,
                                     const GArray *indicators,
                                     gboolean ratios);

/* "Grid Import", or CityLearn's name of a ratio. Borrowed. */
const char *gmarl_score_parts_get_title (const GmarlScoreShown *shown, gsize row);

GtkWidget *gmarl_score_parts_make_head (const GmarlScoreColumn *column, gboolean is_baseline);
GtkWidget *gmarl_score_parts_make_name (const GmarlScoreShown *shown, gsize row);

/* The same for a narrow view, where it stands above its cells. */
GtkWidget *gmarl_score_parts_make_title (const GmarlScoreShown *shown, gsize row);

/* A GmarlScoreCell; where there are no heads, it has the policy's name. */
GtkWidget *gmarl_score_parts_make_cell (const GmarlScoreShown *shown,
                                        const GmarlScoreColumn *column,
                                        gsize row);

G_END_DECLS
