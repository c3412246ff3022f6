/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * As many days as there are workers are simulated at a time, and then added in their order. Of the
 * values only what the interval needs is kept: sums over days for each seed, means over seeds for
 * each day, and squares. All are taken about the first day's means, so that the residual, a
 * difference of squares, loses no digits that matter.
 */
#include "config.h"

#include "gmarl-average-day.h"

#include "gmarl-simulation.h"
#include "gmarl-workers.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ALPHA 0.05
#define CELLS ((gsize) GMARL_N_DAY_QUANTITIES * GMARL_STEPS_PER_DAY)

/* In the order of GmarlDayQuantity. */
const GmarlDayQuantityInfo gmarl_day_quantities[GMARL_N_DAY_QUANTITIES] = {
  { "import", N_ ("Grid import"), N_ ("Grid Import"), "kWh" },
  { "export", N_ ("Grid export"), N_ ("Grid Export"), "kWh" },
  { "demand", N_ ("Demand"), N_ ("Demand"), "kWh" },
  { "solar", N_ ("Solar energy"), N_ ("Solar Energy"), "kWh" },
  { "stored", N_ ("Mean level"), N_ ("Mean Level"), "fraction" },
  { "shared", N_ ("Energy shared"), N_ ("Energy Shared"), "kWh" },
  { "unmet", N_ ("Unmet demand"), N_ ("Unmet Demand"), "kWh" },
  { "stability", N_ ("Stability"), N_ ("Stability"), "" },
};

typedef struct {
  const GmarlGrid *grid;
  GmarlPolicy *const *policies;
  gsize n_seeds;
  const GmarlEvaluationProtocol *protocol;
  GCancellable *cancellable;
  gsize first;     /* day of the batch */
  double *batch;   /* [days of the batch, n_seeds, quantities, steps] */
  GError **errors; /* [days of the batch] */

  double *origin;   /* [quantities, steps] */
  double *seed_sum; /* [quantities, steps, n_seeds] about the origin */
  double *day_mean; /* [quantities, steps, n_days] about the origin */
  double *square;   /* [quantities, steps] about the origin */
} Job;

static double
sum_nodes (const double *x, gsize count)
{
  double sum = 0;

  for (gsize i = 0; i < count; i++)
    sum += x[i];
  return sum;
}

/* out [quantities, steps]: at this step. */
static void
take_step (const GmarlGrid *grid, const GmarlGridState *state, double *out)
{
  const gsize N = grid->n_nodes, step = state->step - 1;
  const double values[GMARL_N_DAY_QUANTITIES] = {
    [GMARL_DAY_IMPORT] = sum_nodes (state->buy, N),
    [GMARL_DAY_EXPORT] = sum_nodes (state->sell, N),
    [GMARL_DAY_DEMAND] = sum_nodes (state->settled_demand, N),
    [GMARL_DAY_SOLAR] = sum_nodes (state->settled_solar, N),
    [GMARL_DAY_STORED] = sum_nodes (state->level, N) / (double) N,
    [GMARL_DAY_SHARED] = sum_nodes (state->sent, N),
    [GMARL_DAY_UNMET] = sum_nodes (state->unmet, N),
    [GMARL_DAY_STABILITY] = state->stability,
  };

  for (gsize q = 0; q < GMARL_N_DAY_QUANTITIES; q++)
    out[q * GMARL_STEPS_PER_DAY + step] = values[q];
}

static gboolean
simulate_seed (const Job *job, gsize seed, gsize day, double *out, GError **error)
{
  g_autoptr (GmarlSimulation) simulation = gmarl_simulation_new (job->grid, job->policies[seed]);
  const GmarlGridState *state = gmarl_simulation_get_state (simulation);

  gmarl_simulation_begin_day (simulation, job->protocol->episode_seeds[day], FALSE);
  for (guint t = 0; t < GMARL_STEPS_PER_DAY; t++) {
    if (g_cancellable_set_error_if_cancelled (job->cancellable, error) ||
        !gmarl_simulation_step (simulation, error))
      return FALSE;
    take_step (job->grid, state, out);
  }
  return TRUE;
}

static void
simulate_day (gsize task, guint worker, gpointer data)
{
  const Job *job = data;

  for (gsize s = 0; s < job->n_seeds; s++)
    if (!simulate_seed (job, s, job->first + task, job->batch + (task * job->n_seeds + s) * CELLS,
                        &job->errors[task]))
      return;
}

/* values [n_seeds, quantities, steps] of a day. */
static void
add_day (Job *job, gsize day, const double *values)
{
  const gsize n = job->n_seeds, D = job->protocol->n_episodes;

  for (gsize cell = 0; cell < CELLS; cell++) {
    double sum = 0;

    if (day == 0)
      for (gsize s = 0; s < n; s++)
        job->origin[cell] += values[s * CELLS + cell] / (double) n;
    for (gsize s = 0; s < n; s++) {
      double value = values[s * CELLS + cell] - job->origin[cell];

      sum += value;
      job->seed_sum[cell * n + s] += value;
      job->square[cell] += value * value;
    }
    job->day_mean[cell * D + day] = sum / (double) n;
  }
}

