/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"

G_BEGIN_DECLS

/* Indicators of an episode. One registry: files, tables, charts and comparisons name and format an
 * indicator by its entry here (environment.md section 9, evaluation.md).
 */
typedef enum {
  GMARL_INDICATOR_EPISODE_REWARD,
  GMARL_INDICATOR_STABILITY,
  GMARL_INDICATOR_GRID_IMPORT,
  GMARL_INDICATOR_SOLAR_UTILISATION,
  GMARL_INDICATOR_DEMAND_SATISFACTION,
  GMARL_INDICATOR_ENERGY_COST,
  GMARL_INDICATOR_ADJUSTED_COST,
  GMARL_INDICATOR_GRID_EXPORT,
  GMARL_INDICATOR_PEAK_IMPORT,
  GMARL_INDICATOR_PEAK_IMPORT_15MIN,
  GMARL_INDICATOR_RAMPING,
  GMARL_INDICATOR_ONE_MINUS_LOAD_FACTOR,
  GMARL_INDICATOR_SELF_SUFFICIENCY,
  GMARL_INDICATOR_SELF_CONSUMPTION,
  GMARL_INDICATOR_ENERGY_SHARED,
  GMARL_INDICATOR_LINE_LOSSES,
  GMARL_INDICATOR_UNSERVED_ENERGY,
  GMARL_INDICATOR_BATTERY_CYCLES,
  GMARL_INDICATOR_MEAN_LEVEL,
  GMARL_INDICATOR_TIME_BELOW_20,
  GMARL_INDICATOR_TIME_ABOVE_90,
  GMARL_INDICATOR_STABILITY_MEAN_LEVEL,
  GMARL_INDICATOR_STABILITY_VARIANCE,
  GMARL_INDICATOR_STABILITY_LOW,
  GMARL_INDICATOR_STABILITY_FULL,
  GMARL_INDICATOR_BILL_FAIRNESS_JAIN,
  GMARL_INDICATOR_BILL_FAIRNESS_GINI,
  GMARL_INDICATOR_CARBON,
  GMARL_INDICATOR_COST_CLIPPED,
  GMARL_INDICATOR_CARBON_NET,
  GMARL_N_INDICATORS,
} GmarlIndicator;

typedef enum {
  GMARL_DIRECTION_NEITHER,
  GMARL_DIRECTION_HIGHER,
  GMARL_DIRECTION_LOWER,
} GmarlDirection;

typedef struct {
  const char *id;    /* as in files: "grid_import" */
  const char *name;  /* for people, in sentences and tables (N_): "Grid import" */
  const char *title; /* the same as a heading (N_): "Grid Import" */
  const char *unit; /* as stored: "kWh", "fraction", "EUR" … "currency" stands for the scenario's */
  GmarlDirection direction;
  gboolean percent;       /* stored as a fraction, shown as per cent */
  gint decimals;          /* shown after the point (after conversion to per cent) */
  const char *definition; /* one sentence with the formula (N_) */
} GmarlIndicatorInfo;

extern const GmarlIndicatorInfo gmarl_indicators[GMARL_N_INDICATORS];

/* The indicator's index, or -1. */
gint gmarl_indicator_find (const char *id);

/* Sums over an episode: begin after the reset, add after every step, finish for the values. */
typedef struct _GmarlEpisode GmarlEpisode;

GmarlEpisode *gmarl_episode_new (const GmarlGrid *grid);
void gmarl_episode_free (GmarlEpisode *self);
void gmarl_episode_begin (GmarlEpisode *self, const GmarlGridState *state);
void gmarl_episode_add (GmarlEpisode *self, const GmarlGridState *state);

/* values [GMARL_N_INDICATORS]; NaN where an indicator is not defined (self-sufficiency without
 * served demand, Gini of bills of both signs, carbon without a series).
 */
void gmarl_episode_finish (const GmarlEpisode *self, double *values);

/* Means over nodes of the episode's summed reward terms, [GMARL_N_TERMS]. */
void gmarl_episode_terms (const GmarlEpisode *self, double *terms);

/* [N] cumulative reward of every node; borrowed. */
const double *gmarl_episode_node_rewards (const GmarlEpisode *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlEpisode, gmarl_episode_free)

G_END_DECLS
