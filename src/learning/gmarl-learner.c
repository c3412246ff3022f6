/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* An iteration: rollout (tasks are chunks of environments), values and advantages (tasks are
 * agents), moments merged in the order of agents, update (tasks are networks). Between the phases
 * all workers meet; within them nobody waits.
 */
#include "config.h"

#include "gmarl-learner-private.h"

#include "gmarl-advantages.h"
#include "gmarl-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows that go through the value network at once. */
#define VALUE_ROWS 192

/* A run of that many skipped minibatches ends the training. */
#define SKIPPED_IN_A_ROW 3

#define LEAST_SD 1e-4

static gsize
round_up (gsize bytes)
{
  return (bytes + GMARL_KERNEL_ALIGNMENT - 1) / GMARL_KERNEL_ALIGNMENT * GMARL_KERNEL_ALIGNMENT;
}

GmarlLearner *
gmarl_learner_new (const GmarlEnvironment *environment,
                   const GmarlLearningConfig *config,
                   guint64 seed,
                   gint64 iterations,
                   GError **error)
{
  g_autoptr (GmarlLearner) self = g_new0 (GmarlLearner, 1);
  gsize N = environment->n_agents;
  gsize O = environment->n_observations;
  gsize n_sets = config->share_parameters ? 1 : N;
  GmarlKernels kernels;

  if (!gmarl_learning_config_validate (config, error) ||
      !gmarl_backend_cpu_kernels (&config->hidden, config->backend, config->kernel_level, &kernels,
                                  error))
    return NULL;

  self->environment = environment;
  self->config = *config;
  self->seed = seed;
  self->iterations = iterations;
  self->kernels = g_strdup (kernels.name);
  self->networks = gmarl_networks_new (n_sets, &config->hidden, O, environment->n_actions);
  gmarl_networks_initialise (self->networks, config->log_std, seed);
  self->observations = gmarl_normaliser_new (n_sets, O);
  self->returns = gmarl_normaliser_new (n_sets, 1);
  self->workers = gmarl_workers_new ((guint) config->threads);
  self->backend = gmarl_backend_cpu_new (self->networks, config,
                                         gmarl_workers_get_count (self->workers), error);
  if (self->backend == NULL)
    return NULL;
  self->rollout = gmarl_rollout_new (environment, config->environments, config->steps);

  self->observation_mean = g_new0 (double, N *O);
  self->observation_square = g_new0 (double, N *O);
  self->advantage_sum = g_new0 (double, 2 * N);
  self->return_sum = g_new0 (double, 2 * N);
  self->advantage_mean = g_new0 (double, n_sets);
  self->advantage_inverse_sd = g_new0 (double, n_sets);
  self->return_mean = g_new0 (double, n_sets);
  self->return_inverse_sd = g_new0 (double, n_sets);
  self->explained_variance = g_new0 (double, n_sets);
  self->statistics = g_new0 (GmarlUpdateStatistics, n_sets);
  self->values_size = round_up (config->environments *
                                (config->steps + self->rollout->n_boundaries) * sizeof (float));
  self->scratch_size =
      self->values_size + round_up (self->backend->klass->scratch_size (self->backend, VALUE_ROWS));
  self->scratch = gmarl_aligned_new0 (gmarl_workers_get_count (self->workers) * self->scratch_size);
  return g_steal_pointer (&self);
}

void
gmarl_learner_free (GmarlLearner *self)
{
  if (self == NULL)
    return;
  gmarl_rollout_free (self->rollout);
  gmarl_backend_free (self->backend);
  gmarl_workers_free (self->workers);
  gmarl_normaliser_free (self->observations);
  gmarl_normaliser_free (self->returns);
  gmarl_networks_free (self->networks);
  g_free (self->kernels);
  g_free (self->observation_mean);
  g_free (self->observation_square);
  g_free (self->advantage_sum);
  g_free (self->return_sum);
  g_free (self->advantage_mean);
  g_free (self->advantage_inverse_sd);
  g_free (self->return_mean);
  g_free (self->return_inverse_sd);
  g_free (self->explained_variance);
  g_free (self->statistics);
  free (self->scratch);
  g_free (self);
}

gint64
gmarl_learner_get_iteration (const GmarlLearner *self)
{
  return self->iteration;
}

