/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The trace of a simulation as CSV: one row a day, step and node, columns as commands.md lists
 * them, numbers with 17 significant digits, so that every column recomputes.
 */
gboolean gmarl_trace_write_header (const GmarlGrid *grid, GOutputStream *stream, GError **error);
gboolean gmarl_trace_write_step (const GmarlGrid *grid,
                                 const GmarlGridState *state,
                                 gsize day,
                                 GOutputStream *stream,
                                 GError **error);

G_END_DECLS
