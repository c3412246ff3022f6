/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* A task of a rollout is a chunk of environments, all T steps of it: no thread waits for another
 * within an iteration. In each step all environments of the chunk act in one call an agent. Noise
 * is keyed by environment, agent and step. The chunks are the same for any number of threads, since
 * OpenBLAS rounds a row differently beside another number of rows.
 */
#include "config.h"

#include "gmarl-rollout.h"

#include "gmarl-random.h"
#include "gmarl-streams.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Environments that act together: enough rows for the kernels (40 would be 15 % faster, 5 half as
 * slow again), few enough to balance.
 */
#define CHUNK 10

GmarlRollout *
gmarl_rollout_new (const GmarlEnvironment *environment, gsize n_environments, gsize n_steps)
{
  GmarlRollout *self = g_new0 (GmarlRollout, 1);
  gsize N = environment->n_agents;
  gsize E = n_environments;

  self->environment = environment;
  self->n_agents = N;
  self->n_environments = E;
  self->n_steps = n_steps;
  self->n_observations = environment->n_observations;
  self->n_actions = environment->n_actions;
  self->record_size = self->n_observations + self->n_actions + 3;
  self->n_boundaries = n_steps / environment->episode_length + 2;

  self->records = gmarl_aligned_new0 (N * E * n_steps * self->record_size * sizeof (float));
  self->boundary =
      gmarl_aligned_new0 (N * E * self->n_boundaries * self->n_observations * sizeof (float));
  self->end = g_new0 (guint8, E * n_steps);
  self->state = g_new0 (gpointer, E);
  self->episode = g_new0 (guint64, E);
  self->step = g_new0 (guint, E);
  self->log_sum = g_new0 (double, E *GMARL_N_EPISODE_METRICS);
  self->log_count = g_new0 (guint, E);
  self->saved = g_new0 (double, E * environment->n_saved);
  self->saved_episode = g_new0 (guint64, E);
  self->saved_step = g_new0 (guint, E);

  for (gsize e = 0; e < E; e++) {
    self->state[e] = environment->klass->state_new (environment);
    self->episode[e] = e;
    self->step[e] = (guint) (e * environment->episode_length / E);
    environment->klass->reset (environment, self->state[e], e, self->step[e]);
  }
  return self;
}

void
gmarl_rollout_free (GmarlRollout *self)
{
  if (self == NULL)
    return;
  for (gsize e = 0; e < self->n_environments; e++)
    self->environment->klass->state_free (self->environment, self->state[e]);
  free (self->records);
  free (self->boundary);
  g_free (self->end);
  g_free (self->state);
  g_free (self->episode);
  g_free (self->step);
  g_free (self->log_sum);
  g_free (self->log_count);
  g_free (self->saved);
  g_free (self->saved_episode);
  g_free (self->saved_step);
  g_free (self);
}

void
gmarl_rollout_save (const GmarlRollout *self, double *saved)
{
  for (gsize e = 0; e < self->n_environments; e++)
    self->environment->klass->save (self->environment, self->state[e],
                                    saved + e * self->environment->n_saved);
}

void
gmarl_rollout_restore (GmarlRollout *self,
                       const guint64 *episode,
                       const guint *step,
                       const double *saved)
{
  for (gsize e = 0; e < self->n_environments; e++) {
    self->episode[e] = episode[e];
    self->step[e] = step[e];
    self->environment->klass->restore (self->environment, self->state[e], episode[e], step[e],
                                       saved + e * self->environment->n_saved);
  }
}

void
gmarl_rollout_revert (GmarlRollout *self)
{
  gmarl_rollout_restore (self, self->saved_episode, self->saved_step, self->saved);
}

