/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "naive-ppo.h"

#include "../numeric/reference-kernels.h"

#include "gmarl-ppo.h"
#include "gmarl-random.h"
#include "gmarl-streams.h"

#include <math.h>
#include <string.h>

static double *
widen (const float *x, gsize count)
{
  double *out = g_new (double, count);

  for (gsize k = 0; k < count; k++)
    out[k] = x[k];
  return out;
}

void
naive_set_init (NaiveSet *self, const GmarlNetworks *networks, gsize set)
{
  gsize size = networks->set_size;

  self->parameters = widen (networks->parameters + set * size, size);
  self->first_moment = widen (networks->first_moment + set * size, size);
  self->second_moment = widen (networks->second_moment + set * size, size);
  self->policy_steps = networks->policy_steps[set];
  self->value_steps = networks->value_steps[set];
}

void
naive_set_clear (NaiveSet *self)
{
  g_free (self->parameters);
  g_free (self->first_moment);
  g_free (self->second_moment);
}

/* A minibatch's samples, and what they lead to. */
typedef struct {
  double *input;      /* [R, O] */
  double *activation; /* [R, H_l] for each layer */
  double *output;     /* [U, R] */
  double *d_output;   /* [U, R] */
  double *scratch;
  double *action; /* [U, R] */
  double *old;    /* [R] log-probability */
  double *target; /* [R] advantage or return, normalised */
  double *weight; /* [R] ones */
  double *gradient;
} Work;

static void
work_init (Work *self, const GmarlNetworks *networks, gsize rows)
{
  const GmarlNetworkShape *shape = &networks->policy;
  gsize activations = 0;

  for (gsize l = 0; l < shape->n_hidden; l++)
    activations += rows * shape->width[l];
  self->input = g_new (double, rows * shape->n_inputs);
  self->activation = g_new (double, activations);
  self->output = g_new (double, rows * shape->n_outputs);
  self->d_output = g_new (double, rows * shape->n_outputs);
  self->scratch = g_new (double, 2 * gmarl_network_shape_widest (shape));
  self->action = g_new (double, rows * shape->n_outputs);
  self->old = g_new (double, rows);
  self->target = g_new (double, rows);
  self->weight = g_new (double, rows);
  self->gradient = g_new (double, networks->set_size);
}

static void
work_clear (Work *self)
{
  g_free (self->input);
  g_free (self->activation);
  g_free (self->output);
  g_free (self->d_output);
  g_free (self->scratch);
  g_free (self->action);
  g_free (self->old);
  g_free (self->target);
  g_free (self->weight);
  g_free (self->gradient);
}

static void
gather (Work *w,
        const GmarlUpdateBatch *batch,
        gsize set,
        gboolean policy,
        gsize O,
        const guint32 *order,
        gsize rows)
{
  gsize R = batch->record_size, U = R - O - 3;
  const float *records =
      batch->records + set * batch->agents_per_set * batch->samples_per_agent * R;

  for (gsize r = 0; r < rows; r++) {
    const float *record = records + order[r] * R;

    for (gsize i = 0; i < O; i++)
      w->input[r * O + i] = record[i];
    for (gsize u = 0; u < U; u++)
      w->action[u * rows + r] = record[O + u];
    w->old[r] = record[O + U];
    w->target[r] =
        policy ? (record[O + U + 1] - batch->advantage_mean[set]) * batch->advantage_inverse_sd[set]
               : (record[O + U + 2] - batch->return_mean[set]) * batch->return_inverse_sd[set];
    w->weight[r] = 1;
  }
}

static void
adam (double *parameters,
      double *first,
      double *second,
      const double *gradient,
      gsize count,
      gint64 t,
      double rate,
      double epsilon)
{
  for (gsize k = 0; k < count; k++) {
    first[k] = 0.9 * first[k] + 0.1 * gradient[k];
    second[k] = 0.999 * second[k] + 0.001 * gradient[k] * gradient[k];
    parameters[k] -= rate * (first[k] / (1 - pow (0.9, (double) t))) /
                     (sqrt (second[k] / (1 - pow (0.999, (double) t))) + epsilon);
  }
}

/* Loss, its gradient in w->gradient; adds to the statistics. */
static double
differentiate (const NaiveSet *self,
               const GmarlNetworks *networks,
               const GmarlLearningConfig *config,
               gboolean policy,
               gsize rows,
               Work *w,
               GmarlPolicySums *sums)
{
  const GmarlNetworkShape *shape = policy ? &networks->policy : &networks->value;
  const double *parameters = self->parameters + (policy ? 0 : networks->value_offset);
  double loss;

  memset (w->gradient, 0, networks->set_size * sizeof *w->gradient);
  reference_forward (shape, parameters, w->input, rows, w->activation, w->output);
  if (policy)
    loss = reference_policy_loss (rows, shape->n_outputs, w->output, w->action,
                                  self->parameters + networks->log_std, w->old, w->target,
                                  w->weight, config->clip, 1 / (double) rows, w->d_output,
                                  w->gradient + networks->log_std, sums);
  else
    loss = reference_value_loss (rows, w->output, w->target, w->weight, config->huber,
                                 config->value_coefficient / (double) rows, w->d_output) /
           config->value_coefficient;
  reference_backward (shape, parameters, w->input, rows, w->activation, w->d_output, w->scratch,
                      w->gradient);
  for (gsize u = 0; policy && u < shape->n_outputs; u++)
    w->gradient[networks->log_std + u] -= config->entropy;
  return loss;
}

