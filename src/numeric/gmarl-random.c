/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-random.h"

#include "gmarl-random-block.h"
#include "gmarl-random-normal.h"

static const GmarlRandomBlock *
best_block (void)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq") &&
      __builtin_cpu_supports ("avx512vl"))
    return &gmarl_random_block_avx512;
  if (__builtin_cpu_supports ("avx2"))
    return &gmarl_random_block_avx2;
#endif
  return &gmarl_random_block_baseline;
}

uint64_t
gmarl_random_mix (uint64_t x)
{
  return gmarl_random_mix_inline (x);
}

uint64_t
gmarl_random_key (uint64_t seed, uint64_t stream)
{
  return gmarl_random_mix_inline (gmarl_random_mix_inline (seed) ^ stream);
}

uint64_t
gmarl_random_bits (uint64_t seed, uint64_t stream, uint64_t counter)
{
  return gmarl_random_mix_inline (gmarl_random_key (seed, stream) ^ counter);
}

double
gmarl_random_uniform (uint64_t seed, uint64_t stream, uint64_t counter)
{
  return gmarl_unit_of_bits (gmarl_random_bits (seed, stream, counter));
}

double
gmarl_random_normal (uint64_t seed, uint64_t stream, uint64_t counter)
{
  return gmarl_random_normal_inline (gmarl_random_key (seed, stream), counter);
}

void
gmarl_random_uniforms (uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out)
{
  best_block ()->uniforms (gmarl_random_key (seed, stream), first, count, out);
}

void
gmarl_random_normals (uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out)
{
  best_block ()->normals (gmarl_random_key (seed, stream), first, count, out);
}

void
gmarl_random_normals_keyed (const uint64_t *keys,
                            const uint64_t *counters,
                            uint64_t first,
                            size_t count,
                            double *out)
{
  best_block ()->normals_keyed (keys, counters, first, count, out);
}
