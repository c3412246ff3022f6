/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-names.h"

#include <glib/gi18n-lib.h>

const char *const gmarl_training_topics[GMARL_N_TRAINING_TOPICS] = {
  [GMARL_TRAINING_TOPIC_MAIN] = N_ ("Training"),
  [GMARL_TRAINING_TOPIC_LEARNING] = N_ ("Learning"),
  [GMARL_TRAINING_TOPIC_NETWORKS] = N_ ("Networks"),
  [GMARL_TRAINING_TOPIC_ROLLOUT] = N_ ("Experience"),
  [GMARL_TRAINING_TOPIC_KEEPING] = N_ ("Validation and Checkpoints"),
  [GMARL_TRAINING_TOPIC_COMPUTING] = N_ ("Computing"),
};

#define LEARNING  GMARL_TRAINING_TOPIC_LEARNING
#define NETWORKS  GMARL_TRAINING_TOPIC_NETWORKS
#define ROLLOUT   GMARL_TRAINING_TOPIC_ROLLOUT
#define KEEPING   GMARL_TRAINING_TOPIC_KEEPING
#define COMPUTING GMARL_TRAINING_TOPIC_COMPUTING

/* clang-format off */
const GmarlTrainingName gmarl_training_names[] = {
  { "share_parameters", GMARL_TRAINING_TOPIC_MAIN, N_ ("Shared Parameters"), "", "" },
  { "ppo.learning_rate", LEARNING, N_ ("Learning Rate"), "0.0001 – 0.001", "" },
  { "ppo.learning_rate_end", LEARNING, N_ ("Final Learning Rate"), "0 – 0.1", N_ ("of the first") },
  { "ppo.gamma", LEARNING, N_ ("Discount Factor γ"), "0.99 – 0.999", "" },
  { "ppo.gae_lambda", LEARNING, N_ ("Advantage Decay λ"), "0.9 – 0.98", "" },
  { "ppo.clip", LEARNING, N_ ("Clip Range ε"), "0.1 – 0.3", "" },
  { "ppo.epochs", LEARNING, N_ ("Epochs"), "3 – 10", N_ ("passes") },
  { "ppo.minibatch", LEARNING, N_ ("Minibatch"), "256 – 4096", N_ ("samples") },
  { "ppo.entropy", LEARNING, N_ ("Entropy Bonus"), "0 – 0.01", "" },
  { "ppo.value_coefficient", LEARNING, N_ ("Value Loss Factor"), "0.5 – 1", "" },
  { "ppo.huber", LEARNING, N_ ("Huber Threshold"), "1 – 10", N_ ("deviations") },
  { "ppo.max_gradient_norm", LEARNING, N_ ("Gradient Norm Limit"), "0.5 – 1", "" },
  { "ppo.target_kl", LEARNING, N_ ("KL Divergence Limit"), "0 – 0.03", "" },
  { "ppo.adam_epsilon", LEARNING, N_ ("Adam’s ε"), "1e-8 – 1e-5", "" },
  { "policy.hidden", NETWORKS, N_ ("Hidden Layers"), "32-32 – 256-256", N_ ("neurons") },
  { "policy.log_std", NETWORKS, N_ ("First Deviation, Log"), "-1 – 0", "" },
  { "policy.log_std_min", NETWORKS, N_ ("Least Deviation, Log"), "-3 – -1", "" },
  { "policy.log_std_max", NETWORKS, N_ ("Largest Deviation, Log"), "0 – 2", "" },
  { "normalise.observations", NETWORKS, N_ ("Normalise Observations"), "", "" },
  { "normalise.values", NETWORKS, N_ ("Normalise Returns"), "", "" },
  { "rollout.environments", ROLLOUT, N_ ("Environments"), "16 – 256", N_ ("in parallel") },
  { "rollout.steps", ROLLOUT, N_ ("Length"), "128 – 2048", N_ ("steps per iteration") },
  { "validation.interval", KEEPING, N_ ("Validate Every"), "10 – 50", N_ ("iterations") },
  { "validation.days", KEEPING, N_ ("Validation"), "10 – 50", N_ ("days") },
  { "checkpoint.interval", KEEPING, N_ ("Checkpoint Every"), "25 – 100", N_ ("iterations") },
  { "checkpoint.keep", KEEPING, N_ ("Keep at Most"), "0 – 20", N_ ("checkpoints") },
  { "threads", COMPUTING, N_ ("Threads"), "", "" },
  { "kernel_level", COMPUTING, N_ ("Instruction Set"), "", "" },
  { "backend", COMPUTING, N_ ("Network Code"), "", "" },
};
/* clang-format on */

const gsize gmarl_n_training_names = G_N_ELEMENTS (gmarl_training_names);

const GmarlTrainingName *
gmarl_training_name_find (const char *key)
{
  for (gsize k = 0; k < gmarl_n_training_names; k++)
    if (g_str_equal (gmarl_training_names[k].key, key))
      return &gmarl_training_names[k];
  return NULL;
}

const char *
gmarl_training_choice_name (const char *id)
{
  static const struct {
    const char *id;
    const char *name;
  } names[] = {
    { "auto", N_ ("Automatic") },         { "openblas", N_ ("OpenBLAS") },
    { "baseline", N_ ("Any processor") }, { "avx2", N_ ("AVX2") },
    { "avx512", N_ ("AVX-512") },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    if (g_str_equal (names[k].id, id))
      return _ (names[k].name);
  return id;
}

char *
gmarl_training_name_describe (const GmarlTrainingName *self, const GmarlOption *option)
{
  GString *text = g_string_new (_ (option->summary));
  g_autofree char *range = gmarl_option_describe_range (option);

  /* translators: %s is "a number above 0, at most 1" */
  g_string_append_printf (text, _ ("\nAllowed: %s."), range);
  if (self->usual[0] != '\0')
    g_string_append_printf (text, _ (" Usual: %s."), self->usual);
  /* translators: %s is the key of --set on the command line */
  g_string_append_printf (text, _ ("\nOn the command line: %s"), option->key);
  return g_string_free (text, FALSE);
}
