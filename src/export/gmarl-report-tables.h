/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-document.h"
#include "gmarl-figure-words.h"

G_BEGIN_DECLS

/* The tables of a report, with their notes. policies [n_policies] name those of the comparison. */

/* Means of the chief metrics with their intervals; the best one is marked where it is clear. */
void gmarl_report_add_scores (GmarlDrawDocument *document,
                              const GmarlComparison *comparison,
                              const GmarlFigurePolicy *policies);

/* Differences of all policies to the baseline. */
void gmarl_report_add_differences (GmarlDrawDocument *document,
                                   const GmarlComparison *comparison,
                                   gsize baseline,
                                   const GmarlFigurePolicy *policies);

/* Interquartile means, medians and CVaR. */
void gmarl_report_add_robust (GmarlDrawDocument *document,
                              const GmarlComparison *comparison,
                              const GmarlFigurePolicy *policies);

/* Who took part: name, id, training seeds. */
void gmarl_report_add_policies (GmarlDrawDocument *document,
                                const GmarlComparison *comparison,
                                const GmarlFigurePolicy *policies);

G_END_DECLS
