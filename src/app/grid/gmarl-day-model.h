/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-indicators.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The rows of a table of days: from two days on their mean and their total come first, then every
 * day. Main thread only.
 */
typedef enum {
  GMARL_DAY_ROW_MEAN,
  GMARL_DAY_ROW_TOTAL,
  GMARL_DAY_ROW_DAY,
} GmarlDayRowKind;

#define GMARL_TYPE_DAY_ROW (gmarl_day_row_get_type ())
G_DECLARE_FINAL_TYPE (GmarlDayRow, gmarl_day_row, GMARL, DAY_ROW, GObject)

GmarlDayRowKind gmarl_day_row_get_kind (GmarlDayRow *self);
guint64 gmarl_day_row_get_day (GmarlDayRow *self);

/* "Day 3", "Day 3 · 08-01 Mon", "Mean", "Total". Borrowed. */
const char *gmarl_day_row_get_title (GmarlDayRow *self);

/* The number as gridmarl-cli prints it; empty where a total says nothing. (transfer full) */
char *gmarl_day_row_dup_text (GmarlDayRow *self, GmarlIndicator indicator);

#define GMARL_TYPE_DAY_MODEL (gmarl_day_model_get_type ())
G_DECLARE_FINAL_TYPE (GmarlDayModel, gmarl_day_model, GMARL, DAY_MODEL, GObject)

/* A GListModel of GmarlDayRow. (transfer full) */
GmarlDayModel *gmarl_day_model_new (void);

void gmarl_day_model_clear (GmarlDayModel *self);

/* The number of the day that is to be added next; 0 in an empty model. */
guint64 gmarl_day_model_get_next (GmarlDayModel *self);

/* Days in order; a day that does not follow the last one empties the model before. label: of the
 * data, or NULL. indicators [GMARL_N_INDICATORS]; copied.
 */
void
gmarl_day_model_add (GmarlDayModel *self, guint64 day, const char *label, const double *indicators);

/* Forgets days before this one; they no longer count. */
void gmarl_day_model_forget (GmarlDayModel *self, guint64 first_day);

G_END_DECLS
