/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The update of one network against the naive one, and what it does with bad numbers. The kernels'
 * own tests compare gradients with finite differences.
 */
#include "gmarl-ppo.h"
#include "gmarl-random.h"
#include "learning-fixture.h"
#include "naive-ppo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define O 7
#define U 3
#define R (O + U + 3)

typedef struct {
  GmarlLearningConfig config;
  GmarlKernels kernels;
  GmarlNetworks *networks;
  gsize n_sets;
  float *records;
  double advantage_mean[2], advantage_inverse_sd[2], return_mean[2], return_inverse_sd[2];
  GmarlUpdateBatch batch;
  gpointer scratch;
} Update;

/* Observations and actions as a rollout leaves them; log-probabilities that are off by about a
 * clip range, and advantages and returns anywhere.
 */
static void
fill_records (Update *self, GRand *random)
{
  gsize n = self->n_sets * self->batch.agents_per_set * self->batch.samples_per_agent;

  for (gsize k = 0; k < n; k++) {
    float *record = self->records + k * R;
    double log_probability = 0;

    for (gsize i = 0; i < O; i++)
      record[i] = (float) g_rand_double_range (random, -2, 2);
    for (gsize u = 0; u < U; u++) {
      double z = g_rand_double_range (random, -2, 2);

      record[O + u] = (float) (exp (-0.5) * z);
      log_probability -= 0.5 * z * z - 0.5 + 0.5 * log (2 * G_PI);
    }
    record[O + U] = (float) (log_probability + g_rand_double_range (random, -0.4, 0.4));
    record[O + U + 1] = (float) (3 + 5 * record[0] + g_rand_double_range (random, -5, 5));
    record[O + U + 2] = (float) (50 + 30 * record[1] + g_rand_double_range (random, -5, 5));
  }
}

static void
update_init (Update *self, const char *options, gsize agents_per_set, gsize samples_per_agent)
{
  GRand *random = g_rand_new_with_seed (11);
  g_autoptr (GError) error = NULL;

  *self = (Update){ .config = fixture_config (options), .n_sets = 2 };
  gmarl_backend_cpu_kernels (&self->config.hidden, self->config.backend, self->config.kernel_level,
                             &self->kernels, &error);
  g_assert_no_error (error);
  self->networks = gmarl_networks_new (2, &self->config.hidden, O, U);
  gmarl_networks_initialise (self->networks, self->config.log_std, 3);
  self->records = g_new (float, 2 * agents_per_set * samples_per_agent * R);
  for (gsize set = 0; set < 2; set++) {
    self->advantage_mean[set] = 3 + (double) set;
    self->advantage_inverse_sd[set] = 0.15;
    self->return_mean[set] = 45;
    self->return_inverse_sd[set] = 0.04;
  }
  self->batch = (GmarlUpdateBatch){
    .records = self->records,
    .agents_per_set = agents_per_set,
    .samples_per_agent = samples_per_agent,
    .record_size = R,
    .advantage_mean = self->advantage_mean,
    .advantage_inverse_sd = self->advantage_inverse_sd,
    .return_mean = self->return_mean,
    .return_inverse_sd = self->return_inverse_sd,
    .seed = 5,
    .iteration = 2,
    .learning_rate = self->config.learning_rate,
  };
  fill_records (self, random);
  self->scratch = gmarl_aligned_new0 (
      gmarl_ppo_scratch_size (self->networks, agents_per_set * samples_per_agent));
  g_rand_free (random);
}

static void
update_clear (Update *self)
{
  gmarl_networks_free (self->networks);
  g_free (self->records);
  free (self->scratch);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Update, update_clear)

static GmarlNetworkStatistics
update_run (Update *self, gsize set, GmarlNetworkKind network)
{
  GmarlNetworkStatistics statistics;

  gmarl_ppo_update (&self->kernels, self->networks, &self->config, &self->batch, set, network,
                    self->scratch, &statistics);
  return statistics;
}

static void
assert_near (double found, double expected)
{
  g_assert_cmpfloat (fabs (found - expected), <, 1e-4 * (0.01 + fabs (expected)));
}

