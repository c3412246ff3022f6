/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* The window: header bar with the views' switcher, banner, the five views, job bar. Its actions
 * (win.*) are what menus, buttons and keys call.
 */
#define GMARL_TYPE_WINDOW (gmarl_window_get_type ())
G_DECLARE_FINAL_TYPE (GmarlWindow, gmarl_window, GMARL, WINDOW, AdwApplicationWindow)

GmarlWindow *gmarl_window_new (GtkApplication *application, GmarlSession *session);

/* Opens a scenario, of several the last one; takes over the runs of bundles and of libraries'
 * folders.
 */
void gmarl_window_open (GmarlWindow *self, GFile *const *files, gsize n_files);

G_END_DECLS
