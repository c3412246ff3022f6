/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * For every indicator the values of the rows that take part are gathered into a complete matrix
 * [rows, days], and numeric/ does the rest. All pairs and indicators are tested first; Holm's
 * correction and with it the verdicts come last, because they depend on all of them.
 */
#include "config.h"

#include "gmarl-comparison.h"

#include "gmarl-bootstrap-memory.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* From this many seeds on the bootstrap is not called approximate. */
#define MANY_SEEDS 10

const GmarlComparisonOptions gmarl_comparison_default_options = {
  .indicators = NULL,
  .n_indicators = 0,
  .draws = GMARL_COMPARISON_DRAWS_SCREEN,
  .bootstrap_seed = GMARL_COMPARISON_BOOTSTRAP_SEED,
};

/* Memory for the largest policy of the table, used for one indicator after the other. */
typedef struct {
  double *x;             /* [rows, days] */
  double *y;             /* [rows, days] */
  double *interval_work; /* gmarl_statistics_interval_work */
  gboolean *complete;    /* [days] */
  GmarlBootstrapWork bootstrap;
} Work;

static void
work_init (Work *self, const GmarlScoreTable *table, gsize draws)
{
  gsize rows = 1, cells;

  for (guint k = 0; k < table->policies->len; k++) {
    const GmarlScorePolicy *policy = g_ptr_array_index (table->policies, k);

    rows = MAX (rows, policy->n_rows);
  }
  cells = rows * table->n_days;
  self->x = g_new (double, cells);
  self->y = g_new (double, cells);
  self->interval_work = g_new (double, gmarl_statistics_interval_work (rows, rows, table->n_days));
  self->complete = g_new (gboolean, table->n_days);
  gmarl_bootstrap_work_init (&self->bootstrap, rows, table->n_days, draws);
}

static void
work_clear (Work *self)
{
  g_free (self->x);
  g_free (self->y);
  g_free (self->interval_work);
  g_free (self->complete);
  gmarl_bootstrap_work_clear (&self->bootstrap);
}

/* Clears the days on which some row of the policy is undefined; returns the undefined values. */
static gsize
mark_incomplete (const GmarlScoreTable *table,
                 const GmarlScorePolicy *policy,
                 GmarlIndicator indicator,
                 gboolean *complete)
{
  gsize undefined = 0;

  for (gsize row = 0; row < policy->n_rows; row++)
    for (gsize day = 0; day < table->n_days; day++)
      if (!isfinite (gmarl_score_table_get (table, policy, row, day, indicator))) {
        complete[day] = FALSE;
        undefined++;
      }
  return undefined;
}

/* out [n_rows, days]: the values of the complete days, whose number is returned. */
static gsize
gather (const GmarlScoreTable *table,
        const GmarlScorePolicy *policy,
        GmarlIndicator indicator,
        const gboolean *complete,
        double *out)
{
  gsize n_days = 0, count = 0;

  for (gsize day = 0; day < table->n_days; day++)
    n_days += complete[day] != FALSE;
  for (gsize row = 0; row < policy->n_rows; row++)
    for (gsize day = 0; day < table->n_days; day++)
      if (complete[day])
        out[count++] = gmarl_score_table_get (table, policy, row, day, indicator);
  return n_days;
}

static guint
common_notes (gsize n_days, gsize n_undefined)
{
  return (n_days < 2 ? GMARL_NOTE_ONE_DAY : 0) | (n_undefined > 0 ? GMARL_NOTE_UNDEFINED : 0);
}

static guint
seed_notes (const GmarlScorePolicy *policy)
{
  return (policy->n_seeds == 1 ? GMARL_NOTE_ONE_SEED : 0) |
         (policy->n_seeds == 2 ? GMARL_NOTE_TWO_SEEDS : 0);
}

static void
drop_interval (GmarlInterval *self)
{
  self->variance = self->df = self->low = self->high = self->p = NAN;
}

static void
summarise_robust (GmarlSummary *summary,
                  const GmarlComparisonOptions *options,
                  GmarlDirection direction,
                  gsize n_rows,
                  Work *work)
{
  static const GmarlBootstrapInterval undefined = { NAN, NAN, NAN };
  GmarlBootstrapInterval robust[GMARL_N_ROBUST];
  gboolean has_interval = !(summary->notes & (GMARL_NOTE_TWO_SEEDS | GMARL_NOTE_ONE_DAY));

  gmarl_bootstrap_robust (work->x, n_rows, summary->n_days, has_interval ? options->draws : 0,
                          options->bootstrap_seed, GMARL_COMPARISON_ALPHA, &work->bootstrap,
                          robust);
  summary->iqm = robust[GMARL_ROBUST_IQM];
  summary->median = robust[GMARL_ROBUST_MEDIAN];
  if (direction == GMARL_DIRECTION_NEITHER)
    summary->cvar = undefined;
  else
    summary->cvar = robust[direction == GMARL_DIRECTION_HIGHER ? GMARL_ROBUST_LOW_TAIL
                                                               : GMARL_ROBUST_HIGH_TAIL];
}

