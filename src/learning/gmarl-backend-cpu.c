/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The processor as a backend: the fused kernels of the best level where they know the shape, else
 * OpenBLAS. Parameters are the networks' own arrays. The unit of an update is one network of one
 * set with all its epochs (gmarl-ppo.c).
 */
#include "config.h"

#include "gmarl-backend.h"

#include "gmarl-error.h"
#include "gmarl-ppo.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

/* Widest layer that the fused kernels are made for. */
#define LARGEST_FUSED_WIDTH 256

typedef struct {
  GmarlBackend parent;
  GmarlKernels kernels;
  GmarlNetworks *networks; /* borrowed */
  GmarlLearningConfig config;
  guint n_workers;
  gsize n_areas;      /* an update's scratch: one a worker, or one a task where those are fewer */
  gsize scratch_size; /* of an area */
  guint8 *scratch;    /* [n_areas, scratch_size] */
} CpuBackend;

static const GmarlLevel levels[] = {
  [GMARL_KERNEL_LEVEL_BASELINE] = GMARL_LEVEL_BASELINE,
  [GMARL_KERNEL_LEVEL_AVX2] = GMARL_LEVEL_AVX2,
  [GMARL_KERNEL_LEVEL_AVX512] = GMARL_LEVEL_AVX512,
};

static const GmarlKernels *
find_kernels (GmarlKernelLevelChoice level, GError **error)
{
  const GmarlKernels *kernels =
      level == GMARL_KERNEL_LEVEL_AUTO ? gmarl_kernels_best () : gmarl_kernels_get (levels[level]);

  if (kernels == NULL)
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CONFIG,
        _ ("This processor cannot run the kernels of level %s: use kernel_level=auto, or a run of level %s "
           "on another machine"),
        level == GMARL_KERNEL_LEVEL_AVX512 ? "avx512" : "avx2", gmarl_kernels_best ()->name);
  return kernels;
}

const char *
gmarl_kernel_level_name (GmarlKernelLevelChoice level, GError **error)
{
  const GmarlKernels *kernels = find_kernels (level, error);

  return kernels == NULL ? NULL : kernels->name;
}

gboolean
gmarl_backend_cpu_kernels (const GmarlSizes *hidden,
                           GmarlBackendChoice backend,
                           GmarlKernelLevelChoice level,
                           GmarlKernels *kernels,
                           GError **error)
{
  const GmarlKernels *found = find_kernels (level, error);
  gboolean fused = backend == GMARL_BACKEND_AUTO;

  if (found == NULL)
    return FALSE;
  for (gint64 l = 0; l < hidden->count; l++)
    fused = fused && hidden->value[l] <= LARGEST_FUSED_WIDTH;
  if (fused)
    *kernels = *found;
  else
    gmarl_kernels_init_openblas (kernels, found);
  return TRUE;
}

static gsize
cpu_scratch_size (const GmarlBackend *backend, gsize rows)
{
  const CpuBackend *self = (const CpuBackend *) backend;

  return gmarl_network_shape_activations (&self->networks->policy, rows) * sizeof (float);
}

static void
cpu_act (const GmarlBackend *backend,
         gsize set,
         const float *input,
         gsize input_stride,
         gsize rows,
         float *mean,
         gsize stride,
         gpointer scratch)
{
  const CpuBackend *self = (const CpuBackend *) backend;

  self->kernels.forward (&self->networks->policy, gmarl_networks_policy (self->networks, set),
                         input, input_stride, rows, scratch, mean, stride);
}

static void
cpu_values (const GmarlBackend *backend,
            gsize set,
            const float *input,
            gsize input_stride,
            gsize rows,
            float *value,
            gpointer scratch)
{
  const CpuBackend *self = (const CpuBackend *) backend;

  self->kernels.forward (&self->networks->value, gmarl_networks_value (self->networks, set), input,
                         input_stride, rows, scratch, value, rows);
}