static void
descend (NaiveSet *self,
         const GmarlNetworks *networks,
         const GmarlLearningConfig *config,
         double rate,
         gboolean policy,
         double *gradient,
         double *norm)
{
  gsize offset = policy ? 0 : networks->value_offset;
  gsize count = policy ? networks->value_offset : networks->set_size - networks->value_offset;
  double square = 0;

  for (gsize k = 0; k < count; k++)
    square += gradient[k] * gradient[k];
  *norm = sqrt (square);
  for (gsize k = 0; k<count && * norm> config->max_gradient_norm; k++)
    gradient[k] *= config->max_gradient_norm / *norm;
  adam (self->parameters + offset, self->first_moment + offset, self->second_moment + offset,
        gradient, count, policy ? ++self->policy_steps : ++self->value_steps, rate,
        config->adam_epsilon);
  for (gsize u = 0; policy && u < networks->policy.n_outputs; u++) {
    double *log_std = self->parameters + networks->log_std + u;

    *log_std = CLAMP (*log_std, config->log_std_min, config->log_std_max);
  }
}

void
naive_ppo_update (NaiveSet *self,
                  const GmarlNetworks *networks,
                  const GmarlLearningConfig *config,
                  const GmarlUpdateBatch *batch,
                  gsize set,
                  GmarlNetworkKind network,
                  GmarlNetworkStatistics *statistics)
{
  gboolean policy = network == GMARL_NETWORK_POLICY;
  gsize n_samples = batch->agents_per_set * batch->samples_per_agent;
  gsize minibatch = config->minibatch * MIN (batch->agents_per_set, 8);
  g_autofree guint32 *order = g_new (guint32, n_samples);
  double kl = 0;
  Work w;

  *statistics = (GmarlNetworkStatistics){ 0 };
  work_init (&w, networks, minibatch);
  for (gint64 epoch = 0; epoch < config->epochs; epoch++, kl = 0) {
    gmarl_ppo_shuffle (order, n_samples,
                       gmarl_random_bits (gmarl_learning_seed (batch->seed),
                                          gmarl_learning_stream (GMARL_STREAM_ORDER, set, network),
                                          batch->iteration * config->epochs + epoch));
    for (gsize first = 0; first < n_samples; first += minibatch) {
      gsize rows = MIN (minibatch, n_samples - first);
      GmarlPolicySums sums = { 0 };
      double norm;

      gather (&w, batch, set, policy, networks->policy.n_inputs, order + first, rows);
      statistics->loss += differentiate (self, networks, config, policy, rows, &w, &sums);
      descend (self, networks, config, batch->learning_rate, policy, w.gradient, &norm);
      statistics->gradient_norm += norm;
      statistics->kl += sums.kl / (double) rows;
      statistics->clip_fraction += sums.clipped / (double) rows;
      statistics->minibatches++;
      kl += sums.kl / (double) n_samples;
    }
    if (policy && config->target_kl > 0 && kl > config->target_kl)
      break;
  }
  statistics->loss /= statistics->minibatches;
  statistics->kl /= statistics->minibatches;
  statistics->clip_fraction /= statistics->minibatches;
  statistics->gradient_norm /= statistics->minibatches;
  work_clear (&w);
}

void
naive_values (const NaiveSet *self,
              const GmarlNetworks *networks,
              const double *input,
              gsize rows,
              double *values)
{
  Work w;

  work_init (&w, networks, rows);
  reference_forward (&networks->value, self->parameters + networks->value_offset, input, rows,
                     w.activation, values);
  work_clear (&w);
}

double
naive_distance (const NaiveSet *before,
                const NaiveSet *after,
                const GmarlNetworks *networks,
                gsize set,
                GmarlNetworkKind network)
{
  gsize first = network == GMARL_NETWORK_POLICY ? 0 : networks->value_offset;
  gsize last = network == GMARL_NETWORK_POLICY ? networks->value_offset : networks->set_size;
  const float *found = networks->parameters + set * networks->set_size;
  double moved = 0, apart = 0;

  for (gsize k = first; k < last; k++) {
    double movement = after->parameters[k] - before->parameters[k];
    double error = found[k] - after->parameters[k];

    moved += movement * movement;
    apart += error * error;
  }
  return sqrt (apart / moved);
}
