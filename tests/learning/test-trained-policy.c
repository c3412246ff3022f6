/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"
#include "gmarl-learner-private.h"
#include "gmarl-network-tensors.h"
#include "gmarl-trained-policy.h"
#include "learning-fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_STATES 40
#define OPTIONS                                                                                    \
  "rollout.environments=8 rollout.steps=40 ppo.minibatch=64 ppo.epochs=2 ppo.learning_rate=1e-2 "

static GmarlCheckpoint *
open_bytes (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  GmarlCheckpoint *checkpoint = gmarl_checkpoint_open (bytes, "a-checkpoint", &error);

  g_assert_no_error (error);
  return checkpoint;
}

/* A short training on n_nodes. */
static GmarlLearner *
train (GridFixture *grid, gsize n_nodes, gboolean shared, const char *options)
{
  GmarlLearningConfig config = fixture_config (options);
  GmarlLearner *learner;

  config.share_parameters = shared;
  grid_fixture_init (grid, n_nodes, shared);
  learner = fixture_learner (grid->environment, &config, 3, 3);
  fixture_train (learner, 3, NULL);
  return learner;
}

static GmarlCheckpoint *
save (const GmarlLearner *learner)
{
  g_autoptr (GBytes) bytes = gmarl_learner_save_policy (learner);

  return open_bytes (bytes);
}

/* The first count states from start, acted on together. actions [count, N × U]. */
static void
act (const GmarlPolicy *policy,
     const GmarlGrid *grid,
     GmarlGridState **states,
     gsize count,
     double *actions)
{
  gsize size = (gmarl_policy_scratch_size (policy, grid, count) + 63) / 64 * 64;
  gpointer scratch = aligned_alloc (64, size);
  double *rows[MOST_STATES];

  for (gsize k = 0; k < count; k++)
    rows[k] = actions + k * grid->n_nodes * grid->n_actions;
  gmarl_policy_act (policy, grid, (const GmarlGridState *const *) states, count, rows, scratch);
  free (scratch);
}

/* The same action, to the bit, whatever else acts beside it, from 1 to 40 states; and it is the
 * mean action of the learner, clipped.
 */
static void
compare_batches (gsize n_nodes, gboolean shared, const char *options, GmarlKernelLevelChoice level)
{
  g_auto (GridFixture) grid = { 0 };
  g_autofree char *all = g_strconcat (OPTIONS, options, NULL);
  g_autoptr (GmarlLearner) learner = train (&grid, n_nodes, shared, all);
  g_autoptr (GmarlCheckpoint) checkpoint = save (learner);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlPolicy) policy =
      gmarl_trained_policy_new (checkpoint, grid.grid, level, "id", "A name", &error);
  gsize O = grid.environment->n_observations;
  gsize U = grid.grid->n_actions;
  gsize size = n_nodes * U;
  GmarlGridState *states[MOST_STATES];
  g_autofree double *alone = g_new (double, MOST_STATES *size);
  g_autofree double *together = g_new (double, MOST_STATES *size);
  g_autofree float *observation = g_new (float, n_nodes *O);
  g_autofree double *mean = g_new (double, U);

  g_assert_no_error (error);
  g_assert_cmpstr (policy->id, ==, "id");
  g_assert_cmpstr (policy->name, ==, "A name");
  for (gsize k = 0; k < MOST_STATES; k++) {
    states[k] = gmarl_grid_state_new (grid.grid);
    gmarl_grid_reset (grid.grid, states[k], 900 + k, (guint) (7 * k));
    act (policy, grid.grid, states + k, 1, alone + k * size);
    gmarl_grid_observe (grid.grid, states[k],
                        shared ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN, observation, O);
    for (gsize node = 0; node < n_nodes; node++) {
      fixture_mean_action (learner, node, observation + node * O, mean);
      for (gsize u = 0; u < U; u++)
        g_assert_cmpfloat (fabs (alone[k * size + node * U + u] - CLAMP (mean[u], -1, 1)), <,
                           level == GMARL_KERNEL_LEVEL_AUTO ? 1e-30 : 1e-5);
    }
  }
  for (gsize count = 1; count <= MOST_STATES; count++) {
    memset (together, 0xff, MOST_STATES * size * sizeof *together);
    act (policy, grid.grid, states + MOST_STATES - count, count, together);
    g_assert_cmpmem (together, count * size * sizeof *together,
                     alone + (MOST_STATES - count) * size, count * size * sizeof *together);
  }
  for (gsize k = 0; k < MOST_STATES; k++)
    gmarl_grid_state_free (states[k]);
}

