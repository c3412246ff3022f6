/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The fused kernels, written once and compiled for several instruction sets: GMARL_KERNELS_TABLE
 * and GMARL_KERNELS_NAME name the table, GMARL_LANES says how many floats a register holds.
 *
 * All three products of a dense layer are one register tile: C [M, N] = Σ_k A (m, k) · B [k, N]
 * with up to TILE_ROWS × TILE_VECTORS vectors of C held in registers, A read as scalars and B as
 * vectors.
 *
 *   forward:          A = input [R, I],         B = weight [I, H];   stores tanh (C + bias)
 *   input gradient:   A = d [R, H],             B = weightᵀ [H, I];  stores C · (1 − activation²)
 *   weight gradient:  A = (input, 1)ᵀ [I+1, R], B = d [R, H];        adds C
 *
 * With 6 × 4 vectors of AVX-512 a step of k is 24 multiply-adds for 4 + 6 loads: bound by
 * arithmetic, of which the products reach 95 %. tanh is what costs most beside them, a sixth of an
 * update of 64-64: 16 operations a vector on the same units. It follows on each stripe of rows
 * while that is in the first cache.
 *
 * The head has too few outputs for a tile: its forward pass is dot products, its backward pass one
 * walk over the activations. The result of a row never depends on the rows beside it.
 */
#include "gmarl-kernels-vector.h"
#include "gmarl-kernels.h"

#include <string.h>

#define TILE_ROWS    6
#define TILE_VECTORS (LANES == 16 ? 4 : 2)
#define HEAD_OUTPUTS 4
#define HEAD_ROWS    4

typedef struct {
  Vector v[TILE_ROWS][TILE_VECTORS];
} Tile;

/* acc [rows, vectors] += Σ_k A (m, k) · B [k, …], k ascending; with ones, A's last row is ones. */
INLINE void
accumulate (Tile *acc,
            size_t rows,
            size_t vectors,
            size_t depth,
            const float *a,
            size_t a_row,
            size_t a_depth,
            bool ones,
            const float *b,
            size_t b_stride)
{
  for (size_t k = 0; k < depth; k++) {
    Vector bk[TILE_VECTORS];

#pragma GCC unroll 4
    for (size_t n = 0; n < vectors; n++)
      bk[n] = load (b + n * LANES);
#pragma GCC unroll 6
    for (size_t m = 0; m < rows; m++) {
      float x = ones && m == rows - 1 ? 1 : a[m * a_row];

#pragma GCC unroll 4
      for (size_t n = 0; n < vectors; n++)
        acc->v[m][n] += x * bk[n];
    }
    a += a_depth;
    b += b_stride;
  }
}

/* What a product does with its tile. */
typedef enum {
  FORWARD,         /* tanh, stored */
  INPUT_GRADIENT,  /* times the slope of tanh, stored */
  WEIGHT_GRADIENT, /* added; the bias, stored behind the weights, is one more row whose input is one
                    */
} Product;

typedef struct {
  Product product;
  size_t depth;
  const float *a;
  size_t a_row;
  size_t a_depth;
  const float *b;     /* [depth, columns] */
  float *c;           /* [rows, columns] */
  size_t columns;     /* the stride of b, c and other */
  const float *other; /* forward: bias [columns]; input gradient: activation [rows, columns] */
} Operands;

INLINE void
tile (const Operands *o,
      Product product,
      size_t rows,
      size_t vectors,
      size_t row,
      size_t column,
      bool last)
{
  Tile acc;
  float *c = o->c + row * o->columns + column;

#pragma GCC unroll 6
  for (size_t m = 0; m < rows; m++)
#pragma GCC unroll 4
    for (size_t n = 0; n < vectors; n++)
      acc.v[m][n] = product == FORWARD ? load (o->other + column + n * LANES) : splat (0);

  accumulate (&acc, rows, vectors, o->depth, o->a + row * o->a_row, o->a_row, o->a_depth,
              product == WEIGHT_GRADIENT && last, o->b + column, o->columns);

#pragma GCC unroll 6
  for (size_t m = 0; m < rows; m++) {
#pragma GCC unroll 4
    for (size_t n = 0; n < vectors; n++) {
      Vector x = acc.v[m][n];
      float *out = c + m * o->columns + n * LANES;

      if (product == INPUT_GRADIENT) {
        Vector activation = load (o->other + (row + m) * o->columns + column + n * LANES);

        x = x * (1.0f - activation * activation);
      }
      if (product == WEIGHT_GRADIENT)
        x = load (out) + x;
      store (out, x);
    }
  }
}

