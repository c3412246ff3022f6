/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-indicators.h"
#include "gmarl-statistics.h"

#include <glib.h>

G_BEGIN_DECLS

/* The results of a scaling study: what was measured of each cell, and over its seeds. */

/* What is measured of a cell that is done. */
typedef enum {
  GMARL_SCALING_ITERATION_SECONDS, /* median over the iterations, with their validations left out */
  GMARL_SCALING_STEPS_PER_SECOND,  /* environment steps; median over the iterations */
  GMARL_SCALING_LATENCY_P50,       /* from the state of one environment to all actions, one core */
  GMARL_SCALING_LATENCY_P99,
  GMARL_SCALING_MEMORY, /* of the training, by its layout */
  GMARL_SCALING_REWARD, /* means over the test days … */
  GMARL_SCALING_STABILITY,
  GMARL_SCALING_ENERGY_SHARED,
  GMARL_SCALING_ITERATIONS_95, /* gmarl_scaling_iterations_to of 0.95; NaN if nothing was learned */
  GMARL_N_SCALING,
} GmarlScalingQuantity;

typedef struct {
  const char *id;    /* as in files: "iteration_seconds" */
  const char *name;  /* for people (N_): "Time per iteration" */
  const char *title; /* the same as a heading (N_): "Time per Iteration" */
  const char *unit;  /* as stored: "s", "1/s", "B", "kWh", "" */
  GmarlDirection direction;
  gboolean timing; /* differs between repetitions of one training */
} GmarlScalingInfo;

extern const GmarlScalingInfo gmarl_scaling_quantities[GMARL_N_SCALING];

/* The test days of REWARD, STABILITY and ENERGY_SHARED: those of "compare" without options. */
#define GMARL_SCALING_TEST_DAYS 100
#define GMARL_SCALING_TEST_SEED 1

typedef enum {
  GMARL_CELL_QUEUED,
  GMARL_CELL_RUNNING,
  GMARL_CELL_PAUSED, /* begun, and nobody works on it now */
  GMARL_CELL_DONE,
  GMARL_CELL_FAILED,
  GMARL_CELL_SKIPPED,
} GmarlCellState;

/* "queued", "running", … as stored; and back (-1 if it is none of them). */
const char *gmarl_cell_state_to_id (GmarlCellState state);
gint gmarl_cell_state_from_id (const char *id);

typedef struct {
  gint64 agents;
  gboolean shared;
  guint64 seed;
  GmarlCellState state;
  char *run_id;     /* or NULL: not begun; owned */
  char *message;    /* of a failure, or NULL; owned */
  gint64 iteration; /* completed */
  gint64 iterations;
  double value[GMARL_N_SCALING]; /* NaN until the cell is done */
} GmarlScalingCell;

void gmarl_scaling_cell_free (GmarlScalingCell *self);

/* How far a study is. */
typedef struct {
  guint cells[GMARL_CELL_SKIPPED + 1]; /* by state */
  guint all;
  double work;      /* done: agents × iterations, which takes time about in proportion */
  double work_left; /* of what is not done, failed or skipped */
} GmarlScalingCounts;

/* cells: element-type GmarlScalingCell. */
GmarlScalingCounts gmarl_scaling_count (const GPtrArray *cells);

/* For each cell the share of its training that is still to be done, 0…1; free with g_free. What
 * failed or was skipped counts as still to be done. (transfer full) */
double *gmarl_scaling_cells_left (const GPtrArray *cells);

/* Seconds left, from the counts of now and of some seconds before; NaN if nothing was done in
 * between.
 */
double gmarl_scaling_seconds_left (const GmarlScalingCounts *before,
                                   const GmarlScalingCounts *now,
                                   double seconds);

/* One number of agents × sharing, over the seeds that are done. */
typedef struct {
  gint64 agents;
  gboolean shared;
  gsize n_done;  /* cells */
  gsize n_cells; /* of the study */
  gsize count[GMARL_N_SCALING];
  /* The mean of count[] values and its 95 % interval by Student's t over the seeds. With 1 or 2
   * values there is no interval (all but the estimate is NaN), with none not even an estimate. */
  GmarlInterval value[GMARL_N_SCALING];
  double lowest[GMARL_N_SCALING]; /* of the values; NaN below two */
  double highest[GMARL_N_SCALING];
} GmarlScalingPoint;

typedef struct {
  GArray *points; /* of GmarlScalingPoint: independent before shared, then by agents; owned */

  /* How the time of an iteration grows with the agents: time ∝ agents^slope, a line through the
   * logarithms of the sizes' means. [0]: independent, [1]: shared. NaN below two sizes, without an
   * interval below three.
   */
  GmarlRegression slope[2];
} GmarlScalingResults;

/* cells (element-type GmarlScalingCell) in any order; all of them have a point. (transfer full) */
GmarlScalingResults *gmarl_scaling_results_new (const GPtrArray *cells);
void gmarl_scaling_results_free (GmarlScalingResults *self);

/* The point, or NULL. Borrowed. */
const GmarlScalingPoint *
gmarl_scaling_results_find (const GmarlScalingResults *self, gint64 agents, gboolean shared);

/* How many iterations it took to learn this share of everything that was learned (0.95), from the
 * rows of a training (element-type GmarlTrainingMetrics). With r₁ … r_K the episode rewards of the
 * rows that have one, w = max (1, ⌊K / 20⌋), and m_k the mean of the w rewards up to r_k (k ≥ w):
 * the first value is S = m_w, the final one F = m_K, and the answer is the iteration of the first k
 * with m_k ≥ S + share (F − S). Rewards are negative as often as not: a share of the gain means
 * something whatever their sign, a share of F does not. NaN where F ≤ S or K < 2.
 */
double gmarl_scaling_iterations_to (const GArray *rows, double share);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlScalingCell, gmarl_scaling_cell_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlScalingResults, gmarl_scaling_results_free)

G_END_DECLS
