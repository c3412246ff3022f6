/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-bootstrap.h"
#include "gmarl-score-table.h"
#include "gmarl-statistics.h"

G_BEGIN_DECLS

/* What a policy makes of the stores: its values over those of the same days without control, under
 * CityLearn's names (CityLearn's baseline leaves its storage alone as well). Below 1 is better.
 *
 * Cost and emissions are given both ways: clipped, where what is sold earns nothing (CityLearn's
 * own), and net. A ratio over many days can be taken in two ways, which differ: the ratio of the
 * sums over the days, and the mean of the days' ratios.
 */
typedef enum {
  GMARL_RATIO_CONSUMPTION,
  GMARL_RATIO_NET_CONSUMPTION,
  GMARL_RATIO_COST,
  GMARL_RATIO_NET_COST,
  GMARL_RATIO_CARBON,
  GMARL_RATIO_NET_CARBON,
  GMARL_RATIO_RAMPING,
  GMARL_RATIO_ONE_MINUS_LOAD_FACTOR,
  GMARL_RATIO_DAILY_PEAK,
  GMARL_RATIO_ALL_TIME_PEAK,
  GMARL_N_RATIOS,
} GmarlRatio;

typedef struct {
  const char *id;   /* CityLearn's name: "cost_total"; "_net" is added to what it does not have */
  const char *name; /* for people (N_) */
  gint
      indicator; /* GmarlIndicator that is summed over the days, or of which the largest is taken */
  gint less;     /* GmarlIndicator to subtract from it, or -1 */
  gboolean largest; /* over the days; there is no mean of ratios then */
} GmarlRatioInfo;

extern const GmarlRatioInfo gmarl_ratios[GMARL_N_RATIOS];

typedef struct {
  /* Seeds and days drawn independently; no interval with 2 seeds, 1 day, or for the largest. */
  GmarlBootstrapInterval of_sums;
  GmarlInterval mean; /* of the days' ratios; p is not used */
  gsize n_days;       /* on which all values are defined */
  gsize n_ratio_days; /* of those, on which the baseline is above 0: what the mean is over */
  gsize n_days_all;
} GmarlStorageRatio;

/* policy and baseline are of the table; of a baseline with seeds the mean over them is taken. NaN
 * where a value is undefined or the baseline's sum is not above 0. draws 0: no bootstrap.
 */
void gmarl_storage_ratio (const GmarlScoreTable *table,
                          const GmarlScorePolicy *policy,
                          const GmarlScorePolicy *baseline,
                          GmarlRatio ratio,
                          gsize draws,
                          guint64 bootstrap_seed,
                          GmarlStorageRatio *out);

G_END_DECLS
