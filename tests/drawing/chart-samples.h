/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-scene.h"

/* Charts with made-up data for tests and pictures. All numbers are functions of the index, so that
 * every machine makes the same.
 */
typedef struct {
  const char *name;
  GmarlChartView *(*make) (GmarlChartState *state);
} ChartSample;

extern const ChartSample chart_samples[];
extern const gsize n_chart_samples;

/* -1 to 1, the same for the same index. */
double chart_sample_noise (guint index);
