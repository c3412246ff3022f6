/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a training shall take, for people who do not think in iterations. */
typedef enum {
  GMARL_TRAINING_PRESET_QUICK,
  GMARL_TRAINING_PRESET_STANDARD,
  GMARL_TRAINING_PRESET_PUBLICATION,
  GMARL_N_TRAINING_PRESETS,
} GmarlTrainingPreset;

/* What Quick may take. */
#define GMARL_TRAINING_QUICK_SECONDS 40

typedef struct {
  const char *name;  /* translatable (N_) */
  gint64 iterations; /* 0: what fits GMARL_TRAINING_QUICK_SECONDS */
  gint64 n_seeds;
} GmarlTrainingPresetInfo;

extern const GmarlTrainingPresetInfo gmarl_training_presets[GMARL_N_TRAINING_PRESETS];

/* Its iterations, and the seconds it takes, where an iteration takes so long; NaN if that is not
 * known.
 */
gint64 gmarl_training_preset_iterations (GmarlTrainingPreset preset, double seconds_per_iteration);
double gmarl_training_preset_seconds (GmarlTrainingPreset preset, double seconds_per_iteration);

G_END_DECLS
