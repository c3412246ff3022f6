/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-day-history.h"

G_BEGIN_DECLS

/* The steps of finished days at full resolution, of the community as a whole, for views of many
 * days. The oldest days are forgotten after GMARL_DAY_ARCHIVE_MOST: about 8 MB, which are taken at
 * once, so that playing on takes no more. Main thread only.
 */
typedef struct _GmarlDayArchive GmarlDayArchive;

#define GMARL_DAY_ARCHIVE_MOST 366

/* In the order in which people choose among them. Energies are kWh per step, sums over nodes. */
typedef enum {
  GMARL_DAY_STORAGE, /* mean level of the nodes after the step, 0–1 */
  GMARL_DAY_DEMAND,
  GMARL_DAY_SOLAR,
  GMARL_DAY_GRID,   /* import less export */
  GMARL_DAY_SHARED, /* sent to neighbours, before losses */
  GMARL_DAY_UNMET,
  GMARL_DAY_PRICE,     /* of import */
  GMARL_DAY_STABILITY, /* after the step */
  GMARL_DAY_REWARD,    /* mean over nodes */
  GMARL_N_DAY_QUANTITIES,
} GmarlDayQuantity;

GmarlDayArchive *gmarl_day_archive_new (void);
void gmarl_day_archive_free (GmarlDayArchive *self);

/* Forgets all days; the next is day 0. */
void gmarl_day_archive_clear (GmarlDayArchive *self);

/* Adds day n_days: a whole one. */
void gmarl_day_archive_add (GmarlDayArchive *self, const GmarlDayHistory *history);

/* Days first ≤ day < n_days are there. */
guint64 gmarl_day_archive_get_first (const GmarlDayArchive *self);
guint64 gmarl_day_archive_get_n_days (const GmarlDayArchive *self);

/* [GMARL_STEPS_PER_DAY], borrowed until days are added. */
const double *
gmarl_day_archive_get (const GmarlDayArchive *self, GmarlDayQuantity quantity, guint64 day);

/* The same of a day that may be in play: [GMARL_STEPS_PER_DAY], NaN for what is not settled. */
void
gmarl_day_archive_read (const GmarlDayHistory *history, GmarlDayQuantity quantity, double *steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlDayArchive, gmarl_day_archive_free)

G_END_DECLS
