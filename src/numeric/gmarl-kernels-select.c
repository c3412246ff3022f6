/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-kernels.h"

#if defined(__x86_64__)
extern const GmarlKernels gmarl_kernels_avx512;
extern const GmarlKernels gmarl_kernels_avx2;
#endif
extern const GmarlKernels gmarl_kernels_baseline;

const GmarlKernels *
gmarl_kernels_get (GmarlLevel level)
{
  switch (level) {
#if defined(__x86_64__)
  case GMARL_LEVEL_AVX512:
    return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl") &&
                   __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512dq") &&
                   __builtin_cpu_supports ("avx512cd")
               ? &gmarl_kernels_avx512
               : NULL;
  case GMARL_LEVEL_AVX2:
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma") &&
                   __builtin_cpu_supports ("bmi2")
               ? &gmarl_kernels_avx2
               : NULL;
#endif
  case GMARL_LEVEL_BASELINE:
    return &gmarl_kernels_baseline;
  default:
    return NULL;
  }
}

const GmarlKernels *
gmarl_kernels_best (void)
{
  for (int level = 0; level < GMARL_N_LEVELS; level++) {
    const GmarlKernels *kernels = gmarl_kernels_get ((GmarlLevel) level);

    if (kernels != NULL)
      return kernels;
  }
  return NULL;
}
