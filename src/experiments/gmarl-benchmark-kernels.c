/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-benchmark-kernels.h"

#include "gmarl-multiply-add.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of a slice: long enough for the clock, short enough that the processor's speed is one. */
static const double peak_seconds = 2e-5, part_seconds = 1e-4;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

typedef struct {
  const GmarlKernels *kernels;
  GmarlNetworkShape shape;
  gsize rows;
  gsize block;
  gsize n_parameters;
  float *parameters, *transposed, *gradient, *first_moment, *second_moment;
  float *input, *activation, *output, *d_output, *d_activation;
  float *action, *old_log_probability, *advantage, *weight, *scratch;
  float *log_std, *d_log_std;
} Minibatch;

/* Small random numbers, so that nothing saturates. */
static float *
numbers_new (gsize count, GRand *random, double size)
{
  float *out = aligned_alloc (GMARL_KERNEL_ALIGNMENT, (count + 16) / 16 * 64);

  for (gsize k = 0; k < count; k++)
    out[k] = (float) (size * g_rand_double_range (random, -1, 1));
  return out;
}

static void
minibatch_init (Minibatch *self,
                const GmarlKernels *kernels,
                const GmarlNetworkShape *shape,
                gsize rows,
                gsize block)
{
  GRand *random = g_rand_new_with_seed (1);
  gsize n_parameters = gmarl_network_shape_parameters (shape);
  gsize n_outputs = shape->n_outputs * rows;

  *self = (Minibatch){
    .kernels = kernels,
    .shape = *shape,
    .rows = rows,
    .block = block,
    .n_parameters = n_parameters,
    .parameters = numbers_new (n_parameters, random, 0.1),
    .transposed = numbers_new (gmarl_network_shape_transposed (shape), random, 0),
    .gradient = numbers_new (n_parameters, random, 0),
    .first_moment = numbers_new (n_parameters, random, 0),
    .second_moment = numbers_new (n_parameters, random, 0),
    .input = numbers_new (rows * shape->n_inputs, random, 2),
    .activation = numbers_new (gmarl_network_shape_activations (shape, block), random, 0),
    .output = numbers_new (n_outputs, random, 0),
    .d_output = numbers_new (n_outputs, random, 0.01),
    .d_activation = numbers_new (2 * block * gmarl_network_shape_widest (shape), random, 0),
    .action = numbers_new (n_outputs, random, 1),
    .old_log_probability = numbers_new (rows, random, 1),
    .advantage = numbers_new (rows, random, 2),
    .weight = numbers_new (rows, random, 0),
    .scratch = numbers_new (2 * block, random, 0),
    .log_std = numbers_new (shape->n_outputs, random, 0),
    .d_log_std = numbers_new (shape->n_outputs, random, 0),
  };
  for (gsize r = 0; r < rows; r++)
    self->weight[r] = 1;
  g_rand_free (random);
}

static void
minibatch_clear (Minibatch *self)
{
  float *arrays[] = {
    self->parameters,    self->transposed,   self->gradient,   self->first_moment,
    self->second_moment, self->input,        self->activation, self->output,
    self->d_output,      self->d_activation, self->action,     self->old_log_probability,
    self->advantage,     self->weight,       self->scratch,    self->log_std,
    self->d_log_std,
  };

  for (gsize k = 0; k < G_N_ELEMENTS (arrays); k++)
    free (arrays[k]);
}

static void
forward_block (Minibatch *self, gsize row, gsize count)
{
  self->kernels->forward (&self->shape, self->parameters, self->input + row * self->shape.n_inputs,
                          self->shape.n_inputs, count, self->activation, self->output + row,
                          self->rows);
}

static void
backward_block (Minibatch *self, gsize row, gsize count)
{
  self->kernels->backward (&self->shape, self->parameters, self->transposed,
                           self->input + row * self->shape.n_inputs, self->shape.n_inputs, count,
                           self->activation, self->d_output + row, self->rows, self->d_activation,
                           self->gradient);
}

static void
loss_block (Minibatch *self, gsize row, gsize count)
{
  GmarlPolicySums sums = { 0 };

  self->kernels->policy_loss (
      count, self->rows, self->shape.n_outputs, self->output + row, self->action + row,
      self->log_std, self->old_log_probability + row, self->advantage + row, self->weight + row,
      0.2f, 1.0f / (float) self->rows, self->d_output + row, self->d_log_std, &sums, self->scratch);
}

