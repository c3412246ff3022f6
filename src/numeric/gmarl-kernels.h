/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The numeric kernels of learning: dense tanh networks forward and backward, the PPO losses, Adam.
 * One table of functions a level: the fused kernels compiled for several instruction sets, and the
 * same work in OpenBLAS calls. Every function works on caller memory, allocates nothing and keeps
 * nothing.
 *
 * I inputs, H_l hidden widths (multiples of GMARL_WIDTH_MULTIPLE; the learning code pads with zero
 * weights, which stay zero), U outputs, R rows. A network's parameters are one block: for each
 * hidden layer l: weight [H_{l-1}, H_l] (H_{-1} = I), bias [H_l]; then head [U, H_last], head bias
 * [U]. Blocks start on 64-byte boundaries. Outputs and their gradients are [U, R] with the row
 * contiguous, so that the losses run over rows in full vectors.
 *
 * In the fused kernels the result of a row does not depend on the rows beside it: one environment
 * or eighty give the same bits. OpenBLAS may round it differently beside another number of rows, so
 * how many rows go together must not depend on the number of threads.
 */
#define GMARL_KERNEL_ALIGNMENT  64
#define GMARL_WIDTH_MULTIPLE    16
#define GMARL_ROW_MULTIPLE      16
#define GMARL_MAX_HIDDEN_LAYERS 4

/* Rows to give to forward and backward at a time, so that their activations stay in the caches. */
#define GMARL_BLOCK_ROWS 96

typedef struct {
  size_t n_inputs;
  size_t n_hidden;
  size_t width[GMARL_MAX_HIDDEN_LAYERS];
  size_t n_outputs;
} GmarlNetworkShape;

/* Sums over rows of a policy minibatch. */
typedef struct {
  double surrogate; /* of min (ratio A, clip (ratio) A) */
  double kl;        /* of (ratio - 1) - log ratio (Schulman 2020, k3) */
  double clipped;   /* rows whose ratio is outside the clip range */
} GmarlPolicySums;

/* Sums over rows of a value minibatch. */
typedef struct {
  double huber;
} GmarlValueSums;

typedef struct {
  const char *name; /* "avx512", "avx2", "baseline", "openblas" */

  /* input [R, I] with input_stride floats a row; activation: scratch, [R, H_l] for each layer in
   * turn; output [U, R] with output_stride floats between outputs.
   */
  void (*forward) (const GmarlNetworkShape *shape,
                   const float *parameters,
                   const float *input,
                   size_t input_stride,
                   size_t rows,
                   float *activation,
                   float *output,
                   size_t output_stride);

  /* The weights that backward needs in transposed form: for l = 1 … : [H_l, H_{l-1}], in turn. */
  void (*transpose) (const GmarlNetworkShape *shape, const float *parameters, float *transposed);

  /* Adds to gradient (the layout of parameters) for d_output [U, R]; activation as forward left it;
   * d_activation: scratch of 2 R max (H_l) floats.
   */
  void (*backward) (const GmarlNetworkShape *shape,
                    const float *parameters,
                    const float *transposed,
                    const float *input,
                    size_t input_stride,
                    size_t rows,
                    const float *activation,
                    const float *d_output,
                    size_t output_stride,
                    float *d_activation,
                    float *gradient);

  /* log_probability [R]: of action [U, stride] under Normal (mean [U, stride], exp (log_std [U])),
   * summed over U. rows: a multiple of GMARL_ROW_MULTIPLE.
   */
  void (*log_probability) (size_t rows,
                           size_t stride,
                           size_t n_actions,
                           const float *mean,
                           const float *action,
                           const float *log_std,
                           float *log_probability);

  /* The clipped surrogate of PPO (Schulman et al. 2017, eq. 7), negated and times scale: d_mean [U,
   * stride] is set, d_log_std [U] is added to, sums are added to. weight [R] is 1, or 0 for padding
   * rows. The log-ratio is clamped to ±20. rows: a multiple of GMARL_ROW_MULTIPLE. scratch: 2 R
   * floats.
   */
  void (*policy_loss) (size_t rows,
                       size_t stride,
                       size_t n_actions,
                       const float *mean,
                       const float *action,
                       const float *log_std,
                       const float *old_log_probability,
                       const float *advantage,
                       const float *weight,
                       float clip,
                       float scale,
                       float *d_mean,
                       float *d_log_std,
                       GmarlPolicySums *sums,
                       float *scratch);

  /* Huber loss of value - target (linear beyond delta), times scale: d_value [R] is set, sums are
   * added to. */
  void (*value_loss) (size_t rows,
                      const float *value,
                      const float *target,
                      const float *weight,
                      float delta,
                      float scale,
                      float *d_value,
                      GmarlValueSums *sums);

  /* x [count] = tanh (x); count: a multiple of GMARL_WIDTH_MULTIPLE. */
  void (*tanh_each) (size_t count, float *x);

  /* Σ x². */
  double (*square_sum) (size_t count, const float *x);

  /* Adam (Kingma & Ba 2015, algorithm 1) with the gradient times gradient_scale; step_size and
   * epsilon already hold the bias corrections (section 2: α √(1 − β₂ᵗ)/(1 − β₁ᵗ), ε √(1 − β₂ᵗ)).
   * count: a multiple of 16.
   */
  void (*adam) (size_t count,
                float step_size,
                float epsilon,
                float gradient_scale,
                float *parameters,
                const float *gradient,
                float *first_moment,
                float *second_moment);

  /* out [R, I] (out_stride) = clip ((x - mean) · inverse_sd, ±10), x [R, I] (x_stride). */
  void (*normalise) (size_t rows,
                     size_t n_inputs,
                     const float *x,
                     size_t x_stride,
                     const float *mean,
                     const float *inverse_sd,
                     float *out,
                     size_t out_stride);
} GmarlKernels;

