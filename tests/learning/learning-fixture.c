/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "learning-fixture.h"

#include "gmarl-learner-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

GmarlLearningConfig
fixture_config (const char *options)
{
  GmarlLearningConfig config = gmarl_learning_defaults;
  g_auto (GStrv) words = g_strsplit (options, " ", -1);

  config.threads = 1;
  for (gsize k = 0; words[k] != NULL; k++) {
    g_auto (GStrv) pair = g_strsplit (words[k], "=", 2);
    g_autoptr (GError) error = NULL;

    if (words[k][0] == '\0')
      continue;
    gmarl_option_set (gmarl_option_find (gmarl_learning_options, gmarl_n_learning_options, pair[0]),
                      &config, pair[1], &error);
    g_assert_no_error (error);
  }
  return config;
}

GmarlLearner *
fixture_learner (const GmarlEnvironment *environment,
                 const GmarlLearningConfig *config,
                 guint64 seed,
                 gint64 iterations)
{
  g_autoptr (GError) error = NULL;
  GmarlLearner *learner = gmarl_learner_new (environment, config, seed, iterations, &error);

  g_assert_no_error (error);
  return learner;
}

void
fixture_train (GmarlLearner *learner, gint64 iterations, GmarlTrainingMetrics *row)
{
  for (gint64 k = 0; k < iterations; k++) {
    g_autoptr (GError) error = NULL;
    GmarlTrainingMetrics unused;

    gmarl_learner_iterate (learner, NULL, row == NULL ? &unused : row, &error);
    g_assert_no_error (error);
  }
}

/* One row through the policy or the value network. */
static void
ask (const GmarlLearner *self, gsize agent, const float *observation, gboolean value, float *out)
{
  const GmarlBackendClass *klass = self->backend->klass;
  gsize set = self->networks->n_sets == 1 ? 0 : agent;
  gsize O = self->rollout->n_observations;
  float *input = gmarl_aligned_new0 (O * sizeof *input);
  float *output =
      gmarl_aligned_new0 (self->rollout->n_actions * GMARL_ROW_MULTIPLE * sizeof *output);
  gpointer scratch = gmarl_aligned_new0 (klass->scratch_size (self->backend, GMARL_ROW_MULTIPLE));

  klass->normalise (self->backend, 1, O, observation, O, self->observations->shift + set * O,
                    self->observations->inverse_sd + set * O, input, O);
  if (value)
    klass->values (self->backend, set, input, O, 1, output, scratch);
  else
    klass->act (self->backend, set, input, O, 1, output, GMARL_ROW_MULTIPLE, scratch);
  for (gsize u = 0; u < (value ? 1 : self->rollout->n_actions); u++)
    out[u] = output[u * GMARL_ROW_MULTIPLE];
  free (input);
  free (output);
  free (scratch);
}

void
fixture_mean_action (const GmarlLearner *learner,
                     gsize agent,
                     const float *observation,
                     double *action)
{
  g_autofree float *out = g_new (float, learner->rollout->n_actions);

  ask (learner, agent, observation, FALSE, out);
  for (gsize u = 0; u < learner->rollout->n_actions; u++)
    action[u] = out[u];
}

double
fixture_value (const GmarlLearner *learner, gsize agent, const float *observation)
{
  gsize set = learner->networks->n_sets == 1 ? 0 : agent;
  float value;

  ask (learner, agent, observation, TRUE, &value);
  return learner->returns->mean[set] + gmarl_normaliser_sd (learner->returns, set, 0, 1e-4) * value;
}

double
fixture_evaluate (const GmarlLearner *learner, guint64 first_episode, gsize n_episodes)
{
  const GmarlEnvironment *environment = learner->environment;
  gsize N = environment->n_agents, O = environment->n_observations, U = environment->n_actions;
  g_autofree float *observation = g_new (float, N *O);
  g_autofree double *action = g_new (double, N *U);
  g_autofree double *reward = g_new (double, N);
  gpointer state = environment->klass->state_new (environment);
  double sum = 0;

  for (gsize k = 0; k < n_episodes; k++) {
    GmarlEpisodeEnd end = GMARL_EPISODE_GOES_ON;

    environment->klass->reset (environment, state, first_episode + k, 0);
    while (end == GMARL_EPISODE_GOES_ON) {
      environment->klass->observe (environment, state, observation, O);
      for (gsize i = 0; i < N; i++)
        fixture_mean_action (learner, i, observation + i * O, action + i * U);
      for (gsize u = 0; u < N * U; u++)
        action[u] = CLAMP (action[u], -1, 1);
      g_assert_true (environment->klass->step (environment, state, action, reward, &end, NULL));
      sum += reward[0];
    }
  }
  environment->klass->state_free (environment, state);
  return sum / (double) n_episodes;
}

void
grid_fixture_init (GridFixture *self, gsize n_nodes, gboolean shared)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nodes = g_strdup_printf ("%zu", n_nodes);

  self->scenario = gmarl_scenario_new_builtin ("neighbourhood-5", &error);
  g_assert_no_error (error);
  gmarl_scenario_set (self->scenario, "nodes", nodes, &error);
  g_assert_no_error (error);
  self->grid = gmarl_grid_new (self->scenario, &error);
  g_assert_no_error (error);
  self->environment = gmarl_grid_environment_new (
      self->grid, shared ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN, 1);
}

void
grid_fixture_clear (GridFixture *self)
{
  gmarl_environment_free (self->environment);
  gmarl_grid_free (self->grid);
  gmarl_scenario_free (self->scenario);
}
