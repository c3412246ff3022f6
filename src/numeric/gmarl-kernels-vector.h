/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

/* Vectors of one level in gcc's vector extensions, for the fused kernels alone: GMARL_LANES says
 * how many floats a register holds.
 */
#if defined(__SSE__)
#include <immintrin.h>
#endif
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define LANES  GMARL_LANES
#define INLINE static inline __attribute__ ((always_inline))

#if LANES == 16
#define LANE_NUMBERS                                                                               \
  {                                                                                                \
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15                                           \
  }
#elif LANES == 8
#define LANE_NUMBERS                                                                               \
  {                                                                                                \
    0, 1, 2, 3, 4, 5, 6, 7                                                                         \
  }
#else
#define LANE_NUMBERS                                                                               \
  {                                                                                                \
    0, 1, 2, 3                                                                                     \
  }
#endif

#define TANH_VECTORS 4 /* at most at a time */

typedef float Vector __attribute__ ((vector_size (LANES * 4)));
typedef int32_t Integers __attribute__ ((vector_size (LANES * 4)));
typedef float Unaligned __attribute__ ((vector_size (LANES * 4), aligned (4), may_alias));

INLINE Vector
load (const float *p)
{
  return *(const Unaligned *) p;
}

INLINE void
store (float *p, Vector x)
{
  *(Unaligned *) p = x;
}

INLINE Vector
splat (float x)
{
  return x - (Vector){ 0 };
}

/* Lanes of a where mask is set, else of b. */
INLINE Vector
choose (Integers mask, Vector a, Vector b)
{
  return (Vector) ((mask & (Integers) a) | (~mask & (Integers) b));
}

/* The only intrinsics: gcc does not make minimum and maximum of comparisons and masks, which are
 * six instructions for the two of a clamp.
 */
INLINE Vector
clamp (Vector x, float low, float high)
{
#if LANES == 16
  return _mm512_min_ps (splat (high), _mm512_max_ps (splat (low), x));
#elif LANES == 8
  return _mm256_min_ps (splat (high), _mm256_max_ps (splat (low), x));
#elif defined(__SSE__)
  return _mm_min_ps (splat (high), _mm_max_ps (splat (low), x));
#else
  x = choose (x < low, splat (low), x);
  return choose (x > high, splat (high), x);
#endif
}

/* Lane i of the result is lane order[i] of a and b in a row. */
INLINE Vector
shuffle (Vector a, Vector b, Integers order)
{
#if __has_builtin(__builtin_shuffle)
  return __builtin_shuffle (a, b, order);
#else
  Vector result;

  for (int i = 0; i < LANES; i++)
    result[i] = order[i] < LANES ? a[order[i]] : b[order[i] - LANES];
  return result;
#endif
}

/* In a fixed order, so that a level always gives the same bits. */
INLINE float
sum_lanes (Vector x)
{
  float part[LANES];

  store (part, x);
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int k = 0; k < width; k++)
      part[k] += part[k + width];
  return part[0];
}

/* Lane j of the result is the sum of the lanes of v [j]: each round adds halves of two vectors into
 * one. Every sum is the same tree over lanes, whatever j is.
 */
INLINE Vector
sum_each (Vector *v)
{
  const Integers lane = LANE_NUMBERS;

#pragma GCC unroll 4
  for (int half = LANES / 2; half > 0; half /= 2) {
    Integers upper = (lane & half) != 0; /* −1 or 0 */
    Integers same = lane - upper * LANES;
    Integers other = (lane ^ half) - upper * LANES;

#pragma GCC unroll 8
    for (int k = 0; k < half; k++)
      v[k] = shuffle (v[k], v[k + half], same) + shuffle (v[k], v[k + half], other);
  }
  return v[0];
}

/* Transposes a square of LANES rows in place: each round swaps the off-diagonal halves of all
 * squares of twice its size.
 */
INLINE void
transpose_square (Vector *v)
{
  const Integers lane = LANE_NUMBERS;

#pragma GCC unroll 4
  for (int half = LANES / 2; half > 0; half /= 2) {
    Integers upper = (lane & half) != 0; /* −1 or 0 */
    Integers left = lane - upper * (LANES - half);
    Integers right = lane + half - upper * (LANES - half);

#pragma GCC unroll 16
    for (int k = 0; k < LANES; k++)
      if ((k & half) == 0) {
        Vector top = v[k];

        v[k] = shuffle (top, v[k + half], left);
        v[k + half] = shuffle (top, v[k + half], right);
      }
  }
}

