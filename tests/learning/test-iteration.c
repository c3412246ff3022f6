/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* Whole iterations of the learner, taken apart: what the rollout stored, the values, advantages and
 * moments made of it, the rescaled value head and the update, each against the plainest
 * calculation in double precision.
 */
#include "environments/toy.h"
#include "gmarl-learner-private.h"
#include "gmarl-random.h"
#include "gmarl-streams.h"
#include "learning-fixture.h"
#include "naive-ppo.h"

#include <math.h>
#include <string.h>

#define GAMMA  0.9
#define LAMBDA 0.8

/* Pendulum's reward, from what the agent sees and does. */
static double
pendulum_reward (const float *record)
{
  double angle = atan2 (record[1], record[0]);
  double torque = 2 * CLAMP (record[3], -1, 1);

  return -(angle * angle + 0.1 * record[2] * record[2] + 0.001 * torque * torque);
}

/* The values, in units of the return, that the networks of before give to rows of observations. */
static double *
value_rows (const NaiveSet *before,
            const GmarlNetworks *networks,
            double mean,
            double sd,
            const float *rows,
            gsize stride,
            gsize count)
{
  gsize O = networks->policy.n_inputs;
  g_autofree double *input = g_new (double, count *O);
  double *value = g_new (double, count);

  for (gsize k = 0; k < count; k++)
    for (gsize i = 0; i < O; i++)
      input[k * O + i] = rows[k * stride + i];
  naive_values (before, networks, input, count, value);
  for (gsize k = 0; k < count; k++)
    value[k] = mean + sd * value[k];
  return value;
}

static void
assert_near (double found, double expected, double scale)
{
  if (!(fabs (found - expected) <= 2e-5 * scale))
    g_error ("%.9g where %.9g was expected, in numbers of about %g", found, expected, scale);
}

/* Advantages and returns of one environment's steps, by the definition's recursion. */
static void
check_advantages (const GmarlRollout *r,
                  gsize e,
                  const double *value,
                  const double *boundary,
                  double scale)
{
  const float *records = r->records + e * r->n_steps * r->record_size;
  gsize n_boundaries = 0;
  double advantage = 0, next;

  for (gsize t = 0; t < r->n_steps; t++)
    n_boundaries += r->end[e * r->n_steps + t] == GMARL_EPISODE_TRUNCATED;
  next = boundary[n_boundaries];
  for (gsize t = r->n_steps; t-- > 0;) {
    const float *record = records + t * r->record_size;

    if (r->end[e * r->n_steps + t] != GMARL_EPISODE_GOES_ON) {
      next = boundary[--n_boundaries];
      advantage = 0;
    }
    advantage = pendulum_reward (record) + GAMMA * next - value[t] + GAMMA * LAMBDA * advantage;
    next = value[t];
    assert_near (record[5], advantage, scale);
    assert_near (record[6], advantage + value[t], scale);
  }
}

/* Mean and standard deviation of a field over all records, in two passes. */
static void
measure (const GmarlRollout *r, gsize field, double *mean, double *sd)
{
  gsize count = r->n_environments * r->n_steps;

  *mean = *sd = 0;
  for (gsize k = 0; k < count; k++)
    *mean += r->records[k * r->record_size + field] / (double) count;
  for (gsize k = 0; k < count; k++)
    *sd += pow (r->records[k * r->record_size + field] - *mean, 2) / (double) count;
  *sd = sqrt (*sd);
}

/* The value head after its normalisation changed: the same outputs in units of the return. */
static void
rescale (NaiveSet *set,
         const GmarlNetworks *networks,
         double old_mean,
         double old_sd,
         double new_mean,
         double new_sd)
{
  double *value = set->parameters + networks->value_offset;
  double *head = value + gmarl_network_shape_head (&networks->value);
  double *bias = value + gmarl_network_shape_head_bias (&networks->value);
  gsize width = gmarl_network_shape_fan_in (&networks->value, networks->value.n_hidden);

  for (gsize k = 0; k < width; k++)
    head[k] *= old_sd / new_sd;
  *bias = (old_mean + old_sd * *bias - new_mean) / new_sd;
}

/* All returns up to now, for the running moments. */
typedef struct {
  double count, sum, square;
} Returns;

static void
add_returns (Returns *self, const GmarlRollout *r)
{
  for (gsize k = 0; k < r->n_environments * r->n_steps; k++) {
    double value = r->records[k * r->record_size + 6];

    self->count++;
    self->sum += value;
    self->square += value * value;
  }
}

