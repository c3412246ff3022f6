/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The networks: forward and backward of every level against double precision, gradients against
 * finite differences, and what must hold to the bit.
 */
#include "kernel-fixtures.h"
#include "reference-kernels.h"

static const GmarlNetworkShape hidden_shapes[] = {
  { .n_hidden = 1, .width = { 16 } },
  { .n_hidden = 1, .width = { 48 } },
  { .n_hidden = 2, .width = { 64, 64 } },
  { .n_hidden = 3, .width = { 32, 16, 48 } },
  { .n_hidden = 2, .width = { 256, 256 } },
  { .n_hidden = 2, .width = { 64, 80 } },
  { .n_hidden = 4, .width = { 16, 16, 16, 16 } },
};
static const size_t input_counts[] = { 1, 4, 9, 16, 23 };
static const size_t output_counts[] = { 1, 3, 5, 20 };

/* A network with its rows. Inputs and outputs have gaps, with sentinels in them. */
typedef struct {
  const GmarlKernels *kernels;
  GmarlNetworkShape shape;
  size_t rows;
  size_t input_stride;
  size_t output_stride;
  Buffer parameters, transposed, input, activation, output, d_output, d_activation, gradient;
} Network;

/* Weights of about unit gain, outputs' gradients of about one. */
static void
network_init (Network *self,
              const GmarlKernels *kernels,
              const GmarlNetworkShape *shape,
              size_t rows,
              guint32 seed)
{
  GRand *random = g_rand_new_with_seed (seed);

  *self = (Network){ .kernels = kernels,
                     .shape = *shape,
                     .rows = rows,
                     .input_stride = shape->n_inputs + 3,
                     .output_stride = rows + 5 };
  self->parameters = buffer_new (gmarl_network_shape_parameters (shape));
  self->transposed = buffer_new (gmarl_network_shape_transposed (shape));
  self->input = buffer_new (rows * self->input_stride);
  self->activation = buffer_new (gmarl_network_shape_activations (shape, rows));
  self->output = buffer_new (shape->n_outputs * self->output_stride);
  self->d_output = buffer_new (shape->n_outputs * self->output_stride);
  self->d_activation = buffer_new (2 * rows * gmarl_network_shape_widest (shape));
  self->gradient = buffer_new (gmarl_network_shape_parameters (shape));

  buffer_fill (&self->parameters, random, -0.1, 0.1);
  for (size_t l = 0; l < shape->n_hidden; l++) {
    size_t fan_in = gmarl_network_shape_fan_in (shape, l);
    float *weight = self->parameters.data + gmarl_network_shape_weight (shape, l);

    for (size_t k = 0; k < fan_in * shape->width[l]; k++)
      weight[k] *= 17 / sqrtf (fan_in);
  }
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < shape->n_inputs; i++)
      self->input.data[r * self->input_stride + i] = g_rand_double_range (random, -2, 2);
  for (size_t u = 0; u < shape->n_outputs; u++)
    for (size_t r = 0; r < rows; r++)
      self->d_output.data[u * self->output_stride + r] = g_rand_double_range (random, -1, 1);
  memset (self->gradient.data, 0, self->gradient.count * sizeof (float));
  g_rand_free (random);
}

static void
network_clear (Network *self)
{
  Buffer *buffers[] = { &self->parameters,   &self->transposed, &self->input,
                        &self->activation,   &self->output,     &self->d_output,
                        &self->d_activation, &self->gradient };

  for (size_t r = 0; r < self->rows; r++)
    for (size_t i = self->shape.n_inputs; i < self->input_stride; i++)
      g_assert_true (is_untouched (self->input.data + r * self->input_stride + i));
  for (size_t u = 0; u < self->shape.n_outputs; u++)
    for (size_t r = self->rows; r < self->output_stride; r++)
      g_assert_true (is_untouched (self->output.data + u * self->output_stride + r));
  for (size_t k = 0; k < G_N_ELEMENTS (buffers); k++)
    buffer_free (buffers[k]);
}

static void
network_forward (Network *self)
{
  self->kernels->forward (&self->shape, self->parameters.data, self->input.data, self->input_stride,
                          self->rows, self->activation.data, self->output.data,
                          self->output_stride);
}

