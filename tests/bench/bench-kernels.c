/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* What the network kernels reach of the processor's multiply-add peak, which is measured in turns
 * with them. "update" is a minibatch as training does it: forward, losses and backward in blocks of
 * rows, then the gradient's norm, Adam and the transposed weights. FLOP are those of the products
 * alone.
 */
#include "bench.h"

#include "gmarl-kernels.h"
#include "gmarl-multiply-add.h"

#include <string.h>

enum {
  N_INPUTS = 9,
  N_ACTIONS = 3,
  SLICES = 60, /* of a round */
};

static const double peak_seconds = 2e-5, part_seconds = 1e-4;

typedef struct {
  const GmarlKernels *kernels;
  GmarlLevel peak;
} Level;

typedef struct {
  const GmarlKernels *kernels;
  GmarlNetworkShape shape;
  size_t rows;
  size_t block;
  size_t n_parameters;
  float *parameters, *transposed, *gradient, *first_moment, *second_moment;
  float *input, *activation, *output, *d_output, *d_activation;
  float *action, *old_log_probability, *advantage, *weight, *scratch;
  float log_std[N_ACTIONS], d_log_std[N_ACTIONS];
} Minibatch;

/* Small random numbers, so that nothing saturates. */
static float *
numbers_new (size_t count, GRand *random, double size)
{
  float *out = aligned_alloc (GMARL_KERNEL_ALIGNMENT, (count + 16) / 16 * 64);

  for (size_t k = 0; k < count; k++)
    out[k] = (float) (size * g_rand_double_range (random, -1, 1));
  return out;
}

static void
minibatch_init (Minibatch *self, const GmarlNetworkShape *shape, size_t rows, size_t block)
{
  GRand *random = g_rand_new_with_seed (1);
  size_t n_parameters = gmarl_network_shape_parameters (shape);
  size_t n_outputs = shape->n_outputs * rows;

  *self = (Minibatch){
    .shape = *shape,
    .rows = rows,
    .block = block,
    .n_parameters = n_parameters,
    .parameters = numbers_new (n_parameters, random, 0.1),
    .transposed = numbers_new (gmarl_network_shape_transposed (shape), random, 0),
    .gradient = numbers_new (n_parameters, random, 0),
    .first_moment = numbers_new (n_parameters, random, 0),
    .second_moment = numbers_new (n_parameters, random, 0),
    .input = numbers_new (rows * N_INPUTS, random, 2),
    .activation = numbers_new (gmarl_network_shape_activations (shape, block), random, 0),
    .output = numbers_new (n_outputs, random, 0),
    .d_output = numbers_new (n_outputs, random, 0.01),
    .d_activation = numbers_new (2 * block * gmarl_network_shape_widest (shape), random, 0),
    .action = numbers_new (n_outputs, random, 1),
    .old_log_probability = numbers_new (rows, random, 1),
    .advantage = numbers_new (rows, random, 2),
    .weight = numbers_new (rows, random, 0),
    .scratch = numbers_new (2 * block, random, 0),
  };
  for (size_t r = 0; r < rows; r++)
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
    self->advantage,     self->weight,       self->scratch,
  };

  for (size_t k = 0; k < G_N_ELEMENTS (arrays); k++)
    free (arrays[k]);
}

static void
forward_block (Minibatch *self, size_t row, size_t count)
{
  self->kernels->forward (&self->shape, self->parameters, self->input + row * N_INPUTS, N_INPUTS,
                          count, self->activation, self->output + row, self->rows);
}

static void
backward_block (Minibatch *self, size_t row, size_t count)
{
  self->kernels->backward (&self->shape, self->parameters, self->transposed,
                           self->input + row * N_INPUTS, N_INPUTS, count, self->activation,
                           self->d_output + row, self->rows, self->d_activation, self->gradient);
}

static void
loss_block (Minibatch *self, size_t row, size_t count)
{
  GmarlPolicySums sums = { 0 };

  self->kernels->policy_loss (count, self->rows, N_ACTIONS, self->output + row, self->action + row,
                              self->log_std, self->old_log_probability + row, self->advantage + row,
                              self->weight + row, 0.2f, 1.0f / (float) self->rows,
                              self->d_output + row, self->d_log_std, &sums, self->scratch);
}

static void
forward (Minibatch *self)
{
  for (size_t row = 0; row < self->rows; row += self->block)
    forward_block (self, row, MIN (self->block, self->rows - row));
}

static void
backward (Minibatch *self)
{
  for (size_t row = 0; row < self->rows; row += self->block)
    backward_block (self, row, MIN (self->block, self->rows - row));
}

