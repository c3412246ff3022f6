/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* CartPole-v1 and Pendulum-v1: their equations, and learning them within 100 000 steps, the median
 * of five seeds. */
#include "environments/toy.h"
#include "learning-fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS   100000
#define N_SEEDS 5

/* Episodes that no training takes part in. */
#define FIRST_EPISODE (G_GUINT64_CONSTANT (1) << 40)
#define N_EPISODES    20

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median over training seeds of the mean reward of 20 episodes, acting by the mean. */
static double
train_and_evaluate (Toy *toy, const char *options)
{
  g_autoptr (GmarlEnvironment) environment = &toy->parent;
  GmarlLearningConfig config = fixture_config (options);
  gint64 iterations = STEPS / (config.environments * config.steps);
  double score[N_SEEDS];

  for (guint64 seed = 0; seed < N_SEEDS; seed++) {
    g_autoptr (GmarlLearner) learner = fixture_learner (environment, &config, seed + 1, iterations);

    fixture_train (learner, iterations, NULL);
    score[seed] = fixture_evaluate (learner, FIRST_EPISODE, N_EPISODES);
    g_test_message ("seed %" G_GUINT64_FORMAT ": %g", seed + 1, score[seed]);
  }
  qsort (score, N_SEEDS, sizeof *score, compare_doubles);
  return score[N_SEEDS / 2];
}

/* A state of these numbers at the start of an episode. (transfer full) */
static ToyState *
state_at (const GmarlEnvironment *environment, const double *x, gsize count)
{
  ToyState *state = environment->klass->state_new (environment);
  double saved[TOY_VALUES + 1] = { 0 };

  memcpy (saved, x, count * sizeof *x);
  environment->klass->restore (environment, state, 0, 0, saved);
  return state;
}

static void
assert_values (const ToyState *state, gsize count, const double *expected)
{
  for (gsize k = 0; k < count; k++)
    g_assert_cmpfloat_with_epsilon (state->x[k], expected[k], 1e-9);
}

/* The numbers of the equations' tests are Gymnasium's: environments/gymnasium-reference.py. */
static void
test_cartpole_equations (void)
{
  static const double start[4] = { 0.03, -0.04, 0.02, 0.01 };
  static const double actions[16] = { 1, 1, -1, -1, -1, 1, -1, 1, 1, -1, 1, -1, -1, 1, -1, 1 };
  static const double after_16[4] = { 0.024679460055050922, -0.041957861668107055,
                                      0.018665959060899975, 0.05319496204956026 };
  static const double at_end[4] = { 0.19762137356785608, 1.9142637605844364, -0.24290911642491914,
                                    -3.053403261444411 };
  g_autoptr (GmarlEnvironment) environment = &cartpole_new ()->parent;
  g_autofree ToyState *swayed = state_at (environment, start, 4);
  g_autofree ToyState *pushed = state_at (environment, start, 4);
  const double slightly_right = 0.01;
  GmarlEpisodeEnd end = GMARL_EPISODE_GOES_ON;
  double reward;
  guint steps = 0;

  for (guint k = 0; k < 16; k++) {
    environment->klass->step (environment, swayed, &actions[k], &reward, &end, NULL);
    g_assert_cmpint (end, ==, GMARL_EPISODE_GOES_ON);
    g_assert_cmpfloat (reward, ==, 1);
  }
  assert_values (swayed, 4, after_16);

  for (; end == GMARL_EPISODE_GOES_ON; steps++)
    environment->klass->step (environment, pushed, &slightly_right, &reward, &end, NULL);
  g_assert_cmpint (end, ==, GMARL_EPISODE_TERMINATED);
  g_assert_cmpuint (steps, ==, 10);
  assert_values (pushed, 4, at_end);
}

static void
test_pendulum_equations (void)
{
  static const double start[2] = { 2.5, -0.7 };
  static const double after_1[2] = { 2.4874427054038986, -0.2511458919220325 };
  static const double after_200[2] = { 2.5171988740452256, 1.0382785894226987 };
  g_autoptr (GmarlEnvironment) environment = &pendulum_new ()->parent;
  g_autofree ToyState *state = state_at (environment, start, 2);
  GmarlEpisodeEnd end = GMARL_EPISODE_GOES_ON;

  for (guint k = 0; k < 200; k++) {
    double action = sin (0.3 * k);
    double reward;

    g_assert_cmpint (end, ==, GMARL_EPISODE_GOES_ON);
    environment->klass->step (environment, state, &action, &reward, &end, NULL);
    if (k == 0) {
      g_assert_cmpfloat_with_epsilon (reward, -6.299, 1e-12);
      assert_values (state, 2, after_1);
    }
  }
  g_assert_cmpint (end, ==, GMARL_EPISODE_TRUNCATED);
  assert_values (state, 2, after_200);
  g_assert_cmpfloat_with_epsilon (state->reward_sum, -1525.9078564583451, 1e-6);
}

static void
test_cartpole (void)
{
  g_assert_cmpfloat (
      train_and_evaluate (cartpole_new (),
                          "rollout.environments=8 rollout.steps=128 ppo.minibatch=256 "
                          "ppo.epochs=10 ppo.learning_rate=1e-3 ppo.gamma=0.99"),
      ==, 500);
}

static void
test_pendulum (void)
{
  g_assert_cmpfloat (
      train_and_evaluate (pendulum_new (),
                          "rollout.environments=16 rollout.steps=64 ppo.minibatch=256 "
                          "ppo.epochs=10 ppo.learning_rate=1e-3 ppo.gamma=0.95"),
      >=, -250);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/classic-control/cartpole-equations", test_cartpole_equations);
  g_test_add_func ("/learning/classic-control/pendulum-equations", test_pendulum_equations);
  g_test_add_func ("/learning/classic-control/cartpole", test_cartpole);
  g_test_add_func ("/learning/classic-control/pendulum", test_pendulum);
  return g_test_run ();
}
