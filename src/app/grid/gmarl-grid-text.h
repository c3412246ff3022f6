/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-indicators.h"

G_BEGIN_DECLS

/* How the Grid view writes numbers: three significant digits unless it quotes an indicator, a true
 * minus, a narrow no-break space before the unit. Numbers that are not finite are "–". All results
 * are (transfer full). Any thread.
 */

/* "14.2", "1 240" */
char *gmarl_grid_text_number (double value);

/* "14.2 kWh" */
char *gmarl_grid_text_quantity (double value, const char *unit);

/* 0.623 as "62 %" with 0 decimals */
char *gmarl_grid_text_percent (double fraction, gint decimals);

/* The start of a step of the day: 175 as "14:35"; 288 is "24:00". */
char *gmarl_grid_text_clock (guint step);

/* "Day 3 · 14:35". Days count from 0, as in files; people count from 1. */
char *gmarl_grid_text_day_clock (gsize day, guint step);

/* With the decimals of the registry, digit for digit as gridmarl-cli prints it. */
char *gmarl_grid_text_indicator (GmarlIndicator indicator, double value);

/* "Grid import [kWh]" of the registry; the currency stands where the unit is one. */
char *gmarl_grid_text_indicator_title (GmarlIndicator indicator, const char *currency);

/* "low" below 20 %, "full" above 90 %, else NULL; translated, static. */
const char *gmarl_grid_text_level_state (double level);

G_END_DECLS
