/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is logged every iteration. One registry: the library's columns, the exports and the charts
 * take ids, names and units from it. A value that does not exist in an iteration is NaN.
 */
typedef enum {
  GMARL_METRIC_ITERATION,
  GMARL_METRIC_ENVIRONMENT_STEPS, /* since the start */
  GMARL_METRIC_EPISODES,          /* ended in this iteration, the first staggered ones left out */
  GMARL_METRIC_EPISODE_REWARD,    /* means over those episodes … */
  GMARL_METRIC_REWARD_STABILITY,
  GMARL_METRIC_REWARD_EFFICIENCY,
  GMARL_METRIC_REWARD_COST,
  GMARL_METRIC_REWARD_COOPERATION,
  GMARL_METRIC_REWARD_UNMET,
  GMARL_METRIC_STABILITY,
  GMARL_METRIC_GRID_IMPORT,
  GMARL_METRIC_ENERGY_COST,
  GMARL_METRIC_POLICY_LOSS, /* means over agents and minibatches … */
  GMARL_METRIC_VALUE_LOSS,
  GMARL_METRIC_KL,
  GMARL_METRIC_CLIP_FRACTION,
  GMARL_METRIC_ENTROPY,
  GMARL_METRIC_ACTION_STD,
  GMARL_METRIC_EXPLAINED_VARIANCE,
  GMARL_METRIC_POLICY_GRADIENT_NORM, /* before clipping */
  GMARL_METRIC_VALUE_GRADIENT_NORM,
  GMARL_METRIC_LEARNING_RATE,
  GMARL_METRIC_SKIPPED_UPDATES, /* minibatches skipped for a non-finite loss or gradient, since the
                                   start */
  GMARL_METRIC_VALIDATION_REWARD, /* NaN where this iteration was not validated */
  GMARL_METRIC_VALIDATION_STABILITY,
  GMARL_METRIC_VALIDATION_IMPORT,
  GMARL_METRIC_VALIDATION_COST,
  GMARL_METRIC_SECONDS, /* timings, not compared between runs: computing time of this iteration … */
  GMARL_METRIC_STEPS_PER_SECOND,
  GMARL_METRIC_ENVIRONMENT_SECONDS,
  GMARL_METRIC_ACTING_SECONDS,
  GMARL_METRIC_VALUES_SECONDS,
  GMARL_METRIC_UPDATE_SECONDS,
  GMARL_N_METRICS,
} GmarlMetric;

typedef struct {
  double value[GMARL_N_METRICS];
} GmarlTrainingMetrics;

typedef struct {
  const char *id;    /* as in files and as the library's column: "episode_reward" */
  const char *name;  /* for people (N_): "Grid import" */
  const char *title; /* the same as a heading (N_): "Grid Import" */
  const char *unit;  /* "", "kWh", "s", "1/s", "currency" */
  gboolean timing;   /* differs between repetitions of one run */
} GmarlMetricInfo;

extern const GmarlMetricInfo gmarl_training_metrics[GMARL_N_METRICS];

/* The first metric that differs in its bits (NaN equals NaN; timings are left out), or -1. */
gint gmarl_training_metrics_first_difference (const GmarlTrainingMetrics *a,
                                              const GmarlTrainingMetrics *b);

G_END_DECLS