static void
network_backward (Network *self)
{
  self->kernels->transpose (&self->shape, self->parameters.data, self->transposed.data);
  self->kernels->backward (&self->shape, self->parameters.data, self->transposed.data,
                           self->input.data, self->input_stride, self->rows, self->activation.data,
                           self->d_output.data, self->output_stride, self->d_activation.data,
                           self->gradient.data);
}

/* [count, stride] without its gaps, in double precision. */
static double *
pack (const float *x, size_t count, size_t length, size_t stride)
{
  double *out = g_new (double, count *length);

  for (size_t k = 0; k < count; k++)
    for (size_t j = 0; j < length; j++)
      out[k * length + j] = x[k * stride + j];
  return out;
}

static float *
pack_outputs (const Network *self)
{
  size_t rows = self->rows;
  float *out = g_new (float, self->shape.n_outputs *rows);

  for (size_t u = 0; u < self->shape.n_outputs; u++)
    memcpy (out + u * rows, self->output.data + u * self->output_stride, rows * sizeof (float));
  return out;
}

/* Twice, because the gradient is added to what was there. In some of these shapes most of a sum
 * cancels out; hence the wide bounds.
 */
static void
check_against_reference (const GmarlKernels *kernels, const GmarlNetworkShape *shape, size_t rows)
{
  size_t count = gmarl_network_shape_head_bias (shape) + shape->n_outputs;
  size_t widest = gmarl_network_shape_widest (shape);
  g_autofree double *activation = g_new (double, rows *widest * shape->n_hidden);
  g_autofree double *output = g_new (double, shape->n_outputs *rows);
  g_autofree double *scratch = g_new (double, 2 * widest);
  g_autofree double *gradient = g_new0 (double, count);
  Network network;

  network_init (&network, kernels, shape, rows, 1);
  {
    g_autofree double *parameters = widen (network.parameters.data, count);
    g_autofree double *input =
        pack (network.input.data, rows, shape->n_inputs, network.input_stride);
    g_autofree double *d_output =
        pack (network.d_output.data, shape->n_outputs, rows, network.output_stride);

    reference_forward (shape, parameters, input, rows, activation, output);
    reference_backward (shape, parameters, input, rows, activation, d_output, scratch, gradient);
  }
  network_forward (&network);
  {
    g_autofree float *got = pack_outputs (&network);

    g_assert_cmpfloat (relative_error (got, output, shape->n_outputs * rows), <, 2e-6);
  }
  for (int call = 1; call <= 2; call++) {
    network_backward (&network);
    g_assert_cmpfloat (relative_error (network.gradient.data, gradient, count), <, 5e-6);
    for (size_t k = 0; k < count; k++)
      gradient[k] *= 2;
  }
  network_clear (&network);
}

static void
test_reference (gconstpointer user_data)
{
  static const size_t row_counts[] = { 1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                       11, 12, 13, 14, 15, 16, 17, 64, 640 };
  const GmarlKernels *kernels = user_data;

  for (size_t h = 0; h < G_N_ELEMENTS (hidden_shapes); h++)
    for (size_t i = 0; i < G_N_ELEMENTS (input_counts); i++)
      for (size_t u = 0; u < G_N_ELEMENTS (output_counts); u++)
        for (size_t r = 0; r < G_N_ELEMENTS (row_counts); r++) {
          GmarlNetworkShape shape = hidden_shapes[h];
          bool wide = shape.width[0] == 256;

          /* The plain loops take long: of the wide network, many rows only once. */
          if (wide && (i != 2 || u != 1) && row_counts[r] > 7)
            continue;
          shape.n_inputs = input_counts[i];
          shape.n_outputs = output_counts[u];
          check_against_reference (kernels, &shape, row_counts[r]);
        }
}

