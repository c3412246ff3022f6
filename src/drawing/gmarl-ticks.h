/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as people read them, and the ticks of axes. Minus is "−" (U+2212), thousands and units
 * are set off by a narrow no-break space (U+202F). Any thread.
 */

/* Three significant digits, all of the whole part: "0.872", "14.2", "1 234", "−0.05", "1.5×10⁷".
 * "–" for what is no number.
 */
char *gmarl_format_value (double value);

/* The same with an explicit "+": differences. */
char *gmarl_format_difference (double value);

/* With that many decimals. */
char *gmarl_format_decimals (double value, int decimals);

/* "14:35" of hours since the first midnight; the day goes before it ("Day 3 · 14:35", or its date
 * if first_day, a Julian day, is not 0) where with_day.
 */
char *gmarl_format_time_of_day (double hours, guint32 first_day, gboolean with_day);

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

/* Decades, with 2 and 5 if there is room; hi > lo > 0. */
GmarlTicks gmarl_ticks_log (double lo, double hi, gsize most);

/* 5 min … 12 h, 1, 2, 7 … days. */
GmarlTicks gmarl_ticks_time_of_day (double lo, double hi, gsize most, guint32 first_day);

G_END_DECLS
