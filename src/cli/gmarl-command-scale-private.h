/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-studies.h"

G_BEGIN_DECLS

/* Prints the means of every size and sharing, and how time grows, on standard output. */
void gmarl_scale_print_results (const GPtrArray *cells);

/* Prints why cells failed on standard error. */
void gmarl_scale_print_failures (const GPtrArray *cells);

/* "cells 7 of 20 · 1 failed · 10 agents, seed 3: 43 % · 3 min left"; seconds_left may be NaN.
 * (transfer full) */
char *gmarl_scale_describe_progress (const GPtrArray *cells, double seconds_left);

G_END_DECLS
