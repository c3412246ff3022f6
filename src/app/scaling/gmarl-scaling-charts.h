/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart.h"
#include "gmarl-scaling-results.h"

G_BEGIN_DECLS

/* The figures of a scaling study, with one shared axis of agents. Main thread. */
#define GMARL_TYPE_SCALING_CHARTS (gmarl_scaling_charts_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScalingCharts, gmarl_scaling_charts, GMARL, SCALING_CHARTS, GtkWidget)

GtkWidget *gmarl_scaling_charts_new (void);
void gmarl_scaling_charts_set_results (GmarlScalingCharts *self,
                                       const GmarlScalingResults *results);

guint gmarl_scaling_charts_get_n (GmarlScalingCharts *self);
GmarlChart *gmarl_scaling_charts_get (GmarlScalingCharts *self, guint index); /* borrowed */

G_END_DECLS
