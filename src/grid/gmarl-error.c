/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"

/* The hyphens are part of a name. */
/* clang-format off */
G_DEFINE_QUARK (gmarl-error-quark, gmarl_error)
/* clang-format on */
