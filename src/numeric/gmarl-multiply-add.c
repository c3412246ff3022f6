/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-multiply-add.h"

#if defined(__x86_64__)
double gmarl_multiply_add_avx512 (size_t rounds);
double gmarl_multiply_add_avx2 (size_t rounds);
#endif
double gmarl_multiply_add_baseline (size_t rounds);

double
gmarl_multiply_add_run (GmarlLevel level, size_t rounds)
{
  if (gmarl_kernels_get (level) == NULL)
    return 0;
  switch (level) {
#if defined(__x86_64__)
  case GMARL_LEVEL_AVX512:
    return gmarl_multiply_add_avx512 (rounds);
  case GMARL_LEVEL_AVX2:
    return gmarl_multiply_add_avx2 (rounds);
#endif
  default:
    return gmarl_multiply_add_baseline (rounds);
  }
}
