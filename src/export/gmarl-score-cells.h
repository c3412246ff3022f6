/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison.h"

G_BEGIN_DECLS

/* What a table of scores shows in its cells, the same on the terminal, in the window and in files.
 * An indicator is given by its place in the comparison. Numbers have a point and a "-", whatever
 * the locale.
 */

/* The indicators that a table shows unless others are asked for: the chief ones, in their order. */
extern const GmarlIndicator gmarl_score_chief_indicators[];
extern const gsize gmarl_score_n_chief_indicators;

typedef enum {
  GMARL_SCORE_HALF_WIDTH, /* "0.872 ± 0.011" */
  GMARL_SCORE_LOW_HIGH,   /* "0.872 [0.861, 0.883]" */
} GmarlScoreInterval;

/* What is said of a policy and an indicator; the verdicts are always of means. */
typedef enum {
  GMARL_STATISTIC_MEAN,
  GMARL_STATISTIC_IQM, /* interquartile mean, over seeds × days as the next two */
  GMARL_STATISTIC_MEDIAN,
  GMARL_STATISTIC_TAIL, /* CVaR: the mean of the worst 5 % */
  GMARL_N_STATISTICS,
} GmarlStatistic;

typedef struct {
  const char *id;   /* "mean", "iqm", "median", "cvar": for files and the command line */
  const char *name; /* for people (N_) */
} GmarlStatisticInfo;

extern const GmarlStatisticInfo gmarl_statistics[GMARL_N_STATISTICS];

/* By its id. FALSE with an error for what is none. */
gboolean gmarl_statistic_from_id (const char *id, GmarlStatistic *statistic, GError **error);

/* Of a summary; NaN for what there is not. */
GmarlBootstrapInterval gmarl_statistic_get (const GmarlSummary *summary, GmarlStatistic statistic);

/* The place of an indicator in the comparison, or -1. */
gssize gmarl_score_find (const GmarlComparison *comparison, GmarlIndicator indicator);

/* "kWh", "%", "" … Borrowed. */
const char *gmarl_score_unit (const GmarlComparison *comparison, gsize indicator);

/* Decimals of an indicator's row: those of the registry, and more where the narrowest interval
 * would otherwise be shown as 0.
 */
gint gmarl_score_decimals (const GmarlComparison *comparison, gsize indicator);

/* A number of the indicator, as shown: per cent where it is shown so, never "-0.0"; "–" for what is
 * not finite. (transfer full)
 */
char *gmarl_score_number (const GmarlComparison *comparison, gsize indicator, double value);

/* The mean with its interval; of two seeds their values ("0.81; 0.83", evaluation.md 5); the mean
 * alone where there is no interval; "–" where there is no mean. (transfer full)
 */
char *gmarl_score_mean (const GmarlComparison *comparison,
                        gsize policy,
                        gsize indicator,
                        GmarlScoreInterval interval);

/* Any statistic with its interval, whose ends are given where it is not a mean: it need not lie in
 * their middle. (transfer full)
 */
char *gmarl_score_text (const GmarlComparison *comparison,
                        gsize policy,
                        gsize indicator,
                        GmarlStatistic statistic,
                        GmarlScoreInterval interval);

/* The policy that is clearly better than every other one of policies [n_policies], or -1: where the
 * indicator has no better side, fewer than two policies are shown, or a difference is not clear.
 */
gssize gmarl_score_winner (const GmarlComparison *comparison,
                           gsize indicator,
                           const gsize *policies,
                           gsize n_policies);

G_END_DECLS
