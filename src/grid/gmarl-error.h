/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Everything that a user, a file, a database or a device can cause. */
typedef enum {
  GMARL_ERROR_CONFIG,     /* an option or a run configuration */
  GMARL_ERROR_SCENARIO,   /* a scenario's text or the combination of its values */
  GMARL_ERROR_DATA,       /* a CSV or CityLearn file */
  GMARL_ERROR_CHECKPOINT, /* a checkpoint's container or contents */
  GMARL_ERROR_LIBRARY,    /* the results library */
  GMARL_ERROR_DIVERGED,   /* a loss, gradient, state or action became invalid */
  GMARL_ERROR_NOT_FOUND,  /* a name that nothing has; the message suggests the nearest */
} GmarlError;

#define GMARL_ERROR (gmarl_error_quark ())

GQuark gmarl_error_quark (void);

G_END_DECLS
