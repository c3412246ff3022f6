/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-kernels.h"

#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What the kernels' tests share: every table of this processor, buffers with sentinels around them,
 * and numbers that are exact in single precision, so that a kernel and its reference in double
 * precision start from the same values.
 */
enum {
  GUARD = 64, /* floats before and after a buffer: all of a vector, aligned or not */
  MAX_KERNELS = GMARL_N_LEVELS + 1,
};

/* A NaN of our own: an element that was read before it was written spoils the result, one that was
 * not written is still these bits.
 */
#define SENTINEL 0x7fc0beefu

typedef struct {
  float *data; /* aligned to GMARL_KERNEL_ALIGNMENT */
  size_t count;
  uint32_t *block;
} Buffer;

static inline Buffer
buffer_new (size_t count)
{
  size_t total = (2 * GUARD + count + 15) / 16 * 16;
  Buffer self = { .count = count,
                  .block = aligned_alloc (GMARL_KERNEL_ALIGNMENT, total * sizeof (float)) };

  for (size_t k = 0; k < total; k++)
    self.block[k] = SENTINEL;
  self.data = (float *) self.block + GUARD;
  return self;
}

static inline bool
is_untouched (const float *x)
{
  uint32_t bits;

  memcpy (&bits, x, sizeof bits);
  return bits == SENTINEL;
}

/* Checks the sentinels. */
static inline void
buffer_free (Buffer *self)
{
  for (size_t k = 0; k < GUARD; k++) {
    g_assert_true (is_untouched (self->data - 1 - k));
    g_assert_true (is_untouched (self->data + self->count + k));
  }
  free (self->block);
}

static inline void
buffer_fill (Buffer *self, GRand *random, double low, double high)
{
  for (size_t k = 0; k < self->count; k++)
    self->data[k] = (float) g_rand_double_range (random, low, high);
}

static inline double *
widen (const float *x, size_t count)
{
  double *out = g_new (double, count);

  for (size_t k = 0; k < count; k++)
    out[k] = x[k];
  return out;
}

/* ‖x − expected‖ / ‖expected‖, not a number if any x is not. */
static inline double
relative_error (const float *x, const double *expected, size_t count)
{
  double error = 0, norm = 0;

  for (size_t k = 0; k < count; k++) {
    error += (x[k] - expected[k]) * (x[k] - expected[k]);
    norm += expected[k] * expected[k];
  }
  return sqrt (error / norm);
}

/* The tables of this processor; the last one calls OpenBLAS. */
static inline size_t
find_kernels (GmarlKernels *tables)
{
  size_t count = 0;

  for (int level = 0; level < GMARL_N_LEVELS; level++) {
    const GmarlKernels *kernels = gmarl_kernels_get ((GmarlLevel) level);

    if (kernels != NULL)
      tables[count++] = *kernels;
  }
  gmarl_kernels_init_openblas (&tables[count++], NULL);
  return count;
}
