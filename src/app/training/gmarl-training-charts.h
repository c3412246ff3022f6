/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart.h"
#include "gmarl-training-job.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The charts of a training job, live: reward with the rules as flat lines, terms of the reward,
 * indicators, and what learning itself is like. All share one axis. Main thread.
 */
#define GMARL_TYPE_TRAINING_CHARTS (gmarl_training_charts_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainingCharts, gmarl_training_charts, GMARL, TRAINING_CHARTS, GtkWidget)

GtkWidget *gmarl_training_charts_new (void);

/* Puts a widget below the first chart. */
void gmarl_training_charts_add (GmarlTrainingCharts *self, GtkWidget *widget);

/* NULL: none. */
void gmarl_training_charts_set_job (GmarlTrainingCharts *self, GmarlTrainingJob *job);

/* (transfer none) */
guint gmarl_training_charts_get_n_charts (GmarlTrainingCharts *self);
GmarlChart *gmarl_training_charts_get_chart (GmarlTrainingCharts *self, guint index);

G_END_DECLS