/* The levels, best first. A level's table, or NULL if this processor or this build lacks it. */
typedef enum {
  GMARL_LEVEL_AVX512,
  GMARL_LEVEL_AVX2,
  GMARL_LEVEL_BASELINE,
  GMARL_N_LEVELS,
} GmarlLevel;

const GmarlKernels *gmarl_kernels_get (GmarlLevel level);
const GmarlKernels *gmarl_kernels_best (void);

/* The same work in OpenBLAS calls on top of the elementwise functions of a level (NULL: the best).
 * Tells OpenBLAS to use one thread, for the whole process.
 */
void gmarl_kernels_init_openblas (GmarlKernels *kernels, const GmarlKernels *elementwise);

/* Floats in a network's parameter block (a multiple of 16), in backward's transposed weights, and
 * in the activations of rows.
 */
size_t gmarl_network_shape_parameters (const GmarlNetworkShape *shape);
size_t gmarl_network_shape_transposed (const GmarlNetworkShape *shape);
size_t gmarl_network_shape_activations (const GmarlNetworkShape *shape, size_t rows);
size_t gmarl_network_shape_widest (const GmarlNetworkShape *shape);

/* Offsets of the parts of hidden layer l, and of the head, in the parameter block. */
size_t gmarl_network_shape_weight (const GmarlNetworkShape *shape, size_t layer);
size_t gmarl_network_shape_bias (const GmarlNetworkShape *shape, size_t layer);
size_t gmarl_network_shape_head (const GmarlNetworkShape *shape);
size_t gmarl_network_shape_head_bias (const GmarlNetworkShape *shape);

/* Width of the input of hidden layer l. */
size_t gmarl_network_shape_fan_in (const GmarlNetworkShape *shape, size_t layer);

/* FLOP of one forward pass of a row (2 a weight; no padding of inputs, no activations), and of one
 * backward pass (twice that, less the first layer's input gradient): docs/learning.md, how it is
 * fast.
 */
size_t gmarl_network_shape_forward_flop (const GmarlNetworkShape *shape);
size_t gmarl_network_shape_backward_flop (const GmarlNetworkShape *shape);
