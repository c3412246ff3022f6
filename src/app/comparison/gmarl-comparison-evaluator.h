/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-list.h"
#include "gmarl-comparison-result.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Measures what the list shows, under a protocol and in the scenario that is open: at once what
 * takes no time to speak of, the rest when it is told to. A line says what is measured, what is
 * missing or what went wrong, with buttons to begin and to cancel. It measures nothing while it is
 * not on the screen. Main thread only.
 *
 * Signals:
 *   "result" ()  there is a new result
 */
#define GMARL_TYPE_COMPARISON_EVALUATOR (gmarl_comparison_evaluator_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonEvaluator,
                      gmarl_comparison_evaluator,
                      GMARL,
                      COMPARISON_EVALUATOR,
                      GtkWidget)

GtkWidget *gmarl_comparison_evaluator_new (GmarlSession *session, GmarlComparisonList *list);

/* The days: what is under way is given up, and what is missing is looked at in a moment. */
void gmarl_comparison_evaluator_set_protocol (GmarlComparisonEvaluator *self,
                                              guint64 seed,
                                              gsize n_days);

/* Looks at what is missing. */
void gmarl_comparison_evaluator_consider (GmarlComparisonEvaluator *self);

/* The last result; NULL before the first one. (transfer none) */
GmarlComparisonResult *gmarl_comparison_evaluator_get_result (GmarlComparisonEvaluator *self);

G_END_DECLS