/* x [n] /= q [n]. In AVX-512 a division takes as long as sixteen multiplications, so four vectors
 * share one, by the product of their divisors; this made the forward pass a quarter faster. AVX2
 * divides in the shadow of other work.
 */
INLINE void
divide (Vector *x, const Vector *q, size_t count)
{
#if LANES == 16
  if (count == 4) {
    Vector q01 = q[0] * q[1];
    Vector q23 = q[2] * q[3];
    Vector inverse = 1.0f / (q01 * q23);
    Vector inverse01 = q23 * inverse;
    Vector inverse23 = q01 * inverse;

    x[0] = (x[0] * q[1]) * inverse01;
    x[1] = (x[1] * q[0]) * inverse01;
    x[2] = (x[2] * q[3]) * inverse23;
    x[3] = (x[3] * q[2]) * inverse23;
    return;
  }
#endif
#pragma GCC unroll 4
  for (size_t n = 0; n < count; n++)
    x[n] /= q[n];
}

/* tanh of up to TANH_VECTORS vectors in place: x p (x²) / q (x²), minimax in relative error
 * (1.5e-7) on ±8, where 1 − |tanh| is 2.3e-7; in single precision within 5e-7 everywhere. q's first
 * coefficient is one, which saves a multiplication; q is at most 8e8, so that the product of four
 * is finite. Written in steps over all vectors: the processor finds more to do at a time than in
 * one vector after the other.
 */
INLINE void
tanh_vectors (Vector *x, size_t count)
{
  Vector z[TANH_VECTORS], p[TANH_VECTORS], q[TANH_VECTORS];

#pragma GCC unroll 4
  for (size_t n = 0; n < count; n++)
    x[n] = clamp (x[n], -8, 8);
#pragma GCC unroll 4
  for (size_t n = 0; n < count; n++)
    z[n] = x[n] * x[n];
#pragma GCC unroll 4
  for (size_t n = 0; n < count; n++) {
    p[n] = z[n] * 46.47193443f + 11999.89446f;
    q[n] = z[n] + 970.5120035f;
  }
#pragma GCC unroll 4
  for (size_t n = 0; n < count; n++) {
    p[n] = p[n] * z[n] + 525602.8251f;
    q[n] = q[n] * z[n] + 96842.38978f;
  }
#pragma GCC unroll 4
  for (size_t n = 0; n < count; n++) {
    p[n] = p[n] * z[n] + 4066350.800f;
    q[n] = q[n] * z[n] + 1881048.501f;
  }
#pragma GCC unroll 4
  for (size_t n = 0; n < count; n++) {
    x[n] = x[n] * p[n];
    q[n] = q[n] * z[n] + 4066351.393f;
  }
  divide (x, q, count);
}

/* e^x for |x| ≤ 80 by splitting off powers of two and a Taylor polynomial of degree 7 on ±log(2)/2;
 * e^0 is exactly 1. */
INLINE Vector
exp_vector (Vector x)
{
  const float round = 12582912.0f; /* 1.5 · 2²³: adding it rounds to an integer */
  Vector n = (x * 1.44269504f + round) - round;
  Vector r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  Vector p = r * 1.9841270e-4f + 1.3888889e-3f;
  Integers scale;

  p = p * r + 8.3333333e-3f;
  p = p * r + 4.1666667e-2f;
  p = p * r + 1.6666667e-1f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  scale = (__builtin_convertvector(n, Integers) + 127) << 23;
  return p * (Vector) scale;
}

/* √x for x ≥ 0. In AVX-512 a square root takes as long as 24 other operations; this is thirteen:
 * Newton's iteration for 1/√x (three steps, to 1e-7) from a guess by the exponent.
 */
INLINE Vector
square_root (Vector x)
{
#if LANES == 16
  Vector half = 0.5f * x;
  Vector y = (Vector) (0x5f3759df - ((Integers) x >> 1));

#pragma GCC unroll 3
  for (int step = 0; step < 3; step++)
    y *= 1.5f - (half * y) * y;
  return x * y;
#else
  for (int k = 0; k < LANES; k++)
    x[k] = sqrtf (x[k]);
  return x;
#endif
}
