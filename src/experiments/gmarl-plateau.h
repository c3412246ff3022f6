/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-trainer.h"

G_BEGIN_DECLS

/* Whether a training goes on without getting better: the iterations from that of the best policy to
 * the newest validation, where these are many; else 0. Many are 120 iterations and 5 validations;
 * docs/learning.md says why. interval: iterations between validations. 0 too where no validation
 * before the last one is left, which is looked at anyway.
 */
gint64 gmarl_plateau_length (const GmarlTrainerProgress *progress, gint64 interval);

G_END_DECLS