static void
check_iteration (GmarlLearner *learner, Returns *returns, double rate)
{
  const GmarlRollout *r = learner->rollout;
  const GmarlNetworks *networks = learner->networks;
  gsize E = r->n_environments, T = r->n_steps;
  double old_mean = learner->returns->mean[0];
  double old_sd = gmarl_normaliser_sd (learner->returns, 0, 0, 1e-4);
  double mean, sd;
  GmarlUpdateBatch batch;
  GmarlTrainingMetrics row;
  g_auto (NaiveSet) before = { 0 };
  g_auto (NaiveSet) after = { 0 };
  g_autofree double *value = NULL;
  g_autofree double *boundary = NULL;

  naive_set_init (&before, networks, 0);
  naive_set_init (&after, networks, 0);
  fixture_train (learner, 1, &row);

  value = value_rows (&before, networks, old_mean, old_sd, r->records, r->record_size, E * T);
  boundary = value_rows (&before, networks, old_mean, old_sd, r->boundary, r->n_observations,
                         E * r->n_boundaries);
  for (gsize e = 0; e < E; e++)
    check_advantages (r, e, value + e * T, boundary + e * r->n_boundaries, 20 + fabs (old_mean));

  measure (r, 5, &mean, &sd);
  assert_near (learner->advantage_mean[0], mean, sd);
  assert_near (learner->advantage_inverse_sd[0], 1 / sd, 1 / sd);
  add_returns (returns, r);
  mean = returns->sum / returns->count;
  sd = sqrt (returns->square / returns->count - mean * mean);
  assert_near (learner->returns->mean[0], mean, sd);
  assert_near (learner->return_mean[0], mean, sd);
  assert_near (1 / learner->return_inverse_sd[0], sd, sd);
  g_assert_cmpfloat (row.value[GMARL_METRIC_LEARNING_RATE], ==, rate);

  rescale (&after, networks, old_mean, old_sd, mean, sd);
  batch = (GmarlUpdateBatch){
    .records = r->records,
    .agents_per_set = 1,
    .samples_per_agent = E * T,
    .record_size = r->record_size,
    .advantage_mean = learner->advantage_mean,
    .advantage_inverse_sd = learner->advantage_inverse_sd,
    .return_mean = learner->return_mean,
    .return_inverse_sd = learner->return_inverse_sd,
    .seed = 7,
    .iteration = learner->iteration - 1,
    .learning_rate = rate,
  };
  for (gsize network = 0; network < GMARL_N_NETWORK_KINDS; network++) {
    GmarlNetworkStatistics expected;
    double distance;

    naive_ppo_update (&after, networks, &learner->config, &batch, 0, network, &expected);
    distance = naive_distance (&before, &after, networks, 0, network);
    g_test_message ("iteration %d, network %zu: distance %g", (int) learner->iteration, network,
                    distance);
    g_assert_cmpfloat (distance, <, 1e-3);
  }
}

/* Several truncations in a fragment, one sometimes at its very end; a short last minibatch; a rate
 * that falls linearly to its end.
 */
static void
test_taken_apart (void)
{
  g_autoptr (GmarlEnvironment) pendulum = &pendulum_new ()->parent;
  GmarlLearningConfig config = fixture_config (
      "rollout.environments=5 rollout.steps=61 ppo.minibatch=100 ppo.epochs=3 ppo.gamma=0.9 "
      "ppo.gae_lambda=0.8 policy.hidden=24-16 ppo.learning_rate=1e-3 ppo.learning_rate_end=0.2 "
      "normalise.observations=no");
  g_autoptr (GmarlLearner) learner = NULL;
  Returns returns = { 0 };

  pendulum->episode_length = 20;
  learner = fixture_learner (pendulum, &config, 7, 5);
  for (int k = 0; k < 5; k++)
    check_iteration (learner, &returns, 1e-3 * (1 + (0.2 - 1) * (k / 4.0)));
}

/* Every action is mean + σ noise by the key of its environment, agent and step, and its
 * log-probability the density's.
 */
static void
test_samples (void)
{
  g_autoptr (GmarlEnvironment) leak = &leak_new (1, 0, 0)->parent;
  GmarlLearningConfig config =
      fixture_config ("rollout.environments=3 rollout.steps=30 ppo.epochs=1 policy.log_std=-0.7 "
                      "normalise.observations=no ppo.learning_rate=1e-12");
  g_autoptr (GmarlLearner) learner = fixture_learner (leak, &config, 7, 3);
  const GmarlRollout *r = learner->rollout;

  for (gsize iteration = 0; iteration < 3; iteration++) {
    fixture_train (learner, 1, NULL);
    for (gsize agent = 0; agent < 2; agent++)
      for (gsize e = 0; e < 3; e++)
        for (gsize t = 0; t < 30; t++) {
          const float *record = r->records + ((agent * 3 + e) * 30 + t) * r->record_size;
          double z = gmarl_random_normal (gmarl_learning_seed (7),
                                          gmarl_learning_stream (GMARL_STREAM_NOISE, e, agent),
                                          iteration * 30 + t);
          double mean;

          fixture_mean_action (learner, agent, record, &mean);
          g_assert_cmpfloat (fabs (record[1] - (mean + exp (-0.7) * z)), <, 1e-6);
          g_assert_cmpfloat (fabs (record[2] - (-0.5 * z * z + 0.7 - 0.5 * log (2 * G_PI))), <,
                             1e-5);
        }
  }
}

