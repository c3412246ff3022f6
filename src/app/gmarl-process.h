/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What this program takes of the machine. */

/* Computed so far, all threads together. */
double gmarl_process_get_cpu_seconds (void);

/* Bytes in memory; NaN where the system does not tell. */
double gmarl_process_get_memory (void);

G_END_DECLS
