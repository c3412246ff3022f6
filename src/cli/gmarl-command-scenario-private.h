/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli.h"

G_BEGIN_DECLS

/* Commands of "gridmarl-cli scenario" with a file of their own. */
GmarlStatus
gmarl_command_import_csv (const GmarlCommand *command, char **arguments, GError **error);
GmarlStatus
gmarl_command_import_citylearn (const GmarlCommand *command, char **arguments, GError **error);

G_END_DECLS