/* With a step too small to be one, values are what they were while their normalisation changes. */
static void
test_outputs_preserved (void)
{
  g_autoptr (GmarlEnvironment) lqr = &lqr_new ()->parent;
  GmarlLearningConfig config =
      fixture_config ("rollout.environments=8 rollout.steps=50 ppo.epochs=1 "
                      "ppo.learning_rate=1e-12 normalise.observations=no");
  g_autoptr (GmarlLearner) learner = fixture_learner (lqr, &config, 7, 3);
  double before[5], sd = 1;

  for (int k = 0; k < 5; k++)
    before[k] = fixture_value (learner, 0, &(float){ (float) k - 2 });
  for (int iteration = 0; iteration < 3; iteration++) {
    fixture_train (learner, 1, NULL);
    g_assert_cmpfloat (fabs (gmarl_normaliser_sd (learner->returns, 0, 0, 1e-4) / sd - 1), >, 0.01);
    sd = gmarl_normaliser_sd (learner->returns, 0, 0, 1e-4);
    for (int k = 0; k < 5; k++)
      g_assert_cmpfloat (fabs (fixture_value (learner, 0, &(float){ (float) k - 2 }) - before[k]),
                         <, 1e-5);
  }
}

/* Observations as the environment gave them, normalised with the moments that acted; the moments
 * then those of all of them.
 */
static void
test_observations_normalised (void)
{
  g_autoptr (GmarlEnvironment) lqr = &lqr_new ()->parent;
  GmarlLearningConfig raw = fixture_config (
      "rollout.environments=4 rollout.steps=25 ppo.epochs=1 ppo.learning_rate=1e-12");
  GmarlLearningConfig plain = raw;
  g_autoptr (GmarlLearner) learner = fixture_learner (lqr, &raw, 7, 2);
  g_autoptr (GmarlLearner) other = NULL;
  double mean = 0, square = 0;

  /* Before the first merge both see the same. */
  plain.normalise_observations = FALSE;
  other = fixture_learner (lqr, &plain, 7, 2);
  fixture_train (learner, 1, NULL);
  fixture_train (other, 1, NULL);
  g_assert_cmpmem (learner->rollout->records, 100 * 5 * sizeof (float), other->rollout->records,
                   100 * 5 * sizeof (float));
  for (gsize k = 0; k < 100; k++)
    mean += learner->rollout->records[k * 5] / 100;
  for (gsize k = 0; k < 100; k++)
    square += pow (learner->rollout->records[k * 5] - mean, 2);
  g_assert_cmpfloat (fabs (learner->observations->mean[0] - mean), <, 1e-6);
  g_assert_cmpfloat (fabs (learner->observations->square[0] - square), <, 1e-5);
  g_assert_cmpfloat (other->observations->count[0], ==, 0);

  /* Then what was seen is (x − mean) / sd: in these units x' = x + u + 0.1 ξ. */
  fixture_train (learner, 1, NULL);
  g_assert_cmpfloat (learner->observations->count[0], ==, 200);
  for (gsize k = 0; k + 1 < 100; k++) {
    const float *record = learner->rollout->records + k * 5;
    double sd = sqrt (square / 100);
    double now = record[0] * sd + mean, next = record[5] * sd + mean;

    if (learner->rollout->end[k] == GMARL_EPISODE_GOES_ON && k % 25 != 24)
      g_assert_cmpfloat (fabs (next - now - CLAMP (record[1], -1, 1)), <, 0.1 * 4.5);
  }
}

/* The policy that acted is the one that learns: the first minibatch has ratio 1 exactly. */
static void
test_first_minibatch (void)
{
  static const gsize sizes[] = { 1, 5, 7 };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    for (int shared = 0; shared < 2; shared++) {
      g_auto (GridFixture) grid = { 0 };
      GmarlLearningConfig config =
          fixture_config ("rollout.environments=7 rollout.steps=45 ppo.minibatch=50 ppo.epochs=2");
      g_autoptr (GmarlLearner) learner = NULL;

      grid_fixture_init (&grid, sizes[k], shared);
      config.share_parameters = shared;
      learner = fixture_learner (grid.environment, &config, 3, 4);
      for (int iteration = 0; iteration < 4; iteration++) {
        fixture_train (learner, 1, NULL);
        for (gsize set = 0; set < learner->networks->n_sets; set++) {
          const GmarlNetworkStatistics *s = &learner->statistics[set].network[GMARL_NETWORK_POLICY];

          g_assert_cmpfloat (s->first_kl, ==, 0);
          g_assert_cmpfloat (s->first_clip_fraction, ==, 0);
          g_assert_cmpfloat (s->kl, >, 0); /* the later ones do differ */
        }
      }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/iteration/taken-apart", test_taken_apart);
  g_test_add_func ("/learning/iteration/samples", test_samples);
  g_test_add_func ("/learning/iteration/outputs-preserved", test_outputs_preserved);
  g_test_add_func ("/learning/iteration/observations-normalised", test_observations_normalised);
  g_test_add_func ("/learning/iteration/first-minibatch", test_first_minibatch);
  return g_test_run ();
}