/* tanh of some rows in place, each by itself. */
INLINE void
tanh_rows (float *x, size_t rows, size_t columns)
{
  for (size_t row = 0; row < rows; row++) {
    size_t column = 0;

    for (; column + TANH_VECTORS * LANES <= columns; column += TANH_VECTORS * LANES) {
      Vector v[TANH_VECTORS];

#pragma GCC unroll 4
      for (size_t n = 0; n < TANH_VECTORS; n++)
        v[n] = load (x + column + n * LANES);
      tanh_vectors (v, TANH_VECTORS);
#pragma GCC unroll 4
      for (size_t n = 0; n < TANH_VECTORS; n++)
        store (x + column + n * LANES, v[n]);
    }
    for (; column < columns; column += LANES) {
      Vector v = load (x + column);

      tanh_vectors (&v, 1);
      store (x + column, v);
    }
    x += columns;
  }
}

/* All columns of some rows: full tiles first, then single vectors. */
INLINE void
stripe (const Operands *o, Product product, size_t rows, size_t row, bool last)
{
  size_t column = 0;

  for (; column + TILE_VECTORS * LANES <= o->columns; column += TILE_VECTORS * LANES)
    tile (o, product, rows, TILE_VECTORS, row, column, last);
  for (; column < o->columns; column += LANES)
    tile (o, product, rows, 1, row, column, last);
  if (product == FORWARD)
    tanh_rows (o->c + row * o->columns, rows, o->columns);
}

/* Rows in full stripes, and the rest, of which the row of ones is the last. */
INLINE void
multiply (const Operands *o, Product product, size_t rows)
{
  size_t full = product == WEIGHT_GRADIENT ? rows - 1 : rows;
  size_t row = 0;

  for (; row + TILE_ROWS <= full; row += TILE_ROWS)
    stripe (o, product, TILE_ROWS, row, false);
  switch (rows - row) {
  case 6:
    if (product == WEIGHT_GRADIENT)
      stripe (o, product, 6, row, true);
    break;
  case 5:
    stripe (o, product, 5, row, true);
    break;
  case 4:
    stripe (o, product, 4, row, true);
    break;
  case 3:
    stripe (o, product, 3, row, true);
    break;
  case 2:
    stripe (o, product, 2, row, true);
    break;
  case 1:
    stripe (o, product, 1, row, true);
    break;
  default:
    break;
  }
}

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
  const Operands o = { FORWARD, n_inputs, input, input_stride, 1, weight, activation, width, bias };

  multiply (&o, FORWARD, rows);
}

/* d_below [R, I] = (d [R, H] · transposed [H, I]) ⊙ (1 − below [R, I]²) */
static void
dense_input_gradient (size_t rows,
                      size_t n_inputs,
                      size_t width,
                      const float *d,
                      const float *transposed,
                      const float *below,
                      float *d_below)
{
  const Operands o = { INPUT_GRADIENT, width, d, width, 1, transposed, d_below, n_inputs, below };

  multiply (&o, INPUT_GRADIENT, rows);
}

/* d_weight [I + 1, H] += (input [R, I], 1)ᵀ · d [R, H], whose last row is the bias. */
static void
dense_weight_gradient (size_t rows,
                       size_t n_inputs,
                       size_t width,
                       const float *input,
                       size_t input_stride,
                       const float *d,
                       float *d_weight)
{
  const Operands o = { WEIGHT_GRADIENT, rows, input, 1, input_stride, d, d_weight, width, NULL };

  multiply (&o, WEIGHT_GRADIENT, n_inputs + 1);
}

