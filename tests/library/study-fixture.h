/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scaling-study.h"

G_BEGIN_DECLS

/* A study of two and three agents with two seeds each, whose trainings take a moment; sharing:
 * "no", "yes" or "both". (transfer full)
 */
GmarlScalingStudy *make_study (const char *iterations, const char *sharing);

G_END_DECLS
