/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-performance-profile.h"

#include "gmarl-bootstrap.h"
#include "gmarl-statistics.h"

#include <math.h>
#include <string.h>

#define ALPHA        0.05
#define FEWEST_SEEDS 3

/* The mean over the anchor's rows on a day. */
static double
anchor_value (const GmarlScoreTable *table,
              const GmarlScorePolicy *anchor,
              gsize day,
              GmarlIndicator indicator)
{
  double sum = 0;

  for (gsize row = 0; row < anchor->n_rows; row++)
    sum += gmarl_score_table_get (table, anchor, row, day, indicator);
  return sum / (double) anchor->n_rows;
}

gboolean
gmarl_anchored_scores (const GmarlScoreTable *table,
                       const GmarlScorePolicy *policy,
                       const GmarlScorePolicy *anchor,
                       GmarlIndicator indicator,
                       double *scores)
{
  GmarlDirection direction = gmarl_indicators[indicator].direction;
  g_autofree double *base = g_new (double, table->n_days);
  double sum = 0, scale;
  gsize defined = 0;

  for (gsize day = 0; day < table->n_days; day++) {
    base[day] = anchor_value (table, anchor, day, indicator);
    if (!isfinite (base[day]))
      continue;
    sum += base[day];
    defined++;
  }
  if (direction == GMARL_DIRECTION_NEITHER || defined == 0 || sum == 0)
    return FALSE;

  scale = fabs (sum / (double) defined) * (direction == GMARL_DIRECTION_LOWER ? -1 : 1);
  for (gsize row = 0; row < policy->n_rows; row++)
    for (gsize day = 0; day < table->n_days; day++)
      scores[row * table->n_days + day] =
          (gmarl_score_table_get (table, policy, row, day, indicator) - base[day]) / scale;
  return TRUE;
}

/* The scores of the days that are defined for all rows, from the smallest, with their places. */
typedef struct {
  gsize n_rows;
  gsize n_days;
  double *score; /* [n_rows × n_days], ascending */
  gsize *row;    /* [n_rows × n_days] */
  gsize *day;    /* [n_rows × n_days], counted over the days used */
} Cells;

static gboolean
is_complete (const double *scores, gsize n_rows, gsize n_days, gsize day)
{
  for (gsize row = 0; row < n_rows; row++)
    if (!isfinite (scores[row * n_days + day]))
      return FALSE;
  return TRUE;
}

static void
cells_init (Cells *self, const double *scores, gsize n_rows, gsize n_days)
{
  g_autofree double *value = g_new (double, n_rows *n_days);
  g_autofree gsize *order = g_new (gsize, n_rows * n_days);
  gsize used = 0, count;

  for (gsize day = 0; day < n_days; day++)
    if (is_complete (scores, n_rows, n_days, day)) {
      for (gsize row = 0; row < n_rows; row++)
        value[used * n_rows + row] = scores[row * n_days + day];
      used++;
    }
  count = used * n_rows;
  gmarl_statistics_order (value, count, order);
  self->n_rows = n_rows;
  self->n_days = used;
  self->score = g_new (double, count);
  self->row = g_new (gsize, count);
  self->day = g_new (gsize, count);
  for (gsize k = 0; k < count; k++) {
    self->score[k] = value[order[k]];
    self->row[k] = order[k] % n_rows;
    self->day[k] = order[k] / n_rows;
  }
}

static void
cells_clear (Cells *self)
{
  g_free (self->score);
  g_free (self->row);
  g_free (self->day);
}

/* share [n_thresholds], with a stride: of the weight above each threshold. seeds and days say how
 * often each counts; NULL: once.
 */
static void
count_above (const Cells *cells,
             const double *thresholds,
             gsize n_thresholds,
             const double *seeds,
             const double *days,
             double *share,
             gsize stride)
{
  const double all = (double) (cells->n_rows * cells->n_days);
  double at_most = 0;
  gsize k = 0;

  for (gsize t = 0; t < n_thresholds; t++) {
    for (; k < cells->n_rows * cells->n_days && cells->score[k] <= thresholds[t]; k++)
      at_most += seeds != NULL ? seeds[cells->row[k]] * days[cells->day[k]] : 1;
    share[t * stride] = 1 - at_most / all;
  }
}

