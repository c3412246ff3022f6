/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The days so far as a row of bars, the newest at the end: click a day, or choose it with the arrow
 * keys and Enter, to see it again. Main thread only.
 *
 * Signal: "day-activated" (guint64 day)
 */
#define GMARL_TYPE_DAY_STRIP (gmarl_day_strip_get_type ())
G_DECLARE_FINAL_TYPE (GmarlDayStrip, gmarl_day_strip, GMARL, DAY_STRIP, GtkWidget)

GtkWidget *gmarl_day_strip_new (void);

/* values [n_days]: the energy that was imported on each day from first_day on, kWh; copied.
 * current: the day that is shown; it may be one that has not ended.
 */
void gmarl_day_strip_set_days (GmarlDayStrip *self,
                               guint64 first_day,
                               const double *values,
                               gsize n_days,
                               guint64 current);

G_END_DECLS
