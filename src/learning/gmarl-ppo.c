/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* A minibatch is worked through in blocks of rows that stay in the first-level cache: gather,
 * forward, loss, backward; the gradient of the blocks adds up, then one Adam step. Rows of a block
 * beyond its samples have weight 0.
 */
#include "config.h"

#include "gmarl-ppo.h"

#include "gmarl-random.h"
#include "gmarl-streams.h"

#include <math.h>
#include <string.h>

#define BLOCK_ROWS 96

enum {
  POLICY,
  VALUE,
};

/* What a worker needs to update one network. */
typedef struct {
  float *gradient;   /* as parameters */
  float *transposed; /* for backward */
  float *activation; /* [BLOCK_ROWS, H_l] for each layer */
  float *d_activation;
  float *input;               /* [BLOCK_ROWS, O] */
  float *output;              /* [U, BLOCK_ROWS] */
  float *d_output;            /* [U, BLOCK_ROWS] */
  float *action;              /* [U, BLOCK_ROWS] */
  float *old_log_probability; /* [BLOCK_ROWS] */
  float *advantage;           /* [BLOCK_ROWS]; of a value network: the target */
  float *weight;              /* [BLOCK_ROWS] */
  float *losses;              /* [2, BLOCK_ROWS] */
  guint32 *order;             /* [samples] */
} Scratch;

static gsize
take (gsize *offset, gsize count)
{
  gsize start = *offset;

  *offset += (count * sizeof (float) + GMARL_KERNEL_ALIGNMENT - 1) / GMARL_KERNEL_ALIGNMENT *
             GMARL_KERNEL_ALIGNMENT;
  return start;
}

static gsize
lay_out_scratch (const GmarlNetworks *networks, gsize n_samples, guint8 *base, Scratch *scratch)
{
  /* The policy network is the larger one: it has as many inputs, layers and at least as many
   * outputs. */
  const GmarlNetworkShape *shape = &networks->policy;
  gsize size = 0;
  gsize gradient = take (&size, networks->set_size);
  gsize transposed = take (&size, gmarl_network_shape_transposed (shape));
  gsize activation = take (&size, gmarl_network_shape_activations (shape, BLOCK_ROWS));
  gsize d_activation = take (&size, 2 * BLOCK_ROWS * gmarl_network_shape_widest (shape));
  gsize input = take (&size, BLOCK_ROWS * shape->n_inputs);
  gsize output = take (&size, BLOCK_ROWS * shape->n_outputs);
  gsize d_output = take (&size, BLOCK_ROWS * shape->n_outputs);
  gsize action = take (&size, BLOCK_ROWS * shape->n_outputs);
  gsize old_log_probability = take (&size, BLOCK_ROWS);
  gsize advantage = take (&size, BLOCK_ROWS);
  gsize weight = take (&size, BLOCK_ROWS);
  gsize losses = take (&size, 2 * BLOCK_ROWS);
  gsize order = take (&size, n_samples);

  if (base != NULL)
    *scratch = (Scratch){
      .gradient = (float *) (base + gradient),
      .transposed = (float *) (base + transposed),
      .activation = (float *) (base + activation),
      .d_activation = (float *) (base + d_activation),
      .input = (float *) (base + input),
      .output = (float *) (base + output),
      .d_output = (float *) (base + d_output),
      .action = (float *) (base + action),
      .old_log_probability = (float *) (base + old_log_probability),
      .advantage = (float *) (base + advantage),
      .weight = (float *) (base + weight),
      .losses = (float *) (base + losses),
      .order = (guint32 *) (base + order),
    };
  return size;
}

gsize
gmarl_ppo_scratch_size (const GmarlNetworks *networks,
                        const GmarlLearningConfig *config,
                        gsize n_samples)
{
  return lay_out_scratch (networks, n_samples, NULL, NULL);
}

gsize
gmarl_ppo_minibatch (const GmarlLearningConfig *config, gsize agents_per_set)
{
  return (gsize) config->minibatch * MIN (agents_per_set, 8);
}

