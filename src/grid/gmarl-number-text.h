/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GMARL_NUMBER_TEXT_SIZE 32

/* Writes a number with 17 significant digits, as printf's %.17g does in the C locale, without a
 * terminating 0. out has room for GMARL_NUMBER_TEXT_SIZE characters. Returns the length.
 */
gsize gmarl_number_text (char *out, double value);

G_END_DECLS
