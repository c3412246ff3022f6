/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-error.h"

G_DEFINE_QUARK (gmarl - error - quark, gmarl_error)