static void
forward (Minibatch *self)
{
  for (gsize row = 0; row < self->rows; row += self->block)
    forward_block (self, row, MIN (self->block, self->rows - row));
}

static void
backward (Minibatch *self)
{
  for (gsize row = 0; row < self->rows; row += self->block)
    backward_block (self, row, MIN (self->block, self->rows - row));
}

static void
update (Minibatch *self)
{
  double norm;

  memset (self->gradient, 0, self->n_parameters * sizeof *self->gradient);
  memset (self->d_log_std, 0, self->shape.n_outputs * sizeof *self->d_log_std);
  for (gsize row = 0; row < self->rows; row += self->block) {
    gsize count = MIN (self->block, self->rows - row);

    forward_block (self, row, count);
    loss_block (self, row, count);
    backward_block (self, row, count);
  }
  norm = self->kernels->square_sum (self->n_parameters, self->gradient);
  self->kernels->adam (self->n_parameters, 1e-9f, 1e-5f, norm > 0.25 ? 0.5f : 1.0f,
                       self->parameters, self->gradient, self->first_moment, self->second_moment);
  self->kernels->transpose (&self->shape, self->parameters, self->transposed);
}

static const struct {
  void (*func) (Minibatch *self);
  gboolean has_forward;
  gboolean has_backward;
} parts[GMARL_N_KERNEL_PARTS] = {
  [GMARL_KERNEL_PART_FORWARD] = { forward, TRUE, FALSE },
  [GMARL_KERNEL_PART_BACKWARD] = { backward, FALSE, TRUE },
  [GMARL_KERNEL_PART_UPDATE] = { update, TRUE, TRUE },
};

/* GFLOP/s over at least so many seconds. */
static double
peak_rate (GmarlLevel level, double least_seconds)
{
  double start = now (), flop = 0, seconds;

  do {
    flop += gmarl_multiply_add_run (level, 1000);
    seconds = now () - start;
  } while (seconds < least_seconds);
  return flop / seconds * 1e-9;
}

static double
part_rate (Minibatch *self, GmarlKernelPart part)
{
  double start = now (), seconds;
  double flop =
      parts[part].has_forward * (double) gmarl_network_shape_forward_flop (&self->shape) +
      parts[part].has_backward * (double) gmarl_network_shape_backward_flop (&self->shape);
  gsize calls = 0;

  do {
    parts[part].func (self);
    calls++;
    seconds = now () - start;
  } while (seconds < part_seconds);
  return flop * (double) (calls * self->rows) / seconds * 1e-9;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
gmarl_benchmark_peak (GmarlLevel level)
{
  return peak_rate (level, 0.01);
}

GmarlLevel
gmarl_benchmark_level (const char *kernels_name)
{
  GmarlLevel best = GMARL_LEVEL_BASELINE;

  for (gint level = GMARL_N_LEVELS - 1; level >= 0; level--) {
    const GmarlKernels *kernels = gmarl_kernels_get ((GmarlLevel) level);

    if (kernels == NULL)
      continue;
    best = (GmarlLevel) level;
    if (strcmp (kernels->name, kernels_name) == 0)
      return best;
  }
  return best;
}

double
gmarl_benchmark_kernels (const GmarlKernels *kernels,
                         const GmarlNetworkShape *shape,
                         gsize rows,
                         GmarlKernelPart part,
                         guint n_slices,
                         double *peak)
{
  GmarlLevel level = gmarl_benchmark_level (kernels->name);
  g_autofree double *slices = g_new (double, n_slices);
  Minibatch minibatch;

  minibatch_init (&minibatch, kernels, shape, rows, GMARL_BLOCK_ROWS);
  if (part == GMARL_KERNEL_PART_BACKWARD)
    forward (&minibatch);
  for (guint slice = 0; slice < n_slices; slice++) {
    double before = peak_rate (level, peak_seconds);
    double rate = part_rate (&minibatch, part);
    double after = peak_rate (level, peak_seconds);

    slices[slice] = rate / MAX (before, after);
    if (peak != NULL)
      *peak = MAX (*peak, MAX (before, after));
  }
  minibatch_clear (&minibatch);
  qsort (slices, n_slices, sizeof *slices, compare_doubles);
  return slices[n_slices / 2];
}