/* Both networks of set 1, twice in a row so that the moments go on; set 0 stays as it is. */
static void
compare_with_naive (const char *options, gsize agents_per_set, gsize samples_per_agent)
{
  g_auto (Update) update = { 0 };
  g_autofree float *set_0 = NULL;

  update_init (&update, options, agents_per_set, samples_per_agent);
  set_0 = g_memdup2 (update.networks->parameters, update.networks->set_size * sizeof *set_0);
  for (int round = 0; round < 2; round++, update.batch.iteration++)
    for (gsize network = 0; network < GMARL_N_NETWORK_KINDS; network++) {
      g_auto (NaiveSet) before = { 0 };
      g_auto (NaiveSet) after = { 0 };
      GmarlNetworkStatistics found, expected;
      double distance;

      naive_set_init (&before, update.networks, 1);
      naive_set_init (&after, update.networks, 1);
      found = update_run (&update, 1, network);
      naive_ppo_update (&after, update.networks, &update.config, &update.batch, 1, network,
                        &expected);
      distance = naive_distance (&before, &after, update.networks, 1, network);
      g_test_message ("%s, %s: distance %g, loss %g, kl %g, clipped %g, norm %g, %u minibatches",
                      options, network == GMARL_NETWORK_POLICY ? "policy" : "value", distance,
                      found.loss, found.kl, found.clip_fraction, found.gradient_norm,
                      found.minibatches);
      g_assert_cmpfloat (distance, <, 2e-4);
      assert_near (found.loss, expected.loss);
      assert_near (found.gradient_norm, expected.gradient_norm);
      assert_near (found.kl, expected.kl);
      g_assert_cmpfloat (fabs (found.clip_fraction - expected.clip_fraction), <, 2e-3);
      g_assert_cmpuint (found.minibatches, ==, expected.minibatches);
      g_assert_cmpuint (found.skipped, ==, 0);
      g_assert_cmpint (update.networks->policy_steps[1], ==, after.policy_steps);
      g_assert_cmpint (update.networks->value_steps[1], ==, after.value_steps);
    }
  g_assert_cmpmem (update.networks->parameters, update.networks->set_size * sizeof (float), set_0,
                   update.networks->set_size * sizeof (float));
}

static void
test_naive (void)
{
  /* Whole minibatches; short last ones, of a few rows too; gradients clipped always and never; both
   * branches of the Huber loss; entropy; several agents.
   */
  compare_with_naive ("ppo.minibatch=100 ppo.epochs=2", 1, 400);
  compare_with_naive ("ppo.minibatch=96 ppo.epochs=3 ppo.max_gradient_norm=0.001", 1, 500);
  compare_with_naive ("ppo.minibatch=97 ppo.epochs=1 ppo.max_gradient_norm=1000 ppo.huber=0.2", 1,
                      390);
  compare_with_naive ("ppo.minibatch=200 ppo.epochs=2 ppo.entropy=0.05 ppo.clip=0.05", 1, 201);
  compare_with_naive ("ppo.minibatch=20 ppo.epochs=2 policy.hidden=20-10-30", 3, 111);
  compare_with_naive ("ppo.minibatch=20 ppo.epochs=2 policy.hidden=8", 11, 30);
  compare_with_naive ("ppo.minibatch=1000000 ppo.epochs=3 ppo.value_coefficient=2", 1, 300);
  compare_with_naive ("ppo.minibatch=100 ppo.epochs=2 policy.hidden=300", 1, 250); /* OpenBLAS */
}

static void
test_every_level (void)
{
  static const char *const options[] = { "kernel_level=baseline", "kernel_level=avx2",
                                         "kernel_level=avx512", "backend=openblas" };
  static const GmarlLevel levels[] = { GMARL_LEVEL_BASELINE, GMARL_LEVEL_AVX2, GMARL_LEVEL_AVX512,
                                       GMARL_LEVEL_BASELINE };

  for (gsize k = 0; k < G_N_ELEMENTS (options); k++) {
    g_autofree char *all = g_strconcat ("ppo.minibatch=128 ppo.epochs=2 ", options[k], NULL);

    if (gmarl_kernels_get (levels[k]) != NULL)
      compare_with_naive (all, 1, 333);
    else
      g_test_message ("no %s here", options[k]);
  }
}

/* A policy's epochs end where the divergence of a whole epoch is above the target; a value network
 * goes on.
 */
static void
test_target_kl (void)
{
  static const struct {
    const char *target;
    guint epochs;
  } cases[] = { { "0", 5 }, { "100", 5 }, { "1e-9", 1 } };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autofree char *options = g_strconcat (
        "ppo.minibatch=100 ppo.epochs=5 ppo.learning_rate=1e-2 ppo.target_kl=", cases[k].target,
        NULL);
    g_auto (Update) update = { 0 };

    compare_with_naive (options, 1, 350);
    update_init (&update, options, 1, 350);
    g_assert_cmpuint (update_run (&update, 0, GMARL_NETWORK_POLICY).minibatches, ==,
                      4 * cases[k].epochs);
    g_assert_cmpuint (update_run (&update, 0, GMARL_NETWORK_VALUE).minibatches, ==, 20);
  }
}