typedef struct {
  GmarlRollout *rollout;
  GmarlBackend *backend;
  const GmarlNormaliser *observations;
  guint64 seed;
  guint64 first_step;
  const atomic_bool *interrupt;
  gsize scratch_size;       /* of a worker */
  guint8 *scratch;          /* [n_workers, scratch_size] */
  GmarlRolloutTimes *times; /* [n_workers] */

  /* Guarded by lock */
  pthread_mutex_t lock;
  GError *error; /* the first */
  atomic_bool stopped;
} Job;

/* A worker's scratch area, cut into arrays. */
typedef struct {
  float *input;               /* [CHUNK, O] normalised */
  float *mean;                /* [U, stride] */
  float *action;              /* [U, stride] */
  float *log_probability;     /* [stride] */
  double *environment_action; /* [N, U] clipped */
  double *reward;             /* [N] */
  double *noise;              /* [T, U] */
  gpointer backend;
  gsize stride;
} Scratch;

static gsize
take (gsize *offset, gsize bytes)
{
  gsize start = *offset;

  *offset += (bytes + GMARL_KERNEL_ALIGNMENT - 1) / GMARL_KERNEL_ALIGNMENT * GMARL_KERNEL_ALIGNMENT;
  return start;
}

/* Bytes of a scratch area; fills scratch if base is given. */
static gsize
lay_out_scratch (const Job *job, guint8 *base, Scratch *scratch)
{
  const GmarlRollout *r = job->rollout;
  gsize stride = (CHUNK + GMARL_ROW_MULTIPLE - 1) / GMARL_ROW_MULTIPLE * GMARL_ROW_MULTIPLE;
  gsize size = 0;
  gsize input = take (&size, stride * r->n_observations * sizeof (float));
  gsize mean = take (&size, stride * r->n_actions * sizeof (float));
  gsize action = take (&size, stride * r->n_actions * sizeof (float));
  gsize log_probability = take (&size, stride * sizeof (float));
  gsize environment_action = take (&size, r->n_agents * r->n_actions * sizeof (double));
  gsize reward = take (&size, r->n_agents * sizeof (double));
  gsize noise = take (&size, r->n_steps * r->n_actions * sizeof (double));
  gsize backend = take (&size, job->backend->klass->scratch_size (job->backend, CHUNK));

  if (base != NULL)
    *scratch = (Scratch){
      .input = (float *) (base + input),
      .mean = (float *) (base + mean),
      .action = (float *) (base + action),
      .log_probability = (float *) (base + log_probability),
      .environment_action = (double *) (base + environment_action),
      .reward = (double *) (base + reward),
      .noise = (double *) (base + noise),
      .backend = base + backend,
      .stride = stride,
    };
  return size;
}

static float *
record_at (const GmarlRollout *r, gsize agent, gsize e, gsize t)
{
  return r->records + ((agent * r->n_environments + e) * r->n_steps + t) * r->record_size;
}

/* The samples' standard normal noise, left where the actions will be. */
static void
draw_noise (const Job *job, const Scratch *scratch, gsize e)
{
  const GmarlRollout *r = job->rollout;
  gsize U = r->n_actions;

  for (gsize agent = 0; agent < r->n_agents; agent++) {
    gmarl_random_normals (gmarl_learning_seed (job->seed),
                          gmarl_learning_stream (GMARL_STREAM_NOISE, e, agent), job->first_step * U,
                          r->n_steps * U, scratch->noise);
    for (gsize t = 0; t < r->n_steps; t++) {
      float *action = record_at (r, agent, e, t) + r->n_observations;

      for (gsize u = 0; u < U; u++)
        action[u] = (float) scratch->noise[t * U + u];
    }
  }
}

