/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How long training takes here is not known before it is tried: this tries it for a moment, on
 * networks that are thrown away. Takes about that many seconds, one iteration at least; not for the
 * main thread of an application. Returns the seconds of an iteration, its share of the validations
 * included, or NaN with an error (G_IO_ERROR_CANCELLED within a step of the environments).
 */
double gmarl_calibrate (const GmarlRunConfig *config,
                        double seconds,
                        GCancellable *cancellable,
                        GError **error);

/* The iterations that fit a budget, a multiple of 25 and at least 25. */
gint64 gmarl_calibration_fit (double seconds_per_iteration, double budget_seconds);

G_END_DECLS
