/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-learning-config.h"

#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const backend_ids[] = { "auto", "openblas", NULL };
static const char *const kernel_level_ids[] = { "auto", "baseline", "avx2", "avx512", NULL };

const GmarlLearningConfig gmarl_learning_defaults = {
  .hidden = { .count = 2, .value = { 64, 64 } },
  .log_std = -0.5,
  .log_std_min = -1.9,
  .log_std_max = 1.0,
  .environments = 80,
  .steps = 200,
  .gamma = 0.995,
  .gae_lambda = 0.95,
  .clip = 0.2,
  .epochs = 4,
  .minibatch = 640,
  .learning_rate = 3e-4,
  .learning_rate_end = 0.05,
  .entropy = 0,
  .value_coefficient = 0.5,
  .huber = 10,
  .max_gradient_norm = 0.5,
  .target_kl = 0,
  .adam_epsilon = 1e-5,
  .normalise_observations = TRUE,
  .normalise_values = TRUE,
  .validation_interval = 25,
  .validation_days = 20,
  .checkpoint_interval = 50,
  .checkpoint_keep = 0,
  .share_parameters = FALSE,
  .backend = GMARL_BACKEND_AUTO,
  .threads = 0,
  .kernel_level = GMARL_KERNEL_LEVEL_AUTO,
};

#define FIELD(name) G_STRUCT_OFFSET (GmarlLearningConfig, name)
#define REAL(key, field, minimum, maximum, flags, summary)                                         \
  {                                                                                                \
    key, GMARL_OPTION_REAL, FIELD (field), minimum, maximum, flags, NULL, "", summary              \
  }
#define INTEGER(key, field, minimum, maximum, unit, summary)                                       \
  {                                                                                                \
    key, GMARL_OPTION_INTEGER, FIELD (field), minimum, maximum, GMARL_OPTION_NONE, NULL, unit,     \
        summary                                                                                    \
  }
#define BOOLEAN(key, field, summary)                                                               \
  {                                                                                                \
    key, GMARL_OPTION_BOOLEAN, FIELD (field), 0, 1, GMARL_OPTION_NONE, NULL, "", summary           \
  }
#define CHOICE(key, field, choices, summary)                                                       \
  {                                                                                                \
    key, GMARL_OPTION_CHOICE, FIELD (field), 0, 0, GMARL_OPTION_NONE, choices, "", summary         \
  }

