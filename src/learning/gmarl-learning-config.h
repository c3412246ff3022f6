/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-options.h"

#include <glib.h>

G_BEGIN_DECLS

/* Which code computes the networks. */
typedef enum {
  GMARL_BACKEND_AUTO,     /* the fused kernels where they know the shape, else OpenBLAS */
  GMARL_BACKEND_OPENBLAS, /* OpenBLAS for every layer */
} GmarlBackendChoice;

/* Instruction set of the fused kernels; "auto" takes the best that the processor has. */
typedef enum {
  GMARL_KERNEL_LEVEL_AUTO,
  GMARL_KERNEL_LEVEL_BASELINE,
  GMARL_KERNEL_LEVEL_AVX2,
  GMARL_KERNEL_LEVEL_AVX512,
} GmarlKernelLevelChoice;

/* How to learn: every row of docs/learning.md's table. Plain values, no pointers: copied by
 * assignment. */
typedef struct {
  GmarlSizes hidden; /* of the policy and of the value network, tanh */
  double log_std;
  double log_std_min;
  double log_std_max;
  gint64 environments; /* E */
  gint64 steps;        /* T of a rollout fragment */
  double gamma;
  double gae_lambda;
  double clip;
  gint64 epochs;
  gint64 minibatch; /* samples a network; times min (N, 8) with shared parameters */
  double learning_rate;
  double learning_rate_end; /* as a fraction of learning_rate, reached at the last iteration */
  double entropy;
  double value_coefficient;
  double huber;
  double max_gradient_norm;
  double target_kl; /* 0: never stop an agent's policy epochs early */
  double adam_epsilon;
  gboolean normalise_observations;
  gboolean normalise_values;
  gint64 validation_interval; /* iterations; 0: no validation */
  gint64 validation_days;
  gint64 checkpoint_interval; /* iterations; 0: last and best alone */
  gint64 checkpoint_keep;     /* numbered checkpoints kept; 0: all */
  gboolean share_parameters;
  gint backend;      /* GmarlBackendChoice */
  gint64 threads;    /* 0: as many as the process may use */
  gint kernel_level; /* GmarlKernelLevelChoice */
} GmarlLearningConfig;

/* Keys as --set takes them: "ppo.clip", "policy.hidden", "threads", … */
extern const GmarlOption gmarl_learning_options[];
extern const gsize gmarl_n_learning_options;

/* The defaults of docs/learning.md. */
extern const GmarlLearningConfig gmarl_learning_defaults;

/* Whether the values fit together (GMARL_ERROR_CONFIG names the keys and the remedy). */
gboolean gmarl_learning_config_validate (const GmarlLearningConfig *self, GError **error);

/* Whether this option may differ between two runs that give the same bits ("threads"). */
gboolean gmarl_learning_option_is_free (const GmarlOption *option);

G_END_DECLS
