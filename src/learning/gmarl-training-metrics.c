/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-metrics.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const GmarlMetricInfo gmarl_training_metrics[GMARL_N_METRICS] = {
  [GMARL_METRIC_ITERATION] = { "iteration", N_ ("Iteration"), "", FALSE },
  [GMARL_METRIC_ENVIRONMENT_STEPS] = { "environment_steps", N_ ("Environment steps"), "", FALSE },
  [GMARL_METRIC_EPISODES] = { "episodes", N_ ("Episodes ended"), "", FALSE },
  [GMARL_METRIC_EPISODE_REWARD] = { "episode_reward", N_ ("Episode reward"), "", FALSE },
  [GMARL_METRIC_REWARD_STABILITY] = { "reward_stability", N_ ("Reward: stability"), "", FALSE },
  [GMARL_METRIC_REWARD_EFFICIENCY] = { "reward_efficiency", N_ ("Reward: efficiency"), "", FALSE },
  [GMARL_METRIC_REWARD_COST] = { "reward_cost", N_ ("Reward: cost"), "", FALSE },
  [GMARL_METRIC_REWARD_COOPERATION] = { "reward_cooperation", N_ ("Reward: cooperation"), "",
                                        FALSE },
  [GMARL_METRIC_REWARD_UNMET] = { "reward_unmet", N_ ("Reward: unmet demand"), "", FALSE },
  [GMARL_METRIC_STABILITY] = { "stability", N_ ("Stability"), "", FALSE },
  [GMARL_METRIC_GRID_IMPORT] = { "grid_import", N_ ("Grid import"), "kWh", FALSE },
  [GMARL_METRIC_ENERGY_COST] = { "energy_cost", N_ ("Energy cost"), "currency", FALSE },
  [GMARL_METRIC_POLICY_LOSS] = { "policy_loss", N_ ("Policy loss"), "", FALSE },
  [GMARL_METRIC_VALUE_LOSS] = { "value_loss", N_ ("Value loss"), "", FALSE },
  [GMARL_METRIC_KL] = { "kl", N_ ("Approximate KL divergence"), "", FALSE },
  [GMARL_METRIC_CLIP_FRACTION] = { "clip_fraction", N_ ("Clip fraction"), "", FALSE },
  [GMARL_METRIC_ENTROPY] = { "entropy", N_ ("Policy entropy"), "", FALSE },
  [GMARL_METRIC_ACTION_STD] = { "action_std", N_ ("Action standard deviation"), "", FALSE },
  [GMARL_METRIC_EXPLAINED_VARIANCE] = { "explained_variance", N_ ("Explained variance"), "",
                                        FALSE },
  [GMARL_METRIC_POLICY_GRADIENT_NORM] = { "policy_gradient_norm", N_ ("Policy gradient norm"), "",
                                          FALSE },
  [GMARL_METRIC_VALUE_GRADIENT_NORM] = { "value_gradient_norm", N_ ("Value gradient norm"), "",
                                         FALSE },
  [GMARL_METRIC_LEARNING_RATE] = { "learning_rate", N_ ("Learning rate"), "", FALSE },
  [GMARL_METRIC_SKIPPED_UPDATES] = { "skipped_updates", N_ ("Skipped updates"), "", FALSE },
  [GMARL_METRIC_VALIDATION_REWARD] = { "validation_reward", N_ ("Validation reward"), "", FALSE },
  [GMARL_METRIC_VALIDATION_STABILITY] = { "validation_stability", N_ ("Validation stability"), "",
                                          FALSE },
  [GMARL_METRIC_VALIDATION_IMPORT] = { "validation_import", N_ ("Validation grid import"), "kWh",
                                       FALSE },
  [GMARL_METRIC_VALIDATION_COST] = { "validation_cost", N_ ("Validation energy cost"), "currency",
                                     FALSE },
  [GMARL_METRIC_SECONDS] = { "seconds", N_ ("Time"), "s", TRUE },
  [GMARL_METRIC_STEPS_PER_SECOND] = { "steps_per_second", N_ ("Environment steps per second"),
                                      "1/s", TRUE },
  [GMARL_METRIC_ENVIRONMENT_SECONDS] = { "environment_seconds", N_ ("Time in the environment"), "s",
                                         TRUE },
  [GMARL_METRIC_ACTING_SECONDS] = { "acting_seconds", N_ ("Time acting"), "s", TRUE },
  [GMARL_METRIC_VALUES_SECONDS] = { "values_seconds", N_ ("Time for values and advantages"), "s",
                                    TRUE },
  [GMARL_METRIC_UPDATE_SECONDS] = { "update_seconds", N_ ("Time updating"), "s", TRUE },
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
