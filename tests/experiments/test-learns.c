/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The claim of the program, in short: a training of 60 iterations is above the heuristic on days it
 * has not seen. */
#include "gmarl-checkpoint.h"
#include "gmarl-evaluation.h"
#include "gmarl-trained-policy.h"
#include "gmarl-trainer.h"
#include "memory-sink.h"

#define DAYS 40

static GmarlRunConfig *
make_config (gboolean shared)
{
  GmarlRunConfig *config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));

  config->iterations = 60;
  config->learning.share_parameters = shared;
  return config;
}

/* Mean episode reward over test days. */
static double
evaluate (const GmarlGrid *grid, const GmarlPolicy *policy)
{
  guint64 seeds[DAYS];
  const GmarlEvaluationProtocol protocol = { seeds, DAYS, 0 };
  g_autofree double *values = NULL;
  double sum = 0;

  for (gsize day = 0; day < DAYS; day++)
    seeds[day] = gmarl_episode_seed (GMARL_PURPOSE_TEST, 1, day);
  values = gmarl_evaluate (grid, policy, &protocol, NULL, NULL, NULL, NULL, NULL);
  g_assert_nonnull (values);
  for (gsize day = 0; day < DAYS; day++)
    sum += values[day * GMARL_N_INDICATORS + GMARL_INDICATOR_EPISODE_REWARD];
  return sum / DAYS;
}

static double
train_and_evaluate (const GmarlRunConfig *config, const GmarlGrid *grid, guint64 seed)
{
  MemorySink *sink = memory_sink_new ();
  g_autoptr (GmarlTrainer) trainer = gmarl_trainer_new (config, seed, NULL, NULL, &sink->parent);
  g_autoptr (GmarlCheckpoint) checkpoint = NULL;
  g_autoptr (GmarlPolicy) policy = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gmarl_trainer_start (trainer, &error));
  g_assert_true (gmarl_trainer_wait (trainer, &error));
  checkpoint = gmarl_checkpoint_open (sink->best, "best", &error);
  g_assert_no_error (error);
  policy =
      gmarl_trained_policy_new (checkpoint, grid, GMARL_KERNEL_LEVEL_AUTO, "ppo", "PPO", &error);
  g_assert_no_error (error);
  memory_sink_clear (sink);
  return evaluate (grid, policy);
}

static void
test_beats_heuristic (gconstpointer data)
{
  g_autoptr (GmarlRunConfig) config = make_config (GPOINTER_TO_INT (data));
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (config->scenario, NULL);
  g_autoptr (GmarlPolicy) heuristic = gmarl_rule_new ("heuristic");
  double limit = evaluate (grid, heuristic);
  guint64 seeds = config->learning.share_parameters ? 1 : 2;

  for (guint64 seed = 1; seed <= seeds; seed++) {
    double reward = train_and_evaluate (config, grid, seed);

    g_test_message ("seed %" G_GUINT64_FORMAT ": %.2f, heuristic %.2f", seed, reward, limit);
    g_assert_cmpfloat (reward, >, limit);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/experiments/learns/independent", GINT_TO_POINTER (FALSE),
                        test_beats_heuristic);
  g_test_add_data_func ("/experiments/learns/shared", GINT_TO_POINTER (TRUE), test_beats_heuristic);
  return g_test_run ();
}