/* Rows by themselves, and the same rows at every place of a batch. */
static void
test_row_alone (gconstpointer user_data)
{
  enum {
    ROWS = 67
  };
  const GmarlKernels *kernels = user_data;

  for (size_t h = 0; h < G_N_ELEMENTS (hidden_shapes); h++) {
    GmarlNetworkShape shape = hidden_shapes[h];
    Network batch;

    shape.n_inputs = 9;
    shape.n_outputs = 5;
    network_init (&batch, kernels, &shape, ROWS, 2);
    network_forward (&batch);
    for (size_t rows = 1; rows <= 17; rows += 16)
      for (size_t first = 0; first + rows <= ROWS; first++) {
        Network part;

        network_init (&part, kernels, &shape, rows, 2);
        for (size_t r = 0; r < rows; r++)
          memcpy (part.input.data + r * part.input_stride,
                  batch.input.data + (first + r) * batch.input_stride, 9 * sizeof (float));
        network_forward (&part);
        for (size_t u = 0; u < shape.n_outputs; u++)
          g_assert_cmpmem (part.output.data + u * part.output_stride, rows * sizeof (float),
                           batch.output.data + u * batch.output_stride + first,
                           rows * sizeof (float));
        network_clear (&part);
      }
    network_clear (&batch);
  }
}

/* The gradient of a row by itself, and in a batch whose other rows have none. */
static void
test_gradient_alone (gconstpointer user_data)
{
  enum {
    ROWS = 41
  };

  for (size_t h = 0; h < G_N_ELEMENTS (hidden_shapes); h++)
    for (size_t row = 0; row < ROWS; row += 5) {
      GmarlNetworkShape shape = hidden_shapes[h];
      Network batch, one;

      shape.n_inputs = 9;
      shape.n_outputs = 3;
      network_init (&batch, user_data, &shape, ROWS, 2);
      network_init (&one, user_data, &shape, 1, 2);
      memcpy (one.input.data, batch.input.data + row * batch.input_stride, 9 * sizeof (float));
      for (size_t u = 0; u < shape.n_outputs; u++)
        for (size_t r = 0; r < ROWS; r++) {
          float *d_output = &batch.d_output.data[u * batch.output_stride + r];

          *d_output = r == row ? one.d_output.data[u * one.output_stride] : 0;
        }
      network_forward (&batch);
      network_forward (&one);
      network_backward (&batch);
      network_backward (&one);
      for (size_t k = 0; k < one.gradient.count; k++)
        g_assert_cmpfloat (batch.gradient.data[k], ==, one.gradient.data[k]);
      network_clear (&batch);
      network_clear (&one);
    }
}

/* Also with other numbers in the scratch memory. */
static void
test_repeat (gconstpointer user_data)
{
  for (size_t h = 0; h < G_N_ELEMENTS (hidden_shapes); h++) {
    GmarlNetworkShape shape = hidden_shapes[h];
    Network one, two;

    shape.n_inputs = 9;
    shape.n_outputs = 3;
    network_init (&one, user_data, &shape, 50, 3);
    network_init (&two, user_data, &shape, 50, 3);
    for (size_t k = 0; k < two.activation.count; k++)
      two.activation.data[k] = 1e9f;
    for (size_t k = 0; k < two.d_activation.count; k++)
      two.d_activation.data[k] = -1e9f;
    for (size_t k = 0; k < two.transposed.count; k++)
      two.transposed.data[k] = 1e9f;
    network_forward (&one);
    network_forward (&two);
    network_backward (&one);
    network_backward (&two);
    g_assert_cmpmem (one.output.data, one.output.count * sizeof (float), two.output.data,
                     two.output.count * sizeof (float));
    g_assert_cmpmem (one.gradient.data, one.gradient.count * sizeof (float), two.gradient.data,
                     two.gradient.count * sizeof (float));
    network_clear (&one);
    network_clear (&two);
  }
}