const char *
gmarl_learner_get_kernels (const GmarlLearner *self)
{
  return self->kernels;
}

static gsize
set_of (const GmarlLearner *self, gsize agent)
{
  return self->networks->n_sets == 1 ? 0 : agent;
}

/* Mean and squared deviations of the agent's raw observations, for the running moments and the
 * check. */
static void
measure_observations (GmarlLearner *self, gsize agent, const float *records, gsize count)
{
  gsize O = self->rollout->n_observations;
  gsize R = self->rollout->record_size;
  double *mean = self->observation_mean + agent * O;
  double *square = self->observation_square + agent * O;

  memset (mean, 0, O * sizeof *mean);
  memset (square, 0, O * sizeof *square);
  for (gsize k = 0; k < count; k++)
    for (gsize i = 0; i < O; i++)
      mean[i] += records[k * R + i];
  for (gsize i = 0; i < O; i++)
    mean[i] /= (double) count;
  for (gsize k = 0; k < count; k++)
    for (gsize i = 0; i < O; i++) {
      double deviation = records[k * R + i] - mean[i];

      square[i] += deviation * deviation;
    }
}

/* Values of count rows in the units of the return. */
static void
evaluate (GmarlLearner *self,
          gsize set,
          const float *input,
          gsize stride,
          gsize count,
          float *value,
          gpointer scratch)
{
  double mean = self->returns->mean[set];
  double sd = gmarl_normaliser_sd (self->returns, set, 0, LEAST_SD);

  for (gsize row = 0; row < count; row += VALUE_ROWS)
    self->backend->klass->values (self->backend, set, input + row * stride, stride,
                                  MIN (VALUE_ROWS, count - row), value + row, scratch);
  for (gsize k = 0; k < count; k++)
    value[k] = (float) (mean + sd * value[k]);
}

static void
sum_moments (const float *x, gsize stride, gsize count, double *sums)
{
  sums[0] = sums[1] = 0;
  for (gsize k = 0; k < count; k++) {
    double value = x[k * stride];

    sums[0] += value;
    sums[1] += value * value;
  }
}

/* One agent after the rollout: normalised observations, values, advantages, returns. */
static void
prepare_agent (gsize agent, guint worker, gpointer data)
{
  GmarlLearner *self = data;
  GmarlRollout *r = self->rollout;
  gsize set = set_of (self, agent);
  gsize E = r->n_environments;
  gsize T = r->n_steps;
  gsize O = r->n_observations;
  gsize U = r->n_actions;
  gsize R = r->record_size;
  gsize B = r->n_boundaries;
  float *records = r->records + agent * E * T * R;
  float *boundary = r->boundary + agent * E * B * O;
  const float *shift = self->observations->shift + set * O;
  const float *inverse_sd = self->observations->inverse_sd + set * O;
  float *value = (float *) (self->scratch + worker * self->scratch_size);
  float *boundary_value = value + E * T;
  gpointer scratch = self->scratch + worker * self->scratch_size + self->values_size;
  const GmarlBackendClass *klass = self->backend->klass;

  measure_observations (self, agent, records, E * T);
  klass->normalise (self->backend, E * T, O, records, R, shift, inverse_sd, records, R);
  klass->normalise (self->backend, E * B, O, boundary, O, shift, inverse_sd, boundary, O);
  evaluate (self, set, records, R, E * T, value, scratch);
  evaluate (self, set, boundary, O, E * B, boundary_value, scratch);

  for (gsize e = 0; e < E; e++) {
    float *fields = records + e * T * R + O + U + 1;

    for (gsize t = 0; t < T; t++)
      fields[t * R + 1] = value[e * T + t];
    gmarl_advantages_estimate (T, fields, fields + 1, R, r->end + e * T, boundary_value + e * B,
                               self->config.gamma, self->config.gae_lambda);
  }
  sum_moments (records + O + U + 1, R, E * T, self->advantage_sum + 2 * agent);
  sum_moments (records + O + U + 2, R, E * T, self->return_sum + 2 * agent);
}

/* Keeps the value network's outputs, in the units of the return, as they are while its
 * normalisation changes (PopArt, van Hasselt et al. 2016, section 2.2).
 */
