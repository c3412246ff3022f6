/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"

G_BEGIN_DECLS

/* The energy of a whole simulation, kWh: what came in must equal what went out. Storage is taken
 * from the levels at the days' ends and not from the flows, so that a battery that lost or made
 * energy would show. All zero to begin with.
 */
typedef struct {
  double solar;
  double curtailed;
  double bought;
  double sold;
  double demand;
  double unmet;
  double stored;         /* at the end less at the beginning */
  double line_losses;    /* sent less received */
  double battery_losses; /* of charging and discharging */
} GmarlEnergyBalance;

/* Adds the step just settled; every step of every day, in order. */
void gmarl_energy_balance_add (GmarlEnergyBalance *self,
                               const GmarlGrid *grid,
                               const GmarlGridState *state);

/* solar - curtailed + bought - sold. */
double gmarl_energy_balance_in (const GmarlEnergyBalance *self);

/* demand - unmet + stored + losses. */
double gmarl_energy_balance_out (const GmarlEnergyBalance *self);

/* |in - out| over the larger of all that was produced or bought and all that was used, sold or
 * lost; 0 where nothing moved.
 */
double gmarl_energy_balance_residual (const GmarlEnergyBalance *self);

G_END_DECLS
