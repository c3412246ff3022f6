/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-random.h"

#include <math.h>

uint64_t
gmarl_random_mix (uint64_t x)
{
  uint64_t z = x + 0x9E3779B97F4A7C15u;

  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

uint64_t
gmarl_random_bits (uint64_t seed, uint64_t stream, uint64_t counter)
{
  return gmarl_random_mix (gmarl_random_mix (gmarl_random_mix (seed) ^ stream) ^ counter);
}

double
gmarl_random_uniform (uint64_t seed, uint64_t stream, uint64_t counter)
{
  return (double) (gmarl_random_bits (seed, stream, counter) >> 11) * 0x1p-53;
}

double
gmarl_random_normal (uint64_t seed, uint64_t stream, uint64_t counter)
{
  double radius = sqrt (-2.0 * log (1.0 - gmarl_random_uniform (seed, stream, 2 * counter)));

  return radius * cos (2.0 * M_PI * gmarl_random_uniform (seed, stream, 2 * counter + 1));
}

void
gmarl_random_normals (uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out)
{
  for (size_t k = 0; k < count; k++)
    out[k] = gmarl_random_normal (seed, stream, first + k);
}
