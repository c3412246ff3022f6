/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* CartPole-v1 and Pendulum-v1 within 100 000 steps: the median of five seeds. */
#include "environments/toy.h"
#include "learning-fixture.h"

#include <stdlib.h>

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
  g_test_add_func ("/learning/classic-control/cartpole", test_cartpole);
  g_test_add_func ("/learning/classic-control/pendulum", test_pendulum);
  return g_test_run ();
}
