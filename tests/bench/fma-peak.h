/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <stddef.h>

/* Nothing but multiply-adds in the registers of a level, independent of each other: what the
 * processor can do at best. Returns the FLOP done; the result goes to *out so that it is needed.
 */
double gmarl_fma_peak_baseline (size_t steps, float *out);
double gmarl_fma_peak_avx2 (size_t steps, float *out);
double gmarl_fma_peak_avx512 (size_t steps, float *out);
