/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-day-archive.h"

#include <math.h>

struct _GmarlDayArchive {
  guint64 n_days;
  double *steps; /* [MOST, GMARL_N_DAY_QUANTITIES, GMARL_STEPS_PER_DAY], a ring of days */
};

#define DAY_SIZE ((gsize) GMARL_N_DAY_QUANTITIES * GMARL_STEPS_PER_DAY)

GmarlDayArchive *
gmarl_day_archive_new (void)
{
  GmarlDayArchive *self = g_new0 (GmarlDayArchive, 1);

  self->steps = g_new (double, GMARL_DAY_ARCHIVE_MOST *DAY_SIZE);
  /* Memory that is written to is memory that is taken. */
  for (gsize k = 0; k < GMARL_DAY_ARCHIVE_MOST * DAY_SIZE; k++)
    self->steps[k] = NAN;
  return self;
}

void
gmarl_day_archive_free (GmarlDayArchive *self)
{
  if (self == NULL)
    return;
  g_free (self->steps);
  g_free (self);
}

void
gmarl_day_archive_clear (GmarlDayArchive *self)
{
  g_return_if_fail (self != NULL);

  self->n_days = 0;
}

static double *
place_of (const GmarlDayArchive *self, GmarlDayQuantity quantity, guint64 day)
{
  return self->steps + day % GMARL_DAY_ARCHIVE_MOST * DAY_SIZE +
         (gsize) quantity * GMARL_STEPS_PER_DAY;
}

void
gmarl_day_archive_add (GmarlDayArchive *self, const GmarlDayHistory *history)
{
  g_return_if_fail (self != NULL && history != NULL);
  g_return_if_fail (history->n_steps == GMARL_STEPS_PER_DAY);

  for (guint quantity = 0; quantity < GMARL_N_DAY_QUANTITIES; quantity++)
    gmarl_day_archive_read (history, quantity, place_of (self, quantity, self->n_days));
  self->n_days++;
}

guint64
gmarl_day_archive_get_first (const GmarlDayArchive *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_days > GMARL_DAY_ARCHIVE_MOST ? self->n_days - GMARL_DAY_ARCHIVE_MOST : 0;
}

guint64
gmarl_day_archive_get_n_days (const GmarlDayArchive *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_days;
}

const double *
gmarl_day_archive_get (const GmarlDayArchive *self, GmarlDayQuantity quantity, guint64 day)
{
  g_return_val_if_fail (self != NULL && quantity < GMARL_N_DAY_QUANTITIES, NULL);
  g_return_val_if_fail (day >= gmarl_day_archive_get_first (self) && day < self->n_days, NULL);

  return place_of (self, quantity, day);
}

static double
value_at (const GmarlDayHistory *history, GmarlDayQuantity quantity, gsize step)
{
  switch (quantity) {
  case GMARL_DAY_STORAGE:
    return history->level_mean[step + 1];
  case GMARL_DAY_DEMAND:
    return history->demand[step];
  case GMARL_DAY_SOLAR:
    return history->solar[step];
  case GMARL_DAY_GRID:
    return history->grid_import[step] - history->grid_export[step];
  case GMARL_DAY_SHARED:
    return history->sent[step];
  case GMARL_DAY_UNMET:
    return history->unmet[step];
  case GMARL_DAY_PRICE:
    return history->import_price[step];
  case GMARL_DAY_STABILITY:
    return history->stability[step + 1];
  default:
    return history->reward[step];
  }
}

void
gmarl_day_archive_read (const GmarlDayHistory *history, GmarlDayQuantity quantity, double *steps)
{
  g_return_if_fail (history != NULL && steps != NULL && quantity < GMARL_N_DAY_QUANTITIES);

  for (gsize step = 0; step < GMARL_STEPS_PER_DAY; step++)
    steps[step] = step < history->n_steps ? value_at (history, quantity, step) : NAN;
}
