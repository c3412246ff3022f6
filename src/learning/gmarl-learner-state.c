/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* What a learner keeps: "resume" checkpoints hold all that goes on, "policy" checkpoints what acts.
 * Neither holds a time, a path, a host, a run's id or a thread count, so that identical runs write
 * identical files.
 */
#include "config.h"

#include "gmarl-learner-private.h"

#include "gmarl-error.h"
#include "gmarl-network-tensors.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

static char *
describe_hidden (const GmarlSizes *hidden)
{
  GString *text = g_string_new (NULL);

  for (gint64 l = 0; l < hidden->count; l++)
    g_string_append_printf (text, "%s%" PRId64, l == 0 ? "" : "-", hidden->value[l]);
  return g_string_free (text, FALSE);
}

/* Key and value in turn, NULL-terminated. (transfer full) */
static char **
make_metadata (const GmarlLearner *self, const char *kind)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  g_autofree char *hidden = describe_hidden (&self->config.hidden);
  const gint64 numbers[] = {
    (gint64) self->environment->n_agents,  (gint64) self->environment->n_observations,
    (gint64) self->environment->n_actions, self->config.share_parameters,
    self->config.normalise_observations,   self->iteration,
  };
  const char *const keys[] = { "agents",           "observations",           "actions",
                               "share_parameters", "normalise_observations", "iteration" };
  char **metadata;

  g_strv_builder_add_many (builder, "format", GMARL_CHECKPOINT_FORMAT, "kind", kind, "hidden",
                           hidden, NULL);
  for (gsize k = 0; k < G_N_ELEMENTS (numbers); k++) {
    g_autofree char *text = g_strdup_printf ("%" PRId64, numbers[k]);

    g_strv_builder_add_many (builder, keys[k], text, NULL);
  }
  metadata = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return metadata;
}

static void
add_policy (const GmarlLearner *self, GmarlTensorList *list)
{
  gmarl_tensor_list_add_normaliser (list, "observation", self->observations);
  gmarl_tensor_list_add_normaliser (list, "return", self->returns);
  gmarl_tensor_list_add_networks (list, "", self->networks, self->networks->parameters);
}

static GBytes *
pack (const GmarlLearner *self, const GmarlTensorList *list, const char *kind)
{
  g_auto (GStrv) metadata = make_metadata (self, kind);

  return gmarl_checkpoint_pack ((const GmarlTensor *) (gconstpointer) list->tensors->data,
                                list->tensors->len, (const char *const *) metadata);
}

GBytes *
gmarl_learner_save_policy (const GmarlLearner *self)
{
  g_autoptr (GmarlTensorList) list = gmarl_tensor_list_new ();

  add_policy (self, list);
  return pack (self, list, "policy");
}

GBytes *
gmarl_learner_save (const GmarlLearner *self, double best_score, gint64 best_iteration)
{
  g_autoptr (GmarlTensorList) list = gmarl_tensor_list_new ();
  const GmarlRollout *r = self->rollout;
  const gsize sets[1] = { self->networks->n_sets };
  const gsize environments[2] = { r->n_environments, self->environment->n_saved };
  const gsize one[1] = { 1 };
  gint64 skipped = self->skipped;
  g_autofree double *saved = g_new (double, environments[0] * environments[1]);
  g_autofree gint64 *step = g_new (gint64, r->n_environments);

  gmarl_rollout_save (r, saved);
  for (gsize e = 0; e < r->n_environments; e++)
    step[e] = r->step[e];
  gmarl_tensor_list_add (list, "environment.episode", GMARL_TENSOR_I64, 1, environments,
                         r->episode);
  gmarl_tensor_list_add (list, "environment.step", GMARL_TENSOR_I64, 1, environments, step);
  gmarl_tensor_list_add (list, "environment.state", GMARL_TENSOR_F64, 2, environments, saved);
  gmarl_tensor_list_add (list, "adam.policy_steps", GMARL_TENSOR_I64, 1, sets,
                         self->networks->policy_steps);
  gmarl_tensor_list_add (list, "adam.value_steps", GMARL_TENSOR_I64, 1, sets,
                         self->networks->value_steps);
  gmarl_tensor_list_add (list, "skipped_updates", GMARL_TENSOR_I64, 1, one, &skipped);
  gmarl_tensor_list_add (list, "best.score", GMARL_TENSOR_F64, 1, one, &best_score);
  gmarl_tensor_list_add (list, "best.iteration", GMARL_TENSOR_I64, 1, one, &best_iteration);
  add_policy (self, list);
  gmarl_tensor_list_add_networks (list, "adam.first.", self->networks,
                                  self->networks->first_moment);
  gmarl_tensor_list_add_networks (list, "adam.second.", self->networks,
                                  self->networks->second_moment);
  return pack (self, list, "resume");
}

static gboolean
check_metadata (const GmarlCheckpoint *checkpoint,
                const char *key,
                const char *expected,
                GError **error)
{
  const char *found = gmarl_checkpoint_get_metadata (checkpoint, key);

  if (found != NULL && strcmp (found, expected) == 0)
    return TRUE;
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
      _ ("%s does not fit: its “%s” is %s and this training wants %s; use the scenario and the options of the "
         "run it comes from"),
      gmarl_checkpoint_get_filename (checkpoint), key, found == NULL ? _ ("missing") : found,
      expected);
  return FALSE;
}

