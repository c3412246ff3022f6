/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-format.h"

G_BEGIN_DECLS

/* The ticks of axes. Any thread. */

typedef struct {
  double value;
  char *label;
  gboolean strong; /* a day begins here */
} GmarlTick;

typedef struct {
  GmarlTick *ticks; /* [n], ascending */
  gsize n;
  double step; /* between ticks; 0 for log axes */
} GmarlTicks;

void gmarl_ticks_clear (GmarlTicks *self);

/* Makes a range that can be drawn of any two numbers: finite, ascending, of some length. */
void gmarl_range_repair (double *lo, double *hi);

/* The step out of {1, 2, 2.5, 5}·10ᵏ that gives at most most intervals over the length. */
double gmarl_ticks_step (double length, gsize most);

/* All multiples of the step within [lo, hi], most + 1 at most. */
GmarlTicks gmarl_ticks_linear (double lo, double hi, gsize most);

/* The same of whole numbers alone, for what is counted; none if the range holds none. */
GmarlTicks gmarl_ticks_whole (double lo, double hi, gsize most);

/* Decades, with 2 and 5 if there is room; hi > lo > 0. */
GmarlTicks gmarl_ticks_log (double lo, double hi, gsize most);

/* 5 min … 12 h, 1, 2, 7 … days. */
GmarlTicks gmarl_ticks_time_of_day (double lo, double hi, gsize most, guint32 first_day);

G_END_DECLS
