/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* Compiled for several instruction sets, like the kernels that it is the limit of:
 * GMARL_MULTIPLY_ADD names the function, GMARL_LANES says how many floats a register holds.
 */
#include <stddef.h>

#define CHAINS 12

typedef float Vector __attribute__ ((vector_size (GMARL_LANES * 4)));

double GMARL_MULTIPLY_ADD (size_t rounds);

double
GMARL_MULTIPLY_ADD (size_t rounds)
{
  /* Hidden from the compiler, which would otherwise fold the chains. */
  volatile float source = 0.999f;
  const Vector factor = source - (Vector){ 0 };
  const Vector summand = 1e-3f * source - (Vector){ 0 };
  Vector chain[CHAINS];
  Vector sum = { 0 };
  volatile float sink;

#pragma GCC unroll 12
  for (int k = 0; k < CHAINS; k++)
    chain[k] = factor * (float) (k + 1);
  for (size_t round = 0; round < rounds; round++) {
#pragma GCC unroll 12
    for (int k = 0; k < CHAINS; k++)
      chain[k] = chain[k] * factor + summand;
  }
#pragma GCC unroll 12
  for (int k = 0; k < CHAINS; k++)
    sum += chain[k];
  sink = sum[0];
  (void) sink;
  return 2.0 * CHAINS * GMARL_LANES * (double) rounds;
}