static void
add_bands (GmarlPerformanceProfile *self, const Cells *cells, gsize draws, guint64 bootstrap_seed)
{
  g_autofree double *results = g_new (double, self->n_thresholds *draws);
  g_autofree double *seeds = g_new (double, cells->n_rows);
  g_autofree double *days = g_new (double, cells->n_days);
  g_autofree gsize *order = g_new (gsize, draws);
  g_autofree double *sorted = g_new (double, draws);

  for (gsize draw = 0; draw < draws; draw++) {
    gmarl_bootstrap_counts (bootstrap_seed, GMARL_STREAM_BOOTSTRAP_SEEDS, draw, cells->n_rows,
                            seeds);
    gmarl_bootstrap_counts (bootstrap_seed, GMARL_STREAM_BOOTSTRAP_DAYS, draw, cells->n_days, days);
    count_above (cells, self->threshold, self->n_thresholds, seeds, days, results + draw, draws);
  }
  for (gsize t = 0; t < self->n_thresholds; t++) {
    GmarlBootstrapInterval interval;

    gmarl_bootstrap_percentiles (results + t * draws, draws, ALPHA, order, sorted, &interval);
    self->low[t] = interval.low;
    self->high[t] = interval.high;
  }
}

GmarlPerformanceProfile *
gmarl_performance_profile_new (const double *scores,
                               gsize n_rows,
                               gsize n_days,
                               const double *thresholds,
                               gsize n_thresholds,
                               gsize draws,
                               guint64 bootstrap_seed)
{
  GmarlPerformanceProfile *self = g_new0 (GmarlPerformanceProfile, 1);
  Cells cells;

  cells_init (&cells, scores, n_rows, n_days);
  self->n_thresholds = n_thresholds;
  self->threshold = g_memdup2 (thresholds, n_thresholds * sizeof (double));
  self->share = g_new (double, n_thresholds);
  self->low = g_new (double, n_thresholds);
  self->high = g_new (double, n_thresholds);
  self->n_seeds = n_rows;
  self->n_days = cells.n_days;
  self->n_days_all = n_days;
  for (gsize t = 0; t < n_thresholds; t++)
    self->share[t] = self->low[t] = self->high[t] = NAN;
  if (cells.n_days > 0)
    count_above (&cells, thresholds, n_thresholds, NULL, NULL, self->share, 1);
  if (cells.n_days > 0 && n_rows >= FEWEST_SEEDS && draws > 0)
    add_bands (self, &cells, draws, bootstrap_seed);
  cells_clear (&cells);
  return self;
}

void
gmarl_performance_profile_free (GmarlPerformanceProfile *self)
{
  if (self == NULL)
    return;
  g_free (self->threshold);
  g_free (self->share);
  g_free (self->low);
  g_free (self->high);
  g_free (self);
}

static void
range_of (const double *scores, gsize count, double *least, double *greatest)
{
  for (gsize k = 0; k < count; k++) {
    *least = fmin (*least, scores[k]);
    *greatest = fmax (*greatest, scores[k]);
  }
}

GPtrArray *
gmarl_performance_profiles_new (const GmarlScoreTable *table,
                                const GmarlScorePolicy *anchor,
                                GmarlIndicator indicator,
                                gsize draws,
                                guint64 bootstrap_seed)
{
  g_autoptr (GPtrArray) profiles =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_performance_profile_free);
  g_autoptr (GPtrArray) scores = g_ptr_array_new_with_free_func (g_free);
  double thresholds[GMARL_PROFILE_THRESHOLDS], least = INFINITY, greatest = -INFINITY;

  for (guint p = 0; p < table->policies->len; p++) {
    const GmarlScorePolicy *policy = table->policies->pdata[p];
    gsize count = policy->n_rows * table->n_days;
    double *one = g_new (double, count);

    g_ptr_array_add (scores, one);
    if (!gmarl_anchored_scores (table, policy, anchor, indicator, one))
      return NULL;
    range_of (one, count, &least, &greatest);
  }
  if (!(least <= greatest))
    return NULL;
  for (gsize k = 0; k < G_N_ELEMENTS (thresholds); k++)
    thresholds[k] =
        least + (greatest - least) * (double) k / (double) (G_N_ELEMENTS (thresholds) - 1);
  for (guint p = 0; p < table->policies->len; p++) {
    const GmarlScorePolicy *policy = table->policies->pdata[p];

    g_ptr_array_add (profiles, gmarl_performance_profile_new (
                                   scores->pdata[p], policy->n_rows, table->n_days, thresholds,
                                   G_N_ELEMENTS (thresholds), draws, bootstrap_seed));
  }
  return g_steal_pointer (&profiles);
}