/* Hidden widths of 24 and 40 padded with units whose weights are zero: they stay exactly zero. */
static void
test_padding (gconstpointer user_data)
{
  enum {
    ROWS = 45
  };
  static const size_t used[] = { 24, 40 };
  const GmarlKernels *kernels = user_data;
  const GmarlNetworkShape shape = {
    .n_inputs = 9, .n_hidden = 2, .width = { 32, 48 }, .n_outputs = 3
  };
  size_t count = gmarl_network_shape_parameters (&shape);
  Buffer moment[2] = { buffer_new (count), buffer_new (count) };
  g_autofree bool *is_padding = g_new0 (bool, count);
  Network network;

  network_init (&network, kernels, &shape, ROWS, 4);
  for (size_t l = 0; l < shape.n_hidden; l++)
    for (size_t i = 0; i <= gmarl_network_shape_fan_in (&shape, l); i++) /* the last is the bias */
      for (size_t h = 0; h < shape.width[l]; h++)
        is_padding[gmarl_network_shape_weight (&shape, l) + i * shape.width[l] + h] =
            h >= used[l] ||
            (l > 0 && i >= used[l - 1] && i < gmarl_network_shape_fan_in (&shape, l));
  for (size_t u = 0; u < shape.n_outputs; u++)
    for (size_t h = used[1]; h < shape.width[1]; h++)
      is_padding[gmarl_network_shape_head (&shape) + u * shape.width[1] + h] = true;
  for (size_t k = gmarl_network_shape_head_bias (&shape) + shape.n_outputs; k < count; k++)
    is_padding[k] = true;
  for (size_t k = 0; k < count; k++) {
    if (is_padding[k])
      network.parameters.data[k] = 0;
    moment[0].data[k] = moment[1].data[k] = 0;
  }

  for (int step = 0; step < 3; step++) {
    memset (network.gradient.data, 0, count * sizeof (float));
    network_forward (&network);
    network_backward (&network);
    kernels->adam (count, 1e-3f, 1e-5f, 1, network.parameters.data, network.gradient.data,
                   moment[0].data, moment[1].data);
    for (size_t k = 0; k < count; k++)
      g_assert_true ((network.parameters.data[k] == 0) == is_padding[k]);
  }
  network_clear (&network);
  buffer_free (&moment[0]);
  buffer_free (&moment[1]);
}

/* One minibatch of PPO. */
enum {
  BATCH = 48, /* a multiple of GMARL_ROW_MULTIPLE */
  USED = 45,
  N_ACTIONS = 3,
};

typedef struct {
  const GmarlNetworkShape *shape;
  bool is_policy;
  double *parameters; /* then log_std [U] */
  double *input;
  double action[N_ACTIONS * BATCH];
  double old_log_probability[BATCH]; /* the value's target, if it is not a policy */
  double advantage[BATCH];
  double weight[BATCH];
} Minibatch;

static const double clip = 0.2, scale = 1.0 / USED, delta = 0.5;

static double
minibatch_loss (const Minibatch *self, double *gradient)
{
  const GmarlNetworkShape *shape = self->shape;
  size_t widest = gmarl_network_shape_widest (shape);
  size_t count = gmarl_network_shape_parameters (shape);
  g_autofree double *activation = g_new (double, BATCH *widest * shape->n_hidden);
  g_autofree double *scratch = g_new (double, 2 * widest);
  g_autofree double *output = g_new (double, shape->n_outputs *BATCH);
  g_autofree double *d_output = g_new (double, shape->n_outputs *BATCH);
  double d_log_std[N_ACTIONS] = { 0 };
  double loss;

  reference_forward (shape, self->parameters, self->input, BATCH, activation, output);
  if (self->is_policy)
    loss = reference_policy_loss (BATCH, N_ACTIONS, output, self->action, self->parameters + count,
                                  self->old_log_probability, self->advantage, self->weight, clip,
                                  scale, d_output, d_log_std, NULL);
  else
    loss = reference_value_loss (BATCH, output, self->old_log_probability, self->weight, delta,
                                 scale, d_output);
  if (gradient != NULL) {
    memset (gradient, 0, count * sizeof *gradient);
    reference_backward (shape, self->parameters, self->input, BATCH, activation, d_output, scratch,
                        gradient);
    memcpy (gradient + count, d_log_std, sizeof d_log_std);
  }
  return loss;
}

/* By central differences of fourth order. */
static void
differentiate (Minibatch *self, size_t count, double *gradient)
{
  const double step = 1e-3;

  for (size_t k = 0; k < count; k++) {
    double x = self->parameters[k];
    double difference[2];

    for (int j = 0; j < 2; j++) {
      double h = (j + 1) * step, after;

      self->parameters[k] = x + h;
      after = minibatch_loss (self, NULL);
      self->parameters[k] = x - h;
      difference[j] = (after - minibatch_loss (self, NULL)) / (2 * h);
    }
    self->parameters[k] = x;
    gradient[k] = (4 * difference[0] - difference[1]) / 3;
  }
}