static void
summarise (GmarlSummary *summary,
           const GmarlScoreTable *table,
           const GmarlScorePolicy *policy,
           GmarlIndicator indicator,
           const GmarlComparisonOptions *options,
           Work *work)
{
  GmarlBootstrapInterval undefined = { NAN, NAN, NAN };

  for (gsize day = 0; day < table->n_days; day++)
    work->complete[day] = TRUE;
  summary->n_seeds = policy->n_seeds;
  summary->n_days_all = table->n_days;
  summary->n_undefined = mark_incomplete (table, policy, indicator, work->complete);
  summary->n_days = gather (table, policy, indicator, work->complete, work->x);
  summary->notes = seed_notes (policy) | common_notes (summary->n_days, summary->n_undefined);
  summary->seed_means = g_new (double, policy->n_rows);
  for (gsize row = 0; row < policy->n_rows; row++)
    summary->seed_means[row] =
        gmarl_statistics_mean (work->x + row * summary->n_days, summary->n_days);

  gmarl_statistics_interval (work->x, policy->n_rows, summary->n_days, GMARL_COMPARISON_ALPHA,
                             work->interval_work, &summary->mean);
  if (summary->notes & GMARL_NOTE_TWO_SEEDS)
    drop_interval (&summary->mean);
  if (policy->n_seeds > 0 && policy->n_seeds < MANY_SEEDS && policy->n_seeds != 2)
    summary->notes |= GMARL_NOTE_APPROXIMATE;
  if (summary->n_days == 0)
    summary->iqm = summary->median = summary->cvar = undefined;
  else
    summarise_robust (summary, options, gmarl_indicators[indicator].direction, policy->n_rows,
                      work);
}

static void
pair_up (GmarlPairing *pairing,
         const GmarlScoreTable *table,
         const GmarlScorePolicy *first,
         const GmarlScorePolicy *second,
         GmarlIndicator indicator,
         Work *work)
{
  for (gsize day = 0; day < table->n_days; day++)
    work->complete[day] = TRUE;
  pairing->n_days_all = table->n_days;
  pairing->n_undefined = mark_incomplete (table, first, indicator, work->complete) +
                         mark_incomplete (table, second, indicator, work->complete);
  pairing->n_days = gather (table, first, indicator, work->complete, work->x);
  gather (table, second, indicator, work->complete, work->y);
  pairing->notes = seed_notes (first) | seed_notes (second) |
                   common_notes (pairing->n_days, pairing->n_undefined);

  gmarl_statistics_difference (work->x, first->n_rows, work->y, second->n_rows, pairing->n_days,
                               GMARL_COMPARISON_ALPHA, work->interval_work, &pairing->difference);
  if (pairing->notes & GMARL_NOTE_TWO_SEEDS)
    drop_interval (&pairing->difference);
  pairing->improvement = gmarl_statistics_improvement (work->x, first->n_rows, work->y,
                                                       second->n_rows, pairing->n_days);
  if (gmarl_indicators[indicator].direction == GMARL_DIRECTION_LOWER)
    pairing->improvement = 1 - pairing->improvement;
}

static GmarlVerdict
decide (const GmarlPairing *pairing, GmarlDirection direction)
{
  gboolean higher = pairing->difference.estimate > 0;

  if (!(pairing->p_adjusted < GMARL_COMPARISON_ALPHA))
    return GMARL_VERDICT_NO_CLEAR_DIFFERENCE;
  if (direction == GMARL_DIRECTION_NEITHER)
    return GMARL_VERDICT_DIFFERENT;
  return higher == (direction == GMARL_DIRECTION_HIGHER) ? GMARL_VERDICT_BETTER
                                                         : GMARL_VERDICT_WORSE;
}

static void
correct_and_decide (GmarlComparison *self)
{
  gsize count = self->n_pairs * self->n_indicators;
  g_autofree double *p = g_new (double, count);
  g_autofree double *adjusted = g_new (double, count);
  g_autofree gsize *order = g_new (gsize, count);

  for (gsize k = 0; k < count; k++) {
    p[k] = self->pairings[k].difference.p;
    self->n_comparisons += !isnan (p[k]);
  }
  gmarl_statistics_holm (p, count, adjusted, order);
  for (gsize k = 0; k < count; k++) {
    GmarlIndicator indicator = self->indicators[k % self->n_indicators];

    self->pairings[k].p_adjusted = adjusted[k];
    self->pairings[k].verdict = decide (&self->pairings[k], gmarl_indicators[indicator].direction);
  }
}

static void
choose_indicators (GmarlComparison *self)
{
  self->n_indicators =
      self->options.indicators != NULL ? self->options.n_indicators : GMARL_N_INDICATORS;
  for (gsize k = 0; k < self->n_indicators; k++)
    self->indicators[k] =
        self->options.indicators != NULL ? self->options.indicators[k] : (GmarlIndicator) k;
  self->options.indicators = self->indicators;
  self->options.n_indicators = self->n_indicators;
}

