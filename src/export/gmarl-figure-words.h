/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"
#include "gmarl-score-cells.h"

G_BEGIN_DECLS

/* What the builders of figures share: how a policy looks, and the words below a title. */

/* A policy of a figure, in the order of the table that the figure is of. */
typedef struct {
  const char *id;   /* borrowed */
  const char *name; /* borrowed; for people */
  guint slot;       /* of its colour, dash and marker (gmarl-palette.h) */
  gboolean hidden;  /* in the chart, but switched off: no number, range or curve depends on it */
} GmarlFigurePolicy;

/* The policies of the table as they look where nobody chose: the first trained one, the heuristic
 * and random in their slots, the others in the next ones. Texts are the table's. [n_policies]; free
 * with g_free. (transfer full)
 */
GmarlFigurePolicy *gmarl_figure_policies_new (const GmarlScoreTable *table);

GmarlSeriesLook gmarl_figure_look (const GmarlFigurePolicy *policy);

/* 100 where the indicator is shown as per cent, else 1. */
double gmarl_figure_factor (GmarlIndicator indicator);

/* "higher is better", "lower is better", or NULL. Borrowed. */
const char *gmarl_figure_direction (GmarlDirection direction);

/* "5 seeds × 100 paired days": of the trained policies of the comparison; rules have days alone.
 * (transfer full)
 */
char *gmarl_figure_sample (const GmarlComparison *comparison, gsize indicator, gboolean paired);

/* What a document says it was made from: "neighbourhood-5 (scenario 0f3a…), 100 days,
 * Gridmarl 1.0". (transfer full)
 */
char *gmarl_figure_subject (const GmarlScoreTable *table);

/* Parts with " · " between them; NULL and empty ones are left out; ends with a NULL that is cast to
 * const char *. (transfer full)
 */
char *gmarl_figure_join (const char *first, ...) G_GNUC_NULL_TERMINATED;

/* The subtitle of a chart over seeds, for each band that it can draw: "5 seeds, mean, 95 % interval
 * · higher is better". statistic: "5 seeds, mean"; interval (nullable): "95 % interval"; before,
 * after (nullable): other parts.
 */
void gmarl_figure_set_statistic (GmarlChartView *view,
                                 const char *before,
                                 const char *statistic,
                                 const char *interval,
                                 const char *after);

/* Takes the parts of notes, "a; b", that all does not have yet. */
void gmarl_figure_add_notes (GPtrArray *all, const char *notes);

G_END_DECLS
