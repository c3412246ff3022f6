/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-storage-ratio.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ALPHA 0.05

/* In the order of GmarlRatio. */
const GmarlRatioInfo gmarl_ratios[GMARL_N_RATIOS] = {
  { "electricity_consumption_total", N_ ("Electricity consumption"), GMARL_INDICATOR_GRID_IMPORT,
    -1, FALSE },
  { "zero_net_energy", N_ ("Electricity consumption, net"), GMARL_INDICATOR_GRID_IMPORT,
    GMARL_INDICATOR_GRID_EXPORT, FALSE },
  { "cost_total", N_ ("Cost"), GMARL_INDICATOR_COST_CLIPPED, -1, FALSE },
  { "cost_total_net", N_ ("Cost, net"), GMARL_INDICATOR_ENERGY_COST, -1, FALSE },
  { "carbon_emissions_total", N_ ("Carbon emissions"), GMARL_INDICATOR_CARBON, -1, FALSE },
  { "carbon_emissions_total_net", N_ ("Carbon emissions, net"), GMARL_INDICATOR_CARBON_NET, -1,
    FALSE },
  { "ramping_average", N_ ("Ramping"), GMARL_INDICATOR_RAMPING, -1, FALSE },
  { "daily_one_minus_load_factor_average", N_ ("Daily 1 − load factor"),
    GMARL_INDICATOR_ONE_MINUS_LOAD_FACTOR, -1, FALSE },
  { "daily_peak_average", N_ ("Daily peak"), GMARL_INDICATOR_PEAK_IMPORT, -1, FALSE },
  { "all_time_peak_average", N_ ("Peak of all days"), GMARL_INDICATOR_PEAK_IMPORT, -1, TRUE },
};

/* The values of a policy on the days that count. */
typedef struct {
  gsize n_rows;
  gsize n_days;
  double *value; /* [n_rows, n_days] */
  double *base;  /* [n_days] */
} Values;

static double
value_of (const GmarlScoreTable *table,
          const GmarlScorePolicy *policy,
          gsize row,
          gsize day,
          const GmarlRatioInfo *info)
{
  double value = gmarl_score_table_get (table, policy, row, day, (GmarlIndicator) info->indicator);

  if (info->less >= 0)
    value -= gmarl_score_table_get (table, policy, row, day, (GmarlIndicator) info->less);
  return value;
}

static double
base_of (const GmarlScoreTable *table,
         const GmarlScorePolicy *baseline,
         gsize day,
         const GmarlRatioInfo *info)
{
  double sum = 0;

  for (gsize row = 0; row < baseline->n_rows; row++)
    sum += value_of (table, baseline, row, day, info);
  return sum / (double) baseline->n_rows;
}

static gboolean
is_defined (const GmarlScoreTable *table,
            const GmarlScorePolicy *policy,
            gsize day,
            const GmarlRatioInfo *info)
{
  for (gsize row = 0; row < policy->n_rows; row++)
    if (!isfinite (value_of (table, policy, row, day, info)))
      return FALSE;
  return TRUE;
}

static void
values_init (Values *self,
             const GmarlScoreTable *table,
             const GmarlScorePolicy *policy,
             const GmarlScorePolicy *baseline,
             const GmarlRatioInfo *info)
{
  g_autofree gsize *days = g_new (gsize, table->n_days);

  self->n_rows = policy->n_rows;
  self->n_days = 0;
  for (gsize day = 0; day < table->n_days; day++)
    if (is_defined (table, policy, day, info) && isfinite (base_of (table, baseline, day, info)))
      days[self->n_days++] = day;
  self->value = g_new (double, self->n_rows * self->n_days);
  self->base = g_new (double, self->n_days);
  for (gsize k = 0; k < self->n_days; k++) {
    self->base[k] = base_of (table, baseline, days[k], info);
    for (gsize row = 0; row < self->n_rows; row++)
      self->value[row * self->n_days + k] = value_of (table, policy, row, days[k], info);
  }
}

static void
values_clear (Values *self)
{
  g_free (self->value);
  g_free (self->base);
}

static double
over (double part, double whole)
{
  return whole > 0 ? part / whole : NAN;
}

