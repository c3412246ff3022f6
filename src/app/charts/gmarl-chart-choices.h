/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene.h"

G_BEGIN_DECLS

/* What a reader chose for one chart, apart from the range of x, which charts share: smoothing, the
 * band, logarithms, a fixed range of y, the series that stands out, and which series are shown. No
 * widget; main thread only.
 */
typedef struct {
  GmarlChartState state;     /* what scenes are made with; x0 and x1 are left to the axis */
  double iteration_length;   /* in units of x; what half-lives are counted in */
  double grown_y0, grown_y1; /* what y reached since it last shrank; NaN: nothing yet */
  gboolean y_fixed;          /* state.y0 and state.y1 are the reader's */
  GHashTable *shown;         /* id of a series → whether the reader shows it */
  guint64 step;              /* of the history of x that this belongs to */
  GArray *fixed;             /* of what y was fixed to at other steps */
} GmarlChartChoices;

void gmarl_chart_choices_init (GmarlChartChoices *self);
void gmarl_chart_choices_clear (GmarlChartChoices *self);

/* Half-lives in iterations: none, 5, 20, 50. */
#define GMARL_CHART_N_SMOOTHINGS 4
extern const double gmarl_chart_smoothings[GMARL_CHART_N_SMOOTHINGS];

/* half_life: in iterations */
void gmarl_chart_choices_set_smoothing (GmarlChartChoices *self, double half_life);
double gmarl_chart_choices_get_smoothing (const GmarlChartChoices *self);
void gmarl_chart_choices_next_smoothing (GmarlChartChoices *self);
void gmarl_chart_choices_set_iteration_length (GmarlChartChoices *self, double length);

/* Of those that the view has. */
void gmarl_chart_choices_next_band (GmarlChartChoices *self, const GmarlChartView *view);
void gmarl_chart_choices_set_log (GmarlChartChoices *self, gboolean log);

/* Keeps y where it is, until gmarl_chart_choices_fit_y(). */
void gmarl_chart_choices_fix_y (GmarlChartChoices *self, double y0, double y1);

/* Lets the data decide again, and forgets how far y had grown. */
void gmarl_chart_choices_fit_y (GmarlChartChoices *self);

/* Forgets how far y had grown, and keeps what the user fixed. */
void gmarl_chart_choices_forget_growth (GmarlChartChoices *self);

/* The range of x is that of another step of its history: y was what it is now at the last one, and
 * goes back to what it was at this one, if that is a step that there was.
 */
void gmarl_chart_choices_go_to_step (GmarlChartChoices *self, guint64 step);

/* A scene of the view for the range. While following, the range of y only grows, so that the plot
 * does not jump with each new value; it shrinks on fit_y.
 */
GmarlChartScene *gmarl_chart_choices_make_scene (GmarlChartChoices *self,
                                                 GmarlChartView *view,
                                                 double x0,
                                                 double x1,
                                                 gboolean following,
                                                 const GmarlDrawStyle *style,
                                                 double width,
                                                 double height);

/* Series that a reader counts: those with a name in the legend. Returns the index in the view of
 * the n-th, or -1.
 */
int gmarl_chart_choices_nth_series (const GmarlChartView *view, guint n);

/* Shows or hides a series, by its index in the view. */
void gmarl_chart_choices_toggle (GmarlChartChoices *self, GmarlChartView *view, guint index);

/* Shows this series alone, or all again if it is alone already. */
void gmarl_chart_choices_isolate (GmarlChartChoices *self, GmarlChartView *view, guint index);

/* Puts what the reader chose into a view that is new or got new series. */
void gmarl_chart_choices_apply (GmarlChartChoices *self, GmarlChartView *view);

G_END_DECLS