/* One agent of all environments of the chunk: mean, sampled action and its log-probability. */
static void
act (const Job *job, const Scratch *scratch, gsize agent, gsize first, gsize count, gsize t)
{
  const GmarlRollout *r = job->rollout;
  const GmarlBackendClass *klass = job->backend->klass;
  gsize set = job->observations->n_sets == 1 ? 0 : agent;
  gsize O = r->n_observations;
  gsize U = r->n_actions;
  gsize stride = scratch->stride;
  gsize next_environment = r->n_steps * r->record_size;
  float *record = record_at (r, agent, first, t);

  klass->normalise (job->backend, count, O, record, next_environment,
                    job->observations->shift + set * O, job->observations->inverse_sd + set * O,
                    scratch->input, O);
  klass->act (job->backend, set, scratch->input, O, count, scratch->mean, stride, scratch->backend);
  klass->sample (job->backend, set, count, stride, record + O, next_environment, scratch->mean,
                 scratch->action, scratch->log_probability);
  for (gsize k = 0; k < count; k++, record += next_environment) {
    for (gsize u = 0; u < U; u++)
      record[O + u] = scratch->action[u * stride + k];
    record[O + U] = scratch->log_probability[k];
  }
}

static void
add_to_log (GmarlRollout *r, gsize e)
{
  double log[GMARL_N_EPISODE_METRICS];

  /* The first episodes began in the middle of a day. */
  if (r->episode[e] < r->n_environments)
    return;
  r->environment->klass->log (r->environment, r->state[e], log);
  for (gsize k = 0; k < GMARL_N_EPISODE_METRICS; k++)
    r->log_sum[e * GMARL_N_EPISODE_METRICS + k] += log[k];
  r->log_count[e]++;
}

/* Settles a step of one environment; after an episode's end the next one begins. */
static gboolean
step (GmarlRollout *r, const Scratch *scratch, gsize e, gsize t, gsize *boundary, GError **error)
{
  const GmarlEnvironment *environment = r->environment;
  gsize N = r->n_agents;
  gsize O = r->n_observations;
  gsize U = r->n_actions;
  GmarlEpisodeEnd end = GMARL_EPISODE_GOES_ON;

  for (gsize agent = 0; agent < N; agent++) {
    const float *action = record_at (r, agent, e, t) + O;

    for (gsize u = 0; u < U; u++)
      scratch->environment_action[agent * U + u] = CLAMP (action[u], -1.0f, 1.0f);
  }
  if (!environment->klass->step (environment, r->state[e], scratch->environment_action,
                                 scratch->reward, &end, error))
    return FALSE;
  for (gsize agent = 0; agent < N; agent++)
    record_at (r, agent, e, t)[O + U + 1] = (float) scratch->reward[agent];

  r->end[e * r->n_steps + t] = end;
  r->step[e]++;
  if (end == GMARL_EPISODE_GOES_ON)
    return TRUE;

  if (end == GMARL_EPISODE_TRUNCATED) {
    g_assert (*boundary + 1 < r->n_boundaries);
    environment->klass->observe (environment, r->state[e],
                                 r->boundary + (e * r->n_boundaries + *boundary) * O,
                                 r->n_environments * r->n_boundaries * O);
    ++*boundary;
  }
  add_to_log (r, e);
  r->episode[e] += r->n_environments;
  r->step[e] = 0;
  environment->klass->reset (environment, r->state[e], r->episode[e], 0);
  return TRUE;
}

static void
fail (Job *job, GError *error)
{
  pthread_mutex_lock (&job->lock);
  if (job->error == NULL)
    job->error = g_steal_pointer (&error);
  pthread_mutex_unlock (&job->lock);
  g_clear_error (&error);
  atomic_store (&job->stopped, TRUE);
}

static gboolean
is_stopped (const Job *job)
{
  return atomic_load_explicit (&job->stopped, memory_order_relaxed) ||
         (job->interrupt != NULL && atomic_load_explicit (job->interrupt, memory_order_relaxed));
}

static void
observe (GmarlRollout *r, gsize e, float *out, gsize agent_stride)
{
  r->environment->klass->observe (r->environment, r->state[e], out, agent_stride);
}

