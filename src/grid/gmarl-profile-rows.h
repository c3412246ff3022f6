/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid-private.h"

G_BEGIN_DECLS

/* One step of some nodes' own series, in kWh: noise ← rho × noise + gain × normal, then the value.
 * count is a multiple of GMARL_LANES; arrays are [count].
 */
typedef struct {
  gsize count;
  const double *before; /* base demand at the last full hour */
  const double *after;  /* and at the next */
  double part;          /* of the hour that has passed */
  double rho, gain;
  double floor; /* least factor of the noise */
  const double *normal;
  const double *factor; /* the day's */
  double *noise;
  double *demand;
} GmarlDemandRow;

typedef struct {
  gsize count;
  const double *peak;
  double sun;   /* share of the peak under a clear sky */
  double cloud; /* the common cloud factor */
  double rho, gain;
  double floor; /* least cloud factor */
  const double *normal;
  double *noise;
  double *solar;
} GmarlSolarRow;

/* Compiled for one instruction set. All give the same bits. */
struct _GmarlProfileKernels {
  void (*demand_row) (const GmarlDemandRow *row);
  void (*solar_row) (const GmarlSolarRow *row);
};

extern const GmarlProfileKernels gmarl_profile_rows_baseline;
#if defined(__x86_64__)
extern const GmarlProfileKernels gmarl_profile_rows_avx2;
extern const GmarlProfileKernels gmarl_profile_rows_avx512;
#endif

G_END_DECLS
