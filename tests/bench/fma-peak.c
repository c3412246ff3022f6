/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "fma-peak.h"

typedef float Vector __attribute__ ((vector_size (GMARL_LANES * 4)));

enum {
  CHAINS = 12, /* two multiply-adds a cycle, each four cycles long, need eight */
};

/* The empty assembly makes the compiler keep every chain: it would merge those that it finds equal,
 * and measure more than the processor can do.
 */
double
GMARL_PEAK_FUNCTION (size_t steps, float *out)
{
  Vector sum[CHAINS];
  Vector factor = (Vector){ 0 } + 0.5f, term = (Vector){ 0 } + 0.25f, total = { 0 };

#pragma GCC unroll 12
  for (int k = 0; k < CHAINS; k++)
    sum[k] = (Vector){ 0 } + (float) k;
  for (size_t step = 0; step < steps; step++)
#pragma GCC unroll 12
    for (int k = 0; k < CHAINS; k++) {
      sum[k] = sum[k] * factor + term;
#if defined(__x86_64__)
      __asm__ volatile("" : "+x"(sum[k]));
#elif defined(__aarch64__)
      __asm__ volatile("" : "+w"(sum[k]));
#endif
    }
#pragma GCC unroll 12
  for (int k = 0; k < CHAINS; k++)
    total += sum[k];
  *out = total[0];
  return 2.0 * GMARL_LANES * CHAINS * (double) steps;
}
