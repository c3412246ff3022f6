/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-profile-rows.h"

/* Compiled once for each instruction set, with GMARL_PROFILE_ROWS naming the table. */

static void
demand_row (const GmarlDemandRow *row)
{
  const gsize count = row->count / GMARL_LANES * GMARL_LANES;
  const double part = row->part, rho = row->rho, gain = row->gain, least = row->floor;
  const double *before = row->before, *after = row->after;
  const double *normal = row->normal, *factor = row->factor;
  double *noise = row->noise, *demand = row->demand;

#pragma GCC ivdep
  for (gsize i = 0; i < count; i++) {
    double base = before[i] + (after[i] - before[i]) * part;
    double next = rho * noise[i] + gain * normal[i];
    double swing = 1 + next;

    noise[i] = next;
    demand[i] = base * factor[i] * MAX (swing, least);
  }
}

static void
solar_row (const GmarlSolarRow *row)
{
  const gsize count = row->count / GMARL_LANES * GMARL_LANES;
  const double sun = row->sun, cloud = row->cloud, rho = row->rho, gain = row->gain;
  const double least = row->floor;
  const double *peak = row->peak, *normal = row->normal;
  double *noise = row->noise, *solar = row->solar;

#pragma GCC ivdep
  for (gsize i = 0; i < count; i++) {
    double next = rho * noise[i] + gain * normal[i];
    double sky = cloud + next;
    double clear = MAX (sky, least);

    noise[i] = next;
    solar[i] = peak[i] * sun * MIN (clear, 1);
  }
}

const GmarlProfileKernels GMARL_PROFILE_ROWS = {
  .demand_row = demand_row,
  .solar_row = solar_row,
};