static void
test_batches (void)
{
  compare_batches (5, FALSE, "", GMARL_KERNEL_LEVEL_AUTO);
  compare_batches (3, TRUE, "policy.hidden=40-24", GMARL_KERNEL_LEVEL_AUTO);
  compare_batches (1, FALSE, "policy.hidden=16", GMARL_KERNEL_LEVEL_AUTO);
}

static void
test_batches_of_levels (void)
{
  compare_batches (3, FALSE, "", GMARL_KERNEL_LEVEL_BASELINE);
  if (gmarl_kernels_get (GMARL_LEVEL_AVX2) != NULL)
    compare_batches (3, FALSE, "", GMARL_KERNEL_LEVEL_AVX2);
  if (gmarl_kernels_get (GMARL_LEVEL_AVX512) != NULL)
    compare_batches (3, FALSE, "", GMARL_KERNEL_LEVEL_AVX512);
}

/* Too wide for the fused kernels. */
static void
test_batches_openblas (void)
{
  compare_batches (2, FALSE, "policy.hidden=272-64", GMARL_KERNEL_LEVEL_AUTO);
}

/* A policy for all nodes acts on other numbers of them, if none has more neighbours. */
static void
test_other_nodes (void)
{
  g_auto (GridFixture) five = { 0 };
  g_auto (GridFixture) nine = { 0 };
  g_autoptr (GmarlLearner) learner = train (&five, 5, TRUE, OPTIONS);
  g_autoptr (GmarlCheckpoint) checkpoint = save (learner);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlPolicy) policy = NULL;
  GmarlGridState *state;
  g_autofree double *actions = NULL;

  grid_fixture_init (&nine, 9, TRUE);
  policy = gmarl_trained_policy_new (checkpoint, nine.grid, GMARL_KERNEL_LEVEL_AUTO, "id", "name",
                                     &error);
  g_assert_no_error (error);
  state = gmarl_grid_state_new (nine.grid);
  actions = g_new (double, 9 * nine.grid->n_actions);
  gmarl_grid_reset (nine.grid, state, 1, 0);
  act (policy, nine.grid, &state, 1, actions);
  g_assert_true (gmarl_grid_step (nine.grid, state, actions, &error));
  gmarl_grid_state_free (state);
}

static void
assert_refused (const GmarlCheckpoint *checkpoint, const GmarlGrid *grid, const char *what)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      gmarl_trained_policy_new (checkpoint, grid, GMARL_KERNEL_LEVEL_AUTO, "id", "name", &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT);
  g_assert_nonnull (strstr (error->message, "a-checkpoint"));
  if (strstr (error->message, what) == NULL)
    g_error ("“%s” is not in: %s", what, error->message);
}

static void
test_misfits (void)
{
  g_auto (GridFixture) five = { 0 };
  g_auto (GridFixture) four = { 0 };
  g_auto (GridFixture) shared = { 0 };
  g_autoptr (GmarlLearner) own_learner = train (&five, 5, FALSE, OPTIONS);
  g_autoptr (GmarlLearner) shared_learner = train (&shared, 5, TRUE, OPTIONS);
  g_autoptr (GmarlCheckpoint) own = save (own_learner);
  g_autoptr (GmarlCheckpoint) all = save (shared_learner);
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_copy (five.scenario);
  g_autoptr (GmarlGrid) star = NULL;

  g_assert_true (gmarl_scenario_set (scenario, "topology", "star", NULL));
  star = gmarl_grid_new (scenario, NULL);
  g_assert_cmpuint (star->n_slots, >, five.grid->n_slots);
  grid_fixture_init (&four, 4, FALSE);
  assert_refused (own, four.grid, "trained on 5 nodes and this scenario has 4");
  assert_refused (own, star, "at most 2 neighbours and this scenario has up to 4");
  assert_refused (all, star, "at most 2 neighbours and this scenario has up to 4");
}

