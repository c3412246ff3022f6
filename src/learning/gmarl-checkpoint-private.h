/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-checkpoint.h"

G_BEGIN_DECLS

/* As gmarl_checkpoint_open, without asking for the hash: a fuzzer could not get past it.
 * (transfer full) */
GmarlCheckpoint *
gmarl_checkpoint_open_without_hash (GBytes *bytes, const char *filename, GError **error);

G_END_DECLS
