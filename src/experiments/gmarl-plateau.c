/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-plateau.h"

#define FEWEST_ITERATIONS  120
#define FEWEST_VALIDATIONS 5

gint64
gmarl_plateau_length (const GmarlTrainerProgress *progress, gint64 interval)
{
  gint64 length;

  /* The first policy is that of the first validation; before there is nothing to improve on. */
  if (interval <= 0 || progress->best_iteration <= 0 ||
      progress->iterations - progress->iteration <= interval)
    return 0;
  length = progress->iteration - progress->iteration % interval - progress->best_iteration;
  return length >= MAX (FEWEST_ITERATIONS, FEWEST_VALIDATIONS * interval) ? length : 0;
}
