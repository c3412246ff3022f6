/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-presets.h"

#include "gmarl-calibration.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Where it is not known yet how many fit. */
#define UNKNOWN_ITERATIONS 500

const GmarlTrainingPresetInfo gmarl_training_presets[GMARL_N_TRAINING_PRESETS] = {
  [GMARL_TRAINING_PRESET_QUICK] = { N_ ("Quick"), 0, 1 },
  [GMARL_TRAINING_PRESET_STANDARD] = { N_ ("Standard"), 500, 3 },
  [GMARL_TRAINING_PRESET_PUBLICATION] = { N_ ("Publication"), 500, 10 },
};

gint64
gmarl_training_preset_iterations (GmarlTrainingPreset preset, double seconds_per_iteration)
{
  if (gmarl_training_presets[preset].iterations > 0)
    return gmarl_training_presets[preset].iterations;
  if (isnan (seconds_per_iteration))
    return UNKNOWN_ITERATIONS;
  return gmarl_calibration_fit (seconds_per_iteration, GMARL_TRAINING_QUICK_SECONDS);
}

double
gmarl_training_preset_seconds (GmarlTrainingPreset preset, double seconds_per_iteration)
{
  return seconds_per_iteration * (double) gmarl_training_presets[preset].n_seeds *
         (double) gmarl_training_preset_iterations (preset, seconds_per_iteration);
}
