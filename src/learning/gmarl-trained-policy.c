/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-trained-policy.h"

#include "gmarl-backend.h"
#include "gmarl-error.h"
#include "gmarl-network-tensors.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* States that act together at the most; more are taken in turns, so that scratch stays small. */
#define LARGEST_BATCH 32

/* A hostile file must not make us allocate for networks that no training makes. */
#define MOST_OBSERVATIONS 100000

typedef struct {
  GmarlPolicy parent;
  GmarlKernels kernels;
  gsize rows_at_once; /* 1 with OpenBLAS, which rounds a row differently beside others */
  GmarlNetworks *networks;
  GmarlNormaliser *observations;
  GmarlObservation observation;
} TrainedPolicy;

/* A worker's scratch area, cut into arrays. */
typedef struct {
  float *observation; /* [N, LARGEST_BATCH, O] */
  float *mean;        /* [U, LARGEST_BATCH] */
  float *activation;
} Scratch;

static gsize
lay_out_scratch (const TrainedPolicy *self, const GmarlGrid *grid, guint8 *base, Scratch *scratch)
{
  const GmarlNetworkShape *shape = &self->networks->policy;
  gsize align = GMARL_KERNEL_ALIGNMENT / sizeof (float);
  gsize observation = (grid->n_nodes * LARGEST_BATCH * shape->n_inputs + align - 1) / align * align;
  gsize mean = (LARGEST_BATCH * shape->n_outputs + align - 1) / align * align;
  gsize activation = gmarl_network_shape_activations (shape, LARGEST_BATCH);

  if (base != NULL) {
    scratch->observation = (float *) base;
    scratch->mean = scratch->observation + observation;
    scratch->activation = scratch->mean + mean;
  }
  return (observation + mean + activation) * sizeof (float);
}

static gsize
trained_scratch_size (const GmarlPolicy *policy, const GmarlGrid *grid, gsize n_states)
{
  return lay_out_scratch ((const TrainedPolicy *) policy, grid, NULL, NULL);
}

static void
act_batch (const TrainedPolicy *self,
           const GmarlGrid *grid,
           const GmarlGridState *const *states,
           gsize n_states,
           double *const *actions,
           const Scratch *s)
{
  const GmarlNetworkShape *shape = &self->networks->policy;
  gsize O = shape->n_inputs;
  gsize U = shape->n_outputs;

  for (gsize k = 0; k < n_states; k++)
    gmarl_grid_observe (grid, states[k], self->observation, s->observation + k * O, n_states * O);
  for (gsize node = 0; node < grid->n_nodes; node++) {
    gsize set = self->networks->n_sets == 1 ? 0 : node;
    float *input = s->observation + node * n_states * O;

    self->kernels.normalise (n_states, O, input, O, self->observations->shift + set * O,
                             self->observations->inverse_sd + set * O, input, O);
    for (gsize k = 0; k < n_states; k += self->rows_at_once)
      self->kernels.forward (shape, gmarl_networks_policy (self->networks, set), input + k * O, O,
                             MIN (self->rows_at_once, n_states - k), s->activation, s->mean + k,
                             n_states);
    for (gsize k = 0; k < n_states; k++)
      for (gsize u = 0; u < U; u++)
        actions[k][node * U + u] = CLAMP (s->mean[u * n_states + k], -1.0f, 1.0f);
  }
}

static void
trained_act (const GmarlPolicy *policy,
             const GmarlGrid *grid,
             const GmarlGridState *const *states,
             gsize n_states,
             double *const *actions,
             gpointer scratch)
{
  const TrainedPolicy *self = (const TrainedPolicy *) policy;
  Scratch arrays = { 0 };

  lay_out_scratch (self, grid, scratch, &arrays);
  for (gsize first = 0; first < n_states; first += LARGEST_BATCH)
    act_batch (self, grid, states + first, MIN (n_states - first, LARGEST_BATCH), actions + first,
               &arrays);
}

static void
trained_free (GmarlPolicy *policy)
{
  TrainedPolicy *self = (TrainedPolicy *) policy;

  gmarl_networks_free (self->networks);
  gmarl_normaliser_free (self->observations);
  g_free (policy->id);
  g_free (policy->name);
  g_free (self);
}

static const GmarlPolicyClass trained_policy_class = {
  .scratch_size = trained_scratch_size,
  .act = trained_act,
  .free = trained_free,
};

static gboolean
check_format (const GmarlCheckpoint *checkpoint, GError **error)
{
  const char *format = gmarl_checkpoint_get_metadata (checkpoint, "format");

  if (g_strcmp0 (format, GMARL_CHECKPOINT_FORMAT) == 0)
    return TRUE;
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
               _ ("%s: the metadata “format” is %s where “%s” belongs; use the version of Gridmarl "
                  "that wrote it"),
               gmarl_checkpoint_get_filename (checkpoint), format == NULL ? _ ("missing") : format,
               GMARL_CHECKPOINT_FORMAT);
  return FALSE;
}

