/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-normaliser.h"

#include <math.h>

/* Keeps a quantity that never changes from being blown up. */
#define LEAST_SD 1e-4

GmarlNormaliser *
gmarl_normaliser_new (gsize n_sets, gsize width)
{
  GmarlNormaliser *self = g_new0 (GmarlNormaliser, 1);

  self->n_sets = n_sets;
  self->width = width;
  self->count = g_new0 (double, n_sets);
  self->mean = g_new0 (double, n_sets *width);
  self->square = g_new0 (double, n_sets *width);
  self->shift = g_new0 (float, n_sets *width);
  self->inverse_sd = g_new0 (float, n_sets *width);
  gmarl_normaliser_refresh (self);
  return self;
}

void
gmarl_normaliser_free (GmarlNormaliser *self)
{
  if (self == NULL)
    return;
  g_free (self->count);
  g_free (self->mean);
  g_free (self->square);
  g_free (self->shift);
  g_free (self->inverse_sd);
  g_free (self);
}

double
gmarl_normaliser_sd (const GmarlNormaliser *self, gsize set, gsize k, double least)
{
  if (self->count[set] <= 0)
    return 1;
  return MAX (sqrt (self->square[set * self->width + k] / self->count[set]), least);
}

static void
refresh_set (GmarlNormaliser *self, gsize set)
{
  for (gsize k = 0; k < self->width; k++) {
    self->shift[set * self->width + k] = (float) self->mean[set * self->width + k];
    self->inverse_sd[set * self->width + k] =
        (float) (1 / gmarl_normaliser_sd (self, set, k, LEAST_SD));
  }
}

void
gmarl_normaliser_refresh (GmarlNormaliser *self)
{
  for (gsize set = 0; set < self->n_sets; set++)
    refresh_set (self, set);
}

void
gmarl_normaliser_merge (GmarlNormaliser *self,
                        gsize set,
                        double count,
                        const double *mean,
                        const double *square)
{
  double before = self->count[set];
  double total = before + count;

  if (count <= 0)
    return;
  for (gsize k = 0; k < self->width; k++) {
    double *running = &self->mean[set * self->width + k];
    double delta = mean[k] - *running;

    *running += delta * count / total;
    self->square[set * self->width + k] += square[k] + delta * delta * before * count / total;
  }
  self->count[set] = total;
  refresh_set (self, set);
}
