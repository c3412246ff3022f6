/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-score-parts.h"

G_BEGIN_DECLS

/* The table of scores: a row an indicator, a column a policy, names and heads always in sight;
 * below it what the cell stands for that was pointed at or got the focus last. The scale of a row
 * and its star are those of all policies measured, whatever is shown. Main thread only.
 */
#define GMARL_TYPE_SCORE_VIEW (gmarl_score_view_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScoreView, gmarl_score_view, GMARL, SCORE_VIEW, GtkWidget)

/* settings: where "comparison-all" and "comparison-statistic" are. */
GtkWidget *gmarl_score_view_new (GSettings *settings);

/* Shows columns [n_columns] of a result. names: of all policies of its table, NULL-terminated. All
 * is copied or referenced. result NULL: an empty table.
 */
void gmarl_score_view_set (GmarlScoreView *self,
                           GmarlComparisonResult *result,
                           const char *const *names,
                           const GmarlScoreColumn *columns,
                           gsize n_columns);

/* Whether the rows are all indicators, or the chief ones. */
gboolean gmarl_score_view_get_all (GmarlScoreView *self);
void gmarl_score_view_set_all (GmarlScoreView *self, gboolean all);

/* What the cells show of an indicator. */
GmarlStatistic gmarl_score_view_get_statistic (GmarlScoreView *self);
void gmarl_score_view_set_statistic (GmarlScoreView *self, GmarlStatistic statistic);

/* The rows that are shown, as indicators. (transfer full) (element-type GmarlIndicator) */
GArray *gmarl_score_view_get_indicators (GmarlScoreView *self);

G_END_DECLS