/* A checkpoint with one metadata value other than it should be, or one tensor other. */
static GBytes *
pack_changed (const GmarlLearner *learner, const char *key, const char *value, const char *tensor)
{
  g_autoptr (GmarlTensorList) list = gmarl_tensor_list_new ();
  const char *metadata[] = { "format",
                             GMARL_CHECKPOINT_FORMAT,
                             "kind",
                             "policy",
                             "hidden",
                             "64-64",
                             "agents",
                             "4",
                             "observations",
                             "9",
                             "actions",
                             "3",
                             "share_parameters",
                             "0",
                             NULL };

  gmarl_tensor_list_add_normaliser (list, "observation", learner->observations);
  gmarl_tensor_list_add_networks (list, "", learner->networks, learner->networks->parameters);
  for (gsize k = 0; metadata[k] != NULL; k += 2)
    if (g_strcmp0 (metadata[k], key) == 0)
      metadata[k + 1] = value;
  for (guint k = 0; k < list->tensors->len; k++) {
    GmarlTensor *t = &g_array_index (list->tensors, GmarlTensor, k);

    if (g_strcmp0 (t->name, tensor) != 0)
      continue;
    if (t->type == GMARL_TENSOR_F32)
      *(float *) (gpointer) t->data = NAN;
    else
      *(double *) (gpointer) t->data = -1;
  }
  return gmarl_checkpoint_pack ((const GmarlTensor *) (gpointer) list->tensors->data,
                                list->tensors->len, metadata);
}

static void
test_wrong_contents (void)
{
  static const struct {
    const char *key, *value, *tensor, *what;
  } cases[] = {
    { "agents", "3", NULL, "trained on 3 nodes" },
    { "agents", "-1", NULL, "“agents” is -1 where a number from 0" },
    { "agents", "99999999999999999999", NULL, "where a number from 0" },
    { "agents", "4 ", NULL, "where a number from 0" },
    { "observations", "8", NULL, "neighbours" },
    { "actions", "4", NULL, "at most 3 neighbours" },
    { "share_parameters", "2", NULL, "“share_parameters” is 2" },
    { "hidden", "64-64-64", NULL, "policy.hidden.2.weight" },
    { "format", "gridmarl-2", NULL, "“format” is gridmarl-2" },
    { "hidden", "32-64", NULL, "policy.hidden.0.weight" },
    { "hidden", "0", NULL, "“hidden” is 0" },
    { "hidden", "64-64-64-64-64", NULL, "“hidden” is" },
    { "hidden", "4096-4096", NULL, "policy.hidden.0.weight" },
    { NULL, NULL, "policy.log_std", "“policy.log_std” holds numbers" },
    { NULL, NULL, "policy.hidden.1.weight", "“policy.hidden.1.weight” holds numbers" },
    { NULL, NULL, "normaliser.observation.square", "square” holds numbers" },
    { NULL, NULL, "normaliser.observation.count", "count” holds numbers" },
  };
  g_auto (GridFixture) grid = { 0 };
  g_autoptr (GmarlLearner) learner = train (&grid, 4, FALSE, OPTIONS);
  g_autoptr (GBytes) right = pack_changed (learner, NULL, NULL, NULL);
  g_autoptr (GmarlCheckpoint) right_checkpoint = open_bytes (right);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlPolicy) policy = gmarl_trained_policy_new (
      right_checkpoint, grid.grid, GMARL_KERNEL_LEVEL_AUTO, "id", "name", &error);

  g_assert_no_error (error);
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (GBytes) bytes =
        pack_changed (learner, cases[k].key, cases[k].value, cases[k].tensor);
    g_autoptr (GmarlCheckpoint) checkpoint = open_bytes (bytes);

    assert_refused (checkpoint, grid.grid, cases[k].what);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/trained-policy/batches", test_batches);
  g_test_add_func ("/learning/trained-policy/batches-of-levels", test_batches_of_levels);
  g_test_add_func ("/learning/trained-policy/batches-openblas", test_batches_openblas);
  g_test_add_func ("/learning/trained-policy/other-nodes", test_other_nodes);
  g_test_add_func ("/learning/trained-policy/misfits", test_misfits);
  g_test_add_func ("/learning/trained-policy/wrong-contents", test_wrong_contents);
  return g_test_run ();
}
