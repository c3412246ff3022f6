/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-kernels.h"

#include <glib.h>

G_BEGIN_DECLS

/* What the network kernels reach of the processor's multiply-add peak, which is measured in turns
 * with them. FLOP are those of the products alone.
 */
typedef enum {
  GMARL_KERNEL_PART_FORWARD,
  GMARL_KERNEL_PART_BACKWARD,
  /* A minibatch as training does it: forward, loss and backward in blocks of rows, then the
   * gradient's norm, Adam and the transposed weights. */
  GMARL_KERNEL_PART_UPDATE,
  GMARL_N_KERNEL_PARTS,
} GmarlKernelPart;

/* GFLOP/s of one core at this level, of multiply-adds on registers alone, over some 10 ms. */
double gmarl_benchmark_peak (GmarlLevel level);

/* The level whose peak holds these kernels' (by name); OpenBLAS is held to the best. */
GmarlLevel gmarl_benchmark_level (const char *kernels_name);

/* The share of the peak, 0…1, of a part on minibatches of this many rows: the median over n_slices
 * of 0.1 ms, each beside two of the peak, because the clock changes with the load of the whole
 * machine. peak (nullable): set to the best GFLOP/s seen of it, if that is more than it holds.
 */
double gmarl_benchmark_kernels (const GmarlKernels *kernels,
                                const GmarlNetworkShape *shape,
                                gsize rows,
                                GmarlKernelPart part,
                                guint n_slices,
                                double *peak);

G_END_DECLS
