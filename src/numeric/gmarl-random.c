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
gmarl_random_key (uint64_t seed, uint64_t stream)
{
  return gmarl_random_mix (gmarl_random_mix (seed) ^ stream);
}

uint64_t
gmarl_random_bits (uint64_t seed, uint64_t stream, uint64_t counter)
{
  return gmarl_random_mix (gmarl_random_key (seed, stream) ^ counter);
}

double
gmarl_random_uniform (uint64_t seed, uint64_t stream, uint64_t counter)
{
  return (double) (gmarl_random_bits (seed, stream, counter) >> 11) * 0x1p-53;
}

static double
uniform_keyed (uint64_t key, uint64_t counter)
{
  return (double) (gmarl_random_mix (key ^ counter) >> 11) * 0x1p-53;
}

static double
normal_keyed (uint64_t key, uint64_t counter)
{
  double radius = sqrt (-2.0 * log (1.0 - uniform_keyed (key, 2 * counter)));

  return radius * cos (2.0 * M_PI * uniform_keyed (key, 2 * counter + 1));
}

double
gmarl_random_normal (uint64_t seed, uint64_t stream, uint64_t counter)
{
  return normal_keyed (gmarl_random_key (seed, stream), counter);
}

void
gmarl_random_normals (uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out)
{
  uint64_t key = gmarl_random_key (seed, stream);

  for (size_t k = 0; k < count; k++)
    out[k] = normal_keyed (key, first + k);
}

void
gmarl_random_normals_keyed (const uint64_t *keys,
                            const uint64_t *counters,
                            uint64_t first,
                            size_t count,
                            double *out)
{
  for (size_t k = 0; k < count; k++)
    out[k] = normal_keyed (keys[k], first + counters[k]);
}
