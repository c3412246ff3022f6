/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was typed for a number as keys of scenarios and configurations have it: a decimal comma is a
 * point, a typographic minus a hyphen, spaces around it are nothing. (transfer full) */
char *gmarl_typed_number (const char *text);

G_END_DECLS
