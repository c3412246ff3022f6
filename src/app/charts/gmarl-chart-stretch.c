/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-stretch.h"

#include <glib/gi18n.h>
#include <math.h>

#define NEAR 1e-9

static const GmarlChartStretch of_iterations[] = {
  { "last-20-iterations", N_ ("Last _20 Iterations"), 20 },
  { "last-100-iterations", N_ ("Last _100 Iterations"), 100 },
  { "last-500-iterations", N_ ("Last _500 Iterations"), 500 },
};

static const GmarlChartStretch of_seconds[] = {
  { "last-minute", N_ ("Last _Minute"), 60 },
  { "last-10-minutes", N_ ("Last 1_0 Minutes"), 600 },
  { "last-hour", N_ ("Last _Hour"), 3600 },
};

static const GmarlChartStretch of_hours[] = {
  { "last-hour", N_ ("Last _Hour"), 1 },
  { "last-3-hours", N_ ("Last _3 Hours"), 3 },
  { "last-6-hours", N_ ("Last _6 Hours"), 6 },
};

const GmarlChartStretch *
gmarl_chart_stretches (GmarlChartSpan span, gsize *n)
{
  switch (span) {
  case GMARL_CHART_SPAN_ITERATIONS:
    *n = G_N_ELEMENTS (of_iterations);
    return of_iterations;
  case GMARL_CHART_SPAN_SECONDS:
    *n = G_N_ELEMENTS (of_seconds);
    return of_seconds;
  case GMARL_CHART_SPAN_HOURS:
    *n = G_N_ELEMENTS (of_hours);
    return of_hours;
  case GMARL_CHART_SPAN_NONE:
  default:
    *n = 0;
    return NULL;
  }
}

/* What a span counts, in units of x. */
static double
unit_of (const GmarlChartViewAxis *x, double iteration_length)
{
  return x->span == GMARL_CHART_SPAN_ITERATIONS ? iteration_length : 1;
}

double
gmarl_chart_stretch_find (const GmarlChartViewAxis *x, double iteration_length, const char *id)
{
  gsize n;
  const GmarlChartStretch *all = gmarl_chart_stretches (x->span, &n);

  for (gsize k = 0; k < n; k++)
    if (g_str_equal (all[k].id, id))
      return all[k].length * unit_of (x, iteration_length);
  return NAN;
}

const char *
gmarl_chart_stretch_name (const GmarlChartViewAxis *x, double iteration_length, double length)
{
  double unit = unit_of (x, iteration_length);
  gsize n;
  const GmarlChartStretch *all = gmarl_chart_stretches (x->span, &n);

  for (gsize k = 0; k < n; k++)
    if (fabs (all[k].length * unit - length) <= NEAR * length)
      return all[k].id;
  return NULL;
}