static void
rescale_head (GmarlLearner *self,
              gsize set,
              double old_mean,
              double old_sd,
              double new_mean,
              double new_sd)
{
  const GmarlNetworkShape *shape = &self->networks->value;
  float *parameters = gmarl_networks_value (self->networks, set);
  float *weight = parameters + gmarl_network_shape_head (shape);
  float *bias = parameters + gmarl_network_shape_head_bias (shape);
  gsize width = gmarl_network_shape_fan_in (shape, shape->n_hidden);

  for (gsize k = 0; k < width; k++)
    weight[k] = (float) (weight[k] * old_sd / new_sd);
  bias[0] = (float) ((old_sd * bias[0] + old_mean - new_mean) / new_sd);
}

static void
normalise_returns (GmarlLearner *self, gsize set, double count, double sum, double square_sum)
{
  double old_mean = self->returns->mean[set];
  double old_sd = gmarl_normaliser_sd (self->returns, set, 0, LEAST_SD);
  double mean = sum / count;
  double square = MAX (square_sum - count * mean * mean, 0);

  if (self->config.normalise_values) {
    double new_sd;

    gmarl_normaliser_merge (self->returns, set, count, &mean, &square);
    new_sd = gmarl_normaliser_sd (self->returns, set, 0, LEAST_SD);
    rescale_head (self, set, old_mean, old_sd, self->returns->mean[set], new_sd);
  }
  self->return_mean[set] = self->returns->mean[set];
  self->return_inverse_sd[set] = 1 / gmarl_normaliser_sd (self->returns, set, 0, LEAST_SD);
}

/* Merges what the agents of a set measured, in their order. */
static void
finish_set (GmarlLearner *self, gsize set, gsize first_agent, gsize n_agents)
{
  gsize O = self->rollout->n_observations;
  double samples = (double) (self->rollout->n_environments * self->rollout->n_steps);
  double count = samples * (double) n_agents;
  double advantage = 0, advantage_square = 0, returns = 0, return_square = 0, variance,
         return_variance;

  for (gsize agent = first_agent; agent < first_agent + n_agents; agent++) {
    if (self->config.normalise_observations)
      gmarl_normaliser_merge (self->observations, set, samples, self->observation_mean + agent * O,
                              self->observation_square + agent * O);
    advantage += self->advantage_sum[2 * agent];
    advantage_square += self->advantage_sum[2 * agent + 1];
    returns += self->return_sum[2 * agent];
    return_square += self->return_sum[2 * agent + 1];
  }
  self->advantage_mean[set] = advantage / count;
  variance =
      MAX (advantage_square / count - self->advantage_mean[set] * self->advantage_mean[set], 0);
  self->advantage_inverse_sd[set] = 1 / MAX (sqrt (variance), LEAST_SD);
  return_variance = MAX (return_square / count - returns / count * (returns / count), 0);
  /* The advantage is what the value did not foresee of the return. */
  self->explained_variance[set] = return_variance > 0 ? 1 - variance / return_variance : NAN;
  normalise_returns (self, set, count, returns, return_square);
}

static void
finish_sets (GmarlLearner *self)
{
  gsize n_sets = self->networks->n_sets;
  gsize agents_per_set = self->rollout->n_agents / n_sets;

  for (gsize set = 0; set < n_sets; set++)
    finish_set (self, set, set * agents_per_set, agents_per_set);
}

static gboolean
are_finite (const double *x, gsize count)
{
  for (gsize k = 0; k < count; k++)
    if (!isfinite (x[k]))
      return FALSE;
  return TRUE;
}

static gboolean
refuse_batch (const GmarlLearner *self, const char *what, gsize agent, GError **error)
{
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
      _ ("Training stopped at iteration %" PRId64
         ": %s of agent %zu are not finite numbers; use the last checkpoint, and check the numbers "
         "of the scenario"),
      self->iteration + 1, what, agent);
  return FALSE;
}

/* Before anything is merged: one such number would stay in the running moments for good.
 * Observations come first, since bad ones make bad actions, and those bad rewards.
 */
static gboolean
check_batch (const GmarlLearner *self, GError **error)
{
  gsize N = self->rollout->n_agents;
  gsize O = self->rollout->n_observations;

  for (gsize agent = 0; agent < N; agent++)
    if (!are_finite (self->observation_mean + agent * O, O) ||
        !are_finite (self->observation_square + agent * O, O))
      return refuse_batch (self, _ ("observations"), agent, error);
  for (gsize agent = 0; agent < N; agent++)
    if (!are_finite (self->advantage_sum + 2 * agent, 2) ||
        !are_finite (self->return_sum + 2 * agent, 2))
      return refuse_batch (self, _ ("rewards or values"), agent, error);
  return TRUE;
}

