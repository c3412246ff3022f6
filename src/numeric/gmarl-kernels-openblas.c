/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The dense layers in OpenBLAS calls: for shapes beyond the fused kernels, and their cross-check.
 * tanh is that of the processor's best level, as OpenBLAS chooses its own kernels by the processor;
 * the C library's took four fifths of the time.
 */
#include "gmarl-kernels.h"

#include <cblas.h>
#include <string.h>

/* activation [R, H] = tanh (input [R, I] · weight [I, H] + bias [H]) */
static void
dense_forward (size_t rows,
               size_t n_inputs,
               size_t width,
               const float *input,
               size_t input_stride,
               const float *weight,
               const float *bias,
               float *activation)
{
  for (size_t r = 0; r < rows; r++)
    memcpy (activation + r * width, bias, width * sizeof *bias);
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (int) rows, (int) width, (int) n_inputs,
               1, input, (int) input_stride, weight, (int) width, 1, activation, (int) width);
  gmarl_kernels_best ()->tanh_each (rows * width, activation);
}

static void
forward (const GmarlNetworkShape *shape,
         const float *parameters,
         const float *input,
         size_t input_stride,
         size_t rows,
         float *activation,
         float *output,
         size_t output_stride)
{
  const float *bias = parameters + gmarl_network_shape_head_bias (shape);
  const float *below = input;
  size_t below_stride = input_stride;

  for (size_t l = 0; l < shape->n_hidden; l++) {
    dense_forward (rows, gmarl_network_shape_fan_in (shape, l), shape->width[l], below,
                   below_stride, parameters + gmarl_network_shape_weight (shape, l),
                   parameters + gmarl_network_shape_bias (shape, l), activation);
    below = activation;
    below_stride = shape->width[l];
    activation += rows * shape->width[l];
  }
  for (size_t u = 0; u < shape->n_outputs; u++)
    for (size_t r = 0; r < rows; r++)
      output[u * output_stride + r] = bias[u];
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (int) shape->n_outputs, (int) rows,
               (int) below_stride, 1, parameters + gmarl_network_shape_head (shape),
               (int) below_stride, below, (int) below_stride, 1, output, (int) output_stride);
}

/* The library multiplies by transposed weights itself. */
static void
transpose (const GmarlNetworkShape *shape, const float *parameters, float *transposed)
{
  (void) shape;
  (void) parameters;
  (void) transposed;
}

static void
multiply_by_tanh_slope (size_t count, const float *activation, float *d)
{
  for (size_t k = 0; k < count; k++)
    d[k] *= 1 - activation[k] * activation[k];
}

/* d_weight [I, H] += input [R, I]ᵀ · d [R, H];  d_bias [H] += Σ_rows d */
static void
dense_weight_gradient (size_t rows,
                       size_t n_inputs,
                       size_t width,
                       const float *input,
                       size_t input_stride,
                       const float *d,
                       float *d_weight,
                       float *d_bias)
{
  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, (int) n_inputs, (int) width, (int) rows, 1,
               input, (int) input_stride, d, (int) width, 1, d_weight, (int) width);
  for (size_t r = 0; r < rows; r++)
    for (size_t h = 0; h < width; h++)
      d_bias[h] += d[r * width + h];
}

static void
backward (const GmarlNetworkShape *shape,
          const float *parameters,
          const float *transposed,
          const float *input,
          size_t input_stride,
          size_t rows,
          const float *activation,
          const float *d_output,
          size_t output_stride,
          float *d_activation,
          float *gradient)
{
  size_t last = shape->n_hidden - 1;
  size_t top = shape->width[last];
  float *d = d_activation;
  float *d_below = d_activation + rows * gmarl_network_shape_widest (shape);
  float *d_bias = gradient + gmarl_network_shape_head_bias (shape);

  (void) transposed;
  for (size_t l = 0; l < last; l++)
    activation += rows * shape->width[l];

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, (int) rows, (int) top,
               (int) shape->n_outputs, 1, d_output, (int) output_stride,
               parameters + gmarl_network_shape_head (shape), (int) top, 0, d, (int) top);
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (int) shape->n_outputs, (int) top,
               (int) rows, 1, d_output, (int) output_stride, activation, (int) top, 1,
               gradient + gmarl_network_shape_head (shape), (int) top);
  for (size_t u = 0; u < shape->n_outputs; u++)
    for (size_t r = 0; r < rows; r++)
      d_bias[u] += d_output[u * output_stride + r];
  multiply_by_tanh_slope (rows * top, activation, d);

  for (size_t l = last; l > 0; l--) {
    size_t n_inputs = shape->width[l - 1];
    size_t width = shape->width[l];
    const float *below = activation - rows * n_inputs;
    float *swap = d;

    dense_weight_gradient (rows, n_inputs, width, below, n_inputs, d,
                           gradient + gmarl_network_shape_weight (shape, l),
                           gradient + gmarl_network_shape_bias (shape, l));
    cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (int) rows, (int) n_inputs, (int) width,
                 1, d, (int) width, parameters + gmarl_network_shape_weight (shape, l), (int) width,
                 0, d_below, (int) n_inputs);
    multiply_by_tanh_slope (rows * n_inputs, below, d_below);
    activation = below;
    d = d_below;
    d_below = swap;
  }
  dense_weight_gradient (rows, shape->n_inputs, shape->width[0], input, input_stride, d,
                         gradient + gmarl_network_shape_weight (shape, 0),
                         gradient + gmarl_network_shape_bias (shape, 0));
}

void
gmarl_kernels_init_openblas (GmarlKernels *kernels, const GmarlKernels *elementwise)
{
  /* The parallel work is across networks, and how OpenBLAS divides a product among threads of its
   * own changes the result. The number is one for the whole process; setting it again is harmless.
   */
  openblas_set_num_threads (1);

  *kernels = elementwise != NULL ? *elementwise : *gmarl_kernels_best ();
  kernels->name = "openblas";
  kernels->forward = forward;
  kernels->transpose = transpose;
  kernels->backward = backward;
}
