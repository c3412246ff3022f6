/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid-private.h"

G_BEGIN_DECLS

/* The settlement of a step, compiled for one instruction set. All give the same bits. */
struct _GmarlSettlementKernels {
  /* Clips to [-1, 1]; FALSE if a number is not finite. clipped is padded with zeros. */
  gboolean (*clip_actions) (const double *actions, gsize count, double *clipped);

  /* Sections 4 to 6: from the state's input and clipped actions to its outcome. */
  void (*settle) (const GmarlGridModel *model, GmarlGridState *state);

  /* Levels, stability and its penalties from the stored energy (section 5). */
  void (*measure) (const GmarlGridModel *model, GmarlGridState *state);
};

extern const GmarlSettlementKernels gmarl_settlement_baseline;
#if defined(__x86_64__)
extern const GmarlSettlementKernels gmarl_settlement_avx2;
extern const GmarlSettlementKernels gmarl_settlement_avx512;
#endif

G_END_DECLS
