/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-random-block.h"

#include "gmarl-random-normal.h"

/* Compiled once for each instruction set, with GMARL_RANDOM_BLOCK naming the table. */

enum {
  LANES = 8
};

static void
normals (uint64_t key, uint64_t first, size_t count, double *restrict out)
{
  size_t whole = count / LANES * LANES;

  for (size_t k = 0; k < whole; k++)
    out[k] = gmarl_random_normal_inline (key, first + k);
  for (size_t k = whole; k < count; k++)
    out[k] = gmarl_random_normal_inline (key, first + k);
}

static void
normals_keyed (const uint64_t *restrict keys,
               const uint64_t *restrict counters,
               uint64_t first,
               size_t count,
               double *restrict out)
{
  size_t whole = count / LANES * LANES;

  for (size_t k = 0; k < whole; k++)
    out[k] = gmarl_random_normal_inline (keys[k], first + counters[k]);
  for (size_t k = whole; k < count; k++)
    out[k] = gmarl_random_normal_inline (keys[k], first + counters[k]);
}

static void
uniforms (uint64_t key, uint64_t first, size_t count, double *restrict out)
{
  for (size_t k = 0; k < count; k++)
    out[k] = gmarl_unit_of_bits (gmarl_random_mix_inline (key ^ (first + k)));
}

const GmarlRandomBlock GMARL_RANDOM_BLOCK = {
  .normals = normals,
  .normals_keyed = normals_keyed,
  .uniforms = uniforms,
};
