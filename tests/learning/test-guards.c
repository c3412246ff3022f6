/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* What a learner does with numbers that are none, from the environment or from itself. */
#include "environments/hook.h"
#include "environments/toy.h"
#include "gmarl-error.h"
#include "gmarl-learner-private.h"
#include "learning-fixture.h"

#include <math.h>
#include <string.h>

#define OPTIONS                                                                                    \
  "rollout.environments=6 rollout.steps=20 ppo.minibatch=30 ppo.epochs=2 policy.hidden=16 "        \
  "ppo.learning_rate=0.004 "

static void
assert_says (const GError *error, const char *what)
{
  if (strstr (error->message, what) == NULL)
    g_error ("“%s” is not in: %s", what, error->message);
}

/* One bad number from the environment ends the training, before it is merged into anything: the
 * learner is as it was to the bit, and goes on when the environment does.
 */
static void
compare_spoiled (const char *options, gboolean observation, double value, const char *what)
{
  g_autoptr (GmarlEnvironment) leak = &leak_new (1, 0, 0)->parent;
  Hook *hook = hook_new (leak);
  g_autoptr (GmarlEnvironment) environment = &hook->parent;
  GmarlLearningConfig config = fixture_config (options);
  g_autoptr (GmarlLearner) learner = fixture_learner (environment, &config, 3, 5);
  g_autoptr (GmarlLearner) other = fixture_learner (leak, &config, 3, 5);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  GmarlTrainingMetrics row;

  fixture_train (learner, 2, NULL);
  before = gmarl_learner_save (learner, 0, 0);

  atomic_store (&hook->count, 0);
  hook->spoil_at = 77;
  hook->spoiled_agent = 1;
  hook->spoiled_reward = value;
  hook->spoil_observation = observation;
  g_assert_false (gmarl_learner_iterate (learner, NULL, &row, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED);
  assert_says (error, "iteration 3");
  assert_says (error, what);
  after = gmarl_learner_save (learner, 0, 0);
  g_assert_true (g_bytes_equal (before, after));

  hook->spoil_at = 0;
  fixture_train (learner, 1, NULL);
  fixture_train (other, 3, NULL);
  g_clear_pointer (&before, g_bytes_unref);
  g_clear_pointer (&after, g_bytes_unref);
  before = gmarl_learner_save (other, 0, 0);
  after = gmarl_learner_save (learner, 0, 0);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_environment (void)
{
  static const double bad[] = { NAN, INFINITY, -INFINITY, 1e300 };

  for (gsize k = 0; k < G_N_ELEMENTS (bad); k++) {
    compare_spoiled (OPTIONS, FALSE, bad[k], "rewards or values of agent 1 are not finite");
    compare_spoiled (OPTIONS "share_parameters=yes", FALSE, bad[k], "of agent 1 are not finite");
    compare_spoiled (OPTIONS, TRUE, bad[k], "observations of agent 1 are not finite");
    compare_spoiled (OPTIONS "normalise.values=no", FALSE, bad[k], "of agent 1 are not finite");
  }
  compare_spoiled (OPTIONS "normalise.observations=no", TRUE, NAN,
                   "observations of agent 1 are not finite");
}

/* Networks that have become invalid: the message names whose, which and the remedy; the others have
 * gone on.
 */
static void
compare_invalid (gsize set, GmarlNetworkKind network, const char *options, const char *what)
{
  g_autoptr (GmarlEnvironment) leak = &leak_new (1, 0, 0)->parent;
  GmarlLearningConfig config = fixture_config (options);
  g_autoptr (GmarlLearner) learner = fixture_learner (leak, &config, 3, 5);
  g_autoptr (GError) error = NULL;
  GmarlTrainingMetrics row;
  float *log_std = gmarl_networks_log_std (learner->networks, set);

  /* σ of 0: infinite densities; the values go wrong by their moments alone. */
  if (network == GMARL_NETWORK_POLICY)
    log_std[0] = -INFINITY;
  g_assert_false (gmarl_learner_iterate (learner, NULL, &row, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED);
  assert_says (error, what);
  assert_says (error, "iteration 1");
  assert_says (error, "ppo.learning_rate=0.002");
  g_assert_cmpint (learner->iteration, ==, 0);
  /* 120 samples in minibatches of 30, or 240 in 60, two epochs */
  g_assert_cmpint (learner->skipped, ==, 8);
  g_assert_cmpuint (learner->statistics[set].network[network].skipped_in_a_row, ==, 8);
  g_assert_cmpint (learner->networks->policy_steps[set], ==, 0);
  g_assert_cmpint (learner->networks->value_steps[set], ==, 8);
  if (learner->networks->n_sets == 2)
    g_assert_cmpint (learner->networks->policy_steps[1 - set], ==, 8);
}

static void
test_networks (void)
{
  compare_invalid (1, GMARL_NETWORK_POLICY, OPTIONS,
                   "policy loss or its gradient of agent 1 became invalid in 3 minibatches");
  compare_invalid (0, GMARL_NETWORK_POLICY, OPTIONS "share_parameters=yes",
                   "policy loss or its gradient of all agents became invalid");
}

/* One or two bad minibatches are skipped, counted and reported; training goes on. */
static void
test_few_skipped (void)
{
  g_autoptr (GmarlEnvironment) leak = &leak_new (1, 0, 0)->parent;
  GmarlLearningConfig config = fixture_config (
      "rollout.environments=6 rollout.steps=20 ppo.minibatch=60 ppo.epochs=1 policy.hidden=16 "
      "policy.log_std_min=-10");
  g_autoptr (GmarlLearner) learner = fixture_learner (leak, &config, 3, 5);
  GmarlTrainingMetrics row;

  /* Two minibatches of agent 0. */
  gmarl_networks_log_std (learner->networks, 0)[0] = -INFINITY;
  fixture_train (learner, 1, &row);
  g_assert_cmpfloat (row.value[GMARL_METRIC_SKIPPED_UPDATES], ==, 2);
  gmarl_networks_log_std (learner->networks, 0)[0] = -0.5f;
  fixture_train (learner, 1, &row);
  g_assert_cmpfloat (row.value[GMARL_METRIC_SKIPPED_UPDATES], ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/guards/environment", test_environment);
  g_test_add_func ("/learning/guards/networks", test_networks);
  g_test_add_func ("/learning/guards/few-skipped", test_few_skipped);
  return g_test_run ();
}