static void
cpu_normalise (const GmarlBackend *backend,
               gsize rows,
               gsize n_inputs,
               const float *input,
               gsize input_stride,
               const float *shift,
               const float *inverse_sd,
               float *out,
               gsize out_stride)
{
  const CpuBackend *self = (const CpuBackend *) backend;

  self->kernels.normalise (rows, n_inputs, input, input_stride, shift, inverse_sd, out, out_stride);
}

static void
cpu_sample (const GmarlBackend *backend,
            gsize set,
            gsize rows,
            gsize stride,
            const float *noise,
            gsize noise_stride,
            const float *mean,
            float *action,
            float *log_probability)
{
  const CpuBackend *self = (const CpuBackend *) backend;
  const float *log_std = gmarl_networks_log_std (self->networks, set);
  gsize n_actions = self->networks->policy.n_outputs;
  gsize padded = (rows + GMARL_ROW_MULTIPLE - 1) / GMARL_ROW_MULTIPLE * GMARL_ROW_MULTIPLE;

  for (gsize u = 0; u < n_actions; u++) {
    float sd = expf (log_std[u]);

    for (gsize r = 0; r < rows; r++)
      action[u * stride + r] = mean[u * stride + r] + sd * noise[r * noise_stride + u];
  }
  self->kernels.log_probability (padded, stride, n_actions, mean, action, log_std, log_probability);
}

typedef struct {
  CpuBackend *backend;
  const GmarlUpdateBatch *batch;
  GmarlUpdateStatistics *statistics;
} UpdateJob;

/* Tasks in order: all policies, then all values; the policies take a little longer, so they begin.
 */
static void
update_network (gsize task, guint worker, gpointer data)
{
  UpdateJob *job = data;
  CpuBackend *self = job->backend;
  gsize set = task % self->networks->n_sets;
  GmarlNetworkKind network =
      task < self->networks->n_sets ? GMARL_NETWORK_POLICY : GMARL_NETWORK_VALUE;
  gsize area = self->n_areas < self->n_workers ? task : worker;

  gmarl_ppo_update (&self->kernels, self->networks, &self->config, job->batch, set, network,
                    self->scratch + area * self->scratch_size,
                    &job->statistics[set].network[network]);
}

static void
cpu_update (GmarlBackend *backend,
            const GmarlUpdateBatch *batch,
            GmarlWorkers *workers,
            GmarlUpdateStatistics *statistics)
{
  CpuBackend *self = (CpuBackend *) backend;
  UpdateJob job = { self, batch, statistics };
  gsize n_tasks = GMARL_N_NETWORK_KINDS * self->networks->n_sets;

  if (self->scratch == NULL) {
    self->n_areas = MIN (n_tasks, self->n_workers);
    self->scratch_size =
        gmarl_ppo_scratch_size (self->networks, batch->agents_per_set * batch->samples_per_agent);
    self->scratch = gmarl_aligned_new0 (self->n_areas * self->scratch_size);
  }
  gmarl_workers_run (workers, n_tasks, update_network, &job);
}

static void
cpu_free (GmarlBackend *backend)
{
  CpuBackend *self = (CpuBackend *) backend;

  free (self->scratch);
  g_free (self);
}

static const GmarlBackendClass cpu_backend_class = {
  .id = "cpu",
  .scratch_size = cpu_scratch_size,
  .act = cpu_act,
  .normalise = cpu_normalise,
  .sample = cpu_sample,
  .values = cpu_values,
  .update = cpu_update,
  .free = cpu_free,
};

GmarlBackend *
gmarl_backend_cpu_new (GmarlNetworks *networks,
                       const GmarlLearningConfig *config,
                       guint n_workers,
                       GError **error)
{
  CpuBackend *self = g_new0 (CpuBackend, 1);

  self->parent.klass = &cpu_backend_class;
  self->networks = networks;
  self->config = *config;
  self->n_workers = n_workers;
  if (!gmarl_backend_cpu_kernels (&config->hidden, config->backend, config->kernel_level,
                                  &self->kernels, error)) {
    g_free (self);
    return NULL;
  }
  return &self->parent;
}
