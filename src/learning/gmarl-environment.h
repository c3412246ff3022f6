/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"
#include "gmarl-training-metrics.h"

G_BEGIN_DECLS

/* What can be learned on: a constant description shared by all threads, and one state a parallel
 * environment. The grid is one such environment; the tests bring others. N agents, O observations
 * and U actions each.
 */
typedef struct _GmarlEnvironment GmarlEnvironment;

typedef enum {
  GMARL_EPISODE_GOES_ON,
  GMARL_EPISODE_TRUNCATED,  /* a time limit: the value of the final state counts */
  GMARL_EPISODE_TERMINATED, /* a true end: nothing comes after it */
} GmarlEpisodeEnd;

/* An episode's log: the metrics from GMARL_METRIC_EPISODE_REWARD to GMARL_METRIC_ENERGY_COST. */
#define GMARL_N_EPISODE_METRICS (GMARL_METRIC_ENERGY_COST - GMARL_METRIC_EPISODE_REWARD + 1)

typedef struct {
  gpointer (*state_new) (const GmarlEnvironment *self);
  void (*state_free) (const GmarlEnvironment *self, gpointer state);

  /* Begins episode number episode (each has its own random numbers) at start_step of it. */
  void (*reset) (const GmarlEnvironment *self, gpointer state, guint64 episode, guint start_step);

  /* One step. actions: [N, U] in [-1, 1]; reward: [N]. */
  gboolean (*step) (const GmarlEnvironment *self,
                    gpointer state,
                    const double *actions,
                    double *reward,
                    GmarlEpisodeEnd *end,
                    GError **error);

  /* Agent i's observation [O] at out + i * agent_stride. */
  void (*observe) (const GmarlEnvironment *self,
                   gconstpointer state,
                   float *out,
                   gsize agent_stride);

  /* The log of the episode up to now, [GMARL_N_EPISODE_METRICS]. */
  void (*log) (const GmarlEnvironment *self, gconstpointer state, double *values);

  /* What a state needs beside episode and step to go on to the same bits: [n_saved]. */
  void (*save) (const GmarlEnvironment *self, gconstpointer state, double *saved);
  void (*restore) (const GmarlEnvironment *self,
                   gpointer state,
                   guint64 episode,
                   guint step,
                   const double *saved);

  void (*free) (GmarlEnvironment *self);
} GmarlEnvironmentClass;

struct _GmarlEnvironment {
  const GmarlEnvironmentClass *klass;
  gsize n_agents;
  gsize n_observations;
  gsize n_actions;
  guint episode_length; /* after that many steps an episode is truncated, never before; it may
                           terminate at any step */
  gsize n_saved;
};

/* The grid as an environment, its training episodes numbered from 0 (purpose 1 of this seed). grid:
 * borrowed, must outlive it. (transfer full)
 */
GmarlEnvironment *
gmarl_grid_environment_new (const GmarlGrid *grid, GmarlObservation observation, guint64 seed);

void gmarl_environment_free (GmarlEnvironment *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlEnvironment, gmarl_environment_free)

G_END_DECLS
