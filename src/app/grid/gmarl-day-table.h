/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-day-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The finished days of a simulation, a row each, and a column for each indicator of the registry,
 * with the mean and the total as gridmarl-cli simulate prints them. Main thread only.
 *
 * Signal: "day-activated" (guint64 day)  the user wants to see this day again
 */
#define GMARL_TYPE_DAY_TABLE (gmarl_day_table_get_type ())
G_DECLARE_FINAL_TYPE (GmarlDayTable, gmarl_day_table, GMARL, DAY_TABLE, GtkWidget)

GtkWidget *gmarl_day_table_new (void);

/* currency: for the titles. */
void gmarl_day_table_set_currency (GmarlDayTable *self, const char *currency);

/* What it shows; to be filled by whoever has the days. (transfer none) */
GmarlDayModel *gmarl_day_table_get_model (GmarlDayTable *self);

/* The selected days, or all of them, as text with tabs, with a line of titles. (transfer full) */
char *gmarl_day_table_to_text (GmarlDayTable *self);

G_END_DECLS