/* Some outputs of some rows, up to HEAD_ROWS × HEAD_OUTPUTS dot products at a time in registers,
 * and their lanes added up for a vector of rows at a time.
 */
INLINE void
head_outputs (size_t rows,
              size_t width,
              size_t n_outputs,
              const float *activation,
              const float *head,
              const float *bias,
              float *output,
              size_t output_stride)
{
  for (size_t row = 0; row < rows; row += LANES) {
    size_t count = rows - row < LANES ? rows - row : LANES;
    Vector product[HEAD_OUTPUTS][LANES];

    for (size_t first = 0; first < LANES; first += HEAD_ROWS) {
      Vector acc[HEAD_OUTPUTS][HEAD_ROWS] = { 0 };
      const float *a[HEAD_ROWS];

#pragma GCC unroll 4
      for (size_t j = 0; j < HEAD_ROWS; j++)
        a[j] = activation + (row + (first + j < count ? first + j : 0)) * width;
      for (size_t k = 0; k < width; k += LANES)
#pragma GCC unroll 4
        for (size_t u = 0; u < n_outputs; u++) {
          Vector h = load (head + u * width + k);

#pragma GCC unroll 4
          for (size_t j = 0; j < HEAD_ROWS; j++)
            acc[u][j] += load (a[j] + k) * h;
        }
#pragma GCC unroll 4
      for (size_t u = 0; u < n_outputs; u++)
#pragma GCC unroll 4
        for (size_t j = 0; j < HEAD_ROWS; j++)
          product[u][first + j] = acc[u][j];
    }
    for (size_t u = 0; u < n_outputs; u++) {
      float *out = output + u * output_stride + row;
      Vector sums = sum_each (product[u]) + bias[u];

      if (count == LANES)
        store (out, sums);
      else
        memcpy (out, &sums, count * sizeof *out);
    }
  }
}

/* output [U, R] = (activation [R, H] · head [U, H]ᵀ)ᵀ + bias [U] */
static void
head_forward (size_t rows,
              size_t width,
              size_t n_outputs,
              const float *activation,
              const float *head,
              const float *bias,
              float *output,
              size_t output_stride)
{
  for (; n_outputs >= HEAD_OUTPUTS; n_outputs -= HEAD_OUTPUTS) {
    head_outputs (rows, width, HEAD_OUTPUTS, activation, head, bias, output, output_stride);
    head += HEAD_OUTPUTS * width;
    bias += HEAD_OUTPUTS;
    output += HEAD_OUTPUTS * output_stride;
  }
  switch (n_outputs) {
  case 3:
    head_outputs (rows, width, 3, activation, head, bias, output, output_stride);
    break;
  case 2:
    head_outputs (rows, width, 2, activation, head, bias, output, output_stride);
    break;
  case 1:
    head_outputs (rows, width, 1, activation, head, bias, output, output_stride);
    break;
  default:
    break;
  }
}

static float
sum (size_t count, const float *x)
{
  Vector total = splat (0);
  float rest = 0;
  size_t k = 0;

  for (; k + LANES <= count; k += LANES)
    total += load (x + k);
  for (; k < count; k++)
    rest += x[k];
  return sum_lanes (total) + rest;
}

/* A part of head_backward: some outputs, and the columns of one tile. The head's own gradient stays
 * in registers over all rows.
 */