/* A keyed bijection of the numbers below 2^bits, of which those below count are kept in turn: a
 * permutation without the memory traffic of Fisher and Yates. Odd multiplication, addition and x ^=
 * x >> k are each invertible modulo 2^bits.
 */
void
gmarl_ppo_shuffle (guint32 *order, gsize count, guint64 key)
{
  guint bits = MAX (g_bit_storage (count - 1), 2);
  guint32 mask = bits == 32 ? G_MAXUINT32 : (1u << bits) - 1;
  guint shift = (bits + 1) / 2;
  guint32 factor[4], summand[4];
  gsize kept = 0;

  for (guint round = 0; round < 4; round++) {
    guint64 word = gmarl_random_bits (key, 0, round);

    factor[round] = (guint32) word | 1;
    summand[round] = (guint32) (word >> 32);
  }
  for (guint64 x = 0; x <= mask && kept < count; x++) {
    guint32 y = (guint32) x;

    for (guint round = 0; round < 4; round++) {
      y = (y * factor[round] + summand[round]) & mask;
      y ^= y >> shift;
    }
    order[kept] = y;
    kept += y < count;
  }
}

/* The sample at a place of the set's batch. */
static const float *
record_at (const GmarlUpdateBatch *batch, gsize set, gsize sample)
{
  return batch->records +
         (set * batch->agents_per_set * batch->samples_per_agent + sample) * batch->record_size;
}

typedef struct {
  const GmarlKernels *kernels;
  const GmarlLearningConfig *config;
  const GmarlUpdateBatch *batch;
  const GmarlNetworkShape *shape;
  gsize set;
  float *parameters;
  Scratch scratch;
} Task;

/* Gathers some samples into a block, padded with rows of weight 0 to a multiple of
 * GMARL_ROW_MULTIPLE, which it returns. Of a value network, advantage is the normalised return.
 */
static gsize
gather (Task *task, const guint32 *order, gsize count, gboolean policy)
{
  const GmarlUpdateBatch *batch = task->batch;
  Scratch *s = &task->scratch;
  gsize O = task->shape->n_inputs;
  gsize U = batch->record_size - O - 3;
  gsize padded = (count + GMARL_ROW_MULTIPLE - 1) / GMARL_ROW_MULTIPLE * GMARL_ROW_MULTIPLE;
  double shift = policy ? batch->advantage_mean[task->set] : batch->return_mean[task->set];
  double scale =
      policy ? batch->advantage_inverse_sd[task->set] : batch->return_inverse_sd[task->set];
  gsize field = policy ? O + U + 1 : O + U + 2;

  for (gsize r = 0; r < padded; r++) {
    const float *record = record_at (batch, task->set, order[r < count ? r : 0]);

    memcpy (s->input + r * O, record, O * sizeof *record);
    if (policy) {
      for (gsize u = 0; u < U; u++)
        s->action[u * BLOCK_ROWS + r] = record[O + u];
      s->old_log_probability[r] = record[O + U];
    }
    s->advantage[r] = (float) ((record[field] - shift) * scale);
    s->weight[r] = r < count ? 1 : 0;
  }
  return padded;
}

/* Clips the gradient to its norm and takes an Adam step; FALSE without a step if the norm is not
 * finite. */
static gboolean
descend (Task *task,
         gsize count,
         float *first_moment,
         float *second_moment,
         gint64 *steps,
         double *norm)
{
  const GmarlLearningConfig *config = task->config;
  double beta1_power, beta2_power;

  *norm = sqrt (task->kernels->square_sum (count, task->scratch.gradient));
  if (!isfinite (*norm))
    return FALSE;
  ++*steps;
  beta1_power = pow (0.9, (double) *steps);
  beta2_power = sqrt (1 - pow (0.999, (double) *steps));
  task->kernels->adam (count,
                       (float) (task->batch->learning_rate * beta2_power / (1 - beta1_power)),
                       (float) (config->adam_epsilon * beta2_power),
                       (float) MIN (1, config->max_gradient_norm / MAX (*norm, 1e-12)),
                       task->parameters, task->scratch.gradient, first_moment, second_moment);
  return TRUE;
}

/* Sums of an update, turned into means at its end. */
typedef struct {
  guint minibatches;
  guint skipped_now; /* in a row, up to now */
} Tally;