/* Whether the networks are of this learner's form. */
static gboolean
check_form (const GmarlLearner *self, const GmarlCheckpoint *checkpoint, GError **error)
{
  g_auto (GStrv) metadata = make_metadata (self, "");

  for (gsize k = 0; metadata[k] != NULL; k += 2) {
    gboolean varies = strcmp (metadata[k], "kind") == 0 || strcmp (metadata[k], "iteration") == 0;
    /* One network for all serves any number of nodes. */
    gboolean any = self->config.share_parameters && strcmp (metadata[k], "agents") == 0;

    if (!varies && !any && !check_metadata (checkpoint, metadata[k], metadata[k + 1], error))
      return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_learner_load_networks (GmarlLearner *self, const GmarlCheckpoint *checkpoint, GError **error)
{
  return check_form (self, checkpoint, error) &&
         gmarl_normaliser_read (self->observations, "observation", checkpoint, error) &&
         gmarl_normaliser_read (self->returns, "return", checkpoint, error) &&
         gmarl_networks_read (self->networks, self->networks->parameters, "", TRUE, checkpoint,
                              error);
}

/* Episodes and steps must be such as training can have left them. */
static gboolean
load_environments (GmarlLearner *self, const GmarlCheckpoint *checkpoint, GError **error)
{
  gsize E = self->rollout->n_environments;
  const gsize shape[2] = { E, self->environment->n_saved };
  const gint64 *episode = gmarl_checkpoint_get_tensor (checkpoint, "environment.episode",
                                                       GMARL_TENSOR_I64, 1, shape, error);
  const gint64 *step;
  const double *state;
  g_autofree guint *steps = NULL;

  if (episode == NULL)
    return FALSE;
  step = gmarl_checkpoint_get_tensor (checkpoint, "environment.step", GMARL_TENSOR_I64, 1, shape,
                                      error);
  if (step == NULL)
    return FALSE;
  state = gmarl_checkpoint_get_tensor (checkpoint, "environment.state", GMARL_TENSOR_F64, 2, shape,
                                       error);
  if (state == NULL)
    return FALSE;

  steps = g_new (guint, E);
  for (gsize e = 0; e < E; e++) {
    gboolean exists =
        step[e] >= 0 && step[e] < self->environment->episode_length && episode[e] >= 0;

    for (gsize k = 0; k < shape[1]; k++)
      exists = exists && isfinite (state[e * shape[1] + k]);
    if (!exists) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
                   _ ("%s: environment %zu stands at step %" PRId64 " of episode %" PRId64
                      ", which does not exist; the file is damaged"),
                   gmarl_checkpoint_get_filename (checkpoint), e, step[e], episode[e]);
      return FALSE;
    }
    steps[e] = (guint) step[e];
  }
  gmarl_rollout_restore (self->rollout, (const guint64 *) episode, steps, state);
  return TRUE;
}

static gboolean
load_counts (GmarlLearner *self,
             const GmarlCheckpoint *checkpoint,
             double *best_score,
             gint64 *best_iteration,
             GError **error)
{
  const gsize sets[1] = { self->networks->n_sets };
  const gsize one[1] = { 1 };
  const struct {
    const char *name;
    GmarlTensorType type;
    const gsize *shape;
    gpointer target;
  } counts[] = {
    { "adam.policy_steps", GMARL_TENSOR_I64, sets, self->networks->policy_steps },
    { "adam.value_steps", GMARL_TENSOR_I64, sets, self->networks->value_steps },
    { "skipped_updates", GMARL_TENSOR_I64, one, &self->skipped },
    { "best.score", GMARL_TENSOR_F64, one, best_score },
    { "best.iteration", GMARL_TENSOR_I64, one, best_iteration },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (counts); k++) {
    gconstpointer data = gmarl_checkpoint_get_tensor (checkpoint, counts[k].name, counts[k].type, 1,
                                                      counts[k].shape, error);

    if (data == NULL)
      return FALSE;
    for (gsize j = 0; j < counts[k].shape[0]; j++)
      if (counts[k].target != best_iteration && counts[k].type == GMARL_TENSOR_I64 &&
          ((const gint64 *) data)[j] < 0) {
        g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
                     _ ("%s: “%s” is below zero; the file is damaged"),
                     gmarl_checkpoint_get_filename (checkpoint), counts[k].name);
        return FALSE;
      }
    memcpy (counts[k].target, data, counts[k].shape[0] * 8);
  }
  return TRUE;
}

gboolean
gmarl_learner_load (GmarlLearner *self,
                    const GmarlCheckpoint *checkpoint,
                    double *best_score,
                    gint64 *best_iteration,
                    GError **error)
{
  GmarlNetworks *networks = self->networks;

  return check_metadata (checkpoint, "kind", "resume", error) &&
         gmarl_learner_load_networks (self, checkpoint, error) &&
         gmarl_networks_read (networks, networks->first_moment, "adam.first.", TRUE, checkpoint,
                              error) &&
         gmarl_networks_read (networks, networks->second_moment, "adam.second.", TRUE, checkpoint,
                              error) &&
         load_counts (self, checkpoint, best_score, best_iteration, error) &&
         load_environments (self, checkpoint, error) &&
         gmarl_checkpoint_get_integer (checkpoint, "iteration", self->iterations, &self->iteration,
                                       error);
}