INLINE void
head_backward_tile (size_t rows,
                    size_t width,
                    size_t n_outputs,
                    size_t vectors,
                    bool first,
                    bool last,
                    const float *activation,
                    const float *head,
                    const float *d_output,
                    size_t output_stride,
                    float *d,
                    float *d_head)
{
  Vector sum[HEAD_OUTPUTS][TILE_VECTORS] = { 0 };

  for (size_t r = 0; r < rows; r++) {
    Vector a[TILE_VECTORS], x[TILE_VECTORS];

#pragma GCC unroll 4
    for (size_t n = 0; n < vectors; n++) {
      a[n] = load (activation + r * width + n * LANES);
      x[n] = first ? splat (0) : load (d + r * width + n * LANES);
    }
#pragma GCC unroll 4
    for (size_t u = 0; u < n_outputs; u++) {
      float g = d_output[u * output_stride + r];

#pragma GCC unroll 4
      for (size_t n = 0; n < vectors; n++) {
        x[n] += g * load (head + u * width + n * LANES);
        sum[u][n] += g * a[n];
      }
    }
#pragma GCC unroll 4
    for (size_t n = 0; n < vectors; n++)
      store (d + r * width + n * LANES, last ? x[n] * (1.0f - a[n] * a[n]) : x[n]);
  }
#pragma GCC unroll 4
  for (size_t u = 0; u < n_outputs; u++)
#pragma GCC unroll 4
    for (size_t n = 0; n < vectors; n++) {
      float *out = d_head + u * width + n * LANES;

      store (out, load (out) + sum[u][n]);
    }
}

INLINE void
head_backward_outputs (size_t rows,
                       size_t width,
                       size_t n_outputs,
                       bool first,
                       bool last,
                       const float *activation,
                       const float *head,
                       const float *d_output,
                       size_t output_stride,
                       float *d,
                       float *d_head)
{
  size_t column = 0;

  for (; column + TILE_VECTORS * LANES <= width; column += TILE_VECTORS * LANES)
    head_backward_tile (rows, width, n_outputs, TILE_VECTORS, first, last, activation + column,
                        head + column, d_output, output_stride, d + column, d_head + column);
  for (; column < width; column += LANES)
    head_backward_tile (rows, width, n_outputs, 1, first, last, activation + column, head + column,
                        d_output, output_stride, d + column, d_head + column);
}

/* d [R, H] = (d_output [U, R]ᵀ · head [U, H]) ⊙ (1 − activation²), and the head's own gradient,
 * d_head [U, H] += d_output · activation and d_bias [U] += Σ_rows d_output.
 */
static void
head_backward (size_t rows,
               size_t width,
               size_t n_outputs,
               const float *activation,
               const float *head,
               const float *d_output,
               size_t output_stride,
               float *d,
               float *d_head,
               float *d_bias)
{
  bool first = true;

  for (size_t u = 0; u < n_outputs; u++)
    d_bias[u] += sum (rows, d_output + u * output_stride);
  for (; n_outputs > HEAD_OUTPUTS; n_outputs -= HEAD_OUTPUTS) {
    head_backward_outputs (rows, width, HEAD_OUTPUTS, first, false, activation, head, d_output,
                           output_stride, d, d_head);
    head += HEAD_OUTPUTS * width;
    d_output += HEAD_OUTPUTS * output_stride;
    d_head += HEAD_OUTPUTS * width;
    first = false;
  }
  switch (n_outputs) {
  case 4:
    head_backward_outputs (rows, width, 4, first, true, activation, head, d_output, output_stride,
                           d, d_head);
    break;
  case 3:
    head_backward_outputs (rows, width, 3, first, true, activation, head, d_output, output_stride,
                           d, d_head);
    break;
  case 2:
    head_backward_outputs (rows, width, 2, first, true, activation, head, d_output, output_stride,
                           d, d_head);
    break;
  default:
    head_backward_outputs (rows, width, 1, first, true, activation, head, d_output, output_stride,
                           d, d_head);
    break;
  }
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
  head_forward (rows, below_stride, shape->n_outputs, below,
                parameters + gmarl_network_shape_head (shape),
                parameters + gmarl_network_shape_head_bias (shape), output, output_stride);
}

