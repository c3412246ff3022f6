/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-log.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GMARL_APPLICATION_ID "io.github.gridmarl.Gridmarl"

/* The program: its command line, its actions (app.*) and its one window. A second start only raises
 * the window of the first, and opens the files that it names there.
 */
#define GMARL_TYPE_APPLICATION (gmarl_application_get_type ())
G_DECLARE_FINAL_TYPE (GmarlApplication, gmarl_application, GMARL, APPLICATION, AdwApplication)

GmarlApplication *gmarl_application_new (void);

/* What it shows as its log. (transfer none) */
GmarlLog *gmarl_application_get_log (GmarlApplication *self);

G_END_DECLS