GmarlComparison *
gmarl_comparison_new (const GmarlScoreTable *table, const GmarlComparisonOptions *options)
{
  GmarlComparison *self;
  GmarlPairing *pairing;
  Work work;

  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (options == NULL || options->indicators == NULL ||
                            options->n_indicators <= GMARL_N_INDICATORS,
                        NULL);

  self = g_new0 (GmarlComparison, 1);
  self->table = table;
  self->options = options != NULL ? *options : gmarl_comparison_default_options;
  choose_indicators (self);
  self->n_policies = table->policies->len;
  self->n_pairs = self->n_policies > 0 ? self->n_policies * (self->n_policies - 1) / 2 : 0;
  self->summaries = g_new0 (GmarlSummary, self->n_policies * self->n_indicators);
  self->pairings = g_new0 (GmarlPairing, self->n_pairs * self->n_indicators);
  work_init (&work, table, self->options.draws);

  pairing = self->pairings;
  for (gsize i = 0; i < self->n_policies; i++) {
    const GmarlScorePolicy *first = g_ptr_array_index (table->policies, i);

    for (gsize k = 0; k < self->n_indicators; k++)
      summarise (&self->summaries[i * self->n_indicators + k], table, first, self->indicators[k],
                 &self->options, &work);
    for (gsize j = i + 1; j < self->n_policies; j++)
      for (gsize k = 0; k < self->n_indicators; k++, pairing++) {
        pairing->first = i;
        pairing->second = j;
        pair_up (pairing, table, first, g_ptr_array_index (table->policies, j), self->indicators[k],
                 &work);
      }
  }
  correct_and_decide (self);
  work_clear (&work);
  return self;
}

void
gmarl_comparison_free (GmarlComparison *self)
{
  if (self == NULL)
    return;
  for (gsize k = 0; k < self->n_policies * self->n_indicators; k++)
    g_free (self->summaries[k].seed_means);
  g_free (self->summaries);
  g_free (self->pairings);
  g_free (self);
}

const GmarlSummary *
gmarl_comparison_summary (const GmarlComparison *self, gsize policy, gsize indicator)
{
  g_return_val_if_fail (policy < self->n_policies && indicator < self->n_indicators, NULL);
  return &self->summaries[policy * self->n_indicators + indicator];
}

const GmarlPairing *
gmarl_comparison_pairing (const GmarlComparison *self, gsize pair, gsize indicator)
{
  g_return_val_if_fail (pair < self->n_pairs && indicator < self->n_indicators, NULL);
  return &self->pairings[pair * self->n_indicators + indicator];
}

static const struct {
  const char *id;
  const char *text;
} verdicts[] = {
  [GMARL_VERDICT_NO_CLEAR_DIFFERENCE] = { "no-clear-difference", N_ ("no clear difference") },
  [GMARL_VERDICT_BETTER] = { "better", N_ ("better") },
  [GMARL_VERDICT_WORSE] = { "worse", N_ ("worse") },
  [GMARL_VERDICT_DIFFERENT] = { "different", N_ ("different") },
};

const char *
gmarl_verdict_to_id (GmarlVerdict verdict)
{
  return verdicts[verdict].id;
}

const char *
gmarl_verdict_to_text (GmarlVerdict verdict)
{
  return _ (verdicts[verdict].text);
}

static char *
describe_notes (guint notes, gsize n_days, gsize n_days_all, gsize n_undefined)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (notes & GMARL_NOTE_ONE_SEED)
    g_ptr_array_add (parts, g_strdup (_ ("1 seed: training variation unknown")));
  if (notes & GMARL_NOTE_TWO_SEEDS)
    g_ptr_array_add (parts, g_strdup (_ ("2 seeds: individual values, no interval")));
  if ((notes & GMARL_NOTE_ONE_DAY) && n_days == 1)
    g_ptr_array_add (parts, g_strdup (_ ("1 day: no interval")));
  if (notes & GMARL_NOTE_UNDEFINED)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%zu value undefined, %zu of %zu days used",
                                                       "%zu values undefined, %zu of %zu days used",
                                                       n_undefined),
                                             n_undefined, n_days, n_days_all));
  if (notes & GMARL_NOTE_APPROXIMATE)
    g_ptr_array_add (parts, g_strdup (_ ("approximate below 10 seeds")));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("; ", (char **) parts->pdata);
}

char *
gmarl_summary_describe_notes (const GmarlSummary *self, gboolean robust)
{
  guint notes = robust ? self->notes : self->notes & ~GMARL_NOTE_APPROXIMATE;

  return describe_notes (notes, self->n_days, self->n_days_all, self->n_undefined);
}

char *
gmarl_pairing_describe_notes (const GmarlPairing *self)
{
  return describe_notes (self->notes, self->n_days, self->n_days_all, self->n_undefined);
}