/* A large entropy bonus drives log σ to its bound, and not beyond. */
static void
test_log_std_bounds (void)
{
  g_auto (Update) update = { 0 };

  update_init (&update,
               "ppo.minibatch=10 ppo.epochs=40 ppo.entropy=10 ppo.learning_rate=0.1 "
               "policy.log_std_max=0.25",
               1, 100);
  update_run (&update, 0, GMARL_NETWORK_POLICY);
  for (gsize u = 0; u < U; u++) {
    g_assert_cmpfloat (gmarl_networks_log_std (update.networks, 0)[u], ==, 0.25f);
    g_assert_cmpfloat (gmarl_networks_log_std (update.networks, 1)[u], ==, -0.5f);
  }
}

/* One bad sample costs one minibatch an epoch; nothing of it stays. */
static void
test_bad_sample (void)
{
  static const struct {
    gsize field;
    float value;
    gboolean policy, value_network;
  } cases[] = {
    { O + U + 1, NAN, TRUE, FALSE }, { O + U + 1, INFINITY, TRUE, FALSE },
    { O + U + 2, NAN, FALSE, TRUE }, { O + U + 2, -INFINITY, FALSE, TRUE },
    { O, NAN, TRUE, FALSE },         { 2, NAN, TRUE, TRUE },
    { O + U, NAN, TRUE, FALSE },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    for (gsize network = 0; network < GMARL_N_NETWORK_KINDS; network++) {
      g_auto (Update) update = { 0 };
      GmarlNetworkStatistics s;
      gboolean bad = network == GMARL_NETWORK_POLICY ? cases[k].policy : cases[k].value_network;

      update_init (&update, "ppo.minibatch=100 ppo.epochs=3", 1, 400);
      update.records[123 * R + cases[k].field] = cases[k].value;
      s = update_run (&update, 0, network);
      g_assert_cmpuint (s.skipped, ==, bad ? 3 : 0);
      g_assert_cmpuint (s.minibatches, ==, bad ? 9 : 12);
      g_assert_cmpuint (s.skipped_in_a_row, ==, bad ? 1 : 0);
      g_assert_true (isfinite (s.loss) && isfinite (s.kl) && isfinite (s.gradient_norm));
      for (gsize p = 0; p < 2 * update.networks->set_size; p++)
        g_assert_true (isfinite (update.networks->parameters[p]) &&
                       isfinite (update.networks->first_moment[p]) &&
                       isfinite (update.networks->second_moment[p]));
    }
}

/* Where all is bad, nothing changes. */
static void
test_bad_batch (void)
{
  for (gsize network = 0; network < GMARL_N_NETWORK_KINDS; network++) {
    g_auto (Update) update = { 0 };
    g_autofree float *before = NULL;
    GmarlNetworkStatistics s;
    gsize bytes;

    update_init (&update, "ppo.minibatch=100 ppo.epochs=3", 1, 400);
    bytes = 2 * update.networks->set_size * sizeof *before;
    before = g_memdup2 (update.networks->parameters, bytes);
    for (gsize k = 0; k < 400; k++)
      update.records[k * R] = NAN;
    s = update_run (&update, 0, network);
    g_assert_cmpuint (s.skipped, ==, 12);
    g_assert_cmpuint (s.skipped_in_a_row, ==, 12);
    g_assert_cmpuint (s.minibatches, ==, 0);
    g_assert_cmpfloat (s.loss, ==, 0);
    g_assert_cmpmem (update.networks->parameters, bytes, before, bytes);
    g_assert_cmpint (update.networks->policy_steps[0] + update.networks->value_steps[0], ==, 0);
  }
}

static void
test_permutation (void)
{
  static const gsize counts[] = { 1,    2,    3,     4,     5,     7,     8,     9,
                                  31,   32,   33,    100,   255,   256,   257,   640,
                                  1000, 4096, 16000, 16383, 16384, 16385, 65536, 100001 };

  for (gsize k = 0; k < G_N_ELEMENTS (counts); k++)
    for (guint64 key = 0; key < 20; key++) {
      gsize count = counts[k];
      g_autofree guint32 *order = g_new (guint32, count + 1);
      g_autofree guint32 *again = g_new (guint32, count);
      g_autofree gboolean *seen = g_new0 (gboolean, count);

      order[count] = 4711;
      gmarl_ppo_shuffle (order, count, gmarl_random_mix (key));
      gmarl_ppo_shuffle (again, count, gmarl_random_mix (key));
      g_assert_cmpmem (order, count * sizeof *order, again, count * sizeof *again);
      g_assert_cmpuint (order[count], ==, 4711);
      for (gsize i = 0; i < count; i++) {
        g_assert_cmpuint (order[i], <, count);
        g_assert_false (seen[order[i]]);
        seen[order[i]] = TRUE;
      }
      if (count > 30) {
        gmarl_ppo_shuffle (again, count, gmarl_random_mix (key + 1));
        g_assert_cmpint (memcmp (order, again, count * sizeof *again), !=, 0);
      }
    }
}

static double
chi_square (const double *found, gsize n_bins, double expected)
{
  double sum = 0;

  for (gsize b = 0; b < n_bins; b++)
    sum += (found[b] - expected) * (found[b] - expected) / expected;
  return sum;
}

/* Over many keys: where a sample comes, which two come first together, and how often two that are
 * neighbours in time share a minibatch. The bounds are the 99.99 % points; the keys are fixed.
 */
static void
test_uniform (void)
{
  enum {
    COUNT = 640,
    BINS = 16,
    KEYS = 32000
  };
  g_autofree guint32 *order = g_new (guint32, COUNT);
  g_autofree guint32 *place = g_new (guint32, COUNT);
  double of_first[BINS] = { 0 }, of_last[BINS] = { 0 }, gap[BINS] = { 0 };
  double joint[BINS * BINS] = { 0 };
  double together = 0, likely = (COUNT / BINS - 1.0) / (COUNT - 1);

  for (guint64 key = 0; key < KEYS; key++) {
    gmarl_ppo_shuffle (order, COUNT, gmarl_random_mix (key));
    for (gsize i = 0; i < COUNT; i++)
      place[order[i]] = (guint32) i;
    of_first[place[0] * BINS / COUNT]++;
    of_last[place[COUNT - 1] * BINS / COUNT]++;
    gap[(place[301] + COUNT - place[300] - 1) % COUNT * BINS / COUNT]++;
    joint[order[0] * BINS / COUNT * BINS + order[1] * BINS / COUNT]++;
    together += place[100] * BINS / COUNT == place[101] * BINS / COUNT;
  }
  g_assert_cmpfloat (chi_square (of_first, BINS, (double) KEYS / BINS), <, 44.3);
  g_assert_cmpfloat (chi_square (of_last, BINS, (double) KEYS / BINS), <, 44.3);
  g_assert_cmpfloat (chi_square (gap, BINS, (double) KEYS / BINS), <, 44.3);
  g_assert_cmpfloat (chi_square (joint, BINS * BINS, (double) KEYS / (BINS * BINS)), <, 347.7);
  g_assert_cmpfloat (fabs (together - KEYS * likely), <, 3.9 * sqrt (KEYS * likely * (1 - likely)));
}

static void
test_minibatch (void)
{
  GmarlLearningConfig config = fixture_config ("ppo.minibatch=640");

  g_assert_cmpuint (gmarl_ppo_minibatch (&config, 1), ==, 640);
  g_assert_cmpuint (gmarl_ppo_minibatch (&config, 5), ==, 3200);
  g_assert_cmpuint (gmarl_ppo_minibatch (&config, 8), ==, 5120);
  g_assert_cmpuint (gmarl_ppo_minibatch (&config, 100), ==, 5120);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/ppo/permutation", test_permutation);
  g_test_add_func ("/learning/ppo/uniform", test_uniform);
  g_test_add_func ("/learning/ppo/minibatch", test_minibatch);
  g_test_add_func ("/learning/ppo/naive", test_naive);
  g_test_add_func ("/learning/ppo/every-level", test_every_level);
  g_test_add_func ("/learning/ppo/target-kl", test_target_kl);
  g_test_add_func ("/learning/ppo/log-std-bounds", test_log_std_bounds);
  g_test_add_func ("/learning/ppo/bad-sample", test_bad_sample);
  g_test_add_func ("/learning/ppo/bad-batch", test_bad_batch);
  return g_test_run ();
}