static gboolean
parse_hidden (const GmarlCheckpoint *checkpoint, GmarlSizes *hidden, GError **error)
{
  const char *text = gmarl_checkpoint_get_metadata (checkpoint, "hidden");
  const GmarlOption *option =
      gmarl_option_find (gmarl_learning_options, gmarl_n_learning_options, "policy.hidden");
  GmarlLearningConfig config = gmarl_learning_defaults;

  if (text == NULL || !gmarl_option_set (option, &config, text, NULL)) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
        _ ("%s: the metadata “hidden” is %s where layer widths belong; the file is no checkpoint of Gridmarl, or "
           "damaged"),
        gmarl_checkpoint_get_filename (checkpoint), text == NULL ? _ ("missing") : text);
    return FALSE;
  }
  *hidden = config.hidden;
  return TRUE;
}

/* Whether the policy fits the grid, with the reason if not. */
static gboolean
check_grid (const GmarlCheckpoint *checkpoint,
            const GmarlGrid *grid,
            gint64 agents,
            gint64 observations,
            gint64 actions,
            gboolean shared,
            GError **error)
{
  GmarlObservation kind = shared ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN;
  gint64 expected = (gint64) gmarl_grid_observation_size (grid, kind);

  if (!shared && agents != (gint64) grid->n_nodes) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
                 _ ("%s was trained on %" PRId64
                    " nodes and this scenario has %zu: choose a scenario with as many "
                    "nodes, or train with --share-params"),
                 gmarl_checkpoint_get_filename (checkpoint), agents, grid->n_nodes);
    return FALSE;
  }
  if (observations != expected || actions != (gint64) grid->n_actions) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
                 _ ("%s was trained on nodes with at most %" PRId64
                    " neighbours and this scenario has up to %zu: choose a topology with as many"),
                 gmarl_checkpoint_get_filename (checkpoint), actions - 1, grid->n_slots);
    return FALSE;
  }
  return TRUE;
}

GmarlPolicy *
gmarl_trained_policy_new (const GmarlCheckpoint *checkpoint,
                          const GmarlGrid *grid,
                          GmarlKernelLevelChoice level,
                          const char *id,
                          const char *name,
                          GError **error)
{
  g_autoptr (GmarlNetworks) networks = NULL;
  g_autoptr (GmarlNormaliser) observations = NULL;
  gint64 agents, inputs, actions, shared;
  GmarlNetworks form = { 0 };
  GmarlSizes hidden;
  GmarlKernels kernels;
  TrainedPolicy *self;

  if (!check_format (checkpoint, error) ||
      !gmarl_checkpoint_get_integer (checkpoint, "agents", GMARL_MAX_NODES, &agents, error) ||
      !gmarl_checkpoint_get_integer (checkpoint, "observations", MOST_OBSERVATIONS, &inputs,
                                     error) ||
      !gmarl_checkpoint_get_integer (checkpoint, "actions", MOST_OBSERVATIONS, &actions, error) ||
      !gmarl_checkpoint_get_integer (checkpoint, "share_parameters", 1, &shared, error) ||
      !parse_hidden (checkpoint, &hidden, error) ||
      !check_grid (checkpoint, grid, agents, inputs, actions, (gboolean) shared, error) ||
      !gmarl_backend_cpu_kernels (&hidden, GMARL_BACKEND_AUTO, level, &kernels, error))
    return NULL;

  gmarl_networks_lay_out (&form, shared ? 1 : (gsize) agents, &hidden, (gsize) inputs,
                          (gsize) actions);
  if (!gmarl_networks_check (&form, FALSE, checkpoint, error))
    return NULL;
  networks = gmarl_networks_new_to_act (form.n_sets, &hidden, (gsize) inputs, (gsize) actions);
  observations = gmarl_normaliser_new (networks->n_sets, (gsize) inputs);
  if (!gmarl_networks_read (networks, networks->parameters, "", FALSE, checkpoint, error) ||
      !gmarl_normaliser_read (observations, "observation", checkpoint, error))
    return NULL;

  self = g_new0 (TrainedPolicy, 1);
  self->parent.klass = &trained_policy_class;
  self->parent.id = g_strdup (id);
  self->parent.name = g_strdup (name);
  self->kernels = kernels;
  self->rows_at_once = g_str_equal (kernels.name, "openblas") ? 1 : LARGEST_BATCH;
  self->networks = g_steal_pointer (&networks);
  self->observations = g_steal_pointer (&observations);
  self->observation = shared ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN;
  return &self->parent;
}
