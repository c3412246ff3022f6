/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-metrics.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const GmarlMetricInfo gmarl_training_metrics[GMARL_N_METRICS] = {
  [GMARL_METRIC_ITERATION] = { "iteration", N_ ("Iteration"), N_ ("Iteration"), "", FALSE },
  [GMARL_METRIC_ENVIRONMENT_STEPS] = { "environment_steps", N_ ("Environment steps"),
                                       N_ ("Environment Steps"), "", FALSE },
  [GMARL_METRIC_EPISODES] = { "episodes", N_ ("Episodes ended"), N_ ("Episodes Ended"), "", FALSE },
  [GMARL_METRIC_EPISODE_REWARD] = { "episode_reward", N_ ("Episode reward"), N_ ("Episode Reward"),
                                    "", FALSE },
  [GMARL_METRIC_REWARD_STABILITY] = { "reward_stability", N_ ("Reward: stability"),
                                      N_ ("Reward: Stability"), "", FALSE },
  [GMARL_METRIC_REWARD_EFFICIENCY] = { "reward_efficiency", N_ ("Reward: efficiency"),
                                       N_ ("Reward: Efficiency"), "", FALSE },
  [GMARL_METRIC_REWARD_COST] = { "reward_cost", N_ ("Reward: cost"), N_ ("Reward: Cost"), "",
                                 FALSE },
  [GMARL_METRIC_REWARD_COOPERATION] = { "reward_cooperation", N_ ("Reward: cooperation"),
                                        N_ ("Reward: Cooperation"), "", FALSE },
  [GMARL_METRIC_REWARD_UNMET] = { "reward_unmet", N_ ("Reward: unmet demand"),
                                  N_ ("Reward: Unmet Demand"), "", FALSE },
  [GMARL_METRIC_STABILITY] = { "stability", N_ ("Stability"), N_ ("Stability"), "", FALSE },
  [GMARL_METRIC_GRID_IMPORT] = { "grid_import", N_ ("Grid import"), N_ ("Grid Import"), "kWh",
                                 FALSE },
  [GMARL_METRIC_ENERGY_COST] = { "energy_cost", N_ ("Energy cost"), N_ ("Energy Cost"), "currency",
                                 FALSE },
  [GMARL_METRIC_POLICY_LOSS] = { "policy_loss", N_ ("Policy loss"), N_ ("Policy Loss"), "", FALSE },
  [GMARL_METRIC_VALUE_LOSS] = { "value_loss", N_ ("Value loss"), N_ ("Value Loss"), "", FALSE },
  [GMARL_METRIC_KL] = { "kl", N_ ("Approximate KL divergence"), N_ ("Approximate KL Divergence"),
                        "", FALSE },
  [GMARL_METRIC_CLIP_FRACTION] = { "clip_fraction", N_ ("Clip fraction"), N_ ("Clip Fraction"), "",
                                   FALSE },
  [GMARL_METRIC_ENTROPY] = { "entropy", N_ ("Policy entropy"), N_ ("Policy Entropy"), "", FALSE },
  [GMARL_METRIC_ACTION_STD] = { "action_std", N_ ("Action standard deviation"),
                                N_ ("Action Standard Deviation"), "", FALSE },
  [GMARL_METRIC_EXPLAINED_VARIANCE] = { "explained_variance", N_ ("Explained variance"),
                                        N_ ("Explained Variance"), "", FALSE },
  [GMARL_METRIC_POLICY_GRADIENT_NORM] = { "policy_gradient_norm", N_ ("Policy gradient norm"),
                                          N_ ("Policy Gradient Norm"), "", FALSE },
  [GMARL_METRIC_VALUE_GRADIENT_NORM] = { "value_gradient_norm", N_ ("Value gradient norm"),
                                         N_ ("Value Gradient Norm"), "", FALSE },
  [GMARL_METRIC_LEARNING_RATE] = { "learning_rate", N_ ("Learning rate"), N_ ("Learning Rate"), "",
                                   FALSE },
  [GMARL_METRIC_SKIPPED_UPDATES] = { "skipped_updates", N_ ("Skipped updates"),
                                     N_ ("Skipped Updates"), "", FALSE },
  [GMARL_METRIC_VALIDATION_REWARD] = { "validation_reward", N_ ("Validation reward"),
                                       N_ ("Validation Reward"), "", FALSE },
  [GMARL_METRIC_VALIDATION_STABILITY] = { "validation_stability", N_ ("Validation stability"),
                                          N_ ("Validation Stability"), "", FALSE },
  [GMARL_METRIC_VALIDATION_IMPORT] = { "validation_import", N_ ("Validation grid import"),
                                       N_ ("Validation Grid Import"), "kWh", FALSE },
  [GMARL_METRIC_VALIDATION_COST] = { "validation_cost", N_ ("Validation energy cost"),
                                     N_ ("Validation Energy Cost"), "currency", FALSE },
  [GMARL_METRIC_SECONDS] = { "seconds", N_ ("Time"), N_ ("Time"), "s", TRUE },
  [GMARL_METRIC_STEPS_PER_SECOND] = { "steps_per_second", N_ ("Environment steps per second"),
                                      N_ ("Environment Steps per Second"), "1/s", TRUE },
  [GMARL_METRIC_ENVIRONMENT_SECONDS] = { "environment_seconds", N_ ("Time in the environment"),
                                         N_ ("Time in the Environment"), "s", TRUE },
  [GMARL_METRIC_ACTING_SECONDS] = { "acting_seconds", N_ ("Time acting"), N_ ("Time Acting"), "s",
                                    TRUE },
  [GMARL_METRIC_VALUES_SECONDS] = { "values_seconds", N_ ("Time for values and advantages"),
                                    N_ ("Time for Values and Advantages"), "s", TRUE },
  [GMARL_METRIC_UPDATE_SECONDS] = { "update_seconds", N_ ("Time updating"), N_ ("Time Updating"),
                                    "s", TRUE },
};

gint
gmarl_training_metrics_first_difference (const GmarlTrainingMetrics *a,
                                         const GmarlTrainingMetrics *b)
{
  for (gint metric = 0; metric < GMARL_N_METRICS; metric++) {
    double x = a->value[metric];
    double y = b->value[metric];

    if (gmarl_training_metrics[metric].timing || (x != x && y != y))
      continue;
    if (memcmp (&x, &y, sizeof x) != 0)
      return metric;
  }
  return -1;
}