static void
count_skipped (Tally *tally, GmarlUpdateStatistics *statistics, gboolean stepped)
{
  tally->skipped_now = stepped ? 0 : tally->skipped_now + 1;
  statistics->skipped += !stepped;
  statistics->skipped_in_a_row = MAX (statistics->skipped_in_a_row, tally->skipped_now);
}

static void
policy_minibatch (Task *task,
                  const guint32 *order,
                  gsize count,
                  float *log_std,
                  float *d_log_std,
                  GmarlPolicySums *sums)
{
  Scratch *s = &task->scratch;
  const GmarlKernels *kernels = task->kernels;
  gsize U = task->shape->n_outputs;

  kernels->transpose (task->shape, task->parameters, s->transposed);
  for (gsize row = 0; row < count; row += BLOCK_ROWS) {
    gsize rows = MIN (count - row, BLOCK_ROWS);
    gsize padded = gather (task, order + row, rows, TRUE);

    kernels->forward (task->shape, task->parameters, s->input, task->shape->n_inputs, padded,
                      s->activation, s->output, BLOCK_ROWS);
    kernels->policy_loss (padded, BLOCK_ROWS, U, s->output, s->action, log_std,
                          s->old_log_probability, s->advantage, s->weight,
                          (float) task->config->clip, 1.0f / (float) count, s->d_output, d_log_std,
                          sums, s->losses);
    kernels->backward (task->shape, task->parameters, s->transposed, s->input,
                       task->shape->n_inputs, padded, s->activation, s->d_output, BLOCK_ROWS,
                       s->d_activation, s->gradient);
  }
  /* The entropy of a Gaussian grows by log σ in every dimension. */
  for (gsize u = 0; u < U; u++)
    d_log_std[u] -= (float) task->config->entropy;
}

static guint64
order_key (const Task *task, gsize network, gint64 epoch)
{
  return gmarl_random_bits (gmarl_learning_seed (task->batch->seed),
                            gmarl_learning_stream (GMARL_STREAM_ORDER, task->set, network),
                            task->batch->iteration * task->config->epochs + epoch);
}

void
gmarl_ppo_update_policy (const GmarlKernels *kernels,
                         GmarlNetworks *networks,
                         const GmarlLearningConfig *config,
                         const GmarlUpdateBatch *batch,
                         gsize set,
                         gpointer scratch,
                         GmarlUpdateStatistics *statistics)
{
  gsize n_samples = batch->agents_per_set * batch->samples_per_agent;
  gsize minibatch = gmarl_ppo_minibatch (config, batch->agents_per_set);
  gsize n_parameters = networks->value_offset; /* with log σ */
  float *log_std = gmarl_networks_log_std (networks, set);
  Task task = {
    kernels, config, batch, &networks->policy, set, gmarl_networks_policy (networks, set), { 0 }
  };
  Tally tally = { 0 };

  lay_out_scratch (networks, n_samples, scratch, &task.scratch);
  for (gint64 epoch = 0; epoch < config->epochs; epoch++) {
    double epoch_kl = 0;

    gmarl_ppo_shuffle (task.scratch.order, n_samples, order_key (&task, POLICY, epoch));
    for (gsize first = 0; first < n_samples; first += minibatch) {
      gsize count = MIN (minibatch, n_samples - first);
      GmarlPolicySums sums = { 0 };
      double norm;
      gboolean stepped;

      memset (task.scratch.gradient, 0, n_parameters * sizeof (float));
      policy_minibatch (&task, task.scratch.order + first, count, log_std,
                        task.scratch.gradient + networks->log_std, &sums);
      stepped = isfinite (sums.surrogate) &&
                descend (&task, n_parameters, networks->first_moment + set * networks->set_size,
                         networks->second_moment + set * networks->set_size,
                         &networks->policy_steps[set], &norm);
      for (gsize u = 0; u < task.shape->n_outputs; u++)
        log_std[u] = CLAMP (log_std[u], (float) config->log_std_min, (float) config->log_std_max);
      count_skipped (&tally, statistics, stepped);
      epoch_kl += sums.kl;
      if (epoch == 0 && first == 0) {
        statistics->first_kl = sums.kl / (double) count;
        statistics->first_clip_fraction = sums.clipped / (double) count;
      }
      if (!stepped)
        continue;
      tally.minibatches++;
      statistics->policy_loss -= sums.surrogate / (double) count;
      statistics->kl += sums.kl / (double) count;
      statistics->clip_fraction += sums.clipped / (double) count;
      statistics->policy_gradient_norm += norm;
    }
    if (config->target_kl > 0 && epoch_kl / (double) n_samples > config->target_kl)
      break;
  }
  if (tally.minibatches > 0) {
    statistics->policy_loss /= tally.minibatches;
    statistics->kl /= tally.minibatches;
    statistics->clip_fraction /= tally.minibatches;
    statistics->policy_gradient_norm /= tally.minibatches;
  }
}