static double
distance (const double *a, const double *b, size_t count)
{
  double error = 0, norm = 0;

  for (size_t k = 0; k < count; k++) {
    error += (a[k] - b[k]) * (a[k] - b[k]);
    norm += b[k] * b[k];
  }
  return sqrt (error / norm);
}

/* Samples far enough from every kink for finite differences: ratios below, inside, above the clip
 * range and beyond the clamp of the log-ratio, with advantages of both signs; errors on both sides
 * of Huber's delta. Sets the network's own d_output.
 */
static void
minibatch_init (Minibatch *self, Network *network, bool is_policy, const float *log_std)
{
  static const double log_ratios[] = { -0.5, -0.1, 0.02, 0.1, 0.5 };
  static const double errors[] = { -2, -0.3, 0.1, 0.4, 0.8 };
  const GmarlKernels *kernels = network->kernels;
  const GmarlNetworkShape *shape = &network->shape;
  size_t stride = network->output_stride;
  GRand *random = g_rand_new_with_seed (5);
  Buffer action = buffer_new (shape->n_outputs * stride);
  Buffer old = buffer_new (BATCH), advantage = buffer_new (BATCH), weight = buffer_new (BATCH);

  for (size_t u = 0; u < shape->n_outputs; u++)
    for (size_t r = 0; r < BATCH; r++)
      action.data[u * stride + r] =
          network->output.data[u * stride + r] + (float) g_rand_double_range (random, -0.6, 0.6);
  if (is_policy)
    kernels->log_probability (BATCH, stride, N_ACTIONS, network->output.data, action.data, log_std,
                              old.data);
  for (size_t r = 0; r < BATCH; r++) {
    old.data[r] = is_policy ? old.data[r] - (float) log_ratios[r % 5]
                            : network->output.data[r] - (float) errors[r % 5];
    advantage.data[r] = (float) (g_rand_double_range (random, 0.5, 1.5) * (r / 5 % 2 ? 1 : -1));
    weight.data[r] = r < USED;
  }
  if (is_policy) { /* beyond the clamp, on the side where that does not drown the others */
    old.data[7] += 30;
    old.data[8] -= 30;
    advantage.data[8] = 1;
  }

  self->shape = shape;
  self->is_policy = is_policy;
  for (size_t r = 0; r < BATCH; r++) {
    for (size_t u = 0; u < shape->n_outputs; u++)
      self->action[u * BATCH + r] = action.data[u * stride + r];
    self->old_log_probability[r] = old.data[r];
    self->advantage[r] = advantage.data[r];
    self->weight[r] = weight.data[r];
  }
  if (is_policy) {
    GmarlPolicySums sums = { 0 };
    Buffer scratch = buffer_new (2 * BATCH);
    float *d_log_std = network->gradient.data + gmarl_network_shape_head_bias (shape) + N_ACTIONS;

    /* The end of the block is free. */
    g_assert_cmpuint (gmarl_network_shape_head_bias (shape) + N_ACTIONS + N_ACTIONS, <=,
                      gmarl_network_shape_parameters (shape));
    kernels->policy_loss (BATCH, stride, N_ACTIONS, network->output.data, action.data, log_std,
                          old.data, advantage.data, weight.data, (float) clip, (float) scale,
                          network->d_output.data, d_log_std, &sums, scratch.data);
    buffer_free (&scratch);
  } else {
    GmarlValueSums sums = { 0 };

    kernels->value_loss (BATCH, network->output.data, old.data, weight.data, (float) delta,
                         (float) scale, network->d_output.data, &sums);
  }
  buffer_free (&action);
  buffer_free (&old);
  buffer_free (&advantage);
  buffer_free (&weight);
  g_rand_free (random);
}

