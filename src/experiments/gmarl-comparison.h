/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-bootstrap.h"
#include "gmarl-score-table.h"
#include "gmarl-statistics.h"

G_BEGIN_DECLS

/* Which policy is better, and how sure that is (evaluation.md, points 5 and 6; the statistics are
 * those of numeric/gmarl-statistics.h). Intervals are of 95 %.
 *
 * Days on which an indicator is undefined for a row that takes part are left out for all rows, so
 * that the table stays complete; they are counted, and the note says so.
 */
#define GMARL_COMPARISON_ALPHA 0.05

enum {
  GMARL_COMPARISON_DRAWS_SCREEN = 2000,
  GMARL_COMPARISON_DRAWS_REPORT = 50000,
  GMARL_COMPARISON_BOOTSTRAP_SEED = 20220131,
};

typedef struct {
  const GmarlIndicator *indicators; /* [n_indicators] shown; NULL: all */
  gsize n_indicators;
  gsize draws;            /* of the bootstrap; 0: no intervals of the robust statistics */
  guint64 bootstrap_seed; /* the same seed gives the same intervals */
} GmarlComparisonOptions;

/* All indicators, draws for the screen, the fixed seed. */
extern const GmarlComparisonOptions gmarl_comparison_default_options;

typedef enum {
  GMARL_NOTE_ONE_SEED = 1 << 0,    /* a trained policy of one seed: the interval is over days */
  GMARL_NOTE_TWO_SEEDS = 1 << 1,   /* individual values are shown, no interval */
  GMARL_NOTE_ONE_DAY = 1 << 2,     /* fewer than two days: no interval */
  GMARL_NOTE_APPROXIMATE = 1 << 3, /* bootstrap below 10 seeds */
  GMARL_NOTE_UNDEFINED = 1 << 4,   /* some values are undefined; their days were left out */
} GmarlComparisonNotes;

typedef enum {
  GMARL_VERDICT_NO_CLEAR_DIFFERENCE,
  GMARL_VERDICT_BETTER,    /* the first of the pair */
  GMARL_VERDICT_WORSE,     /* the first of the pair */
  GMARL_VERDICT_DIFFERENT, /* a clear difference of an indicator without direction */
} GmarlVerdict;

/* One policy and indicator. NaN: there is none (see the notes). */
typedef struct {
  GmarlInterval mean;
  GmarlBootstrapInterval iqm;    /* interquartile mean over seeds × days */
  GmarlBootstrapInterval median; /* over seeds × days */
  GmarlBootstrapInterval cvar;   /* mean of the worst 5 %; NaN for indicators without direction */
  double *seed_means;            /* [n_rows] over the days used; owned */
  gsize n_seeds;
  gsize n_days;      /* used */
  gsize n_days_all;  /* of the table */
  gsize n_undefined; /* values */
  guint notes;       /* GmarlComparisonNotes */
} GmarlSummary;

/* Two policies, first < second, and an indicator. */
typedef struct {
  gsize first;
  gsize second;
  GmarlInterval difference; /* first − second, paired by day */
  double p_adjusted;        /* Holm's, over all pairs and indicators of the comparison */
  double improvement;       /* P(first better than second); larger, without a direction */
  GmarlVerdict verdict;
  gsize n_days;
  gsize n_days_all;
  gsize n_undefined;
  guint notes;
} GmarlPairing;

typedef struct {
  const GmarlScoreTable *table; /* borrowed */
  GmarlComparisonOptions options;
  gsize n_policies;
  gsize n_pairs;       /* n_policies (n_policies − 1) / 2 */
  gsize n_comparisons; /* with a test: what Holm's correction is over */
  GmarlIndicator indicators[GMARL_N_INDICATORS];
  gsize n_indicators;
  GmarlSummary *summaries; /* [n_policies, n_indicators] */
  GmarlPairing *pairings;  /* [n_pairs, n_indicators]: (0, 1), (0, 2), … (1, 2), … */
} GmarlComparison;

/* Compares all policies of the table, which must outlive the result. options: NULL for the default
 * ones. Takes a second or so for large tables: not for the main thread of an application.
 * (transfer full)
 */
GmarlComparison *gmarl_comparison_new (const GmarlScoreTable *table,
                                       const GmarlComparisonOptions *options);
void gmarl_comparison_free (GmarlComparison *self);

/* indicator: a place in self->indicators. Borrowed. */
const GmarlSummary *
gmarl_comparison_summary (const GmarlComparison *self, gsize policy, gsize indicator);
const GmarlPairing *
gmarl_comparison_pairing (const GmarlComparison *self, gsize pair, gsize indicator);

/* "better", "worse", "no-clear-difference", "different": for files. */
const char *gmarl_verdict_to_id (GmarlVerdict verdict);

/* "better", "no clear difference", …: for people, translated. */
const char *gmarl_verdict_to_text (GmarlVerdict verdict);

/* What to know about the numbers: "1 seed: training variation unknown", …, joined by "; "; empty
 * if there is nothing. robust: for the interquartile mean, median and CVaR as well. (transfer full)
 */
char *gmarl_summary_describe_notes (const GmarlSummary *self, gboolean robust);
char *gmarl_pairing_describe_notes (const GmarlPairing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlComparison, gmarl_comparison_free)

G_END_DECLS
