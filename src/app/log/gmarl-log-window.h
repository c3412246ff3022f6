/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-log.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows a log as it grows, beside the window of the program. */
#define GMARL_TYPE_LOG_WINDOW (gmarl_log_window_get_type ())
G_DECLARE_FINAL_TYPE (GmarlLogWindow, gmarl_log_window, GMARL, LOG_WINDOW, AdwWindow)

GtkWidget *gmarl_log_window_new (GmarlLog *log);

G_END_DECLS
