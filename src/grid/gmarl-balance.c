/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-balance.h"

#include <math.h>

void
gmarl_energy_balance_add (GmarlEnergyBalance *self,
                          const GmarlGrid *grid,
                          const GmarlGridState *state)
{
  const GmarlScenario *scenario = grid->scenario;
  double charge_loss = 1 - scenario->charge_efficiency;
  double discharge_loss = 1 / scenario->discharge_efficiency - 1;

  for (gsize i = 0; i < grid->n_nodes; i++) {
    self->solar += state->settled_solar[i];
    self->curtailed += state->curtailed[i];
    self->bought += state->buy[i];
    self->sold += state->sell[i];
    self->demand += state->settled_demand[i];
    self->unmet += state->unmet[i];
    self->line_losses += state->sent[i] - state->received[i];
    self->battery_losses += charge_loss * state->charge[i] + discharge_loss * state->discharge[i];
    if (state->step == 1)
      self->stored -= state->level_before[i] * grid->capacity[i];
    if (state->step == GMARL_STEPS_PER_DAY)
      self->stored += state->energy[i];
  }
}

double
gmarl_energy_balance_in (const GmarlEnergyBalance *self)
{
  return self->solar - self->curtailed + self->bought - self->sold;
}

double
gmarl_energy_balance_out (const GmarlEnergyBalance *self)
{
  return self->demand - self->unmet + self->stored + self->line_losses + self->battery_losses;
}

double
gmarl_energy_balance_residual (const GmarlEnergyBalance *self)
{
  double in = self->solar + self->bought;
  double out =
      self->demand + self->sold + self->curtailed + self->line_losses + self->battery_losses;
  double scale = fmax (in, out);
  double difference = gmarl_energy_balance_in (self) - gmarl_energy_balance_out (self);

  return scale > 0 ? fabs (difference) / scale : 0;
}
