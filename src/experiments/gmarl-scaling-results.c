/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scaling-results.h"

#include "gmarl-training-metrics.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ALPHA 0.05

/* Fewer values have a range, but no interval worth the name. */
#define FEWEST_FOR_INTERVAL 3

const GmarlScalingInfo gmarl_scaling_quantities[GMARL_N_SCALING] = {
  [GMARL_SCALING_ITERATION_SECONDS] = { "iteration_seconds", N_ ("Time per iteration"),
                                        N_ ("Time per Iteration"), "s", GMARL_DIRECTION_LOWER,
                                        TRUE },
  [GMARL_SCALING_STEPS_PER_SECOND] = { "steps_per_second", N_ ("Environment steps per second"),
                                       N_ ("Environment Steps per Second"), "1/s",
                                       GMARL_DIRECTION_HIGHER, TRUE },
  [GMARL_SCALING_LATENCY_P50] = { "decision_latency_p50", N_ ("Decision latency, median"),
                                  N_ ("Decision Latency, Median"), "s", GMARL_DIRECTION_LOWER,
                                  TRUE },
  [GMARL_SCALING_LATENCY_P99] = { "decision_latency_p99", N_ ("Decision latency, 99 %"),
                                  N_ ("Decision Latency, 99 %"), "s", GMARL_DIRECTION_LOWER, TRUE },
  [GMARL_SCALING_MEMORY] = { "memory", N_ ("Memory"), N_ ("Memory"), "B", GMARL_DIRECTION_LOWER,
                             FALSE },
  [GMARL_SCALING_REWARD] = { "episode_reward", N_ ("Reward per node"), N_ ("Reward per Node"), "",
                             GMARL_DIRECTION_HIGHER, FALSE },
  [GMARL_SCALING_STABILITY] = { "stability", N_ ("Stability"), N_ ("Stability"), "",
                                GMARL_DIRECTION_HIGHER, FALSE },
  [GMARL_SCALING_ENERGY_SHARED] = { "energy_shared", N_ ("Energy shared"), N_ ("Energy Shared"),
                                    "kWh", GMARL_DIRECTION_NEITHER, FALSE },
  [GMARL_SCALING_ITERATIONS_95] = { "iterations_95", N_ ("Iterations to 95 % of what is learned"),
                                    N_ ("Iterations to 95 % of What Is Learned"), "",
                                    GMARL_DIRECTION_LOWER, FALSE },
};

static const char *const states[] = {
  [GMARL_CELL_QUEUED] = "queued", [GMARL_CELL_RUNNING] = "running",
  [GMARL_CELL_PAUSED] = "paused", [GMARL_CELL_DONE] = "done",
  [GMARL_CELL_FAILED] = "failed", [GMARL_CELL_SKIPPED] = "skipped",
};

const char *
gmarl_cell_state_to_id (GmarlCellState state)
{
  return states[state];
}

gint
gmarl_cell_state_from_id (const char *id)
{
  for (gsize k = 0; k < G_N_ELEMENTS (states); k++)
    if (strcmp (id, states[k]) == 0)
      return (gint) k;
  return -1;
}

void
gmarl_scaling_cell_free (GmarlScalingCell *self)
{
  if (self == NULL)
    return;
  g_free (self->run_id);
  g_free (self->message);
  g_free (self);
}

GmarlScalingCounts
gmarl_scaling_count (const GPtrArray *cells)
{
  GmarlScalingCounts counts = { .all = cells->len };

  for (guint k = 0; k < cells->len; k++) {
    const GmarlScalingCell *cell = cells->pdata[k];
    gboolean is_over = cell->state == GMARL_CELL_DONE || cell->state == GMARL_CELL_FAILED ||
                       cell->state == GMARL_CELL_SKIPPED;

    counts.cells[cell->state]++;
    counts.work += (double) cell->agents * (double) cell->iteration;
    if (!is_over)
      counts.work_left += (double) cell->agents * (double) (cell->iterations - cell->iteration);
  }
  return counts;
}

double *
gmarl_scaling_cells_left (const GPtrArray *cells)
{
  double *left = g_new (double, MAX (1, cells->len));

  for (guint k = 0; k < cells->len; k++) {
    const GmarlScalingCell *cell = cells->pdata[k];

    left[k] = cell->state == GMARL_CELL_DONE
                  ? 0
                  : 1 - (double) cell->iteration / (double) MAX (1, cell->iterations);
  }
  return left;
}

double
gmarl_scaling_seconds_left (const GmarlScalingCounts *before,
                            const GmarlScalingCounts *now,
                            double seconds)
{
  double work = now->work - before->work;

  return work > 0 && seconds > 0 ? now->work_left / work * seconds : NAN;
}

static gint
compare_points (gconstpointer a, gconstpointer b)
{
  const GmarlScalingPoint *p = a, *q = b;

  if (p->shared != q->shared)
    return p->shared ? 1 : -1;
  return (p->agents > q->agents) - (p->agents < q->agents);
}

static GmarlScalingPoint *
find_point (const GArray *points, gint64 agents, gboolean shared)
{
  for (guint k = 0; k < points->len; k++) {
    GmarlScalingPoint *point = &g_array_index (points, GmarlScalingPoint, k);

    if (point->agents == agents && point->shared == shared)
      return point;
  }
  return NULL;
}