/* By squares in registers: one element after the other it took a fifth of an update of 256-256. */
static void
transpose (const GmarlNetworkShape *shape, const float *parameters, float *transposed)
{
  for (size_t l = 1; l < shape->n_hidden; l++) {
    const float *weight = parameters + gmarl_network_shape_weight (shape, l);
    size_t n_inputs = shape->width[l - 1];
    size_t width = shape->width[l];

    for (size_t i = 0; i < n_inputs; i += LANES)
      for (size_t h = 0; h < width; h += LANES) {
        Vector square[LANES];

#pragma GCC unroll 16
        for (size_t k = 0; k < LANES; k++)
          square[k] = load (weight + (i + k) * width + h);
        transpose_square (square);
#pragma GCC unroll 16
        for (size_t k = 0; k < LANES; k++)
          store (transposed + (h + k) * n_inputs + i, square[k]);
      }
    transposed += n_inputs * width;
  }
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
  size_t widest = gmarl_network_shape_widest (shape);
  float *d = d_activation;
  float *d_below = d_activation + rows * widest;

  transposed += gmarl_network_shape_transposed (shape);
  for (size_t l = 0; l < last; l++)
    activation += rows * shape->width[l];

  head_backward (rows, shape->width[last], shape->n_outputs, activation,
                 parameters + gmarl_network_shape_head (shape), d_output, output_stride, d,
                 gradient + gmarl_network_shape_head (shape),
                 gradient + gmarl_network_shape_head_bias (shape));
  for (size_t l = last; l > 0; l--) {
    size_t n_inputs = shape->width[l - 1];
    size_t width = shape->width[l];
    const float *below = activation - rows * n_inputs;
    float *swap = d;

    transposed -= n_inputs * width;
    dense_weight_gradient (rows, n_inputs, width, below, n_inputs, d,
                           gradient + gmarl_network_shape_weight (shape, l));
    dense_input_gradient (rows, n_inputs, width, d, transposed, below, d_below);
    activation = below;
    d = d_below;
    d_below = swap;
  }
  dense_weight_gradient (rows, shape->n_inputs, shape->width[0], input, input_stride, d,
                         gradient + gmarl_network_shape_weight (shape, 0));
}

/* Each action adds −z²/2 − log σ − log(2π)/2. */
/* log_probability's contract; with z also z [U, stride] = (action − mean) / exp (log_std). One
 * function for acting and for the loss, so that the first ratio is exactly one.
 */
static void
gaussian (size_t rows,
          size_t stride,
          size_t n_actions,
          const float *mean,
          const float *action,
          const float *log_std,
          float *out,
          float *z)
{
  const float half_log_two_pi = 0.918938533f;

  for (size_t u = 0; u < n_actions; u++) {
    Vector inverse = exp_vector (splat (-log_std[u]));
    float log_norm = log_std[u] + half_log_two_pi;

    for (size_t r = 0; r < rows; r += LANES) {
      Vector before = u == 0 ? splat (0) : load (out + r);
      Vector x = (load (action + u * stride + r) - load (mean + u * stride + r)) * inverse;

      store (out + r, before + (-0.5f * x * x - log_norm));
      if (z != NULL)
        store (z + u * stride + r, x);
    }
  }
}

static void
log_probability (size_t rows,
                 size_t stride,
                 size_t n_actions,
                 const float *mean,
                 const float *action,
                 const float *log_std,
                 float *out)
{
  gaussian (rows, stride, n_actions, mean, action, log_std, out, NULL);
}

