/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Blocks of random numbers for one instruction set; gmarl-random.c chooses. All give the same bits.
 */
typedef struct {
  void (*normals) (uint64_t key, uint64_t first, size_t count, double *out);
  void (*normals_keyed) (const uint64_t *keys,
                         const uint64_t *counters,
                         uint64_t first,
                         size_t count,
                         double *out);
  void (*uniforms) (uint64_t key, uint64_t first, size_t count, double *out);
} GmarlRandomBlock;

extern const GmarlRandomBlock gmarl_random_block_baseline;
#if defined(__x86_64__)
extern const GmarlRandomBlock gmarl_random_block_avx2;
extern const GmarlRandomBlock gmarl_random_block_avx512;
#endif
