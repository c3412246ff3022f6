/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-policy.h"

G_BEGIN_DECLS

/* The policy that a command's --policy means; NULL: the heuristic. An unknown name is refused with
 * the nearest one (GMARL_ERROR_NOT_FOUND). (transfer full)
 */
GmarlPolicy *gmarl_cli_open_policy (const char *reference, GError **error);

G_END_DECLS