const GmarlOption gmarl_learning_options[] = {
  REAL ("ppo.clip",
        clip,
        0,
        10,
        GMARL_OPTION_ABOVE_MINIMUM,
        N_ ("Clip range of the probability ratio.")),
  REAL ("ppo.gamma", gamma, 0, 1, GMARL_OPTION_NONE, N_ ("Discount factor.")),
  REAL ("ppo.gae_lambda",
        gae_lambda,
        0,
        1,
        GMARL_OPTION_NONE,
        N_ ("Decay of generalised advantage estimation.")),
  INTEGER ("ppo.epochs", epochs, 1, 1000, "", N_ ("Passes over each batch.")),
  INTEGER (
      "ppo.minibatch",
      minibatch,
      1,
      1 << 24,
      "",
      N_ ("Samples per network and gradient step; with shared parameters times the nodes, at most times 8.")),
  REAL ("ppo.learning_rate",
        learning_rate,
        0,
        1,
        GMARL_OPTION_ABOVE_MINIMUM,
        N_ ("Adam’s step size at the start.")),
  REAL (
      "ppo.learning_rate_end",
      learning_rate_end,
      0,
      1,
      GMARL_OPTION_NONE,
      N_ ("Step size at the last iteration, as a fraction of the one at the start; linear in between.")),
  REAL ("ppo.entropy", entropy, 0, 10, GMARL_OPTION_NONE, N_ ("Entropy bonus.")),
  REAL ("ppo.value_coefficient",
        value_coefficient,
        0,
        100,
        GMARL_OPTION_ABOVE_MINIMUM,
        N_ ("Factor of the value loss.")),
  REAL ("ppo.huber",
        huber,
        0,
        1e9,
        GMARL_OPTION_ABOVE_MINIMUM,
        N_ ("Error of the normalised value from which on the value loss is linear.")),
  REAL ("ppo.max_gradient_norm",
        max_gradient_norm,
        0,
        1e9,
        GMARL_OPTION_ABOVE_MINIMUM,
        N_ ("Global norm to which each network’s gradient is clipped.")),
  REAL ("ppo.target_kl",
        target_kl,
        0,
        100,
        GMARL_OPTION_NONE,
        N_ ("Approximate KL divergence at which an agent’s policy epochs stop early; 0: never.")),
  REAL ("ppo.adam_epsilon", adam_epsilon, 0, 1, GMARL_OPTION_ABOVE_MINIMUM, N_ ("Adam’s epsilon.")),
  { "policy.hidden", GMARL_OPTION_SIZES, FIELD (hidden), 1, 4096, GMARL_OPTION_NONE, NULL, "",
    N_ ("Widths of the hidden layers of the policy and of the value network.") },
  REAL ("policy.log_std",
        log_std,
        -10,
        10,
        GMARL_OPTION_NONE,
        N_ ("Logarithm of the actions’ standard deviation at the start.")),
  REAL ("policy.log_std_min", log_std_min, -10, 10, GMARL_OPTION_NONE, N_ ("Its least value.")),
  REAL ("policy.log_std_max", log_std_max, -10, 10, GMARL_OPTION_NONE, N_ ("Its largest value.")),
  INTEGER ("rollout.environments",
           environments,
           1,
           65536,
           "",
           N_ ("Environments that run in parallel.")),
  INTEGER ("rollout.steps", steps, 1, 1 << 20, "", N_ ("Steps of each environment per iteration.")),
  BOOLEAN ("normalise.observations",
           normalise_observations,
           N_ ("Normalise observations by running moments.")),
  BOOLEAN ("normalise.values",
           normalise_values,
           N_ ("Normalise returns by running moments (PopArt).")),
  INTEGER ("validation.interval",
           validation_interval,
           0,
           1 << 20,
           "iterations",
           N_ ("Iterations between validations; 0: none.")),
  INTEGER ("validation.days", validation_days, 1, 100000, "days", N_ ("Days of a validation.")),
  INTEGER ("checkpoint.interval",
           checkpoint_interval,
           0,
           1 << 20,
           "iterations",
           N_ ("Iterations between numbered checkpoints; 0: none.")),
  INTEGER ("checkpoint.keep",
           checkpoint_keep,
           0,
           1 << 20,
           "",
           N_ ("Numbered checkpoints kept; 0: all.")),
  BOOLEAN ("share_parameters",
           share_parameters,
           N_ ("One policy and one value network for all nodes.")),
  CHOICE ("backend", backend, backend_ids, N_ ("Which code computes the networks.")),
  INTEGER ("threads",
           threads,
           0,
           1024,
           "",
           N_ ("Worker threads; 0: as many as the process may use.")),
  CHOICE ("kernel_level",
          kernel_level,
          kernel_level_ids,
          N_ ("Instruction set of the kernels; auto: the best of this processor.")),
};

const gsize gmarl_n_learning_options = G_N_ELEMENTS (gmarl_learning_options);

gboolean
gmarl_learning_config_validate (const GmarlLearningConfig *self, GError **error)
{
  for (gsize k = 0; k < gmarl_n_learning_options; k++)
    if (!gmarl_option_check (&gmarl_learning_options[k], self, error))
      return FALSE;
  if (self->log_std_min > self->log_std_max) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CONFIG,
        _ ("policy.log_std_min (%g) is above policy.log_std_max (%g): give a smaller minimum"),
        self->log_std_min, self->log_std_max);
    return FALSE;
  }
  if (self->log_std < self->log_std_min || self->log_std > self->log_std_max) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CONFIG,
        _ ("policy.log_std (%g) is outside policy.log_std_min … policy.log_std_max (%g … %g)"),
        self->log_std, self->log_std_min, self->log_std_max);
    return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_learning_option_is_free (const GmarlOption *option)
{
  return strcmp (option->key, "threads") == 0;
}
