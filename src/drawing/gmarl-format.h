/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as people read them. Minus is "−" (U+2212), thousands and units
 * are set off by a narrow no-break space (U+202F). Any thread.
 */

/* Three significant digits, all of the whole part: "0.872", "14.2", "1 234", "−0.05", "1.5×10⁷".
 * "–" for what is no number.
 */
char *gmarl_format_value (double value);

/* For other programs: the fewest digits that give the same number when they are read. NULL for what
 * is no number.
 */
char *gmarl_format_exact (double value);

/* Three significant digits with an explicit "+": differences. */
char *gmarl_format_difference (double value);

/* With that many decimals. */
char *gmarl_format_decimals (double value, int decimals);

/* Numbers as files and the terminal have them, with the minus of print: "-1.5" as "−1.5". */
char *gmarl_format_minus (const char *number);

/* "14:35" of hours since the first midnight; the day goes before it ("Day 3 · 14:35", or its date
 * if first_day, a Julian day, is not 0) where with_day.
 */
char *gmarl_format_time_of_day (double hours, guint32 first_day, gboolean with_day);

/* "Day 3" of hours since the first midnight, or its date. */
char *gmarl_format_day (double hours, guint32 first_day);

/* "10⁷" for exponent 7; a mantissa goes before it with its decimals, "2.5×10⁷", unless it is 1. */
char *gmarl_format_power (double mantissa, int decimals, int exponent);

G_END_DECLS