static void
run_chunk (gsize task, guint worker, gpointer data)
{
  Job *job = data;
  GmarlRollout *r = job->rollout;
  gsize first = task * CHUNK;
  gsize count = MIN (CHUNK, r->n_environments - first);
  gsize T = r->n_steps;
  gsize agent_records = r->n_environments * T * r->record_size;
  gsize agent_boundaries = r->n_environments * r->n_boundaries * r->n_observations;
  gsize boundary[CHUNK] = { 0 };
  gint64 acting = 0, start = g_get_monotonic_time ();
  Scratch scratch;

  lay_out_scratch (job, job->scratch + worker * job->scratch_size, &scratch);
  for (gsize k = 0; k < count; k++)
    draw_noise (job, &scratch, first + k);

  for (gsize t = 0; t < T && !is_stopped (job); t++) {
    gint64 before;

    for (gsize k = 0; k < count; k++)
      observe (r, first + k, record_at (r, 0, first + k, t), agent_records);
    before = g_get_monotonic_time ();
    for (gsize agent = 0; agent < r->n_agents; agent++)
      act (job, &scratch, agent, first, count, t);
    acting += g_get_monotonic_time () - before;
    for (gsize k = 0; k < count; k++) {
      GError *error = NULL;

      if (!step (r, &scratch, first + k, t, &boundary[k], &error)) {
        fail (job, error);
        return;
      }
    }
  }
  /* What follows the fragment; where the last step ended an episode nobody will ask for it. */
  for (gsize k = 0; k < count; k++)
    observe (r, first + k,
             r->boundary + ((first + k) * r->n_boundaries + boundary[k]) * r->n_observations,
             agent_boundaries);

  job->times[worker].acting_seconds += (double) acting * 1e-6;
  job->times[worker].environment_seconds +=
      (double) (g_get_monotonic_time () - start - acting) * 1e-6;
}

static void
remember (GmarlRollout *self)
{
  gmarl_rollout_save (self, self->saved);
  memcpy (self->saved_episode, self->episode, self->n_environments * sizeof *self->episode);
  memcpy (self->saved_step, self->step, self->n_environments * sizeof *self->step);
}

gboolean
gmarl_rollout_run (GmarlRollout *self,
                   GmarlBackend *backend,
                   const GmarlNormaliser *observations,
                   GmarlWorkers *workers,
                   guint64 seed,
                   guint64 first_step,
                   const atomic_bool *interrupt,
                   GmarlRolloutTimes *times,
                   GError **error)
{
  guint n_workers = gmarl_workers_get_count (workers);
  gsize E = self->n_environments;
  Job job = {
    .rollout = self,
    .backend = backend,
    .observations = observations,
    .seed = seed,
    .first_step = first_step,
    .interrupt = interrupt,
  };
  gboolean ok;

  memset (self->log_sum, 0, E * GMARL_N_EPISODE_METRICS * sizeof *self->log_sum);
  memset (self->log_count, 0, E * sizeof *self->log_count);
  remember (self);

  pthread_mutex_init (&job.lock, NULL);
  job.scratch_size = lay_out_scratch (&job, NULL, NULL);
  job.scratch = gmarl_aligned_new0 (n_workers * job.scratch_size);
  job.times = g_new0 (GmarlRolloutTimes, n_workers);
  gmarl_workers_run (workers, (E + CHUNK - 1) / CHUNK, run_chunk, &job);
  for (guint worker = 0; worker < n_workers; worker++) {
    times->acting_seconds += job.times[worker].acting_seconds;
    times->environment_seconds += job.times[worker].environment_seconds;
  }
  free (job.scratch);
  g_free (job.times);
  pthread_mutex_destroy (&job.lock);

  ok = job.error == NULL && !is_stopped (&job);
  if (job.error != NULL)
    g_propagate_error (error, job.error);
  else if (!ok)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("The rollout was interrupted"));
  if (!ok)
    gmarl_rollout_revert (self);
  return ok;
}
