/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sums over nodes are made of GMARL_LANES partial sums in a fixed order: fast, and the same bits on
 * every machine. Arrays summed this way are padded with zeros.
 */
#define GMARL_LANES 8

typedef double GmarlLanes __attribute__ ((vector_size (GMARL_LANES * sizeof (double)), may_alias));
typedef gint64 GmarlLaneMask __attribute__ ((vector_size (GMARL_LANES * sizeof (double))));

/* Eight values from i on; the address is a multiple of 64 bytes. */
static inline GmarlLanes
gmarl_lanes_at (const double *x, gsize i)
{
  return *(const GmarlLanes *) (x + i);
}

static inline GmarlLanes
gmarl_lanes_above_zero (GmarlLanes x)
{
  return (GmarlLanes) ((GmarlLaneMask) x & (GmarlLaneMask) (x > 0));
}

static inline double
gmarl_lanes_sum (GmarlLanes x)
{
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

G_END_DECLS
