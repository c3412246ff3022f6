/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Running moments (Chan, Golub & LeVeque 1983) of n_sets × width quantities, and what the kernels
 * need of them in single precision. Before anything was merged the mean is 0 and the standard
 * deviation 1.
 */
typedef struct {
  gsize n_sets;
  gsize width;
  double *count;     /* [n_sets] */
  double *mean;      /* [n_sets, width] */
  double *square;    /* [n_sets, width] sum of squared deviations */
  float *shift;      /* [n_sets, width] mean */
  float *inverse_sd; /* [n_sets, width] */
} GmarlNormaliser;

/* (transfer full) */
GmarlNormaliser *gmarl_normaliser_new (gsize n_sets, gsize width);
void gmarl_normaliser_free (GmarlNormaliser *self);

/* Merges a batch of count values with these means and sums of squared deviations, both [width]. */
void gmarl_normaliser_merge (GmarlNormaliser *self,
                             gsize set,
                             double count,
                             const double *mean,
                             const double *square);

/* Standard deviation of a quantity, at least least; 1 before anything was merged. */
double gmarl_normaliser_sd (const GmarlNormaliser *self, gsize set, gsize k, double least);

/* Recomputes shift and inverse_sd, after loading the moments. */
void gmarl_normaliser_refresh (GmarlNormaliser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlNormaliser, gmarl_normaliser_free)

G_END_DECLS