static double
learning_rate (const GmarlLearner *self)
{
  double progress =
      self->iterations > 1 ? (double) self->iteration / (double) (self->iterations - 1) : 0;

  return self->config.learning_rate *
         (1 + (self->config.learning_rate_end - 1) * MIN (progress, 1));
}

static void
update (GmarlLearner *self)
{
  const GmarlUpdateBatch batch = {
    .records = self->rollout->records,
    .agents_per_set = self->rollout->n_agents / self->networks->n_sets,
    .samples_per_agent = self->rollout->n_environments * self->rollout->n_steps,
    .record_size = self->rollout->record_size,
    .advantage_mean = self->advantage_mean,
    .advantage_inverse_sd = self->advantage_inverse_sd,
    .return_mean = self->return_mean,
    .return_inverse_sd = self->return_inverse_sd,
    .seed = self->seed,
    .iteration = self->iteration,
    .learning_rate = learning_rate (self),
  };

  self->backend->klass->update (self->backend, &batch, self->workers, self->statistics);
}

static void
set_diverged (const GmarlLearner *self, gsize set, gsize network, GError **error)
{
  g_autofree char *half = gmarl_format_double (self->config.learning_rate / 2);
  g_autofree char *whose = self->networks->n_sets == 1 && self->rollout->n_agents > 1
                               ? g_strdup (_ ("all agents"))
                               : g_strdup_printf (_ ("agent %zu"), set);

  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
      _ ("Training stopped at iteration %" PRId64
         ": the %s of %s became invalid in %d minibatches in a row; try half the learning rate "
         "(ppo.learning_rate=%s)"),
      self->iteration + 1,
      network == GMARL_NETWORK_POLICY ? _ ("policy loss or its gradient")
                                      : _ ("value loss or its gradient"),
      whose, SKIPPED_IN_A_ROW, half);
}

static gboolean
check_health (GmarlLearner *self, GError **error)
{
  for (gsize set = 0; set < self->networks->n_sets; set++)
    for (gsize network = 0; network < GMARL_N_NETWORK_KINDS; network++)
      self->skipped += self->statistics[set].network[network].skipped;
  for (gsize set = 0; set < self->networks->n_sets; set++)
    for (gsize network = 0; network < GMARL_N_NETWORK_KINDS; network++)
      if (self->statistics[set].network[network].skipped_in_a_row >= SKIPPED_IN_A_ROW) {
        set_diverged (self, set, network, error);
        return FALSE;
      }
  return TRUE;
}

/* Means over the episodes that ended, in the order of environments; NaN if none did. */
static void
fill_episode_metrics (const GmarlRollout *r, GmarlTrainingMetrics *row)
{
  double sum[GMARL_N_EPISODE_METRICS] = { 0 };
  guint count = 0;

  for (gsize e = 0; e < r->n_environments; e++) {
    count += r->log_count[e];
    for (gsize k = 0; k < GMARL_N_EPISODE_METRICS; k++)
      sum[k] += r->log_sum[e * GMARL_N_EPISODE_METRICS + k];
  }
  row->value[GMARL_METRIC_EPISODES] = count;
  for (gsize k = 0; k < GMARL_N_EPISODE_METRICS; k++)
    row->value[GMARL_METRIC_EPISODE_REWARD + k] = count > 0 ? sum[k] / count : NAN;
}