/* seeds and days say how often each counts; NULL: once. */
static double
ratio_of_sums (const Values *values, const double *seeds, const double *days)
{
  double part = 0, whole = 0;

  for (gsize k = 0; k < values->n_days; k++) {
    double sum = 0;

    for (gsize row = 0; row < values->n_rows; row++)
      sum += (seeds != NULL ? seeds[row] : 1) * values->value[row * values->n_days + k];
    part += (days != NULL ? days[k] : 1) * sum / (double) values->n_rows;
    whole += (days != NULL ? days[k] : 1) * values->base[k];
  }
  return over (part, whole);
}

static double
largest (const double *x, gsize count)
{
  double most = -INFINITY;

  for (gsize k = 0; k < count; k++)
    most = fmax (most, x[k]);
  return most;
}

/* The mean over seeds of the ratio of the largest values. */
static double
ratio_of_largest (const Values *values)
{
  double whole = largest (values->base, values->n_days), sum = 0;

  for (gsize row = 0; row < values->n_rows; row++)
    sum += over (largest (values->value + row * values->n_days, values->n_days), whole);
  return sum / (double) values->n_rows;
}

static void
draw_ratios (const Values *values, gsize draws, guint64 bootstrap_seed, GmarlBootstrapInterval *out)
{
  g_autofree double *results = g_new (double, draws);
  g_autofree double *sorted = g_new (double, draws);
  g_autofree gsize *order = g_new (gsize, draws);
  g_autofree double *seeds = g_new (double, values->n_rows);
  g_autofree double *days = g_new (double, values->n_days);

  for (gsize draw = 0; draw < draws; draw++) {
    gmarl_bootstrap_counts (bootstrap_seed, GMARL_STREAM_BOOTSTRAP_SEEDS, draw, values->n_rows,
                            seeds);
    gmarl_bootstrap_counts (bootstrap_seed, GMARL_STREAM_BOOTSTRAP_DAYS, draw, values->n_days,
                            days);
    results[draw] = ratio_of_sums (values, seeds, days);
    /* A draw without a baseline above 0: then the ratio has no interval either. */
    if (isnan (results[draw]))
      return;
  }
  gmarl_bootstrap_percentiles (results, draws, ALPHA, order, sorted, out);
}

static void
average_ratios (const Values *values, GmarlStorageRatio *out)
{
  const gsize n = values->n_rows;
  g_autofree double *ratios = g_new (double, n * values->n_days);
  g_autofree double *work = NULL;
  gsize count = 0, place = 0;

  for (gsize k = 0; k < values->n_days; k++)
    count += values->base[k] > 0;
  out->n_ratio_days = count;
  if (count == 0)
    return;
  for (gsize k = 0; k < values->n_days; k++) {
    if (!(values->base[k] > 0))
      continue;
    for (gsize row = 0; row < n; row++)
      ratios[row * count + place] = values->value[row * values->n_days + k] / values->base[k];
    place++;
  }
  work = g_new (double, gmarl_statistics_interval_work (n, n, count));
  gmarl_statistics_interval (ratios, n, count, ALPHA, work, &out->mean);
  if (n == 2)
    out->mean.variance = out->mean.df = out->mean.low = out->mean.high = NAN;
}

void
gmarl_storage_ratio (const GmarlScoreTable *table,
                     const GmarlScorePolicy *policy,
                     const GmarlScorePolicy *baseline,
                     GmarlRatio ratio,
                     gsize draws,
                     guint64 bootstrap_seed,
                     GmarlStorageRatio *out)
{
  const GmarlRatioInfo *info = &gmarl_ratios[ratio];
  Values values;

  values_init (&values, table, policy, baseline, info);
  *out = (GmarlStorageRatio){ .of_sums = { NAN, NAN, NAN },
                              .mean = { NAN, NAN, NAN, NAN, NAN, NAN },
                              .n_days = values.n_days,
                              .n_days_all = table->n_days };
  if (values.n_days > 0 && info->largest)
    out->of_sums.estimate = ratio_of_largest (&values);
  else if (values.n_days > 0) {
    out->of_sums.estimate = ratio_of_sums (&values, NULL, NULL);
    if (draws > 0 && values.n_days > 1 && values.n_rows != 2)
      draw_ratios (&values, draws, bootstrap_seed, &out->of_sums);
    average_ratios (&values, out);
  }
  values_clear (&values);
}
