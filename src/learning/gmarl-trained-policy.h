/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-checkpoint.h"
#include "gmarl-learning-config.h"
#include "gmarl-policy.h"

G_BEGIN_DECLS

/* The policy of a checkpoint, taking the mean action, for a grid it fits: the same number of nodes
 * and slots, or, with shared parameters, the same size of observation. Anything else is refused
 * with the reason (GMARL_ERROR_CHECKPOINT). level: the kernels to use (auto: the best here). id and
 * name as in GmarlPolicy; copied. (transfer full)
 */
GmarlPolicy *gmarl_trained_policy_new (const GmarlCheckpoint *checkpoint,
                                       const GmarlGrid *grid,
                                       GmarlKernelLevelChoice level,
                                       const char *id,
                                       const char *name,
                                       GError **error);

G_END_DECLS
