/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-day-figures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows one figure of many days at a time: a heat map, or a chart. Only what is shown is computed.
 * Main thread only.
 *
 * Signal "day-activated" (guint64 day), counted from 0: the user wants to see this day.
 */
#define GMARL_TYPE_DAYS_VIEW (gmarl_days_view_get_type ())
G_DECLARE_FINAL_TYPE (GmarlDaysView, gmarl_days_view, GMARL, DAYS_VIEW, GtkWidget)

GtkWidget *gmarl_days_view_new (void);

/* What to show from the next update on. */
void gmarl_days_view_set_figure (GmarlDaysView *self, GmarlDayFigure figure);
void gmarl_days_view_set_quantity (GmarlDaysView *self, GmarlDayQuantity quantity);

/* Takes what there is now, if it is another figure, or there are other days; cheap otherwise, and
 * while it is not on the screen. The source may go away after the call.
 */
void gmarl_days_view_update (GmarlDaysView *self, const GmarlDaySource *source);

/* The days are those of another world: the next update is no matter of numbers of days. */
void gmarl_days_view_forget (GmarlDaysView *self);

G_END_DECLS
