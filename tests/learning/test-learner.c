/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* Learning on problems whose answer is known. */
#include "environments/toy.h"
#include "gmarl-learner-private.h"
#include "learning-fixture.h"

#include <math.h>
#include <string.h>

#define TOY_OPTIONS                                                                                \
  "policy.hidden=32 rollout.environments=16 ppo.minibatch=256 ppo.epochs=8 ppo.learning_rate=3e-3 "

static void
test_bandit (void)
{
  g_autoptr (GmarlEnvironment) bandit = &bandit_new (0.3, -0.6)->parent;
  GmarlLearningConfig config = fixture_config (TOY_OPTIONS "rollout.steps=64");
  g_autoptr (GmarlLearner) learner = fixture_learner (bandit, &config, 1, 40);
  double action[2];

  fixture_train (learner, 40, NULL);
  fixture_mean_action (learner, 0, &(float){ 1 }, action);
  g_test_message ("bandit: %g %g", action[0], action[1]);
  g_assert_cmpfloat (fabs (action[0] - 0.3), <, 0.02);
  g_assert_cmpfloat (fabs (action[1] + 0.6), <, 0.02);
}

/* The slope of the mean action over [−1, 1], by least squares, against Riccati's. */
static void
test_lqr (void)
{
  const double gamma = 0.95;
  g_autoptr (GmarlEnvironment) lqr = &lqr_new ()->parent;
  GmarlLearningConfig config = fixture_config (
      TOY_OPTIONS
      "rollout.steps=400 ppo.gamma=0.95 ppo.learning_rate=2e-3 ppo.learning_rate_end=0");
  g_autoptr (GmarlLearner) learner = fixture_learner (lqr, &config, 1, 100);
  double product = 0, square = 0, y;

  fixture_train (learner, 100, NULL);
  for (int k = -10; k <= 10; k++) {
    float x = (float) k / 10;
    double action;

    fixture_mean_action (learner, 0, &x, &action);
    product += x * action;
    square += x * x;
  }
  g_test_message ("gain: %g, of Riccati %g", -product / square, lqr_gain (gamma));
  /* γp = y solves y² + (1 − 2γ) y − γ = 0, and the gain is y / (1 + y). */
  y = (2 * gamma - 1 + sqrt ((2 * gamma - 1) * (2 * gamma - 1) + 4 * gamma)) / 2;
  g_assert_cmpfloat (fabs (lqr_gain (gamma) - y / (1 + y)), <, 1e-9);
  g_assert_cmpfloat (fabs (-product / square / lqr_gain (gamma) - 1), <, 0.05);
}

static void
test_team (void)
{
  g_autoptr (GmarlEnvironment) team = &team_new ()->parent;

  for (int shared = 0; shared < 2; shared++) {
    GmarlLearningConfig config = fixture_config (TOY_OPTIONS "rollout.steps=64");
    g_autoptr (GmarlLearner) learner = NULL;
    double first, second;

    config.share_parameters = shared;
    learner = fixture_learner (team, &config, 1, 60);
    fixture_train (learner, 60, NULL);
    fixture_mean_action (learner, 0, &(float){ 0 }, &first);
    fixture_mean_action (learner, 1, &(float){ 1 }, &second);
    g_test_message ("team%s: %g %g", shared ? ", shared" : "", first, second);
    g_assert_cmpfloat (fabs (first - 0.6), <, 0.03);
    g_assert_cmpfloat (fabs (second - 0.2), <, 0.03);
  }
}

/* The mean actions of both agents after training where agent i is paid own a_i + other a_j. */
static void
train_on_leak (double own, double other, guint64 seed, double *actions)
{
  g_autoptr (GmarlEnvironment) leak = &leak_new (own, other, 0)->parent;
  GmarlLearningConfig config =
      fixture_config ("policy.hidden=32 rollout.environments=32 rollout.steps=60 ppo.minibatch=512 "
                      "ppo.learning_rate=1e-3");
  g_autoptr (GmarlLearner) learner = fixture_learner (leak, &config, seed, 30);
  const float observation = 1;

  fixture_train (learner, 30, NULL);
  fixture_mean_action (learner, 0, &observation, &actions[0]);
  fixture_mean_action (learner, 1, &observation, &actions[1]);
}

/* Being paid for what the other does, a policy wanders without direction: each stays near where it
 * began and their mean nearer. Being paid for the own action drives it past the bound.
 */
