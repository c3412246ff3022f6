/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* Tasks are blocks of episodes: the policy acts for all environments of a block at once. The blocks
 * are the same for any number of threads, since OpenBLAS rounds a row differently beside another
 * number of rows.
 */
#include "config.h"

#include "gmarl-evaluation.h"

#include "gmarl-networks.h"
#include "gmarl-workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Episodes that run together at the most: enough rows for the kernels, few enough to balance. */
#define LARGEST_BLOCK 5

typedef struct {
  const GmarlGrid *grid;
  const GmarlPolicy *policy;
  const GmarlEvaluationProtocol *protocol;
  gsize block;
  double *values;
  double *latency; /* or NULL */
  GCancellable *cancellable;
  GmarlEvaluationProgress progress;
  gpointer user_data;

  atomic_bool stopped;

  /* Guarded by lock */
  pthread_mutex_t lock;
  gsize done;
  GError *error; /* the first */
} Job;

/* What a block works with. */
typedef struct {
  gsize count;
  GmarlGridState *state[LARGEST_BLOCK];
  GmarlEpisode *episode[LARGEST_BLOCK];
  double *action[LARGEST_BLOCK];
  gpointer scratch;
  double acting_seconds;
} Block;

static void
block_begin (Block *block, const Job *job, gsize first)
{
  const GmarlGrid *grid = job->grid;
  gsize n_actions = grid->n_nodes * grid->n_actions;

  for (gsize k = 0; k < block->count; k++) {
    block->state[k] = gmarl_grid_state_new (grid);
    block->episode[k] = gmarl_episode_new (grid);
    block->action[k] = g_new0 (double, n_actions);
    gmarl_grid_reset (grid, block->state[k], job->protocol->episode_seeds[first + k], 0);
    gmarl_episode_begin (block->episode[k], block->state[k]);
  }
  block->scratch = gmarl_aligned_new0 (gmarl_policy_scratch_size (job->policy, grid, block->count));
}

static void
block_clear (Block *block)
{
  for (gsize k = 0; k < block->count; k++) {
    gmarl_grid_state_free (block->state[k]);
    gmarl_episode_free (block->episode[k]);
    g_free (block->action[k]);
  }
  free (block->scratch);
}

static gboolean
block_step (Block *block, const Job *job, GError **error)
{
  gint64 start = job->latency != NULL ? g_get_monotonic_time () : 0;

  gmarl_policy_act (job->policy, job->grid, (const GmarlGridState *const *) block->state,
                    block->count, block->action, block->scratch);
  if (job->latency != NULL)
    block->acting_seconds += (double) (g_get_monotonic_time () - start) * 1e-6;
  for (gsize k = 0; k < block->count; k++) {
    if (!gmarl_grid_step (job->grid, block->state[k], block->action[k], error))
      return FALSE;
    gmarl_episode_add (block->episode[k], block->state[k]);
  }
  return !g_cancellable_set_error_if_cancelled (job->cancellable, error);
}

static void
report (Job *job, gsize count, GError *error)
{
  pthread_mutex_lock (&job->lock);
  if (error == NULL) {
    job->done += count;
    if (job->progress != NULL)
      job->progress (job->done, job->protocol->n_episodes, job->user_data);
  } else if (job->error == NULL) {
    job->error = g_steal_pointer (&error);
    atomic_store (&job->stopped, TRUE);
  }
  pthread_mutex_unlock (&job->lock);
  g_clear_error (&error);
}

static void
run_block (gsize task, guint worker, gpointer data)
{
  Job *job = data;
  gsize first = task * job->block;
  Block block = { .count = MIN (job->block, job->protocol->n_episodes - first) };
  GError *error = NULL;

  if (atomic_load (&job->stopped))
    return;
  block_begin (&block, job, first);
  for (guint t = 0; t < GMARL_STEPS_PER_DAY && error == NULL; t++)
    block_step (&block, job, &error);
  for (gsize k = 0; k < block.count && error == NULL; k++) {
    gmarl_episode_finish (block.episode[k], job->values + (first + k) * GMARL_N_INDICATORS);
    if (job->latency != NULL)
      job->latency[first + k] = block.acting_seconds / GMARL_STEPS_PER_DAY;
  }
  report (job, block.count, error);
  block_clear (&block);
}

gboolean
gmarl_evaluation_check (const GmarlGrid *grid,
                        const GmarlEvaluationProtocol *protocol,
                        GError **error)
{
  guint64 checked = G_MAXUINT64;

  for (gsize k = 0; k < protocol->n_episodes; k++) {
    guint64 purpose = protocol->episode_seeds[k] >> 60;

    if (purpose != checked && purpose <= GMARL_PURPOSE_TEST &&
        !gmarl_grid_has_cases (grid, (GmarlPurpose) purpose, error))
      return FALSE;
    checked = purpose;
  }
  return TRUE;
}

double *
gmarl_evaluate (const GmarlGrid *grid,
                const GmarlPolicy *policy,
                const GmarlEvaluationProtocol *protocol,
                double *latency,
                GmarlEvaluationProgress progress,
                gpointer user_data,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GmarlWorkers) workers = gmarl_workers_new ((guint) protocol->threads);
  g_autofree double *values = g_new0 (double, MAX (protocol->n_episodes, 1) * GMARL_N_INDICATORS);
  Job job = {
    .grid = grid,
    .policy = policy,
    .protocol = protocol,
    /* A latency is that of one environment's decision. */
    .block = latency != NULL ? 1 : LARGEST_BLOCK,
    .values = values,
    .latency = latency,
    .cancellable = cancellable,
    .progress = progress,
    .user_data = user_data,
  };

  if (!gmarl_evaluation_check (grid, protocol, error))
    return NULL;
  pthread_mutex_init (&job.lock, NULL);
  gmarl_workers_run (workers, (protocol->n_episodes + job.block - 1) / job.block, run_block, &job);
  pthread_mutex_destroy (&job.lock);
  if (job.error != NULL) {
    g_propagate_error (error, job.error);
    return NULL;
  }
  return g_steal_pointer (&values);
}
