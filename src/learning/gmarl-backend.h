/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-learning-config.h"
#include "gmarl-networks.h"
#include "gmarl-workers.h"

G_BEGIN_DECLS

/* A backend computes the networks: a table of functions, so that a device plugs in without the rest
 * knowing. The processor's is gmarl-backend-cpu.c. Sets are as in gmarl-networks.h.
 */
typedef struct _GmarlBackend GmarlBackend;

/* What an update learns from: for every set, blocks of records (gmarl-rollout.h) of the agents it
 * serves. */
typedef struct {
  const float *records; /* [n_sets × agents_per_set, samples_per_agent, record_size] */
  gsize agents_per_set;
  gsize samples_per_agent;
  gsize record_size;
  const double *advantage_mean;       /* [n_sets] */
  const double *advantage_inverse_sd; /* [n_sets] */
  const double *return_mean;          /* [n_sets] */
  const double *return_inverse_sd;    /* [n_sets] */
  guint64 seed;
  gint64 iteration; /* from 0 */
  double learning_rate;
} GmarlUpdateBatch;

/* An update of one network: means over its minibatches. The KL divergence and the clip fraction are
 * the policy's, 0 for a value network.
 */
typedef struct {
  double loss;
  double kl;
  double clip_fraction;
  double gradient_norm; /* before clipping */
  guint minibatches;
  guint skipped;          /* minibatches with a non-finite loss or gradient */
  guint skipped_in_a_row; /* the longest such run */
  double first_kl;        /* of the first minibatch: 0 but for a bug */
  double first_clip_fraction;
} GmarlNetworkStatistics;

typedef struct {
  GmarlNetworkStatistics network[GMARL_N_NETWORK_KINDS];
} GmarlUpdateStatistics;

typedef struct {
  const char *id;

  /* Bytes of scratch that act and values need for rows; 64-byte aligned. */
  gsize (*scratch_size) (const GmarlBackend *self, gsize rows);

  /* mean [U, stride] of the actions for input [rows, O] (input_stride). Any thread, with scratch of
   * its own. stride: at least rows rounded up to GMARL_ROW_MULTIPLE.
   */
  void (*act) (const GmarlBackend *self,
               gsize set,
               const float *input,
               gsize input_stride,
               gsize rows,
               float *mean,
               gsize stride,
               gpointer scratch);

  /* out [rows, O] = the input normalised and clipped, as the networks want it. */
  void (*normalise) (const GmarlBackend *self,
                     gsize rows,
                     gsize n_inputs,
                     const float *input,
                     gsize input_stride,
                     const float *shift,
                     const float *inverse_sd,
                     float *out,
                     gsize out_stride);

  /* action [U, stride] = mean + σ · noise, and its log-probability [stride]; noise [rows, U] with
   * noise_stride floats a row.
   */
  void (*sample) (const GmarlBackend *self,
                  gsize set,
                  gsize rows,
                  gsize stride,
                  const float *noise,
                  gsize noise_stride,
                  const float *mean,
                  float *action,
                  float *log_probability);

  /* value [rows], normalised. */
  void (*values) (const GmarlBackend *self,
                  gsize set,
                  const float *input,
                  gsize input_stride,
                  gsize rows,
                  float *value,
                  gpointer scratch);

  /* All epochs of all sets. statistics: [n_sets]. */
  void (*update) (GmarlBackend *self,
                  const GmarlUpdateBatch *batch,
                  GmarlWorkers *workers,
                  GmarlUpdateStatistics *statistics);

  /* Copies parameters and moments to, or from, the networks in host memory; NULL where the backend
   * works on them in place.
   */
  void (*read) (GmarlBackend *self, GmarlNetworks *networks);
  void (*write) (GmarlBackend *self, const GmarlNetworks *networks);

  void (*free) (GmarlBackend *self);
} GmarlBackendClass;

struct _GmarlBackend {
  const GmarlBackendClass *klass;
};

/* The processor's kernels for this configuration, working on networks in place (borrowed). Fails
 * with GMARL_ERROR_CONFIG if the processor lacks the level asked for. (transfer full)
 */
GmarlBackend *gmarl_backend_cpu_new (GmarlNetworks *networks,
                                     const GmarlLearningConfig *config,
                                     guint n_workers,
                                     GError **error);

/* The kernels that a configuration means, and whether the fused ones serve this shape. */
gboolean gmarl_backend_cpu_kernels (const GmarlSizes *hidden,
                                    GmarlBackendChoice backend,
                                    GmarlKernelLevelChoice level,
                                    GmarlKernels *kernels,
                                    GError **error);

/* The level that a choice means on this machine: "avx512" …; NULL with an error if the processor
 * lacks it. */
const char *gmarl_kernel_level_name (GmarlKernelLevelChoice level, GError **error);

static inline void
gmarl_backend_free (GmarlBackend *self)
{
  if (self != NULL)
    self->klass->free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlBackend, gmarl_backend_free)

G_END_DECLS