static void
update (Minibatch *self)
{
  double norm;

  memset (self->gradient, 0, self->n_parameters * sizeof *self->gradient);
  memset (self->d_log_std, 0, sizeof self->d_log_std);
  for (size_t row = 0; row < self->rows; row += self->block) {
    size_t count = MIN (self->block, self->rows - row);

    forward_block (self, row, count);
    loss_block (self, row, count);
    backward_block (self, row, count);
  }
  norm = self->kernels->square_sum (self->n_parameters, self->gradient);
  self->kernels->adam (self->n_parameters, 1e-9f, 1e-5f, norm > 0.25 ? 0.5f : 1.0f,
                       self->parameters, self->gradient, self->first_moment, self->second_moment);
  self->kernels->transpose (&self->shape, self->parameters, self->transposed);
}

typedef struct {
  const char *name;
  void (*func) (Minibatch *self);
  bool has_forward;
  bool has_backward;
} Part;

static const Part parts[] = {
  { "forward", forward, true, false },
  { "backward", backward, false, true },
  { "update", update, true, true },
};

static double
peak_rate (const Level *level)
{
  double start = gmarl_bench_seconds (), flop = 0, seconds;

  do {
    flop += gmarl_multiply_add_run (level->peak, 1000);
    seconds = gmarl_bench_seconds () - start;
  } while (seconds < peak_seconds);
  return flop / seconds;
}

static double
part_rate (Minibatch *self, const Part *part)
{
  double start = gmarl_bench_seconds (), seconds;
  double flop = part->has_forward * (double) gmarl_network_shape_forward_flop (&self->shape) +
                part->has_backward * (double) gmarl_network_shape_backward_flop (&self->shape);
  size_t calls = 0;

  do {
    part->func (self);
    calls++;
    seconds = gmarl_bench_seconds () - start;
  } while (seconds < part_seconds);
  return flop * (double) (calls * self->rows) / seconds;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The clock changes with the load of the whole machine. So a part's share of the peak is the median
 * over many short slices, each beside two of the peak; its rate is that share of the best peak.
 */
static void
measure (const GmarlBench *bench, const Level *level, Minibatch *self, double *share, double *peak)
{
  size_t n_slices = (size_t) bench->rounds * SLICES;
  g_autofree double *slices = g_new (double, n_slices);

  self->kernels = level->kernels;
  for (size_t p = 0; p < G_N_ELEMENTS (parts); p++) {
    for (size_t slice = 0; slice < n_slices; slice++) {
      double before = peak_rate (level);
      double rate = part_rate (self, &parts[p]);
      double after = peak_rate (level);

      slices[slice] = rate / MAX (before, after);
      *peak = MAX (*peak, 1e-9 * MAX (before, after));
    }
    qsort (slices, n_slices, sizeof *slices, compare_doubles);
    share[p] = slices[n_slices / 2];
  }
}

static size_t
find_levels (Level *levels, GmarlKernels *openblas)
{
  size_t count = 0;

  for (int level = 0; level < GMARL_N_LEVELS; level++) {
    const GmarlKernels *kernels = gmarl_kernels_get ((GmarlLevel) level);

    if (kernels != NULL)
      levels[count++] = (Level){ kernels, (GmarlLevel) level };
  }
  gmarl_kernels_init_openblas (openblas, NULL);
  levels[count] = (Level){ openblas, levels[0].peak };
  return count + 1;
}

int
main (int argc, char **argv)
{
  static const struct {
    size_t width;
    size_t rows;
  } cases[] = { { 64, 256 }, { 64, 640 }, { 256, 128 } };
  GmarlBench bench = gmarl_bench_begin ("kernels", &argc, &argv);
  GmarlKernels openblas;
  Level levels[GMARL_N_LEVELS + 1];
  size_t n_levels = find_levels (levels, &openblas);

  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    for (size_t l = 0; l < n_levels; l++) {
      const GmarlNetworkShape shape = { .n_inputs = N_INPUTS,
                                        .n_hidden = 2,
                                        .width = { cases[c].width, cases[c].width },
                                        .n_outputs = N_ACTIONS };
      double share[G_N_ELEMENTS (parts)], peak = 0;
      Minibatch minibatch;

      minibatch_init (&minibatch, &shape, cases[c].rows, GMARL_BLOCK_ROWS);
      measure (&bench, &levels[l], &minibatch, share, &peak);
      for (size_t p = 0; p < G_N_ELEMENTS (parts); p++) {
        g_autofree char *name =
            g_strdup_printf ("%s %zu-%zu, %zu rows, %s", levels[l].kernels->name, cases[c].width,
                             cases[c].width, cases[c].rows, parts[p].name);

        gmarl_bench_row (&bench, name, share[p] * peak, "GFLOP/s", peak);
      }
      minibatch_clear (&minibatch);
    }
  return 0;
}