static void
test_other_pays (void)
{
  enum {
    PAIRS = 6
  };
  double paid_by_other[2], paid_by_own[2], mean = 0;

  for (guint64 seed = 1; seed <= PAIRS; seed++) {
    train_on_leak (0, -1, seed, paid_by_other);
    g_test_message ("paid by the other: %g, %g", paid_by_other[0], paid_by_other[1]);
    for (int agent = 0; agent < 2; agent++) {
      g_assert_cmpfloat (fabs (paid_by_other[agent]), <, 0.5);
      mean += paid_by_other[agent] / (2 * PAIRS);
    }
  }
  g_test_message ("their mean: %g", mean);
  g_assert_cmpfloat (fabs (mean), <, 0.1);

  train_on_leak (-1, 0, 1, paid_by_own);
  g_test_message ("paid by the own: %g, %g", paid_by_own[0], paid_by_own[1]);
  g_assert_cmpfloat (paid_by_own[0], <, -0.9);
  g_assert_cmpfloat (paid_by_own[1], <, -0.9);
}

/* Some iterations on it. (transfer full) */
static GmarlLearner *
train_beside (const GmarlEnvironment *leak)
{
  GmarlLearningConfig config = fixture_config (TOY_OPTIONS "rollout.steps=60");
  GmarlLearner *learner = fixture_learner (leak, &config, 1, 10);

  fixture_train (learner, 10, NULL);
  return learner;
}

/* Nothing of agent 1's rewards reaches agent 0: not one bit of its networks, log σ, moments of Adam
 * and normalisers.
 */
static void
test_no_leak (void)
{
  g_autoptr (GmarlEnvironment) plain = &leak_new (1, 0, 0)->parent;
  g_autoptr (GmarlEnvironment) bonus = &leak_new (1, 0, -3)->parent;
  g_autoptr (GmarlLearner) one = train_beside (plain);
  g_autoptr (GmarlLearner) two = train_beside (bonus);
  gsize size = one->networks->set_size;
  gsize bytes = size * sizeof (float);

  g_assert_cmpmem (one->networks->parameters, bytes, two->networks->parameters, bytes);
  g_assert_cmpmem (one->networks->first_moment, bytes, two->networks->first_moment, bytes);
  g_assert_cmpmem (one->networks->second_moment, bytes, two->networks->second_moment, bytes);
  g_assert_cmpfloat (one->returns->mean[0], ==, two->returns->mean[0]);
  g_assert_cmpfloat (one->returns->square[0], ==, two->returns->square[0]);
  g_assert_cmpfloat (one->observations->mean[0], ==, two->observations->mean[0]);
  /* And they do differ where they should. */
  g_assert_cmpint (
      memcmp (one->networks->parameters + size, two->networks->parameters + size, bytes), !=, 0);
  g_assert_cmpfloat (one->returns->mean[1], !=, two->returns->mean[1]);
}

/* Paid the same for ever, cut off by a time limit: pay/(1 − γ) at every time. Ended by it: what is
 * left. The pay changes from one episode to the next, so that only the final observation of this
 * one tells what would have come.
 */
static void
test_constant_reward (void)
{
  const double gamma = 0.9;
  const guint length = 20;

  for (int terminates = 0; terminates < 2; terminates++) {
    Toy *constant = constant_new (length);
    g_autoptr (GmarlEnvironment) environment = &constant->parent;
    GmarlLearningConfig config =
        fixture_config (TOY_OPTIONS "rollout.steps=50 ppo.gamma=0.9 policy.hidden=32-32");
    g_autoptr (GmarlLearner) learner = fixture_learner (environment, &config, 1, 150);

    constant->terminates = terminates;
    fixture_train (learner, 150, NULL);
    for (guint k = 0; k < 2 * length; k++) {
      double pay = k < length ? 1 : 2;
      guint step = k % length;
      double left = terminates ? 1 - pow (gamma, length - step) : 1;
      const float observation[2] = { (float) step / (float) length, (float) pay };
      double value = fixture_value (learner, 0, observation);

      g_test_message ("pay %g, step %u: %g of %g", pay, step, value, pay * left / (1 - gamma));
      g_assert_cmpfloat (fabs (value - pay * left / (1 - gamma)), <, 0.1 * pay);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/learner/bandit", test_bandit);
  g_test_add_func ("/learning/learner/lqr", test_lqr);
  g_test_add_func ("/learning/learner/team", test_team);
  g_test_add_func ("/learning/learner/other-pays", test_other_pays);
  g_test_add_func ("/learning/learner/no-leak", test_no_leak);
  g_test_add_func ("/learning/learner/constant-reward", test_constant_reward);
  return g_test_run ();
}