static void
fill_update_metrics (const GmarlLearner *self, GmarlTrainingMetrics *row)
{
  const double log_two_pi_e = 2.8378770664093453;
  gsize n_sets = self->networks->n_sets;
  gsize U = self->rollout->n_actions;

  for (gsize metric = GMARL_METRIC_POLICY_LOSS; metric <= GMARL_METRIC_VALUE_GRADIENT_NORM;
       metric++)
    row->value[metric] = 0;
  for (gsize set = 0; set < n_sets; set++) {
    const GmarlNetworkStatistics *policy = &self->statistics[set].network[GMARL_NETWORK_POLICY];
    const GmarlNetworkStatistics *value = &self->statistics[set].network[GMARL_NETWORK_VALUE];
    const float *log_std = gmarl_networks_log_std (self->networks, set);
    double share = 1.0 / (double) n_sets;

    row->value[GMARL_METRIC_POLICY_LOSS] += share * policy->loss;
    row->value[GMARL_METRIC_VALUE_LOSS] += share * value->loss;
    row->value[GMARL_METRIC_KL] += share * policy->kl;
    row->value[GMARL_METRIC_CLIP_FRACTION] += share * policy->clip_fraction;
    row->value[GMARL_METRIC_EXPLAINED_VARIANCE] += share * self->explained_variance[set];
    row->value[GMARL_METRIC_POLICY_GRADIENT_NORM] += share * policy->gradient_norm;
    row->value[GMARL_METRIC_VALUE_GRADIENT_NORM] += share * value->gradient_norm;
    for (gsize u = 0; u < U; u++) {
      row->value[GMARL_METRIC_ENTROPY] += share * (log_std[u] + 0.5 * log_two_pi_e);
      row->value[GMARL_METRIC_ACTION_STD] += share * exp (log_std[u]) / (double) U;
    }
  }
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) * 1e-6;
}

static void
fill_times (const GmarlLearner *self,
            GmarlTrainingMetrics *row,
            double rollout_seconds,
            const GmarlRolloutTimes *times,
            double values_seconds,
            double update_seconds)
{
  double steps = (double) (self->rollout->n_environments * self->rollout->n_steps);
  double seconds = rollout_seconds + values_seconds + update_seconds;
  /* The workers' own times, as shares of what the clock on the wall says. */
  double busy = MAX (times->environment_seconds + times->acting_seconds, 1e-9);

  row->value[GMARL_METRIC_SECONDS] = seconds;
  row->value[GMARL_METRIC_STEPS_PER_SECOND] = steps / MAX (seconds, 1e-9);
  row->value[GMARL_METRIC_ENVIRONMENT_SECONDS] =
      rollout_seconds * times->environment_seconds / busy;
  row->value[GMARL_METRIC_ACTING_SECONDS] = rollout_seconds * times->acting_seconds / busy;
  row->value[GMARL_METRIC_VALUES_SECONDS] = values_seconds;
  row->value[GMARL_METRIC_UPDATE_SECONDS] = update_seconds;
}

gboolean
gmarl_learner_iterate (GmarlLearner *self,
                       const atomic_bool *interrupt,
                       GmarlTrainingMetrics *row,
                       GError **error)
{
  GmarlRolloutTimes times = { 0 };
  gint64 start = g_get_monotonic_time ();
  double rollout_seconds, values_seconds;
  GError *failure = NULL;

  if (!gmarl_rollout_run (self->rollout, self->backend, self->observations, self->workers,
                          self->seed, (guint64) self->iteration * self->rollout->n_steps, interrupt,
                          &times, &failure)) {
    if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_prefix_error (&failure, _ ("Training stopped at iteration %" PRId64 ": "),
                      self->iteration + 1);
    g_propagate_error (error, failure);
    return FALSE;
  }
  rollout_seconds = seconds_since (start);

  start = g_get_monotonic_time ();
  gmarl_workers_run (self->workers, self->rollout->n_agents, prepare_agent, self);
  if (!check_batch (self, error)) {
    gmarl_rollout_revert (self->rollout);
    return FALSE;
  }
  finish_sets (self);
  values_seconds = seconds_since (start);

  start = g_get_monotonic_time ();
  update (self);
  for (gsize metric = 0; metric < GMARL_N_METRICS; metric++)
    row->value[metric] = NAN;
  fill_times (self, row, rollout_seconds, &times, values_seconds, seconds_since (start));
  fill_episode_metrics (self->rollout, row);
  fill_update_metrics (self, row);
  row->value[GMARL_METRIC_LEARNING_RATE] = learning_rate (self);
  if (!check_health (self, error))
    return FALSE;

  self->iteration++;
  row->value[GMARL_METRIC_ITERATION] = (double) self->iteration;
  row->value[GMARL_METRIC_ENVIRONMENT_STEPS] =
      (double) (self->iteration *
                (gint64) (self->rollout->n_environments * self->rollout->n_steps));
  row->value[GMARL_METRIC_SKIPPED_UPDATES] = (double) self->skipped;
  return TRUE;
}