static void
value_minibatch (Task *task, const guint32 *order, gsize count, GmarlValueSums *sums)
{
  Scratch *s = &task->scratch;
  const GmarlKernels *kernels = task->kernels;
  float scale = (float) (task->config->value_coefficient / (double) count);

  kernels->transpose (task->shape, task->parameters, s->transposed);
  for (gsize row = 0; row < count; row += BLOCK_ROWS) {
    gsize rows = MIN (count - row, BLOCK_ROWS);
    gsize padded = gather (task, order + row, rows, FALSE);

    kernels->forward (task->shape, task->parameters, s->input, task->shape->n_inputs, padded,
                      s->activation, s->output, BLOCK_ROWS);
    kernels->value_loss (padded, s->output, s->advantage, s->weight, (float) task->config->huber,
                         scale, s->d_output, sums);
    kernels->backward (task->shape, task->parameters, s->transposed, s->input,
                       task->shape->n_inputs, padded, s->activation, s->d_output, BLOCK_ROWS,
                       s->d_activation, s->gradient);
  }
}

void
gmarl_ppo_update_value (const GmarlKernels *kernels,
                        GmarlNetworks *networks,
                        const GmarlLearningConfig *config,
                        const GmarlUpdateBatch *batch,
                        gsize set,
                        gpointer scratch,
                        GmarlUpdateStatistics *statistics)
{
  gsize n_samples = batch->agents_per_set * batch->samples_per_agent;
  gsize minibatch = gmarl_ppo_minibatch (config, batch->agents_per_set);
  gsize n_parameters = networks->set_size - networks->value_offset;
  gsize offset = set * networks->set_size + networks->value_offset;
  Task task = { kernels, config, batch, &networks->value, set, gmarl_networks_value (networks, set),
                { 0 } };
  Tally tally = { 0 };
  GmarlUpdateStatistics mine = { 0 };

  lay_out_scratch (networks, n_samples, scratch, &task.scratch);
  for (gint64 epoch = 0; epoch < config->epochs; epoch++) {
    gmarl_ppo_shuffle (task.scratch.order, n_samples, order_key (&task, VALUE, epoch));
    for (gsize first = 0; first < n_samples; first += minibatch) {
      gsize count = MIN (minibatch, n_samples - first);
      GmarlValueSums sums = { 0 };
      double norm;
      gboolean stepped;

      memset (task.scratch.gradient, 0, n_parameters * sizeof (float));
      value_minibatch (&task, task.scratch.order + first, count, &sums);
      stepped = isfinite (sums.huber) &&
                descend (&task, n_parameters, networks->first_moment + offset,
                         networks->second_moment + offset, &networks->value_steps[set], &norm);
      count_skipped (&tally, &mine, stepped);
      if (!stepped)
        continue;
      tally.minibatches++;
      mine.value_loss += sums.huber / (double) count;
      mine.value_gradient_norm += norm;
    }
  }
  statistics->value_loss = mine.value_loss / MAX (tally.minibatches, 1);
  statistics->value_gradient_norm = mine.value_gradient_norm / MAX (tally.minibatches, 1);
  statistics->value_skipped = mine.skipped;
  statistics->value_skipped_in_a_row = mine.skipped_in_a_row;
}
