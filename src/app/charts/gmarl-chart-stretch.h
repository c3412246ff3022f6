/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"

G_BEGIN_DECLS

/* A newest stretch that the menu of a chart offers. */
typedef struct {
  const char *id;    /* "last-100-iterations" */
  const char *label; /* translatable, with a mnemonic */
  double length;     /* in what its span counts */
} GmarlChartStretch;

/* (transfer none) [*n], shortest first; none where data do not keep coming. */
const GmarlChartStretch *gmarl_chart_stretches (GmarlChartSpan span, gsize *n);

/* The length of one in units of x; NAN where the chart does not offer it. iteration_length: of an
 * iteration.
 */
double
gmarl_chart_stretch_find (const GmarlChartViewAxis *x, double iteration_length, const char *id);

/* (transfer none) (nullable) The id of the one that is so long. */
const char *
gmarl_chart_stretch_name (const GmarlChartViewAxis *x, double iteration_length, double length);

G_END_DECLS