static double
sum_of_squares (const double *x, gsize count, double mean)
{
  double sum = 0;

  for (gsize k = 0; k < count; k++)
    sum += (x[k] - mean) * (x[k] - mean);
  return sum;
}

static void
finish_cell (const Job *job, gsize cell, GmarlInterval *interval)
{
  const gsize n = job->n_seeds, D = job->protocol->n_episodes;
  double *seed_means = job->seed_sum + cell * n;
  const double *day_means = job->day_mean + cell * D;
  double mean = gmarl_statistics_mean (day_means, D), residual;

  for (gsize s = 0; s < n; s++)
    seed_means[s] /= (double) D;
  residual = job->square[cell] - (double) (n * D) * mean * mean -
             (double) D * sum_of_squares (seed_means, n, mean) -
             (double) n * sum_of_squares (day_means, D, mean);
  gmarl_statistics_interval_of_means (
      seed_means, n, day_means, D,
      n > 1 && D > 1 ? fmax (residual, 0) / (double) ((n - 1) * (D - 1)) : 0, ALPHA, interval);
  interval->estimate += job->origin[cell];
  interval->low += job->origin[cell];
  interval->high += job->origin[cell];
  /* About the origin it would be the probability of something else. */
  interval->p = NAN;
  if (n == 2)
    interval->variance = interval->df = interval->low = interval->high = NAN;
}

/* After the cell was finished. */
static void
find_extremes (const Job *job, gsize cell, double *lowest, double *highest)
{
  *lowest = *highest = NAN;
  for (gsize s = 0; job->n_seeds > 1 && s < job->n_seeds; s++) {
    double mean = job->origin[cell] + job->seed_sum[cell * job->n_seeds + s];

    *lowest = fmin (*lowest, mean);
    *highest = fmax (*highest, mean);
  }
}

static gboolean
run_batch (Job *job, GmarlWorkers *workers, gsize count, GError **error)
{
  gmarl_workers_run (workers, count, simulate_day, job);
  for (gsize k = 0; k < count; k++)
    if (job->errors[k] != NULL) {
      g_propagate_error (error, g_steal_pointer (&job->errors[k]));
      for (gsize other = k + 1; other < count; other++)
        g_clear_error (&job->errors[other]);
      return FALSE;
    }
  for (gsize k = 0; k < count; k++)
    add_day (job, job->first + k, job->batch + k * job->n_seeds * CELLS);
  return TRUE;
}

static gboolean
run_days (Job *job, GmarlEvaluationProgress progress, gpointer user_data, GError **error)
{
  g_autoptr (GmarlWorkers) workers = gmarl_workers_new ((guint) job->protocol->threads);
  const gsize D = job->protocol->n_episodes, width = gmarl_workers_get_count (workers);
  g_autofree double *batch = g_new (double, width * job->n_seeds * CELLS);
  g_autofree GError **errors = g_new0 (GError *, width);

  job->batch = batch;
  job->errors = errors;
  for (job->first = 0; job->first < D; job->first += width) {
    gsize count = MIN (width, D - job->first);

    if (!run_batch (job, workers, count, error))
      return FALSE;
    if (progress != NULL)
      progress (job->first + count, D, user_data);
  }
  return TRUE;
}

GmarlAverageDay *
gmarl_average_day_new (const GmarlGrid *grid,
                       GmarlPolicy *const *policies,
                       gsize n_seeds,
                       const GmarlEvaluationProtocol *protocol,
                       GmarlEvaluationProgress progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autofree double *origin = g_new0 (double, CELLS);
  g_autofree double *seed_sum = g_new0 (double, CELLS *n_seeds);
  g_autofree double *day_mean = g_new0 (double, CELLS * protocol->n_episodes);
  g_autofree double *square = g_new0 (double, CELLS);
  Job job = { .grid = grid,
              .policies = policies,
              .n_seeds = n_seeds,
              .protocol = protocol,
              .cancellable = cancellable,
              .origin = origin,
              .seed_sum = seed_sum,
              .day_mean = day_mean,
              .square = square };
  GmarlAverageDay *self;

  g_return_val_if_fail (n_seeds > 0 && protocol->n_episodes > 0, NULL);

  if (!gmarl_evaluation_check (grid, protocol, error) ||
      !run_days (&job, progress, user_data, error))
    return NULL;
  self = g_new0 (GmarlAverageDay, 1);
  self->n_seeds = n_seeds;
  self->n_days = protocol->n_episodes;
  for (gsize cell = 0; cell < CELLS; cell++) {
    const gsize quantity = cell / GMARL_STEPS_PER_DAY, step = cell % GMARL_STEPS_PER_DAY;

    finish_cell (&job, cell, &self->value[quantity][step]);
    find_extremes (&job, cell, &self->lowest[quantity][step], &self->highest[quantity][step]);
  }
  return self;
}

void
gmarl_average_day_free (GmarlAverageDay *self)
{
  g_free (self);
}
