/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "gmarl-checkpoint-private.h"
#include "gmarl-error.h"
#include "gmarl-learner.h"
#include "gmarl-trained-policy.h"

#include <string.h>

/* The corpus holds checkpoints of neighbourhood-5 with the options of configure(); the hash is not
 * asked for, it would stop the fuzzer.
 */
static void
configure (GmarlLearningConfig *config, gboolean shared)
{
  *config = gmarl_learning_defaults;
  config->hidden = (GmarlSizes){ 1, { 1 } };
  config->environments = 2;
  config->steps = 4;
  config->epochs = 1;
  config->minibatch = 8;
  config->threads = 1;
  config->kernel_level = GMARL_KERNEL_LEVEL_BASELINE;
  config->share_parameters = shared;
}

static const GmarlGrid *
get_grid (void)
{
  static GmarlGrid *grid;

  if (grid == NULL) {
    g_autoptr (GmarlScenario) scenario = gmarl_scenario_new_builtin ("neighbourhood-5", NULL);

    grid = gmarl_grid_new (scenario, NULL);
  }
  return grid;
}

static void
assert_refusal (const GError *error)
{
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (strstr (error->message, "input"));
}

/* A policy of any numbers acts, or the grid says that it does not. */
static void
act (const GmarlGrid *grid, const GmarlPolicy *policy)
{
  g_autoptr (GmarlGridState) state = gmarl_grid_state_new (grid);
  g_autofree double *actions = g_new (double, grid->n_nodes * grid->n_actions);
  g_autoptr (GError) error = NULL;
  gsize size = (gmarl_policy_scratch_size (policy, grid, 1) + 63) / 64 * 64;
  gpointer scratch = aligned_alloc (64, size);

  gmarl_grid_reset (grid, state, 1, 0);
  gmarl_policy_act (policy, grid, (const GmarlGridState *const *) &state, 1, &actions, scratch);
  if (!gmarl_grid_step (grid, state, actions, &error))
    g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED);
  free (scratch);
}

static void
resume (const GmarlGrid *grid, const GmarlCheckpoint *checkpoint, gboolean shared)
{
  g_autoptr (GmarlEnvironment) environment = gmarl_grid_environment_new (
      grid, shared ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN, 1);
  g_autoptr (GmarlLearner) learner = NULL;
  g_autoptr (GError) error = NULL;
  GmarlLearningConfig config;
  GmarlTrainingMetrics row;
  double best_score;
  gint64 best_iteration;

  configure (&config, shared);
  learner = gmarl_learner_new (environment, &config, 1, 10, &error);
  g_assert_no_error (error);
  if (!gmarl_learner_load (learner, checkpoint, &best_score, &best_iteration, &error))
    assert_refusal (error);
  else if (!gmarl_learner_iterate (learner, NULL, &row, &error))
    g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED);
}

static void
read_checkpoint (const uint8_t *data, size_t size)
{
  const GmarlGrid *grid = get_grid ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlCheckpoint) checkpoint =
      gmarl_checkpoint_open_without_hash (bytes, "input", &error);
  g_autoptr (GmarlPolicy) policy = NULL;
  const char *shared;

  if (checkpoint == NULL) {
    assert_refusal (error);
    return;
  }
  policy = gmarl_trained_policy_new (checkpoint, grid, GMARL_KERNEL_LEVEL_BASELINE, "id", "name",
                                     &error);
  if (policy == NULL)
    assert_refusal (error);
  else
    act (grid, policy);
  shared = gmarl_checkpoint_get_metadata (checkpoint, "share_parameters");
  if (g_strcmp0 (gmarl_checkpoint_get_metadata (checkpoint, "kind"), "resume") == 0)
    resume (grid, checkpoint, g_strcmp0 (shared, "1") == 0);
}

/* As it is, and with a header length that reaches to the last brace: what was put into the header
 * would move it otherwise.
 */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree uint8_t *copy = g_memdup2 (data, size);
  const uint8_t *brace;
  uint64_t length;

  read_checkpoint (data, size);
  if (size <= sizeof length)
    return 0;
  brace = memrchr (copy + sizeof length, '}', size - sizeof length);
  if (brace == NULL)
    return 0;
  length = brace + 1 - (copy + sizeof length);
  if (memcmp (copy, &length, sizeof length) == 0)
    return 0;
  memcpy (copy, &length, sizeof length);
  read_checkpoint (copy, size);
  return 0;
}