static void
policy_loss (size_t rows,
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
             float *scratch)
{
  float *now = scratch;
  float *slope = scratch + rows; /* of the loss by the log-probability */
  Vector surrogate = splat (0), kl = splat (0), clipped = splat (0);

  gaussian (rows, stride, n_actions, mean, action, log_std, now, d_mean);
  for (size_t r = 0; r < rows; r += LANES) {
    Vector w = load (weight + r);
    Vector a = load (advantage + r);
    Vector log_ratio = load (now + r) - load (old_log_probability + r);
    Vector clamped = clamp (log_ratio, -20, 20);
    Vector ratio = exp_vector (clamped);
    Vector bounded = clamp (ratio, 1 - clip, 1 + clip);
    /* The minimum takes the unclipped branch, and only inside the clamp does it depend on the
     * network. */
    Integers unclipped = ratio * a <= bounded * a;
    Integers active = unclipped & (log_ratio == clamped);

    surrogate += w * choose (unclipped, ratio * a, bounded * a);
    kl += w * ((ratio - 1.0f) - clamped);
    clipped += choose (ratio != bounded, w, splat (0));
    store (slope + r, choose (active, -scale * w * a * ratio, splat (0)));
  }
  sums->surrogate += sum_lanes (surrogate);
  sums->kl += sum_lanes (kl);
  sums->clipped += sum_lanes (clipped);

  for (size_t u = 0; u < n_actions; u++) {
    Vector inverse = exp_vector (splat (-log_std[u]));
    Vector d_log = splat (0);

    for (size_t r = 0; r < rows; r += LANES) {
      Vector z = load (d_mean + u * stride + r);
      Vector s = load (slope + r);

      store (d_mean + u * stride + r, s * z * inverse);
      d_log += s * (z * z - 1.0f);
    }
    d_log_std[u] += sum_lanes (d_log);
  }
}

static void
value_loss (size_t rows,
            const float *value,
            const float *target,
            const float *weight,
            float delta,
            float scale,
            float *d_value,
            GmarlValueSums *sums)
{
  Vector huber = splat (0);

  for (size_t r = 0; r < rows; r += LANES) {
    Vector w = load (weight + r);
    Vector e = load (value + r) - load (target + r);
    Vector bounded = clamp (e, -delta, delta);

    /* ½e² inside, δ(|e| − ½δ) outside: both are b·(e − ½b) with b the bounded error. */
    huber += w * bounded * (e - 0.5f * bounded);
    store (d_value + r, scale * w * bounded);
  }
  sums->huber += sum_lanes (huber);
}

static void
tanh_each (size_t count, float *x)
{
  tanh_rows (x, 1, count);
}

static double
square_sum (size_t count, const float *x)
{
  Vector total[4] = { 0 }; /* so that one addition need not wait for the other */
  double rest = 0;
  size_t k = 0;

  for (; k + 4 * LANES <= count; k += 4 * LANES)
#pragma GCC unroll 4
    for (size_t n = 0; n < 4; n++)
      total[n] += load (x + k + n * LANES) * load (x + k + n * LANES);
  for (; k < count; k++)
    rest += (double) x[k] * x[k];
  return sum_lanes ((total[0] + total[1]) + (total[2] + total[3])) + rest;
}

static void
adam (size_t count,
      float step_size,
      float epsilon,
      float gradient_scale,
      float *restrict parameters,
      const float *restrict gradient,
      float *restrict first_moment,
      float *restrict second_moment)
{
  for (size_t k = 0; k < count; k += LANES) {
    Vector g = load (gradient + k) * gradient_scale;
    Vector m = 0.9f * load (first_moment + k) + 0.1f * g;
    Vector v = 0.999f * load (second_moment + k) + 0.001f * g * g;

    store (first_moment + k, m);
    store (second_moment + k, v);
    store (parameters + k, load (parameters + k) - step_size * m / (square_root (v) + epsilon));
  }
}

static void
normalise (size_t rows,
           size_t n_inputs,
           const float *x,
           size_t x_stride,
           const float *mean,
           const float *inverse_sd,
           float *out,
           size_t out_stride)
{
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < n_inputs; i++) {
      float z = (x[r * x_stride + i] - mean[i]) * inverse_sd[i];

      z = z < -10 ? -10 : z;
      out[r * out_stride + i] = z > 10 ? 10 : z;
    }
}

extern const GmarlKernels GMARL_KERNELS_TABLE;

const GmarlKernels GMARL_KERNELS_TABLE = {
  .name = GMARL_KERNELS_NAME,
  .forward = forward,
  .transpose = transpose,
  .backward = backward,
  .log_probability = log_probability,
  .policy_loss = policy_loss,
  .value_loss = value_loss,
  .tanh_each = tanh_each,
  .square_sum = square_sum,
  .adam = adam,
  .normalise = normalise,
};
