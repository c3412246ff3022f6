/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a trace has for every day, step and node, in the order of its columns. */
typedef struct {
  char id[32];       /* "demand", "action_transfer_0" */
  const char *unit;  /* "kWh", "fraction", "currency/kWh", "" */
  gboolean of_nodes; /* otherwise all nodes share it */
} GmarlTraceColumn;

gsize gmarl_trace_get_n_columns (const GmarlGrid *grid);
void gmarl_trace_get_column (const GmarlGrid *grid, gsize column, GmarlTraceColumn *description);

/* Calls func with the value of every column, of the step that the state settled last. */
typedef void (*GmarlTraceFunc) (gsize column, double value, gpointer user_data);
void gmarl_trace_visit (const GmarlGrid *grid,
                        const GmarlGridState *state,
                        gsize node,
                        GmarlTraceFunc func,
                        gpointer user_data);

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