static void
check_finite_differences (const GmarlKernels *kernels, bool is_policy)
{
  static const float log_std[N_ACTIONS] = { -0.5f, -0.3f, 0.1f };
  const GmarlNetworkShape shape = {
    .n_inputs = 9, .n_hidden = 2, .width = { 16, 32 }, .n_outputs = is_policy ? N_ACTIONS : 1
  };
  size_t count = gmarl_network_shape_parameters (&shape);
  size_t used = gmarl_network_shape_head_bias (&shape) + shape.n_outputs;
  g_autofree double *parameters = g_new0 (double, count + N_ACTIONS);
  g_autofree double *exact = g_new0 (double, count + N_ACTIONS);
  g_autofree double *differences = g_new0 (double, count + N_ACTIONS);
  g_autofree double *got = g_new0 (double, count + N_ACTIONS);
  Minibatch minibatch;
  Network network;

  network_init (&network, kernels, &shape, BATCH, 6);
  network_forward (&network);
  minibatch_init (&minibatch, &network, is_policy, log_std);
  network_backward (&network);

  minibatch.parameters = parameters;
  minibatch.input = pack (network.input.data, BATCH, shape.n_inputs, network.input_stride);
  for (size_t k = 0; k < count; k++)
    parameters[k] = network.parameters.data[k];
  for (size_t u = 0; u < N_ACTIONS; u++)
    parameters[count + u] = log_std[u];
  minibatch_loss (&minibatch, exact);
  differentiate (&minibatch, count + N_ACTIONS, differences);

  for (size_t k = 0; k < used; k++)
    got[k] = network.gradient.data[k];
  for (size_t u = 0; is_policy && u < N_ACTIONS; u++)
    got[count + u] = network.gradient.data[used + u];
  g_assert_cmpfloat (distance (exact, differences, count + N_ACTIONS), <, 1e-8);
  g_assert_cmpfloat (distance (got, differences, count + N_ACTIONS), <, 1e-6);
  g_free (minibatch.input);
  network_clear (&network);
}

static void
test_policy_differences (gconstpointer user_data)
{
  check_finite_differences (user_data, true);
}

static void
test_value_differences (gconstpointer user_data)
{
  check_finite_differences (user_data, false);
}

/* The whole range of tanh, through a network of one input: weights 1, a head that selects. */
static void
test_tanh (gconstpointer user_data)
{
  enum {
    ROWS = 4000
  };
  const GmarlKernels *kernels = user_data;
  const GmarlNetworkShape shape = { .n_inputs = 1, .n_hidden = 1, .width = { 16 }, .n_outputs = 1 };
  Network network;

  network_init (&network, kernels, &shape, ROWS, 7);
  memset (network.parameters.data, 0, network.parameters.count * sizeof (float));
  network.parameters.data[gmarl_network_shape_weight (&shape, 0) + 3] = 1;
  network.parameters.data[gmarl_network_shape_head (&shape) + 3] = 1;
  for (size_t r = 0; r < ROWS; r++) {
    double x = r < 2000 ? (r - 1000.0) * 0.01 : pow (10, (r - 3000.0) / 80);

    network.input.data[r * network.input_stride] = (float) x;
  }
  network_forward (&network);
  for (size_t r = 0; r < ROWS; r++) {
    double expected = tanh (network.input.data[r * network.input_stride]);

    g_assert_cmpfloat (fabs (network.output.data[r] - expected), <=, 5e-7 * fabs (expected));
  }
  network_clear (&network);
}

int
main (int argc, char **argv)
{
  static GmarlKernels tables[MAX_KERNELS];
  static const struct {
    const char *name;
    GTestDataFunc func;
    bool for_openblas;
  } cases[] = {
    { "reference", test_reference, true },
    { "row-alone", test_row_alone, false },
    { "gradient-alone", test_gradient_alone, false },
    { "repeat", test_repeat, true },
    { "padding", test_padding, true },
    { "policy-differences", test_policy_differences, true },
    { "value-differences", test_value_differences, true },
    { "tanh", test_tanh, true },
  };
  size_t n_tables = find_kernels (tables);

  g_test_init (&argc, &argv, NULL);
  for (size_t t = 0; t < n_tables; t++)
    for (size_t c = 0; c < G_N_ELEMENTS (cases); c++) {
      g_autofree char *path =
          g_strdup_printf ("/numeric/kernels/%s/%s", tables[t].name, cases[c].name);

      if (cases[c].for_openblas || t + 1 < n_tables)
        g_test_add_data_func (path, &tables[t], cases[c].func);
    }
  return g_test_run ();
}
