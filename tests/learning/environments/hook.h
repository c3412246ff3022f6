/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-environment.h"

#include <stdatomic.h>

G_BEGIN_DECLS

/* Another environment with something that happens at its n-th step, counted over all parallel
 * environments from 1 (0: never), once.
 */
typedef struct {
  GmarlEnvironment parent;
  const GmarlEnvironment *inner; /* borrowed */
  atomic_uint count;
  guint interrupt_at; /* sets interrupt */
  atomic_bool interrupt;
  guint fail_at; /* ends with G_IO_ERROR_FAILED */
  guint spoil_at;
  gsize spoiled_agent; /* whose reward (or observation) then is … */
  double spoiled_reward;
  gboolean spoil_observation;
  gboolean spoil_for_good; /* from then on */
} Hook;

/* inner: borrowed. (transfer full) */
Hook *hook_new (const GmarlEnvironment *inner);

G_END_DECLS
