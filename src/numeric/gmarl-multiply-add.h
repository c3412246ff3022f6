/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-kernels.h"

/* The machine's limit that the kernels are measured by: independent fused multiply-adds (on the
 * baseline level a multiplication and an addition) in registers, as many as hide their latency.
 * Runs rounds of them and returns how many floating-point operations that were; 0 if the processor
 * lacks the level.
 */
double gmarl_multiply_add_run (GmarlLevel level, size_t rounds);
