/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "study-fixture.h"

GmarlScalingStudy *
make_study (const char *iterations, const char *sharing)
{
  GmarlRunConfig *config =
      gmarl_run_config_new (gmarl_scenario_new_builtin ("neighbourhood-5", NULL));
  const char *const assignments[] = { "rollout.environments=2", "rollout.steps=72",
                                      "ppo.minibatch=72",       "policy.hidden=8-8",
                                      "validation.days=1",      "validation.interval=5" };
  GmarlScalingStudy *study;

  for (gsize k = 0; k < G_N_ELEMENTS (assignments); k++)
    g_assert_true (gmarl_run_config_set_assignment (config, assignments[k], NULL));
  g_assert_true (gmarl_run_config_set (config, "iterations", iterations, NULL));
  study = gmarl_scaling_study_new (config);
  g_assert_true (gmarl_scaling_study_set_sizes (study, "2, 3", NULL));
  g_assert_true (gmarl_scaling_study_set_sharing (study, sharing, NULL));
  g_assert_true (gmarl_scaling_study_set_seeds (study, "1, 2", NULL));
  return study;
}