static GArray *
make_points (const GPtrArray *cells)
{
  GArray *points = g_array_new (FALSE, TRUE, sizeof (GmarlScalingPoint));

  for (guint k = 0; k < cells->len; k++) {
    const GmarlScalingCell *cell = cells->pdata[k];
    GmarlScalingPoint *point = find_point (points, cell->agents, cell->shared);

    if (point == NULL) {
      GmarlScalingPoint empty = { .agents = cell->agents, .shared = cell->shared };

      g_array_append_val (points, empty);
      point = &g_array_index (points, GmarlScalingPoint, points->len - 1);
    }
    point->n_cells++;
    point->n_done += cell->state == GMARL_CELL_DONE;
  }
  g_array_sort (points, compare_points);
  return points;
}

/* values [count] */
static void
summarise (const double *values, gsize count, GmarlInterval *interval)
{
  g_autofree double *work = NULL;

  *interval = (GmarlInterval){ gmarl_statistics_mean (values, count), NAN, NAN, NAN, NAN, NAN };
  if (count < FEWEST_FOR_INTERVAL)
    return;
  work = g_new (double, gmarl_statistics_interval_work (1, 1, count));
  gmarl_statistics_interval (values, 1, count, ALPHA, work, interval);
}

static gint
compare_seeds (gconstpointer a, gconstpointer b)
{
  const GmarlScalingCell *p = *(const GmarlScalingCell *const *) a;
  const GmarlScalingCell *q = *(const GmarlScalingCell *const *) b;

  return (p->seed > q->seed) - (p->seed < q->seed);
}

/* In the order of the seeds, whatever the order of the cells: the sums have the same bits. */
static void
fill_point (GmarlScalingPoint *point, const GPtrArray *cells)
{
  g_autoptr (GPtrArray) done = g_ptr_array_new ();
  g_autofree double *values = g_new (double, cells->len);

  for (guint k = 0; k < cells->len; k++) {
    const GmarlScalingCell *cell = cells->pdata[k];

    if (cell->agents == point->agents && cell->shared == point->shared &&
        cell->state == GMARL_CELL_DONE)
      g_ptr_array_add (done, cells->pdata[k]);
  }
  g_ptr_array_sort (done, compare_seeds);
  for (gint quantity = 0; quantity < GMARL_N_SCALING; quantity++) {
    gsize count = 0;

    for (guint k = 0; k < done->len; k++) {
      double value = ((const GmarlScalingCell *) done->pdata[k])->value[quantity];

      if (isfinite (value))
        values[count++] = value;
    }
    point->count[quantity] = count;
    summarise (values, count, &point->value[quantity]);
    point->lowest[quantity] = point->highest[quantity] = NAN;
    for (gsize k = 0; count > 1 && k < count; k++) {
      point->lowest[quantity] = fmin (point->lowest[quantity], values[k]);
      point->highest[quantity] = fmax (point->highest[quantity], values[k]);
    }
  }
}

static void
fit_slope (const GArray *points, gboolean shared, GmarlRegression *slope)
{
  g_autofree double *x = g_new (double, points->len + 1);
  g_autofree double *y = g_new (double, points->len + 1);
  gsize count = 0;

  for (guint k = 0; k < points->len; k++) {
    const GmarlScalingPoint *point = &g_array_index (points, GmarlScalingPoint, k);
    double seconds = point->value[GMARL_SCALING_ITERATION_SECONDS].estimate;

    if (point->shared != shared || !(seconds > 0))
      continue;
    x[count] = log ((double) point->agents);
    y[count] = log (seconds);
    count++;
  }
  gmarl_statistics_regression (x, y, count, ALPHA, slope);
}

GmarlScalingResults *
gmarl_scaling_results_new (const GPtrArray *cells)
{
  GmarlScalingResults *self = g_new0 (GmarlScalingResults, 1);

  self->points = make_points (cells);
  for (guint k = 0; k < self->points->len; k++)
    fill_point (&g_array_index (self->points, GmarlScalingPoint, k), cells);
  for (gint shared = 0; shared <= 1; shared++)
    fit_slope (self->points, shared, &self->slope[shared]);
  return self;
}

void
gmarl_scaling_results_free (GmarlScalingResults *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->points);
  g_free (self);
}

const GmarlScalingPoint *
gmarl_scaling_results_find (const GmarlScalingResults *self, gint64 agents, gboolean shared)
{
  return find_point (self->points, agents, shared);
}

double
gmarl_scaling_iterations_to (const GArray *rows, double share)
{
  g_autofree double *reward = g_new (double, rows->len + 1);
  g_autofree double *iteration = g_new (double, rows->len + 1);
  gsize count = 0;
  gsize window;
  double first, last, wanted;

  for (guint k = 0; k < rows->len; k++) {
    const double *value = g_array_index (rows, GmarlTrainingMetrics, k).value;

    if (!isfinite (value[GMARL_METRIC_EPISODE_REWARD]))
      continue;
    reward[count] = value[GMARL_METRIC_EPISODE_REWARD];
    iteration[count] = value[GMARL_METRIC_ITERATION];
    count++;
  }
  if (count < 2)
    return NAN;
  window = MAX (1, count / 20);
  first = gmarl_statistics_mean (reward, window);
  last = gmarl_statistics_mean (reward + count - window, window);
  if (!(last > first))
    return NAN;
  wanted = first + share * (last - first);
  for (gsize k = window; k < count; k++)
    if (gmarl_statistics_mean (reward + k - window, window) >= wanted)
      return iteration[k - 1];
  /* The last mean is the final value itself. */
  return iteration[count - 1];
}
